"""What a run is given by name: closed days, workforce, waivers, plugins; and the version of the library."""

from importlib import metadata

import pytest

from supervise.checks import CHECKS
from supervise.errors import RulebookLoadError, UnknownRulebookError, WaiverError
from supervise.register.given import library_version, load_beside, load_closed_days
from tests.unit.cli.setting import waiver_toml

CALENDAR = 'name = "own"\nclosed_weekdays = ["sunday"]\nclosed_days = []\ncovers = ["2020-01-01", "2030-12-31"]\n'
WAIVERS = waiver_toml("XA001", "2024-05-01", "2024-05-31")


def test_a_shipped_calendar_has_a_reference():
    assert load_closed_days("england-and-wales@2026.1").reference == "england-and-wales@2026.1"


def test_closed_days_may_come_from_the_holidays_library(monkeypatch):
    monkeypatch.setattr("supervise.register.given.holiday_calendar", lambda name: name.upper())
    assert load_closed_days("holidays:qa:2024") == "HOLIDAYS:QA:2024"


def test_a_file_whose_name_looks_like_a_reference_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own@2026.1").write_text(CALENDAR)
    assert load_closed_days("own@2026.1").reference == "own"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("own@2026.1", "no such calendar is shipped; there is: england-and-wales@2026.1, "),
        ("england-and-wales", "no such calendar is shipped; there is: england-and-wales@2026.1, "),
        ("own.toml", "no calendar 'own.toml': there is no such file"),
        ("", "no calendar is named: "),
    ],
)
def test_closed_days_that_are_not_there_are_named(name, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownRulebookError, match=f"^{said}"):
        load_closed_days(name)


def test_closed_days_that_cannot_be_read_are_a_fault_of_the_file(tmp_path):
    broken = tmp_path / "calendar.toml"
    broken.write_text("name = 1 2")
    with pytest.raises(RulebookLoadError, match=r"calendar\.toml"):
        load_closed_days(str(broken))


def test_a_library_that_is_not_installed_has_no_version(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert library_version() == "unknown"


def test_nothing_named_is_nothing_given():
    given = load_beside()
    assert (given.workforce, given.workforce_file, given.waivers, given.waivers_file) == (None, None, None, None)
    assert (given.own, given.checks) == ((), CHECKS)


def test_officers_and_waivers_are_read_and_named(tmp_path):
    workforce, waivers = tmp_path / "workforce.json", tmp_path / "waivers.toml"
    workforce.write_text('[{"officer": "o1", "team": "north"}]')
    waivers.write_text(WAIVERS)
    given = load_beside(workforce=workforce, waivers=str(waivers), plugins=["examples.own_checks"])
    assert (given.workforce_file.id, given.waivers_file.id) == ("workforce", "w")
    assert [each.code for each in given.own] == ["XA001"]
    assert given.checks == (*CHECKS, *given.own)


def test_a_waiver_may_name_the_flag_of_a_plugin_only_where_that_is_named(tmp_path):
    waivers = tmp_path / "waivers.toml"
    waivers.write_text(WAIVERS)
    with pytest.raises(WaiverError, match="no flag has this code"):
        load_beside(waivers=waivers)
