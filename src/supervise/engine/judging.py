"""Judges one rule for one offender: its cases, the occurrences of each, where each stands and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from supervise.dates.ordinals import MAX_DAY
from supervise.engine.clock import FAR
from supervise.engine.conditions import Case, new_case
from supervise.engine.folding import Folded, Pending, SuspendedBy, fold
from supervise.engine.happenings import UNTIMED, Event, happened
from supervise.engine.judged import Anchored, CompiledRule, Walk
from supervise.engine.limits import limit_before
from supervise.engine.obligation import Obligation, Status
from supervise.engine.regimes import Choice, Choices, choices_at
from supervise.engine.standing import (
    NOWHEN,
    at_once,
    bare,
    cautious_anchor,
    changes_of,
    is_never,
    opens_on,
    stand,
    unknown,
)
from supervise.errors import DateRangeError
from supervise.rules.language import Cadence

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["judge"]

_NOTHING: list[tuple[Obligation, Case]] = []
# Later than this a date is a placeholder, and a sum from it may leave the calendar.
PLACEHOLDER = MAX_DAY - 366 * 150

_NO_TRACK: tuple[list[int], list[Choices]] = ([0], [()])


def _asks_nothing(choices: Choices) -> bool:
    return all(is_never(choice) for choice in choices)


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
    if rule.may_be_never and track is not None and not until and all(map(_asks_nothing, track[1])):
        return [(bare(walk, case, NOWHEN, Status.NOT_REQUIRED), case) for case in cases]
    steps = _WALKS[rule.rule.cadence]
    judged: list[tuple[Obligation, Case]] = []
    if rule.own_alone and track is not None:
        cases = _written_at_once(walk, cases, judged)
    for case in cases:
        try:
            rows = steps(walk, case)
        except DateRangeError:
            # A placeholder such as 9999-12-31: never a wrong date, never thousands of occurrences.
            rows = [unknown(walk, case, ("a date within range",))]
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
                row = at_once(walk, case, anchor, choices[0], met)
        if row is None:
            left.append(case)
        else:
            judged.append((row, case))
    return left


# ── cases within the time in which the duty can fall due ────────────────────────────────────────────────────────


def _within_windows(cases: Sequence[Case], windows: tuple[tuple[int, int], ...]) -> list[Case]:
    found: list[Case] = []
    for case in cases:
        key, event, first, last, opened_by = case
        if event is None:
            found += _cut(case, windows)
            continue
        day = event.day
        for start, end in windows:
            if start <= day < end:
                found.append(new_case(Case, (key, event, first, min(end, last), opened_by)))
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
    return [unknown(walk, case, lacking)] if lacking else []


def _rolling(walk: Walk, case: Case) -> list[Obligation]:
    anchor = walk.rule.anchor(walk.tl, case)
    if anchor is None:
        return _without_anchor(walk, case)
    rows: list[Obligation] = []
    number = 1
    if walk.rule.rebased_at is not None:
        # What began the chain meets nothing in it; its period, too, runs from the date that is asked for.
        walk.used.add(anchor[:3])
        anchor = _rebased(walk.rule, anchor, 0)
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
        anchor = _rebased(walk.rule, met, anchor.day)
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
        if (met.id == anchor.id and met.day == anchor.day) or met[:3] in walk.used:
            continue
        choices = values[bisect_right(days, anchor.day) - 1]
        if met.day >= case.end or len(choices) != 1:
            break
        row = at_once(walk, case, anchor, choices[0], met)
        if row is None:
            break
        rows.append(row)
        anchor = _rebased(walk.rule, met, anchor.day)
        number += 1
        if walk.rule.rebased_at is not None or anchor.day >= case.end:
            # Counted from another date, the next search starts somewhere else.
            break
    return anchor, number


def _projected(walk: Walk, case: Case, row: Obligation, number: int) -> list[Obligation]:
    """Return occurrences ahead, each assumed to be met on its due day (or now, if it is past), and marked so."""
    rows: list[Obligation] = []
    while row.status in _STILL_TO_MEET and 0 < row.due_day < walk.until and len(rows) < MOST_AHEAD:
        day = max(row.due_day, walk.tl.clock.as_of)
        number += 1
        row, _ = _occurrence(walk, case, Event(day, UNTIMED, "", None, day), number, look=False)
        if not day < row.due_day <= walk.until:
            break
        row = row._replace(projected=True)
        rows.append(row)
    return rows


# Forty years of a weekly duty: nobody plans further, and a placeholder as `until` makes no endless list.
MOST_AHEAD = 2_080

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
    dues = [(limit_before(tl, anchor.day, UNTIMED, lead, regime), lead) for lead in leads]
    if case.event is None or rule.rule.one_per.span is not None:
        # What would have fallen due before the order was made, or anybody was subject, never did.
        dues = [(due, lead) for due, lead in dues if due.day >= case.start]
    for number, (due, lead) in enumerate(dues, start=1):
        choice = Choice(regime, lead)
        steps = (("count", choice, anchor.day, due.day, due.day),)
        folded = Folded(due, due.day, due.day, choice, lacking=(), steps=steps)
        anchored = Anchored(case, anchor, number, dues[0][0].day)
        met = None if rule.met_by is None else rule.met_by(tl, case, anchor, due.day, dues[0][0].day, walk.used)
        rows.append(stand(walk, anchored, folded, due.day, met=met)[0])
    return rows


_WALKS = {Cadence.ONCE: _once, Cadence.ROLLING: _rolling, Cadence.COUNTDOWN: _countdown}


def _rebased(rule: CompiledRule, met: Event, before: int) -> Event:
    """Return the anchor of the next period: what met this one, or a date of it (an assessment runs from its day).

    It never lies before the anchor of the period that was met.
    """
    date = None if rule.rebased_at is None else getattr(met.fact, rule.rebased_at, None)
    if date is None:
        return met
    return happened(max(date.toordinal(), before), UNTIMED, met.id, met.fact)


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
        return bare(walk, case, anchor, Status.NOT_REQUIRED), None
    choice = choices[0]
    opens = anchor.day if rule.plain else opens_on(tl, anchor, choice)
    met = rule.met_by(tl, case, anchor, opens, 0, walk.used) if look and rule.met_by is not None else None
    if met is not None and met.day >= case.end and not (rule.closes_gap and met.day == case.end):
        met = None
    if rule.plain and len(choices) == 1:
        row = at_once(walk, case, anchor, choice, met)
        if row is not None:
            return row, met
    horizon = tl.clock.as_of if met is None else met.day
    declared = rule.rule
    folded = fold(
        tl,
        Pending(anchor.day, anchor.minute, cautious_anchor(tl, rule, anchor), horizon),
        choices,
        changes_of(walk, anchor.day, horizon),
        declared.change,
        walk.suspended,
        None if declared.cautious is None else declared.cautious.counting,
    )
    if folded.choice is not choice and not rule.plain:
        opens = opens_on(tl, anchor, folded.choice)
    return stand(walk, Anchored(case, anchor, number, 0), folded, opens, met=met)
