"""PL044: a due date set later than its rule gives, or put off again and again."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown, visit

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2025-08-31")]
TWICE = {"id": "d1", "rule": "R-V2", "by": "o9", "approved_by": "s1", "reason_code": "leave"}


def put_off(*dates, visits=SEEN, **more):
    """Medium, seen on 31 August 2025, so due by 28 February 2026; the date was set to others."""
    plain = [{"id": f"d{place}", "rule": "R-V2", "by": "o9", **each} for place, each in enumerate(dates, start=1)]
    return facts(visits=visits, set_dates=plain, **more)


def approved(on, set_on, **more):
    return {"on": on, "set_on": set_on, "reason_code": "leave", "approved_by": "s1", **more}


def unapproved(on, set_on="2026-02-20", **more):
    return {"on": on, "set_on": set_on, **more}


class TestSetLater:
    @pytest.mark.parametrize(("on", "count"), [("2026-02-27", 0), ("2026-02-28", 0), ("2026-03-01", 1)])
    def test_a_date_after_the_rules_is_flagged(self, on, count):
        assert len(flags("PL044", put_off(unapproved(on)), "2026-02-20")) == count

    @pytest.mark.parametrize(("on", "count"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1)])
    def test_around_the_29th_of_february(self, on, count):
        """Seen on 29 August 2023: due by 29 February 2024."""
        plain = put_off(unapproved(on, "2024-02-20"), visits=[SEEN[0], visit("v2", "2023-08-29")])
        assert len(flags("PL044", plain, "2024-02-20")) == count

    def test_the_example_of_the_check(self):
        plain = put_off(unapproved("2026-03-01", reason_code="leave"))
        assert flags("PL044", plain, "2026-02-19") == []
        assert judged(plain, "2026-02-19").stable_until == day("2026-02-20")
        flag = one("PL044", plain, "2026-02-20")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, "R-V2", "v2")
        assert (flag.since, flag.days_over) == (day("2026-02-20"), None)
        assert "due by 2026-02-28 under R-V2 was given a later date without an approved reason" in flag.message
        assert shown(flag) == {
            "due": day("2026-02-28"),
            "set_to": day("2026-03-01"),
            "set_dates": ("d1",),
            "lacking": ("approved_by",),
            "moves": 1,
            "moved": ("d1",),
        }
        # Nobody has that power over this rule: the visit is overdue all the same, and days over are its matter.
        assert one("VD001", plain, "2026-03-01")
        assert one("PL044", plain, "2026-03-01").days_over is None

    @pytest.mark.parametrize(
        ("given", "count"),
        [
            ({}, 1),
            ({"reason_code": "leave"}, 1),
            ({"approved_by": "s1"}, 1),
            ({"reason_code": "leave", "approved_by": "s1"}, 0),
            ({"reason_code": "leave", "approved_by": "o9", "by": "o9"}, 1),
        ],
    )
    def test_reason_and_approver_are_both_asked_for(self, given, count):
        assert len(flags("PL044", put_off(unapproved("2026-03-01", **given)), "2026-03-01")) == count

    def test_the_date_that_stands_is_the_last_one_set(self):
        back = put_off(unapproved("2026-03-10"), unapproved("2026-02-28", "2026-02-22"))
        assert flags("PL044", back, "2026-02-21")
        assert flags("PL044", back, "2026-02-22") == []
        again = put_off(unapproved("2026-03-10"), approved("2026-03-05", "2026-02-22"))
        assert flags("PL044", again, "2026-02-22") == []

    def test_since_is_the_first_day_of_those_that_follow_one_another(self):
        dates = [
            unapproved("2026-03-10", "2026-02-01"),
            approved("2026-02-28", "2026-02-05"),
            unapproved("2026-03-05", "2026-02-10"),
            unapproved("2026-03-04", "2026-02-15"),
        ]
        flag = one("PL044", put_off(*dates), "2026-02-16")
        assert (flag.since, shown(flag)["set_to"]) == (day("2026-02-10"), day("2026-03-04"))

    @pytest.mark.parametrize(
        ("dated", "since"),
        [
            ({"recorded_on": "2026-02-10"}, day("2026-02-10")),
            ({"set_on": "2026-02-05", "recorded_on": "2026-02-10"}, day("2026-02-05")),
            ({}, None),
        ],
    )
    def test_without_the_day_it_was_set_the_day_of_recording_counts_or_none_is_said(self, dated, since):
        assert one("PL044", put_off({"on": "2026-03-01", **dated}), "2026-02-20").since == since

    @pytest.mark.parametrize(
        "missing", [{"on": None}, {"rule": None}, {"rule": "R-NONE"}, {"rule": "R-N7"}, {"rule": "R-V9"}]
    )
    def test_without_a_date_or_a_rule_that_has_something_pending_nothing_is_flagged(self, missing):
        assert flags("PL044", put_off({**unapproved("2026-03-01"), **missing}), "2026-02-20") == []

    def test_it_is_about_what_was_pending_when_it_was_set(self):
        """The date was set before the visit of 31 August 2025: then 28 February 2026 is past what was due."""
        visits = [visit("v0", "2025-03-31"), *SEEN]
        flag = one("PL044", put_off(unapproved("2026-02-28", "2025-08-30"), visits=visits), "2026-02-20")
        assert (flag.key, shown(flag)["due"]) == ("v0", day("2025-09-30"))
        # On the day of a visit it is about the next one.
        assert flags("PL044", put_off(unapproved("2026-02-28", "2025-08-31"), visits=visits), "2026-02-20") == []
        assert flags("PL044", put_off(unapproved("2026-03-01", "2025-08-31"), visits=visits), "2026-02-20")

    def test_without_a_day_it_is_about_what_is_pending_now(self):
        visits = [visit("v0", "2025-03-31"), *SEEN]
        assert one("PL044", put_off(unapproved("2026-03-01", None), visits=visits), "2026-02-20").key == "v2"
        assert flags("PL044", put_off(unapproved("2026-02-28", None), visits=visits), "2026-02-20") == []

    def moved_home(self, on, set_on="2026-05-12", *first, visits=(), notices=(), seen=True):
        homes = [
            {"id": "h0", "address_id": "a0", "kind": "main", "from": "2009-01-06", "until": "2026-05-01"},
            {"id": "h2", "address_id": "a2", "kind": "main", "from": "2026-05-11", "notified_on": "2026-05-11"},
            *first,
        ]
        date = {"id": "d1", "rule": "R-V7", "on": on, "set_on": set_on}
        seen = [visit("v1", "2020-01-20", address_id="a0")] if seen else []
        plain = facts(addresses=homes, set_dates=[date], visits=[*seen, *visits])
        plain["notifications"] += notices
        registered = {**plain["registrations"][0], "convicted_on": "2009-01-05", "relevant_on": "2009-01-05"}
        return flags("PL044", {**plain, "registrations": [registered]}, "2026-06-20")

    def test_of_several_pending_the_latest_counts(self):
        # A move of which only the notice is recorded, and one to a2.
        first = {"id": "n8", "kind": "s84", "on": "2026-05-02", "about": "home_address"}
        # The later of the two is due by 2 June.
        assert self.moved_home("2026-06-02", notices=[first]) == []
        assert [flag.key for flag in self.moved_home("2026-06-03", notices=[first])] == ["a2"]

    def test_one_of_several_pending_whose_due_nobody_knows_could_be_later(self):
        """In 2011 the calendar knows no working days."""
        first = {"id": "n8", "kind": "s84", "on": "2011-06-01", "about": "home_address"}
        assert self.moved_home("2026-06-03", seen=False)
        assert self.moved_home("2026-06-03", seen=False, notices=[first]) == []
        assert self.moved_home("2026-06-03", "2011-06-20", seen=False, notices=[first]) == []

    def test_what_ended_with_the_next_move_is_pending_no_more(self):
        first = {"id": "h1", "address_id": "a1", "kind": "main", "from": "2011-06-01", "notified_on": "2011-06-01"}
        assert [flag.key for flag in self.moved_home("2026-06-03", "2026-05-12", first)] == ["a2"]
        assert self.moved_home("2026-06-03", "2011-06-20", first) == []

    def test_what_was_met_on_the_day_is_not_put_off(self):
        there = [visit("v3", "2026-05-20", address_id="a2")]
        assert self.moved_home("2026-06-03", "2026-05-19", visits=there)
        assert self.moved_home("2026-06-03", "2026-05-20", visits=there) == []

    def test_what_is_suspended_without_a_known_end_has_no_later_date(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-02-01"}]
        assert flags("PL044", put_off(unapproved("2026-12-31"), statuses=inside), "2026-02-20") == []

    def test_what_ended_before_the_date_was_set_is_not_put_off(self):
        moved = [{"id": "t1", "to": "f2", "asked_on": "2026-03-01", "accepted_on": "2026-03-10"}]
        for set_on, count in (("2026-03-09", 1), ("2026-03-10", 0), (None, 0)):
            plain = put_off(unapproved("2026-04-01", set_on), transfers=moved)
            assert len(flags("PL044", plain, "2026-06-01")) == count, set_on
        assert flags("PL044", put_off(unapproved("2026-04-01", None), transfers=moved), "2026-03-09")

    def test_where_no_level_is_known_only_a_date_after_the_longest_is_late(self):
        for on, count in (("2026-08-31", 0), ("2026-09-01", 1)):
            assert len(flags("PL044", put_off(unapproved(on), levels=[]), "2026-02-20")) == count


class TestPutOffTwice:
    @pytest.mark.parametrize(
        ("first", "second", "count"),
        [
            ("2026-03-01", "2026-03-02", 1),
            ("2026-03-01", "2026-03-01", 0),
            ("2026-03-02", "2026-03-01", 0),
            ("2026-02-28", "2026-03-01", 0),
            ("2026-02-20", "2026-02-28", 0),
        ],
    )
    def test_even_approved_two_moves_to_a_later_day_past_the_due_are_flagged(self, first, second, count):
        plain = put_off(approved(first, "2026-02-20"), approved(second, "2026-02-25"))
        assert len(flags("PL044", plain, "2026-02-25")) == count

    def test_it_begins_with_the_second_move(self):
        plain = put_off(approved("2026-03-01", "2026-02-20"), approved("2026-03-31", "2026-02-28"))
        assert flags("PL044", plain, "2026-02-27") == []
        assert judged(plain, "2026-02-27").stable_until == day("2026-02-28")
        flag = one("PL044", plain, "2026-02-28")
        assert flag.since == day("2026-02-28")
        assert "due by 2026-02-28 under R-V2 was put off to a later day 2 times" in flag.message
        assert shown(flag)["moved"] == ("d1", "d2")
        assert (shown(flag)["moves"], shown(flag)["lacking"]) == (2, ())

    def test_a_date_taken_back_and_set_again_was_moved_again(self):
        dates = [approved(on, f"2026-02-0{n}") for n, on in enumerate(["2026-03-10", "2026-02-28", "2026-03-05"], 1)]
        assert one("PL044", put_off(*dates), "2026-02-10").since == day("2026-02-03")

    def test_two_dates_for_two_visits_are_one_move_each(self):
        visits = [visit("v0", "2025-02-28"), *SEEN]
        dates = [approved("2025-09-30", "2025-08-01"), approved("2026-03-31", "2026-02-01")]
        assert flags("PL044", put_off(*dates, visits=visits), "2026-06-01") == []

    def test_not_approved_it_is_flagged_from_the_first_of_both(self):
        dates = [approved("2026-03-01", "2026-02-01"), unapproved("2026-03-02", "2026-02-05")]
        assert one("PL044", put_off(*dates), "2026-02-10").since == day("2026-02-05")
        three = [*dates, unapproved("2026-03-03", "2026-02-08")]
        assert one("PL044", put_off(*three), "2026-02-10").since == day("2026-02-05")
        last = [approved("2026-03-01", "2026-02-01"), approved("2026-03-02", "2026-02-05")]
        flag = one("PL044", put_off(*last, unapproved("2026-03-03", "2026-02-08")), "2026-02-10")
        assert (flag.since, "without an approved reason" in flag.message) == (day("2026-02-05"), True)

    def test_versions_of_one_date_are_moves_too(self):
        first = {**TWICE, "on": "2026-03-01", "set_on": "2026-02-01", "recorded_on": "2026-02-02"}
        second = {**first, "on": "2026-03-31", "recorded_on": "2026-02-10"}
        plain = facts(visits=SEEN, set_dates=[first, second])
        assert flags("PL044", plain, "2026-02-09") == []
        assert one("PL044", plain, "2026-02-10").since == day("2026-02-10")
        assert flags("PL044", plain, "2026-02-10", known_at="2026-02-09") == []
        same = {**first, "reason_code": "illness", "recorded_on": "2026-02-10"}
        assert flags("PL044", facts(visits=SEEN, set_dates=[first, same]), "2026-02-10") == []
        gone = {**second, "withdrawn": True, "recorded_on": "2026-02-11"}
        assert flags("PL044", facts(visits=SEEN, set_dates=[first, second, gone]), "2026-02-12") == []
        between = [first, {**second, "withdrawn": True}, {**first, "recorded_on": "2026-02-12"}]
        assert flags("PL044", facts(visits=SEEN, set_dates=between), "2026-02-12") == []

    def test_a_version_without_a_day_of_recording_counts_from_the_day_it_was_set(self):
        first = {**TWICE, "on": "2026-03-01", "set_on": "2026-02-01"}
        second = {**first, "on": "2026-03-31", "set_on": "2026-02-10"}
        plain = facts(visits=SEEN, set_dates=[first, second])
        assert one("PL044", plain, "2026-02-10").since == day("2026-02-10")
        without = [{**first, "on": None}, second]
        assert flags("PL044", facts(visits=SEEN, set_dates=without), "2026-02-10") == []

    def test_the_number_is_the_books_and_without_it_only_approval_is_asked_for(self):
        plain = put_off(approved("2026-03-01", "2026-02-20"), approved("2026-03-31", "2026-02-25"))
        held = BOOK.thresholds["due-date-moves"]
        for value, count in ((3, 0), (2, 1), (1, 1), (0, 1), (None, 0)):
            book = attrs.evolve(BOOK, thresholds={"due-date-moves": attrs.evolve(held, value=value)})
            assert len(flags("PL044", plain, "2026-03-01", book=book)) == count, value
        once = attrs.evolve(BOOK, thresholds={"due-date-moves": attrs.evolve(held, value=1)})
        assert one("PL044", plain, "2026-03-01", book=once).since == day("2026-02-20")
        none = attrs.evolve(BOOK, thresholds={"due-date-moves": attrs.evolve(held, value=0)})
        assert flags("PL044", put_off(approved("2026-02-27", "2026-02-20")), "2026-03-01", book=none) == []


def planned(planned_on, recorded_on, **more):
    return {"id": "v3", "planned_on": planned_on, "outcome": "planned", "recorded_on": recorded_on, **more}


class TestReplanned:
    def replanned(self, *plans, **more):
        return facts(visits=[*SEEN, *plans], **more)

    @pytest.mark.parametrize(
        ("second", "third", "count"),
        [
            ("2026-03-01", "2026-03-02", 1),
            ("2026-02-28", "2026-03-01", 0),
            ("2026-03-01", "2026-03-01", 0),
            ("2026-03-02", "2026-03-01", 0),
        ],
    )
    def test_a_visit_moved_twice_past_the_due_is_flagged(self, second, third, count):
        plain = self.replanned(
            planned("2026-02-20", "2026-02-01"), planned(second, "2026-02-10"), planned(third, "2026-02-15")
        )
        assert len(flags("PL044", plain, "2026-02-15")) == count

    def test_it_begins_with_the_second_move_and_names_the_visit(self):
        plain = self.replanned(
            planned("2026-02-20", "2026-02-01"),
            planned("2026-03-01", "2026-02-10"),
            planned("2026-03-10", "2026-02-28"),
        )
        assert flags("PL044", plain, "2026-02-27") == []
        assert judged(plain, "2026-02-27").stable_until == day("2026-02-28")
        flag = one("PL044", plain, "2026-02-28")
        assert (flag.rule, flag.key, flag.since) == ("R-V2", "v2", day("2026-02-28"))
        assert (shown(flag)["moved"], shown(flag)["set_dates"], shown(flag)["set_to"]) == (("v3",), (), None)

    def test_a_date_set_and_a_visit_moved_are_two(self):
        plain = self.replanned(
            planned("2026-02-20", "2026-02-01"),
            planned("2026-03-01", "2026-02-10"),
            set_dates=[{**TWICE, "on": "2026-03-05", "set_on": "2026-02-05"}],
        )
        flag = one("PL044", plain, "2026-02-10")
        assert (flag.since, shown(flag)["moved"]) == (day("2026-02-10"), ("d1", "v3"))

    def test_a_version_without_a_day_of_recording_or_of_planning_or_withdrawn_is_no_move(self):
        first, second = planned("2026-02-20", "2026-02-01"), planned("2026-03-01", "2026-02-10")
        for third in (
            planned("2026-03-10", None),
            planned(None, "2026-02-15"),
            planned("2026-03-10", "2026-02-15", withdrawn=True),
        ):
            assert flags("PL044", self.replanned(first, second, third), "2026-02-20") == []

    def test_moves_after_the_visit_was_made_concern_the_next_one(self):
        """The visit of 20 February 2026 leaves the next due by 20 August."""
        plain = self.replanned(
            visit("v4", "2026-02-20"),
            planned("2026-02-20", "2026-02-01"),
            planned("2026-03-01", "2026-02-21"),
            planned("2026-03-10", "2026-02-22"),
        )
        assert flags("PL044", plain, "2026-06-01") == []
