"""How long `import supervise` takes, against `import attrs`, the start of the interpreter taken off.

    python bench/bench_import.py [--runs 21]

Each run is a new interpreter. The three kinds take turns, so that a busy moment hits all of them alike.
"""

import argparse
import statistics
import subprocess
import sys
import time
from typing import Final

STATEMENTS: Final = ("pass", "import attrs", "import supervise")


def seconds(statement: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - begin


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--runs", type=int, default=21)
    runs = options.parse_args().runs
    taken: dict[str, list[float]] = {statement: [] for statement in STATEMENTS}
    for statement in STATEMENTS:
        seconds(statement)  # writes the compiled files, once
    for _ in range(runs):
        for statement in STATEMENTS:
            taken[statement].append(seconds(statement))
    start, attrs, supervise = (statistics.median(taken[statement]) for statement in STATEMENTS)
    print(f"median of {runs} new interpreters; start of the interpreter: {start * 1000:.1f} ms, taken off")
    print(f"{'import':<12}{'ms':>8}{'times attrs':>14}")
    for name, found in (("attrs", attrs), ("supervise", supervise)):
        print(f"{name:<12}{(found - start) * 1000:>8.1f}{(found - start) / (attrs - start):>14.1f}")


if __name__ == "__main__":
    main()
