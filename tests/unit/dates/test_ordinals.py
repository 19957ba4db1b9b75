"""Days as whole numbers: laws of adding months, and the edges of the calendar."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from supervise.dates.ordinals import (
    MAX_DAY,
    MIN_DAY,
    add_months,
    add_months_up,
    day_of_month,
    fewest_days,
    from_iso,
    in_range,
    month_index,
    month_start,
    ordinal_of,
    to_iso,
    weekday,
    whole_months_between,
)
from supervise.errors import DateRangeError, InvalidDateError

CYCLE = 146_097
days = st.integers(from_iso("0401-01-01"), from_iso("9500-12-31"))
months = st.integers(-2400, 2400)


@given(days, months)
def test_down_is_never_later_than_up_and_at_most_a_day_earlier(day, n):
    assert add_months(day, n) <= add_months_up(day, n) <= add_months(day, n) + 1


@given(days, days, months)
def test_a_later_day_never_gives_an_earlier_result(day, other, n):
    first, second = sorted((day, other))
    assert add_months(first, n) <= add_months(second, n)
    assert add_months_up(first, n) <= add_months_up(second, n)


@given(days, months, months)
def test_more_months_give_a_later_result(day, n, m):
    first, second = sorted((n, m))
    assert (add_months(day, first) < add_months(day, second)) is (first < second)


@given(days, months)
def test_the_month_is_the_one_asked_for_and_the_day_the_same_or_the_last(day, n):
    reached = add_months(day, n)
    assert month_index(reached) == month_index(day) + n
    last = month_start(month_index(reached) + 1) - month_start(month_index(reached))
    assert day_of_month(reached) == min(day_of_month(day), last)


@given(days, months)
def test_going_back_returns_exactly_when_nothing_was_shortened(day, n):
    reached = add_months(day, n)
    assert (add_months(reached, -n) == day) is (day_of_month(reached) == day_of_month(day))


@given(days)
def test_no_months_change_nothing(day):
    assert add_months(day, 0) == add_months_up(day, 0) == day


@given(days, st.integers(1, 24), st.integers(1, 12))
def test_repeated_addition_never_passes_the_anchored_series(day, count, step):
    repeated = day
    for k in range(1, count + 1):
        repeated = add_months(repeated, step)
        anchored = add_months(day, k * step)
        assert repeated <= anchored
        assert anchored - add_months(day, (k - 1) * step) <= 31 * step
        assert day_of_month(day) > 28 or repeated == anchored


@given(days, months)
def test_four_hundred_years_shift_every_answer(day, n):
    assert add_months(day + CYCLE, n) == add_months(day, n) + CYCLE
    assert add_months_up(day + CYCLE, n) == add_months_up(day, n) + CYCLE
    assert weekday(day + CYCLE) == weekday(day)


@given(days, days)
def test_whole_months_are_the_most_that_do_not_pass_the_end(start, end):
    n = whole_months_between(start, end)
    assert add_months(start, n) <= end < add_months(start, n + 1)


@given(st.integers(MIN_DAY, MAX_DAY))
def test_writing_and_reading_a_day_gives_it_back(day):
    assert from_iso(to_iso(day)) == day
    assert to_iso(day) == date.fromordinal(day).isoformat()


@pytest.mark.parametrize(
    ("day", "n"),
    [(MAX_DAY, 1), (MIN_DAY, -1), (MIN_DAY, 12 * 9999), (0, 5), (MAX_DAY + 1, -5), (-40, 9), (1, 10**9)],
)
@pytest.mark.parametrize("shift", [add_months, add_months_up])
def test_a_sum_outside_the_calendar_is_a_named_error(shift, day, n):
    with pytest.raises(DateRangeError, match="0001-01-01 to 9999-12-31"):
        shift(day, n)


@pytest.mark.parametrize("day", [MIN_DAY - 1, MAX_DAY + 1, -5, 10**9])
@pytest.mark.parametrize("ask", [in_range, month_index, day_of_month, to_iso])
def test_a_day_outside_the_calendar_is_a_named_error(ask, day):
    with pytest.raises(DateRangeError):
        ask(day)


@pytest.mark.parametrize("index", [-1, 12 * 9999])
def test_a_month_outside_the_calendar_is_a_named_error(index):
    with pytest.raises(DateRangeError):
        month_start(index)


def test_the_first_and_the_last_day_are_inside():
    assert (in_range(MIN_DAY), in_range(MAX_DAY)) == (MIN_DAY, MAX_DAY)
    assert add_months(MIN_DAY, 12 * 9999 - 1) == from_iso("9999-12-01")
    assert add_months(MAX_DAY, 1 - 12 * 9999) == from_iso("0001-01-31")


def test_the_parts_of_a_known_day():
    """29 February 2024 was a Thursday in the second month of the 2,024th year."""
    day = from_iso("2024-02-29")
    assert (day_of_month(day), weekday(day), month_index(day)) == (29, 3, 12 * 2023 + 1)
    assert day_of_month(month_start(month_index(day))) == 1


def test_an_error_of_range_is_also_an_overflow():
    with pytest.raises(OverflowError):
        in_range(0)


def test_a_text_that_is_no_date_keeps_its_code():
    with pytest.raises(InvalidDateError) as caught:
        from_iso("2023-02-29")
    assert caught.value.code == "InvalidDate"


def test_no_number_of_months_has_fewer_days_and_each_has_them_somewhere():
    leap = range(from_iso("2023-01-01"), from_iso("2025-01-01"))
    century = range(from_iso("1896-02-01"), from_iso("1901-04-01"))
    for count in range(37):
        found = min(add_months(day, count) - day for day in (*leap, *century))
        assert found == fewest_days(count)
    # Where whole years hold a leap day whichever they are, there are more.
    assert all(add_months(day, 60) - day >= fewest_days(60) for day in century)


def test_where_there_is_no_date_the_day_is_none_or_what_is_wanted_instead():
    assert (ordinal_of(date(1, 1, 1)), ordinal_of(None), ordinal_of(None, 7)) == (1, 0, 7)
