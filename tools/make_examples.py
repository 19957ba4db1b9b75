"""Writes examples/register.jsonl: sixty offenders who do not exist, with a bit of everything.

    python tools/make_examples.py

The same bytes every time. A test compares the file with what this makes.
"""

import datetime as dt
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from supervise.sample import Trait, offender, write_jsonl

TARGET: Final = Path(__file__).parents[1] / "examples" / "register.jsonl"
AS_OF: Final = dt.date(2026, 6, 30)
OFFENDERS: Final = 60
SEED: Final = 2026

# What chance gives to few is given to some by name, so that the example shows it.
SHOWN: Final[Mapping[int, tuple[Trait, ...]]] = {
    2: ("overdue_visit",),
    5: ("overdue_notification",),
    9: ("custody",),
    12: ("no_level",),
    16: ("shpo",),
    20: ("reactive",),
    24: ("trip",),
    28: ("place_found",),
    33: ("never_visited",),
    37: ("no_manager",),
    41: ("overdue_assessment",),
    45: ("overdue_review",),
    50: ("recall",),
    54: ("level_2",),
    58: ("overdue_visit", "overdue_notification"),
}


def register() -> Iterator[dict[str, Any]]:
    """Yield the records of the example."""
    for number in range(1, OFFENDERS + 1):
        yield offender(number, SEED, AS_OF, also=SHOWN.get(number, ()))


if __name__ == "__main__":
    count = write_jsonl(TARGET, register())
    sys.stdout.write(f"{TARGET.name}: {count} records as of {AS_OF}\n")
