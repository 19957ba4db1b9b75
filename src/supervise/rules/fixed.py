"""What only a fixed cadence says: when its series starts, and which days of a month it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from attrs import frozen

from supervise.rules.duration import Duration
from supervise.rules.places import Anchor
from supervise.rules.reading import Problems, kind_of
from supervise.rules.words import StartsBy, Weekday

__all__ = ["DayOfMonth", "Starts"]


@frozen
class Starts:
    """Where a series begins: with the first occurrence of which one day comes after the day of an event.

    ``not_within`` also leaves out what opens sooner than so long after that day.
    """

    after: Anchor
    by: StartsBy
    not_within: Duration | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a day that cannot be found so, and a time that is not in months and days."""
        if self.after.last is not None or self.after.birth is not None:
            yield "after", "names the event whose day the first occurrence must come after; write { first = … }"
        if self.not_within is not None and not self.not_within.is_calendar:
            yield "not_within", "write it in months or days"


# The place of a weekday in a month. A fifth there is not in every month: it is the last, and is called so.
_PLACES = ("first", "second", "third", "fourth", "last")


@frozen
class DayOfMonth:
    """A day of a month: by its number, or as the first, second, third, fourth or last of a weekday in it.

    A day that a month does not have is its last; the ``number`` of the last of a weekday is 5.

    >>> DayOfMonth(5, Weekday.FRIDAY).plain(), DayOfMonth(15).plain()
    ('last friday', 15)
    """

    WRITTEN: ClassVar[str] = "a day of the month such as 15, 'first monday' or 'last friday'"

    number: int
    weekday: Weekday | None = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read a number, or the place of a weekday in words; a fault is recorded and None returned if it is neither."""
        if type(value) not in (int, str):
            problems.add(path, f"expected {cls.WRITTEN}, found {kind_of(value)}")
            return None
        day = cls(value) if type(value) is int else cls._of_words(str(value))
        if day is None or not 1 <= day.number <= 31:
            problems.add(path, "no day of a month; write for example 15, 'first monday' or 'last friday'")
            return None
        return day

    @classmethod
    def _of_words(cls, text: str) -> Self | None:
        place, _, day = text.partition(" ")
        weekdays = {each.value: each for each in Weekday}
        return cls(_PLACES.index(place) + 1, weekdays[day]) if place in _PLACES and day in weekdays else None

    @property
    def earliest(self) -> int:
        """The first number it may have: of the third of a weekday 15, of the last 22.

        >>> DayOfMonth(3, Weekday.FRIDAY).earliest, DayOfMonth(5, Weekday.FRIDAY).earliest
        (15, 22)
        """
        return self.number if self.weekday is None else 7 * min(self.number, len(_PLACES) - 1) - 6

    @property
    def latest(self) -> int:
        """The last number it may have: of the third of a weekday 21, of the last 31.

        >>> DayOfMonth(3, Weekday.FRIDAY).latest, DayOfMonth(5, Weekday.FRIDAY).latest
        (21, 31)
        """
        return self.number if self.weekday is None else min(7 * self.number, 31)

    def plain(self) -> int | str:
        """Return the number, or the words."""
        return self.number if self.weekday is None else f"{_PLACES[self.number - 1]} {self.weekday.value}"

    def __str__(self) -> str:
        return f"day {self.number}" if self.weekday is None else f"the {self.plain()}"
