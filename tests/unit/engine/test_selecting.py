"""Which events a selection gives."""

import pytest

from supervise.engine.program import program_of
from tests.unit.engine.books import HEAD, book, events, judged, shown, states


def keys(select, as_of="2026-06-30", parts=None, **facts):
    return shown(judged(book({"one_per": {"each": select}}, **(parts or {})), as_of, **facts), "key")


def test_a_noun_alone_with_a_kind_and_without_one():
    facts = {"events": events(a="2026-01-01") + events("other", b="2026-01-02") + [{"id": "c", "on": "2026-01-03"}]}
    assert keys("event", **facts) == ["a", "b", "c"]
    assert keys("event.other", **facts) == ["b"]
    assert keys("event.not_given", **facts) == ["c"]
    assert keys("event.none", **facts) == []


def test_a_kind_that_is_a_number():
    mappa = [{"id": "a", "level": 2, "from": "2026-01-01"}, {"id": "b", "level": 3, "from": "2026-01-02"}]
    assert keys("mappa.3", mappa=mappa) == ["b"]


def test_several_names_in_order_of_days():
    facts = {"events": events(a="2026-01-03") + events("other", b="2026-01-02")}
    assert keys({"of": ["event.k", "event.other"]}, **facts) == ["b", "a"]


@pytest.mark.parametrize("names", [["event", "event.k"], ["event.k", "mine"], ["event.k", "event.k"]])
def test_an_event_that_answers_to_two_names_is_one_event(names):
    parts = {"define": {"mine": {"of": "event", "where": {"kind": "k"}}}}
    made = events(a="2026-01-03", b="2026-01-02")
    assert keys({"of": names}, parts=parts, events=made) == ["b", "a"]


def test_facts_of_two_arrays_with_one_id_and_day_are_two_events():
    facts = {"events": events(a="2026-01-03"), "reviews": [{"id": "a", "kind": "plan", "on": "2026-01-03"}]}
    assert keys({"of": ["event.k", "review"]}, **facts) == ["a", "a"]


def test_other_date_fields_the_first_given_with_its_time():
    trips = [
        {"id": "a", "known_on": "2026-01-05", "departs_on": "2026-01-01"},
        {"id": "b", "departs_on": "2026-01-04", "departs_at": "10:00"},
        {"id": "c", "departs_on": "2026-01-04", "departs_at": "09:00"},
        {"id": "d"},
    ]
    assert keys({"of": "trip", "at": ["known_on", "departs_on"]}, trips=trips) == ["c", "b", "a"]
    assert keys({"of": "trip", "at": ["known_on"]}, trips=trips) == ["a"]


def test_the_first_given_may_be_the_day_an_array_calls_from():
    plans = [{"id": "a", "from": "2026-01-05"}, {"id": "b", "reviewed_on": "2026-01-02", "from": "2026-01-09"}]
    assert keys({"of": "plan", "at": ["reviewed_on", "from"]}, plans=plans) == ["b", "a"]
    assert keys({"of": "plan", "at": ["from"]}, plans=plans) == ["a", "b"]


def test_one_a_day_the_source_named_first_wins():
    select = {"of": ["event.k", "end.custody"], "distinct": "day"}
    facts = {
        "events": events(a="2026-01-05", b="2026-01-05", c="2026-01-07"),
        "statuses": states(s="2026-01-01/2026-01-05", t="2026-01-06/2026-01-08"),
    }
    assert keys(select, **facts) == ["a", "c", "t"]
    assert keys({"of": ["end.custody", "event.k"], "distinct": "day"}, **facts) == ["s", "c", "t"]
    assert keys({"of": "event.k", "distinct": "day"}, events=facts["events"]) == ["a", "c"]


def test_events_too_soon_after_the_last_that_was_kept_are_none():
    """So long after the last that was kept: seven days apart the 11th of January follows the 1st, and not the 6th."""
    days = {"a": "2026-01-01", "b": "2026-01-06", "c": "2026-01-11", "d": "2026-01-12", "e": "2026-01-31"}
    facts = {"events": events(**days, f="2026-02-28")}
    assert keys({"of": "event.k", "apart": "5 days"}, **facts) == ["a", "b", "c", "e", "f"]
    assert keys({"of": "event.k", "apart": "7 days"}, **facts) == ["a", "c", "e", "f"]
    assert keys({"of": "event.k", "apart": "1 month"}, **facts) == ["a", "f"]
    assert keys({"of": "event.k", "apart": "7 days", "where": {"id": {"not": ["a"]}}}, **facts) == ["b", "e", "f"]
    again = {"events": events(a="2026-01-01", b="2026-01-01", z="9900-12-30", y="9900-12-31")}
    assert keys({"of": "event.k", "apart": "150 years", "distinct": "day"}, **again) == ["a", "z"]


def test_of_a_unit_of_the_calendar_the_first_event_is_kept():
    """The 1st of January 2026 is a Thursday: its week ends on the 4th, or on Saturday the 3rd."""
    days = {"a": "2026-01-01", "b": "2026-01-04", "c": "2026-01-05", "d": "2026-01-11", "e": "2026-02-28"}
    facts = {"events": events(**days, f="2026-04-01")}
    week = {"conventions": HEAD["conventions"] | {"week_begins": "monday"}}
    assert keys({"of": "event.k", "apart": "calendar week"}, parts=week, **facts) == ["a", "c", "e", "f"]
    week = {"conventions": HEAD["conventions"] | {"week_begins": "sunday"}}
    assert keys({"of": "event.k", "apart": "calendar week"}, parts=week, **facts) == ["a", "b", "d", "e", "f"]
    assert keys({"of": "event.k", "apart": "calendar month"}, **facts) == ["a", "e", "f"]
    assert keys({"of": "event.k", "apart": "calendar quarter"}, **facts) == ["a", "f"]
    again = {"events": events(a="9999-12-01", b="9999-12-31")}
    assert keys({"of": "event.k", "apart": "calendar year"}, **again) == ["a"]


def test_starts_and_ends_of_the_runs_of_a_state():
    kept = states(s="2026-01-01/2026-01-05", t="2026-01-05/2026-01-08", u="2026-02-01")
    assert shown(judged({"one_per": "start.custody"}, "2026-06-30", statuses=kept), "key", "anchor") == [
        ("s", "2026-01-01"),
        ("u", "2026-02-01"),
    ]
    assert shown(judged({"one_per": "end.custody"}, "2026-06-30", statuses=kept), "key", "anchor") == [
        ("s", "2026-01-08"),
    ]


def test_a_definition_has_its_own_dates_unless_others_are_asked_for():
    parts = {"define": {"mine": {"of": "trip", "at": ["known_on"], "where": {"country": "set"}}}}
    trips = [
        {"id": "a", "known_on": "2026-01-05", "departs_on": "2026-01-09", "country": "FR"},
        {"id": "b", "known_on": "2026-01-06", "departs_on": "2026-01-07", "country": "FR"},
        {"id": "c", "known_on": "2026-01-01", "departs_on": "2026-01-02"},
    ]
    assert keys("mine", parts=parts, trips=trips) == ["a", "b"]
    assert keys({"of": "mine", "at": ["departs_on"]}, parts=parts, trips=trips) == ["b", "a"]


def test_equal_selections_have_one_place():
    small = book({"one_per": "event.k"}, {"one_per": "event.k"}, define={"mine": "event.k"})
    places = len(program_of(small).selects)
    assert len(program_of(book({"one_per": "event.k"})).selects) <= places
    assert program_of(small) is program_of(small)


def test_kinds_of_one_noun_are_looked_for_at_once_and_found_in_the_order_of_their_days():
    made = events(a="2026-01-05", d="2026-01-01") + events("other", b="2026-01-02") + events("third", c="2026-01-03")
    reviews = [{"id": "r", "kind": "plan", "on": "2026-01-02"}]
    names = ["event.k", "event.other", "review.plan"]
    assert keys({"of": names}, events=made, reviews=reviews) == ["d", "b", "r", "a"]
    program = program_of(book({"one_per": {"each": {"of": names}}}))
    # The selection itself, the two kinds together, and the review.
    assert len(program.selects) == 3


def test_a_noun_beside_a_kind_of_it_is_another_source():
    made = events(a="2026-01-05") + events("other", b="2026-01-02")
    assert keys({"of": ["event", "event.k"]}, events=made) == ["b", "a"]
    assert keys({"of": ["event.k", "event"]}, events=made) == ["b", "a"]


def test_a_name_for_a_selection_and_the_selection_have_one_place():
    twice = {"define": {"mine": {"of": ["event.k", "event.other"]}, "again": "mine"}}
    small = book({"one_per": {"each": "mine"}}, {"one_per": {"each": "again"}}, **twice)
    assert len(program_of(small).selects) == 1


@pytest.mark.parametrize("name", ["event.k", "event", "named", "start.custody"])
def test_a_name_that_is_given_twice_is_one(name):
    parts = {"define": {"named": "event.k"}}
    facts = {"events": events(a="2026-01-03"), "statuses": states(a="2026-01-03")}
    assert keys({"of": [name, name]}, parts=parts, **facts) == ["a"]


def test_two_ways_of_meeting_a_duty_may_ask_for_the_same():
    rule = {"met_by": [{"define": "named"}, {"define": "named"}]}
    the_book = book(rule, define={"named": "event.done"})
    assert shown(judged(the_book, "2026-01-31", events=events(a="2026-01-03")), "status") == ["overdue"]
    facts = events(a="2026-01-03") + events("done", b="2026-01-05")
    assert shown(judged(the_book, "2026-01-31", events=facts), "status", "met_by") == [("met", ("b",))]


def test_a_derived_event_is_found_once_for_all_that_name_it():
    derive = [{"id": "made", "kind": "series", "of": "event.k", "reach": 2, "reset_by": "event.reset", "source": "s"}]
    small = book({"one_per": "made"}, {"one_per": {"each": {"of": ["made", "event.other"]}}}, derive=derive)
    found = judged(small, "2026-06-30", events=events(a="2026-01-01", b="2026-01-02") + events("other", c="2026-01-03"))
    assert shown(found, "key") == ["b"]
    assert shown(found, "key", rule="r1") == ["b", "c"]
    assert [event.id for event in found.derived("made")] == ["b"]
    with pytest.raises(KeyError):
        found.derived("none")
