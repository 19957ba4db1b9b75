"""ST 77, 80-81, 91 and 101: where someone stands, day by day, and an id that the register holds twice."""

import pytest

from supervise import Severity
from supervise.model import Note
from tests.catalogue.people import DUPLICATE, day, facts, flags, one, shown


def test_the_first_record_carries_the_flag_once():
    flag = one("ST101", facts(), "2026-06-01", notes=[DUPLICATE, DUPLICATE])
    assert (flag.severity, flag.key, flag.rule, flag.since) == (Severity.HIGH, "A1", None, None)
    assert shown(flag) == {"line": 4}


def test_another_note_is_no_duplicate():
    notes = [Note(kind="unknown key", path="visit"), Note(kind="duplicate id", path="visits[0].id")]
    assert flags("ST101", facts(), "2026-06-01", notes=notes) == []


def released(kind="custody", until="2026-03-02", **more):
    """Inside since the year before, released on a Monday."""
    return facts(statuses=[{"id": "c1", "kind": kind, "from": "2026-02-01", "until": until}], **more)


class TestReleaseUnactioned:
    def test_the_example_of_the_check(self):
        assert flags("ST077", released(), "2026-03-04") == []
        flag = one("ST077", released(), "2026-03-05")
        assert (flag.severity, flag.rule, flag.since) == (Severity.CRITICAL, "R-N2", day("2026-03-05"))
        assert flag.days_over == 1
        assert shown(flag) == {
            "released_on": day("2026-03-02"),
            "state": "c1",
            "kind": "custody",
            "notification_due": day("2026-03-04"),
            "level": "medium",
        }

    def test_hospital_is_no_other(self):
        assert shown(one("ST077", released("hospital"), "2026-03-05"))["kind"] == "hospital"

    def test_the_last_day_lies_in_march_in_a_common_year_and_in_february_in_a_leap_year(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2024-02-01", "until": "2024-02-27"}]
        plain = facts(statuses=inside, visits=facts()["visits"][:1])
        assert flags("ST077", plain, "2024-02-29") == []
        assert one("ST077", plain, "2024-03-01").since == day("2024-03-01")

    def test_a_notification_of_the_release_answers_it(self):
        told = {"id": "n3", "kind": "s84", "on": "2026-03-04", "about": "release"}
        plain = released(notifications=[*facts()["notifications"], told])
        assert flags("ST077", plain, "2026-03-10") == []

    @pytest.mark.parametrize(
        ("given", "count"),
        [
            ({"on": "2026-03-02", "outcome": "no_reply"}, 0),
            ({"on": "2026-03-01", "outcome": "no_reply"}, 1),
            ({"planned_on": "2026-03-20", "outcome": "planned"}, 0),
            ({"planned_on": "2026-03-20"}, 0),
            ({"planned_on": "2026-02-27"}, 1),
            ({"planned_on": "2026-03-20", "outcome": "cancelled"}, 1),
            ({}, 1),
        ],
    )
    def test_a_visit_planned_or_made_since_the_release_shows_that_somebody_looks(self, given, count):
        plain = released(visits=[*facts()["visits"], {"id": "v3", **given}])
        assert len(flags("ST077", plain, "2026-03-05")) == count

    def test_a_change_of_home_that_nobody_notified_is_for_another_check(self):
        moved = [{"id": "h1", "about": "home_address", "on": "2026-03-02"}]
        plain = facts(
            changes=moved, statuses=[{"id": "m1", "kind": "missing", "from": "2026-02-01", "until": "2026-03-02"}]
        )
        assert flags("NT063", plain, "2026-03-05")
        assert flags("ST077", plain, "2026-03-05") == []

    @pytest.mark.parametrize("about", ["home_address", "name", "qualifying_stay"])
    def test_what_changed_on_the_day_of_a_release_that_was_notified_is_for_another_check(self, about):
        told = {"id": "n9", "kind": "s84", "on": "2026-03-03", "about": "release", "for": "c1"}
        changed = [{"id": "h1", "about": about, "on": "2026-03-02"}]
        plain = released(changes=changed, notifications=[*facts()["notifications"], told])
        assert "h1" in {flag.key for flag in flags("NT063", plain, "2026-03-05")}
        assert flags("ST077", plain, "2026-03-05") == []

    @pytest.mark.parametrize("about", ["home_address", "name", "release"])
    def test_a_release_is_told_once_whatever_else_changed_on_its_day(self, about):
        plain = released(changes=[{"id": "h1", "about": about, "on": "2026-03-02"}])
        assert shown(one("ST077", plain, "2026-03-05"))["state"] == "c1"

    def test_a_release_recorded_as_a_change_alone_is_one(self):
        plain = facts(changes=[{"id": "h1", "about": "release", "on": "2026-03-02"}])
        flag = one("ST077", plain, "2026-03-05")
        assert (flag.key, shown(flag)["state"], shown(flag)["kind"]) == ("h1", None, None)

    def test_who_is_still_inside_is_not_released(self):
        assert (
            flags("ST077", facts(statuses=[{"id": "c1", "kind": "custody", "from": "2026-02-01"}]), "2026-06-01") == []
        )

    def test_of_two_states_that_ended_on_the_day_the_first_by_id_is_shown(self):
        two = [{"id": id_, "kind": "custody", "from": "2026-02-01", "until": "2026-03-02"} for id_ in ("c2", "c1")]
        assert {shown(flag)["state"] for flag in flags("ST077", facts(statuses=two), "2026-03-05")} == {"c1"}


def missing(since="2026-03-02", *enquiries, **more):
    events = [{"id": f"e{place}", "kind": "enquiry", "on": on} for place, on in enumerate(enquiries, start=1)]
    return facts(statuses=[{"id": "m1", "kind": "missing", "from": since, **more}], events=events)


class TestWantedStale:
    def test_the_example_of_the_check(self):
        assert flags("ST080", missing(), "2026-03-03") == []
        flag = one("ST080", missing(), "2026-03-04")
        assert (flag.severity, flag.rule, flag.since) == (Severity.CRITICAL, "R-W1", day("2026-03-04"))
        assert (flag.key, flag.days_over) == ("m1", 1)
        assert shown(flag) == {
            "missing_since": day("2026-03-02"),
            "due": day("2026-03-03"),
            "counted_from": day("2026-03-02"),
            "level": "medium",
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-10", 0), ("2026-03-11", 1)])
    def test_after_the_first_review_a_week_is_given(self, as_of, count):
        assert len(flags("ST080", missing("2026-03-02", "2026-03-03"), as_of)) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_then_every_28_days(self, as_of, count):
        plain = missing("2024-01-24", "2024-01-25", "2024-02-01")
        assert len(flags("ST080", plain, as_of)) == count

    def test_who_was_found_is_no_longer_missing(self):
        assert flags("ST080", missing(until="2026-03-03"), "2026-06-01") == []

    def test_a_state_without_a_first_day_says_nothing(self):
        assert flags("ST080", facts(statuses=[{"id": "m1", "kind": "missing"}]), "2026-06-01") == []


def away(start="2026-06-01", until="2026-06-20", **more):
    """Seen on a day while missing."""
    state = {"id": "c1", "kind": "missing", "from": start} | ({"until": until} if until else {})
    return {"statuses": [{**state, **more}]}


def seen(on, *, state=None, **more):
    seen = {"id": "v3", "on": on, "outcome": "seen", "place": "home", **more}
    return facts(visits=[*facts()["visits"], seen], **(state or away()))


class TestWantedButVisited:
    @pytest.mark.parametrize(
        ("on", "count"), [("2026-06-01", 0), ("2026-06-02", 1), ("2026-06-19", 1), ("2026-06-20", 0)]
    )
    def test_neither_the_first_day_nor_the_day_of_the_end_counts(self, on, count):
        assert len(flags("ST081", seen(on), "2026-07-01")) == count

    def test_it_shows_the_two_records(self):
        flag = one("ST081", seen("2026-06-10"), "2026-06-10")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "v3", day("2026-06-10"))
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-06-10"),
            "missing": "c1",
            "from": day("2026-06-01"),
            "until": day("2026-06-20"),
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 1)])
    def test_a_visit_still_to_come_does_not_count(self, as_of, count):
        assert len(flags("ST081", seen("2024-02-29", state=away("2024-02-01", None)), as_of)) == count

    @pytest.mark.parametrize(
        ("more", "count"),
        [
            ({"outcome": "no_reply"}, 0),
            ({"place": "phone"}, 0),
            ({"place": "video"}, 0),
            ({"place": "station"}, 1),
            ({"place": "other"}, 1),
        ],
    )
    def test_only_someone_seen_in_person(self, more, count):
        assert len(flags("ST081", seen("2026-06-10", **more), "2026-07-01")) == count

    def test_while_nothing_ends_it_every_later_day_counts(self):
        assert flags("ST081", seen("2026-12-01", state=away(until=None)), "2026-12-01")

    def test_another_state_and_one_without_a_first_day_say_nothing(self):
        assert flags("ST081", seen("2026-06-10", state=away(kind="custody")), "2026-07-01") == []
        dayless = {"statuses": [{"id": "c1", "kind": "missing"}]}
        assert flags("ST081", seen("2026-06-10", state=dayless), "2026-07-01") == []


def asked(on="2026-03-02", **more):
    return facts(transfers=[{"id": "t1", "to": "f2", "asked_on": on, **more}])


class TestTransferLimbo:
    def test_the_example_of_the_check(self):
        assert flags("ST091", asked(), "2026-03-09") == []
        flag = one("ST091", asked(), "2026-03-10")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.CRITICAL, "R-F2", "t1", day("2026-03-10"))
        assert flag.days_over == 1
        assert shown(flag) == {
            "transfer": "t1",
            "to": "f2",
            "asked_on": day("2026-03-02"),
            "due": day("2026-03-09"),
        }

    def test_working_days_pass_over_easter_and_29_february(self):
        assert flags("ST091", asked("2024-02-23"), "2024-03-01") == []
        assert one("ST091", asked("2024-02-23"), "2024-03-02").since == day("2024-03-02")
        assert flags("ST091", asked("2026-03-31"), "2026-04-09") == []
        assert flags("ST091", asked("2026-03-31"), "2026-04-10")

    @pytest.mark.parametrize("answer", [{"accepted_on": "2026-03-20"}, {"refused_on": "2026-03-05"}])
    def test_an_answer_settles_it(self, answer):
        assert flags("ST091", asked(**answer), "2026-03-20") == []

    def test_an_answer_still_to_come_does_not(self):
        assert flags("ST091", asked(accepted_on="2026-03-20"), "2026-03-19")

    @pytest.mark.parametrize(
        ("accepted", "count"), [("2026-03-01", 1), ("2026-03-02", 0), ("2026-03-20", 0), ("2026-03-21", 1)]
    )
    def test_another_force_that_has_accepted_since_owns_the_case(self, accepted, count):
        other = {"id": "t2", "to": "f3", "asked_on": "2026-03-01", "accepted_on": accepted}
        plain = facts(transfers=[{"id": "t1", "to": "f2", "asked_on": "2026-03-02"}, other])
        found = [flag for flag in flags("ST091", plain, "2026-03-20") if flag.key == "t1"]
        assert len(found) == count

    def test_a_transfer_that_was_never_asked_for_says_nothing(self):
        assert flags("ST091", facts(transfers=[{"id": "t1", "to": "f2"}]), "2026-06-01") == []
