"""Stretches of time that end with a day: so many days or months, or the unit of the calendar the day lies in."""

from __future__ import annotations

from supervise.dates.corresponding import Corresponding
from supervise.dates.ordinals import MAX_DAY, month_index, month_start
from supervise.rules.duration import MONTHS_IN, Duration

__all__ = ["begins", "block_of"]

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
