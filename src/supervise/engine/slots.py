"""The slots of a fixed cadence: days and blocks that are fixed in advance and that no event moves.

Each is found in closed form, from a division and a step, never by a walk from the anchor: regimes of different lengths
can follow each other, and an anchor of long ago costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from supervise.dates.ordinals import in_range, month_index, month_start, weekday
from supervise.engine.happenings import MINUTES, UNTIMED, Event
from supervise.engine.regimes import Choice
from supervise.rules.duration import MONTHS_IN, Duration
from supervise.rules.fixed import DayOfMonth
from supervise.rules.words import Cadence, Counting, Weekday

if TYPE_CHECKING:
    from supervise.engine.program import Program
    from supervise.rules.language import Rule

__all__ = ["Series", "Slot", "block_after", "block_of", "next_slot", "series_of"]


class Slot(NamedTuple):
    """One fixed occasion: ``day`` is what limits are counted from, ``first`` and ``last`` the days it lasts.

    ``minute`` is the last minute of the last day, UNTIMED where there is none; ``number`` its place in the series,
    ``partial`` says that a calendar block was entered in the middle; ``begins`` and ``ends`` are the days of the whole.
    """

    day: int
    first: int
    last: int
    minute: int
    number: int
    partial: bool = False
    begins: int = 0
    ends: int = 0

    @property
    def over(self) -> int:
        """The day after which the next is looked for: of a block that the case leaves, the rest is no other."""
        return max(self.last, self.ends)


# By `tuple.__new__`: the constructor of a named tuple costs three times as much.
_new_slot: Callable[[type[Slot], tuple[object, ...]], Slot] = tuple.__new__


class Series(NamedTuple):
    """How the slots of one case are made: the cadence, the event they are counted from, and the first day of block 1.

    ``begins`` moves where blocks of another length follow each other. ``birth`` says that the event is the birth,
    ``whole`` that another event starts the series, so that the month of the anchor may be one of it, ``offset`` how
    long after each birthday a day lies.
    """

    cadence: Cadence
    origin: Event
    begins: int
    birth: bool
    whole: bool
    offset: Duration = Duration()


def series_of(rule: Rule, origin: Event, *, stands_in: bool = False) -> Series:
    """Return the series of a rule from its anchor; what stands in for a birth is a day like any other."""
    begins = origin.day + (rule.counting is Counting.AFTER)
    birth = rule.anchor.birth is not None and not stands_in
    offset = rule.anchor.after_birthdays if birth else None
    return Series(rule.cadence, origin, begins, birth, rule.starts is not None, offset or Duration())


def next_slot(program: Program, series: Series, choice: Choice, after: int) -> Slot:
    """Return the first slot of a regime that lies after a day; of a calendar block what lies after it.

    Raises DateRangeError where it would leave the calendar.
    """
    return _MAKERS[series.cadence](program, series, choice, after)


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _grid(program: Program, series: Series, choice: Choice, after: int) -> Slot:
    """The anchor plus k times the length: months are added once, from the anchor, so that nothing drifts."""
    length, offset = choice.length or Duration(), series.offset
    number = max(1, _steps_to(series.origin.day, length, after - offset.months * 31 - offset.days))
    while (day := _nth(program, series, length, number)) <= after:
        number += 1
    before = _nth(program, series, length, number - 1)
    return Slot(day, before + 1, day, UNTIMED, number)


def _steps_to(origin: int, length: Duration, day: int) -> int:
    """Return a number of steps that surely leads to a day or before it, and hardly further back."""
    # 4800 months have 146,097 days.
    return (day - origin) * 4800 // (length.months * 146_097 + length.days * 4800) - 1


def _nth(program: Program, series: Series, length: Duration, number: int) -> int:
    day, months = series.origin.day, length.months * number
    if series.birth:
        return _after_birthday(program, day, months, series.offset)
    return in_range(_plus(program, day, months) + length.days * number)


def _after_birthday(program: Program, born: int, months: int, offset: Duration) -> int:
    """A birthday, or so long after one: its months are added to those of the years, so that one sum is rounded."""
    months += offset.months
    day = _plus(program, born, months) if months % 12 else program.birthday(born, months // 12)
    return in_range(day + offset.days)


def _plus(program: Program, day: int, months: int) -> int:
    return program.corresponding.day(day, months)


# ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────


def block_after(program: Program, series: Series, choice: Choice, after: int) -> Slot:
    """Return the first block that begins after a day; of a calendar block what lies after it."""
    length = choice.length or Duration()
    if length.calendar is not None:
        return _calendar_block(program, series.origin.day, length.calendar, after)
    begins = series.begins
    # Block k begins k - 1 lengths after the first; it is wanted from the day after on.
    if not length.months:
        number = max(0, (after - begins) // length.days + 1)
        first = begins + length.days * number
        return _new_slot(Slot, (first, first, in_range(first + length.days - 1), UNTIMED, number + 1, False, 0, 0))
    number = max(0, _steps_to(begins, length, after))
    while (first := _block_begins(program, begins, length, number)) <= after:
        number += 1
    following = _block_begins(program, begins, length, number + 1)
    return Slot(first, first, in_range(following - 1), UNTIMED, number + 1)


def _block_begins(program: Program, begins: int, length: Duration, number: int) -> int:
    """Return the day after so many lengths that begin with a day: a month from the 31st may end on the 30th.

    Months are added once, from the first day of the series.
    """
    if not number:
        return begins
    sums = program.corresponding
    return sums.beginning_with(begins, months=length.months * number, days=length.days * number) + 1


def _calendar_block(program: Program, origin: int, unit: tuple[int, str], after: int) -> Slot:
    """The block of whole units that the day after lies in; one entered in the middle is partial."""
    first, last, number = _whole_units(program, origin, unit, after + 1)
    entered = max(first, after + 1)
    return _new_slot(Slot, (entered, entered, last, UNTIMED, number, entered > first, first, last))


def _whole_units(program: Program, origin: int, unit: tuple[int, str], day: int) -> tuple[int, int, int]:
    """Return the first and last day, and the number, of the block of whole units of the calendar that a day lies in."""
    count, name = unit
    if name in MONTHS_IN:
        size = MONTHS_IN[name]
        start = month_index(origin) // size * size
        number = (month_index(day) - start) // (size * count)
        first = month_start(start + number * size * count)
        last = month_start(start + (number + 1) * size * count) - 1
    else:
        begins = (program.book.conventions.week_begins or Weekday.MONDAY).place
        start = origin - (weekday(origin) - begins) % 7
        number = (day - start) // (7 * count)
        first = start + number * 7 * count
        last = first + 7 * count - 1
    return first, in_range(last), number + 1


def block_of(program: Program, series: Series, choice: Choice, day: int) -> Slot:
    """Return the whole block in which a day lies; it is one from the first of the series on."""
    length = choice.length or Duration()
    if length.calendar is not None:
        first, last, number = _whole_units(program, series.origin.day, length.calendar, day)
        return _new_slot(Slot, (first, first, last, UNTIMED, number, False, first, last))
    following = block_after(program, series, choice, day)
    number = following.number - 2
    first = _block_begins(program, series.begins, length, number)
    return Slot(first, first, following.first - 1, UNTIMED, number + 1)


# ── months and days of the week ─────────────────────────────────────────────────────────────────────────────────


def _month(program: Program, series: Series, choice: Choice, after: int) -> Slot:
    """Some days of every so many months from the month of the anchor, or of the months that are named."""
    regime, origin, here = choice.regime.regime, month_index(series.origin.day), month_index(after)
    named = {month.place for month in regime.named}
    days = regime.days or _WHOLE_MONTH
    if named:
        index, step = here, 1
    else:
        step = (choice.length or Duration()).months
        index = origin + max((here - origin) // step, 0 if series.whole else 1) * step
    while (named and index % 12 not in named) or (slot := _in_month(index, days))[0] <= after:
        index += step
    first, last = slot
    number = (index - origin) // step if not named else 0
    return Slot(first, first, last, UNTIMED, number)


_WHOLE_MONTH = (DayOfMonth(1), DayOfMonth(31))


def _in_month(index: int, days: tuple[DayOfMonth, ...]) -> tuple[int, int]:
    """Return the first and last of some days of a month; a day it does not have is its last."""
    return days[0].in_month(index), days[-1].in_month(index)


def _weekday(program: Program, series: Series, choice: Choice, after: int) -> Slot:
    regime = choice.regime.regime
    wanted = (regime.weekday or Weekday.MONDAY).place
    day = after + 1 + (wanted - weekday(after + 1)) % 7
    return Slot(in_range(day), day - 6, day, MINUTES[regime.at], (day - series.origin.day + 6) // 7)


_MAKERS: dict[Cadence, Callable[[Program, Series, Choice, int], Slot]] = {
    Cadence.GRID: _grid,
    Cadence.BLOCK: block_after,
    Cadence.MONTH: _month,
    Cadence.WEEKDAY: _weekday,
}
