"""RK049, RK054, RK055: triggers nobody looked at, and checks of intelligence systems that are late or narrow."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.examples import REVIEWED, SEEN
from tests.catalogue.people import BOOK, arms, checked, day, facts, flags, judged, one, shown, visit


def with_threshold(name, value):
    """The shipped book with another value of one threshold; None: without it."""
    held = {key: each for key, each in BOOK.thresholds.items() if key != name}
    if value is not None:
        held[name] = attrs.evolve(BOOK.thresholds[name], value=value)
    return attrs.evolve(BOOK, thresholds=held)


def happened(kind, on, **more):
    return facts(events=[{"id": "e1", "kind": kind, "on": on}], **more)


class TestTriggerUnreviewed:
    @pytest.mark.parametrize(
        ("kind", "on", "last"),
        [
            ("intelligence", "2026-04-16", "2026-04-30"),
            ("arrest", "2024-02-15", "2024-02-29"),
            ("trigger", "2026-04-24", "2026-05-11"),
            ("child_risk", "2026-04-30", "2026-05-05"),
        ],
    )
    def test_it_begins_the_day_after_the_last_for_the_trigger(self, kind, on, last):
        plain = happened(kind, on, assessments=[])
        after = day(last).fromordinal(day(last).toordinal() + 1)
        assert flags("RK049", plain, last) == []
        assert judged(plain, last).stable_until == after
        flag = one("RK049", plain, after.isoformat())
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, "R-A5", "e1")
        assert (flag.since, flag.days_over) == (after, 1)
        assert shown(flag) == {"trigger": "e1", "kind": kind, "on": day(on), "due": day(last), "level": "medium"}

    @pytest.mark.parametrize(
        ("changes", "kind", "key"),
        [
            ({"changes": [{"id": "c1", "about": "child_household", "on": "2026-04-30"}]}, "child_household", "c1"),
            (
                {"statuses": [{"id": "x1", "kind": "custody", "from": "2026-02-01", "until": "2026-04-16"}]},
                "custody",
                "x1",
            ),
        ],
    )
    def test_a_change_or_a_release_calls_for_it_too(self, changes, kind, key):
        flag = one("RK049", facts(**changes), "2026-06-01")
        assert (flag.key, shown(flag)["kind"]) == (key, kind)

    @pytest.mark.parametrize(
        "answer",
        [
            {"assessments": [arms("s3", "2026-04-20", approved_on="2026-05-01")]},
            {"reviews": [{"id": "w9", "kind": "level", "on": "2026-04-16"}]},
        ],
    )
    def test_an_approved_assessment_or_a_review_of_the_level_answers_it(self, answer):
        assert flags("RK049", happened("intelligence", "2026-04-16", **answer), "2026-05-01") == []

    def test_what_came_before_or_is_not_approved_answers_nothing(self):
        before = [{"id": "w9", "kind": "level", "on": "2026-04-15"}]
        waiting = [arms("s3", "2026-04-20", approved_on=None, approved_by=None)]
        assert flags("RK049", happened("intelligence", "2026-04-16", reviews=before, assessments=waiting), "2026-05-01")

    def test_an_event_of_another_kind_or_without_a_day_calls_for_nothing(self):
        assert flags("RK049", happened("enquiry", "2026-04-16"), "2026-06-01") == []
        assert flags("RK049", happened("intelligence", None), "2026-06-01") == []

    def test_custody_suspends_it(self):
        inside = [{"id": "x1", "kind": "custody", "from": "2026-04-20"}]
        assert flags("RK049", happened("intelligence", "2026-04-16", statuses=inside), "2026-06-01") == []


def reviewed(*checks, **more):
    return facts(reviews=[*REVIEWED, *checks], **more)


SEEN_AGAIN = [*SEEN, visit("v3", "2026-04-16")]


class TestIntelCheckOverdue:
    @pytest.mark.parametrize(
        ("last", "first_late"),
        [("2025-02-28", "2026-03-01"), ("2024-02-29", "2025-03-01"), ("2025-06-01", "2026-06-02")],
    )
    def test_it_begins_a_year_and_a_day_after_the_last_check(self, last, first_late):
        plain = reviewed(checked(last, "local", "pnc"), visits=[])
        before = day(first_late).fromordinal(day(first_late).toordinal() - 1).isoformat()
        assert flags("RK054", plain, before) == []
        flag = one("RK054", plain, first_late)
        assert (flag.severity, flag.rule, flag.key) == (Severity.MEDIUM, "R-R4", "w8")
        assert (flag.since, flag.days_over) == (day(first_late), 1)
        assert f"due by {before} is past its last day" in flag.message

    def test_someone_never_checked_is_late_a_year_after_entry(self):
        plain = reviewed(visits=[])
        assert flags("RK054", plain, "2021-01-07") == []
        assert one("RK054", plain, "2021-01-08").key == "n1"

    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-22", 0), ("2026-04-23", 0), ("2026-04-24", 1)])
    def test_a_visit_wants_one_within_5_working_days(self, as_of, count):
        assert len(flags("RK054", facts(visits=SEEN_AGAIN), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = facts(visits=SEEN_AGAIN)
        assert judged(plain, "2026-04-23").stable_until == day("2026-04-24")
        flag = one("RK054", plain, "2026-06-01")
        assert (flag.rule, flag.key, flag.since, flag.days_over) == ("R-R4", "w8", day("2026-04-24"), None)
        assert "around the visit of 2026-04-16" in flag.message
        assert "2026-04-23, has passed" in flag.message
        assert shown(flag) == {
            "due": day("2027-01-02"),
            "counted_from": day("2026-01-02"),
            "counted_from_id": "w8",
            "visit": "v3",
            "visit_on": day("2026-04-16"),
            "level": "medium",
        }

    @pytest.mark.parametrize(
        ("on", "count"),
        [
            ("2026-04-08", 1),
            ("2026-04-09", 0),
            ("2026-04-16", 0),
            ("2026-05-31", 0),
            ("2026-06-01", 0),
            ("2026-06-02", 1),
        ],
    )
    def test_a_check_from_5_working_days_before_on_clears_it(self, on, count):
        plain = reviewed(checked(on, "local", "pnc"), visits=[visit("v3", "2026-04-16")])
        assert len(flags("RK054", plain, "2026-06-01")) == count

    def test_of_several_checks_the_last_counts(self):
        both = [checked("2026-01-02", "local", "pnc"), checked("2026-04-16", "local", "pnc", id="w9")]
        for checks in (both, both[::-1]):
            assert flags("RK054", reviewed(*checks, visits=SEEN_AGAIN), "2026-06-01") == []

    def test_a_later_visit_does_not_take_the_flag_away(self):
        plain = facts(visits=[*SEEN_AGAIN, visit("v4", "2026-05-29")])
        assert shown(one("RK054", plain, "2026-06-01"))["visit"] == "v3"

    def test_a_visit_whose_days_have_not_passed_is_watched(self):
        plain = facts(visits=[*SEEN, visit("v3", "2026-05-29")])
        assert flags("RK054", plain, "2026-06-01") == []
        assert flags("RK054", plain, "2026-06-05") == []
        assert flags("RK054", plain, "2026-06-06")

    def test_the_29th_of_february_is_a_working_day(self):
        plain = reviewed(checked("2024-01-02", "local", "pnc"), visits=[visit("v3", "2024-02-22")])
        assert flags("RK054", plain, "2024-02-29") == []
        assert flags("RK054", plain, "2024-03-01")

    @pytest.mark.parametrize("other", [{"outcome": "no_reply"}, {"place": "station"}, {"place": None}, {"on": None}])
    def test_only_someone_seen_at_home_wants_a_check(self, other):
        assert flags("RK054", facts(visits=[*SEEN, {**visit("v3", "2026-04-16"), **other}]), "2026-06-01") == []

    def test_a_check_without_a_day_may_be_any(self):
        plain = facts(visits=SEEN_AGAIN)
        plain["reviews"] = [*plain["reviews"], checked(None, "local", id="w9")]
        assert flags("RK054", plain, "2026-06-01") == []

    def test_the_year_is_late_whatever_has_no_day(self):
        plain = reviewed(checked("2025-02-28", "local"), checked(None, "local", id="w9"))
        assert one("RK054", plain, "2026-03-01").since == day("2026-03-01")

    def test_both_late_it_is_one_flag_since_the_first(self):
        plain = reviewed(checked("2025-02-28", "local"), visits=[visit("v3", "2026-02-02")])
        flag = one("RK054", plain, "2026-06-01")
        assert (flag.since, flag.days_over) == (day("2026-02-10"), 93)
        assert "due by 2026-02-28" in flag.message
        assert shown(flag)["visit"] == "v3"
        later = reviewed(checked("2025-02-28", "local"), visits=[visit("v3", "2026-03-02")])
        assert one("RK054", later, "2026-06-01").since == day("2026-03-01")

    def test_reactive_management_has_the_yearly_check_alone(self):
        plans = [*facts()["plans"], {"id": "p3", "from": "2026-05-01", "mode": "reactive", "approved_by": "s1"}]
        assert flags("RK054", facts(visits=SEEN_AGAIN, plans=plans), "2026-06-01") == []
        assert flags("RK054", facts(visits=SEEN_AGAIN, plans=[]), "2026-06-01")
        assert flags("RK054", facts(visits=SEEN_AGAIN, plans=plans), "2027-01-03")

    def test_only_someone_active_wants_a_check_for_a_visit(self):
        away = [{"id": "x1", "kind": "custody", "from": "2026-05-01", "until": "2026-05-20"}]
        plain = facts(visits=SEEN_AGAIN, statuses=away)
        assert flags("RK054", plain, "2026-05-19") == []
        assert one("RK054", plain, "2026-05-20").since == day("2026-05-20")

    def test_a_visit_before_the_time_on_the_register_wants_none(self):
        assert flags("RK054", reviewed(visits=[visit("v3", "2020-01-05")]), "2020-06-01") == []
        assert flags("RK054", reviewed(visits=[visit("v3", "2020-01-06")]), "2020-06-01")

    def test_a_visit_that_the_calendar_does_not_cover_wants_none(self):
        book = attrs.evolve(BOOK, calendar=None)
        assert flags("RK054", facts(visits=SEEN_AGAIN), "2026-06-01", book=book) == []

    def test_without_the_threshold_a_visit_wants_none(self):
        book = with_threshold("intelligence-check-visit-working-days", None)
        assert flags("RK054", facts(visits=SEEN_AGAIN), "2026-06-01", book=book) == []

    def test_after_the_end_of_the_period_nothing_is_flagged(self):
        closed = [{**facts()["registrations"][0], "ended_on": "2026-05-01"}]
        plain = facts(visits=SEEN_AGAIN, registrations=closed)
        assert flags("RK054", plain, "2026-05-01")
        assert flags("RK054", plain, "2026-05-02") == []


class TestIntelCheckNarrow:
    @pytest.mark.parametrize(
        ("sources", "count"),
        [
            (("local",), 1),
            (("local", "local"), 1),
            (("pnd",), 1),
            (("local", "pnd"), 0),
            (("local", "open_source"), 0),
            (("open_source",), 0),
            (("x9",), 0),
            ((), 0),
        ],
    )
    def test_one_police_system_and_nothing_else(self, sources, count):
        assert len(flags("RK055", reviewed(checked("2026-05-01", *sources)), "2026-06-01")) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-02", 1)])
    def test_from_the_day_of_the_check(self, as_of, count):
        assert len(flags("RK055", reviewed(checked("2026-05-01", "local")), as_of)) == count

    def test_the_example_of_the_check(self):
        flag = one("RK055", reviewed(checked("2026-05-01", "local")), "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "w8", day("2026-05-01"))
        assert shown(flag) == {"review": "w8", "on": day("2026-05-01"), "sources": ("local",)}

    def test_only_the_last_check_counts(self):
        narrow, wide = checked("2026-05-01", "local"), checked("2026-05-02", "local", "pnd", id="w9")
        assert flags("RK055", reviewed(narrow, wide), "2026-06-01") == []
        assert flags("RK055", reviewed({**narrow, "on": "2026-05-03"}, wide), "2026-06-01")
        assert flags("RK055", reviewed(narrow, {**wide, "on": None}), "2026-06-01")

    @pytest.mark.parametrize(("sources", "count"), [(("pnd",), 0), (("local",), 1), ((), 0)])
    def test_checks_of_one_day_are_one(self, sources, count):
        again = checked("2026-05-01", *sources, id="w9")
        assert len(flags("RK055", reviewed(checked("2026-05-01", "local"), again), "2026-06-01")) == count

    def test_a_review_of_another_kind_is_no_check(self):
        assert flags("RK055", reviewed(checked("2026-05-01", "local", kind="plan")), "2026-06-01") == []

    def test_late_for_the_next_it_is_still_narrow(self):
        assert flags("RK055", reviewed(checked("2025-05-01", "local")), "2026-06-01")

    def test_without_the_list_no_system_is_of_the_police(self):
        plain = reviewed(checked("2026-05-01", "local"))
        assert flags("RK055", plain, "2026-06-01", book=with_threshold("police-systems", None)) == []

    def test_after_the_end_of_the_period_nothing_is_flagged(self):
        closed = [{**facts()["registrations"][0], "ended_on": "2026-05-15"}]
        plain = reviewed(checked("2026-05-01", "local"), registrations=closed)
        assert judged(plain, "2026-05-15").stable_until == day("2026-05-16")
        assert flags("RK055", plain, "2026-05-15")
        assert flags("RK055", plain, "2026-05-16") == []
