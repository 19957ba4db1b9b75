"""From an anchor to a date: lengths, the regimes that give them, and opening limits."""

import datetime as dt
import re

import attrs

from supervise.rules.words import Roll
from tests.oracle import facts_tests
from tests.oracle.days import (
    DAY,
    FOREVER,
    NotKnownError,
    hours_on,
    is_open,
    open_hours_after,
    statutory_days_after,
    unit_of,
    working_days_after,
)

NEVER, NOT_KNOWN = "never", "not known"  # instead of a date: no date at all; one that cannot be known
UNITS = {"year": (12, 0), "month": (1, 0), "week": (0, 7), "day": (0, 1)}


class Words:
    """A period in the words of a plan."""

    working_days = hours = calendar = None

    def __init__(self, text):
        self.months = self.days = 0
        for number, unit in re.findall(r"(\d+) (year|month|week|day)s?", str(text)):
            self.months += int(number) * UNITS[unit][0]
            self.days += int(number) * UNITS[unit][1]

    def __repr__(self):
        return f"{self.months} months {self.days} days"


class Option:
    """One length that a regime gives: which way it is counted, and how much."""

    def __init__(self, regime, way, duration, at_most=None):
        self.regime = regime
        self.way = way
        self.duration = duration
        self.at_most = at_most

    def same_as(self):
        """What makes two options one and the same length."""
        amount = self.duration and (
            self.duration.months,
            self.duration.days,
            self.duration.working_days,
            self.duration.hours,
            getattr(self.duration, "calendar", None),
        )
        regime = self.regime
        closed = regime.calendar
        series = (closed, regime.named, regime.days, regime.weekday, regime.at, str(regime.quota), regime.times)
        if regime.every is not None or regime.named or regime.weekday is not None:
            series = (*series, str(regime.within), str(regime.before), str(regime.opens), regime.to_end_of)
        series = (*series, regime.from_end_of, regime.to_end_of, regime.counting, regime.roll)
        return self.way, amount, str(self.at_most), regime.from_, regime.clock, series


def options(world, rule, day, hanging):
    """Return every length that the regimes may give on a day: more than one only where a fact is missing."""
    found = []
    for regime in rule.regime:
        holds = True if regime.when is None else facts_tests.when(world, regime.when, day, hanging)
        if holds is False:
            continue
        found += _lengths(world, regime, day)
        if holds is True:
            break
    return list({option.same_as(): option for option in found}.values())


def _lengths(world, regime, day):
    way = next((name for name in ("every", "within", "before") if getattr(regime, name) is not None), None)
    if way is None:
        return [Option(regime, None, None)]
    length = getattr(regime, way)
    if length.never:
        return [Option(regime, NEVER, None)]
    if length.fact is not None:
        return [Option(regime, way, Words(world.plan(day).interval), length.at_most)]
    if length.by_level is not None:
        level = world.level(day)
        table = length.by_level
        return [Option(regime, way, each) for each in ([table[level]] if level in table else table.values())]
    return [Option(regime, way, length.duration)]


def date_of(world, rule, option, anchor, minute, counting=None):
    """Return the date (and minute, for hours) an option gives from an anchor, and NEVER, NOT_KNOWN or FOREVER."""
    if option.way == NEVER:
        return NEVER, None
    if option.way is None or anchor == FOREVER:
        return FOREVER, None
    word = counted(rule, option, counting)
    if option.regime.from_end_of is not None:
        anchor, minute = end_of(world, option.regime.from_end_of, anchor), None
    try:
        closed = closed_days(world, rule, option.regime)
        due = _one(world, option, option.duration, anchor, minute, word, closed)
        if option.at_most is not None:
            # The shorter of the two is the one that ends nearer to the anchor.
            nearer = max if option.way == "before" else min
            due = nearer(due, _one(world, option, option.at_most, anchor, minute, word, closed))
    except NotKnownError:
        return NOT_KNOWN, None
    if option.regime.to_end_of is not None:
        due = (end_of(world, option.regime.to_end_of, due[0]), None)
    return due


def closed_days(world, rule, *parts):
    """Return the calendar that the closest of some parts of a rule names, or the rule; else the book's own."""
    names = [part.calendar for part in (*parts, rule) if part.calendar is not None]
    return world.book.calendars[names[0]] if names else world.book.calendar


def counted(rule, option, counting=None):
    """Return the word by which an option is counted."""
    word = counting or option.regime.counting or rule.counting
    return getattr(word, "value", word)


def end_of(world, period, day):
    """Return the last day of the period of the calendar in which a day lies."""
    week = world.book.conventions.week_begins
    return unit_of(day, period.value, None if week is None else week.place)[1]


def _one(world, option, duration, anchor, minute, word, calendar):
    sign = -1 if option.way == "before" else 1
    regime = option.regime
    if duration.hours is not None:
        from_date = getattr(regime.from_, "value", None) == "date"
        elapsed = getattr(regime.clock, "value", "elapsed") == "elapsed"
        start = 0 if from_date or minute is None else minute
        if regime.skips is not None:
            return open_hours_after(calendar, anchor, start, duration.hours, world.zone, elapsed=elapsed)
        return hours_on(anchor, start, sign * duration.hours, world.zone, elapsed=elapsed)
    return _days(world, duration, anchor, word, sign, calendar), None


def _days(world, duration, anchor, word, sign, calendar):
    if duration.working_days is not None:
        # Counted "beginning with" it, an open anchor is day one.
        start = anchor - DAY if word == "beginning with" else anchor
        return working_days_after(calendar, start, sign * duration.working_days)
    if sign < 0:
        return world.sums.before(anchor, duration.months, duration.days + (word == "clear days"))
    if word == "statutory days":
        return statutory_days_after(anchor, duration.days)
    count = world.sums.beginning_with if word == "beginning with" else world.sums.after
    return count(anchor, duration.months, duration.days)


def before(world, rule, lead, end):
    """Return the day that is a lead before an end; NOT_KNOWN outside the calendar."""
    try:
        return _days(world, lead, end, rule.counting.value, -1, closed_days(world, rule))
    except NotKnownError:
        return NOT_KNOWN


def rolled(world, rule, option, day, opens):
    """Return the open day to which a date gives way; NOT_KNOWN outside the calendar."""
    roll = option.regime.roll or rule.roll
    if roll is None or not isinstance(day, dt.date) or day == FOREVER:
        return day
    return to_open(closed_days(world, rule, option.regime), roll, day, opens)


def to_open(calendar, roll, day, opens=None):
    """Return the next, the previous or the nearest open day, none of them for going back before the day the duty opens."""
    if roll.value == "nearest open day":
        ways = [to_open(calendar, Roll(f"{word} open day"), day) for word in ("next", "previous")]
        if NOT_KNOWN in ways:
            return NOT_KNOWN
        nearest = min(ways, key=lambda each: abs(each - day))
        return nearest if opens is None else max(nearest, min(opens, day))
    step = DAY if roll.value == "next open day" else -DAY
    try:
        while not is_open(calendar, day):
            if step < 0 * DAY and opens is not None and day <= opens:
                break
            day += step
    except NotKnownError:
        return NOT_KNOWN
    return day


def from_end(world, rule, words, end):
    """Return the date of '10 working days after end'; NOT_KNOWN outside the calendar, FOREVER without an end."""
    if end == FOREVER:
        return FOREVER
    length = words.length
    if length.working_days is not None:
        try:
            start = end - DAY if words.beginning_with else end
            return working_days_after(closed_days(world, rule), start, length.working_days)
        except NotKnownError:
            return NOT_KNOWN
    count = world.sums.beginning_with if words.beginning_with else world.sums.after
    return count(end, length.months, length.days)


def opening(world, rule, option, anchor, fact):
    """Return the day a regime's `opens` gives; None if it has no such limit."""
    limit = option.regime.opens
    if limit is None:
        return None
    length, sign = limit.within or limit.before, -1 if limit.before is not None else 1
    if limit.years_field is not None:
        months = 12 * getattr(fact, limit.years_field)
        if limit.at_most is not None:
            months = min(months, limit.at_most.months)
        length = attrs.evolve(limit.length, months=months)
    word = (limit.counting or option.regime.counting or rule.counting).value
    calendar = closed_days(world, rule, limit, option.regime)
    start = anchor if limit.from_end_of is None else end_of(world, limit.from_end_of, anchor)
    day = _days(world, length, start, word, sign, calendar)
    if limit.after_end and limit.to_end_of is None:
        day += DAY
    if limit.to_end_of is not None:
        # The length lasts to the end of the week, month, …, before anything else moves it.
        day = end_of(world, limit.to_end_of, day) + DAY * limit.after_end
    if limit.less is not None:
        day -= limit.less.days * DAY
    if limit.not_before_last_day_of is not None:
        from tests.oracle.lasting import order_life

        for order in world.offender.orders:
            if order.kind == limit.not_before_last_day_of and order_life(world, order)[1] != FOREVER:
                day = max(day, order_life(world, order)[1])
    if limit.not_before is not None:
        day = max(day, limit.not_before)
    if limit.roll is None:
        return day
    day = to_open(calendar, limit.roll, day)
    if day == NOT_KNOWN:
        raise facts_tests.NotCoveredError  # what opens on a day that cannot be known is not said
    return day


def earliest_of(dates):
    """Return the earliest of some dates, the real ones if there are any."""
    real = [day for day in dates if isinstance(day, dt.date)]
    return min(real) if real else None
