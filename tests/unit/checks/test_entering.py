"""PR 21: many visits entered on one day, long after they were made."""

import attrs
import pytest

from supervise import Severity
from supervise.checks import CHECKS, Scope
from supervise.engine.timeline import Officer
from tests.catalogue.crowds import group_flags, officers, one_group
from tests.catalogue.people import facts, judged, shown, visit, with_thresholds

STAFF = officers(**{name: Officer(team="t1") for name in ("o1", "o2", "o9")}, o7=Officer(team="t2"), o8=Officer())
CHECK = next(each for each in CHECKS if each.code == "PR021")
DAYS = ("2026-04-20", "2026-04-21", "2026-04-22", "2026-04-23", "2026-04-24")


def entered(*days, told="2026-05-02", by="o1", **more):
    """People each visited on a day, entered later by somebody."""
    return [
        facts(id=f"B{at}", visits=[visit("v2", on, recorded_on=told, recorded_by=by, **more)])
        for at, on in enumerate(days)
    ]


def found(plain, as_of="2026-06-01", **more):
    return group_flags("PR021", plain, as_of, **{"workforce": STAFF, **more})


@pytest.mark.parametrize(("days", "count"), [(DAYS[:4], 0), (DAYS, 1), ((*DAYS[:4], "2026-04-25"), 0)])
def test_five_that_were_made_more_than_seven_days_before(days, count):
    assert len(found(entered(*days))) == count


def test_the_example_of_the_check():
    flag = one_group("PR021", entered(*DAYS), "2026-05-02", workforce=STAFF)
    assert (flag.scope, flag.group, flag.severity) == (Scope.TEAM, "t1", Severity.MEDIUM)
    assert flag.message.startswith("Looks like ")
    assert shown(flag) == {
        "sittings": 1,
        "on": ("2026-05-02",),
        "visits": 5,
        "most_in_one": 5,
        "least_visits": 5,
        "window_days": 90,
    }
    assert "o1" not in repr(flag)


@pytest.mark.parametrize(
    ("as_of", "count"), [("2026-05-01", 0), ("2026-05-02", 1), ("2026-07-30", 1), ("2026-07-31", 0)]
)
def test_entries_count_for_ninety_days(as_of, count):
    assert len(found(entered(*DAYS), as_of)) == count


def test_an_entry_still_to_come_is_none_yet_and_the_review_says_when_it_comes():
    assert judged(entered(*DAYS)[0], "2026-05-01", workforce=STAFF).stable_until.isoformat() == "2026-05-02"


@pytest.mark.parametrize(("told", "count"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1)])
def test_seven_days_over_the_29th_of_february(told, count):
    plain = entered(*["2024-02-22"] * 5, told=told)
    assert len(found(plain, "2024-03-10")) == count


def test_another_day_or_another_hand_is_another_sitting():
    others = [facts(id="C1", visits=entered(DAYS[0], told="2026-05-03")[0]["visits"])]
    assert found([*entered(*DAYS[:4]), *others]) == []
    others = [facts(id="C1", visits=entered(DAYS[0], by="o2")[0]["visits"])]
    assert found([*entered(*DAYS[:4]), *others]) == []


def test_several_sittings_are_counted_and_the_largest_shown():
    again = [{**each, "id": f"C{at}"} for at, each in enumerate(entered(*DAYS, "2026-04-24", told="2026-05-09"))]
    (flag,) = found([*entered(*DAYS), *again])
    assert (shown(flag)["sittings"], shown(flag)["visits"], shown(flag)["most_in_one"]) == (2, 11, 6)
    assert shown(flag)["on"] == ("2026-05-02", "2026-05-09")


@pytest.mark.parametrize(("by", "teams"), [("o1", ["t1"]), ("o7", ["t2"]), ("o8", []), ("import", []), (None, [])])
def test_it_is_said_of_the_team_of_who_entered_them(by, teams):
    """A migration is nobody's work: whom the workforce does not name is not counted."""
    assert [flag.group for flag in found(entered(*DAYS, by=by))] == teams


def test_the_first_version_with_an_outcome_is_the_one_that_counts():
    def told(first, **more):
        late = visit("v2", "2026-04-20", recorded_on="2026-05-02", recorded_by="o1")
        return [facts(id=f"B{at}", visits=[{**late, **first}, {**late, **more}]) for at in range(5)]

    plan = {"recorded_on": "2026-04-01", "outcome": "planned", "planned_on": "2026-04-20", "on": None}
    assert found(told(plan))
    assert found(told({"recorded_on": "2026-04-21"})) == []
    # Corrected once more: the sitting was still that of the first entry.
    assert shown(found(told({}, recorded_on="2026-05-20", recorded_by="o2"))[0])["on"] == ("2026-05-02",)
    # Entered, taken back and entered again on the day of the sitting.
    assert found(told({"recorded_on": "2026-04-21", "withdrawn": True}))


@pytest.mark.parametrize("change", [{"recorded_on": None}, {"on": None}, {"outcome": "planned"}])
def test_one_that_lacks_a_day_or_a_result_is_none(change):
    plain = entered(*DAYS)
    plain[0]["visits"][0] |= change
    assert found(plain) == []


def test_a_first_version_without_a_day_is_none():
    late = visit("v2", "2026-04-20", recorded_on="2026-05-02", recorded_by="o1")
    plain = [
        facts(id=f"B{at}", visits=[{**late, "on": None}, {**late, "recorded_on": "2026-05-03"}]) for at in range(5)
    ]
    assert found(plain) == []


def test_attempts_are_entered_too():
    assert found(entered(*DAYS, outcome="no_reply"))


@pytest.mark.parametrize("name", ["bulk_entry_visits", "bulk_entry_days", "team_window_days"])
def test_a_threshold_of_another_kind_gives_no_flag(name):
    assert found(entered(*DAYS), book=with_thresholds(**{name: "some"})) == []


def test_a_book_that_asks_for_no_visits_still_needs_one():
    assert shown(found(entered(DAYS[0]), book=with_thresholds(bulk_entry_visits=0))[0])["visits"] == 1
    assert found([facts(visits=[])], book=with_thresholds(bulk_entry_visits=0)) == []


def test_rows_gathered_earlier_are_not_counted_when_they_are_too_old():
    rows = [("t1", ("o1", 1, f"B{at}", "v1")) for at in range(9)]
    old = attrs.evolve(CHECK, group=attrs.evolve(CHECK.group, gather=lambda inquiry: rows))
    assert found([facts()], checks=[old]) == []
