"""`schedule`: what is left to do up to a day."""

import csv
import io
import json

import pytest

from tests.unit.cli.setting import AS_OF, BOOK, DIRTY, LATE

QUIET = (*AS_OF, "--until", "2026-12-31", "--rulebook", BOOK)


def test_json_lines_hold_what_is_not_settled_and_falls_due_by_then(run, register_of):
    done = run("schedule", register_of(LATE, *DIRTY), *QUIET, "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["type"] for line in lines] == ["run", "schedule", "rejected", "schedule", "schedule", "summary"]
    assert lines[0]["until"] == "2026-12-31"
    rows = lines[1]["obligations"]
    assert {row["status"] for row in rows} & {"met", "missed", "lapsed"} == set()
    assert all(row["due"] is None or row["due"] <= "2026-12-31" for row in rows)
    assert any(row["status"] == "overdue" and row["rule"] == "R-V2" for row in rows)
    assert (lines[-1]["read"], lines[-1]["incomplete"], lines[-1]["facts_set_aside"]) == (4, 1, 1)
    assert done.exit_code == 3


def test_json_is_a_list(run, register_of):
    whole = json.loads(run("schedule", register_of(LATE), *QUIET, "--format", "json").stdout)
    assert [each["type"] for each in whole] == ["run", "schedule", "summary"]


def test_csv_has_a_row_for_each(run, register_of):
    done = run("schedule", register_of(LATE, *DIRTY), *QUIET, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["offender"] for row in rows} == {"x1"}


def test_text_is_in_the_order_of_the_days(run, register_of):
    done = run("schedule", register_of(LATE), *QUIET)
    days = [line[:10] for line in done.stdout.splitlines() if line[:2] == "20"]
    assert days == sorted(days)
    assert days
    assert done.exit_code == 0


def test_it_can_go_to_a_file(run, register_of, tmp_path):
    run("schedule", register_of(LATE), *QUIET, "--output", tmp_path / "ahead.txt")
    assert "R-V2" in (tmp_path / "ahead.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("--until", "2026-06-29"), ("--until", "soon")])
def test_a_last_day_before_the_day_judged_is_refused(run, register_of, arguments):
    done = run("schedule", register_of(LATE), *AS_OF, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--until" in done.stderr


def test_the_last_day_must_be_given(run, register_of):
    assert run("schedule", register_of(LATE), *AS_OF).exit_code == 2


def test_a_register_with_fewer_records_than_asked_for_is_refused(run, register_of):
    done = run("schedule", register_of(), *QUIET, "--min-records", 1)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "the register holds 0 records, and --min-records asks for 1" in done.stderr
    assert run("schedule", register_of(LATE), *QUIET, "--min-records", 1).exit_code == 0
