"""`rules compare`: a register judged by two books."""

import csv
import io
import json
import re
import sys

import pytest

from supervise.register import running
from tests.unit.cli.setting import AS_OF, BOOK, DIRTY, LATE, REGISTER

OVERLAY = """
id = "own"
version = "1"
[[amend]]
rule = "R-R3"
level = "high"
value = "1 month"
reason = "policy"
approved_by = "p7"
"""
REVIEWED = {**LATE, "reviews": [{"id": "re1", "kind": "supervisor", "on": "2026-05-20", "by": "s1"}]}


@pytest.fixture
def amended(tmp_path):
    overlay = tmp_path / "own.toml"
    overlay.write_text(OVERLAY)
    return ("--overlay", overlay)


def compare(run, register, *arguments, a=BOOK, b=BOOK):
    return run("rules", "compare", a, b, register, *AS_OF, *arguments)


def test_amendments_change_the_second_book_alone(run, register_of, amended):
    done = compare(run, register_of(REVIEWED), *amended)
    assert done.exit_code == 0
    a, b = (line for line in done.stdout.splitlines() if line.startswith(("A  ", "B  ")))
    assert ("own@1" in a, "own@1" in b) == (False, True)
    assert "  earlier                 1  R-R3 1 by 61 days (median), 61 at most" in done.stdout
    assert "  newly overdue           1  R-R3 1" in done.stdout


def test_a_book_may_be_a_file(run, register_of, tmp_path):
    book = tmp_path / "book.toml"
    book.write_text(f'format = 1\nid = "own"\nversion = "7"\ntitle = "t"\njurisdiction = "x"\nextends = "{BOOK}"\n')
    done = compare(run, register_of(LATE), a=book)
    assert done.stdout.splitlines()[1].startswith("A  rulebook own@7, ")
    assert done.exit_code == 0


def test_json_is_a_list_of_the_run_the_changes_and_the_sums(run, register_of, amended):
    done = compare(run, register_of(REVIEWED), *amended, "--format", "json", "--hours-per-visit", "2.5")
    whole = json.loads(done.stdout)
    assert [each["type"] for each in whole] == ["books", "change", "comparison"]
    assert whole[0]["until"] == "2027-06-30"
    assert whole[0]["a"]["rulebook"]["sha256"] != whole[0]["b"]["rulebook"]["sha256"]
    assert (whole[1]["rule"], whole[1]["days"], whole[1]["overdue"]) == ("R-R3", -61, "newly")
    hours = whole[2]["officer_hours"]
    assert hours["per_visit"] == 2.5
    assert hours["a"] == 2.5 * whole[2]["visits"]["a"] > 0


def test_csv_has_the_changes_and_the_work_of_the_year(run, register_of, amended):
    done = compare(run, register_of(REVIEWED), *amended, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["entry"] for row in rows].count("change") == 1
    (row,) = [row for row in rows if row["entry"] == "year" and row["rule"] == "R-R3"]
    assert (row["year_a"], row["year_b"], row["hours_a"]) == ("4", "12", "")


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_what_was_set_aside_is_counted_and_ends_with_3(run, register_of, form):
    done = compare(run, register_of(LATE, *DIRTY), "--format", form)
    assert done.exit_code == 3
    if form == "text":
        assert "4 records read: 3 reviewed, 1 set aside; 1 fact set aside in 1 offender" in done.stdout
    else:
        assert "set aside: records 1, facts 1" in done.stderr
    assert "x2" not in done.stdout


def test_a_folder_of_csv_files_gives_the_same(run, tmp_path):
    run("sample", "--offenders", 5, "--seed", 3, *AS_OF, "--format", "csv", "--output", tmp_path / "folder")
    run("sample", "--offenders", 5, "--seed", 3, *AS_OF, "--output", tmp_path / "register.jsonl")
    law = {"a": "england-wales-law@2026.1"}
    folder, file = (compare(run, tmp_path / name, **law).stdout for name in ("folder", "register.jsonl"))
    assert same(folder) == same(file)
    assert "5 records read" in folder


def same(text):
    """A page without the hash of the register, whose bytes are others in each form."""
    return re.sub(r"register\s+sha256\s+[0-9a-f]{12}", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "json"])
def test_any_number_of_jobs_gives_the_same_bytes(run, amended, tmp_path, monkeypatch, form):
    monkeypatch.setattr(sys.modules["supervise.register.survey"], "_STRIDE", 1 << 10)
    monkeypatch.setattr(running, "_RANGE", 1 << 15)
    register = tmp_path / "register.jsonl"
    register.write_bytes(b"".join(REGISTER.read_bytes().splitlines(keepends=True)[:12]))
    one, two = (compare(run, register, *amended, "--format", form, "--jobs", jobs).stdout for jobs in (1, 2))
    assert one == two
    assert one


def test_it_can_go_to_a_file(run, register_of, amended, tmp_path):
    register = register_of(REVIEWED)
    shown = compare(run, register, *amended).stdout
    assert compare(run, register, *amended, "--output", tmp_path / "page.txt").stdout == ""
    assert (tmp_path / "page.txt").read_text(encoding="utf-8") == shown


def test_no_input_is_written_over(run, register_of, amended):
    done = compare(run, register_of(LATE), *amended, "--output", amended[1])
    assert done.exit_code == 2
    assert amended[1].read_text() == OVERLAY


@pytest.mark.parametrize("hours", ["0", "-1", "nan", "sNaN", "inf", "1001", "two", "0.001", "1e-320"])
def test_hours_that_are_none_are_refused(run, register_of, hours):
    done = compare(run, register_of(LATE), "--hours-per-visit", hours)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--hours-per-visit" in done.stderr


def test_a_day_without_a_year_ahead_is_refused(run, register_of):
    done = run("rules", "compare", BOOK, BOOK, register_of(LATE), "--as-of", "9999-01-01")
    assert done.exit_code == 2
    assert "no year lies ahead" in done.stderr


def test_the_year_after_a_leap_day_ends_with_february(run, register_of):
    done = run("rules", "compare", BOOK, BOOK, register_of(LATE), "--as-of", "2024-02-29")
    assert "after 2024-02-29, up to 2025-02-28" in done.stdout


def test_an_unknown_book_ends_the_command(run, register_of):
    assert compare(run, register_of(LATE), b="england@2026.1").exit_code == 2
