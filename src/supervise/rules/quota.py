"""How many events of which kinds a block asks for: the quotas of a regime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen

from supervise.rules.conditions import Select, narrows
from supervise.rules.duration import Duration
from supervise.rules.words import Parts, Rounded

__all__ = ["Percentage", "Quota", "Reduction", "Substitute"]


@frozen
class Percentage:
    """So many in a hundred of the events of a selection in the block, or in the part: half of the visits there were."""

    WRITTEN: ClassVar[str] = "a table with 'percent', 'of' and 'rounded'"

    percent: int
    of: Select
    rounded: Rounded

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is no percentage."""
        if not 1 <= self.percent <= 100:
            yield "percent", "write a whole number from 1 to 100"

    def asked(self, events: int) -> int:
        """Return how many events are asked for where there are so many."""
        whole, rest = divmod(events * self.percent, 100)
        return whole + (self.rounded is Rounded.UP and rest > 0)

    def __str__(self) -> str:
        return f"{self.percent} %"


@frozen
class Substitute:
    """Events that stand in for those of a quota, up to a number or to a percentage of what it asks for.

    With ``for_one`` so many of them are needed to stand in for one: two attempts for one contact. ``left_over`` are
    those of the quota itself that the block before had beyond what it asked for.
    """

    of: Select | None = None
    left_over: bool = False
    at_most: int | None = None
    at_most_percent: int | None = None
    for_one: int | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a cap that is missing, given twice, or no number or percentage; and one event that stands for one."""
        if (self.of is None) != self.left_over:
            yield "", "write 'of', the events that stand in, or left_over = true: those of the block before"
        if (self.at_most is None) == (self.at_most_percent is None):
            yield "", "give one of 'at_most' and 'at_most_percent': how many may stand in"
        if self.at_most is not None and self.at_most < 1:
            yield "at_most", "write at least 1, or leave the entry out"
        if self.at_most_percent is not None and not 1 <= self.at_most_percent <= 100:
            yield "at_most_percent", "write a whole number from 1 to 100"
        if self.for_one is not None and self.for_one < 2:
            yield "for_one", "write at least 2: how many of them stand in for one; for one each leave it out"

    def stand_in(self, events: int, cap: int) -> int:
        """Return for how many so many events stand in, where no more than a cap are let.

        >>> two_for_one = Substitute(Select("visit.no_reply"), at_most=2, for_one=2)
        >>> [two_for_one.stand_in(events, 2) for events in (1, 2, 3, 5, 6)]
        [0, 1, 1, 2, 2]
        """
        return min(cap, events // (self.for_one or 1))


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

    One event may count in several quotas; after one with ``alone`` it counts in no later one. A percentage of other
    events is known when the block is over.
    """

    id: str
    of: Select
    at_least: int | Percentage
    at_most: int | None = None
    each: Duration | None = None
    parts: Parts | None = None
    also: tuple[Substitute, ...] = ()
    reduced_by: tuple[Reduction, ...] = ()
    alone: bool = False

    @classmethod
    def elsewhere(cls, key: str) -> str | None:
        """Say where a key belongs that narrows the events.

        >>> Quota.elsewhere("where"), Quota.elsewhere("at_lest")
        ('it narrows the events: write of = { of = …, where = … }', None)
        """
        return narrows(key, "of")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield numbers that ask for nothing, and parts that are no unit of the calendar."""
        if isinstance(self.at_least, Percentage):
            if self.reduced_by:
                yield "reduced_by", "lowers a number; leave it out where a percentage is asked for"
        elif self.at_least < 1:
            yield "at_least", "write at least 1; a quota that asks for nothing is none"
        elif self.at_most is not None and self.at_most < self.at_least:
            yield "at_most", "is less than 'at_least'"
        if self.each is not None and (self.each.calendar is None or self.each.calendar[0] != 1):
            yield "each", "write one unit of the calendar, such as 'calendar week' or 'calendar month'"
        if self.each is None and self.parts is not None:
            yield "parts", "goes with 'each' only"
        yield from self._carry_faults()

    @property
    def carries(self) -> bool:
        """Whether what a block has beyond what it asks for stands in in the next."""
        return any(each.left_over for each in self.also)

    def _carry_faults(self) -> Iterator[tuple[str, str]]:
        if not self.carries:
            return
        if sum(each.left_over for each in self.also) > 1:
            yield "also", "what is left over of the block before is given twice"
        if isinstance(self.at_least, Percentage):
            yield "also", "what is left over is that beyond a number; it does not go with a percentage"
        if self.each is not None:
            yield "also", "what is left over of a block is that of the whole; it does not go with 'each'"
        if self.at_most is not None:
            yield "at_most", "what is left over of the block before would be too many in this one; leave it out"
