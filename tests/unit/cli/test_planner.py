"""`schedule --format ics`: a file for calendars."""

import json
from hashlib import sha256

import pytest

from supervise.report.ical import library
from tests.unit.cli.setting import AS_OF, BOOK, DIRTY, LATE
from tests.unit.report.rfc5545 import events_of

pytest.importorskip("icalendar")

ICS = (*AS_OF, "--until", "2026-12-31", "--rulebook", BOOK, "--format", "ics")
VISITED = {
    **LATE,
    "visits": [*LATE["visits"], {**LATE["visits"][0], "id": "v2", "on": "2026-06-30"}],
}


def overdue_visit(content):
    return next(each for each in events_of(content) if each["DTSTART;VALUE=DATE"] == "20240410")


def test_it_holds_what_the_other_formats_hold(run, register_of):
    register = register_of(LATE, *DIRTY)
    done = run("schedule", register, *ICS)
    rows = json.loads(run("schedule", register, *ICS[:-1], "json").stdout)[1]["obligations"]
    events = events_of(done.stdout_bytes)
    assert sorted(each["DTSTART;VALUE=DATE"] for each in events) == sorted(
        each["due"].replace("-", "") for each in rows if each["due"]
    )
    assert done.exit_code == 3
    assert "set aside: records 1" in done.stderr
    assert "without a known day" not in done.stderr
    assert done.stdout_bytes == run("schedule", register, *ICS).stdout_bytes


def test_duties_without_a_known_day_are_counted(run, register_of):
    inside = {**LATE, "statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-01"}]}
    register = register_of(inside)
    done = run("schedule", register, *ICS)
    rows = json.loads(run("schedule", register, *ICS[:-1], "json").stdout)[1]["obligations"]
    undated = sum(each["due"] is None for each in rows)
    assert undated
    assert f"duties without a known day, in no calendar: {undated}; --format text shows them" in done.stderr


def test_a_visit_that_was_made_is_cancelled_in_the_next_file(run, register_of, tmp_path):
    file = tmp_path / "july.ics"
    assert run("schedule", register_of(LATE), *ICS, "--output", file).exit_code == 0
    was = overdue_visit(file.read_bytes())
    visited = register_of(VISITED)
    # The file that is read may be the one that is written.
    assert run("schedule", visited, *ICS, "--previous", file, "--output", file).exit_code == 0
    now = {each["UID"]: each for each in events_of(file.read_bytes())}
    assert (now[was["UID"]]["STATUS"], now[was["UID"]]["SEQUENCE"]) == ("CANCELLED", "1")
    again = file.read_bytes()
    run("schedule", visited, *ICS, "--previous", file, "--output", file)
    assert file.read_bytes() == again


def made_with(done):
    text = done.stdout.replace("\r\n ", "").replace("\n ", "").replace("\\", "")
    return text.partition("X-SUPERVISE-MADE-WITH:")[2].splitlines()[0]


def test_an_officer_and_a_team_have_their_own(run, register_of, tmp_path):
    other = {**LATE, "id": "x9", "managers": [{**LATE["managers"][0], "officer_id": "o9"}]}
    register = register_of(LATE, other)
    workforce = tmp_path / "officers.json"
    workforce.write_text(json.dumps([{"officer": "o9", "team": "t1"}]), encoding="utf-8")
    mine = run("schedule", register, *ICS, "--for", "officer:o1")
    assert "workforce" not in made_with(mine)
    team = run("schedule", register, *ICS, "--for", "team:t1", "--workforce", workforce)
    assert f"; workforce officers, sha256 {sha256(workforce.read_bytes()).hexdigest()[:12]}; register " in made_with(
        team
    )
    assert {each["SUMMARY"].partition(":")[0] for each in events_of(mine.stdout_bytes)} == {"x1"}
    assert {each["SUMMARY"].partition(":")[0] for each in events_of(team.stdout_bytes)} == {"x9"}


def test_a_calendar_of_nobody_says_so(run, register_of):
    done = run("schedule", register_of(LATE), *ICS, "--for", "officer:smith")
    assert (done.exit_code, events_of(done.stdout_bytes)) == (0, [])
    assert "no case of this register is that officer's" in done.stderr
    assert "smith" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*ICS, "--for", "o1"), "--for"),
        ((*ICS, "--for", "team:"), "--for"),
        ((*ICS, "--for", "officer:o1", "--workforce", "w.json"), "--workforce"),
        ((*ICS, "--workforce", "w.json"), "--workforce"),
        ((*ICS[:-2], "--for", "officer:o1"), "--for"),
        ((*ICS[:-2], "--previous", "b.ics"), "--previous"),
        (
            (*ICS, "--previous", "missing.ics"),
            "missing.ics: there is no such file; the first time leave out --previous",
        ),
    ],
)
def test_what_does_not_belong_together_is_refused(run, register_of, arguments, said):
    done = run("schedule", register_of(LATE), *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_damaged_file_leaves_the_output_alone(run, register_of, tmp_path):
    before, after = tmp_path / "before.ics", tmp_path / "after.ics"
    before.write_bytes(run("schedule", register_of(LATE), *ICS).stdout_bytes[:-40])
    done = run("schedule", register_of(LATE), *ICS, "--previous", before, "--output", after)
    assert (done.exit_code, after.exists()) == (2, False)
    assert "before.ics: no whole calendar" in done.stderr


def test_without_the_library_nothing_is_written(run, register_of, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "icalendar", None)
    library.cache_clear()
    done = run("schedule", register_of(LATE), *ICS, "--output", tmp_path / "july.ics")
    library.cache_clear()
    assert (done.exit_code, (tmp_path / "july.ics").exists()) == (2, False)
    assert "supervise-schedules[ics]" in done.stderr
