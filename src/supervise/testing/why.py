"""The explanation that a failing test prints: of a rule, or of a flag that was raised or was not."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks import CHECKS
from supervise.report.explaining import explain
from supervise.reviewing import Review

__all__ = ["why"]


def why(review: Review, name: str) -> str:
    """Return why the dates of a rule are what they are, or why a flag was raised; if it was not, the rules it reads.

    Empty for a name that neither the rulebook nor a check has.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> found = an_offender().review(load_rulebook("england-wales@2026.1"), as_of="2026-06-30")
    >>> print(why(found, "R-V2").splitlines()[-1])
    no occurrence: nothing it hangs on has happened
    """
    return "\n".join(_parts(review, name)).rstrip()


def _parts(review: Review, name: str) -> Iterator[str]:
    book = review.schedule.book
    if book.rules_named(name):
        yield explain(review, rule=name).text()
    elif any(flag.code == name for flag in review.flags):
        yield explain(review, flag=name).text()
    else:
        for rule in (rule for check in CHECKS if check.code == name for rule in check.rules):
            if book.rules_named(rule):
                yield explain(review, rule=rule).text()
