"""The words of the law for counting days."""

import pytest
from hypothesis import given, strategies as st

from supervise.dates.calendars import Calendar
from supervise.dates.counting import (
    Counting,
    LeapPolicy,
    age_on,
    attains_age,
    cautious_last_day_beginning_with,
    count_skipping,
    days_overdue,
    earliest_day_after_clear_days,
    is_in_time,
    last_day_after,
    last_day_after_midnight,
    last_day_beginning_with,
    last_statutory_day,
    latest_day_before,
    latest_day_before_clear_days,
    working_days_after,
    working_days_beginning_with,
)
from supervise.dates.ordinals import MAX_DAY, add_months, day_of_month, from_iso, to_iso
from supervise.dates.spans import contains, merge
from supervise.errors import DateRangeError, InvalidDateError

days = st.integers(from_iso("1900-01-01"), from_iso("2300-01-01"))
months = st.integers(0, 1200)
counts = st.integers(1, 400)


def test_the_words_are_the_values():
    assert [words.value for words in Counting] == ["beginning with", "after", "clear days"]


@given(days, counts)
def test_days_beginning_with_a_day_are_days_after_the_day_before(day, n):
    assert last_day_beginning_with(day, days=n) == last_day_after(day - 1, days=n) == day + n - 1
    assert cautious_last_day_beginning_with(day, days=n) == day + n - 1


@given(days, months)
def test_months_beginning_with_a_day_end_before_the_corresponding_date(day, n):
    reached = add_months(day, n)
    last, cautious = (
        last_day_beginning_with(day, months=n),
        cautious_last_day_beginning_with(day, months=n),
    )
    if day_of_month(reached) == day_of_month(day):
        assert last == cautious == reached - 1
    else:
        assert (cautious, last) == (reached - 1, reached)


@given(days, months, st.integers(0, 31))
def test_months_come_before_days(day, n, extra):
    assert last_day_after(day, months=n, days=extra) == add_months(day, n) + extra
    assert last_day_beginning_with(day, months=n, days=extra) == last_day_beginning_with(day, months=n) + extra
    assert latest_day_before(day, months=n, days=extra) == add_months(day, -n) - extra


@given(days, months, st.integers(-40, 40))
def test_in_time_flips_once_on_the_day_after_the_last(day, n, offset):
    last = last_day_after(day, months=n)
    assert is_in_time(last + offset, last) is (offset <= 0)
    assert days_overdue(last, last + offset) == max(0, offset)
    assert is_in_time(last + offset, last) is (days_overdue(last, last + offset) == 0)


def test_half_of_seven_years_is_counted_in_calendar_months():
    first = from_iso("2024-05-10")
    assert to_iso(last_day_beginning_with(first, months=42)) == "2027-11-09"


def test_ten_years_beginning_with_a_leap_day_end_on_the_last_day_of_february():
    assert to_iso(last_day_beginning_with(from_iso("2024-02-29"), months=120)) == "2034-02-28"


def test_seven_days_before_a_departure_by_subtraction_and_as_clear_days():
    departs = from_iso("2025-06-20")
    assert to_iso(latest_day_before(departs, days=7)) == "2025-06-13"
    assert to_iso(latest_day_before_clear_days(departs, 7)) == "2025-06-12"


@given(days, counts)
def test_clear_days_leave_that_many_whole_days_between(day, n):
    assert earliest_day_after_clear_days(day, n) - day - 1 == n
    assert day - latest_day_before_clear_days(day, n) - 1 == n


@pytest.mark.parametrize(
    "ask",
    [
        lambda: last_day_beginning_with(MAX_DAY, days=2),
        lambda: cautious_last_day_beginning_with(MAX_DAY, days=2),
        lambda: last_day_after(MAX_DAY, days=1),
        lambda: last_day_after_midnight(MAX_DAY, days=1),
        lambda: latest_day_before(1, days=1),
        lambda: earliest_day_after_clear_days(MAX_DAY, 0),
        lambda: latest_day_before_clear_days(1, 0),
        lambda: count_skipping(MAX_DAY, 2, [], beginning_with=True),
        lambda: attains_age(MAX_DAY, 1, LeapPolicy.MAR1),
    ],
    ids=[
        "beginning with",
        "beginning with, cautious",
        "after",
        "after midnight",
        "before",
        "after clear days",
        "before clear days",
        "skipping",
        "age",
    ],
)
def test_a_count_past_the_end_of_the_calendar_is_a_named_error(ask):
    with pytest.raises(DateRangeError):
        ask()


WEEK = Calendar.from_dict(
    {
        "name": "week",
        "closed_weekdays": ["saturday", "sunday"],
        "closed_days": ["2024-05-06"],
        "covers": ["2024-04-01", "2024-05-31"],
    }
)


@pytest.mark.parametrize(
    ("start", "n", "after", "beginning"),
    [
        ("2024-05-02", 1, "2024-05-03", "2024-05-02"),
        ("2024-05-03", 1, "2024-05-07", "2024-05-03"),
        ("2024-05-03", 2, "2024-05-08", "2024-05-07"),
        ("2024-05-04", 1, "2024-05-07", "2024-05-07"),
        ("2024-05-06", 2, "2024-05-08", "2024-05-08"),
    ],
)
def test_working_days_after_leave_the_day_out_and_beginning_with_it_take_it_in(start, n, after, beginning):
    assert to_iso(working_days_after(from_iso(start), n, WEEK)) == after
    assert to_iso(working_days_beginning_with(from_iso(start), n, WEEK)) == beginning


def test_working_days_out_of_the_calendar_are_unknown():
    assert working_days_after(from_iso("2024-05-31"), 1, WEEK) is None
    assert working_days_beginning_with(from_iso("2024-06-01"), 1, WEEK) is None
    assert working_days_beginning_with(from_iso("2024-05-31"), 2, WEEK) is None


def test_a_person_released_from_custody_counts_the_day_of_release():
    """Released on 14 September: three days beginning inside the custody end on the 16th."""
    custody = [(from_iso("2024-09-01"), from_iso("2024-09-14"))]
    last = count_skipping(from_iso("2024-09-10"), 3, custody, beginning_with=True)
    assert to_iso(last) == "2024-09-16"


closed = st.lists(
    st.tuples(st.integers(0, 80), st.none() | st.integers(0, 90)), max_size=5
).map(merge)  # fmt: skip


@given(st.integers(1, 60), st.integers(1, 40), closed, st.booleans())
def test_skipping_counts_exactly_the_days_that_are_free(start, n, states, beginning_with):
    """Against walking one day at a time."""
    free = [
        day
        for day in range(start if beginning_with else start + 1, 300)
        if not contains(states, day)
    ]  # fmt: skip
    swallowed = bool(states) and states[-1][1] is None and len(free) < n
    expected = None if swallowed else free[n - 1]
    assert count_skipping(start, n, states, beginning_with=beginning_with) == expected


@given(st.integers(1, 60), st.integers(1, 40), closed)
def test_a_state_never_makes_a_count_end_earlier(start, n, states):
    last = count_skipping(start, n, states, beginning_with=True)
    assert last is None or last >= start + n - 1


@pytest.mark.parametrize("states", [[], [(1, 20)], [(1, None)]])
def test_no_days_are_over_before_they_begin(states):
    assert count_skipping(5, 0, states, beginning_with=True) == 4


@given(days, st.integers(0, 120), st.integers(-800, 800), st.sampled_from(LeapPolicy))
def test_an_age_is_attained_exactly_when_it_is_reached(birth, age, offset, policy):
    attained = attains_age(birth, age, policy)
    day = max(birth, attained + offset)
    assert (attained <= day) is (age_on(birth, day, policy) >= age)


@given(days, st.integers(0, 40_000), st.sampled_from(LeapPolicy))
def test_age_rises_by_at_most_one_from_a_day_to_the_next(birth, lived, policy):
    before, after = (age_on(birth, birth + lived + extra, policy) for extra in (0, 1))
    assert after - before in {0, 1}


def test_nobody_has_an_age_before_birth():
    with pytest.raises(InvalidDateError) as caught:
        age_on(100, 99, LeapPolicy.MAR1)
    assert caught.value.code == "BirthInFuture"
    assert age_on(100, 100, LeapPolicy.MAR1) == 0


def test_the_leap_birthday_has_no_default():
    with pytest.raises(TypeError):
        attains_age(100, 18)


# ── days of the statute ─────────────────────────────────────────────────────────────────────────────────────────


def day_by_day(day, count):
    """Return the day on which so many days that are no 29 February have gone by."""
    while count:
        day += 1
        count -= to_iso(day)[5:] != "02-29"
    return day


def test_29_february_is_no_day_of_its_own():
    for start in ("2023-12-30", "2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2027-06-01", "2099-06-01"):
        for count in (1, 2, 3, 59, 60, 364, 365, 366, 730, 1460, 1461, 3650):
            assert last_statutory_day(from_iso(start), count) == day_by_day(from_iso(start), count)
    assert last_statutory_day(from_iso("2024-02-29"), 0) == from_iso("2024-02-29")


def test_a_count_of_the_statute_that_leaves_the_calendar_is_refused():
    with pytest.raises(DateRangeError):
        last_statutory_day(from_iso("9999-12-30"), 2)
