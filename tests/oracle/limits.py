"""From an anchor to a date: lengths, the regimes that give them, and opening limits."""

import datetime as dt
import re

from tests.oracle import facts_tests
from tests.oracle.days import (
    DAY,
    FOREVER,
    NotKnownError,
    hours_on,
    period_after,
    period_beginning_with,
    working_days_after,
)

NEVER, NOT_KNOWN = "never", "not known"  # instead of a date: no date at all; one that cannot be known
UNITS = {"year": (12, 0), "month": (1, 0), "week": (0, 7), "day": (0, 1)}


class Words:
    """A period in the words of a plan."""

    working_days = hours = None

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
        )
        return self.way, amount, str(self.at_most), self.regime.from_, self.regime.clock


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


def date_of(world, rule, option, anchor, minute, counting=None, stop=FOREVER):
    """Return the date (and minute, for hours) an option gives from an anchor, and NEVER, NOT_KNOWN or FOREVER."""
    if option.way == NEVER:
        return NEVER, None
    if option.way is None:
        return FOREVER, None
    word = counting or option.regime.counting or rule.counting
    word = getattr(word, "value", word)
    try:
        due = _one(world, rule, option, option.duration, anchor, minute, word, stop)
        if option.at_most is not None:
            due = min(due, _one(world, rule, option, option.at_most, anchor, minute, word, stop))
    except NotKnownError:
        return NOT_KNOWN, None
    return due


def _one(world, rule, option, duration, anchor, minute, word, stop):
    sign = -1 if option.way == "before" else 1
    if duration.hours is not None:
        from_date = getattr(option.regime.from_, "value", None) == "date"
        elapsed = getattr(option.regime.clock, "value", "elapsed") == "elapsed"
        start = 0 if from_date or minute is None else minute
        return hours_on(anchor, start, sign * duration.hours, world.zone, elapsed=elapsed)
    if duration.working_days is not None:
        return working_days_after(world.book.calendar, anchor, duration.working_days), None
    if sign < 0:
        extra = 1 if word == "clear days" else 0
        return anchor - (duration.days + extra) * DAY, None
    skipped = [each.in_ for each in rule.suspended if getattr(each.effect, "value", None) == "days do not count"]
    if skipped and not duration.months:
        return count_days(world, anchor, duration.days, word, skipped[0], stop), None
    if word == "beginning with":
        return period_beginning_with(anchor, duration.months, duration.days), None
    return period_after(anchor, duration.months, duration.days), None


def count_days(world, anchor, days, word, states, stop):
    """Return the last of so many days that lie in none of the states."""
    runs = [run for run in world.runs(*states) if run.start <= stop]
    day = anchor if word == "beginning with" else anchor + DAY
    while True:
        inside = [run for run in runs if run.holds(day)]
        if inside:
            if inside[0].until == FOREVER:
                return FOREVER
            day = inside[0].until
            continue
        days -= 1
        if days <= 0:
            return day
        day += DAY


def from_end(world, words, end):
    """Return the date of '10 working days after end'; NOT_KNOWN outside the calendar, FOREVER without an end."""
    if end == FOREVER:
        return FOREVER
    length = words.length
    if length.working_days is not None:
        try:
            return working_days_after(world.book.calendar, end, length.working_days)
        except NotKnownError:
            return NOT_KNOWN
    count = period_beginning_with if words.beginning_with else period_after
    return count(end, length.months, length.days)


def opening(world, rule, option, anchor, fact):
    """Return the day a regime's `opens` gives; None if it has no such limit."""
    limit = option.regime.opens
    if limit is None:
        return None
    if limit.years_field is not None:
        months = 12 * getattr(fact, limit.years_field)
        if limit.at_most is not None:
            months = min(months, limit.at_most.months)
        days = 0
    else:
        months, days = limit.within.months, limit.within.days
    word = (limit.counting or rule.counting).value
    count = period_beginning_with if word == "beginning with" else period_after
    day = count(anchor, months, days)
    if limit.after_end:
        day += DAY
    if limit.not_before_last_day_of is not None:
        from tests.oracle.lasting import order_life

        for order in world.offender.orders:
            if order.kind == limit.not_before_last_day_of:
                day = max(day, order_life(world, order)[1])
    return day


def earliest_of(dates):
    """Return the earliest of some dates, the real ones if there are any."""
    real = [day for day in dates if isinstance(day, dt.date)]
    return min(real) if real else None
