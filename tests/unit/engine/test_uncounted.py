"""What did not meet a duty, and why: the first test an event failed, the day it turns on, whether a field was given."""

import datetime as dt

import pytest

from supervise.engine.schedule import Schedule
from supervise.engine.steps import NotCounted
from supervise.engine.uncounted import not_hung_on
from tests.unit.engine.test_trace import SHPO, SPAN, STARTED, book, day, event, judged, steps


def passed_over(facts, rule, place=-1):
    return steps(judged({"events": [STARTED, *facts]}, book(rule)), NotCounted, place)


def reasons(schedule: Schedule, place: int = -1) -> dict:
    return {step.id: (step.why, *step.names) for step in steps(schedule, NotCounted, place)}


def test_every_reason_for_not_counting():
    facts = {
        "events": [
            STARTED,
            event("a", "2024-02-02", "other"),
            event("b", "2024-02-03", "done", recorded_on="2024-06-01"),
            event("c", "2024-02-04", "done", recorded_on="2024-02-04"),
            event("c", "2024-02-04", "done", recorded_on="2024-02-05", withdrawn=True),
            event("d", "2024-04-01", "done"),
            event("f", "2024-02-06", "done", **{"for": "e9"}),
            event("g", "2024-04-02", "done", recorded_on="2024-06-01"),
            event("h", "2024-01-02", "done"),
            {"id": "i", "kind": "done"},
        ]
    }
    schedule = judged(
        facts,
        book({"met_by": {"any": "event.done", "match": {"for": "id"}, "where": {"for": "set"}}}),
        known_at=dt.date(2024, 3, 1),
    )
    assert reasons(schedule) == {
        "a": ("kind", "kind", "done"),
        "b": ("not known",),
        "c": ("withdrawn",),
        "d": ("future",),
        "g": ("future",),
    }


def test_what_names_another_of_what_came_on_one_day_belongs_to_it():
    each = {"of": ["change.release", "end.custody"], "distinct": "day"}
    rule = {"one_per": {"each": each}, "met_by": {"any": "notification", "match": {"for": "id"}}}
    facts = {
        "statuses": [{"id": "s", "kind": "custody", "from": "2024-01-05", "until": "2024-02-01"}],
        "changes": [{"id": "c", "about": "release", "on": "2024-02-01"}],
        "notifications": [{"id": name, "kind": "s84", "for": name, "on": "2024-04-01"} for name in ("s", "x")],
    }
    assert reasons(judged(facts, book(rule))) == {"s": ("future",)}


def test_a_plan_without_a_day_is_told_by_the_day_it_was_planned_for():
    rule = {"met_by": {"any": {"of": "visit.seen", "where": {"place": "home"}}}}
    facts = {"events": [STARTED], "visits": [{"id": "v1", "outcome": "seen", "planned_on": "2024-02-02"}]}
    assert reasons(judged(facts, book(rule))) == {"v1": ("no date", "on")}


@pytest.mark.parametrize(
    ("met_by", "expected"),
    [
        ({"any": "event.done", "where": {"for": "set"}}, ("failed",)),
        ({"any": "event.done", "match": {"kind": "kind"}}, ("failed",)),
        ({"any": "event.done", "window": [0, 2]}, ("window", "0", "2")),
        ({"any": "event.done", "around": {"of": "event", "field": "on", "before": 1, "after": 1}}, ("around", "on")),
        ({"any": "event.done", "since": "opens"}, ("early",)),
    ],
)
def test_what_evidence_asks_for_beyond_the_kind(met_by, expected):
    regime = {"within": "10 days"} | ({"opens": {"within": "9 days"}} if met_by.get("since") == "opens" else {})
    facts = {"events": [STARTED, event("a", "2024-02-05", "done")]}
    assert reasons(judged(facts, book({"met_by": met_by, "regime": [regime]}))) == {"a": expected}


def test_on_the_day_of_the_anchor_it_may_have_been_before():
    facts = {"events": [STARTED, event("a", "2024-02-01", "done")]}
    assert reasons(judged(facts, book({"met_by": {"any": "event.done", "since": "after anchor"}}))) == {"a": ("early",)}


def test_what_met_another_occurrence_does_not_count_twice():
    facts = {"events": [STARTED, event("e2", "2024-02-02"), event("a", "2024-02-05", "done")]}
    schedule = judged(facts, book({}))
    assert reasons(schedule, 0) == {"e2": ("kind", "kind", "done")}
    assert reasons(schedule, 1) == {"a": ("used",)}


@pytest.mark.parametrize(("since", "on"), [("anchor", "2024-02-01"), ("after anchor", "2024-02-05")])
def test_nor_where_it_came_as_soon_as_it_could(since, on):
    facts = {"events": [STARTED, STARTED | {"id": "e2"}, event("a", on, "done")]}
    found = reasons(judged(facts, book({"met_by": {"any": "event.done", "since": since}})), 1)
    assert found["a"] == ("used",)


def test_of_two_on_one_day_the_other_came_first():
    facts = {"events": [STARTED, event("a", "2024-02-05", "done"), event("b", "2024-02-05", "done")]}
    assert reasons(judged(facts, book({}))) == {"b": ("second",)}


def test_after_what_met_it_nothing_is_told():
    facts = {"events": [STARTED, event("a", "2024-02-05", "done"), event("b", "2024-02-06", "done")]}
    assert reasons(judged(facts, book({}))) == {}


def test_an_event_after_the_end_of_the_time_for_it():
    rule = {"while": {"span": "held", "at_end": "lapse"}, "regime": [{"within": "2 days"}]}
    facts = {"events": [STARTED, event("a", "2024-02-12", "done")], "orders": [SHPO | {"ends_on": "2024-02-10"}]}
    schedule = judged(facts, book(rule, span=[SPAN]))
    assert schedule.all_obligations[0].status.value == "missed"
    assert reasons(schedule) == {"a": ("ended",)}
    late = {
        "while": {"span": "held", "at_end": "lapse"},
        "regime": [{"within": "2 days"}],
        "one_per": "offender",
        "cadence": "once",
        "anchor": {"first": "event.start"},
    }
    schedule = judged(facts | {"orders": [SHPO | {"ends_on": "2024-02-04"}]}, book(late, span=[SPAN]), "2024-02-03")
    assert reasons(schedule) == {"a": ("future",)}


def test_an_open_search_speaks_only_of_its_own_kind():
    facts = {"events": [STARTED, event("a", "2023-02-05", "other"), event("b", "2023-02-06", "done")]}
    rule = {"met_by": {"any": "event.done", "since": "ever", "where": {"for": "set"}}}
    assert reasons(judged(facts, book(rule))) == {"b": ("failed",)}


def test_a_search_from_the_fact_speaks_of_what_came_after_it():
    notice = {"id": "n", "kind": "s84_advance", "on": "2024-01-05", "expected_on": "2024-02-10"}
    facts = {"notifications": [notice], "events": [event("a", "2024-01-04", "done"), event("b", "2024-01-06", "done")]}
    rule = {
        "one_per": {"each": {"of": "notification.s84_advance", "at": ["expected_on"]}},
        "anchor": {"field": "expected_on"},
        "met_by": {"any": "event.done", "since": "the fact", "where": {"for": "set"}},
    }
    assert reasons(judged(facts, book(rule))) == {"b": ("failed",)}
    near = {"any": "event.done", "since": "the fact", "around": {"field": "on", "after": 3}}
    assert reasons(judged(facts, book(rule | {"met_by": near}))) == {"b": ("around", "on")}


def test_of_several_ways_the_reason_of_the_furthest_is_told():
    rule = {
        "met_by": [
            {"any": "event.first", "where": {"for": "set"}},
            {"any": "event.done", "window": [0, 1]},
            {"own": ["recorded_on"]},
        ]
    }
    facts = {"events": [STARTED, event("a", "2024-02-05", "done"), event("b", "2024-02-06", "first")]}
    assert reasons(judged(facts, book(rule))) == {"a": ("window", "0", "1"), "b": ("failed",)}


def test_of_several_names_of_one_array_the_fitting_one_is_asked():
    define = {"good": {"of": ["event.done", "end.custody"], "where": {"for": "set"}}}
    rule = {"met_by": {"any": ["good", "event.first"], "where": {"for": "not set"}}}
    facts = {"events": [STARTED, event("a", "2024-02-05", "done"), event("b", "2024-02-06", "first", **{"for": "e1"})]}
    found = steps(judged(facts, book(rule, define=define)), NotCounted)
    assert [(step.id, step.why, step.failure.field) for step in found] == [
        ("a", "failed", "for"),
        ("b", "failed", "for"),
    ]


def test_the_first_test_that_fails_is_found_in_every_kind_of_table():
    tests = {
        "for": {"all": [{"for": "set"}]},
        "": {"any": [{"for": "set"}, {"kind": "other"}]},
        "not": {"not": {"kind": "done"}},
        "on_the_day": {"on_the_day": {"in": "custody"}},
        "around": {"around": {"of": "event.other"}},
    }
    for field, where in tests.items():
        facts = {"events": [STARTED, event("a", "2024-02-05", "done")]}
        (step,) = steps(judged(facts, book({"met_by": {"any": "event.done", "where": where}})), NotCounted)
        assert step.failure.field == field


def test_a_table_passed_in_one_branch_goes_on_to_the_next_test():
    where = {
        "all": [{"kind": "done"}],
        "any": [{"kind": "done"}, {"for": "set"}],
        "not": {"for": "set"},
        "around": {"of": "event.other"},
    }
    facts = {"events": [STARTED, event("a", "2024-02-05", "done")]}
    (step,) = steps(judged(facts, book({"met_by": {"any": "event.done", "where": where}})), NotCounted)
    assert step.failure.field == "around"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"match": {"kind": "kind"}}, "failed"),
        ({"around": {"of": "event", "field": "on", "before": 1, "after": 1}}, "around"),
    ],
)
def test_a_reason_without_a_day_of_its_own_tells_none(more, why):
    (step,) = passed_over([event("a", "2024-02-05", "done")], {"met_by": {"any": "event.done"} | more})
    assert (step.why, step.on) == (why, 0)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        # Open from 8 to 11 February, and the next from the 18th.
        (("2024-02-13",), [("a", "closed", 0)]),
        (("2024-02-09", "2024-02-09"), [("b", "second", 0)]),
        (("2024-02-05",), [("a", "early", "2024-02-08")]),
    ],
)
def test_what_comes_when_a_fixed_occurrence_is_over_is_too_late_and_what_comes_after_another_the_second(days, told):
    made = [event(name, each, "done") for name, each in zip("ab", days, strict=False)]
    rule = {
        "one_per": "offender",
        "anchor": "event.start",
        "cadence": "grid",
        "late": "does not count",
        "met_by": {"any": "event.done"},
        "regime": [{"every": "10 days", "opens": {"before": "3 days"}}],
    }
    found = [(step.id, step.why, step.on) for step in passed_over(made, rule, 0)]
    assert found == [(id_, why, on and day(on)) for id_, why, on in told]


@pytest.mark.parametrize(("for_", "given"), [(None, False), ("y", True)])
def test_of_a_field_that_failed_it_is_told_whether_it_was_given(for_, given):
    made = event("a", "2024-02-05", "done", **({"for": for_} if for_ else {}))
    (step,) = passed_over([made], {"met_by": {"any": "event.done", "where": {"for": ["x"]}}})
    assert (step.failure.field, step.failure.given) == ("for", given)


# ── what a duty does not hang on ────────────────────────────────────────────────────────────────────────────────


def hung_on(rule, *facts, **define):
    small = book(rule, **define)
    found = not_hung_on(judged({"events": list(facts)}, small), small.rule)
    return [(step.id, step.why, step.failure and step.failure.field) for step in found]


def test_what_does_not_bring_a_duty_about_has_its_reason():
    late, other = event("b", "2024-09-01", "k"), event("x", "2024-01-02", "other")
    undated, own = {"id": "u", "kind": "k"}, event("c", "2024-01-03", "k", **{"for": "e"})
    # What is planned may bring a duty about that hangs on it, and begins nothing that is counted from it.
    each = {"one_per": {"each": {"of": "event.k", "where": {"for": "set"}}}}
    assert hung_on(each, late, other, undated, own) == [("b", "failed", "for")]
    first = {"one_per": "offender", "anchor": {"first": {"of": "event.k", "where": {"for": "not set"}}}}
    assert hung_on(first, late, other, undated, own) == [("c", "failed", "for"), ("b", "future", None)]


def test_each_way_of_an_anchor_is_asked_and_each_fact_told_once():
    otherwise = {"first": "event.k", "else": {"first": {"of": ["event.k", "event.j", "end.custody"]}}}
    rule = {"one_per": "offender", "anchor": otherwise}
    found = hung_on(rule, event("b", "2024-09-01", "k"), event("a", "2024-09-01", "j"))
    assert found == [("a", "future", None), ("b", "future", None)]


def test_a_named_set_is_asked_with_its_own_tests_first():
    define = {"big": {"of": "event.k", "where": {"recorded_on": "set"}}}
    rule = {"one_per": {"each": {"of": "big", "where": {"for": "set"}}}}
    assert hung_on(rule, event("a", "2024-01-01", "k"), define=define) == [("a", "failed", "recorded_on")]
