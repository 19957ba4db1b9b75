"""The explanation that a failing case or test prints: of a rule, a span, or a flag that was raised or was not."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from supervise.checks import CHECKS
from supervise.report.explaining import explain
from supervise.report.explanation import Explanation, Passage
from supervise.reviewing import Review

__all__ = ["why"]


def why(review: Review, *names: str) -> str:
    """Return why the dates of rules or spans are as they are, or flags were raised; if one was not, the rules it reads.

    Empty for names that neither the rulebook nor a check has.

    >>> import datetime as dt
    >>> from supervise import Offender, load_rulebook, review
    >>> book = load_rulebook("england-wales@2026.1")
    >>> found = review(Offender(id="x1"), book, as_of=dt.date(2026, 6, 30))
    >>> print(why(found, "R-V2").splitlines()[-1])
    no occurrence: nothing it hangs on has happened
    """
    parts = [part for name in names for part in _parts(review, name)]
    if not parts:
        return ""
    passages: list[Passage] = []
    for passage in (passage for part in parts for passage in part.passages):
        # Two flags may read one rule.
        if passage not in passages:
            passages.append(passage)
    return attrs.evolve(parts[0], passages=tuple(passages)).text().rstrip()


def _parts(review: Review, name: str) -> Iterator[Explanation]:
    book = review.schedule.book
    if book.rules_named(name) or name in review.schedule.timeline.program.spans:
        yield explain(review, rule=name)
    elif any(flag.code == name for flag in review.flags):
        yield explain(review, flag=name)
    else:
        for rule in (rule for check in CHECKS if check.code == name for rule in check.rules_read):
            if book.rules_named(rule):
                yield explain(review, rule=rule)
