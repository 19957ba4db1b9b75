"""Counting days, months, working days and hours in the words of the format page, one day at a time."""

import datetime as dt
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

FOREVER = dt.date.max  # no known end
DAY = dt.timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class NotKnownError(Exception):
    """The calendar does not say which days are open there."""


class Sums:
    """Months and days added by the conventions of a book."""

    def __init__(self, conventions):
        self.month_end = conventions.month_end.value
        self.leap_day = conventions.leap_day.value

    def _corresponding(self, day, months):
        """Return the corresponding day, or the last of the month, and what the book says of a missing one."""
        found = day + relativedelta(months=months)
        if found.day == day.day:
            return found, None
        if (day.month, day.day) == (2, 29) and months % 12 == 0:
            words = {"28 February": "ends", "28 February is the anniversary": "corresponds", "1 March": "next"}
            return found, words[self.leap_day]
        words = {
            "the last day of the month": "ends",
            "the last day of the month is the corresponding day": "corresponds",
            "the first day of the next month": "next",
        }
        return found, words[self.month_end]

    def after(self, day, months, days):
        """Return the last day of a period after a day, which is itself not counted."""
        found, missing = self._corresponding(day, months)
        return found + DAY * (missing == "next") + days * DAY

    def beginning_with(self, day, months, days):
        """Return the last day of a period whose day one is the day given."""
        if not months:
            return day + (days - 1) * DAY
        found, missing = self._corresponding(day, months)
        last = found if missing in ("ends", "next") else found - DAY
        return last + days * DAY

    def before(self, day, months, days):
        """Return the day so long before a day."""
        return self.after(day, -months, 0) - days * DAY


def is_open(calendar, day):
    """Tell whether a day is a working day; raises NotKnownError outside what the calendar covers."""
    if not calendar.covers_from <= day.toordinal() <= calendar.covers_to:
        raise NotKnownError
    return day.weekday() not in calendar.closed_weekdays and day.toordinal() not in calendar.closed_days


def working_days_after(calendar, day, count):
    """Return the so manyth open day after a day (before it, if negative)."""
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= is_open(calendar, day)
    return day


def statutory_days_after(day, count):
    """Return the day so many days after a day, of which 29 February is none."""
    while count:
        day += DAY
        count -= (day.month, day.day) != (2, 29)
    return day + DAY if (day.month, day.day) == (2, 29) else day


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


def open_hours_after(calendar, day, minute, hours, zone, *, elapsed):
    """Return the local day and minute by which so many hours of open days have run."""
    here = ZoneInfo(zone)
    left = dt.timedelta(hours=hours)
    while True:
        start = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
        end = dt.datetime.combine(day + DAY, dt.time())
        if elapsed:
            start, end = (each.replace(tzinfo=here).astimezone(dt.UTC) for each in (start, end))
        if is_open(calendar, day):
            if left <= end - start:
                moment = start + left
                moment = moment.astimezone(here) if elapsed else moment
                return moment.date(), moment.hour * 60 + moment.minute
            left -= end - start
        day, minute = day + DAY, 0


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


def unit_of(day, unit, week_begins=None, count=1, origin=None):
    """Return the first and the last day of the unit of the calendar a day lies in.

    Of `count` units together the first is the one that contains `origin`.
    """
    if unit == "week":
        first = _week(day, week_begins)
        if count > 1:
            weeks = (first - _week(origin, week_begins)).days // 7
            first -= (weeks % count) * 7 * DAY
        return first, first + (7 * count - 1) * DAY
    months = MONTHS_IN[unit]
    place = (day.year * 12 + day.month - 1) // months
    if count > 1:
        place -= (place - (origin.year * 12 + origin.month - 1) // months) % count
    return _month(place * months), _month((place + count) * months) - DAY


def _week(day, week_begins):
    return day - ((day.weekday() - week_begins) % 7) * DAY


def _month(number):
    return dt.date(number // 12, number % 12 + 1, 1)
