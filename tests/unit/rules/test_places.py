"""What a duty hangs on and where its day is found: one way each."""

import pytest

from supervise.rules.conditions import Select
from supervise.rules.places import Anchor, OnePer
from supervise.rules.reading import Problems, read


def faults(kind, value):
    problems = Problems()
    read(kind, value, "", problems)
    return problems.found


WAY = "an anchor names exactly one way of finding its day"
INSIDE = (
    "goes with a rolling cadence, and not inside another anchor; write 'first', or let the newest govern:"
    " one_per = { each = …, until_next = true }"
)
MISSED = {"occurrence_of": "R-1", "outcome": "missed"}
WITHIN = "within: goes with 'reach': so many within such a time, as in reach = 2, within = '12 months'"
OUTCOME = "outcome: goes with 'occurrence_of', and says which occurrences: 'missed', 'met' or 'due'"
ACROSS_GAPS = "across_gaps: goes with 'last', without 'else' or 'offset'; name what begins the chain in 'last', too"
HANGS = "name exactly one of 'offender', 'each', 'run_of', 'end_of', 'gap_of', 'span' and 'occurrence_of'"


def test_a_word_alone_is_the_start_or_the_first_event_of_that_name():
    assert read(Anchor, "start", "", Problems()) == Anchor(start=True)
    assert read(Anchor, "visit", "", Problems()) == Anchor(first=Select(of=("visit",)))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("start", []),
        ("visit", []),
        ({}, [WAY]),
        ({"start": False}, [WAY]),
        ({"field": "on", "birthday": 18}, [WAY]),
        ({"last": "visit", "on_or_after": "start"}, ["on_or_after: goes with 'first' only"]),
        ({"last": "visit", "match": {"a": "b"}}, ["match: goes with 'first', 'due_of' or 'met_of' only"]),
        ({"first": "visit", "match": {"a": "b"}, "on_or_after": "start"}, []),
        ({"due_of": "R-1", "match": {"a": "b"}}, []),
        ({"birth": "month", "unknown": "may"}, []),
        ({"birth": "day", "unknown": "may"}, ["unknown: goes with birth = 'month' only"]),
        ({"birthday": 18, "unknown": "may"}, ["unknown: goes with birth = 'month' only"]),
        ({"birth": "day", "birthday": 18}, [WAY]),
        ({"due_of": "R-1", "which": "first"}, []),
        ({"met_of": "R-1", "which": "last", "match": {"a": "b"}}, []),
        ({"met_of": "R-1", "due_of": "R-1"}, [WAY]),
        ({"first": "visit", "which": "first"}, ["which: goes with 'due_of' or 'met_of' only"]),
        ({"next_birthday": {"span_end": "held"}}, []),
        ({"next_birthday": "start", "birthday": 18}, [WAY]),
        ({"next_birthday": {}}, [f"next_birthday: {WAY}"]),
        ({"birthday": 0}, ["birthday: write the age that is reached, in years"]),
        (
            {"release_after": ["convicted_on"]},
            ["release_after: names no state; write for example 'in custody' after the fields"],
        ),
        ({"release_after": ["convicted_on", "in custody"]}, []),
        ({"last": "visit", "across_gaps": True}, []),
        ({"first": "visit", "across_gaps": True}, [ACROSS_GAPS]),
        ({"last": "visit", "else": "start", "across_gaps": True}, [ACROSS_GAPS]),
        ({"last": "visit", "offset": "3 days", "across_gaps": True}, [ACROSS_GAPS]),
        ({"start": True, "offset": "3 days"}, []),
        ({"start": True, "offset": "3 working days"}, ["offset: write it in months or days"]),
        ({"later_of": ["start", {"field": "on"}], "else": "visit"}, []),
        ({"earlier_of": [{}]}, [f"earlier_of[0]: {WAY}"]),
        ({"later_of": ["start", {"last": "visit"}]}, [f"later_of[1].last: {INSIDE}"]),
        ({"earlier_of": [{"last": "visit"}, "start"]}, [f"earlier_of[0].last: {INSIDE}"]),
        ({"next_birthday": {"last": "visit"}}, [f"next_birthday.last: {INSIDE}"]),
        ({"first": "visit", "on_or_after": {"last": "visit"}}, [f"on_or_after.last: {INSIDE}"]),
        ({"last": "visit", "else": {"last": "visit"}}, [f"else.last: {INSIDE}"]),
    ],
)
def test_an_anchor_says_one_thing(value, found):
    assert faults(Anchor, value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("offender", []),
        ("trip", []),
        ({"offender": False}, [HANGS]),
        ({"offender": True, "span": "held"}, [HANGS]),
        ({"end_of": "custody", "longer_than": "28 days"}, []),
        ({"end_of": "custody", "longer_than": "1 month"}, ["longer_than: write it in days"]),
        ({"end_of": "custody", "longer_than": "1 working day"}, ["longer_than: write it in days"]),
        ({"run_of": "custody", "key": "address_id"}, ["key: goes with 'each' only"]),
        ({"each": "address", "key": "address_id"}, []),
        ({"run_of": "custody", "longer_than": "28 days"}, ["longer_than: goes with 'end_of' only"]),
        ({"each": "order", "until_next": True}, []),
        ({"run_of": "custody", "until_next": True}, ["until_next: goes with 'each' only"]),
        ({"occurrence_of": "R-1", "outcome": "met"}, []),
        ({"occurrence_of": "R-1", "outcome": "missed", "in_a_row": 2}, []),
        (
            {"occurrence_of": "R-1", "outcome": "met", "in_a_row": 1},
            [
                "in_a_row: goes with outcome 'missed' only",
                "in_a_row: write 2 or more; without it each counts by itself",
            ],
        ),
        ({"each": "order", "in_a_row": 2}, ["in_a_row: goes with outcome 'missed' only"]),
        (MISSED | {"reach": 2, "within": "12 months"}, []),
        (MISSED | {"reach": 3, "within": "calendar year"}, []),
        (MISSED | {"reach": 2}, [WITHIN]),
        (MISSED | {"within": "12 months"}, [WITHIN]),
        (
            MISSED | {"outcome": "due", "reach": 1, "within": "10 working days"},
            [
                "reach: goes with outcome 'missed' only",
                "reach: write 2 or more; without it each counts by itself",
                "within: write it in years, months or days",
            ],
        ),
        (
            MISSED | {"reach": 2, "within": "2 calendar months"},
            ["within: write one month, quarter, half-year or year of the calendar"],
        ),
        (
            MISSED | {"in_a_row": 2, "reach": 2, "within": "1 year"},
            ["reach: give 'in_a_row', or 'reach' and 'within': they are two ways of counting"],
        ),
        ({"occurrence_of": "R-1"}, [OUTCOME]),
        ({"each": "order", "outcome": "met"}, [OUTCOME]),
        ({"each": "order", "occurrence_of": "R-1", "outcome": "due"}, [HANGS]),
    ],
)
def test_a_duty_hangs_on_one_thing(value, found):
    assert faults(OnePer, value) == found


def test_anchors_inside_an_anchor_ask_for_the_fact_too():
    inner = Anchor(field="on")
    assert Anchor(start=True, else_=inner).asks_for_fact
    assert Anchor(later_of=(Anchor(start=True), inner)).asks_for_fact
    assert Anchor(next_birthday=inner).asks_for_fact
    assert not Anchor(start=True, else_=Anchor(birthday=18)).asks_for_fact


@pytest.mark.parametrize(
    ("value", "cut"),
    [("offender", True), ({"run_of": "custody"}, True), ({"gap_of": "manager"}, True), ("trip", False)],
)
def test_what_hangs_on_no_event_is_cut_to_the_days_on_which_it_can_fall_due(value, cut):
    read = OnePer.from_text(value) if isinstance(value, str) else OnePer(**value)
    assert read.is_cut is cut
