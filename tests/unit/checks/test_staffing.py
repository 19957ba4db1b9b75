"""WF058: active, and nobody manages."""

import pytest

from supervise import Severity
from tests.catalogue.people import day, facts, flags, judged, one, shown

NEXT = {"id": "m2", "officer_id": "o8", "agency": "police", "from": "2026-06-04"}
GONE = {"id": "m1", "officer_id": "o9", "agency": "police", "from": "2020-01-06", "until": "2026-06-01"}


@pytest.mark.parametrize(
    ("as_of", "count"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-03", 1), ("2026-06-04", 0)]
)
def test_the_gap_begins_on_the_day_of_until_and_ends_with_the_next(as_of, count):
    assert len(flags("WF058", facts(managers=[GONE, NEXT]), as_of)) == count


def test_it_hangs_on_the_assignment_that_ended():
    flag = one("WF058", facts(managers=[GONE]), "2026-06-10")
    assert (flag.severity, flag.key, flag.since) == (Severity.CRITICAL, "m1", day("2026-06-01"))
    assert (shown(flag)["due"], flag.days_over) == (day("2026-06-04"), 6)


def test_days_over_count_from_the_last_day_to_name_one():
    assert one("WF058", facts(managers=[GONE]), "2026-06-04").days_over is None


def test_someone_who_never_had_a_manager_is_flagged_from_the_first_day_on():
    flag = one("WF058", facts(managers=[]), "2026-06-01")
    assert (flag.key, flag.since, shown(flag)["last_assignment"]) == ("A1", day("2020-01-06"), None)


def test_nobody_in_custody_is_flagged_until_the_release():
    inside = [{"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2026-06-20"}]
    plain = facts(managers=[GONE], statuses=inside)
    assert flags("WF058", plain, "2026-06-19") == []
    assert judged(plain, "2026-06-19").stable_until == day("2026-06-20")
    assert one("WF058", plain, "2026-06-20").since == day("2026-06-20")


@pytest.mark.parametrize(("until", "count"), [(None, 0), ("2026-06-11", 0), ("2026-06-10", 1)])
def test_an_assignment_without_a_first_day_is_no_missing_manager(until, count):
    unknown = {"id": "m2", "officer_id": "o8", "agency": "police", "until": until}
    assert len(flags("WF058", facts(managers=[GONE, unknown]), "2026-06-10")) == count


def test_after_the_end_of_the_period_nobody_is_needed():
    closed = [{**facts()["registrations"][0], "ended_on": "2026-05-01"}]
    assert flags("WF058", facts(managers=[GONE], registrations=closed), "2026-06-10") == []


def test_a_case_accepted_by_another_force_is_theirs():
    moved = [{"id": "t1", "to": "f2", "asked_on": "2026-04-28", "accepted_on": "2026-05-01"}]
    assert flags("WF058", facts(managers=[GONE], transfers=moved), "2026-06-10") == []
