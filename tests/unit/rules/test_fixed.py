"""When a series that is fixed in advance starts."""

import pytest

from supervise.rules.fixed import Starts
from supervise.rules.reading import Problems, plain, read

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
