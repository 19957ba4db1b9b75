"""The course of one made-up life: when registered, at which level, where, when away, and who manages it."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from attrs import define, field, frozen

from supervise.dates.ordinals import add_months
from supervise.sample.chance import Chance
from supervise.sample.record import Record
from supervise.sample.staff import Team
from supervise.sample.traits import AT_LEAST, AT_MOST, Trait

__all__ = ["MONTHS", "Absence", "Life", "Move", "Stage", "days_registered", "stages"]

# Of a hundred: few at very high risk, half at low risk. Six more at low risk are managed reactively.
_LEVELS: Final = (("very_high", 2), ("high", 18), ("medium", 30), ("low", 44))
_SCALE: Final = ("low", "medium", "high", "very_high")
#: Months between visits by level.
MONTHS: Final[Mapping[str, int]] = {"low": 12, "medium": 6, "high": 3, "very_high": 1}
# Days that a level lasts: the higher the shorter.
_LASTS: Final[Mapping[str, tuple[int, int]]] = {
    "low": (300, 3_000),
    "medium": (200, 2_000),
    "high": (150, 1_500),
    "very_high": (60, 500),
}
_MOST_LEVELS: Final = 4
_LONGEST: Final = 3_650
_DENSE: Final = 2_000
_YEAR: Final = 365
# How many entered so many years ago: the register grows by 5 % a year.
_ENTERED: Final = tuple((ago, round(1_000 / 1.05**ago)) for ago in range(10))
# Whoever is overdue has had the same level since before the last visit, notification or assessment.
_SETTLED: Final = 700
_SETTLED_IF: Final = frozenset({"overdue_visit", "overdue_assessment", "overdue_notification"})


@frozen
class Stage:
    """A level and the months between visits, from a day on; why they are more than the level asks for."""

    start: int
    level: str
    months: int

    @property
    def reason(self) -> str | None:
        """A code of the reason; None where none is needed."""
        return "contact_with_others" if self.months > MONTHS[self.level] else None

    def laxer_than(self, other: "Stage") -> bool:
        """Return whether the level is lower, or visits are further apart, than in another stage."""
        return self.months > other.months or _SCALE.index(self.level) < _SCALE.index(other.level)


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
    """What the parts of a record must agree on. Days are day numbers; `as_of` is the last day of the life told."""

    chance: Chance
    record: Record
    traits: frozenset[Trait]
    dense: bool
    force: str
    as_of: int
    entry: int
    stages: tuple[Stage, ...]
    team: Team
    posts: tuple[tuple[int, int], ...]
    female: bool = False
    ended: bool = False
    reactive_from: int | None = None
    accepted: int | None = None
    devices_from: int | None = None
    last_seen: int | None = None
    absences: list[Absence] = field(factory=list)
    moves: list[Move] = field(factory=list)

    @property
    def supervisor(self) -> str:
        """The id of the supervisor of the team."""
        return self.team.supervisor

    def manager(self, day: int) -> str:
        """Return the id of who manages the offender on a day."""
        post = next((post for start, post in reversed(self.posts) if start <= day), self.posts[0][1])
        return self.team.holder(post, day).id

    def visitors(self, day: int, count: int = 2) -> list[str]:
        """Return the ids of officers at work on a day; mostly the manager is one of them."""
        present = [one.id for one in self.team.present(day)]
        manager = self.manager(day)
        if manager not in present or not self.chance.happens(0.8):
            return self.chance.several(present, count)
        present.remove(manager)
        return [manager, *self.chance.several(present, count - 1)]

    def stage(self, day: int) -> Stage:
        """Return the stage that holds on a day; the first one before it began."""
        return next((stage for stage in reversed(self.stages) if stage.start <= day), self.stages[0])

    def relaxed(self) -> list[int]:
        """Return the days from which the level is lower, or visits may be further apart, than before."""
        days = [after.start for before, after in pairwise(self.stages) if after.laxer_than(before)]
        return days if self.reactive_from is None else [*days, self.reactive_from]

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

    def apart(self, start: int, end: int | None, days: int = 0) -> bool:
        """Return whether the days from `start` to before `end` lie so many days from every absence."""
        return not any(
            (one.end is None or start < one.end + days) and (end is None or one.start - days < end)
            for one in self.absences
        )

    def at_home(self, day: int, *, within: int) -> int | None:
        """Return the day itself, or one soon after the return if away then; None if not back yet."""
        while (absence := self.away(day)) is not None:
            if absence.end is None:
                return None
            day = absence.end + self.chance.between(0, within)
        return day

    def moving(self, day: int) -> Move | None:
        """Return the move of which the police do not know yet on a day; they do from the day after it is notified."""
        return next((move for move in self.moves if move.day <= day <= move.notified), None)

    def found_at_home(self, day: int, *, within: int) -> int | None:
        """Return the day, or one soon after on which the offender is back and the address is known."""
        at = self.at_home(day, within=within)
        while at is not None and (move := self.moving(at)) is not None:
            at = self.at_home(move.notified + self.chance.between(1, within), within=within)
        return at

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
    """Return how many days ago the first notification was: the more recent, the likelier."""
    if dense:
        return _DENSE + chance.between(0, 40)
    least = max((AT_LEAST.get(trait, 1) for trait in traits), default=1)
    for trait, most in AT_MOST.items():
        if trait in traits:
            return chance.between(least, most)
    ago = chance.weighted(_ENTERED) * _YEAR + chance.between(1, _YEAR)
    return ago if ago >= least else chance.between(least, _LONGEST)


def stages(chance: Chance, traits: frozenset[Trait], entry: int, as_of: int, *, dense: bool) -> tuple[Stage, ...]:
    """Return the levels of a life in order, each the neighbour of the one before, and the plans within them.

    The level at the end is drawn as practice has it; how it came to that is told backwards.

    >>> from random import Random
    >>> found = stages(Chance(Random(5)), frozenset({"reactive"}), 730_000, 733_000, dense=False)
    >>> [(stage.level, stage.months) for stage in found]
    [('low', 12)]
    """
    if dense:
        return (Stage(entry + 2, "medium", 2),)
    begin = entry + chance.between(2, 5)
    if "reactive" in traits:
        return (Stage(begin, "low", 12),)
    level = chance.weighted(_LEVELS)
    if "steady" in traits:
        return (Stage(begin, level, MONTHS[level]),)
    held = _held(chance, level, begin, as_of, _SETTLED if traits & _SETTLED_IF else 0)
    ends = [*(start for start, _ in held[1:]), as_of]
    plans = (_planned(chance, start, end, level) for (start, level), end in zip(held, ends, strict=True))
    settled = bool(traits & _SETTLED_IF)
    return tuple(stage for at in plans for stage in (at[:1] if settled else at))


def _held(chance: Chance, level: str, begin: int, as_of: int, settled: int) -> list[tuple[int, str]]:
    """Return the first day and the word of each level, in order."""
    found: list[tuple[int, str]] = []
    start = as_of - max(settled, chance.between(*_LASTS[level]))
    while start > begin + 200 and len(found) < _MOST_LEVELS - 1:
        found.append((start, level))
        at = _SCALE.index(level)
        level = _SCALE[1 if at == 0 else 2 if at == len(_SCALE) - 1 else at + chance.pick((-1, 1))]
        start -= chance.between(*_LASTS[level])
    return [(begin, level), *reversed(found)]


def _planned(chance: Chance, start: int, end: int, level: str) -> list[Stage]:
    """Return the plans of one level: most ask for what the level does, some for visits more or less often."""
    usual = MONTHS[level]
    if level in ("low", "medium") and chance.happens(0.2):
        first = Stage(start, level, usual - chance.between(1, 2))
    elif chance.happens(0.03):
        first = Stage(start, level, usual + 1)
    else:
        first = Stage(start, level, usual)
    if end - start < 500 or not chance.happens(0.1):
        return [first]
    return [first, Stage(chance.between(start + 120, end - 120), level, usual if first.months != usual else usual + 1)]
