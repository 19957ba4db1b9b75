"""DC 9-18: records that cannot be true, day by day."""

import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown, visit

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

    def test_without_a_first_notification_only_the_relevant_date_counts(self):
        plain = also(visit("v0", "2020-01-06"), notifications=[])
        assert flags("DC012", plain, "2026-06-01") == []


INSIDE = [
    {"id": "c1", "kind": "custody", "from": "2026-02-10", "until": "2026-03-01"},
    {"id": "c2", "kind": "custody", "until": "2026-04-01"},
    {"id": "h1", "kind": "hospital", "from": "2026-05-01", "until": "2026-05-10"},
]


class TestVisitInCustody:
    @pytest.mark.parametrize(
        ("on", "count"),
        [("2026-02-09", 0), ("2026-02-10", 1), ("2026-02-28", 1), ("2026-03-01", 0), ("2026-05-05", 0)],
    )
    def test_the_first_day_is_inside_and_the_day_of_release_is_not(self, on, count):
        plain = also(visit("v3", on), statuses=INSIDE)
        assert len(flags("DC013", plain, "2026-06-01")) == count

    def test_custody_without_an_end_still_holds(self):
        plain = also(visit("v3", "2026-05-05"), statuses=[{"id": "c1", "kind": "custody", "from": "2026-02-10"}])
        flag = one("DC013", plain, "2026-05-05")
        assert (flag.since, shown(flag)["custody"], shown(flag)["until"]) == (day("2026-05-05"), "c1", None)

    @pytest.mark.parametrize("change", [{"place": "office"}, {"place": None}, {"outcome": "no_reply"}])
    def test_only_someone_seen_at_home_cannot_be_true(self, change):
        plain = also({**visit("v3", "2026-02-20"), **change}, statuses=INSIDE)
        assert flags("DC013", plain, "2026-06-01") == []

    def test_a_visit_still_to_come_is_for_another_check(self):
        plain = also(visit("v3", "2026-02-20"), statuses=INSIDE)
        assert flags("DC013", plain, "2026-02-19") == []
        assert flags("DC018", plain, "2026-02-19")


DEAD = [
    {"id": "d2", "kind": "deceased", "from": "2026-06-05"},
    {"id": "d1", "kind": "deceased", "from": "2026-06-01"},
    {"id": "d3", "kind": "deceased"},
]


class TestVisitAfterDeath:
    @pytest.mark.parametrize(("on", "count"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
    def test_the_day_of_death_is_not_after_it(self, on, count):
        assert len(flags("DC016", also(visit("v3", on), statuses=DEAD), "2026-07-01")) == count

    def test_the_earliest_day_counts(self):
        flag = one("DC016", also(visit("v3", "2026-06-02"), statuses=DEAD), "2026-06-02")
        assert (flag.severity, shown(flag)["death"]) == (Severity.CRITICAL, "d1")

    def test_an_attempt_may_precede_the_news(self):
        assert flags("DC016", also(visit("v3", "2026-06-02", "no_reply"), statuses=DEAD), "2026-07-01") == []

    def test_a_death_without_a_day_says_nothing(self):
        assert flags("DC016", also(visit("v3", "2026-06-02"), statuses=DEAD[2:]), "2026-07-01") == []


class TestFutureCompleted:
    def test_it_holds_until_the_day_comes(self):
        plain = also(visit("v3", "2028-02-29"))
        assert one("DC018", plain, "2028-02-28").key == "v3"
        assert flags("DC018", plain, "2028-02-29") == []
        assert judged(plain, "2028-02-28").stable_until == day("2028-02-29")

    @pytest.mark.parametrize(
        ("recorded", "since"), [("2026-05-30", day("2026-05-30")), ("2026-06-02", None), (None, None)]
    )
    def test_it_is_so_since_it_was_recorded_if_that_is_known(self, recorded, since):
        flag = one("DC018", also(visit("v3", "2026-07-01", recorded_on=recorded)), "2026-06-01")
        assert flag.since == since

    @pytest.mark.parametrize("outcome", ["planned", "cancelled", None])
    def test_a_plan_is_no_outcome(self, outcome):
        assert flags("DC018", also(visit("v3", "2026-07-01", outcome)), "2026-06-01") == []

    def test_a_visit_without_a_day_is_none(self):
        assert flags("DC018", also(visit("v3", None)), "2026-06-01") == []


def test_ids_with_separators_give_different_identities():
    first = one("DC018", also(visit("v|3", "2026-07-01")), "2026-06-01")
    other = one("DC018", also(visit("v\\|3", "2026-07-01")), "2026-06-01")
    assert first.identity != other.identity
    assert first.rulebook == BOOK.ref
