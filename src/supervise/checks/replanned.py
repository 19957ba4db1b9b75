"""PR 102: a visit planned anew for a day after its due date."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.checks.moved import ROUTINE, replanned
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import Obligation
from supervise.model.facts import Visit

__all__ = ["FAMILY", "REPLANNED"]

FAMILY = "PR"


# ── PR102 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _replanned_past_due(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    moves: dict[str, list[tuple[int, Obligation]]] = {}
    for missed, day, visit_id in replanned(inquiry):
        moves.setdefault(visit_id, []).append((day, missed))
    for visit in inquiry.edited_visits():
        moved = moves.get(visit.id, [])
        row = moved[-1][1] if moved else None
        if row is None or not _stands(visit, row):
            continue
        back = _last_in_time(inquiry, visit.id, row.due_day)
        since = [day for day, each in moved if each is row and day >= back]
        if since:
            yield _flag(check, inquiry, visit, row, since)


def _stands(visit: Visit, row: Obligation) -> bool:
    """Whether the visit was made, or is planned, after the due, and nothing met the duty in time."""
    date = visit.on or visit.planned_on
    late = date is not None and date.toordinal() > row.due_day
    return late and visit.outcome != "cancelled" and not 0 < row.met_day <= row.due_day


def _last_in_time(inquiry: Inquiry, visit: str, due: int) -> int:
    """Return the last day on which a plan for a day no later than the due was recorded; 0 if none is dated."""
    plans = [(each.planned_on, each.recorded_on) for each in inquiry.versions[visit] if not each.withdrawn]
    in_time = [
        told.toordinal()
        for planned, told in plans
        if told is not None and planned is not None and planned.toordinal() <= due
    ]
    return max((day for day in in_time if inquiry.reached(day)), default=0)


def _flag(check: Check, inquiry: Inquiry, visit: Visit, row: Obligation, since: list[int]) -> Flag:
    return check.flag(
        inquiry,
        visit.id,
        since=since[0],
        message=f"A planned visit was put off on {to_iso(since[-1])} to a later day past {to_iso(row.due_day)}, the"
        " last day for the routine visit by this reckoning: plan it for an earlier day, or record why it cannot be.",
        evidence=(
            ("visit", visit.id),
            ("due", row.due),
            ("planned_on", visit.planned_on),
            ("on", visit.on),
            ("moved_on", tuple(map(to_iso, since))),
            ("level", inquiry.level),
        ),
    )


PR102 = Check(
    code="PR102",
    slug="replanned_past_due",
    severity=Severity.MEDIUM,
    what="The day planned for a visit was moved to a later one, past the due date of the routine visit then pending,"
    " and that plan stands or was carried out. Once is enough; PL044 is about due dates that were set later, and about"
    " what was put off at least twice. A version that does not say when it was recorded is not held against anyone.",
    why="Visits become overdue one postponement at a time, and a plan past its due looks as if it were taken care of."
    " No inspection has said that it was done to hide lateness.",
    example="Last visit on 31 August 2025, every 6 months: due by 28 February 2026. A visit planned for 20 February is"
    " moved on 16 February to 1 March: flagged from 16 February.",
    what_to_do="Plan the visit for a day up to its due date; if it cannot be, have a supervisor agree.",
    clears="A plan or a qualifying visit by the due date, or the plan cancelled; once carried out late, a waiver.",
    source="Practice of this library on backlogs of visits (see VD001)",
    rules=ROUTINE,
    stability="preview",
    flags=_replanned_past_due,
)

REPLANNED = (PR102,)
