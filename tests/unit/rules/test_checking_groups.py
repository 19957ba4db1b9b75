"""Groups whose rules never have a key in common."""

import pytest

from tests.unit.rules.minimal import RULE, SPAN, book
from tests.unit.rules.test_checking import found

DEFINE = {"leaving": {"of": ["trip"]}, "seen": {"of": ["visit.seen"]}}
DERIVE = [{"id": "third", "kind": "count", "of": "trip", "reach": 3, "source": "s"}]


def apart(first, second, governs="the earliest due"):
    rules = (RULE | {"one_per": first}, RULE | {"id": "R-2", "one_per": second}, RULE | {"id": "R-3"})
    group = [{"id": "g", "of": ["R-1", "R-2"], "governs": governs}]
    return found(book(*rules, group=group, define=DEFINE, derive=DERIVE, span=[SPAN]), "keys apart")


def says(first, second):
    return [
        ("group g.of", f"rule R-1 has a key for {first}, and rule R-2 for {second}: neither governs the other"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("offender", "trip", ("the offender", "trips")),
        ({"gap_of": "custody"}, "order.shpo", ("the offender", "orders")),
        ("leaving", "seen", ("trips", "visits")),
        ({"each": {"of": ["trip", "visit"]}}, "order", ("trips, visits", "orders")),
        ({"span": "held"}, "order", ("registrations", "orders")),
        ({"occurrence_of": "R-3", "outcome": "due"}, "visit", ("trips", "visits")),
        ({"each": "address", "key": "address_id"}, "address", ("'address_id'", "addresses")),
    ],
)
def test_rules_that_hang_on_different_things_never_govern_each_other(first, second, named):
    assert apart(first, second) == says(*named)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("offender", "offender"),
        ("offender", {"gap_of": "custody"}),
        ("order.shpo", "order"),
        ("leaving", {"each": {"of": ["trip", "visit"]}}),
        ({"span": "held"}, "registration"),
        ({"each": "address", "key": "address_id"}, {"each": "stay", "key": "address_id"}),
        ({"occurrence_of": "R-3", "outcome": "due"}, "trip"),
    ],
)
def test_rules_that_may_have_a_key_in_common_are_as_they_should_be(first, second):
    assert apart(first, second) == []


@pytest.mark.parametrize("one_per", ["third", {"run_of": "custody"}, {"end_of": "custody"}, "end.custody"])
def test_where_the_key_cannot_be_told_nothing_is_said(one_per):
    assert apart(one_per, "visit") == []
    assert apart("offender", one_per) == []


def test_a_group_in_which_all_apply_compares_nothing():
    assert apart("offender", "trip", governs="all apply") == []


def test_each_pair_is_told():
    rules = [RULE | {"id": f"R-{each}", "one_per": each} for each in ("trip", "visit", "order")]
    group = [{"id": "g", "of": ["R-trip", "R-visit", "R-order"], "governs": "the laxest due"}]
    assert len(found(book(*rules, group=group), "keys apart")) == 3
