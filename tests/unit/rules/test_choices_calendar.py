"""What a rule chooses about the calendar: what would be ignored is refused, and what is needed is asked for."""

import pytest

from supervise.errors import RulebookLoadError
from supervise.rules import load_rulebook
from tests.unit.engine.books import JANUARY
from tests.unit.rules.minimal import BY_LEVEL, COUNTDOWN, FOLLOWED, ROLLING, RULE, book, faults, ruled

HOURS = {"within": "24 hours", "from": "moment", "clock": "elapsed"}
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
            RULE | {"regime": [{"within": "3 working days"}], "roll": NEXT},
            ["roll: working days end on an open day already; leave it out"],
        ),
        (
            RULE | {"regime": [{"within": "3 days", "roll": NEXT}], "roll": NEXT},
            ["roll: every regime has one of its own; leave it out"],
        ),
        (ROLLING | {"regime": [{"every": "never"}], "roll": NEXT}, ["roll: goes with a length only"]),
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
