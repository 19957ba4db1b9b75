"""States that some rules of a duty speak of and others do not, and states a rule speaks of twice."""

import pytest

from tests.unit.rules.minimal import RULE, SPAN, book
from tests.unit.rules.test_checking import found

MET = RULE | {"met_by": "visit"}
STATES = {"standard": ["custody", "hospital"], "inside": ["standard", "abroad"]}


def stops(*states):
    return {"suspended": {"in": list(states), "effect": "later of due and", "due": "10 days after end"}}


def in_part(*rules):
    named = [rule | {"id": f"R-{place + 1}"} for place, rule in enumerate(rules)]
    return found(book(*named, states=STATES, span=[SPAN]), "state in part")


def test_a_state_that_a_rule_met_by_the_same_is_suspended_in_is_told():
    assert in_part(MET | stops("custody", "hospital"), MET | stops("custody"), MET) == [
        ("rule R-2.suspended", "does not speak of 'hospital', and rule R-1 does"),
        ("rule R-3.suspended", "does not speak of 'custody', 'hospital', and rule R-1 does"),
    ]


def test_a_state_is_told_once_by_the_first_rule_that_has_it():
    assert in_part(MET, MET | stops("custody"), MET | stops("custody", "abroad")) == [
        ("rule R-1.suspended", "does not speak of 'custody', and rule R-2 does"),
        ("rule R-1.suspended", "does not speak of 'abroad', and rule R-3 does"),
        ("rule R-2.suspended", "does not speak of 'abroad', and rule R-3 does"),
    ]


def test_parts_of_one_duty_belong_together_whatever_meets_them():
    parts = (RULE | {"part_of": "R"} | stops("custody"), MET | {"part_of": "R"})
    assert in_part(*parts) == [("rule R-2.suspended", "does not speak of 'custody', and rule R-1 does")]


def test_a_named_set_stands_for_the_states_in_it():
    assert in_part(MET | stops("custody", "hospital", "abroad"), MET | stops("inside")) == []
    assert in_part(MET | stops("inside"), MET | stops("standard")) == [
        ("rule R-2.suspended", "does not speak of 'abroad', and rule R-1 does")
    ]


@pytest.mark.parametrize(
    "spoken",
    [
        {"gate": {"not_in": ["custody"]}},
        {"gate": {"any": [{"in": ["custody"]}, {"mode": "active"}]}},
        {"while": {"span": "held", "not_in": ["custody"], "at_end": "lapse"}},
        {
            "regime": [{"when": {"in": ["custody"]}, "within": "20 days"}, {"within": "10 days"}],
            "change": {"any": "at the next anchor"},
        },
    ],
)
def test_a_rule_may_speak_of_a_state_in_other_ways(spoken):
    assert in_part(MET | stops("custody"), MET | spoken) == []


@pytest.mark.parametrize(
    "other",
    [
        MET | {"must": False},
        MET | {"duty_of": "offender"},
        RULE | {"met_by": "notification"},
        RULE,
    ],
    ids=["permitted", "of another", "met by something else", "met by nothing"],
)
def test_rules_that_do_not_belong_together_may_differ(other):
    assert in_part(MET | stops("custody"), other) == []
    assert in_part(RULE | stops("custody"), RULE) == []


def twice(rule):
    return found(book(rule, states=STATES, span=[SPAN]), "state twice")


def test_a_state_in_two_entries_is_told_and_where():
    first, second = stops("custody", "abroad")["suspended"], stops("inside")["suspended"]
    assert twice(MET | {"suspended": [first, second]}) == [
        ("rule R-1.suspended[1].in", "an entry before it is about 'custody', 'abroad' as well")
    ]
    assert twice(MET | {"suspended": [first, stops("hospital")["suspended"]]}) == []


def test_a_state_that_ends_the_duty_leaves_nothing_to_suspend():
    ends = {"while": {"span": "held", "not_in": ["standard"], "at_end": "lapse"}}
    assert twice(MET | ends | stops("abroad", "hospital")) == [
        ("rule R-1.suspended[0].in", "'not_in' of 'while' ends the duty in 'hospital': nothing is left to suspend")
    ]
    assert twice(MET | ends | stops("abroad")) == []


BORN = {"one_per": "offender", "anchor": {"birthday": 30}}
GRID = {"cadence": "grid", "late": "fills the current", "regime": [{"every": "1 month"}]}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, True),
        ({"one_per": "offender", "anchor": {"first": "visit"}}, True),
        ({"one_per": "offender", "anchor": "start"}, True),
        ({"one_per": {"run_of": "abroad"}, "anchor": "start"}, True),
        # A date of before, or an occasion that opened before, may be pending when the state is over.
        (BORN, False),
        ({"one_per": {"run_of": "abroad"}, "anchor": {"birthday": 30}}, False),
        ({"one_per": {"gap_of": "abroad"}, "anchor": {"birthday": 30}}, False),
        (GRID | {"one_per": "offender", "anchor": {"first": "visit"}}, False),
        ({"anchor": {"birthday": 30}}, True),
    ],
)
def test_what_was_pending_before_a_state_may_be_suspended_in_it(changes, told):
    ends = {"while": {"span": "held", "not_in": ["hospital"], "at_end": "lapse"}}
    assert bool(twice(MET | ends | stops("hospital") | changes)) == told


def test_what_goes_on_after_a_state_may_be_suspended_in_it():
    ends = {"while": {"span": "held", "not_in": ["hospital"], "at_end": "lapse", "resumes": True}}
    assert twice(MET | ends | stops("hospital")) == []
    across = ROLLS | {"one_per": "offender", "anchor": {"last": "visit", "across_gaps": True}}
    assert twice(across | {"while": ends["while"] | {"resumes": False}} | stops("hospital")) == []
    last = ROLLS | {"one_per": "offender", "anchor": {"last": "visit"}}
    assert len(twice(last | {"while": ends["while"] | {"resumes": False}} | stops("hospital"))) == 1


ROLLS = MET | {
    "anchor": {"first": "visit"},
    "cadence": "rolling",
    "rebased_by": "what meets it",
    "regime": [{"every": "10 days"}],
}


def for_good(rule, *states, resumes=False):
    ends = {"while": {"span": "held", "not_in": list(states), "at_end": "lapse", "resumes": resumes}}
    return found(book(rule | ends, states=STATES, span=[SPAN]), "ends for good")


def test_what_repeats_for_one_thing_ends_with_a_state_that_may_pass():
    said = "what the duty hangs on has none any more from the first day in {}, also when that has ended"
    path = "rule R-1.while.not_in"
    each = ROLLS | {"one_per": "registration"}
    assert for_good(each, "deceased", "custody", "abroad") == [(path, said.format("'custody', 'abroad'"))]
    assert for_good(ROLLS | {"one_per": {"span": "held"}}, "custody") == [(path, said.format("'custody'"))]
    assert for_good(ROLLS | {"one_per": {"span": "held"}}, "custody", resumes=True) == []
    across = ROLLS | {"one_per": {"span": "held"}, "anchor": {"last": "visit", "across_gaps": True}}
    assert for_good(across, "custody") == []
    assert for_good(each, "deceased") == []
    # Of an offender there is a case for each stretch of days; what falls due once does not come back.
    assert for_good(ROLLS | {"one_per": "offender"}, "custody") == []
    assert for_good(MET | {"one_per": "registration"}, "custody") == []


def nobody(rule):
    return found(book(rule, states=STATES, span=[SPAN]), "nobody has it")


def test_what_hangs_on_a_state_in_which_it_has_ended_is_told():
    run = MET | {"one_per": {"run_of": "standard"}, "while": {"not_in": ["inside"], "at_end": "lapse"}}
    what = "the duty hangs on a stretch in 'custody', 'hospital', and has ended in it"
    assert nobody(run) == [("rule R-1.while.not_in", what)]
    # In a part of the state there is none; in the other there is.
    assert nobody(run | {"while": {"not_in": ["hospital"], "at_end": "lapse"}}) == []
    assert nobody(run | {"one_per": {"gap_of": "standard"}}) == []
    assert nobody({key: run[key] for key in run if key != "while"}) == []


def test_what_hangs_on_a_state_and_is_left_out_in_it_is_told():
    run = MET | GRID | {"one_per": {"run_of": "custody"}, "counting": "after"}
    left = {"suspended": [{"in": "abroad", "effect": "runs on"}, {"in": "standard", "effect": "skip", "if": IF}]}
    what = "the duty hangs on a stretch in 'custody', and each occurrence in it is left out"
    assert nobody(run | left) == [("rule R-1.suspended[1].in", what)]
    assert nobody(run | {"suspended": {"in": "custody", "effect": "runs on"}}) == []
    assert nobody(run | left | {"one_per": {"run_of": "inside"}}) == []


IF = "due day ends inside"
RESUMED = {"span": "held", "not_in": ["standard"], "at_end": "lapse", "resumes": True}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"gate": {"in": "hospital"}}, True),
        ({"gate": {"all": [{"level": "low"}, {"in": ["custody", "hospital"]}]}}, True),
        ({"gate": {"in": "hospital"}, "anchor": {"first": "visit"}}, True),
        ({"gate": {"in": "hospital"}, "anchor": {"birthday": 30}} | GRID, True),
        ({"gate": {"in": ["hospital", "abroad"]}}, False),
        ({"gate": {"not_in": "hospital"}}, False),
        ({"gate": {"any": [{"level": "low"}, {"in": "hospital"}]}}, False),
        # The day it is asked on may lie outside the case.
        ({"gate": {"in": "hospital"}, "anchor": {"birthday": 30}}, False),
        ({"gate": {"in": "hospital"}, "anchor": {"start": True, "offset": "1 month"}}, False),
        # What resumes has the days of the state, too: what happened in custody is asked for after it.
        ({"gate": {"in": "hospital"}, "one_per": "visit", "while": RESUMED}, False),
        ({"gate": {"in": "hospital"}, "one_per": "visit", "while": RESUMED} | GRID, False),
    ],
)
def test_a_gate_that_asks_for_a_state_in_which_the_duty_has_ended_is_told(changes, told):
    ends = {"while": {"span": "held", "not_in": ["standard"], "at_end": "lapse"}}
    what = [("rule R-1.gate.in", "'not_in' of 'while' ends the duty in {}")] if told else []
    assert [path for path, _ in nobody(MET | ends | changes)] == [path for path, _ in what]
