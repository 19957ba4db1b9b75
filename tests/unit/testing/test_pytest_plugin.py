"""Case files collected by pytest: one test for each case, what a failure shows, and what is no case."""

import datetime as dt
import json

import pytest

from supervise.cases import Case, run_case
from supervise.testing.pytest_plugin import CaseWarning, _explained
from tests.unit.engine.books import HEAD, ONCE

pytest_plugins = ["pytester"]

BOOK = "england-wales@2026.1"
SOMEONE = {
    "id": "x1",
    "registrations": [{"id": "r1", "convicted_on": "2024-01-10", "disposal": "community_order"}],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2024-01-11"}],
}


def case(id="c1", due="2025-01-11", **more):
    plain = {"id": id, "rulebook": BOOK, "offender": SOMEONE, "as_of": "2024-06-30"}
    return {**plain, "expect": {"next_due": {"R-N4": due}}, **more}


@pytest.fixture
def run(pytester):
    """Run pytest over some cases, with the plugin."""

    def with_plugin(*cases, name="own.cases.json", args=(), text=None):
        pytester.path.joinpath(name).write_text(text or json.dumps(cases), encoding="utf-8")
        return pytester.runpytest_inprocess("-p", "supervise.testing.pytest_plugin", "-p", "no:randomly", *args)

    return with_plugin


def test_each_case_is_a_test_named_by_its_id(run):
    done = run(case("first"), case("second"), args=["-v"])
    done.assert_outcomes(passed=2)
    done.stdout.fnmatch_lines(["*own.cases.json::first PASSED*", "*own.cases.json::second PASSED*"])


def test_json_lines_are_collected_too(run):
    run(name="own.cases.jsonl", text="\n".join(json.dumps(case(name)) for name in "ab")).assert_outcomes(passed=2)


def test_other_files_are_left_alone(run):
    assert run(case(), name="cases.json").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_without_the_plugin_nothing_is_collected(pytester):
    pytester.path.joinpath("own.cases.json").write_text(json.dumps([case()]))
    assert pytester.runpytest_inprocess("-q").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_code_that_no_check_has_is_a_slip_as_it_is_never_raised(run):
    done = run(case(expect={"no_flags": ["VD03"]}), args=["-W", "default"])
    done.assert_outcomes(passed=1)
    done.stdout.fnmatch_lines(["*CaseWarning: c1: no_flags: no check has the code 'VD03'; did you mean 'VD003'?*"])


def test_a_case_is_chosen_by_its_id(run):
    run(case("first"), case("second", due="2025-01-12"), args=["-k", "first"]).assert_outcomes(passed=1, deselected=1)


def test_a_failure_shows_both_sides_the_source_and_why(run):
    done = run(case(due="2025-01-12", source="SOA 2003 s.85", why="a year later"))
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(
        [
            "*case c1*",
            "case c1 fails",
            "  next_due R-N4: expected 2025-01-12; found 2025-01-11",
            "source: SOA 2003 s.85",
            "why: a year later",
            "R-N4 *",
            "*2024-01-11 + 1 year = 2025-01-11*",
        ]
    )
    assert "R-V2" not in done.stdout.str()
    assert "Traceback" not in done.stdout.str()


def test_what_is_doubtful_in_the_book_is_shown(run):
    late = ONCE | {"one_per": "visit", "regime": [{"before": "3 days"}], "met_by": "event.told"}
    done = run(case(rulebook=HEAD | {"rule": [late]}, expect={"next_due": {"r": "2030-01-01"}}))
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["of the book: rule r.met_by: is looked for from the anchor on*"])


def test_a_case_that_cannot_be_judged_fails_without_an_explanation(run):
    done = run(case(rulebook="nowhere@2026.1"))
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*no shipped rulebook*"])
    assert "source:" not in done.stdout.str()


def test_facts_that_are_not_read_are_a_warning(run):
    slip = {**SOMEONE, "visits": [{"id": "v1", "on": "2024-02-30"}], "visit": []}
    done = run(case(offender=slip), args=["-W", "default"])
    done.assert_outcomes(passed=1)
    done.stdout.fnmatch_lines(["*CaseWarning: c1: visits?0?.on: impossible date*", "*CaseWarning: c1: visit: *"])
    strict = run(case(offender=slip), args=["-W", f"error::{CaseWarning.__module__}.{CaseWarning.__name__}"])
    strict.assert_outcomes(failed=1)
    strict.stdout.fnmatch_lines(["c1: visits?0?.on: impossible date*"])
    assert "Traceback" not in strict.stdout.str()


def test_a_file_of_what_is_no_case_is_an_error_of_collection(run):
    done = run(text='[{"id": "c1"}]')
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["own.cases.json?0?: *'rulebook' is missing*"])
    assert "Traceback" not in done.stdout.str()


def test_any_other_error_is_shown_as_pytest_shows_it(run, monkeypatch):
    monkeypatch.setattr("supervise.testing.pytest_plugin.run_case", lambda case: 1 / 0)
    done = run(case())
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*ZeroDivisionError*"])


def test_two_cases_with_one_id_are_an_error_of_collection(run):
    done = run(case("twice"), case("once"), case("twice"))
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["own.cases.json: more than one case has the id twice"])


def explained(expect):
    """What is explained of a case that expects this."""

    one = Case(id="c1", rulebook=BOOK, offender=SOMEONE, as_of=dt.date(2024, 6, 30), expect=expect)
    return _explained(run_case(one).review, one)


def test_what_a_case_speaks_of_is_explained_and_the_whole_if_it_speaks_of_no_rule():
    assert "R-V1  " in explained({"obligations": [{"rule": "R-V1"}]})
    assert "R-N1" not in explained({"earliest": {"R-V1": None}})
    assert "VD003" in explained({"flags": ["VD003"]})
    assert "R-V2  " in explained({"no_flags": ["VD001"]})
    whole = explained({"subject": {"indefinite": False}})
    assert "R-N4  " in whole
    assert "R-V1  " in whole
