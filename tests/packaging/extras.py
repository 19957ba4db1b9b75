"""The wheel alone, and with the libraries of each extra: what works, and how what does not says so.

    python tests/packaging/extras.py PYTHON FOLDER

Run by `make wheel`, with the interpreter of the tools. PYTHON is that of a clean environment, into which the wheel was
installed and nothing else; FOLDER is written to. The libraries of an extra are not installed once more: links to those of
the environment of the tools, and to nothing beside them, are put where the clean interpreter looks. The extras of which
the libraries are not there are named; `make holidays` and `make spark` try theirs.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tools.licences import NAME, closure  # noqa: E402 - needs the folder above

ALONE = Path(__file__).with_name("alone.py")
PLACES = "import json, site; print(json.dumps(site.getsitepackages()))"
# Nothing in the library asks for their libraries yet.
UNUSED = {"report", "plan"}
# What comes with an environment.
WITH_PYTHON = {"pip", "setuptools", "wheel"}
# What is tried without the command; everything else has one.
BESIDE: dict[str, tuple[str, ...]] = {"register": (), "testing": ()}


def say(*arguments: str) -> str:
    """Return what a program printed; its end is ours if it fails."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}")
    return done.stdout


def normal(found: Iterable[str]) -> set[str]:
    """Return names of distributions as they are compared."""
    return {canonicalize_name(name) for name in found}


def names_of(own: Distribution, extra: str) -> set[str]:
    """Return the names of what an extra asks for by itself, other extras of the library left out."""
    asked = ((each, each.marker) for each in map(Requirement, own.requires or []))
    found = (
        each.name
        for each, marker in asked
        if marker is not None and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""})
    )
    return normal(found) - {NAME}


def link(folder: Path, libraries: Iterable[Distribution], installed: set[str]) -> None:
    """Make a folder of links to the libraries that a clean environment does not have."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for found in libraries:
        if canonicalize_name(found.name) in installed:
            continue
        tops = {path.parts[0] for path in found.files or [] if path.parts[0] not in {"..", "__pycache__"}}
        for top in tops:
            target = folder / top
            if not target.exists():  # several may share a namespace
                target.symlink_to(Path(str(found.locate_file(top))))


def write_registers(folder: Path) -> None:
    """Write a register of two in each form, as far as the tools have what it takes."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        from compression import zstd
    except ImportError:
        from backports import zstd

    lines = (ROOT / "examples" / "register.jsonl").read_bytes().splitlines(keepends=True)[:2]
    (folder / "register.jsonl").write_bytes(b"".join(lines))
    (folder / "register.jsonl.zst").write_bytes(zstd.compress(b"".join(lines)))
    with contextlib.closing(sqlite3.connect(folder / "register.sqlite")) as connection:
        connection.executescript(
            "DROP TABLE IF EXISTS offenders; CREATE TABLE offenders (id); INSERT INTO offenders VALUES ('x1')"
        )
    parquet.write_table(pa.Table.from_pylist([json.loads(line) for line in lines]), folder / "register.parquet")


def main() -> None:
    """Try the wheel alone, then with each extra, with the command and without."""
    python, folder = str(Path(sys.argv[1]).absolute()), Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    (site,) = json.loads(say(python, "-I", "-c", PLACES))
    clean = list(distributions(path=[site]))
    own = next(each for each in clean if canonicalize_name(each.name) == NAME)
    installed = normal(each.name for each in clean) - WITH_PYTHON
    expected = normal(each.name for each in closure(clean, NAME, ()))
    assert installed == expected, f"the wheel alone brought {sorted(installed)}, and needs {sorted(expected)}"
    print(f"the wheel alone brings {', '.join(sorted(installed - {NAME}))}")
    write_registers(folder)
    known = [*distributions(), own]  # what the tools have, and the wheel's own word on what it wants
    extras = [extra for extra in own.metadata.get_all("Provides-Extra") or [] if extra != "all"]
    tried = [extra for extra in extras if names_of(own, extra) <= normal(each.name for each in known)]
    tried = [extra for extra in tried if extra not in UNUSED]
    for number, given in enumerate([(), *(dict.fromkeys((*BESIDE.get(extra, ("cli",)), extra)) for extra in tried)]):
        libraries = folder / f"libraries-{number}"
        link(libraries, list(closure(known, NAME, given))[1:], installed)
        print(say(python, "-I", str(ALONE), str(folder), str(libraries), *given), end="")
    print(f"not tried here: {', '.join(sorted(set(extras) - set(tried)))}")


if __name__ == "__main__":
    main()
