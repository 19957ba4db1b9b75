"""DC 22: two entries of a day that look like one visit."""

import attrs
import pytest

from supervise import Severity
from supervise.checks import duplicates
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown, visit

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2026-01-02")]


def two(first=None, second=None, on="2026-05-01", outcome="seen"):
    entries = [{**visit("v3", on, outcome), **(first or {})}, {**visit("v4", on, outcome), **(second or {})}]
    return facts(visits=[*SEEN, *entries])


@pytest.mark.parametrize(
    ("at", "count"), [("12:00", 1), ("12:01", 0), ("11:59", 1), ("10:00", 1), ("08:00", 1), ("07:59", 0)]
)
def test_other_officers_at_most_two_hours_apart(at, count):
    plain = two({"at": "10:00"}, {"at": at, "officers": ["o3", "o4"]})
    assert len(flags("DC022", plain, "2026-06-01")) == count


@pytest.mark.parametrize(("outcome", "count"), [("seen", 1), ("no_reply", 0), ("refused", 0), ("not_seen", 0)])
def test_the_same_officers_hours_apart_may_try_again_and_hardly_see_someone_twice(outcome, count):
    plain = two({"at": "09:00"}, {"at": "18:00"}, outcome=outcome)
    assert len(flags("DC022", plain, "2026-06-01")) == count


@pytest.mark.parametrize(("officers", "count"), [(["o2", "o3"], 1), (["o3", "o4"], 0), ([], 0)])
@pytest.mark.parametrize("outcome", ["seen", "no_reply"])
def test_without_a_time_an_officer_in_common_tells(officers, count, outcome):
    plain = two({"at": "10:00"}, {"officers": officers}, outcome=outcome)
    assert len(flags("DC022", plain, "2026-06-01")) == count


@pytest.mark.parametrize(
    ("second", "count"),
    [
        ({"place": "phone"}, 0),
        ({"place": None}, 1),
        ({"address_id": "a2"}, 0),
        ({"address_id": None}, 1),
        ({"address_id": "a1"}, 1),
        ({"outcome": "no_reply"}, 0),
    ],
)
def test_other_places_and_results_are_other_visits(second, count):
    plain = two({"at": "10:00", "address_id": "a1"}, {"at": "10:10", **second})
    assert len(flags("DC022", plain, "2026-06-01")) == count


def test_the_example_of_the_check():
    plain = two({"at": "10:00", "officers": ["o1"]}, {"at": "10:15", "officers": ["o2"]})
    assert flags("DC022", plain, "2026-04-30") == []
    assert judged(plain, "2026-04-30").stable_until == day("2026-05-01")
    flag = one("DC022", plain, "2026-05-01")
    assert (flag.key, flag.since, flag.severity) == ("v4", day("2026-05-01"), Severity.MEDIUM)
    assert shown(flag) == {
        "visit": "v4",
        "like": "v3",
        "on": day("2026-05-01"),
        "outcome": "seen",
        "times": ("10:00", "10:15"),
        "officers_shared": 0,
    }


def test_the_later_entry_is_the_one_flagged_and_each_of_several_once():
    plain = facts(
        visits=[
            visit("v5", "2026-05-01", at="10:00"),
            visit("v3", "2026-05-01", at="10:20"),
            visit("v4", "2026-05-01"),
        ]
    )
    found = {flag.key: shown(flag) for flag in flags("DC022", plain, "2026-06-01")}
    # One without a time comes first.
    assert {key: value["like"] for key, value in found.items()} == {"v5": "v4", "v3": "v4"}
    assert found["v5"]["times"] == ("not recorded", "10:00")


def test_a_damaged_record_with_very_many_entries_of_a_day_takes_no_more_than_its_share(monkeypatch):
    compared = []

    def counting(first, later, minutes):
        compared.append((first.id, later.id))
        return False

    monkeypatch.setattr(duplicates, "_looks_like_one", counting)
    alike = [visit(f"v{number:04}", "2026-05-01") for number in range(40)]
    assert flags("DC022", facts(visits=alike), "2026-06-01") == []
    # All are compared with the first, and none with another that says the same.
    assert compared == [("v0000", f"v{number:04}") for number in range(1, 40)]
    compared.clear()
    monkeypatch.setattr(duplicates, "_MOST", 3)
    unlike = [visit(f"v{number:04}", "2026-05-01", officers=[f"o{number}"]) for number in range(40)]
    assert flags("DC022", facts(visits=unlike), "2026-06-01") == []
    assert len(compared) == 1 + 2 + 37 * 3


def test_of_the_eve_only_what_lies_near_midnight_takes_part_of_that_share(monkeypatch):
    monkeypatch.setattr(duplicates, "_MOST", 2)
    times = [("09:00", "2026-04-30"), ("12:00", "2026-04-30"), (None, "2026-04-30"), ("23:30", "2026-04-30")]
    eve = [visit(f"v{number}", on, officers=[f"o{number}"], at=at) for number, (at, on) in enumerate(times)]
    found = flags("DC022", facts(visits=[*eve, visit("w", "2026-05-01", at="00:10")]), "2026-06-01")
    assert [shown(flag)["like"] for flag in found] == ["v3"]


@pytest.mark.parametrize(("other", "count"), [("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 0)])
def test_only_entries_of_one_day_are_compared(other, count):
    plain = facts(visits=[visit("v3", "2024-02-29", at="00:01"), visit("v4", other, at="00:02")])
    assert len(flags("DC022", plain, "2026-06-01")) == count


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (("2026-04-30", {"at": "23:30"}), ("2026-05-01", {"at": "00:30"}), 1),
        (("2026-04-30", {"at": "22:30"}), ("2026-05-01", {"at": "00:30"}), 1),
        (("2026-04-30", {"at": "22:29"}), ("2026-05-01", {"at": "00:30"}), 0),
        (("2026-04-30", {"at": "22:00"}), ("2026-05-01", {"at": "00:00"}), 1),
        (("2026-04-30", {"at": "23:30", "officers": ["o8"]}), ("2026-05-01", {"at": "00:30"}), 1),
        (("2026-04-30", {"at": "23:30", "outcome": "no_reply"}), ("2026-05-01", {"at": "00:30"}), 0),
        # Of another day nobody says when it was.
        (("2026-04-30", {}), ("2026-05-01", {"at": "00:30"}), 0),
        (("2026-04-30", {"at": "23:30"}), ("2026-05-01", {}), 0),
        (("2026-04-29", {"at": "23:30"}), ("2026-05-01", {"at": "00:30"}), 0),
    ],
)
def test_two_hours_may_have_midnight_in_them(first, second, count):
    (eve, one_way), (morrow, other) = first, second
    plain = facts(visits=[*SEEN, {**visit("v3", eve), **one_way}, {**visit("v4", morrow), **other}])
    found = flags("DC022", plain, "2026-06-01")
    assert [(flag.key, flag.since) for flag in found] == [("v4", day("2026-05-01"))] * count
    if found:
        assert found[0].message.startswith("Two entries of 2026-04-30 and 2026-05-01 look like one visit")
    assert flags("DC022", plain, "2026-04-30") == []


def test_one_that_is_like_another_of_its_day_and_of_the_eve_is_flagged_once():
    times = {"v3": ("2026-04-30", "23:30"), "v4": ("2026-05-01", "00:10"), "v5": ("2026-05-01", "00:20")}
    plain = facts(visits=[*SEEN, *[visit(id_, on, at=at) for id_, (on, at) in times.items()]])
    found = flags("DC022", plain, "2026-06-01")
    assert [(flag.key, shown(flag)["like"]) for flag in found] == [("v4", "v3"), ("v5", "v3")]


def test_versions_of_one_visit_are_one_entry_and_one_withdrawn_is_none():
    versions = [visit("v3", "2026-05-01", recorded_on=told) for told in ("2026-05-01", "2026-05-04")]
    assert flags("DC022", facts(visits=[*SEEN, *versions]), "2026-06-01") == []
    taken = visit("v4", "2026-05-01", recorded_on="2026-05-04", withdrawn=True)
    assert flags("DC022", facts(visits=[*SEEN, versions[0], taken]), "2026-06-01") == []


def test_a_book_may_name_other_minutes_or_none():
    plain = two({"at": "10:00"}, {"at": "10:45", "officers": ["o3"]})
    for value, count in ((45, 1), (44, 0), ("an hour", 0)):
        held = {"duplicate-visit-minutes": attrs.evolve(BOOK.thresholds["duplicate-visit-minutes"], value=value)}
        book = attrs.evolve(BOOK, thresholds={**BOOK.thresholds, **held})
        assert len(flags("DC022", plain, "2026-06-01", book=book)) == count
