"""What a rule asks of the thing it hangs on, where that is another."""

import pytest

from tests.unit.rules.minimal import RULE, SPAN, book
from tests.unit.rules.test_checking import found

MISSED = {"occurrence_of": "R-0", "outcome": "missed"}
BASE = RULE | {"id": "R-0", "one_per": "event.k"}
AN_OCCURRENCE = "is no 'event.k': an occurrence of another rule is an event of its own"
DERIVED = [
    {"id": "third", "kind": "series", "of": "event.k", "reach": 3, "reset_by": "visit", "source": "s"},
    {"id": "next", "kind": "first", "of": "event.l", "also": "event.k", "per": "held", "source": "s"},
    {"id": "grown", "kind": "age", "reach": 18, "source": "s"},
]
DEFINED = {"either": {"of": ["event.k", "trip"]}, "mine": {"of": "event.k"}}


def told(kind, **rule):
    """What is found of a rule in a book with names for events."""
    rule = RULE | rule
    return [what for _, what in found(book(BASE, rule, span=[SPAN], derive=DERIVED, define=DEFINED), kind)]


@pytest.mark.parametrize(
    ("one_per", "first_of", "what"),
    [
        ("event.k", "event.k", None),
        ("event.k", "event", None),
        ("event", "event.k", None),
        ("mine", "event.k", None),
        ("event.k", "either", None),
        ("third", "event.k", None),
        ("event.k", "next", None),
        # What the book makes of nothing, and ends of states, may be of any facts.
        ("event.k", "grown", None),
        ({"end_of": "custody"}, "event.k", None),
        ("end.custody", "event.k", None),
        ({"span": "held"}, "registration.conviction", None),
        ("event.k", "event.l", "is no 'event.l', and so never the first: it hangs on 'event.k'"),
        ("event.k", "trip", "is no 'trip', and so never the first: it hangs on 'event.k'"),
        ("either", "event.l", "is no 'event.l', and so never the first: it hangs on 'event.k' or 'trip'"),
        ("third", "event.l", "is no 'event.l', and so never the first: it hangs on 'event.k'"),
        ({"span": "held"}, "event.k", "is no 'event.k', and so never the first: it hangs on 'registration'"),
        (MISSED, "event.k", AN_OCCURRENCE),
    ],
)
def test_what_a_duty_hangs_on_is_the_first_only_of_what_it_is(one_per, first_of, what):
    for gate in ({"first_of": first_of}, {"not": {"any": [{"first_of": first_of}, {"first_of": first_of}]}}):
        assert told("never the first", one_per=one_per, gate=gate) == ([] if what is None else [what])


def test_it_is_asked_in_a_regime_as_well():
    regimes = [{"when": {"first_of": "trip"}, "within": "3 days"}, {"within": "9 days"}]
    rule = {"one_per": "event.k", "regime": regimes, "change": {"any": "at the next anchor"}}
    assert len(told("never the first", **rule)) == 1


ORDERS = SPAN | {"one_per": "order.shpo", "start": {"field": "made_on"}}
NO_EXTENT = "has no extent of the span 'held': it hangs on 'order.notification_order', the span on 'order.shpo'"
OF_ALL = "hangs on 'event.k', the span 'held' on 'order.shpo': of all its extents the last to end counts"


@pytest.mark.parametrize(
    ("one_per", "kind", "what"),
    [
        ("order.shpo", None, None),
        ("order", None, None),
        ("offender", None, None),
        ({"span": "held"}, None, None),
        ({"each": "order.notification_order", "key": "for"}, None, None),
        ("order.notification_order", "another's end", NO_EXTENT),
        ("event.k", "last of all ends", OF_ALL),
        (MISSED, "last of all ends", OF_ALL),
    ],
)
def test_the_end_of_a_span_is_that_of_what_a_duty_hangs_on(one_per, kind, what):
    rule = RULE | {"one_per": one_per, "anchor": {"later_of": ["start", {"span_end": "held"}]}}
    if one_per == "offender":
        rule["anchor"] = {"span_end": "held"}
    data = book(BASE, rule, span=[ORDERS])
    for each in ("another's end", "last of all ends"):
        assert found(data, each) == ([("rule R-1.anchor", what)] if each == kind else [])
