"""OR 82-84: the end of an order, day by day; how long it may last; whether its conditions are checked."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, LAW, day, facts, flags, judged, one, shown, visit


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


class TestConflict:
    @pytest.mark.parametrize(("last", "count"), [("2026-06-29", 1), ("2026-06-30", 0), ("2026-07-01", 0)])
    def test_five_years_are_the_least(self, last, count):
        assert len(flags("OR083", facts(orders=[order(last)]), "2025-01-01")) == count

    def test_it_says_why(self):
        flag = one("OR083", facts(orders=[order("2025-06-30")]), "2025-01-01", book=LAW)
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "o1", day("2021-07-01"))
        assert flag.days_over is None
        assert shown(flag) == {
            "order": "o1",
            "kind": "shpo",
            "in_force_from": day("2021-07-01"),
            "ends_on": day("2025-06-30"),
            "why": "shorter than 5 years",
        }
        assert "(shorter than 5 years)" in flag.message

    @pytest.mark.parametrize(("last", "count"), [("2029-02-27", 1), ("2029-02-28", 0)])
    def test_five_years_beginning_with_29_february(self, last, count):
        plain = facts(orders=[order(last, made_on="2024-02-29", in_force_on="2024-02-29")])
        assert len(flags("OR083", plain, "2026-01-01")) == count

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({}, "no last day, and nothing says until further order"),
            ({"until_further_order": True}, None),
            ({"discharged_on": "2030-01-01"}, None),
            ({"items": [{"kind": "prohibition", "years": 5}]}, None),
            ({"items": [{"kind": "prohibition", "until_further_order": True}]}, None),
            ({"items": [{"kind": "prohibition"}]}, "no last day, and nothing says until further order"),
            ({"items": [{"kind": "foreign_travel", "years": 6}]}, "longer than 5 years"),
            ({"kind": "interim_shpo"}, None),
            ({"kind": "interim_shpo", "until_further_order": True}, "until further order is not allowed"),
            ({"kind": "notification_order"}, None),
        ],
    )
    def test_an_end_is_needed_unless_the_order_says_until_further_order(self, more, why):
        plain = {name: value for name, value in order(**more).items() if name != "ends_on"}
        found = flags("OR083", facts(orders=[plain]), "2025-01-01")
        assert [shown(flag)["why"] for flag in found] == ([] if why is None else [why])

    @pytest.mark.parametrize(
        ("as_of", "count"), [("2021-06-30", 0), ("2021-07-01", 1), ("2025-06-30", 1), ("2025-07-01", 0)]
    )
    def test_only_while_it_is_in_force(self, as_of, count):
        assert len(flags("OR083", facts(orders=[order("2025-06-30")]), as_of)) == count

    def test_its_last_day_is_watched(self):
        plain = facts(orders=[order("2025-01-10")], visits=[visit("v1", "2025-01-02")])
        assert judged(plain, "2025-01-10").stable_until == day("2025-01-11")

    def test_an_order_without_a_day_or_a_kind_says_nothing(self):
        plain = [{"id": "o1", "kind": "shpo"}, {"id": "o2", "made_on": "2021-07-01"}]
        assert flags("OR083", facts(orders=plain), "2025-01-01") == []


def devices(kind="device_check", **more):
    items = [{"kind": "prohibition"}, {"kind": kind}]
    return order(None, until_further_order=True, items=items, **more) | {"ends_on": "2031-06-30"}


def visited(*days, **more):
    """Seen at home on these days for nothing in particular, under an order of July 2021."""
    visits = [visit(f"v{place}", on) for place, on in enumerate(days, start=1)]
    return facts(visits=visits, orders=[devices()], **more)


class TestUnchecked:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-01", 0), ("2026-03-02", 1), ("2026-03-03", 1)])
    def test_from_the_second_visit_without_a_check(self, as_of, count):
        assert len(flags("OR084", visited("2026-01-02", "2026-03-02"), as_of)) == count

    def test_it_shows_the_visits(self):
        days = ("2021-06-30", "2021-07-01", "2023-01-02", "2024-02-29")
        flag = one("OR084", visited(*days), "2026-01-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "o1", day("2023-01-02"))
        assert shown(flag) == {
            "order": "o1",
            "conditions": ("device_check",),
            "last_check": None,
            "visits_since": ("v2", "v3", "v4"),
        }

    @pytest.mark.parametrize(
        ("checked", "count"),
        [("2021-06-30", 1), ("2024-02-28", 1), ("2024-02-29", 0), ("2024-05-01", 0), ("2026-03-02", 1)],
    )
    def test_an_event_on_or_after_the_first_of_the_two_is_a_check(self, checked, count):
        event = [{"id": "e2", "kind": "device_check", "on": checked}, {"id": "e3", "kind": "device_check"}]
        plain = visited("2024-02-29", "2024-06-01", events=event)
        assert len(flags("OR084", plain, "2026-03-01")) == count

    @pytest.mark.parametrize(
        ("outcome", "place", "count"), [("seen", "home", 0), ("seen", "station", 0), ("no_reply", "home", 1)]
    )
    def test_so_is_a_visit_to_detect_offences_if_the_offender_was_seen(self, outcome, place, count):
        plain = visited("2026-01-02", "2026-03-02")
        plain["visits"].append(visit("v9", "2026-02-01", outcome, place=place, purposes=["detect_offence"]))
        assert len(flags("OR084", plain, "2026-03-02")) == count

    def test_after_a_check_the_visits_are_counted_anew(self):
        event = [{"id": "e2", "kind": "device_check", "on": "2026-01-02"}]
        flag = one("OR084", visited("2025-06-02", "2026-01-02", "2026-02-02", "2026-03-02", events=event), "2026-04-01")
        assert (flag.since, shown(flag)["last_check"]) == (day("2026-03-02"), day("2026-01-02"))

    def test_of_several_checks_the_last_counts(self):
        events = [{"id": f"e{on}", "kind": "device_check", "on": on} for on in ("2025-06-01", "2026-01-02")]
        plain = visited("2025-06-02", "2026-01-02", "2026-02-02", events=events)
        assert flags("OR084", plain, "2026-04-01") == []

    @pytest.mark.parametrize("more", [{"outcome": "no_reply"}, {"place": "station"}])
    def test_attempts_and_contacts_elsewhere_are_no_visits(self, more):
        plain = visited("2026-01-02")
        plain["visits"].append({**visit("v9", "2026-03-02"), **more})
        assert flags("OR084", plain, "2026-03-02") == []

    @pytest.mark.parametrize(
        ("one_order", "count"),
        [
            (devices("electronic_monitoring"), 1),
            (devices("requirement"), 0),
            ({**devices(), "discharged_on": "2026-03-01"}, 0),
            ({**devices(), "discharged_on": "2026-04-01"}, 0),
            ({**devices(), "discharged_on": "2026-04-02"}, 1),
            ({**devices(), "in_force_on": "2026-04-02", "made_on": "2026-04-02"}, 0),
            ({**devices(), "in_force_on": "2026-01-03"}, 0),
            ({"id": "o1", "kind": "shpo", "items": [{"kind": "device_check"}]}, 0),
        ],
    )
    def test_an_order_in_force_with_such_a_condition(self, one_order, count):
        plain = {**visited("2026-01-02", "2026-03-02"), "orders": [one_order]}
        assert len(flags("OR084", plain, "2026-04-01")) == count

    def test_of_someone_inside_nothing_is_to_be_checked(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-03-10"}]
        plain = visited("2026-01-02", "2026-03-02", statuses=inside)
        assert flags("OR084", plain, "2026-03-09")
        assert flags("OR084", plain, "2026-03-10") == []

    @pytest.mark.parametrize("name", ["order-check-visits", "order-conditions-to-check"])
    def test_a_book_that_does_not_say_says_nothing(self, name):
        left = {each: value for each, value in BOOK.thresholds.items() if each != name}
        plain = visited("2026-01-02", "2026-03-02")
        assert flags("OR084", plain, "2026-04-01", book=attrs.evolve(BOOK, thresholds=left)) == []
