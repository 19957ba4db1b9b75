"""PL 43-48, 50: plans, what relaxes them, and who is managed reactively, day by day."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown, visit

FIRST = visit("v1", "2020-01-20")


def level(id, word, since):
    return {"id": id, "level": word, "from": since}


def plan(id, since, interval=None, **more):
    return {"id": id, "from": since, "interval": interval, "by": "o9", "approved_by": "s1", **more}


HIGH = level("l1", "high", "2020-01-10")
MEDIUM = level("l1", "medium", "2020-01-10")


class TestDowngradeBeforeDue:
    """High, seen on 2 January 2026, so due by 2 April; lowered on a day, the next visit made on another or never."""

    def lowered(self, on, *later, to="medium", last="2026-01-02", **more):
        levels = [HIGH, level("l2", to, on)]
        return facts(levels=levels, visits=[FIRST, visit("v2", last), *later], **more)

    @pytest.mark.parametrize(
        ("on", "count"),
        [
            ("2026-03-18", 0),
            ("2026-03-19", 1),
            ("2026-03-20", 1),
            ("2026-04-02", 1),
            ("2026-04-03", 1),
            ("2026-04-15", 1),
            ("2026-04-16", 1),
            ("2026-04-17", 0),
        ],
    )
    def test_it_is_flagged_from_14_days_before_to_14_days_after_the_missed_date(self, on, count):
        assert len(flags("PL043", self.lowered(on), "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        plain = self.lowered("2026-03-19")
        assert flags("PL043", plain, "2026-04-02") == []
        assert judged(plain, "2026-04-02").stable_until == day("2026-04-03")
        flag = one("PL043", plain, "2026-04-03")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, "R-V2", "v2")
        assert (flag.since, flag.days_over) == (day("2026-04-03"), None)
        assert shown(flag) == {
            "due": day("2026-04-02"),
            "met_on": None,
            "relaxed_on": day("2026-03-19"),
            "levels": ("l2",),
            "plans": (),
            "level_before": "high",
            "level_after": "medium",
            "interval_before": "3 months",
            "interval_after": "6 months",
        }
        # The visit stays overdue by the date kept.
        assert one("VD001", plain, "2026-04-03").since == day("2026-04-03")

    def test_lowered_after_the_missed_date_it_is_flagged_from_that_day(self):
        plain = self.lowered("2026-04-10")
        assert flags("PL043", plain, "2026-04-09") == []
        assert judged(plain, "2026-04-09").stable_until == day("2026-04-10")
        assert one("PL043", plain, "2026-04-10").since == day("2026-04-10")

    @pytest.mark.parametrize(("made", "count"), [("2026-04-01", 0), ("2026-04-02", 0), ("2026-04-03", 1)])
    def test_a_visit_made_in_time_missed_no_date(self, made, count):
        found = flags("PL043", self.lowered("2026-03-25", visit("v3", made)), "2026-06-01")
        assert [shown(flag)["met_on"] for flag in found] == [day(made)] * count

    @pytest.mark.parametrize(("on", "count"), [("2026-04-09", 1), ("2026-04-10", 0), ("2026-04-11", 0)])
    def test_once_the_late_visit_is_made_there_is_nothing_left_to_hide(self, on, count):
        assert len(flags("PL043", self.lowered(on, visit("v3", "2026-04-10")), "2026-06-01")) == count

    @pytest.mark.parametrize(
        ("on", "count"), [("2024-02-14", 0), ("2024-02-15", 1), ("2024-03-14", 1), ("2024-03-15", 0)]
    )
    def test_around_the_29th_of_february(self, on, count):
        """Seen on 30 November 2023: due by 29 February 2024."""
        plain = self.lowered(on, visit("v3", "2024-04-30"), last="2023-11-30")
        assert len(flags("PL043", plain, "2024-05-01")) == count

    @pytest.mark.parametrize("to", ["high", "very_high", None])
    def test_the_same_a_higher_or_an_unknown_level_relaxes_nothing(self, to):
        assert flags("PL043", self.lowered("2026-03-25", to=to), "2026-06-01") == []

    def test_the_first_level_after_none_relaxes_nothing(self):
        levels = [HIGH, level("l2", None, "2026-01-01"), level("l3", "low", "2026-03-25")]
        plain = facts(levels=levels)
        assert flags("PL043", plain, "2027-06-01") == []

    def test_a_level_that_is_not_on_the_scale_relaxes_nothing(self):
        for scale in (("medium", "low"), ("low", "high")):
            book = attrs.evolve(BOOK, levels=attrs.evolve(BOOK.levels, scale=scale))
            assert flags("PL043", self.lowered("2026-04-10"), "2026-06-01", book=book) == []

    @pytest.mark.parametrize(
        ("interval", "count"), [("3 months", 0), ("90 days", 0), ("91 days", 1), ("4 months", 1), ("2 months", 0)]
    )
    def test_a_longer_interval_of_the_plan_relaxes_too(self, interval, count):
        """By the date it gives: 3 months from 2 January 2026 are 90 days."""
        plans = [plan("p1", "2020-01-10", "3 months"), plan("p2", "2026-04-03", interval)]
        found = flags("PL043", facts(levels=[HIGH], plans=plans), "2026-06-01")
        assert len(found) == count
        for flag in found:
            assert (shown(flag)["plans"], shown(flag)["levels"]) == (("p2",), ())
            assert shown(flag)["interval_before"] == "3 months"

    def test_a_plan_that_leaves_the_interval_to_a_laxer_level_relaxes(self):
        plans = [plan("p1", "2020-01-10", "3 months"), plan("p2", "2026-04-03")]
        assert shown(one("PL043", facts(plans=plans), "2026-06-01"))["interval_after"] == "6 months"

    def test_the_first_plan_can_be_laxer_than_the_level(self):
        assert flags("PL043", facts(levels=[HIGH], plans=[plan("p1", "2026-04-03", "4 months")]), "2026-06-01")

    def test_ending_routine_visits_when_one_is_late_relaxes(self):
        plans = [*facts()["plans"], plan("p3", "2026-04-03", mode="reactive")]
        found = one("PL043", facts(levels=[HIGH], plans=plans), "2026-06-01")
        assert (shown(found)["interval_before"], shown(found)["interval_after"]) == ("3 months", "never")

    def test_ending_them_before_the_date_leaves_no_date_to_miss(self):
        plans = [*facts()["plans"], plan("p3", "2026-03-25", mode="reactive")]
        assert flags("PL043", facts(levels=[HIGH], plans=plans), "2026-06-01") == []

    def test_a_new_plan_on_the_same_terms_is_no_change_though_the_level_then_falls(self):
        plans = [plan("p1", "2020-01-10", "3 months"), plan("p2", "2026-04-03", "3 months")]
        assert flags("PL043", facts(levels=[HIGH], plans=plans), "2026-06-01") == []

    def test_where_a_missing_level_would_decide_the_interval_nothing_is_flagged(self):
        plans = [plan("p1", "2020-01-10", "3 months"), plan("p2", "2026-04-03")]
        assert flags("PL043", facts(levels=[], plans=plans), "2026-06-01") == []
        turned = [plan("p1", "2020-01-10"), plan("p2", "2027-01-05", "2 years")]
        assert flags("PL043", facts(levels=[], plans=turned), "2027-06-01") == []

    def test_a_change_up_to_the_last_visit_was_in_force_when_it_was_counted(self):
        """Every week from the visit of 20 March: due by 27 March, and 14 days before that is 13 March."""
        for on, count in (("2026-03-19", 0), ("2026-03-20", 0), ("2026-03-21", 1)):
            plans = [plan("p1", "2020-01-10", "5 days"), plan("p2", on, "1 week")]
            plain = facts(plans=plans, visits=[FIRST, visit("v2", "2026-03-20")])
            assert len(flags("PL043", plain, "2026-04-20")) == count, on

    def test_the_first_of_several_is_named_and_each_missed_visit_flagged_once(self):
        levels = [HIGH, level("l2", "medium", "2026-03-25"), level("l3", "low", "2026-04-01")]
        assert shown(one("PL043", facts(levels=levels), "2026-06-01"))["relaxed_on"] == day("2026-03-25")

    def test_what_counts_is_the_day_before(self):
        """Raised on 9 April, the visit is due that day; lowered on the 10th it is relaxed."""
        levels = [MEDIUM, level("l2", "high", "2026-04-09"), level("l3", "medium", "2026-04-10")]
        found = shown(one("PL043", facts(levels=levels), "2026-06-01"))
        assert (found["due"], found["relaxed_on"]) == (day("2026-04-09"), day("2026-04-10"))
        assert (found["level_before"], found["interval_before"]) == ("high", "3 months")
        plans = [plan("p1", "2020-01-10", "6 months"), plan("p2", "2026-04-09", "3 months")]
        plans.append(plan("p3", "2026-04-10", "6 months"))
        found = shown(one("PL043", facts(plans=plans), "2026-06-01"))
        assert (found["plans"], found["interval_before"]) == (("p3",), "3 months")

    def test_after_the_case_has_gone_a_change_is_another_forces(self):
        for on, count in (("2026-04-09", 1), ("2026-04-10", 0)):
            moved = [{"id": "t1", "to": "f2", "asked_on": "2026-04-08", "accepted_on": "2026-04-10"}]
            assert len(flags("PL043", self.lowered(on, transfers=moved), "2026-06-01")) == count

    def test_late_before_custody_it_is_flagged_inside_it(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-04-20"}]
        assert flags("PL043", self.lowered("2026-04-10", statuses=inside), "2026-06-01")

    def test_without_a_home_the_visits_at_the_place_found_count(self):
        found = [*facts()["notifications"], {"id": "n3", "kind": "s84", "on": "2026-01-06", "home_kind": "place_found"}]
        at = visit("v3", "2026-01-31", place="place_found")
        plain = facts(levels=[HIGH, level("l2", "low", "2026-03-10")], notifications=found, visits=[FIRST, at])
        assert one("PL043", plain, "2026-06-01").rule == "R-V9"

    def test_without_the_threshold_nothing_is_flagged(self):
        bare = {name: value for name, value in BOOK.thresholds.items() if name != "downgrade-days"}
        assert flags("PL043", self.lowered("2026-04-10"), "2026-06-01", book=attrs.evolve(BOOK, thresholds=bare)) == []


NEW = {
    "registrations": [{**facts()["registrations"][0], "convicted_on": "2026-06-01", "relevant_on": "2026-06-01"}],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2026-06-01", "home_kind": "sole_or_main"}],
    "visits": [],
}


class TestRmpMissing:
    def registered(self, *plans, **more):
        return facts(**{**NEW, "plans": list(plans), **more})

    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-21", 0), ("2026-06-22", 0), ("2026-06-23", 1)])
    def test_it_begins_the_day_after_15_working_days_from_entry(self, as_of, count):
        assert len(flags("PL045", self.registered(), as_of)) == count

    def test_the_example_of_the_check(self):
        assert judged(self.registered(), "2026-06-22").stable_until == day("2026-06-23")
        flag = one("PL045", self.registered(), "2026-06-23")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, "R-R1", "n1")
        assert (flag.since, flag.days_over) == (day("2026-06-23"), 1)
        assert "its last day, 2026-06-22, has passed" in flag.message
        assert shown(flag) == {"due": day("2026-06-22"), "entry": day("2026-06-01"), "level": "medium", "plans": ()}

    @pytest.mark.parametrize(("as_of", "count"), [("2024-03-07", 0), ("2024-03-08", 1)])
    def test_the_29th_of_february_is_a_working_day(self, as_of, count):
        """From Thursday 15 February 2024: 16, 19-23, 26-29, 1 March, 4-7 March."""
        new = {
            "registrations": [{**NEW["registrations"][0], "convicted_on": "2024-02-15", "relevant_on": "2024-02-15"}],
            "notifications": [{**NEW["notifications"][0], "on": "2024-02-15"}],
        }
        assert len(flags("PL045", self.registered(**new), as_of)) == count

    @pytest.mark.parametrize(
        ("more", "count"),
        [
            ({"interval": "6 months"}, 0),
            ({"mode": "reactive"}, 0),
            ({}, 1),
            ({"interval": "6 months", "approved_by": None}, 1),
        ],
    )
    def test_only_an_approved_plan_with_an_interval_or_reactive_is_one(self, more, count):
        found = flags("PL045", self.registered(plan("p1", "2026-06-10", **more)), "2026-07-01")
        assert [shown(flag)["plans"] for flag in found] == [("p1",)] * count

    @pytest.mark.parametrize(("since", "count"), [("2026-06-30", 0), ("2026-07-01", 0), ("2026-07-02", 1)])
    def test_a_late_plan_clears_it_from_its_first_day(self, since, count):
        assert len(flags("PL045", self.registered(plan("p1", since, "6 months")), "2026-07-01")) == count

    def test_one_plan_is_missing_however_often_someone_came(self):
        arrived = [{"id": "t1", "to": "f1", "asked_on": "2026-06-20", "accepted_on": "2026-07-01"}]
        plain = self.registered(transfers=arrived)
        assert (
            len([row for row in judged(plain, "2026-09-01").schedule.of_rule("R-R1") if row.status == "overdue"]) == 2
        )
        assert one("PL045", plain, "2026-09-01").since == day("2026-06-23")

    def test_without_an_entry_nothing_can_be_late(self):
        assert flags("PL045", self.registered(notifications=[]), "2026-07-01") == []


class TestRmpOverdue:
    def reviewed(self, on, word="high", **more):
        reviews = [{"id": "w1", "kind": "plan", "on": on, "by": "o9"}, *facts()["reviews"][1:]]
        return facts(levels=[level("l1", word, "2020-01-10")], reviews=reviews, **more)

    @pytest.mark.parametrize(
        ("word", "last", "first_late"),
        [
            ("low", "2025-02-28", "2026-03-01"),
            ("medium", "2024-02-29", "2025-03-01"),
            ("high", "2025-08-31", "2026-03-01"),
            ("very_high", "2025-11-30", "2026-03-01"),
            ("very_high", "2023-11-30", "2024-03-01"),
            ("very_high", "2023-11-29", "2024-03-01"),
            ("very_high", "2023-11-28", "2024-02-29"),
        ],
    )
    def test_it_begins_the_day_after_the_last_for_the_level(self, word, last, first_late):
        plain = self.reviewed(last, word)
        before = day(first_late).fromordinal(day(first_late).toordinal() - 1).isoformat()
        assert flags("PL046", plain, before) == []
        assert judged(plain, before).stable_until == day(first_late)
        assert one("PL046", plain, first_late).since == day(first_late)

    def test_the_example_of_the_check(self):
        assert flags("PL046", self.reviewed("2025-08-31"), "2026-02-28") == []
        flag = one("PL046", self.reviewed("2025-08-31"), "2026-03-01")
        assert (flag.severity, flag.rule, flag.key, flag.days_over) == (Severity.MEDIUM, "R-R2", "w1", 1)
        assert "due by 2026-02-28" in flag.message
        assert shown(flag) == {
            "due": day("2026-02-28"),
            "counted_from": day("2025-08-31"),
            "counted_from_id": "w1",
            "level": "high",
        }

    def test_a_new_plan_or_the_day_of_its_review_clears_it(self):
        later = plan("p3", "2026-03-01")
        assert flags("PL046", self.reviewed("2025-08-31", plans=[*facts()["plans"], later]), "2026-03-01") == []
        again = [plan("p1", "2020-01-10", "3 months", reviewed_on="2026-02-01")]
        assert flags("PL046", self.reviewed("2025-08-31", plans=again), "2026-03-01") == []

    def test_without_a_plan_or_a_review_nothing_is_counted(self):
        assert flags("PL046", facts(plans=[], reviews=[]), "2026-06-01") == []

    def test_without_a_level_it_is_late_past_the_longest_time_only(self):
        plain = {**self.reviewed("2025-02-28"), "levels": []}
        assert flags("PL046", plain, "2026-02-28") == []
        assert flags("PL046", plain, "2026-03-01")

    def test_custody_suspends_it(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-02-01"}]
        assert flags("PL046", self.reviewed("2025-08-31", statuses=inside), "2026-06-01") == []


class TestRmpLaxerThanBand:
    """High, so every 3 months by the level; the plan says something else, and lacks its approver."""

    def planned(self, interval, last="2025-11-30", **more):
        given = {"plans": [plan("p1", "2020-01-10", interval, reason_code="leave", approved_by=None)], "levels": [HIGH]}
        return facts(**{**given, "visits": [FIRST, visit("v2", last)], **more})

    @pytest.mark.parametrize(
        ("interval", "last", "count"),
        [
            ("90 days", "2025-11-30", 0),
            ("91 days", "2025-11-30", 1),
            ("13 weeks", "2025-11-30", 1),
            ("3 months", "2025-11-30", 0),
            ("2 months", "2025-11-30", 0),
            ("4 months", "2025-11-30", 1),
            # To 29 February, and by the end of the month alone.
            ("91 days", "2023-11-30", 0),
            ("92 days", "2023-11-30", 1),
            # In summer three months are 92 days.
            ("13 weeks", "2026-05-31", 0),
            ("92 days", "2026-05-31", 0),
            ("93 days", "2026-05-31", 1),
        ],
    )
    def test_it_is_laxer_by_the_date_it_gives_from_the_last_visit(self, interval, last, count):
        assert len(flags("PL047", self.planned(interval, last), last)) == count

    def test_the_example_of_the_check(self):
        plain = self.planned("13 weeks")
        assert flags("PL047", self.planned("90 days"), "2025-11-30") == []
        # From the visit of 20 January 2020 both give 20 April.
        assert flags("PL047", plain, "2025-11-29") == []
        flag = one("PL047", plain, "2025-11-30")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "p1", day("2025-11-30"))
        assert shown(flag) == {
            "plan": "p1",
            "interval": "91 days",
            "level": "high",
            "interval_of_level": "3 months",
            "counted_from": day("2025-11-30"),
            "due_by_plan": day("2026-03-01"),
            "due_by_level": day("2026-02-28"),
            "lacking": ("approved_by",),
        }
        assert "2026-03-01 where the level asks for 2026-02-28" in flag.message

    @pytest.mark.parametrize(
        ("given", "lacking"),
        [
            ({"reason_code": None, "approved_by": None}, ("reason_code", "approved_by")),
            ({"reason_code": "leave", "approved_by": None}, ("approved_by",)),
            ({"reason_code": None, "approved_by": "s1"}, ("reason_code",)),
            ({"reason_code": "leave", "approved_by": "o9"}, ("approved_by",)),
            ({"reason_code": "leave", "approved_by": "s1"}, None),
        ],
    )
    def test_reason_and_approver_are_both_asked_for(self, given, lacking):
        plans = [plan("p1", "2020-01-10", "6 months", **given)]
        found = flags("PL047", self.planned("", plans=plans), "2026-06-01")
        assert [shown(flag)["lacking"] for flag in found] == ([lacking] if lacking else [])

    def test_since_is_the_first_day_of_plan_or_level_if_it_was_laxer_from_every_visit(self):
        visits = [FIRST, *(visit(f"v{year}", f"{year}-03-31") for year in range(2021, 2026))]
        assert one("PL047", self.planned("6 months", visits=visits), "2026-06-01").since == day("2020-01-10")
        raised = [level("l1", "medium", "2020-01-10"), level("l2", "high", "2024-02-29")]
        assert one("PL047", self.planned("6 months", visits=visits, levels=raised), "2026-06-01").since == day(
            "2024-02-29"
        )
        plans = [plan("p1", "2020-01-10", "3 months"), plan("p2", "2025-05-01", "6 months", approved_by=None)]
        found = one("PL047", self.planned("", visits=visits, plans=plans), "2026-06-01")
        assert (found.key, found.since) == ("p2", day("2025-05-01"))

    def test_since_does_not_go_back_over_a_plan_that_was_approved(self):
        plans = [plan("p1", "2020-01-10", "6 months", reason_code="leave")]
        plans.append(plan("p2", "2025-05-01", "6 months"))
        assert one("PL047", self.planned("", plans=plans), "2026-06-01").since == day("2025-05-01")

    def test_since_goes_back_over_a_change_that_left_it_laxer(self):
        raised = [HIGH, level("l2", "very_high", "2025-02-28")]
        assert one("PL047", self.planned("6 months", levels=raised), "2026-06-01").since == day("2020-01-10")

    def test_since_does_not_go_back_before_the_first_visit_or_the_return_to_the_community(self):
        away = [{"id": "c1", "kind": "custody", "from": "2026-01-01", "until": "2026-02-28"}]
        plain = self.planned("6 months", statuses=away)
        assert one("PL047", plain, "2026-06-01").since == day("2026-02-28")
        assert flags("PL047", plain, "2026-02-27") == []

    def test_with_a_new_plan_it_stops_or_begins_on_its_first_day(self):
        plain = self.planned("6 months")
        plain["plans"].append(plan("p2", "2026-06-02", "3 months"))
        assert flags("PL047", plain, "2026-06-01")
        assert judged(plain, "2026-06-01").stable_until == day("2026-06-02")
        assert flags("PL047", plain, "2026-06-02") == []

    @pytest.mark.parametrize(
        "more",
        [
            {"levels": []},
            {"levels": [level("l1", "medium", "2020-01-10")]},
            {"notifications": []},
            {"plans": []},
            {"plans": [plan("p1", "2020-01-10", approved_by=None)]},
            {"plans": [plan("p1", "2020-01-10", "6 months", mode="reactive")]},
            {"plans": [{"id": "p1", "interval": "6 months"}]},
        ],
    )
    def test_without_level_plan_interval_or_a_visit_to_count_from_nothing_is_flagged(self, more):
        visits = [] if "notifications" in more else [FIRST, visit("v2", "2025-11-30")]
        assert flags("PL047", self.planned("6 months", visits=visits, **more), "2026-06-01") == []

    def test_without_a_visit_it_counts_from_entry(self):
        flag = one("PL047", self.planned("6 months", visits=[]), "2026-06-01")
        assert shown(flag)["counted_from"] == day("2020-01-07")

    def test_it_can_be_laxer_from_the_very_first_day(self):
        plans = [plan("p1", "2020-01-07", "6 months", approved_by=None)]
        plain = self.planned("", plans=plans, levels=[level("l1", "high", "2020-01-07")])
        assert flags("PL047", plain, "2020-01-06") == []
        assert one("PL047", plain, "2026-06-01").since == day("2020-01-07")

    def test_before_an_entry_that_lies_ahead_nothing_is_counted(self):
        new = {**NEW, "notifications": [{**NEW["notifications"][0], "on": "2026-06-03"}]}
        plain = {**self.planned("6 months"), **new}
        assert flags("PL047", plain, "2026-06-02") == []
        assert one("PL047", plain, "2026-06-03").since == day("2026-06-03")

    def test_a_level_for_which_the_book_names_no_interval_asks_for_nothing(self):
        rules = []
        for rule in BOOK.rule:
            regimes = tuple(without_high(regime) for regime in rule.regime) if rule.id == "R-V2" else rule.regime
            rules.append(attrs.evolve(rule, regime=regimes))
        assert flags("PL047", self.planned("6 months"), "2026-06-01", book=attrs.evolve(BOOK, rule=tuple(rules))) == []

    def test_without_a_home_the_plan_gives_no_more_than_the_month_anyway(self):
        found = [*facts()["notifications"], {"id": "n3", "kind": "s84", "on": "2026-01-06", "home_kind": "place_found"}]
        assert flags("PL047", self.planned("6 months", notifications=found), "2026-01-05")
        assert flags("PL047", self.planned("6 months", notifications=found), "2026-01-06") == []

    def test_a_date_beyond_the_calendar_is_no_date(self):
        assert flags("PL047", self.planned("9000 years"), "2026-06-01") == []


def without_high(regime):
    if regime.every is None or regime.every.by_level is None:
        return regime
    table = {name: length for name, length in regime.every.by_level.items() if name != "high"}
    return attrs.evolve(regime, every=attrs.evolve(regime.every, by_level=table))


RAISED = [*facts()["levels"], {"id": "l2", "level": "high", "from": "2026-05-01"}]


class TestRmpPredatesRisk:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-02", 1)])
    def test_from_the_first_day_of_the_level(self, as_of, count):
        assert len(flags("PL048", facts(levels=RAISED), as_of)) == count

    def test_the_example_of_the_check(self):
        assert judged(facts(levels=RAISED), "2026-04-30").stable_until == day("2026-05-01")
        flag = one("PL048", facts(levels=RAISED), "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "p2", day("2026-05-01"))
        assert shown(flag) == {
            "plan": "p2",
            "plan_from": day("2020-01-14"),
            "last_looked_at": day("2026-01-05"),
            "level": "high",
            "level_since": day("2026-05-01"),
        }

    @pytest.mark.parametrize(
        ("on", "count"), [("2026-04-30", 1), ("2026-05-01", 0), ("2026-06-01", 0), ("2026-06-02", 1)]
    )
    def test_a_new_plan_or_a_review_since_clears_it(self, on, count):
        later = {"id": "p3", "from": on, "interval": "3 months", "by": "o9", "approved_by": "s1"}
        again = [facts()["plans"][0], {**facts()["plans"][1], "reviewed_on": on}]
        review = {"id": "w9", "kind": "plan", "on": on}
        for changed in ({"plans": [*facts()["plans"], later]}, {"plans": again}, {"reviews": [review]}):
            assert len(flags("PL048", facts(levels=RAISED, **changed), "2026-06-01")) == count

    @pytest.mark.parametrize(
        "changed",
        [
            {"plans": [*facts()["plans"], {"id": "p3", "interval": "3 months"}]},
            {"reviews": [{"id": "w9", "kind": "plan"}]},
        ],
    )
    def test_one_without_a_day_may_be_newer(self, changed):
        assert flags("PL048", facts(levels=RAISED, **changed), "2026-06-01") == []

    def test_a_review_of_another_kind_is_none_of_the_plan(self):
        others = [{"id": "w8", "kind": "supervisor", "on": "2026-05-02"}, {"id": "w9", "kind": "level"}]
        assert flags("PL048", facts(levels=RAISED, reviews=others), "2026-06-01")

    def test_the_same_level_recorded_again_is_no_new_one(self):
        again = [*facts()["levels"], {"id": "l2", "level": "medium", "from": "2026-05-01"}]
        assert flags("PL048", facts(levels=again), "2026-06-01") == []

    def test_a_lower_level_wants_the_plan_looked_at_too(self):
        lower = [*facts()["levels"], {"id": "l2", "level": "low", "from": "2026-02-28"}]
        assert flags("PL048", facts(levels=lower), "2026-02-27") == []
        assert one("PL048", facts(levels=lower), "2026-06-01").since == day("2026-02-28")

    def test_without_a_plan_or_a_level_nothing_is_older(self):
        assert flags("PL048", facts(levels=RAISED, plans=[]), "2026-06-01") == []
        assert flags("PL048", facts(levels=[]), "2026-06-01") == []

    def test_only_someone_active(self):
        away = [{"id": "x1", "kind": "custody", "from": "2026-05-01", "until": "2026-05-20"}]
        assert flags("PL048", facts(levels=RAISED, statuses=away), "2026-05-19") == []
        assert one("PL048", facts(levels=RAISED, statuses=away), "2026-05-20").since == day("2026-05-20")
