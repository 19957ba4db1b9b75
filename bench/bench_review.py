"""How long reading and reviewing take, measured against `json.loads` of the same lines in the same run.

    python bench/bench_review.py [--lines 2000] [--repeats 5]

The lines are made up: 40 visits and about 13 KB each. Results are dropped as they come; garbage is collected
as usual. The time of a step is the least of its repeats: anything above it is the machine doing other things.
"""

import argparse
import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from supervise import load_rulebook, review_register
from supervise.register import read_json
from supervise.sample import generate, write_jsonl

AS_OF: Final = dt.date(2026, 6, 30)


def decode(path: Path) -> None:
    with path.open("rb") as lines:
        for line in lines:
            json.loads(line)


def read(path: Path) -> None:
    for _ in read_json(path):
        pass


def read_and_review(path: Path) -> None:
    for _ in review_register(read_json(path), load_rulebook("england-wales@2026.1"), as_of=AS_OF):
        pass


STEPS: Final[tuple[tuple[str, Callable[[Path], None]], ...]] = (
    ("json.loads", decode),
    ("read", read),
    ("read and review", read_and_review),
)


def least_seconds(path: Path, repeats: int) -> dict[str, float]:
    """Return the least time of each step; they take turns, so that a busy moment hits all alike."""
    least = dict.fromkeys((name for name, _ in STEPS), float("inf"))
    for _ in range(repeats):
        for name, step in STEPS:
            begin = time.perf_counter()
            step(path)
            least[name] = min(least[name], time.perf_counter() - begin)
    return least


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lines", type=int, default=2_000)
    options.add_argument("--repeats", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.jsonl"
        count = write_jsonl(path, generate(chosen.lines, 1, AS_OF, dense=True))
        size = path.stat().st_size / count / 1000
        print(f"{count} lines of {size:.1f} KB, least of {chosen.repeats}")
        print(f"{'step':<18}{'ms a line':>12}{'times json.loads':>19}")
        least = least_seconds(path, chosen.repeats)
        for name, seconds in least.items():
            ratio = seconds / least["json.loads"]
            print(f"{name:<18}{seconds / count * 1000:>12.3f}{ratio:>19.1f}")


if __name__ == "__main__":
    main()
