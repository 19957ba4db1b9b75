"""The axes of a rule, each by itself."""

import datetime as dt

import pytest

from supervise.rules import load_rulebook
from supervise.rules.language import Changes, InForce, Limit, Regime, Suspension, While
from supervise.rules.reading import Problems, read
from tests.unit.rules.minimal import faults as book_faults, ruled


def faults(kind, value):
    problems = Problems()
    read(kind, value, "", problems)
    return problems.found


ONE_LENGTH = "give exactly one of 'within', 'before' and 'years_field'"
REGIME = "a regime gives exactly one of 'every', 'within' and 'before' (or only 'opens')"
NOTHING = "where nothing is asked ('never') nothing opens or falls due; leave one of them out"
HALVES = "give both 'stricter' and 'laxer', or 'any' alone"
BY = "by: write by = 'level' with a table of lengths by level, and only with one"
KEEP = "keep the pending"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"within": "3 days"}, []),
        ({}, [ONE_LENGTH]),
        ({"within": "3 days", "before": "3 days"}, [ONE_LENGTH]),
        ({"before": "3 days", "after_end": True}, ["after_end: does not go with 'before'"]),
        ({"within": "3 months", "less": "7 days"}, []),
        ({"before": "3 days", "less": "1 day"}, ["less: goes with 'within' only, and not with hours"]),
        ({"within": "30 hours", "less": "1 day"}, ["less: goes with 'within' only, and not with hours"]),
        ({"within": "3 months", "less": "1 month"}, ["less: write it in days"]),
        ({"within": "3 months", "less": "0 days"}, ["less: write it in days"]),
        ({"within": "3 months", "less": "2 working days"}, ["less: write it in days"]),
        (
            {"before": "3 days", "not_before_last_day_of": "shpo"},
            ["not_before_last_day_of: does not go with 'before'"],
        ),
        ({"before": "3 days", "not_before": dt.date(2012, 7, 30)}, ["not_before: does not go with 'before'"]),
        ({"years_field": "bar_years", "at_most": "15 years", "after_end": True}, []),
        ({"years_field": "bar_years", "at_most": "15 days"}, ["at_most: write it in years or months"]),
        ({"years_field": "bar_years", "at_most": "15 hours"}, ["at_most: write it in years or months"]),
        ({"within": "3 days", "at_most": "1 year"}, ["at_most: goes with 'years_field' only"]),
    ],
)
def test_a_limit_gives_one_length(value, found):
    assert faults(Limit, value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"within": "3 days"}, []),
        ({"opens": {"within": "3 days"}}, []),
        ({}, [REGIME]),
        ({"within": "3 days", "before": "3 days"}, [REGIME]),
        ({"within": "3 days", "every": "3 days", "before": "3 days"}, [REGIME]),
        ({"within": "never", "opens": {"within": "3 days"}}, ["opens: " + NOTHING]),
        (
            {"every": "never", "within": "3 days", "latest": {"within": "9 days"}},
            [f"{key}: {NOTHING}" for key in ("within", "latest")],
        ),
        ({"before": "never"}, []),
        ({"within": "3 days", "by": "plan"}, ["by: unknown word; known: 'level'"]),
        ({"within": "3 days", "by": "level"}, [BY]),
        ({"within": {"high": "3 days"}}, [BY]),
        ({"within": {"high": "3 days"}, "by": "level"}, []),
        ({"weekday": "monday"}, []),
        ({"named": ["may"], "within": "3 days"}, []),
    ],
)
def test_a_regime_gives_one_length(value, found):
    assert faults(Regime, value) == found


@pytest.mark.parametrize(
    ("value", "changes", "asks"),
    [
        ({"every": "3 days"}, False, False),
        ({"every": {"high": "3 days"}, "by": "level"}, True, False),
        ({"every": {"fact": "plan.interval"}}, True, False),
        ({"every": "3 days", "when": {"mode": "active"}}, True, False),
        ({"every": "3 days", "when": {"fact": {"on": "set"}}}, False, True),
        ({"opens": {"years_field": "bar_years"}}, False, True),
    ],
)
def test_a_regime_knows_what_it_reads(value, changes, asks):
    regime = read(Regime, value, "", Problems())
    assert (regime.changes_by_day, regime.asks_for_fact) == (changes, asks)


SKIPS = ["'due day ends inside'", "'the whole window lies inside'", "'part of the window lies inside'"]
PART = {"effect": "skip", "if": "part of the window lies inside"}
PERCENT = "percent: goes with if = 'part of the window lies inside', and says how many in a hundred of its days"
BOUNDS = "percent: write a whole number from 1 to 99; of all its days 'the whole window lies inside'"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"effect": "runs on"}, []),
        ({"effect": "days do not count"}, []),
        ({"effect": "skip", "if": "the whole window lies inside"}, []),
        (PART, [PERCENT]),
        (PART | {"percent": 1}, []),
        (PART | {"percent": 99}, []),
        (PART | {"percent": 0}, [BOUNDS]),
        (PART | {"percent": 100}, [BOUNDS]),
        (PART | {"if": "due day ends inside", "percent": 50}, [PERCENT]),
        ({"effect": "runs on", "percent": 50}, [PERCENT]),
        ({"effect": "skip"}, [f"if: missing; write {' or '.join(SKIPS)}"]),
        (
            {"effect": "skip", "if": "never"},
            [f"if: unknown word; known: {', '.join(SKIPS)}"],
        ),
        (
            {"effect": "skip", "if": "due day ends inside", "due": "3 days after end"},
            ["due: goes with 'if' or with effect = 'later of due and' or 'due after end' only"],
        ),
        (
            {"if": "the whole window lies inside", "due": "3 days after end"},
            ["if: unknown word; known: 'due day ends inside', 'due day first ends inside'"],
        ),
        ({"effect": "later of due and", "due": "10 working days after end"}, []),
        ({"if": "due day ends inside", "due": "3 days beginning with end"}, []),
        ({"if": "due day first ends inside", "due": "3 days beginning with end"}, []),
        (
            {"effect": "skip", "if": "due day first ends inside"},
            [f"if: unknown word; known: {', '.join(SKIPS)}"],
        ),
        (
            {},
            [
                (
                    "effect: missing; it has no default: write 'later of due and' or 'days do not count' or"
                    " 'due after end' or 'in proportion' or 'restarts' or 'runs on' or 'skip'"
                )
            ],
        ),
        ({"effect": "later of due and"}, ["due: missing; write for example '10 working days after end'"]),
        ({"if": "due day ends inside"}, ["due: missing; write for example '10 working days after end'"]),
        (
            {"if": "due day is inside", "due": "3 days after end"},
            ["if: unknown word; known: 'due day ends inside', 'due day first ends inside'"],
        ),
        (
            {"effect": "runs on", "due": "3 days after end"},
            ["due: goes with 'if' or with effect = 'later of due and' or 'due after end' only"],
        ),
        ({"effect": "due after end", "due": "3 working days after end"}, []),
        ({"effect": "due after end"}, ["due: missing; write for example '10 working days after end'"]),
        ({"effect": "restarts"}, []),
        (
            {"effect": "restarts", "due": "3 days after end"},
            ["due: goes with 'if' or with effect = 'later of due and' or 'due after end' only"],
        ),
        (
            {"if": "due day ends inside", "effect": "days do not count", "due": "3 days after end"},
            [
                "effect: leave it out; 'if' says what is done: only a date inside the state is moved, to 'due'",
            ],
        ),
    ],
)
def test_a_suspension_says_what_it_does(value, found):
    assert faults(Suspension, {"in": "custody"} | value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"stricter": KEEP, "laxer": KEEP}, []),
        ({"any": KEEP}, []),
        ({"stricter": "from the next calendar month", "laxer": "in proportion"}, []),
        ({}, [HALVES]),
        ({"stricter": KEEP}, [HALVES]),
        ({"any": KEEP, "laxer": KEEP}, [HALVES]),
        ({"any": KEEP, "laxer": KEEP, "stricter": KEEP}, [HALVES]),
        (
            {"stricter": "at the next anchor", "laxer": KEEP},
            ["'at the next anchor' reads the regime once; write { any = 'at the next anchor' }"],
        ),
    ],
)
def test_a_change_of_regime_is_answered_both_ways(value, found):
    assert faults(Changes, value) == found


@pytest.mark.parametrize(
    ("time", "found"),
    [
        ({"span": "subject"}, []),
        ({"not_in": "deceased"}, []),
        ({"span": "subject", "not_in": ["deceased"]}, []),
        ({}, ["give 'span', 'not_in' or both: nothing bounds it"]),
        ({"not_in": "deceased", "resumes": True}, []),
        ({"span": "subject", "resumes": True}, ["resumes: goes with 'not_in'"]),
    ],
)
def test_the_time_in_which_a_duty_can_fall_due_is_bounded(time, found):
    assert faults(While, time | {"at_end": "lapse"}) == found


def test_what_a_duty_hangs_on_may_end_and_cut_it():
    assert faults(While, {"at_end": "cut"}) == []
    assert faults(While, {"at_end": "cut", "resumes": True}) == ["resumes: goes with 'not_in'"]


@pytest.mark.parametrize(
    ("time", "fault"),
    [
        ({"from": "2026-01-01"}, None),
        ({"until": "2026-01-01"}, None),
        ({"from": "2026-01-01", "until": "2026-01-01"}, None),
        ({}, ": give 'from', the first day, or 'until', the last"),
        ({"from": "2026-01-02", "until": "2026-01-01"}, ".until: lies before 'from'"),
    ],
)
def test_a_rule_is_law_from_a_day_or_until_one(time, fault):
    problems = Problems()
    read(InForce, time, "x", problems)
    assert problems.found == ([] if fault is None else [f"x{fault}"])


@pytest.mark.parametrize(
    ("authority", "of_regime", "waivable", "may"),
    [
        ("NATIONAL", None, None, True),
        ("LAW", None, None, False),
        ("LAW", None, True, True),
        # A value of the law makes a duty the law's.
        ("NATIONAL", "LAW", None, False),
        ("NATIONAL", "LAW", True, True),
    ],
)
def test_what_the_law_asks_for_cannot_be_waived_unless_the_rule_says_so(authority, of_regime, waivable, may):
    regime = {"within": "10 days"} | ({} if of_regime is None else {"authority": of_regime})
    said = {} if waivable is None else {"waivable": waivable}
    (rule,) = load_rulebook(ruled(authority=authority, regime=[regime], **said)).rule
    assert rule.may_be_waived is may


def test_waivable_is_said_of_the_law_alone():
    message = "goes with authority = 'LAW' only; what is flagged of any other duty can be waived anyway"
    assert book_faults(ruled(waivable=True)) == [f"rule[0] R-1.waivable: {message}"]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"named": ["may"]}, "named: unknown key; it is a key of a regime: write it under [[rule.regime]]"),
        (
            {"one_per": {"each": "visit", "where": {"place": "home"}}},
            "one_per.where: unknown key; it narrows the events: write each = { of = …, where = … }",
        ),
        ({"at_least": 2}, "at_least: unknown key; it is a key of a quota: write it under [[rule.regime.quota]]"),
        (
            {"regime": [{"within": "3 days", "at_least": 2}]},
            "regime[0].at_least: unknown key; it is a key of a quota: write it under [[rule.regime.quota]]",
        ),
        (
            {"regime": [{"within": "10 days", "met_by": "visit"}]},
            "regime[0].met_by: unknown key; it is a key of the rule: write it before the first [[rule.regime]]",
        ),
        ({"regime": [{"within": "10 days", "opns": {}}]}, "regime[0].opns: unknown key; did you mean 'opens'?"),
        ({"cadense": "once"}, "cadense: unknown key; did you mean 'cadence'?"),
    ],
)
def test_a_key_that_belongs_elsewhere_is_told_where(rule, fault):
    assert book_faults(ruled(**rule)) == [f"rule[0] R-1.{fault}"]


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        ({"within": "3 days"}, None),
        ({"every": "1 year"}, None),
        ({"every": "1 year", "within": "3 days"}, "3 days"),
        ({"every": "1 year", "before": "4 days"}, "4 days"),
        ({"named": ["may"], "within": "3 days"}, "3 days"),
        ({"weekday": "monday", "within": "2 days"}, "2 days"),
    ],
)
def test_beside_a_series_a_length_is_a_limit(value, limit):
    found = read(Regime, value, "", Problems()).limit
    assert (None if found is None else str(found.duration)) == limit
