"""Tests on one fact, and on the offender on a day."""

import datetime as dt

import pytest

from supervise.engine.conditions import agrees, fields_matched
from supervise.engine.happenings import Case
from supervise.engine.schedule import evaluate
from supervise.engine.steps import Tried
from supervise.engine.timeline import Workforce
from supervise.engine.trace import steps_of
from supervise.model.facts import Visit
from tests.unit.engine.books import (
    JANUARY,
    SPAN,
    book,
    by_level,
    day,
    events,
    judged,
    levels,
    offender,
    shown,
    stands,
    states,
)  # fmt: skip

# ── tests on a fact ─────────────────────────────────────────────────────────────────────────────────────────────


def passes(where, noun="visit", as_of="2026-06-30", trained=None, **facts):
    """Return the ids of the facts of a noun that pass, one occurrence each."""
    rule = {"one_per": {"each": {"of": noun, "where": where}}}
    return shown(judged(rule, as_of, trained=trained, **facts), "key")


def visit(id_, **fields):
    return {"id": id_, "on": "2026-01-05"} | fields


def test_a_word_a_list_of_words_and_true_are_what_the_field_must_be():
    visits = [visit("a", outcome="seen", announced=True), visit("b", outcome="refused", announced=False), visit("c")]
    assert passes({"outcome": "seen"}, visits=visits) == ["a"]
    assert passes({"outcome": ["seen", "refused"]}, visits=visits) == ["a", "b"]
    assert passes({"outcome": ["no_reply", "not_seen"]}, visits=visits) == []
    assert passes({"announced": True}, visits=visits) == ["a"]
    assert passes({"announced": False}, visits=visits) == ["b"]


def test_a_list_field_passes_if_it_shares_one():
    visits = [visit("a", purposes=["welfare", "protection"]), visit("b", purposes=["monitor_risk"]), visit("c")]
    assert passes({"purposes": "welfare"}, visits=visits) == ["a"]
    assert passes({"purposes": ["protection", "monitor_risk"]}, visits=visits) == ["a", "b"]
    assert passes({"purposes": ["detect_offence", "information"]}, visits=visits) == []


def test_set_and_not_set_take_an_empty_list_and_false_for_not_given():
    visits = [
        visit("a", purposes=["welfare"], announced=True, place="home"),
        visit("b", announced=False),
        visit("c"),
    ]
    for field in ("purposes", "announced", "place"):
        assert passes({field: "set"}, visits=visits) == ["a"]
        assert passes({field: "not set"}, visits=visits) == ["b", "c"]


def test_not_passes_a_field_that_is_not_given():
    visits = [visit("a", outcome="seen"), visit("b", outcome="refused"), visit("c")]
    assert passes({"outcome": {"not": ["seen"]}}, visits=visits) == ["b", "c"]
    assert passes({"outcome": {"not": ["seen", "refused"]}}, visits=visits) == ["c"]


@pytest.mark.parametrize(
    ("bound", "passing"),
    [
        ({"at_least": 2}, ["two", "three"]),
        ({"more_than": 2}, ["three"]),
        ({"at_most": 2}, ["one", "two"]),
        ({"less_than": 2}, ["one"]),
        ({"at_least": 2, "at_most": 2}, ["two"]),
        ({"more_than": 1, "less_than": 3}, ["two"]),
        ({"at_least": 3, "less_than": 3}, []),
        ({"more_than": 0, "at_most": 0}, []),
    ],
)
def test_bounds_on_a_number_fail_where_none_is_given(bound, passing):
    facts = [{"id": name, "level": n, "from": f"2026-01-0{n}"} for n, name in enumerate(("one", "two", "three"), 1)]
    facts.append({"id": "none", "from": "2026-01-09"})
    assert passes({"level": bound}, "mappa", mappa=facts) == passing


def test_same_as_and_differs_from_ask_that_both_are_given():
    visits = [
        visit("same", signed_off_by="o1", recorded_by="o1"),
        visit("other", signed_off_by="o1", recorded_by="o2"),
        visit("first", signed_off_by="o1"),
        visit("second", recorded_by="o1"),
    ]
    assert passes({"signed_off_by": {"same_as": "recorded_by"}}, visits=visits) == ["same"]
    assert passes({"signed_off_by": {"differs_from": "recorded_by"}}, visits=visits) == ["other"]


def test_a_weekday_is_that_of_a_date_that_is_given():
    visits = [
        visit("friday", planned_on="2026-01-02"),
        visit("saturday", planned_on="2026-01-03"),
        visit("sunday", planned_on="2026-01-04"),
        visit("none"),
    ]
    assert passes({"planned_on": {"weekday": "sunday"}}, visits=visits) == ["sunday"]
    assert passes({"planned_on": {"weekday": ["saturday", "friday"]}}, visits=visits) == ["friday", "saturday"]
    assert passes({"planned_on": {"weekday": "sunday", "unset_passes": True}}, visits=visits) == ["none", "sunday"]


@pytest.mark.parametrize(
    ("times", "found"),
    [
        (["10:00", "12:00"], ["1000", "1200"]),
        (["18:00", "06:00"], ["0000", "0600", "1800", "2359"]),
        (["10:00", "10:00"], ["1000"]),
    ],
)
def test_a_time_of_day_lies_between_two_and_over_midnight(times, found):
    at = ["00:00", "06:00", "06:01", "09:59", "10:00", "12:00", "12:01", "17:59", "18:00", "23:59"]
    visits = [*(visit(each.replace(":", ""), at=each) for each in at), visit("none")]
    assert passes({"at": {"between": times}}, visits=visits) == found


def test_unset_passes_lets_through_what_is_not_given_with_any_test():
    visits = [visit("a", place="home"), visit("b", place="office"), visit("c"), visit("d", purposes=["welfare"])]
    assert passes({"place": {"words": ["home"], "unset_passes": True}}, visits=visits) == ["a", "c", "d"]
    assert passes({"purposes": {"words": ["protection"], "unset_passes": True}}, visits=visits) == ["a", "b", "c"]


def test_several_tests_on_one_field_must_all_hold():
    visits = [visit("a", place="home"), visit("b", place="office"), visit("c")]
    assert passes({"place": {"words": ["home", "office"], "not": ["office"]}}, visits=visits) == ["a"]


def test_the_notified_home_is_an_address_that_holds_on_the_day():
    addresses = [
        {"id": "h1", "address_id": "A", "kind": "main", "from": "2026-01-01", "until": "2026-01-05"},
        {"id": "h2", "address_id": "B", "kind": "place_found", "from": "2026-01-05"},
        {"id": "h3", "address_id": "C", "kind": "other", "from": "2026-01-01"},
        {"id": "h4", "address_id": "D", "kind": "main", "from": "2026-01-06"},
    ]
    visits = [visit(name, address_id=name) for name in "ABCD"] + [visit("none"), visit("X", address_id="X")]
    where = {"address_id": {"is": "the notified home"}}
    # Not ended *before* the day: the day it ended is still one of it.
    assert passes(where, visits=visits, addresses=addresses) == ["A", "B", "none"]
    gone = [visit("A", address_id="A") | {"on": "2026-01-06"}]
    assert passes(where, visits=gone, addresses=addresses) == []
    assert passes(where, visits=visits[:1]) == []


def test_a_date_is_reached_once_it_is_not_after_the_day_judged():
    visits = [visit("a", signed_off_on="2026-01-20"), visit("b", signed_off_on="2026-01-21"), visit("c")]
    rule = {"one_per": {"each": {"of": "visit", "where": {"signed_off_on": {"is": "reached"}}}}}
    found = judged(rule, "2026-01-20", visits=visits)
    assert shown(found, "key") == ["a"]
    # What is looked at on that day may read otherwise from the next on: a review says so.
    assert found.timeline.clock.next_change == dt.date(2026, 1, 21).toordinal()
    assert shown(judged(rule, "2026-01-21", visits=visits), "key") == ["a", "b"]
    not_yet = {"one_per": {"each": {"of": "visit", "where": {"not": {"signed_off_on": {"is": "reached"}}}}}}
    assert shown(judged(not_yet, "2026-01-20", visits=visits), "key") == ["b", "c"]


def test_trained_staff_passes_with_a_note_where_there_is_no_workforce():
    visits = [visit("a", officers=["o1", "o2"]), visit("b", officers=["o3"]), visit("c")]
    where = {"officers": {"is": "trained staff"}}
    rule = {"one_per": {"each": {"of": "visit", "where": where}}}
    found = judged(rule, "2026-06-30", visits=visits)
    assert shown(found, "key") == ["a", "b", "c"]
    assert found.timeline.notes == {"trained staff: not evaluated"}
    start = visits[0]["on"]
    first = JANUARY.covers_from  # 1 January 2026
    trained = {"o2": ((first, first + 5),), "o3": ((first, first + 4),)}
    known = judged(rule, "2026-06-30", trained=trained, visits=visits)
    # 5 January is the fifth day: the training of o2 ends on the sixth, that of o3 on the fifth.
    assert start == "2026-01-05"
    assert shown(known, "key") == ["a"]
    assert known.timeline.notes == set()


def test_this_force_and_another_force_are_those_of_the_offender():
    transfers = [
        {"id": "own", "to": "kent", "accepted_on": "2026-01-01"},
        {"id": "other", "to": "essex", "accepted_on": "2026-01-02"},
        {"id": "none", "accepted_on": "2026-01-03"},
    ]
    for reading, mine in (("this force", ["own"]), ("another force", ["other"])):
        where = {"to": {"is": reading}}
        assert passes(where, "transfer", transfers=transfers, force="kent") == mine
        assert passes(where, "transfer", transfers=transfers) == []


def test_other_than_the_manager_is_anyone_not_assigned_on_the_day():
    managers = [
        {"id": "m1", "officer_id": "o1", "from": "2026-01-01", "until": "2026-01-05"},
        {"id": "m2", "officer_id": "o2", "from": "2026-01-01", "until": "2026-01-06"},
        {"id": "m3", "officer_id": "o3", "from": "2026-01-05"},
        {"id": "m4", "officer_id": "o4", "from": "2026-01-06"},
    ]
    visits = [visit(name, signed_off_by=name) for name in ("o1", "o2", "o3", "o4", "o5")] + [visit("none")]
    where = {"signed_off_by": {"other_than": ["the manager"]}}
    assert passes(where, visits=visits, managers=managers) == ["o1", "o4", "o5"]
    assert passes(where, visits=visits) == ["o1", "o2", "o3", "o4", "o5"]


def test_of_a_list_no_entry_may_be_one_of_them():
    """A visit without the manager: that a list of officers is not the manager says nothing."""
    managers = [{"id": "m1", "officer_id": "o1", "from": "2026-01-01"}]
    visits = [visit("a", officers=["o1", "o2"]), visit("b", officers=["o2"]), visit("c", officers=[]), visit("d")]
    where = {"officers": {"other_than": ["the manager"]}}
    assert passes(where, visits=visits, managers=managers) == ["b"]


def test_other_than_the_officers_of_the_fact():
    visits = [
        visit("a", signed_off_by="o1", officers=["o1", "o2"]),
        visit("b", signed_off_by="o3", officers=["o1", "o2"]),
        visit("c", signed_off_by="o3"),
    ]
    assert passes({"signed_off_by": {"other_than": ["the officers"]}}, visits=visits) == ["b", "c"]


def test_other_than_a_person_who_cannot_be_read_from_the_fact_passes():
    decisions = [{"id": "d1", "on": "2026-01-01", "by": "o1"}]
    where = {"by": {"other_than": ["the officers", "the manager"]}}
    assert passes(where, "decision", decisions=decisions) == ["d1"]


def test_other_than_the_visitors_of_the_series_reads_the_facts_a_series_was_made_of():
    rule = {
        "one_per": "failed",
        "met_by": {"any": "decision", "where": {"by": {"other_than": ["the visitors of the series"]}}},
    }
    derive = [
        {
            "id": "failed",
            "kind": "series",
            "of": "visit.refused",
            "reach": 2,
            "reset_by": "visit.seen",
            "source": "s",
        }
    ]
    visits = [
        visit("a", outcome="refused", officers=["o1"]),
        visit("b", outcome="refused", officers=["o2"]) | {"on": "2026-01-06"},
    ]
    for by, status in (("o1", "open"), ("o2", "open"), ("o3", "met")):
        decisions = [{"id": "d1", "on": "2026-01-07", "by": by}]
        found = judged(book(rule, derive=derive), "2026-01-08", visits=visits, decisions=decisions)
        assert stands(found) == [(status, "2026-01-16")]
    # A fact that hangs on no series has no visitors.
    plain = {"one_per": "event.k", "met_by": rule["met_by"]}
    found = judged(
        plain, "2026-01-08", events=events(k="2026-01-06"), decisions=[{"id": "d", "on": "2026-01-07", "by": "o1"}]
    )
    assert stands(found) == [("met", "2026-01-16")]


def test_only_asks_for_at_least_one_entry_and_each_of_the_kind():
    orders = [
        {"id": "a", "made_on": "2026-01-01", "items": [{"kind": "foreign_travel"}]},
        {"id": "b", "made_on": "2026-01-02", "items": [{"kind": "foreign_travel"}, {"kind": "prohibition"}]},
        {"id": "c", "made_on": "2026-01-03"},
    ]
    assert passes({"items": {"only": "foreign_travel"}}, "order", orders=orders) == ["a"]


def test_all_any_and_not_combine_tables():
    visits = [
        visit("a", place="home", entry="obtained"),
        visit("b", place="home", entry="refused"),
        visit("c", place="office", entry="obtained"),
        visit("d"),
    ]
    home, entry = {"place": "home"}, {"entry": "obtained"}
    assert passes({"all": [home, entry]}, visits=visits) == ["a"]
    assert passes({"any": [home, entry]}, visits=visits) == ["a", "b", "c"]
    assert passes({"not": home}, visits=visits) == ["c", "d"]
    assert passes({"place": "home", "not": entry}, visits=visits) == ["b"]


def test_on_the_day_holds_tests_on_the_offender_and_an_undecided_one_fails():
    visits = [visit("a"), visit("b") | {"on": "2026-01-20"}]
    where = {"on_the_day": {"level": ["high"]}}
    assert passes(where, visits=visits, levels=levels(high="2026-01-10")) == ["b"]
    assert passes(where, visits=visits, levels=levels(low="2026-01-01", high="2026-01-20")) == ["b"]


@pytest.mark.parametrize(
    ("on", "near"),
    [("2026-01-01", False), ("2026-01-02", True), ("2026-01-05", True), ("2026-01-07", True), ("2026-01-08", False)],
)
def test_around_is_another_event_within_days_of_a_date(on, near):
    where = {"around": {"of": "event.k", "field": "on", "before": 3, "after": 2}}
    assert passes(where, visits=[visit("a")], events=events(k=on)) == (["a"] if near else [])


def test_around_needs_its_date_and_without_a_field_any_day_will_do():
    somewhere = {"around": {"of": "event.k"}}
    assert passes(somewhere, visits=[visit("a")], events=events(k="2020-01-01")) == ["a"]
    assert passes(somewhere, visits=[visit("a")]) == []
    dated = {"around": {"of": "event.k", "field": "signed_off_on"}}
    assert passes(dated, visits=[visit("a")], events=events(k="2026-01-05")) == []


def test_around_reads_the_field_from():
    where = {"around": {"of": "event.k", "field": "from", "after": 2}}
    assert passes(where, "stay", stays=[{"id": "y", "from": "2026-01-05"}], events=events(k="2026-01-07")) == ["y"]
    assert passes(where, "stay", stays=[{"id": "y", "from": "2026-01-05"}], events=events(k="2026-01-08")) == []


def test_around_matches_where_both_give_the_field_and_strict_asks_that_both_do():
    changes = [
        {"id": "c1", "about": "name", "on": "2026-01-05", "address_id": "A"},
        {"id": "c2", "about": "name", "on": "2026-01-06", "address_id": "B"},
        {"id": "c3", "about": "name", "on": "2026-01-07"},
    ]
    stays = [{"id": "y1", "address_id": "A", "from": "2026-01-01"}]
    loose = {"around": {"of": "stay", "match": {"address_id": "address_id"}}}
    assert passes(loose, "change", changes=changes, stays=stays) == ["c1", "c3"]
    strict = {"around": loose["around"] | {"strict": True}}
    assert passes(strict, "change", changes=changes, stays=stays) == ["c1"]


def test_agreement_reads_keys_of_a_register_as_attributes():
    match = fields_matched({"for": "id", "on": "from"})
    assert match == (("for_", "id"), ("on", "from_"))
    one, other = Visit(id="a", place="home"), Visit(id="b", place="office")
    assert agrees(one, other, (("place", "place"),)) is False
    assert agrees(one, other, (("entry", "place"),)) is True
    assert agrees(one, other, (("entry", "place"),), strict=True) is False
    assert agrees(one, None, (("place", "place"),)) is True
    assert agrees(one, one, (("place", "place"), ("id", "id")), strict=True) is True


def test_a_case_that_hangs_on_no_event_has_no_fact():
    assert Case("x1", None, 1, 2).fact is None


# ── tests on the offender ───────────────────────────────────────────────────────────────────────────────────────

WITHIN = {"id": "first", "within": "10 days"}


def holds(when, on="2026-03-01", as_of="2026-06-30", *, parts=None, one_per="event.k", **facts):
    """Return whether a gate holds on the day of an event: true, false, or what is missing."""
    mine = events(k=on) + facts.pop("events", [])
    found = judged(book({"one_per": one_per, "gate": when}, **(parts or {})), as_of, events=mine, **facts)
    row = next(found.of_rule("r"))
    if row.status.value == "unknown":
        return row.lacking
    return row.status.value != "not_required"


def test_level_is_one_of_these_on_the_day_and_undecided_without_one():
    when = {"level": ["high", "very_high"]}
    assert holds(when) == ("levels",)
    assert holds(when, levels=levels(high="2026-03-02")) == ("levels",)
    assert holds(when, levels=levels(high="2026-03-01")) is True
    assert holds(when, levels=levels(high="2026-02-01", low="2026-03-01")) is False


def test_mode_is_active_without_a_plan_or_without_a_mode():
    active, reactive = {"mode": "active"}, {"mode": "reactive"}
    assert holds(active) is True
    assert holds(reactive) is False
    assert holds(active, plans=[{"id": "p", "from": "2026-01-01"}]) is True
    plans = [{"id": "p", "from": "2026-03-01", "mode": "reactive"}]
    assert holds(active, plans=plans) is False
    assert holds(reactive, plans=plans) is True
    assert holds(reactive, "2026-02-28", plans=plans) is False


def test_plan_interval_asks_whether_the_plan_on_the_day_gives_one():
    given, missing = {"plan_interval": "set"}, {"plan_interval": "not set"}
    assert holds(given) is False
    assert holds(missing) is True
    plans = [{"id": "p", "from": "2026-01-01", "interval": "3 months"}, {"id": "q", "from": "2026-03-02"}]
    assert holds(given, plans=plans) is True
    assert holds(missing, plans=plans) is False
    assert holds(given, "2026-03-02", plans=plans) is False


def test_last_notified_home_is_by_notice_or_by_an_address_with_its_day():
    found, main = {"last_notified_home": "place_found"}, {"last_notified_home": "sole_or_main"}
    assert holds(found) is False
    assert holds(main) is False
    notice = {"id": "n1", "kind": "s83", "on": "2026-01-01", "home_kind": "place_found"}
    assert holds(found, notifications=[notice]) is True
    address = {"id": "h1", "kind": "main", "notified_on": "2026-02-01"}
    assert holds(found, notifications=[notice], addresses=[address]) is False
    assert holds(main, notifications=[notice], addresses=[address]) is True


def test_lead_agency_is_police_where_there_is_no_lead_manager():
    police, probation = {"lead_agency": ["police"]}, {"lead_agency": ["probation", "youth"]}
    assert holds(police) is True
    assert holds(probation) is False
    managers = [
        {"id": "m1", "from": "2026-01-01", "agency": "probation", "role": "lead"},
        {"id": "m2", "from": "2026-01-02", "agency": "police", "role": "second"},
    ]
    assert holds(police, managers=managers) is False
    assert holds(probation, managers=managers) is True
    unsaid = [*managers, {"id": "m3", "from": "2026-01-03"}]
    assert holds(police, managers=unsaid) is True


def test_in_and_not_in_ask_for_states_on_the_day():
    inside, outside = {"in": ["custody", "hospital"]}, {"not_in": ["custody", "hospital"]}
    for kind in ("custody", "hospital"):
        run = states(kind, s="2026-02-01/2026-03-02")
        assert holds(inside, statuses=run) is True
        assert holds(outside, statuses=run) is False
        assert holds(inside, "2026-03-02", statuses=run) is False
        assert holds(outside, "2026-03-02", statuses=run) is True
        assert holds(inside, "2026-02-01", statuses=run) is True
    assert holds(inside) is False
    assert holds(outside) is True


def test_fact_tests_the_fact_the_duty_hangs_on():
    assert holds({"fact": {"id": "k"}}) is True
    assert holds({"fact": {"id": "other"}}) is False


def test_false_is_not_given_in_the_fact_the_duty_hangs_on_either():
    for announced, given in ((True, True), (False, False), (None, False)):
        visits = [visit("v", on="2026-03-01", announced=announced)]
        assert holds({"fact": {"announced": "set"}}, one_per="visit", visits=visits) is given
        assert holds({"fact": {"announced": "not set"}}, one_per="visit", visits=visits) is not given


def test_since_and_before_bound_the_day():
    assert holds({"since": "2026-03-01"}) is True
    assert holds({"since": "2026-03-02"}) is False
    assert holds({"before": "2026-03-02"}) is True
    assert holds({"before": "2026-03-01"}) is False


@pytest.mark.parametrize(
    ("gap", "verdict"),
    [
        ({"more_than": 3}, True),
        ({"more_than": 4}, False),
        ({"less_than": 5}, True),
        ({"less_than": 4}, False),
        ({"more_than": 3, "less_than": 5}, True),
    ],
)
def test_gap_is_the_days_between_two_dates_of_the_fact(gap, verdict):
    rule = {"one_per": "trip", "gate": {"gap": {"from": "departs_on", "to": ["returned_on", "due_back_on"]} | gap}}
    trip = {"id": "t1", "departs_on": "2026-01-01", "returned_on": "2026-01-05", "due_back_on": "2026-02-01"}
    found = judged(rule, "2026-01-02", trips=[trip])
    assert shown(found, "status") == ["open" if verdict else "not_required"]


def test_gap_is_undecided_and_names_the_date_that_is_missing():
    gap = {"from": "known_on", "to": ["returned_on", "due_back_on"], "more_than": 3}
    rule = {"one_per": "trip", "gate": {"gap": gap}}
    trip = {"id": "t1", "departs_on": "2026-01-01"}
    found = judged(rule, "2026-01-02", trips=[trip, trip | {"id": "t2", "known_on": "2026-01-01"}])
    assert shown(found, "status", "lacking") == [
        ("unknown", ("trips.known_on",)),
        ("unknown", ("trips.returned_on",)),
    ]


def test_known_is_undecided_and_names_each_field_that_is_missing():
    rule = {"one_per": "trip", "gate": {"known": ["country", "returned_point"]}}
    trip = {"id": "t1", "departs_on": "2026-01-01"}
    both = {"country": "FR", "returned_point": "Dover"}
    found = judged(rule, "2026-01-02", trips=[trip, trip | {"id": "t2", "country": "FR"}, trip | {"id": "t3"} | both])
    assert shown(found, "status", "lacking") == [
        ("unknown", ("trips.country", "trips.returned_point")),
        ("unknown", ("trips.returned_point",)),
        ("open", ()),
    ]


def test_what_fails_anyhow_lacks_nothing():
    short = {"from": "departs_on", "to": ["due_back_on"], "less_than": 3}
    there = {"country": {"words": ["IE"], "unset_passes": True}}
    rule = {
        "one_per": "trip",
        "regime": [
            {"when": {"known": ["country"], "fact": there, "gap": short}, "within": "never"},
            {"when": {"gap": short | {"from": "known_on"}}, "within": "2 days"},
            {"within": "5 days"},
        ],
    }
    away = {"id": "t1", "departs_on": "2026-01-01"}
    trips = [
        away | {"due_back_on": "2026-01-03"},
        away | {"id": "t2", "due_back_on": "2026-01-03", "country": "IE"},
        away | {"id": "t3", "due_back_on": "2026-01-03", "country": "FR", "known_on": "2026-01-01"},
        away | {"id": "t4", "due_back_on": "2026-01-09"},
    ]
    found = judged(rule, "2026-01-02", trips=trips)
    assert shown(found, "status", "cautious_due", "due", "lacking") == [
        ("open", "2026-01-03", None, ()),
        ("not_required", None, None, ()),
        ("open", "2026-01-03", "2026-01-03", ()),
        ("open", "2026-01-03", "2026-01-06", ()),
    ]
    later = judged(rule, "2026-01-04", trips=[trips[0], trips[3]])
    assert shown(later, "status", "lacking") == [
        ("unknown", ("trips.country", "trips.known_on")),
        ("unknown", ("trips.known_on",)),
    ]


def test_gap_reads_the_field_from():
    gap = {"from": "from", "to": ["until"], "more_than": 3}
    rule = {"one_per": "stay", "gate": {"gap": gap}}
    stays = [{"id": "y1", "from": "2026-01-01", "until": "2026-01-05"}, {"id": "y2", "from": "2026-01-01"}]
    found = judged(rule, "2026-01-02", stays=stays)
    assert shown(found, "status", "lacking") == [("open", ()), ("unknown", ("stays.until",))]


def test_age_is_stated_or_reckoned_on_the_first_date_that_is_given():
    when = {"age": {"on": ["relevant_on", "convicted_on"], "under": 18, "stated": "age_on_relevant_date"}}
    rule = {"one_per": "registration", "gate": when}

    def status(born=None, **fields):
        fact = {"id": "g1", "convicted_on": "2026-01-15"} | fields
        found = judged(rule, "2026-01-16", registrations=[fact], **({"born_on": born} if born else {}))
        return shown(found, "status", "lacking")[0]

    assert status(age_on_relevant_date=17) == ("open", ())
    assert status(age_on_relevant_date=18) == ("not_required", ())
    assert status(born="2008-01-15") == ("not_required", ())
    assert status(born="2008-01-16") == ("open", ())
    assert status(born="2008-01-15", relevant_on="2026-01-14") == ("open", ())
    assert status() == ("unknown", ("born_on",))
    # A placeholder is nobody's date of birth: the birthday lies beyond the calendar.
    assert status(born="9999-12-31") == ("unknown", ("born_on",))


def test_age_without_a_stated_field_or_a_date_is_undecided():
    rule = {"one_per": "registration", "gate": {"age": {"on": ["relevant_on"], "under": 18}}}
    fact = {"id": "g1", "convicted_on": "2026-01-15", "age_on_relevant_date": 15}
    found = judged(rule, "2026-01-16", registrations=[fact], born_on="2008-01-16")
    assert shown(found, "lacking") == [("born_on",)]


def test_occurrence_is_the_nth_of_its_chain():
    rule = {
        "cadence": "rolling",
        "one_per": "offender",
        "anchor": {"last": "event.done", "else": "event.k"},
        "met_by": "event.done",
        "rebased_by": "what meets it",
        "regime": [{"when": {"occurrence": 2}, "every": "5 days"}, {"every": "10 days"}],
    }
    done = events("done", d1="2026-01-02", d2="2026-01-03")
    found = judged(rule, "2026-01-03", events=events(k="2026-01-01") + done)
    assert shown(found, "due") == ["2026-01-11", "2026-01-07", "2026-01-13"]


def test_covered_is_an_earlier_extent_that_holds_to_the_end_of_the_window():
    small = book(
        {"one_per": {"span": "span"}, "gate": {"not": {"covered": {"span": "span", "by": "notification"}}}},
        span=[SPAN | {"length": [{"lasts": "1 year"}]}],
    )
    first = {"id": "g1", "convicted_on": "2026-01-01"}  # up to 31 December
    notice = [{"id": "n1", "kind": "s83", "on": "2026-01-02"}]

    def verdicts(second, notices=notice, id_="g2"):
        fact = {"id": id_, "convicted_on": second}
        found = judged(small, "2026-12-31", registrations=[first, fact], notifications=notices)
        return dict(shown(found, "key", "status"))[id_]

    assert verdicts("2026-12-21") == "not_required"  # its window ends on 31 December
    assert verdicts("2026-12-22") == "open"  # on 1 January
    assert verdicts("2026-12-21", []) == "open"
    assert verdicts("2026-12-21", [notice[0] | {"on": "2025-12-31"}]) == "open"
    assert verdicts("2026-12-21", [notice[0] | {"on": "2026-12-21"}]) == "not_required"
    assert verdicts("2026-12-21", [notice[0] | {"on": "2026-12-22"}]) == "open"
    # On one day the smaller key came first.
    assert verdicts("2026-01-01", [notice[0] | {"on": "2026-01-01"}]) == "not_required"
    assert verdicts("2026-01-01", [notice[0] | {"on": "2026-01-01"}], "g0") == "overdue"


@pytest.mark.parametrize(("convicted", "covered"), [("2025-12-31", True), ("2026-01-01", False), ("2026-01-02", False)])
@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a"), ("a", "a")])
def test_of_what_begins_on_one_day_only_facts_of_one_array_come_before_each_other(convicted, covered, ids):
    small = book({"one_per": "order", "gate": {"covered": {"span": "span"}}}, span=[SPAN])
    found = judged(
        small,
        "2026-01-03",
        registrations=[{"id": ids[0], "convicted_on": convicted}],
        orders=[{"id": ids[1], "kind": "shpo", "made_on": "2026-01-01"}],
    )
    assert shown(found, "status") == ["open" if covered else "not_required"]


@pytest.mark.parametrize(
    ("day", "whole", "that_day"),
    [
        ("2026-12-21", True, True),
        ("2026-12-22", False, True),
        ("2026-12-31", False, True),
        ("2027-01-01", False, False),
    ],
)
def test_covered_on_the_day_asks_for_no_more_than_that_day(day, whole, that_day):
    for on_the_day, covered in ((False, whole), (True, that_day)):
        small = book(
            {"one_per": "event.k", "gate": {"covered": {"span": "span", "on_the_day": on_the_day}}},
            span=[SPAN | {"length": [{"lasts": "1 year"}]}],
        )
        found = judged(small, day, registrations=[{"id": "g", "convicted_on": "2026-01-01"}], events=events(k=day))
        assert shown(found, "status") == ["open" if covered else "not_required"]


@pytest.mark.parametrize("before", ["1 day", "9 years"])
@pytest.mark.parametrize(
    ("cadence", "word", "more"),
    [
        ("once", "within", {}),
        ("any window", "every", {"counting": "beginning with"}),
        ("grid", "every", {"late": "does not count"}),
        ("block", "every", {"late": "does not count"}),
    ],
)
def test_a_regime_is_chosen_on_its_day_whatever_was_judged_before(before, cadence, word, more):
    """No window is known before a length is chosen: the last day of what another rule asks for is none."""
    times = {"times": 1} if cadence == "any window" else {}
    first = {"one_per": "order", "regime": [{"within": before, "opens": {"within": "1 day"}}]}
    covered = {"when": {"covered": {"span": "span"}}, word: "20 days"}
    once = {"change": {"any": "at the next anchor"}, "met_by": "event.done"}
    rule = first | {"cadence": cadence, "regime": [covered | times, {word: "40 days"} | times]} | once | more
    counted = {"counting": more.get("counting", "after")}
    found = judged(
        book(first, rule | counted, span=[SPAN | {"length": [{"lasts": "1 year"}]}]),
        "2026-12-22",
        registrations=[{"id": "g", "convicted_on": "2026-01-01"}],  # up to 31 December
        orders=[{"id": "o", "kind": "shpo", "made_on": "2026-12-21"}],
    )
    first_day = "2027-01-09" if cadence == "any window" else "2027-01-10"
    row = next(found.of_rule("r1"))
    assert row.due == day(first_day)
    (held,) = [each.holds for each in steps_of(found, row) if isinstance(each, Tried)]
    assert held is True


def test_covered_needs_no_event_unless_it_asks_for_one_nor_a_case():
    small = book(
        {"one_per": {"span": "span"}, "gate": {"covered": {"span": "span"}}},
        {"one_per": "offender", "anchor": "event.k", "gate": {"covered": {"span": "span"}}},
        span=[SPAN],
    )
    facts = [{"id": "g1", "convicted_on": "2026-01-01"}, {"id": "g2", "convicted_on": "2026-01-02"}]
    found = judged(small, "2026-01-03", registrations=facts, events=events(k="2026-01-02"))
    assert shown(found, "key", "status") == [("g1", "not_required"), ("g2", "open")]
    assert shown(found, "status", rule="r1") == ["open"]


def test_covered_in_a_regime_asks_of_the_anchor_day_whatever_was_judged_before():
    # Before a length is chosen there is no window: none but that of another rule could be taken for it.
    covered = {
        "one_per": {"span": "span"},
        "regime": [{"when": {"covered": {"span": "span"}}, "within": "5 days"}, {"within": "10 days"}],
        "change": {"any": "at the next anchor"},
    }
    before = {"id": "before", "one_per": "offender", "anchor": {"first": "registration"}, "gate": {"mode": "active"}}
    facts = [{"id": "g1", "convicted_on": "2025-06-01"}, {"id": "g2", "convicted_on": "2026-01-01"}]
    for rules in ([covered], [before | {"regime": [{"within": "9 years"}]}, covered | {"id": "r"}]):
        found = judged(book(*rules, span=[SPAN]), "2026-01-03", registrations=facts)
        assert shown(found, "key", "due") == [("g1", "2025-06-11"), ("g2", "2026-01-06")]


def test_some_is_another_event_around_the_fact():
    when = {"some": {"of": "visit", "field": "on", "after": 2}}
    assert holds(when) is False
    assert holds(when, visits=[{"id": "v", "on": "2026-03-03"}]) is True
    assert holds(when, visits=[{"id": "v", "on": "2026-03-04"}]) is False


def test_indefinite_reads_the_cases_own_extent():
    span = [SPAN | {"length": [{"when": {"basis": "caution"}, "lasts": "2 years"}, {"lasts": "for life"}]}]
    facts = [
        {"id": "g1", "convicted_on": "2026-01-01", "basis": "caution"},
        {"id": "g2", "convicted_on": "2026-01-02", "basis": "conviction"},
    ]
    for wanted, statuses in ((True, ["not_required", "open"]), (False, ["open", "not_required"])):
        small = book({"one_per": {"span": "span"}, "gate": {"indefinite": wanted}}, span=span)
        assert shown(judged(small, "2026-01-03", registrations=facts), "status") == statuses


@pytest.mark.parametrize("name", ["ended_on", "trial_ended_on"])
def test_what_was_for_life_until_it_was_ended_was_indefinite(name):
    span = SPAN | {"length": [{"lasts": "for life"}], "ended_by": "event.freed", "cut_by": [name]}
    small = book({"one_per": {"span": "span"}, "gate": {"indefinite": True}, "met_by": "event.done"}, span=[span])
    fact, done = {"id": "g", "convicted_on": "2026-01-01"}, events("done", d="2026-01-05")
    by_event = judged(small, "2026-01-20", registrations=[fact], events=done + events("freed", f="2026-01-08"))
    by_date = judged(small, "2026-01-20", registrations=[fact | {name: "2026-01-08"}], events=done)
    for found in (by_event, by_date):
        assert (shown(found, "status"), found.extents[0].indefinite) == (["met"], False)


@pytest.mark.parametrize(
    "ended",
    [{"discharged_on": "2026-01-08"}, {"ends_on": "2026-01-07"}, {"id": "o1"}],
    ids=["discharged", "ended", "runs on"],
)
@pytest.mark.parametrize(
    "endless",
    [{"until_further_order": True}, {"items": [{"kind": "prohibition", "until_further_order": True}]}],
    ids=["order", "item"],
)
def test_what_rested_on_an_order_until_further_order_was_indefinite(ended, endless):
    span = SPAN | {"length": [{"lasts": "while the order lasts"}]}
    small = book({"one_per": {"span": "span"}, "gate": {"indefinite": True}, "met_by": "event.done"}, span=[span])
    order = {"id": "o1", "kind": "shpo", "made_on": "2026-01-01"}
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}], "events": events("done", d="2026-01-05")}
    found = judged(small, "2026-01-20", orders=[order | endless | ended], **facts)
    assert (shown(found, "status"), found.extents[0].indefinite) == (
        ["met"],
        "discharged_on" not in ended and "ends_on" not in ended,
    )
    fixed = judged(small, "2026-01-20", orders=[order | {"ends_on": "2026-01-07"}], **facts)
    assert shown(fixed, "status") == ["not_required"]


ENDS = {"anchor": {"span_end": "span"}, "cadence": "countdown", "leads": ["5 days"], "regime": None}
EARLY = ENDS | {"gate": {"ended_early": "span"}, "while": {"span": ["span"], "at_end": "lapse"}}


@pytest.mark.parametrize(
    ("ended_on", "found"),
    [(None, "not_required"), ("2026-01-31", "not_required"), ("2026-02-15", "not_required"), ("2026-01-30", "missed")],
)
def test_an_extent_ended_early_if_a_date_cut_it_before_its_last_day(ended_on, found):
    span = SPAN | {"length": [{"lasts": "1 month"}], "cut_by": ["ended_on"]}
    fact = {"id": "g", "convicted_on": "2026-01-01", "ended_on": ended_on}
    for one_per in ({"span": "span"}, "offender"):
        small = book(EARLY | {"one_per": one_per}, span=[span])
        assert shown(judged(small, "2026-03-01", registrations=[fact]), "status") == [found]


def test_of_an_offender_every_extent_that_ended_on_the_day_must_have_ended_early():
    span = SPAN | {"length": [{"lasts": "1 month"}], "cut_by": ["ended_on"]}
    two = [
        {"id": "g", "convicted_on": "2026-01-01"},
        {"id": "h", "convicted_on": "2026-01-02", "ended_on": "2026-01-31"},
    ]
    assert shown(
        judged(book(EARLY | {"one_per": "offender"}, span=[span]), "2026-03-01", registrations=two), "status"
    ) == ["not_required"]
    each = judged(book(EARLY | {"one_per": {"span": "span"}}, span=[span]), "2026-03-01", registrations=two)
    assert shown(each, "key", "status") == [("g", "not_required"), ("h", "missed")]


def test_of_a_decision_too_every_extent_that_ended_on_the_day_is_asked():
    span = SPAN | {"length": [{"lasts": "1 month"}], "cut_by": ["ended_on"]}
    early = {
        "one_per": {"each": "decision"},
        "anchor": "start",
        "gate": {"ended_early": "span"},
        "met_by": "event.done",
    }
    decision = {"id": "d", "kind": "indefinite_review", "on": "2026-01-20"}
    for ended_on, found in (("2026-01-20", "overdue"), ("2026-01-21", "not_required")):
        fact = {"id": "g", "convicted_on": "2026-01-01", "ended_on": ended_on}
        small = book(early, span=[span])
        assert shown(judged(small, "2026-03-01", registrations=[fact], decisions=[decision]), "status") == [found]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        # The day of a discharge is the first on which it was no longer in force.
        ({"ends_on": "2026-01-31"}, "not_required"),
        ({"ends_on": "2026-01-31", "discharged_on": "2026-02-01"}, "not_required"),
        ({"ends_on": "2026-01-31", "discharged_on": "2026-01-31"}, "missed"),
        ({"items": [{"kind": "prohibition", "years": 1}], "discharged_on": "2027-01-01"}, "not_required"),
        ({"items": [{"kind": "prohibition", "years": 1}], "discharged_on": "2026-12-31"}, "missed"),
        ({"until_further_order": True, "discharged_on": "2026-01-31"}, "missed"),
    ],
)
def test_what_rests_on_an_order_ended_early_with_it(order, found):
    span = SPAN | {"one_per": "order", "start": {"field": "made_on"}, "length": [{"lasts": "while the order lasts"}]}
    fact = {"id": "o", "kind": "shpo", "made_on": "2026-01-01"} | order
    small = book(EARLY | {"one_per": {"span": "span"}}, span=[span])
    assert shown(judged(small, "2027-03-01", orders=[fact]), "status") == [found]


def test_after_asks_for_an_event_on_an_earlier_day():
    when = {"after": "event.trigger"}
    assert holds(when) is False
    assert holds(when, events=events("trigger", t="2026-02-28")) is True
    assert holds(when, events=events("trigger", t="2026-03-01")) is False


def test_first_of_is_the_event_itself_not_another_of_its_key():
    both = {"gate": {"first_of": "either"}, "one_per": {"each": "either"}}
    derive = [
        {"id": name, "kind": "presence in days", "of": "stay", "group": "address_id", "reach": reach, "source": "s"}
        for name, reach in (("short", 5), ("long", 7))
    ]
    parts = {"derive": derive, "define": {"either": {"of": ["short", "long"]}}}
    stays = [{"id": "x", "address_id": "h", "from": "2026-01-01", "until": "2026-01-10"}]
    found = judged(book(both, **parts), "2026-01-20", stays=stays)
    assert shown(found, "anchor", "status") == [("2026-01-05", "overdue"), ("2026-01-07", "not_required")]
    same = {
        "events": [{"id": "1", "kind": "k", "on": "2026-01-02"}],
        "visits": [{"id": "1", "on": "2026-01-01", "outcome": "seen"}],
    }
    found = judged({"gate": {"first_of": "visit.seen"}}, "2026-01-03", **same)
    assert shown(found, "status") == ["not_required"]


def test_first_of_asks_whether_the_duty_hangs_on_the_first():
    found = judged({"gate": {"first_of": "event.k"}}, "2026-01-03", events=events(a="2026-01-01", b="2026-01-02"))
    assert shown(found, "key", "status") == [("a", "open"), ("b", "not_required")]
    assert holds({"first_of": "event.other"}) is False


# ── three answers ───────────────────────────────────────────────────────────────────────────────────────────────

YES, NO, PERHAPS = {"fact": {"id": "k"}}, {"fact": {"id": "no"}}, {"level": ["high"]}
LACKS = ("levels",)


@pytest.mark.parametrize(
    ("tests", "all_of", "any_of"),
    [
        ([YES, YES], True, True),
        ([YES, NO], False, True),
        ([NO, NO], False, False),
        ([YES, PERHAPS], LACKS, True),
        ([PERHAPS, NO], False, LACKS),
        ([PERHAPS, PERHAPS], LACKS, LACKS),
    ],
)
def test_all_and_any_of_three_answers(tests, all_of, any_of):
    assert holds({"all": tests}) == all_of
    assert holds({"any": tests}) == any_of


def test_not_of_three_answers():
    assert [holds({"not": test}) for test in (YES, NO, PERHAPS)] == [False, True, LACKS]


def test_tests_of_one_table_must_all_hold():
    assert holds({"mode": "active", "fact": {"id": "k"}}) is True
    assert holds({"level": ["high"], "fact": {"id": "k"}}) == LACKS
    assert holds({"level": ["high"], "fact": {"id": "no"}}) is False


def test_a_regime_that_cannot_be_chosen_gives_the_latest_and_names_what_is_missing():
    rule = {
        "regime": [{"when": {"level": ["high"]}, "within": "10 days"}, {"within": "30 days"}],
        "change": {"any": "at the next anchor"},
    }
    found = judged(rule, "2026-01-12", events=events(k="2026-01-01"))
    assert shown(found, "status", "due", "cautious_due", "lacking") == [
        ("unknown", "2026-01-31", "2026-01-11", ("levels",))
    ]
    assert by_level(low="5 days")["every"] == dict.fromkeys(("low", "medium", "high", "very_high"), "5 days")


def test_an_entry_without_a_level_leaves_the_condition_undecided():
    found = judged(
        {"gate": {"level": ["high"]}},
        "2026-01-08",
        events=events(k="2026-01-01"),
        levels=[{"id": "n", "from": "2025-01-05"}],
    )
    assert shown(found, "status", "lacking") == [("unknown", ("levels",))]


def test_a_workforce_that_says_nothing_of_training_is_none_to_the_test_of_training():
    rule = {"one_per": {"each": {"of": "visit", "where": {"officers": {"is": "trained staff"}}}}}
    person = offender(visits=[visit("a", officers=["o1"])])
    found = evaluate(person, book(rule), as_of=day("2026-06-30"), workforce=Workforce(None))
    assert shown(found, "key") == ["a"]
    assert found.timeline.notes == {"trained staff: not evaluated"}
