"""PL 51-53: cases in reactive management that are not looked at, or are visited all the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity, reckoned
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.happenings import Event
from supervise.engine.obligation import Status
from supervise.engine.records import NO_OUTCOME
from supervise.model.facts import Plan, Visit

__all__ = ["FAMILY", "REACTIVE_CASES"]

FAMILY = "PL"

_ELIGIBLE = ("R-X1",)


# ── PL051 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reactive_check_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    row = inquiry.first_overdue(check.rules)
    if row is None:
        return
    yield check.flag(
        inquiry,
        row,
        since=row.due_day + 1,
        message=f"Whether reactive management is still right was to be confirmed by {to_iso(row.due_day)}, which has"
        " passed by this reckoning: test every condition for it and have a supervisor confirm, or return to active"
        " management.",
        evidence=(
            *reckoned(row),
            ("plan", None if inquiry.plan is None else inquiry.plan.id),
            ("level", inquiry.level),
        ),
    )


PL051 = Check(
    code="PL051",
    slug="reactive_check_overdue",
    severity=Severity.HIGH,
    what="The case is in reactive management, and the confirmation that it may be is overdue: on entry, by whoever"
    " approves the plan or by a review, and every 12 months by a review of kind reactive. Which conditions fail is"
    " PL050's to say.",
    why="Nobody visits in reactive management. Without the yearly look at it the last officer who knew the case may"
    " have left long ago.",
    example="Reactive, last confirmed on 28 February 2025: due by 28 February 2026, flagged from 1 March.",
    what_to_do="Test every condition, have a supervisor confirm and record the day; or return to active management.",
    clears="A review of kind reactive, an approver of the plan where only the entry was not confirmed, or an active"
    " plan.",
    source="NPCC announcement of 29 June 2017; yearly interval from memory, not seen",
    rules=_ELIGIBLE,
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_reactive_check_overdue,
)


# ── PL052 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reactive_trigger_open(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # An active plan is the decision, whether or not somebody recorded one.
    if inquiry.plan is None or inquiry.plan.mode != "reactive":
        return
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"Something that may end reactive management is recorded for {to_iso(row.anchor_day)}, and the last"
            f" day for deciding on it, {to_iso(row.due_day)}, has passed by this reckoning: decide today whether to"
            " return to active management.",
            evidence=(
                ("trigger", inquiry.id_of(row)),
                ("kind", getattr(case.fact, "kind", None) or getattr(case.fact, "about", None)),
                ("on", row.anchor),
                ("due", row.due),
                ("plan", inquiry.plan.id),
                ("level", inquiry.level),
            ),
        )


PL052 = Check(
    code="PL052",
    slug="reactive_trigger_open",
    severity=Severity.CRITICAL,
    what="The plan in force is reactive; an offence, an arrest, intelligence, an established breach, a child at risk,"
    " a change of home, name or household, or an order is recorded since it began; and 5 working days later it is not"
    " decided whether to return to active management. A decision answers the trigger that it names.",
    why="In reactive management a trigger is the only thing that makes anybody look. One that nobody answers is a case"
    " that nobody manages.",
    example="Intelligence of Thursday 16 April 2026 on a reactive case: to be decided by 23 April, flagged from 24"
    " April.",
    what_to_do="Read what happened, decide with a supervisor today and record the decision and what it is about.",
    clears="A decision of kind return_to_active for the trigger, or an active plan.",
    source="HMICFRS glossary, reactive management; NPCC announcement of 29 June 2017; days by default of this library",
    rules=("R-X2",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_reactive_trigger_open,
)


# ── PL053 ───────────────────────────────────────────────────────────────────────────────────────────────────

# What asks for one visit asks for it in reactive management too.
_ASKED_FOR = ("R-V1", "R-V7", "R-V8", "R-V10")
_AT_HOME = (None, "home", "place_found")


def _reactive_being_visited(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    if inquiry.plan is None or inquiry.plan.mode != "reactive" or not inquiry.active_since:
        return
    routine = set(inquiry.words("routine-visit-purposes"))
    if any(inquiry.rows(_ASKED_FOR, Status.OPEN, Status.OVERDUE)):
        return
    for visit in inquiry.schedule.offender.visits:
        if visit.on is not None or visit.outcome not in NO_OUTCOME or visit.planned_on is None:
            continue
        # Without a purpose it may be for anything.
        if visit.place not in _AT_HOME or not visit.purposes or not routine.issuperset(visit.purposes):
            continue
        day = visit.planned_on.toordinal()
        plan = _plan_on(inquiry, day)
        if not inquiry.reached(day + 1) and plan is not None and plan.mode == "reactive":
            yield _planned(check, inquiry, visit, inquiry.plan, day)


def _plan_on(inquiry: Inquiry, day: int) -> Plan | None:
    """Return the plan that is to hold on a day, one that begins later than now included."""
    plans = inquiry.timeline.dated(("plans", "from_"))
    place = bisect_right(plans, day, key=_day)
    plan: Plan | None = plans[place - 1].fact if place else None
    return plan


def _day(event: Event) -> int:
    return event.day


def _planned(check: Check, inquiry: Inquiry, visit: Visit, plan: Plan, day: int) -> Flag:
    return check.flag(
        inquiry,
        visit.id,
        since=0,
        message=f"A routine visit is planned for {to_iso(day)} in a case managed reactively: return the case to active"
        " management, record what the visit is for, or call it off.",
        evidence=(
            ("visit", visit.id),
            ("planned_on", visit.planned_on),
            ("purposes", visit.purposes),
            ("plan", plan.id),
            ("plan_from", plan.from_),
        ),
    )


PL053 = Check(
    code="PL053",
    slug="reactive_being_visited",
    severity=Severity.INFO,
    what="The plan in force is reactive and will be on the day planned for a visit at home, today or ahead, all of"
    " whose purposes are those that the book calls routine, while nothing else asks for a visit (a move, a release, an"
    " arrival, a failed attempt). A visit planned without a purpose is passed.",
    why="Reactive management has no routine visits. Who is visited all the same is either not a case for it, or takes"
    " the time of those who are overdue. No inspection finding.",
    example="Reactive from 1 March 2026, a visit with the purpose compliance_check planned for 1 June: flagged up to"
    " and with 1 June.",
    what_to_do="Return the case to active management if it needs visits; else call the visit off, or record what it is"
    " for.",
    clears="An active plan, the visit called off or made, or another purpose.",
    source="NPCC announcement of 29 June 2017; purposes by default of this library",
    rules=_ELIGIBLE,
    also_rules=_ASKED_FOR,
    thresholds=("routine-visit-purposes",),
    stability="preview",
    flags=_reactive_being_visited,
)

REACTIVE_CASES = (PL051, PL052, PL053)
