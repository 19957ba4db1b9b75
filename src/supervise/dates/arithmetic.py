"""Periods of calendar months and days, and adding them to a `datetime.date`.

The order is fixed and there is exactly one rounding: years and months first, then one rounding if the day of
the month does not exist there, then days (Monat, Fromherz and Merigoux, "Formalizing date arithmetic and
statically detecting ambiguities for the law", ESOP 2024). Rounding twice gives another date: 29 February 2024
plus one year one month is 29 March 2025, not the 28th. No rounding is ever assumed: the rulebook names it.
Years are twelve months; months are never thirty days.
"""

from __future__ import annotations

import enum
import re
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final, Self

import attrs
from dateutil.relativedelta import relativedelta

from supervise.dates import ordinals
from supervise.errors import AmbiguousDateError, DateRangeError, InvalidDateError
from supervise.keeping import kept

__all__ = ["Period", "Rounding", "add", "anchored_series", "whole_months_between"]

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,4}", re.ASCII)
#: Months and days in each unit, largest first.
_UNITS: Final = {"year": (12, 0), "month": (1, 0), "week": (0, 7), "day": (0, 1)}
_MALFORMED: Final = (
    'a period is written in words like "3 months", "1 year", "3 years 6 months", "6 weeks" or "10 days", '
    "largest unit first, singular only for 1"
)


class Rounding(enum.Enum):
    """What to do when the day of the month does not exist in the month reached.

    >>> Rounding("down") is Rounding.DOWN
    True
    """

    UP = "up"
    """The first day of the month after."""
    DOWN = "down"
    """The last day of the month reached (Dodds v Walker [1981] 1 WLR 1027, for a period after an event)."""
    ABORT = "abort"
    """Raise `AmbiguousDateError`."""


@kept
@attrs.frozen(kw_only=True)
class Period:
    """A length of calendar time: whole months (a year is twelve) and whole days (a week is seven).

    Periods have no order: one month is neither more nor less than thirty days until it has a first day.

    >>> Period(months=42)
    Period(months=42, days=0)
    >>> str(Period(months=42))
    '3 years 6 months'
    """

    months: int = attrs.field(
        default=0, validator=attrs.validators.instance_of(int), metadata={"doc": "Calendar months; a year is twelve."}
    )
    days: int = attrs.field(
        default=0, validator=attrs.validators.instance_of(int), metadata={"doc": "Calendar days; a week is seven."}
    )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the period that the words name.

        Raises `InvalidDateError` with code ``InvalidFormat`` for anything but the canonical words: no other
        spelling, spacing, unit, sign, fraction or leading zero.

        >>> Period.parse("3 years 6 months")
        Period(months=42, days=0)
        >>> Period.parse("6 weeks")
        Period(months=0, days=42)
        """
        words = text.split(" ")
        months = days = 0
        ahead = list(_UNITS)
        for number, unit in zip_longest(words[::2], words[1::2], fillvalue=""):
            name = unit.removesuffix("s")
            right_form = unit == (name if number == "1" else f"{name}s")
            if name not in ahead or not right_form or _NUMBER.fullmatch(number) is None:
                raise InvalidDateError("InvalidFormat", _MALFORMED)
            del ahead[: ahead.index(name) + 1]
            months += int(number) * _UNITS[name][0]
            days += int(number) * _UNITS[name][1]
        return cls(months=months, days=days)

    def times(self, count: int) -> Self:
        """Return the period taken `count` times, for the k-th step of a series counted from its anchor.

        >>> Period(months=3).times(4)
        Period(months=12, days=0)
        """
        return attrs.evolve(self, months=self.months * count, days=self.days * count)

    def __str__(self) -> str:
        """Return the canonical words; `parse` reads them back when nothing is negative."""
        # Each unit carries the sign: minus 18 months is "-1 year -6 months", not "-2 years 6 months".
        years, months = divmod(abs(self.months), 12)
        sign = -1 if self.months < 0 else 1
        parts = ((sign * years, "year"), (sign * months, "month"), (self.days, "day"))
        words = [f"{number} {unit}{'' if abs(number) == 1 else 's'}" for number, unit in parts if number]
        return " ".join(words) or "0 days"


def add(day: date, period: Period, *, rounding: Rounding) -> date:
    """Return `day` plus `period`: months first, one rounding if it is needed, then days.

    The order and the one rounding are those of Monat, Fromherz and Merigoux (ESOP 2024).

    Raises `AmbiguousDateError` if the day of the month does not exist in the month reached and `rounding` is
    ``ABORT``; `DateRangeError` if the result lies outside 0001-01-01 to 9999-12-31.

    >>> add(date(2024, 1, 31), Period(months=1), rounding=Rounding.DOWN)
    datetime.date(2024, 2, 29)
    >>> add(date(2024, 1, 31), Period(months=1), rounding=Rounding.UP)
    datetime.date(2024, 3, 1)
    """
    try:
        moved = day + relativedelta(months=period.months)
        if moved.day != day.day and rounding is not Rounding.DOWN:
            if rounding is Rounding.ABORT:
                raise AmbiguousDateError(
                    "the day of the month does not exist in the month reached; choose rounding up or down"
                )
            moved += timedelta(days=1)
        return moved + timedelta(days=period.days)
    except (ValueError, OverflowError):
        raise DateRangeError("the sum falls outside 0001-01-01 to 9999-12-31; look for a placeholder date") from None


def anchored_series(anchor: date, step: Period, count: int, *, rounding: Rounding) -> tuple[date, ...]:
    """Return anchor + step, anchor + 2 steps, … `count` dates, each counted from the anchor and rounded once.

    Adding the step to the previous *result* would drift: monthly from 31 January would fall on the 29th ever
    after. Errors as `add`.

    >>> [str(day) for day in anchored_series(date(2024, 1, 31), Period(months=1), 3, rounding=Rounding.DOWN)]
    ['2024-02-29', '2024-03-31', '2024-04-30']
    """
    return tuple(add(anchor, step.times(turn), rounding=rounding) for turn in range(1, count + 1))


def whole_months_between(start: date, end: date) -> int:
    """Return the largest number of months that, added to `start` and rounded down, does not pass `end`.

    The form for dates of `supervise.dates.ordinals.whole_months_between`.

    >>> whole_months_between(date(2024, 2, 29), date(2024, 3, 31))
    1
    """
    return ordinals.whole_months_between(start.toordinal(), end.toordinal())
