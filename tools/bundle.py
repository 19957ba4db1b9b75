"""Collect in a folder the wheels that a Windows machine without a network needs, with hashes and a README.

python tools/bundle.py WHEEL FOLDER

pip downloads for another platform, but decides by the machine it runs on which requirements hold; what only Windows
needs (time zones, colours in a terminal) would be missing. So the requirements of every wheel are read again as Windows
reads them, until none is missing.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = "cli,sql,ics"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "sys_platform": "win32",
}
README = """\
supervise-schedules {version}: everything that 64-bit Windows with Python {pythons} needs.

1. Compare the files with SHA256SUMS:
   certutil -hashfile FILE SHA256
2. Make an environment:
   py -3.12 -m venv C:\\supervise
3. Install from this folder alone:
   C:\\supervise\\Scripts\\pip install --no-index --find-links . "supervise-schedules[{extras}]"
4. Try it:
   C:\\supervise\\Scripts\\python -m supervise --version

Nothing is compiled, and nothing is downloaded: --no-index keeps pip from looking elsewhere.
"""


def missing(folder: Path, python: str, top: str, extras: frozenset[str]) -> set[str]:
    """Return the requirements, as Windows with this Python reads them, that no wheel of a folder meets."""
    environment = {**WINDOWS, "python_version": python, "python_full_version": f"{python}.0"}
    wheels: dict[str, list[list[str]]] = {}
    for path in sorted(folder.glob("*.whl")):
        wheels.setdefault(canonicalize_name(path.name.split("-", 1)[0]), []).append(requirements(path))
    lacking: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    ahead: list[tuple[str, frozenset[str]]] = [(top, extras)]
    while ahead:
        name, wanted = item = ahead.pop()
        if item in seen:
            continue
        seen.add(item)
        for line in {line for lines in wheels[name] for line in lines}:
            requirement = Requirement(line)
            marker = requirement.marker
            if marker and not any(marker.evaluate({**environment, "extra": extra}) for extra in wanted | {""}):
                continue
            needed = canonicalize_name(requirement.name)
            if needed in wheels:
                ahead.append((needed, frozenset(requirement.extras)))
            else:
                lacking.add(f"{requirement.name}{requirement.specifier}")
    return lacking


def requirements(wheel: Path) -> list[str]:
    """Return the requirement lines of a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        (entry,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        text = opened.read(entry).decode("utf-8")
    return Parser().parsestr(text, headersonly=True).get_all("Requires-Dist") or []


def download(folder: Path, python: str, wanted: list[str]) -> None:
    """Have pip fetch wheels for 64-bit Windows; it ends this program where there is none."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder), "--only-binary=:all:"]
    command += ["--platform", "win_amd64", "--implementation", "cp", "--python-version", python, *wanted]
    subprocess.run(command, check=True)


def main() -> None:
    """Fill the folder."""
    wheel, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True)
    name, version = wheel.name.split("-")[:2]
    for python in PYTHONS:
        wanted = [f"{wheel}[{EXTRAS}]"]
        while wanted:
            download(folder, python, wanted)
            wanted = sorted(missing(folder, python, canonicalize_name(name), frozenset(EXTRAS.split(","))))
    text = README.format(version=version, pythons=f"{PYTHONS[0]} to {PYTHONS[-1]}", extras=EXTRAS)
    (folder / "README.txt").write_text(text, encoding="utf-8", newline="\r\n")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.glob("*.whl"))]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    print(f"{folder}: {len(sums)} wheels for Windows and Python {', '.join(PYTHONS)}")


if __name__ == "__main__":
    main()
