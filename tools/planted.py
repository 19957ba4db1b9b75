"""Make up large registers and see that every planted fault is flagged, and nothing in order said to be impossible.

    python tools/planted.py [--offenders 5000] [--seeds 101 102 103] [--dirty 0 0.2 1]

The tests do the same with a few hundred offenders. What is planted and not flagged is a miss; what is flagged of a
record nobody planted a fault in, other than lateness and habits, is a false flag. Each is printed with its offender,
so that `supervise sample` with the same seed gives the record. Exit code 1 if there is one.
"""

import argparse
import datetime as dt
import importlib
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
# Not a plain import: the tests have no types.
TESTS: Any = importlib.import_module("tests.unit.sample.test_plants")

# A plain day, a leap day, a Saturday after Christmas, the last day of a quarter.
DAYS = [dt.date(2026, 6, 30), dt.date(2024, 2, 29), dt.date(2025, 12, 27), dt.date(2027, 3, 31)]


def faults_of(judged: Any, officers: set[str]) -> list[str]:
    """Return every miss and every false flag of a register, one line each."""
    planted = {each.offender for each in judged.planted}
    misses = [f"missed: {each.code} of {each.group or each.offender}" for each in judged.missed()]
    wrong = sorted(
        (who, code) for who, code in judged.flags if who not in planted | officers and code not in TESTS.LATE
    )
    return misses + [f"false flag: {code} of {who}" for who, code in wrong]


def main() -> int:
    """Print what is missed and what is false; 1 if anything is."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--offenders", type=int, default=5000)
    options.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103])
    options.add_argument("--dirty", type=float, nargs="+", default=[0, 0.2, 1])
    chosen = options.parse_args()
    found = 0
    for dirty in chosen.dirty:
        for place, seed in enumerate(chosen.seeds):
            begin, as_of = time.monotonic(), DAYS[place % len(DAYS)]
            with tempfile.TemporaryDirectory() as folder:
                judged = TESTS.Judged(Path(folder), chosen.offenders, seed, as_of, dirty=dirty)
            # An officer or a team carries what any of many offenders was planted with.
            officers = {each for each, _ in judged.flags if dirty and not each.startswith("synthetic")}
            lines = faults_of(judged, officers)
            found += len(lines)
            seconds = time.monotonic() - begin
            told = f"{len(judged.planted)} planted, {len(lines)} wrong, {seconds:.0f} s"
            print(f"seed {seed}, dirty {dirty:g}, {as_of}: {told}")
            print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    return int(found > 0)


if __name__ == "__main__":
    raise SystemExit(main())
