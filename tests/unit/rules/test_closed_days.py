"""Which closed days a rule counts with: its own, those of a regime or a limit, or the book's."""

import pytest

from supervise.dates import Calendar, load_calendar
from supervise.errors import RulebookLoadError
from supervise.rules import load_rulebook
from supervise.rules.checking_lengths import days_without_roll
from supervise.rules.closed_days import CLOSED_DAYS, WORKING_DAYS, calendars_named, counted_with
from tests.unit.rules.minimal import COUNTDOWN, FOLLOWED, ROLLING, RULE, ruled

SUNDAYS, WEEKDAYS = "sundays@2026.1", "weekdays@2026.1"
WORKING = {"within": "3 working days"}
HOURS = {"within": "24 hours", "from": "moment", "clock": "elapsed", "skips": "closed days"}
AFTER_END = {"in": "custody", "effect": "later of due and", "due": "10 working days after end"}
IGNORED = "goes with working days, 'roll' or 'skips', and nothing is counted with it; leave it out"


def own(name="own", version="1"):
    """A calendar that is given with a book."""
    return Calendar.from_dict(
        {
            "name": name,
            "version": version,
            "closed_weekdays": ["friday"],
            "closed_days": [],
            "covers": ["2026-01-01", "2026-12-31"],
        }
    )


def problems(rule, calendar=None):
    try:
        load_rulebook(ruled(rule), calendar=calendar)
    except RulebookLoadError as error:
        return [problem.removeprefix("rule[0] R-1.") for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "rule",
    [
        RULE | {"regime": [WORKING], "calendar": SUNDAYS},
        RULE | {"regime": [WORKING | {"calendar": SUNDAYS}]},
        RULE | {"roll": "next open day", "calendar": SUNDAYS},
        RULE | {"regime": [{"within": "3 days", "roll": "next open day", "calendar": SUNDAYS}]},
        RULE | {"regime": [HOURS], "calendar": SUNDAYS},
        RULE | {"regime": [{"within": "9 days", "opens": WORKING | {"calendar": SUNDAYS}}]},
        RULE | {"regime": [{"within": "9 days", "opens": {"within": "3 days", "roll": "next open day"}}], "calendar": SUNDAYS},
        RULE | {"regime": [{"within": "9 days", "latest": WORKING, "calendar": SUNDAYS}]},
        ROLLING | {"suspended": AFTER_END, "calendar": SUNDAYS},
        COUNTDOWN | {"leads": ["3 working days", "30 days"], "calendar": SUNDAYS},
    ],
)  # fmt: skip
def test_a_rule_that_names_its_calendar_needs_no_other(rule):
    assert problems(rule) == []


@pytest.mark.parametrize(
    ("rule", "keys"),
    [
        (RULE | {"calendar": SUNDAYS}, ["calendar"]),
        (RULE | {"regime": [{"within": "3 days", "calendar": SUNDAYS}]}, ["regime[0].calendar"]),
        (
            RULE | {"regime": [WORKING | {"calendar": SUNDAYS}], "calendar": WEEKDAYS},
            ["calendar"],
        ),
        (
            RULE | {"regime": [WORKING | {"opens": {"within": "1 day", "calendar": SUNDAYS}}], "calendar": WEEKDAYS},
            ["regime[0].opens.calendar"],
        ),
        (
            RULE | {"regime": [HOURS | {"skips": None, "calendar": SUNDAYS}]},
            ["regime[0].calendar"],
        ),
        # The end of a state is the rule's, whatever the regime names.
        (
            ROLLING
            | {"suspended": AFTER_END, "regime": [{"every": "3 months", "calendar": WEEKDAYS}], "calendar": SUNDAYS},
            ["regime[0].calendar"],
        ),
    ],
)
def test_a_calendar_that_nothing_is_counted_with_is_refused(rule, keys):
    regimes = [{key: value for key, value in each.items() if value is not None} for each in rule["regime"]]
    assert problems(rule | {"regime": regimes}) == [f"{key}: {IGNORED}" for key in keys]


def test_a_regime_that_asks_for_nothing_has_no_closed_days_to_move():
    never = [{"when": {"mode": "reactive"}, "every": "never", "calendar": WEEKDAYS}, {"every": "3 months"}]
    rule = ROLLING | {"regime": never, "change": FOLLOWED, "roll": "next open day", "calendar": SUNDAYS}
    assert problems(rule) == [f"regime[0].calendar: {IGNORED}"]


def test_a_day_of_the_week_has_no_length_and_may_be_closed():
    rule = {"cadence": "weekday", "late": "fills the current", "counting": None, "calendar": SUNDAYS}
    rule = RULE | rule | {"met_by": "review", "roll": "next open day", "regime": [{"weekday": "monday"}]}
    assert problems({key: value for key, value in rule.items() if value is not None}) == []


def test_what_counts_with_the_books_own_still_needs_one():
    rule = RULE | {"regime": [WORKING | {"opens": {"within": "1 day", "roll": "next open day", "calendar": SUNDAYS}}]}
    missing = "calendar: missing; working days are counted with one: write the reference of a calendar, or give one"
    assert problems(rule) == [missing]
    assert problems(rule, own()) == []


def test_a_calendar_that_is_not_there_is_named_with_its_place():
    rule = RULE | {"regime": [WORKING | {"calendar": "sunday@2026.1", "opens": WORKING | {"calendar": "own@1"}}]}
    found = "no such calendar is shipped, and none of this name is given; "
    assert problems(rule) == [
        f"rule R-1.regime[0].calendar: {found}did you mean 'sundays@2026.1'?",
        f"rule R-1.regime[0].opens.calendar: {found}known: 'england-and-wales@2026.1', 'sundays@2026.1', 'weekdays@2026.1'",
    ]
    assert problems(RULE | {"regime": [WORKING], "calendar": 3}) == ["calendar: expected text, found a whole number"]


def test_one_that_is_given_takes_the_place_of_that_of_its_name_and_of_no_other():
    rule = RULE | {"regime": [WORKING | {"calendar": SUNDAYS, "latest": WORKING | {"calendar": WEEKDAYS}}]}
    other, same = own(), own("weekdays", "2026.1")
    book = load_rulebook(ruled(rule) | {"calendar": "england-and-wales@2026.1"}, calendar=other)
    assert book.calendar is other
    assert book.calendars == {SUNDAYS: load_calendar(SUNDAYS), WEEKDAYS: load_calendar(WEEKDAYS)}
    book = load_rulebook(ruled(rule), calendar=same)
    assert book.calendars == {SUNDAYS: load_calendar(SUNDAYS), WEEKDAYS: same}
    # One that is not shipped may be named, where it is given.
    assert load_rulebook(ruled(RULE | {"regime": [WORKING], "calendar": "own@1"}), calendar=other).calendars == {
        "own@1": other
    }


def test_each_use_says_whose_closed_days_it_asks_for():
    opens = {"within": "1 day", "roll": "next open day", "calendar": WEEKDAYS}
    regimes = [WORKING | {"opens": opens}, HOURS | {"calendar": SUNDAYS}]
    rule = RULE | {"regime": [regimes[0] | {"when": {"mode": "active"}}, regimes[1]], "suspended": AFTER_END}
    (read,) = load_rulebook(ruled(rule | {"calendar": SUNDAYS, "change": {"any": "at the next anchor"}})).rule
    assert list(calendars_named(read)) == [
        ("calendar", SUNDAYS),
        ("regime[0].opens.calendar", WEEKDAYS),
        ("regime[1].calendar", SUNDAYS),
    ]
    assert list(counted_with(read)) == [
        ("calendar", WORKING_DAYS),
        ("regime[0].opens.calendar", CLOSED_DAYS),
        ("regime[1].calendar", CLOSED_DAYS),
        ("calendar", WORKING_DAYS),
    ]


def test_days_past_a_calendar_that_a_rule_names_are_told_as_those_past_the_books_own():
    regimes = [{"when": {"mode": "active"}, "within": "3 days"}, WORKING]
    rule = RULE | {"regime": regimes, "change": {"any": "at the next anchor"}, "calendar": SUNDAYS}
    assert [path for path, _ in days_without_roll(load_rulebook(ruled(rule)))] == ["rule R-1"]
    assert list(days_without_roll(load_rulebook(ruled(RULE)))) == []
