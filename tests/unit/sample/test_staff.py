"""The workforce agrees with the register: who visits is an officer, trained, at work, and of the team."""

import datetime as dt
import json
from functools import cache

import pytest

from supervise.sample import generate, staff, write_workforce
from supervise.sample.staff import MOST, team_number, team_of

AS_OF = dt.date(2026, 6, 30)


@cache
def records():
    return list(generate(500, 6, AS_OF))


OFFICERS = {row["officer"]: row for row in staff(500, 6, AS_OF)}


def holds(run, day):
    return run["from"] <= day < run.get("until", "9999")


def test_every_officer_is_listed_once():
    rows = staff(500, 6, AS_OF)
    assert len({row["officer"] for row in rows}) == len(rows)


def test_who_visits_is_trained_and_at_work_on_that_day():
    for record in records():
        for visit in record.get("visits", ()):
            for officer in visit.get("officers", ()):
                row = OFFICERS[officer]
                assert any(holds(run, visit["on"]) for run in row["trained"])
                assert not any(holds(run, visit["on"]) for run in row["absent"])
                assert row["team"] == record["team"]


def test_no_officer_is_twice_at_a_visit():
    pairs = [visit["officers"] for record in records() for visit in record.get("visits", ()) if "officers" in visit]
    assert all(len(set(pair)) == len(pair) for pair in pairs)


@pytest.mark.slow
def test_who_manages_is_an_officer_of_the_team_for_all_of_that_time():
    for record in records():
        for manager in record["managers"]:
            if manager["agency"] == "police":
                row = OFFICERS[manager["officer_id"]]
                assert row["team"] == manager["team_id"] == record["team"]
                assert row["trained"][0]["from"] <= manager["from"]
                assert manager.get("until", "9999") <= row["trained"][0].get("until", "9999")


def test_who_supervises_is_the_supervisor_of_the_team():
    for record in records():
        supervisors = {
            row["supervisor"] for row in OFFICERS.values() if row["team"] == record["team"] and "supervisor" in row
        }
        reviewers = {review["by"] for review in record["reviews"] if review["kind"] == "supervisor"}
        assert reviewers <= supervisors
        assert supervisors <= set(OFFICERS)


@pytest.mark.slow
def test_caseloads_are_about_fifty_by_the_share_of_full_time():
    records = generate(MOST, 6, AS_OF)
    held = [manager["officer_id"] for record in records for manager in record["managers"] if "until" not in manager]
    loads = {officer: held.count(officer) / OFFICERS[officer]["fte"] for officer in held if officer in OFFICERS}
    assert len(loads) == 8
    assert all(20 < load < 80 for load in loads.values())


@pytest.mark.parametrize("seed", range(20))
def test_there_are_always_two_to_send(seed):
    team = team_of(3, seed, AS_OF.toordinal())
    days = range(AS_OF.toordinal() - 6_900, AS_OF.toordinal() + 1, 7)
    assert min(len(team.present(day)) for day in days) >= 7


def test_before_the_first_holder_of_a_post_the_first_stands():
    team = team_of(1, 1, AS_OF.toordinal())
    assert team.holder(0, 1) is team.posts[0][0]


def test_the_officers_of_a_part_are_those_of_the_register():
    part = staff(20, 6, AS_OF, first=MOST - 9)
    assert {row["team"] for row in part} == {"t1", "t2"}
    assert part == [row for row in staff(2 * MOST, 6, AS_OF) if row["team"] in {"t1", "t2"}]
    assert (team_number(MOST), team_number(MOST + 1)) == (1, 2)


def test_nobody_needs_no_officers():
    assert staff(0, 6, AS_OF) == []


def test_a_workforce_file_is_a_list_with_one_officer_a_line(tmp_path):
    rows = staff(5, 6, AS_OF)
    write_workforce(str(tmp_path / "workforce.json"), rows)
    text = (tmp_path / "workforce.json").read_text()
    assert json.loads(text) == rows
    assert len(text.splitlines()) == len(rows) + 2
