"""NT063 to NT102: before and past the last day, between two readings of it, where it was given and from which home."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, LAW, day, facts, flags, judged, one, shown


def told(*days):
    kinds = ["s83"] + ["s85"] * (len(days) - 1)
    return [
        {"id": f"n{place}", "kind": kind, "on": on, "home_kind": "sole_or_main"}
        for place, (kind, on) in enumerate(zip(kinds, days, strict=True), start=1)
    ]


class TestNotificationOverdue:
    @pytest.mark.parametrize(("as_of", "count"), [("2020-01-07", 0), ("2020-01-08", 0), ("2020-01-09", 1)])
    def test_the_first_within_three_days_beginning_with_the_relevant_date(self, as_of, count):
        assert len(flags("NT063", facts(notifications=[], visits=[]), as_of)) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2025-02-27", 0), ("2025-02-28", 0), ("2025-03-01", 1)])
    def test_a_year_after_29_february_ends_on_28_february(self, as_of, count):
        plain = facts(notifications=told("2020-01-07", "2024-02-29"))
        assert len(flags("NT063", plain, as_of)) == count

    def test_it_says_what_it_counts_from(self):
        flag = one("NT063", facts(), "2027-02-01", book=LAW)
        assert (flag.rule, flag.key, flag.since) == ("R-N4", "n2", day("2027-01-06"))
        assert (flag.severity, flag.days_over) == (Severity.CRITICAL, 27)

    def test_two_changes_are_two_flags(self):
        changes = [{"id": f"c{about}", "about": about, "on": "2026-06-01"} for about in ("name", "home_address")]
        found = flags("NT063", facts(changes=changes), "2026-06-04")
        assert {flag.identity for flag in found} == {"NT063|A1|R-N2|cname", "NT063|A1|R-N2|chome_address"}

    def test_a_change_and_a_release_with_one_id_are_two_flags(self):
        plain = facts(
            changes=[{"id": "1", "about": "name", "on": "2026-06-01"}],
            statuses=[{"id": "1", "kind": "custody", "from": "2026-05-01", "until": "2026-06-01"}],
        )
        assert len({flag.identity for flag in flags("NT063", plain, "2026-06-04")}) == 2

    def test_in_custody_nothing_is_overdue(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-12-01"}]
        assert flags("NT063", facts(statuses=inside), "2027-03-01") == []


class TestDueSoon:
    @pytest.mark.parametrize(
        ("as_of", "count"), [("2026-12-05", 0), ("2026-12-06", 1), ("2027-01-05", 1), ("2027-01-06", 0)]
    )
    def test_30_days_ahead_of_a_yearly_one_until_the_last_day(self, as_of, count):
        assert len(flags("NT064", facts(), as_of)) == count

    def test_it_shows_the_window(self):
        flag = one("NT064", facts(), "2026-12-20")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.INFO, "R-N4", "n2", day("2026-12-06"))
        assert flag.days_over is None
        assert shown(flag) == {"due": day("2027-01-05"), "counted_from": day("2026-01-05"), "window_days": 30}

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-02", 1)])
    def test_2_days_ahead_of_a_weekly_one(self, as_of, count):
        weekly = [{"id": "n1", "kind": "s83", "on": "2024-02-24", "home_kind": "place_found"}]
        assert len(flags("NT064", facts(notifications=weekly), as_of)) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2025-01-28", 0), ("2025-01-29", 1)])
    def test_30_days_before_28_february(self, as_of, count):
        plain = facts(notifications=told("2020-01-07", "2024-02-29"))
        assert len(flags("NT064", plain, as_of)) == count

    @pytest.mark.parametrize("value", [30, {"weekly": 2}, {"yearly": "30"}])
    def test_a_book_without_a_window_for_the_regime_says_nothing(self, value):
        held = attrs.evolve(BOOK.thresholds["notification-due-soon"], value=value)
        other = attrs.evolve(BOOK, thresholds={**BOOK.thresholds, "notification-due-soon": held})
        assert flags("NT064", facts(), "2026-12-20", book=other) == []

    def test_who_never_notified_is_for_another_check(self):
        assert flags("NT064", facts(notifications=[]), "2026-12-20") == []


def given(*notices):
    """Notifications in the order given, each as kind, day and method."""
    listed = ((f"n{place}", *notice) for place, notice in enumerate(notices, start=1))
    return facts(
        notifications=[
            {"id": id_, "kind": kind} | ({"on": on} if on else {}) | ({"method": method} if method else {})
            for id_, kind, on, method in listed
        ]
    )


class TestOffSite:
    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 1)])
    def test_from_the_day_it_was_given(self, as_of, count):
        plain = given(("s83", "2020-01-07", "station"), ("s85", "2024-02-29", "home"))
        assert len(flags("NT068", plain, as_of)) == count

    def test_it_shows_how_it_was_given(self):
        flag = one("NT068", given(("s85", "2026-01-05", "remote")), "2026-02-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "n1", day("2026-01-05"))
        assert shown(flag) == {
            "notification": "n1",
            "kind": "s85",
            "on": day("2026-01-05"),
            "method": "remote",
            "station_id": None,
        }

    @pytest.mark.parametrize("notice", [("s85", "2026-01-05", "station"), ("s85", "2026-01-05", None)])
    def test_at_a_station_or_not_said_is_in_order(self, notice):
        assert flags("NT068", given(notice), "2026-02-01") == []

    def test_without_a_day_it_says_nothing(self):
        assert flags("NT068", given(("s85", None, "home")), "2026-02-01") == []

    @pytest.mark.parametrize(
        ("kind", "on", "method", "count"),
        [
            ("s85", "2026-01-05", "station", 0),
            ("s84", "2026-02-01", "station", 0),
            ("s84", "2026-02-02", "station", 1),
            ("s85", "2026-01-04", "station", 1),
            ("s86_return", "2026-01-20", "station", 1),
            ("s85", "2026-01-20", None, 1),
            ("s85", None, "station", 1),
        ],
    )
    def test_one_of_all_details_given_since_at_a_station_clears_it(self, kind, on, method, count):
        plain = given(("s85", "2026-01-05", "home"), (kind, on, method))
        assert len([flag for flag in flags("NT068", plain, "2026-02-01") if flag.key == "n1"]) == count

    def test_so_does_one_of_the_same_kind(self):
        plain = given(("s86_return", "2026-01-05", "home"), ("s86_return", "2026-01-06", "station"))
        assert flags("NT068", plain, "2026-02-01") == []

    def test_a_book_that_names_no_methods_says_nothing(self):
        assert flags("NT068", given(("s85", "2026-01-05", "home")), "2026-02-01", book=LAW) == []


def home(id, start="2026-03-02", **more):
    return {"id": id, "address_id": f"a{id}", "kind": "main"} | ({"from": start} if start else {}) | more


class TestManyHomes:
    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 1)])
    def test_from_the_first_day_of_the_second(self, as_of, count):
        plain = facts(addresses=[home("1", "2020-01-06"), home("2", "2024-02-29")])
        assert len(flags("NT070", plain, as_of)) == count

    def test_it_shows_both(self):
        flag = one("NT070", facts(addresses=[home("2"), home("1", "2020-01-06")]), "2026-04-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "2", day("2026-03-02"))
        assert shown(flag) == {
            "first": "1",
            "first_from": day("2020-01-06"),
            "second": "2",
            "second_from": day("2026-03-02"),
        }

    @pytest.mark.parametrize(
        ("first", "count"),
        [
            ({"until": "2026-03-31"}, 0),
            ({"until": "2026-04-01"}, 0),
            ({"until": "2026-04-02"}, 1),
            ({"kind": "other"}, 0),
            ({"kind": "place_found"}, 0),
            ({"address_id": "a2"}, 0),
            ({"address_id": None}, 1),
        ],
    )
    def test_it_is_one_that_has_not_ended_and_another_place(self, first, count):
        plain = {name: value for name, value in {**home("1", "2020-01-06"), **first}.items() if value is not None}
        assert len(flags("NT070", facts(addresses=[plain, home("2")]), "2026-04-01")) == count

    def test_one_without_a_first_day_is_not_counted(self):
        assert (
            flags("NT070", facts(addresses=[home("1", None), home("2"), home("3", "2026-04-02")]), "2026-04-01") == []
        )

    def test_of_three_two_are_flagged_against_the_first(self):
        plain = facts(addresses=[home("1", "2020-01-06"), home("2"), home("3", "2026-03-09")])
        found = flags("NT070", plain, "2026-04-01")
        assert [(flag.key, shown(flag)["first"]) for flag in found] == [("2", "1"), ("3", "1")]

    def test_an_end_ahead_is_watched(self):
        plain = facts(addresses=[home("1", "2020-01-06", until="2026-04-05"), home("2")])
        assert judged(plain, "2026-04-01").stable_until == day("2026-04-05")


class TestReadingDiffers:
    @pytest.mark.parametrize(("as_of", "count"), [("2027-01-04", 0), ("2027-01-05", 1), ("2027-01-06", 0)])
    def test_it_holds_between_the_two_days(self, as_of, count):
        assert len(flags("NT101", facts(), as_of)) == count

    def test_both_days_are_shown(self):
        flag = one("NT101", facts(), "2027-01-05")
        assert (flag.severity, flag.since, flag.days_over) == (Severity.INFO, day("2027-01-05"), None)
        assert (shown(flag)["cautious_due"], shown(flag)["due"]) == (day("2027-01-04"), day("2027-01-05"))

    def test_the_day_before_is_the_last_on_which_the_review_reads_the_same(self):
        assert judged(facts(), "2027-01-04").stable_until == day("2027-01-05")

    def test_a_missing_fact_is_no_reading(self):
        """Without a level the visit is due between one month and twelve: unknown, not a matter of words."""
        assert flags("NT101", facts(levels=[]), "2026-03-01") == []


HOME = {"id": "a1", "address_id": "h1", "kind": "main", "from": "2020-01-06", "notified_on": "2020-01-07"}
OTHER = {"id": "a2", "address_id": "h2", "kind": "main", "from": "2026-03-02"}


def living(*homes, **more):
    return facts(addresses=[HOME, *homes], **more)


class TestOtherNotice:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-05-09", 0), ("2026-05-10", 1)])
    def test_that_a_change_told_of_beforehand_did_not_happen(self, as_of, count):
        advance = {"id": "n9", "kind": "s84_advance", "on": "2026-04-20", "about": "name", "expected_on": "2026-05-04"}
        plain = facts(notifications=[*facts()["notifications"], advance])
        found = flags("NT102", plain, as_of)
        assert [(flag.rule, flag.key, flag.severity) for flag in found] == [("R-N3", "n9", Severity.HIGH)] * count
        assert flags("NT063", plain, as_of) == []

    @pytest.mark.parametrize(
        ("about", "kind", "begun", "count"),
        [
            ("home_address", "main", "2026-05-04", 0),
            ("home_address", "place_found", "2026-05-06", 0),
            ("home_address", "main", "2026-05-01", 0),
            (None, "main", "2026-05-04", 0),
            ("home_address", "main", "2026-05-07", 1),
            ("home_address", "other", "2026-05-04", 1),
            ("name", "main", "2026-05-04", 1),
        ],
    )
    def test_a_home_that_begins_as_announced_is_the_move_also_where_no_change_is_recorded(
        self, about, kind, begun, count
    ):
        advance = {"id": "n9", "kind": "s84_advance", "on": "2026-04-20", "about": about, "expected_on": "2026-05-04"}
        homes = [{"id": "h9", "address_id": "a9", "kind": kind, "from": begun}]
        plain = facts(notifications=[*facts()["notifications"], advance], addresses=homes)
        assert len(flags("NT102", plain, "2026-06-01")) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-05-16", 0), ("2026-05-17", 1)])
    def test_name_and_home_under_an_order_that_brings_only_this_duty(self, as_of, count):
        order = {"id": "o1", "kind": "sro", "made_on": "2026-05-11", "served_on": "2026-05-14", "ends_on": "2031-05-10"}
        found = flags("NT102", {"id": "A1", "orders": [order]}, as_of)
        assert [(flag.rule, flag.key) for flag in found] == [("R-N20", "o1")] * count


class TestAddressMismatch:
    def test_the_example_of_the_check(self):
        assert flags("NT069", living(OTHER), "2026-03-04") == []
        flag = one("NT069", living(OTHER), "2026-03-05")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "a2", day("2026-03-05"))
        assert shown(flag) == {
            "address": "a2",
            "address_id": "h2",
            "from": day("2026-03-02"),
            "notified_homes": ("h1",),
        }

    def test_three_days_beginning_with_the_27th_end_with_29_february(self):
        moved = {**OTHER, "from": "2024-02-27"}
        notices = [{"id": "n1", "kind": "s83", "on": "2020-01-07"}]
        assert flags("NT069", living(moved, notifications=notices), "2024-02-29") == []
        assert one("NT069", living(moved, notifications=notices), "2024-03-01").since == day("2024-03-01")

    @pytest.mark.parametrize(("told", "count"), [("2026-03-09", 0), ("2026-03-10", 0), ("2026-03-11", 1)])
    def test_a_day_of_notice_that_has_come_settles_it(self, told, count):
        assert len(flags("NT069", living({**OTHER, "notified_on": told}), "2026-03-10")) == count

    @pytest.mark.parametrize(
        ("kind", "on", "count"),
        [
            ("s84", "2026-03-02", 0),
            ("s84_advance", "2026-03-05", 0),
            ("s85", "2026-03-10", 0),
            ("s85", "2026-03-11", 1),
            ("s84", "2026-03-01", 1),
            ("s86_departure", "2026-03-05", 1),
        ],
    )
    def test_a_notice_since_may_have_told_it(self, kind, on, count):
        plain = living(OTHER, notifications=[*facts()["notifications"], {"id": "n3", "kind": kind, "on": on}])
        assert len(flags("NT069", plain, "2026-03-10")) == count

    def test_a_notice_without_a_day_tells_nothing(self):
        plain = living(OTHER, notifications=[*facts()["notifications"], {"id": "n3", "kind": "s84"}])
        assert flags("NT069", plain, "2026-03-10")

    @pytest.mark.parametrize(("until", "count"), [("2026-03-09", 0), ("2026-03-10", 0), ("2026-03-11", 1)])
    def test_a_home_that_has_ended_is_none(self, until, count):
        assert len(flags("NT069", living({**OTHER, "until": until}), "2026-03-10")) == count

    @pytest.mark.parametrize(
        "change",
        [{"kind": "other"}, {"from": None}, {"address_id": None}, {"address_id": "h1"}],
    )
    def test_what_is_no_other_home_says_nothing(self, change):
        assert flags("NT069", living({**OTHER, **change}), "2026-06-01") == []

    @pytest.mark.parametrize(
        ("change", "count"),
        [
            ({"statuses": [{"id": "s1", "kind": "deceased", "from": "2026-03-10"}]}, 0),
            ({"statuses": [{"id": "s1", "kind": "deceased", "from": "2026-03-11"}]}, 1),
            ({"transfers": [{"id": "t1", "to": "f2", "asked_on": "2026-03-03", "accepted_on": "2026-03-10"}]}, 0),
            ({"registrations": [{**facts()["registrations"][0], "ended_on": "2026-03-09"}]}, 0),
            ({"statuses": [{"id": "s1", "kind": "custody", "from": "2026-03-10"}]}, 1),
        ],
    )
    def test_nobody_is_asked_for_the_home_of_the_dead_or_of_who_is_no_longer_the_forces_own(self, change, count):
        assert len(flags("NT069", living(OTHER, **change), "2026-03-10")) == count
        assert flags("NT069", living(OTHER, **change), "2026-03-08")

    @pytest.mark.parametrize("kind", ["custody", "hospital", "abroad"])
    @pytest.mark.parametrize(
        ("until", "since"),
        [(None, None), ("2026-03-20", "2026-03-23"), ("2026-03-03", "2026-03-06"), ("2026-03-02", "2026-03-05")],
    )
    def test_days_inside_or_abroad_do_not_count(self, kind, until, since):
        """As of the duty itself: the home from 2 March need not be told before the third day in the community."""
        inside = [{"id": "s1", "kind": kind, "from": "2026-02-20", "until": until}]
        found = flags("NT069", living(OTHER, statuses=inside), "2026-06-01")
        assert [flag.since for flag in found] == ([day(since)] if since else [])

    def test_two_times_inside_are_both_left_out(self):
        times = (("s1", "2026-02-20", "2026-03-04"), ("s2", "2026-03-06", "2026-03-10"), ("s3", "2026-03-20", None))
        inside = [{"id": name, "kind": "custody", "from": start, "until": end} for name, start, end in times]
        assert one("NT069", living(OTHER, statuses=inside), "2026-06-01").since == day("2026-03-11")

    def test_without_a_home_that_was_notified_nothing_differs(self):
        plain = facts(addresses=[{**HOME, "notified_on": None}, OTHER])
        assert flags("NT069", plain, "2026-06-01") == []

    def test_a_book_without_the_duty_gives_no_last_day(self):
        bare = attrs.evolve(BOOK, rule=tuple(rule for rule in BOOK.rule if rule.published_id != "R-N2"))
        assert flags("NT069", living(OTHER), "2026-06-01", book=bare) == []


def for_five_years(since="2021-07-01", **more):
    """Registered for five years."""
    registration = {
        "id": "r1", "basis": "conviction", "convicted_on": since, "relevant_on": since, "disposal": "community_order",
        "age_on_relevant_date": 40,
    }  # fmt: skip
    return facts(registrations=[registration], **more)


class TestPeriodExpiring:
    def test_the_example_of_the_check(self):
        assert flags("NT085", for_five_years(), "2025-12-31") == []
        flag = one("NT085", for_five_years(), "2026-01-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, "R-O1", "A1", day("2026-01-01"))
        assert flag.days_over is None
        assert shown(flag) == {"last_day": day("2026-06-30"), "since": day("2026-01-01")}

    @pytest.mark.parametrize(
        ("as_of", "since"),
        [
            ("2026-03-31", "2026-01-01"),
            ("2026-04-01", "2026-04-01"),
            ("2026-05-31", "2026-05-31"),
            ("2026-06-30", "2026-05-31"),
        ],
    )
    def test_each_lead_gives_one_flag_a_new_first_day(self, as_of, since):
        assert one("NT085", for_five_years(), as_of).since == day(since)

    def test_when_the_requirements_have_ended_nothing_is_ending(self):
        assert flags("NT085", for_five_years(), "2026-07-01") == []

    def test_a_period_that_began_on_29_february_ends_with_a_27th_or_28th(self):
        plain = for_five_years("2024-02-29")
        (last,) = {shown(flag)["last_day"] for flag in flags("NT085", plain, "2029-02-01")}
        assert last.isoformat() == "2029-02-28"

    @pytest.mark.parametrize(("on", "count"), [("2025-12-31", 1), ("2026-01-01", 0)])
    def test_a_decision_since_the_first_lead_answers_it(self, on, count):
        decision = {"id": "d1", "kind": "order_end", "on": on, "by": "s1", "outcome": "end"}
        assert len(flags("NT085", for_five_years(decisions=[decision]), "2026-02-01")) == count

    def test_an_order_without_a_date_may_reach_further(self):
        assert flags("NT085", for_five_years(orders=[{"id": "o1", "kind": "shpo"}]), "2026-02-01") == []

    def test_requirements_for_life_do_not_end(self):
        assert flags("NT085", facts(), "2026-06-01") == []
