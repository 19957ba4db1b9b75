"""How many times as fast several processes review a register as one does.

    python bench/bench_jobs.py [--lines 8000] [--jobs 1 2] [--repeats 3]

The lines are those of `bench_review.py`; the command reads, reviews with all checks and counts, as a night does that
prints only its page. Interpreters start and end within the time. Each time is the least of its repeats, in turns.
It says how many processors there are: more jobs than those gain nothing, and other work on them counts against it.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from supervise.sample import generate, write_jsonl

AS_OF: Final = dt.date(2026, 6, 30)


def seconds(path: Path, jobs: int) -> float:
    """Return how long the command takes."""
    command = [sys.executable, "-m", "supervise", "review", str(path), "--as-of", str(AS_OF), "--jobs", str(jobs)]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lines", type=int, default=8_000)
    options.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options.add_argument("--repeats", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.jsonl"
        count = write_jsonl(path, generate(chosen.lines, 1, AS_OF, dense=True))
        least = dict.fromkeys(chosen.jobs, float("inf"))
        for _ in range(chosen.repeats):
            for jobs in chosen.jobs:
                least[jobs] = min(least[jobs], seconds(path, jobs))
        print(f"{count} lines, {os.cpu_count()} processors")
        print(f"{'jobs':<6}{'seconds':>9}{'times as fast':>15}")
        for jobs, taken in least.items():
            print(f"{jobs:<6}{taken:>9.2f}{least[chosen.jobs[0]] / taken:>15.2f}")


if __name__ == "__main__":
    main()
