"""Judges one rule for one offender: its cases, the occurrences of each, where each stands and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attrs import define

from supervise.dates.ordinals import MAX_DAY
from supervise.engine.clock import FAR
from supervise.engine.conditions import Case, Judgement, new_case
from supervise.engine.evidence import Seeker
from supervise.engine.folding import Folded, Pending, SuspendedBy, fold, frozen_days
from supervise.engine.happenings import UNTIMED, Event
from supervise.engine.limits import Due, limit_after, limit_before
from supervise.engine.obligation import Obligation, Status
from supervise.engine.regimes import Choice, Choices, Chooser, choices_at
from supervise.errors import DateRangeError
from supervise.rules.duration import Duration
from supervise.rules.language import Cadence, Limit, Rule, Suspension
from supervise.rules.names import attribute_of

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["CompiledRule", "judge"]

Finder = Callable[["Timeline", Case], "Event | None"]


@define(slots=True)
class CompiledRule:
    """A rule with every axis made into a function.

    ``plain`` says that what is met can be judged in one step: no opening, outer limit or hours. ``meets`` is the place
    of the only events that meet a rolling duty, if nothing else is asked of them.
    """

    rule: Rule
    cases: Callable[[Timeline], Sequence[Case]]
    windows: Callable[[Timeline], tuple[tuple[int, int], ...]] | None
    anchor: Finder
    anchor_lacks: tuple[str, ...]
    chooser: Chooser
    gate: Judgement | None
    gate_each_day: Judgement | None
    gate_days: tuple[str, ...]
    met_by: Seeker | None
    void_by: Seeker | None
    suspended: tuple[tuple[Suspension, str], ...]
    cautious_anchor: int | None
    rebased_at: str | None
    follows_changes: bool
    plain: bool
    meets: int | None
    never_for_all: bool
    own_alone: bool
    arrays: frozenset[str] | None
    published_id: str
    id: str


@define(slots=True)
class Walk:
    """One rule being judged for one offender: what its occurrences share."""

    tl: Timeline
    rule: CompiledRule
    suspended: list[SuspendedBy]
    track: tuple[list[int], list[Choices]] | None
    used: set[str]
    until: int
    last_change: int


@define(slots=True)
class Anchored:
    """One occurrence being judged."""

    case: Case
    event: Event
    number: int
    first_opens: int


_NOTHING: list[tuple[Obligation, Case]] = []
# Later than this a date is a placeholder, and a sum from it may leave the calendar.
PLACEHOLDER = MAX_DAY - 366 * 150

_NO_TRACK: tuple[list[int], list[Choices]] = ([0], [()])
_NOWHEN = Event(0, UNTIMED, "", None, 0)


def _asks_nothing(choices: Choices) -> bool:
    return all(_is_never(choice) for choice in choices)


def judge(tl: Timeline, rule: CompiledRule, *, until: int = 0) -> list[tuple[Obligation, Case]]:
    """Return every occurrence of a rule, in order of its cases; projected ones too if ``until`` is given."""
    cases = rule.cases(tl)
    if not cases:
        return _NOTHING
    if rule.windows is not None:
        cases = _within_windows(cases, rule.windows(tl))
        if not cases:
            return _NOTHING
    suspended = [SuspendedBy(each, runs) for each, name in rule.suspended if (runs := tl.runs(name))]
    track = None if rule.chooser.per_case else rule.chooser.over_time(tl)
    walk = Walk(tl, rule, suspended, track, set(), until, 0 if track is None else track[0][-1])
    if track is not None and not until and rule.never_for_all and all(map(_asks_nothing, track[1])):
        return [(_bare(walk, case, _NOWHEN, Status.NOT_REQUIRED), case) for case in cases]
    steps = _WALKS[rule.rule.cadence]
    judged: list[tuple[Obligation, Case]] = []
    if rule.own_alone and track is not None:
        cases = _written_at_once(walk, cases, judged)
    for case in cases:
        try:
            rows = steps(walk, case)
        except DateRangeError:
            # A placeholder such as 9999-12-31: never a wrong date, never thousands of occurrences.
            rows = [_unknown(walk, case, ("a date within range",))]
        judged += [(row, case) for row in rows]
    return judged


def _written_at_once(walk: Walk, cases: Sequence[Case], judged: list[tuple[Obligation, Case]]) -> list[Case]:
    """Judge the cases that a date of their own fact meets in one step; return the others.

    One for each visit of a long history: the search for what meets them is no search.
    """
    days, values = walk.track or _NO_TRACK
    seek, tl = walk.rule.met_by, walk.tl
    left: list[Case] = []
    for case in cases:
        anchor = case.event
        row = None
        if anchor is not None and seek is not None and 0 < anchor.day < PLACEHOLDER:
            met = seek(tl, case, anchor, anchor.day, 0, walk.used)
            choices = values[bisect_right(days, anchor.day) - 1]
            if met is not None and met.day < case.end and len(choices) == 1:
                row = _at_once(walk, case, anchor, choices[0], met)
        if row is None:
            left.append(case)
        else:
            judged.append((row, case))
    return left


# ── cases within the time in which the duty can fall due ────────────────────────────────────────────────────────


def _within_windows(cases: Sequence[Case], windows: tuple[tuple[int, int], ...]) -> list[Case]:
    found: list[Case] = []
    for case in cases:
        key, event, _, last, opened_by = case
        if event is None:
            found += _cut(case, windows)
            continue
        day = event.day
        for start, end in windows:
            if start <= day < end:
                found.append(new_case(Case, (key, event, start, end if end < last else last, opened_by)))
                break
    return found


def _cut(case: Case, windows: tuple[tuple[int, int], ...]) -> list[Case]:
    found = []
    for start, end in windows:
        first, last = max(start, case.start), min(end, case.end)
        if first < last:
            found.append(Case(case.key, None, first, last, case.opened_by))
    return found


# ── the three cadences ──────────────────────────────────────────────────────────────────────────────────────────


def _once(walk: Walk, case: Case) -> list[Obligation]:
    anchor = walk.rule.anchor(walk.tl, case)
    if anchor is None:
        return _without_anchor(walk, case)
    return [_occurrence(walk, case, anchor, 1)[0]]


def _without_anchor(walk: Walk, case: Case) -> list[Obligation]:
    lacking = walk.rule.anchor_lacks
    return [_unknown(walk, case, lacking)] if lacking else []


def _rolling(walk: Walk, case: Case) -> list[Obligation]:
    anchor = walk.rule.anchor(walk.tl, case)
    if anchor is None:
        return _without_anchor(walk, case)
    rows: list[Obligation] = []
    number = 1
    in_turn = walk.rule.meets is not None and walk.track is not None
    while True:
        if in_turn:
            anchor, number = _met_in_turn(walk, case, anchor, number, rows)
        row, met = _occurrence(walk, case, anchor, number)
        if met is None:
            rows.append(row)
            break
        if row.status is not Status.NOT_REQUIRED:
            rows.append(row)
        anchor = _rebased(walk.rule, met)
        number += 1
        if anchor.day >= case.end:
            break
    return rows + _projected(walk, case, row, number) if walk.until else rows


def _met_in_turn(
    walk: Walk,
    case: Case,
    anchor: Event,
    number: int,
    rows: list[Obligation],
) -> tuple[Event, int]:
    """Add the occurrences that the next events meet one after the other; return the anchor and number that follow.

    A long history is a run of these: walking the events once spares a search for each.
    """
    events = walk.tl.events(walk.rule.meets or 0)
    days, values = walk.track or _NO_TRACK
    for place in range(bisect_left(events, (anchor.day,)), len(events)):
        met = events[place]
        if met.id == anchor.id or met.day < anchor.day or met.id in walk.used:
            continue
        choices = values[bisect_right(days, anchor.day) - 1]
        if met.day >= case.end or len(choices) != 1:
            break
        row = _at_once(walk, case, anchor, choices[0], met)
        if row is None:
            break
        rows.append(row)
        anchor = met if walk.rule.rebased_at is None else _rebased(walk.rule, met)
        number += 1
        if anchor.day >= case.end:
            break
    return anchor, number


def _projected(walk: Walk, case: Case, row: Obligation, number: int) -> list[Obligation]:
    """Return occurrences ahead, each assumed to be met on its due day (or now, if it is past), and marked so."""
    rows: list[Obligation] = []
    while row.status in _STILL_TO_MEET and 0 < row.due_day < walk.until:
        day = max(row.due_day, walk.tl.clock.as_of)
        number += 1
        row, _ = _occurrence(walk, case, Event(day, UNTIMED, "", None, day), number, look=False)
        if not day < row.due_day <= walk.until:
            break
        row = row._replace(projected=True)
        rows.append(row)
    return rows


_STILL_TO_MEET = frozenset({Status.OPEN, Status.UPCOMING, Status.OVERDUE, Status.SUSPENDED, Status.UNKNOWN})


def _countdown(walk: Walk, case: Case) -> list[Obligation]:
    """One occurrence for each lead before an end that is known; one decision answers it and the later ones."""
    tl, rule = walk.tl, walk.rule
    anchor = rule.anchor(tl, case)
    if anchor is None or anchor.day >= FAR:
        return []
    rows = []
    regime = rule.chooser.regimes[0]
    leads = sorted(rule.rule.leads, key=lambda lead: -(lead.months * 31 + lead.days))
    dues = [limit_before(tl, anchor.day, UNTIMED, lead, regime) for lead in leads]
    for number, (due, lead) in enumerate(zip(dues, leads, strict=True), start=1):
        choice = Choice(regime, lead)
        steps = (("count", choice, anchor.day, due.day, due.day),)
        folded = Folded(due, due.day, due.day, choice, certain=True, steps=steps)
        anchored = Anchored(case, anchor, number, dues[0].day)
        met = None if rule.met_by is None else rule.met_by(tl, case, anchor, due.day, dues[0].day, walk.used)
        rows.append(_stand(walk, anchored, folded, due.day, met=met)[0])
    return rows


_WALKS = {Cadence.ONCE: _once, Cadence.ROLLING: _rolling, Cadence.COUNTDOWN: _countdown}


def _rebased(rule: CompiledRule, met: Event) -> Event:
    """Return the anchor of the next period: what met this one, or a date of it (an assessment runs from its day)."""
    if rule.rebased_at is None:
        return met
    date = getattr(met.fact, rule.rebased_at, None)
    return met if date is None else met._replace(day=date.toordinal(), minute=UNTIMED)


# ── one occurrence ──────────────────────────────────────────────────────────────────────────────────────────────


def _occurrence(
    walk: Walk, case: Case, anchor: Event, number: int, *, look: bool = True
) -> tuple[Obligation, Event | None]:
    """Return one occurrence and what met it."""
    tl, rule = walk.tl, walk.rule
    tl.occurrence = number
    if walk.track is None:
        choices = rule.chooser.at(tl, anchor.day, case)
    else:
        choices = choices_at(walk.track, anchor.day)
    if not choices:
        return _bare(walk, case, anchor, Status.NOT_REQUIRED), None
    choice = choices[0]
    opens = anchor.day if rule.plain else _opens(tl, anchor, choice)
    met = rule.met_by(tl, case, anchor, opens, 0, walk.used) if look and rule.met_by is not None else None
    if met is not None and met.day >= case.end:
        met = None
    if met is not None and rule.plain and len(choices) == 1:
        row = _at_once(walk, case, anchor, choice, met)
        if row is not None:
            return row, met
    changes = _changes(walk, anchor.day, tl.clock.as_of if met is None else met.day)
    declared = rule.rule
    folded = fold(
        tl,
        Pending(anchor.day, anchor.minute, _cautious_anchor(tl, rule, anchor)),
        choices,
        changes,
        declared.change,
        walk.suspended,
        None if declared.cautious is None else declared.cautious.counting,
    )
    lacking = () if folded.certain else _lacking(choices, changes)
    if folded.choice is not choice and not rule.plain:
        opens = _opens(tl, anchor, folded.choice)
    return _stand(walk, Anchored(case, anchor, number, 0), folded, opens, met=met, lacking=lacking)


def _lacking(choices: Choices, changes: Sequence[tuple[int, Choices]]) -> tuple[str, ...]:
    """Return the names of the facts that would decide between the choices."""
    every = [*choices, *(choice for _, new in changes for choice in new)]
    return tuple(dict.fromkeys(name for choice in every for name in choice.lacking))


def _at_once(walk: Walk, case: Case, anchor: Event, choice: Choice, met: Event) -> Obligation | None:
    """Return what is met in one step, where nothing happened to its date; None where something may have.

    Nine in ten occurrences of a register are long met: this is the measured reason for a second way to the same
    row (a test holds the two to each other).
    """
    rule, day, done = walk.rule, anchor.day, met.day
    due = choice.reckon(day) if choice.reckon is not None else None
    if due is None or due > MAX_DAY:
        return None
    if rule.follows_changes and walk.last_change > day and _changes(walk, day, done):
        return None
    late = done - due if done > due else 0
    for each in walk.suspended:
        for run in each.runs:
            if run.end > day and run.start <= due + late:
                return None
    if rule.gate is not None:
        walk.tl.window_last = due
        if rule.gate(walk.tl, day, case) is not True:
            return None
    walk.used.add(met.id)
    cautious = due if rule.rule.cautious is None else _cautious_at_once(walk, anchor, choice, due)
    # By `tuple.__new__`: the constructor of a named tuple costs three times as much.
    return _new_tuple(
        Obligation,
        (
            rule.published_id,
            case.key,
            choice.regime.name,
            _MET_LATE if late else _MET,
            day,
            anchor.id,
            day,
            due,
            UNTIMED,
            cautious,
            0,
            UNTIMED,
            due,
            0,
            (met.id,),
            done,
            late,
            0,
            False,
            False,
            (),
            rule.id,
            (("count", choice, day, due, cautious),),
        ),
    )


_new_tuple: Callable[[type[Obligation], tuple[object, ...]], Obligation] = tuple.__new__
_MET, _MET_LATE = Status.MET, Status.MET_LATE


def _cautious_at_once(walk: Walk, anchor: Event, choice: Choice, due: int) -> int:
    reckon = choice.reckon_cautiously
    second = None if reckon is None else reckon(_cautious_anchor(walk.tl, walk.rule, anchor))
    return due if second is None or second > due else second


def _changes(walk: Walk, after: int, horizon: int) -> list[tuple[int, Choices]]:
    """Return the changes of regime after a day up to and with another."""
    if walk.track is None or not walk.rule.follows_changes:
        return _UNCHANGED
    days, values = walk.track
    if days[-1] <= after:
        return _UNCHANGED
    first, last = bisect_right(days, after), bisect_right(days, horizon)
    return list(zip(days[first:last], values[first:last], strict=True)) if first < last else _UNCHANGED


_UNCHANGED: list[tuple[int, Choices]] = []


def _cautious_anchor(tl: Timeline, rule: CompiledRule, anchor: Event) -> int:
    """Return the day the cautious reading counts from: the last event of its own kind up to the anchor."""
    if rule.cautious_anchor is not None:
        events = tl.events(rule.cautious_anchor)
        place = bisect_right(events, anchor.day, key=lambda event: event.day)
        return events[place - 1].day if place else anchor.day
    return anchor.cautious


def _opens(tl: Timeline, anchor: Event, choice: Choice) -> int:
    """Return the day a duty opens: its own limit, or the anchor; 0 for one that comes before its anchor."""
    limit = choice.regime.opens
    if limit is not None:
        return _limit_due(tl, anchor, limit, choice).day
    return 0 if choice.regime.before else anchor.day


def _limit_due(tl: Timeline, anchor: Event, limit: Limit, choice: Choice) -> Due:
    regime = choice.regime
    how = regime._replace(counting=limit.counting or regime.counting, from_=limit.from_ or regime.from_)
    if limit.before is not None:
        return limit_before(tl, anchor.day, anchor.minute, limit.before, how)
    due = limit_after(tl, anchor.day, anchor.minute, _limit_length(limit, anchor), how)
    day = due.day + 1 if limit.after_end else due.day
    if limit.not_before_last_day_of is not None:
        day = max([day, *_last_days(tl, limit.not_before_last_day_of)])
    return Due(day, due.minute)


def _limit_length(limit: Limit, anchor: Event) -> Duration:
    if limit.years_field is None:
        return limit.within or Duration()
    years = getattr(anchor.fact, attribute_of(limit.years_field), None) or 0
    most = limit.at_most
    return Duration(months=12 * years if most is None else min(12 * years, most.months))


def _last_days(tl: Timeline, kind: str) -> list[int]:
    lasts = [tl.program.order_life(order)[1] for order in tl.offender.orders if order.kind == kind]
    return [last for last in lasts if last < FAR]


def _stand(
    walk: Walk,
    anchored: Anchored,
    folded: Folded,
    opens: int,
    *,
    met: Event | None = None,
    lacking: tuple[str, ...] = (),
) -> tuple[Obligation, Event | None]:
    """Return the occurrence with its status: the one place where a date becomes a verdict."""
    tl, rule = walk.tl, walk.rule
    case, anchor, due = anchored.case, anchored.event, folded.due
    tl.window_last = due.day if due.day < FAR else anchor.day
    tl.lacking.clear()
    gate = True if rule.gate is None else rule.gate(tl, anchor.day, case)
    if gate is None:
        lacking = tuple(dict.fromkeys(tl.lacking))
    if met is not None and gate is not False:
        walk.used.add(met.id)
        if _is_never(folded.choice):
            return _full_row(walk, anchored, Status.NOT_REQUIRED, folded, opens), met
        return _met_row(walk, anchored, folded, opens, met), met
    status, days_late, frozen = _status(walk, anchored, folded, opens, gate, lacking)
    row = _full_row(
        walk,
        anchored,
        status,
        folded,
        opens,
        days_late=days_late,
        frozen=frozen,
        lacking=lacking if status is Status.UNKNOWN else (),
    )
    return row, None


def _met_row(walk: Walk, anchored: Anchored, folded: Folded, opens: int, met: Event) -> Obligation:
    due = folded.due
    late = bool(due.day) and (met.day > due.day or (met.day == due.day and 0 <= due.minute < met.minute))
    frozen = frozen_days(walk.suspended, due.day, met.day) if late and walk.suspended else 0
    return _full_row(
        walk,
        anchored,
        Status.MET_LATE if late else Status.MET,
        folded,
        opens,
        met=met,
        days_late=met.day - due.day - frozen if late else 0,
        frozen=frozen,
    )


def _status(
    walk: Walk,
    anchored: Anchored,
    folded: Folded,
    opens: int,
    gate: bool | None,
    lacking: tuple[str, ...],
) -> tuple[Status, int, int]:
    """Return the status of what is not met, with days late and the days frozen out of them."""
    tl, rule = walk.tl, walk.rule
    case, due = anchored.case, folded.due
    clock = tl.clock
    if gate is False or _is_never(folded.choice) or _is_void(walk, anchored):
        return Status.NOT_REQUIRED, 0, 0
    if not rule.rule.must:
        return _permitted(walk, anchored, opens, due), 0, 0
    if case.end <= due.day and case.end < FAR and _has_lapsed(walk, case, due):
        return Status.LAPSED, 0, 0
    if gate is None:
        return Status.UNKNOWN, 0, 0
    if due.day and clock.reached(due.day + 1):
        return _late(walk, case, due.day)
    if _is_suspended(walk, folded) or due.day == FAR:
        return Status.SUSPENDED, 0, 0
    if not due.day or (lacking and clock.reached(folded.cautious + 1)):
        return Status.UNKNOWN, 0, 0
    return (Status.OPEN if clock.reached(opens) else Status.UPCOMING), 0, 0


def _late(walk: Walk, case: Case, due: int) -> tuple[Status, int, int]:
    clock = walk.tl.clock
    ended = case.end != FAR and clock.reached(case.end)
    until = case.end if ended else clock.as_of
    frozen = frozen_days(walk.suspended, due, until) if walk.suspended else 0
    days = until - due - frozen
    if ended:
        return Status.MISSED, days, frozen
    holding = any(walk.tl.holding(each.runs) for each in walk.suspended)
    return (Status.SUSPENDED if holding else Status.OVERDUE), days, frozen


def _has_lapsed(walk: Walk, case: Case, due: Due) -> bool:
    """Whether what the end of the case overtakes is gone: at that end, or at once where it only ever repeats.

    A periodic duty that would fall due after the end never does (Sexual Offences Act 2003 s.80, s.85); one that an
    event has brought about stands until the end.
    """
    rolling = walk.rule.rule.cadence is Cadence.ROLLING
    return walk.tl.clock.reached(case.end) or (rolling and due.day < FAR)


def _is_never(choice: Choice) -> bool:
    """Whether the regime asks for nothing: no length, and no day on which something opens."""
    return choice.length is None and choice.regime.opens is None


def _is_suspended(walk: Walk, folded: Folded) -> bool:
    """Whether a state holds now that holds the date up; one that only matters if the date falls inside it
    suspends only what it moved.
    """
    for each in walk.suspended:
        if walk.tl.holding(each.runs) is None:
            continue
        if each.rule.if_ is None or folded.due.day > folded.nominal:
            return True
    return False


def _is_void(walk: Walk, anchored: Anchored) -> bool:
    if walk.rule.void_by is None:
        return False
    return walk.rule.void_by(walk.tl, anchored.case, anchored.event, 0, 0, set()) is not None


def _permitted(walk: Walk, anchored: Anchored, opens: int, due: Due) -> Status:
    """Return where an entitlement stands: it opens, it may close, it is never overdue."""
    tl, case = walk.tl, anchored.case
    if case.end != FAR and tl.clock.reached(case.end):
        return Status.LAPSED
    if due.day not in (0, FAR) and tl.clock.reached(due.day + 1):
        return Status.LAPSED
    if not tl.clock.reached(opens):
        return Status.UPCOMING
    gate = walk.rule.gate_each_day
    if gate is not None and gate(tl, tl.clock.as_of, case) is not True:
        return Status.NOT_REQUIRED
    return Status.OPEN


def _earliest(tl: Timeline, rule: CompiledRule, case: Case, opens: int) -> int:
    """Return the first day of the stretch in which what is permitted may be done now, or next; 0 if none is known."""
    gate = rule.gate_each_day
    if gate is None:
        return opens
    days = {opens}
    for name in rule.gate_days:
        for run in tl.runs(name):
            days.update(day for day in (run.start, run.end) if opens < day < FAR)
    now = max(opens, tl.clock.as_of)
    first = 0
    for day in sorted(days):
        allowed = bool(gate(tl, day, case))
        if allowed and not first:
            first = day
        elif not allowed and day <= now:
            first = 0
        if first > now:
            break
    return first


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bare(walk: Walk, case: Case, anchor: Event, status: Status, lacking: tuple[str, ...] = ()) -> Obligation:
    return Obligation(
        walk.rule.published_id,
        case.key,
        "",
        status,
        anchor.day,
        anchor.id,
        0,
        0,
        UNTIMED,
        0,
        0,
        UNTIMED,
        0,
        0,
        (),
        0,
        0,
        0,
        False,
        False,
        lacking,
        walk.rule.id,
        (),
    )


def _unknown(walk: Walk, case: Case, lacking: tuple[str, ...]) -> Obligation:
    return _bare(walk, case, _NOWHEN, Status.UNKNOWN, lacking)


def _full_row(
    walk: Walk,
    anchored: Anchored,
    status: Status,
    folded: Folded,
    opens: int,
    *,
    met: Event | None = None,
    days_late: int = 0,
    frozen: int = 0,
    lacking: tuple[str, ...] = (),
) -> Obligation:
    tl, anchor, regime = walk.tl, anchored.event, folded.choice.regime
    latest = Due(0) if regime.latest is None else _limit_due(tl, anchor, regime.latest, folded.choice)
    permitted = not walk.rule.rule.must and opens
    return Obligation(
        walk.rule.published_id,
        anchored.case.key,
        regime.name,
        status,
        anchor.day,
        anchor.id,
        opens,
        folded.due.day,
        folded.due.minute,
        folded.cautious,
        latest.day,
        latest.minute,
        folded.nominal,
        _earliest(tl, walk.rule, anchored.case, opens) if permitted else 0,
        () if met is None else (met.id,),
        0 if met is None else met.day,
        days_late,
        frozen,
        False,
        status is Status.LAPSED,
        lacking,
        walk.rule.id,
        folded.steps,
    )
