"""Lengths in words."""

import pytest
from hypothesis import given, strategies as st

from supervise.rules.duration import MONTHS_IN, Duration, EndDuration
from supervise.rules.reading import Problems

durations = st.one_of(
    st.builds(Duration, months=st.integers(0, 99_999), days=st.integers(0, 99_999)),
    st.builds(Duration, working_days=st.integers(0, 99_999)),
    st.builds(Duration, hours=st.integers(0, 99_999)),
    st.builds(
        Duration,
        calendar=st.tuples(st.integers(1, 999), st.sampled_from(["week", "month", "quarter", "half-year", "year"])),
    ),
)


def test_units_of_the_calendar_fit_into_a_year():
    assert 12 == MONTHS_IN["year"] == 2 * MONTHS_IN["half-year"] == 4 * MONTHS_IN["quarter"] == 12 * MONTHS_IN["month"]


@given(durations)
def test_a_length_is_read_back_from_its_words(duration):
    assert Duration.from_text(duration.plain()) == duration


@given(durations.filter(lambda each: each.hours is None and each.calendar is None), st.booleans())
def test_a_length_from_an_end_is_read_back_from_its_words(duration, beginning):
    counted = EndDuration(duration, beginning)
    assert EndDuration.from_text(counted.plain()) == counted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "3 moons",
        "٣ hours",
        "-1 hours",
        "9" * 5000 + " hours",
        "1 hour 30 minutes",
        "2 calendar month",
        "calendar months",
        "calendar day",
        "0 calendar months",
        "never",
    ],
)
def test_other_words_are_refused_with_advice_and_without_being_repeated(text):
    with pytest.raises(ValueError, match="no period; write for example '3 months'") as caught:
        Duration.from_text(text)
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1 months", "'1 month'"),
        ("2 month", "'2 months'"),
        ("1 working days", "'1 working day'"),
        ("2 working day", "'2 working days'"),
        ("01 hours", "'1 hour'"),
        ("999999 year", "for example"),
    ],
)
def test_a_number_and_its_unit_agree(text, written):
    with pytest.raises(ValueError, match=f"no period; write {written}"):
        Duration.from_text(text)


@pytest.mark.parametrize("unit", ["week", "month", "quarter", "half-year", "year"])
def test_a_unit_of_the_calendar_is_written_in_full(unit):
    with pytest.raises(ValueError, match=f"no period; write '.*', or 'calendar {unit}' for a block of the calendar"):
        Duration.from_text(unit)


@pytest.mark.parametrize("text", ["10 working days", "after end", "x after end", "3 days before end"])
def test_words_that_do_not_count_from_an_end_are_refused(text):
    with pytest.raises(ValueError, match="write for example"):
        EndDuration.from_text(text)


def test_units_of_the_calendar_are_not_counted_from_the_end_of_a_state():
    with pytest.raises(ValueError, match="whole units of the calendar are blocks"):
        EndDuration.from_text("calendar month after end")


def test_hours_are_not_counted_from_the_end_of_a_state():
    with pytest.raises(ValueError, match="hours cannot be counted from the end of a state"):
        EndDuration.from_text("24 hours after end")


@pytest.mark.parametrize("kind", [Duration, EndDuration])
def test_faults_are_recorded_with_their_path(kind):
    problems = Problems()
    assert kind.read(3, "a", problems) is None
    assert kind.read("x", "b", problems) is None
    assert problems.found[0].startswith("a: expected a period such as ")
    assert problems.found[1].startswith("b: ")
    assert kind.read({"months": 3}, "c", problems) is None
    assert len(problems.found) == 3


def test_the_unit_is_known():
    assert not Duration(working_days=3).is_calendar
    assert str(Duration(working_days=1)) == "1 working day"
    assert str(Duration(hours=1)) == "1 hour"
