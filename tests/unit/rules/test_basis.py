"""Parts of a rule that rest on something of their own."""

import attrs
import pytest

from supervise.rules import load_rulebook
from supervise.rules.basis import PARTS, Basis
from supervise.rules.language import Authority, Confidence, Rule
from supervise.rules.reading import key_of
from tests.unit.rules.minimal import ROLLING, RULE, SPAN, book, faults, ruled
from tests.unit.rules.test_checking import found

STOPS = {"suspended": {"in": "custody", "effect": "later of due and", "due": "10 days after end"}}
ASSUMED = {"confidence": "assumed"}


def rests(rule=RULE, /, **parts):
    return ruled(rule | STOPS | {"rests_on": parts})


def test_a_part_says_what_it_rests_on_and_leaves_the_rest_to_the_rule():
    own = load_rulebook(rests(suspended={"authority": "LOCAL"} | ASSUMED)).rule[0]
    assert own.rests_on == {"suspended": Basis(authority=Authority.LOCAL, confidence=Confidence.ASSUMED)}
    assert own.confidences == (Confidence.SEEN, Confidence.ASSUMED)


def test_parts_that_are_assumed_are_counted_with_the_values():
    regime = {"within": "10 days"} | ASSUMED
    data = rests(RULE | {"regime": [regime]} | ASSUMED, suspended=ASSUMED, counting=ASSUMED, anchor={"source": "s"})
    assert load_rulebook(data).assumed == 4
    assert found(data, "assumed") == [("rule R-1", "4 values assumed")]
    assert load_rulebook(rests(suspended={"confidence": "inferred"})).assumed == 0


def test_a_source_of_a_part_must_be_one_of_the_book():
    (fault,) = faults(rests(suspended={"source": "t"}))
    assert fault.startswith("rule R-1.rests_on.suspended.source: no source 't'")


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (
            {"suspend": ASSUMED},
            "rests_on: no part of a rule that may rest on something of its own; did you mean 'suspended'?",
        ),
        ({"regime": ASSUMED}, "rests_on: no part of a rule that may rest on something of its own; known: "),
        ({"change": ASSUMED}, "rests_on.change: the rule has no such part"),
        ({"met_by": ASSUMED}, "rests_on.met_by: the rule has no such part"),
        ({"suspended": {}}, "rests_on.suspended: give 'authority', 'source' or 'confidence'"),
        ({"suspended": {"confidence": "sure"}}, "rests_on.suspended.confidence: unknown word"),
    ],
)
def test_what_would_mean_nothing_is_refused(parts, fault):
    (told,) = faults(rests(**parts))
    assert told.startswith(f"rule[0] R-1.{fault}")


def test_every_part_is_a_key_of_a_rule():
    assert set(PARTS) <= {key_of(field.name) for field in attrs.fields(Rule)}


def test_parts_of_any_cadence_may_be_named():
    rolling = ROLLING | {"while": {"span": "held", "at_end": "lapse"}}
    data = book(rolling | {"rests_on": dict.fromkeys(("while", "met_by", "rebased_by"), ASSUMED)}, span=[SPAN])
    assert load_rulebook(data).assumed == 3
