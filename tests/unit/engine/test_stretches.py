"""Stretches of time that end with a day."""

import pytest

from supervise.dates.corresponding import USUAL, Corresponding, MissingDay
from supervise.dates.ordinals import from_iso, to_iso
from supervise.engine.stretches import begins, block_of, units_in
from supervise.rules.duration import Duration
from supervise.rules.words import Weekday


@pytest.mark.parametrize(
    ("stretch", "day", "first"),
    [
        ("1 day", "2026-03-10", "2026-03-10"),
        ("60 days", "2026-03-01", "2026-01-01"),
        ("1 month", "2026-03-31", "2026-03-01"),
        ("1 month", "2026-03-28", "2026-03-01"),
        ("12 months", "2024-02-29", "2023-03-01"),
        ("1 month 2 days", "2026-03-10", "2026-02-09"),
        ("calendar month", "2026-02-28", "2026-02-01"),
        ("calendar quarter", "2026-03-31", "2026-01-01"),
        ("calendar half-year", "2026-12-31", "2026-07-01"),
        ("calendar year", "2026-12-31", "2026-01-01"),
    ],
)
def test_a_stretch_begins_so_long_before_the_day_it_ends_with(stretch, day, first):
    assert to_iso(begins(Duration.from_text(stretch), from_iso(day), USUAL)) == first


@pytest.mark.parametrize(
    ("stretch", "day", "month_end", "leap_day", "first"),
    [
        ("1 month", "2026-03-31", "next", "ends", "2026-03-02"),
        ("1 month", "2026-03-31", "last", "next", "2026-03-01"),
        ("12 months", "2024-02-29", "ends", "next", "2023-03-02"),
        ("12 months", "2024-02-29", "next", "last", "2023-03-01"),
        ("1 month 2 days", "2026-03-31", "next", "ends", "2026-02-28"),
        ("12 months", "2024-02-28", "next", "next", "2023-03-01"),
    ],
)
def test_a_month_that_lacks_the_day_is_resolved_as_the_book_says(stretch, day, month_end, leap_day, first):
    sums = Corresponding(month_end=MissingDay(month_end), leap_day=MissingDay(leap_day))
    assert to_iso(begins(Duration.from_text(stretch), from_iso(day), sums)) == first


def test_without_a_stretch_or_before_the_first_year_all_time_counts():
    assert begins(None, from_iso("2026-01-01"), USUAL) == 0
    assert begins(Duration(months=12), 200, USUAL) == 0
    assert begins(Duration(months=1), 10**9, USUAL) == 0


def test_a_block_ends_where_the_next_begins():
    quarter = Duration.from_text("calendar quarter")
    assert [to_iso(each) for each in block_of(quarter, from_iso("2026-12-31"))] == ["2026-10-01", "2027-01-01"]
    assert block_of(quarter, from_iso("9999-12-31")) == (from_iso("9999-10-01"), from_iso("9999-12-31") + 1)


@pytest.mark.parametrize(
    ("unit", "starts"),
    [
        ("week", ["2025-12-29", "2026-01-05", "2026-01-12"]),
        ("month", ["2026-01-01"]),
        ("quarter", ["2026-01-01"]),
        ("half-year", ["2026-01-01"]),
        ("year", ["2026-01-01"]),
    ],
)
def test_units_of_the_calendar_that_touch_some_days(unit, starts):
    first, last = from_iso("2026-01-02"), from_iso("2026-01-12")
    found = list(units_in(unit, first, last, Weekday.MONDAY))
    assert [start for start, _ in found] == [from_iso(each) for each in starts]
    nexts = [start for start, _ in units_in(unit, first, last + 400, Weekday.MONDAY)][1 : len(found) + 1]
    assert [end + 1 for _, end in found] == nexts


def test_the_unit_that_begins_on_the_last_day_is_one_of_them():
    first, last = from_iso("2026-01-02"), from_iso("2026-02-01")
    assert [start for start, _ in units_in("month", first, last, Weekday.MONDAY)] == [from_iso("2026-01-01"), last]


@pytest.mark.parametrize(
    ("begins_with", "start"), [("friday", "2026-01-02"), ("saturday", "2025-12-27"), ("thursday", "2026-01-01")]
)
def test_a_week_begins_on_the_day_that_the_book_says(begins_with, start):
    friday = from_iso("2026-01-02")
    start = from_iso(start)
    assert list(units_in("week", friday, friday, Weekday(begins_with))) == [(start, start + 6)]
