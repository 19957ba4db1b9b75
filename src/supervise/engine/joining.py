"""How the events of several names become one list, and which of them are kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from supervise.engine.happenings import Event, Joint, order_of
from supervise.engine.limits import to_end
from supervise.engine.timeline import Timeline
from supervise.errors import DateRangeError
from supervise.rules.duration import Duration
from supervise.rules.words import PeriodEnd

__all__ = ["apart", "first_of_each_day", "joined", "merged"]


def merged(lists: list[list[Event]]) -> list[Event]:
    """Return the events of names to which no event answers twice, in order."""
    return sorted(chain.from_iterable(lists), key=order_of)


def joined(lists: list[list[Event]]) -> list[Event]:
    """Return the events of several names in order; one that answers to two names is one event, that of the first."""
    once: dict[tuple[int, int, str, int], Event] = {}
    for event in chain.from_iterable(lists):
        once.setdefault((event[0], event[1], event[2], id(event[3])), event)
    return sorted(once.values(), key=order_of)


def first_of_each_day(lists: list[list[Event]]) -> list[Event]:
    """Return one event a day, the first of the name that comes first, in order; it stands for the others."""
    by_day: dict[int, list[Event]] = {}
    for event in chain.from_iterable(lists):
        by_day.setdefault(event.day, []).append(event)
    one_a_day = (day[0] if len(day) == 1 else Joint.of(day[0], _ids(day)) for day in by_day.values())
    return sorted(one_a_day, key=order_of)


def _ids(events: list[Event]) -> Iterator[str]:
    for event in events:
        yield from event.ids if isinstance(event, Joint) else (event.id,)


def apart(tl: Timeline, events: list[Event], length: Duration) -> list[Event]:
    """Return the first event, and each that comes at least so long after the last that was kept.

    Of a unit of the calendar the first in each is kept.
    """
    kept: list[Event] = []
    soonest = 0
    for event in events:
        if event.day < soonest:
            continue
        kept.append(event)
        try:
            soonest = _day_so_long_after(tl, event.day, length)
        except DateRangeError:
            # A placeholder such as 9999-12-31: nothing lies so long after it.
            break
    return kept


def _day_so_long_after(tl: Timeline, day: int, length: Duration) -> int:
    if length.calendar is None:
        return tl.program.corresponding.after(day, months=length.months, days=length.days)
    return to_end(tl, day, PeriodEnd(length.calendar[1])) + 1
