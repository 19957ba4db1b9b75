"""VD 1-8: the day before, the day and the day after; what raises the severity; what is missing."""

import pytest

from supervise import Severity, load_rulebook
from tests.catalogue.people import day, facts, flags, judged, one, shown, visit, with_thresholds

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2026-01-02")]


def at_level(level, **more):
    return facts(levels=[{"id": "l1", "level": level, "from": "2020-01-10"}], **more)


class TestVisitOverdue:
    @pytest.mark.parametrize(
        ("as_of", "over"), [("2026-07-01", None), ("2026-07-02", None), ("2026-07-03", 1), ("2026-07-04", 2)]
    )
    def test_overdue_begins_the_day_after_the_last(self, as_of, over):
        assert [flag.days_over for flag in flags("VD001", facts(), as_of)] == ([over] if over else [])

    def test_it_hangs_on_the_visit_it_counts_from_and_says_since_when(self):
        flag = one("VD001", facts(), "2026-09-01")
        assert (flag.rule, flag.key, flag.since) == ("R-V2", "v2", day("2026-07-03"))
        assert flag.identity == "VD001|A1|R-V2|v2"
        assert shown(flag) == {
            "due": day("2026-07-02"),
            "counted_from": day("2026-01-02"),
            "counted_from_id": "v2",
            "level": "medium",
        }

    @pytest.mark.parametrize(
        ("level", "last", "severity"),
        [
            ("low", "2027-01-02", "high"),
            ("high", "2026-04-02", "critical"),
            ("very_high", "2026-02-02", "critical"),
        ],
    )
    def test_a_level_the_book_names_makes_it_critical(self, level, last, severity):
        after = day(last).fromordinal(day(last).toordinal() + 1).isoformat()
        assert flags("VD001", at_level(level), last) == []
        assert one("VD001", at_level(level), after).severity is Severity(severity)

    @pytest.mark.parametrize(("as_of", "severity"), [("2026-09-30", "high"), ("2026-10-01", "critical")])
    def test_more_than_ninety_days_make_it_critical(self, as_of, severity):
        found = one("VD001", facts(), as_of)
        assert (found.severity, found.days_over) == (severity, 90 if severity == "high" else 91)

    def test_days_in_custody_do_not_make_it_critical_sooner(self):
        """Nine days late, then 20 in custody: the 91st day late comes 20 days later."""
        inside = [{"id": "c1", "kind": "custody", "from": "2026-07-12", "until": "2026-08-01"}]
        assert flags("VD001", facts(statuses=inside), "2026-07-31") == []
        assert one("VD001", facts(statuses=inside), "2026-10-20").severity is Severity.HIGH
        assert one("VD001", facts(statuses=inside), "2026-10-21").severity is Severity.CRITICAL
        assert judged(facts(statuses=inside), "2026-10-20").stable_until == day("2026-10-21")

    def test_the_last_day_of_a_short_month_is_the_last_day(self):
        """Six months after 29 August 2023 end on 29 February 2024; after 31 August too."""
        for anchor in ("2023-08-29", "2023-08-31"):
            plain = facts(visits=[visit("v1", "2020-01-20"), visit("v2", anchor)])
            assert flags("VD001", plain, "2024-02-29") == []
            assert one("VD001", plain, "2024-03-01").since == day("2024-03-01")

    def test_without_a_level_it_is_overdue_past_the_longest_interval(self):
        plain = facts(levels=[])
        assert flags("VD001", plain, "2027-01-02") == []
        flag = one("VD001", plain, "2027-01-03")
        assert (flag.severity, shown(flag)["level"]) == (Severity.HIGH, None)

    def test_someone_without_a_home_is_visited_monthly_where_they_can_be_found(self):
        told = {
            "id": "n3",
            "kind": "s84",
            "on": "2026-01-03",
            "about": "home_address",
            "home_kind": "place_found",
        }
        plain = facts(notifications=[*facts()["notifications"], told])
        assert flags("VD001", plain, "2026-02-02") == []
        assert one("VD001", plain, "2026-02-03").rule == "R-V9"


class TestVisitDueSoon:
    @pytest.mark.parametrize(
        ("level", "due", "first"),
        [
            ("very_high", "2026-02-02", "2026-01-26"),
            ("high", "2026-04-02", "2026-03-19"),
            ("medium", "2026-07-02", "2026-06-04"),
            ("low", "2027-01-02", "2026-12-05"),
        ],
    )
    def test_the_window_depends_on_the_level(self, level, due, first):
        before = day(first).fromordinal(day(first).toordinal() - 1).isoformat()
        assert flags("VD002", at_level(level), before) == []
        flag = one("VD002", at_level(level), first)
        assert (flag.since, shown(flag)["due"], flag.days_over) == (day(first), day(due), None)
        assert one("VD002", at_level(level), due).since == day(first)

    def test_it_ends_with_the_last_day(self):
        assert flags("VD002", facts(), "2026-07-03") == []

    @pytest.mark.parametrize(
        ("as_of", "count"), [("2024-01-31", 0), ("2024-02-01", 1), ("2024-02-29", 1), ("2024-03-01", 0)]
    )
    def test_a_visit_due_on_the_leap_day_is_due_soon_up_to_it(self, as_of, count):
        plain = facts(visits=[visit("v1", "2020-01-20"), visit("v2", "2023-08-31")])
        assert len(flags("VD002", plain, as_of)) == count

    def test_the_window_does_not_begin_before_what_the_visit_counts_from(self):
        plans = [{"id": "p1", "from": "2025-12-01", "interval": "2 weeks", "mode": "active"}]
        assert one("VD002", facts(plans=plans), "2026-01-02").since == day("2026-01-02")

    def test_without_a_level_the_widest_window_before_the_latest_due_holds(self):
        assert flags("VD002", facts(levels=[]), "2026-12-04") == []
        assert shown(one("VD002", facts(levels=[]), "2026-12-05"))["window_days"] == 28

    @pytest.mark.parametrize("value", ["soon", {"high": 14}, {"medium": "soon"}, {"medium": True}])
    def test_a_threshold_that_says_nothing_for_the_level_gives_no_flag(self, value):
        assert flags("VD002", facts(), "2026-06-30", book=with_thresholds(visit_due_soon=value)) == []

    def test_a_due_that_cannot_be_known_is_not_soon(self):
        """A suspension without an end leaves no day."""
        inside = [{"id": "c1", "kind": "custody", "from": "2026-06-01"}]
        assert flags("VD002", facts(statuses=inside), "2026-06-30") == []


NEW = {
    "visits": [],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2020-01-07", "home_kind": "sole_or_main"}],
    "levels": [{"id": "l1", "level": "medium", "from": "2020-01-06"}],
}


class TestVisitNever:
    @pytest.mark.parametrize(("as_of", "count"), [("2020-01-27", 0), ("2020-01-28", 0), ("2020-01-29", 1)])
    def test_it_begins_the_day_after_the_last_for_the_first_visit(self, as_of, count):
        assert len(flags("VD003", facts(**NEW), as_of)) == count

    def test_visits_that_do_not_qualify_are_shown(self):
        tried = [
            visit("v7", "2020-01-06", "no_reply"),
            visit("v8", "2020-01-07", "no_reply"),
            visit("v9", "2020-01-10", "no_reply"),
            visit("v10", "2021-01-01"),
        ]
        flag = one("VD003", facts(**{**NEW, "visits": tried}), "2020-02-01")
        assert (flag.key, flag.since, shown(flag)["visits"]) == ("n1", day("2020-01-29"), ("v8", "v9"))

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1)])
    def test_the_leap_day_may_be_the_last(self, as_of, count):
        """Fifteen working days after Thursday 8 February 2024."""
        told = [{**NEW["notifications"][0], "on": "2024-02-08"}]
        dates = {"relevant_on": "2024-02-06", "convicted_on": "2024-02-06"}
        fresh = {**NEW, "registrations": [{**facts()["registrations"][0], **dates}], "notifications": told}
        assert len(flags("VD003", facts(**fresh), as_of)) == count

    def test_without_a_notification_nobody_has_entered(self):
        assert flags("VD003", facts(**{**NEW, "notifications": []}), "2026-06-01") == []

    def test_without_a_level_it_is_past_the_longest_time(self):
        for as_of, count in (("2020-01-28", 0), ("2020-01-29", 1)):
            assert len(flags("VD003", facts(**{**NEW, "levels": []}), as_of)) == count

    def test_nobody_in_custody_is_flagged(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2020-01-20"}]
        assert flags("VD003", facts(**NEW, statuses=inside), "2020-03-01") == []


class TestNoSuccessLong:
    def tried(self, on, **more):
        return facts(visits=[*SEEN, visit("v3", on, "no_reply")], **more)

    @pytest.mark.parametrize(("as_of", "count"), [("2027-01-01", 0), ("2027-01-02", 0), ("2027-01-03", 1)])
    def test_it_begins_when_two_intervals_are_over(self, as_of, count):
        assert len(flags("VD004", self.tried("2026-06-20"), as_of)) == count

    def test_an_attempt_before_the_last_success_is_none(self):
        assert flags("VD004", self.tried("2025-12-30"), "2027-03-01") == []

    def test_an_attempt_on_the_day_of_the_last_success_is_none(self):
        assert flags("VD004", self.tried("2026-01-02"), "2027-03-01") == []
        assert flags("VD004", self.tried("2026-01-03"), "2027-03-01")

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_two_intervals_may_end_on_the_leap_day(self, as_of, count):
        """Twice three months after 31 August 2023, added at once."""
        visits = [visit("v1", "2020-01-20"), visit("v2", "2023-08-31"), visit("v3", "2023-12-01", "no_reply")]
        assert len(flags("VD004", at_level("high", visits=visits), as_of)) == count

    def test_without_a_level_the_longest_interval_counts(self):
        plain = self.tried("2026-06-20", levels=[])
        assert flags("VD004", plain, "2028-01-02") == []
        assert one("VD004", plain, "2028-01-03").since == day("2028-01-03")

    def test_it_begins_with_the_first_attempt_if_that_is_later(self):
        assert flags("VD004", self.tried("2027-03-01"), "2027-02-28") == []
        flag = one("VD004", self.tried("2027-03-01"), "2027-03-01")
        assert (flag.since, shown(flag)["attempts"]) == (day("2027-03-01"), ("v3",))

    def test_the_interval_in_force_now_counts(self):
        """Six months, but one from 1 July on: two intervals are over with 2 March, the visit with 2 July."""
        levels = [*facts()["levels"], {"id": "l2", "level": "very_high", "from": "2026-07-01"}]
        plain = self.tried("2026-06-20", levels=levels)
        assert one("VD004", plain, "2026-07-02").since == day("2026-07-02")

    def test_who_was_late_before_visits_stopped_keeps_the_interval(self):
        plans = [{"id": "p1", "from": "2026-08-01", "mode": "reactive", "approved_by": "s1"}]
        plain = self.tried("2026-06-20", plans=plans)
        assert flags("VD001", plain, "2026-12-01")
        assert flags("VD004", plain, "2027-01-02") == []
        assert one("VD004", plain, "2027-01-03").since == day("2027-01-03")

    def test_an_interval_beyond_the_calendar_is_none(self):
        plans = [{"id": "p1", "from": "2026-08-01", "interval": "7000 years"}]
        plain = self.tried("2026-06-20", plans=plans)
        assert flags("VD001", plain, "2027-03-01")
        assert flags("VD004", plain, "2027-03-01") == []

    def test_a_threshold_of_another_kind_gives_no_flag(self):
        book = with_thresholds(visit_no_success_intervals="two")
        assert flags("VD004", self.tried("2026-06-20"), "2027-03-01", book=book) == []


class TestLadder:
    @pytest.mark.parametrize(
        ("as_of", "step", "since", "severity"),
        [
            ("2026-08-02", 30, "2026-08-02", "high"),
            ("2026-09-30", 30, "2026-08-02", "high"),
            ("2026-10-01", 90, "2026-10-01", "critical"),
            ("2026-12-30", 180, "2026-12-30", "critical"),
            ("2027-07-02", 180, "2026-12-30", "critical"),
            ("2027-07-03", 365, "2027-07-03", "critical"),
        ],
    )
    def test_it_climbs_a_step_the_day_after(self, as_of, step, since, severity):
        flag = one("VD005", facts(), as_of)
        assert (shown(flag)["more_than_days"], flag.since, flag.severity) == (step, day(since), severity)
        assert flag.identity == "VD005|A1|R-V2|v2"

    @pytest.mark.parametrize(
        ("last", "as_of", "step"),
        [
            # Due by 31 January 2026, and by 30 January 2024, thirty days before the leap day.
            ("2025-07-31", "2026-03-02", None),
            ("2025-07-31", "2026-03-03", 30),
            ("2025-07-31", "2026-05-01", 30),
            ("2025-07-31", "2026-05-02", 90),
            ("2023-07-30", "2024-02-29", None),
            ("2023-07-30", "2024-03-01", 30),
        ],
    )
    def test_the_days_of_february_are_counted(self, last, as_of, step):
        found = flags("VD005", facts(visits=[visit("v1", "2020-01-20"), visit("v2", last)]), as_of)
        assert [shown(flag)["more_than_days"] for flag in found] == [step] * (step is not None)

    def test_without_a_level_the_latest_due_counts(self):
        for as_of, count in (("2027-02-01", 0), ("2027-02-02", 1)):
            assert len(flags("VD005", facts(levels=[]), as_of)) == count

    def test_thirty_days_are_no_step_yet(self):
        assert flags("VD005", facts(), "2026-08-01") == []

    def test_since_leaves_suspended_days_out(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-07-12", "until": "2026-08-01"}]
        assert flags("VD005", facts(statuses=inside), "2026-08-21") == []
        assert one("VD005", facts(statuses=inside), "2026-10-01").since == day("2026-08-22")

    @pytest.mark.parametrize("value", [30, ["thirty"], [True]])
    def test_a_threshold_of_another_kind_gives_no_flag(self, value):
        book = with_thresholds(visit_ladder_days=value)
        assert flags("VD005", facts(), "2027-01-01", book=book) == []


TWICE = [*SEEN, visit("v3", "2026-06-01", "no_reply"), visit("v4", "2026-06-08", "refused")]


class TestWarrantDecision:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-14", 0), ("2026-06-15", 0), ("2026-06-16", 1)])
    def test_it_begins_the_day_after_the_last_for_the_decision(self, as_of, count):
        assert len(flags("VD006", facts(visits=TWICE), as_of)) == count

    def test_the_attempts_are_shown(self):
        flag = one("VD006", facts(visits=TWICE), "2026-06-16")
        assert (flag.key, flag.since, shown(flag)["attempts"]) == ("v4", day("2026-06-16"), ("v3", "v4"))

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1)])
    def test_the_leap_day_may_be_the_last(self, as_of, count):
        """Five working days after Thursday 22 February 2024."""
        tried = [visit(f"v{on}", on, "no_reply") for on in ("2024-02-15", "2024-02-22")]
        assert len(flags("VD006", facts(visits=[SEEN[0], *tried]), as_of)) == count

    def test_attempts_without_a_purpose_are_not_known_to_be_for_an_assessment(self):
        tried = [{**each, "purposes": []} for each in TWICE[2:]]
        assert flags("VD006", facts(visits=[*SEEN, *tried]), "2026-07-01") == []

    def test_one_attempt_asks_for_no_decision(self):
        assert flags("VD006", facts(visits=TWICE[:-1]), "2026-12-01") == []

    def test_custody_bars_a_warrant(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-06-12"}]
        assert flags("VD006", facts(visits=TWICE, statuses=inside), "2026-07-01") == []

    def test_a_book_whose_decision_hangs_on_the_offender_has_no_series_to_show(self):
        plain = {
            "format": 1, "id": "own", "version": "2026.1", "title": "t", "jurisdiction": "j",
            "extends": "england-wales@2026.1",
            "rule": [
                {
                    "id": "R-V11", "duty": "decide", "duty_of": "police", "authority": "LOCAL",
                    "source": "library-default", "one_per": "offender", "anchor": {"first": "visit.no_reply"},
                    "cadence": "once", "counting": "after", "regime": [{"within": "5 days"}],
                }
            ],
        }  # fmt: skip
        book = load_rulebook(plain)
        flag = one("VD006", facts(visits=TWICE), "2026-06-16", book=book)
        assert shown(flag)["attempts"] == ()


GRANTED = {"id": "w1", "kind": "warrant", "outcome": "granted", "by": "s1"}


class TestWarrantNotAvailable:
    def flags(self, on, as_of="2026-07-01", decision=GRANTED, **more):
        return flags("VD007", facts(decisions=[{**decision, "on": on}], **more), as_of)

    def state(self, kind="custody", start="2026-06-01", until="2026-06-20"):
        return {"statuses": [{"id": "c1", "kind": kind, "from": start, "until": until}]}

    @pytest.mark.parametrize("kind", ["custody", "hospital", "abroad"])
    @pytest.mark.parametrize(
        ("on", "count"),
        [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1), ("2026-06-19", 1), ("2026-06-20", 0)],
    )
    def test_from_the_second_day_to_the_last_but_one(self, kind, on, count):
        assert len(self.flags(on, **self.state(kind))) == count

    def test_the_example_of_the_check(self):
        plain = facts(decisions=[{**GRANTED, "on": "2026-06-02"}], **self.state())
        assert flags("VD007", plain, "2026-06-01") == []
        flag = one("VD007", plain, "2026-06-02")
        assert (flag.key, flag.since, flag.severity) == ("w1", day("2026-06-02"), Severity.MEDIUM)
        assert shown(flag) == {
            "decision": "w1",
            "on": day("2026-06-02"),
            "outcome": "granted",
            "state": "custody",
            "from": day("2026-06-01"),
            "until": day("2026-06-20"),
        }

    def test_a_decision_still_to_come_is_none_yet(self):
        plain = facts(decisions=[{**GRANTED, "on": "2026-06-15"}], **self.state())
        assert flags("VD007", plain, "2026-06-14") == []
        assert judged(plain, "2026-06-14").stable_until == day("2026-06-15")

    def test_a_state_without_an_end_still_bars_it(self):
        (flag,) = self.flags("2026-06-25", **self.state(until=None))
        assert shown(flag)["until"] is None

    def test_of_several_states_the_one_that_began_last_is_named(self):
        first = {"id": "c1", "kind": "custody", "from": "2026-06-01"}
        later = {"id": "c2", "kind": "hospital", "from": "2026-06-05"}
        (flag,) = self.flags("2026-06-10", statuses=[first, later])
        assert (shown(flag)["state"], shown(flag)["from"]) == ("hospital", day("2026-06-05"))

    def test_a_trip_is_time_abroad_and_one_called_off_is_not(self):
        trip = {"id": "t1", "departs_on": "2026-06-01", "returned_on": "2026-06-20"}
        assert shown(self.flags("2026-06-10", trips=[trip])[0])["state"] == "abroad"
        assert self.flags("2026-06-10", trips=[{**trip, "cancelled_on": "2026-05-01"}]) == []

    @pytest.mark.parametrize(("on", "count"), [("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 0)])
    def test_around_the_29th_of_february(self, on, count):
        assert len(self.flags(on, **self.state(start="2024-02-28", until="2024-03-01"))) == count

    @pytest.mark.parametrize(
        "change",
        [{"outcome": "refused"}, {"outcome": "no_action"}, {"outcome": None}, {"kind": "breach", "outcome": "charge"}],
    )
    def test_other_decisions_need_no_one_at_home(self, change):
        assert self.flags("2026-06-10", decision={**GRANTED, **change}, **self.state()) == []

    def test_without_a_day_or_a_state_nothing_is_said(self):
        assert self.flags(None, **self.state()) == []
        assert self.flags("2026-06-10") == []
        assert self.flags("2026-06-10", statuses=[{"id": "c1", "kind": "missing", "from": "2026-06-01"}]) == []


class TestRetryLate:
    @pytest.mark.parametrize(("as_of", "over"), [("2026-05-31", None), ("2026-06-01", None), ("2026-06-02", 1)])
    def test_it_begins_the_day_after_the_last_for_the_next_attempt(self, as_of, over):
        """Friday 22 May, the bank holiday of Monday 25 May, then 26, 27, 28, 29 May and 1 June."""
        plain = facts(visits=[*SEEN, visit("v3", "2026-05-22", "no_reply")])
        assert [flag.days_over for flag in flags("VD008", plain, as_of)] == ([over] if over else [])

    def test_the_example_of_the_check(self):
        flag = one("VD008", facts(visits=[*SEEN, visit("v3", "2026-05-22", "no_reply")]), "2026-06-10")
        assert (flag.key, flag.rule, flag.since) == ("v3", "R-V10", day("2026-06-02"))
        assert flag.severity is Severity.HIGH
        assert shown(flag) == {
            "attempt": "v3",
            "on": day("2026-05-22"),
            "due": day("2026-06-01"),
            "level": "medium",
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1)])
    def test_the_leap_day_may_be_the_last(self, as_of, count):
        assert len(flags("VD008", facts(visits=[SEEN[0], visit("v3", "2024-02-22", "no_reply")]), as_of)) == count

    @pytest.mark.parametrize("outcome", ["no_reply", "refused", "not_seen"])
    def test_of_several_only_the_last_waits(self, outcome):
        tried = [visit("v3", "2026-05-22", outcome), visit("v4", "2026-05-28", outcome)]
        assert flags("VD008", facts(visits=[*SEEN, *tried]), "2026-06-04") == []
        assert one("VD008", facts(visits=[*SEEN, *tried]), "2026-06-05").key == "v4"

    def test_someone_seen_answers_it_and_a_call_does_not(self):
        tried = visit("v3", "2026-05-22", "no_reply")
        assert flags("VD008", facts(visits=[*SEEN, tried, visit("v4", "2026-06-01")]), "2026-06-10") == []
        call = visit("v4", "2026-06-01", place="phone")
        assert one("VD008", facts(visits=[*SEEN, tried, call]), "2026-06-10").key == "v3"

    def test_custody_since_suspends_it(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-05-26"}]
        plain = facts(visits=[*SEEN, visit("v3", "2026-05-22", "no_reply")], statuses=inside)
        assert flags("VD008", plain, "2026-06-10") == []


class TestOccasionMissed:
    INSIDE = ({"id": "c1", "kind": "custody", "from": "2026-03-10", "until": "2026-05-11"},)

    def test_a_visit_after_a_release_that_nobody_made(self):
        plain = facts(statuses=[*self.INSIDE])
        assert flags("VD101", plain, "2026-05-26") == []
        flag = one("VD101", plain, "2026-05-27")
        assert (flag.rule, flag.key, flag.since, flag.severity) == ("R-V8", "c1", day("2026-05-27"), Severity.HIGH)
        assert shown(flag)["counted_from"] == day("2026-05-11")
        assert flag.message.startswith(
            "The visit that a release or a return asks for, counted from 2026-05-11 and due by 2026-05-26, is past"
        )
        assert flags("VD101", facts(statuses=[*self.INSIDE], visits=[visit("v9", "2026-05-20")]), "2026-06-01") == []

    def test_a_short_time_inside_asks_for_none(self):
        short = [{**self.INSIDE[0], "from": "2026-04-13"}]
        assert flags("VD101", facts(statuses=short), "2026-06-30") == []

    @pytest.mark.parametrize(
        ("level", "on", "severity"),
        [("high", "2026-06-01", Severity.CRITICAL), ("medium", "2026-08-24", Severity.HIGH), ("medium", "2026-08-25", Severity.CRITICAL)],
    )  # fmt: skip
    def test_critical_as_a_routine_visit_is(self, level, on, severity):
        levels = [{"id": "l1", "level": level, "from": "2020-01-10"}]
        assert one("VD101", facts(statuses=[*self.INSIDE], levels=levels), on).severity is severity

    def test_a_new_address_is_visited_until_it_is_left(self):
        homes = [
            {"id": "h1", "address_id": "a1", "kind": "main", "from": "2020-01-06", "until": "2026-02-28"},
            {"id": "h2", "address_id": "a2", "kind": "main", "from": "2026-02-28", "notified_on": "2026-03-02"},
        ]
        flag = one("VD101", facts(addresses=homes), "2026-03-24")
        assert (flag.rule, flag.key, flag.since) == ("R-V7", "a2", day("2026-03-24"))
        assert flag.message.startswith("The visit that a move asks for, counted from 2026-03-02 and due by 2026-03-23")
        homes[1]["until"] = "2026-04-01"
        homes.append(
            {"id": "h3", "address_id": "a3", "kind": "main", "from": "2026-04-01", "notified_on": "2026-04-02"}
        )
        assert flags("VD101", facts(addresses=homes), "2026-03-31")
        assert judged(facts(addresses=homes), "2026-03-31").stable_until == day("2026-04-01")
        assert flags("VD101", facts(addresses=homes), "2026-04-01") == []
        assert one("VD101", facts(addresses=homes), "2026-05-01").key == "a3"
        # Left without a notice of another home; then back, which is a place that was never visited.
        homes.pop()
        assert flags("VD101", facts(addresses=homes), "2026-05-01") == []
        homes.append({"id": "h4", "address_id": "a2", "kind": "main", "from": "2026-04-20"})
        assert one("VD101", facts(addresses=homes), "2026-05-01").key == "a2"

    def test_an_address_without_an_id_is_left_too(self):
        homes = [
            {"id": "h1", "kind": "main", "from": "2020-01-06", "until": "2026-02-28"},
            {"id": "h2", "kind": "main", "from": "2026-02-28", "notified_on": "2026-03-02"},
        ]
        assert flags("VD101", facts(addresses=homes), "2026-04-01")
        homes[1]["until"] = "2026-04-01"
        homes.append({"id": "h3", "kind": "main", "from": "2026-04-01", "notified_on": "2026-06-10"})
        assert flags("VD101", facts(addresses=homes), "2026-03-31")
        assert flags("VD101", facts(addresses=homes), "2026-04-01") == []

    def test_a_release_is_no_address_that_bears_its_id(self):
        homes = [
            {"id": "h1", "address_id": "c1", "kind": "main", "from": "2020-01-06", "until": "2026-05-14"},
            {"id": "h2", "address_id": "a2", "kind": "main", "from": "2026-05-14"},
        ]
        assert one("VD101", facts(addresses=homes, statuses=[*self.INSIDE]), "2026-05-27").key == "c1"
