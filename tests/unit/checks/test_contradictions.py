"""DC 13-18: days on which nobody can have been seen at home, day by day."""

import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, arms, day, facts, flags, judged, one, shown, visit

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2026-01-02")]


def also(*visits, **more):
    return facts(visits=[*SEEN, *visits], **more)


INSIDE = [
    {"id": "c1", "kind": "custody", "from": "2026-02-10", "until": "2026-03-01"},
    {"id": "c2", "kind": "custody", "until": "2026-04-01"},
    {"id": "h1", "kind": "hospital", "from": "2026-05-01", "until": "2026-05-10"},
]


class TestVisitInCustody:
    @pytest.mark.parametrize(
        ("on", "count"),
        [("2026-02-09", 0), ("2026-02-10", 1), ("2026-02-28", 1), ("2026-03-01", 0), ("2026-05-05", 0)],
    )
    def test_the_first_day_is_inside_and_the_day_of_release_is_not(self, on, count):
        plain = also(visit("v3", on), statuses=INSIDE)
        assert len(flags("DC013", plain, "2026-06-01")) == count

    def test_custody_without_an_end_still_holds(self):
        plain = also(visit("v3", "2026-05-05"), statuses=[{"id": "c1", "kind": "custody", "from": "2026-02-10"}])
        flag = one("DC013", plain, "2026-05-05")
        assert (flag.since, shown(flag)["custody"], shown(flag)["until"]) == (day("2026-05-05"), "c1", None)

    @pytest.mark.parametrize("change", [{"place": "office"}, {"place": None}, {"outcome": "no_reply"}])
    def test_only_someone_seen_at_home_cannot_be_true(self, change):
        plain = also({**visit("v3", "2026-02-20"), **change}, statuses=INSIDE)
        assert flags("DC013", plain, "2026-06-01") == []

    def test_a_visit_still_to_come_is_for_another_check(self):
        plain = also(visit("v3", "2026-02-20"), statuses=INSIDE)
        assert flags("DC013", plain, "2026-02-19") == []
        assert flags("DC018", plain, "2026-02-19")


class TestVisitInHospital:
    @pytest.mark.parametrize(
        ("on", "count"),
        [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-09", 1), ("2026-05-10", 0), ("2026-02-20", 0)],
    )
    def test_the_first_day_is_inside_and_the_day_of_discharge_is_not(self, on, count):
        assert len(flags("DC014", also(visit("v3", on), statuses=INSIDE), "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        inside = [{"id": "h1", "kind": "hospital", "from": "2026-06-01", "until": "2026-06-20"}]
        flag = one("DC014", also(visit("v3", "2026-06-19"), statuses=inside), "2026-06-30")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-06-19"), Severity.HIGH)
        assert (shown(flag)["hospital"], shown(flag)["until"]) == ("h1", day("2026-06-20"))
        assert flags("DC014", also(visit("v3", "2026-06-20"), statuses=inside), "2026-06-30") == []

    def test_the_last_day_of_february_is_inside_in_a_leap_year(self):
        inside = [{"id": "h1", "kind": "hospital", "from": "2024-02-10", "until": "2024-03-01"}]
        assert one("DC014", also(visit("v3", "2024-02-29"), statuses=inside), "2026-06-01").since == day("2024-02-29")

    def test_someone_found_at_the_notified_place_was_no_less_seen(self):
        plain = also(visit("v3", "2026-05-05", place="place_found"), statuses=INSIDE)
        assert one("DC014", plain, "2026-06-01").key == "v3"

    @pytest.mark.parametrize("change", [{"place": "office"}, {"place": None}, {"outcome": "no_reply"}])
    def test_only_someone_seen_at_home_cannot_be_true(self, change):
        plain = also({**visit("v3", "2026-05-05"), **change}, statuses=INSIDE)
        assert flags("DC014", plain, "2026-06-01") == []

    def test_a_detention_without_a_first_day_says_nothing(self):
        inside = [{"id": "h1", "kind": "hospital", "until": "2026-05-10"}]
        assert flags("DC014", also(visit("v3", "2026-05-05"), statuses=inside), "2026-06-01") == []

    def test_a_visit_still_to_come_is_for_another_check(self):
        plain = also(visit("v3", "2026-05-05"), statuses=INSIDE)
        assert flags("DC014", plain, "2026-05-04") == []
        assert flags("DC014", plain, "2026-05-05")


def away(departs, returned, **more):
    return [{"id": "t1", "departs_on": departs, "returned_on": returned, **more}]


class TestVisitWhileAbroad:
    @pytest.mark.parametrize(
        ("on", "count"),
        [("2024-02-27", 0), ("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 1), ("2024-03-02", 0)],
    )
    def test_the_days_between_departure_and_return_are_abroad(self, on, count):
        plain = also(visit("v3", on), trips=away("2024-02-28", "2024-03-02"))
        assert len(flags("DC015", plain, "2026-06-01")) == count
        status = [{"id": "s1", "kind": "abroad", "from": "2024-02-28", "until": "2024-03-02"}]
        assert len(flags("DC015", also(visit("v3", on), statuses=status), "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        trips = away("2026-06-01", "2026-06-15")
        flag = one("DC015", also(visit("v3", "2026-06-14"), trips=trips), "2026-06-30")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-06-14"), Severity.HIGH)
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-06-14"),
            "abroad": "t1",
            "from": day("2026-06-01"),
            "until": day("2026-06-15"),
        }
        assert flags("DC015", also(visit("v3", "2026-06-15"), trips=trips), "2026-06-30") == []

    @pytest.mark.parametrize(
        ("at", "departs_at", "count"),
        [("09:59", "10:00", 0), ("10:00", "10:00", 1), ("10:01", "10:00", 1), (None, "10:00", 0), ("10:01", None, 0)],
    )
    def test_on_the_day_of_departure_only_the_times_can_tell(self, at, departs_at, count):
        trips = away("2026-05-01", "2026-05-10", departs_at=departs_at)
        assert len(flags("DC015", also(visit("v3", "2026-05-01", at=at), trips=trips), "2026-06-01")) == count

    def test_the_first_day_of_a_status_has_no_time_to_tell(self):
        status = [{"id": "s1", "kind": "abroad", "from": "2026-05-01", "until": "2026-05-10"}]
        assert flags("DC015", also(visit("v3", "2026-05-01", at="23:59"), statuses=status), "2026-06-01") == []

    def test_back_on_the_day_of_departure_is_not_abroad(self):
        trips = away("2026-05-01", "2026-05-01", departs_at="06:00")
        assert flags("DC015", also(visit("v3", "2026-05-01", at="20:00"), trips=trips), "2026-06-01") == []

    def test_without_a_return_the_journey_lasts(self):
        plain = also(visit("v3", "2026-05-20"), trips=away("2026-05-01", None, due_back_on="2026-05-10"))
        assert shown(one("DC015", plain, "2026-06-01"))["until"] is None

    @pytest.mark.parametrize("more", [{"departs_on": None}, {"cancelled_on": "2026-04-01"}])
    def test_a_journey_called_off_or_without_a_departure_says_nothing(self, more):
        trips = [{**away("2026-05-01", None)[0], **more}]
        assert flags("DC015", also(visit("v3", "2026-05-20"), trips=trips), "2026-06-01") == []

    def test_a_journey_called_off_later_was_going_on(self):
        trips = [{**away("2026-05-01", None)[0], "cancelled_on": "2026-06-02"}]
        plain = also(visit("v3", "2026-05-20"), trips=trips)
        assert [len(flags("DC015", plain, as_of)) for as_of in ("2026-06-01", "2026-06-02")] == [1, 0]

    def test_another_status_is_not_abroad(self):
        assert flags("DC015", also(visit("v3", "2026-05-05"), statuses=INSIDE), "2026-06-01") == []

    def test_of_several_the_first_by_id_that_holds_is_shown(self):
        trips = [
            {"id": "t3", "departs_on": "2026-05-01"},
            {"id": "t1", "departs_on": "2026-05-28"},
            {"id": "t2", "departs_on": "2026-05-02"},
        ]
        assert shown(one("DC015", also(visit("v3", "2026-05-20"), trips=trips), "2026-06-01"))["abroad"] == "t2"

    @pytest.mark.parametrize("change", [{"place": "phone"}, {"place": None}, {"outcome": "no_reply"}])
    def test_only_someone_seen_at_home_cannot_be_true(self, change):
        plain = also({**visit("v3", "2026-05-05"), **change}, trips=away("2026-05-01", "2026-05-10"))
        assert flags("DC015", plain, "2026-06-01") == []

    def test_a_visit_still_to_come_is_for_another_check(self):
        plain = also(visit("v3", "2026-05-05"), trips=away("2026-05-01", "2026-05-10"))
        assert flags("DC015", plain, "2026-05-04") == []
        assert flags("DC015", plain, "2026-05-05")


DEAD = [
    {"id": "d2", "kind": "deceased", "from": "2026-06-05"},
    {"id": "d1", "kind": "deceased", "from": "2026-06-01"},
    {"id": "d3", "kind": "deceased"},
]


class TestVisitAfterDeath:
    @pytest.mark.parametrize(("on", "count"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
    def test_the_day_of_death_is_not_after_it(self, on, count):
        assert len(flags("DC016", also(visit("v3", on), statuses=DEAD), "2026-07-01")) == count

    def test_the_earliest_day_counts(self):
        flag = one("DC016", also(visit("v3", "2026-06-02"), statuses=DEAD), "2026-06-02")
        assert (flag.severity, shown(flag)["death"]) == (Severity.CRITICAL, "d1")

    def test_an_attempt_may_precede_the_news(self):
        assert flags("DC016", also(visit("v3", "2026-06-02", "no_reply"), statuses=DEAD), "2026-07-01") == []

    def test_a_death_without_a_day_says_nothing(self):
        assert flags("DC016", also(visit("v3", "2026-06-02"), statuses=DEAD[2:]), "2026-07-01") == []


def registered(**more):
    return {**facts()["registrations"][0], **more}


class TestVisitAfterExit:
    def on(self, day, as_of="2026-06-30", outcome="seen", **more):
        return flags("DC017", also(visit("v3", day, outcome), **more), as_of)

    @pytest.mark.parametrize(("on", "count"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1)])
    def test_the_last_day_of_the_requirements_is_not_after_it(self, on, count):
        ended = [registered(ended_on="2024-02-29")]
        plain = facts(visits=[SEEN[0], visit("v3", on)], registrations=ended)
        assert len(flags("DC017", plain, "2026-06-30")) == count

    def test_the_example_of_the_check(self):
        ended = [registered(ended_on="2026-05-31")]
        (flag,) = self.on("2026-06-01", registrations=ended)
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-06-01"), Severity.MEDIUM)
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-06-01"),
            "exit": "subject",
            "exit_on": day("2026-05-31"),
        }
        assert self.on("2026-05-31", registrations=ended) == []

    def test_a_period_that_runs_out_ends_them_too(self):
        """Two years beginning with a caution of 6 March 2024 end with 5 March 2026."""
        caution = [registered(basis="caution", disposal="caution", terms=[], relevant_on="2024-03-06")]
        told = [{"id": "n1", "kind": "s83", "on": "2024-03-07"}]
        plain = {"registrations": caution, "notifications": told}
        assert flags("DC017", facts(visits=[visit("v3", "2026-03-05")], **plain), "2026-06-30") == []
        (flag,) = flags("DC017", facts(visits=[visit("v3", "2026-03-06")], **plain), "2026-06-30")
        assert shown(flag)["exit_on"] == day("2026-03-05")

    def test_someone_subject_again_is_visited_again(self):
        again = registered(id="r2", convicted_on="2026-04-10", relevant_on="2026-04-10")
        both = [registered(ended_on="2026-03-31"), again]
        for on, count in (("2026-03-31", 0), ("2026-04-01", 1), ("2026-04-09", 1), ("2026-04-10", 0)):
            assert len(self.on(on, registrations=both)) == count, on

    def test_each_time_between_two_registrations_is_after_the_earlier(self):
        spans = (("2020-01-06", "2022-01-31"), ("2023-01-01", "2024-01-31"), ("2025-01-01", None))
        several = [
            registered(id=f"r{at}", convicted_on=start, relevant_on=start, ended_on=end)
            for at, (start, end) in enumerate(spans)
        ]
        for on, count in (
            ("2022-02-01", 1),
            ("2022-12-31", 1),
            ("2023-01-01", 0),
            ("2024-12-31", 1),
            ("2025-01-01", 0),
        ):
            assert len(self.on(on, registrations=several)) == count, on

    def test_the_latest_of_several_ends_counts(self):
        again = registered(id="r2", convicted_on="2022-04-10", relevant_on="2022-04-10", ended_on="2026-05-15")
        (flag,) = self.on("2026-05-16", registrations=[again, registered(ended_on="2021-03-31")])
        assert shown(flag)["exit_on"] == day("2026-05-15")

    def test_an_attempt_is_no_better_than_a_visit_and_a_cancelled_one_is_none(self):
        ended = [registered(ended_on="2026-05-31")]
        assert self.on("2026-06-01", outcome="no_reply", registrations=ended)
        assert self.on("2026-06-01", outcome="cancelled", registrations=ended) == []

    @pytest.mark.parametrize(
        "unclear",
        [
            {"registrations": [registered(ended_on="2026-05-31"), {"id": "r2", "basis": "conviction"}]},
            {"registrations": [registered(ended_on="2026-05-31")], "orders": [{"id": "o1", "kind": "shpo"}]},
        ],
    )
    def test_a_registration_or_order_that_cannot_be_placed_may_reach_further(self, unclear):
        assert self.on("2026-06-01", **unclear) == []

    def test_an_order_in_force_keeps_them_on(self):
        order = {
            "id": "o1",
            "kind": "shpo",
            "made_on": "2024-06-03",
            "served_on": "2024-06-03",
            "ends_on": "2026-06-10",
        }
        more = {"registrations": [registered(ended_on="2026-05-31")], "orders": [order]}
        assert self.on("2026-06-10", **more) == []
        assert self.on("2026-06-11", **more)

    @pytest.mark.parametrize(("on", "count"), [("2026-04-30", 0), ("2026-05-01", 0), ("2026-05-02", 1)])
    def test_the_day_another_force_accepts_is_not_after_it(self, on, count):
        gone = [{"id": "t1", "to": "f2", "asked_on": "2026-04-20", "accepted_on": "2026-05-01"}]
        found = self.on(on, transfers=gone)
        assert [shown(flag)["exit"] for flag in found] == ["transferred_out"] * count
        assert [shown(flag)["exit_on"] for flag in found] == [day("2026-05-01")] * count

    def test_whoever_came_back_is_visited_again(self):
        moves = [
            {"id": "t1", "to": "f2", "accepted_on": "2026-05-01"},
            {"id": "t2", "to": "f1", "accepted_on": "2026-05-20"},
        ]
        assert self.on("2026-05-19", transfers=moves)
        assert self.on("2026-05-20", transfers=moves) == []

    def test_a_transfer_not_accepted_is_no_exit(self):
        assert self.on("2026-06-20", transfers=[{"id": "t1", "to": "f2", "asked_on": "2026-04-20"}]) == []

    @pytest.mark.parametrize(
        ("on", "count"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-30", 1), ("2026-05-31", 0)]
    )
    def test_days_not_subject_by_a_status_are_after_the_end(self, on, count):
        free = [{"id": "s1", "kind": "not_subject", "from": "2026-05-01", "until": "2026-05-31"}]
        found = self.on(on, statuses=free)
        assert [shown(flag)["exit_on"] for flag in found] == [day("2026-04-30")] * count

    def test_of_two_exits_the_later_is_shown(self):
        gone = [{"id": "t1", "to": "f2", "accepted_on": "2026-05-10"}]
        (flag,) = self.on("2026-06-10", transfers=gone, registrations=[registered(ended_on="2026-05-31")])
        assert shown(flag)["exit"] == "subject"
        (flag,) = self.on("2026-06-10", transfers=gone, registrations=[registered(ended_on="2026-05-01")])
        assert shown(flag)["exit"] == "transferred_out"

    def test_a_visit_still_to_come_is_for_another_check(self):
        assert self.on("2026-06-01", as_of="2026-05-31", registrations=[registered(ended_on="2026-05-31")]) == []


class TestFutureCompleted:
    def test_it_holds_until_the_day_comes(self):
        plain = also(visit("v3", "2028-02-29"))
        assert one("DC018", plain, "2028-02-28").key == "v3"
        assert flags("DC018", plain, "2028-02-29") == []
        assert judged(plain, "2028-02-28").stable_until == day("2028-02-29")

    @pytest.mark.parametrize(
        ("recorded", "since"), [("2026-05-30", day("2026-05-30")), ("2026-06-02", None), (None, None)]
    )
    def test_it_is_so_since_it_was_recorded_if_that_is_known(self, recorded, since):
        flag = one("DC018", also(visit("v3", "2026-07-01", recorded_on=recorded)), "2026-06-01")
        assert flag.since == since

    @pytest.mark.parametrize("outcome", ["planned", "cancelled", None])
    def test_a_plan_is_no_outcome(self, outcome):
        assert flags("DC018", also(visit("v3", "2026-07-01", outcome)), "2026-06-01") == []

    def test_a_visit_without_a_day_is_none(self):
        assert flags("DC018", also(visit("v3", None)), "2026-06-01") == []


def test_ids_with_separators_give_different_identities():
    first = one("DC018", also(visit("v|3", "2026-07-01")), "2026-06-01")
    other = one("DC018", also(visit("v\\|3", "2026-07-01")), "2026-06-01")
    assert first.identity != other.identity
    assert first.rulebook == BOOK.ref


class TestRecordedBefore:
    @pytest.mark.parametrize(
        ("told", "as_of", "count"),
        [
            ("2026-06-02", "2026-06-03", 1),
            ("2026-06-02", "2026-06-02", 0),
            ("2026-06-03", "2026-06-03", 0),
            ("2026-06-04", "2026-06-05", 0),
            (None, "2026-06-05", 0),
        ],
    )
    def test_a_visit_on_its_day(self, told, as_of, count):
        assert len(flags("DC101", also(visit("v3", "2026-06-03", recorded_on=told)), as_of)) == count

    def test_it_shows_both_days(self):
        flag = one("DC101", also(visit("v3", "2026-06-03", "no_reply", recorded_on="2026-06-01")), "2026-07-01")
        assert (flag.severity, flag.key, flag.since) == (Severity.HIGH, "v3", day("2026-06-03"))
        assert shown(flag) == {"fact": "v3", "on": day("2026-06-03"), "told_on": day("2026-06-01")}

    @pytest.mark.parametrize("outcome", ["planned", "cancelled", None])
    def test_what_was_only_planned_may_be_recorded_before(self, outcome):
        assert flags("DC101", also(visit("v3", "2026-06-03", outcome, recorded_on="2026-06-01")), "2026-07-01") == []

    def test_a_version_recorded_afterwards_is_in_order(self):
        early, after = (visit("v3", "2026-06-03", recorded_on=told) for told in ("2026-06-01", "2026-06-04"))
        assert flags("DC101", also(early, after), "2026-07-01") == []

    @pytest.mark.parametrize(
        ("change", "count"),
        [
            ({"approved_on": "2026-06-02"}, 1),
            ({"approved_on": "2026-06-03"}, 0),
            ({"approved_on": None}, 0),
            ({"approved_on": "2026-06-04", "recorded_on": "2026-06-02"}, 1),
            ({"approved_on": "2026-06-02", "on": None}, 0),
        ],
    )
    def test_an_assessment_approved_before_it_was_completed(self, change, count):
        assessment = {**arms("s3", "2026-06-03"), **change}
        plain = facts(assessments=[*facts()["assessments"], assessment])
        assert len(flags("DC101", plain, "2026-07-01")) == count

    @pytest.mark.parametrize(("outcome", "count"), [("granted", 1), (None, 0)])
    def test_a_decision(self, outcome, count):
        decision = {"id": "k1", "kind": "warrant", "outcome": outcome, "on": "2026-06-03", "recorded_on": "2026-06-01"}
        assert len(flags("DC101", facts(decisions=[decision]), "2026-07-01")) == count

    def test_until_its_day_has_come_nothing_is_said_and_the_day_is_watched(self):
        decision = {
            "id": "k1",
            "kind": "warrant",
            "outcome": "granted",
            "on": "2026-06-03",
            "recorded_on": "2026-06-01",
        }
        before, on = (judged(facts(decisions=[decision]), as_of) for as_of in ("2026-06-02", "2026-06-03"))
        assert ("DC101" in {flag.code for flag in before.flags}, before.stable_until) == (False, day("2026-06-03"))
        assert "DC101" in {flag.code for flag in on.flags}

    @pytest.mark.parametrize("days", [("2026-06-01", "2026-06-02"), ("2026-06-02", "2026-06-01"), (None, "2026-06-01")])
    def test_of_two_days_on_which_it_was_told_the_first_is_shown(self, days):
        recorded, approved = days
        assessment = arms("s3", "2026-06-03", recorded_on=recorded, approved_on=approved)
        flag = one("DC101", facts(assessments=[*facts()["assessments"], assessment]), "2026-07-01")
        assert shown(flag)["told_on"] == day("2026-06-01")
