"""ST088 to ST090: the national record and the local marker."""

import pytest

from supervise import Severity
from tests.catalogue.examples import NEW
from tests.catalogue.people import LAW, day, facts, flags, judged, one, shown


def recorded(id, on, for_=None):
    return {"id": id, "kind": "national_record", "on": on} | ({"for": for_} if for_ else {})


def entered(**more):
    return facts(**{**NEW, "events": [], **more})


class TestNoRecord:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-03", 0), ("2026-06-04", 0), ("2026-06-05", 1)])
    def test_three_working_days_from_entry(self, as_of, count):
        assert len(flags("ST088", entered(), as_of)) == count

    def test_it_shows_the_entry(self):
        flag = one("ST088", entered(), "2026-06-06")
        assert (flag.severity, flag.rule, flag.key, flag.days_over) == (Severity.HIGH, "R-P2", "n1", 2)
        assert flag.since == day("2026-06-05")
        assert shown(flag) == {"entered_on": day("2026-06-01"), "due": day("2026-06-04")}

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_29_february_is_a_working_day(self, as_of, count):
        notices = [{"id": "n1", "kind": "s83", "on": "2024-02-26", "home_kind": "sole_or_main"}]
        plain = facts(notifications=notices, events=[])
        assert len(flags("ST088", plain, as_of)) == count

    def test_a_record_answers_and_one_without_a_day_does_not(self):
        assert flags("ST088", entered(events=[recorded("e1", "2026-06-09")]), "2026-06-09") == []
        assert flags("ST088", entered(events=[{"id": "e1", "kind": "national_record"}]), "2026-06-09")

    def test_it_is_one_record_however_often_somebody_entered(self):
        """An arrival from another force begins the time anew; the record that is missing is the same."""
        arrived = [{"id": "t1", "to": "f1", "accepted_on": "2026-06-02"}]
        plain = entered(transfers=arrived, reviews=[])
        for code in ("ST088", "ST090"):
            flag = one(code, plain, "2026-06-20")
            assert (flag.key, flag.since) == ("n1", day("2026-06-05"))

    def test_who_was_never_entered_needs_none(self):
        assert flags("ST088", entered(notifications=[]), "2026-06-09") == []


HIGH = {"id": "l2", "level": "high", "from": "2026-03-02"}
TOLD = recorded("e2", "2020-01-10", "l1")
NOTE = "national system: not evaluated"


def levels(*more, told=(TOLD,)):
    return facts(levels=[*facts()["levels"], *more], events=[*facts()["events"], *told])


class TestMismatch:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-04", 0), ("2026-03-05", 0), ("2026-03-06", 1)])
    def test_three_working_days_from_the_new_level(self, as_of, count):
        assert len(flags("ST089", levels(HIGH), as_of)) == count

    def test_it_shows_both(self):
        flag = one("ST089", levels(HIGH), "2026-04-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "l2", day("2026-03-06"))
        assert shown(flag) == {
            "national": "l1",
            "here": "l2",
            "here_from": day("2026-03-02"),
            "due": day("2026-03-05"),
        }
        assert "The level on record" in flag.message

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_29_february_is_a_working_day(self, as_of, count):
        assert len(flags("ST089", levels({**HIGH, "from": "2024-02-26"}), as_of)) == count

    def test_the_same_level_set_again_is_no_other(self):
        assert flags("ST089", levels({**HIGH, "level": "medium"}), "2026-04-01") == []

    def test_a_level_ahead_or_without_a_day_is_not_the_one_that_holds(self):
        assert flags("ST089", levels({**HIGH, "from": "2026-04-02"}), "2026-04-01") == []
        assert flags("ST089", levels({"id": "l2", "level": "high"}), "2026-04-01") == []
        only = facts(levels=[{"id": "l1", "level": "high"}], events=[TOLD])
        assert flags("ST089", only, "2026-04-01") == []

    @pytest.mark.parametrize(
        ("entry", "count"),
        [
            (recorded("e3", "2026-04-01", "l2"), 0),
            (recorded("e3", "2026-04-02", "l2"), 1),
            (recorded("e3", "2026-03-03", "l9"), 1),
            (recorded("e3", "2026-03-03"), 1),
            ({"id": "e3", "kind": "national_record", "for": "l2"}, 1),
            ({"id": "e3", "kind": "trigger", "on": "2026-03-03", "for": "l2"}, 1),
        ],
    )
    def test_an_entry_that_names_the_new_one_answers(self, entry, count):
        assert len(flags("ST089", levels(HIGH, told=[TOLD, entry]), "2026-04-01")) == count

    def test_what_was_told_last_is_compared(self):
        third = {"id": "l3", "level": "medium", "from": "2026-05-01"}
        told = [TOLD, recorded("e3", "2026-03-03", "l2"), recorded("e4", "2026-03-04", "l1"), TOLD | {"id": "e5"}]
        assert flags("ST089", levels(HIGH, third, told=told), "2026-06-01") == []
        flag = one("ST089", levels(HIGH, third, told=told[:2]), "2026-06-01")
        assert shown(flag)["national"] == "l2"

    def test_homes_are_compared_by_their_place(self):
        homes = [
            {"id": "h1", "address_id": "a1", "kind": "main", "from": "2020-01-06", "notified_on": "2020-01-07"},
            {"id": "h2", "address_id": "a2", "kind": "main", "from": "2026-03-02", "notified_on": "2026-03-02"},
            {"id": "h3", "address_id": "a3", "kind": "other", "from": "2026-03-09"},
        ]
        events = [recorded("e2", "2020-01-10", "h1")]
        flag = one("ST089", facts(addresses=homes, events=events), "2026-03-06")
        assert flag.key == "h2"
        assert "The home on record" in flag.message
        same = [homes[0], {**homes[1], "address_id": "a1"}]
        assert flags("ST089", facts(addresses=same, events=events), "2026-03-06") == []

    def test_managers_are_compared_by_the_officer(self):
        managers = [
            {**facts()["managers"][0], "until": "2026-03-02"},
            {"id": "m2", "officer_id": "o8", "agency": "police", "from": "2026-03-02"},
        ]
        events = [recorded("e2", "2020-01-10", "m1")]
        flag = one("ST089", facts(managers=managers, events=events), "2026-03-06")
        assert flag.key == "m2"
        assert "The manager on record" in flag.message
        assert flags("ST089", facts(managers=managers[:1], events=events), "2026-03-06") == []

    @pytest.mark.parametrize(("until", "count"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
    def test_a_home_that_has_ended_is_no_home(self, until, count):
        homes = [
            {"id": "h1", "address_id": "a1", "kind": "main", "from": "2020-01-06", "until": "2026-03-02"},
            {"id": "h2", "address_id": "a2", "kind": "main", "from": "2026-03-02", "until": until},
        ]
        plain = facts(addresses=homes, events=[recorded("e2", "2020-01-10", "h1")])
        assert len(flags("ST089", plain, "2026-06-01")) == count

    def test_it_is_so_once_the_national_system_was_told_of_another(self):
        told = [recorded("e3", "2026-04-20", "l1"), recorded("e4", "2026-05-04", "l1")]
        assert flags("ST089", levels(HIGH, told=told), "2026-04-19") == []
        for as_of in ("2026-04-20", "2026-06-01"):
            assert one("ST089", levels(HIGH, told=told), as_of).since == day("2026-04-20")

    def test_it_is_so_once_the_offender_is_active_again(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-02-02", "until": "2026-05-20"}]
        plain = {**levels(HIGH), "statuses": inside}
        assert one("ST089", plain, "2026-06-01").since == day("2026-05-20")

    def test_an_id_of_two_arrays_names_neither(self):
        plain = levels(HIGH)
        plain["events"].append({"id": "l1", "kind": "trigger", "on": "2020-01-10"})
        assert flags("ST089", plain, "2026-04-01") == []

    def test_of_whom_nothing_was_told_it_is_not_evaluated(self):
        assert NOTE in judged(facts(), "2026-06-01").not_evaluated
        assert NOTE in judged(levels(told=[recorded("e2", "2026-06-02", "l1")]), "2026-06-01").not_evaluated
        assert NOTE not in judged(levels(), "2026-06-01").not_evaluated

    def test_of_whoever_is_not_active_nothing_is_said(self):
        inside = {"statuses": [{"id": "c1", "kind": "custody", "from": "2026-01-06"}]}
        found = judged({**levels(HIGH), **inside}, "2026-06-01")
        assert "ST089" not in {flag.code for flag in found.flags}
        assert NOTE not in judged({**facts(), **inside}, "2026-06-01").not_evaluated

    def test_a_book_that_gives_no_days_says_nothing(self):
        assert flags("ST089", levels(HIGH), "2026-06-01", book=LAW) == []
        assert NOTE not in judged(facts(), "2026-06-01", book=LAW).not_evaluated


def review(id, kind, on):
    return {"id": id, "kind": kind, "on": on, "by": "s1"}


def reviewed(*reviews, **more):
    return facts(reviews=list(reviews), **more)


class TestMarker:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-01", 0), ("2026-03-02", 1), ("2026-03-03", 1)])
    def test_older_than_the_last_review(self, as_of, count):
        plain = reviewed(review("w1", "marker", "2026-01-05"), review("w2", "supervisor", "2026-03-02"))
        assert len(flags("ST090", plain, as_of)) == count

    def test_it_shows_both(self):
        plain = reviewed(
            review("w0", "marker", "2020-01-05"),
            review("w1", "marker", "2026-01-05"),
            review("w2", "supervisor", "2026-03-02"),
            review("w3", "supervisor", "2026-02-02"),
        )
        flag = one("ST090", plain, "2026-04-01")
        assert (flag.severity, flag.rule, flag.key) == (Severity.MEDIUM, None, "w1")
        assert shown(flag) == {
            "marker": "w1",
            "verified_on": day("2026-01-05"),
            "review": "w2",
            "reviewed_on": day("2026-03-02"),
        }

    @pytest.mark.parametrize("as_of", ["2026-02-02", "2026-03-01", "2026-03-02", "2026-04-01"])
    def test_it_is_so_since_the_first_review_that_did_not_verify_it(self, as_of):
        plain = reviewed(
            review("w1", "marker", "2026-01-05"),
            review("w2", "supervisor", "2026-02-02"),
            review("w3", "supervisor", "2026-03-02"),
        )
        assert one("ST090", plain, as_of).since == day("2026-02-02")

    @pytest.mark.parametrize(("marker", "count"), [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 0)])
    def test_verified_on_the_day_of_the_review_is_verified(self, marker, count):
        plain = reviewed(review("w1", "marker", marker), review("w2", "supervisor", "2024-02-29"))
        assert len(flags("ST090", plain, "2024-03-01")) == count

    def test_one_without_a_day_says_nothing(self):
        marker, check = review("w1", "marker", "2026-01-05"), review("w2", "supervisor", "2026-03-02")
        dayless = {"id": "w3", "kind": "supervisor"}
        assert flags("ST090", reviewed(marker, dayless), "2026-04-01") == []
        assert flags("ST090", reviewed(marker, check, {"id": "w4", "kind": "marker"}), "2026-04-01")
        assert flags("ST090", reviewed(marker), "2026-04-01") == []

    def test_of_someone_dead_none_is_verified(self):
        dead = [{"id": "d1", "kind": "deceased", "from": "2026-03-10"}]
        plain = reviewed(review("w1", "marker", "2026-01-05"), review("w2", "supervisor", "2026-03-02"), statuses=dead)
        assert flags("ST090", plain, "2026-03-09")
        assert flags("ST090", plain, "2026-03-10") == []

    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-04", 0), ("2026-06-05", 1)])
    def test_never_set_it_is_missing_three_working_days_from_entry(self, as_of, count):
        assert len(flags("ST090", entered(reviews=[]), as_of)) == count

    def test_what_is_missing_is_shown_as_none(self):
        flag = one("ST090", entered(reviews=[]), "2026-06-05")
        assert (flag.rule, flag.key, flag.days_over) == ("R-P3", "n1", 1)
        assert flag.since == day("2026-06-05")
        assert shown(flag) == {"entered_on": day("2026-06-01"), "due": day("2026-06-04"), "marker": None}
