"""WF 56-59: who manages whom, and who looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity, reckoned
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.dates.spans import merge
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.engine.timeline import Officer
from supervise.model.facts import CaseReview, Manager

__all__ = ["FAMILY", "STAFFING"]

FAMILY = "WF"

_KIND = "supervisor"


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
                *reckoned(row),
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
    return tuple(
        each.id
        for each in inquiry.reviews(_KIND)
        if each.on is not None and start < (day := each.on.toordinal())
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
    statuses=(Status.OVERDUE,),
    thresholds=("supervisor-review-grace-working-days",),
    flags=_supervisor_review_overdue,
)


# ── WF057 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _self_reviewed(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.pending(check.rules):
        own = _own_reviews(inquiry, case.start)
        if not own:
            continue
        day, first = own[0]
        yield check.flag(
            inquiry,
            row,
            since=day,
            message=f"The case was reviewed on {to_iso(day)} by an officer who manages it, and by nobody else since:"
            " have a supervisor who does not manage it review it.",
            counts_days=False,
            evidence=(
                ("reviews", tuple(each.id for _, each in own)),
                ("on", first.on),
                ("by", first.by),
                ("due", row.due),
                ("level", inquiry.level),
            ),
        )


def _own_reviews(inquiry: Inquiry, start: int) -> list[tuple[int, CaseReview]]:
    """Return the supervisor's reviews made by who managed the case that day, since the last made by somebody else.

    One that does not say by whom was made by somebody else, and one without a day may have been made since.
    """
    days = [(ordinal_of(each.on), each.id, each) for each in inquiry.reviews(_KIND)]
    told = tuple(sorted(days))
    if told and not told[0][0]:
        return []
    own: list[tuple[int, CaseReview]] = []
    for day, _, each in reversed(inquiry.until_now(told)):
        if day < start or each.by is None or not _manages(inquiry, each.by, day):
            break
        own.append((day, each))
    return own[::-1]


def _manages(inquiry: Inquiry, officer: str, day: int) -> bool:
    """Whether an assignment of an officer, in the lead or not, runs on a day: as where the duty is met."""
    return any(
        fact.officer_id == officer
        and fact.from_ is not None
        and fact.from_.toordinal() <= day
        and (fact.until is None or day < fact.until.toordinal())
        for fact in inquiry.schedule.offender.managers
    )


WF057 = Check(
    code="WF057",
    slug="self_reviewed",
    severity=Severity.HIGH,
    what="The last supervisor's review of the case was made by an officer who managed it on that day, in the lead or"
    " second. Nothing is said where the review does not say by whom, or one has no day.",
    why="Inspectors found the review by supervisors poor, inconsistent or absent. Who reviews the own case finds what"
    " was already thought.",
    example="Reviewed on 1 May 2026 by the officer who has managed the case since 2020: flagged from 1 May.",
    what_to_do="Have a supervisor review the case; if the record names the wrong officer, correct it.",
    clears="A review of kind supervisor by somebody who does not manage the case.",
    source="HMICFRS: Cambridgeshire 2024, Wiltshire 2023; joint thematic inspection 2005",
    rules=("R-R3",),
    stability="preview",
    flags=_self_reviewed,
)


# ── WF058 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _orphaned(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    yield from _unassigned(check, inquiry)
    yield from _manager_away(check, inquiry)


def _unassigned(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # The gap between assignments is the rule's occurrence; its last day is a grace for the duty alone.
    for row in inquiry.rows(check.also_rules, Status.OPEN, Status.OVERDUE, Status.UNKNOWN):
        if not row.anchor_day or not inquiry.active_since or _assigned_some_day(inquiry):
            continue
        yield check.flag(
            inquiry,
            row,
            since=max(row.anchor_day, inquiry.active_since),
            message=_UNREAD if row.lacking else "No manager is assigned: name one today.",
            evidence=(
                ("without_since", row.anchor),
                ("last_assignment", row.anchor_id or None),
                ("due", row.due),
            ),
        )


_UNREAD = "No manager that can be read is assigned: put the record right, or name one today."


def _assigned_some_day(inquiry: Inquiry) -> bool:
    """Whether an assignment runs that does not say when it began: missing data, not a missing manager."""
    return any(
        fact.from_ is None and (fact.until is None or not inquiry.reached(fact.until.toordinal()))
        for fact in inquiry.schedule.offender.managers
    )


def _manager_away(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    lead, workforce, days = inquiry.lead, inquiry.timeline.workforce, inquiry.number(_ABSENT_DAYS)
    if lead is None or lead.officer_id is None or not inquiry.active_since or days is None:
        return
    if workforce is None or not workforce.officers:
        return
    absent = _absent_since(inquiry, workforce.officer(lead.officer_id), days)
    if absent:
        how, since = f"has been absent since {to_iso(absent)}", max(absent + days, inquiry.active_since)
    elif not workforce.names(lead.officer_id):
        how, since = "is not on the list of officers", 0
    else:
        return
    yield check.flag(
        inquiry,
        lead.id,
        since=since,
        message=f"The officer who leads the case {how}: name another manager today.",
        evidence=(("assignment", lead.id), ("officer", lead.officer_id), ("absent_since", date_of(absent))),
    )


def _absent_since(inquiry: Inquiry, officer: Officer, days: int) -> int:
    """Return the first day of an absence that has lasted so many days by now and goes on; 0 if there is none."""
    for start, end in merge(officer.absent):
        if inquiry.reached(start + days) and not inquiry.reached(end or FAR):
            return start
    return 0


_ABSENT_DAYS = "manager-absent-days"

WF058 = Check(
    code="WF058",
    slug="orphaned",
    severity=Severity.CRITICAL,
    what="The offender is active (subject, in the community, owned here) and no manager is assigned. From"
    " the first day: the days the rule gives to name one are for the duty. Or, by the workforce, the officer of the"
    " police who leads is not on its list any more, or has been absent for 28 days. Without a workforce nothing is"
    " said of that.",
    why="Every registered offender has a named manager. Cases without one fall out of every officer's list.",
    example="The assignment ended on 1 June 2026 and no other began: flagged from 1 June.",
    what_to_do="Assign the case today; record officer, team and first day.",
    clears="An assignment that runs, of an officer who is there.",
    source="College of Policing: identifying, assessing and managing risk",
    # Who leads may be away while an assignment runs and the rule has no occurrence.
    also_rules=("R-P1",),
    tells=("R-P1",),
    thresholds=(_ABSENT_DAYS,),
    flags=_orphaned,
)


# ── WF059 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _two_managers(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    if len(inquiry.schedule.offender.managers) < 2 or not inquiry.active_since:
        return
    first: dict[str, Manager] = {}
    for day, _, fact in sorted(_leading(inquiry)):
        other = first.setdefault(fact.agency or "", fact)
        if other.officer_id != fact.officer_id:
            yield _both_lead(check, inquiry, day, other, fact)


def _leading(inquiry: Inquiry) -> Iterator[tuple[int, str, Manager]]:
    """Yield the assignments that run now and say everything: one without role, agency or officer may be another."""
    for fact in inquiry.schedule.offender.managers:
        said = fact.role == "lead" and fact.agency is not None and fact.officer_id is not None
        if not said or fact.from_ is None or not inquiry.reached(day := fact.from_.toordinal()):
            continue
        if fact.until is None or not inquiry.reached(fact.until.toordinal()):
            yield day, fact.id, fact


def _both_lead(check: Check, inquiry: Inquiry, day: int, first: Manager, second: Manager) -> Flag:
    return check.flag(
        inquiry,
        second.id,
        since=max(day, inquiry.active_since),
        message="Two officers of one agency lead the case at once by the record: end the assignment of one of them.",
        evidence=(
            ("first", first.id),
            ("first_officer", first.officer_id),
            ("first_from", first.from_),
            ("second", second.id),
            ("second_officer", second.officer_id),
            ("second_from", second.from_),
            ("agency", second.agency),
        ),
    )


WF059 = Check(
    code="WF059",
    slug="two_managers",
    severity=Severity.MEDIUM,
    what="The offender is active, and two assignments in the lead, of two officers of one agency, run at once on the"
    " day judged. An assignment that does not say that it is in the lead, of which agency, of which officer or since"
    " when is left out, and so is an overlap that has ended.",
    why="Where two lead, each thinks that the other visits, and the case counts twice. No inspection finding; sound"
    " practice with data.",
    example="Officer o8 leads from 1 May 2026, and the assignment of o9 has no end: flagged from 1 May.",
    what_to_do="Ask both who manages the case; end the other assignment on the day it ended.",
    clears="An end of one of the assignments, or a role of second.",
    source="Sound practice with data",
    stability="preview",
    flags=_two_managers,
)

STAFFING = (WF056, WF057, WF058, WF059)
