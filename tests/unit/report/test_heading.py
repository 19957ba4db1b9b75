"""The head says what was judged, as of when, with what, and what could not be."""

import attrs

from supervise.checks import GroupReview
from supervise.engine.clock import FAR
from supervise.engine.timeline import Workforce
from supervise.model import Offender
from supervise.register.plugins import Plugin
from supervise.register.tally import Tally
from supervise.register.writing import Input
from supervise.report.heading import heading
from supervise.reviewing import review
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, LATE
from tests.unit.report.pages import AS_OF, gathered, page, run_of


def test_the_head_says_what_was_judged_with_what(book, late):
    lines = page(book, gathered(book, late))
    assert lines[0] == "supervise 1.2.3: review as of 2026-06-30, known: everything recorded"
    calendar = f"calendar england-and-wales@2026.1, 2012-01-01 to 2028-12-31, sha256 {book.calendar.sha256[:12]}"
    rulebook = f"rulebook {BOOK}, sha256 {book.sha256[:12]}, {book.assumed} values in it assumed"
    assert " ".join(lines[1:4]) == f"{rulebook}; {calendar}; register sha256 000000000000"
    assert lines[4] == "1 record read: 1 reviewed, 0 set aside"
    assert lines[5] == "entries without recorded_on, each taken as known on the day it happened: 6"
    assert lines[6] == "national system: not evaluated, in 1 offender"
    assert lines[7] == "trained staff: not evaluated, in 1 offender"


def test_the_head_names_amendments_officers_and_what_was_known(book):
    amend = {"threshold": "caseload-limit", "set": 40, "reason": "policy 7", "approved_by": "chief"}
    amended = load_rulebook(BOOK, overlays=[{"id": "own", "version": "2", "amend": [amend]}])
    given = {"workforce": Input(id="officers", sha256="1" * 64), "known_at": AS_OF}
    lines = page(attrs.evolve(amended, calendar=None), gathered(book), **given)
    assert lines[0].endswith("known: what was recorded by 2026-06-30")
    overlay = f"overlay own@2, sha256 {amended.overlays[0].sha256[:12]}"
    assert f"; {overlay}; no calendar; workforce officers, sha256 111111111111; register" in " ".join(lines)


def test_entries_that_do_not_say_when_they_were_recorded_are_counted_where_it_matters(book):
    said = "entries without recorded_on, each taken as known on the day it happened: 0"
    assert said not in page(book, gathered(book))
    assert said in page(book, gathered(book), known_at=AS_OF)


def test_what_of_a_register_nobody_reads_is_counted(book):
    said = "files and columns of the register that nobody reads: 2; `supervise validate` names each"
    assert said in page(book, gathered(book), unread=2)
    assert not any("nobody reads" in line for line in page(book, gathered(book)))


def test_the_head_names_waivers_and_whose_checks_were_run(book):
    given = {"waivers": Input(id="north", version="4", sha256="0" * 64)}
    plugins = (Plugin("own_checks", "1.0", ()), Plugin("others", None, ()))
    text = " ".join(page(book, gathered(book), plugins=plugins, **given))
    assert "; plugin own_checks 1.0; plugin others; waivers north@4, sha256 000000000000; " in text


def test_officers_do_not_change_the_words(book):
    trained = review(Offender.from_dict(LATE), book, as_of=AS_OF, workforce=Workforce({"o1": ((1, FAR),)}))
    assert not any("staff: not evaluated" in line for line in page(book, gathered(book, trained)))


def test_the_checks_of_officers_and_teams_that_could_not_be_made_are_named(book):
    tally = Tally(groups=GroupReview((), ("WF060", "WF062")))
    lines = [line.text for line in heading("review", run_of(book), tally, 100)]
    assert lines[-1] == "officers and teams: not evaluated (WF060, WF062); give --workforce"


def test_a_part_of_the_checks_is_named(book):
    lines = page(book, gathered(book), profile="first-week")
    assert "; profile first-week, some of the checks" in " ".join(lines)
