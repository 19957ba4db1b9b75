"""One occurrence of a rule, its days as dates."""

import datetime as dt

import pytest

from supervise.engine.clock import FAR
from supervise.engine.obligation import MET, SETTLED, STANDING, Obligation, Status, date_of, moment_of

DAY = dt.date(2026, 1, 1).toordinal()


def row(**fields):
    empty = dict.fromkeys(Obligation._fields, 0) | {"met_by": (), "lacking": (), "steps": ()}
    return Obligation(**(empty | {"due_minute": -1, "latest_minute": -1, "status": Status.OPEN} | fields))


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("due_day", "due"),
        ("cautious_day", "cautious_due"),
        ("opens_day", "opens"),
        ("nominal_day", "nominal"),
        ("earliest_day", "earliest"),
        ("anchor_day", "anchor"),
        ("met_day", "met_on"),
    ],
)
def test_days_are_dates_where_there_is_one(field, name):
    assert getattr(row(**{field: DAY}), name) == dt.date(2026, 1, 1)
    assert getattr(row(), name) is None
    assert getattr(row(**{field: FAR}), name) is None
    others = {"due", "cautious_due", "opens", "nominal", "earliest", "anchor", "met_on"} - {name}
    assert all(getattr(row(**{field: DAY}), other) is None for other in others)


def test_the_last_minute_is_told_only_for_hours():
    assert row(due_day=DAY).due_at is None
    assert row(due_day=DAY, due_minute=0).due_at == "2026-01-01T00:00"
    assert row(due_day=DAY, due_minute=1439).due_at == "2026-01-01T23:59"
    assert row(due_minute=5).due_at is None


def test_the_outer_limit_has_its_time_where_it_has_one():
    assert row(latest_day=DAY).latest == "2026-01-01"
    assert row(latest_day=DAY, latest_minute=61).latest == "2026-01-01T01:01"
    assert row().latest is None


@pytest.mark.parametrize("status", Status)
def test_nothing_is_left_to_do_once_it_is_settled(status):
    settled = {"met", "met_late", "missed", "lapsed", "not_required"}
    assert row(status=status).is_settled is (status.value in settled)
    assert (status in SETTLED) is (status.value in settled)


def test_dates_and_moments_of_no_day():
    assert date_of(0) is date_of(FAR) is date_of(-1) is None
    assert date_of(1) == dt.date.min
    assert moment_of(0, 5) is moment_of(FAR, -1) is None


def test_quotas_are_told_by_their_ids():
    filled = row(quota=(("total", 3, 0, 1), ("other", 1, 2, 0)))
    assert filled.counted == {"total": 3, "other": 1}
    assert filled.short == {"total": 0, "other": 2}
    assert filled.over == {"total": 1, "other": 0}


def test_what_was_met_is_settled_and_what_stands_is_the_rest_that_has_begun():
    assert MET < SETTLED
    assert set(Status) - SETTLED - {Status.UPCOMING} == STANDING
