"""Counting days, months, working days and hours in the words of the format page, one day at a time."""

import datetime as dt
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

FOREVER = dt.date.max  # no known end
DAY = dt.timedelta(days=1)


class NotKnownError(Exception):
    """The calendar does not say which days are open there."""


def months_after(day, months):
    """Return the corresponding day, or the last of the month where there is none."""
    return day + relativedelta(months=months)


def period_after(day, months, days):
    """Return the last day of a period after a day, which is itself not counted."""
    return months_after(day, months) + days * DAY


def period_beginning_with(day, months, days):
    """Return the last day of a period whose day one is the day given."""
    if not months:
        return day + (days - 1) * DAY
    corresponding = months_after(day, months)
    # No corresponding day: the period ends with the last day of that month.
    last = corresponding if corresponding.day != day.day else corresponding - DAY
    return last + days * DAY


def is_open(calendar, day):
    """Tell whether a day is a working day; raises NotKnownError outside what the calendar covers."""
    if not calendar.covers_from <= day.toordinal() <= calendar.covers_to:
        raise NotKnownError
    return day.weekday() not in calendar.closed_weekdays and day.toordinal() not in calendar.closed_days


def working_days_after(calendar, day, count):
    """Return the so manyth open day after a day."""
    while count:
        day += DAY
        count -= is_open(calendar, day)
    return day


def hours_on(day, minute, hours, zone, *, elapsed):
    """Return the local day and minute so many hours after a local moment (before it, if negative)."""
    moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    if elapsed:
        here = ZoneInfo(zone)
        utc = moment.replace(tzinfo=here).astimezone(dt.UTC) + dt.timedelta(hours=hours)
        moment = utc.astimezone(here)
    else:
        moment += dt.timedelta(hours=hours)
    return moment.date(), moment.hour * 60 + moment.minute


def birthday(born, age, leap_birthday):
    """Return the day an age is reached; the book says what 29 February gives in a common year."""
    year = born.year + age
    if (born.month, born.day) != (2, 29):
        return born.replace(year=year)
    try:
        return dt.date(year, 2, 29)
    except ValueError:
        return dt.date(year, 3, 1) if leap_birthday == "1 March" else dt.date(year, 2, 28)


def minute_of(text):
    """Return the minute of the day of "HH:MM"; None if no time is given."""
    return None if text is None else int(text[:2]) * 60 + int(text[3:])
