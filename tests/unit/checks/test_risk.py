"""RK036: no level after the day for the first assessment."""

import pytest

from tests.catalogue.people import day, facts, flags, judged, one, shown

ARMS = {"id": "a1", "tool": "arms", "band": "low", "on": "2020-01-15"}


@pytest.mark.parametrize(("as_of", "count"), [("2020-01-27", 0), ("2020-01-28", 0), ("2020-01-29", 1)])
def test_it_begins_the_day_after_the_last_for_the_assessment(as_of, count):
    assert len(flags("RK036", facts(levels=[], visits=[]), as_of)) == count


def test_it_hangs_on_the_entry_and_counts_no_days():
    flag = one("RK036", facts(levels=[]), "2026-06-01")
    assert (flag.rule, flag.key, flag.since, flag.days_over) == ("R-A2", "n1", day("2020-01-29"), None)


@pytest.mark.parametrize("approved", ["2020-01-20", "2020-02-20"])
def test_an_assessment_is_no_level(approved):
    plain = facts(levels=[], assessments=[{**ARMS, "approved_on": approved}])
    flag = one("RK036", plain, "2026-06-01")
    assert shown(flag)["assessed_by"] == ("a1",)
    assert flags("RK036", plain, "2020-01-28") == []


def test_a_level_from_tomorrow_is_none_today():
    plain = facts(levels=[{"id": "l1", "level": "low", "from": "2026-06-02"}])
    assert flags("RK036", plain, "2026-06-01")
    assert flags("RK036", plain, "2026-06-02") == []
    assert judged(plain, "2026-06-01").stable_until == day("2026-06-02")


def test_a_later_fact_without_a_level_ends_the_level():
    levels = [*facts()["levels"], {"id": "l2", "from": "2024-02-29"}, {"id": "l3", "from": "2025-01-01"}]
    plain = facts(levels=levels)
    assert flags("RK036", plain, "2024-02-28") == []
    assert one("RK036", plain, "2026-06-01").since == day("2024-02-29")


@pytest.mark.parametrize("kind", ["custody", "hospital", "deceased", "transferred_out", "not_subject"])
def test_nobody_who_is_not_active_is_flagged(kind):
    away = [{"id": "s1", "kind": kind, "from": "2026-05-01"}]
    assert flags("RK036", facts(levels=[], statuses=away), "2026-06-01") == []


def test_since_does_not_go_back_before_the_return_to_the_community():
    away = [{"id": "s1", "kind": "hospital", "from": "2026-05-01", "until": "2026-05-20"}]
    assert one("RK036", facts(levels=[], statuses=away), "2026-06-01").since == day("2026-05-20")
    assert flags("RK036", facts(levels=[], statuses=away), "2026-05-19") == []


def test_abroad_someone_still_needs_a_level():
    away = [{"id": "s1", "kind": "abroad", "from": "2026-05-01"}]
    assert flags("RK036", facts(levels=[], statuses=away), "2026-06-01")


def test_where_another_agency_leads_no_first_assessment_is_late():
    managers = [{"id": "m1", "officer_id": "o9", "agency": "probation", "from": "2020-01-06"}]
    assert flags("RK036", facts(levels=[], managers=managers), "2026-06-01") == []


def test_after_the_end_of_the_period_nothing_is_flagged():
    closed = [{**facts()["registrations"][0], "ended_on": "2026-05-01"}]
    assert flags("RK036", facts(levels=[], registrations=closed), "2026-06-01") == []
    assert flags("RK036", facts(levels=[], registrations=closed), "2026-04-30")


def test_without_an_entry_nothing_can_be_late():
    assert flags("RK036", facts(levels=[], notifications=[]), "2026-06-01") == []
