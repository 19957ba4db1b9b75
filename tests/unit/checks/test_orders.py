"""OR 82: the end of an order, day by day."""

import pytest

from supervise import Severity
from tests.catalogue.people import day, facts, flags, one, shown


def order(last="2026-06-30", **more):
    return {"id": "o1", "kind": "shpo", "made_on": "2021-07-01", "in_force_on": "2021-07-01", "ends_on": last, **more}


def decided(on, for_="o1"):
    return [{"id": "d1", "kind": "order_end", "on": on, "by": "s1", "outcome": "end"} | ({"for": for_} if for_ else {})]


def test_the_example_of_the_check():
    plain = facts(orders=[order()])
    assert flags("OR082", plain, "2025-12-31") == []
    flag = one("OR082", plain, "2026-01-01")
    assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, "R-O1", "o1", day("2026-01-01"))
    assert flag.days_over is None
    assert shown(flag) == {
        "order": "o1",
        "kind": "shpo",
        "last_day": day("2026-06-30"),
        "since": day("2026-01-01"),
    }


@pytest.mark.parametrize(
    ("as_of", "since"),
    [
        ("2026-03-31", "2026-01-01"),
        ("2026-04-01", "2026-04-01"),
        ("2026-05-30", "2026-04-01"),
        ("2026-05-31", "2026-05-31"),
        ("2026-06-30", "2026-05-31"),
    ],
)
def test_each_lead_gives_one_flag_a_new_first_day(as_of, since):
    flag = one("OR082", facts(orders=[order()]), as_of)
    assert (flag.since, flag.identity) == (day(since), "OR082|A1|R-O1|o1")


def test_past_its_last_day_the_order_is_no_longer_ending():
    assert flags("OR082", facts(orders=[order()]), "2026-07-01") == []


def test_leads_are_counted_back_over_29_february():
    plain = facts(orders=[order("2028-03-30")])
    assert flags("OR082", plain, "2027-10-01") == []
    assert one("OR082", plain, "2028-02-29").since == day("2028-02-29")
    assert one("OR082", plain, "2028-02-28").since == day("2027-12-31")


@pytest.mark.parametrize(("on", "count"), [("2025-12-31", 1), ("2026-01-01", 0), ("2026-02-01", 0)])
def test_a_decision_since_the_first_lead_answers_it(on, count):
    plain = facts(orders=[order()], decisions=decided(on))
    assert len(flags("OR082", plain, "2026-02-01")) == count


@pytest.mark.parametrize(("for_", "count"), [("o2", 1), (None, 0)])
def test_a_decision_on_another_order_does_not(for_, count):
    assert len(flags("OR082", facts(orders=[order()], decisions=decided("2026-01-05", for_)), "2026-02-01")) == count


@pytest.mark.parametrize(
    "more", [{"ends_on": None}, {"discharged_on": "2025-11-01"}, {"until_further_order": True, "ends_on": None}]
)
def test_an_order_without_a_known_end_ahead_is_not_ending(more):
    assert flags("OR082", facts(orders=[order(**more)]), "2026-02-01") == []
