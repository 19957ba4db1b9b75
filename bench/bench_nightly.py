"""What a quiet night costs that passes over the unchanged, against one that judges everybody.

    python bench/bench_nightly.py [--offenders 300] [--repeats 3]

A register is made up and run as of one night, so that the ledger knows everybody; then the next night is run on copies
of that ledger, with and without `judge_all`. Both are divided by what `json.loads` takes for the same lines, results
dropped. Each time is the least of its repeats; they take turns. The extra `sql` is needed.
"""

import argparse
import datetime as dt
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

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


def night(folder: Path, copy: str, *, judge_all: bool) -> tuple[float, int]:
    """Return the seconds of the second night on a copy of the ledger, and how many were judged."""
    shutil.copytree(folder / "first", folder / copy)
    config = read_config(folder / copy / "nightly.toml")
    start = time.perf_counter()
    done = run_nightly(config, as_of=AS_OF + dt.timedelta(days=1), judge_all=judge_all)
    return time.perf_counter() - start, done.judged


def decoding(register: Path) -> float:
    """Return the seconds that the lines take to be decoded."""
    start = time.perf_counter()
    with register.open(encoding="utf-8") as lines:
        for each in lines:
            json.loads(each)
    return time.perf_counter() - start


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offenders", type=int, default=300)
    parser.add_argument("--repeats", type=int, default=3)
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
        some, every, plain = [], [], []
        for turn in range(given.repeats):
            plain.append(decoding(folder / "register.jsonl"))
            some.append(night(folder, f"some-{turn}", judge_all=False))
            every.append(night(folder, f"every-{turn}", judge_all=True))
    unit = min(plain)
    for what, times in (("unchanged passed over", some), ("everybody judged", every)):
        seconds, judged = min(times)
        print(f"{what}: {judged} of {given.offenders} judged, {seconds:.2f} s, {seconds / unit:.1f} times json.loads")
    print(f"saved: {1 - min(some)[0] / min(every)[0]:.0%}")


if __name__ == "__main__":
    main()
