"""NT074 and NT075: journeys without notice, and without a return."""

import pytest

from supervise import Severity
from tests.catalogue.people import LAW, day, facts, flags, judged, one, shown


def trip(**more):
    """A departure on Monday 1 June 2026, known three months before."""
    return {"id": "t1", "known_on": "2026-03-01", "departs_on": "2026-06-01", **more}


def noticed(kind, on, *trips, **more):
    notice = {"id": "n3", "kind": kind, "on": on, "for": "t1"}
    return facts(trips=list(trips), notifications=[*facts()["notifications"], notice], **more)


class TestUnnotified:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-05-24", 0), ("2026-05-25", 0), ("2026-05-26", 1)])
    def test_seven_days_before_the_departure(self, as_of, count):
        assert len(flags("NT074", facts(trips=[trip()]), as_of)) == count

    def test_it_shows_the_outer_limit(self):
        flag = one("NT074", facts(trips=[trip()]), "2026-05-26", book=LAW)
        assert (flag.severity, flag.rule, flag.key, flag.days_over) == (Severity.HIGH, "R-N6", "t1", 1)
        assert flag.since == day("2026-05-26")
        assert shown(flag) == {
            "trip": "t1",
            "departure_on": day("2026-06-01"),
            "due": day("2026-05-25"),
            "latest": "2026-05-31T00:00",
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_29_february_is_the_last_day_before_7_march(self, as_of, count):
        plain = facts(trips=[trip(known_on="2024-01-01", departs_on="2024-03-07")])
        assert len(flags("NT074", plain, as_of)) == count

    @pytest.mark.parametrize(
        ("on", "more", "count"),
        [
            ("2026-05-25", {}, 0),
            ("2026-05-26", {}, 1),
            ("2026-05-26", {"excuse": "funeral"}, 0),
            ("2026-05-26", {"known_on": "2026-05-26"}, 0),
        ],
    )
    def test_a_late_notice_wants_an_excuse(self, on, more, count):
        assert len(flags("NT074", noticed("s86_departure", on, trip(**more)), "2026-05-27")) == count

    def test_a_late_notice_is_shown_with_its_day(self):
        flag = one("NT074", noticed("s86_departure", "2026-05-28", trip()), "2026-05-29")
        assert (flag.since, flag.days_over) == (day("2026-05-28"), None)
        assert shown(flag)["notified_on"] == day("2026-05-28")

    def test_a_recorded_suspicion_answers_a_late_notice(self):
        events = [{"id": "e2", "kind": "breach_suspected", "on": "2026-05-28", "for": "t1"}]
        plain = noticed("s86_departure", "2026-05-28", trip(), events=events)
        assert flags("NT074", plain, "2026-06-01") == []

    def test_a_departure_called_off_or_without_a_day_says_nothing(self):
        plain = facts(trips=[trip(cancelled_on="2026-05-20"), {"id": "t2"}])
        assert flags("NT074", plain, "2026-06-10") == []

    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-18", 0), ("2026-06-19", 1)])
    def test_the_return_is_to_be_told_within_three_days(self, as_of, count):
        plain = noticed("s86_departure", "2026-05-01", trip(returned_on="2026-06-15"))
        assert len(flags("NT074", plain, as_of)) == count

    def test_a_return_not_told_is_another_flag_than_a_departure_not_told(self):
        found = flags("NT074", facts(trips=[trip(returned_on="2026-06-15")]), "2026-06-19")
        assert {(flag.rule, flag.identity) for flag in found} == {
            ("R-N6", "NT074|A1|R-N6|t1"),
            ("R-N7", "NT074|A1|R-N7|t1"),
        }
        returned = next(flag for flag in found if flag.rule == "R-N7")
        assert shown(returned)["return_on"] == day("2026-06-15")

    def test_a_return_told_late_is_for_another_check(self):
        plain = noticed("s86_departure", "2026-05-01", trip(returned_on="2026-06-15"))
        plain["notifications"].append({"id": "n4", "kind": "s86_return", "on": "2026-06-19", "for": "t1"})
        assert flags("NT074", plain, "2026-06-19") == []
        assert one("NT065", plain, "2026-06-19").rule == "R-N7"


class TestNotBack:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-14", 0), ("2026-06-15", 0), ("2026-06-16", 1)])
    def test_from_the_day_after_the_day_announced(self, as_of, count):
        assert len(flags("NT075", facts(trips=[trip(due_back_on="2026-06-15")]), as_of)) == count

    def test_it_shows_the_journey(self):
        flag = one("NT075", facts(trips=[trip(due_back_on="2026-06-15")]), "2026-06-20")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, None, "t1")
        assert (flag.since, flag.days_over) == (day("2026-06-16"), None)
        assert "announced for 2026-06-15" in flag.message
        assert shown(flag) == {
            "trip": "t1",
            "departed_on": day("2026-06-01"),
            "due_back_on": day("2026-06-15"),
            "level": "medium",
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_29_february_is_a_day_on_which_to_be_back(self, as_of, count):
        plain = facts(trips=[trip(departs_on="2024-02-20", due_back_on="2024-02-29")])
        assert len(flags("NT075", plain, as_of)) == count

    @pytest.mark.parametrize(
        ("more", "count"),
        [
            ({"returned_on": "2026-06-20"}, 0),
            ({"returned_on": "2026-06-21"}, 1),
            ({"cancelled_on": "2026-05-30"}, 0),
            ({"cancelled_on": "2026-06-20"}, 0),
            ({"cancelled_on": "2026-06-21"}, 1),
            ({"departs_on": "2026-06-21"}, 0),
            ({"due_back_on": None}, 0),
            ({"departs_on": None}, 0),
        ],
    )
    def test_a_return_ahead_is_none_and_who_never_left_is_not_away(self, more, count):
        given = {name: value for name, value in {**trip(due_back_on="2026-06-15"), **more}.items() if value}
        assert len(flags("NT075", facts(trips=[given]), "2026-06-20")) == count

    def test_a_return_ahead_is_watched(self):
        plain = facts(trips=[trip(due_back_on="2026-06-15", returned_on="2026-06-21")])
        assert judged(plain, "2026-06-20").stable_until == day("2026-06-21")

    def test_of_someone_inside_it_is_known_where(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-06-10"}]
        assert flags("NT075", facts(trips=[trip(due_back_on="2026-06-15")], statuses=inside), "2026-06-20") == []
