"""ST087 and ST092: a case kept after its end, and one that two forces have, or none."""

import pytest

from supervise import Severity
from tests.catalogue.examples import FIVE_YEARS
from tests.catalogue.people import LAW, day, facts, flags, one, shown

MANAGER = facts()["managers"][0]


def five_years(**more):
    return facts(registrations=FIVE_YEARS, **more)


class TestStillActive:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-29", 0), ("2026-06-30", 0), ("2026-07-01", 1)])
    def test_from_the_first_free_day(self, as_of, count):
        assert len(flags("ST087", five_years(), as_of)) == count

    def test_it_shows_the_assignment(self):
        flag = one("ST087", five_years(), "2026-07-10", book=LAW)
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "m1", day("2026-07-01"))
        assert "ended with 2026-06-30" in flag.message
        assert shown(flag) == {
            "last_day": day("2026-06-30"),
            "assignment": "m1",
            "officer": "o9",
            "assigned_from": day("2020-01-06"),
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2028-02-29", 0), ("2028-03-01", 1)])
    def test_29_february_may_be_the_last_day(self, as_of, count):
        start = [{**FIVE_YEARS[0], "relevant_on": "2023-03-01", "convicted_on": "2023-03-01"}]
        assert len(flags("ST087", facts(registrations=start), as_of)) == count

    @pytest.mark.parametrize(
        "managers", [[], [{**MANAGER, "until": "2026-07-10"}], [{**MANAGER, "agency": "probation"}]]
    )
    def test_without_a_lead_of_the_police_nobody_manages_it(self, managers):
        assert flags("ST087", five_years(managers=managers), "2026-07-10") == []

    def test_an_assignment_that_ends_later_still_runs(self):
        assert flags("ST087", five_years(managers=[{**MANAGER, "until": "2026-07-11"}]), "2026-07-10")

    def test_a_closed_registration_is_closed(self):
        closed = [{**FIVE_YEARS[0], "ended_on": "2026-06-30"}]
        assert flags("ST087", facts(registrations=closed), "2026-07-10") == []
        open_too = [*closed, {**FIVE_YEARS[0], "id": "r2"}]
        assert flags("ST087", facts(registrations=open_too), "2026-07-10")

    @pytest.mark.parametrize(("ends", "count"), [("2026-07-09", 1), ("2026-07-10", 0)])
    def test_an_order_keeps_someone_subject(self, ends, count):
        order = {"id": "o1", "kind": "shpo", "made_on": "2021-07-01", "served_on": "2021-07-01", "ends_on": ends}
        assert len(flags("ST087", five_years(orders=[order]), "2026-07-10")) == count

    @pytest.mark.parametrize(("ends", "count"), [("2026-07-09", 1), ("2026-07-10", 0)])
    def test_an_order_that_keeps_nobody_subject_is_managed_too(self, ends, count):
        order = {"id": "o1", "kind": "sro", "made_on": "2024-07-10", "ends_on": ends}
        assert len(flags("ST087", five_years(orders=[order]), "2026-07-10")) == count

    def test_an_order_alone_keeps_nobody_longer(self):
        order = {
            "id": "o1",
            "kind": "shpo",
            "made_on": "2021-07-01",
            "served_on": "2021-07-01",
            "ends_on": "2026-06-30",
        }
        assert flags("ST087", facts(registrations=[], orders=[order]), "2026-07-01")

    def test_nothing_is_said_while_a_registration_gives_no_period(self):
        unknown = [*FIVE_YEARS, {"id": "r2"}]
        assert flags("ST087", facts(registrations=unknown), "2026-07-10") == []
        assert flags("ST087", facts(registrations=[]), "2026-07-10") == []

    @pytest.mark.parametrize(
        ("state", "count"),
        [
            ({"kind": "deceased", "from": "2026-07-10"}, 0),
            ({"kind": "deceased", "from": "2026-07-11"}, 1),
            ({"kind": "transferred_out", "from": "2026-06-01"}, 0),
            ({"kind": "transferred_out", "from": "2026-06-01", "until": "2026-07-10"}, 1),
            ({"kind": "custody", "from": "2026-06-01"}, 1),
        ],
    )
    def test_someone_dead_or_gone_is_nobody_s_case_here(self, state, count):
        assert len(flags("ST087", five_years(statuses=[{"id": "c1", **state}]), "2026-07-10")) == count


def transfer(id="t1", to="f2", **more):
    return {"id": id, "to": to, **more}


def left(start="2026-03-09", **more):
    return [{"id": "c1", "kind": "transferred_out", "from": start, **more}]


class TestNobody:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-08", 0), ("2026-03-09", 1), ("2026-03-10", 1)])
    def test_from_the_first_day_of_the_status(self, as_of, count):
        assert len(flags("ST092", facts(statuses=left()), as_of)) == count

    def test_it_shows_the_status(self):
        flag = one("ST092", facts(statuses=left("2024-02-29")), "2024-02-29")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "c1", day("2024-02-29"))
        assert shown(flag) == {"status": "c1", "from": day("2024-02-29"), "last_accepted": None}

    @pytest.mark.parametrize(
        ("transfers", "count"),
        [
            ([transfer(accepted_on="2026-03-09")], 0),
            ([transfer(accepted_on="2026-03-10")], 0),
            ([transfer(accepted_on="2026-03-11")], 1),
            ([transfer(asked_on="2026-03-01")], 1),
            ([transfer(to="f1", accepted_on="2020-03-09")], 1),
            ([transfer(accepted_on="2020-03-09"), transfer("t2", "f1", accepted_on="2021-03-09")], 1),
        ],
    )
    def test_some_force_must_have_accepted_last(self, transfers, count):
        plain = facts(statuses=left(), transfers=transfers, managers=[])
        assert len(flags("ST092", plain, "2026-03-10")) == count

    @pytest.mark.parametrize("more", [{"evidence": "t9"}, {"until": "2026-03-10"}])
    def test_evidence_and_an_end_say_enough(self, more):
        assert flags("ST092", facts(statuses=left(**more)), "2026-03-10") == []

    def test_a_status_without_a_day_says_nothing(self):
        assert flags("ST092", facts(statuses=[{"id": "c1", "kind": "transferred_out"}]), "2026-03-10") == []

    def test_an_end_ahead_is_none_yet(self):
        assert flags("ST092", facts(statuses=left(until="2026-03-11")), "2026-03-10")

    def test_who_is_dead_or_no_longer_subject_is_owned_by_nobody(self):
        dead = {"id": "d1", "kind": "deceased", "from": "2026-03-01"}
        assert flags("ST092", facts(statuses=[*left(), dead]), "2026-03-10") == []
        closed = [{**facts()["registrations"][0], "ended_on": "2026-03-01"}]
        assert flags("ST092", facts(statuses=left(), registrations=closed), "2026-03-10") == []


class TestBoth:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-08", 0), ("2026-03-09", 0), ("2026-03-10", 1)])
    def test_from_the_day_after_the_acceptance(self, as_of, count):
        assert len(flags("ST092", facts(transfers=[transfer(accepted_on="2026-03-09")]), as_of)) == count

    def test_it_shows_both_sides(self):
        flag = one("ST092", facts(transfers=[transfer(accepted_on="2026-03-09")]), "2026-04-01", book=LAW)
        assert (flag.key, flag.since) == ("t1", day("2026-03-10"))
        assert shown(flag) == {
            "transfer": "t1",
            "to": "f2",
            "accepted_on": day("2026-03-09"),
            "assignment": "m1",
            "officer": "o9",
        }

    @pytest.mark.parametrize(
        ("transfers", "count"),
        [
            ([transfer(asked_on="2026-03-09")], 0),
            ([{"id": "t1", "accepted_on": "2026-03-09"}], 0),
            ([transfer(to="f1", accepted_on="2026-03-09")], 0),
            ([transfer(accepted_on="2026-03-09"), transfer("t2", "f1", accepted_on="2026-03-12")], 0),
            ([transfer(accepted_on="2026-03-09"), transfer("t0", "f1", accepted_on="2026-03-01")], 1),
        ],
    )
    def test_the_last_force_that_accepted_owns_it(self, transfers, count):
        assert len(flags("ST092", facts(transfers=transfers), "2026-04-01")) == count

    @pytest.mark.parametrize(
        ("managers", "count"),
        [
            ([], 0),
            ([{**MANAGER, "until": "2026-03-09"}], 0),
            ([{**MANAGER, "from": "2026-03-09"}], 1),
            ([{**MANAGER, "from": "2026-03-10"}], 0),
            ([{"id": "m1", "agency": "police", "officer_id": "o9"}], 1),
        ],
    )
    def test_the_lead_of_before_must_have_gone(self, managers, count):
        plain = facts(transfers=[transfer(accepted_on="2026-03-09")], managers=managers)
        assert len(flags("ST092", plain, "2026-04-01")) == count

    def test_a_register_that_does_not_name_its_force_says_nothing(self):
        plain = {name: value for name, value in facts().items() if name != "force"}
        assert flags("ST092", {**plain, "transfers": [transfer(accepted_on="2026-03-09")]}, "2026-04-01") == []

    def test_who_is_no_longer_subject_is_owned_by_nobody(self):
        plain = five_years(transfers=[transfer(accepted_on="2026-03-09")])
        assert flags("ST092", plain, "2026-06-30")
        assert flags("ST092", plain, "2026-07-01") == []
