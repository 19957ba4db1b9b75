"""The slots of fixed duties, as an officer reads them."""

import datetime as dt

import pytest

from supervise.engine.schedule import evaluate
from supervise.engine.steps import NotCounted
from supervise.engine.trace import steps_of
from supervise.model import Offender
from supervise.report.explaining import explain
from supervise.report.explaining_slots import SLOTS
from supervise.reviewing import review
from tests.unit.engine.books import GRID, SPAN, book, events, levels, states

BLOCK = GRID | {
    "cadence": "block",
    "counting": None,
    "partial": "not required",
    "regime": [{"every": "calendar month"}],
}
BIRTHDAYS = GRID | {
    "anchor": {"birth": "day"},
    "starts": {"after": "event.k", "by": "its day"},
    "regime": [{"every": "1 year"}],
}
MONTH = BIRTHDAYS | {"cadence": "month", "anchor": {"birth": "month"}, "counting": None}
STANDS_IN = BIRTHDAYS | {"anchor": {"birth": "day", "offset": "6 months", "else": {"first": "event.k"}}}
WEEKDAY = GRID | {"cadence": "weekday", "counting": None}
K = events(k="2026-01-15")


def explained(rule, as_of, **facts):
    small = book(rule, span=[SPAN | {"length": [{"lasts": "1 year"}]}])
    offender = Offender.from_dict({"id": "x1", "events": K} | facts)
    return explain(review(offender, small, as_of=dt.date.fromisoformat(as_of)), rule="r").text()


def lines(rule, as_of, **facts):
    """The explanation, its lines joined again."""
    return " ".join(explained(rule, as_of, **facts).split())


@pytest.mark.parametrize(
    ("rule", "facts", "words"),
    [
        (GRID, {}, "placed the 1st date of a grid of 90 days from 2026-01-15 = 2026-04-15"),
        (
            GRID | {"regime": [{"every": "90 days", "within": "5 days"}]},
            {},
            "placed the 1st date of a grid of 90 days from 2026-01-15 = 2026-04-15 sum 2026-04-15 + 5 days = 2026-04-20",
        ),
        (GRID, {}, "anchor 2026-01-15: k, the first event k"),
        (BIRTHDAYS, {"born_on": "1980-07-10"}, "anchor the day of birth placed the birthday on 2026-07-10"),
        (
            BIRTHDAYS | {"anchor": {"birth": "day", "offset": "6 months"}},
            {"born_on": "1980-07-10"},
            "anchor the day of birth placed 6 months after a birthday: 2027-01-10",
        ),
        (
            STANDS_IN,
            {"born_on": "1980-07-10"},
            "anchor the day of birth placed 6 months after a birthday: 2027-01-10",
        ),
        (STANDS_IN, {}, "first event k placed the 1st date of a grid of 1 year from 2026-01-15 = 2027-01-15"),
        (
            GRID | {"cadence": "block", "counting": "beginning with"},
            {},
            "placed the 1st block of 90 days: 2026-01-15 to 2026-04-14",
        ),
        (BLOCK, {}, "placed the 2nd calendar month from that of 2026-01-15: 2026-02-01 to 2026-02-28"),
        (
            MONTH,
            {"birth_month_day": "07-10"},
            "anchor the month of birth placed a month of every 1 year from the month of birth: 2026-07-01 to 2026-07-31",
        ),
        (
            MONTH | {"anchor": "event.k", "regime": [{"every": "3 months"}]},
            {},
            "placed a month of every 3 months from that of 2026-01-15: 2026-04-01 to 2026-04-30",
        ),
        (
            MONTH | {"anchor": "event.k", "regime": [{"named": ["may", "june"], "days": [1, 15]}]},
            {},
            "placed one of the months named (may and june): 2026-05-01 to 2026-05-15",
        ),
        (
            MONTH | {"anchor": "event.k", "regime": [{"every": "1 month", "days": "first monday"}]},
            {},
            "placed a month of every 1 month from that of 2026-01-15: the first monday, 2026-02-02",
        ),
        (
            MONTH | {"anchor": "event.k", "regime": [{"named": ["march", "june"], "days": [10, "last friday"]}]},
            {},
            "placed one of the months named (march and june): day 10 to the last friday, 2026-03-10 to 2026-03-27",
        ),
        (
            WEEKDAY | {"regime": [{"weekday": "monday"}]},
            {},
            "placed the 1st monday after 2026-01-15 = 2026-01-19",
        ),
        (
            WEEKDAY | {"regime": [{"weekday": "monday", "at": "10:00"}]},
            {},
            "placed the 1st monday after 2026-01-15 = 2026-01-19, by 10:00",
        ),
    ],
)
def test_an_occurrence_says_where_it_lies(rule, facts, words):
    assert words in lines(rule, "2026-01-20", **facts)


def test_the_date_of_birth_is_not_told():
    for rule in (BIRTHDAYS, STANDS_IN):
        assert "1980" not in explained(rule, "2026-01-20", born_on="1980-07-10")


def test_a_named_date_is_told_with_the_one_it_replaces():
    dates = [{"id": "d1", "rule": "r", "on": "2026-02-17"}]
    found = lines(BLOCK | {"may_set": "inside the window"}, "2026-02-10", set_dates=dates)
    assert "set date d1 names 2026-02-17 in place of 2026-02-28 due 2026-02-17" in found


def test_the_end_that_cuts_is_told():
    rule = BIRTHDAYS | {
        "regime": [{"every": "1 year", "opens": {"before": "30 days"}}],
        "while": {"span": "span", "at_end": "cut"},
    }
    facts = {"born_on": "1980-08-20", "registrations": [{"id": "g", "convicted_on": "2025-08-11"}]}
    found = lines(rule, "2026-08-01", **facts)
    assert "cut short the last day on which it can fall due is 2026-08-10" in found


def slot_lines(rule, as_of, due, **facts):
    """What is said of the slot with a due day, of its place and what happened to it."""
    offender = Offender.from_dict({"id": "x1", "events": K} | facts)
    schedule = evaluate(offender, book(rule), as_of=dt.date.fromisoformat(as_of))
    row = next(row for row in schedule.all_obligations if str(row.due) == due)
    return [line for step in steps_of(schedule, row) if type(step) in SLOTS for line in SLOTS[type(step)](step)]


@pytest.mark.parametrize(
    ("if_", "run", "words"),
    [
        (
            "due day ends inside",
            "2026-04-01/2026-05-01",
            "its due day lies in custody: s from 2026-04-01, ended 2026-05-01",
        ),
        (
            "the whole window lies inside",
            "2026-01-10",
            "all its days lie in custody: s from 2026-01-10, no known end",
        ),
    ],
)
def test_a_slot_that_is_skipped_says_why(if_, run, words):
    rule = GRID | {"suspended": {"in": "custody", "effect": "skip", "if": if_}}
    found = slot_lines(rule, "2026-05-02", "2026-04-15", statuses=states(s=run))
    assert found == [
        ("placed", "the 1st date of a grid of 90 days from 2026-01-15 = 2026-04-15"),
        ("skipped", words),
    ]


def test_a_slot_that_is_skipped_in_part_names_the_days_of_each_state():
    part = {"in": "custody", "effect": "skip", "if": "part of the window lies inside", "percent": 50}
    held = states(s="2026-01-10/2026-02-20", t="2026-04-01/2026-05-01")
    found = slot_lines(GRID | {"suspended": part}, "2026-05-02", "2026-04-15", statuses=held)
    assert [text for label, text in found if label == "skipped"] == [
        "35 of its 90 days, of which 50 % are enough, lie in custody: s from 2026-01-10, ended 2026-02-20",
        "15 of its 90 days, of which 50 % are enough, lie in custody: t from 2026-04-01, ended 2026-05-01",
    ]


def test_a_block_entered_in_the_middle_says_so():
    rule = BLOCK | {"regime": [{"every": "calendar year"}]}
    assert slot_lines(rule, "2026-01-20", "2026-12-31") == [
        ("placed", "the 1st calendar year from that of 2026-01-15: 2026-01-15 to 2026-12-31, entered in the middle"),
        ("left out", "it is no whole block of the calendar: the time for it begins or ends inside"),
    ]


def test_a_slot_that_a_change_cut_says_so():
    rule = GRID | {
        "regime": [{"when": {"level": "high"}, "every": "30 days"}, {"every": "90 days"}],
        "change": {"stricter": "from the change", "laxer": "keep the pending"},
    }
    found = slot_lines(rule, "2026-03-10", "2026-04-15", levels=levels(low="2025-12-01", high="2026-03-01"))
    assert found == [
        ("placed", "2: the 1st date of a grid of 90 days from 2026-01-15 = 2026-04-15"),
        ("left out", "the regime changed on 2026-03-01: the next takes its place"),
    ]


def test_the_lengths_of_unknown_levels_are_told_apart():
    rule = GRID | {
        "regime": [
            {"by": "level", "every": {"low": "1 year", "medium": "90 days", "high": "90 days", "very_high": "30 days"}}
        ],
        "change": {"any": "at the next anchor"},
    }
    found = lines(rule, "2026-01-20")
    assert "placed very_high: the 1st date of a grid of 30 days from 2026-01-15 = 2026-02-14" in found
    assert " medium or high: the 1st date of a grid of 90 days from 2026-01-15 = 2026-04-15" in found
    assert found.index("very_high:") < found.index("medium or high:") < found.index("low: the 1st")
    known = lines(rule, "2026-01-20", levels=levels(low="2025-12-01"))
    assert "in force level on 2026-01-15: low, since 2025-12-01 (l-low)" in known


def test_an_event_before_the_opening_says_that_it_came_too_early():
    rule = GRID | {"regime": [{"every": "90 days", "opens": {"before": "10 days"}}]}
    found = lines(rule, "2026-04-10", events=K + events("done", d="2026-04-04"))
    assert "did not count d on 2026-04-04 (done): before it could be met, from 2026-04-05" in found


def test_an_event_outside_the_days_that_count_is_told_these_as_the_book_is():
    rule = GRID | {"cadence": "once", "regime": [{"within": "90 days"}]}
    rule["met_by"] = {"any": "event.done", "since": "ever", "window": [-10, 36500]}
    del rule["late"]
    found = lines(rule, "2026-01-20", events=K + events("done", d="2026-01-04"))
    assert "did not count d on 2026-01-04 (done): not in the time around the anchor: from 10 days before on" in found


def test_an_event_that_came_when_nothing_late_counts_any_more_says_so():
    rule = GRID | {"late": "does not count", "regime": [{"every": "90 days", "opens": {"before": "10 days"}}]}
    offender = Offender.from_dict({"id": "x1", "events": K + events("done", e="2026-04-20")})
    schedule = evaluate(offender, book(rule), as_of=dt.date(2026, 5, 1))
    missed = next(row for row in schedule.all_obligations if row.status == "missed")
    reasons = [(step.id, step.why) for step in steps_of(schedule, missed) if isinstance(step, NotCounted)]
    assert reasons == [("e", "closed")]
