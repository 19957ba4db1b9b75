"""PL051 to PL053: reactive management that nobody confirms, triggers nobody decides on, visits all the same."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.examples import SEEN
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown, visit


def reactive(since="2026-03-01", **more):
    plan = {"id": "p3", "mode": "reactive", "by": "o9", "approved_by": "s1", "from": since}
    return facts(**{"plans": [*facts()["plans"], plan], **more})


def confirmed(*days):
    return [{"id": f"x{on}", "kind": "reactive", "on": on, "by": "s1"} for on in days]


ACTIVE_AGAIN = {"id": "p4", "from": "2026-05-01", "mode": "active", "approved_by": "s1"}


class TestReactiveCheckOverdue:
    @pytest.mark.parametrize(
        ("last", "first_late"),
        [("2025-02-28", "2026-03-01"), ("2024-02-29", "2025-03-01"), ("2025-05-31", "2026-06-01")],
    )
    def test_it_begins_a_year_and_a_day_after_the_last_confirmation(self, last, first_late):
        plain = reactive("2023-03-01", reviews=confirmed("2024-01-31", last))
        before = day(first_late).fromordinal(day(first_late).toordinal() - 1).isoformat()
        assert flags("PL051", plain, before) == []
        assert judged(plain, before).stable_until == day(first_late)
        flag = one("PL051", plain, first_late)
        assert (flag.severity, flag.rule, flag.since, flag.days_over) == (Severity.HIGH, "R-X1", day(first_late), 1)
        assert f"confirmed by {before}" in flag.message

    def test_without_any_it_counts_from_the_plan(self):
        flag = one("PL051", reactive("2025-02-28"), "2026-06-01")
        assert flag.since == day("2026-03-01")
        assert shown(flag) == {
            "due": day("2026-02-28"),
            "counted_from": day("2025-02-28"),
            "counted_from_id": "p3",
            "plan": "p3",
            "level": "medium",
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2026-02-28", 0), ("2026-03-01", 0), ("2026-03-02", 1)])
    def test_on_entry_the_approver_confirms(self, as_of, count):
        unapproved = {"id": "p3", "mode": "reactive", "by": "o9", "from": "2026-03-01"}
        assert len(flags("PL051", facts(plans=[*facts()["plans"], unapproved]), as_of)) == count

    def test_entry_and_year_both_missed_are_one_flag_since_the_first(self):
        unapproved = {"id": "p3", "mode": "reactive", "by": "o9", "from": "2025-03-01"}
        flag = one("PL051", facts(plans=[*facts()["plans"], unapproved]), "2026-06-01")
        assert flag.since == day("2025-03-02")

    @pytest.mark.parametrize(("on", "count"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
    def test_a_confirmation_clears_it_from_its_day(self, on, count):
        assert len(flags("PL051", reactive("2025-02-28", reviews=confirmed(on)), "2026-06-01")) == count

    def test_an_active_case_needs_none(self):
        assert flags("PL051", facts(), "2026-06-01") == []

    def test_back_in_active_management_no_confirmation_is_late_for_ever(self):
        plain = reactive("2025-02-28")
        plain["plans"] = [*plain["plans"], {**ACTIVE_AGAIN, "from": "2025-12-01"}]
        assert flags("PL051", plain, "2026-06-01") == []

    def test_custody_suspends_it(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-01-01"}]
        assert flags("PL051", reactive("2025-02-28", statuses=inside), "2026-06-01") == []

    def test_without_a_plan_in_force_it_names_none(self):
        """The run of reactive management may be one that a book makes of something else."""
        assert flags("PL051", facts(plans=[]), "2026-06-01") == []


def happened(kind, on, **more):
    return reactive(events=[{"id": "e1", "kind": kind, "on": on}], **more)


class TestReactiveTriggerOpen:
    @pytest.mark.parametrize(
        ("kind", "on", "last"),
        [
            ("intelligence", "2026-04-16", "2026-04-23"),
            ("arrest", "2026-04-24", "2026-05-01"),
            ("child_risk", "2026-04-30", "2026-05-08"),
            ("trigger", "2026-03-01", "2026-03-06"),
        ],
    )
    def test_it_begins_the_day_after_5_working_days(self, kind, on, last):
        plain = happened(kind, on)
        after = day(last).fromordinal(day(last).toordinal() + 1)
        assert flags("PL052", plain, last) == []
        assert judged(plain, last).stable_until == after
        flag = one("PL052", plain, after.isoformat())
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.CRITICAL, "R-X2", "e1", after)
        assert shown(flag) == {
            "trigger": "e1",
            "kind": kind,
            "on": day(on),
            "due": day(last),
            "plan": "p3",
            "level": "medium",
        }

    def test_the_29th_of_february_is_a_working_day(self):
        plain = reactive("2024-01-31", events=[{"id": "e1", "kind": "arrest", "on": "2024-02-22"}])
        assert flags("PL052", plain, "2024-02-29") == []
        assert flags("PL052", plain, "2024-03-01")

    def test_a_change_of_name_and_an_order_are_triggers_too(self):
        order = {
            "id": "o1",
            "kind": "shpo",
            "made_on": "2026-04-16",
            "in_force_on": "2026-04-16",
            "until_further_order": True,
        }
        change = {"id": "c1", "about": "name", "on": "2026-04-16"}
        found = flags("PL052", reactive(orders=[order], changes=[change]), "2026-06-01")
        assert [(flag.key, shown(flag)["kind"]) for flag in found] == [("c1", "name"), ("o1", "shpo")]

    @pytest.mark.parametrize(
        ("outcome", "named", "count"), [("continue", "e1", 0), ("granted", "e1", 0), ("continue", "e2", 1)]
    )
    def test_a_decision_answers_the_trigger_that_it_names(self, outcome, named, count):
        decision = {"id": "d1", "kind": "return_to_active", "on": "2026-04-20", "outcome": outcome, "for": named}
        assert len(flags("PL052", happened("intelligence", "2026-04-16", decisions=[decision]), "2026-06-01")) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-30", 1), ("2026-05-01", 0), ("2026-05-02", 0)])
    def test_an_active_plan_is_the_decision(self, as_of, count):
        plain = happened("intelligence", "2026-04-16")
        plain["plans"] = [*plain["plans"], ACTIVE_AGAIN]
        assert len(flags("PL052", plain, as_of)) == count

    def test_in_active_management_nothing_is_to_be_decided(self):
        assert flags("PL052", facts(events=[{"id": "e1", "kind": "arrest", "on": "2026-04-16"}]), "2026-06-01") == []
        plain = happened("intelligence", "2026-02-28")
        assert flags("PL052", plain, "2026-06-01") == []
        assert flags("PL052", {**plain, "plans": []}, "2026-06-01") == []


def planned(ahead="2026-06-10", **more):
    plain = {"id": "v9", "planned_on": ahead, "outcome": "planned", "purposes": ["compliance_check"], "place": "home"}
    return [*SEEN, {**plain, **more}]


class TestReactiveBeingVisited:
    @pytest.mark.parametrize(("on", "count"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-02", 1)])
    def test_today_or_ahead(self, on, count):
        assert len(flags("PL053", reactive(visits=planned(on)), "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        plain = reactive(visits=planned("2026-06-01"))
        assert flags("PL053", plain, "2026-02-28") == []
        assert judged(plain, "2026-06-01").stable_until == day("2026-06-02")
        flag = one("PL053", plain, "2026-03-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.INFO, None, "v9", None)
        assert shown(flag) == {
            "visit": "v9",
            "planned_on": day("2026-06-01"),
            "purposes": ("compliance_check",),
            "plan": "p3",
            "plan_from": day("2026-03-01"),
        }

    @pytest.mark.parametrize(
        ("more", "count"),
        [
            ({}, 1),
            ({"outcome": None}, 1),
            ({"outcome": "cancelled"}, 0),
            ({"outcome": "seen", "on": "2026-05-31"}, 0),
            ({"on": "2026-06-10"}, 0),
            ({"place": None}, 1),
            ({"place": "place_found"}, 1),
            ({"place": "station"}, 0),
            ({"purposes": []}, 0),
            ({"purposes": ["compliance_check", "monitor_risk"]}, 1),
            ({"purposes": ["compliance_check", "risk_assessment"]}, 0),
            ({"purposes": ["welfare"]}, 0),
            ({"planned_on": None}, 0),
        ],
    )
    def test_only_a_routine_visit_at_home_that_is_still_to_be_made(self, more, count):
        assert len(flags("PL053", reactive(visits=planned(**more)), "2026-06-01")) == count

    @pytest.mark.parametrize(("back", "count"), [("2026-06-09", 0), ("2026-06-10", 0), ("2026-06-11", 1)])
    def test_the_plan_of_the_day_of_the_visit_is_reactive_too(self, back, count):
        plain = reactive(visits=planned("2026-06-10"))
        plain["plans"] = [*plain["plans"], {**ACTIVE_AGAIN, "from": back}]
        assert len(flags("PL053", plain, "2026-06-01")) == count

    def test_what_a_failed_attempt_asks_for_is_no_routine(self):
        plain = reactive(visits=[*planned(), visit("v3", "2026-05-29", "no_reply")])
        assert flags("PL053", plain, "2026-06-01") == []
        answered = [*plain["visits"], visit("v4", "2026-05-30")]
        assert flags("PL053", {**plain, "visits": answered}, "2026-06-01")

    @pytest.mark.parametrize("plans", [[], facts()["plans"], [{"id": "p3", "from": "2026-06-02", "mode": "reactive"}]])
    def test_only_a_case_that_is_reactive_now(self, plans):
        assert flags("PL053", facts(plans=plans, visits=planned()), "2026-06-01") == []

    def test_reactive_earlier_and_without_a_plan_in_force_now(self):
        """A plan that says no mode ends the reactive one."""
        plain = reactive(visits=planned())
        plain["plans"] = [*plain["plans"], {"id": "p4", "from": "2026-05-01"}]
        assert flags("PL053", plain, "2026-06-01") == []

    def test_nobody_in_custody_is_visited(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-05-01"}]
        assert flags("PL053", reactive(visits=planned(), statuses=inside), "2026-06-01") == []

    def test_without_the_threshold_no_purpose_is_routine(self):
        held = {key: each for key, each in BOOK.thresholds.items() if key != "routine-visit-purposes"}
        book = attrs.evolve(BOOK, thresholds=held)
        assert flags("PL053", reactive(visits=planned()), "2026-06-01", book=book) == []
