"""Court orders: from when to when one is in force, and whether it may last so long."""

import datetime as dt

import pytest

from supervise.engine.obligation import date_of
from supervise.engine.orders import ended_early, item_last_day, order_life, replaced_by
from tests.unit.engine.books import book, day, judged

# ── how long it is in force ─────────────────────────────────────────────────────────────────────────────────────


def _iso(ordinal):
    found = None if ordinal is None else date_of(ordinal)
    return None if found is None else found.isoformat()


def lives(small, *orders, as_of="2026-06-30"):
    """Return the first and last day of each order."""
    found = judged(small, as_of, orders=list(orders))
    return [tuple(map(_iso, order_life(found.timeline, order))) for order in found.offender.orders]


def life(kind=None, **fields):
    """Return the first and last day of an order, of a kind the book describes or not."""
    described = {"kind": ["shpo"], "source": "s", "until_further_order": True}
    small = book() if kind is None else book(order=[described | kind])
    return lives(small, {"id": "o1", "kind": "shpo"} | fields)[0]


def test_an_order_begins_with_the_first_given_of_its_fields():
    dates = {"in_force_on": "2026-03-01", "served_on": "2026-02-01", "made_on": "2026-01-01"}
    assert life(**dates)[0] == "2026-03-01"
    assert life(served_on="2026-02-01", made_on="2026-01-01")[0] == "2026-02-01"
    assert life(made_on="2026-01-01")[0] == "2026-01-01"
    assert life({}, **dates)[0] == "2026-01-01"
    assert life({"start": ["served_on", "made_on"]}, **dates)[0] == "2026-02-01"
    assert life({"start": ["served_on"]}, made_on="2026-01-01") == (None, None)


def test_an_order_of_which_no_day_is_known_replaces_none():
    small = book(order=[{"kind": ["shpo"], "source": "s", "until_further_order": True, "ends_when_replaced": True}])
    first, later = {"id": "o1", "kind": "shpo"}, {"id": "o2", "kind": "shpo", "replaces": "o1"}
    assert lives(small, first, later) == [(None, None), (None, None)]
    assert lives(small, first, later | {"made_on": "2026-02-01"})[0] == (None, "2026-02-01")


def test_an_order_ends_with_the_earliest_of_its_ends():
    made = {"made_on": "2026-01-01"}
    assert life(**made, ends_on="2027-01-01")[1] == "2027-01-01"
    # The day of the discharge is the first no longer in force.
    assert life(**made, ends_on="2027-01-01", discharged_on="2026-12-01")[1] == "2026-11-30"
    assert life(**made, ends_on="2026-11-01", discharged_on="2026-12-01")[1] == "2026-11-01"
    decided = {"main_decided_on": "2026-06-01"}
    assert life(**made, **decided)[1] is None
    ends = {"ends_with": ["main_decided_on"]}
    assert life(ends, **made, **decided, ends_on="2027-01-01")[1] == "2026-06-01"
    assert life(ends, **made, ends_on="2027-01-01")[1] == "2027-01-01"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ends_on": "2027-12-31"}, False),
        ({"ends_on": "2027-12-31", "discharged_on": "2028-01-01"}, False),
        ({"ends_on": "2027-12-31", "discharged_on": "2027-12-31"}, True),
        ({"items": [{"kind": "prohibition", "years": 2}]}, False),
        ({"items": [{"kind": "prohibition", "years": 2}], "discharged_on": "2028-01-01"}, False),
        ({"items": [{"kind": "prohibition", "years": 2}], "discharged_on": "2027-12-31"}, True),
    ],
)
def test_an_order_ended_early_if_it_was_discharged_before_the_day_after_its_last(fields, expected):
    found = judged(book(), "2028-06-30", orders=[{"id": "o1", "kind": "shpo", "made_on": "2026-01-01"} | fields])
    assert ended_early(found.timeline, found.offender.orders[0]) is expected


def test_failing_all_an_order_lasts_as_long_as_its_longest_item():
    items = [{"kind": "prohibition", "years": 2}, {"kind": "foreign_travel", "years": 5}]
    made = {"made_on": "2026-01-01"}
    assert life(**made, items=items) == ("2026-01-01", "2030-12-31")
    assert life(**made, items=items[:1]) == ("2026-01-01", "2027-12-31")
    assert life(items=items) == (None, None)
    assert life(**made, items=items, until_further_order=True)[1] is None
    assert life(**made, items=[*items, {"kind": "prohibition", "until_further_order": True}])[1] is None
    assert life(**made, items=[*items, {"kind": "prohibition"}])[1] is None
    assert life(**made)[1] is None
    assert item_last_day(day("2024-02-29").toordinal(), 1) == day("2025-02-28").toordinal()


REPLACED = {
    "kind": ["shpo"],
    "source": "s",
    "until_further_order": True,
    "start": ["in_force_on", "made_on", "served_on"],
    "ends_when_replaced": True,
}
EARLIER = {"id": "o1", "kind": "shpo", "made_on": "2026-01-01", "ends_on": "2031-12-31"}
LATER = {"id": "o2", "kind": "shpo", "made_on": "2026-06-01", "replaces": "o1"}


@pytest.mark.parametrize(
    ("as_of", "earlier", "later", "last"),
    [
        # Until it is made the end on record stands; from that day it is over with the day.
        ("2026-05-31", {}, {}, "2031-12-31"),
        ("2026-06-01", {}, {}, "2026-06-01"),
        # An end before it was replaced is its end, recorded or not.
        ("2026-06-30", {"ends_on": "2026-05-31"}, {}, "2026-05-31"),
        ("2026-06-30", {"ends_on": None, "items": [{"kind": "prohibition", "years": 5}]}, {}, "2026-06-01"),
        ("2035-06-30", {"ends_on": None, "items": [{"kind": "prohibition", "years": 5}]}, {"made_on": "2031-02-01"}, "2030-12-31"),
        ("2026-06-30", {"ends_on": None, "until_further_order": True}, {}, "2026-06-01"),
        # Discharged on the day on which the other is made: one decision, and nobody is free in between.
        ("2026-05-31", {"discharged_on": "2026-06-01"}, {}, "2026-05-31"),
        ("2026-06-01", {"discharged_on": "2026-06-01"}, {}, "2026-06-01"),
        ("2026-06-30", {"discharged_on": "2026-06-01", "ends_on": None, "until_further_order": True}, {}, "2026-06-01"),
        ("2026-06-30", {"discharged_on": "2026-05-31"}, {}, "2026-05-30"),
        # The same where it is served later: until then the earlier one goes on, whenever in that time it was discharged.
        ("2026-05-31", {"discharged_on": "2026-06-01"}, {"served_on": "2026-08-01"}, "2026-05-31"),
        ("2026-06-01", {"discharged_on": "2026-06-01"}, {"served_on": "2026-08-01"}, "2031-12-31"),
        ("2026-08-01", {"discharged_on": "2026-06-01"}, {"served_on": "2026-08-01"}, "2026-08-01"),
        ("2026-08-01", {"discharged_on": "2026-07-01"}, {"served_on": "2026-08-01"}, "2026-08-01"),
        ("2026-08-01", {"discharged_on": "2026-05-31"}, {"served_on": "2026-08-01"}, "2026-05-30"),
        ("2026-08-01", {"discharged_on": "2026-06-01"}, {"served_on": "2026-08-01", "replaces": None}, "2026-05-31"),
        ("2026-08-01", {"discharged_on": "2026-06-01", "ends_on": "2026-07-15"}, {"served_on": "2026-08-01"}, "2026-07-15"),
        # Made, but not served or not in force yet, it does not take over.
        ("2026-07-31", {}, {"served_on": "2026-08-01"}, "2031-12-31"),
        ("2026-08-01", {}, {"served_on": "2026-08-01"}, "2026-08-01"),
        ("2026-09-30", {}, {"served_on": "2026-08-01", "in_force_on": "2026-09-01"}, "2026-09-01"),
        # What began before it, names itself or nothing, or has no day, replaces nothing.
        ("2026-06-30", {}, {"made_on": "2025-12-31"}, "2031-12-31"),
        ("2026-06-30", {}, {"made_on": "2026-01-01"}, "2026-01-01"),
        ("2026-06-30", {"made_on": None}, {"made_on": "2025-12-31"}, "2025-12-31"),
        ("2026-06-30", {"replaces": "o1"}, {"replaces": None}, "2031-12-31"),
        ("2026-06-30", {}, {"made_on": None}, "2031-12-31"),
    ],
)  # fmt: skip
def test_an_order_lasts_no_longer_than_to_the_day_of_the_one_that_replaces_it(as_of, earlier, later, last):
    assert lives(book(order=[REPLACED]), EARLIER | earlier, LATER | later, as_of=as_of)[0][1] == last


def test_of_several_that_replace_it_the_first_ends_it():
    found = judged(
        book(order=[REPLACED]), "2026-12-31", orders=[EARLIER, LATER | {"id": "o3", "made_on": "2026-09-01"}, LATER]
    )
    assert replaced_by(found.timeline, found.offender.orders[0]) == ("o2", day("2026-06-01").toordinal())


CIRCLE = "it replaces the order that replaces it"


def of_circle(*orders, kind=()):
    found = judged(book(order=[REPLACED | dict(kind)]), "2026-12-31", orders=list(orders))
    return [
        (_iso(order_life(found.timeline, order)[1]), each.why)
        for order, each in zip(found.offender.orders, found.orders, strict=True)
    ]


def test_orders_that_replace_each_other_end_neither():
    """Of one day each would have ended the other, and nothing would have been in force from then on."""
    one, other = EARLIER | {"replaces": "o2"}, LATER | {"made_on": "2026-01-01", "ends_on": "2032-12-31"}
    assert of_circle(one, other) == [("2031-12-31", CIRCLE), ("2032-12-31", CIRCLE)]
    # One that begins before it does not replace it: the days say which of the two came first.
    assert of_circle(one, other | {"made_on": "2026-06-01"}) == [("2026-06-01", ""), ("2032-12-31", "")]
    # Each takes over when the other has begun.
    late = other | {"made_on": "2026-02-01", "in_force_on": "2026-02-15"}
    assert of_circle(one | {"in_force_on": "2026-01-01", "served_on": "2026-03-01"}, late) == [
        ("2031-12-31", CIRCLE),
        ("2032-12-31", CIRCLE),
    ]
    # Of a kind that outlasts what replaces it nothing is said.
    assert of_circle(one, other, kind={"ends_when_replaced": False}) == [("2031-12-31", ""), ("2032-12-31", "")]


def test_a_circle_of_several_orders_ends_none_of_them_but_what_hangs_on_it():
    ring = [
        {"id": f"o{place}", "kind": "shpo", "made_on": "2026-01-01", "until_further_order": True} for place in range(4)
    ]
    names = ("o1", "o2", "o0", None)
    orders = [each | {"replaces": name} for each, name in zip(ring, names, strict=True)]
    assert of_circle(*orders) == [(None, CIRCLE)] * 3 + [(None, "")]
    # A chain is no circle: of those made on one day the last to replace stands.
    chain = of_circle(*orders[:2], orders[2] | {"replaces": "o3"}, orders[3])
    assert chain == [(None, ""), *[("2026-01-01", "")] * 3]
    # One that replaces one of a circle stands outside of it.
    tail = [orders[0], orders[1] | {"replaces": "o0"}, orders[2] | {"replaces": "o0"}]
    assert of_circle(*tail) == [("2026-01-01", CIRCLE), (None, CIRCLE), (None, "")]


def test_only_a_kind_that_says_so_ends_when_it_is_replaced():
    assert lives(book(order=[REPLACED | {"ends_when_replaced": False}]), EARLIER, LATER)[0][1] == "2031-12-31"
    assert lives(book(), EARLIER, LATER)[0][1] == "2031-12-31"


# ── whether it may last so long ─────────────────────────────────────────────────────────────────────────────────

KIND = {
    "kind": ["shpo"],
    "source": "s",
    "until_further_order": False,
    "minimum": "2 years",
    "maximum": "5 years",
    "travel_maximum": "3 years",
}


def verdict(kind=None, **fields):
    order = {"id": "o", "kind": "shpo", "made_on": "2026-01-01"} | fields
    merged = {name: value for name, value in (KIND | (kind or {})).items() if value is not None}
    (found,) = judged(book(order=[merged]), "2026-01-10", orders=[order]).orders
    assert found.id == "o"
    assert found.valid is (found.why == "")
    return found.why, None if found.last_day is None else found.last_day.isoformat()


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        ("2027-12-30", "shorter than 2 years"),
        ("2027-12-31", ""),
        ("2030-12-31", ""),
        ("2031-01-01", "longer than 5 years"),
    ],
)
def test_an_order_may_be_too_short_or_too_long(ends, why):
    assert verdict(ends_on=ends) == (why, ends)


def test_a_kind_without_bounds_lets_any_length_pass():
    unbounded = {"kind": ["shpo"], "source": "s", "until_further_order": False}
    for ends in ("2026-01-02", "2099-01-01"):
        order = {"id": "o", "kind": "shpo", "made_on": "2026-01-01", "ends_on": ends}
        (found,) = judged(book(order=[unbounded]), "2026-01-10", orders=[order]).orders
        assert (found.valid, found.last_day) == (True, dt.date.fromisoformat(ends))
    items = [{"kind": "prohibition", "years": 99}, {"kind": "foreign_travel", "years": 99}]
    order = {"id": "o", "kind": "shpo", "made_on": "2026-01-01", "items": items}
    (found,) = judged(book(order=[unbounded]), "2026-01-10", orders=[order]).orders
    assert found.valid


BOUNDS_THEN = {"earlier": [
    {"before": dt.date(2010, 4, 1), "maximum": "6 months", "minimum": "1 month"},
    {"before": dt.date(2014, 4, 1), "maximum": "4 years", "travel_maximum": "6 months"},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"made_on": "2010-03-31", "ends_on": "2010-09-29"}, ""),
        ({"made_on": "2010-03-31", "ends_on": "2010-10-01"}, "longer than 6 months"),
        ({"made_on": "2010-03-31", "ends_on": "2010-04-29"}, "shorter than 1 month"),
        ({"made_on": "2010-04-01", "ends_on": "2014-03-31"}, ""),
        ({"made_on": "2010-04-01", "ends_on": "2014-04-01"}, "longer than 4 years"),
        ({"made_on": "2014-03-31", "ends_on": "2016-03-29"}, "shorter than 2 years"),
        ({"made_on": "2014-04-01", "ends_on": "2019-03-31"}, ""),
        ({"made_on": "2010-03-31", "items": [{"kind": "foreign_travel", "years": 3}]}, ""),
        ({"made_on": "2010-04-01", "items": [{"kind": "foreign_travel", "years": 1}]}, "longer than 6 months"),
        ({"made_on": "2014-04-01", "items": [{"kind": "foreign_travel", "years": 1}]}, ""),
        # Of an order whose making is not recorded the first day stands in; of one without any day it is the law of now.
        ({"made_on": None, "served_on": "2010-03-31", "ends_on": "2010-10-01"}, "longer than 6 months"),
        ({"made_on": None, "items": [{"kind": "foreign_travel", "years": 3}]}, ""),
    ],
)
def test_an_order_is_judged_by_the_bounds_of_the_day_it_was_made(order, why):
    assert verdict(BOUNDS_THEN | {"start": ["made_on", "served_on"]}, **order)[0] == why


def test_an_order_without_a_start_or_an_end_has_no_length_to_judge():
    assert verdict() == ("", None)
    order = {"id": "o", "kind": "shpo", "ends_on": "2026-01-02"}
    (found,) = judged(book(order=[KIND]), "2026-01-10", orders=[order]).orders
    assert found.valid


def test_until_further_order_is_for_kinds_that_allow_it():
    assert verdict(until_further_order=True) == ("until further order is not allowed", None)
    assert verdict({"until_further_order": True}, until_further_order=True) == ("", None)
    item = [{"kind": "prohibition", "until_further_order": True}]
    assert verdict(items=item)[0] == "until further order is not allowed"
    assert verdict({"until_further_order": True}, items=item)[0] == ""


def test_a_travel_ban_with_a_maximum_of_its_own_is_never_until_further_order():
    items = [{"kind": "prohibition", "years": 3}, {"kind": "foreign_travel", "until_further_order": True}]
    assert verdict({"until_further_order": True}, items=items)[0] == "until further order is not allowed"
    assert verdict({"until_further_order": True, "travel_maximum": None}, items=items)[0] == ""


def test_items_that_do_not_say_how_long_last_as_long_as_the_order():
    items = [{"kind": "prohibition"}, {"kind": "requirement"}]
    assert verdict(items=items, ends_on="2027-12-30")[0] == "shorter than 2 years"
    assert verdict(items=items, ends_on="2031-01-01")[0] == "longer than 5 years"
    assert verdict(items=items, ends_on="2027-12-31")[0] == ""
    # How long a travel ban lasts beside them is not known from the end of the order.
    travel = {"kind": "foreign_travel"}
    assert verdict(items=[travel, *items], ends_on="2031-01-01")[0] == ""
    assert verdict({"until_further_order": True}, items=[travel, *items], until_further_order=True)[0] == ""
    assert verdict(items=[travel], ends_on="2026-12-31")[0] == ""
    assert verdict({"travel_maximum": None}, items=[travel], ends_on="2026-12-31")[0] == "shorter than 2 years"


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"ends_on": "2028-12-31"}, ""),
        ({"ends_on": "2029-01-01"}, "longer than 3 years"),
        ({"until_further_order": True}, "until further order is not allowed"),
        ({}, ""),
    ],
)
def test_a_travel_ban_that_is_all_of_an_order_lasts_as_long_as_the_order(order, why):
    bans = [{"kind": "foreign_travel"}, {"kind": "foreign_travel", "check_every": "1 month"}]
    assert verdict({"until_further_order": True}, items=bans[:1], **order)[0] == why
    assert verdict({"until_further_order": True}, items=bans, **order)[0] == why
    # What it says of its own time goes before.
    own = [bans[0], {"kind": "foreign_travel", "years": 2}]
    assert verdict({"until_further_order": True}, items=own, **order)[0] == ""


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"kind": "prohibition", "years": 1}, "shorter than 2 years"),
        ({"kind": "prohibition", "years": 2}, ""),
        ({"kind": "prohibition", "years": 5}, ""),
        ({"kind": "prohibition", "years": 6}, "longer than 5 years"),
        ({"kind": "prohibition"}, ""),
        ({"kind": "foreign_travel", "years": 1}, ""),
        ({"kind": "foreign_travel", "years": 3}, ""),
        ({"kind": "foreign_travel", "years": 4}, "longer than 3 years"),
    ],
)
def test_items_have_their_own_bounds(item, why):
    assert verdict(items=[item])[0] == why
    assert verdict(items=[{"kind": "prohibition", "years": 3}, item])[0] == why
    # With items the order itself has none to keep.
    assert verdict(items=[{"kind": "prohibition", "years": 3}], ends_on="2026-01-02")[0] == ""


def test_without_its_own_bound_travel_has_that_of_the_order():
    order = {"id": "o", "kind": "shpo", "made_on": "2026-01-01", "items": [{"kind": "foreign_travel", "years": 4}]}
    kind = {name: value for name, value in KIND.items() if name != "travel_maximum"}
    (found,) = judged(book(order=[kind]), "2026-01-10", orders=[order]).orders
    assert found.valid
    order["items"][0]["years"] = 1
    (found,) = judged(book(order=[kind]), "2026-01-10", orders=[order]).orders
    assert found.why == "shorter than 2 years"


def test_a_kind_the_book_does_not_describe_is_not_judged():
    order = {"id": "o", "kind": "sro", "made_on": "2026-01-01", "ends_on": "2026-01-02"}
    (found,) = judged(book(order=[KIND]), "2026-01-10", orders=[order]).orders
    assert (found.valid, found.why) == (True, "")
    (found,) = judged({}, "2026-01-10", orders=[{"id": "o"}]).orders
    assert (found.valid, found.last_day) == (True, None)
