"""ST078 and ST079: suspensions that nobody looks at, or that nothing supports."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, arms, day, facts, flags, judged, one, shown, visit


def status(kind="custody", start="2026-01-06", **more):
    return {"id": "c1", "kind": kind, "from": start, **more}


def review(kind, on):
    return {"id": "w9", "kind": kind, "on": on, "by": "s1"}


def suspended(*states, reviews=(), **more):
    level = {"id": "w8", "kind": "level", "on": "2026-01-05"}
    return facts(statuses=list(states), reviews=[*facts()["reviews"], level, *reviews], **more)


class TestOpenEnded:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-07-04", 0), ("2026-07-05", 0), ("2026-07-06", 1)])
    def test_after_more_than_180_days(self, as_of, count):
        assert len(flags("ST078", suspended(status()), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = facts(statuses=[status(start="2026-01-01")], reviews=[])
        assert flags("ST078", plain, "2026-06-30") == []
        assert one("ST078", plain, "2026-07-01").since == day("2026-07-01")

    def test_it_shows_the_suspension(self):
        flag = one("ST078", suspended(status()), "2026-08-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "c1", day("2026-07-06"))
        assert shown(flag) == {
            "suspension": "c1",
            "kind": "custody",
            "from": day("2026-01-06"),
            "last_review": None,
            "days": 180,
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_29_february_is_a_day_of_them(self, as_of, count):
        plain = facts(statuses=[status(start="2023-09-02")], reviews=[])
        assert len(flags("ST078", plain, as_of)) == count

    @pytest.mark.parametrize(
        ("kind", "on", "since"),
        [
            ("plan", "2026-02-01", "2026-08-01"),
            ("supervisor", "2026-02-01", "2026-08-01"),
            ("intelligence", "2026-02-01", "2026-07-06"),
            ("plan", "2026-01-06", "2026-07-06"),
            ("plan", "2026-12-02", "2026-07-06"),
        ],
    )
    def test_a_review_of_the_case_or_the_plan_starts_the_days_anew(self, kind, on, since):
        flag = one("ST078", suspended(status(), reviews=[review(kind, on)]), "2026-12-01")
        assert flag.since == day(since)

    def test_a_review_on_its_first_day_is_the_last_one(self):
        flag = one("ST078", suspended(status(), reviews=[review("plan", "2026-01-06")]), "2026-12-01")
        assert shown(flag)["last_review"] == day("2026-01-06")

    def test_a_review_before_it_began_does_not(self):
        flag = one("ST078", suspended(status(start="2026-02-01")), "2026-12-01")
        assert (flag.since, shown(flag)["last_review"]) == (day("2026-08-01"), None)

    def test_one_without_a_day_says_nothing(self):
        assert one("ST078", suspended(status(), reviews=[{"id": "w9", "kind": "plan"}]), "2026-12-01")
        assert flags("ST078", suspended({"id": "c1", "kind": "custody"}), "2026-12-01") == []

    @pytest.mark.parametrize("until", ["2026-06-01", "2026-12-01", "2026-12-02", "2030-01-01"])
    def test_a_known_end_behind_or_ahead_is_an_end(self, until):
        assert flags("ST078", suspended(status(until=until)), "2026-12-01") == []

    @pytest.mark.parametrize(
        ("kind", "count"), [("hospital", 1), ("abroad", 1), ("not_subject", 1), ("missing", 0), ("deceased", 0)]
    )
    def test_only_what_suspends(self, kind, count):
        assert len(flags("ST078", suspended(status(kind)), "2026-12-01")) == count

    def test_a_journey_without_a_return_is_time_abroad(self):
        flag = one("ST078", facts(trips=[{"id": "t1", "departs_on": "2026-01-06"}]), "2026-12-01")
        assert (flag.key, shown(flag)["kind"]) == ("t1", "abroad")

    @pytest.mark.parametrize(
        "more", [{"returned_on": "2026-02-01"}, {"returned_on": "2026-12-02"}, {"cancelled_on": "2026-01-02"}]
    )
    def test_a_journey_that_ended_or_was_called_off_is_none(self, more):
        trips = [{"id": "t1", "departs_on": "2026-01-06", **more}, {"id": "t2"}]
        assert flags("ST078", facts(trips=trips), "2026-12-01") == []

    def test_a_journey_called_off_later_was_time_abroad(self):
        trips = [{"id": "t1", "departs_on": "2026-01-06", "cancelled_on": "2026-12-02"}]
        found = [len(flags("ST078", facts(trips=trips), as_of)) for as_of in ("2026-12-01", "2026-12-02")]
        assert found == [1, 0]

    def test_of_two_states_each_is_a_flag(self):
        found = flags("ST078", suspended(status(), {**status("hospital"), "id": "c2"}), "2026-12-01")
        assert [flag.key for flag in found] == ["c1", "c2"]

    def test_who_is_dead_or_no_longer_subject_is_not_suspended(self):
        dead = {"id": "d1", "kind": "deceased", "from": "2026-05-01"}
        assert flags("ST078", suspended(status(), dead), "2026-12-01") == []
        closed = [{**facts()["registrations"][0], "ended_on": "2026-05-31"}]
        assert flags("ST078", suspended(status(), registrations=closed), "2026-12-01") == []


class TestUnsupported:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-07-01", 0), ("2026-07-02", 0), ("2026-07-03", 1)])
    def test_from_the_day_after_the_day_that_would_have_been_the_last(self, as_of, count):
        assert len(flags("ST079", suspended(status(start="2026-06-01")), as_of)) == count

    def test_it_shows_what_is_hidden(self):
        flag = one("ST079", suspended(status(start="2026-06-01")), "2027-01-20")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "c1", day("2026-07-03"))
        assert shown(flag) == {
            "suspension": "c1",
            "kind": "custody",
            "from": day("2026-06-01"),
            "rules": ("R-A4", "R-G3", "R-N4", "R-R2", "R-V2"),
            "earliest_due": day("2026-07-02"),
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-04", 0), ("2026-06-05", 1)])
    def test_a_date_that_leaves_out_the_days_inside_is_hidden_as_well(self, as_of, count):
        plain = suspended(status(start="2026-06-02"), changes=[{"id": "h1", "about": "name", "on": "2026-06-02"}])
        assert len(flags("ST079", plain, as_of)) == count

    def test_what_was_late_before_it_began_is_hidden_from_its_first_day(self):
        flag = one("ST079", suspended(status(start="2026-07-20")), "2026-07-20")
        assert (flag.since, shown(flag)["earliest_due"]) == (day("2026-07-20"), day("2026-07-02"))

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_a_visit_due_by_29_february(self, as_of, count):
        plain = suspended(
            status(start="2024-02-01"),
            visits=[visit("v1", "2023-08-31")],
            assessments=[arms("s1", "2023-12-01")],
            reviews=[review("plan", "2023-12-01"), {**review("level", "2023-12-01"), "id": "w10"}],
        )
        assert len(flags("ST079", plain, as_of)) == count

    @pytest.mark.parametrize(
        ("states", "count"),
        [
            ([status(start="2026-06-01", evidence="prison")], 0),
            ([status(start="2026-06-01"), {**status("hospital", "2026-06-01", evidence="ward"), "id": "c2"}], 0),
            ([status(start="2026-06-01"), {**status("hospital", "2026-06-01"), "id": "c2"}], 1),
            ([status(start="2026-06-01", until="2026-07-10")], 0),
            ([status(start="2026-06-01", until="2026-07-11")], 1),
            ([status("missing", "2026-06-01")], 0),
        ],
    )
    def test_evidence_on_any_state_that_runs_supports_it(self, states, count):
        assert len(flags("ST079", suspended(*states), "2026-07-10")) == count

    def test_a_journey_is_itself_what_shows_that_someone_is_abroad(self):
        trips = [{"id": "t1", "departs_on": "2026-06-01"}]
        assert flags("ST079", facts(trips=trips), "2026-12-01") == []
        assert flags("ST079", suspended(status("abroad", "2026-06-01"), trips=trips), "2026-12-01") == []
        assert flags("ST079", suspended(status("abroad", "2026-06-01")), "2026-12-01")

    @pytest.mark.parametrize(("returned", "count"), [("2026-05-20", 1), ("2026-12-01", 1), ("2026-12-02", 0)])
    def test_a_journey_that_is_over_shows_nothing(self, returned, count):
        trips = [{"id": "t1", "departs_on": "2026-05-10", "returned_on": returned}]
        plain = suspended(status(start="2026-06-01"), trips=trips)
        assert len(flags("ST079", plain, "2026-12-01")) == count

    def test_the_first_state_is_the_one_that_is_flagged(self):
        found = one(
            "ST079", suspended({**status(start="2026-06-02"), "id": "c0"}, status(start="2026-06-01")), "2026-08-01"
        )
        assert found.key == "c1"

    def test_what_it_depends_on_is_watched(self):
        plain = suspended(status(start="2026-06-01"), assessments=[])
        assert judged(plain, "2026-07-02").stable_until == day("2026-07-03")

    def test_a_book_that_names_no_states_says_nothing(self):
        other = {**BOOK.thresholds, "suspension-states": attrs.evolve(BOOK.thresholds["suspension-states"], value=[])}
        bare = attrs.evolve(BOOK, thresholds=other)
        plain = facts(statuses=[status()], trips=[{"id": "t1", "departs_on": "2026-01-06"}])
        assert flags("ST078", plain, "2026-12-01", book=bare) == []
        assert flags("ST079", plain, "2026-12-01", book=bare) == []


class TestMovedUnsupported:
    AWAY = status("abroad", "2026-07-01", until="2026-07-03")

    @pytest.mark.parametrize(
        ("as_of", "count"), [("2026-07-02", 0), ("2026-07-03", 1), ("2026-07-17", 1), ("2026-07-18", 0)]
    )
    def test_from_its_end_to_the_day_it_moved_the_last_day_to(self, as_of, count):
        assert len(flags("ST103", suspended(self.AWAY), as_of)) == count

    def test_it_shows_what_moved_it(self):
        flag = one("ST103", suspended(self.AWAY), "2026-07-10")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, "R-V2", "v2", day("2026-07-03"))
        assert shown(flag) == {
            "suspensions": ("c1",),
            "ended_on": day("2026-07-03"),
            "due_without": day("2026-07-02"),
            "due": day("2026-07-17"),
        }

    def test_two_that_ended_on_one_day(self):
        """An export may hold one twice, and a prisoner may be abroad by another entry."""
        for kind in ("abroad", "custody"):
            flag = one("ST103", suspended(self.AWAY, {**self.AWAY, "id": "c2", "kind": kind}), "2026-07-10")
            assert shown(flag)["suspensions"] == (self.AWAY["id"], "c2")

    def test_one_after_another(self):
        states = [self.AWAY, {**status("abroad", "2026-07-15", until="2026-07-16"), "id": "c2"}]
        flag = one("ST103", suspended(*states), "2026-07-20")
        assert (shown(flag)["suspensions"], flag.since) == (("c1", "c2"), day("2026-07-16"))
        assert flags("ST103", suspended(*states), "2026-07-15") == []

    @pytest.mark.parametrize(
        "states",
        [
            [{**AWAY, "evidence": "x1"}],
            [AWAY, {**status("hospital", "2026-07-04", until="2026-07-05", evidence="ward"), "id": "c2"}],
            [status("abroad", "2026-06-01", until="2026-06-03")],
            [status("missing", "2026-07-01", until="2026-07-03")],
            [status("abroad", "2026-07-01", until="2026-07-01")],
        ],
    )
    def test_where_one_is_shown_or_moved_nothing(self, states):
        assert flags("ST103", suspended(*states), "2026-07-10") == []

    def test_a_journey_is_itself_what_shows_it(self):
        trips = [{"id": "t1", "departs_on": "2026-07-01", "returned_on": "2026-07-03"}]
        assert flags("ST103", facts(trips=trips), "2026-07-10") == []
        assert flags("ST103", suspended(self.AWAY, trips=trips), "2026-07-10") == []

    def test_a_state_before_the_visit_it_counts_from_moved_nothing(self):
        before = status("abroad", "2025-12-01", until="2025-12-03", evidence="x1")
        assert one("ST103", suspended({**before, "id": "c2"}, self.AWAY), "2026-07-10")
