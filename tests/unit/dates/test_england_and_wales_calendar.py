"""The shipped calendar of England and Wales, worked out a second time from the rules of the law.

Computus and fixed rules, with the days that royal proclamations moved or added; nothing here reads the data file
but the comparison.
"""

from datetime import date, timedelta
from importlib.resources import files

import pytest

from supervise.dates.calendars import load_calendar
from supervise.dates.ordinals import from_iso

REF = "england-and-wales@2026.1"
SHA256 = "0a584555b71fc62511c14e170358daa0366022addefeb9e565a5d16c86a421bd"
YEARS = range(2012, 2029)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6

#: Bank holidays that a proclamation moved, and those it added.
MOVED = {
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
ADDED = {date(2012, 6, 5), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}


def easter(year):
    """Easter Sunday by Gauss's method with Lichtenberg's corrections."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    golden = year % 19
    germ = (19 * golden + moon) % 30
    correction = germ // 29 + (germ // 28 - germ // 29) * (golden // 11)
    full_moon = 21 + germ - correction
    first_sunday = 7 - (year + year // 4 + sun) % 7
    return date(year, 3, 1) + timedelta(days=full_moon + 7 - (full_moon - first_sunday) % 7 - 1)


def monday_from(year, month, day):
    start = date(year, month, day)
    return start + timedelta(days=(MONDAY - start.weekday()) % 7)


def christmas(year):
    """Two weekdays: each of the two days that falls on a weekend gives the next weekday that is still free."""
    first, second = date(year, 12, 25), date(year, 12, 26)
    match first.weekday():
        case 4:  # Friday: the 26th is a Saturday, its substitute Monday the 28th
            return {first, date(year, 12, 28)}
        case 5:  # Saturday: substitutes Monday the 27th and Tuesday the 28th
            return {date(year, 12, 27), date(year, 12, 28)}
        case 6:  # Sunday: the 26th stays, the substitute is Tuesday the 27th
            return {second, date(year, 12, 27)}
        case _:
            return {first, second}


def new_year(year):
    day = date(year, 1, 1)
    return {day + timedelta(days={SATURDAY: 2, SUNDAY: 1}.get(day.weekday(), 0))}


def bank_holidays(year):
    sunday = easter(year)
    mondays = {monday_from(year, 5, 1), monday_from(year, 5, 25), monday_from(year, 8, 25)}
    usual = {
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        *mondays,
        *christmas(year),
        *new_year(year),
    }
    return {MOVED.get(day, day) for day in usual} | {day for day in ADDED if day.year == year}


def test_the_file_is_the_released_one():
    """A released calendar never changes; a correction is a new file."""
    assert load_calendar(REF).sha256 == SHA256


@pytest.mark.parametrize(
    ("year", "day"), [(2000, (4, 23)), (2008, (3, 23)), (2011, (4, 24)), (2019, (4, 21)), (2024, (3, 31))]
)
def test_the_computus_gives_known_easters(year, day):
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize("year", YEARS)
def test_the_closed_days_of_a_year_are_those_of_the_law(year):
    listed = {date.fromordinal(day) for day in load_calendar(REF).closed_days}
    assert {day for day in listed if day.year == year} == bank_holidays(year)


def test_no_other_days_are_listed_and_none_on_a_weekend():
    days = {date.fromordinal(day) for day in load_calendar(REF).closed_days}
    assert {day.year for day in days} == set(YEARS)
    assert all(day.weekday() < SATURDAY for day in days)


def test_it_covers_whole_years_and_knows_nothing_beyond():
    calendar = load_calendar(REF)
    assert (calendar.covers_from, calendar.covers_to) == (from_iso("2012-01-01"), from_iso("2028-12-31"))
    assert calendar.is_open(from_iso("2029-01-02")) is None


def test_it_says_where_it_is_from():
    text = (files("supervise") / "rulebooks" / "calendars" / f"{REF}.toml").read_text(encoding="utf-8")
    assert 'source = "gov.uk' in text
    assert 'as_of = "20' in text


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2021-12-24", 1, "2021-12-29"),
        ("2022-06-01", 1, "2022-06-06"),
        ("2022-09-16", 1, "2022-09-20"),
        ("2020-05-07", 1, "2020-05-11"),
        ("2020-05-01", 1, "2020-05-04"),
        ("2023-05-05", 5, "2023-05-15"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2024-04-02", -1, "2024-03-28"),
    ],
)
def test_working_days_pass_over_bank_holidays(start, count, last):
    assert load_calendar(REF).add_working_days(from_iso(start), count) == from_iso(last)
