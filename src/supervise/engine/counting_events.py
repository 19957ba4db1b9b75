"""Events that counting, waiting and growing older bring about: the n-th of a kind, so long without one, a birthday."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from supervise.dates.corresponding import Corresponding
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Event, order_of
from supervise.engine.sieves import Sieve
from supervise.engine.stretches import begins
from supervise.engine.timeline import Timeline
from supervise.errors import DateRangeError
from supervise.rules.duration import Duration
from supervise.rules.language import Counting, Derive
from supervise.rules.names import attribute_of
from supervise.rules.vocabulary import OF_THE_OFFENDER

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["answers", "compile_age", "compile_count", "compile_gap"]


def compile_count(rule: Derive, passing: Sieve, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Return the function that finds the event with which so many lie in a stretch of time, and not one earlier.

    It fires again only where the number had fallen below: in the next unit of the calendar, or once some are too old.
    """
    source, reach = compiler.select(rule.of), rule.number
    group = None if rule.group in (None, OF_THE_OFFENDER) else attribute_of(rule.group)

    def events(tl: Timeline) -> list[Event]:
        groups: dict[str, list[Event]] = {}
        for event in passing(tl, tl.events(source)):
            name = "" if group is None else getattr(event.fact, group) or event.id
            groups.setdefault(name, []).append(event)
        return sorted((made for same in groups.values() for made in _counted(same, rule, reach, tl)), key=order_of)

    return events


def _counted(events: list[Event], rule: Derive, reach: int, tl: Timeline) -> Iterator[Event]:
    first = 0
    for place, event in enumerate(events):
        oldest = begins(rule.block or rule.within, event.day, tl.program.corresponding)
        while events[first].day < oldest:
            first += 1
        if place - first + 1 == reach:
            yield event._replace(parts=tuple(each.fact for each in events[first : place + 1]))


def compile_gap(rule: Derive, passing: Sieve, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Return the function that finds the days on which an event has been so long without an answer."""
    source, ended_by = compiler.select(rule.of), compiler.select(rule.ended_by)

    def events(tl: Timeline) -> list[Event]:
        found = []
        until = 0
        for event in passing(tl, tl.events(source)):
            # While one is unanswered, further ones of its kind begin nothing new.
            if event.day < until:
                continue
            until = next((each.day for each in tl.events(ended_by) if answers(each, event)), FAR)
            for day in _days(rule, event.day, tl.program.corresponding):
                if day >= until or not tl.clock.reached(day):
                    break
                found.append(Event(day, UNTIMED, event.id, event.fact, day))
        return sorted(found, key=order_of)

    return events


def answers(other: Event, event: Event) -> bool:
    """Whether an event lies after another: later, or on its day and not known to be earlier."""
    if other.day != event.day or other.fact is event.fact:
        return other.day > event.day
    return UNTIMED in (other.minute, event.minute) or other.minute >= event.minute


def _days(rule: Derive, start: int, sums: Corresponding) -> Iterator[int]:
    """Yield the day on which the first length is over, and so on by ``every``: counted from that day each time."""
    reach = rule.reach if isinstance(rule.reach, Duration) else Duration()
    last_day = sums.beginning_with if rule.counting is Counting.BEGINNING_WITH else sums.after
    first = last_day(start, months=reach.months, days=reach.days)
    yield first
    number = 1
    while rule.every is not None:
        yield sums.day(first, number * rule.every.months) + number * rule.every.days
        number += 1


def compile_age(rule: Derive, passing: Sieve, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Return the function that finds the birthday on which an age is reached; none without a date of birth."""
    age = rule.number

    def events(tl: Timeline) -> list[Event]:
        born = tl.offender.born_on
        if born is None:
            return []
        try:
            day = tl.program.birthday(born.toordinal(), age)
        except DateRangeError:
            # A placeholder as date of birth.
            return []
        return [Event(day, UNTIMED, tl.offender.id, None, day)] if tl.clock.reached(day) else []

    return events
