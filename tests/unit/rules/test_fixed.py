"""When a series that is fixed in advance starts."""

import pytest

from supervise.rules.fixed import DayOfMonth, Starts
from supervise.rules.reading import Problems, plain, read
from supervise.rules.words import Weekday

AFTER = "after: names the event whose day the first occurrence must come after; write { first = … }"


def faults(value):
    problems = Problems()
    read(Starts, value, "", problems)
    return problems.found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"after": "registration", "by": "its day"}, []),
        ({"after": {"field": "made_on"}, "by": "opens", "not_within": "1 month 3 days"}, []),
        ({"after": {"last": "registration"}, "by": "last day"}, [AFTER]),
        ({"after": {"birth": "day"}, "by": "opens"}, [AFTER]),
        (
            {"after": "registration", "by": "opens", "not_within": "24 hours"},
            ["not_within: write it in months or days"],
        ),
    ],
)
def test_a_start_names_an_event_and_a_day(value, found):
    assert faults(value) == found


def test_it_is_written_back_as_it_was():
    value = {"after": {"first": {"of": ["registration"]}}, "by": "its day", "not_within": "2 months"}
    start = read(Starts, value, "", Problems())
    assert read(Starts, plain(start), "", Problems()) == start


def test_which_day_it_goes_by_has_no_default():
    assert faults({"after": "registration"}) == [
        "by: missing; it has no default: write 'its day' or 'opens' or 'last day'"
    ]


@pytest.mark.parametrize(
    ("value", "day", "said"),
    [
        (1, DayOfMonth(1), "day 1"),
        (31, DayOfMonth(31), "day 31"),
        ("first monday", DayOfMonth(1, Weekday.MONDAY), "the first monday"),
        ("fourth tuesday", DayOfMonth(4, Weekday.TUESDAY), "the fourth tuesday"),
        ("last sunday", DayOfMonth(5, Weekday.SUNDAY), "the last sunday"),
    ],
)
def test_a_day_of_the_month_is_a_number_or_the_place_of_a_weekday(value, day, said):
    assert read(DayOfMonth, value, "days", Problems()) == day
    assert (plain(day), str(day)) == (value, said)


@pytest.mark.parametrize("value", [0, 32, -1, "fifth monday", "first", "1", "first  monday", "first working day", ""])
def test_what_is_no_day_of_a_month_is_refused(value):
    problems = Problems()
    assert read(DayOfMonth, value, "days", problems) is None
    assert problems.found == [
        "days: no day of a month; write for example 15, 31 for the last day, 'first monday' or 'last friday'"
    ]


@pytest.mark.parametrize(("value", "kind"), [(True, "true or false"), (1.0, "a number"), ({}, "a table")])
def test_what_is_no_word_and_no_number_is_refused_by_its_kind(value, kind):
    problems = Problems()
    read(DayOfMonth, value, "days[0]", problems)
    assert problems.found == [
        f"days[0]: expected a day of the month such as 15, 'first monday' or 'last friday', found {kind}"
    ]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (15, 15, {0}),
        (5, 15, {10}),
        (30, 31, {0, 1}),
        (31, 30, {0, -1}),
        ("first monday", "first monday", {0}),
        ("first monday", "third friday", {11, 18}),
        ("first monday", "last friday", {18, 25}),
    ],
)
def test_how_many_days_lie_between_two_of_a_month_is_told_of_all_months(first, last, days):
    given = [DayOfMonth.read(each, "", Problems()) for each in (first, last)]
    assert given[0].to(given[1]) == days
