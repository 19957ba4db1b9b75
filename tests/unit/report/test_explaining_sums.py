"""The sum of one occurrence alone: what it counts from, what it gives, and what moved it."""

import pytest

from supervise.model import Offender
from supervise.report.explaining import explain, sums_in_words
from supervise.reviewing import review, schedule
from supervise.rules import load_rulebook
from tests.unit.report.pages import AS_OF

PEOPLE = {
    "id": "x1",
    "registrations": [{"id": "r1", "relevant_on": "2024-01-02", "basis": "conviction", "disposal": "community_order"}],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2024-01-03", "home_kind": "sole_or_main"}],
}
SUPERVISED = {
    **PEOPLE,
    "levels": [{"id": "l1", "level": "low", "from": "2024-01-04"}, {"id": "l2", "level": "high", "from": "2026-06-01"}],
    "reviews": [{"id": "re1", "kind": "supervisor", "on": "2026-04-30", "by": "s1"}],
}
ABROAD = {
    **PEOPLE,
    "trips": [{"id": "t1", "known_on": "2026-06-01", "departs_on": "2026-07-20", "due_back_on": "2026-08-20"}],
}


def sums(book, facts, rule):
    found = schedule(Offender.from_dict(facts), book, as_of=AS_OF, until=AS_OF)
    row = next(row for row in found.of_rule(rule) if not row.is_settled)
    return row, sums_in_words(found, row)


def test_a_sum_begins_with_its_anchor_and_names_what_moved_the_date(book):
    row, told = sums(book, SUPERVISED, "R-R3")
    assert [line.partition(":")[0] for line in told] == ["anchor", "sum", "changed"]
    assert told[0].startswith("anchor: 2026-04-30: re1, ")
    assert told[1] == "sum: level: 2026-04-30 + 1 year = 2027-04-30"
    assert told[2].endswith(f"= {row.due}")


@pytest.mark.parametrize("label", ["cautious", "regime", "status", "due"])
def test_neither_another_reading_nor_what_came_of_it_is_part_of_the_sum(book, label):
    row, told = sums(book, ABROAD, "R-N6")
    assert row.cautious_due < row.due
    assert "sum" in {line.partition(":")[0] for line in told}
    assert label not in {line.partition(":")[0] for line in told}


# ── closed days that a rule names ───────────────────────────────────────────────────────────────────────────────

HEAD = {
    "format": 1, "id": "own", "version": "1", "title": "Own", "jurisdiction": "elsewhere",
    "conventions": {
        "month_end": "the last day of the month", "leap_day": "28 February", "leap_birthday": "1 March",
        "end_day": "no longer in the state", "zone": "UTC",
    },
    "levels": {"scale": ["low", "high"]},
    "sources": {"s": {"title": "A source"}},
    "calendar": "weekdays@2026.1",
}  # fmt: skip
ONCE = {
    "id": "R-1", "duty": "do it", "duty_of": "police", "authority": "LOCAL", "source": "s", "one_per": "event.k",
    "anchor": "start", "cadence": "once", "counting": "after",
}  # fmt: skip


def told_of(regime, on="2026-06-05", **rule):
    """The sum in words and as data of a rule in a book that counts with weekdays; 5 June 2026 is a Friday."""
    whole = {key: value for key, value in (ONCE | {"regime": [regime]} | rule).items() if value is not None}
    found = load_rulebook(HEAD | {"rule": [whole]})
    facts = {"id": "x1", "events": [{"id": "e1", "kind": "k", "on": on}]}
    judged = review(Offender.from_dict(facts), found, as_of=AS_OF)
    (row,) = judged.schedule.obligations
    (passage,) = explain(judged, rule="R-1").passages
    return list(sums_in_words(judged.schedule, row)[1:]), {step["kind"]: step for step in passage.plain()["steps"]}


def test_a_sum_says_whose_closed_days_it_was_counted_with():
    words, data = told_of({"within": "2 working days", "calendar": "sundays@2026.1"})
    assert words == [
        (
            "sum: 2 working days after 2026-06-05 = 2026-06-08: 2026-06-06, 2026-06-08; passed over: 2026-06-07; closed days "
            "of sundays@2026.1"
        )
    ]
    assert data["sum"]["calendar"] == "sundays@2026.1"
    words, data = told_of({"within": "2 working days", "calendar": "weekdays@2026.1"})
    # What a rule names is the book's own: nothing more to say.
    assert words == [
        "sum: 2 working days after 2026-06-05 = 2026-06-09: 2026-06-08, 2026-06-09; passed over: 2026-06-06, 2026-06-07"
    ]
    assert "calendar" not in data["sum"]


def test_so_does_a_closed_day_that_was_moved():
    words, data = told_of({"within": "2 days"}, roll="next open day", calendar="sundays@2026.1")
    assert words == [
        "sum: 2026-06-05 + 2 days = 2026-06-07",
        "moved: 2026-06-07 is closed (sundays@2026.1); next open day = 2026-06-08; passed over: 2026-06-07",
    ]
    # Days are counted by no calendar.
    assert "calendar" not in data["sum"]
    assert data["moved"]["calendar"] == "sundays@2026.1"
    words, _ = told_of({"within": "4 days", "roll": "next open day", "calendar": "sundays@2026.1"}, on="2049-12-30")
    assert words[1] == "moved: 2050-01-03: the calendar of closed days (sundays@2026.1) does not reach so far"
    words, _ = told_of({"within": "4 working days", "calendar": "sundays@2026.1"}, on="2049-12-30")
    assert words[0].endswith("the calendar of closed days does not reach so far; closed days of sundays@2026.1")


def test_the_end_of_a_period_that_a_sum_is_counted_from_is_told():
    words, data = told_of({"within": "2 working days", "from_end_of": "month", "opens": {"within": "0 days"}})
    assert words[0] == (
        "sum: 2026-06-05 lies in the month to 2026-06-30: 2 working days after 2026-06-30 = 2026-07-02: "
        "2026-07-01, 2026-07-02"
    )
    assert (data["sum"]["from"], data["sum"]["from_end_of"], data["sum"]["to"]) == ("2026-06-05", "month", "2026-07-02")
    assert "from_end_of" not in data["limit"]
    _, data = told_of({"within": "9 days", "opens": {"before": "1 day", "from_end_of": "month"}})
    assert "from_end_of" not in data["sum"]
    assert (data["limit"]["from_end_of"], data["limit"]["to"]) == ("month", "2026-06-29")


def test_the_days_taken_off_a_limit_are_told():
    _, data = told_of({"within": "2 months", "opens": {"within": "1 month", "less": "7 days"}})
    assert (data["limit"]["length"], data["limit"]["less"]) == ("1 month", "7 days")
    _, data = told_of({"within": "2 months", "opens": {"within": "1 month"}})
    assert "less" not in data["limit"]


def test_so_do_a_limit_hours_and_the_end_of_a_state():
    _, data = told_of({"within": "9 days", "opens": {"within": "2 working days", "calendar": "sundays@2026.1"}})
    assert data["limit"]["calendar"] == "sundays@2026.1"
    assert data["limit"]["words"] == ["2 working days after 2026-06-05, closed days of sundays@2026.1: 2026-06-08"]
    hours = {"within": "24 hours", "from": "date", "clock": "elapsed", "skips": "closed days"}
    words, _ = told_of(hours | {"calendar": "sundays@2026.1"}, on="2026-06-06", counting=None)
    assert words[0].endswith("closed days of sundays@2026.1; closed days are passed over: 2026-06-07")
