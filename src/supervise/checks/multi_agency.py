"""RK 93-94: management by several agencies: its meetings, and a level of it at odds with the level of risk."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.checks.levels import unexplained_since
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.model.facts import Mappa

__all__ = ["FAMILY", "MULTI_AGENCY"]

FAMILY = "RK"


# ── RK093 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _mappa_meeting_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        limit = row.latest_day or row.due_day
        first = inquiry.late_day(row, limit - row.due_day + 1)
        if not inquiry.reached(first):
            continue
        yield check.flag(
            inquiry,
            row,
            since=first,
            message=f"The meeting of the agencies due by {to_iso(row.due_day)} has not been held with minutes, and the"
            f" limit for it, {to_iso(limit)}, has passed by this reckoning: hold it, or record the minutes.",
            evidence=(
                ("due", row.due),
                ("limit", date_of(limit)),
                ("counted_from", row.anchor),
                ("counted_from_id", row.anchor_id),
                ("without_minutes", _without_minutes(inquiry, row)),
                ("level", inquiry.level),
            ),
        )


def _without_minutes(inquiry: Inquiry, row: Obligation) -> tuple[str, ...]:
    """Return the meetings since the last that counted of which no minutes are recorded: they meet nothing."""
    meetings = inquiry.schedule.offender.meetings
    told = [(each.on.toordinal(), each) for each in meetings if each.on is not None and not each.minuted]
    return tuple(each.id for day, each in told if row.anchor_day <= day and inquiry.reached(day))


RK093 = Check(
    code="RK093",
    slug="mappa_meeting_overdue",
    severity=Severity.HIGH,
    what="Someone is managed at MAPPA level 2 or 3, and the outer limit for the next meeting (16 weeks after the last"
    " with minutes at level 2, 8 weeks at level 3; from the first day at that level if there was none) has passed. The"
    " meeting is due earlier, after 12 and 6 weeks; days over count from there.",
    why="Level 2 and 3 are for those whom one agency cannot manage alone. Without the meeting nobody shares what has"
    " changed, and each agency thinks that another acts.",
    example="Level 2, last meeting with minutes on 2 January 2026: due by 27 March, limit 24 April, flagged from 25"
    " April.",
    what_to_do="Hold the meeting; record the minutes of one that was held, or the end of the level.",
    clears="A meeting with minutes, or the end of the level.",
    source="MAPPA statutory guidance; intervals from memory, not seen",
    rules=("R-G1", "R-G2"),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_mappa_meeting_overdue,
)


# ── RK094 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _level_risk_odd(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    pairs = inquiry.threshold("mappa-levels-odd")
    if not isinstance(pairs, list) or not inquiry.active_since:
        return
    first, _, now = max(_running(inquiry), default=(0, "", None))
    if now is None or [now.level, inquiry.level] not in pairs:
        return
    since = unexplained_since(inquiry)
    if not since:
        return
    yield check.flag(
        inquiry,
        now.id,
        since=max(since, first, inquiry.active_since),
        message=f"MAPPA level {now.level} and the level of risk, {inquiry.level}, do not go together and no reason is"
        " recorded: have both reconsidered, or record the reason with the level of risk.",
        evidence=(
            ("mappa", now.id),
            ("mappa_level", now.level),
            ("mappa_from", now.from_),
            ("level", inquiry.level),
            ("level_without_reason_since", date_of(since)),
        ),
    )


def _running(inquiry: Inquiry) -> Iterator[tuple[int, str, Mappa]]:
    """Yield what holds now with its first day; what has none may not have begun."""
    for fact in inquiry.schedule.offender.mappa:
        if fact.from_ is None or not inquiry.reached(first := fact.from_.toordinal()):
            continue
        if fact.until is None or not inquiry.reached(fact.until.toordinal()):
            yield first, fact.id, fact


RK094 = Check(
    code="RK094",
    slug="level_risk_odd",
    severity=Severity.MEDIUM,
    what="The offender is active, and the MAPPA level that holds now (of several the one that began last) and the level"
    " of risk are a pair that the book calls odd (level 2 or 3 with low risk, level 1 with very high risk), and the"
    " level of risk carries no reason.",
    why="Formal meetings are for a high or very high risk of harm, or for the exception that somebody explains. One of"
    " the two levels is wrong, or what makes the case an exception is in nobody's record.",
    example="MAPPA level 1 from 6 January 2020, level of risk very high without a reason from 1 May 2026: flagged from"
    " 1 May.",
    what_to_do="Have the MAPPA level screened again and the level of risk looked at; record the reason if both stand.",
    clears="Another MAPPA level or level of risk, or a reason for the level of risk.",
    source="MAPPA statutory guidance chapter 7",
    thresholds=("mappa-levels-odd",),
    stability="preview",
    flags=_level_risk_odd,
)

MULTI_AGENCY = (RK093, RK094)
