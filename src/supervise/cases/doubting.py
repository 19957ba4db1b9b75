"""What is doubtful in the book of a case that fails: who wrote it may have meant something else."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from supervise.cases.runner import Result
from supervise.rules import Rulebook
from supervise.rules.checking import Finding, findings_of

__all__ = ["doubts_of"]

# Notices that say why something else comes out than was expected; the others ask for an agreement only.
_TELLING: Final = ("missed at once", "other date", "other date in part")


def doubts_of(result: Result) -> tuple[str, ...]:
    """Return what `supervise rules check` says of the rules that a failing case is about; nothing of one that passes.

    >>> import datetime as dt
    >>> from supervise.cases import Case, run_case
    >>> expect = {"next_due": {"R-V2": "2026-01-01"}}
    >>> case = Case(
    ...     id="c1", rulebook="england-wales@2026.1", offender={"id": "x1"}, as_of=dt.date(2026, 6, 30), expect=expect
    ... )
    >>> doubts_of(run_case(case))
    ()
    """
    if result.passed or result.review is None:
        return ()
    book = result.review.schedule.book
    about = [f"rule {rule.id}" for rule in book.rule if rule.published_id in result.concerned]
    about += [f"span {span.id}" for span in book.span if span.id in result.concerned]
    return tuple(str(each) for each in _telling(book) if each.path.partition(".")[0] in about)


@lru_cache(maxsize=16)
def _telling(book: Rulebook) -> tuple[Finding, ...]:
    return tuple(each for each in findings_of(book) if each.fault or each.kind in _TELLING)
