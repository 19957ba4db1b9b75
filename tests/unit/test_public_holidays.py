"""Working days from the `holidays` library: known and told apart, or refused.

The rules of this module are tested with a stand-in for the library, so that they hold whatever release is installed or
none; what the library itself says is tested where the extra is installed (`make holidays`, `make oldest`).
"""

import builtins
import datetime as dt
import hashlib
import sys
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from supervise import holiday_calendar, load_calendar, load_rulebook
from supervise.dates.ordinals import from_iso
from supervise.errors import MissingExtraError, UnknownRulebookError

installed = pytest.mark.skipif(find_spec("holidays") is None, reason="needs the extra `holidays`")


class Place(dict):
    """Stands in for the library's holidays of a place."""

    start_year, end_year = 2000, 2030

    def __init__(self, days=(), weekend=(5, 6), moved=(), weekend_until=None):
        super().__init__({dt.date.fromisoformat(day): name for day, name in dict(days).items()})
        self.weekend, self.weekend_until = weekend, weekend_until
        self.moved = {dt.date.fromisoformat(day) for day in moved}

    def is_working_day(self, day):
        weekend = self.weekend if self.weekend_until is None or day.isoformat() < self.weekend_until else (4, 5)
        return day in self.moved if day.weekday() in weekend else day not in self


@pytest.fixture
def library(monkeypatch):
    """Put a stand-in in place of the library; it notes what it was asked for."""

    def put(place, version="0.109"):
        asked = []

        def country_holidays(country, **options):
            asked.append((country, options))
            return place

        stand_in = SimpleNamespace(
            __version__=version,
            list_supported_countries=lambda: {"QA": ["NO", "SU"], "QB": []},
            country_holidays=country_holidays,
        )
        monkeypatch.setitem(sys.modules, "holidays", stand_in)
        return asked

    return put


NEW_YEAR = {"2024-01-01": "New Year's Day"}


def test_weekends_and_holidays_are_closed_and_outside_the_years_nothing_is_known(library):
    library(Place(NEW_YEAR))
    found = holiday_calendar("holidays:QA:2024-2025")
    days = ("2023-12-31", "2024-01-01", "2024-01-02", "2024-01-06", "2025-12-31", "2026-01-01")
    assert [found.is_open(from_iso(day)) for day in days] == [None, False, True, False, True, None]
    assert found.closed_weekdays == {5, 6}
    assert found.closed_days == {from_iso("2024-01-01")}


def test_a_working_day_moved_to_a_weekend_is_open(library):
    library(Place(moved=["2024-01-06"]))
    found = holiday_calendar("holidays:QA:2024")
    assert [found.is_open(from_iso(day)) for day in ("2024-01-06", "2024-01-13")] == [True, False]
    assert found.closed_weekdays == {6}


def test_a_weekend_that_changed_is_told_day_by_day(library):
    library(Place(weekend_until="2024-07-01"))
    found = holiday_calendar("holidays:QA:2024")
    # Sundays and then Fridays, with every Saturday.
    days = ("2024-01-05", "2024-01-06", "2024-01-07", "2024-07-05", "2024-07-06", "2024-07-07")
    assert [found.is_open(from_iso(day)) for day in days] == [True, False, False, False, False, True]
    assert found.closed_weekdays == {5}


def test_the_reference_names_place_years_and_release(library):
    library(Place(), version="0.105")
    assert holiday_calendar("holidays:QA-NO:2024-2025").reference == "holidays:QA-NO:2024-2025@0.105"
    assert holiday_calendar("holidays:QA:2024-2024@0.105").reference == "holidays:QA:2024@0.105"


def test_the_hash_is_of_the_days_and_of_nothing_else(library):
    library(Place(NEW_YEAR), version="0.105")
    old = holiday_calendar("holidays:QA:2024")
    library(Place(NEW_YEAR), version="0.109")
    same = holiday_calendar("holidays:QB:2024")
    library(Place(NEW_YEAR | {"2024-01-02": "Another"}), version="0.109")
    other = holiday_calendar("holidays:QB:2024")
    assert old.sha256 == same.sha256 != other.sha256
    longer = holiday_calendar("holidays:QB:2024-2025")
    assert longer.sha256 != other.sha256
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    closed = [day for day in days if day.weekday() in (5, 6) or day.isoformat() == "2024-01-01"]
    text = "".join(f"{day}\n" for day in (days[0], days[-1], *closed))
    assert old.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_the_library_is_asked_for_the_place_and_all_the_years_in_one_language(library):
    asked = library(Place())
    holiday_calendar("holidays:QA-SU:2024-2026")
    # A language of the machine's would hide which days are estimates.
    options = {"subdiv": "SU", "years": range(2024, 2027), "expand": False, "language": "en_US"}
    assert asked == [("QA", options)]


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        ("holidays:qa:2024", r"write holidays:COUNTRY\[-PART\]:FIRST\[-LAST\]\[@VERSION\]"),
        ("holidays:QA", "write holidays:"),
        ("holidays:QA:24", "write holidays:"),
        ("holidays:QA:2025-2024", "the first year comes first"),
        ("holidays:QA:0000", "begin with 0001"),
        ("holidays:QC:2024", "no such country"),
        ("holidays:QA-NN:2024", "known: 'NO', 'SU'"),
        ("holidays:QB-NO:2024", "known: none"),
        ("holidays:QA:1999-2024", "knows 2000 to 2030 and no other year"),
        ("holidays:QA:2024-2031", "knows 2000 to 2030 and no other year"),
        ("holidays:QA:2024@0.1", "release 0.1 .* is asked for, 0.109 is installed"),
    ],
)
def test_what_the_library_does_not_know_is_refused(ref, says, library):
    library(Place())
    with pytest.raises(UnknownRulebookError, match=says):
        holiday_calendar(ref)


def test_the_first_and_the_last_year_known_may_be_asked_for(library):
    library(Place())
    assert holiday_calendar("holidays:QA:2000-2030").covers(from_iso("2030-12-31"))


def test_an_estimate_is_no_knowledge(library):
    days = {"2024-04-10": "A feast", "2026-03-20": "A feast (estimated)", "2025-03-30": "A feast (observed, Estimated)"}
    library(Place(days))
    with pytest.raises(UnknownRulebookError, match=r"in 2025 .* only estimates"):
        holiday_calendar("holidays:QA:2024-2026")


def test_without_the_library_the_extra_is_named(monkeypatch):
    real = builtins.__import__

    def refusing(name, *args, **options):
        if name == "holidays":
            raise ImportError
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", refusing)
    with pytest.raises(MissingExtraError, match=r"supervise-schedules\[holidays\]"):
        holiday_calendar("holidays:QA:2024")


def test_a_book_is_loaded_with_it(library):
    library(Place(NEW_YEAR))
    closed = holiday_calendar("holidays:QA:2024")
    assert load_rulebook("contacts-days@2026.1", calendar=closed).calendar is closed


@installed
def test_the_shipped_calendar_agrees_with_the_library():
    shipped = load_calendar("england-and-wales@2026.1")
    found = holiday_calendar("holidays:GB-ENG:2012-2028")
    assert found.open_days == shipped.open_days
    assert (found.covers_from, found.covers_to) == (shipped.covers_from, shipped.covers_to)


@installed
def test_a_part_of_a_country_has_its_own_days():
    country, part = holiday_calendar("holidays:US:2024"), holiday_calendar("holidays:US-CA:2024")
    # Cesar Chavez Day, 31 March, a Sunday in 2024; observed the day after.
    assert (country.is_open(from_iso("2024-04-01")), part.is_open(from_iso("2024-04-01"))) == (True, False)


@installed
@pytest.mark.parametrize(
    "ref", ["holidays:US:1700", "holidays:US-ZZ:2024", "holidays:ZZ:2024", "holidays:AE:2020-2035"]
)
def test_the_library_itself_does_not_guess(ref):
    with pytest.raises(UnknownRulebookError):
        holiday_calendar(ref)


@installed
def test_the_days_hang_on_no_language_of_the_machine(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "th")
    thai = holiday_calendar("holidays:US:2024")
    monkeypatch.setenv("LANGUAGE", "en")
    assert holiday_calendar("holidays:US:2024") == thai
