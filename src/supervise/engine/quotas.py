"""What a block with quotas asks for, and what fills it: numbers of events, in the block or in each part of it.

The events of a selection are sorted, so that a plain quota is two searches; only one with parts, substitutes, credits
or ``alone`` goes through its events one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from supervise.engine.happenings import UNTIMED, Event, Mark, SuspendedBy, happened, mark_of
from supervise.engine.stretches import units_in
from supervise.rules.language import ChangePolicy, Effect, Partial
from supervise.rules.quota import Percentage, Quota, Reduction, Substitute
from supervise.rules.words import Parts, Weekday

if TYPE_CHECKING:
    from supervise.engine.program import Compiler
    from supervise.engine.regimes import Choices, CompiledRegime
    from supervise.engine.slots import Slot
    from supervise.rules.language import Rule

__all__ = [
    "CompiledQuota",
    "Events",
    "Filled",
    "LeftOver",
    "Part",
    "Standard",
    "asks_for_percentages",
    "closed_days",
    "compile_quota",
    "days_outside",
    "fill",
    "filled_by",
    "has_a_part",
    "ids_in",
    "is_in_proportion",
    "left_over",
    "standard_of",
    "standards_of",
]


# The events of a selection, by its place among the program's: all that filling needs to know of an offender.
Events: TypeAlias = Callable[[int], Sequence[Event]]

# What a block had beyond what its quotas asked for, by their ids.
LeftOver: TypeAlias = dict[str, tuple[Event, ...]]

# The first and the last day of a part on which it can be filled, and how many days it is a share of.
Stretch: TypeAlias = tuple[int, int, int]


class CompiledQuota(NamedTuple):
    """A quota with the places of its selections among the program's, and the day on which weeks begin.

    ``base`` are the events of which a percentage is asked for. What is left over of the block before has no place.
    """

    quota: Quota
    of: int
    also: tuple[tuple[int | None, Substitute], ...]
    reduced_by: tuple[tuple[int, Reduction], ...]
    week_begins: Weekday
    base: int | None = None

    @property
    def selections(self) -> tuple[int, ...]:
        """The places of all selections that it counts."""
        own = (self.of,) if self.base is None else (self.of, self.base)
        return (*own, *[place for place, _ in (*self.also, *self.reduced_by) if place is not None])


def compile_quota(quota: Quota, compiler: Compiler) -> CompiledQuota:
    """Return a quota with each of its selections found once for all that name it."""
    also = tuple((None if each.of is None else compiler.select(each.of), each) for each in quota.also)
    reduced_by = tuple((compiler.select(each.of), each) for each in quota.reduced_by)
    week_begins = compiler.book.conventions.week_begins or Weekday.MONDAY
    base = compiler.select(quota.at_least.of) if isinstance(quota.at_least, Percentage) else None
    return CompiledQuota(quota, compiler.select(quota.of), also, reduced_by, week_begins, base)


class Part(NamedTuple):
    """One part of a block with what it asks for and what was counted in it; ``met_day`` is 0 if it is short.

    ``base`` is the number of events of which it asks for a percentage.
    """

    first: int
    last: int
    asked: int
    need: int
    own: int
    substitutes: int
    short: int
    over: int
    met_day: int
    base: int = 0


# By `tuple.__new__`, here and below: the constructor of a named tuple costs three times as much.
_new_part: Callable[[type[Part], tuple[int, ...]], Part] = tuple.__new__


class Filled(NamedTuple):
    """One quota of one block: its parts (the block itself where it has none), the ids of what was counted, the sums.

    ``asked`` is what it asks for before any credit; ``met_day`` the day the last part was filled, 0 for one without
    parts. ``before`` are the events left over of the block before, ``left`` those beyond what this one asks for.
    """

    quota: Quota
    parts: tuple[Part, ...]
    ids: tuple[str, ...]
    asked: int
    counted: int
    short: int
    over: int
    met_day: int
    before: tuple[Event, ...] = ()
    left: tuple[Event, ...] = ()

    @property
    def base(self) -> int:
        """How many events there are of which it asks for a percentage."""
        return sum(part.base for part in self.parts)

    @property
    def row(self) -> tuple[str, int, int, int]:
        """The id with the events counted, those short and those over."""
        return self.quota.id, self.counted, self.short, self.over


_new_filled: Callable[[type[Filled], tuple[object, ...]], Filled] = tuple.__new__


class Standard(NamedTuple):
    """What holds in a block: the regimes with their days, each without the days that do not count.

    ``first`` and ``last`` are the days on which it can be filled, ``begins`` and ``ends`` those it is a share of.
    ``shared`` says that it may be a share at all, ``whole`` that it is none here: the quotas of the one regime stand as
    they are.
    """

    first: int
    last: int
    begins: int
    ends: int
    shared: bool
    regimes: tuple[tuple[int, int, CompiledRegime], ...]
    closed: tuple[tuple[int, int], ...] = ()
    whole: bool = False

    def quotas(self) -> Iterable[CompiledQuota]:
        """Return every quota of a regime that holds on some day, the first of an id."""
        if len(self.regimes) == 1:
            return self.regimes[0][2].quotas
        found: dict[str, CompiledQuota] = {}
        for _, _, regime in self.regimes:
            for each in regime.quotas:
                found.setdefault(each.quota.id, each)
        return found.values()

    def asked(self, quota: Quota, least: int, stretch: Stretch) -> int:
        """Return how many events are asked for on some days; a share is rounded down.

        One is asked for as soon as there is a day on which it could happen.
        """
        if self.whole:
            return least
        total = self._total(quota, "at_least", stretch)
        return max(total // stretch[2], 1) if total else 0

    def allowed(self, quota: Quota, most: int, stretch: Stretch) -> int:
        """Return how many events are allowed on some days; a share of the most is rounded up."""
        return most if self.whole else -(-self._total(quota, "at_most", stretch) // stretch[2])

    def _total(self, quota: Quota, key: str, stretch: Stretch) -> int:
        """Return what the regimes ask for on some days, times the days of a whole block."""
        first, last, _ = stretch
        total = 0
        for start, end, regime in self.regimes:
            held = days_outside(max(start, first), min(end, last), self.closed)
            for each in regime.quotas if held else ():
                if each.quota.id == quota.id:
                    total += held * (getattr(each.quota, key) or 0)
        return total


_new_standard: Callable[[type[Standard], tuple[object, ...]], Standard] = tuple.__new__


def days_outside(first: int, last: int, closed: Iterable[tuple[int, int]]) -> int:
    """Return how many days of a stretch lie in none of some others, which are disjoint and end before their second.

    >>> days_outside(1, 10, [(3, 5), (10, 20)]), days_outside(5, 4, [])
    (7, 0)
    """
    inside = sum([max(0, min(end, last + 1) - max(start, first)) for start, end in closed])
    return max(0, last + 1 - first) - inside


def closed_days(suspended: Sequence[SuspendedBy]) -> tuple[tuple[int, int], ...]:
    """Return the stretches of days that lower what is asked for in proportion, disjoint and in order."""
    runs = sorted(
        (run.start, run.end) for each in suspended if each.rule.effect is Effect.IN_PROPORTION for run in each.runs
    )
    found: list[tuple[int, int]] = []
    for start, end in runs:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def is_in_proportion(rule: Rule) -> bool:
    """Return whether each regime has its share of a block in which it holds for some of the days."""
    return rule.change is not None and rule.change.any_ is ChangePolicy.IN_PROPORTION


def standard_of(
    rule: Rule,
    slot: Slot,
    held: tuple[tuple[int, int, CompiledRegime], ...],
    closed: tuple[tuple[int, int], ...],
) -> Standard:
    """Return what holds in a block with these regimes and without these days."""
    first, last = slot.first, slot.last
    part = rule.partial is Partial.IN_PROPORTION and slot.ends > 0
    begins, ends = (slot.begins, slot.ends) if part else (first, last)
    shared = part or bool(closed) or is_in_proportion(rule)
    # One regime on all its days: where nothing is asked from a day on, the days after it are in no regime's.
    is_one = [each[:2] for each in held] == [(begins, ends)] == [(first, last)]
    whole = not shared or (is_one and not _any_in(closed, first, last))
    return _new_standard(Standard, (first, last, begins, ends, shared, held, closed, whole))


def _any_in(closed: tuple[tuple[int, int], ...], first: int, last: int) -> bool:
    """Whether a day of some lies in one of some stretches, which are disjoint and in order."""
    place = bisect_left(closed, (last + 1,))
    return place > 0 and closed[place - 1][1] > first


def standards_of(
    rule: Rule,
    slot: Slot,
    regimes: Sequence[CompiledRegime],
    closed: tuple[tuple[int, int], ...],
    changes: Sequence[int],
    asking: Callable[[int], Choices],
) -> list[Standard]:
    """Return what holds in a block under each of the regimes that may hold when it begins.

    ``closed`` are the days that do not count, ``changes`` those on which regimes change; ``asking`` gives the regimes
    of a day. Where one alone may hold, it holds from the first day on, even if that was known later.
    """
    if not is_in_proportion(rule):
        return [standard_of(rule, slot, ((slot.first, slot.last, regime),), closed) for regime in regimes]
    days = [slot.first, *[day for day in changes if slot.first < day <= slot.last]]
    found = []
    for place, regime in enumerate(regimes):
        stretches = zip(days, (*days[1:], slot.last + 1), strict=True)
        held = [
            (start, following - 1, choices[0].regime if len(choices) == 1 else _of(choices, place, regime, regimes))
            for start, following in stretches
            if (choices := asking(start))
        ]
        found.append(standard_of(rule, slot, tuple(held), closed))
    return found


def _of(choices: Choices, place: int, regime: CompiledRegime, regimes: Sequence[CompiledRegime]) -> CompiledRegime:
    """Return which of several regimes holds on some days, under the reading of a place; if it is known, that one."""
    return regime if len(regimes) == 1 else choices[min(place, len(choices) - 1)].regime


# ── filling ─────────────────────────────────────────────────────────────────────────────────────────────────────


def fill(events: Events, standard: Standard, until: int, before: LeftOver | None = None) -> tuple[Filled, ...]:
    """Return how far each quota of a block is filled by the end of a day, with what the block before left over.

    ``before`` is None where no quota of the rule takes anything of it: then nobody asks what this one leaves, either.
    """
    used: set[Mark] = set()
    return tuple([_filled(events, standard, compiled, until, used, before) for compiled in standard.quotas()])


def left_over(readings: Sequence[Sequence[Filled]]) -> LeftOver:
    """Return what each quota has beyond what it asks for: the least under any reading, of one that holds in all."""
    found = [{each.quota.id: each.left for each in filled} for filled in readings]
    ids = set.intersection(*[set(each) for each in found])
    return {id_: min([each[id_] for each in found], key=len) for id_ in ids}


def _filled(
    events: Events, standard: Standard, compiled: CompiledQuota, until: int, used: set[Mark], left: LeftOver | None
) -> Filled:
    quota = compiled.quota
    # Of a block that lies ahead nothing is counted, and nothing stands in yet.
    before = left.get(quota.id, ()) if left and quota.carries and until >= standard.first else ()
    counted: list[Event] = []
    parts: list[Part] = []
    asked = number = short = over = met_day = 0
    for stretch in _stretches(standard, compiled):
        if compiled.base is not None and standard.shared and not days_outside(*stretch[:2], standard.closed):
            # Of a number nothing is left to ask for; of a percentage nothing is asked.
            continue
        part = _part(events, standard, compiled, stretch, min(stretch[1], until), used, counted, before)
        parts.append(part)
        asked += part.asked
        number += part.own + part.substitutes
        short += part.short
        over += part.over
        met_day = max(met_day, part.met_day)
    if quota.alone:
        used.update(map(mark_of, counted))
    ids = tuple(dict.fromkeys([event[2] for event in counted]))
    # The first of what was counted are its own; what is beyond that of a part is left over of no block.
    beyond = tuple(counted[parts[0].need : parts[0].own]) if left is not None and parts and quota.each is None else ()
    return _new_filled(Filled, (quota, tuple(parts), ids, asked, number, short, over, met_day, before, beyond))


def asks_for_percentages(quotas: Iterable[Filled]) -> bool:
    """Return whether a block asks for part of the events in it, so that nobody knows how many before it is over."""
    return any(each.parts and isinstance(each.quota.at_least, Percentage) for each in quotas)


def filled_by(readings: Sequence[Sequence[Filled]], *, over: bool = True) -> Event | None:
    """Return the last day of all on which a block was filled, as an event; None if it is short under some reading.

    One that asks for nothing is filled by nothing, and one that asks for a percentage by nothing before it is ``over``.
    """
    if not over:
        return None
    asked = day = 0
    for each in chain.from_iterable(readings):
        if each.short:
            return None
        asked += each.asked
        day = max(day, each.met_day)
    return happened(day, UNTIMED, "", None) if asked else None


def ids_in(filled: Sequence[Filled]) -> tuple[str, ...]:
    """Return the ids of all that was counted in the quotas of a block, each once."""
    if len(filled) == 1:
        return filled[0].ids
    return tuple(dict.fromkeys([id_ for each in filled for id_ in each.ids]))


def _part(
    events: Events,
    standard: Standard,
    compiled: CompiledQuota,
    stretch: Stretch,
    until: int,
    used: set[Mark],
    counted: list[Event],
    before: Sequence[Event],
) -> Part:
    first, last, _ = stretch
    quota = compiled.quota
    asked, base = _asked(events, standard, compiled, stretch, until)
    own = _between(events, compiled.of, first, until, used)
    counted += own
    if compiled.also or compiled.reduced_by:
        need, stood_in, met_day = _with_others(events, compiled, (first, until), asked, own, used, counted, before)
    else:
        need, stood_in, met_day = asked, 0, own[asked - 1].day if 0 < asked <= len(own) else 0
    got = len(own) + stood_in
    over = 0 if quota.at_most is None else max(0, got - standard.allowed(quota, quota.at_most, stretch))
    short = max(0, need - got)
    if compiled.base is not None:
        met_day = 0 if short else until
    elif not asked:
        met_day = first
    return _new_part(Part, (first, last, asked, need, len(own), stood_in, short, over, met_day, base))


def _asked(
    events: Events, standard: Standard, compiled: CompiledQuota, stretch: Stretch, until: int
) -> tuple[int, int]:
    """Return how many events are asked for before any credit, and of how many those are a percentage."""
    least = compiled.quota.at_least
    if isinstance(least, Percentage):
        base = 0 if compiled.base is None else len(_between(events, compiled.base, stretch[0], until, set()))
        return least.asked(base), base
    return standard.asked(compiled.quota, least, stretch), 0


def _with_others(
    events: Events,
    compiled: CompiledQuota,
    days: tuple[int, int],
    asked: int,
    own: Sequence[Event],
    used: set[Mark],
    counted: list[Event],
    before: Sequence[Event],
) -> tuple[int, int, int]:
    """Return what is asked for after credits, how many events stand in, and the day it was filled (0: it was not)."""
    seen = used.union(map(mark_of, own))
    others = []
    for place, _ in compiled.also:
        others.append(before if place is None else _between(events, place, *days, seen))
        seen.update(map(mark_of, others[-1]))
    credits_ = [_between(events, place, *days, set()) for place, _ in compiled.reduced_by]
    need, stood_in, met_day = asked, 0, 0
    numbers = [0] * (1 + len(others) + len(credits_))
    kinds = enumerate((own, *others, *credits_))
    for day, kind in sorted((event.day, kind) for kind, found in kinds for event in found):
        numbers[kind] += 1
        need = _lowered(asked, compiled.reduced_by, numbers[1 + len(others) :])
        stood_in = sum(_standing_in(compiled, need, numbers[1:]))
        if not met_day and numbers[0] + stood_in >= need:
            # What was left over of the block before stands in from the first day on.
            met_day = max(day, days[0])
    standing_in = _standing_in(compiled, need, map(len, others))
    for other, (_, substitute), number in zip(others, compiled.also, standing_in, strict=True):
        counted += other[: number * (substitute.for_one or 1)]
    return need, stood_in, met_day


def _between(events: Events, place: int, first: int, last: int, used: set[Mark]) -> Sequence[Event]:
    """Return the events of a selection from one day to another, without those that count elsewhere."""
    selected = events(place)
    if last < first:
        # A block that lies ahead: nothing is looked for.
        return []
    found = selected[bisect_left(selected, (first,)) : bisect_left(selected, (last + 1,))]
    return [event for event in found if mark_of(event) not in used] if used else found


def _standing_in(compiled: CompiledQuota, need: int, numbers: Iterable[int]) -> list[int]:
    """Return for how many the events of each kind stand in; a percentage of what is asked for is rounded down."""
    found = []
    for (_, substitute), number in zip(compiled.also, numbers, strict=False):
        percent, most = substitute.at_most_percent or 0, substitute.at_most
        found.append(substitute.stand_in(number, need * percent // 100 if most is None else most))
    return found


def _lowered(asked: int, reductions: Sequence[tuple[int, Reduction]], numbers: Sequence[int]) -> int:
    """Return what is still asked for after credits, each kind never below its own floor."""
    need = asked
    for (_, reduction), number in zip(reductions, numbers, strict=True):
        count = number if reduction.at_most is None else min(number, reduction.at_most)
        need = max(min(need, reduction.not_below), need - count * reduction.by)
    return need


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _stretches(standard: Standard, compiled: CompiledQuota) -> Iterable[Stretch]:
    """Return the first and the last day of each part on which it can be filled, and the days it is a share of."""
    each = compiled.quota.each
    if each is None or each.calendar is None:
        return ((standard.first, standard.last, standard.ends - standard.begins + 1),)
    return _parts_in(standard, compiled.quota.parts, each.calendar[1], compiled.week_begins)


def has_a_part(compiled: CompiledQuota, first: int, last: int) -> bool:
    """Return whether a block has a part that belongs to it: in one of 20 days no calendar month may lie wholly."""
    each, parts = compiled.quota.each, compiled.quota.parts
    if each is None or each.calendar is None or parts is None:
        return True
    units = units_in(each.calendar[1], first, last, compiled.week_begins)
    return any(_BELONGS[parts](first <= start, end <= last) for start, end in units)


def _parts_in(standard: Standard, parts: Parts | None, unit: str, week_begins: Weekday) -> Iterator[Stretch]:
    first, last = standard.first, standard.last
    for start, end in units_in(unit, first, last, week_begins):
        if parts is None:
            days = min(end, standard.ends) - max(start, standard.begins) + 1
        elif _BELONGS[parts](first <= start, end <= last):
            days = min(end, last) - max(start, first) + 1
        else:
            continue
        yield max(start, first), min(end, last), days


_BELONGS = {
    Parts.WHOLLY: lambda begins, ends: begins and ends,
    Parts.BEGINS: lambda begins, ends: begins,
    Parts.ENDS: lambda begins, ends: ends,
}
