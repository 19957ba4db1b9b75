"""Every day of a 400-year cycle, against a calendar that was written separately."""

from datetime import date, timedelta

import pytest

from supervise.dates.arithmetic import Period, Rounding, add
from supervise.dates.counting import LeapPolicy, age_on, attains_age, last_day_after, last_day_beginning_with
from supervise.dates.ordinals import (
    MAX_DAY,
    MIN_DAY,
    add_months,
    add_months_up,
    day_of_month,
    month_index,
    month_start,
    to_iso,
    weekday,
)
from supervise.errors import AmbiguousDateError
from tests.unit.dates.oracle import CYCLE_DAYS, Walk, is_leap, length

FIRST_YEAR = 1890
START = date(FIRST_YEAR, 1, 1).toordinal()


@pytest.fixture(scope="module")
def walk():
    return Walk(FIRST_YEAR, FIRST_YEAR + 410, START)


def test_the_walk_covers_a_cycle(walk):
    """The first cycle ends on the day before the same date four hundred years on."""
    assert walk.days[CYCLE_DAYS] == (FIRST_YEAR + 400, 1, 1)
    assert CYCLE_DAYS % 7 == 0


@pytest.mark.slow
@pytest.mark.parametrize("months", range(25))
def test_adding_months_from_every_day_of_a_cycle(walk, months):
    """Down is the last day of a short month, up the day after that; they differ only where there is no such day."""
    for place in range(CYCLE_DAYS):
        reached, shortened = walk.plus_months(place, months)
        assert add_months(START + place, months) == reached
        if shortened:
            assert add_months_up(START + place, months) == reached + 1


@pytest.mark.slow
@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_dates_and_day_numbers_agree_over_a_cycle(walk, months):
    """The sums on dates, by relativedelta, and those on whole numbers are the same sums in all three modes.

    Every day for a year ahead, every fifth day for shorter steps.
    """
    period = Period(months=months)
    for place in range(0, CYCLE_DAYS, 5 if months < 12 else 1):
        start = date(*walk.days[place])
        reached, shortened = walk.plus_months(place, months)
        assert add(start, period, rounding=Rounding.DOWN).toordinal() == reached
        if shortened:
            assert add(start, period, rounding=Rounding.UP).toordinal() == reached + 1
            with pytest.raises(AmbiguousDateError):
                add(start, period, rounding=Rounding.ABORT)


@pytest.mark.parametrize("months", [0, 1, 2, 3, 6, 11, 12, 13, 24, 36, 48, 60, 84, 119, 120])
def test_last_day_rules_for_every_day_of_a_year(walk, months):
    """For each day of a leap year and of a common one, both wordings against the walk."""
    place = (date(2023, 1, 1).toordinal()) - START
    for start in range(place, place + 365 + 366):
        reached, shortened = walk.plus_months(start, months)
        assert last_day_after(START + start, months=months) == reached
        wanted = reached if shortened else reached - 1
        assert last_day_beginning_with(START + start, months=months) == wanted


@pytest.mark.slow
def test_the_parts_of_every_day_of_a_cycle(walk):
    """Year, month, day of the month, weekday and the text of each day."""
    for place in range(CYCLE_DAYS):
        year, month, of_month = walk.days[place]
        day = START + place
        assert day_of_month(day) == of_month
        assert month_index(day) == 12 * (year - 1) + month - 1
        assert to_iso.__wrapped__(day) == f"{year:04}-{month:02}-{of_month:02}"
        assert weekday(day) == date(year, month, of_month).weekday()


def test_every_month_from_the_first_to_the_last_year():
    """The first and last day of all 119,988 months are found from the day and from the month."""
    start = MIN_DAY
    for index in range(12 * 9999):
        year, month = divmod(index, 12)
        last = start + length(month + 1, year + 1) - 1
        assert month_start(index) == start
        assert month_index(start) == month_index(last) == index
        start = last + 1
    assert start == MAX_DAY + 1


def anniversary(born, year, policy):
    """Month and day of a birthday in a year."""
    if born == (2, 29) and not is_leap(year):
        return (3, 1) if policy is LeapPolicy.MAR1 else (2, 28)
    return born


@pytest.mark.slow
@pytest.mark.parametrize("policy", LeapPolicy)
@pytest.mark.parametrize("year", [2024, 2025])
def test_ages_for_every_pair_of_days(policy, year):
    """Born on each day of a leap year, judged on each day of a leap and of a common year."""
    births = [date(2000, 1, 1) + timedelta(days=n) for n in range(366)]
    judged = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if is_leap(year) else 365)]
    for birth in births:
        birthday = anniversary((birth.month, birth.day), year, policy)
        reached = attains_age(birth.toordinal(), year - 2000, policy)
        assert date.fromordinal(reached) == date(year, *birthday)
        for day in judged:
            age = year - 2000 - ((day.month, day.day) < birthday)
            assert age_on(birth.toordinal(), day.toordinal(), policy) == age
