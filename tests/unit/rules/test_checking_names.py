"""Kinds of facts that are nearly another name."""

import pytest

from tests.unit.rules.minimal import RULE, book
from tests.unit.rules.test_checking import found


def near(*rules, **parts):
    return found(book(*rules, **parts), "event kind")


@pytest.mark.parametrize(
    ("kind", "meant"),
    [("ofence", "event.offence"), ("breach_suspectd", "event.breach_suspected"), ("devicecheck", "event.device_check")],
)
def test_a_kind_that_is_nearly_a_known_one_is_told(kind, meant):
    assert near(RULE | {"one_per": f"event.{kind}"}) == [
        (f"event.{kind}", f"no known kind of event; did you mean '{meant}'?")
    ]


@pytest.mark.parametrize("kind", ["offence", "arrival", "collateral", "event"])
def test_a_known_kind_and_one_that_is_like_none_are_the_books_own_affair(kind):
    assert near(RULE | {"one_per": f"event.{kind}"}) == []


def test_a_kind_is_found_wherever_it_stands_and_told_once():
    slip = "event.arest"
    define = {"taken": {"of": [slip]}}
    states = {"held": {"from": slip, "until": "event.release"}}
    rules = (RULE | {"one_per": slip}, RULE | {"id": "R-2", "gate": {"first_of": slip}})
    assert [path for path, _ in near(*rules, define=define, states=states)] == [slip]
    assert [path for path, _ in near(RULE, define=define)] == [slip]


def test_an_event_of_the_book_is_not_of_the_kind_that_is_called_as_it():
    define = {"home_visit": {"of": ["visit.seen"]}}
    assert near(RULE | {"one_per": "event.home_visit"}, define=define) == [
        ("event.home_visit", "no known kind of event; did you mean 'home_visit'?")
    ]
    derive = [{"id": "silent", "kind": "gap", "of": "visit", "ended_by": "visit", "reach": "31 days"}]
    derive[0] |= {"counting": "after", "source": "s"}
    assert [path for path, _ in near(RULE | {"one_per": "event.silnt"}, derive=derive)] == ["event.silnt"]


def test_an_event_of_the_book_may_be_called_as_the_kind_it_is_made_of():
    define = {"class-a": {"of": ["event.class_a"]}, "class-b": {"of": ["event.class_b"]}}
    assert near(RULE | {"one_per": "class-a"}, RULE | {"id": "R-2", "one_per": "event.class_b"}, define=define) == []


def test_of_several_names_the_nearest_is_told():
    define = {name: {"of": ["visit.seen"]} for name in ("home_visit_one", "home_visit_two")}
    assert near(RULE | {"one_per": "event.home_visit_on"}, define=define) == [
        ("event.home_visit_on", "no known kind of event; did you mean 'home_visit_one'?")
    ]


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("reprt", "report"),
        ("reportx", "report"),
        ("repart", "report"),
        ("reoprt", "report"),
        ("reporx", "report"),
        ("rport", "report"),
        ("weekly_reort", "weekly_report"),
        ("report_made_herr", "report_made_here"),
    ],
)
@pytest.mark.parametrize("noun", ["event", "notification"])
def test_of_two_kinds_that_are_a_slip_apart_the_one_named_less_often_is_told(noun, kind, other):
    rules = (
        RULE | {"one_per": f"{noun}.{other}", "met_by": f"{noun}.{other}"},
        RULE | {"id": "R-2", "met_by": f"{noun}.{kind}"},
    )
    assert near(*rules) == [(f"{noun}.{kind}", f"is written nearly as '{noun}.{other}'")]


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("class_a", "class_b"),
        ("phase_i", "phase_ii"),
        ("period_8_years", "period_9_years"),
        ("urgent", "not_urgent"),
        ("arrived", "arrival"),
        ("tier_1", "tier_11"),
        ("report", "reporting"),
        ("stories", "restore"),
        ("left_town", "lost_tows"),
        ("asked_again", "askd_agan"),
        ("asked_again", "askd_again_twice"),
        ("interview", "interview_x"),
    ],
)
def test_kinds_that_differ_in_a_number_a_letter_or_more_are_two(kind, other):
    assert near(RULE | {"one_per": f"event.{kind}", "met_by": f"event.{other}"}) == []


def test_a_kind_of_notification_that_is_nearly_a_known_one_is_told():
    slip = "notification.s84_advace"
    rule = RULE | {"one_per": slip, "met_by": slip}
    assert near(rule) == [(slip, "is written nearly as 'notification.s84_advance'")]
    assert near(RULE | {"one_per": "notification.s85a_return"}) == []


def test_a_date_that_was_set_is_of_a_rule_of_the_book():
    part = RULE | {"id": "R-1-part", "part_of": "R-P"}
    assert near(RULE | {"one_per": "set_date.R-9"}) == [("set_date.R-9", "no rule of the book has this id")]
    assert near(part, RULE | {"id": "R-2", "one_per": "set_date.R-P", "met_by": "set_date.R-2"}) == []
    assert [path for path, _ in near(part | {"one_per": "set_date.R-1-part"})] == ["set_date.R-1-part"]
