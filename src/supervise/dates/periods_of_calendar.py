"""The last day of the month, quarter, half-year, year or week in which a day lies."""

from __future__ import annotations

from supervise.dates.ordinals import in_range, month_index, month_start, weekday

__all__ = ["end_of_months", "end_of_week"]


def end_of_months(day: int, months: int) -> int:
    """Return the last day of the block of so many months, counted from January, in which a day lies.

    Raises `DateRangeError` in the last block of the year 9999, after which no month begins.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(end_of_months(from_iso("2024-02-10"), 1)), to_iso(end_of_months(from_iso("2024-02-10"), 3))
    ('2024-02-29', '2024-03-31')
    """
    return month_start((month_index(day) // months + 1) * months) - 1


def end_of_week(day: int, first: int) -> int:
    """Return the last day of the week in which a day lies, for weeks that begin with a weekday (0 for Monday).

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(end_of_week(from_iso("2024-02-29"), 0)), to_iso(end_of_week(from_iso("2024-02-29"), 4))
    ('2024-03-03', '2024-02-29')
    """
    return in_range(day + 6 - (weekday(day) - first) % 7)
