"""DC 24: one officer at two addresses with too little time between."""

import attrs
import pytest

from supervise import Offender, Severity, review_register
from supervise.checks import CHECKS, Scope
from supervise.engine.timeline import Officer
from tests.catalogue.crowds import group_flags, officers, one_group
from tests.catalogue.people import BOOK, day, facts, shown, visit

STAFF = officers(**{name: Officer(team="t1") for name in ("o1", "o2", "o9")}, o7=Officer(team="t2"), o8=Officer())
CHECK = next(each for each in CHECKS if each.code == "DC024")


def seen(id, at, address="a1", on="2026-06-01", **more):
    """Somebody visited once by one officer."""
    return facts(id=id, visits=[{**visit("v2", on, at=at, address_id=address, officers=["o1"]), **more}])


def found(*plain, as_of="2026-06-01", **more):
    return group_flags("DC024", plain, as_of, **{"workforce": STAFF, **more})


def book(**values):
    held = {
        name.replace("_", "-"): attrs.evolve(BOOK.thresholds["travel-least-minutes"], value=value)
        for name, value in values.items()
    }
    return attrs.evolve(BOOK, thresholds={**BOOK.thresholds, **held})


@pytest.mark.parametrize(
    ("at", "count"), [("09:45", 0), ("09:46", 1), ("10:00", 1), ("10:14", 1), ("10:15", 0), ("10:16", 0)]
)
def test_less_than_a_quarter_of_an_hour_apart(at, count):
    assert len(found(seen("B1", "10:00"), seen("B2", at, "a2"))) == count


def test_the_example_of_the_check():
    flag = one_group("DC024", [seen("B1", "10:00"), seen("B2", "10:14", "a2")], "2026-06-01", workforce=STAFF)
    assert (flag.scope, flag.group, flag.severity) == (Scope.TEAM, "t1", Severity.MEDIUM)
    assert flag.message.startswith("Looks like ")
    assert shown(flag) == {
        "times": 1,
        "visits": ("B1 v2", "B2 v2"),
        "visits_in_all": 2,
        "least_minutes": 15,
        "window_days": 90,
    }
    assert "o1" not in repr(flag)


@pytest.mark.parametrize(
    ("as_of", "count"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-08-29", 1), ("2026-08-30", 0)]
)
def test_visits_count_for_ninety_days(as_of, count):
    assert len(found(seen("B1", "10:00"), seen("B2", "10:05", "a2"), as_of=as_of)) == count


def test_midnight_of_a_leap_day_parts_nothing():
    late, early = seen("B1", "23:55", on="2024-02-28"), seen("B2", "00:05", "a2", on="2024-02-29")
    assert found(late, early, as_of="2024-02-29")
    assert found(late, early, as_of="2024-02-28") == []
    assert found(late, {**early, "visits": [visit("v2", "2024-02-28", at="00:05", address_id="a2", officers=["o1"])]},
                 as_of="2024-02-29") == []  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"at": None},
        {"address_id": "a1"},
        {"outcome": "no_reply"},
        {"place": "phone"},
        {"place": "station"},
        {"place": None},
        {"place": "other", "address_id": None},
        {"officers": ["o2"]},
        {"officers": []},
    ],
)
def test_what_leaves_it_possible_is_passed(change):
    other = seen("B2", "10:05", "a2")
    other["visits"][0] |= change
    assert found(seen("B1", "10:00"), other) == []


@pytest.mark.parametrize("place", ["home", "place_found", "other"])
def test_at_home_or_elsewhere_in_person(place):
    assert found(seen("B1", "10:00"), seen("B2", "10:05", "a2", place=place))


@pytest.mark.parametrize(("officer", "teams"), [("o1", ["t1"]), ("o7", ["t2"]), ("o8", []), ("o5", [])])
def test_it_is_said_of_the_officers_team(officer, teams):
    flags = found(seen("B1", "10:00", officers=[officer]), seen("B2", "10:05", "a2", officers=[officer]))
    assert [flag.group for flag in flags] == teams


def home(address, start, until=None, kind="main"):
    plain = {"id": f"h{address}{start}", "address_id": address, "kind": kind, "from": start}
    return plain if until is None else {**plain, "until": until}


@pytest.mark.parametrize(
    ("homes", "count"),
    [
        ([], 0),
        ([home("a2", "2026-06-01")], 1),
        ([home("a2", "2026-06-02")], 0),
        ([home("a2", None)], 1),
        ([home("a1", "2026-06-01")], 0),
        ([home("a2", "2020-01-06", "2026-06-01")], 1),
        ([home("a2", "2020-01-06", "2026-05-31")], 0),
        ([home("a3", "2020-01-06", "2026-06-01"), home("a2", "2026-06-01")], 0),  # on the day of a move: which?
        ([home("a2", "2020-01-06", kind="place_found")], 1),
        ([home("a2", "2020-01-06", kind="other")], 0),
    ],
)
def test_where_no_address_is_named_the_only_home_of_the_day_counts(homes, count):
    other = {**seen("B2", "10:05", None), "addresses": homes}
    assert len(found(seen("B1", "10:00"), other)) == count


def test_visits_to_one_address_between_hide_nothing():
    three = (seen("B1", "10:00"), seen("B3", "10:05"), seen("B2", "10:10", "a2"))
    assert shown(found(*three)[0])["times"] == 1
    both = (seen("B1", "10:00"), seen("B2", "10:05", "a2"), seen("B3", "10:10", "a3"))
    assert (shown(found(*both)[0])["times"], shown(found(*both)[0])["visits_in_all"]) == (2, 3)


def test_one_offender_at_two_addresses_is_as_impossible():
    visits = [visit("v2", "2026-06-01", at="10:00", address_id="a1", officers=["o1"]),
              visit("v3", "2026-06-01", at="10:05", address_id="a2", officers=["o1"])]  # fmt: skip
    assert shown(found(facts(id="B1", visits=visits))[0])["visits"] == ("B1 v2", "B1 v3")


def test_no_more_than_ten_visits_are_named():
    many = [seen(f"B{at:02}", f"10:{at:02}", f"a{at}") for at in range(12)]
    flag = found(*many)[0]
    assert (len(shown(flag)["visits"]), shown(flag)["visits_in_all"], shown(flag)["times"]) == (10, 12, 11)


@pytest.mark.parametrize("name", ["travel_least_minutes", "team_window_days"])
def test_a_threshold_of_another_kind_gives_no_flag(name):
    assert found(seen("B1", "10:00"), seen("B2", "10:05", "a2"), book=book(**{name: "some"})) == []


def test_rows_gathered_earlier_are_not_counted_when_they_are_too_old():
    rows = [("t1", ("o1", 1, 1440, "a1", "B1", "v1")), ("t1", ("o1", 1, 1441, "a2", "B2", "v1"))]
    old = attrs.evolve(CHECK, group=attrs.evolve(CHECK.group, gather=lambda inquiry: rows))
    assert found(facts(), checks=[old]) == []


def test_each_officer_is_judged_too_on_request():
    people = [Offender.from_dict(each) for each in (seen("B1", "10:00"), seen("B2", "10:14", "a2"))]
    found = {}
    for asked in (False, True):
        results = review_register(people, BOOK, as_of=day("2026-06-01"), workforce=STAFF, per_officer=asked)
        assert len(list(results)) == 2
        found[asked] = [(flag.scope.value, flag.key) for flag in results.groups().flags if flag.code == "DC024"]
    assert found == {False: [("team", "t1")], True: [("officer", "o1"), ("team", "t1")]}
