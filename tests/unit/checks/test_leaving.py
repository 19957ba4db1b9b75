"""ST102: people who are no longer on any list, with nothing on record that says why."""

import pytest

from supervise import Severity, load_rulebook
from tests.catalogue.people import LAW, day, facts, flags, one, shown
from tests.unit.rules.minimal import RULE, book

REGISTERED = facts()["registrations"][0]
CLOSED = {**REGISTERED, "ended_on": "2026-06-30"}
CAUTION = {**REGISTERED, "id": "r2", "basis": "caution", "disposal": "caution", "terms": []}


WITHDRAWN = {**REGISTERED, "withdrawn": True, "recorded_on": "2026-06-30"}


def status(kind, start="2026-06-01", until=None, **more):
    return {"id": "z1", "kind": kind, "from": start, "until": until, **more}


def decision(on, outcome="end"):
    return {"id": "k1", "kind": "indefinite_review", "outcome": outcome, "on": on, "by": "s1"}


class TestGone:
    @pytest.mark.parametrize(
        ("state", "count"),
        [
            (status("deceased"), 1),
            (status("deceased", evidence="e1"), 0),
            (status("deceased", until="2026-06-02", evidence="e1"), 1),
            (status("deceased", "2026-06-15"), 1),
            (status("deceased", "2026-06-16"), 0),
            (status("deceased", until="2026-06-01"), 0),
            (status("deceased", None), 0),
            (status("deceased", "2019-12-31", "2020-01-01"), 0),
            (status("transferred_out", until="2026-06-15"), 1),
            (status("transferred_out", until="2026-06-16"), 0),
            (status("transferred_out", until="2026-06-15", evidence="x1"), 0),
            (status("transferred_out"), 0),
            (status("custody", until="2026-06-15"), 0),
        ],
    )
    def test_what_ended_the_case_and_nothing_shows(self, state, count):
        assert len(flags("ST102", facts(statuses=[state]), "2026-06-15")) == count

    def test_one_who_is_subject_again_is_meant(self):
        """Two years of a caution, which ended long ago, and then a conviction."""
        before = {**CAUTION, "convicted_on": "2012-01-06", "relevant_on": "2012-01-06"}
        plain = facts(registrations=[before, REGISTERED], statuses=[status("deceased")])
        assert one("ST102", plain, "2026-06-15").key == "z1"

    def test_one_who_died_after_the_end_of_it_is_not_meant(self):
        plain = facts(registrations=[CAUTION], statuses=[status("deceased")])
        assert flags("ST102", plain, "2026-06-15") == []

    def test_an_acceptance_shows_it(self):
        back = status("transferred_out", until="2026-06-10")
        asked = {"id": "x1", "to": "f2", "asked_on": "2026-05-28"}
        assert one("ST102", facts(statuses=[back], transfers=[asked]), "2026-06-15")
        accepted = {**asked, "accepted_on": "2026-06-01"}
        assert flags("ST102", facts(statuses=[back], transfers=[accepted]), "2026-06-15") == []

    def test_it_shows_the_status(self):
        flag = one("ST102", facts(statuses=[status("deceased")]), "2026-06-15")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "z1", day("2026-06-01"))
        assert shown(flag) == {"fact": "z1", "how": "deceased", "on": day("2026-06-01")}


class TestClosed:
    def test_from_the_day_after(self):
        assert flags("ST102", facts(registrations=[CLOSED]), "2026-06-30") == []
        flag = one("ST102", facts(registrations=[CLOSED]), "2026-07-01")
        assert shown(flag) == {"fact": "r1", "how": "closed", "on": day("2026-07-01")}

    @pytest.mark.parametrize(
        "more",
        [
            {"registrations": [CLOSED, {**REGISTERED, "id": "r2"}]},
            {"registrations": [{**CAUTION, "ended_on": "2022-01-06"}], "managers": []},
            {"registrations": [CAUTION]},
            {"registrations": [CLOSED], "decisions": [decision("2026-06-30")]},
            {"registrations": [CLOSED], "statuses": [status("deceased", evidence="e1")]},
            {"registrations": [CLOSED], "statuses": [status("transferred_out", evidence="x1")]},
            {"registrations": [CLOSED], "statuses": [status("not_subject")]},
        ],
    )
    def test_what_explains_it_or_makes_up_for_it(self, more):
        assert flags("ST102", facts(**more), "2026-08-01") == []

    @pytest.mark.parametrize(
        "late",
        [decision("2026-07-01"), decision("2026-06-01", "continue"), decision(None)],
        ids=["late", "other", "none"],
    )
    def test_what_does_not(self, late):
        assert one("ST102", facts(registrations=[CLOSED], decisions=[late]), "2026-08-01")


class TestNotRegistered:
    def test_a_registration_withdrawn(self):
        plain = facts(registrations=[REGISTERED, WITHDRAWN], managers=[])
        flag = one("ST102", plain, "2026-06-30")
        assert shown(flag) == {"fact": "r1", "how": "withdrawn", "on": day("2026-06-30")}
        assert flags("ST102", plain, "2026-06-29") == []
        assert flags("ST102", plain, "2026-07-30", known_at="2026-06-29") == []

    def test_the_last_one_of_several_counts(self):
        other = {**REGISTERED, "id": "r0", "withdrawn": True, "recorded_on": "2026-05-30"}
        assert one("ST102", facts(registrations=[WITHDRAWN, other]), "2026-07-01").key == "r1"

    def test_one_that_is_left_is_left(self):
        assert flags("ST102", facts(registrations=[REGISTERED, {**WITHDRAWN, "id": "r2"}]), "2026-07-01") == []

    @pytest.mark.parametrize(
        "registrations", [[], [{"id": "r1"}], [{**REGISTERED, "withdrawn": True}]], ids=["none", "empty", "undated"]
    )
    def test_somebody_manages_someone_whom_nothing_makes_subject(self, registrations):
        flag = one("ST102", facts(registrations=registrations), "2026-06-01")
        assert (flag.since, shown(flag)) == (None, {"fact": "m1", "how": "not_registered", "on": None})
        assert flags("ST102", facts(registrations=registrations, managers=[]), "2026-06-01") == []

    def test_an_order_is_enough(self):
        order = {
            "id": "q1",
            "kind": "shpo",
            "made_on": "2026-01-06",
            "in_force_on": "2026-01-06",
            "ends_on": "2031-01-05",
        }
        assert (
            flags("ST102", facts(registrations=[], orders=[{**order, "served_on": "2026-01-06"}]), "2026-06-01") == []
        )

    def test_a_book_that_does_not_say_who_is_subject_says_nothing(self):
        assert one("ST102", facts(registrations=[]), "2026-06-01", book=LAW)
        assert flags("ST102", facts(registrations=[]), "2026-06-01", book=load_rulebook(book(RULE))) == []
