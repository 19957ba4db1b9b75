"""How much memory the review of a large register takes: it is streamed, so its size should not matter.

    python bench/bench_memory.py [--offenders 100000] [--csv]

The register is made up and written to a temporary folder; another interpreter reviews it and says how much
memory it held at most. What it grew by for each offender, while the register was looked through and after the first
tenth of the reviews, says what a register of a million would take. Not on Windows, which does not count it in the same
way.
"""

import argparse
import datetime as dt
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from supervise import load_rulebook, review_register
from supervise.register import read_register, write_folder
from supervise.sample import generate, write_jsonl

AS_OF: Final = dt.date(2026, 6, 30)
LIMIT_MB: Final = 200


def peak_mb() -> float:
    """Return the most memory this process held so far in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def make(path: Path, offenders: int) -> None:
    write = write_jsonl if path.suffix else write_folder
    write(path, generate(offenders, 1, AS_OF))


def stream(path: Path, offenders: int) -> None:
    book = load_rulebook("england-wales@2026.1")
    before = peak_mb()
    reading = read_register(path)
    looked = peak_mb() - before
    print(f"{'reviewed':>10}{'peak MB':>10}", flush=True)
    found = review_register(reading, book, as_of=AS_OF)
    peaks = []
    for number, _ in enumerate(found, start=1):
        if number % max(1, offenders // 10) == 0:
            peaks.append(peak_mb())
            print(f"{number:>10}{peaks[-1]:>10.0f}", flush=True)
    verdict = "under" if peak_mb() < LIMIT_MB else "OVER"
    print(f"{found.summary.reviewed} reviewed, {found.summary.set_aside} set aside: {verdict} {LIMIT_MB} MB")
    grown = (peaks[-1] - peaks[0]) / (offenders * 0.9)
    million = peaks[-1] + (looked / offenders + grown) * (1_000_000 - offenders)
    print(f"looking through took {looked:.0f} MB, the last nine tenths {peaks[-1] - peaks[0]:.0f} MB more:")
    print(f"a million would take about {million:.0f} MB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--offenders", type=int, default=100_000)
    options.add_argument("--csv", action="store_true", help="a folder of CSV files")
    options.add_argument("--stream", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.stream:
        stream(chosen.stream, chosen.offenders)
    elif chosen.make:
        make(chosen.make, chosen.offenders)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / ("register" if chosen.csv else "register.jsonl")
            # Both steps in interpreters of their own: the peak is that of the review alone.
            for step in ("--make", "--stream"):
                command = [sys.executable, __file__, "--offenders", str(chosen.offenders), step, str(path)]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
