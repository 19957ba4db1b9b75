"""Windows and intervals that do not fit together, lengths of nothing, and closed days."""

import datetime as dt

import pytest

from tests.unit.rules.minimal import BY_LEVEL, ROLLING, RULE, SPAN, book, ruled
from tests.unit.rules.test_checking import found
from tests.unit.rules.test_checking_dates import SERIES

ONCE = {"any": "at the next anchor"}
BEGINNING = {"counting": "beginning with"}
BLOCK = {"cadence": "block"}
MONTH = {"cadence": "month", "anchor": {"first": "visit"}, "starts": {"after": {"first": "visit"}, "by": "opens"}}


def one(regime, kind, base=RULE, /, **changes):
    data = ruled(base | changes | {"regime": [regime]})
    return found(data | {"calendar": "england-and-wales@2026.1"}, kind)


# ── a window that ends before it opens ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("regime", "changes", "what"),
    [
        ({"within": "10 days", "opens": {"within": "11 days"}}, {}, "10 days after"),
        ({"within": "1 month", "opens": {"within": "32 days"}}, {}, "1 month after"),
        ({"within": "2 working days", "opens": {"within": "21 days"}}, {}, "2 working days after"),
        ({"before": "7 days", "opens": {"before": "6 days"}}, {}, "7 days before"),
        ({"before": "7 days", "opens": {"within": "1 day"}}, {}, "7 days before"),
        ({"before": "7 days", "opens": {"within": "0 days"}}, {}, "7 days before"),
        ({"before": "2 days", "opens": {"within": "0 days", "counting": "beginning with"}}, {}, "2 days before"),
        ({"every": "3 months", "opens": {"within": "4 months"}}, ROLLING, "3 months after"),
        ({"every": "1 year", "within": "10 days", "opens": {"within": "11 days"}}, SERIES, "10 days after"),
        ({**BY_LEVEL, "opens": {"within": "4 months"}}, ROLLING | {"change": ONCE}, "3 months after"),
        ({"every": "1 year", "opens": {"within": "1 day"}}, SERIES, "0 days after"),
        # A block begins with its day: the thirtieth day is the 29th after it.
        ({"every": "30 days", "opens": {"within": "30 days"}}, SERIES | BLOCK, "30 days after"),
        (
            {"every": "1 year", "within": "10 days", "counting": "beginning with"}
            | {"opens": {"within": "10 days", "counting": "after"}},
            SERIES,
            "10 days after",
        ),
        ({"every": "3 months", "opens": {"within": "31 days"}}, SERIES | MONTH, "30 days after"),
        ({"every": "3 months", "days": [5, 15], "opens": {"within": "11 days"}}, SERIES | MONTH, "10 days after"),
        (
            {"every": "3 months", "days": ["first monday", "third friday"], "opens": {"within": "21 days"}},
            SERIES | MONTH,
            "18 days after",
        ),
        ({"every": "3 months", "days": "first monday", "opens": {"within": "1 day"}}, SERIES | MONTH, "0 days after"),
        ({"every": "3 months", "days": 10, "opens": {"within": "1 day"}}, SERIES | MONTH, "0 days after"),
        ({"within": "10 days", "opens": {"within": "10 days", "counting": "after"}}, BEGINNING, "10 days after"),
        ({"within": "10 days", "opens": {"within": "11 days"}}, BEGINNING, "10 days after"),
        ({"within": "10 days", "opens": {"within": "18 days", "less": "7 days"}}, {}, "10 days after"),
    ],
)
def test_a_window_that_ends_before_it_opens_is_a_fault(regime, changes, what):
    assert one(regime, "never open", **changes) == [
        ("rule R-1.regime[0].opens", f"opens only after the day it falls due ({what})")
    ]


@pytest.mark.parametrize(
    ("regime", "changes"),
    [
        ({"within": "10 days", "opens": {"within": "10 days"}}, {}),
        ({"within": "1 month", "opens": {"within": "31 days"}}, {}),
        ({"within": "2 working days", "opens": {"within": "20 days"}}, {}),
        ({"within": "10 days", "opens": {"before": "20 days"}}, {}),
        ({"before": "7 days", "opens": {"before": "7 days"}}, {}),
        ({"before": "0 days", "opens": {"within": "0 days"}}, {}),
        ({"before": "1 day", "opens": {"within": "0 days", "counting": "beginning with"}}, {}),
        ({"within": "1 day", "opens": {"years_field": "discharge_months"}}, {"one_per": "registration"}),
        ({"every": "1 year", "opens": {"before": "10 days"}}, SERIES),
        ({"opens": {"within": "8 years"}}, {"must": False}),
        # The end of a period may lie later than the length says.
        ({"within": "10 days", "to_end_of": "month", "opens": {"within": "11 days"}}, {}),
        ({"within": "10 days", "from_end_of": "month", "opens": {"within": "11 days"}}, {}),
        ({"before": "10 days", "opens": {"before": "9 days", "from_end_of": "month"}}, {}),
        ({"every": "1 year", "opens": {"within": "0 days"}}, SERIES),
        ({"every": "30 days", "opens": {"within": "29 days"}}, SERIES | BLOCK),
        ({"every": "30 days", "opens": {"within": "30 days"}}, SERIES | BLOCK | BEGINNING),
        ({"named": ["march"], "opens": {"within": "30 days"}}, SERIES | MONTH),
        ({"named": ["march"], "days": "first monday", "opens": {"within": "0 days"}}, SERIES | MONTH),
        # The first day of a length that begins with a day is that day.
        ({"every": "1 year", "opens": {"within": "1 day", "counting": "beginning with"}}, SERIES),
        ({"within": "10 days", "opens": {"within": "10 days"}}, BEGINNING),
        ({"within": "10 days", "opens": {"within": "17 days", "less": "7 days"}}, {}),
        ({"within": "10 days", "opens": {"within": "11 days", "counting": "beginning with"}}, {}),
    ],
)
def test_a_window_that_may_be_open_is_no_fault(regime, changes):
    assert one(regime, "never open", **changes) == []


# ── windows and intervals ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("regime", "key", "what"),
    [
        (
            {"every": "6 months", "opens": {"before": "7 months"}},
            "opens",
            "7 months is longer than the interval of 6 months",
        ),
        ({"every": "1 month", "within": "32 days"}, "within", "32 days is longer than the interval of 1 month"),
        ({"every": "30 days", "within": "2 months"}, "within", "2 months is longer than the interval of 30 days"),
        (
            {"every": "1 month", "within": "1 month 1 day"},
            "within",
            "1 month 1 day is longer than the interval of 1 month",
        ),
        ({"every": "5000 months", "within": "5001 months"}, "within", None),
        ({"every": "10 days", "before": "11 days"}, "before", "11 days is longer than the interval of 10 days"),
        ({"every": "10 days", "within": "264 hours"}, "within", "264 hours is longer than the interval of 10 days"),
    ],
)
def test_a_limit_that_reaches_beyond_the_next_occasion_is_a_fault(regime, key, what):
    hours = {"from": "date", "clock": "wall"} if "hours" in regime.get("within", "") else {}
    [(path, said)] = one(regime | hours, "longer than the interval", **SERIES)
    assert path == f"rule R-1.regime[0].{key}"
    assert what is None or said == what


@pytest.mark.parametrize(
    "regime",
    [
        {"every": "6 months", "opens": {"before": "6 months"}},
        {"every": "1 month", "within": "31 days"},
        {"every": "30 days", "within": "1 month"},
        {"every": "30 days", "opens": {"within": "30 days"}},
    ],
)
def test_a_limit_that_may_end_by_the_next_occasion_is_no_fault(regime):
    assert one(regime, "longer than the interval", **SERIES) == []


@pytest.mark.parametrize(
    ("every", "within", "faulty"),
    [("calendar month", "32 days", True), ("calendar month", "31 days", False), ("calendar week", "8 days", True)],
)
def test_units_of_the_calendar_have_lengths_as_well(every, within, faulty):
    changes = SERIES | {"cadence": "block", "partial": "whole standard"}
    data = ruled(
        RULE | changes, without=("counting",), regime=[{"every": every, "within": within, "counting": "after"}]
    )
    data = data | {"conventions": data["conventions"] | {"week_begins": "monday"}}
    assert bool(found(data, "longer than the interval")) == faulty


@pytest.mark.parametrize(
    ("before", "within", "what"),
    [
        ("20 days", "15 days", "20 days before and 15 days after are together longer than 1 month"),
        ("20 days", "11 days", None),
        ("1 month", "1 month", "1 month before and 1 month after are together longer than 1 month"),
        # Each alone reaches beyond the next: a fault, and no notice besides.
        ("20 days", "40 days", None),
    ],
)
def test_windows_that_overlap_are_noticed(before, within, what):
    regime = {"every": "1 month", "opens": {"before": before}, "within": within}
    assert one(regime, "windows overlap", **SERIES) == ([("rule R-1.regime[0]", what)] if what else [])


@pytest.mark.parametrize(
    "regime", [{"every": "1 month"}, {"every": "1 month", "opens": {"within": "3 days"}, "within": "31 days"}]
)
def test_windows_that_open_on_their_day_or_later_do_not_overlap(regime):
    assert one(regime, "windows overlap", **SERIES) == []


# ── nothing at all ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("every", ["0 days", "0 working days"])
def test_an_interval_of_nothing_is_a_fault(every):
    assert one({"every": every}, "no length", ROLLING) == [
        ("rule R-1.regime[0].every", "an interval of nothing: it would fall due again on the same day")
    ]


def test_hours_of_nothing_are_nothing_and_one_is_something():
    hours = {"from": "date", "clock": "wall"}
    assert len(found(book(ROLLING | {"regime": [{"every": "0 hours", **hours}]}), "no length")) == 1
    assert found(book(ROLLING | {"regime": [{"every": "1 hour", **hours}]}), "no length") == []


def test_nothing_beginning_with_its_first_day_is_a_fault_and_after_it_is_that_day():
    assert one({"within": "0 days", "counting": "beginning with"}, "no length") == [
        ("rule R-1.regime[0].within", "nothing, beginning with its first day, ends before that day")
    ]
    assert one({"within": "0 days"}, "no length") == []


@pytest.mark.parametrize(
    ("regime", "changes", "faulty"),
    [
        ({"within": "10 days", "opens": {"within": "0 days"}}, {}, ["rule R-1.regime[0].opens"]),
        ({"within": "10 days", "opens": {"within": "0 days", "counting": "after"}}, {}, []),
        ({"within": "10 days", "latest": {"within": "0 days"}}, {}, ["rule R-1.regime[0].latest"]),
        ({"within": "10 days", "opens": {"within": "0 days", "after_end": True}}, {}, []),
        ({"within": "10 days"}, {"due": "0 days beginning with end"}, ["rule R-1.suspended[0].due"]),
        ({"within": "10 days"}, {"due": "0 days after end"}, []),
        ({"within": "10 days"}, {"due": "1 day beginning with end"}, []),
    ],
)
def test_so_is_nothing_of_a_limit_or_after_a_state(regime, changes, faulty):
    suspended = [{"in": "custody", "effect": "later of due and"} | changes] if changes else []
    found = one(regime, "no length", counting="beginning with", suspended=suspended)
    assert found == [(path, "nothing, beginning with its first day, ends before that day") for path in faulty]


@pytest.mark.parametrize(
    ("regime", "faulty"),
    [
        ({"within": "10 days", "latest": {"within": "9 days"}}, True),
        ({"within": "1 month", "latest": {"within": "27 days"}}, True),
        ({"within": "1 month", "latest": {"within": "28 days"}}, False),
        ({"within": "10 days", "latest": {"within": "9 days", "to_end_of": "month"}}, False),
        ({"within": "10 days", "latest": {"within": "9 days", "from_end_of": "month"}}, False),
        ({"within": "10 days", "latest": {"within": "10 days", "counting": "beginning with"}}, True),
        (
            {"within": "10 days", "counting": "beginning with", "latest": {"within": "9 days", "counting": "after"}},
            False,
        ),
        ({"before": "10 days", "latest": {"within": "3 days"}}, False),
        ({"within": "10 days", "latest": {"before": "3 days"}}, False),
        ({"within": "10 days", "latest": {"within": "9 days", "after_end": True}}, False),
        ({"within": "10 days", "latest": {"within": "8 days", "after_end": True}}, True),
        ({"within": "10 days", "latest": {"within": "9 days", "not_before_last_day_of": "shpo"}}, False),
        ({"within": "10 days", "latest": {"within": "9 days", "not_before": dt.date(2012, 7, 30)}}, False),
        ({"within": "10 days", "latest": {"within": "12 days", "less": "2 days"}}, False),
        ({"within": "10 days", "latest": {"within": "12 days", "less": "3 days"}}, True),
    ],
)
def test_an_outer_limit_does_not_end_before_the_due_day(regime, faulty):
    length, latest = regime.get("within"), regime["latest"]
    less = f" less {latest['less']}" if "less" in latest else ""
    what = f"{latest.get('within')}{less} end before the day it falls due ({length} after)"
    assert one(regime, "latest too soon") == ([("rule R-1.regime[0].latest", what)] if faulty else [])


@pytest.mark.parametrize(
    ("regime", "must", "told"),
    [
        ({"opens": {"within": "10 days"}, "latest": {"within": "20 days"}}, False, True),
        ({"within": "10 days", "latest": {"within": "20 days"}}, False, False),
        ({"opens": {"within": "10 days"}}, False, False),
        ({"within": "10 days", "latest": {"within": "20 days"}}, True, False),
    ],
)
def test_an_outer_limit_closes_nothing_that_is_permitted(regime, must, told):
    what = [("rule R-1.regime[0].latest", "closes nothing: what is permitted stays open after it")]
    assert one(regime, "never closes", must=must) == (what if told else [])


def test_a_span_of_nothing_is_a_fault():
    span = SPAN | {"length": [{"lasts": "1 month", "when": {"basis": "caution"}}, {"lasts": "0 days"}]}
    assert found(book(RULE, span=[span]), "no length") == [
        ("span held.length[1].lasts", "a span of nothing never holds")
    ]
    assert found(book(RULE, span=[SPAN | {"length": [{"lasts": "for life"}]}]), "no length") == []


# ── closed days ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_days_are_counted_past_closed_ones_only_with_a_calendar():
    rules = (
        RULE,
        RULE | {"id": "R-2", "roll": "next open day"},
        RULE | {"id": "R-3", "regime": [{"within": "10 days", "roll": "next open day"}]},
        RULE | {"id": "R-4", "regime": [{"within": "10 working days"}]},
        RULE | {"id": "R-5", "must": False, "regime": [{"opens": {"within": "10 days"}}]},
    )
    with_calendar = book(*rules, calendar="england-and-wales@2026.1")
    assert found(with_calendar, "closed days") == [
        ("rule R-1", "its days may end on a closed day, and it has no 'roll'")
    ]
    assert found(ruled(), "closed days") == []


# ── a hundred years ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("length", ["101 years", "100 years 1 month", "100 years 1 day", "36526 days"])
def test_a_length_of_more_than_a_hundred_years_is_told(length):
    assert [what for _, what in one({"within": length}, "very long")] == [f"{length} is more than a hundred years"]


@pytest.mark.parametrize("length", ["100 years", "36500 days", "9999 working days", "99 years 12 months"])
def test_a_hundred_years_may_be_meant(length):
    assert one({"within": length}, "very long") == []


def test_a_very_long_length_is_found_wherever_it_stands():
    data = book(
        RULE | {"regime": [{"within": "10 days", "opens": {"before": "150 years"}}]},
        span=[SPAN | {"length": [{"lasts": "120 years"}]}],
        derive=[
            {"id": "row", "kind": "presence in days", "of": "stay", "reach": 3, "within": "200 years", "source": "s"}
        ],
        order=[{"kind": "shpo", "source": "s", "until_further_order": True, "maximum": "500 years"}],
    )
    assert [path for path, _ in found(data, "very long")] == [
        "rule R-1.regime[0].opens.before",
        "span held.length[0].lasts",
        "derive row.within",
        "order[0].maximum",
    ]
