"""What options name is loaded, and what was taken by default is said."""

from pathlib import Path

from supervise.cli.inputs import BesideNamed, BookNamed, files_of, load_book
from tests.unit.cli.setting import BOOK

CALENDAR = 'name = "own"\nclosed_weekdays = ["sunday"]\nclosed_days = []\ncovers = ["2020-01-01", "2030-12-31"]\n'
OVERLAY = """
id = "own"
version = "1"
[[amend]]
threshold = "caseload-limit"
set = 40
reason = "policy 7"
approved_by = "chief"
"""


def test_the_default_rulebook_is_shipped_and_said(capsys):
    book = load_book(None)
    assert f"rulebook {book.ref}, the default" in capsys.readouterr().err


def test_a_rulebook_that_was_asked_for_is_not_talked_about(capsys):
    assert load_book(BOOK).ref == BOOK
    assert capsys.readouterr().err == ""


def test_amendments_and_closed_days_are_taken_in(tmp_path):
    overlay, calendar = tmp_path / "own.toml", tmp_path / "calendar.toml"
    overlay.write_text(OVERLAY)
    calendar.write_text(CALENDAR)
    book = load_book(BOOK, [overlay], str(calendar))
    assert book.threshold("caseload-limit") == 40
    assert [each.id for each in book.overlays] == ["own"]
    assert book.calendar.reference == "own"


def test_the_files_among_the_inputs_are_listed(tmp_path):
    assert files_of("a", None, tmp_path, more=[tmp_path / "b"])[1:] == [tmp_path, tmp_path / "b"]


def test_the_files_behind_options_are_listed():
    named = BookNamed(rulebook=BOOK, overlays=(Path("own.toml"),), calendar=None)
    assert named.files == (Path(BOOK), Path("own.toml"))
    beside = BesideNamed(workforce=Path("w.json"), waivers=None, plugins=("examples.own_checks",))
    assert beside.files == (Path("w.json"),)
