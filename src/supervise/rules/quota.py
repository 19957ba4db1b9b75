"""How many events of which kinds a block asks for: the quotas of a regime."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from supervise.rules.conditions import Select
from supervise.rules.duration import Duration
from supervise.rules.words import Parts

__all__ = ["Quota", "Reduction", "Substitute"]


@frozen
class Substitute:
    """Events that stand in for those of a quota, up to a number or to a percentage of what it asks for."""

    of: Select
    at_most: int | None = None
    at_most_percent: int | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a cap that is missing, given twice, or no number or percentage."""
        if (self.at_most is None) == (self.at_most_percent is None):
            yield "", "give one of 'at_most' and 'at_most_percent': how many may stand in"
        if self.at_most is not None and self.at_most < 1:
            yield "at_most", "write at least 1, or leave the entry out"
        if self.at_most_percent is not None and not 1 <= self.at_most_percent <= 100:
            yield "at_most_percent", "write a whole number from 1 to 100"


@frozen
class Reduction:
    """Events of which each lowers what a quota asks for, at most so many of them and never below a floor."""

    of: Select
    by: int
    at_most: int | None = None
    not_below: int = 0

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a number that lowers nothing."""
        for key, least in (("by", 1), ("at_most", 1), ("not_below", 0)):
            given = getattr(self, key)
            if given is not None and given < least:
                yield key, f"write at least {least}"


@frozen
class Quota:
    """At least, and perhaps at most, so many events of a kind in a block, or in each part of it.

    One event may count in several quotas; after one with ``alone`` it counts in no later one.
    """

    id: str
    of: Select
    at_least: int
    at_most: int | None = None
    each: Duration | None = None
    parts: Parts | None = None
    also: tuple[Substitute, ...] = ()
    reduced_by: tuple[Reduction, ...] = ()
    alone: bool = False

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield numbers that ask for nothing, and parts that are no unit of the calendar."""
        if self.at_least < 1:
            yield "at_least", "write at least 1; a quota that asks for nothing is none"
        if self.at_most is not None and self.at_most < self.at_least:
            yield "at_most", "is less than 'at_least'"
        for place, each in enumerate(self.reduced_by):
            if each.not_below > self.at_least:
                yield f"reduced_by[{place}].not_below", "is more than 'at_least', which it would raise"
        if self.each is not None and (self.each.calendar is None or self.each.calendar[0] != 1):
            yield "each", "write one unit of the calendar, such as 'calendar week' or 'calendar month'"
        if self.each is None and self.parts is not None:
            yield "parts", "goes with 'each' only"
