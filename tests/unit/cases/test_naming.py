"""Names in an expectation that the book does not have."""

import pytest

from supervise.cases.naming import doubtful_names, unknown_names
from supervise.rules import load_rulebook
from tests.unit.engine.books import book

DAY = "2026-06-30"
BOOK = load_rulebook("england-wales@2026.1")


def told(expect, the_book=BOOK):
    return list(unknown_names(expect, the_book))


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"obligations": [{"rule": "R-V2"}], "next_due": {"R-V2": DAY}, "earliest": {"R-N10": DAY}},
        {"derived": [{"id": "two-failed-entries"}], "flags": ["VD001"], "no_flags": ["DC013"]},
        {"registrations": [{"id": "anything"}], "orders": [{"id": "anything"}], "subject": {"indefinite": False}},
    ],
)
def test_what_there_is_may_be_named(expect):
    assert told(expect) == []


def test_a_status_that_there_is_not_is_told_with_the_nearest():
    assert told({"obligations": [{"rule": "R-V2", "status": "late"}, {"rule": "R-V2", "status": "open"}]}) == [
        "obligations: no status is called 'late'; did you mean 'met_late'?"
    ]


@pytest.mark.parametrize(
    ("expect", "key"),
    [
        ({"obligations": [{"rule": "R-V2"}, {"rule": "R-VV2"}]}, "obligations"),
        ({"next_due": {"R-VV2": DAY}}, "next_due"),
        ({"earliest": {"R-VV2": DAY}}, "earliest"),
    ],
)
def test_a_rule_that_the_book_does_not_have_is_told_with_the_nearest(expect, key):
    assert told(expect) == [f"{key}: england-wales@2026.1 has no rule 'R-VV2'; did you mean 'R-V2'?"]


@pytest.mark.parametrize(
    ("ids", "there"),
    [((), ""), (("held",), "; its spans are 'held'"), (("held", "bond"), "; its spans are 'bond', 'held'")],
)
def test_a_book_in_which_nobody_is_subject_is_told_with_the_spans_there_are(ids, there):
    length = {"start": {"field": "convicted_on"}, "counting": "after", "source": "s", "length": [{"lasts": "1 year"}]}
    own = book(span=[{"id": each, "one_per": "registration"} | length for each in ids])
    words = f"subject: small@2026.1 has no span 'subject', by its id or as 'part_of'{there}"
    assert told({"subject": {"last_day": DAY}}, own) == told({"subject": {"indefinite": True}}, own) == [words]
    nothing = {"subject": {"last_day": None, "indefinite": False}}
    assert (told(nothing, own), list(doubtful_names(nothing, own))) == ([], [words])
    assert list(doubtful_names(nothing, BOOK)) == []


def test_a_rule_like_none_is_sent_to_the_list():
    (found,) = told({"next_due": {"visit_at_home": DAY}})
    assert found.endswith("has no rule 'visit_at_home'; `supervise rules show` names them all")


def test_a_part_of_a_duty_is_named_by_the_duty():
    (found,) = told({"next_due": {"R-V8-abroad": DAY}})
    assert found.endswith("has no rule 'R-V8-abroad'; it is a part of 'R-V8'")


def test_a_rule_that_is_no_law_yet_is_a_rule_of_the_book():
    dormant = book({}, {"id": "later", "off": True})
    assert [rule.id for rule in dormant.dormant] == ["later"]
    assert told({"next_due": {"later": DAY}}, dormant) == []


def test_a_derived_event_that_the_book_does_not_have_is_told():
    assert told({"derived": [{"id": "two-failed-entry"}]}) == [
        "derived: england-wales@2026.1 derives no event 'two-failed-entry'; did you mean 'two-failed-entries'?"
    ]


def test_a_code_that_no_check_has_is_told():
    assert told({"flags": ["VD001", "VD0011"]}) == ["flags: no check has the code 'VD0011'; did you mean 'VD001'?"]
    assert told({"flags": ["none"]}) == ["flags: no check has the code 'none'; `supervise flags list` names them all"]


def test_nothing_may_be_expected_of_any_name():
    assert told({"next_due": {"R-VV2": None}, "earliest": {"R-VV2": None}, "no_flags": ["VD0011"]}) == []


def test_a_code_that_no_check_has_and_that_may_not_be_raised_is_told_apart():
    expect = {"flags": ["VD0011"], "no_flags": ["VD001", "VD0011"]}
    assert list(doubtful_names(expect, BOOK)) == ["no_flags: no check has the code 'VD0011'; did you mean 'VD001'?"]
    assert list(doubtful_names({"flags": ["VD0011"]}, BOOK)) == []
