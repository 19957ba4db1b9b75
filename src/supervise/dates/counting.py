"""Counting days as the law words it.

The words decide whether the first day counts, so the words are what these functions are called after; none
takes an "inclusive" flag. Days are ordinals (see `supervise.dates.ordinals`). A period whose last day is L
has been kept by anything done on L and is first broken on L + 1; nothing here moves a last day because an
office is closed.

A period of no days is treated as over on the day before it would begin.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from supervise.dates.calendars import Calendar
from supervise.dates.ordinals import add_months, add_months_up, in_range, month_index, month_start
from supervise.dates.spans import Span
from supervise.errors import InvalidDateError

__all__ = [
    "Counting",
    "LeapPolicy",
    "age_on",
    "attains_age",
    "cautious_last_day_beginning_with",
    "count_skipping",
    "days_overdue",
    "earliest_day_after_clear_days",
    "is_in_time",
    "last_day_after",
    "last_day_after_midnight",
    "last_day_beginning_with",
    "last_statutory_day",
    "latest_day_before",
    "latest_day_before_clear_days",
    "working_days_after",
    "working_days_beginning_with",
]


class Counting(enum.Enum):
    """How the words of a rule treat the day they count from.

    >>> Counting("beginning with")
    <Counting.BEGINNING_WITH: 'beginning with'>
    """

    BEGINNING_WITH = "beginning with"
    """That day is day 1 (Trow v Ind Coope (West Midlands) Ltd [1967] 2 QB 899)."""
    AFTER = "after"
    """That day is left out (Lester v Garland (1808), restated in Dodds v Walker [1981] 1 WLR 1027)."""
    CLEAR_DAYS = "clear days"
    """That day and the day of the act are both left out."""


class LeapPolicy(enum.Enum):
    """The birthday, in a common year, of a person born on 29 February. There is no default.

    No binding England and Wales decision was found. The ACT Supreme Court (2018) held a person born on 29
    February 2000 to be still 17 on 28 February 2018; some systems fix 28 February by statute.

    >>> LeapPolicy("mar1") is LeapPolicy.MAR1
    True
    """

    FEB28 = "feb28"
    MAR1 = "mar1"


def last_day_beginning_with(day: int, *, months: int = 0, days: int = 0) -> int:
    """Return the last day of a period of months and days beginning with `day`.

    The day before the corresponding date. Where the last month has no corresponding date (a month beginning
    with 31 January), no authority was found and two readings are open; this one ends on the last day of that
    month, and `cautious_last_day_beginning_with` gives the other. Raises `DateRangeError` outside 0001 to
    9999.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(last_day_beginning_with(from_iso("2024-02-28"), days=3))
    '2024-03-01'
    >>> to_iso(last_day_beginning_with(from_iso("2024-01-31"), months=1))
    '2024-02-29'
    """
    return in_range(add_months_up(day, months) + days - 1)


def cautious_last_day_beginning_with(day: int, *, months: int = 0, days: int = 0) -> int:
    """Return the earlier reading of `last_day_beginning_with`; the same day wherever there is no doubt.

    The corresponding date is first shortened to the last day of its month, and the day before that ends the
    period.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(cautious_last_day_beginning_with(from_iso("2024-01-31"), months=1))
    '2024-02-28'
    """
    return in_range(add_months(day, months) + days - 1)


def last_day_after(day: int, *, months: int = 0, days: int = 0) -> int:
    """Return the last day of a period of months and days after an event on `day`, which itself is left out.

    Months end on the corresponding date, or on the last day of a month too short to have it: notice on 30
    September ends a period of four months on 30 January (Dodds v Walker [1981] 1 WLR 1027). Raises
    `DateRangeError` outside 0001 to 9999.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(last_day_after(from_iso("1978-09-30"), months=4))
    '1979-01-30'
    """
    return in_range(add_months(day, months) + days)


def last_day_after_midnight(day: int, *, months: int = 0, days: int = 0) -> int:
    """Return the last day of a period after an event at the very end (24:00) of `day`.

    The whole of the next day then counts, being undivided: Matthew v Sedman [2021] UKSC 19.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(last_day_after_midnight(from_iso("2011-06-02"), months=72))
    '2017-06-02'
    """
    return last_day_beginning_with(day + 1, months=months, days=days)


def last_statutory_day(day: int, days: int) -> int:
    """Return the last of so many days after `day`, of which 29 February is none: it is one with the day before it.

    A year of the statute is 365 such days (California Government Code s.6803). Raises `DateRangeError` past 9999.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(last_statutory_day(from_iso("2027-06-01"), 365))
    '2028-06-01'
    """
    last, passed = in_range(day + days), 0
    before = _leap_days_to(day)
    while (leaps := _leap_days_to(last) - before) > passed:
        last, passed = in_range(last + leaps - passed), leaps
    return last


def _leap_days_to(day: int) -> int:
    """Return how many 29 Februaries there were up to and with a day."""
    index = month_index(day)
    year = index // 12
    # Of the years before this one, and its own if March has come or its 29th is the day.
    return year // 4 - year // 100 + year // 400 + (_has_leap_day(year + 1) and day >= month_start(12 * year + 2) - 1)


def _has_leap_day(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def earliest_day_after_clear_days(day: int, clear_days: int) -> int:
    """Return the first day for an act with that many whole days between it and an event on `day`.

    >>> earliest_day_after_clear_days(100, 7)
    108
    """
    return in_range(day + clear_days + 1)


def latest_day_before(day: int, *, months: int = 0, days: int = 0) -> int:
    """Return the last day for an act that must come that long before `day`, by plain subtraction.

    "Not less than seven days before" may also mean clear days: see `latest_day_before_clear_days`.

    >>> latest_day_before(100, days=7)
    93
    """
    return in_range(add_months(day, -months) - days)


def latest_day_before_clear_days(day: int, clear_days: int) -> int:
    """Return the last day for an act with that many whole days between it and `day`.

    The usual reading of "not less than so many days": Re Hector Whaling Ltd [1936] Ch 208.

    >>> latest_day_before_clear_days(100, 7)
    92
    """
    return in_range(day - clear_days - 1)


def is_in_time(act: int, last_day: int) -> bool:
    """Tell whether an act on that day kept a period with that last day, which is itself in time.

    >>> is_in_time(100, 100), is_in_time(101, 100)
    (True, False)
    """
    return act <= last_day


def days_overdue(last_day: int, as_of: int) -> int:
    """Return how many days, at the end of `as_of`, a duty is overdue; 0 up to and on its last day.

    >>> days_overdue(100, 100), days_overdue(100, 101)
    (0, 1)
    """
    return max(0, as_of - last_day)


def working_days_after(day: int, count: int, calendar: Calendar) -> int | None:
    """Return the last of `count` working days after `day`: the first open day after it is day 1.

    A negative count goes back the same way. None where the calendar does not reach.

    >>> from supervise.dates.calendars import load_calendar
    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(working_days_after(from_iso("2026-12-24"), 1, load_calendar("england-and-wales@2026.1")))
    '2026-12-29'
    """
    return calendar.add_working_days(day, count)


def working_days_beginning_with(day: int, count: int, calendar: Calendar) -> int | None:
    """Return the last of `count` working days beginning with `day`.

    The first open day on or after `day` is day 1. None where the calendar does not reach.

    >>> from supervise.dates.calendars import load_calendar
    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(working_days_beginning_with(from_iso("2026-12-24"), 2, load_calendar("england-and-wales@2026.1")))
    '2026-12-29'
    """
    first = calendar.next_open(day)
    return None if first is None else calendar.add_working_days(first, count - 1)


def count_skipping(start: int, count: int, closed: Iterable[Span], *, beginning_with: bool) -> int | None:
    """Return the last of `count` days that are counted, passing over every day on which a state holds.

    Statutory days: time in custody, in hospital or abroad is disregarded (Sexual Offences Act 2003 s.83(6),
    applied by s.84(5)). `closed` is merged (sorted and disjoint, as `supervise.dates.spans.merge` returns);
    the day a state ends on is counted again. With `beginning_with`, `start` is day 1 if it is counted;
    otherwise the first counted day after it is. None if an open state swallows what is left. Raises
    `DateRangeError` past 9999.

    >>> count_skipping(5, 3, [(1, 14)], beginning_with=True)
    16
    >>> count_skipping(5, 3, [(7, None)], beginning_with=False) is None
    True
    """
    cursor = start if beginning_with else start + 1
    left = count
    for closed_from, closed_until in closed:
        free = max(0, closed_from - cursor)
        if left <= free:
            break
        if closed_until is None:
            return None
        if closed_until > cursor:
            left -= free
            cursor = closed_until
    return in_range(cursor + left - 1)


def attains_age(birth: int, age: int, leap_policy: LeapPolicy) -> int:
    """Return the day at whose first moment a person born on `birth` reaches `age`.

    The commencement of the anniversary: Family Law Reform Act 1969 s.9. Raises `DateRangeError` past 9999.

    >>> from supervise.dates.ordinals import from_iso, to_iso
    >>> to_iso(attains_age(from_iso("2000-02-29"), 18, LeapPolicy.MAR1))
    '2018-03-01'
    """
    # Only 29 February ever lacks its anniversary, so rounding up is 1 March and rounding down 28 February.
    anniversary = add_months_up if leap_policy is LeapPolicy.MAR1 else add_months
    return anniversary(birth, 12 * age)


def age_on(birth: int, day: int, leap_policy: LeapPolicy) -> int:
    """Return the age in whole years of a person born on `birth`, on any moment of `day`.

    Raises `InvalidDateError` with code ``BirthInFuture`` if the person is born later.

    >>> from supervise.dates.ordinals import from_iso
    >>> age_on(from_iso("2006-05-17"), from_iso("2024-05-16"), LeapPolicy.MAR1)
    17
    """
    if birth > day:
        raise InvalidDateError("BirthInFuture", "the date of birth is later than the day the age is asked for")
    years = month_index(day) // 12 - month_index(birth) // 12
    return years if attains_age(birth, years, leap_policy) <= day else years - 1
