"""The quotas of a regime: what they must say, and what would be ignored."""

import pytest

from supervise.rules.conditions import Select
from supervise.rules.quota import Percentage, Quota, Reduction, Substitute
from supervise.rules.reading import Problems, plain, read

QUOTA = {"id": "q", "of": "visit", "at_least": 2}
OF = "write 'of', the events that stand in, or left_over = true: those of the block before"
FOR_ONE = "for_one: write at least 2: how many of them stand in for one; for one each leave it out"
CAP = "give one of 'at_most' and 'at_most_percent': how many may stand in"
UNIT = "each: write one unit of the calendar, such as 'calendar week' or 'calendar month'"


def faults(kind, value):
    problems = Problems()
    read(kind, value, "", problems)
    return problems.found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({}, []),
        ({"at_least": 0}, ["at_least: write at least 1; a quota that asks for nothing is none"]),
        ({"at_most": 2}, []),
        ({"at_most": 1}, ["at_most: is less than 'at_least'"]),
        ({"each": "calendar week", "parts": "wholly inside"}, []),
        ({"each": "2 calendar weeks"}, [UNIT]),
        ({"each": "7 days"}, [UNIT]),
        ({"parts": "wholly inside"}, ["parts: goes with 'each' only"]),
        ({"where": {}}, ["where: unknown key; it narrows the events: write of = { of = …, where = … }"]),
    ],
)
def test_a_quota_asks_for_something(value, found):
    assert faults(Quota, QUOTA | value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"at_most": 1}, []),
        ({"at_most_percent": 1}, []),
        ({"at_most_percent": 100}, []),
        ({}, [CAP]),
        ({"at_most": 1, "at_most_percent": 50}, [CAP]),
        ({"at_most": 0}, ["at_most: write at least 1, or leave the entry out"]),
        ({"at_most_percent": 0}, ["at_most_percent: write a whole number from 1 to 100"]),
        ({"at_most_percent": 101}, ["at_most_percent: write a whole number from 1 to 100"]),
        ({"at_most": 1, "left_over": True}, [OF]),
        ({"at_most": 1, "for_one": 2}, []),
        ({"at_most": 1, "for_one": 1}, [FOR_ONE]),
        ({"at_most": 1, "for_one": "two"}, ["for_one: expected a whole number, found text"]),
    ],
)
def test_what_stands_in_has_a_cap(value, found):
    assert faults(Substitute, {"of": "visit"} | value) == found


def test_what_is_left_over_has_a_cap_and_names_no_events():
    assert faults(Substitute, {"left_over": True, "at_most": 1}) == []
    assert faults(Substitute, {"at_most": 1}) == [OF]
    assert faults(Substitute, {"left_over": True}) == [CAP]


LEFT = {"left_over": True, "at_most": 1}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"also": LEFT}, []),
        ({"also": [LEFT, {"of": "visit", "at_most": 1}]}, []),
        ({"also": [LEFT, LEFT]}, ["also: what is left over of the block before is given twice"]),
        (
            {"also": LEFT, "at_least": {"percent": 50, "of": "visit", "rounded": "up"}},
            ["also: what is left over is that beyond a number; it does not go with a percentage"],
        ),
        (
            {"also": LEFT, "each": "calendar week"},
            ["also: what is left over of a block is that of the whole; it does not go with 'each'"],
        ),
        (
            {"also": LEFT, "at_most": 9},
            ["at_most: what is left over of the block before would be too many in this one; leave it out"],
        ),
    ],
)
def test_what_is_left_over_goes_with_a_plain_number(value, found):
    assert faults(Quota, QUOTA | value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"by": 1}, []),
        ({"by": 0}, ["by: write at least 1"]),
        ({"by": 1, "at_most": 0}, ["at_most: write at least 1"]),
        ({"by": 1, "not_below": -1}, ["not_below: write at least 0"]),
    ],
)
def test_a_credit_lowers_something(value, found):
    assert faults(Reduction, {"of": "visit"} | value) == found


def test_a_quota_is_written_as_it_was_read():
    written = QUOTA | {
        "at_most": 9,
        "each": "calendar week",
        "parts": "ends inside",
        "also": [{"of": "trip", "at_most_percent": 50, "for_one": 2}],
        "reduced_by": [{"of": ["trip", "stay"], "by": 1, "at_most": 2, "not_below": 1}],
        "alone": True,
    }
    assert plain(read(Quota, written, "", Problems())) == written


HALF = {"percent": 50, "of": "visit", "rounded": "up"}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"at_least": HALF}, []),
        # A number and a part are not compared.
        ({"at_least": HALF, "at_most": 1, "each": "calendar week"}, []),
        ({"at_least": HALF, "also": [{"of": "visit", "at_most_percent": 50}]}, []),
        ({"at_least": HALF | {"percent": 1}}, []),
        ({"at_least": HALF | {"percent": 100}}, []),
        ({"at_least": HALF | {"percent": 0}}, ["at_least.percent: write a whole number from 1 to 100"]),
        ({"at_least": HALF | {"percent": 101}}, ["at_least.percent: write a whole number from 1 to 100"]),
        (
            {"at_least": {"percent": 50, "of": "visit"}},
            ["at_least.rounded: missing; it has no default: write 'up' or 'down'"],
        ),
        (
            {"at_least": "half"},
            ["at_least: expected a whole number or a table with 'percent', 'of' and 'rounded', found text"],
        ),
        (
            {"at_least": HALF, "reduced_by": [{"of": "event.credit", "by": 1}]},
            ["reduced_by: lowers a number; leave it out where a percentage is asked for"],
        ),
    ],
)
def test_a_quota_may_ask_for_a_percentage_of_events(value, found):
    assert faults(Quota, QUOTA | value) == found


@pytest.mark.parametrize(("percent", "up", "down"), [(50, 2, 1), (34, 2, 1), (1, 1, 0), (100, 3, 3)])
def test_part_of_an_event_goes_where_the_book_says(percent, up, down):
    for rounded, asked in (("up", up), ("down", down)):
        read_ = read(Percentage, HALF | {"percent": percent, "rounded": rounded}, "", Problems())
        assert (read_.asked(3), read_.asked(0), str(read_)) == (asked, 0, f"{percent} %")


def test_a_percentage_is_written_back_as_it_was():
    whole = QUOTA | {"at_least": HALF}
    quota = read(Quota, whole, "", Problems())
    assert read(Quota, plain(quota), "", Problems()) == quota


@pytest.mark.parametrize(
    ("for_one", "events", "cap", "found"), [(None, 3, 5, 3), (None, 6, 5, 5), (2, 1, 5, 0), (2, 5, 5, 2), (2, 5, 1, 1)]
)
def test_so_many_events_stand_in_for_so_many_up_to_a_cap(for_one, events, cap, found):
    assert Substitute(Select("visit.no_reply"), at_most=cap, for_one=for_one).stand_in(events, cap) == found
