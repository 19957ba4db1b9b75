"""Stretches of time: those that end with a day, so many days or months long, and the units of the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.dates.corresponding import Corresponding
from supervise.dates.ordinals import MAX_DAY, month_index, month_start, weekday
from supervise.rules.duration import MONTHS_IN, Duration
from supervise.rules.words import Weekday

__all__ = ["begins", "block_of", "units_in"]

_LAST_MONTH = month_index(MAX_DAY)


def begins(stretch: Duration | None, day: int, sums: Corresponding) -> int:
    """Return the first day of the stretch that ends with a day; 0 if all time before it counts.

    Twelve months that end with a day begin the day after the corresponding day a year before; ``sums`` has the book's
    choices for a month that lacks it.

    >>> from supervise.dates.corresponding import USUAL
    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> day = from_iso("2026-03-10")
    >>> [to_iso(begins(Duration.from_text(text), day, USUAL)) for text in ("60 days", "12 months", "calendar year")]
    ['2026-01-10', '2025-03-11', '2026-01-01']
    """
    if stretch is None:
        return 0
    if stretch.calendar is not None:
        return block_of(stretch, day)[0]
    if not 31 * stretch.months < day <= MAX_DAY:
        return 0
    return sums.day(day, -stretch.months) - stretch.days + 1


def block_of(unit: Duration, day: int) -> tuple[int, int]:
    """Return the first day of the unit of the calendar a day lies in, and the first day of the next.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> [to_iso(each) for each in block_of(Duration.from_text("calendar year"), from_iso("2026-03-10"))]
    ['2026-01-01', '2027-01-01']
    """
    months = MONTHS_IN[unit.calendar[1]] if unit.calendar is not None else 1
    first = month_index(day) // months * months
    after = first + months
    return month_start(first), month_start(after) if after <= _LAST_MONTH else MAX_DAY + 1


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
