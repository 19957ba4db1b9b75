"""What a rule chooses about the calendar: what would be ignored is refused, and what is needed is asked for."""

import pytest

from supervise.errors import RulebookLoadError
from supervise.rules import load_rulebook
from supervise.rules.codec import canonical, read_draft
from tests.unit.engine.books import JANUARY
from tests.unit.rules.minimal import BY_LEVEL, CONVENTIONS, COUNTDOWN, FOLLOWED, ROLLING, RULE, book, faults, ruled
from tests.unit.rules.test_choices_fixed import GRID

HOURS = {"within": "24 hours", "from": "moment", "clock": "elapsed"}
HOURS_OR_DAYS = {"by": "level", "every": {"low": "24 hours", "high": "3 days"}, "from": "date", "clock": "wall"}
NEXT = "next open day"


def refused(rule):
    """What is wrong with a book of this rule that has a calendar, without the way to the rule."""
    try:
        load_rulebook(ruled(rule), calendar=JANUARY)
    except RulebookLoadError as error:
        return [problem.removeprefix("rule[0] R-1.") for problem in error.problems]
    return []


@pytest.mark.parametrize("base", [RULE, ROLLING], ids=["once", "rolling"])
@pytest.mark.parametrize("how", [NEXT, "previous open day"])
def test_a_last_day_in_days_may_be_moved_to_an_open_one(base, how):
    assert refused(base | {"roll": how}) == []
    assert refused(base | {"regime": [base["regime"][0] | {"roll": how}]}) == []


def test_it_may_be_moved_where_one_length_of_several_is_in_days():
    table = {"by": "level", "every": {"low": "5 working days", "high": "3 months"}}
    assert refused(ROLLING | {"regime": [table], "change": FOLLOWED, "roll": NEXT}) == []
    assert refused(ROLLING | {"regime": [BY_LEVEL], "change": FOLLOWED, "roll": NEXT}) == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (COUNTDOWN | {"roll": NEXT}, ["roll: does not go with a countdown"]),
        (
            RULE | {"regime": [HOURS], "roll": NEXT},
            ["roll: a last minute is not moved to an open day; give it to the regimes in days alone"],
        ),
        (
            RULE | {"regime": [HOURS | {"roll": NEXT}]},
            ["regime[0].roll: a last minute is not moved to an open day; leave it out"],
        ),
        (
            ROLLING | {"regime": [HOURS_OR_DAYS], "change": FOLLOWED, "roll": NEXT},
            ["roll: a last minute is not moved to an open day; give it to the regimes in days alone"],
        ),
        (
            RULE | {"regime": [{"within": "3 working days"}], "roll": NEXT},
            ["roll: working days end on an open day already; leave it out"],
        ),
        (
            RULE | {"regime": [{"within": "3 days", "roll": NEXT}], "roll": NEXT},
            ["roll: every regime has one of its own; leave it out"],
        ),
        (ROLLING | {"regime": [{"every": "never"}], "roll": NEXT}, ["roll: goes with a length only"]),
        (GRID | {"regime": [{"every": "never", "roll": NEXT}]}, ["regime[0].roll: goes with a length only"]),
        (
            RULE | {"must": False, "regime": [{"opens": {"within": "3 days"}, "roll": NEXT}]},
            ["regime[0].roll: goes with a length only"],
        ),
        (
            RULE | {"regime": [{"within": "9 days", "opens": {"within": "3 working days", "roll": NEXT}}]},
            ["regime[0].opens.roll: working days end on an open day already; leave it out"],
        ),
        (
            RULE
            | {
                "regime": [
                    {
                        "within": "9 days",
                        "latest": HOURS["within"] and {"within": "12 hours", "from": "date", "roll": NEXT},
                        "clock": "wall",
                    }
                ]
            },
            ["regime[0].latest.roll: a last minute is not moved to an open day; leave it out"],
        ),
    ],
)
def test_what_is_never_moved_is_refused(rule, found):
    assert refused(rule) == found


GRID = RULE | {
    "cadence": "grid",
    "anchor": "start",
    "met_by": {"any": "notification.report"},
    "late": "fills the oldest",
    "roll": NEXT,
    "regime": [{"every": "3 months", "within": "3 working days"}],
}


def test_working_days_after_a_day_of_a_series_end_on_an_open_day_unless_the_case_may_cut_it():
    assert refused(GRID) == ["roll: working days end on an open day already; leave it out"]
    assert refused(GRID | {"while": {"not_in": ["deceased"], "at_end": "cut"}}) == []
    assert refused(GRID | {"while": {"not_in": ["deceased"], "at_end": "lapse"}}) == [
        "roll: working days end on an open day already; leave it out"
    ]
    assert refused(GRID | {"regime": [{"every": "3 months", "within": "3 days"}]}) == []
    regime = {"every": "calendar month", "within": "3 working days", "counting": "after"}
    block = {key: value for key, value in GRID.items() if key != "counting"} | {"cadence": "block", "regime": [regime]}
    assert refused(block | {"partial": "whole standard"}) == []
    assert len(refused(block | {"partial": "not required"})) == 1


def test_working_days_may_be_moved_where_a_suspension_gives_another_date():
    suspended = {"in": "custody", "if": "due day ends inside"}
    rule = RULE | {"regime": [{"within": "3 working days"}], "roll": NEXT}
    assert refused(rule | {"suspended": suspended | {"due": "3 days after end"}}) == []
    assert refused(rule | {"suspended": suspended | {"due": "3 working days after end"}}) == [
        "roll: working days end on an open day already; leave it out"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        RULE | {"roll": NEXT},
        RULE | {"regime": [{"within": "3 days", "roll": NEXT}]},
        RULE | {"regime": [{"within": "9 days", "opens": {"within": "3 days", "roll": NEXT}}]},
    ],
)
def test_closed_days_need_a_calendar(rule):
    assert faults(book(rule)) == [
        "calendar: missing; closed days are told by one: write the reference of a calendar, or give one"
    ]


# ── ends of periods, days and hours left out ────────────────────────────────────────────────────────────────────

NO_END = "a last minute is not moved to the end of a period; leave it out"
NO_BEGINNING = "hours are not counted from the end of a period; leave it out"
HOURS_OF_A_LIMIT = {"within": "12 hours", "from": "date"}
ONLY_AFTER = "goes with hours after the anchor only"
SKIPPING = HOURS | {"skips": "closed days"}


@pytest.mark.parametrize(
    "regime",
    [
        {"within": "3 days", "to_end_of": "month"},
        {"within": "10 days", "from_end_of": "quarter", "to_end_of": "month"},
        {"before": "2 working days", "from_end_of": "month"},
        {"within": "9 days", "opens": {"within": "0 days", "from_end_of": "week"}},
        {"before": "3 days", "to_end_of": "half-year"},
        {"within": "3 working days", "to_end_of": "year"},
        {"within": "9 days", "opens": {"within": "3 working days", "to_end_of": "quarter"}},
        SKIPPING,
        {"within": "9 days", "latest": {"within": "9 hours", "from": "date"}, "clock": "wall", "skips": "closed days"},
    ],
)
def test_ends_of_periods_and_hours_on_open_days_are_taken(regime):
    weeks = CONVENTIONS | {"week_begins": "monday"}
    assert load_rulebook(book(RULE | {"regime": [regime]}, conventions=weeks), calendar=JANUARY)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (RULE | {"regime": [HOURS | {"to_end_of": "month"}]}, [f"regime[0].to_end_of: {NO_END}"]),
        (RULE | {"regime": [HOURS | {"from_end_of": "month"}]}, [f"regime[0].from_end_of: {NO_BEGINNING}"]),
        (
            RULE
            | {"regime": [{"within": "9 days", "opens": HOURS_OF_A_LIMIT | {"from_end_of": "month"}, "clock": "wall"}]},
            [f"regime[0].opens.from_end_of: {NO_BEGINNING}"],
        ),
        (
            ROLLING | {"regime": [{"every": "never", "from_end_of": "month"}]},
            ["regime[0].from_end_of: goes with a length only"],
        ),
        (
            ROLLING
            | {
                "regime": [
                    {"when": {"level": "high"}, "every": "1 month", "from_end_of": "month"},
                    {"every": "3 months"},
                ],
                "change": {"any": "in proportion"},
            },
            [
                (
                    "change.any: a part is counted from the change, and not from the end of a period; "
                    "leave out 'from_end_of'"
                )
            ],
        ),
        (
            RULE
            | {
                "regime": [
                    {
                        "within": "9 days",
                        "latest": {"within": "12 hours", "from": "date", "to_end_of": "month"},
                        "clock": "wall",
                    }
                ]
            },
            [f"regime[0].latest.to_end_of: {NO_END}"],
        ),
        (
            ROLLING | {"regime": [{"every": "never", "to_end_of": "month"}]},
            ["regime[0].to_end_of: goes with a length only"],
        ),
        (RULE | {"regime": [{"within": "3 days", "skips": "closed days"}]}, [f"regime[0].skips: {ONLY_AFTER}"]),
        (
            RULE | {"regime": [{"before": "9 hours", "from": "date", "clock": "wall", "skips": "closed days"}]},
            [f"regime[0].skips: {ONLY_AFTER}"],
        ),
        (
            RULE | {"regime": [SKIPPING | {"opens": {"before": "9 hours"}}]},
            [f"regime[0].skips: {ONLY_AFTER}"],
        ),
        (
            RULE | {"counting": "statutory days", "regime": [{"within": "1 month"}]},
            ["regime[0].counting: statutory days are days; write the length in days"],
        ),
        (
            RULE | {"counting": "statutory days", "regime": [{"before": "9 days"}]},
            [
                "regime[0].counting: what lies before the anchor is counted 'after' (plain subtraction) or in 'clear days'"
            ],
        ),
        (
            COUNTDOWN | {"counting": "statutory days"},
            ["counting: what lies before the anchor is counted 'after' (plain subtraction) or in 'clear days'"],
        ),
        (
            ROLLING
            | {
                "counting": "statutory days",
                "regime": [{"every": "365 days"}],
                "suspended": [
                    {"in": "custody", "if": "due day ends inside", "due": "3 days after end"},
                    {"in": "custody", "effect": "days do not count"},
                ],
            },
            ["suspended[1].effect: days cannot be left out of statutory days; count them 'after'"],
        ),
    ],
)
def test_what_would_move_or_leave_out_nothing_is_refused(rule, found):
    assert refused(rule) == found


def test_a_week_needs_the_day_it_begins_with():
    whole = RULE | {"regime": [{"within": "3 days", "to_end_of": "week"}]}
    opens = RULE | {"regime": [{"within": "9 days", "opens": {"within": "3 days", "to_end_of": "week"}}]}
    from_end = RULE | {"regime": [{"within": "3 days", "from_end_of": "week"}]}
    for rule, key in ((whole, "to_end_of"), (opens, "to_end_of"), (from_end, "from_end_of")):
        assert faults(book(rule)) == [
            f"conventions.week_begins: missing; '{key}' a week needs it: write the day a week begins with"
        ]
        assert faults(book(rule, conventions=CONVENTIONS | {"week_begins": "sunday"})) == []


def test_hours_on_open_days_need_a_calendar():
    assert faults(book(RULE | {"regime": [SKIPPING]})) == [
        "calendar: missing; closed days are told by one: write the reference of a calendar, or give one"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        RULE | {"roll": NEXT},
        RULE | {"regime": [{"within": "3 days", "to_end_of": "half-year", "roll": "previous open day"}]},
        RULE | {"regime": [SKIPPING]},
        RULE | {"counting": "statutory days"},
    ],
)
def test_what_is_chosen_comes_back_as_it_was_written(rule):
    draft = read_draft(book(rule), "own.toml")
    assert read_draft(canonical(draft), "own.toml") == draft
    written = canonical(draft)["rule"][0]
    assert {key: written[key] for key in ("roll", "counting", "regime") if key in rule} == {
        key: rule[key] for key in ("roll", "counting", "regime") if key in rule
    }


WEEKLY = {key: value for key, value in RULE.items() if key != "counting"} | {
    "one_per": "offender",
    "anchor": {"first": "visit"},
    "cadence": "weekday",
    "late": "does not count",
    "met_by": "visit",
}


def test_a_day_that_is_fixed_in_advance_may_be_closed_but_a_last_minute_stays():
    assert refused(WEEKLY | {"regime": [{"weekday": "monday"}], "roll": NEXT}) == []
    assert refused(WEEKLY | {"regime": [{"weekday": "monday", "at": "10:00", "roll": NEXT}]}) == [
        "regime[0].roll: a last minute is not moved to an open day; leave it out"
    ]
