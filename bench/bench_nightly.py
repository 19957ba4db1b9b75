"""What a quiet night costs that passes over the unchanged, against one that judges everybody.

    python bench/bench_nightly.py [--offenders 5000] [--repeats 3] [--jobs 2]

A register is made up and run as of one night, so that the ledger knows everybody; then the next night is run on copies
of that ledger: with those passed over whose review still holds, with the same written in other bytes, so that each
record has to be read to see that it is unchanged, and once with `judge_all`, by one job and by several. All are divided
by what `json.loads` takes for the same lines, results dropped. Each time is the least of its repeats; they take turns.
What it takes to load a rulebook, some tenths of a second, is in every night: a small register shows little else. The
most memory that the process held after all quiet nights is printed, too. The extra `sql` is needed.
"""

import argparse
import datetime as dt
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import attrs

from supervise.errors import MissingExtraError
from supervise.nightly import read_config, run_nightly
from supervise.sample import generate, write_jsonl

AS_OF: Final = dt.date(2026, 6, 30)
SETTINGS: Final = """
register = "../register.jsonl"
ledger = "ledger.sqlite"
outputs = "out"
rulebook = "england-wales@2026.1"
"""


def night(folder: Path, copy: str, *, judge_all: bool = False, jobs: int = 1) -> tuple[float, int]:
    """Return the seconds of the second night on a copy of the ledger, and how many were judged."""
    shutil.copytree(folder / "first", folder / copy)
    config = attrs.evolve(read_config(folder / copy / "nightly.toml"), jobs=jobs)
    start = time.perf_counter()
    done = run_nightly(config, as_of=AS_OF + dt.timedelta(days=1), judge_all=judge_all)
    seconds = time.perf_counter() - start
    shutil.rmtree(folder / copy)
    return seconds, done.judged


def decoding(register: Path) -> float:
    """Return the seconds that the lines take to be decoded."""
    start = time.perf_counter()
    with register.open(encoding="utf-8") as lines:
        for each in lines:
            json.loads(each)
    return time.perf_counter() - start


def peak() -> str:
    """Return the most memory that this process held so far."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return "not known"
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{held / (1e6 if sys.platform == 'darwin' else 1e3):.0f} MB"


def measured(folder: Path, offenders: int, repeats: int, jobs: int) -> None:
    """Print the ratios of nights over a register that was made up."""
    register = folder / "register.jsonl"
    plain = [decoding(register) for _ in range(repeats)]
    quiet = [night(folder, "quiet") for _ in range(repeats)]
    held = peak()
    register.write_text(register.read_text(encoding="utf-8").replace('":', '": '), encoding="utf-8")
    rows = [("unchanged passed over", quiet)]
    rows.append(("the same in other bytes", [night(folder, "other") for _ in range(repeats)]))
    rows.append(("everybody judged", [night(folder, "every", judge_all=True)]))
    rows.append((f"everybody judged, {jobs} jobs", [night(folder, "jobs", judge_all=True, jobs=jobs)]))
    for what, times in rows:
        seconds, judged = min(times)
        ratio = seconds / min(plain)
        print(f"{what}: {judged} of {offenders} judged, {seconds:.2f} s, {ratio:.1f} times json.loads", flush=True)
    print(f"memory of quiet nights, at most: {held}")


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offenders", type=int, default=5000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_jsonl(folder / "register.jsonl", generate(given.offenders, 1, AS_OF))
        (folder / "first").mkdir()
        (folder / "first" / "nightly.toml").write_text(SETTINGS, encoding="utf-8")
        try:
            run_nightly(read_config(folder / "first" / "nightly.toml"), as_of=AS_OF)
        except MissingExtraError as error:
            print(error)
            return
        measured(folder, given.offenders, given.repeats, given.jobs)


if __name__ == "__main__":
    main()
