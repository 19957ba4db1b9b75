"""DC 9-12: who was seen, where and when, by the record, day by day."""

import pytest

from supervise import Offender, Severity, load_rulebook, review
from tests.catalogue.people import day, facts, flags, judged, one, shown, visit

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2026-01-02")]


def also(*visits, **more):
    return facts(visits=[*SEEN, *visits], **more)


class TestNoContactCounted:
    @pytest.mark.parametrize("outcome", ["no_reply", "not_seen", "refused"])
    def test_a_sign_off_counts_a_visit_at_which_nobody_was_seen(self, outcome):
        plain = also(visit("v3", "2026-05-01", outcome, signed_off_on="2026-05-04"))
        assert flags("DC009", plain, "2026-05-03") == []
        flag = one("DC009", plain, "2026-05-04")
        assert (flag.key, flag.since, shown(flag)["how"]) == ("v3", day("2026-05-04"), "signed_off")
        assert judged(plain, "2026-05-03").stable_until == day("2026-05-04")

    def test_a_sign_off_before_the_visit_counts_from_the_visit(self):
        plain = also(visit("v3", "2026-05-01", "no_reply", signed_off_on="2026-04-01"))
        assert flags("DC009", plain, "2026-04-30") == []
        assert one("DC009", plain, "2026-05-01").since == day("2026-05-01")

    def test_someone_seen_may_be_signed_off(self):
        assert flags("DC009", also(visit("v3", "2026-05-01", signed_off_on="2026-05-04")), "2026-06-01") == []

    def test_a_cancelled_visit_may_be_signed_off(self):
        plain = also(visit("v3", "2026-05-01", "cancelled", signed_off_on="2026-05-04"))
        assert flags("DC009", plain, "2026-06-01") == []

    def test_a_visit_without_an_outcome_is_not_counted_and_one_signed_off_on_the_leap_day_is(self):
        assert flags("DC009", also(visit("v3", "2024-02-28", None, signed_off_on="2024-02-29")), "2026-06-01") == []
        plain = also(visit("v3", "2024-02-28", "no_reply", signed_off_on="2024-02-29"))
        assert flags("DC009", plain, "2024-02-28") == []
        assert one("DC009", plain, "2024-02-29").since == day("2024-02-29")

    def versions(self, *outcomes):
        days = ("2026-05-02", "2026-05-20", "2026-05-25")
        made = [visit("v3", "2026-05-01", said, recorded_on=on) for said, on in zip(outcomes, days, strict=False)]
        return also(*made)

    def test_a_later_version_that_says_seen_is_flagged(self):
        flag = one("DC009", self.versions("no_reply", "seen"), "2026-06-01")
        assert (flag.since, shown(flag)["how"]) == (day("2026-05-01"), "outcome_changed")

    def test_a_version_not_known_yet_changes_nothing(self):
        plain = self.versions("no_reply", "seen")
        assert flags("DC009", plain, "2026-06-01", known_at="2026-05-19") == []
        assert flags("DC009", plain, "2026-06-01", known_at="2026-05-20")

    @pytest.mark.parametrize("outcomes", [("planned", "seen"), ("seen", "no_reply"), ("no_reply", "seen", "no_reply")])
    def test_a_plan_that_is_carried_out_or_a_correction_back_is_none(self, outcomes):
        assert flags("DC009", self.versions(*outcomes), "2026-06-01") == []

    def test_a_record_that_was_taken_back_is_none(self):
        plain = also(
            visit("v3", "2026-05-01", "no_reply", recorded_on="2026-05-02"),
            visit("v3", "2026-05-01", recorded_on="2026-05-20", withdrawn=True),
        )
        assert flags("DC009", plain, "2026-06-01") == []


def home(id, since, until=None, **more):
    plain = {"id": id, "address_id": f"a-{id}", "kind": "main", "from": since, "until": until}
    return {**plain, **more}


# From the old home on 28 February to the new one, notified on 2 March; a leap year.
OLD, NEW = home("old", "2020-01-06", "2024-02-29"), home("new", "2024-02-29", notified_on="2024-03-02")


class TestWrongPlace:
    def at(self, address, on, *addresses, as_of="2026-06-01", **more):
        return flags("DC010", also(visit("v3", on, address_id=address, **more), addresses=list(addresses)), as_of)

    @pytest.mark.parametrize(
        ("on", "count"), [("2024-02-29", 0), ("2024-03-01", 0), ("2024-03-02", 0), ("2024-03-03", 1), ("2026-05-31", 1)]
    )
    def test_the_old_home_counts_until_the_notice_of_the_new_one(self, on, count):
        assert len(self.at("a-old", on, OLD, NEW)) == count

    @pytest.mark.parametrize(("on", "count"), [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 0)])
    def test_the_new_home_counts_from_the_day_of_the_move(self, on, count):
        assert len(self.at("a-new", on, OLD, NEW)) == count

    def test_what_was_visited_and_what_was_the_home_are_shown(self):
        (flag,) = self.at("a-old", "2024-03-03", OLD, NEW, as_of="2024-03-03")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2024-03-03"), Severity.MEDIUM)
        assert shown(flag) == {"visit": "v3", "on": day("2024-03-03"), "address_id": "a-old", "homes": ("a-new",)}

    def test_on_the_day_of_the_move_the_new_home_is_shown(self):
        homes = home("a1", "2020-01-06", "2026-02-28"), home("a2", "2026-03-02")
        (flag,) = self.at("a-a1", "2026-03-02", *homes)
        assert shown(flag)["homes"] == ("a-a2",)

    def test_the_example_of_the_check(self):
        homes = home("a1", "2020-01-06", "2026-02-28"), home("a2", "2026-02-28", notified_on="2026-03-02")
        assert self.at("a-a1", "2026-03-02", *homes) == []
        assert [flag.since for flag in self.at("a-a1", "2026-03-03", *homes)] == [day("2026-03-03")]

    @pytest.mark.parametrize(("on", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_without_a_day_of_notice_the_old_home_ends_with_the_move(self, on, count):
        assert len(self.at("a-old", on, OLD, {**NEW, "notified_on": None})) == count

    def test_a_notice_in_advance_ends_nothing_early(self):
        early = {**NEW, "notified_on": "2024-02-20"}
        assert self.at("a-old", "2024-02-29", OLD, early) == []
        assert self.at("a-old", "2024-03-01", OLD, early)

    def test_only_the_notice_of_the_next_home_counts(self):
        later = home("third", "2025-06-01", notified_on="2025-06-10")
        last = {**NEW, "until": "2025-06-01"}
        assert self.at("a-old", "2024-03-03", OLD, last, later)
        assert self.at("a-new", "2025-06-10", OLD, last, later) == []
        assert self.at("a-new", "2025-06-11", OLD, last, later)

    def test_an_address_nobody_knows_is_not_the_home(self):
        (flag,) = self.at("a-elsewhere", "2026-05-01", OLD, NEW)
        assert shown(flag)["homes"] == ("a-new",)

    def test_another_kind_of_address_is_not_the_home(self):
        other = home("other", "2020-01-06", kind="other")
        assert self.at("a-other", "2026-05-01", OLD, NEW, other)
        assert self.at("a-other", "2026-05-01", other) == []

    def test_the_place_found_is_as_good_as_a_home(self):
        found = home("park", "2026-04-01", kind="place_found")
        assert self.at("a-park", "2026-05-01", OLD, {**NEW, "until": "2026-04-01"}, found, place="place_found") == []
        assert self.at("a-new", "2026-05-01", OLD, {**NEW, "until": "2026-04-01"}, found, place="place_found")

    def test_after_the_last_home_known_only_that_home_is_known_to_be_wrong(self):
        ended = {**NEW, "until": "2026-04-01"}
        assert self.at("a-new", "2026-04-01", OLD, ended) == []
        (flag,) = self.at("a-new", "2026-04-02", OLD, ended)
        assert shown(flag)["homes"] == ()
        assert self.at("a-elsewhere", "2026-04-02", OLD, ended) == []
        assert self.at("a-elsewhere", "2026-04-01", OLD, ended)

    @pytest.mark.parametrize(
        "unclear",
        [
            home("third", None),
            home("third", None, address_id="a-new"),
            home("third", "2025-01-01", kind=None),
            home("third", "2025-01-01", address_id=None),
        ],
    )
    def test_a_home_of_which_something_is_missing_may_be_the_one_visited(self, unclear):
        address = unclear["address_id"] or "a-elsewhere"
        assert self.at(address, "2026-05-01", {**OLD, "until": "2026-05-02"}, unclear) == []

    def test_a_home_without_a_first_day_is_none_after_its_last(self):
        ended = home("third", None, "2026-04-30")
        assert self.at("a-third", "2026-04-30", OLD, NEW, ended) == []
        assert self.at("a-third", "2026-05-01", OLD, NEW, ended)

    def test_a_home_without_a_first_day_or_a_kind_is_not_known_to_be_another(self):
        for unclear in (home("third", None), home("third", "2020-01-06", kind=None)):
            assert self.at("a-elsewhere", "2026-05-01", unclear) == []
        over = home("third", "2020-01-06", "2026-04-01", kind=None)
        assert self.at("a-third", "2026-05-01", over) == []

    @pytest.mark.parametrize("change", [{"outcome": "no_reply"}, {"place": "office"}, {"place": None}])
    def test_only_someone_seen_at_home_was_seen_at_a_wrong_home(self, change):
        made = {**visit("v3", "2026-05-01", address_id="a-old"), **change}
        assert flags("DC010", also(made, addresses=[OLD, NEW]), "2026-06-01") == []

    def test_no_address_means_the_home_that_was_notified(self):
        assert self.at(None, "2026-05-01", OLD, NEW) == []

    def test_a_visit_still_to_come_is_for_another_check(self):
        assert self.at("a-old", "2026-05-01", OLD, NEW, as_of="2026-04-30") == []

    def test_a_new_home_on_the_day_it_ends_follows_nothing(self):
        """A home of no day is no successor of itself."""
        brief = home("brief", "2026-03-01", "2026-03-01", notified_on="2026-05-01")
        assert self.at("a-brief", "2026-03-02", {**NEW, "from": "2020-01-06"}, brief)


class TestVisitBeforeRegistration:
    def test_the_day_before_the_relevant_date_is_too_early(self):
        flag = one("DC012", also(visit("v0", "2020-01-05")), "2020-01-05")
        assert (flag.key, flag.since, flag.severity) == ("v0", day("2020-01-05"), Severity.MEDIUM)
        assert shown(flag)["relevant_on"] == day("2020-01-06")
        assert shown(flag)["first_notified_on"] is None

    def test_between_relevant_date_and_first_notification_it_is_so_from_the_notification_on(self):
        plain = also(visit("v0", "2020-01-06"))
        assert flags("DC012", plain, "2020-01-06") == []
        flag = one("DC012", plain, "2020-01-07")
        assert (flag.since, shown(flag)["first_notified_on"]) == (day("2020-01-07"), day("2020-01-07"))

    def test_the_day_of_the_first_notification_is_not_too_early(self):
        assert flags("DC012", also(visit("v0", "2020-01-07")), "2020-02-01") == []

    @pytest.mark.parametrize("kind", ["custody", "hospital"])
    def test_a_visit_before_release_is_none(self, kind):
        inside = [{"id": "c1", "kind": kind, "from": "2020-01-06", "until": "2020-03-01"}]
        told = [{"id": "n1", "kind": "s83", "on": "2020-03-02", "home_kind": "sole_or_main"}]
        plain = also(visit("v0", "2020-02-28"), notifications=told, statuses=inside)
        assert [flag.key for flag in flags("DC012", plain, "2020-03-02")] == []
        plain = also(visit("v0", "2020-03-01"), notifications=told, statuses=inside)
        assert [flag.key for flag in flags("DC012", plain, "2020-03-02")] == ["v0"]

    def test_a_visit_still_to_come_is_none(self):
        registered = [{**facts()["registrations"][0], "relevant_on": "2027-01-01", "convicted_on": "2027-01-01"}]
        plain = facts(registrations=registered, notifications=[], visits=[visit("v3", "2026-07-01")])
        assert flags("DC012", plain, "2026-06-30") == []

    def test_an_attempt_counts_as_a_visit_and_a_cancelled_one_does_not(self):
        tried = (visit("v8", "2019-06-01", "no_reply"), visit("v9", "2019-06-01", "cancelled"))
        assert [flag.key for flag in flags("DC012", also(*tried), "2026-06-01")] == ["v8"]

    def test_without_a_relevant_date_nothing_can_be_said(self):
        registered = [*facts()["registrations"], {"id": "r2", "basis": "conviction", "disposal": "fine"}]
        plain = also(visit("v0", "2019-06-01"), registrations=registered)
        assert flags("DC012", plain, "2026-06-01") == []

    def test_the_first_of_several_registrations_counts(self):
        again = {**facts()["registrations"][0], "id": "r2", "relevant_on": "2024-02-29", "convicted_on": "2024-02-29"}
        told = [*facts()["notifications"], {"id": "n3", "kind": "s83", "on": "2024-03-01"}]
        ended = {**facts()["registrations"][0], "ended_on": "2021-12-31"}
        both = {"registrations": [ended, again], "notifications": told}
        assert flags("DC012", facts(visits=[visit("v3", "2021-06-01")], **both), "2026-06-01") == []
        alone = {"registrations": [again], "notifications": told[2:]}
        for on, count in (("2024-02-28", 1), ("2024-02-29", 1), ("2024-03-01", 0)):
            assert len(flags("DC012", facts(visits=[visit("v3", on)], **alone), "2026-06-01")) == count, on

    def test_the_day_of_the_conviction_stands_for_a_relevant_date_not_given(self):
        convicted = [{**facts()["registrations"][0], "relevant_on": None}]
        assert one("DC012", also(visit("v0", "2020-01-05"), registrations=convicted), "2026-06-01").key == "v0"

    def test_without_a_first_notification_only_the_relevant_date_counts(self):
        plain = also(visit("v0", "2020-01-06"), notifications=[])
        assert flags("DC012", plain, "2026-06-01") == []


class TestContactNotHome:
    @pytest.mark.parametrize(
        ("place", "count"),
        [
            ("station", 1), ("office", 1), ("phone", 1), ("video", 1),
            ("home", 0), ("place_found", 0), ("other", 0), (None, 0),
        ],
    )  # fmt: skip
    def test_seen_somewhere_that_is_no_home(self, place, count):
        assert len(flags("DC011", also(visit("v3", "2026-05-01", place=place)), "2026-06-01")) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 1)])
    def test_from_the_day_itself(self, as_of, count):
        plain = facts(visits=[visit("v3", "2024-02-29", place="phone")])
        assert len(flags("DC011", plain, as_of)) == count

    def test_the_example_of_the_check(self):
        plain = also(visit("v3", "2026-05-01", place="station", signed_off_on="2026-05-04"))
        assert judged(plain, "2026-04-30").stable_until == day("2026-05-01")
        flag = one("DC011", plain, "2026-05-01")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-05-01"), Severity.MEDIUM)
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-05-01"),
            "place": "station",
            "signed_off_on": day("2026-05-04"),
        }

    def test_where_contacts_are_asked_for_a_contact_is_what_it_says(self):
        made = [visit("v3", "2026-05-01", place="office"), visit("v4", "2026-05-02", place="phone")]
        plain = Offender.from_dict(
            facts(visits=made, events=[{"id": "e1", "kind": "supervision_began", "on": "2026-04-01"}])
        )
        for ref, codes in (("contacts-months@2026.1", []), ("england-wales@2026.1", ["DC011", "DC011"])):
            found = review(plain, load_rulebook(ref), as_of=day("2026-06-01"))
            assert [flag.code for flag in found.flags if flag.code == "DC011"] == codes

    @pytest.mark.parametrize("outcome", ["no_reply", "not_seen", "refused", "cancelled", "planned", None])
    def test_only_someone_seen_could_be_counted(self, outcome):
        assert flags("DC011", also(visit("v3", "2026-05-01", outcome, place="station")), "2026-06-01") == []
