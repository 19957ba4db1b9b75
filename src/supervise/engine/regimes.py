"""Which variant of a rule holds on a day, and how long it then gives."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from supervise.dates import Calendar, Period
from supervise.dates.counting import last_day_beginning_with
from supervise.dates.ordinals import MAX_DAY, add_months, fewest_days
from supervise.dates.periods_of_calendar import end_of_months, end_of_week
from supervise.engine.clock import FAR
from supervise.engine.conditions import Judgement
from supervise.engine.happenings import Case
from supervise.errors import DateRangeError
from supervise.rules.conditions import Length
from supervise.rules.duration import Duration
from supervise.rules.language import Clock, Counting, HoursFrom, Limit, PeriodEnd, Regime, Roll, Skips, Weekday

if TYPE_CHECKING:
    from supervise.engine.quotas import CompiledQuota
    from supervise.engine.timeline import Timeline

__all__ = [
    "NO_TRACK",
    "PLACEHOLDER",
    "Choice",
    "Choices",
    "Chooser",
    "CompiledRegime",
    "Track",
    "are_alike",
    "change_days",
    "choices_at",
    "is_fixed",
    "plan_interval",
]


class CompiledRegime(NamedTuple):
    """A regime with the counting and the closed days it inherits from its rule, ready to be asked.

    ``rule_calendar`` are the closed days of the rule, with which it counts after the end of a state.
    """

    place: int
    name: str
    when: Judgement | None
    length: Length | None
    before: bool
    counting: Counting | None
    from_: HoursFrom | None
    clock: Clock | None
    opens: Limit | None
    latest: Limit | None
    regime: Regime
    quotas: tuple[CompiledQuota, ...] = ()
    roll: Roll | None = None
    to_end_of: PeriodEnd | None = None
    from_end_of: PeriodEnd | None = None
    skips: Skips | None = None
    calendar: Calendar | None = None
    rule_calendar: Calendar | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the sum from the anchor alone does not give its last day: it may be moved, or days are none.

        So is one that begins at the end of a period.
        """
        return self.roll is not None or self.from_end_of is not None or self.counting is Counting.STATUTORY


class Choice(NamedTuple):
    """A regime that holds (or may hold), with its length; None is never. ``lacking`` names what would decide.

    ``reckon`` and ``reckon_cautiously`` give the last day straight from the anchor where the length is plain
    (see :func:`reckoner`). ``settles`` are the first and the last anchor from which it is sure to give a day, so that
    the sum can be done when somebody asks. ``is_bounded`` says that its length leads to no date out of range, and
    ``in_time`` how many days after the anchor are surely not past the last day, changes of regime apart. Where the
    shorter of two lengths counts, and which that is depends on the day they are counted from, ``most`` is the other
    (see :func:`supervise.engine.limits.length_from`).
    """

    regime: CompiledRegime
    length: Duration | None
    lacking: tuple[str, ...] = ()
    reckon: Callable[[int], int | None] | None = None
    reckon_cautiously: Callable[[int], int | None] | None = None
    settles: tuple[int, int] = (1, 0)
    is_bounded: bool = False
    in_time: int = 0
    most: Duration | None = None


def are_alike(one: Choice, other: Choice) -> bool:
    """Whether two choices ask for the same, whatever their regimes are called, depend on and rest on."""
    return one is other or _asked(one) == _asked(other)


# What a regime is called, when it holds, what it rests on, and what the choice itself says.
_ASKS_NOTHING: dict[str, Any] = dict.fromkeys(
    ["name", "when", "by", "read_at", "every", "calendar", "authority", "source", "confidence"]
)


def _asked(choice: Choice) -> tuple[Any, ...]:
    declared = attrs.evolve(choice.regime.regime, **_ASKS_NOTHING)
    regime = choice.regime._replace(place=0, name="", when=None, length=None, quotas=(), regime=declared)
    return choice.length, choice.most, regime


Choices = tuple[Choice, ...]
Track = tuple[list[int], list[Choices]]
NO_TRACK: Track = ([0], [()])

# Intervals of plans are free: a register in which each has another one must not fill the memory.
_MOST_REMEMBERED = 4096


def reckoner(tl: Timeline, regime: CompiledRegime, length: Duration | None) -> Callable[[int], int | None] | None:
    """Return the sum from an anchor to the last day, where it needs nothing but the anchor; None elsewhere."""
    if length is None or length.hours is not None or regime.before or regime.counting is Counting.CLEAR_DAYS:
        return None
    if regime.is_moved:
        return None
    plain = _plain_reckoner(tl, regime, length)
    return plain if plain is None or regime.to_end_of is None else _to_end(tl, plain, regime.to_end_of)


def _to_end(tl: Timeline, plain: Callable[[int], int | None], period: PeriodEnd) -> Callable[[int], int | None]:
    """Return a sum that goes on to the last day of the period of the calendar in which it ends."""
    months, begins = period.months, (tl.program.book.conventions.week_begins or Weekday.MONDAY).place

    def reckon(day: int) -> int | None:
        last = plain(day)
        if last is None or last > MAX_DAY:
            return last
        return end_of_months(last, months) if months else end_of_week(last, begins)

    return reckon


def _plain_reckoner(tl: Timeline, regime: CompiledRegime, length: Duration) -> Callable[[int], int | None] | None:
    beginning_with = regime.counting is Counting.BEGINNING_WITH
    if length.working_days is not None:
        calendar, count = regime.calendar, length.working_days
        if calendar is None or beginning_with or not count:
            return None
        return lambda day: calendar.add_working_days(day, count)
    months, days = length.months, length.days
    if not months:
        days -= beginning_with
        return lambda day: day + days
    if not tl.program.corresponding.is_usual:
        sums = tl.program.corresponding
        count_days = sums.beginning_with if beginning_with else sums.after
        return lambda day: count_days(day, months=months, days=days)
    if beginning_with:
        return lambda day: last_day_beginning_with(day, months=months, days=days)
    if not days:
        return lambda day: add_months(day, months)
    return lambda day: add_months(day, months) + days


def _is_bounded(length: Duration | None) -> bool:
    return length is None or (
        length.months <= 1200 and length.days <= 3650 and (length.working_days or 0) <= 3650 and length.hours is None
    )


def _in_time(reckon: Callable[[int], int | None] | None, length: Duration | None, *, beginning_with: bool) -> int:
    """Return the fewest days after its anchor that a length can end; 0 where that takes more than a plain sum.

    A working day is a day.
    """
    if length is None:
        return FAR
    if reckon is None:
        return 0
    return fewest_days(length.months) + length.days + (length.working_days or 0) - beginning_with


def _settles(regime: CompiledRegime, length: Duration) -> tuple[int, int]:
    """Return the first and last anchor from which a length is sure to end on a day of the calendar it counts by."""
    if length.working_days is None:
        return (1, PLACEHOLDER) if _is_bounded(length) else _NEVER
    calendar = regime.calendar
    last = None if calendar is None else calendar.add_working_days(calendar.covers_to, -length.working_days - 1)
    return _NEVER if calendar is None or last is None else (calendar.covers_from, last)


# Later than this a date is a placeholder, and a sum from it may leave the calendar.
PLACEHOLDER = MAX_DAY - 366 * 150
_NEVER = (1, 0)


class Chooser:
    """Finds the regime of a rule on a day; several choices mean that a missing fact would decide.

    ``names`` are the tracks and states whose changes may change the choice. ``by_value`` says that nothing else may:
    then the choice is remembered, over all offenders, by what the tracks say. ``carries``: a quota of one takes what
    the block before left over.
    """

    __slots__ = ("_constant", "_made", "_remembered", "by_value", "carries", "cautious", "names", "per_case", "regimes")

    def __init__(
        self,
        regimes: list[CompiledRegime],
        names: frozenset[str],
        *,
        per_case: bool,
        by_value: bool,
        cautious: Counting | None = None,
    ) -> None:
        self.regimes = regimes
        self.carries = any(each.quota.carries for regime in regimes for each in regime.quotas)
        self.cautious = cautious
        self.per_case = per_case
        self.by_value = by_value
        self.names = tuple(sorted(names))
        self._made: dict[tuple[int, Duration | None, Duration | None], Choice] = {}
        self._remembered: dict[tuple[Any, ...], Choices] = {}
        self._constant: Track | None = None

    def at(self, tl: Timeline, day: int, case: Case | None) -> Choices:
        """Return the choices on a day, the first that holds if it is certain."""
        found: list[Choice] = []
        tl.lacking.clear()
        # No window is known before a length is chosen; that of what was judged before must not be taken for it.
        tl.window_last = day
        for regime in self.regimes:
            holds = True if regime.when is None else regime.when(tl, day, case)
            if holds is False:
                continue
            lengths = _lengths(tl, regime.length, day)
            found += [self.of_length(tl, regime, *length) for length in lengths]
            if holds is True and lengths:
                break
        if len(found) > 1:
            lacking = tuple(dict.fromkeys(tl.lacking))
            return tuple(choice._replace(lacking=lacking) for choice in found)
        return tuple(found)

    def on(self, tl: Timeline, day: int) -> Choices:
        """Return the choices on a day for no case; where nothing but tracks decides they have been found already."""
        return choices_at(self.over_time(tl), day) if self.by_value and not self.per_case else self.at(tl, day, None)

    def of_length(
        self, tl: Timeline, regime: CompiledRegime, length: Duration | None, most: Duration | None = None
    ) -> Choice:
        """Return the choice of a regime with a length (or the shorter of two), made once for all offenders."""
        key = (regime.place, length, most)
        choice = self._made.get(key)
        if choice is None:
            cautious = regime if self.cautious is None else regime._replace(counting=self.cautious)
            cautiously = None if most is not None else reckoner(tl, cautious, length)
            # Where the second reading needs more than the anchor, neither is reckoned in one step.
            reckon = None if cautiously is None else reckoner(tl, regime, length)
            sure = _NEVER if reckon is None or length is None else _settles(regime, length)
            bounded, in_time = (
                _is_bounded(length) and _is_bounded(most),
                _in_time(reckon, length, beginning_with=regime.counting is Counting.BEGINNING_WITH),
            )
            choice = self._made[key] = Choice(regime, length, (), reckon, cautiously, sure, bounded, in_time, most)
        return choice

    def over_time(self, tl: Timeline) -> Track:
        """Return the days on which the choices change and the choices from then on; the first stands for ever."""
        if self._constant is not None:
            return self._constant
        if not self.by_value:
            return self._by_day(tl)
        track = self._by_value(tl)
        if not self.names:
            self._constant = track
        return track

    def _by_value(self, tl: Timeline) -> Track:
        days, keys = tl.joint(self.names)
        remembered = self._remembered
        if len(remembered) > _MOST_REMEMBERED:
            remembered.clear()
        starts: list[int] = []
        values: list[Choices] = []
        for day, key in zip(days, keys, strict=True):
            choices = remembered.get(key)
            if choices is None:
                choices = remembered[key] = self.at(tl, day, None)
            if not values or (choices is not values[-1] and choices != values[-1]):
                starts.append(day)
                values.append(choices)
        return starts, values

    def days(self, tl: Timeline) -> list[int]:
        """Return the days on which what is watched changes."""
        fixed = {day for name in self.names if is_fixed(name) for day in change_days(tl, name)}
        known = {day for name in self.names for day in change_days(tl, name)}
        # A law that comes into force is known beforehand; what will be recorded of the offender is not.
        return sorted(day for day in known if tl.clock.reached(day) or day in fixed)

    def _by_day(self, tl: Timeline) -> Track:
        days = self.days(tl)
        starts, values = [0], [self.at(tl, days[0] - 1 if days else 1, None)]
        for day in days:
            choices = self.at(tl, day, None)
            if choices != values[-1]:
                starts.append(day)
                values.append(choices)
        return starts, values


def is_fixed(name: str) -> bool:
    """Whether a name of what is watched is that of a date which is known beforehand: one of the book, or a birthday."""
    return name.startswith(("day:", "birthday:"))


def change_days(tl: Timeline, name: str) -> list[int]:
    """Return the days on which a track, a state, or the answer whether an event or a date lies behind, changes.

    The end of a state that holds, and the day after an event of ``as_of``, may lie ahead.
    """
    kind, _, what = name.partition(":")
    if kind == "state":
        return [day for run in tl.runs(what) for day in (run.start, run.end)]
    if kind == "day":
        return [int(what)]
    if kind == "birthday":
        return _birthdays(tl, int(what))
    if kind == "after":
        return [event.day + 1 for event in tl.events(int(what))[:1]]
    return tl.track(name)[0]


def _birthdays(tl: Timeline, years: int) -> list[int]:
    """Return the birthday on which an age is reached; none where the birth is not known, or a placeholder."""
    born = tl.offender.born_on
    with suppress(DateRangeError):
        return [] if born is None else [tl.program.birthday(born.toordinal(), years)]
    return []


def choices_at(track: Track, day: int) -> Choices:
    """Return the choices of a track on a day."""
    days, values = track
    return values[0] if len(days) == 1 else values[bisect_right(days, day) - 1]


def _lengths(tl: Timeline, length: Length | None, day: int) -> tuple[tuple[Duration | None, ...], ...]:
    """Return the lengths a regime may give on a day: one, none at all, or one for each level if none is set.

    Each is a length, or two of which the shorter counts.
    """
    if length is None:
        return _NO_LENGTH
    if length.never:
        return _NO_LENGTH
    if length.duration is not None:
        return ((length.duration,),)
    if length.by_level is not None:
        level = tl.sure_level_at(day)
        if level is None:
            tl.lacking.append("levels")
            return tuple((each,) for each in dict.fromkeys(length.by_level.values()))
        given = length.by_level.get(level)
        return () if given is None else ((given,),)
    plan = tl.value_at("plan", day)
    if plan is None or plan.interval is None:
        return ()
    return (_at_most(plan_interval(plan.interval), length.at_most),)


@lru_cache(maxsize=1024)
def plan_interval(text: str) -> Duration:
    """Return the interval of a plan, written in words, as a length."""
    period = Period.parse(text)
    return Duration(months=period.months, days=period.days)


_NO_LENGTH = ((None,),)


def _at_most(length: Duration, most: Duration | None) -> tuple[Duration, ...]:
    """Return the shorter of two lengths; both, where that depends on the day they are counted from."""
    if most is None or _is_within(length, most):
        return (length,)
    return (most,) if _is_within(most, length) else (length, most)


def _is_within(length: Duration, other: Duration) -> bool:
    """Whether a length is surely no longer than another, from whatever day: a month has 28 to 31 days."""
    comparable = length.is_calendar and other.is_calendar
    at_most, at_least = length.months * 31 + length.days, other.months * 28 + other.days
    return comparable and (at_most <= at_least or (length.months <= other.months and length.days <= other.days))
