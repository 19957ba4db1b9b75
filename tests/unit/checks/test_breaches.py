"""NT065 to NT067: what came late and is on no record, and what waits for an entry or a decision."""

import pytest

from supervise import Severity
from tests.catalogue.people import LAW, day, facts, flags, one, shown


def renamed(told="2026-03-05", **more):
    """Another name used since 2 March 2026, to be notified by 4 March."""
    notice = {"id": "n3", "kind": "s84", "on": told, "about": "name", "for": "c1"}
    changes = [{"id": "c1", "about": "name", "on": "2026-03-02"}]
    return facts(changes=changes, notifications=[*facts()["notifications"], notice], **more)


def event(kind="breach_suspected", on="2026-03-05", **more):
    return [{"id": "e2", "kind": kind, "on": on, **more}]


class TestLateUnrecorded:
    @pytest.mark.parametrize(("told", "count"), [("2026-03-03", 0), ("2026-03-04", 0), ("2026-03-05", 1)])
    def test_the_last_day_is_in_time(self, told, count):
        assert len(flags("NT065", renamed(told), "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        assert flags("NT065", renamed(), "2026-03-04") == []
        flag = one("NT065", renamed(), "2026-03-05")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, "R-N2", "c1")
        assert (flag.since, flag.days_over) == (day("2026-03-05"), None)
        assert shown(flag) == {
            "due": day("2026-03-04"),
            "notified_on": day("2026-03-05"),
            "notification": "n3",
            "days_late": 1,
        }

    @pytest.mark.parametrize(("last", "count"), [("2025-02-28", 0), ("2025-03-01", 1)])
    def test_a_year_after_29_february_ends_on_28_february(self, last, count):
        notices = [
            {"id": "n1", "kind": "s83", "on": "2024-02-29", "home_kind": "sole_or_main"},
            {"id": "n2", "kind": "s85", "on": last},
        ]
        start = [{**facts()["registrations"][0], "relevant_on": "2024-02-28", "convicted_on": "2024-02-28"}]
        plain = facts(registrations=start, notifications=notices, visits=[])
        assert len(flags("NT065", plain, "2025-06-01")) == count

    @pytest.mark.parametrize("kind", ["breach_suspected", "breach_established"])
    def test_a_suspected_or_established_one_answers(self, kind):
        assert flags("NT065", renamed(events=event(kind)), "2026-06-01") == []

    def test_an_event_of_another_kind_does_not(self):
        assert flags("NT065", renamed(events=event("intelligence")), "2026-06-01")

    @pytest.mark.parametrize(
        ("on", "count"),
        [(None, 1), ("2026-03-04", 1), ("2026-03-05", 0), ("2026-06-03", 0), ("2026-06-04", 1), ("2026-08-01", 1)],
    )
    def test_one_that_names_nothing_counts_from_the_day_after_the_last_day_until_90_days_after_the_notice(
        self, on, count
    ):
        plain = renamed(events=[{"id": "e2", "kind": "breach_suspected"} | ({"on": on} if on else {})])
        assert len(flags("NT065", plain, "2026-07-01")) == count

    @pytest.mark.parametrize(("for_", "count"), [("n3", 0), ("c1", 0), ("n1", 1)])
    def test_one_that_names_something_counts_for_that_whenever_it_was_made(self, for_, count):
        plain = renamed(events=event(on="2026-12-01", **{"for": for_}))
        assert len(flags("NT065", plain, "2026-12-01")) == count

    @pytest.mark.parametrize(("kind", "count"), [("breach", 0), ("warrant", 1)])
    def test_so_does_a_decision(self, kind, count):
        decided = [{"id": "d1", "kind": kind, "on": "2026-03-06", "outcome": "no_action"}]
        assert len(flags("NT065", renamed(decisions=decided), "2026-06-01")) == count

    def test_without_a_number_of_days_any_entry_after_the_last_day_answers(self):
        assert flags("NT065", renamed(events=event(on="2030-01-01")), "2030-01-01", book=LAW) == []
        assert flags("NT065", renamed(events=event(on="2026-03-04")), "2030-01-01", book=LAW)

    def test_what_is_not_yet_notified_is_for_another_check(self):
        plain = facts(changes=[{"id": "c1", "about": "name", "on": "2026-03-02"}])
        assert flags("NT065", plain, "2026-03-10") == []
        assert flags("NT063", plain, "2026-03-10")


class TestNotRecorded:
    @pytest.mark.parametrize(("at", "as_of", "count"), [("10:00", "2026-03-03", 0), ("10:00", "2026-03-04", 1)])
    def test_the_hours_run_from_the_moment(self, at, as_of, count):
        plain = facts(events=event("breach_established", "2026-03-02", at=at))
        assert len(flags("NT066", plain, as_of)) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_in_a_leap_year_29_february_is_a_day(self, as_of, count):
        plain = facts(events=event("breach_established", "2024-02-28", at="09:00"))
        assert len(flags("NT066", plain, as_of)) == count

    def test_it_shows_the_last_minute(self):
        flag = one("NT066", facts(events=event("breach_established", "2026-03-02", at="10:00")), "2026-03-04")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, "R-B1", "e2", day("2026-03-04"))
        assert shown(flag) == {
            "established_on": day("2026-03-02"),
            "due": day("2026-03-03"),
            "due_at": "2026-03-03T10:00",
        }

    @pytest.mark.parametrize(("for_", "count"), [({"for": "e2"}, 0), ({"for": "e9"}, 1), ({}, 1)])
    def test_only_an_entry_that_names_it_answers(self, for_, count):
        entry = {"id": "e3", "kind": "national_record", "on": "2026-03-02", **for_}
        plain = facts(events=[*event("breach_established", "2026-03-02"), entry])
        assert len(flags("NT066", plain, "2026-06-01")) == count

    def test_an_event_without_a_day_says_nothing(self):
        assert flags("NT066", facts(events=[{"id": "e2", "kind": "breach_established"}]), "2026-06-01") == []


class TestStalled:
    @pytest.mark.parametrize(
        ("level", "as_of", "count"),
        [
            ("medium", "2026-03-16", 0),
            ("medium", "2026-03-17", 1),
            ("high", "2026-03-05", 0),
            ("high", "2026-03-06", 1),
        ],
    )
    def test_the_days_depend_on_the_level(self, level, as_of, count):
        levels = [{"id": "l1", "level": level, "from": "2020-01-10"}]
        plain = facts(levels=levels, events=event(on="2026-03-02"))
        assert len(flags("NT067", plain, as_of)) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-16", 0), ("2026-03-17", 1)])
    def test_without_a_level_it_is_flagged_when_it_is_late_at_any(self, as_of, count):
        assert len(flags("NT067", facts(levels=[], events=event(on="2026-03-02")), as_of)) == count

    def test_working_days_pass_over_29_february_and_the_end_of_a_month(self):
        high = [{"id": "l1", "level": "high", "from": "2020-01-10"}]
        plain = facts(levels=high, events=event(on="2024-02-27"))
        assert flags("NT067", plain, "2024-03-01") == []
        assert one("NT067", plain, "2024-03-02").since == day("2024-03-02")

    def test_it_shows_the_level(self):
        flag = one("NT067", facts(events=event(on="2026-03-02")), "2026-03-18")
        assert (flag.severity, flag.rule, flag.key, flag.days_over) == (Severity.HIGH, "R-B2", "e2", 2)
        assert shown(flag) == {"suspected_on": day("2026-03-02"), "due": day("2026-03-16"), "level": "medium"}

    @pytest.mark.parametrize(("more", "count"), [({"outcome": "no_action"}, 0), ({}, 1)])
    def test_a_decision_with_its_outcome_answers(self, more, count):
        decided = [{"id": "d1", "kind": "breach", "on": "2026-03-06", "for": "e2", **more}]
        plain = facts(events=event(on="2026-03-02"), decisions=decided)
        assert len(flags("NT067", plain, "2026-06-01")) == count
