"""What a timeline is made of: events, runs of a state, the extents of a span, and the cases of a duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from supervise.dates.ordinals import ordinal_of
from supervise.model.versions import DATED_BY
from supervise.rules.language import SpanLength, Suspension

__all__ = [
    "MINUTES", "UNTIMED", "Answer", "Case", "Event", "Extent", "Joint", "Mark", "Run", "SuspendedBy", "end_of",
    "fact_day", "first_given", "frozen_days", "happened", "has_array", "has_no_extent", "is_of", "mark_of",
    "may_be", "minute_of", "new_case", "new_event", "order_of",
]  # fmt: skip

# The minute of an event whose time of day is not recorded; it sorts before the timed ones of its day.
UNTIMED = -1

# Its day, its minute, its id, and the class of its fact.
Mark: TypeAlias = tuple[int, int, str, type[Any]]


class Event(NamedTuple):
    """Something on one day, made from one fact.

    ``cautious`` is the earliest day it may have happened, ``parts`` the facts a derived event was made of.
    """

    day: int
    minute: int
    id: str
    fact: Any
    cautious: int
    parts: tuple[Any, ...] = ()


class Answer(Event):
    """The day on which another duty was met: its fact is what that duty hangs on, its id that of what met it."""

    __slots__ = ()


class Joint(Event):
    """An event that stands for several of its day: ``ids`` are those of all of them."""

    ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, event: Event, ids: Iterable[str]) -> Joint:
        """Return an event as one that stands for those with these ids, too."""
        found = cls(*event)
        found.ids = tuple(dict.fromkeys((event.id, *ids)))
        return found


class Case(NamedTuple):
    """One thing a duty hangs on, and the days within which it can fall due: ``start`` up to, without, ``end``."""

    key: str
    event: Event | None
    start: int
    end: int
    opened_by: str = ""

    @property
    def fact(self) -> Any:
        """The fact the duty hangs on, if it hangs on one."""
        return self.event.fact if self.event is not None else None


new_case: Callable[[type[Case], tuple[Any, ...]], Case] = tuple.__new__


class Run(NamedTuple):
    """A state that holds from ``start`` up to and without ``end`` (the day of release is free).

    ``also`` are the ids of further facts without which a run that several make would be shorter.
    """

    start: int
    end: int
    id: str
    fact: Any
    also: tuple[str, ...] = ()


class SuspendedBy(NamedTuple):
    """One suspension of a rule with the runs of its states for this offender."""

    rule: Suspension
    runs: Sequence[Run]


class Extent(NamedTuple):
    """How long a span lasts for one registration or order, with what it was reckoned from.

    ``first`` is the day the length begins with, ``holds`` the first day it has effect, ``last`` the last day
    (FAR: no known end). ``doubtful_last`` is the earliest last day if a fact that decides is missing, ``excluded`` how
    many days do not count towards it, ``base`` the last day by the sum alone, ``changes`` what made it end otherwise.
    ``for_life`` stays true of one that was indefinite until an event or a date of its fact (``cut``) ended it, or the
    end of the order it rests on; ``order_ended_early`` says that this order ended before its time. ``declared`` is the
    row of the table that gave the length, of which ``row`` is the name.
    """

    span: str
    key: str
    fact: Any
    first: int
    holds: int
    last: int
    indefinite: bool
    months: int
    days: int
    term: tuple[int, int] | None
    halved: bool | None
    row: str
    doubtful_last: int
    lacking: tuple[str, ...]
    cut: tuple[str, int] | None
    excluded: int = 0
    base: int = 0
    changes: tuple[tuple[Any, ...], ...] = ()
    for_life: bool = False
    order_ended_early: bool = False
    declared: SpanLength | None = None

    @property
    def ended_early(self) -> bool:
        """Whether it ended before its time: by an event, a date of its fact, or with its order."""
        return self.cut is not None or self.order_ended_early


def end_of(run: Run) -> Event:
    """Return the end of a run as an event; one that several facts make may be named by each of them."""
    event = Event(run.end, UNTIMED, run.id, run.fact, run.end)
    return Joint.of(event, run.also) if run.also else event


def is_of(extent: Extent, case: Case | None) -> bool:
    """Return whether an extent is that of the thing a duty hangs on.

    It has its key and is of its array, unless the key is a field of the fact: then it names a fact of any.
    """
    if case is None or extent.key != case.key:
        return False
    own = case.event
    return own is None or type(extent.fact) is type(own.fact) or _is_named_by_a_field(own, case.key)


def has_no_extent(case: Case | None, extents: Iterable[Extent]) -> bool:
    """Return whether a duty hangs on nothing that a span is counted for: the offender, or a fact of another array.

    What is asked of the extents of a span is then asked of all of them, as a decision ends with no registration's.
    """
    if case is None or case.event is None:
        return True
    own, by_field = case.event, _is_named_by_a_field(case.event, case.key)
    return not any(type(each.fact) is type(own.fact) or (by_field and each.key == case.key) for each in extents)


def _is_named_by_a_field(own: Event, key: str) -> bool:
    """Return whether a key is not that of the fact itself (of an occurrence of another duty: of the fact of that)."""
    return own.id != key or getattr(own.fact, "id", key) != key


def first_given(fact: Any, names: Iterable[str]) -> dt.date | None:
    """Return the first of some dates of a fact, by their attributes, that is given; None if none is."""
    return next((date for name in names if (date := getattr(fact, name, None)) is not None), None)


def fact_day(fact: Any, day: int) -> int:
    """Return the day on which a fact happened, whatever day of it is an event's; that day where there is none."""
    return ordinal_of(first_given(fact, DATED_BY.get(type(fact), ())), day)


def happened(day: int, minute: int, id_: str, fact: Any) -> Event:
    """Return an event on a certain day.

    Made by ``tuple.__new__``: the constructor a named tuple has costs twice as much, and a review makes hundreds.
    """
    return new_event(Event, (day, minute, id_, fact, day, ()))


new_event: Callable[[type[Event], tuple[Any, ...]], Event] = tuple.__new__

# Same-day order is fixed: untimed before timed, then by id.
order_of = itemgetter(0, 1, 2)


def mark_of(event: Event) -> Mark:
    """Return what tells an event from all others: its day and time, its id, and the array that its fact is in.

    Ids are given within an array: a registration and a notification may both be `1`.
    """
    return event[0], event[1], event[2], type(event[3])


def may_be(event: Event, other: Event) -> bool:
    """Return whether an event is another, on whatever day: of its id and, as far as anyone knows, of its array."""
    return event[2] == other[2] and (type(event[3]) is type(other[3]) or not has_array(other))


def has_array(event: Event) -> bool:
    """Return whether the array of an event's fact is known: of a birthday, or of what met another duty, it is not."""
    return event.fact is not None and type(event) is not Answer


def minute_of(time: str | None) -> int:
    """Return minutes after midnight of an ``HH:MM`` text, UNTIMED if there is none.

    >>> minute_of("21:30"), minute_of(None)
    (1290, -1)
    """
    return MINUTES[time]


# Every time of day there is: looked up in the innermost loop of a review, where a call would cost more.
MINUTES: dict[str | None, int] = {f"{minute // 60:02d}:{minute % 60:02d}": minute for minute in range(24 * 60)}
MINUTES[None] = UNTIMED


def frozen_days(suspended: Sequence[SuspendedBy], due: int, until: int) -> int:
    """Return how many of the days after ``due`` up to and with ``until`` lay in a suspending state."""
    days: set[int] = set()
    for each in suspended:
        for run in each.runs:
            days.update(range(max(run.start, due + 1), min(run.end, until + 1)))
    return len(days)
