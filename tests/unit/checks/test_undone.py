"""PL101: a level or a plan recorded afterwards by which a visit that was late is late no more."""

import pytest

from supervise import Severity
from tests.catalogue.people import day, facts, flags, one, shown, visit

PLANS = facts()["plans"]
LEVEL = {"id": "l1", "level": "medium", "from": "2020-01-10"}


def plan(id="p3", **more):
    plain = {"id": id, "from": "2026-01-01", "interval": "12 months", "by": "o9", "approved_by": "s1"}
    return {**plain, "reason_code": "stable", "recorded_on": "2026-08-20", **more}


def lowered(**more):
    return {"id": "l2", "level": "low", "from": "2026-01-01", "recorded_on": "2026-08-20", **more}


def with_plan(**more):
    return facts(plans=[*PLANS, plan(**more)])


def test_it_shows_the_visit_and_the_record():
    flag = one("PL101", with_plan(), "2026-08-20")
    assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, "R-V2", "v2", day("2026-08-20"))
    assert shown(flag) == {
        "due": day("2026-07-02"),
        "counted_from": day("2026-01-02"),
        "recorded_on": day("2026-08-20"),
        "facts": ("p3",),
    }
    assert flags("PL101", with_plan(), "2026-08-19") == []


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({}, 1),
        ({"recorded_on": "2026-07-04"}, 1),
        ({"recorded_on": "2026-07-03"}, 0),
        ({"recorded_on": "2026-07-02"}, 0),
        ({"recorded_on": None}, 0),
        ({"from": None}, 0),
        ({"from": "2026-08-20"}, 0),
        ({"from": "2026-08-21"}, 0),
        ({"from": "2026-07-03"}, 0),
        ({"from": "2026-06-30"}, 0),
        ({"interval": "3 months"}, 0),
        ({"interval": None, "mode": "reactive"}, 1),
    ],
)
def test_only_what_is_recorded_once_it_is_late_and_takes_the_lateness_away(more, count):
    assert len(flags("PL101", with_plan(**more), "2026-09-01")) == count


@pytest.mark.parametrize(
    ("levels", "count"),
    [
        ([LEVEL, lowered()], 1),
        ([LEVEL, lowered(level="high")], 0),
        ([{**LEVEL, "recorded_on": "2020-01-10"}, {**LEVEL, "level": "low", "recorded_on": "2026-08-20"}], 1),
        ([{**LEVEL, "recorded_on": "2020-01-10"}, {**LEVEL, "by": "s1", "recorded_on": "2026-08-20"}], 0),
        ([{**LEVEL, "recorded_on": "2020-01-10"}, {**LEVEL, "withdrawn": True, "recorded_on": "2026-08-20"}], 1),
    ],
)
def test_levels_and_their_versions(levels, count):
    assert len(flags("PL101", facts(levels=levels), "2026-09-01")) == count


def test_a_visit_recorded_on_the_same_day_makes_no_difference():
    made = visit("v3", "2026-06-30", recorded_on="2026-08-20")
    assert flags("PL101", facts(visits=[*facts()["visits"], made]), "2026-09-01") == []
    assert one("PL101", facts(visits=[*facts()["visits"], made], plans=[*PLANS, plan()]), "2026-09-01")


def test_each_visit_is_named_once_and_from_the_first_time():
    back = plan(interval="6 months", recorded_on="2026-08-22")
    again = facts(plans=[*PLANS, plan(), back, plan("p4", recorded_on="2026-08-25")])
    assert [flag.since for flag in flags("PL101", again, "2026-09-01")] == [day("2026-08-20")]


def test_what_was_not_yet_known_is_not_looked_at():
    assert flags("PL101", with_plan(), "2026-09-01", known_at="2026-08-19") == []
