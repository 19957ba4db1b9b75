"""PR 26: more visits alone than the book's share, over a team's cases."""

import attrs
import pytest

from supervise import Severity
from supervise.checks import CHECKS, Scope
from tests.catalogue.crowds import STAFF, group_flags, officers, one_group
from tests.catalogue.people import BOOK, facts, shown, visit, with_thresholds

CHECK = next(each for each in CHECKS if each.code == "PR026")


FEW = with_thresholds(lone_share_least_visits=5)


def crowd(alone, together, on="2026-06-01", **more):
    """People of one team, each visited once of late."""
    staff = [*[["o1"]] * alone, *[["o1", "o2"]] * together]
    return [
        facts(id=f"B{at}", visits=[visit("v1", "2020-01-20"), {**visit("v2", on, officers=each), **more}])
        for at, each in enumerate(staff)
    ]


def found(plain, as_of="2026-06-01", *, book=FEW, workforce=STAFF, checks=(CHECK,)):
    return group_flags("PR026", plain, as_of, book=book, workforce=workforce, checks=checks)


@pytest.mark.parametrize(
    ("alone", "together", "flagged"), [(1, 9, False), (1, 8, True), (2, 18, False), (3, 17, True), (4, 0, False)]
)
def test_more_than_the_share_of_enough_visits(alone, together, flagged):
    assert bool(found(crowd(alone, together))) is flagged


@pytest.mark.parametrize(("visits", "flagged"), [(19, False), (20, True), (21, True)])
def test_the_shipped_book_wants_twenty(visits, flagged):
    assert bool(found(crowd(visits, 0), book=BOOK)) is flagged


def test_the_example_of_the_check():
    plain = crowd(3, 17)
    plain[0]["visits"][1]["exception_id"] = "x1"
    flag = one_group("PR026", plain, "2026-06-01")
    assert (flag.scope, flag.group, flag.severity) == (Scope.TEAM, "t1", Severity.HIGH)
    assert flag.message.startswith("Looks like ")
    assert shown(flag) == {
        "visits": 20,
        "alone": 3,
        "with_exception": 1,
        "per_cent": 15,
        "limit_per_cent": 10,
        "window_days": 90,
    }


@pytest.mark.parametrize(
    ("as_of", "flagged"), [("2026-05-31", False), ("2026-06-01", True), ("2026-08-29", True), ("2026-08-30", False)]
)
def test_visits_count_for_ninety_days(as_of, flagged):
    assert bool(found(crowd(5, 0), as_of)) is flagged


def test_a_visit_on_the_29th_of_february_is_one():
    assert found(crowd(5, 0, on="2024-02-29"), "2024-02-29")
    assert found(crowd(5, 0, on="2024-02-29"), "2024-02-28") == []


def test_an_approved_exception_does_not_take_it_out():
    assert found(crowd(5, 0, exception_id="x1"))


@pytest.mark.parametrize(
    ("change", "alone"),
    [
        ({"place": "place_found"}, 1),
        ({"place": "other"}, 1),
        ({"place": None}, 0),
        ({"officers": []}, 0),
        ({"officers": ["o1", "o1"]}, 1),
        ({"outcome": "no_reply"}, 1),
    ],
)
def test_what_counts_as_a_visit_and_as_one_alone(change, alone):
    plain = crowd(2, 4)
    plain[0]["visits"][1] |= change
    flag = found(plain)[0]
    assert (shown(flag)["visits"], shown(flag)["alone"]) == (6, 1 + alone)


@pytest.mark.parametrize("change", [{"place": "phone"}, {"place": "station"}, {"outcome": "planned"}])
def test_what_is_no_visit_in_person_does_not_count(change):
    plain = crowd(2, 4)
    plain[0]["visits"][1] |= change
    assert shown(found(plain)[0])["visits"] == 5


def test_cases_without_a_team_are_in_none():
    assert found(crowd(5, 0), workforce=officers()) == []


@pytest.mark.parametrize("name", ["lone-share", "lone-share-least-visits", "team-window-days", "visit-staff-minimum"])
def test_a_book_without_one_of_the_numbers_gives_no_flag(name):
    bare = attrs.evolve(FEW, thresholds={key: value for key, value in FEW.thresholds.items() if key != name})
    assert found(crowd(5, 0), book=bare) == []


def test_rows_gathered_earlier_are_no_longer_counted_when_they_are_too_old():
    old = attrs.evolve(CHECK, group=attrs.evolve(CHECK.group, gather=lambda inquiry: [("t1", (1, 1, 0))] * 9))
    assert found([facts()], checks=[old]) == []
