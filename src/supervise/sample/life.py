"""The course of one made-up life: when registered, at which level, where, and when away."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import define, field, frozen

from supervise.dates.ordinals import add_months
from supervise.sample.chance import Chance
from supervise.sample.record import Record
from supervise.sample.traits import AT_LEAST, Trait

__all__ = ["Absence", "Life", "Move", "Stage", "days_registered", "stages"]

# Of a hundred: few at very high risk, half at low risk.
_LEVELS: Final = (("very_high", 2), ("high", 18), ("medium", 30), ("low", 50))
_SCALE: Final = ("low", "medium", "high", "very_high")
_MONTHS: Final[Mapping[str, int]] = {"low": 12, "medium": 6, "high": 3, "very_high": 1}
_LONGEST: Final = 3_650
_DENSE: Final = 2_000


@frozen
class Stage:
    """A level and the months between visits, from a day on."""

    start: int
    level: str
    months: int


@frozen
class Absence:
    """Days on which nobody is at home; `end` is the first day back, None if not back yet."""

    kind: str
    start: int
    end: int | None
    status_id: str | None = None


@frozen
class Move:
    """A change of home and the day it was notified."""

    day: int
    notified: int
    address_id: str
    home_kind: str
    fact_id: str


@define
class Life:
    """What the parts of a record must agree on. Days are day numbers."""

    chance: Chance
    record: Record
    traits: frozenset[Trait]
    dense: bool
    force: str
    as_of: int
    entry: int
    stages: tuple[Stage, ...]
    reactive_from: int | None = None
    absences: list[Absence] = field(factory=list)
    moves: list[Move] = field(factory=list)
    officers: tuple[str, ...] = ()
    supervisor: str = ""

    def stage(self, day: int) -> Stage:
        """Return the stage that holds on a day; the first one before it began."""
        return next((stage for stage in reversed(self.stages) if stage.start <= day), self.stages[0])

    def due(self, last: int, months: Callable[[Stage], int]) -> int:
        """Return when something due every so many months is due again, with a stricter stage in between."""
        due = add_months(last, months(self.stage(last)))
        for stage in self.stages:
            if last < stage.start <= due:
                due = min(due, max(stage.start, add_months(last, months(stage))))
        return due

    def away(self, day: int) -> Absence | None:
        """Return the absence that a day falls into."""
        found = (one for one in self.absences if one.start <= day and (one.end is None or day < one.end))
        return next(found, None)

    def at_home(self, day: int, *, within: int) -> int | None:
        """Return the day itself, or one soon after the return if away then; None if not back yet."""
        while (absence := self.away(day)) is not None:
            if absence.end is None:
                return None
            day = absence.end + self.chance.between(0, within)
        return day

    def repeated(self, start: int, end: int, months: Callable[[Stage], int]) -> Iterator[int]:
        """Yield the days of something done in time every so many months, after `start` and up to `end`."""
        last = start
        while True:
            due = self.due(last, months)
            last = max(last + 1, due - self.chance.between(1, max(1, (due - last) // 12)))
            if last > end:
                return
            yield last


def days_registered(chance: Chance, traits: frozenset[Trait], *, dense: bool) -> int:
    """Return how many days ago the first notification was."""
    if dense:
        return _DENSE + chance.between(0, 40)
    least = max((AT_LEAST.get(trait, 1) for trait in traits), default=1)
    return chance.between(least, 150 if "never_visited" in traits else _LONGEST)


def stages(chance: Chance, traits: frozenset[Trait], entry: int, as_of: int, *, dense: bool) -> tuple[Stage, ...]:
    """Return the levels of a life in order: one, or two that are neighbours.

    >>> from random import Random
    >>> found = stages(Chance(Random(5)), frozenset({"reactive"}), 730_000, 733_000, dense=False)
    >>> [(stage.level, stage.months) for stage in found]
    [('low', 12)]
    """
    if dense:
        return (Stage(entry + 2, "medium", 2),)
    start = entry + chance.between(1, 4)
    if "reactive" in traits:
        return (Stage(start, "low", 12),)
    level = chance.weighted(_LEVELS)
    # A plan may ask for visits a little more often than the level does.
    closer = chance.between(1, 2) if level in ("low", "medium") and chance.happens(0.2) else 0
    first = Stage(start, level, _MONTHS[level] - closer)
    if as_of - entry < 500 or not chance.happens(0.25):
        return (first,)
    at = _SCALE.index(level)
    other = _SCALE[max(0, at - 1) if at and chance.happens(0.6) else min(3, at + 1)]
    return (first, Stage(chance.between(entry + 200, as_of - 60), other, _MONTHS[other]))
