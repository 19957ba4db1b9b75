"""VD 1-8, 101: visits that are due, overdue or never made, and attempts that nobody decides on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervise.checks.base import Check, Flag, Severity, Value, reckoned
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.happenings import Case
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.model.facts import Address, Decision
from supervise.rules.reading import counted

__all__ = ["FAMILY", "VISITS", "attempts_since"]

FAMILY = "VD"

_ROUTINE = ("R-V2", "R-V9")
_RETRY = ("R-V10",)


# ── VD001 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        last = to_iso(row.due_day)
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            severity=_raised(check, inquiry, row),
            message=f"The routine visit due by {last} is past its last day by this reckoning: visit, or"
            " record the visit made.",
            evidence=_routine(inquiry, row),
        )


def _raised(check: Check, inquiry: Inquiry, row: Obligation) -> Severity:
    """Return critical for the levels, and from the days late, that the book names."""
    if inquiry.level in inquiry.words("visit-overdue-critical-levels"):
        return Severity.CRITICAL
    is_critical = inquiry.is_late_beyond(row, inquiry.number("visit-overdue-critical-days"))
    return Severity.CRITICAL if is_critical else check.severity


def _routine(inquiry: Inquiry, row: Obligation) -> tuple[tuple[str, Value], ...]:
    return (
        *reckoned(row),
        ("level", inquiry.level),
    )


VD001 = Check(
    code="VD001",
    slug="visit_overdue",
    severity=Severity.HIGH,
    what="A routine visit is overdue: the day judged is past its last day and nothing suspends it. Critical"
    " where the level is one of those the book names, or after the days late that the book names.",
    why="Backlogs of overdue visits are the commonest finding of inspections: 98, 163, 217 and 260 visits"
    " in four forces, the oldest eight months late.",
    example="Level high, last qualifying visit on 2 January 2026, every 3 months: due by 2 April, flagged"
    " from 3 April.",
    what_to_do="Visit, or record the visit that was made with place, entry, purpose and officers.",
    clears="A qualifying visit on or after the day it counts from, or a suspension that began before the last day.",
    source="HMICFRS: Merseyside 2018, Staffordshire 2018, Avon and Somerset 2023, Cambridgeshire 2024",
    rules=_ROUTINE,
    statuses=(Status.OVERDUE,),
    thresholds=("visit-overdue-critical-levels", "visit-overdue-critical-days"),
    flags=_visit_overdue,
)


# ── VD002 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_due_soon(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    window = inquiry.by_level("visit-due-soon")
    if window is None:
        return
    # Without a level the due is the latest it can be: it comes soon whatever the level.
    for row in inquiry.rows(check.rules, Status.OPEN, Status.UNKNOWN):
        first = max(row.due_day - window, row.anchor_day)
        if row.due_day and inquiry.reached(first):
            yield check.flag(
                inquiry,
                row,
                since=first,
                message=_asked_for(inquiry, row),
                evidence=(*_routine(inquiry, row), ("window_days", window)),
            )


def _asked_for(inquiry: Inquiry, row: Obligation) -> str:
    due = to_iso(row.due_day)
    if not inquiry.reached(row.due_day + 1):
        return f"A routine visit is due by {due}: plan it."
    lacking = ", ".join(row.lacking)
    return f"A routine visit was due by {due}, unless what is lacking says otherwise ({lacking}): see to that first."


VD002 = Check(
    code="VD002",
    slug="visit_due_soon",
    severity=Severity.INFO,
    what="A routine visit is not yet made and its last day lies at most a window ahead; the window depends"
    " on the level and is the widest where no level is known.",
    why="Visits that nobody planned become the backlogs that inspections find.",
    example="Level medium, window 28 days, due by 30 June 2026: flagged from 2 June to 30 June.",
    what_to_do="Plan the visit, on another weekday and hour than the last ones.",
    clears="A qualifying visit; past the last day VD001 takes its place.",
    source="Practice of this library on the findings behind VD001",
    rules=_ROUTINE,
    thresholds=("visit-due-soon",),
    flags=_visit_due_soon,
)


# ── VD003 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_never(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        entry = row.anchor_day
        visits = tuple(visit.id for day, visit in inquiry.visits if day >= entry and inquiry.reached(day))
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"No qualifying visit since entry on {to_iso(entry)}: the first one, due by"
            f" {to_iso(row.due_day)}, is past its last day by this reckoning.",
            evidence=(("due", row.due), ("entry", row.anchor), ("visits", visits), ("level", inquiry.level)),
        )


VD003 = Check(
    code="VD003",
    slug="visit_never",
    severity=Severity.CRITICAL,
    what="The first visit after entry is overdue while the offender is in the community: no visit since"
    " entry qualifies.",
    why="Someone never visited is in no routine at all; backlogs counted by routine visits alone leave them out.",
    example="First notification on 1 June 2026, level low, first visit within 15 working days: due by 22"
    " June, flagged from 23 June if no visit qualifies.",
    what_to_do="Visit now. If a visit was made, see why it does not qualify: outcome, place, entry, purpose, officers.",
    clears="A qualifying visit since entry.",
    source="HMICFRS findings on backlogs of visits (see VD001)",
    rules=("R-V1",),
    statuses=(Status.OVERDUE,),
    flags=_visit_never,
)


# ── VD004 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _no_success_long(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    times = inquiry.number("visit-no-success-intervals")
    if times is None:
        return
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        attempts = attempts_since(inquiry, row)
        last = inquiry.intervals_after(row, case, times) if attempts else 0
        if not last:
            continue
        since = max(last + 1, row.due_day + 1, attempts[0].anchor_day)
        if inquiry.reached(since):
            yield _no_success(check, inquiry, row, case, attempts, since)


def attempts_since(inquiry: Inquiry, row: Obligation) -> list[Obligation]:
    """Return the failed attempts since the last success, in order; each has its own occurrence of a retry."""
    index = inquiry.occurrences
    tried = [retry for rule in _RETRY for retry, _ in index.get(rule, ()) if retry.anchor_day > row.anchor_day]
    return sorted((retry for retry in tried if inquiry.reached(retry.anchor_day)), key=lambda retry: retry.anchor_day)


def _no_success(
    check: Check, inquiry: Inquiry, row: Obligation, case: Case, attempts: list[Obligation], since: int
) -> Flag:
    return check.flag(
        inquiry,
        row,
        since=since,
        message=f"Nobody has made a qualifying visit since {to_iso(row.anchor_day)} although visits were"
        " tried: decide on a warrant, an arrest or another way to reach the offender.",
        evidence=(*_routine(inquiry, row), ("attempts", tuple(retry.key for retry in attempts))),
    )


VD004 = Check(
    code="VD004",
    slug="no_success_long",
    severity=Severity.CRITICAL,
    what="A routine visit is overdue, no visit has qualified for a number of intervals that the book names"
    " (2), and at least one attempt since the last success failed.",
    why="An inspection found an offender without a successful visit for seven years, with neither warrant"
    " nor arrest considered.",
    example="Every 3 months, last qualifying visit on 1 January 2026, no reply on 1 April and 20 May:"
    " flagged from 2 July.",
    what_to_do="Decide with a supervisor on a warrant, an arrest, or work and other addresses; record the decision.",
    clears="A qualifying visit.",
    source="HMICFRS: Metropolitan Police 2024",
    rules=_ROUTINE,
    also_rules=_RETRY,
    statuses=(Status.OVERDUE,),
    thresholds=("visit-no-success-intervals",),
    flags=_no_success_long,
)


# ── VD005 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _long_overdue_ladder(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    steps = inquiry.numbers("visit-ladder-days")
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        crossed = 0
        for step in steps:
            if not inquiry.is_late_beyond(row, step):
                break
            crossed = step
        if crossed:
            yield check.flag(
                inquiry,
                row,
                since=inquiry.late_day(row, crossed + 1),
                severity=_of_step(check, inquiry, crossed),
                message=f"A routine visit is more than {counted(crossed, 'day')} past its last day,"
                f" {to_iso(row.due_day)}, by this reckoning: a supervisor should decide how it will be made.",
                evidence=(*_routine(inquiry, row), ("more_than_days", crossed)),
            )


def _of_step(check: Check, inquiry: Inquiry, crossed: int) -> Severity:
    critical = inquiry.number("visit-overdue-critical-days")
    return Severity.CRITICAL if critical is not None and crossed >= critical else check.severity


VD005 = Check(
    code="VD005",
    slug="long_overdue_ladder",
    severity=Severity.HIGH,
    what="A routine visit has been overdue for more days than a step of the book's ladder (30, 90, 180,"
    " 365). Critical from the step at which VD001 turns critical.",
    why="Managers saw how many visits were overdue, not how late or which: the oldest in one force was"
    " eight months late.",
    example="Due by 31 January 2026: step 30 from 3 March, step 90 from 2 May.",
    what_to_do="Take it to a supervisor: who visits, when, and what stands in the way.",
    clears="A qualifying visit.",
    source="HMICFRS: Avon and Somerset 2023, Cambridgeshire 2024",
    rules=_ROUTINE,
    statuses=(Status.OVERDUE,),
    thresholds=("visit-ladder-days", "visit-overdue-critical-days"),
    flags=_long_overdue_ladder,
)


# ── VD006 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _warrant_decision_missing(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        attempts = () if case.event is None else tuple(fact.id for fact in case.event.parts)
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"The attempts to enter up to {to_iso(row.anchor_day)} failed and the decision on a"
            f" warrant, due by {to_iso(row.due_day)}, is past its last day by this reckoning.",
            evidence=(("due", row.due), ("last_attempt", row.anchor), ("attempts", attempts)),
        )


VD006 = Check(
    code="VD006",
    slug="warrant_decision_missing",
    severity=Severity.CRITICAL,
    what="Two attempts to enter for a risk assessment failed in a row and the decision whether to seek a"
    " warrant is past due; not while custody, hospital or a stay abroad bars a warrant.",
    why="Inspectors found years without a successful visit and no warrant or arrest considered. The power"
    " needs two failed attempts.",
    example="No reply on 1 and 8 June 2026, both for a risk assessment: decision due by 15 June, flagged from 16 June.",
    what_to_do="Have a supervisor who took no part in the attempts decide, and record outcome and reason.",
    clears="A recorded decision by someone else than the manager or the visitors, or a qualifying visit.",
    source="Sexual Offences Act 2003 s.96B; HMICFRS: Metropolitan Police 2024",
    rules=("R-V11",),
    statuses=(Status.OVERDUE,),
    flags=_warrant_decision_missing,
)


# ── VD007 ───────────────────────────────────────────────────────────────────────────────────────────────────

# What bars a warrant to enter and search: Sexual Offences Act 2003 s.96B(4).
_BARS = ("custody", "hospital", "abroad")


def _warrant_not_available(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    decisions = inquiry.schedule.offender.decisions
    granted = [(each.on.toordinal(), each) for each in decisions if each.on is not None and _is_granted(each)]
    bars = [(start, end, kind) for kind in _BARS for start, end in inquiry.runs(kind)] if granted else []
    for day, fact in granted:
        # On the day a state began the decision may have come before it: a warrant may end in an arrest.
        barred = [bar for bar in bars if bar[0] < day < bar[1]]
        if barred and inquiry.reached(day):
            start, end, kind = max(barred)
            yield check.flag(
                inquiry,
                fact.id,
                since=day,
                message=f"A warrant to enter and search was decided on {to_iso(day)}, a day in a state that bars it"
                f" ({kind}): correct the one that is wrong, or have the decision looked at.",
                evidence=(
                    ("decision", fact.id),
                    ("on", fact.on),
                    ("outcome", fact.outcome),
                    ("state", kind),
                    ("from", date_of(start)),
                    ("until", None if end == FAR else date_of(end)),
                ),
            )


def _is_granted(fact: Decision) -> bool:
    return fact.kind == "warrant" and fact.outcome == "granted"


VD007 = Check(
    code="VD007",
    slug="warrant_not_available",
    severity=Severity.MEDIUM,
    what="A decision on a warrant has the outcome granted and is dated within custody, hospital or a stay abroad (a"
    " status or a trip), after the first day and before the last. Of the first day nobody knows which came first.",
    why="The power to enter and search is for someone who can be at home: it is not there while a person is remanded or"
    " serves a sentence, is detained in hospital or is outside the country. One of the two records is wrong, or nobody"
    " looked where the person was.",
    example="In custody from 1 to 20 June 2026; a warrant granted on 2 June is flagged, one of 1 June or of 20 June is"
    " not.",
    what_to_do="Find out where the offender was; correct what is wrong, and tell who asked for the warrant.",
    clears="A corrected day or outcome of the decision, or corrected days of the state.",
    source="Sexual Offences Act 2003 s.96B(4)",
    stability="preview",
    flags=_warrant_not_available,
)


# ── VD008 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _retry_late(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"The attempt of {to_iso(row.anchor_day)} failed and the next one, due by {to_iso(row.due_day)},"
            " is past its last day by this reckoning: try again, on another day and at another hour.",
            evidence=(
                ("attempt", inquiry.id_of(row)),
                ("on", row.anchor),
                ("due", row.due),
                ("level", inquiry.level),
            ),
        )


VD008 = Check(
    code="VD008",
    slug="retry_late",
    severity=Severity.HIGH,
    what="An attempt at home or the place found failed (no reply, refused or not seen), and the days that the rule"
    " gives for the next one (5 working days) have passed without an attempt or someone seen at home.",
    why="Inspectors found an offender without a successful visit for seven years: each attempt that nobody follows up"
    " is how that begins.",
    example="No reply on Friday 22 May 2026: to be tried again by 1 June, the bank holiday of 25 May left out; flagged"
    " from 2 June.",
    what_to_do="Try again now, at another time of day; after a second failure think of a warrant.",
    clears="A later attempt, or someone seen at home.",
    source="HMICFRS: Metropolitan Police 2024; days by default of this library",
    rules=_RETRY,
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_retry_late,
)

# ── VD101 ───────────────────────────────────────────────────────────────────────────────────────────────────


_OF_A_MOVE = "R-V7"


def _occasion_missed(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    homes = inquiry.schedule.offender.addresses
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        # Nobody is to be seen at an address any more that was left since.
        if isinstance(case.fact, Address) and _was_left(inquiry, case.fact, homes):
            continue
        what = "a move" if row.rule == _OF_A_MOVE else "a release or a return"
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            severity=_raised(check, inquiry, row),
            message=f"The visit that {what} asks for, counted from {to_iso(row.anchor_day)} and due by"
            f" {to_iso(row.due_day)}, is past its last day by this reckoning: visit, or record the visit made.",
            evidence=_routine(inquiry, row),
        )


def _was_left(inquiry: Inquiry, home: Address, homes: Iterable[Address]) -> bool:
    """Whether an address has ended by the day judged, and no other entry of the same place lasts."""
    same = [each for each in homes if each.address_id == home.address_id] if home.address_id else [home]
    return all(each.until is not None and inquiry.reached(each.until.toordinal()) for each in same)


VD101 = Check(
    code="VD101",
    slug="occasion_missed",
    severity=Severity.HIGH,
    what="A visit that a move, a release or a return asks for is overdue: none qualifies since, at the new address"
    " after a move, unless that was left in turn. Critical where the level is one of those the book names, or after the"
    " days late that the book names.",
    why="A release and a move change what a plan rests on, and the next routine visit may be a year away: no other flag"
    " is about these visits.",
    example="Level medium, released on 11 May 2026 after 62 days in custody: a visit within 10 working days, by 26 May"
    " as the 25th is a bank holiday; flagged from 27 May.",
    what_to_do="Visit, at the new address after a move, or record the visit that was made.",
    clears="A qualifying visit since.",
    source="HMICFRS findings on backlogs of visits (see VD001); days by default of this library",
    rules=(_OF_A_MOVE, "R-V8"),
    statuses=(Status.OVERDUE,),
    thresholds=("visit-overdue-critical-levels", "visit-overdue-critical-days"),
    stability="preview",
    flags=_occasion_missed,
)

VISITS = (VD001, VD002, VD003, VD004, VD005, VD006, VD007, VD008, VD101)
