"""Run made-up nights twice, passing over who is unchanged and judging everybody: the same to the byte, or an error.

    python tools/nights.py [--nights 200] [--seeds 1 2 3] [--people 12]

The tests do the same with twenty nights. Of each seed it prints how many offenders were judged, of how many that were
read. Exit code 1, and what differs, if anything does.
"""

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
# Not a plain import: the tests have no types.
NIGHTS: Any = importlib.import_module("tests.unit.nightly.nights")


def main() -> int:
    """Print what was judged of each seed; 1 if a night differs."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--nights", type=int, default=200)
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    options.add_argument("--people", type=int, default=12)
    chosen = options.parse_args()
    vars(os)["fsync"] = bool  # nobody waits for the disk
    for seed in chosen.seeds:
        with tempfile.TemporaryDirectory() as folder:
            try:
                judged, read = NIGHTS.same_nights(Path(folder), chosen.nights, seed, chosen.people)
            except AssertionError as error:
                print(f"seed {seed}: differs at {str(error).partition(chr(10))[0]}")
                return 1
        print(f"seed {seed}: {chosen.nights} nights the same; {judged} judged of {read}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
