"""The last day of the period of the calendar in which a day lies."""

import datetime as dt

import pytest

from supervise.dates.ordinals import from_iso, to_iso
from supervise.dates.periods_of_calendar import end_of_months, end_of_week
from supervise.errors import DateRangeError


@pytest.mark.parametrize(
    ("day", "month", "quarter", "half_year", "year"),
    [
        ("2024-02-29", "2024-02-29", "2024-03-31", "2024-06-30", "2024-12-31"),
        ("2023-02-01", "2023-02-28", "2023-03-31", "2023-06-30", "2023-12-31"),
        ("2023-10-01", "2023-10-31", "2023-12-31", "2023-12-31", "2023-12-31"),
        ("2023-12-31", "2023-12-31", "2023-12-31", "2023-12-31", "2023-12-31"),
        ("2024-07-01", "2024-07-31", "2024-09-30", "2024-12-31", "2024-12-31"),
    ],
)
def test_months_are_counted_from_january(day, month, quarter, half_year, year):
    found = [to_iso(end_of_months(from_iso(day), months)) for months in (1, 3, 6, 12)]
    assert found == [month, quarter, half_year, year]


def test_a_week_ends_the_day_before_the_next_begins():
    for first in range(7):
        for day in range(from_iso("2024-02-20"), from_iso("2024-03-10")):
            last = end_of_week(day, first)
            assert day <= last < day + 7
            assert (dt.date.fromordinal(last).weekday() + 1) % 7 == first


def test_beyond_the_calendar_there_is_none():
    with pytest.raises(DateRangeError):
        end_of_months(from_iso("9999-12-10"), 1)
    with pytest.raises(DateRangeError):
        end_of_week(from_iso("9999-12-31"), 4)
