"""Kinds of events that are nearly another name."""

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
