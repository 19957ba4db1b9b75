"""NT086: a stored last day against the one reckoned."""

import pytest

from supervise import Severity
from tests.catalogue.people import LAW, day, facts, flags, one, shown


def registered(stored=None, id="r1", on="2021-07-01", **more):
    """Registered for five years beginning with a day."""
    plain = {"id": id, "basis": "conviction", "convicted_on": on, "relevant_on": on, "disposal": "community_order"}
    return {**plain, "age_on_relevant_date": 40} | ({"stored_end_on": stored} if stored else {}) | more


def found(*registrations, as_of="2026-01-01", **more):
    return flags("NT086", facts(registrations=list(registrations), **more), as_of)


def order(**more):
    return {"id": "o1", "kind": "shpo", "made_on": "2021-07-01", "served_on": "2021-07-01", **more}


class TestPeriodWrong:
    @pytest.mark.parametrize(("stored", "count"), [("2026-06-29", 1), ("2026-06-30", 0), ("2026-07-01", 1)])
    def test_a_day_more_or_less_is_another_day(self, stored, count):
        assert len(found(registered(stored))) == count

    def test_it_shows_both_days(self):
        flag = one("NT086", facts(registrations=[registered("2026-07-01")]), "2026-01-01", book=LAW)
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "r1", day("2021-07-01"))
        assert shown(flag) == {
            "stored_end": day("2026-07-01"),
            "computed_end": day("2026-06-30"),
            "without_orders": day("2026-06-30"),
            "row_of_the_table": "any other disposal",
        }

    @pytest.mark.parametrize(("stored", "count"), [("2029-02-27", 1), ("2029-02-28", 0), ("2029-03-01", 1)])
    def test_five_years_beginning_with_29_february_end_on_28_february(self, stored, count):
        assert len(found(registered(stored, on="2024-02-29"))) == count

    def test_nothing_stored_is_nothing_wrong(self):
        assert found(registered()) == []

    def test_from_the_first_day(self):
        assert found(registered("2026-07-01"), as_of="2021-06-30") == []
        assert found(registered("2026-07-01"), as_of="2021-07-01")

    def test_a_life_has_no_last_day(self):
        life = registered("2031-06-30", disposal="life_imprisonment")
        flag = one("NT086", facts(registrations=[life]), "2026-01-01")
        assert "it has no end" in flag.message
        assert (shown(flag)["computed_end"], shown(flag)["without_orders"]) == (None, None)

    @pytest.mark.parametrize(("stored", "count"), [("2026-06-30", 1), ("2028-06-30", 0), ("2028-07-01", 1)])
    def test_an_order_prolongs_it(self, stored, count):
        assert len(found(registered(stored), orders=[order(ends_on="2028-06-30")])) == count

    def test_an_order_that_has_no_end_leaves_it_without_one(self):
        flag = one(
            "NT086",
            facts(registrations=[registered("2026-06-30")], orders=[order(until_further_order=True)]),
            "2026-01-01",
        )
        assert (shown(flag)["computed_end"], shown(flag)["without_orders"]) == (None, day("2026-06-30"))

    def test_an_order_after_a_gap_prolongs_nothing(self):
        later = order(made_on="2027-01-01", served_on="2027-01-01", ends_on="2032-12-31")
        earlier = {**order(made_on="2010-01-01", served_on="2010-01-01", ends_on="2015-12-31"), "id": "o2"}
        assert found(registered("2026-06-30"), orders=[later, earlier]) == []
        assert found(registered("2015-12-31"), orders=[later, earlier])

    @pytest.mark.parametrize("stored", ["2026-06-30", "2028-12-31"])
    def test_a_later_registration_may_be_counted_in_or_not(self, stored):
        assert found(registered(stored), registered("2028-12-31", "r2", "2024-01-01")) == []

    def test_each_registration_is_compared(self):
        flags = found(registered("2026-07-02"), registered("2028-12-30", "r2", "2024-01-01"))
        assert {flag.key for flag in flags} == {"r1", "r2"}

    def test_one_that_was_closed_early_may_keep_its_old_end(self):
        assert found(registered("2026-06-30", ended_on="2025-01-31")) == []
        assert found(registered("2025-01-31", ended_on="2025-01-31")) == []
        assert found(registered("2025-02-01", ended_on="2025-01-31"))

    def test_a_single_day_is_a_period(self):
        day_long = {"on": "2021-07-01", "ended_on": "2021-07-01"}
        assert found(registered("2021-07-01", **day_long)) == []
        assert found(registered("2021-07-02", **day_long))

    @pytest.mark.parametrize(
        "more",
        [
            {"disposal": "conditional_discharge"},
            {"disposal": "imprisonment"},
            {"age_on_relevant_date": None},
            {"disposal": "absolute_discharge"},
        ],
    )
    def test_nothing_is_said_where_a_fact_that_decides_is_missing(self, more):
        given = {name: value for name, value in {**registered("2026-07-01"), **more}.items() if value is not None}
        assert found(given) == []

    @pytest.mark.parametrize("more", [{}, {"made_on": None, "served_on": None}])
    def test_nor_where_an_order_does_not_say_how_long_it_lasts(self, more):
        given = {name: value for name, value in order(**more).items() if value is not None}
        assert found(registered("2026-07-01"), orders=[given]) == []

    def test_one_that_ends_before_it_begins_is_compared_with_nothing(self):
        assert found(registered("2026-07-01", ended_on="2021-06-01"), registered(id="r2")) == []
