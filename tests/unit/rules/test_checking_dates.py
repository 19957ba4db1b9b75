"""Month ends and leap days: every entry with such a sum is named, with what the book's conventions make of it."""

import pytest

from tests.unit.rules.minimal import CONVENTIONS, COUNTDOWN, ROLLING, RULE, SPAN, book, ruled
from tests.unit.rules.test_checking import found

SERIES = {
    "cadence": "grid",
    "one_per": "offender",
    "anchor": "visit",
    "met_by": "visit",
    "late": "does not count",
    "counting": "after",
}
STARTS = {"after": {"first": "visit"}, "by": "its day"}
OPENS = {"within": "2 months", "opens": {"within": "1 month"}, "latest": {"before": "1 month", "counting": "after"}}
SUSPENDED = {"in": "custody", "effect": "due after end", "due": "1 month beginning with end"}


def one(regime, *, conventions=None, **changes):
    data = ruled(regime=[regime], **changes) | {"conventions": CONVENTIONS | (conventions or {}), "span": []}
    return found(data, "month end")


@pytest.mark.parametrize(
    ("word", "after", "beginning"),
    [
        ("the last day of the month", "28 February 2025", "28 February 2025"),
        ("the last day of the month is the corresponding day", "28 February 2025", "27 February 2025"),
        ("the first day of the next month", "1 March 2025", "28 February 2025"),
    ],
)
def test_a_month_end_is_resolved_as_the_book_says(word, after, beginning):
    chosen = {"conventions": {"month_end": word}}
    assert one({"within": "1 month"}, **chosen) == [
        ("rule R-1.regime[0]", f"31 January 2025 + 1 month falls on {after}")
    ]
    assert one({"within": "1 month", "counting": "beginning with"}, **chosen) == [
        ("rule R-1.regime[0]", f"1 month beginning with 31 January 2025 ends on {beginning}")
    ]


@pytest.mark.parametrize(
    ("word", "day"),
    [("28 February", "28 February"), ("28 February is the anniversary", "28 February"), ("1 March", "1 March")],
)
def test_a_leap_day_is_resolved_as_the_book_says(word, day):
    assert one({"within": "1 year"}, conventions={"leap_day": word}) == [
        ("rule R-1.regime[0]", f"29 February 2024 + 1 year falls on {day} 2025")
    ]


def test_months_that_lie_so_far_apart_are_no_sum():
    series = {**SERIES, "cadence": "month", "anchor": {"birth": "month", "unknown": "january"}, "starts": STARTS}
    assert one({"every": "1 year"}, **series) == []


def test_a_sum_that_goes_back_is_told_as_one():
    assert one({"before": "1 month"}) == [("rule R-1.regime[0]", "31 March 2025 - 1 month falls on 28 February 2025")]


def test_days_are_added_after_the_month_end():
    assert one({"within": "1 month 2 days"}) == [
        ("rule R-1.regime[0]", "31 January 2025 + 1 month 2 days falls on 2 March 2025")
    ]


def test_four_years_from_a_leap_day_are_ambiguous_where_a_century_has_none():
    assert one({"within": "4 years"}) == [
        ("rule R-1.regime[0]", "29 February 2096 + 4 years falls on 28 February 2100")
    ]


@pytest.mark.parametrize("length", ["10 days", "400 years", "9000 years", "never"])
def test_a_length_that_always_finds_its_day_is_not_named(length):
    assert one({"within": length}) == []


def test_all_lengths_of_a_regime_are_told_together_and_once():
    by_level = {"by": "level", "within": {"low": "3 months", "high": "1 month"}}
    assert one(by_level, change={"any": "at the next anchor"}) == [
        (
            "rule R-1.regime[0]",
            "31 January 2025 + 3 months falls on 30 April 2025; 31 January 2025 + 1 month falls on 28 February 2025",
        )
    ]


def test_limits_are_told_with_their_own_counting():
    assert one(OPENS) == [
        (
            "rule R-1.regime[0]",
            (
                "31 July 2025 + 2 months falls on 30 September 2025; 31 January 2025 + 1 month falls on 28 February 2025; "
                "31 March 2025 - 1 month falls on 28 February 2025"
            ),
        )
    ]


def test_the_days_of_a_series_are_those_that_correspond():
    conventions = {"month_end": "the last day of the month is the corresponding day"}
    assert one({"every": "1 month"}, conventions=conventions, **SERIES) == [
        ("rule R-1.regime[0]", "31 January 2025 + 1 month falls on 28 February 2025")
    ]
    rolling = ROLLING | {"counting": "beginning with", "regime": [{"every": "1 month"}]}
    assert found(book(rolling), "month end") == [
        ("rule R-1.regime[0]", "1 month beginning with 31 January 2025 ends on 28 February 2025")
    ]


def test_what_a_rule_says_beside_its_regimes_is_told_for_the_rule():
    offset = RULE | {"id": "R-2", "anchor": {"start": True, "offset": "1 month"}}
    waits = RULE | {"id": "R-3", "suspended": SUSPENDED}
    after = RULE | {"id": "R-4", "suspended": SUSPENDED | {"due": "1 month after end"}}
    starts = (
        RULE
        | SERIES
        | {
            "id": "R-5",
            "regime": [{"every": "10 days"}],
            "starts": {"after": "visit", "by": "its day", "not_within": "1 month"},
        }
    )
    runs_on = RULE | {"id": "R-6", "suspended": {"in": "custody", "effect": "runs on"}}
    leads = COUNTDOWN | {"leads": ["1 month"]}
    spans = [SPAN | {"length": [{"lasts": "for life"}]}]
    missed = {"occurrence_of": "R-6", "outcome": "missed", "reach": 2}
    within = [
        RULE | {"id": f"R-{n}", "one_per": missed | {"within": each}} for n, each in ((7, "1 month"), (8, "9 days"))
    ]
    assert found(book(leads, offset, waits, after, starts, runs_on, *within, span=spans), "month end") == [
        ("rule R-1", "31 March 2025 - 1 month falls on 28 February 2025"),
        ("rule R-2", "31 January 2025 + 1 month falls on 28 February 2025"),
        ("rule R-3", "1 month beginning with 31 January 2025 ends on 28 February 2025"),
        ("rule R-4", "31 January 2025 + 1 month falls on 28 February 2025"),
        ("rule R-5", "31 January 2025 + 1 month falls on 28 February 2025"),
        ("rule R-7", "31 March 2025 - 1 month falls on 28 February 2025"),
    ]


def test_spans_derived_events_and_orders_are_told_as_well():
    span = SPAN | {
        "length": [{"lasts": "1 month", "when": {"basis": "caution"}}, {"lasts": "for life"}],
        "extended_by": {"of": "event.k", "by": "2 months"},
        "shortened": {"by": "3 months", "after": "4 months", "without": "event.k"},
        "ended_by": "event.k",
        "ends_after": "1 month",
        "start": {"field": "convicted_on", "offset": "5 months"},
    }
    gap = {"id": "g", "kind": "gap", "of": "visit", "ended_by": "event.k", "reach": "1 month", "source": "s"}
    order = {"kind": "shpo", "source": "s", "until_further_order": True, "maximum": "1 year"}
    data = book(RULE, span=[span], derive=[gap | {"counting": "after"}], order=[order])
    assert found(data, "month end") == [
        (
            "span held",
            (
                "1 month beginning with 31 January 2025 ends on 28 February 2025; "
                "2 months beginning with 31 July 2025 ends on 30 September 2025; "
                "3 months beginning with 31 January 2025 ends on 30 April 2025; "
                "4 months beginning with 31 May 2025 ends on 30 September 2025; "
                "31 January 2025 + 1 month falls on 28 February 2025; "
                "31 January 2025 + 5 months falls on 30 June 2025"
            ),
        ),
        ("derive g", "31 January 2025 + 1 month falls on 28 February 2025"),
        ("order[0]", "1 year beginning with 29 February 2024 ends on 28 February 2025"),
    ]


@pytest.mark.parametrize("anchor", [{"birthday": 18}, {"next_birthday": "start"}])
def test_a_birthday_on_the_leap_day_is_told_for_the_rule(anchor):
    assert found(ruled(anchor=anchor), "leap birthday") == [
        ("rule R-1", "a birthday on 29 February falls on 1 March in a common year")
    ]


def test_a_rule_without_a_birthday_is_not_named():
    assert found(ruled(), "leap birthday") == []
