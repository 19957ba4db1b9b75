"""Judge random registers with the engine and with the slow oracle: the same rows, or the smallest that differs.

    python tools/oracle.py [--registers 10000] [--seed 1] [--only england-wales@2026.1 rolling]

The tests do the same with a hundred registers of each book. A target is a rulebook that is shipped, a cadence, of
which books are made up as well, `series` (of a fixed cadence, with what makes an occurrence void and with percentages)
or `courses` (how long spans last). Of each target it prints how many registers were judged; those that a target leaves
out (a shape of book that the oracle does not know) are drawn again. Exit code 1 if anything differs.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, assume, given, note, seed, settings, strategies as st

from supervise import load_rulebook
from supervise.testing.strategies import CADENCES, judged

sys.path.insert(0, str(Path(__file__).parents[1]))
# Not plain imports: the tests have no types.
SHIPPED: Any = importlib.import_module("tests.property.test_oracle")
MADE_UP: Any = importlib.import_module("tests.property.test_oracle_books")
READ: Any = importlib.import_module("tests.property.reading").read

Compare = Callable[[st.DataObject], list[Any]]


def of_book(ref: str) -> Compare:
    """Return what draws a register and tells where the two differ about it."""
    book = load_rulebook(ref)

    def compare(data: st.DataObject) -> list[Any]:
        who, as_of = data.draw(judged(versions=True))
        note(f"as of {as_of}")
        found: list[Any] = SHIPPED.differences(READ(who), book, as_of)
        return found

    return compare


def of_cadence(cases: Callable[[], st.SearchStrategy[Any]]) -> Compare:
    """Return what draws a book and a register and tells where the two differ about them."""

    def compare(data: st.DataObject) -> list[Any]:
        book, who, as_of = data.draw(cases())
        note(f"as of {as_of}")
        try:
            found: list[Any] = MADE_UP.differences(READ(who), load_rulebook(book), as_of)
        except MADE_UP.NotCoveredError:
            assume(False)
        return found

    return compare


def of_courses() -> Compare:
    """Return what draws a book and a register and tells where the two differ about how long the spans last."""

    def compare(data: st.DataObject) -> list[Any]:
        book, who, as_of = data.draw(MADE_UP.courses())
        note(f"as of {as_of}")
        found: list[Any] = MADE_UP.differences_of_extents(READ(who), load_rulebook(book), as_of)
        return found

    return compare


TARGETS: Final[dict[str, Callable[[], Compare]]] = {
    **{ref: partial(of_book, ref) for ref in SHIPPED.BOOKS},
    **{cadence: partial(of_cadence, partial(MADE_UP.cases, cadence)) for cadence in CADENCES},
    "series": partial(of_cadence, MADE_UP.series),
    "courses": of_courses,
}


def try_all(compare: Compare, registers: int, number: int) -> int:
    """Judge so many registers; return how many were, AssertionError with the smallest that differs."""
    judged_by_both = 0

    @seed(number)
    @settings(
        max_examples=registers,
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,  # the smallest that differs, not a group of them
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        nonlocal judged_by_both
        found = compare(data)
        judged_by_both += 1
        if found:
            raise AssertionError(found)

    agree()
    return judged_by_both


def main() -> int:
    """Print how many registers agree; 1 if one does not."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--registers", type=int, default=10_000, help="of each target")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", nargs="+", choices=list(TARGETS), default=list(TARGETS))
    chosen = options.parse_args()
    failed = False
    for name in chosen.only:
        begin = time.monotonic()
        try:
            count = try_all(TARGETS[name](), chosen.registers, chosen.seed)
        except AssertionError as error:
            failed = True
            print(f"{name}: differs: {error}\n" + "\n".join(getattr(error, "__notes__", ())), flush=True)
        else:
            print(f"{name}: {count} registers, the same ({time.monotonic() - begin:.0f} s)", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
