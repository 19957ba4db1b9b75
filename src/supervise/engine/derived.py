"""Events made out of others: the first of a kind for a registration, series with a reset, and the other kinds."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from supervise.engine.counting_events import compile_age, compile_count, compile_gap
from supervise.engine.happenings import UNTIMED, Event, Mark, mark_of, order_of
from supervise.engine.presence import MINUTES_A_DAY, compile_days, compile_hours
from supervise.engine.sieves import Sieve, compile_passing
from supervise.engine.timeline import Timeline
from supervise.rules.language import Derive, DeriveKind

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["compile_derive"]


def compile_derive(rule: Derive, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Return the function that finds the events a rule derives, in order."""
    return _KINDS[rule.kind](rule, compile_passing(rule.where, compiler), compiler)


def _first(rule: Derive, passing: Sieve, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """The first event on or after the start of each extent of ``per``; inside a state of ``clear_of``, its end."""
    source = compiler.select(rule.of)
    also = None if rule.also is None else compiler.select(rule.also)
    per = rule.per or ""
    states = [compiler.state(name) for name in rule.clear_of]

    def events(tl: Timeline) -> list[Event]:
        # One event for all extents whose first it is, and for `also`.
        found: dict[Mark, Event] = {}
        candidates = passing(tl, tl.events(source))
        for extent in tl.held_extents(per):
            first = next((each for each in candidates if each.day >= extent.first), None)
            if first is None:
                continue
            day = _clear_day(tl, states, first.day)
            if tl.clock.reached(day):
                moved = first._replace(day=day, cautious=day)
                found[mark_of(moved)] = moved
        if also is not None:
            found |= {mark_of(each): each for each in tl.events(also)}
        return sorted(found.values(), key=order_of)

    return events


def _clear_day(tl: Timeline, states: list[str], day: int) -> int:
    """Return the day, or the end of the state it lies in."""
    moved = True
    while moved:
        moved = False
        for state in states:
            for run in tl.runs(state):
                if run.start <= day < run.end:
                    day, moved = run.end, True
    return day


def _series(rule: Derive, passing: Sieve, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Fires at the event that completes a series of ``reach``; a reset event starts it anew; longer adds nothing."""
    source = compiler.select(rule.of)
    reset = compiler.select(None if rule.reset_by is None else rule.reset_by.select)
    reach = rule.number

    def events(tl: Timeline) -> list[Event]:
        tried = passing(tl, tl.events(source))
        if len(tried) < reach:
            return []
        steps = [(event.day, event.minute, 0, event.id, event) for event in tried]
        # On one day a success without a time counts after a failure: it answers it.
        steps += [
            (event.day, event.minute if event.minute != UNTIMED else MINUTES_A_DAY, 1, event.id, event)
            for event in tl.events(reset)
        ]
        steps.sort(key=_in_series)
        found: list[Event] = []
        series: list[Any] = []
        for _, _, resets, _, event in steps:
            if resets:
                series = []
                continue
            series.append(event.fact)
            if len(series) == reach:
                found.append(event._replace(parts=tuple(series)))
        return found

    return events


_in_series = itemgetter(0, 1, 2, 3)

_KINDS: dict[DeriveKind, Callable[[Derive, Sieve, Compiler], Callable[[Timeline], list[Event]]]] = {
    DeriveKind.FIRST: _first,
    DeriveKind.SERIES: _series,
    DeriveKind.PRESENCE_DAYS: compile_days,
    DeriveKind.PRESENCE_NIGHTS: compile_days,
    DeriveKind.PRESENCE_HOURS: compile_hours,
    DeriveKind.COUNT: compile_count,
    DeriveKind.GAP: compile_gap,
    DeriveKind.AGE: compile_age,
}
