"""PL 43-48, 50: plans of management, the intervals and dates they set, and who is managed reactively."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

from supervise.checks.base import Check, Flag, Severity, reckoned
from supervise.checks.inquiry import Inquiry
from supervise.checks.intervals import Interval, interval_at, interval_of_level
from supervise.checks.levels import level_since
from supervise.checks.moved import Moved, lacking, moved_dates, not_approved_since
from supervise.checks.reactive import Failure, failures_of
from supervise.dates.ordinals import to_iso
from supervise.dates.spans import merge
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.model.facts import Plan
from supervise.rules.reading import counted

__all__ = ["FAMILY", "PLANS"]

FAMILY = "PL"

_ROUTINE = ("R-V2", "R-V9")


# ── PL043 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _downgrade_before_due(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    days = inquiry.number("downgrade-days")
    if days is None or not (changes := _changes(inquiry)):
        return
    for rule in check.rules:
        for row, case in inquiry.late_over(rule, changes):
            # Read at the anchor, a change up to that day is no relaxation of what was pending; once the visit is
            # made, or the case has ended, there is nothing left to hide.
            pending = range(row.anchor_day + 1, min(row.met_day or FAR, case.end))
            near = range(row.due_day - days, row.due_day + days + 1)
            relaxed = [day for day in changes if day in pending and day in near and _relaxes(inquiry, row, day)]
            if relaxed:
                yield _downgraded(check, inquiry, row, relaxed[0])


def _changes(inquiry: Inquiry) -> list[int]:
    """Return the days on which a level was lowered, or a plan came with another interval or mode, in order."""
    days, plans = inquiry.timeline.track("plan")
    terms = [None, *((plan.interval, plan.mode) for plan in plans)]
    replanned = [day for day, (before, now) in zip(days, pairwise(terms), strict=True) if before != now]
    lowered = [day for day in inquiry.timeline.track("level")[0] if _is_lower(inquiry, day)]
    return sorted({*lowered, *replanned})


def _is_lower(inquiry: Inquiry, day: int) -> bool:
    """Whether the level of a day is lower than that of the day before; not where one of them is not known."""
    scale = inquiry.schedule.book.levels.scale
    before, now = inquiry.timeline.level_at(day - 1), inquiry.timeline.level_at(day)
    return before in scale and now in scale and scale.index(now) < scale.index(before)


def _relaxes(inquiry: Inquiry, row: Obligation, day: int) -> bool:
    """Whether the level of a day is lower, or the interval from the row's anchor longer, than the day before."""
    old, new = (interval_at(inquiry, row.rule, each, row.anchor_day) for each in (day - 1, day))
    return _is_lower(inquiry, day) or (old is not None and new is not None and new.last > old.last)


def _downgraded(check: Check, inquiry: Inquiry, row: Obligation, day: int) -> Flag:
    since = max(row.due_day + 1, day)
    offender = inquiry.schedule.offender
    date = date_of(day)
    before, now = (interval_at(inquiry, row.rule, each, row.anchor_day) for each in (day - 1, day))
    return check.flag(
        inquiry,
        row,
        since=since,
        message=f"The level or the interval was relaxed on {to_iso(day)}, close to the day of a missed visit,"
        f" {to_iso(row.due_day)}: find out who decided it and on what assessment.",
        counts_days=False,
        evidence=(
            ("due", row.due),
            ("met_on", row.met_on),
            ("relaxed_on", date),
            ("levels", tuple(each.id for each in offender.levels if each.from_ == date)),
            ("plans", tuple(each.id for each in offender.plans if each.from_ == date)),
            ("level_before", inquiry.timeline.level_at(day - 1)),
            ("level_after", inquiry.timeline.level_at(day)),
            ("interval_before", before and before.words),
            ("interval_after", now and now.words),
        ),
    )


PL043 = Check(
    code="PL043",
    slug="downgrade_before_due",
    severity=Severity.HIGH,
    what="A routine visit missed its due date, and the level was lowered or the interval lengthened at most 14 days"
    " before or after that date, while the visit was outstanding. The due date stays where it was (VD001).",
    why="A lower level or a longer interval makes lateness disappear from the counts. No inspection has said that it"
    " was done for that; a record that looks like it needs an answer.",
    example="Level high, last visit on 2 January 2026, due by 2 April; from 19 March the level is medium, and no"
    " visit is made: flagged from 3 April.",
    what_to_do="Ask who lowered it, on what assessment and who approved; make the visit.",
    clears="Nothing undoes it: a waiver, once a supervisor knows the reason, or a corrected record.",
    source="Practice of this library on backlogs of visits (see VD001); days by default of this library",
    rules=_ROUTINE,
    thresholds=("downgrade-days",),
    flags=_downgrade_before_due,
)


# ── PL044 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _due_date_moved(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    most = inquiry.number("due-date-moves")
    for moved in moved_dates(inquiry):
        not_approved = not_approved_since(moved)
        since = [] if not_approved is None else [not_approved]
        if most is not None:
            since += [day for day, _ in sorted(moved.moves)[max(most, 1) - 1 :]]
        if since:
            yield _date_moved(check, inquiry, moved, min(since), approved=not_approved is None)


def _date_moved(check: Check, inquiry: Inquiry, moved: Moved, since: int, *, approved: bool) -> Flag:
    row, last = moved.row, moved.set_dates[-1] if moved.set_dates else None
    due = to_iso(row.due_day)
    if approved:
        message = (
            f"What is due by {due} under {row.rule} was put off to a later day {counted(len(moved.moves), 'time')}:"
            " have a supervisor look at why, and do it now."
        )
    else:
        message = (
            f"What is due by {due} under {row.rule} was given a later date without an approved reason: record reason"
            " and approver, or keep to the due date."
        )
    return check.flag(
        inquiry,
        row,
        since=since,
        message=message,
        counts_days=False,
        evidence=(
            ("due", row.due),
            ("set_to", None if last is None else last.on),
            ("set_dates", tuple(each.id for each in moved.set_dates)),
            ("lacking", () if last is None else lacking(last)),
            ("moves", len(moved.moves)),
            ("moved", tuple(dict.fromkeys(fact for _, fact in sorted(moved.moves)))),
        ),
    )


PL044 = Check(
    code="PL044",
    slug="due_date_moved",
    severity=Severity.HIGH,
    what="The due date of a duty was set later than its rule gives, and the date that stands lacks a reason or an"
    " approver other than who set it; or it was put off at least twice: set to a later day, or the day planned for the"
    " routine visit moved to a later one past its due date. Counted for the occurrence pending when it was done.",
    why="A date moved forward hides that something is late. Where it is right it has a reason and somebody who"
    " approved it, and is not needed twice. No inspection has said that it was done to hide lateness.",
    example="Last visit on 31 August 2025, every 6 months: due by 28 February 2026. On 20 February the date is set to 1"
    " March without an approver: flagged from 20 February.",
    what_to_do="Keep to the rule's date; if the other is right, record the reason and have it approved.",
    clears="A reason and an approver for the date that stands, or a date no later than the rule's; what was put off"
    " twice stays until a waiver.",
    source="Practice of this library on backlogs (see VD001); number of moves by default of this library",
    thresholds=("due-date-moves",),
    flags=_due_date_moved,
)


# ── PL045 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _rmp_missing(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    row = inquiry.first_overdue(check.rules)
    if row is None:
        return
    yield check.flag(
        inquiry,
        row,
        since=row.due_day + 1,
        message=f"No approved management plan with an interval of visits is recorded and its last day, {row.due}, has"
        " passed by this reckoning: write one and have it approved.",
        evidence=(
            ("due", row.due),
            ("entry", row.anchor),
            ("level", inquiry.level),
            ("plans", tuple(plan.id for plan in inquiry.schedule.offender.plans)),
        ),
    )


PL045 = Check(
    code="PL045",
    slug="rmp_missing",
    severity=Severity.HIGH,
    what="The last day for the first risk management plan (15 working days from entry) has passed, and there has never"
    " been an approved plan that sets an interval of visits or says that the case is managed reactively. A plan without"
    " a first day is shown and does not count.",
    why="Since 2017 the plan and not the level sets how often someone is visited, so everybody has one. Without it the"
    " purpose and frequency of visits are unclear, which the joint inspection of 2005 found.",
    example="First notification on Monday 1 June 2026: plan due by 22 June, flagged from 23 June.",
    what_to_do="Write the plan with an interval and have it approved; if it exists, record interval and approver.",
    clears="An approved plan with an interval, or in reactive mode.",
    source="NPCC announcement of 29 June 2017; College of Policing APP, identifying, assessing and managing risk; joint"
    " thematic inspection 2005; days by default of this library",
    rules=("R-R1",),
    statuses=(Status.OVERDUE,),
    flags=_rmp_missing,
)


# ── PL046 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _rmp_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"The review of the management plan due by {to_iso(row.due_day)} is past its last day by this"
            " reckoning: review the plan and record the day.",
            evidence=(
                *reckoned(row),
                ("level", inquiry.level),
            ),
        )


PL046 = Check(
    code="PL046",
    slug="rmp_overdue",
    severity=Severity.MEDIUM,
    what="The review of the risk management plan is overdue: 12 months after the last review or new plan, 6 at a high"
    " level, 3 at very high, and nothing suspends it.",
    why="Inspectors found review poor, inconsistent or absent. A plan that nobody has looked at for a year describes"
    " somebody else.",
    example="Level high, plan last reviewed on 31 August 2025: due by 28 February 2026, flagged from 1 March.",
    what_to_do="Review the plan with the last assessment beside it and record the day.",
    clears="A review of the plan, or a new plan.",
    source="HMICFRS: Cambridgeshire 2024, Wiltshire 2023; intervals by default of this library",
    rules=("R-R2",),
    statuses=(Status.OVERDUE,),
    flags=_rmp_overdue,
)


# ── PL047 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _rmp_laxer_than_band(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    plan = inquiry.plan
    if plan is None or plan.interval is None or not lacking(plan) or not inquiry.active_since:
        return
    for rule in (each for each in check.rules if each in inquiry.judged):
        dues = _laxer(inquiry, rule, [inquiry.last_anchor(rule)], inquiry.timeline.clock.as_of)
        if dues is not None:
            yield _laxer_plan(check, inquiry, plan, rule, inquiry.anchors(rule), dues)


def _laxer(inquiry: Inquiry, rule: str, anchors: list[int], day: int) -> tuple[int, Interval, Interval] | None:
    """Return what the visit is counted from and its last day by the plan and by the level, as they were on a day.

    None unless the plan's is later and lacks a reason or an approver.
    """
    anchor = max([each for each in anchors if each <= day], default=0)
    plan: Plan | None = inquiry.timeline.value_at("plan", day) if anchor else None
    if plan is None or not lacking(plan):
        return None
    by_level = interval_of_level(inquiry, rule, day, anchor)
    by_plan = None if by_level is None else interval_at(inquiry, rule, day, anchor)
    return (anchor, by_plan, by_level) if by_plan and by_level and by_plan.last > by_level.last else None


def _laxer_plan(
    check: Check, inquiry: Inquiry, plan: Plan, rule: str, anchors: list[int], dues: tuple[int, Interval, Interval]
) -> Flag:
    anchor, by_plan, by_level = dues
    since = inquiry.timeline.clock.as_of
    days = chain(anchors, *(inquiry.timeline.track(name)[0] for name in ("plan", "level", "home")))
    for day in sorted(set(days), reverse=True):
        if _laxer(inquiry, rule, anchors, day) is None:
            break
        since = day
    return check.flag(
        inquiry,
        plan.id,
        since=max(since, inquiry.active_since),
        message=f"The plan puts the next visit at {to_iso(by_plan.last)} where the level asks for"
        f" {to_iso(by_level.last)}, without a reason or an approver: record both, or shorten the interval.",
        evidence=(
            ("plan", plan.id),
            ("interval", by_plan.words),
            ("level", inquiry.level),
            ("interval_of_level", by_level.words),
            ("counted_from", date_of(anchor)),
            ("due_by_plan", date_of(by_plan.last)),
            ("due_by_level", date_of(by_level.last)),
            ("lacking", lacking(plan)),
        ),
    )


PL047 = Check(
    code="PL047",
    slug="rmp_laxer_than_band",
    severity=Severity.HIGH,
    what="The offender is active, and the interval of the plan in force gives a later date for the next visit, counted"
    " from the last qualifying one (or from entry), than the level's interval, and the plan lacks a reason or an"
    " approver other than its author.",
    why="The plan may depart from the interval of the level, if somebody says why and somebody approves. The thematic"
    " inspection of 2022 mentions visits reduced on purpose.",
    example="Level high (every 3 months), plan of 13 weeks without an approver, visit on 30 November 2025: 28 February"
    " by the level, 1 March 2026 by the plan; flagged from 30 November.",
    what_to_do="Record the reason and have the plan approved, or shorten its interval.",
    clears="A reason and an approver on the plan, or an interval no longer than the level's.",
    source="NPCC announcement of 29 June 2017; six-force thematic inspection 2022",
    rules=_ROUTINE,
    flags=_rmp_laxer_than_band,
)


# ── PL048 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _rmp_predates_risk(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    plan = inquiry.plan
    if plan is None or inquiry.level is None or not inquiry.active_since:
        return
    since, looked_at = level_since(inquiry), _looked_at(inquiry)
    if not looked_at or looked_at >= since:
        return
    yield check.flag(
        inquiry,
        plan.id,
        since=max(since, inquiry.active_since),
        message=f"The level of risk has been {inquiry.level} since {to_iso(since)} and the management plan was last"
        f" looked at on {to_iso(looked_at)}: review the plan, or write a new one.",
        evidence=(
            ("plan", plan.id),
            ("plan_from", plan.from_),
            ("last_looked_at", date_of(looked_at)),
            ("level", inquiry.level),
            ("level_since", date_of(since)),
        ),
    )


def _looked_at(inquiry: Inquiry) -> int:
    """Return the last day up to now on which a plan began or was reviewed; 0 where one has no day: it may be any."""
    offender = inquiry.schedule.offender
    days = [each.from_ for each in offender.plans]
    days += [each.on for each in inquiry.reviews("plan")]
    if None in days:
        return 0
    days += [each.reviewed_on for each in offender.plans]
    return inquiry.latest([date.toordinal() for date in days if date is not None])


PL048 = Check(
    code="PL048",
    slug="rmp_predates_risk",
    severity=Severity.MEDIUM,
    what="The offender is active and has a plan, and since the level of risk became what it is, no plan has begun and"
    " none was reviewed. On the day of the new level is in time; the same level recorded again is no new one. Nothing"
    " is said where a plan or a review of one has no day.",
    why="A plan is written for a level of risk. One that was written for another sets intervals and measures that"
    " nobody has thought about since. No inspection has said so in terms; visits were reduced on purpose.",
    example="Plan of 14 January 2020, last reviewed on 5 January 2026, level high from 1 May 2026: flagged from 1 May.",
    what_to_do="Review the plan with the new assessment beside it; change the interval if the level asks for it.",
    clears="A review of the plan, or a new plan, on or after the first day of the level.",
    source="NPCC announcement of 29 June 2017; six-force thematic inspection 2022",
    stability="preview",
    flags=_rmp_predates_risk,
)


# ── PL050 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reactive_ineligible(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    plan = inquiry.plan
    if plan is None or plan.from_ is None or plan.mode != "reactive" or not inquiry.active_since:
        return
    entry = plan.from_.toordinal()
    failures = list(failures_of(inquiry, plan))
    first = [each for each in failures if each.start <= entry < each.end]
    now = [each for each in failures if inquiry.reached(each.start) and not inquiry.reached(each.end)]
    if first:
        since = entry
    elif now:
        runs = merge((each.start, each.end) for each in failures if inquiry.reached(each.start))
        since = runs[-1][0]
    else:
        return
    yield _ineligible(check, inquiry, plan, max(since, inquiry.active_since), first, now)


def _ineligible(
    check: Check, inquiry: Inquiry, plan: Plan, since: int, first: list[Failure], now: list[Failure]
) -> Flag:
    failed = "fails tests for it now" if now else "failed tests for it on its first day"
    shown = _tests(now or first)
    return check.flag(
        inquiry,
        plan.id,
        since=since,
        message=f"The reactive management planned from {plan.from_} {failed} ({', '.join(shown)}): return to active"
        " management, or put each right and have a new plan approved.",
        evidence=(
            ("plan", plan.id),
            ("from", plan.from_),
            ("failed_first_day", _tests(first)),
            ("fails_now", _tests(now)),
            ("facts", tuple(sorted({each.fact for each in (*first, *now) if each.fact}))),
            ("level", inquiry.level),
        ),
    )


def _tests(failures: list[Failure]) -> tuple[str, ...]:
    return tuple(sorted({each.test for each in failures}))


PL050 = Check(
    code="PL050",
    slug="reactive_ineligible",
    severity=Severity.HIGH,
    what="The offender is active and the plan in force is reactive, and on its first day or now one of these does not"
    " hold: a low level, and no other, for 3 years; no offence and no established breach for 3 years; no civil order"
    " in force; no intelligence in 3 years, unless a decision that names it says that reactive management continues; an"
    " approver of the plan other than its author. Who has been subject for less than 3 years, or whose first level on"
    " record began less than 3 years ago, is not shown to have been low so long. Otherwise what is not recorded fails"
    " nothing, save the approver.",
    why="Nobody visits in reactive management. The national criteria of 2017 are for people long at low risk with"
    " nothing recorded against them, one by one and never automatically.",
    example="Level medium, low from 29 February 2024; reactive plan from 27 February 2027, approved: flagged from that"
    " day, and not if it begins on 28 February.",
    what_to_do="Return to active management and visit; if each test is now met, have a new plan approved.",
    clears="An active plan, or a reactive one that meets every test on its first day and since.",
    source="NPCC announcement of 29 June 2017 and the reports of that day; time for intelligence by default of this"
    " library",
    rules=("R-X1",),
    thresholds=(
        "reactive-levels",
        "reactive-years",
        "reactive-barring-events",
        "reactive-barring-orders",
        "reactive-intelligence-events",
        "reactive-intelligence-years",
    ),
    flags=_reactive_ineligible,
)

PLANS = (PL043, PL044, PL045, PL046, PL047, PL048, PL050)
