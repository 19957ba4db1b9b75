"""Where the slots of a fixed series lie: which is the first, and how far back the search for one begins."""

import pytest

from supervise.engine.placing import _at_most_days
from supervise.rules.duration import Duration
from tests.unit.engine.books import GRID, book, events, judged, shown, stands, states
from tests.unit.engine.test_fixed import MONTH, SUBJECT, YEAR, windows

# ── where a series starts ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("by", "k", "first"),
    [
        ("its day", "2026-07-09", "2026-07-10"),
        ("its day", "2026-07-10", "2027-07-10"),
        ("opens", "2026-07-04", "2026-07-10"),
        ("opens", "2026-07-05", "2027-07-10"),
        ("last day", "2026-07-09", "2026-07-10"),
        ("last day", "2026-07-10", "2027-07-10"),
    ],
)
def test_the_first_is_the_first_that_comes_after_the_day_of_an_event(by, k, first):
    born = {"anchor": {"birth": "day"}, "starts": {"after": "event.k", "by": by}}
    regime = [{"every": "1 year", "opens": {"before": "5 days"}}]
    found = judged(GRID | born | {"regime": regime}, "2026-01-01", born_on="1980-07-10", events=events(k="2020-01-01"))
    assert shown(found, "due")[0] == "2020-07-10"
    found = judged(GRID | born | {"regime": regime}, "2026-12-01", born_on="1980-07-10", events=events(k=k))
    assert shown(found, "due")[0] == first


@pytest.mark.parametrize(("k", "first"), [("2026-05-01", "2026-07-01"), ("2026-05-02", "2027-07-01")])
def test_what_opens_too_soon_after_that_event_is_left_out(k, first):
    starts = {"after": "event.k", "by": "opens", "not_within": "2 months"}
    found = judged(MONTH | {"starts": starts}, "2026-06-01", born_on="1980-07-10", events=events(k=k))
    assert shown(found, "opens")[0] == first


def test_where_that_event_has_not_happened_there_is_no_series():
    assert stands(judged(MONTH, "2026-06-01", born_on="1980-07-10")) == []


def test_a_first_date_without_an_opening_of_its_own_opens_on_the_day_after_the_start():
    born = {"anchor": {"birth": "day"}, "starts": {"after": "event.k", "by": "its day"}}
    rule = GRID | born | {"regime": [{"every": "1 year"}]}
    found = judged(rule, "2026-08-01", born_on="1980-07-10", events=events(k="2025-09-01"))
    assert windows(found) == ["2025-09-02/2026-07-10", "2026-07-11/2027-07-10", "2027-07-11/2028-07-10"]


def test_the_series_lies_in_its_case():
    rule = GRID | {"while": SUBJECT, "one_per": {"run_of": "hospital"}, "anchor": "start"}
    facts = {
        "registrations": [{"id": "g", "convicted_on": "2026-01-01"}],
        "statuses": states("hospital", h="2026-01-10"),
    }
    found = judged(book(rule, span=YEAR), "2027-06-01", **facts)
    assert shown(found, "due", "status") == [
        ("2026-04-10", "missed"),
        ("2026-07-09", "missed"),
        ("2026-10-07", "missed"),
    ]


# ── how far back one is looked for ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("length", "days"),
    [("10 calendar years", 3653), ("4 calendar quarters", 366), ("3 calendar weeks", 21), ("2 months 3 days", 65)],
)
def test_a_number_of_days_that_a_length_does_not_reach(length, days):
    assert _at_most_days(Duration.from_text(length)) > days


@pytest.mark.parametrize(("length", "days"), [("5 working days", 14), ("48 hours", 2)])
def test_closed_days_and_the_last_minute_are_in_that_number(length, days):
    assert _at_most_days(Duration.from_text(length)) > days
