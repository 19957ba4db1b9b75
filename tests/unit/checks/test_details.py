"""NT071 to NT073: a stay, a name and a household with a child that nobody notified."""

import pytest

from supervise import Severity
from tests.catalogue.people import LAW, day, facts, flags, one, shown


def stay(id="y1", start="2026-03-01", end="2026-03-07", **more):
    return {"id": id, "address_id": "a7", "from": start, "until": end, **more}


class TestStay:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-08", 0), ("2026-03-09", 0), ("2026-03-10", 1)])
    def test_the_last_day_is_the_third_beginning_with_the_seventh(self, as_of, count):
        assert len(flags("NT071", facts(stays=[stay()]), as_of)) == count

    def test_it_shows_the_stays_that_were_counted(self):
        parts = [stay("y2", "2026-01-29", "2026-01-31"), stay("y1", "2026-03-01", "2026-03-04")]
        other = stay("y3", "2026-02-10", "2026-02-11", address_id="a8")
        flag = one("NT071", facts(stays=[*parts, other]), "2026-03-07")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, "R-N2", "a7")
        assert (flag.since, flag.days_over) == (day("2026-03-07"), 1)
        assert shown(flag) == {
            "changed_on": day("2026-03-04"),
            "due": day("2026-03-06"),
            "address_id": "a7",
            "stays": ("y1", "y2"),
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2024-03-02", 0), ("2024-03-03", 1)])
    def test_29_february_is_a_day_of_it(self, as_of, count):
        plain = facts(stays=[stay(start="2024-02-23", end="2024-02-29")])
        assert len(flags("NT071", plain, as_of)) == count

    @pytest.mark.parametrize(
        "stays", [[stay(end="2026-03-06")], [stay(notified=True)], [{"id": "y1", "address_id": "a7"}]]
    )
    def test_six_days_a_notified_stay_and_one_without_days_say_nothing(self, stays):
        assert flags("NT071", facts(stays=stays), "2026-06-01") == []

    def test_another_change_is_for_another_check(self):
        plain = facts(changes=[{"id": "c1", "about": "name", "on": "2026-03-02"}])
        assert flags("NT071", plain, "2026-03-10") == []


def changed(about, **more):
    return [{"id": "c1", "about": about, "on": "2026-03-02", **more}]


class TestName:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-03", 0), ("2026-03-04", 0), ("2026-03-05", 1)])
    def test_the_last_day_is_the_third_beginning_with_the_change(self, as_of, count):
        assert len(flags("NT072", facts(changes=changed("name")), as_of)) == count

    def test_it_shows_the_change(self):
        flag = one("NT072", facts(changes=changed("name")), "2026-03-05", book=LAW)
        assert (flag.severity, flag.rule, flag.key, flag.days_over) == (Severity.HIGH, "R-N2", "c1", 1)
        assert flag.since == day("2026-03-05")
        assert shown(flag) == {"changed_on": day("2026-03-02"), "due": day("2026-03-04"), "change": "c1"}

    @pytest.mark.parametrize("about", ["home_address", "account"])
    def test_another_change_is_for_another_check(self, about):
        assert flags("NT072", facts(changes=changed(about)), "2026-03-10") == []

    def test_a_stay_is_for_another_check(self):
        assert flags("NT072", facts(stays=[stay()]), "2026-03-10") == []

    @pytest.mark.parametrize(("as_of", "count"), [("2024-02-29", 0), ("2024-03-01", 1)])
    def test_29_february_is_the_last_day_of_a_change_two_days_before(self, as_of, count):
        plain = facts(changes=[{"id": "c1", "about": "name", "on": "2024-02-27"}])
        assert len(flags("NT072", plain, as_of)) == count

    def test_a_notice_answers_and_a_change_without_a_day_says_nothing(self):
        told = [*facts()["notifications"], {"id": "n3", "kind": "s84", "on": "2026-03-04", "about": "name"}]
        assert flags("NT072", facts(changes=changed("name"), notifications=told), "2026-06-01") == []
        assert flags("NT072", facts(changes=[{"id": "c1", "about": "name"}]), "2026-06-01") == []


class TestChild:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-03-03", 0), ("2026-03-04", 0), ("2026-03-05", 1)])
    def test_the_last_day_is_the_third_beginning_with_the_change(self, as_of, count):
        assert len(flags("NT073", facts(changes=changed("child_household")), as_of)) == count

    def test_a_referral_is_shown_and_does_not_clear_it(self):
        risks = [("e5", "2026-03-01"), ("e4", "2026-03-02"), ("e3", "2026-03-05"), ("e2", "2026-03-06")]
        events = [{"id": id_, "kind": "child_risk", "on": on} for id_, on in risks]
        events += [{"id": "e6", "kind": "child_risk"}, {"id": "e7", "kind": "intelligence", "on": "2026-03-03"}]
        flag = one("NT073", facts(changes=changed("child_household"), events=events), "2026-03-05")
        assert (flag.severity, flag.rule, flag.key, flag.days_over) == (Severity.CRITICAL, "R-N8", "c1", 1)
        assert shown(flag) == {"changed_on": day("2026-03-02"), "due": day("2026-03-04"), "child_risk": ("e3", "e4")}

    def test_twelve_hours_at_such_an_address_count_too(self):
        address = [{"id": "h1", "address_id": "a7", "kind": "child_household", "from": "2026-01-01"}]
        there = {"id": "y1", "address_id": "a7", "from": "2026-02-27", "from_at": "20:00", "until": "2026-02-28"}
        plain = facts(addresses=address, stays=[{**there, "until_at": "09:00"}])
        assert flags("NT073", plain, "2026-03-02") == []
        assert one("NT073", plain, "2026-03-03").since == day("2026-03-03")
        assert flags("NT073", facts(addresses=address), "2026-06-01") == []

    def test_a_notice_answers(self):
        told = [*facts()["notifications"], {"id": "n3", "kind": "s84", "on": "2026-03-04", "about": "child_household"}]
        plain = facts(changes=changed("child_household"), notifications=told)
        assert flags("NT073", plain, "2026-06-01") == []
