"""Reviews as lines of JSON: keys in a fixed order, null for what is missing, the rows of the schedule as they are."""

import datetime as dt
import json

import attrs
import jsonschema
import pytest
from hypothesis import given, strategies as st

from supervise.dates import load_calendar
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.engine.schedule import Schedule
from supervise.model import Offender, Rejected
from supervise.register.made import made_in_words
from supervise.register.output_schema import output_schema
from supervise.register.writing import (
    Input,
    Run,
    ahead,
    line,
    obligation_data,
    rejected_data,
    review_data,
    run_data,
    schedule_data,
)
from supervise.reviewing import review, schedule
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, DIRTY, LATE
from tests.unit.engine.books import with_rows

AS_OF = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


def reviewed(book, data):
    return review(Offender.from_dict(data), book, as_of=AS_OF)


def row(**given):
    day = dt.date(2026, 6, 1).toordinal()
    plain = {
        "rule": "R-V2",
        "key": "x1",
        "regime": "",
        "status": Status.OPEN,
        "anchor_day": day,
        "anchor_id": "v1",
        "opens_day": 0,
        "due_day": day,
        "due_minute": -1,
        "cautious_day": day,
        "latest_day": 0,
        "latest_minute": -1,
        "nominal_day": day,
        "earliest_day": 0,
        "met_by": (),
        "met_day": 0,
        "days_late": 0,
        "days_frozen": 0,
        "projected": False,
        "truncated": False,
        "lacking": (),
        "part": "R-V2",
        "steps": (),
    }
    return Obligation(**{**plain, **given})


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(texts, texts | st.integers() | st.none() | st.lists(texts)))
def test_a_line_is_one_line_that_reads_back(data):
    written = line(data)
    assert written.count(b"\n") == 1
    assert written.endswith(b"\n")
    assert json.loads(written) == data


def test_letters_stand_for_themselves_in_utf8():
    assert line({"id": "ö"}) == '{"id":"ö"}\n'.encode()


# ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_head_has_its_keys_in_order(book):
    head = run_data(Run(version="1", book=book, register_sha256="0" * 64, as_of=AS_OF))
    assert list(head) == [
        "type", "version", "rulebook", "overlays", "calendar", "assumed", "workforce", "waivers", "profile", "plugins",
        "register", "as_of", "known_at",
    ]  # fmt: skip
    assert (head["known_at"], head["workforce"], head["assumed"]) == (None, None, book.assumed)


def test_the_head_of_a_schedule_says_until_when(book):
    head = run_data(Run(version="1", book=book, register_sha256="0" * 64, as_of=AS_OF, until=AS_OF))
    assert head["until"] == "2026-06-30"


def test_a_book_without_a_calendar_and_a_calendar_without_a_version_are_null(book):
    bare = attrs.evolve(book, calendar=None)
    unversioned = attrs.evolve(book, calendar=attrs.evolve(book.calendar, version=""))
    heads = [
        run_data(Run(version="1", book=each, register_sha256="0" * 64, as_of=AS_OF)) for each in (bare, unversioned)
    ]
    assert heads[0]["calendar"] is None
    assert heads[1]["calendar"]["version"] is None


def test_closed_days_that_rules_name_are_told_beside_those_of_the_book(book):
    named = attrs.evolve(book, calendars={ref: load_calendar(ref) for ref in ("weekdays@2026.1", "sundays@2026.1")})
    head = run_data(Run(version="1", book=named, register_sha256="0" * 64, as_of=AS_OF))
    assert list(head)[:6] == ["type", "version", "rulebook", "overlays", "calendar", "calendars"]
    assert [each["id"] for each in head["calendars"]] == ["sundays", "weekdays"]
    assert head["calendars"][0] == {
        "id": "sundays",
        "version": "2026.1",
        "sha256": load_calendar("sundays@2026.1").sha256,
        "covers": ["1990-01-01", "2049-12-31"],
    }
    jsonschema.Draft202012Validator(output_schema()).validate(json.loads(json.dumps(head)))
    told = list(made_in_words(head))
    assert told[2].startswith("named by rules: calendar sundays@2026.1, 1990-01-01 to 2049-12-31, sha256 386cc704fce2")


def test_the_head_says_which_days_the_calendar_covers(book):
    head = run_data(Run(version="1", book=book, register_sha256="0" * 64, as_of=AS_OF))
    assert head["calendar"] == {
        "id": "england-and-wales",
        "version": "2026.1",
        "sha256": book.calendar.sha256,
        "covers": ["2012-01-01", "2028-12-31"],
    }


def test_a_workforce_is_named_with_its_hash(book):
    officers = Input(id="officers", sha256="1" * 64)
    head = run_data(Run(version="1", book=book, workforce=officers, register_sha256="0" * 64, as_of=AS_OF))
    assert head["workforce"] == {"id": "officers", "version": None, "sha256": "1" * 64}


# ── obligations ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_obligation_has_its_keys_in_order():
    assert list(obligation_data(row())) == [
        "rule", "key", "regime", "anchor", "opens", "due", "due_at", "cautious_due", "latest", "status", "met_by",
        "days_late", "days_frozen", "projected", "truncated", "lacking",
    ]  # fmt: skip


def test_a_block_with_quotas_says_how_far_each_is_filled():
    assert obligation_data(row(quota=(("total", 6, 2, 0), ("field", 5, 0, 1))))["quotas"] == [
        {"id": "total", "counted": 6, "short": 2, "over": 0},
        {"id": "field", "counted": 5, "short": 0, "over": 1},
    ]


def test_what_is_missing_is_null_and_no_end_is_no_date():
    data = obligation_data(row(due_day=FAR, cautious_day=0))
    assert [data[name] for name in ("regime", "opens", "due", "due_at", "cautious_due", "latest")] == [None] * 6


def test_hours_have_their_minute():
    day = dt.date(2026, 6, 1).toordinal()
    data = obligation_data(row(due_minute=570, latest_day=day + 1, latest_minute=600))
    assert (data["due"], data["due_at"], data["latest"]) == ("2026-06-01", "2026-06-01T09:30", "2026-06-02T10:00")


def test_what_is_written_agrees_with_what_a_program_reads(book):
    for each in reviewed(book, LATE).schedule.all_obligations:
        data = obligation_data(each)
        for name in ("anchor", "opens", "due", "cautious_due"):
            value = getattr(each, name)
            assert data[name] == (None if value is None else value.isoformat())
        assert (data["due_at"], data["latest"]) == (each.due_at, each.latest)


# ── reviews ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_review_has_its_keys_in_order(book):
    assert list(review_data(reviewed(book, LATE))) == [
        "type", "offender", "incomplete", "stable_until", "obligations", "counts", "spans", "flags", "set_aside",
    ]  # fmt: skip


def test_only_the_history_holds_every_occurrence(book):
    found = reviewed(book, LATE)
    assert len(review_data(found)["obligations"]) == len(found.obligations)
    assert len(review_data(found, history=True)["obligations"]) == len(found.schedule.all_obligations)


def test_counts_say_how_occurrences_of_each_rule_ended(book):
    found = reviewed(book, LATE)
    counts = review_data(found)["counts"]
    for name, status in (("met", Status.MET), ("met_late", Status.MET_LATE), ("missed", Status.MISSED)):
        expected = sum(each.status is status for each in found.schedule.all_obligations)
        assert sum(each[name] for each in counts.values()) == expected
    assert list(counts["R-N1"]) == ["met", "met_late", "missed", "truncated"]


def test_a_cycle_cut_short_by_a_change_is_held_against_nobody(book):
    found = reviewed(book, LATE)
    rows = (row(status=Status.MISSED, truncated=True), row(status=Status.MISSED), row())
    altered = attrs.evolve(found, schedule=with_rows(found.schedule, rows))
    assert review_data(altered)["counts"] == {"R-V2": {"met": 0, "met_late": 0, "missed": 1, "truncated": 1}}


def test_spans_have_the_names_that_outputs_share(book):
    order = {"id": "o1", "kind": "shpo", "made_on": "2025-01-10", "served_on": "2025-01-10", "ends_on": "2031-01-09"}
    spans = review_data(reviewed(book, {**LATE, "orders": [order]}))["spans"]
    named = {(each["span"], each["key"]) for each in spans}
    assert {("subject", "r1"), ("subject", "o1"), ("order", "o1")} <= named
    registration = next(each for each in spans if each["key"] == "r1")
    assert (registration["first_day"], registration["last_day"]) == ("2024-01-02", "2029-01-01")
    assert (registration["indefinite"], registration["lacking"]) == (False, ("born_on",))
    assert registration["cautious_last_day"] == "2026-07-01"


def test_flags_carry_dates_as_text(book):
    flag = review_data(reviewed(book, LATE))["flags"][0]
    assert list(flag) == [
        "code", "severity", "rule", "key", "since", "days_over", "message", "evidence", "clears", "identity",
        "waiver",
    ]  # fmt: skip
    assert flag["severity"] == "critical"
    values = {each["name"]: each["value"] for each in flag["evidence"]}
    assert values["due"] == dt.date.fromisoformat(values["due"]).isoformat()


def test_what_was_set_aside_is_named_without_its_value(book):
    data = review_data(reviewed(book, DIRTY[1]))
    assert data["incomplete"] is True
    assert [(each["path"], each["found"]) for each in data["set_aside"]] == [("levels[0].level", "number")]


def test_a_rejected_record_is_named_by_its_place():
    said = rejected_data(Rejected(file="r.jsonl", line=4, path="id", kind="missing id"))
    assert (said["type"], said["file"], said["line"], said["hint"]) == ("rejected", "r.jsonl", 4, None)


def test_the_order_of_facts_changes_no_byte(book):
    turned = {key: value[::-1] if isinstance(value, list) else value for key, value in reversed(LATE.items())}
    assert line(review_data(reviewed(book, turned))) == line(review_data(reviewed(book, LATE)))


# ── schedules ────────────────────────────────────────────────────────────────────────────────────────────────


def test_ahead_is_what_is_not_settled_and_due_by_then_or_without_a_known_day(book):
    until = dt.date(2026, 6, 15)
    day = until.toordinal()
    rows = (
        row(due_day=day),
        row(due_day=day + 1),
        row(due_day=day - 100, status=Status.OVERDUE),
        row(due_day=day, status=Status.MET),
        row(due_day=0, status=Status.UNKNOWN),
        row(due_day=FAR, status=Status.SUSPENDED),
        row(due_day=FAR, opens_day=day, status=Status.UPCOMING),
        row(due_day=FAR, opens_day=day + 1, status=Status.UPCOMING),
    )
    whole = reviewed(book, LATE).schedule
    assert list(ahead(with_rows(whole, rows), until)) == [rows[0], rows[2], rows[4], rows[5], rows[6]]


def test_a_schedule_has_its_keys_in_order(book):
    found = schedule(Offender.from_dict(DIRTY[1]), book, as_of=AS_OF, until=AS_OF)
    assert isinstance(found, Schedule)
    data = schedule_data(found, AS_OF)
    assert list(data) == ["type", "offender", "incomplete", "obligations", "set_aside"]
    assert data["incomplete"] is True


def test_a_file_whose_name_is_no_utf_8_can_be_named():
    assert line({"file": "bad\udcff.jsonl"}) == b'{"file":"bad?.jsonl"}\n'
