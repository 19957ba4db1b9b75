"""The corresponding day, and what stands for it in a month that does not have it.

Whole months from 31 January lead to a day that February lacks, whole years from 29 February to one that a common year
lacks. The law of a place says what then ends the period, and not always the same for both: a `Corresponding` holds the
two choices, and does every sum in months with them. Days are ordinals; a sum that leaves the years 0001 to 9999 raises
`DateRangeError`.
"""

from __future__ import annotations

import enum

import attrs

from supervise.dates.counting import last_day_after, last_day_beginning_with, latest_day_before
from supervise.dates.ordinals import add_months, in_range

__all__ = ["USUAL", "Corresponding", "MissingDay"]


class MissingDay(enum.Enum):
    """What a month gives that lacks the day looked for.

    >>> MissingDay("next") is MissingDay.NEXT
    True
    """

    ENDS = "ends"
    """The period ends on the last day of the month, whichever way it is counted (Dodds v Walker)."""
    LAST = "last"
    """The last day of the month is the corresponding day: a period *beginning with* the first day ends before it."""
    NEXT = "next"
    """The first day of the next month is the corresponding day."""


def _is_usual(sums: Corresponding) -> bool:
    return sums.month_end is MissingDay.ENDS and sums.leap_day is MissingDay.ENDS


@attrs.frozen(kw_only=True)
class Corresponding:
    """Sums in months and days by the choices of a book: for a month that lacks the day, and for 29 February.

    ``leap_day`` is for whole years from 29 February, ``month_end`` for everything else. ``is_usual`` says that both are
    `MissingDay.ENDS`: then the sums are those of `supervise.dates.counting`.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> sums = Corresponding(month_end=MissingDay.ENDS, leap_day=MissingDay.NEXT)
    >>> leap, last = from_iso("2024-02-29"), from_iso("2025-01-31")
    >>> to_iso(sums.after(leap, months=12)), to_iso(sums.after(last, months=1))
    ('2025-03-01', '2025-02-28')
    """

    month_end: MissingDay
    leap_day: MissingDay
    is_usual: bool = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_is_usual, takes_self=True))

    def day(self, day: int, months: int) -> int:
        """Return the day so many months later (before, if negative): the anniversary that a series of dates falls on.

        >>> from supervise.dates.ordinals import from_iso, to_iso
        >>> to_iso(USUAL.day(from_iso("2024-02-29"), 12))
        '2025-02-28'
        """
        found = add_months(day, months)
        return found + 1 if self._missing(day, months, found) is MissingDay.NEXT else found

    def after(self, day: int, *, months: int = 0, days: int = 0) -> int:
        """Return the last day of a period after a day, which is left out.

        >>> USUAL.after(100, days=3)
        103
        """
        if self.is_usual:
            return last_day_after(day, months=months, days=days)
        return in_range(self.day(day, months) + days)

    def beginning_with(self, day: int, *, months: int = 0, days: int = 0) -> int:
        """Return the last day of a period that a day is the first of.

        >>> from supervise.dates.ordinals import from_iso, to_iso
        >>> strict = Corresponding(month_end=MissingDay.ENDS, leap_day=MissingDay.LAST)
        >>> day = from_iso("2000-02-29")
        >>> to_iso(USUAL.beginning_with(day, months=300)), to_iso(strict.beginning_with(day, months=300))
        ('2025-02-28', '2025-02-27')
        """
        found = add_months(day, months)
        if self._missing(day, months, found) is MissingDay.LAST:
            return in_range(found + days - 1)
        return last_day_beginning_with(day, months=months, days=days)

    def before(self, day: int, *, months: int = 0, days: int = 0) -> int:
        """Return the last day so long before a day, by plain subtraction.

        >>> USUAL.before(100, days=3)
        97
        """
        if self.is_usual:
            return latest_day_before(day, months=months, days=days)
        return in_range(self.day(day, -months) - days)

    def _missing(self, day: int, months: int, found: int) -> MissingDay | None:
        """Return the choice that decides, where the month reached lacks the day; None where it has it."""
        if self.is_usual or add_months(found, -months) == day:
            return None
        return self.leap_day if months % 12 == 0 else self.month_end


USUAL = Corresponding(month_end=MissingDay.ENDS, leap_day=MissingDay.ENDS)
