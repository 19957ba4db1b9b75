"""The quotas of a block in words: what was asked for, what was counted, and where it is short."""

import pytest

from supervise.report.book import book_lines
from supervise.report.explaining import explain
from supervise.reviewing import review
from tests.unit.engine.books import book, day, events, levels, offender, states
from tests.unit.engine.test_any_window import rule
from tests.unit.engine.test_quotas import FOUR, TOTAL, by_level, done, quotas


def told(small, as_of, *days, start="2026-01-01", more=(), **facts):
    """Return the lines on quotas and shares of the first block."""
    made = events(k=start) + done(*days) + list(more)
    found = review(offender(events=made, **facts), small, as_of=day(as_of))
    lines, label, blocks = [], "", 0
    for line in explain(found, rule="r").text().splitlines():
        blocks += line.startswith("  occurrence")
        label = line[2:16].strip() or label
        if blocks == 1 and label in ("quota", "in proportion"):
            lines.append(line[16:].strip())
    return lines


def test_a_quota_that_is_short_and_one_that_is_full():
    both = quotas(TOTAL, {"id": "other", "of": "event.done", "at_least": 1, "at_most": 1})
    assert told(both, "2026-01-31", "2026-01-05") == [
        "total: 1 of at least 2; 1 short",
        "other: 1 of at least 1; filled on 2026-01-05",
    ]
    assert told(both, "2026-01-31", "2026-01-05", "2026-01-06")[1] == (
        "other: 2 of at least 1; filled on 2026-01-05; 1 more than is allowed (1)"
    )


def test_the_parts_that_are_short():
    part = {"id": "weekly", "of": "event.done", "at_least": 1, "each": "calendar week", "parts": "wholly inside"}
    assert told(quotas(part), "2026-01-31", "2026-01-05", "2026-01-13") == [
        "weekly: 2 of at least 3 (1 in each calendar week that lies wholly inside); 1 short",
        "weekly, 2026-01-19 to 2026-01-25: 1 short",
    ]
    monthly = {"id": "monthly", "of": "event.done", "at_least": 1, "each": "calendar month"}
    assert told(quotas(monthly, every="calendar quarter"), "2026-01-31", "2026-01-05")[0] == (
        "monthly: 1 of at least 3 (1 in each calendar month); 2 short"
    )


def test_a_percentage_says_of_how_many_and_how_it_was_rounded():
    of = ["event.done", "event.other"]
    quota = {"id": "half", "of": "event.done", "at_least": {"percent": 50, "of": of, "rounded": "up"}}
    more = done("2026-01-06", "2026-01-07", kind="other")
    whole = "(50 % of 3 (event.done or event.other), rounded up)"
    said = " ".join(told(quotas(quota), "2026-01-31", "2026-01-05", more=more))
    assert said == f"half: 1 of at least 2 {whole}; 1 short"
    enough = told(quotas(quota), "2026-01-20", "2026-01-05", "2026-01-08", more=more)
    assert " ".join(enough).endswith("rounded up); not short by 2026-01-20")
    assert " ".join(told(quotas(quota), "2026-01-20")).endswith("rounded up); nothing is asked")
    found = review(offender(events=events(k="2026-01-01") + done("2026-01-05")), quotas(quota), as_of=day("2026-01-20"))
    (step,) = [
        each
        for passage in explain(found, rule="r").plain()["passages"]
        for each in passage["steps"]
        if each["kind"] == "quotas" and each["first_day"] == "2026-01-01"
    ]
    assert (step["quotas"][0]["percentage_of"], step["quotas"][0]["filled_on"]) == (1, None)


def test_what_stood_in_and_what_was_lowered():
    quota = FOUR | {
        "also": [{"of": "event.other", "at_most_percent": 50}],
        "reduced_by": [{"of": "event.third", "by": 1}],
    }
    more = done("2026-01-06", kind="other") + done("2026-01-07", kind="third")
    assert told(quotas(quota), "2026-01-31", "2026-01-05", more=more) == [
        "q: 2 of at least 3 (lowered by 1), 1 of them in place of others; 1 short"
    ]


def test_how_many_stood_in_for_one():
    also = [
        {"of": "event.other", "at_most": 2, "for_one": 2},
        {"of": "event.third", "at_most": 1, "for_one": 3},
        {"of": "event.fourth", "at_most": 1},
    ]
    more = done("2026-01-06", "2026-01-07", kind="other")
    said = " ".join(told(quotas(FOUR | {"also": also}), "2026-01-31", "2026-01-05", more=more))
    rates = "2 for one (event.other) and 3 for one (event.third)"
    assert said == f"q: 2 of at least 4, 1 of them in place of others, {rates}; 2 short"


def test_what_was_left_over_of_the_block_before():
    left = FOUR | {"at_least": 2, "also": [{"left_over": True, "at_most": 2, "for_one": 2}]}
    days = [f"2026-01-{day:02}" for day in range(5, 9)]
    small = quotas(left, {"id": "other", "of": "event.other", "at_least": 1})
    found = review(offender(events=events(k="2026-01-01") + done(*days)), small, as_of=day("2026-02-03"))
    said = " ".join(explain(found, rule="r").text().split())
    one = "q: 1 of at least 2, 1 of them in place of others, 2 for one (left over)"
    assert f"{one}, left over of the block before: done2 and done3; 1 short" in said
    (step,) = [
        each
        for passage in explain(found, rule="r").plain()["passages"]
        for each in passage["steps"]
        if each["kind"] == "quotas" and each["first_day"] == "2026-02-01"
    ]
    assert [each.get("left_over_ids") for each in step["quotas"]] == [["done2", "done3"], None]


def test_a_share_names_the_days_of_each_regime():
    rose = levels(low="2025-01-01", high="2026-04-16")
    assert told(by_level("in proportion"), "2026-04-30", start="2026-04-01", levels=rose) == [
        "low: 2026-04-01 to 2026-04-15, of a block of 30 days",
        "high: 2026-04-16 to 2026-04-30, of a block of 30 days",
        "total: 0 of at least 3 (in proportion, rounded down); 3 short",
    ]


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("2026-01-17/2026-01-30", "without the days in a state from 2026-01-17 to 2026-01-29"),
        ("2026-01-17", "without the days in a state from 2026-01-17 on, no known end"),
    ],
)
def test_days_that_lower_a_quota(run, text):
    held = quotas(FOUR, suspended={"in": "custody", "effect": "in proportion"})
    lines = told(held, "2026-01-31", statuses=states(s=run, before="2025-12-01/2025-12-03"))
    assert lines[:2] == ["2026-01-01 to 2026-01-31, of a block of 31 days", text]
    assert lines[2].startswith("q: 0 of at least 2 (in proportion, rounded down)")


def test_a_quota_that_asks_for_nothing():
    held = quotas(FOUR, suspended={"in": "custody", "effect": "in proportion"})
    assert told(held, "2026-01-10", statuses=states(s="2025-12-01"))[-1] == (
        "q: 0 of at least 0 (in proportion, rounded down); nothing is asked"
    )


def test_a_book_shows_its_quotas():
    both = quotas(TOTAL | {"at_most": 4}, FOUR | {"also": [{"of": "event.other", "at_most_percent": 50}]})
    text = " ".join(" ".join(line.text for line in book_lines(both)).split())
    assert "every calendar month; quota total: of: event.done, at least: 2, at most: 4; quota q" in text
    assert "also of (of: event.other, at most percent: 50)" in text


def test_a_window_and_the_event_it_holds_no_more():
    small = book(rule())

    def text(*days):
        found = review(offender(events=events(k="2026-01-01") + done(*days)), small, as_of=day("2026-01-06"))
        return " ".join(explain(found, rule="r").text().split())

    third = text("2026-01-03", "2026-01-05")
    assert "anchor 2026-01-04: done0, which the window that begins on this day holds no more" in third
    assert "window no. 3, 2 in any 10 days: the window begins on the day after one that it holds no more" in third
    assert "10 days beginning with 2026-01-04: day 1 is 2026-01-04, last day 2026-01-13" in third
    assert "window no. 1, 2 in any 10 days: in the first window" in text()
    assert "at least 2 in any 10 days, counted 'beginning with'" in " ".join(line.text for line in book_lines(small))
