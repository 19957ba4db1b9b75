"""The last day of the month, quarter, half-year, year or week in which a day lies, and days of a month by number."""

from __future__ import annotations

from supervise.dates.ordinals import in_range, month_index, month_start, weekday

__all__ = ["end_of_months", "end_of_week", "numbered_day"]


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


def numbered_day(index: int, number: int, day_of_week: int | None = None) -> int:
    """Return the n-th day of a month, or the n-th Monday (0), Tuesday (1)… in it; the last, where there is no n-th.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> february = month_index(from_iso("2026-02-01"))
    >>> to_iso(numbered_day(february, 30)), to_iso(numbered_day(february, 1, 0)), to_iso(numbered_day(february, 5, 4))
    ('2026-02-28', '2026-02-02', '2026-02-27')
    """
    start, end = month_start(index), month_start(index + 1) - 1
    if day_of_week is None:
        return min(start + number - 1, end)
    day = start + (day_of_week - weekday(start)) % 7 + 7 * (number - 1)
    return day if day <= end else day - 7
