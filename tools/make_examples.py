"""Writes the registers in examples/ and what goes with them: people who do not exist, the same bytes every time.

    python tools/make_examples.py           writes the files
    python tools/make_examples.py --check   says which of them are not what this makes, and exits with 1 then

- `register.jsonl`: sixty offenders with a bit of everything, small enough to read
- `register-700.jsonl.gz`: as many as a small force has, some with a planted fault
- `register-700.planted.jsonl`: those faults
- `workforce.json`: the officers of both
- `extract-force.jsonl`, `extract-national.jsonl`: a few of the sixty as two systems might export them, not quite alike
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
DIRTY: Final = 0.17

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


# Who is in the extracts. The national system lacks one, has one of its own, and took out one who died.
EXTRACTED: Final = (1, 2, 5, 9, 16, 20, 30, 45, 58)
NOT_NATIONAL: Final = (30, 58)
NOT_THE_FORCES: Final = (45,)
# What both systems keep; the force's keeps visits, too.
KEPT: Final[tuple[str, ...]] = (
    "id",
    "registrations",
    "levels",
    "notifications",
    "statuses",
    "addresses",
    "orders",
    "managers",
)
# Of whom it was not told the last of some facts, what else it has wrong, and whom it has under an id of its own.
UNTOLD: Final[Mapping[int, str]] = {1: "levels", 2: "addresses", 9: "managers", 20: "notifications"}
ORDER_ENDS: Final[Mapping[int, str]] = {16: "2031-01-02"}
OWN_ID: Final[Mapping[int, str]] = {5: "synthetic-n-000005"}


def extracts() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a few of the people as the force's system might export them, and the national one."""
    people = {number: offender(number, SEED, AS_OF, also=SHOWN.get(number, ())) for number in EXTRACTED}
    kept: dict[int, dict[str, Any]] = {
        number: {**{name: each[name] for name in KEPT if name in each}, "notifications": each["notifications"][-2:]}
        for number, each in people.items()
    }
    force = [
        {**each, "visits": people[number]["visits"][-1:]}
        for number, each in kept.items()
        if number not in NOT_THE_FORCES
    ]
    return force, [_national(number, each) for number, each in kept.items() if number not in NOT_NATIONAL]


def _national(number: int, record: dict[str, Any]) -> dict[str, Any]:
    untold = UNTOLD.get(number)
    if untold is not None:
        # What it was not told the end of goes on.
        *earlier, last = record[untold][:-1]
        last = {name: value for name, value in last.items() if name != "until"}
        record = {**record, untold: [*earlier, last]}
    if number in ORDER_ENDS:
        record = {**record, "orders": [{**each, "ends_on": ORDER_ENDS[number]} for each in record["orders"]]}
    if number in OWN_ID:
        record = {**record, "id": OWN_ID[number], "same_as": [record["id"]]}
    return record


def made() -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file and what it holds; of a gzip file the text, for the rest differs by machine."""
    found: list[Planted] = []
    yield "register.jsonl", _text(register())
    yield "register-700.jsonl.gz", _text(generate(MANY, SEED, AS_OF, dirty=DIRTY, on_planted=found.append))
    yield "register-700.planted.jsonl", _text(each.row() for each in found)
    officers = io.StringIO()
    write_workforce(officers, staff(MANY, SEED, AS_OF, dirty=DIRTY))
    yield "workforce.json", officers.getvalue().encode("ascii")
    for name, records in zip(("force", "national"), extracts(), strict=True):
        yield f"extract-{name}.jsonl", _text(iter(records))


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
