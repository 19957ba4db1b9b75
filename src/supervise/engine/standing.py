"""Where an occurrence stands: the one place where a date becomes a verdict, and the row that says so."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from supervise.dates.ordinals import MAX_DAY, in_range
from supervise.engine.clock import FAR
from supervise.engine.evidence import voided_by
from supervise.engine.folding import Folded
from supervise.engine.happenings import UNTIMED, Case, Event, Run, frozen_days, mark_of
from supervise.engine.judged import Anchored, CompiledRule, Walk, known_until
from supervise.engine.limits import Due, How, calendar_of_limit, limit_after, limit_before, rolled
from supervise.engine.obligation import Obligation, Status, new_obligation
from supervise.engine.orders import order_life
from supervise.engine.outcomes import Settled, new_settled
from supervise.engine.regimes import Choice, Choices
from supervise.engine.second_reading import cautious_anchor
from supervise.rules.duration import Duration
from supervise.rules.language import Cadence, Limit, Suspension
from supervise.rules.names import attribute_of

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = [
    "NOWHEN", "at_once", "bare", "changes_of", "is_never", "opens_on", "settled", "stand", "told", "unknown",
]  # fmt: skip

NOWHEN = Event(0, UNTIMED, "", None, 0)


def settled(walk: Walk, case: Case, anchor: Event, choice: Choice, met: Event) -> Settled | None:
    """Return an occurrence that was met while nothing moved its date, to be told later; None where it is not so sure.

    Nearly all occurrences of a register are of this kind: the measured reason for a second way to the same row (a
    test holds the two to each other).
    """
    rule = walk.rule
    day, (first, last) = anchor[0], choice.settles
    if rule.gate is not None or rule.cautious_anchor is not None or not first <= day <= last or anchor[4] != day:
        return None
    if _is_disturbed(walk, day, met):
        return None
    walk.used.add(mark_of(met))
    return new_settled(Settled, (case, rule, anchor, choice, met))


def _is_disturbed(walk: Walk, anchor: int, met: Event | None) -> bool:
    """Whether a change of regime or a suspension lies between the anchor and the day the duty was met, or judged."""
    if walk.last_change > anchor and walk.rule.follows_changes and changes_of(walk, anchor, known_until(met)):
        return True
    done = walk.tl.clock.as_of if met is None else met[0]
    for each in walk.suspended:
        for run in each.runs:
            if run.end > anchor and run.start <= done:
                return True
    return False


def told(entry: Settled) -> Obligation:
    """Return the row of a settled occurrence.

    One that is settled was judged when it was met: no day is compared with ``as_of`` again.
    """
    case, rule, anchor, choice, met = entry
    reckon = choice.reckon
    due = 0 if reckon is None else reckon(anchor.day) or 0
    late = met.day - due if met.day > due else 0
    cautious = due if rule.rule.cautious is None else _earlier(choice, anchor.day, due)
    return _row_at_once(rule, case, anchor, choice, due, cautious, _MET_LATE if late else _MET, late, met)


def at_once(
    walk: Walk, case: Case, anchor: Event, choice: Choice, met: Event | None
) -> tuple[Obligation | None, Event | None]:
    """Return an occurrence in one step and what met it, where nothing happened to its date; None where it may have."""
    rule, day, clock = walk.rule, anchor.day, walk.tl.clock
    due = choice.reckon(day) if choice.reckon is not None else None
    if due is None or due > MAX_DAY or anchor.cautious != day:
        return None, met
    done = clock.as_of if met is None else met.day
    if _is_disturbed(walk, day, met):
        return None, met
    gate: bool | None = True
    passed_over = None
    if rule.gate is not None:
        walk.tl.window_last = due
        gate = rule.gate(walk.tl, day, case)
        if gate is None:
            return None, met
    late = 0
    if not gate:
        status, passed_over, met = _NOT_REQUIRED, _passed_over(walk, met), None
    elif met is not None:
        walk.used.add(mark_of(met))
        late = done - due if done > due else 0
        status = _MET_LATE if late else _MET
    elif rule.void_by is not None or case.end <= due or (case.end < FAR and clock.reached(case.end)):
        return None, None
    elif clock.reached(due + 1):
        status, late = _OVERDUE, done - due
    else:
        status = _OPEN if clock.reached(day) else _UPCOMING
    cautious = due
    if rule.rule.cautious is not None:
        cautious = _earlier(choice, cautious_anchor(walk.tl, rule, anchor)[0], due)
    row = _row_at_once(rule, case, anchor, choice, due, cautious, status, late, met)
    return row, met or passed_over


def _passed_over(walk: Walk, met: Event | None) -> Event | None:
    """Return what would have met a chain's occurrence that its gate takes away: the next is counted from it."""
    if met is None or walk.rule.rule.cadence is not Cadence.ROLLING:
        return None
    walk.used.add(mark_of(met))
    return met


def _row_at_once(
    rule: CompiledRule,
    case: Case,
    anchor: Event,
    choice: Choice,
    due: int,
    cautious: int,
    status: Status,
    late: int,
    met: Event | None,
) -> Obligation:
    day = anchor.day
    return new_obligation(
        Obligation,
        (
            rule.published_id,
            case.key,
            choice.regime.name,
            status,
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
            () if met is None else (met.id,),
            0 if met is None else met.day,
            late,
            0,
            False,
            False,
            (),
            rule.id,
            (("count", choice, day, due, cautious),),
            (),
        ),
    )


_MET, _MET_LATE, _OVERDUE = Status.MET, Status.MET_LATE, Status.OVERDUE
_OPEN, _UPCOMING, _NOT_REQUIRED = Status.OPEN, Status.UPCOMING, Status.NOT_REQUIRED


def _earlier(choice: Choice, day: int, due: int) -> int:
    """Return the earlier of a date and the one the cautious reading gives from its own anchor."""
    second = None if choice.reckon_cautiously is None else choice.reckon_cautiously(day)
    return due if second is None or second > due else second


def changes_of(walk: Walk, after: int, horizon: int) -> list[tuple[int, Choices]]:
    """Return the changes of regime after a day up to and with another."""
    if walk.track is None or not walk.rule.follows_changes:
        return _UNCHANGED
    days, values = walk.track
    if days[-1] <= after:
        return _UNCHANGED
    first, last = bisect_right(days, after), bisect_right(days, horizon)
    return list(zip(days[first:last], values[first:last], strict=True)) if first < last else _UNCHANGED


_UNCHANGED: list[tuple[int, Choices]] = []


def opens_on(tl: Timeline, anchor: Event, choice: Choice) -> int:
    """Return the day a duty opens: its own limit, or the anchor; 0 for one that comes before its anchor."""
    limit = choice.regime.opens
    if limit is not None:
        return _limit_due(tl, anchor, limit, choice).day
    return 0 if choice.regime.before else anchor.day


def _limit_due(tl: Timeline, anchor: Event, limit: Limit, choice: Choice) -> Due:
    due = _limit_sum(tl, anchor, limit, choice)
    if limit.roll is None:
        return due
    return Due(rolled(calendar_of_limit(tl, limit, choice.regime.calendar), due.day, limit.roll))


def _limit_sum(tl: Timeline, anchor: Event, limit: Limit, choice: Choice) -> Due:
    regime = choice.regime
    counting, from_ = limit.counting or regime.counting, limit.from_ or regime.from_
    calendar = calendar_of_limit(tl, limit, regime.calendar)
    how = How(counting, from_, regime.clock, limit.to_end_of, limit.from_end_of, regime.skips, calendar)
    if limit.before is not None:
        return limit_before(tl, anchor.day, anchor.minute, limit.before, how)
    due = limit_after(tl, anchor.day, anchor.minute, _limit_length(limit, anchor), how)
    if not due.day:
        return due
    day = in_range(due.day + limit.after_end - (0 if limit.less is None else limit.less.days))
    if limit.not_before_last_day_of is not None:
        day = max([day, *_last_days(tl, limit.not_before_last_day_of)])
    if limit.not_before is not None:
        day = max(day, limit.not_before.toordinal())
    return Due(day, due.minute)


def _limit_length(limit: Limit, anchor: Event) -> Duration:
    if limit.years_field is None:
        return limit.within or Duration()
    years = getattr(anchor.fact, attribute_of(limit.years_field), None) or 0
    most = limit.at_most
    return Duration(months=12 * years if most is None else min(12 * years, most.months))


def _last_days(tl: Timeline, kind: str) -> list[int]:
    lasts = [order_life(tl, order)[1] for order in tl.offender.orders if order.kind == kind]
    return [last for last in lasts if last < FAR]


def stand(
    walk: Walk,
    anchored: Anchored,
    folded: Folded,
    opens: int,
    *,
    met: Event | None = None,
) -> tuple[Obligation, Event | None]:
    """Return the occurrence with its status: the one place where a date becomes a verdict."""
    lacking = folded.lacking
    tl, rule = walk.tl, walk.rule
    case, anchor, due = anchored.case, anchored.event, folded.due
    tl.window_last = due.day if due.day < FAR else anchor.day
    tl.lacking.clear()
    gate = True if rule.gate is None else rule.gate(tl, anchor.day, case)
    if gate is None:
        lacking = tuple(dict.fromkeys(tl.lacking))
    if met is not None and gate is not False:
        walk.used.add(mark_of(met))
        if _asks_nothing(folded):
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
        lacking=(lacking or _NO_DAY) if status is Status.UNKNOWN else (),
    )
    return row, _passed_over(walk, met)


# No fact decides: the calendar does not reach as far as the sum.
_NO_DAY = ("calendar",)


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
    if gate is False or _asks_nothing(folded) or _is_void(walk, anchored, opens):
        return Status.NOT_REQUIRED, 0, 0
    if not rule.rule.must:
        return _permitted(walk, anchored, opens, due), 0, 0
    if case.end <= due.day and case.end < FAR and _has_lapsed(walk, case, due):
        return Status.LAPSED, 0, 0
    if gate is None:
        return Status.UNKNOWN, 0, 0
    if due.day and clock.reached(due.day + 1):
        return _late(walk, case, due.day)
    no_end = due.day == FAR and not is_never(folded.choice)
    if _is_suspended(walk, anchored.event.day, folded) or no_end:
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
    cadence = walk.rule.rule.cadence
    repeats = cadence.follows or cadence.is_fixed
    return walk.tl.clock.reached(case.end) or (repeats and due.day < FAR)


def _asks_nothing(folded: Folded) -> bool:
    """Whether the regime is `never`, and no missing fact could make it another."""
    return is_never(folded.choice) and not folded.lacking


def is_never(choice: Choice) -> bool:
    """Whether the regime asks for nothing: no length, and no day on which something opens."""
    return choice.length is None and choice.regime.opens is None and not choice.regime.regime.names_days


def _is_suspended(walk: Walk, anchor: int, folded: Folded) -> bool:
    """Whether a state holds now that holds the date up; one that only matters if the date falls inside it
    suspends only what it moved.
    """
    for each in walk.suspended:
        held = walk.tl.holding(each.runs)
        if held is None or held.end <= anchor:
            continue
        if each.rule.if_ is None or _has_moved(held, each.rule, folded):
            return True
    return False


def _has_moved(run: Run, rule: Suspension, folded: Folded) -> bool:
    """Whether it was this run, not an earlier one of the same state, that moved the date."""
    moves = (step for step in folded.steps if step[0] == "suspended" and step[4] is rule)
    return any(step[1:3] == (run.id, run.start) for step in moves)


def _is_void(walk: Walk, anchored: Anchored, opens: int) -> bool:
    return voided_by(walk.tl, walk.rule, anchored.case, anchored.event, opens, anchored.first_opens) is not None


def _permitted(walk: Walk, anchored: Anchored, opens: int, due: Due) -> Status:
    """Return where an entitlement stands: it opens, it may close, it is never overdue."""
    tl, case = walk.tl, anchored.case
    if case.end != FAR and tl.clock.reached(case.end):
        return Status.LAPSED
    if due.day not in (0, FAR) and tl.clock.reached(due.day + 1):
        return Status.LAPSED
    if not tl.clock.reached(opens):
        return Status.UPCOMING
    gate = walk.rule.daily_gate
    if gate is None:
        return Status.OPEN
    for day in gate.days(tl):
        # On the next of these the answer may be another.
        tl.clock.reached(day)
    return Status.OPEN if gate.holds(tl, tl.clock.as_of, case) is True else Status.NOT_REQUIRED


def _earliest(tl: Timeline, rule: CompiledRule, case: Case, opens: int) -> int:
    """Return the first day of the stretch in which what is permitted may be done now, or next; 0 if none is known."""
    gate = rule.daily_gate
    if gate is None:
        return opens
    days = {opens, *(day for day in gate.days(tl) if opens < day < FAR)}
    now = max(opens, tl.clock.as_of)
    first = 0
    for day in sorted(days):
        allowed = bool(gate.holds(tl, day, case))
        if allowed and not first:
            first = day
        elif not allowed and day <= now:
            first = 0
        if first > now:
            break
    return first


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────


def bare(walk: Walk, case: Case, anchor: Event, status: Status, lacking: tuple[str, ...] = ()) -> Obligation:
    """Return an occurrence of which no date can or need be told."""
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


def unknown(walk: Walk, case: Case, lacking: tuple[str, ...]) -> Obligation:
    """Return an occurrence that has no anchor, naming the facts it lacks; what the end of the case overtook is gone."""
    if case.end < FAR and walk.tl.clock.reached(case.end):
        return bare(walk, case, NOWHEN, Status.LAPSED)
    return bare(walk, case, NOWHEN, Status.UNKNOWN, lacking)


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
