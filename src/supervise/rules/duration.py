"""How long: the periods a rule may name, in calendar months and days, working days or hours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar

from attrs import frozen

from supervise.dates import Period
from supervise.rules.everyday import word_meant
from supervise.rules.reading import Problems, counted, kind_of

__all__ = ["MONTHS_IN", "Duration", "EndDuration"]

_T = TypeVar("_T")

# Every unit of the calendar but the week is so many months, counted from January.
MONTHS_IN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

# No sign, fraction or leading zero, and the singular for one alone: the words of the periods of `supervise.dates`.
_WORDS = re.compile(r"(?:(1) (working day|hour)|(0|[2-9]|[1-9][0-9]{1,4}) (working day|hour)s)", re.ASCII)
_UNIT = r"calendar (month|quarter|half-year|year|week)"
_CALENDAR = re.compile(f"(?:([2-9]|[1-9][0-9]{{1,2}}) {_UNIT}s|{_UNIT})", re.ASCII)
_COUNTED = re.compile(r"([0-9]{1,5}) (year|month|week|day|working day|hour)s?", re.ASCII)
_END_WORDS = re.compile(r"(.+) (after|beginning with) end")
_ADVICE = "no period; write for example '3 months', '10 days', '5 working days' or '24 hours'"
_END_ADVICE = "write for example '10 working days after end' or '3 days beginning with end'"


def _as_written(text: str) -> str:
    """Return how a number and a unit that do not agree are written; nothing where something else is wrong.

    >>> _as_written("1 days"), _as_written("90 day"), _as_written("a day")
    ("no period; write '1 day'", "no period; write '90 days'", '')
    >>> _as_written("5 business days")
    "no period; write '5 working days'"
    """
    match = _COUNTED.fullmatch(text.replace("business", "working"))
    return "" if match is None else f"no period; write '{counted(int(match[1]), match[2])}'"


@frozen
class Duration:
    """One length of time: calendar months and days, or working days, or hours; never a mixture of the three.

    ``calendar`` is another kind: so many whole months, quarters, half-years, years or weeks of the calendar, as the
    blocks of a fixed cadence have them.

    >>> Duration.from_text("5 working days").working_days
    5
    >>> Duration.from_text("3 years 6 months").months
    42
    >>> Duration.from_text("2 calendar months").calendar
    (2, 'month')
    """

    WRITTEN: ClassVar[str] = "a period such as '3 months'"

    months: int = 0
    days: int = 0
    working_days: int | None = None
    hours: int | None = None
    calendar: tuple[int, str] | None = None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read ``3 months``, ``1 year 6 months``, ``10 days``, ``5 working days`` or ``24 hours``.

        Raises ValueError with advice if the words are none of these.
        """
        match = _WORDS.fullmatch(text)
        if match:
            number = int(match[1] or match[3])
            hours = (match[2] or match[4]) == "hour"
            return cls(hours=number) if hours else cls(working_days=number)
        whole = _CALENDAR.fullmatch(text)
        if whole:
            return cls(calendar=(int(whole[1] or 1), whole[2] or whole[3]))
        try:
            period = Period.parse(text)
        except ValueError:
            raise ValueError(word_meant("length", text) or _as_written(text) or _ADVICE) from None
        return cls(months=period.months, days=period.days)

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read the words; a fault is recorded and None returned if they are no period."""
        return _in_words(cls.from_text, cls.WRITTEN, value, path, problems)

    @property
    def is_calendar(self) -> bool:
        """Whether it is in months and days, not in working days, hours or whole units of the calendar.

        >>> Duration(days=3).is_calendar, Duration(hours=24).is_calendar
        (True, False)
        """
        return self.working_days is None and self.hours is None and self.calendar is None

    def __str__(self) -> str:
        if self.working_days is not None:
            return counted(self.working_days, "working day")
        if self.hours is not None:
            return counted(self.hours, "hour")
        if self.calendar is not None:
            count, unit = self.calendar
            return f"calendar {unit}" if count == 1 else f"{count} calendar {unit}s"
        return str(Period(months=self.months, days=self.days))

    def plain(self) -> str:
        """Return the canonical words."""
        return str(self)


@frozen
class EndDuration:
    """A length counted from the end of a state: ``10 working days after end``, ``3 days beginning with end``.

    >>> str(EndDuration.from_text("3 days beginning with end"))
    '3 days beginning with end'
    """

    WRITTEN: ClassVar[str] = "a period such as '10 working days after end'"

    length: Duration
    beginning_with: bool

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read the words; ValueError with advice if they are not of that form."""
        match = _END_WORDS.fullmatch(text)
        if not match:
            raise ValueError(_END_ADVICE)
        length = Duration.from_text(match[1])
        if length.hours is not None:
            # A state has days, and no hour at which it ended.
            raise ValueError(f"hours cannot be counted from the end of a state; {_END_ADVICE}")
        if length.calendar is not None:
            raise ValueError(f"whole units of the calendar are blocks, and no length from a day; {_END_ADVICE}")
        return cls(length, match[2] == "beginning with")

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read the words; a fault is recorded and None returned if they are not of that form."""
        return _in_words(cls.from_text, cls.WRITTEN, value, path, problems)

    def __str__(self) -> str:
        return f"{self.length} {'beginning with' if self.beginning_with else 'after'} end"

    def plain(self) -> str:
        """Return the canonical words."""
        return str(self)


def _in_words(parse: Callable[[str], _T], written: str, value: Any, path: str, problems: Problems) -> _T | None:
    """Return the length that words say; None after recording what is wrong with them."""
    if not isinstance(value, str):
        problems.add(path, f"expected {written}, found {kind_of(value)}")
        return None
    try:
        return parse(value)
    except ValueError as error:
        problems.add(path, str(error))
        return None
