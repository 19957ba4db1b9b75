"""WF 56-62: who manages whom."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import Obligation, Status

__all__ = ["FAMILY", "STAFFING"]

FAMILY = "WF"


# ── WF056 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _supervisor_review_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            severity=_past_grace(check, inquiry, row),
            message=f"The supervisor's review of the case due by {to_iso(row.due_day)} is past its last day by this"
            " reckoning: review the case, or record the review made.",
            evidence=(
                ("due", row.due),
                ("counted_from", row.anchor),
                ("counted_from_id", row.anchor_id),
                ("level", inquiry.level),
                ("not_counted", _reviews_since(inquiry, row.anchor_day)),
            ),
        )


def _past_grace(check: Check, inquiry: Inquiry, row: Obligation) -> Severity:
    """Return high once the grace that the book gives has passed too; the due date stays what it is."""
    days = inquiry.number("supervisor-review-grace-working-days")
    last = 0 if days is None else inquiry.working_days_after(row.due_day, days)
    return Severity.HIGH if last and inquiry.reached(last + 1) else check.severity


def _reviews_since(inquiry: Inquiry, start: int) -> tuple[str, ...]:
    """Return the reviews since the last that counted: by the manager, they meet nothing."""
    reviews = inquiry.schedule.offender.reviews
    return tuple(
        each.id
        for each in reviews
        if each.kind == "supervisor" and each.on is not None and start < (day := each.on.toordinal())
        if inquiry.reached(day)
    )


WF056 = Check(
    code="WF056",
    slug="supervisor_review_overdue",
    severity=Severity.MEDIUM,
    what="The supervisor's review of the case is overdue (every month at a very high level, 3 months high, 6 months"
    " medium, 12 months low or reactive). Medium in the first 5 working days, then high. A review by the manager of"
    " the case does not count. Nothing suspends it.",
    why="Inspectors found the review by supervisors poor, inconsistent or absent, and once that the management of"
    " offenders and the supervision it needs were still inconsistent a year later.",
    example="Level medium, last review on 31 August 2025: due by 28 February 2026, flagged from 1 March, high from 7"
    " March.",
    what_to_do="Review the case with its manager and record the day; if a supervisor has too many, say so.",
    clears="A review of kind supervisor by somebody other than the manager.",
    source="HMICFRS: Cambridgeshire 2024, Wiltshire 2023; joint thematic inspection 2005; intervals by default of this"
    " library",
    rules=("R-R3",),
    thresholds=("supervisor-review-grace-working-days",),
    flags=_supervisor_review_overdue,
)


# ── WF058 ───────────────────────────────────────────────────────────────────────────────────────────────────


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

STAFFING = (WF056, WF058)
