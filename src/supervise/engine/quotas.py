"""What a block with quotas asks for, and what fills it: numbers of events, in the block or in each part of it.

The events of a selection are sorted, so that a plain quota is two searches; only one with parts, substitutes, credits
or ``alone`` goes through its events one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.ordinals import month_index, month_start, weekday
from supervise.engine.happenings import UNTIMED, Event, SuspendedBy, happened
from supervise.rules.duration import MONTHS_IN
from supervise.rules.language import ChangePolicy, Effect, Partial
from supervise.rules.quota import Quota, Reduction, Substitute
from supervise.rules.words import Parts, Weekday

if TYPE_CHECKING:
    from supervise.engine.judged import Walk
    from supervise.engine.regimes import Choices, CompiledRegime
    from supervise.engine.slots import Slot
    from supervise.engine.timeline import Timeline

__all__ = [
    "CompiledQuota",
    "Filled",
    "Part",
    "Standard",
    "days_outside",
    "fill",
    "filled_by",
    "standards_of",
    "units_in",
]


class CompiledQuota(NamedTuple):
    """A quota with the places of its selections among the program's."""

    quota: Quota
    of: int
    also: tuple[tuple[int, Substitute], ...]
    reduced_by: tuple[tuple[int, Reduction], ...]


class Part(NamedTuple):
    """One part of a block with what it asks for and what was counted in it; ``met_day`` is 0 if it is short."""

    first: int
    last: int
    asked: int
    need: int
    own: int
    substitutes: int
    short: int
    over: int
    met_day: int


class Filled(NamedTuple):
    """One quota of one block: its parts (the block itself where it has none), and the ids of what was counted."""

    quota: Quota
    parts: tuple[Part, ...]
    ids: tuple[str, ...]

    @property
    def asked(self) -> int:
        """What it asks for before any credit."""
        return sum(part.asked for part in self.parts)

    @property
    def is_met(self) -> bool:
        """Whether no part is short."""
        return not any(part.short for part in self.parts)

    @property
    def met_day(self) -> int:
        """The day the last part was filled; 0 for one without parts."""
        return max((part.met_day for part in self.parts), default=0)

    @property
    def row(self) -> tuple[str, int, int, int]:
        """The id with the events counted, those short and those over."""
        counted = sum(part.own + part.substitutes for part in self.parts)
        return (
            self.quota.id,
            counted,
            sum(part.short for part in self.parts),
            sum(part.over for part in self.parts),
        )


class Standard(NamedTuple):
    """What holds in a block: the regimes with their days, each without the days that do not count.

    ``first`` and ``last`` are the days on which it can be filled, ``begins`` and ``ends`` those it is a share of.
    ``shared`` says that it may be a share at all; else the quotas of the one regime stand as they are.
    """

    first: int
    last: int
    begins: int
    ends: int
    shared: bool
    regimes: tuple[tuple[int, int, CompiledRegime], ...]
    closed: tuple[tuple[int, int], ...] = ()

    def quotas(self) -> dict[str, CompiledQuota]:
        """Return every quota of a regime that holds on some day, the first of an id."""
        found: dict[str, CompiledQuota] = {}
        for _, _, regime in self.regimes:
            for each in regime.quotas:
                found.setdefault(each.quota.id, each)
        return found

    def share(self, id_: str, key: str, first: int, last: int, days: int) -> tuple[int, int]:
        """Return what the regimes of some days ask for in all, as a fraction of whole blocks: times days, days."""
        if not self.shared:
            first, last, days = self.first, self.first, 1
        total = 0
        for start, end, regime in self.regimes:
            held = days_outside(max(start, first), min(end, last), self.closed)
            for each in regime.quotas if held else ():
                if each.quota.id == id_:
                    total += held * (getattr(each.quota, key) or 0)
        return total, days


def days_outside(first: int, last: int, closed: Iterable[tuple[int, int]]) -> int:
    """Return how many days of a stretch lie in none of some others, which are disjoint and end before their second.

    >>> days_outside(1, 10, [(3, 5), (10, 20)]), days_outside(5, 4, [])
    (7, 0)
    """
    inside = sum(max(0, min(end, last + 1) - max(start, first)) for start, end in closed)
    return max(0, last + 1 - first) - inside


def _closed_days(suspended: Sequence[SuspendedBy]) -> tuple[tuple[int, int], ...]:
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


def standards_of(
    walk: Walk, slot: Slot, steps: Sequence[tuple[Any, ...]], asking: Callable[[int], Choices]
) -> list[Standard]:
    """Return what holds in a block under each of the regimes that may hold when it begins, as its steps say.

    ``asking`` gives those of a day. Where one alone may hold, it holds from the first day on, even if that was known
    later.
    """
    rule, track = walk.rule.rule, walk.track
    regimes: list[CompiledRegime] = [step[1].regime for step in steps if step[0] == "placed"]
    shares = rule.change is not None and rule.change.any_ is ChangePolicy.IN_PROPORTION
    days = [slot.first]
    if shares and track is not None:
        days += [day for day in track[0] if slot.first < day <= slot.last]
    closed = _closed_days(walk.suspended)
    part = rule.partial is Partial.IN_PROPORTION and slot.ends > 0
    begins, ends = (slot.begins, slot.ends) if part else (slot.first, slot.last)
    found = []
    for place, regime in enumerate(regimes):
        held = [(slot.first, slot.last, regime)]
        if shares:
            stretches = zip(days, (*days[1:], slot.last + 1), strict=True)
            held = [
                (start, following - 1, choices[0].regime if len(choices) == 1 else _of(choices, place, regime, regimes))
                for start, following in stretches
                if (choices := asking(start))
            ]
        shared = shares or part or bool(closed)
        found.append(Standard(slot.first, slot.last, begins, ends, shared, tuple(held), closed))
    return found


def _of(choices: Choices, place: int, regime: CompiledRegime, regimes: Sequence[CompiledRegime]) -> CompiledRegime:
    """Return which of several regimes holds on some days, under the reading of a place; if it is known, that one."""
    return regime if len(regimes) == 1 else choices[min(place, len(choices) - 1)].regime


# ── filling ─────────────────────────────────────────────────────────────────────────────────────────────────────


def fill(tl: Timeline, standard: Standard, until: int) -> list[Filled]:
    """Return how far each quota of a block is filled by the end of a day."""
    used: set[tuple[Any, ...]] = set()
    found = []
    for compiled in standard.quotas().values():
        counted: list[Event] = []
        parts = tuple(
            _part(tl, standard, compiled, stretch, until, used, counted)
            for stretch in _stretches(tl, standard, compiled.quota)
        )
        if compiled.quota.alone:
            used.update(event[:3] for event in counted)
        found.append(Filled(compiled.quota, parts, tuple(dict.fromkeys(event.id for event in counted))))
    return found


def filled_by(readings: Sequence[Sequence[Filled]]) -> Event | None:
    """Return the last day of all on which a block was filled, as an event; None if it is short under some reading.

    One that asks for nothing is filled by nothing.
    """
    every = [each for filled in readings for each in filled]
    if not all(each.is_met for each in every) or not any(each.asked for each in every):
        return None
    return happened(max(each.met_day for each in every), UNTIMED, "", None)


def _part(
    tl: Timeline,
    standard: Standard,
    compiled: CompiledQuota,
    stretch: tuple[int, int, int],
    until: int,
    used: set[tuple[Any, ...]],
    counted: list[Event],
) -> Part:
    first, last, days = stretch
    quota = compiled.quota
    total, whole = standard.share(quota.id, "at_least", first, last, days)
    # A share is rounded down, but one event is asked for as soon as there is a day on which it could happen.
    asked = max(total // whole, 1) if total else 0
    until = min(last, until)
    own = _between(tl, compiled.of, first, until, used)
    counted += own
    if compiled.also or compiled.reduced_by:
        need, stood_in, met_day = _with_others(tl, compiled, (first, until), asked, own, used, counted)
    else:
        need, stood_in, met_day = asked, 0, own[asked - 1].day if 0 < asked <= len(own) else 0
    got = len(own) + stood_in
    short, over = max(0, need - got), _over(standard, quota, stretch, got)
    return Part(first, last, asked, need, len(own), stood_in, short, over, met_day if asked else first)


def _with_others(
    tl: Timeline,
    compiled: CompiledQuota,
    days: tuple[int, int],
    asked: int,
    own: list[Event],
    used: set[tuple[Any, ...]],
    counted: list[Event],
) -> tuple[int, int, int]:
    """Return what is asked for after credits, how many events stand in, and the day it was filled (0: it was not)."""
    seen = used | {event[:3] for event in own}
    others = []
    for place, _ in compiled.also:
        others.append(_between(tl, place, *days, seen))
        seen |= {event[:3] for event in others[-1]}
    credits_ = [_between(tl, place, *days, set()) for place, _ in compiled.reduced_by]
    caps = [_cap(substitute, asked) for _, substitute in compiled.also]
    need, stood_in, met_day = asked, 0, 0
    numbers = [0] * (1 + len(others) + len(credits_))
    kinds = enumerate((own, *others, *credits_))
    for day, kind in sorted((event.day, kind) for kind, events in kinds for event in events):
        numbers[kind] += 1
        need = _lowered(asked, compiled.reduced_by, numbers[1 + len(others) :])
        stood_in = sum(map(min, caps, numbers[1:]))
        if not met_day and numbers[0] + stood_in >= need:
            met_day = day
    for events, cap in zip(others, caps, strict=True):
        counted += events[:cap]
    return need, stood_in, met_day


def _over(standard: Standard, quota: Quota, stretch: tuple[int, int, int], got: int) -> int:
    """Return how many events there are too many; the share of the most that is allowed is rounded up."""
    if quota.at_most is None:
        return 0
    total, whole = standard.share(quota.id, "at_most", *stretch)
    return max(0, got - -(-total // whole))


def _between(tl: Timeline, place: int, first: int, last: int, used: set[tuple[Any, ...]]) -> list[Event]:
    """Return the events of a selection from one day to another, without those that count elsewhere."""
    events = tl.events(place)
    found = events[bisect_left(events, (first,)) : bisect_left(events, (last + 1,))]
    return [event for event in found if event[:3] not in used] if used else found


def _cap(substitute: Substitute, asked: int) -> int:
    """Return how many events may stand in; a percentage of what is asked for is rounded down."""
    if substitute.at_most is not None:
        return substitute.at_most
    return asked * (substitute.at_most_percent or 0) // 100


def _lowered(asked: int, reductions: Sequence[tuple[int, Reduction]], numbers: Sequence[int]) -> int:
    """Return what is still asked for after credits, each kind never below its own floor."""
    need = asked
    for (_, reduction), number in zip(reductions, numbers, strict=True):
        count = number if reduction.at_most is None else min(number, reduction.at_most)
        need = max(min(need, reduction.not_below), need - count * reduction.by)
    return need


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _stretches(tl: Timeline, standard: Standard, quota: Quota) -> Iterator[tuple[int, int, int]]:
    """Yield the first and the last day of each part on which it can be filled, and the days it is a share of."""
    begins = standard.ends - standard.begins + 1
    if quota.each is None or quota.each.calendar is None:
        yield standard.first, standard.last, begins
        return
    week_begins = tl.program.book.conventions.week_begins or Weekday.MONDAY
    first, last = standard.first, standard.last
    for start, end in units_in(quota.each.calendar[1], first, last, week_begins):
        if quota.parts is None:
            days = min(end, standard.ends) - max(start, standard.begins) + 1
        elif _BELONGS[quota.parts](first <= start, end <= last):
            days = min(end, last) - max(start, first) + 1
        else:
            continue
        yield max(start, first), min(end, last), days


_BELONGS = {
    Parts.WHOLLY: lambda begins, ends: begins and ends,
    Parts.BEGINS: lambda begins, ends: begins,
    Parts.ENDS: lambda begins, ends: ends,
}


def units_in(unit: str, first: int, last: int, week_begins: Weekday) -> Iterator[tuple[int, int]]:
    """Yield the units of the calendar that have a day in a stretch, each with its first and last day.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> days = from_iso("2026-03-03"), from_iso("2026-03-09")
    >>> [to_iso(start) for start, _ in units_in("week", *days, Weekday.MONDAY)]
    ['2026-03-02', '2026-03-09']
    """
    if unit in MONTHS_IN:
        size = MONTHS_IN[unit]
        index = month_index(first) // size * size
        while (start := month_start(index)) <= last:
            index += size
            yield start, month_start(index) - 1
        return
    start = first - (weekday(first) - week_begins.place) % 7
    while start <= last:
        yield start, start + 6
        start += 7
