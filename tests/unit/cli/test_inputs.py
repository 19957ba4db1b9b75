"""What options name is loaded, and what was taken by default is said."""

from importlib import metadata

import pytest

from supervise.cli.inputs import files_of, library_version, load_book, load_closed_days
from supervise.errors import RulebookLoadError, UnknownRulebookError
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
    book = load_book(None).rulebook
    assert f"rulebook {book.ref}, the default" in capsys.readouterr().err


def test_a_rulebook_that_was_asked_for_is_not_talked_about(capsys):
    assert load_book(BOOK).rulebook.ref == BOOK
    assert capsys.readouterr().err == ""


def test_amendments_and_closed_days_are_taken_in(tmp_path):
    overlay, calendar = tmp_path / "own.toml", tmp_path / "calendar.toml"
    overlay.write_text(OVERLAY)
    calendar.write_text(CALENDAR)
    book = load_book(BOOK, [overlay], str(calendar))
    assert book.rulebook.threshold("caseload-limit") == 40
    assert [each.id for each in book.overlays] == ["own"]
    assert book.rulebook.calendar.reference == "own"


def test_a_shipped_calendar_has_a_reference():
    assert load_closed_days("england-and-wales@2026.1").reference == "england-and-wales@2026.1"


def test_closed_days_may_come_from_the_holidays_library(monkeypatch):
    monkeypatch.setattr("supervise.register.given.holiday_calendar", lambda name: name.upper())
    assert load_closed_days("holidays:qa:2024") == "HOLIDAYS:QA:2024"


def test_a_file_whose_name_looks_like_a_reference_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own@2026.1").write_text(CALENDAR)
    assert load_closed_days("own@2026.1").reference == "own"


@pytest.mark.parametrize(("name", "error"), [("own@2026.1", UnknownRulebookError), ("own.toml", UnknownRulebookError)])
def test_closed_days_that_are_not_there_are_named(name, error, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error):
        load_closed_days(name)


def test_closed_days_that_cannot_be_read_are_a_fault_of_the_file(tmp_path):
    broken = tmp_path / "calendar.toml"
    broken.write_text("name = 1 2")
    with pytest.raises(RulebookLoadError, match=r"calendar\.toml"):
        load_closed_days(str(broken))


def test_the_files_among_the_inputs_are_listed(tmp_path):
    assert files_of("a", None, tmp_path, more=[tmp_path / "b"])[1:] == [tmp_path, tmp_path / "b"]


def test_a_library_that_is_not_installed_has_no_version(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert library_version() == "unknown"
