"""What of an offender is compared: as recorded at the end of one day."""

import datetime as dt

import pytest

from supervise.model import Offender
from supervise.register.figures import ARRAYS_OF, What, figures_of

NOW = dt.date(2026, 6, 30)
BEFORE, AFTER = "2026-06-29", "2026-07-01"
TODAY = NOW.isoformat()


def figures(**data):
    return figures_of(Offender.from_dict({"id": "x1", **data}), NOW)


def said(what, **data):
    found = figures(**data).said.get(what)
    return None if found is None else (found.value, None if found.since is None else str(found.since), found.facts)


def test_someone_of_whom_nothing_is_recorded_has_nothing_to_compare():
    found = figures()
    assert (found.id, found.ids, found.said, found.registrations, found.orders) == ("x1", ("x1",), {}, (), ())
    assert found.level is None


def test_ids_are_compared_without_outer_blanks_and_each_once():
    found = figures(same_as=[" y1 ", "x1"], links=["z1 "])
    assert (found.ids, found.links) == (("x1", "y1"), ("z1",))


def test_everything_that_can_differ_says_what_it_is_read_from():
    assert set(ARRAYS_OF) == set(What)


class TestLevel:
    def test_it_is_the_one_that_began_last_by_the_day(self):
        levels = [
            {"id": "l1", "level": "low", "from": "2024-01-01"},
            {"id": "l2", "level": "high", "from": TODAY},
            {"id": "l3", "level": "medium", "from": AFTER},
        ]
        assert said(What.LEVEL, levels=levels) == ("high", TODAY, ("l2",))
        assert figures(levels=levels).level == "high"

    def test_of_one_day_the_last_by_id_holds_whatever_the_order(self):
        levels = [{"id": "l2", "level": "high", "from": BEFORE}, {"id": "l1", "level": "low", "from": BEFORE}]
        assert said(What.LEVEL, levels=levels) == said(What.LEVEL, levels=levels[::-1]) == ("high", BEFORE, ("l2",))

    def test_without_its_day_it_counts_as_begun_before_every_other(self):
        undated = {"id": "l9", "level": "low"}
        assert said(What.LEVEL, levels=[undated]) == ("low", None, ("l9",))
        assert said(What.LEVEL, levels=[undated, {"id": "l1", "level": "high", "from": BEFORE}])[0] == "high"

    def test_a_fact_without_the_word_says_nothing(self):
        assert said(What.LEVEL, levels=[{"id": "l1", "from": BEFORE}]) is None

    def test_a_version_that_was_withdrawn_is_no_fact(self):
        levels = [
            {"id": "l1", "level": "low", "from": "2024-01-01"},
            {"id": "l2", "level": "high", "from": BEFORE},
            {"id": "l2", "withdrawn": True, "recorded_on": TODAY},
        ]
        assert said(What.LEVEL, levels=levels)[0] == "low"


class TestHome:
    @pytest.mark.parametrize(("until", "expected"), [(BEFORE, None), (TODAY, None), (AFTER, "h1"), (None, "h1")])
    def test_on_the_day_it_ended_it_no_longer_holds(self, until, expected):
        address = {"id": "a1", "address_id": "h1", "kind": "main", "from": "2024-01-01", "until": until}
        found = said(What.HOME, addresses=[address])
        assert (found and found[0]) == expected

    @pytest.mark.parametrize(("begun", "expected"), [(BEFORE, "h1"), (TODAY, "h1"), (AFTER, None)])
    def test_it_holds_from_its_first_day(self, begun, expected):
        found = said(What.HOME, addresses=[{"id": "a1", "address_id": " h1", "kind": "main", "from": begun}])
        assert (found and found[0]) == expected

    def test_only_the_main_one_counts(self):
        other = {"id": "a2", "address_id": "h2", "kind": "other", "from": BEFORE}
        assert said(What.HOME, addresses=[other]) is None

    def test_an_address_without_id_says_nothing(self):
        assert said(What.HOME, addresses=[{"id": "a1", "kind": "main"}]) is None


LEAD = {"id": "m1", "officer_id": "o1", "team_id": "t1", "role": "lead", "agency": "police", "from": BEFORE}


class TestLead:
    def test_officer_and_team_of_the_assignment(self):
        assert said(What.OFFICER, managers=[LEAD]) == ("o1", BEFORE, ("m1",))
        assert said(What.TEAM, managers=[LEAD], team="t9") == ("t1", BEFORE, ("m1",))

    @pytest.mark.parametrize("other", [{"role": "second"}, {"agency": "probation"}, {"until": TODAY}, {"from": AFTER}])
    def test_others_lead_nothing(self, other):
        assert said(What.OFFICER, managers=[{**LEAD, **other}]) is None

    def test_an_assignment_that_does_not_say_may_be_the_lead(self):
        assert said(What.OFFICER, managers=[{"id": "m1", "officer_id": "o1"}]) == ("o1", None, ("m1",))

    def test_an_assignment_to_a_team_names_no_officer(self):
        assert said(What.OFFICER, managers=[{"id": "m1", "team_id": "t1"}]) is None

    @pytest.mark.parametrize("managers", [[], [{"id": "m1", "officer_id": "o1", "from": BEFORE}]])
    def test_without_a_team_there_that_of_the_case_stands_in(self, managers):
        assert said(What.TEAM, managers=managers, team="t9 ") == ("t9", None, ())

    def test_no_team_anywhere(self):
        assert said(What.TEAM) is None


class TestLastDays:
    def test_a_visit_counts_on_the_day_it_was_made_and_seen(self):
        visits = [
            {"id": "v1", "on": BEFORE, "outcome": "seen"},
            {"id": "v2", "on": TODAY, "outcome": "seen"},
            {"id": "v3", "on": AFTER, "outcome": "seen"},
            {"id": "v4", "on": TODAY, "outcome": "no_reply"},
            {"id": "v5", "outcome": "seen"},
        ]
        assert said(What.LAST_VISIT, visits=visits) == (TODAY, TODAY, ("v2",))

    def test_of_one_day_all_are_named(self):
        kinds = [{"id": "n2", "kind": "s85", "on": TODAY}, {"id": "n1", "kind": "s84", "on": TODAY}]
        assert said(What.LAST_NOTIFICATION, notifications=kinds) == (TODAY, TODAY, ("n1", "n2"))

    def test_a_notification_that_lies_ahead_is_none(self):
        assert said(What.LAST_NOTIFICATION, notifications=[{"id": "n1", "on": AFTER}, {"id": "n2"}]) is None


class TestEnded:
    def test_death_comes_before_a_transfer(self):
        statuses = [
            {"id": "s1", "kind": "transferred_out", "from": "2024-01-01"},
            {"id": "s2", "kind": "deceased", "from": TODAY},
        ]
        assert said(What.ENDED, statuses=statuses) == ("deceased", TODAY, ("s2",))
        assert said(What.ENDED, statuses=statuses[:1]) == ("transferred_out", "2024-01-01", ("s1",))

    @pytest.mark.parametrize("status", [{"from": AFTER}, {"from": BEFORE, "until": TODAY}])
    def test_not_before_its_day_nor_after_its_end(self, status):
        assert said(What.ENDED, statuses=[{"id": "s1", "kind": "deceased", **status}]) is None

    @pytest.mark.parametrize("kind", ["custody", "missing", "not_subject"])
    def test_other_states_end_no_case(self, kind):
        assert said(What.ENDED, statuses=[{"id": "s1", "kind": kind, "from": BEFORE}]) is None

    @pytest.mark.parametrize(("to", "expected"), [("f2", "transferred_out"), (None, "transferred_out"), ("f1", None)])
    def test_a_transfer_accepted_by_another_force(self, to, expected):
        found = said(What.ENDED, force="f1", transfers=[{"id": "t1", "to": to, "accepted_on": TODAY}])
        assert (found and found[0]) == expected

    def test_a_transfer_not_accepted_by_the_day_is_none(self):
        transfers = [{"id": "t1", "to": "f2", "asked_on": BEFORE}, {"id": "t2", "to": "f2", "accepted_on": AFTER}]
        assert said(What.ENDED, force="f1", transfers=transfers) is None

    def test_who_came_back_is_here(self):
        transfers = [
            {"id": "t1", "to": "f2", "accepted_on": "2024-01-01"},
            {"id": "t2", "to": "f1", "accepted_on": "2025-01-01"},
        ]
        assert said(What.ENDED, force="f1", transfers=transfers) is None
        assert said(What.ENDED, force="f2", transfers=transfers) == ("transferred_out", "2025-01-01", ("t2",))


REGISTERED = {"id": "r1", "relevant_on": "2020-01-01", "convicted_on": "2020-01-02"}


class TestSubject:
    @pytest.mark.parametrize("name", ["stored_end_on", "ended_on"])
    @pytest.mark.parametrize(("last", "expected"), [(BEFORE, "no"), (TODAY, "yes"), (AFTER, "yes")])
    def test_the_last_day_is_still_in_it(self, name, last, expected):
        assert said(What.SUBJECT, registrations=[{**REGISTERED, name: last}])[0] == expected

    def test_it_names_the_open_ones_since_the_newest_of_them(self):
        registrations = [
            {**REGISTERED, "id": "r0", "ended_on": "2021-01-01"},
            REGISTERED,
            {"id": "r2", "convicted_on": "2022-01-01"},
            {"id": "r3"},
        ]
        assert said(What.SUBJECT, registrations=registrations) == ("yes", "2022-01-01", ("r3", "r1", "r2"))

    def test_the_day_after_the_last_of_all_frees(self):
        registrations = [{**REGISTERED, "ended_on": "2021-01-01"}, {"id": "r2", "stored_end_on": "2022-12-31"}]
        assert said(What.SUBJECT, registrations=registrations) == ("no", "2023-01-01", ("r2", "r1"))

    def test_a_status_says_so_first(self):
        status = {"id": "s1", "kind": "not_subject", "from": BEFORE}
        assert said(What.SUBJECT, registrations=[REGISTERED], statuses=[status]) == ("no", BEFORE, ("s1",))
        assert said(What.LAST_DAY, registrations=[{**REGISTERED, "stored_end_on": AFTER}], statuses=[status]) is None

    def test_no_registration_that_has_begun_says_nothing(self):
        assert said(What.SUBJECT, registrations=[{"id": "r1", "relevant_on": AFTER}]) is None
        assert figures(registrations=[{"id": "r1", "convicted_on": AFTER}]).registrations == ()
        assert len(figures(registrations=[{"id": "r1", "convicted_on": TODAY}]).registrations) == 1

    def test_the_last_day_is_known_where_every_open_one_has_one(self):
        one, two = {**REGISTERED, "stored_end_on": "2030-01-01"}, {"id": "r2", "stored_end_on": "2029-01-01"}
        assert said(What.LAST_DAY, registrations=[one, two]) == ("2030-01-01", "2020-01-01", ("r2", "r1"))
        assert said(What.LAST_DAY, registrations=[one, {"id": "r2"}]) is None
        assert said(What.LAST_DAY, registrations=[one, {"id": "r2", "ended_on": BEFORE}])[0] == "2030-01-01"

    def test_the_last_day_of_the_calendar_frees_nobody_later(self):
        last = figures_of(
            Offender.from_dict({"id": "x1", "registrations": [{"id": "r1", "ended_on": "9999-12-30"}]}), dt.date.max
        )
        assert last.said[What.SUBJECT].since == dt.date.max

    def test_they_come_by_date_whatever_the_order(self):
        registrations = [{"id": "r2", "relevant_on": "2021-01-01"}, REGISTERED, {"id": "r3"}]
        assert [each.id for each in figures(registrations=registrations).registrations] == ["r3", "r1", "r2"]
        assert [each.since and each.since.year for each in figures(registrations=registrations).registrations] == [
            None,
            2020,
            2021,
        ]


ORDERED = {"id": "o1", "kind": "shpo", "made_on": "2022-01-01"}


class TestOrders:
    def order(self, **data):
        (found,) = figures(orders=[{**ORDERED, **data}]).orders
        return found

    @pytest.mark.parametrize(
        ("given", "end", "is_open"),
        [
            ({}, None, True),
            ({"until_further_order": True}, "until_further_order", True),
            ({"until_further_order": True, "ends_on": AFTER}, AFTER, True),
            ({"ends_on": TODAY}, TODAY, True),
            ({"ends_on": BEFORE}, BEFORE, False),
            ({"discharged_on": AFTER}, TODAY, True),
            ({"discharged_on": TODAY}, BEFORE, False),
            ({"ends_on": AFTER, "discharged_on": TODAY}, BEFORE, False),
            ({"discharged_on": "0001-01-01"}, "0001-01-01", False),
        ],
    )
    def test_its_last_day_is_in_it_and_that_of_the_discharge_is_not(self, given, end, is_open):
        found = self.order(**given)
        assert (found.end, found.is_open) == (end, is_open)

    @pytest.mark.parametrize(
        ("given", "since"),
        [
            ({}, "2022-01-01"),
            ({"served_on": "2022-01-05"}, "2022-01-05"),
            ({"served_on": "2022-01-05", "in_force_on": "2022-01-03"}, "2022-01-03"),
            ({"made_on": None}, None),
        ],
    )
    def test_it_is_in_force_from_the_day_it_says(self, given, since):
        assert self.order(**given).since == (since and dt.date.fromisoformat(since))

    @pytest.mark.parametrize(("begun", "count"), [(TODAY, 1), (AFTER, 0)])
    def test_one_that_lies_ahead_is_none_yet(self, begun, count):
        assert len(figures(orders=[{**ORDERED, "made_on": begun}]).orders) == count

    def test_they_come_by_kind_and_date(self):
        orders = [{**ORDERED, "id": "o2", "kind": "sro"}, {**ORDERED, "made_on": None}, {"id": "o3"}, ORDERED]
        assert [(each.kind, each.id) for each in figures(orders=orders[:3]).orders] == [
            ("", "o3"),
            ("shpo", "o1"),
            ("sro", "o2"),
        ]


def test_where_something_was_set_aside_is_remembered():
    found = figures(levels=[{"id": "l1", "level": 3}], visits="none", team=4)
    assert found.faulty == {"levels", "visits", "team"}
