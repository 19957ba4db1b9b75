"""What a rule reads of other rules, and of how often something happened: cases, anchors and conditions.

The rules that are read have been judged before (see ``program.in_order``), as of the same day. Occurrences ahead that
are only assumed are never read: what a rule says must not depend on how far ahead somebody looks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Answer, Case, Event
from supervise.engine.matching import agrees, fields_matched
from supervise.engine.obligation import MET, Obligation, Status
from supervise.engine.stretches import begins
from supervise.rules.conditions import Counted, OtherDuty
from supervise.rules.places import OnePer
from supervise.rules.words import Outcome, Which

if TYPE_CHECKING:
    from supervise.engine.program import Compiler
    from supervise.engine.timeline import Timeline

__all__ = ["compile_counted", "compile_other", "day_of_rule", "days_reached", "per_outcome"]

# The day, the minute and the id by which events stand one after the other.
_Place: TypeAlias = tuple[int, int, str]

# What never falls due, or never did.
_NOT_DUE = frozenset({Status.NOT_REQUIRED, Status.LAPSED})


def _judged(tl: Timeline, rule: str) -> Iterator[tuple[Obligation, Case]]:
    """Yield the occurrences of a rule that are no mere assumption."""
    return (pair for pair in tl.outcomes.get(rule, ()) if not pair[0].projected)


# ── what a duty hangs on ────────────────────────────────────────────────────────────────────────────────────────


def per_outcome(one_per: OnePer) -> Callable[[Timeline], list[Case]]:
    """Return the function that finds a case for each occurrence of another rule that came to an outcome.

    Its key and its fact are those of the other, so that fields of the fact can be matched. With ``in_a_row`` there is
    one only for that with which so many have come to it one after the other, with ``reach`` only for that with which
    there are so many in a stretch of time.
    """
    rule, in_a_row, reach = one_per.occurrence_of or "", one_per.in_a_row, one_per.reach
    find = _OUTCOMES[one_per.outcome or Outcome.DUE]

    def cases(tl: Timeline) -> list[Case]:
        found = [(event, other.key) for row, other in _judged(tl, rule) if (event := find(tl, row, other)) is not None]
        found.sort(key=_order)
        if in_a_row is not None:
            kept = [event for row, other in _judged(tl, rule) if (event := _when_kept(tl, row, other)) is not None]
            found = _last_of_each_row(found, sorted(_place(event) for event in kept), in_a_row)
        elif reach is not None:
            days = [event.day for event, _ in found]
            found = [each for place, each in enumerate(found) if len(_up_to(days, place, one_per, tl)) == reach]
        return [Case(key, event, event.day, FAR) for event, key in found]

    return cases


def days_reached(tl: Timeline, one_per: OnePer, case: Case) -> list[int]:
    """Return the due days that were not met in time up to that of a case, in the stretch of time that ends with it."""
    every = per_outcome(attrs.evolve(one_per, reach=None, within=None))(tl)
    days = [each.start for each in every]
    found = (_up_to(days, place, one_per, tl) for place, each in enumerate(every) if each.event == case.event)
    return next(each for each in found if len(each) == one_per.reach)


def _up_to(days: list[int], place: int, one_per: OnePer, tl: Timeline) -> list[int]:
    """Return the days up to a place that lie in the stretch of time that ends with the day of that place."""
    oldest = begins(one_per.within, days[place], tl.program.corresponding)
    return days[bisect_left(days, oldest) : place + 1]


def _last_of_each_row(found: list[tuple[Event, str]], kept: list[_Place], length: int) -> list[tuple[Event, str]]:
    """Return those with which a row is as long as that: between two that were kept there is one such at most."""
    rows = Counter[int]()
    last = []
    for event, key in found:
        row = bisect_left(kept, _place(event))
        rows[row] += 1
        if rows[row] == length:
            last.append((event, key))
    return last


def _when_kept(tl: Timeline, row: Obligation, case: Case) -> Event | None:
    return _when_due(tl, row, case) if row.status is Status.MET else None


def _order(found: tuple[Event, str]) -> _Place:
    return _place(found[0])


def _place(event: Event) -> _Place:
    return event.day, event.minute, event.id


def _when_due(tl: Timeline, row: Obligation, case: Case) -> Event | None:
    if row.status in _NOT_DUE or not 0 < row.due_day < FAR:
        return None
    return Event(row.due_day, row.due_minute, case.key, case.fact, row.due_day)


def _when_met(tl: Timeline, row: Obligation, case: Case) -> Event | None:
    if row.status not in MET:
        return None
    # What meets quotas are many events, none of which is it.
    return Answer(row.met_day, UNTIMED, row.met_by[0] if row.met_by else case.key, case.fact, row.met_day)


def _when_missed(tl: Timeline, row: Obligation, case: Case) -> Event | None:
    """Not met by its due day: known from the day after, and not undone by what comes later."""
    event = _when_due(tl, row, case)
    if event is None or row.status in (Status.MET, Status.UNKNOWN) or not tl.clock.reached(event.day + 1):
        return None
    return event


_OUTCOMES: dict[Outcome, Callable[[Timeline, Obligation, Case], Event | None]] = {
    Outcome.DUE: _when_due,
    Outcome.MET: _when_met,
    Outcome.MISSED: _when_missed,
}


# ── the day it counts from ──────────────────────────────────────────────────────────────────────────────────────


def day_of_rule(
    rule: str, match: dict[str, str], which: Which | None, *, met: bool
) -> Callable[[Timeline, Case], Event | None]:
    """Return the function that finds the last (or first) due, or day of meeting, of what belongs to a case."""
    fields = fields_matched(match)
    choose = min if which is Which.FIRST else max

    def find(tl: Timeline, case: Case) -> Event | None:
        days = [
            (row.met_day if met else row.due_day, row.met_by[0] if met and row.met_by else row.key)
            for row, other in _judged(tl, rule)
            if (row.status in MET if met else row.due_day and row.status is not Status.NOT_REQUIRED)
            and agrees(other.fact, case.fact, fields)
        ]
        if not days:
            return None
        day, key = choose(days)
        return Event(day, UNTIMED, key, None, day)

    return find


# ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────────


def compile_other(other: OtherDuty) -> Callable[[Timeline, int, Case | None], bool]:
    """Return a test whether another rule has an occurrence of a kind, seen from a day."""
    fields, status, ahead = fields_matched(other.match), other.status, other.opens_within

    def judge(tl: Timeline, day: int, case: Case | None) -> bool:
        fact = case.fact if case is not None else None
        end = 0 if ahead is None else tl.program.corresponding.day(day, ahead.months) + ahead.days
        return any(
            (status is None or row.status in status)
            and (ahead is None or day <= row.opens_day < end)
            and agrees(hangs_on.fact, fact, fields)
            for row, hangs_on in _judged(tl, other.rule)
        )

    return judge


def compile_counted(count: Counted, compiler: Compiler) -> Callable[[Timeline, int, Case | None], bool]:
    """Return a test how many events there were up to and with a day; those that are planned by then count too."""
    index = compiler.select(count.of)
    least = 0 if count.at_least is None else count.at_least
    most = FAR if count.at_most is None else count.at_most
    stretch = count.stretch

    def judge(tl: Timeline, day: int, case: Case | None) -> bool:
        events = tl.planned(index)
        first = bisect_left(events, (begins(stretch, day, tl.program.corresponding),))
        return least <= bisect_right(events, day, key=lambda event: event.day) - first <= most

    return judge
