"""The team's part of PR031: more visits announced than the book's share, over the team's cases."""

import attrs
import pytest

from supervise.checks import CHECKS, Scope, Severity
from supervise.checks.announced import ANNOUNCED_BY_TEAM
from tests.catalogue.crowds import STAFF, officers, one_group, people, reviewed
from tests.catalogue.people import facts, shown, visit, with_thresholds

CHECK = attrs.evolve(CHECKS[0], code="PR031", severity=Severity.HIGH, flags=None, group=ANNOUNCED_BY_TEAM)


FEW = with_thresholds(announced_share_team_least_visits=5)


def crowd(announced, unannounced, on="2026-06-01", **more):
    """People of one team, each visited once of late."""
    told = [*[True] * announced, *[False] * unannounced]
    return [
        facts(id=f"B{number}", visits=[visit("v1", "2020-01-20"), visit("v2", on, announced=each, **more)])
        for number, each in enumerate(told)
    ]


def found(plain, as_of="2026-06-01", *, book=FEW, workforce=STAFF):
    return reviewed(plain, as_of, book=book, checks=[CHECK], workforce=workforce).flags


@pytest.mark.parametrize(
    ("announced", "unannounced", "flagged"), [(1, 4, False), (2, 7, True), (2, 8, False), (2, 2, False), (2, 3, True)]
)
def test_more_than_the_share_of_enough_visits(announced, unannounced, flagged):
    assert bool(found(crowd(announced, unannounced))) is flagged


def test_it_says_how_many_of_how_many_in_which_team():
    flag = one_group("PR031", crowd(2, 4), "2026-06-01", book=FEW, checks=[CHECK])
    assert (flag.scope, flag.group, flag.severity) == (Scope.TEAM, "t1", Severity.HIGH)
    assert shown(flag) == {"visits": 6, "announced": 2, "per_cent": 33, "limit_per_cent": 20, "window_days": 90}
    assert flag.message.startswith("Looks like ")


@pytest.mark.parametrize(
    ("as_of", "flagged"), [("2026-05-31", False), ("2026-06-01", True), ("2026-08-29", True), ("2026-08-30", False)]
)
def test_visits_count_for_ninety_days(as_of, flagged):
    assert bool(found(crowd(5, 0), as_of)) is flagged


def test_rows_that_were_gathered_earlier_are_no_longer_counted_when_they_are_too_old():
    """What an offender adds may be kept while nothing changes; the window is laid at the end."""
    later = attrs.evolve(CHECK, group=attrs.evolve(ANNOUNCED_BY_TEAM, gather=lambda inquiry: [("t1", (1, 1))] * 9))
    assert reviewed(people(1), "2026-06-01", book=FEW, checks=[later]).flags == ()


@pytest.mark.parametrize(("place", "counts"), [("place_found", True), ("station", False)])
def test_visits_elsewhere_do_not_count(place, counts):
    assert bool(found(crowd(5, 0, place=place))) is counts


def test_one_whose_place_is_not_recorded_counts_as_a_visit_and_not_as_announced():
    assert found(crowd(5, 0, place=None)) == ()
    flag = found(
        [*crowd(5, 0)[:3], *(facts(id=f"C{n}", visits=[visit("v2", "2026-06-01", place=None)]) for n in range(3))]
    )[0]
    assert (shown(flag)["visits"], shown(flag)["announced"]) == (6, 3)


def test_cases_without_a_team_are_in_none():
    assert found(crowd(5, 0), workforce=officers()) == ()


@pytest.mark.parametrize("name", ["announced-share", "announced-share-team-least-visits", "team-window-days"])
def test_a_book_without_one_of_the_numbers_gives_no_flag(name):
    bare = attrs.evolve(FEW, thresholds={key: value for key, value in FEW.thresholds.items() if key != name})
    assert found(crowd(5, 0), book=bare) == ()
