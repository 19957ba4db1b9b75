"""The rulebook as it is judged with."""

import pytest

from supervise.rules import load_rulebook
from supervise.rules.language import Confidence
from tests.unit.rules.minimal import RULE, SPAN, book, faults

ASSUMED = {"confidence": "assumed"}


def test_a_book_has_a_reference_and_rules_by_published_id():
    part = RULE | {"id": "R-1-other", "part_of": "R-1"}
    own = load_rulebook(book(RULE, part, RULE | {"id": "R-2"}))
    assert own.ref == "own@2026.1"
    assert [rule.id for rule in own.rules_named("R-1")] == ["R-1", "R-1-other"]
    assert own.rules_named("R-9") == ()


def test_every_assumed_value_is_counted():
    own = load_rulebook(
        book(
            RULE | ASSUMED | {"regime": [{"within": "3 days", **ASSUMED}]},
            RULE | {"id": "R-2"},
            span=[SPAN | ASSUMED],
            order=[{"kind": "shpo", "source": "s", "until_further_order": True, **ASSUMED}],
            derive=[{"id": "e", "kind": "first", "of": "visit", "per": "held", "source": "s", **ASSUMED}],
            thresholds={
                "a": {"value": 1, "source": "s", **ASSUMED},
                "b": {"value": 1, "source": "s", "confidence": "seen"},
            },
        )
    )
    assert own.assumed == 6


def test_thresholds_are_read_by_name():
    own = load_rulebook(book(thresholds={"a": {"value": {"high": 3, "low": 9}, "source": "s", "confidence": "memory"}}))
    assert own.threshold("a") == {"high": 3, "low": 9}
    assert own.thresholds["a"].confidence is Confidence.MEMORY
    with pytest.raises(KeyError):
        own.threshold("b")


def test_the_time_zone_exists():
    data = book()
    data["conventions"] = data["conventions"] | {"zone": "Europe/Londres"}
    assert faults(data) == ["conventions.zone: not in the time zone database; write an IANA name (Area/City)"]
