"""`cases run`: what was expected beside what came out."""

import json

import attrs
import pytest

from supervise.cli import cases as module
from supervise.conformance import load_suite
from tests.unit.cli.setting import BOOK, LATE
from tests.unit.engine.books import HEAD, ONCE


@pytest.fixture
def cases(tmp_path):
    """Write cases that expect a next due day of the routine visit each."""

    def write(*days, rulebook=BOOK):
        path = tmp_path / "own.cases.json"
        rows = [
            {
                "id": f"c{n}",
                "rulebook": rulebook,
                "offender": LATE,
                "as_of": "2026-06-30",
                "expect": {"next_due": {"R-V2": day}},
            }
            for n, day in enumerate(days)
        ]
        path.write_text(json.dumps(rows))
        return path

    return write


def test_cases_that_pass_are_counted(run, cases):
    done = run("cases", "run", cases("2024-04-10"))
    assert (done.exit_code, done.stdout) == (0, "cases 1, passed 1, failed 0\n")


def test_a_case_that_fails_shows_both_sides(run, cases):
    done = run("cases", "run", cases("2024-04-10", "2024-04-11"))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[:2] == ["own.cases.json: c1 fails", "  next_due R-V2: expected 2024-04-11; found 2024-04-10"]
    assert lines[-1] == "cases 2, passed 1, failed 1"


def test_what_is_doubtful_in_the_book_is_told_of_a_case_that_fails(run, cases):
    small = HEAD | {"rule": [ONCE | {"one_per": "visit", "regime": [{"before": "3 days"}], "met_by": "event.told"}]}
    path = cases("2024-04-10", rulebook=small)
    (row,) = json.loads(path.read_text())
    path.write_text(json.dumps([row | {"expect": {"next_due": {"r": "2030-01-01"}}}]))
    assert "\n  of the book: rule r.met_by: is looked for from the anchor on" in run("cases", "run", path).stdout


def test_what_differs_is_explained_and_nothing_else(run, cases):
    done = run("cases", "run", cases("2024-04-11"))
    assert "2024-01-10 + 3 months = 2024-04-10" in done.stdout
    assert "R-N4" not in done.stdout
    whole = run("cases", "run", cases("2024-04-11"), "--explain")
    assert "2024-01-10 + 3 months = 2024-04-10" in whole.stdout
    assert "R-N4" in whole.stdout


def test_where_nothing_explains_what_differs_both_sides_are_shown(run, cases):
    path = cases("2024-04-10")
    (row,) = json.loads(path.read_text())
    path.write_text(json.dumps([row | {"expect": {"registrations": [{"id": "r7"}]}}]))
    assert run("cases", "run", path).stdout.splitlines() == [
        "own.cases.json: c0 fails",
        "  registration r7: no registration of the case has this id",
        "cases 1, passed 0, failed 1",
    ]


def test_what_is_no_case_is_named_and_the_others_are_run(run, cases):
    path = cases("2024-04-10", "2024-04-11")
    rows = json.loads(path.read_text())
    path.write_text(json.dumps([rows[0] | {"expect": {"flags": "VD001"}}, *rows]))
    done = run("cases", "run", path)
    assert done.exit_code == 2
    assert done.stderr == "supervise: own.cases.json[0]: expect.flags: a list of codes is needed, not text\n"
    assert "own.cases.json: c1 fails" in done.stdout
    assert done.stdout.splitlines()[-1] == "cases 3, passed 1, failed 1, not run 1"


def test_a_case_that_cannot_be_judged_fails_without_an_explanation(run, cases):
    done = run("cases", "run", cases("2024-04-11", rulebook="nowhere@2026.1"), "--explain")
    assert done.exit_code == 1
    assert "no shipped rulebook" in done.stdout


def test_facts_of_a_case_that_cannot_be_read_are_named_even_if_it_passes(run, cases):
    path = cases("2024-04-10")
    rows = json.loads(path.read_text())
    offender = rows[0]["offender"] | {"changes": [{"id": "c1", "about": "name", "on": "2024-13-01"}], "changez": []}
    path.write_text(json.dumps([rows[0] | {"offender": offender}]))
    done = run("cases", "run", path)
    assert (done.exit_code, done.stdout) == (3, "cases 1, passed 1, failed 0\n")
    fact, key = done.stderr.splitlines()
    assert fact.startswith("own.cases.json: c0: changes[0].on: impossible date, found text")
    assert key.startswith("own.cases.json: c0: changez: ")


def test_files_of_one_name_are_told_apart(run, cases, tmp_path):
    path = cases("2024-04-10")
    same = tmp_path / "other" / path.name
    same.parent.mkdir()
    same.write_bytes(path.read_bytes())
    done = run("cases", "run", path, same)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "cases 2, passed 2, failed 0\n", "")


def test_facts_set_aside_go_before_a_case_that_fails(run, cases):
    path = cases("2024-04-10", "2024-04-11")
    first, second = json.loads(path.read_text())
    offender = LATE | {"changes": [{"id": "c1", "about": "name", "on": "2024-13-01"}]}
    path.write_text(json.dumps([first | {"offender": offender}, second]))
    done = run("cases", "run", path)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (3, "cases 2, passed 1, failed 1")


def test_a_rule_that_there_is_not_and_an_id_that_comes_twice_are_named(run, cases):
    path = cases("2024-04-10")
    (row,) = json.loads(path.read_text())
    more = row | {"expect": {"next_due": {"R-V22": None}, "earliest": {"R-N10": None}}}
    path.write_text(json.dumps([row, more]))
    done = run("cases", "run", path)
    assert (done.exit_code, done.stdout) == (0, "cases 2, passed 2, failed 0\n")
    assert done.stderr.splitlines() == [
        "supervise: own.cases.json: c0: the id of an earlier case, too; give each its own",
        f"own.cases.json: c0: next_due: {BOOK} has no rule 'R-V22'; did you mean 'R-V2'?",
    ]


def test_the_problems_of_its_rulebook_stand_on_lines_of_their_own(run, cases, tmp_path):
    book = tmp_path / "own.toml"
    book.write_text('format = 1\nid = "own"\nversion = "1"\n')
    done = run("cases", "run", cases("2024-04-11", rulebook=str(book)))
    head, named, first, *_ = done.stdout.splitlines()
    assert head == "own.cases.json: c0 fails"
    assert named.startswith("  own.toml: ")
    assert first.startswith("    ")
    assert "\\n" not in done.stdout


def test_the_problems_of_a_rulebook_in_every_case_are_told_once(run, cases):
    done = run("cases", "run", cases("2024-04-11", "2024-04-11", rulebook={"format": 1, "id": "own", "version": "1"}))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    head, named, *_ = lines
    assert head == "own.cases.json: c0 fails"
    assert lines[-3:] == [
        "own.cases.json: c1 fails",
        f"{named}, the same as those of own.cases.json: c0",
        "cases 2, passed 0, failed 2",
    ]
    assert done.stdout.count("jurisdiction: missing") == 1


def test_what_is_no_case_could_not_be_run(run, tmp_path):
    path = tmp_path / "own.cases.json"
    path.write_text("[1]")
    assert run("cases", "run", path).exit_code == 2
    assert run("cases", "run").exit_code == 2


@pytest.fixture
def small_suite(monkeypatch):
    """A suite of one file, so that a test need not run them all."""
    whole = load_suite()
    suite = attrs.evolve(whole, files=(whole.file("victoria.cases.json"),))
    monkeypatch.setattr(module, "load_suite", lambda: suite)
    return suite


def test_the_suite_that_ships_is_run_and_named(run, small_suite):
    done = run("cases", "run", "--builtin")
    count = small_suite.files[0].count
    assert (done.exit_code, done.stdout) == (0, f"cases {count}, passed {count}, failed 0\n")
    assert done.stderr == f"conformance suite {small_suite.version}\n"


def test_the_suite_and_files_may_be_run_together(run, small_suite, cases):
    done = run("cases", "run", "--builtin", cases("2024-04-11"))
    assert done.exit_code == 1
    assert (
        done.stdout.splitlines()[-1]
        == f"cases {small_suite.files[0].count + 1}, passed {small_suite.files[0].count}, failed 1"
    )


def test_nothing_to_run_is_an_error_of_usage(run):
    done = run("cases", "run")
    assert done.exit_code == 2
    assert "name a file of cases, or give --builtin" in done.stderr
