"""Names, sources, levels and circles: what only shows when the whole book is seen."""

import pytest

from supervise.rules import load_rulebook
from supervise.rules.conditions import Select
from supervise.rules.wholeness import parts_at, parts_of
from tests.unit.rules.minimal import BY_LEVEL, FOLLOWED, ROLLING, RULE, SPAN, book, faults

EVENT = {"id": "e", "kind": "first", "of": "visit", "per": "held", "source": "s"}
WORD = "a name is no word; write letters, digits, '-' and '_' only"


def taken(path, name):
    return f"{path}: the name '{name}' stands for something else already; choose another"


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"define": {"two words": "visit"}}, f"define: {WORD}"),
        ({"define": {"visit": "trip"}}, taken("define", "visit")),
        ({"define": {"end": "trip"}}, taken("define", "end")),
        ({"define": {"e": "trip"}, "derive": [EVENT]}, taken("derive", "e")),
        ({"derive": [EVENT | {"id": "trip"}]}, taken("derive", "trip")),
        ({"span": [SPAN, SPAN | {"id": "custody"}]}, taken("span", "custody")),
        ({"span": [SPAN | {"part_of": "abroad"}]}, taken("span", "abroad")),
        ({"states": {"custody": ["hospital"]}}, taken("states", "custody")),
        ({"states": {"held": ["hospital"]}, "span": [SPAN]}, taken("states", "held")),
        ({"rule": [RULE | {"id": "R 1"}]}, f"rule: {WORD}"),
        ({"rule": [RULE | {"part_of": "R.1"}]}, f"rule: {WORD}"),
    ],
)
def test_a_name_is_a_word_of_its_own(parts, fault):
    assert fault in faults(book(**parts))


@pytest.mark.parametrize(
    "parts",
    [
        {"define": {"what Mr Smith said": "visit"}},
        {"states": {"what Mr Smith said": ["hospital"]}},
        {"span": [SPAN | {"id": "what Mr Smith said"}]},
        {"group": [{"id": "what Mr Smith said", "of": ["R-1", "zzz"], "governs": "the earliest due"}]},
    ],
)
@pytest.mark.parametrize(
    "rule", [{"one_per": "zzz"}, {"one_per": "end.zzz"}, {"one_per": {"run_of": "zzz"}}, {"one_per": {"span": "zzz"}}]
)
def test_one_that_is_no_word_is_repeated_in_no_hint(parts, rule):
    found = "; ".join(faults(book(RULE | rule, **parts)))
    assert "zzz" in found
    assert "Smith" not in found


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"one_per": "tripp"}, "one_per.each: no event 'tripp'; did you mean 'trip'?"),
        ({"one_per": "trip.long"}, "one_per.each: no event 'trip.long'; did you mean 'trip'?"),
        ({"one_per": "end.custodi"}, "one_per.each: no event 'end.custodi'; did you mean 'end.custody'?"),
        ({"one_per": "end_of.custody"}, "one_per.each: no event 'end_of.custody'; did you mean 'end.custody'?"),
        ({"one_per": "release"}, "one_per.each: no event 'release'; write 'change.release'"),
        ({"one_per": "judgement"}, "one_per.each: no event 'judgement'; write 'assessment.judgement'"),
        ({"one_per": "shpo"}, "one_per.each: no event 'shpo'; write 'order.shpo'"),
        # A hint says where what it names belongs: an event may be asked for elsewhere.
        ({"one_per": "birthday"}, "one_per.each: no event 'birthday'; it is an anchor: { birth = 'day' } with a grid"),
        ({"anchor": "birth_month"}, "anchor.first: no event 'birth_month'; it is an anchor: { birth = 'month' } with"),
        (
            {"one_per": "person"},
            "one_per.each: no event 'person'; a duty of the offender alone has one_per = 'offender'",
        ),
        ({"met_by": "offender"}, "met_by[0].any: no event 'offender'; a duty of the offender alone has one_per = "),
        (
            {"anchor": "convicted_on"},
            "anchor.first: no event 'convicted_on'; as an anchor a date of the fact is { field = 'convicted_on' }",
        ),
        (
            {"met_by": "convicted_on"},
            "met_by[0].any: no event 'convicted_on'; as an anchor a date of the fact is { field = 'convicted_on' }; ",
        ),
        (
            {"one_per": "held"},
            "one_per.each: no event 'held'; of a span there is one_per = { span = 'held' }, and its end",
        ),
        ({"anchor": "2026-01-01"}, "anchor.first: no event '2026-01-01'; known: "),
        ({"one_per": "end"}, "one_per.each: no event 'end'; known: "),
        ({"one_per": {"run_of": "custodi"}}, "one_per: no state 'custodi'; did you mean 'custody'?"),
        ({"one_per": {"run_of": "orders.shpo"}}, "one_per: no state 'orders.shpo'; known: "),
        ({"one_per": {"span": "hold"}}, "one_per: no span 'hold'; did you mean 'held'?"),
        ({"while": {"span": "hold", "at_end": "lapse"}}, "while: no span 'hold'; did you mean 'held'?"),
        (
            {"while": {"span": "held", "at_end": "lapse", "not_in": "ded"}},
            "while: no state 'ded'; known: ",
        ),
        ({"anchor": {"span_end": "hold"}}, "anchor: no span 'hold'; did you mean 'held'?"),
        ({"anchor": {"due_of": "R-10"}}, "anchor: no rule 'R-10'; did you mean 'R-1'?"),
        ({"anchor": {"met_of": "R-10"}}, "anchor: no rule 'R-10'; did you mean 'R-1'?"),
        (
            {"one_per": {"occurrence_of": "R-10", "outcome": "met"}},
            "one_per: no rule 'R-10'; did you mean 'R-1'?",
        ),
        ({"gate": {"not": {"other": {"rule": "R-10"}}}}, "gate.not.other: no rule 'R-10'; did you mean 'R-1'?"),
        ({"gate": {"count": {"of": "tripp", "at_most": 1}}}, "gate.count.of: no event 'tripp'; did you mean 'trip'?"),
        ({"anchor": {"release_after": ["departs_on", "in custodi"]}}, "anchor: no state 'custodi'; did you mean"),
        ({"met_by": {"define": "visits"}}, "met_by[0]: no event 'visits'; did you mean 'visit'?"),
        ({"met_by": {"state": "plan"}}, "met_by[0]: no state 'plan'; known: "),
        ({"gate": {"after": "entri"}}, "gate: no event 'entri'; "),
        ({"gate": {"not": {"in": "custodi"}}}, "gate.not: no state 'custodi'; did you mean 'custody'?"),
        ({"gate": {"covered": {"span": "hold"}}}, "gate.covered: no span 'hold'; did you mean 'held'?"),
        ({"gate": {"ended_early": "hold"}}, "gate: no span 'hold'; did you mean 'held'?"),
        ({"suspended": {"in": "custodi", "effect": "runs on"}}, "suspended[0]: no state 'custodi'; did you mean"),
        ({"source": "t"}, "source: no source 't'; known: 's'"),
        ({"regime": [{"within": "1 day", "source": "Mr Smith"}]}, "regime[0].source: no source of this name; known"),
        ({"gate": {"level": ["high", "hihg"]}}, "gate.level: no level 'hihg'; did you mean 'high'?"),
    ],
)
def test_a_name_that_nothing_defines_is_an_error_with_its_path(rule, fault):
    found = faults(book(RULE | rule, span=[SPAN]))
    assert any(problem.startswith(f"rule R-1.{fault}") for problem in found), found


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (
            {"states": {"w": {"from": "visitt", "until": "trip"}}},
            "states.w.from: no event 'visitt'; did you mean 'visit'?",
        ),
        ({"states": {"w": {"of": "stays"}}}, "states.w: no event 'stays'; did you mean"),
        ({"states": {"away": ["custodi"]}}, "states.away: no state 'custodi'; did you mean 'custody'?"),
        ({"derive": [EVENT | {"per": "hold"}]}, "derive e: no span 'hold'; did you mean 'held'?"),
        ({"derive": [EVENT | {"clear_of": "jail"}]}, "derive e: no state 'jail'; known: "),
        (
            {
                "derive": [
                    {"id": "e", "kind": "presence in nights", "of": "stay", "reach": 1, "skips": "jail", "source": "s"}
                ]
            },
            "derive e: no state 'jail'; known: ",
        ),
        (
            {"thresholds": {"t": {"value": 1, "source": "u", "confidence": "seen"}}},
            "thresholds.t.source: no source 'u'",
        ),
        (
            {"thresholds": {"t": {"value": {"low": 3}, "source": "s", "confidence": "seen"}}},
            "thresholds.t: the level 'high' has no value here; give every level one",
        ),
        (
            {"thresholds": {"t": {"value": {"low": 3, "hgh": 3}, "source": "s", "confidence": "seen"}}},
            "thresholds.t: no level 'hgh'; did you mean 'high'?",
        ),
        (
            {"thresholds": {"critical-levels": {"value": ["hgh"], "source": "s", "confidence": "seen"}}},
            "thresholds.critical-levels: no level 'hgh'; did you mean 'high'?",
        ),
        (
            {"order": [{"kind": "shpo", "source": "u", "until_further_order": True}]},
            "order[0].source: no source 'u'; known: 's'",
        ),
    ],
)
def test_what_is_no_rule_is_looked_at_too(parts, fault):
    found = faults(book(span=[SPAN], **parts))
    assert any(problem.startswith(fault) for problem in found), found


@pytest.mark.parametrize(
    ("lengths", "fault"),
    [
        ({"low": "1 year"}, "the level 'high' has no length here; give every level one"),
        (
            {"low": "1 year", "high": "1 month", "hihg": "1 day"},
            "no level 'hihg'; did you mean 'high'?",
        ),
    ],
)
def test_a_table_by_level_gives_every_level_of_the_scale_one_length(lengths, fault):
    rule = ROLLING | {"regime": [BY_LEVEL | {"every": lengths}], "change": FOLLOWED}
    assert faults(book(rule)) == [f"rule R-1.regime[0].every: {fault}"]


CIRCLE = "is defined by way of itself; break the circle"


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"define": {"a": "b", "b": {"of": "a"}}}, ["event a", "event b"]),
        ({"define": {"a": {"of": "visit", "where": {"around": {"of": "a"}}}}}, ["event a"]),
        ({"derive": [EVENT | {"of": "e"}]}, ["event e"]),
        ({"states": {"a": ["b"], "b": ["a", "custody"]}}, ["state a", "state b"]),
        ({"states": {"a": {"from": "start.b", "until": "visit"}, "b": ["a"]}}, ["state a", "state b"]),
        (
            {"states": {"a": {"of": "d"}}, "define": {"d": {"of": "stay", "where": {"on_the_day": {"in": "a"}}}}},
            ["event d", "state a"],
        ),
        (
            {"span": [SPAN | {"ended_by": "a", "ends_any_length": True}], "define": {"a": "end.held"}},
            ["event a", "state held"],
        ),
        (
            {"span": [SPAN, SPAN | {"id": "x", "part_of": "y", "ended_by": "start.y", "ends_any_length": True}]},
            ["state x", "state y"],
        ),
        (
            {"rule": [RULE | {"anchor": {"due_of": "R-2"}}, RULE | {"id": "R-2", "anchor": {"due_of": "R-1"}}]},
            ["rule R-1", "rule R-2"],
        ),
        (
            {"rule": [RULE | {"anchor": {"due_of": "R-1"}}, RULE | {"id": "R-2", "part_of": "R-1"}]},
            ["rule R-1"],
        ),
        (
            {
                "rule": [
                    RULE | {"one_per": {"occurrence_of": "R-2", "outcome": "due"}, "anchor": "start"},
                    RULE | {"id": "R-2", "gate": {"other": {"rule": "R-3"}}},
                    RULE | {"id": "R-3", "anchor": {"met_of": "R-1"}},
                ]
            },
            ["rule R-1", "rule R-2", "rule R-3"],
        ),
        (
            {"define": {"a": {"of": "visit", "where": {"on_the_day": {"count": {"of": "a", "at_least": 1}}}}}},
            ["event a"],
        ),
    ],
)
def test_nothing_is_defined_by_way_of_itself(parts, found):
    assert faults(book(**{"span": [SPAN]} | parts)) == [f"{name}: {CIRCLE}" for name in found]


def test_a_group_names_rules_of_the_book_each_in_one_group_only():
    rules = [RULE, RULE | {"id": "R-2"}, RULE | {"id": "R-3", "part_of": "R-4"}]

    def grouped(*members):
        groups = [{"id": f"g{n}", "of": of, "governs": "all apply"} for n, of in enumerate(members)]
        return faults(book(*rules, group=groups))

    assert grouped(["R-1", "R-2"]) == []
    assert grouped(["R-1", "R-4"]) == ["group g0.of: no rule 'R-4'; did you mean 'R-3'?"]
    assert grouped(["R-1", "R-2"], ["R-3", "R-2"]) == [
        "group g1.of: the rule 'R-2' is in a group already; a rule is in one only"
    ]
    assert grouped(["R-1", "R-1"]) == ["group[0] g0.of: name two or more rules, each once"]
    assert grouped(["R-1"]) == ["group[0] g0.of: name two or more rules, each once"]


def test_what_is_shared_is_no_circle():
    own = load_rulebook(
        book(
            define={
                "a": ["b", "c"],
                "b": "visit",
                "c": ["b", "trip"],
                "d": {"of": "visit", "where": {"on_the_day": {"in": "z"}}},
            },
            states={"x": ["custody"], "y": ["x"], "z": ["x", "y", "held"]},
            span=[SPAN, SPAN | {"id": "held2", "part_of": "held2"}],
        )
    )
    assert set(own.states) == {"x", "y", "z"}


@pytest.mark.parametrize(
    "asked",
    [
        {"occurrence": 2},
        {"covered": {"span": "held", "on_the_day": True}},
        {"some": {"of": "visit"}},
        {"indefinite": True},
        {"first_of": "visit"},
    ],
)
def test_what_is_asked_of_a_duty_is_no_test_on_a_fact(asked):
    """No duty reads a selection alone: the window and the number were those of whichever had been judged before."""
    (name,) = asked
    wrong = f"where.on_the_day: a fact is what it is whatever duty reads it; write '{name}' into a gate"
    tests = {"on_the_day": {"any": [asked, {"in": "custody"}]}}
    of_set = book(RULE, define={"a": {"of": "visit", "where": tests}}, span=[SPAN])
    assert faults(of_set) == [f"define.a.{wrong}"]
    of_rule = book(RULE | {"met_by": {"any": "visit", "where": tests}}, span=[SPAN])
    assert faults(of_rule) == [f"rule R-1.met_by[0].{wrong}"]
    of_fact = RULE | {"one_per": "visit", "anchor": "start", "gate": asked}
    assert faults(book(of_fact, span=[SPAN])) == []


def test_occurrences_are_read_by_rules_alone_and_nothing_waits_for_what_never_comes():
    asked = {"of": "visit", "where": {"on_the_day": {"not": {"other": {"rule": "R-1"}}}}}
    assert faults(book(RULE, define={"a": asked})) == [
        "define.a.where.on_the_day: events are found before rules are judged; write 'other' into a gate"
    ]
    may = RULE | {"must": False}
    waits = RULE | {"id": "R-2", "one_per": {"occurrence_of": "R-1", "outcome": "missed"}, "anchor": "start"}
    assert faults(book(RULE, waits)) == []
    assert faults(book(may, waits)) == [
        "rule R-2.one_per.outcome: what is only permitted is never missed; write 'met' or 'due'"
    ]
    assert faults(book(may, waits | {"one_per": {"occurrence_of": "R-1", "outcome": "met"}})) == []
    assert (
        faults(
            book(
                may | {"part_of": "R-0"},
                RULE | {"id": "R-3", "part_of": "R-0"},
                waits | {"one_per": {"occurrence_of": "R-0", "outcome": "missed"}},
            )
        )
        == []
    )


def test_fields_are_looked_up_once_every_name_is_defined():
    found = faults(book(RULE | {"one_per": "tripp", "anchor": {"field": "nothing"}}))
    assert len(found) == 1


def test_parts_have_paths():
    select = Select(of=("visit",))
    assert list(parts_of((select, {"a b": select}))) == [select, select]
    assert [path for path, _ in parts_at("x", (select, {"a b": select}))] == ["x[0]", 'x[1]."a b"']
