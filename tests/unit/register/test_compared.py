"""A comparison as JSON and CSV: each change, and what they add up to."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import attrs
import jsonschema
import pytest

from supervise.dates import load_calendar
from supervise.engine.obligation import Status
from supervise.model import Rejected
from supervise.register.compared import Runs, change_json, change_row, head_json, header, tail_json, work_rows
from supervise.register.comparing import Change, Comparison, Duties, Explained, Kind, Work
from supervise.register.output_schema import output_schema
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK
from tests.unit.report.pages import NOW, row, run_of

UNTIL = dt.date(2027, 6, 30)
VISIT, OTHER = Work("R-V2", "high", is_visit=True), Work("R-R3", "", is_visit=False)
LATE = row(due_day=NOW - 3, status=Status.OVERDUE)


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


@pytest.fixture
def runs(book):
    return Runs(a=run_of(book), b=run_of(book), until=UNTIL, hours=Decimal("2.50"))


@pytest.fixture
def total(book):
    made = Comparison(Duties.of(book), Duties.of(book), NOW, NOW + 365, lambda judged, occurrence: ())
    made.tally.add(Rejected(kind="missing id"))
    made.work_a.update({VISIT: 4, OTHER: 1})
    made.work_b.update({VISIT: 6})
    for days in (-3, -1, -8):
        made._take(change(days=days, kind=Kind.EARLIER, a=None), None)
    made._take(change(kind=Kind.NEW, a=None, b=LATE), None)
    made.largest = [Explained(-8, "x1", "R-V2", "x1", Kind.EARLIER, -8, "2026-07-08", "2026-06-30", ("one",), ("two",))]
    return made


def change(**given):
    plain = {"offender": "x1", "rule": "R-V2", "key": "v1", "level": "high", "kind": Kind.LATER, "days": 5}
    return Change(**{**plain, "a": row(), "b": row(due_day=NOW + 5), **given})


def entry(written):
    assert written.startswith(b",")
    return json.loads(written[1:])


def cells(written):
    return list(csv.DictReader(io.StringIO((header() + written).decode())))


def test_the_head_names_both_books_and_the_days(runs, book):
    head = json.loads(head_json(runs))
    assert head["type"] == "books"
    assert list(head) == ["type", "version", "a", "b", "register", "as_of", "known_at", "until"]
    assert head["a"]["rulebook"] == {"id": "england-wales", "version": "2026.1", "sha256": book.sha256}
    assert list(head["b"]) == ["rulebook", "overlays", "calendar", "assumed"]
    named = attrs.evolve(book, calendars={"sundays@2026.1": load_calendar("sundays@2026.1")})
    head = json.loads(head_json(attrs.evolve(runs, b=attrs.evolve(runs.b, book=named))))
    assert [each["id"] for each in head["b"]["calendars"]] == ["sundays"]
    assert "calendars" not in head["a"]
    assert (head["as_of"], head["until"]) == ("2026-06-30", "2027-06-30")


def test_a_move_has_both_dues_and_the_days_between():
    assert entry(change_json(change())) == {
        "type": "change",
        "offender": "x1",
        "rule": "R-V2",
        "key": "v1",
        "level": "high",
        "change": "later",
        "days": 5,
        "overdue": None,
        "a": {"due": "2026-06-30", "status": "open"},
        "b": {"due": "2026-07-05", "status": "open"},
    }


def test_what_only_one_book_asks_for_has_no_days():
    found = entry(change_json(change(kind=Kind.NEW, a=None, days=0, level="")))
    assert (found["a"], found["days"], found["level"]) == (None, None, None)
    found = entry(change_json(change(kind=Kind.UNDATED, b=row(due_day=0, status=Status.UNKNOWN), days=0)))
    assert (found["b"], found["days"]) == ({"due": None, "status": "unknown"}, None)


def test_a_duty_in_hours_has_its_minute():
    assert entry(change_json(change(b=row(due_minute=600))))["b"]["due"] == "2026-06-30T10:00"


@pytest.mark.parametrize(("a", "b", "word"), [(row(), LATE, "newly"), (LATE, row(), "no longer"), (LATE, LATE, None)])
def test_overdue_is_told_where_it_changes(a, b, word):
    assert entry(change_json(change(a=a, b=b)))["overdue"] == word
    assert cells(change_row(change(a=a, b=b)))[0]["overdue"] == (word or "")


def test_the_last_entry_has_the_sums(runs, total):
    last = entry(tail_json(runs, total))
    assert (last["type"], last["read"], last["reviewed"], last["set_aside"]) == ("comparison", 1, 0, 1)
    assert last["year"] == [
        {"rule": "R-R3", "level": None, "visit": False, "a": 1, "b": 0},
        {"rule": "R-V2", "level": "high", "visit": True, "a": 4, "b": 6},
    ]
    assert last["visits"] == {"a": 4, "b": 6}
    assert last["officer_hours"] == {"per_visit": 2.5, "a": 10.0, "b": 15.0}
    assert last["changes"] == [
        {"rule": "R-V2", "change": "earlier", "count": 3, "median_days": 3, "most_days": 8},
        {"rule": "R-V2", "change": "newly due", "count": 1, "median_days": None, "most_days": None},
    ]
    assert (last["newly_overdue"], last["no_longer_overdue"]) == ({"R-V2": 1}, {})
    assert last["largest"] == [
        {
            "offender": "x1",
            "rule": "R-V2",
            "key": "x1",
            "days": -8,
            "a": {"due": "2026-07-08", "sum": ["one"]},
            "b": {"due": "2026-06-30", "sum": ["two"]},
        }
    ]


def test_without_the_length_of_a_visit_there_are_no_hours(book, total):
    runs = Runs(a=run_of(book), b=run_of(book), until=UNTIL)
    assert entry(tail_json(runs, total))["officer_hours"] is None
    assert {each["hours_a"] for each in cells(work_rows(runs, total))} == {""}


@pytest.mark.parametrize(("hours", "text"), [("2.50", "7.5"), ("10", "30"), ("1E+2", "300"), ("0.1", "0.3")])
def test_hours_are_exact_and_plain(book, hours, text):
    assert Runs(a=run_of(book), b=run_of(book), until=UNTIL, hours=Decimal(hours)).hours_of(3) == text


def test_a_row_of_csv_is_a_change(total):
    (found,) = cells(change_row(change(days=-5, kind=Kind.EARLIER)))
    assert (found["entry"], found["key"], found["change"], found["days"]) == ("change", "v1", "earlier", "-5")
    assert (found["due_a"], found["due_b"], found["status_a"], found["year_a"]) == (
        "2026-06-30",
        "2026-07-05",
        "open",
        "",
    )
    (new,) = cells(change_row(change(a=None, kind=Kind.NEW)))
    assert (new["due_a"], new["status_a"], new["days"]) == ("", "", "")
    (gone,) = cells(change_row(change(b=None, kind=Kind.GONE)))
    assert (gone["due_b"], gone["status_b"], gone["days"]) == ("", "", "")


def test_or_what_falls_due_in_the_year_by_rule_and_level(runs, total):
    other, visit = cells(work_rows(runs, total))
    assert (visit["entry"], visit["rule"], visit["level"], visit["visit"]) == ("year", "R-V2", "high", "true")
    assert (visit["year_a"], visit["year_b"], visit["hours_a"], visit["hours_b"]) == ("4", "6", "10", "15")
    assert (other["visit"], other["year_b"], other["hours_b"]) == ("false", "0", "")


# ── the schema ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def entries(book, runs, total):
    """Every kind of entry, with and without what may be null."""
    written = [change_json(change()), change_json(change(kind=Kind.NEW, a=None, b=LATE, level=""))]
    written += [tail_json(runs, total), tail_json(Runs(a=runs.a, b=runs.b, until=UNTIL), total)]
    return [json.loads(head_json(runs)), *map(entry, written)]


@pytest.fixture(scope="module")
def schema():
    return output_schema()


def test_every_entry_is_what_the_schema_promises_and_in_its_order(schema, entries):
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for each in entries:
        assert [error.message for error in validator.iter_errors(each)] == []
        assert list(each) == list(schema["$defs"][each["type"]]["properties"])


def test_an_entry_with_a_key_less_or_more_is_refused(schema, entries):
    validator = jsonschema.Draft202012Validator(schema)
    for each in entries:
        assert not validator.is_valid({**each, "unknown": 1})
        for key in each:
            assert not validator.is_valid({name: value for name, value in each.items() if name != key})
