"""Where the slots of a fixed series lie: the first, the next, and what a change of regime or a gap brings."""

import datetime as dt

import pytest

from supervise.engine.judged import MOST_AHEAD
from supervise.engine.placing import _at_most_days
from supervise.engine.regimes import Chooser
from supervise.engine.schedule import evaluate
from supervise.engine.steps import Counted
from supervise.engine.trace import steps_of
from supervise.model import Offender
from supervise.rules.duration import Duration
from tests.unit.engine.books import (
    GRID,
    HEAD,
    JANUARY,
    SPAN,
    book,
    by_level,
    day,
    events,
    judged,
    levels,
    shown,
    stands,
    states,
)
from tests.unit.engine.series import BLOCK, CALENDAR, MONTH, OPENS, SUBJECT, TO_10_AUGUST, YEAR, K, done, windows

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


def test_the_last_block_of_a_case_ends_on_its_last_day():
    rule = CALENDAR | {"while": SUBJECT, "partial": "whole standard", "anchor": "start", "one_per": "registration"}
    found = judged(book(rule, span=YEAR), "2026-08-01", **TO_10_AUGUST)
    assert windows(found)[-1] == "2026-08-01/2026-08-10"


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


# ── which occurrences there are ─────────────────────────────────────────────────────────────────────────────────


def test_all_that_have_opened_and_the_next_are_shown():
    found = judged(GRID | {"regime": OPENS}, "2026-06-19", events=K)
    assert windows(found) == ["2026-03-22/2026-04-01", "2026-06-20/2026-06-30"]
    found = judged(GRID | {"regime": OPENS}, "2026-06-20", events=K)
    assert windows(found) == ["2026-03-22/2026-04-01", "2026-06-20/2026-06-30", "2026-09-18/2026-09-28"]


@pytest.mark.parametrize(("until", "last"), [("2026-12-16", "2026-09-28"), ("2026-12-17", "2026-12-27")])
def test_up_to_a_day_ahead_all_that_open_by_then_are_certain(until, last):
    found = judged(GRID | {"regime": OPENS}, "2026-01-02", until=until, events=K)
    assert shown(found, "due")[-1] == last
    assert set(shown(found, "projected")) == {False}


def test_a_placeholder_as_the_day_ahead_makes_no_endless_list():
    found = judged(GRID | {"regime": [{"every": "1 day"}]}, "2026-01-02", until="9999-12-31", events=K)
    assert len(stands(found)) <= MOST_AHEAD + 3


def test_the_day_on_which_the_next_opens_is_the_day_on_which_it_reads_differently():
    assert judged(GRID | {"regime": OPENS}, "2026-01-02", events=K).stable_until == day("2026-03-22")


def test_what_fell_due_more_than_forty_years_ago_is_not_judged():
    found = judged(GRID | {"regime": [{"every": "1 year"}]}, "2026-01-02", events=events(k="1950-06-01"))
    assert shown(found, "due")[0] == "1986-06-01"


def test_without_an_anchor_there_is_none():
    assert stands(judged(GRID, "2026-01-02")) == []


def test_an_occurrence_names_the_day_it_is_counted_from():
    found = judged(GRID | {"regime": [{"every": "90 days", "within": "5 days"}]}, "2026-01-02", events=K)
    assert shown(found, "anchor", "opens", "due", "nominal") == [
        ("2026-04-01", "2026-01-02", "2026-04-06", "2026-04-06"),
        ("2026-06-30", "2026-04-02", "2026-07-05", "2026-07-05"),
    ]


def test_limits_are_counted_from_the_day_of_a_slot():
    regime = {"every": "90 days", "opens": {"within": "0 days"}, "before": "0 days", "latest": {"within": "20 days"}}
    found = judged(GRID | {"regime": [regime]}, "2026-01-02", events=K)
    assert shown(found, "opens", "due", "latest") == [("2026-04-01", "2026-04-01", "2026-04-21")]


def test_hours_before_a_slot_are_counted_from_its_first_moment():
    regime = {"every": "90 days", "before": "0 hours", "opens": {"before": "72 hours"}, "from": "date", "clock": "wall"}
    found = judged(GRID | {"regime": [regime]}, "2026-01-02", events=K)
    assert shown(found, "opens", "due_at") == [("2026-03-29", "2026-04-01T00:00")]
    (counted,) = [step for step in steps_of(found, found.all_obligations[0]) if isinstance(step, Counted)]
    assert counted.gives_minute == 0


def test_a_slot_outside_what_the_calendar_covers_is_unknown_and_ends_no_history():
    rule = GRID | {"regime": [{"every": "10 days", "within": "2 working days"}]}
    found = judged(book(rule, calendar=JANUARY), "2026-01-25", events=events(k="2025-12-20"))
    assert stands(found) == [
        ("unknown", None),
        ("overdue", "2026-01-13"),
        ("overdue", "2026-01-21"),
        ("unknown", None),
        ("unknown", None),
    ]
    opens = [{"every": "10 days", "opens": {"before": "2 working days"}}]
    found = judged(
        book(GRID | {"regime": opens}, calendar=JANUARY),
        "2026-01-25",
        until="2026-06-01",
        events=events(k="2025-12-21"),
    )
    assert shown(found, "status", "opens", "due") == [
        ("unknown", None, None),
        ("overdue", "2026-01-08", "2026-01-10"),
        ("overdue", "2026-01-16", "2026-01-20"),
        ("upcoming", "2026-01-28", "2026-01-30"),
        ("unknown", None, None),
    ]


# ── birth ───────────────────────────────────────────────────────────────────────────────────────────────────────

BIRTHDAYS = GRID | {
    "anchor": {"birth": "day"},
    "starts": {"after": "event.k", "by": "its day"},
    "regime": [{"every": "1 year"}],
}


@pytest.mark.parametrize("born", [{"born_on": "1980-02-29"}, {"birth_month_day": "02-29"}])
def test_birthdays_need_no_year(born):
    found = judged(BIRTHDAYS, "2026-06-01", events=events(k="2026-01-01"), **born)
    assert shown(found, "due") == ["2026-03-01", "2027-03-01", "2028-02-29"]


@pytest.mark.parametrize("every", ["1 year", "2 years"])
@pytest.mark.parametrize("offset", [{}, {"offset": "6 months"}])
def test_what_stands_in_for_a_birth_that_is_not_known_is_a_day_like_any_other(every, offset):
    anchor = {"birth": "day", "else": {"first": "event.k"}} | offset
    rule = BIRTHDAYS | {"anchor": anchor, "regime": [{"every": every}]}
    found = judged(rule, "2026-06-01", events=events(k="2024-02-29"))
    assert (
        shown(found, "due")[:2]
        == {"1 year": ["2025-02-28", "2026-02-28"], "2 years": ["2026-02-28", "2028-02-29"]}[every]
    )


def test_a_birth_inside_another_anchor_is_moved_by_its_offset_once():
    anchor = {"earlier_of": [{"birth": "day", "offset": "10 days"}, "event.k"]}
    found = judged(GRID | {"anchor": anchor}, "2026-06-01", born_on="2026-01-01", events=events(k="2026-03-01"))
    assert shown(found, "due")[0] == "2026-04-11"


def test_birthdays_that_do_not_come_every_year_do():
    rule = BIRTHDAYS | {"regime": [{"every": "5 years"}]}
    found = judged(rule, "2026-06-01", born_on="1980-07-10", events=events(k="2026-01-01"))
    assert shown(found, "due")[0] == "2030-07-10"
    found = judged(rule, "2026-06-01", birth_month_day="07-10", events=events(k="2026-01-01"))
    assert shown(found, "status", "lacking") == [("unknown", ("born_on",))]


def test_without_a_date_of_birth_it_is_unknown_unless_a_month_stands_in():
    found = judged(MONTH, "2026-06-01", events=events(k="2026-01-01"))
    assert shown(found, "status", "lacking") == [("unknown", ("born_on",))]
    stands_in = MONTH | {"anchor": {"birth": "month", "unknown": "august"}}
    found = judged(stands_in, "2026-06-01", events=events(k="2026-01-01"))
    assert windows(found) == ["2026-08-01/2026-08-31"]
    found = judged(stands_in, "2026-06-01", events=events(k="2026-01-01"), birth_month_day="07-10")
    assert windows(found) == ["2026-07-01/2026-07-31"]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        # Two of them from 1 January 2026 on: the gate has failed for a year on the same day of 2027.
        ("2026-01-01", "unknown"),
        ("2027-01-01", "unknown"),
        ("2027-01-08", "not_required"),
    ],
)
@pytest.mark.parametrize("regime", [{"every": "1 year"}, {"named": ["march"]}])
def test_without_a_birthday_nothing_is_asked_for_where_the_gate_has_failed_all_the_time(as_of, status, regime):
    rule = (MONTH if "named" in regime else GRID) | {
        "anchor": {"birth": "day"},
        "starts": {"after": {"first": "event.k"}, "by": "its day"},
        "gate": {"count": {"of": "event.k", "at_most": 1}},
        "regime": [regime],
    }
    if "named" in regime:
        rule |= {"one_per": "trip", "anchor": {"field": "due_back_on"}}
    facts = {"events": events(a="2020-01-01", b="2026-01-01"), "trips": [{"id": "t", "departs_on": "2020-01-01"}]}
    found = judged(rule, as_of, **facts)
    assert shown(found, "status") == [status]
    assert status == "unknown" or found.stable_until == day("2027-01-09")


WITHIN = {"within": "5 days", "counting": "after"}


@pytest.mark.parametrize(
    ("series", "regimes", "still"),
    [
        # What falls due soon after its day may be overdue for as long as another does not come.
        ("month", [{"named": ["march"]} | WITHIN], "2027-06-01"),
        ("month", [{"when": {"in": "abroad"}, "named": ["march"]}, {"every": "1 month"}], "2027-06-01"),
        ("grid", [{"every": "1 year"} | WITHIN], "2027-06-07"),
        ("block", [{"every": "calendar year"}], "2027-06-07"),
        ("block", [{"every": "2 calendar years"}], "2028-06-13"),
        ("block", [{"every": "calendar week"}], "2026-07-01"),
    ],
)
def test_what_nobody_can_place_waits_for_as_long_as_lies_between_two(series, regimes, still):
    starts = {} if series == "block" else {"starts": {"after": {"first": "event.k"}, "by": "its day"}}
    rule = {"month": MONTH, "grid": GRID, "block": CALENDAR}[series] | starts
    rule |= {"one_per": "trip", "anchor": {"field": "due_back_on"}, "gate": {"not_in": "custody"}}
    if len(regimes) > 1:
        rule |= {"change": {"any": "at the next anchor"}}
    trips = [{"id": "t", "departs_on": "2020-01-01"}]
    facts = {"events": K, "trips": trips, "statuses": states(s="2026-06-01")}
    week = HEAD["conventions"] | {"week_begins": "monday"}
    the_book = book(rule | {"regime": regimes}, conventions=week)
    assert shown(judged(the_book, still, **facts), "status") == ["unknown"]
    later = (day(still) + dt.timedelta(1)).isoformat()
    assert shown(judged(the_book, later, **facts), "status") == ["not_required"]


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-03-09", ("unknown", ("born_on",))), ("2026-03-10", ("lapsed", ()))]
)
def test_what_no_date_of_birth_is_known_for_ends_with_its_case(as_of, expected):
    """Or it would be shown, and the date of birth asked for, for ever after a death."""
    rule = MONTH | {"while": {"not_in": ["deceased"], "at_end": "lapse"}}
    dead = states("deceased", d="2026-03-10")
    assert shown(judged(rule, as_of, events=events(k="2026-01-01"), statuses=dead), "status", "lacking") == [expected]


# ── months and days of the week ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("regime", "found"),
    [
        ({"every": "6 months"}, ["2026-06-01/2026-06-30", "2026-12-01/2026-12-31"]),
        ({"every": "6 months", "days": [1, 15]}, ["2026-06-01/2026-06-15", "2026-12-01/2026-12-15"]),
        ({"every": "2 months", "days": [30, 31]}, ["2026-02-28/2026-02-28", "2026-04-30/2026-04-30"]),
        ({"named": ["may", "february"]}, ["2026-02-01/2026-02-28", "2026-05-01/2026-05-31"]),
        ({"named": ["may"], "within": "5 days", "counting": "after"}, ["2026-05-01/2026-05-06"]),
    ],
)
def test_months_come_round_from_that_of_birth_or_as_they_are_named(regime, found):
    rule = MONTH | {"regime": [regime]}
    rows = judged(rule, "2026-01-15", until="2026-12-31", born_on="1980-12-10", events=events(k="2026-01-10"))
    assert windows(rows)[: len(found)] == found


def test_the_month_of_an_event_is_none_of_those_counted_from_it():
    rule = MONTH | {"anchor": "event.k", "starts": None, "regime": [{"every": "3 months"}]}
    assert windows(judged(rule, "2026-01-31", events=events(k="2026-01-01"))) == ["2026-04-01/2026-04-30"]
    started = rule | {"starts": {"after": "event.k", "by": "last day"}}
    found = judged(started, "2026-01-31", events=events(k="2026-01-01"))
    assert windows(found) == ["2026-01-01/2026-01-31", "2026-04-01/2026-04-30"]


def test_a_day_of_the_week_falls_due_by_its_time():
    rule = GRID | {"cadence": "weekday", "counting": None, "regime": [{"weekday": "monday", "at": "10:00"}]}
    facts = events(k="2026-06-03") + events("done", a="2026-06-08T10:00", b="2026-06-15T10:01", c="2026-06-16")
    found = judged(rule, "2026-06-23", events=facts)
    assert shown(found, "opens", "due_at", "status") == [
        ("2026-06-04", "2026-06-08T10:00", "met"),
        ("2026-06-09", "2026-06-15T10:00", "met_late"),
        ("2026-06-16", "2026-06-22T10:00", "met"),
        ("2026-06-23", "2026-06-29T10:00", "open"),
        ("2026-06-30", "2026-07-06T10:00", "upcoming"),
    ]
    found = judged(rule | {"late": "does not count"}, "2026-06-15", events=facts)
    assert shown(found, "status")[:2] == ["met", "open"]
    found = judged(rule | {"late": "does not count"}, "2026-06-16", events=facts)
    assert shown(found, "status")[:2] == ["met", "missed"]


def test_a_series_on_the_day_of_its_start_begins_a_week_later():
    rule = GRID | {"cadence": "weekday", "counting": None, "regime": [{"weekday": "monday"}]}
    assert windows(judged(rule, "2026-06-01", events=events(k="2026-06-01"))) == ["2026-06-02/2026-06-08"]


def test_nothing_is_asked_on_a_weekday_while_the_regime_is_never():
    by_level = [{"when": {"level": "low"}, "every": "never"}, {"weekday": "monday"}]
    rule = GRID | {"cadence": "weekday", "counting": None, "regime": by_level, "change": FROM_CHANGE}
    facts = {"events": events(k="2026-06-03"), "levels": levels(high="2026-06-01", low="2026-06-10")}
    found = judged(rule, "2026-06-25", **facts)
    assert shown(found, "opens", "due", "status") == [
        ("2026-06-04", "2026-06-08", "overdue"),
        ("2026-06-09", "2026-06-15", "not_required"),
    ]
    facts["levels"] += levels(very_high="2026-06-24")
    found = judged(rule, "2026-06-25", **facts)
    assert shown(found, "due", "status")[2:] == [("2026-06-29", "open"), ("2026-07-06", "upcoming")]


# ── change of regime ────────────────────────────────────────────────────────────────────────────────────────────


FROM_CHANGE = {"any": "from the change"}


def changing(policy, base=GRID, **lengths):
    given = {"low": "1 year", "medium": "6 months", "high": "90 days", "very_high": "90 days"} | lengths
    change = {"any": policy} if policy == "at the next anchor" else {"stricter": policy, "laxer": policy}
    regimes = [{"when": {"level": level}, "every": length} for level, length in given.items()]
    regime = regimes if "never" in given.values() else [by_level(**given)]
    return base | {"regime": regime, "change": change}


HIGHER = {"levels": levels(medium="2025-12-01", high="2026-06-01"), "events": K}
LOWER = {"levels": levels(high="2025-12-01", medium="2026-06-01"), "events": K}


@pytest.mark.parametrize(
    ("policy", "facts", "rows"),
    [
        ("at the next anchor", HIGHER, [("2026-07-01", "open", False), ("2026-09-28", "upcoming", False)]),
        ("keep the pending", HIGHER, [("2026-07-01", "open", False), ("2026-09-28", "upcoming", False)]),
        ("from the change", HIGHER, [("2026-07-01", "not_required", True), ("2026-06-30", "open", False)]),
        ("earlier of both", HIGHER, [("2026-07-01", "not_required", True), ("2026-06-30", "open", False)]),
        ("earlier of both", LOWER, [("2026-04-01", "overdue", False), ("2026-06-30", "open", False)]),
        ("from the change", LOWER, [("2026-04-01", "overdue", False), ("2026-06-30", "not_required", True)]),
    ],
)
def test_a_change_of_level_does_what_the_rule_says(policy, facts, rows):
    found = judged(changing(policy), "2026-06-15", **facts)
    assert shown(found, "due", "status", "truncated")[:2] == rows


def test_a_change_to_the_same_window_changes_nothing():
    opens = {"opens": {"before": "10 days"}}
    regimes = [{"when": {"level": "high"}, "every": "90 days"} | opens, {"every": "180 days"} | opens]
    rule = changing("from the change") | {"regime": regimes}
    found = judged(rule, "2026-06-25", **HIGHER)
    assert shown(found, "due", "truncated")[:2] == [("2026-06-30", False), ("2026-09-28", False)]


def test_a_change_to_the_same_date_with_another_opening_cuts_as_one_to_another_date_does():
    # Done on 1 February, in a window of half a year; by the new standard it opens on 2 April, and is to be done again.
    rule = changing("from the change", medium="180 days", high="90 days")
    found = judged(rule, "2026-06-15", **HIGHER | {"events": done(d="2026-02-01")})
    assert shown(found, "opens", "due", "status")[:2] == [
        ("2026-01-02", "2026-06-30", "met"),
        ("2026-04-02", "2026-06-30", "open"),
    ]
    rule["change"] = {"stricter": "from the change", "laxer": "keep the pending"}
    found = judged(rule, "2026-06-15", **HIGHER | {"events": done(d="2026-02-01")})
    assert shown(found, "due", "status")[:2] == [("2026-06-30", "met"), ("2026-09-28", "upcoming")]


@pytest.mark.parametrize(("other", "cut"), [({}, False), ({"within": "5 days"}, True), ({"every": "31 days"}, True)])
def test_regimes_that_ask_for_the_same_under_other_names_are_no_change(other, cut):
    regimes = [
        {"name": "at risk", "when": {"level": "high"}, "every": "30 days", "confidence": "assumed"} | other,
        {"name": "else", "every": "30 days"},
    ]
    rule = BLOCK | {"regime": regimes, "change": {"any": "from the change"}, "late": "does not count"}
    found = judged(rule, "2026-01-15", events=K, levels=levels(low="2025-12-01", high="2026-01-10"))
    assert (shown(found, "truncated")[0], shown(found, "regime")[-1]) == (cut, "at risk")


def test_regimes_that_ask_for_the_same_are_no_change_where_a_missing_fact_decides_between_them():
    high_later = {"not": {"before": "2026-01-10"}, "level": "high"}
    regimes = [{"name": "at risk", "when": high_later, "every": "30 days"}, {"name": "else", "every": "30 days"}]
    rule = BLOCK | {"regime": regimes, "change": {"any": "from the change"}, "late": "does not count"}
    assert shown(judged(rule, "2026-01-15", events=K), "truncated")[0] is False


def test_blocks_of_another_length_follow_the_last_without_a_gap():
    base = BLOCK | {"late": "does not count"}
    facts = {"levels": levels(low="2025-12-01", high="2026-01-10"), "events": K}
    rule = changing("at the next anchor", base, low="30 days", high="7 days")
    found = judged(rule, "2026-02-15", **facts)
    assert windows(found)[:3] == ["2026-01-01/2026-01-30", "2026-01-31/2026-02-06", "2026-02-07/2026-02-13"]
    rule = changing("from the change", base, low="30 days", high="10 days")
    found = judged(rule, "2026-01-25", **facts)
    assert windows(found)[:3] == ["2026-01-01/2026-01-30", "2026-01-10/2026-01-19", "2026-01-20/2026-01-29"]
    assert shown(found, "status")[:3] == ["not_required", "missed", "open"]


@pytest.mark.parametrize(
    ("on", "second"), [("2026-01-31", "2026-01-31/2026-02-06"), ("2026-02-01", "2026-01-31/2026-03-01")]
)
def test_a_block_has_the_length_that_holds_on_its_first_day(on, second):
    rule = changing("at the next anchor", BLOCK | {"late": "does not count"}, low="30 days", high="7 days")
    found = judged(rule, "2026-02-15", events=K, levels=levels(low="2025-12-01", high=on))
    assert windows(found)[:2] == ["2026-01-01/2026-01-30", second]


def test_calendar_blocks_stay_where_they_are():
    facts = {"levels": levels(low="2025-12-01", high="2026-02-10"), "events": K}
    rule = changing(
        "from the change",
        CALENDAR,
        low="calendar quarter",
        medium="calendar quarter",
        high="calendar month",
        very_high="calendar month",
    )
    found = judged(rule, "2026-02-15", **facts)
    assert shown(found, "opens", "due", "status", "truncated") == [
        ("2026-01-01", "2026-03-31", "not_required", True),
        ("2026-02-10", "2026-02-28", "not_required", True),
        ("2026-03-01", "2026-03-31", "upcoming", False),
    ]


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({"stricter": "earlier of both", "laxer": "from the change"}, "2026-01-01/2026-03-31"),
        ({"stricter": "from the change", "laxer": "keep the pending"}, "2026-01-01/2026-03-31"),
        ({"stricter": "from the change", "laxer": "from the change"}, "2026-03-10/2026-03-31"),
    ],
)
def test_what_falls_due_on_the_same_day_is_neither_stricter_nor_laxer(change, first):
    # A quarter and its last month end on one day.
    quarter, month = "calendar quarter", "calendar month"
    rule = changing("from the change", CALENDAR, low=quarter, medium=quarter, high=month, very_high=month)
    rule |= {"change": change, "partial": "whole standard"}
    facts = {"levels": levels(low="2025-12-01", high="2026-03-10"), "events": K}
    found = judged(rule, "2026-04-02", **facts)
    standing = [
        window
        for window, status in zip(windows(found), shown(found, "status"), strict=True)
        if status != "not_required"
    ]
    assert standing[:2] == [first, "2026-04-01/2026-04-30"]


def test_the_days_of_changes_are_asked_for_once_however_many_leave_a_gap(monkeypatch):
    asked, days = [], Chooser.days
    monkeypatch.setattr(Chooser, "days", lambda chooser, tl: asked.append(chooser) or days(chooser, tl))
    regimes = [{"when": {"fact": {"kind": "k"}, "level": "high"}, "every": "90 days"}, {"every": "never"}]
    rule = GRID | {"one_per": "event.k", "anchor": "start", "change": {"any": "at the next anchor"}, "regime": regimes}
    given = ["low", "medium"] * 6 + ["high"]
    facts = [{"id": f"l{place}", "level": each, "from": f"2026-01-{place + 5:02}"} for place, each in enumerate(given)]
    found = judged(rule, "2026-03-01", levels=facts, events=events(k="2026-01-05"))
    assert shown(found, "due", "status") == [("2026-04-05", "open"), ("2026-07-04", "upcoming")]
    assert len(asked) == 1


def test_never_leaves_a_gap():
    base = BLOCK | {"late": "does not count"}
    facts = {"levels": levels(high="2025-12-01", low="2026-01-15", medium="2026-03-01"), "events": K}
    rule = changing("from the change", base, low="never", medium="10 days", high="10 days")
    found = judged(rule, "2026-03-05", **facts)
    assert shown(found, "opens", "due", "truncated") == [
        ("2026-01-01", "2026-01-10", False),
        ("2026-01-11", "2026-01-20", True),
        ("2026-03-01", "2026-03-10", False),
        ("2026-03-11", "2026-03-20", False),
    ]
    ended = judged(rule, "2026-02-15", **facts)
    assert shown(ended, "opens") == ["2026-01-01", "2026-01-11"]


@pytest.mark.parametrize("base", [GRID, GRID | {"cadence": "month", "counting": None}])
def test_a_second_change_brings_what_lies_before_the_occurrence_that_the_first_brought(base):
    rule = base | {
        "regime": [by_level(low="1 year", medium="6 months", high="1 month", very_high="1 month")],
        "change": {"stricter": "from the change", "laxer": "keep the pending"},
    }
    facts = {"levels": levels(low="2025-12-01", medium="2026-01-10", high="2026-01-20"), "events": K}
    found = shown(judged(rule, "2026-01-20", **facts), "due", "truncated")
    standing = [due for due, truncated in found if not truncated]
    assert standing[0] == ("2026-02-01" if base is GRID else "2026-02-28")


QUARTERS = {"named": ["march", "june", "september", "december"]}
SEASONS = MONTH | {
    "anchor": {"first": "event.k"},
    "regime": [{"when": {"level": "high"}} | QUARTERS, {"every": "never"}],
}


@pytest.mark.parametrize(
    ("policy", "first"),
    [
        ("from the change", "2026-06-01/2026-06-30"),
        ("earlier of both", "2026-06-01/2026-06-30"),
        ("keep the pending", "2026-09-01/2026-09-30"),
        ("at the next anchor", "2026-09-01/2026-09-30"),
    ],
)
def test_after_a_gap_the_series_goes_on_with_what_falls_due_from_then_on_or_with_what_begins(policy, first):
    change = {"any": policy} if policy == "at the next anchor" else {"stricter": policy, "laxer": "keep the pending"}
    facts = {"levels": levels(low="2025-12-01", high="2026-06-30"), "events": K}
    assert windows(judged(SEASONS | {"change": change}, "2026-06-30", **facts))[0] == first
    # One that has been passed does not come back.
    facts["levels"] = levels(high="2025-12-01", low="2026-07-01", medium="2026-07-02", very_high="2026-07-03")
    rule = SEASONS | {
        "change": change,
        "regime": [{"when": {"level": ["high", "very_high"]}} | QUARTERS, {"every": "never"}],
    }
    assert windows(judged(rule, "2026-07-03", **facts)) == [
        "2026-03-01/2026-03-31",
        "2026-06-01/2026-06-30",
        "2026-09-01/2026-09-30",
    ]


@pytest.mark.parametrize("at", [None, "10:00"])
@pytest.mark.parametrize(
    "cadence",
    [{"cadence": "weekday", "counting": "after", "regime": [{"weekday": "friday", "opens": {"before": "7 days"}}]}, {}],
)
def test_what_met_another_duty_meets_nothing_in_the_series_it_began_whatever_its_time(at, cadence):
    first = {"id": "first", "one_per": "event.k", "regime": [{"within": "10 days"}], "met_by": "event.done"}
    rule = BLOCK | {"one_per": "offender", "anchor": {"met_of": "first"}, "late": "does not count"} | cadence
    answer = {"id": "d", "kind": "done", "on": "2026-01-02"} | ({"at": at} if at else {})
    found = judged(book(first, rule), "2026-01-02", events=[*K, answer])
    assert [row.status.value for row in found.all_obligations if row.rule == "r"] == ["open", "upcoming"]


def test_a_block_that_is_entered_in_the_middle_falls_due_as_any_other():
    """A limit that lies after the end of the case: only a block that the end leaves in the middle is due by it."""
    limits = {"within": "4 days", "counting": "after", "to_end_of": "year"}
    rule = BLOCK | {"counting": None, "partial": "whole standard", "regime": [{"every": "calendar month", **limits}]}
    rule |= {"one_per": {"run_of": "hospital"}, "anchor": "start", "late": "does not count"}
    stay = states(s="2026-01-20/2026-03-11", kind="hospital")
    found = judged(rule, "2026-03-01", statuses=stay)
    assert shown(found, "due", "status") == [
        ("2026-12-31", "lapsed"),
        ("2026-12-31", "lapsed"),
        ("2026-03-10", "open"),
    ]


@pytest.mark.parametrize("roll", [None, "next open day", "previous open day"])
def test_what_is_done_while_a_state_without_a_known_end_holds_counts_where_the_end_cuts(roll):
    rule = BLOCK | {
        "one_per": "offender",
        "while": {"not_in": ["custody"], "at_end": "cut"},
        "suspended": {"in": "hospital", "effect": "due after end", "due": "5 days after end"},
        "late": "does not count",
        "roll": roll,
    }
    facts = {"events": done(d="2026-01-15"), "statuses": states(s="2026-01-10", kind="hospital")}
    small = book(rule, calendar=JANUARY)
    assert shown(judged(small, "2026-02-20", **facts), "status", "met_by")[:2] == [("met", ("d",)), ("suspended", ())]


@pytest.mark.parametrize("to", ["never", "14 days"])
def test_a_change_after_the_end_cuts_nothing(to):
    regimes = [{"when": {"level": "high"}, "every": to}, {"every": "30 days"}]
    rule = BLOCK | {"one_per": "offender", "change": FROM_CHANGE, "regime": regimes, "late": "does not count"}
    facts = {"levels": levels(low="2025-12-01", high="2026-01-25"), "events": K}
    facts["statuses"] = states(s="2026-01-20/2026-06-01")
    rows = {"cut": ("2026-01-19", "missed"), "lapse": ("2026-01-30", "lapsed")}
    for at_end, row in rows.items():
        found = judged(rule | {"while": {"not_in": ["custody"], "at_end": at_end}}, "2026-02-05", **facts)
        assert shown(found, "due", "status")[0] == row


def test_a_gap_ends_with_whatever_the_regime_hangs_on_though_a_law_is_named_as_well():
    rule = BLOCK | {"late": "does not count", "change": {"any": "at the next anchor"}}
    rule["regime"] = [
        {"when": {"level": "high"}, "every": "30 days"},
        {"when": {"since": "2026-08-01"}, "every": "60 days"},
        {"every": "never"},
    ]
    facts = {"levels": levels(low="2025-12-01", high="2026-06-01"), "events": K}
    assert windows(judged(rule, "2026-06-02", **facts)) == ["2026-06-01/2026-06-30", "2026-07-01/2026-07-30"]
    assert windows(judged(rule, "2026-05-31", **facts)) == ["2026-08-01/2026-09-29"]


@pytest.mark.parametrize("policy", ["keep the pending", "at the next anchor"])
def test_nor_does_it_after_a_gap_whatever_the_policy(policy):
    change = {"any": policy} if policy == "at the next anchor" else {"stricter": policy, "laxer": policy}
    rule = SEASONS | {"starts": {"after": "event.k", "by": "opens", "not_within": "30 days"}, "change": change}
    facts = {"events": events(k="2026-02-15"), "levels": levels(low="2025-12-01", high="2026-02-20")}
    assert windows(judged(rule, "2026-02-20", **facts)) == ["2026-06-01/2026-06-30"]


@pytest.mark.parametrize("before", ["never", "1 year"])
@pytest.mark.parametrize(
    ("k", "first"), [("2026-02-15", "2026-06-01/2026-06-30"), ("2026-01-15", "2026-03-01/2026-03-31")]
)
def test_a_series_starts_no_sooner_whatever_regime_comes_first(before, k, first):
    rule = SEASONS | {"starts": {"after": "event.k", "by": "opens", "not_within": "30 days"}, "change": FROM_CHANGE}
    rule["regime"] = [{"when": {"level": "high"}} | QUARTERS, {"every": before}]
    facts = {"events": events(k=k), "levels": levels(low="2025-12-01", high="2026-02-20")}
    found = judged(rule, "2026-02-20", **facts)
    assert windows(found)[-1] == first


@pytest.mark.parametrize(
    ("changed", "done_on", "rows"),
    [
        # From 1 June the quarter that opens on that day is current, and what comes in June is for it.
        ("2026-06-01", "2026-06-05", [("2026-02-28", "missed"), ("2026-06-30", "met")]),
        # Nor is what comes before the change for a quarter that only the change brings.
        ("2026-06-15", "2026-06-05", [("2026-02-28", "met_late"), ("2026-06-30", "open")]),
        ("2026-06-15", "2026-06-16", [("2026-02-28", "missed"), ("2026-06-30", "met")]),
    ],
)
def test_what_a_change_brings_closes_what_was_current(changed, done_on, rows):
    regimes = [{"when": {"level": "high"}} | QUARTERS, {"named": "february"}]
    rule = SEASONS | {"late": "fills the current", "change": FROM_CHANGE, "regime": regimes}
    facts = {"levels": levels(low="2025-12-01", high=changed), "events": done(d=done_on)}
    assert shown(judged(rule, "2026-06-20", **facts), "due", "status")[:2] == rows


def test_what_comes_after_a_gap_closes_what_was_current():
    regimes = [{"when": {"level": "high"}} | QUARTERS, {"every": "never"}]
    rule = SEASONS | {"late": "fills the current", "change": FROM_CHANGE, "regime": regimes}
    given = levels(high="2025-12-01", low="2026-04-10", very_high="2026-08-01")
    rule["regime"][0]["when"] = {"level": ["high", "very_high"]}
    facts = {"levels": given, "events": K}
    assert shown(judged(rule, "2026-08-31", **facts), "due", "status", "days_late") == [
        ("2026-03-31", "overdue", 153),
        ("2026-09-30", "upcoming", 0),
    ]
    assert shown(judged(rule, "2026-09-01", **facts), "due", "status", "days_late")[:2] == [
        ("2026-03-31", "missed", 154),
        ("2026-09-30", "open", 0),
    ]


def test_what_opened_before_a_series_starts_is_none_of_it_though_a_gap_lies_between():
    rule = GRID | {"anchor": {"birth": "day"}, "starts": {"after": "event.k", "by": "opens"}, "change": FROM_CHANGE}
    limits = {"opens": {"before": "10 days"}, "within": "10 days"}
    rule["regime"] = [{"when": {"level": "high"}, "every": "1 year"} | limits, {"every": "never"}]
    facts = {"born_on": "1980-06-10", "levels": levels(low="2025-12-01", high="2026-06-07")}
    assert windows(judged(rule, "2026-06-08", **facts, events=events(k="2026-06-05"))) == ["2027-05-31/2027-06-20"]
    facts["levels"] = levels(low="2025-12-01", high="2026-06-15")
    found = judged(rule, "2026-06-16", **facts, events=events(k="2026-01-05"))
    assert windows(found) == ["2026-05-31/2026-06-20", "2027-05-31/2027-06-20"]


def test_nothing_is_asked_where_no_regime_has_ever_asked_for_anything():
    rule = changing("from the change", low="never", medium="never", high="never", very_high="never")
    found = judged(rule, "2026-03-05", events=K, levels=levels(low="2025-12-01"))
    assert shown(found, "status") == ["not_required"]


def test_without_a_level_the_latest_date_stands_and_the_earliest_is_cautious():
    rule = changing("at the next anchor", medium="180 days", low="180 days")
    found = judged(rule, "2026-04-02", events=K)
    assert shown(found, "due", "cautious_due", "status", "lacking")[0] == (
        "2026-06-30",
        "2026-04-01",
        "unknown",
        ("levels",),
    )
    found = judged(rule, "2026-04-01", events=K)
    assert shown(found, "due", "cautious_due", "status", "lacking")[0] == ("2026-06-30", "2026-04-01", "open", ())


def test_regimes_of_the_day_are_read_for_each_slot():
    rule = GRID | {
        "regime": [
            {"when": {"before": "2026-05-01"}, "every": "90 days"},
            {"every": "1 year"},
        ],
        "change": {"any": "at the next anchor"},
    }
    found = judged(rule, "2026-07-15", events=K)
    assert shown(found, "due")[:3] == ["2026-04-01", "2026-06-30", "2027-01-01"]


def test_an_occurrence_can_be_told_by_its_number():
    rule = GRID | {
        "regime": [{"when": {"occurrence": 1}, "every": "90 days", "within": "30 days"}, {"every": "90 days"}],
        "change": {"any": "at the next anchor"},
    }
    found = judged(rule, "2026-07-15", events=K)
    assert shown(found, "due")[:2] == ["2026-05-01", "2026-06-30"]


def test_a_placeholder_as_the_anchor_is_unknown():
    small = book(GRID | {"anchor": {"field": "on"}, "one_per": "event.k"})
    offender = Offender.from_dict({"id": "x1", "events": events(k="9999-12-31")})
    found = evaluate(offender, small, as_of=day("2026-01-01"))
    assert shown(found, "status", "lacking") == [("unknown", ("a date within range",))]


@pytest.mark.parametrize(
    ("held_until", "rows"),
    [
        ("2026-05-14", [("2026-02-28", "missed"), ("2026-05-14", "upcoming")]),
        ("2026-02-19", []),
        ("2026-02-20", [("2026-02-20", "missed")]),
    ],
)
def test_a_stricter_regime_is_asked_for_where_the_laxer_one_would_have_come_after_the_end(held_until, rows):
    """A registration that ends in May: the yearly month, August, never comes, but the quarterly ones of a higher level do."""
    rule = MONTH | {
        "one_per": "offender",
        "starts": {"after": "event.k", "by": "opens"},
        "while": {"span": ["span"], "at_end": "cut"},
        "late": "does not count",
        "regime": [by_level(low="1 year", high="3 months")],
        "change": {"stricter": "from the change", "laxer": "keep the pending"},
    }
    span = SPAN | {"length": [{"lasts": "for life"}], "cut_by": ["ended_on"]}
    registered = [{"id": "r1", "convicted_on": "2025-08-15", "ended_on": held_until}]
    facts = {
        "registrations": registered,
        "events": events(k="2025-09-01"),
        "levels": levels(low="2025-01-01", high="2026-02-20"),
    }
    found = judged(book(rule, span=[span]), "2026-03-06", born_on="1980-08-10", **facts)
    assert shown(found, "due", "status") == rows


def test_a_change_before_the_opening_replaces_the_occurrence_without_a_trace():
    rule = GRID | {
        "regime": [
            {"when": {"level": "high"}, "every": "90 days", "opens": {"before": "10 days"}},
            {"every": "1 year", "opens": {"before": "10 days"}},
        ],
        "change": {"stricter": "from the change", "laxer": "from the change"},
    }
    found = judged(rule, "2026-06-15", events=K, levels=levels(low="2025-12-01", high="2026-03-01"))
    assert shown(found, "due", "truncated") == [("2026-04-01", False), ("2026-06-30", False)]


def test_a_block_that_is_cut_for_one_of_the_same_length_begins_anew():
    rule = BLOCK | {
        "regime": [{"when": {"level": "high"}, "every": "30 days", "within": "5 days"}, {"every": "30 days"}],
        "change": {"stricter": "from the change", "laxer": "from the change"},
        "counting": "after",
    }
    found = judged(rule, "2026-01-20", events=K, levels=levels(low="2025-12-01", high="2026-01-10"))
    assert shown(found, "opens", "due", "truncated") == [
        ("2026-01-02", "2026-01-31", True),
        ("2026-01-10", "2026-01-15", False),
        ("2026-02-09", "2026-02-14", False),
    ]


def test_where_the_calendar_does_not_say_when_it_opens_a_series_starts_by_its_day():
    rule = GRID | {
        "starts": {"after": "event.k", "by": "opens"},
        "regime": [{"every": "10 days", "opens": {"before": "2 working days"}}],
    }
    found = judged(book(rule, calendar=JANUARY), "2026-01-08", events=events(k="2025-12-20"))
    assert shown(found, "anchor", "status") == [
        ("2025-12-30", "unknown"),
        ("2026-01-09", "open"),
        ("2026-01-19", "upcoming"),
    ]


def test_what_opens_by_itself_does_not_open_before_the_case():
    rule = GRID | {"while": SUBJECT, "anchor": {"birth": "day"}, "starts": {"after": "registration", "by": "its day"}}
    facts = {"born_on": "1980-09-01", "registrations": [{"id": "g", "convicted_on": "2026-03-01"}]}
    found = judged(book(rule | {"regime": [{"every": "1 year"}]}, span=YEAR), "2026-05-01", **facts)
    assert windows(found) == ["2026-03-02/2026-09-01"]


OUTSIDE = SUBJECT | {"not_in": ["custody"]}
FOR_YEARS = {
    "registrations": [{"id": "g", "convicted_on": "2026-01-01"}],
    "statuses": states(s="2026-02-01/2026-06-01"),
}


def test_after_a_time_without_the_duty_the_series_goes_on():
    rule = GRID | {"while": OUTSIDE, "regime": OPENS}
    found = judged(book(rule, span=[SPAN]), "2026-06-10", events=K, **FOR_YEARS)
    assert windows(found) == ["2026-06-20/2026-06-30"]
    born = {"anchor": {"birth": "day"}, "starts": {"after": "event.k", "by": "its day"}}
    rule = rule | born | {"regime": [{"every": "1 year"}]}
    found = judged(book(rule, span=[SPAN]), "2026-06-10", events=K, born_on="1980-07-10", **FOR_YEARS)
    assert windows(found) == ["2026-06-01/2026-07-10", "2026-07-11/2027-07-10"]


def test_where_the_duty_hangs_on_an_event_its_anchor_does_not_lie_before_it():
    rule = GRID | {"one_per": "event.case", "anchor": "event.k"}
    assert stands(judged(rule, "2026-06-10", events=K + events("case", c="2026-03-01"))) == []


def test_without_a_level_it_is_unknown_where_nothing_may_be_asked():
    rule = changing("from the change", low="never", medium="90 days")
    found = judged(rule, "2026-06-15", events=K)
    assert shown(found, "due", "cautious_due", "status", "lacking")[:1] == [
        (None, "2026-04-01", "unknown", ("levels",))
    ]


def test_once_the_level_is_known_the_date_is_reckoned_anew():
    rule = changing("from the change", low="1 year", medium="6 months", high="90 days")
    found = judged(rule, "2026-03-15", events=K, levels=levels(high="2026-03-01"))
    assert shown(found, "due", "cautious_due", "truncated", "lacking") == [
        ("2026-04-01", "2026-04-01", False, ()),
        ("2026-06-30", "2026-06-30", False, ()),
    ]
    asked = changing("from the change", low="never", medium="90 days")
    found = judged(asked, "2026-03-15", events=K, levels=levels(medium="2026-03-01"))
    assert shown(found, "due", "status")[0] == ("2026-04-01", "open")
    found = judged(asked, "2026-03-15", events=K, levels=levels(low="2026-03-01"))
    assert shown(found, "due", "status", "truncated") == [(None, "not_required", True)]


def test_levels_that_give_the_same_date_need_not_be_known():
    rule = changing("at the next anchor", low="90 days", medium="90 days", high="90 days") | {
        "regime": [
            {"when": {"level": ["low", "medium"]}, "every": "90 days"},
            {"when": {"level": ["high", "very_high"]}, "every": "90 days"},
        ]
    }
    found = judged(rule, "2026-04-02", events=K)
    assert shown(found, "due", "status", "lacking")[0] == ("2026-04-01", "overdue", ())


def test_a_law_that_did_not_ask_yet_begins_on_its_day():
    rule = BLOCK | {
        "regime": [{"when": {"before": "2026-05-01"}, "every": "never"}, {"every": "30 days"}],
        "change": {"any": "at the next anchor"},
    }
    found = judged(rule, "2026-05-10", events=K)
    assert shown(found, "opens") == ["2026-05-01", "2026-05-31"]


@pytest.mark.parametrize(("as_of", "status"), [("2026-02-25", "open"), ("2026-06-01", "missed")])
@pytest.mark.parametrize(
    ("convicted", "blocks"),
    [
        ("2026-01-17", [("2026-01-22", "2026-02-28"), ("2026-02-19", "2026-03-02")]),
        # The case ends as March begins, and so with a block that has opened in it and of which no day lies in it.
        ("2026-01-15", [("2026-01-22", "2026-02-28"), ("2026-02-19", "2026-02-28")]),
        ("2026-01-14", [("2026-01-22", "2026-02-27"), ("2026-02-19", "2026-02-27")]),
    ],
)
def test_the_rest_of_a_block_that_the_case_leaves_is_no_other_though_it_would_open_in_it(
    convicted, blocks, as_of, status
):
    """The search for the next one went on for ever, as the last day of each was that of the case."""
    rule = CALENDAR | {"anchor": "start", "partial": "whole standard", "while": SUBJECT | {"at_end": "cut"}}
    rule |= {"regime": [{"every": "calendar month", "opens": {"before": "10 days", "counting": "after"}}]}
    small = book(rule, span=[SPAN | {"length": [{"lasts": "45 days"}]}])
    found = judged(small, as_of, registrations=[{"id": "g", "convicted_on": convicted}])
    assert shown(found, "opens", "due")[1:] == blocks
    assert shown(found, "status")[1:] == [status] * 2


@pytest.mark.parametrize("every", ["calendar week", "calendar month", "10 days"])
@pytest.mark.parametrize("before", ["never", "other limits"])
def test_a_change_after_a_series_starts_and_before_its_first_block_brings_none_that_is_sooner(every, before):
    """Counted from a birthday ahead, and started by an event of today: what changes in between waits for the birthday."""
    whole = {"partial": "whole standard"} if "calendar" in every else {"counting": "beginning with"}
    first = {"every": "never"} if before == "never" else {"every": every, "within": "3 days", "counting": "after"}
    rule = BLOCKS_FROM_A_BIRTHDAY | whole | {"regime": [{"when": {"level": "low"}} | first, {"every": every}]}
    facts = {"levels": levels(low="2025-12-01", high="2026-02-20"), "events": events(k="2026-01-15")}
    found = judged(book(rule, conventions=WEEKS), "2026-06-01", born_on="1990-01-15", **facts)
    assert shown(found, "opens", "status") == [("2027-01-15", "upcoming")]


WEEKS = HEAD["conventions"] | {"week_begins": "monday"}
BLOCKS_FROM_A_BIRTHDAY = {
    "one_per": "offender",
    "anchor": {"next_birthday": {"first": "event.k"}},
    "starts": {"after": {"first": "event.k"}, "by": "its day"},
    "cadence": "block",
    "counting": None,
    "late": "does not count",
    "met_by": "event.done",
    "change": FROM_CHANGE,
}
