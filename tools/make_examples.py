"""Writes the registers in examples/ and what goes with them: people who do not exist, the same bytes every time.

    python tools/make_examples.py           writes the files
    python tools/make_examples.py --check   says which of them are not what this makes, and exits with 1 then

- `register.jsonl`: sixty offenders with a bit of everything, small enough to read
- `register-700.jsonl.gz`: as many as a small force has, some with a planted fault
- `register-700.planted.jsonl`: those faults
- `workforce.json`: the officers of both
"""

import argparse
import datetime as dt
import gzip
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from supervise.sample import Planted, Trait, generate, offender, staff, write_jsonl, write_workforce

FOLDER: Final = Path(__file__).parents[1] / "examples"
AS_OF: Final = dt.date(2026, 6, 30)
SEED: Final = 2026
OFFENDERS: Final = 60
MANY: Final = 700
# Each of the faults there are at least once.
DIRTY: Final = 0.16

# What chance gives to few is given to some by name, so that the example shows it.
SHOWN: Final[Mapping[int, tuple[Trait, ...]]] = {
    2: ("overdue_visit",),
    5: ("overdue_notification",),
    9: ("custody",),
    12: ("no_level",),
    14: ("missing",),
    16: ("shpo",),
    18: ("transferred_in",),
    20: ("reactive",),
    24: ("trip",),
    26: ("transferred_out",),
    28: ("place_found",),
    30: ("died",),
    33: ("never_visited",),
    37: ("no_manager",),
    41: ("overdue_assessment",),
    45: ("overdue_review",),
    48: ("breach",),
    50: ("recall",),
    54: ("level_2",),
    58: ("overdue_visit", "overdue_notification"),
}


def register() -> Iterator[dict[str, Any]]:
    """Yield the records of the small example."""
    for number in range(1, OFFENDERS + 1):
        yield offender(number, SEED, AS_OF, also=SHOWN.get(number, ()))


def made() -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file and what it holds; of a gzip file the text, for the rest differs by machine."""
    found: list[Planted] = []
    yield "register.jsonl", _text(register())
    yield "register-700.jsonl.gz", _text(generate(MANY, SEED, AS_OF, dirty=DIRTY, on_planted=found.append))
    yield "register-700.planted.jsonl", _text(each.row() for each in found)
    officers = io.StringIO()
    write_workforce(officers, staff(MANY, SEED, AS_OF, dirty=DIRTY))
    yield "workforce.json", officers.getvalue().encode("ascii")


def _text(records: Iterator[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    write_jsonl(stream, records)
    return stream.getvalue().encode("ascii")


def write(path: Path, content: bytes) -> None:
    """Write a file, compressed if its name says so."""
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)


def read(path: Path) -> bytes:
    """Return what a file holds, or nothing if it is not there."""
    if not path.exists():
        return b""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Write the files or compare them; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--check", action="store_true", help="compare, write nothing")
    check = options.parse_args(arguments).check
    other = 0
    for name, content in made():
        same = read(folder / name) == content
        if not check:
            write(folder / name, content)
        other += check and not same
        sys.stdout.write(f"{name}: {'as made' if same else 'differs' if check else 'written'}, as of {AS_OF}\n")
    return int(other > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
