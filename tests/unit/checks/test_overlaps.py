"""DC 76: two periods inside at once, day by day. DC 103: two levels or plans from one day."""

import pytest

from supervise import Severity
from tests.catalogue.people import day, facts, flags, one, shown


def inside(*periods, kind="custody"):
    """Periods inside, each a first day and, after a slash, the day it ended."""
    made = []
    for place, period in enumerate(periods, start=1):
        start, _, end = period.partition("/")
        made.append({"id": f"c{place}", "kind": kind, "from": start} | ({"until": end} if end else {}))
    return made


def test_the_example_of_the_check():
    plain = facts(statuses=inside("2026-06-01/2026-06-20", "2026-06-19"))
    assert flags("DC076", plain, "2026-06-18") == []
    flag = one("DC076", plain, "2026-06-19")
    assert (flag.key, flag.since, flag.severity, flag.rule) == ("c2", day("2026-06-19"), Severity.MEDIUM, None)
    assert shown(flag) == {
        "first": "c1",
        "first_kind": "custody",
        "first_until": day("2026-06-20"),
        "second": "c2",
        "second_kind": "custody",
        "second_from": day("2026-06-19"),
    }


@pytest.mark.parametrize(("second", "count"), [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 0)])
def test_on_the_day_of_its_end_the_first_no_longer_holds(second, count):
    plain = facts(statuses=inside("2024-01-01/2024-02-29", f"{second}/2024-03-20"))
    assert len(flags("DC076", plain, "2026-06-01")) == count


def test_a_first_period_without_an_end_lasts():
    assert one("DC076", facts(statuses=inside("2026-01-01", "2026-05-01")), "2026-05-01").since == day("2026-05-01")


def test_custody_and_hospital_at_once_are_two_records_of_one_person():
    plain = facts(
        statuses=[*inside("2026-01-10/2026-02-10"), {**inside("2026-02-01")[0], "id": "h1", "kind": "hospital"}]
    )
    assert shown(one("DC076", plain, "2026-02-01"))["second_kind"] == "hospital"


def test_another_state_may_hold_at_the_same_time():
    plain = facts(
        statuses=[*inside("2026-01-10/2026-02-10"), {**inside("2026-02-01")[0], "id": "m1", "kind": "missing"}]
    )
    assert flags("DC076", plain, "2026-06-01") == []


def test_a_period_without_a_first_day_says_nothing():
    plain = facts(statuses=[*inside("2026-01-10/2026-02-10"), {"id": "c9", "kind": "custody", "until": "2026-02-20"}])
    assert flags("DC076", plain, "2026-06-01") == []


def test_a_period_that_ends_before_it_begins_holds_on_no_day():
    plain = facts(statuses=inside("2026-01-01/2026-02-01", "2026-01-15/2026-01-15"))
    assert flags("DC076", plain, "2026-06-01") == []


def test_each_later_period_is_held_against_the_longest_before_it():
    plain = facts(statuses=inside("2026-01-01/2026-05-01", "2026-02-01/2026-02-10", "2026-04-01/2026-06-01"))
    found = flags("DC076", plain, "2026-06-01")
    assert [(flag.key, shown(flag)["first"]) for flag in found] == [("c2", "c1"), ("c3", "c1")]
    apart = facts(statuses=inside("2026-01-01/2026-02-01", "2026-02-01/2026-03-01", "2026-03-01"))
    assert flags("DC076", apart, "2026-06-01") == []


def test_on_one_day_the_second_by_id_carries_the_flag():
    plain = facts(statuses=inside("2026-01-01/2026-02-01", "2026-01-01/2026-02-01"))
    assert one("DC076", plain, "2026-06-01").key == "c2"


def levels(*said):
    return facts(levels=[{"id": f"l{n}", "level": level, "from": start} for n, (level, start) in enumerate(said)])


def plans(*said, start="2026-05-01"):
    return facts(plans=[{"id": f"p{n}", "from": start, **plan} for n, plan in enumerate(said)])


def test_two_levels_of_one_day():
    plain = levels(("low", "2020-01-10"), ("very_high", "2026-05-01"), ("low", "2026-05-01"))
    assert flags("DC103", plain, "2026-04-30") == []
    flag = one("DC103", plain, "2026-05-01")
    assert (flag.key, flag.since, flag.severity, flag.rule) == ("l2", day("2026-05-01"), Severity.HIGH, None)
    assert shown(flag) == {"array": "levels", "holds": "l2", "other": "l1", "from": day("2026-05-01")}
    assert flag.message == (
        "Two levels that differ begin on 2026-05-01, and only the order of their ids says which one holds:"
        " say which is meant."
    )


@pytest.mark.parametrize(("second", "count"), [("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 0)])
def test_levels_of_two_days_follow_each_other(second, count):
    plain = levels(("high", "2024-02-29"), ("low", second))
    assert len(flags("DC103", plain, "2026-06-01")) == count


def test_two_that_say_the_same_are_no_doubt():
    assert flags("DC103", levels(("low", "2026-05-01"), ("low", "2026-05-01")), "2026-06-01") == []
    same = {"interval": "6 months"}
    assert flags("DC103", plans(same, {**same, "mode": "active"}), "2026-06-01") == []


@pytest.mark.parametrize("first", [{"interval": "3 months"}, {"interval": "6 months", "mode": "reactive"}, {}])
def test_two_plans_of_one_day(first):
    flag = one("DC103", plans(first, {"interval": "6 months"}), "2026-05-01")
    assert (flag.key, shown(flag)["array"], shown(flag)["other"]) == ("p1", "plans", "p0")


def test_of_three_the_nearest_that_differs_is_told():
    plain = levels(("high", "2026-05-01"), ("medium", "2026-05-01"), ("low", "2026-05-01"), ("low", "2026-05-01"))
    assert shown(one("DC103", plain, "2026-06-01"))["other"] == "l1"


def test_a_newer_one_ends_the_doubt():
    plain = levels(("high", "2026-05-01"), ("low", "2026-05-01"), ("medium", "2026-05-02"))
    assert len(flags("DC103", plain, "2026-05-01")) == 1
    assert flags("DC103", plain, "2026-05-02") == []


def test_one_that_lacks_its_day_or_its_level_says_nothing():
    lacking = [{"id": "l8", "from": "2026-05-01"}, {"id": "l9", "level": "low"}]
    plain = facts(levels=[{"id": "l1", "level": "high", "from": "2026-05-01"}, *lacking])
    assert flags("DC103", plain, "2026-06-01") == []


def test_versions_of_one_entry_are_one():
    first = {"id": "l1", "level": "high", "from": "2026-05-01", "recorded_on": "2026-05-01"}
    plain = facts(levels=[first, {**first, "level": "low", "recorded_on": "2026-05-02"}])
    assert flags("DC103", plain, "2026-06-01") == []
