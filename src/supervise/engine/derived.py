"""Events made out of others: the first of a kind for a registration, series with a reset, presence adding up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from supervise.dates.ordinals import MAX_DAY, add_months
from supervise.engine.clock import FAR
from supervise.engine.conditions import FactTest, compile_where
from supervise.engine.happenings import UNTIMED, Event, minute_of, order_of
from supervise.engine.timeline import Timeline
from supervise.rules.language import Derive, DeriveKind

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["compile_derive"]

MINUTES_A_DAY = 24 * 60


def compile_derive(rule: Derive, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Return the function that finds the events a rule derives, in order."""
    where = None if rule.where is None else compile_where(rule.where, compiler)
    return _KINDS[rule.kind](rule, where, compiler)


def _first(rule: Derive, where: FactTest | None, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """The first event on or after the start of each extent of ``per``; inside a state of ``clear_of``, its end."""
    source = compiler.select(rule.of)
    also = None if rule.also is None else compiler.select(rule.also)
    per = rule.per or ""
    states = [compiler.state(name) for name in rule.clear_of]

    def events(tl: Timeline) -> list[Event]:
        found: dict[tuple[int, str], Event] = {}
        candidates = [event for event in tl.events(source) if where is None or where(tl, event.fact, event.day, None)]
        for extent in tl.extents(per):
            first = next((each for each in candidates if each.day >= extent.first), None)
            if first is None:
                continue
            day = _clear_day(tl, states, first.day)
            if tl.clock.reached(day):
                found[first.day, first.id] = first._replace(day=day, cautious=day)
        result = list(found.values())
        if also is not None:
            result += tl.events(also)
        return sorted(result, key=order_of)

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


def _series(rule: Derive, where: FactTest | None, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Fires at the event that completes a series of ``reach``; a reset event starts it anew; longer adds nothing."""
    source = compiler.select(rule.of)
    reset = compiler.select(None if rule.reset_by is None else rule.reset_by.select)
    reach = rule.reach or 1

    def events(tl: Timeline) -> list[Event]:
        steps = [
            (event.day, event.minute, 0, event)
            for event in tl.events(source)
            if where is None or where(tl, event.fact, event.day, None)
        ]
        if not steps:
            return []
        # On one day a success without a time counts after a failure: it answers it.
        steps += [
            (event.day, event.minute if event.minute != UNTIMED else MINUTES_A_DAY, 1, event)
            for event in tl.events(reset)
        ]
        steps.sort(key=lambda step: (step[0], step[1], step[2], step[3].id))
        found: list[Event] = []
        series: list[Any] = []
        for _, _, resets, event in steps:
            if resets:
                series = []
                continue
            series.append(event.fact)
            if len(series) == reach:
                found.append(event._replace(parts=tuple(series)))
        return found

    return events


def _presence_days(rule: Derive, where: FactTest | None, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Fires on the day on which the days touched at one place reach ``reach`` within a window of months."""
    source = compiler.select(rule.of)
    reach = rule.reach or 1
    months = rule.within.months if rule.within is not None else 0

    def events(tl: Timeline) -> list[Event]:
        groups: dict[str, list[Event]] = {}
        for event in tl.planned(source):
            if where is None or where(tl, event.fact, event.day, None):
                groups.setdefault(getattr(event.fact, rule.group or "id") or event.id, []).append(event)
        found = []
        for key, stays in groups.items():
            fired = _reached(stays, reach, months)
            if fired is not None and tl.clock.reached(fired[0]):
                day, fact, parts = fired
                found.append(Event(day, UNTIMED, key, fact, day, parts))
        return sorted(found, key=order_of)

    return events


def _reached(stays: list[Event], reach: int, months: int) -> tuple[int, Any, tuple[Any, ...]] | None:
    """Return the day on which enough days lie within the window, with the stay of that day and those that count.

    A window of twelve months that ends with a day begins the day after the corresponding day a year before.
    """
    touched: list[tuple[int, Any]] = []
    for day, fact in _days_of(stays, reach):
        touched.append((day, fact))
        if 31 * months < day <= MAX_DAY and months:
            opens = add_months(day, -months)
            touched = [each for each in touched if each[0] > opens]
        if len(touched) == reach:
            parts = tuple({id(each): each for _, each in touched}.values())
            return day, fact, parts
    return None


def _days_of(stays: list[Event], reach: int) -> Iterator[tuple[int, Any]]:
    """Yield each day of each stay in order; the last day counts, an open stay runs on (formats: States)."""
    days: dict[int, Any] = {}
    for stay in stays:
        until = stay.fact.until
        # No stay needs more of its days than the threshold: a longer one has fired by then.
        last = stay.day + reach - 1 if until is None else min(until.toordinal(), stay.day + reach - 1)
        for day in range(stay.day, last + 1):
            days.setdefault(day, stay.fact)
    for day in sorted(days):
        yield day, days[day]


def _presence_hours(rule: Derive, where: FactTest | None, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Fires on the day on which a stay completes ``reach`` hours; cautious: the day it began.

    With no time of arrival the stay may have begun at any minute of its first day.
    """
    source = compiler.select(rule.of)
    minutes = (rule.reach or 1) * 60

    def events(tl: Timeline) -> list[Event]:
        found = []
        for event in tl.planned(source):
            if where is not None and not where(tl, event.fact, event.day, None):
                continue
            day = _hours_completed(event, minutes)
            if day is not None and tl.clock.reached(day):
                key = getattr(event.fact, rule.group or "id") or event.id
                found.append(Event(day, UNTIMED, key, event.fact, event.day))
        found.sort(key=order_of)
        firsts: dict[str, Event] = {}
        for event in found:
            firsts.setdefault(event.id, event)
        return list(firsts.values())

    return events


def _hours_completed(event: Event, minutes: int) -> int | None:
    fact = event.fact
    end = FAR if fact.until is None else fact.until.toordinal()
    until_minute = minute_of(fact.until_at)
    last_minute = MINUTES_A_DAY if until_minute == UNTIMED else until_minute
    if event.minute == UNTIMED:
        latest = event.day + (MINUTES_A_DAY - 1 + minutes) // MINUTES_A_DAY
        longest = (end - event.day) * MINUTES_A_DAY + last_minute
        return min(latest, end) if longest >= minutes else None
    done = event.minute + minutes
    if (end - event.day) * MINUTES_A_DAY + last_minute < done:
        return None
    return event.day + done // MINUTES_A_DAY


_KINDS: dict[DeriveKind, Callable[[Derive, FactTest | None, Compiler], Callable[[Timeline], list[Event]]]] = {
    DeriveKind.FIRST: _first,
    DeriveKind.SERIES: _series,
    DeriveKind.PRESENCE_DAYS: _presence_days,
    DeriveKind.PRESENCE_HOURS: _presence_hours,
}
