"""A rulebook made into functions: selections, order of rules, and which rules can have a case at all."""

import pytest

from supervise.engine.program import program_of
from supervise.errors import RulebookLoadError
from supervise.rules.conditions import Select
from tests.unit.engine.books import GRID, JANUARY, SPAN, book, events, judged, levels, offender, rolling, shown

BLOCK = GRID | {
    "cadence": "block",
    "counting": "beginning with",
    "late": "does not count",
    "regime": [{"every": "30 days"}],
}


def keys(select, as_of="2026-06-30", parts=None, **facts):
    return shown(judged(book({"one_per": {"each": select}}, **(parts or {})), as_of, **facts), "key")


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


CUSTODY = {"statuses": [{"id": "c", "kind": "custody"}]}


def test_a_rule_that_hangs_on_the_offender_or_the_gaps_of_a_state_may_always_have_one():
    assert has_case({"one_per": "offender", "anchor": "event.k"})
    assert has_case({"one_per": {"gap_of": "custody"}, "anchor": "start"})


@pytest.mark.parametrize("one_per", [{"run_of": "custody"}, {"end_of": "custody"}, "start.custody", "end.custody"])
def test_a_rule_that_hangs_on_a_state_needs_what_brings_it_about(one_per):
    rule = {"one_per": one_per, "anchor": "start"}
    assert has_case(rule, **CUSTODY)
    assert not has_case(rule, **STAY)
    assert not has_case(rule, statuses=[{"id": "h", "kind": "hospital"}])


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("abroad", {"trips": [{"id": "t"}]}),
        ("transferred_out", {"transfers": [{"id": "t"}]}),
        ("order.shpo", {"orders": [{"id": "o"}]}),
        ("plan.reactive", {"plans": [{"id": "p"}]}),
    ],
)
def test_a_state_may_be_brought_about_by_facts_of_another_array(state, facts):
    rule = {"one_per": {"run_of": state}, "anchor": "start"}
    assert has_case(rule, **facts)
    assert not has_case(rule, **STAY)


def test_a_state_of_the_books_own_may_hold_without_any_fact():
    parts = {"states": {"away": ["custody", "hospital"]}}
    assert has_case({"one_per": {"run_of": "away"}, "anchor": "start"}, parts)


def test_a_state_that_is_a_span_needs_what_the_span_hangs_on():
    rule = {"one_per": {"run_of": "span"}, "anchor": "start"}
    assert has_case(rule, {"span": [SPAN]}, registrations=[{"id": "g"}])
    assert not has_case(rule, {"span": [SPAN]}, **STAY)


def test_a_definition_is_what_it_is_made_of():
    parts = {"define": {"mine": "trip", "deeper": {"of": ["mine", "stay"]}, "ends": {"of": ["mine", "end.custody"]}}}
    assert has_case({"one_per": "mine"}, parts, **TRIP)
    assert not has_case({"one_per": "mine"}, parts, **STAY)
    assert has_case({"one_per": "deeper"}, parts, **STAY)
    assert has_case({"one_per": "ends"}, parts, **CUSTODY)
    assert not has_case({"one_per": "ends"}, parts, **STAY)


def test_a_derived_event_is_what_it_and_its_also_are_made_of():
    assert has_case({"one_per": "made"}, {"derive": [MADE]}, **STAY)
    assert not has_case({"one_per": "made"}, {"derive": [MADE]}, **TRIP)
    first = {"id": "made", "kind": "first", "of": "stay", "per": "span", "source": "s"}
    parts = {"span": [SPAN], "derive": [first | {"also": "trip"}]}
    assert has_case({"one_per": "made"}, parts, **TRIP)
    assert not has_case({"one_per": "made"}, parts, events=[{"id": "e"}])
    ends = {"span": [SPAN], "derive": [first | {"also": "end.custody"}]}
    assert has_case({"one_per": "made"}, ends, **CUSTODY)
    born = {"id": "made", "kind": "age", "reach": 18, "source": "s"}
    assert has_case({"one_per": "made"}, {"derive": [born]})


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
    assert has_case({"one_per": {"span": "span"}}, ends, **CUSTODY)
    assert not has_case({"one_per": {"span": "span"}}, ends, **TRIP)


# ── states and orders ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_union_of_states_for_a_suspension_is_made_once():
    suspended = [
        {"in": ["custody", "hospital"], "effect": "days do not count"},
        {"in": ["custody", "hospital"], "if": "due day ends inside", "due": "1 day after end"},
    ]
    program = program_of(book({"suspended": suspended}))
    (declared,) = program.suspensions
    assert [name for _, name in declared] == ["custody or hospital"] * 2


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


@pytest.mark.parametrize("other", [[], [{"id": "other"}], [{"id": "other", "part_of": "joint"}]])
def test_a_span_may_be_a_part_of_what_bears_its_own_name(other):
    lasts = {"length": [{"lasts": "10 days"}]}
    span = [SPAN | lasts | {"id": "joint", "part_of": "joint"}, *(SPAN | lasts | each for each in other)]
    small = book({"one_per": {"span": "joint"}}, {"one_per": {"run_of": "joint"}}, span=span)
    found = judged(small, "2026-06-30", registrations=[{"id": "g1", "convicted_on": "2026-01-02"}])
    extents = 2 if other and "part_of" in other[0] else 1
    assert shown(found, "anchor", rule="r") == ["2026-01-02"] * extents
    assert shown(found, "anchor", rule="r1") == ["2026-01-02"]


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


@pytest.mark.parametrize(
    ("regimes", "plain", "single"),
    [
        ([{"within": "5 days"}], True, True),
        ([{"within": "5 days"}, {"within": "9 days", "opens": {"within": "2 days"}}], False, False),
        ([{"within": "never"}, {"within": "5 days"}], True, False),
    ],
)
def test_a_short_way_is_taken_where_every_regime_allows_it(regimes, plain, single):
    first = regimes[0] | ({"when": {"mode": "reactive"}} if len(regimes) > 1 else {})
    rule = {"met_by": "event.done", "regime": [first, *regimes[1:]], "change": {"any": "at the next anchor"}}
    [compiled] = program_of(book(rule)).rules
    assert (compiled.plain, compiled.is_single) == (plain, single)


def test_a_span_is_found_by_its_id_and_by_the_name_of_what_it_is_part_of():
    program = program_of(book(span=[SPAN | {"part_of": "subject"}, SPAN | {"id": "other"}]))
    assert set(program.spans) == {"span", "subject", "other"}
