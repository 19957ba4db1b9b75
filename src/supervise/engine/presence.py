"""Events that presence brings about: days, nights or hours at one place that reach a number."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.corresponding import Corresponding
from supervise.dates.ordinals import MAX_DAY
from supervise.dates.spans import Span, merge, subtract
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Event, minute_of, order_of
from supervise.engine.sieves import Sieve
from supervise.engine.stretches import begins, block_of
from supervise.engine.timeline import Timeline
from supervise.rules.duration import Duration
from supervise.rules.language import Counting, Derive, DeriveKind, Fires
from supervise.rules.names import attribute_of
from supervise.rules.vocabulary import OF_THE_OFFENDER

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["MINUTES_A_DAY", "compile_days", "compile_hours"]

MINUTES_A_DAY = 24 * 60


class _Piece(NamedTuple):
    """Days of one stay that no earlier one has: from ``start`` up to, without, ``end``."""

    start: int
    end: int
    fact: Any


# ── days and nights ─────────────────────────────────────────────────────────────────────────────────────────────


def compile_days(rule: Derive, passing: Sieve, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Return the function that finds the days on which the days (or nights) at one place reach ``reach``."""
    source, reach = compiler.select(rule.of), rule.number
    skips = [compiler.state(name) for name in rule.skips]
    once = rule.fires in (None, Fires.ONCE)
    # A night is counted on the day it ends: the first day of a stay ends none.
    nights = rule.kind is DeriveKind.PRESENCE_NIGHTS
    late = nights or rule.counting is Counting.AFTER

    def events(tl: Timeline) -> list[Event]:
        left_out = merge((run.start, run.end) for state in skips for run in tl.runs(state))
        found = []
        for key, stays in _grouped(tl, passing(tl, tl.planned(source)), rule.group).items():
            pieces = _pieces(stays, late=late, left_out=left_out)
            held = () if nights else merge(_days_of(stay) for stay in stays)
            unbroken = merge([*held, *_spans(pieces), *left_out])
            for first, day in _fires(rule, reach, pieces, unbroken, tl.program.corresponding):
                if not tl.clock.reached(day):
                    break
                found.append(_event(key, pieces, first, day))
                if once:
                    break
        return sorted(found, key=order_of)

    return events


def _grouped(tl: Timeline, stays: Sequence[Event], group: str | None) -> dict[str, list[Event]]:
    """Return stays by what groups them."""
    groups: dict[str, list[Event]] = {}
    for stay in stays:
        groups.setdefault(_key(tl, stay, group), []).append(stay)
    return groups


def _key(tl: Timeline, stay: Event, group: str | None) -> str:
    """Return what groups a stay: a field of it, the offender; one that does not give the field stands alone."""
    if group == OF_THE_OFFENDER:
        return tl.offender.id
    key: str | None = getattr(stay.fact, attribute_of(group or "id"))
    return key or stay.id


def _days_of(stay: Event) -> tuple[int, int]:
    """Return the days of a stay: the last day counts, an open stay runs on (formats: States)."""
    until = stay.fact.until
    return stay.day, FAR if until is None else until.toordinal() + 1


def _pieces(stays: Sequence[Event], *, late: bool, left_out: Sequence[Span]) -> list[_Piece]:
    """Return the days that count, each with the first stay that has it; ``late``: without the first day of a stay."""
    taken: tuple[Span, ...] = ()
    found = []
    for stay in stays:
        start, end = _days_of(stay)
        days = (start + late, end)
        own = subtract([days], [*taken, *left_out])
        found += [_Piece(first, FAR if last is None else last, stay.fact) for first, last in own]
        taken = merge([*taken, days])
    return sorted(found, key=lambda piece: piece.start)


def _spans(pieces: Sequence[_Piece]) -> list[Span]:
    return [(piece.start, piece.end) for piece in pieces]


def _event(key: str, pieces: Sequence[_Piece], first: int, day: int) -> Event:
    counted = {id(each.fact): each.fact for each in pieces if each.start <= day and each.end > first}
    fact = next(each.fact for each in pieces if each.start <= day < each.end)
    return Event(day, UNTIMED, key, fact, day, tuple(counted.values()))


def _fires(
    rule: Derive, reach: int, pieces: Sequence[_Piece], unbroken: Sequence[Span], sums: Corresponding
) -> Iterator[tuple[int, int]]:
    """Yield the first day that counted, and the day on which the number was reached, in order."""
    if rule.consecutive:
        # What does not count breaks nothing: such days belong to the stretches, and are not among the pieces.
        stretches = ((first, FAR if end is None else end) for first, end in unbroken)
        yield from _reached(pieces, reach, stretches)
    elif rule.block is not None:
        yield from _reached(pieces, reach, _blocks(rule.block, pieces))
    elif rule.within is not None:
        yield from _within(pieces, reach, rule.within, sums)
    else:
        yield from _reached(pieces, reach, [(0, FAR)])


def _reached(
    pieces: Sequence[_Piece], reach: int, stretches: Iterator[tuple[int, int]] | list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield for each stretch of time the day that is the ``reach``-th to count in it, if there is one."""
    for first, end in stretches:
        left = reach
        for piece in pieces:
            start, stop = max(piece.start, first), min(piece.end, end)
            if stop - start >= left:
                yield first, start + left - 1
                break
            left -= max(0, stop - start)


def _blocks(unit: Duration, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Yield the units of the calendar in which a day counts."""
    end = 0
    for piece in pieces:
        day = max(piece.start, end)
        while day < min(piece.end, MAX_DAY + 1):
            first, end = block_of(unit, day)
            yield first, end
            day = end


def _within(pieces: Sequence[_Piece], reach: int, length: Duration, sums: Corresponding) -> Iterator[tuple[int, int]]:
    """Yield the first day on which so many days lie within a length that ends with it; whoever asks takes no more."""
    days: deque[int] = deque()
    # Once a stay has filled the length, what it holds depends on the date alone, and a leap year comes within eight: a
    # number that it never holds (93 days in three months) is not looked for any further.
    longest = 31 * length.months + length.days + 9 * 366
    for piece in pieces:
        for day in range(piece.start, min(piece.end, piece.start + longest)):
            days.append(day)
            first = begins(length, day, sums)
            while days[0] < first:
                days.popleft()
            if len(days) == reach:
                yield days[0], day


# ── hours ───────────────────────────────────────────────────────────────────────────────────────────────────────


def compile_hours(rule: Derive, passing: Sieve, compiler: Compiler) -> Callable[[Timeline], list[Event]]:
    """Return the function that finds the day on which a stay completes ``reach`` hours, by the clock on the wall.

    With no time of arrival the stay may have begun at any minute of its first day: the day is the last it may have
    been, the cautious day the first.
    """
    source = compiler.select(rule.of)
    minutes = rule.number * 60

    def events(tl: Timeline) -> list[Event]:
        found = []
        for event in passing(tl, tl.planned(source)):
            days = _hours_completed(event, minutes)
            if days is not None and tl.clock.reached(days[1]):
                found.append(Event(days[1], UNTIMED, _key(tl, event, rule.group), event.fact, days[0]))
        found.sort(key=order_of)
        firsts: dict[str, Event] = {}
        for event in found:
            firsts.setdefault(event.id, event)
        return list(firsts.values())

    return events


def _hours_completed(event: Event, minutes: int) -> tuple[int, int] | None:
    """Return the first and the last day on which they may have been completed; None if they never were."""
    fact = event.fact
    end = FAR if fact.until is None else fact.until.toordinal()
    until_minute = minute_of(fact.until_at)
    last_minute = MINUTES_A_DAY if until_minute == UNTIMED else until_minute
    earliest, latest = (0, MINUTES_A_DAY - 1) if event.minute == UNTIMED else (event.minute, event.minute)
    if (end - event.day) * MINUTES_A_DAY + last_minute < earliest + minutes:
        return None
    first, last = (min(event.day + (minute + minutes) // MINUTES_A_DAY, end) for minute in (earliest, latest))
    return first, last
