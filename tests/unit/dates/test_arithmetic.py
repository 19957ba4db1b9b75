"""Periods in words, and adding them with one named rounding."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from supervise.dates.arithmetic import Period, Rounding, add, anchored_series, whole_months_between
from supervise.errors import AmbiguousDateError, DateRangeError, InvalidDateError

dates = st.dates(date(400, 1, 1), date(9500, 1, 1))
lengths = st.builds(Period, months=st.integers(0, 99_999), days=st.integers(0, 99_999))
steps = st.builds(Period, months=st.integers(-1200, 1200), days=st.integers(-4000, 4000))


@pytest.mark.parametrize(
    ("words", "months", "days"),
    [
        ("3 months", 3, 0),
        ("1 month", 1, 0),
        ("1 year", 12, 0),
        ("12 months", 12, 0),
        ("3 years 6 months", 42, 0),
        ("1 year 1 month 1 week 1 day", 13, 8),
        ("6 weeks", 0, 42),
        ("10 days", 0, 10),
        ("2 years 10 days", 24, 10),
        ("0 days", 0, 0),
        ("99999 days", 0, 99_999),
    ],
)
def test_the_words_of_a_period_are_read(words, months, days):
    assert Period.parse(words) == Period(months=months, days=days)


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "3", "months", "3months", "3  months", " 3 months", "3 months ", "3 month", "1 months", "0 day",
        "03 months", "-3 months", "+3 months", "3.0 months", "1.5 months", "three months", "3 Months", "3 mths",
        "6 months 3 years", "3 months 3 months", "1 year, 6 months", "3 working days", "24 hours", "100000 days",
        "٣ months", "3 months\n", "1 year 6", "3 quarters", "1 ", "months 3",
    ],
)  # fmt: skip
def test_anything_but_the_canonical_words_is_refused_without_repeating_it(words):
    with pytest.raises(InvalidDateError, match="written in words") as caught:
        Period.parse(words)
    assert caught.value.code == "InvalidFormat"
    assert not words.strip() or f'"{words}"' not in str(caught.value)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(months=42), "3 years 6 months"),
        (Period(months=12), "1 year"),
        (Period(months=1, days=1), "1 month 1 day"),
        (Period(days=42), "42 days"),
        (Period(), "0 days"),
        (Period(months=-18), "-1 year -6 months"),
        (Period(days=-1), "-1 day"),
    ],
)
def test_a_period_is_written_in_canonical_words(period, words):
    assert str(period) == words


@given(lengths)
def test_reading_what_was_written_gives_the_period_back(period):
    assert Period.parse(str(period)) == period


@given(st.text(alphabet="0123456789 yearsmonthwkd", max_size=24))
def test_no_text_is_read_otherwise_than_it_would_be_explained(words):
    """Whatever is accepted says nothing but what its canonical words say."""
    try:
        period = Period.parse(words)
    except InvalidDateError:
        return
    assert Period.parse(str(period)) == period


def test_a_period_is_made_of_whole_numbers_and_has_no_order():
    with pytest.raises(TypeError):
        Period(months=1.5)
    with pytest.raises(TypeError):
        assert Period(months=1) < Period(days=30)


def test_years_are_twelve_months_and_weeks_seven_days():
    assert Period.parse("2 years") == Period.parse("24 months")
    assert Period.parse("2 weeks") == Period.parse("14 days")


def test_the_rounding_has_no_default():
    with pytest.raises(TypeError, match="rounding"):
        add(date(2024, 1, 31), Period(months=1))


@given(dates, steps)
def test_abort_raises_exactly_where_up_and_down_differ(start, period):
    up, down = add(start, period, rounding=Rounding.UP), add(start, period, rounding=Rounding.DOWN)
    assert 0 <= (up - down).days <= 1
    if up == down:
        assert add(start, period, rounding=Rounding.ABORT) == down
    else:
        with pytest.raises(AmbiguousDateError, match="choose rounding up or down"):
            add(start, period, rounding=Rounding.ABORT)


@given(dates, steps)
def test_down_is_what_relativedelta_gives(start, period):
    expected = start + relativedelta(months=period.months, days=period.days)
    assert add(start, period, rounding=Rounding.DOWN) == expected


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize(
    ("start", "period"),
    [
        (date(9999, 12, 31), Period(months=1)),
        (date(9999, 12, 31), Period(days=1)),
        (date(1, 1, 1), Period(months=-1)),
        (date(1, 1, 1), Period(days=-1)),
        (date(2024, 1, 1), Period(months=10**9)),
        (date(2024, 1, 1), Period(days=10**12)),
    ],
    ids=str,
)
def test_a_sum_outside_the_calendar_is_a_named_error(start, period, rounding):
    with pytest.raises(DateRangeError, match="0001-01-01 to 9999-12-31"):
        add(start, period, rounding=rounding)


@given(dates, st.integers(1, 36), st.integers(0, 12), st.sampled_from([Rounding.UP, Rounding.DOWN]))
def test_a_series_depends_on_its_anchor_alone_and_increases(anchor, months, count, rounding):
    step = Period(months=months)
    series = anchored_series(anchor, step, count, rounding=rounding)
    assert list(series) == sorted(set(series))
    assert series == tuple(add(anchor, step.times(k), rounding=rounding) for k in range(1, count + 1))


def test_whole_months_between_dates_may_be_negative():
    assert whole_months_between(date(2024, 3, 31), date(2024, 2, 28)) == -2
    assert whole_months_between(date(2024, 3, 31), date(2024, 2, 29)) == -1
