"""A rulebook made into functions: selections, order of rules, and which rules can have a case at all."""

import pytest

from supervise.engine.program import program_of
from supervise.errors import RulebookLoadError
from supervise.rules.conditions import Select
from tests.unit.engine.books import GRID, JANUARY, SPAN, book, events, judged, levels, offender, rolling, shown, states

BLOCK = GRID | {
    "cadence": "block",
    "counting": "beginning with",
    "late": "does not count",
    "regime": [{"every": "30 days"}],
}


def keys(select, as_of="2026-06-30", parts=None, **facts):
    return shown(judged(book({"one_per": {"each": select}}, **(parts or {})), as_of, **facts), "key")


# ── selections ──────────────────────────────────────────────────────────────────────────────────────────────────


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


def test_a_derived_event_is_found_once_for_all_that_name_it():
    derive = [{"id": "made", "kind": "series", "of": "event.k", "reach": 2, "reset_by": "event.reset", "source": "s"}]
    small = book({"one_per": "made"}, {"one_per": {"each": {"of": ["made", "event.other"]}}}, derive=derive)
    found = judged(small, "2026-06-30", events=events(a="2026-01-01", b="2026-01-02") + events("other", c="2026-01-03"))
    assert shown(found, "key") == ["b"]
    assert shown(found, "key", rule="r1") == ["b", "c"]
    assert [event.id for event in found.derived("made")] == ["b"]
    with pytest.raises(KeyError):
        found.derived("none")


# ── the order in which rules are judged ─────────────────────────────────────────────────────────────────────────


def test_rules_stand_in_the_order_of_the_book_but_for_those_that_read_others():
    last = {"one_per": "offender", "anchor": {"due_of": "r2"}}
    small = book(last, {}, {"one_per": "offender", "anchor": {"first": "event.none", "else": {"due_of": "r1"}}})
    assert [rule.id for rule in program_of(small).rules] == ["r1", "r2", "r"]


def test_a_rule_may_read_the_other_parts_of_its_own_duty():
    part = {"part_of": "whole"}
    reads = part | {"one_per": "offender", "anchor": {"first": "event.none", "else": "event.k"}}
    small = book(part, reads)
    assert shown(judged(small, "2026-01-05", events=events(k="2026-01-01")), "part", rule="whole") == ["r", "r1"]


# ── which rules can have a case ─────────────────────────────────────────────────────────────────────────────────


def has_case(rule, parts=None, **facts):
    program = program_of(book(rule, **(parts or {})))
    return bool(program.sight(offender(**facts)).rules)


MADE = {"id": "made", "kind": "presence in days", "of": "stay", "reach": 1, "source": "s"}
STAY, TRIP = {"stays": [{"id": "a"}]}, {"trips": [{"id": "a"}]}


def test_a_rule_that_hangs_on_facts_needs_one_in_its_array():
    assert has_case({"one_per": "trip"}, **TRIP)
    assert not has_case({"one_per": "trip"}, **STAY)
    either = {"one_per": {"each": {"of": ["trip", "stay"]}}}
    assert has_case(either, **TRIP)
    assert has_case(either, **STAY)
    assert not has_case(either)


def test_a_rule_that_hangs_on_the_offender_or_a_state_may_always_have_one():
    assert has_case({"one_per": "offender", "anchor": "event.k"})
    assert has_case({"one_per": {"run_of": "custody"}})
    assert has_case({"one_per": "end.custody"})


def test_a_definition_is_what_it_is_made_of():
    parts = {"define": {"mine": "trip", "deeper": {"of": ["mine", "stay"]}, "ends": {"of": ["mine", "end.custody"]}}}
    assert has_case({"one_per": "mine"}, parts, **TRIP)
    assert not has_case({"one_per": "mine"}, parts, **STAY)
    assert has_case({"one_per": "deeper"}, parts, **STAY)
    assert has_case({"one_per": "ends"}, parts)


def test_a_derived_event_is_what_it_and_its_also_are_made_of():
    assert has_case({"one_per": "made"}, {"derive": [MADE]}, **STAY)
    assert not has_case({"one_per": "made"}, {"derive": [MADE]}, **TRIP)
    first = {"id": "made", "kind": "first", "of": "stay", "per": "span", "source": "s"}
    parts = {"span": [SPAN], "derive": [first | {"also": "trip"}]}
    assert has_case({"one_per": "made"}, parts, **TRIP)
    assert not has_case({"one_per": "made"}, parts, events=[{"id": "e"}])
    ends = {"span": [SPAN], "derive": [first | {"also": "end.custody"}]}
    assert has_case({"one_per": "made"}, ends)
    of_ends = {"span": [SPAN], "derive": [first | {"of": "end.custody", "also": "trip"}]}
    assert has_case({"one_per": "made"}, of_ends)


def test_a_span_is_what_its_parts_hang_on():
    parts = {
        "span": [
            SPAN | {"part_of": "both"},
            SPAN | {"id": "other", "one_per": "order", "start": {"field": "made_on"}, "part_of": "both"},
        ]
    }
    rule = {"one_per": {"span": "both"}}
    assert has_case(rule, parts, registrations=[{"id": "g"}])
    assert has_case(rule, parts, orders=[{"id": "o"}])
    assert not has_case(rule, parts, **TRIP)
    alone = {"one_per": {"span": "other"}}
    assert not has_case(alone, parts, registrations=[{"id": "g"}])
    ends = {"span": [SPAN | {"one_per": "end.custody", "start": "start"}]}
    assert has_case({"one_per": {"span": "span"}}, ends)


# ── states and orders ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_union_of_states_for_a_suspension_is_made_once():
    suspended = [
        {"in": ["custody", "hospital"], "effect": "days do not count"},
        {"in": ["custody", "hospital"], "if": "due day ends inside", "due": "1 day after end"},
    ]
    program = program_of(book({"suspended": suspended}))
    assert [name for _, name in program.rules[0].suspended] == ["custody or hospital"] * 2


def test_a_kind_of_order_is_that_of_the_book_itself_before_that_of_the_one_it_extends():
    kind = {"kind": ["shpo"], "source": "s", "until_further_order": True, "start": ["served_on"]}
    extended = program_of(book(extends="england-wales-law@2026.1", order=[kind]))
    assert extended.order_kinds["shpo"].start == ("served_on",)
    assert extended.order_kinds["sro"].start != ("served_on",)


def test_one_event_of_two_names_is_that_of_the_first():
    derive = [{"id": "second", "kind": "series", "of": "event.k", "reach": 2, "reset_by": "event.no", "source": "s"}]
    facts = {"events": events(a="2026-01-01", b="2026-01-02")}
    for names, made_of in ((["event.k", "second"], 0), (["second", "event.k"], 2)):
        small = book({"one_per": {"each": {"of": names}}}, derive=derive)
        found = judged(small, "2026-06-30", **facts)
        events_found = found.timeline.events(small_place(small, names))
        assert [(event.id, len(event.parts)) for event in events_found] == [("a", 0), ("b", made_of)]


def small_place(small, names):
    """Return the place of a selection of some names."""
    return program_of(small).compiler.select(Select(of=tuple(names)))


# ── the quick ways, only where nothing else is asked ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changes",
    [
        {
            "cadence": "once",
            "rebased_by": None,
            "anchor": "start",
            "regime": [{"within": "1 day"}],
            "one_per": "event.k",
        },
        {"met_by": ["event.done", {"any": "event.other", "since": "ever"}]},
        {"met_by": ["event.done", {"any": {"of": "event.other", "distinct": "day"}}]},
        {"met_by": {"any": "event.done", "where": {"at": "set"}}},
        {"met_by": {"any": "event.done", "window": [0, 5]}},
        {"met_by": {"any": "event.done", "since": "ever"}},
        {"gate": {"mode": "active"}},
        {"regime": [{"every": "2 days", "latest": {"within": "5 days"}}]},
        {"regime": [{"when": {"occurrence": 1}, "every": "1 day"}, {"every": "2 days"}]},
    ],
)
def test_a_chain_is_walked_in_turn_only_if_nothing_is_asked_of_what_meets_it(changes):
    small = book({name: value for name, value in rolling(**changes).items() if value is not None})
    assert program_of(small).rules[0].meets is None
    assert program_of(book(rolling())).rules[0].meets is not None


def test_of_several_ways_to_meet_a_chain_the_first_event_of_any_counts():
    program = program_of(book(rolling(met_by=["event.done", "event.other"])))
    rule = program.rules[0]
    assert rule.is_chain
    assert rule.meets == program.compiler.select(Select(of=("event.done", "event.other")))


def test_blocks_are_no_chain():
    assert program_of(book(BLOCK)).rules[0].meets is not None
    assert not program_of(book(BLOCK)).rules[0].is_chain


@pytest.mark.parametrize(
    ("changes", "closes"),
    [
        ({}, True),
        ({"met_by": ["event.done", "event.other"]}, True),
        ({"met_by": {"any": "event.done", "where": {"at": "set"}}}, False),
        ({"late": "fills the oldest"}, False),
        ({"may_set": "inside the window"}, False),
        ({"gate": {"mode": "active"}}, False),
        ({"void_by": "event.other"}, False),
        ({"in_force": {"from": "2026-01-01"}}, False),
        ({"regime": [{"every": "30 days", "roll": "next open day"}], "calendar": JANUARY}, False),
        ({"regime": [{"every": "30 days", "within": "5 days"}]}, False),
        ({"regime": [{"every": "30 days", "opens": {"within": "5 days"}}]}, False),
    ],
)
def test_blocks_are_closed_where_their_days_and_events_alone_decide(changes, closes):
    calendar = changes.get("calendar")
    rule = BLOCK | {key: value for key, value in changes.items() if key != "calendar"}
    assert program_of(book(rule, calendar=calendar)).rules[0].closes is closes


def test_days_are_plain_where_a_duty_has_neither_opening_nor_outer_limit():
    def plain(rule):
        return program_of(book(rule)).rules[0].plain

    assert plain({})
    assert not plain({"must": False})
    for limit in ("opens", "latest"):
        assert not plain({"regime": [{"within": "5 days", limit: {"within": "1 day"}}]})
    assert not plain({"regime": [{"before": "5 days"}]})


def test_due_of_inside_later_of_is_judged_after_the_rule_it_reads():
    small = book({"one_per": "offender", "anchor": {"later_of": [{"due_of": "base"}, "event.k"]}}, {"id": "base"})
    assert shown(judged(small, "2026-06-30", events=events(k="2026-01-01")), "due") == ["2026-01-21"]


def test_a_state_may_be_a_span_made_of_parts():
    span = [SPAN | {"part_of": "joint", "length": [{"lasts": "10 days"}]}]
    small = book({"one_per": {"run_of": "joint"}}, span=span)
    found = judged(small, "2026-06-30", registrations=[{"id": "g1", "convicted_on": "2026-01-02"}])
    assert shown(found, "anchor") == ["2026-01-02"]


def test_at_of_a_derived_event_is_refused():
    made = {"id": "made", "kind": "presence in days", "of": "stay", "reach": 2, "source": "s"}
    with pytest.raises(RulebookLoadError):
        book({"one_per": {"each": {"of": "made", "at": ["until"]}}}, derive=[made])


def test_a_regime_without_a_name_is_known_by_its_place_where_there_are_several():
    regimes = [{"when": {"level": "high"}, "within": "5 days"}, {"within": "9 days", "name": "rest"}]
    for given, level, name in (
        (regimes, "high", "1"),
        (regimes[::-1][:1], "low", "rest"),
        (regimes, "low", "rest"),
        ([{"within": "9 days"}], "low", ""),
    ):
        small = book({"regime": given, "change": {"any": "at the next anchor"}})
        facts = {"events": events(k="2026-01-01"), "levels": levels(**{level: "2025-01-01"})}
        assert shown(judged(small, "2026-01-05", **facts), "regime") == [name]


def test_a_date_that_is_missing_is_named_with_its_array_where_the_duty_hangs_on_one():
    anchor = {"anchor": {"field": "sentenced_on"}}
    registrations = [{"id": "g", "convicted_on": "2026-01-02"}]
    one = book({"one_per": {"span": "span"}} | anchor, span=[SPAN])
    assert shown(judged(one, "2026-01-05", registrations=registrations), "lacking") == [("registrations.sentenced_on",)]
    other = SPAN | {"id": "other", "one_per": "order", "start": {"field": "made_on"}}
    two = book({"one_per": {"span": "both"}} | anchor, span=[each | {"part_of": "both"} for each in (SPAN, other)])
    assert shown(judged(two, "2026-01-05", registrations=registrations), "lacking") == [("sentenced_on",)]
