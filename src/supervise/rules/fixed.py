"""What only a fixed cadence says: when its series starts, and which days of a month it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from attrs import frozen

from supervise.dates.periods_of_calendar import numbered_day
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


# In 28 years every month begins on every weekday, and ends on every weekday.
_ALL_MONTHS = range(12 * 2000, 12 * 2028)

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
    # Of a list of them none is no choice: left out, it is the whole month.
    IS_NAMED: ClassVar[bool] = True

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
            problems.add(
                path, "no day of a month; write for example 15, 31 for the last day, 'first monday' or 'last friday'"
            )
            return None
        return day

    @classmethod
    def _of_words(cls, text: str) -> Self | None:
        place, _, day = text.partition(" ")
        weekdays = {each.value: each for each in Weekday}
        return cls(_PLACES.index(place) + 1, weekdays[day]) if place in _PLACES and day in weekdays else None

    def in_month(self, index: int) -> int:
        """Return the day that it is in a month.

        >>> from supervise.dates.ordinals import from_iso, month_index, to_iso
        >>> to_iso(DayOfMonth(5, Weekday.FRIDAY).in_month(month_index(from_iso("2026-02-01"))))
        '2026-02-27'
        """
        return numbered_day(index, self.number, None if self.weekday is None else self.weekday.place)

    def to(self, last: DayOfMonth) -> set[int]:
        """Return how many days another day may come after it in a month: none but those that some month has.

        >>> sorted(DayOfMonth(1).to(DayOfMonth(31))), sorted(DayOfMonth(1).to(DayOfMonth(1, Weekday.MONDAY)))
        ([27, 28, 29, 30], [0, 1, 2, 3, 4, 5, 6])
        """
        return {last.in_month(index) - self.in_month(index) for index in _ALL_MONTHS}

    def plain(self) -> int | str:
        """Return the number, or the words."""
        return self.number if self.weekday is None else f"{_PLACES[self.number - 1]} {self.weekday.value}"

    def __str__(self) -> str:
        return f"day {self.number}" if self.weekday is None else f"the {self.plain()}"
