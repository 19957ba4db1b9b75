"""Changes of regime and suspensions in words: what moved a date, and by how much."""

import pytest

from supervise.model import Offender
from supervise.report.explaining import explain
from supervise.reviewing import review
from tests.unit.engine.books import book, by_level, day, events, levels, rolling, states


def told(label, as_of, rule, **facts):
    """Return the lines under a label, of the occurrence of a small rule that stands."""
    found = review(
        Offender.from_dict({"id": "x1", "events": events(k="2026-01-01")} | facts), book(rule), as_of=day(as_of)
    )
    lines, taken = [], False
    for line in explain(found, rule="r").text().splitlines():
        head = line[2:16].strip()
        taken = head == label if head else taken and line.startswith(" " * 16)
        lines += [line[16:]] if taken else []
    return " ".join(lines)


def changed(policy, *levels_after, as_of="2026-01-20"):
    rule = rolling(regime=[by_level(low="30 days", high="10 days")], change={"stricter": policy, "laxer": policy})
    given = [
        {"id": f"l{place}", "level": level, "from": on}
        for place, (level, on) in enumerate((("low", "2025-01-01"), *levels_after))
    ]
    return told("changed", as_of, rule, levels=given)


def test_a_length_from_the_next_calendar_month():
    assert changed("from the next calendar month", ("high", "2026-01-16")) == (
        "2026-01-16, regime level (level high, since 2026-01-16 (l1)): 2026-01-01 + 10 days = 2026-01-11; "
        "stricter than the pending 2026-01-31; from the next calendar month = 2026-02-11"
    )


def test_a_change_inside_a_state_names_the_next_day_that_counts():
    rule = rolling(
        regime=[by_level(low="90 days", high="30 days")],
        change={"stricter": "from the last, not before the change", "laxer": "keep the pending"},
        suspended={"in": "custody", "effect": "days do not count"},
    )
    given = levels(low="2025-01-01", high="2026-02-15")
    found = told("changed", "2026-03-10", rule, levels=given, statuses=states(s="2026-02-01/2026-03-03"))
    assert found.endswith("from the last, not before the change = 2026-03-03, the next day that counts")


def test_a_proportion_is_told_so_that_it_can_be_done_again():
    text = changed("in proportion", ("high", "2026-01-16"))
    assert text.endswith("in proportion = 2026-01-21 15 of 30 days were left: 1/2 of 10 days, rounded down, is 5 days")


def test_a_second_proportion_names_the_part_that_the_first_left():
    text = changed("in proportion", ("high", "2026-01-16"), ("low", "2026-01-20"))
    assert text.endswith(
        "in proportion = 2026-01-23 1 of 5 days were left, these being 1/2 of an interval: "
        "1/10 of 30 days, rounded down, is 3 days"
    )


@pytest.mark.parametrize(
    ("by", "run", "text"),
    [
        (
            {"effect": "due after end", "due": "3 days after end"},
            "2026-01-02/2026-01-03",
            (
                "custody s from 2026-01-02, ended 2026-01-03 (1 day) 2026-01-03 + 3 days = 2026-01-06 "
                "that takes the place of 2026-01-11"
            ),
        ),
        (
            {"effect": "due after end", "due": "3 days after end"},
            "2026-01-02",
            "custody s from 2026-01-02, no known end: the date waits for it",
        ),
        (
            {"effect": "restarts"},
            "2026-01-02/2026-01-03",
            "custody s from 2026-01-02, ended 2026-01-03 (1 day) the length restarts from the end; 2026-01-11 is gone",
        ),
        ({"effect": "restarts"}, "2026-01-02", "custody s from 2026-01-02, no known end: the date waits for it"),
    ],
)
def test_what_a_state_did_to_the_date(by, run, text):
    rule = rolling(suspended={"in": "custody"} | by)
    assert told("suspended", "2026-01-05", rule, statuses=states(s=run)) == text


def test_a_state_that_several_facts_make_names_them_all():
    both = states(s="2026-01-02/2026-01-03", t="2026-01-03/2026-01-05", u="2026-01-04/2026-01-05")
    rule = rolling(suspended={"in": "custody", "effect": "due after end", "due": "3 days after end"})
    assert told("suspended", "2026-01-06", rule, statuses=both).startswith(
        "custody s and t from 2026-01-02, ended 2026-01-05 (3 days)"
    )
    rule = rolling(suspended={"in": "custody", "effect": "days do not count"})
    assert "s and t from 2026-01-02 to 2026-01-04" in told("sum", "2026-01-06", rule, statuses=both)


def test_days_left_out_of_months():
    rule = rolling(suspended={"in": "custody", "effect": "days do not count"}, regime=[{"every": "3 months"}])
    assert told("sum", "2026-03-05", rule, statuses=states(s="2026-02-01/2026-03-03")) == (
        "3 months after 2026-01-01 = 2026-05-01; days in custody are not counted: "
        "s from 2026-02-01 to 2026-03-02 (ended 2026-03-03)"
    )


def test_a_level_that_is_not_new_is_not_named():
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")],
        change={"stricter": "in proportion", "laxer": "in proportion"},
    )
    assert told("in force", "2026-01-20", rule, levels=levels(low="2025-01-01")) == (
        "level on 2026-01-01: low, since 2025-01-01 (l-low)"
    )


def test_a_level_that_the_scale_does_not_have_is_told_as_none():
    rule = rolling(regime=[by_level(low="30 days", high="10 days")], change={"any": "at the next anchor"})
    found = told("in force", "2026-01-20", rule, levels=[{"id": "l2", "level": "odd", "from": "2025-01-01"}])
    assert found == "level on 2026-01-01: none that the scale of the book has, since 2025-01-01 (l2)"


def test_a_level_is_not_followed_where_another_was_set_aside():
    rule = rolling(regime=[by_level(low="30 days", high="10 days")], change={"any": "at the next anchor"})
    found = told("in force", "2026-01-20", rule, levels=[*levels(low="2025-01-01"), {"id": "l2", "level": 3}])
    assert found == (
        "level on 2026-01-01: low, since 2025-01-01 (l-low); not followed: another level was set aside, "
        "and may be the one that held"
    )


def test_a_state_that_does_not_hold_has_no_first_day():
    rule = rolling(
        regime=[{"name": "inside", "when": {"in": ["custody"]}, "every": "30 days"}, {"every": "10 days"}],
        change={"any": "at the next anchor"},
    )
    assert told("in force", "2026-01-05", rule) == "custody on 2026-01-01: no"


def test_a_date_of_the_book_is_named_without_a_fact():
    regimes = [
        {"name": "new", "when": {"since": "2026-01-11"}, "every": "10 days"},
        {"name": "old", "every": "30 days"},
    ]
    rule = rolling(regime=regimes, change={"any": "from the change"})
    assert told("changed", "2026-01-20", rule).startswith(
        "2026-01-11, regime new (a date of the book reached, since 2026-01-11): "
    )
