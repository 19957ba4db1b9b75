"""RB 96: a rulebook that is to be looked at again. It is said of the register, once, whoever is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supervise.checks.base import Check, Group, GroupFlag, Grouping, Scope, Severity
from supervise.rules import Rulebook

__all__ = ["BOOKS", "FAMILY"]

FAMILY = "RB"


def _stale(check: Check, group: Group) -> Iterator[GroupFlag]:
    review_by, pending = group.book.review_by, _pending(group.book, group.as_of)
    reasons = []
    if review_by is not None and group.as_of > review_by:
        reasons.append(f"it was to be reviewed by {review_by}")
    if pending:
        reasons.append(f"a change of law is ahead for {', '.join(pending)}")
    if reasons:
        yield check.group_flag(
            group,
            message=f"Looks like a rulebook to be looked at again: {', and '.join(reasons)}.",
            evidence=(("rulebook", group.book.ref), ("review_by", review_by), ("pending", pending)),
        )


def _pending(book: Rulebook, as_of: dt.date) -> tuple[str, ...]:
    """Return the published ids of the rules that are off, or come into force after a day."""
    ahead = [rule for rule in book.rule if rule.in_force and rule.in_force.from_ and rule.in_force.from_ > as_of]
    return tuple(sorted({rule.published_id for rule in (*book.dormant, *ahead)}))


RB096 = Check(
    code="RB096",
    slug="rulebook_stale",
    severity=Severity.LOW,
    what="The day by which the rulebook was to be reviewed is past, or it has a rule that is off, or that comes into"
    " force only after the day judged.",
    why="Law and guidance change, and every date rests on them: a bill has changed the duty to notify absences once and"
    " was lost, and another came. A book that nobody looks at is wrong without a sign.",
    example="To be reviewed by 31 May 2027: flagged from 1 June 2027.",
    what_to_do="Look for a newer version of the rulebook. Ask what has commenced; an overlay says from when.",
    clears="A newer rulebook, or an overlay that says from when the rule is law.",
    source="Criminal Justice Bill 2024; Crime and Policing Bill 2025; sound practice with data",
    stability="preview",
    group=Grouping(scope=Scope.REGISTER, judge=_stale),
)

BOOKS = (RB096,)
