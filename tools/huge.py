"""Read what is far too large, and one person with a million visits: seconds of work and memory of each.

    python tools/huge.py [--gigabytes 1] [--visits 125000 250000 500000 1000000]

A line of a gigabyte, plain and packed, must be set aside by the limit of `line` in memory that does not depend on it.
The time that a record takes must grow as its facts do. Each is done in a process of its own, whose memory is its own.
"""

import argparse
import datetime as dt
import gzip
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from supervise import load_rulebook, review
from supervise.model import Offender
from supervise.register import Limits, read_register

AS_OF = dt.date(2026, 6, 30)
PIECE = b"x" * (1 << 20)


def long_line(path: Path, megabytes: int) -> None:
    """Write three lines, of which the second never seems to end."""
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as file:
        file.write(b'{"id": "A1"}\n{"id": "')
        for _ in range(megabytes):
            file.write(PIECE)
        file.write(b'"}\n{"id": "B1"}\n')


def many_visits(path: Path, count: int) -> None:
    """Write one person with so many visits, several a day."""
    first = dt.date(2010, 1, 1).toordinal()
    with path.open("w") as file:
        head = {
            "id": "A1",
            "registrations": [{"id": "r1", "relevant_on": "2010-01-01", "disposal": "life_imprisonment"}],
        }
        file.write(json.dumps(head)[:-1] + ', "visits": [')
        for number in range(count):
            day = dt.date.fromordinal(first + number % 6_000).isoformat()
            visit = f'{{"id": "v{number}", "on": "{day}", "outcome": "seen", "place": "home", "entry": "obtained"}}'
            file.write((", " if number else "") + visit)
        file.write("]}\n")


def apart(name: str, act: Callable[[], str]) -> None:
    """Do something in a process of its own, and print what it cost."""
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = time.process_time()
        told = act()
        seconds = time.process_time() - begin
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
        print(f"{name}: {told}; {seconds:.1f} s, {grown} MB more", flush=True)
        os._exit(0)
    os.waitpid(child, 0)


def read(path: Path, limits: Limits) -> str:
    """Read a register; return what became of its records."""
    return ", ".join(
        item.id if isinstance(item, Offender) else item.kind for item in read_register(path, limits=limits)
    )


def judged(path: Path) -> str:
    """Read and review the one person of a register."""
    begin = time.process_time()
    (offender,) = read_register(path, limits=Limits(line=1 << 30))
    if not isinstance(offender, Offender):
        raise TypeError(str(offender))
    middle = time.process_time()
    found = review(offender, load_rulebook("england-wales@2026.1"), as_of=AS_OF)
    flags, seconds = len(found.flags), time.process_time() - middle
    return f"read in {middle - begin:.1f} s, reviewed in {seconds:.1f} s, {flags} flags"


def main() -> int:
    """Make each file, read it, and remove it."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--gigabytes", type=float, default=1)
    options.add_argument("--visits", type=int, nargs="*", default=[125_000, 250_000, 500_000, 1_000_000])
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for file in ("r.jsonl", "r.jsonl.gz"):
            path = Path(name, file)
            long_line(path, int(chosen.gigabytes * 1024))
            size = path.stat().st_size >> 20
            apart(f"{file}, {size} MB", lambda path=path: read(path, Limits(ratio=1 << 20)))  # type: ignore[misc]
            path.unlink()
        for count in chosen.visits:
            path = Path(name, "r.jsonl")
            many_visits(path, count)
            apart(f"{count} visits, {path.stat().st_size >> 20} MB", lambda path=path: judged(path))  # type: ignore[misc]
            apart(f"{count} visits, usual limits", lambda path=path: read(path, Limits()))  # type: ignore[misc]
    return 0


if __name__ == "__main__":
    sys.exit(main())
