"""WF 56-62: who manages whom."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.engine.obligation import Status

__all__ = ["FAMILY", "STAFFING"]

FAMILY = "WF"


def _orphaned(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # The gap between assignments is the rule's occurrence; its last day is a grace for the duty alone.
    for row in inquiry.rows(check.rules, Status.OPEN, Status.OVERDUE, Status.UNKNOWN):
        if not row.anchor_day or not inquiry.active_since or _assigned_some_day(inquiry):
            continue
        yield check.flag(
            inquiry,
            row,
            since=max(row.anchor_day, inquiry.active_since),
            message="No manager is assigned: name one today.",
            evidence=(
                ("without_since", row.anchor),
                ("last_assignment", row.anchor_id or None),
                ("due", row.due),
            ),
        )


def _assigned_some_day(inquiry: Inquiry) -> bool:
    """Whether an assignment runs that does not say when it began: missing data, not a missing manager."""
    return any(
        fact.from_ is None and (fact.until is None or not inquiry.reached(fact.until.toordinal()))
        for fact in inquiry.schedule.offender.managers
    )


WF058 = Check(
    code="WF058",
    slug="orphaned",
    severity=Severity.CRITICAL,
    what="The offender is active (subject, in the community, owned here) and no manager is assigned. From"
    " the first day: the days the rule gives to name one are for the duty.",
    why="Every registered offender has a named manager. Cases without one fall out of every officer's list.",
    example="The assignment ended on 1 June 2026 and no other began: flagged from 1 June.",
    what_to_do="Assign the case today; record officer, team and first day.",
    clears="An assignment that runs.",
    source="College of Policing: identifying, assessing and managing risk",
    rules=("R-P1",),
    flags=_orphaned,
)

STAFFING = (WF058,)
