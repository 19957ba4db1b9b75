"""How each state is read from the facts."""

import pytest

from supervise.engine.clock import FAR
from supervise.engine.happenings import Run
from supervise.engine.states import open_span, state_reader
from tests.unit.engine.books import HEAD, SPAN, book, day, judged, states

FIRST = day("2026-01-01").toordinal() - 1


def runs(state, as_of="2026-06-30", parts=None, **facts):
    """Return the runs of a state as (first day, end, id), days numbered from 1 January 2026."""
    small = book({"one_per": {"run_of": state}}, *(parts or {}).get("rules", ()), **_without_rules(parts or {}))
    timeline = judged(small, as_of, **facts).timeline
    return [(run.start - FIRST, None if run.end == FAR else run.end - FIRST, run.id) for run in timeline.runs(state)]


def _without_rules(parts):
    return {name: value for name, value in parts.items() if name != "rules"}


def test_a_bare_word_is_a_kind_of_status():
    kept = states(s="2026-01-05/2026-01-08") + states("hospital", h="2026-01-10") + [{"id": "u", "kind": "custody"}]
    assert runs("custody", statuses=kept) == [(5, 8, "s")]
    assert runs("hospital", statuses=kept) == [(10, None, "h")]


def test_abroad_is_a_status_or_a_trip_that_departed_and_was_not_cancelled():
    trips = [
        {"id": "t1", "departs_on": "2026-01-02", "returned_on": "2026-01-05"},
        {"id": "t2", "departs_on": "2026-02-01", "cancelled_on": "2026-01-20"},
        {"id": "t3", "departs_on": "2026-03-01"},
        {"id": "t4"},
        {"id": "t5", "departs_on": "2026-07-01"},
    ]
    kept = states("abroad", s="2026-01-05/2026-01-07")
    assert runs("abroad", trips=trips, statuses=kept) == [(2, 7, "t1"), (60, None, "t3")]


@pytest.mark.parametrize(("as_of", "found"), [("2026-03-04", [(60, None, "t")]), ("2026-03-05", [])])
def test_a_trip_called_off_later_was_not_called_off_yet(as_of, found):
    trips = [{"id": "t", "departs_on": "2026-03-01", "cancelled_on": "2026-03-05"}]
    assert runs("abroad", as_of, trips=trips) == found
    schedule = judged(book({"one_per": {"run_of": "abroad"}}), "2026-03-04", trips=trips)
    assert schedule.stable_until == day("2026-03-05")


def test_transferred_out_runs_from_the_acceptance_until_this_force_accepts_again():
    transfers = [
        {"id": "a", "to": "kent", "accepted_on": "2026-01-01"},
        {"id": "b", "to": "essex", "accepted_on": "2026-01-10"},
        {"id": "c", "to": "kent", "accepted_on": "2026-01-20"},
        {"id": "d", "to": "essex", "asked_on": "2026-01-25"},
        {"id": "e", "accepted_on": "2026-01-28"},
        {"id": "f", "to": "essex", "accepted_on": "2026-01-30"},
    ]
    assert runs("transferred_out", transfers=transfers, force="kent") == [(10, 20, "b"), (30, None, "f")]
    kept = states("transferred_out", s="2026-01-05/2026-01-08")
    assert runs("transferred_out", transfers=transfers[:3], statuses=kept, force="kent") == [
        (5, 8, "s"),
        (10, 20, "b"),
    ]


def test_an_order_holds_while_it_is_in_force():
    orders = [
        {"id": "o1", "kind": "shpo", "made_on": "2026-01-02", "ends_on": "2026-01-05"},
        {"id": "o2", "kind": "shpo", "made_on": "2026-01-10", "discharged_on": "2026-01-12"},
        {"id": "o3", "kind": "sro", "made_on": "2026-01-20"},
        {"id": "o4", "kind": "sro"},
    ]
    # `ends_on` is the last day in force, `discharged_on` the first no longer in force.
    assert runs("order.shpo", orders=orders) == [(2, 6, "o1"), (10, 12, "o2")]
    assert runs("order.sro", orders=orders) == [(20, None, "o3")]


def test_a_plan_holds_until_the_next_and_is_active_without_a_mode():
    plans = [
        {"id": "p1", "from": "2026-01-01"},
        {"id": "p2", "from": "2026-01-10", "mode": "reactive"},
        {"id": "p3", "from": "2026-01-20", "mode": "active"},
    ]
    assert runs("plan.active", plans=plans) == [(1, 10, "p1"), (20, None, "p3")]
    assert runs("plan.reactive", plans=plans) == [(10, 20, "p2")]


def test_a_manager_is_a_lead_and_of_the_police_where_it_is_not_said():
    managers = [
        {"id": "m1", "from": "2026-01-01", "until": "2026-01-05"},
        {"id": "m2", "from": "2026-01-05", "agency": "police", "role": "lead"},
        {"id": "m3", "from": "2026-01-06", "agency": "probation"},
        {"id": "m4", "from": "2025-01-01", "role": "second"},
        {"id": "m5"},
    ]
    assert runs("manager.police", managers=managers) == [(1, None, "m1")]
    assert runs("manager.probation", managers=managers) == [(6, None, "m3")]


def test_mappa_by_its_level_and_an_address_by_its_kind():
    mappa = [
        {"id": "a", "level": 2, "from": "2026-01-01", "until": "2026-01-04"},
        {"id": "b", "level": 3, "from": "2026-01-02"},
        {"id": "c", "level": 2},
    ]
    assert runs("mappa.2", mappa=mappa) == [(1, 4, "a")]
    addresses = [
        {"id": "a", "kind": "main", "from": "2026-01-01", "until": "2026-01-04"},
        {"id": "b", "kind": "other", "from": "2026-01-02"},
        {"id": "c", "kind": "main"},
    ]
    assert runs("address.main", addresses=addresses) == [(1, 4, "a")]


@pytest.mark.parametrize("name", ["span", "joint"])
def test_a_span_holds_in_its_extents(name):
    small = [SPAN | {"part_of": "joint", "length": [{"lasts": "10 days"}]}]
    parts = {"span": small, "rules": [{"one_per": {"span": "joint"}}]}
    registrations = [{"id": "g1", "convicted_on": "2026-01-02"}]
    assert runs(name, parts=parts, registrations=registrations) == [(2, 12, "g1")]


@pytest.mark.parametrize(("ended", "held"), [("2026-01-01", []), ("2026-01-02", [(2, 3, "g1")])])
def test_a_span_that_is_cut_before_it_begins_holds_on_no_day(ended, held):
    parts = {"span": [SPAN | {"cut_by": ["ended_on"]}]}
    registrations = [{"id": "g1", "convicted_on": "2026-01-02", "ended_on": ended}]
    assert runs("span", parts=parts, registrations=registrations) == held


def test_a_prefix_that_is_no_state_is_refused():
    with pytest.raises(ValueError, match=r"no state is called 'level\.high'"):
        state_reader("level.high", book())


def test_a_run_from_two_dates():
    assert open_span(day("2026-01-01"), None, "a", 1) == Run(FIRST + 1, FAR, "a", 1)
    assert open_span(day("2026-01-01"), day("2026-01-03"), "a", 1) == Run(FIRST + 1, FIRST + 3, "a", 1)
    assert open_span(day("2026-01-01"), day("2026-01-03"), "a", 1, 1) == Run(FIRST + 1, FIRST + 4, "a", 1)
    assert open_span(day("2026-01-01"), None, "a", 1, 1) == Run(FIRST + 1, FAR, "a", 1)


def test_the_day_a_state_ended_is_still_in_it_where_the_book_says_so():
    parts = {"conventions": HEAD["conventions"] | {"end_day": "still in the state"}}
    kept = states(s="2026-01-02/2026-01-05", t="2026-01-06/2026-01-06") + states(u="2026-02-01")
    assert runs("custody", parts=parts, statuses=kept) == [(2, 7, "s"), (32, None, "u")]
    assert runs("custody", statuses=kept) == [(2, 5, "s"), (32, None, "u")]
    trips = [{"id": "t1", "departs_on": "2026-01-02", "returned_on": "2026-01-05"}]
    assert runs("abroad", parts=parts, trips=trips) == [(2, 6, "t1")]
    managers = [{"id": "m", "from": "2026-01-02", "until": "2026-01-05"}]
    assert runs("manager.police", parts=parts, managers=managers) == [(2, 6, "m")]
    mappa = [{"id": "a", "level": 2, "from": "2026-01-01", "until": "2026-01-04"}]
    assert runs("mappa.2", parts=parts, mappa=mappa) == [(1, 5, "a")]
    addresses = [{"id": "a", "kind": "main", "from": "2026-01-01", "until": "2026-01-04"}]
    assert runs("address.main", parts=parts, addresses=addresses) == [(1, 5, "a")]
    narrowed = parts | {"states": {"own": {"of": "status.custody"}, "staying": {"of": "stay"}}}
    assert runs("own", parts=narrowed, statuses=kept) == [(2, 7, "s"), (32, None, "u")]
    stays = [{"id": "y", "from": "2026-01-02", "until": "2026-01-05"}]
    assert runs("staying", parts=narrowed, stays=stays) == [(2, 6, "y")]
