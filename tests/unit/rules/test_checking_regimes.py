"""Levels and days without a regime, versions that meet badly, and variants that nothing can reach."""

import pytest

from tests.unit.rules.minimal import COUNTDOWN, ROLLING, RULE, SPAN, book, ruled
from tests.unit.rules.test_checking import found

ONCE = {"any": "at the next anchor"}
THREE = {"levels": {"scale": ["low", "medium", "high"]}}
FOLLOWED = {"stricter": "from the change", "laxer": "keep the pending"}


def when(*tests, base=RULE, **changes):
    """A book of one rule with a regime for each of these tests; None: it always holds."""
    regimes = [
        {"within": f"{number + 1} days"} | ({} if test is None else {"when": test})
        for number, test in enumerate(tests, 1)
    ]
    return book({**base, "regime": regimes, "change": ONCE, **changes}, span=[SPAN], **THREE)


# ── levels ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tests", "missing"),
    [
        ([{"level": ["high"]}], "low, medium"),
        ([{"level": ["high"]}, {"level": ["medium"], "mode": "active"}], "low"),
        ([{"any": [{"level": ["high"]}, {"level": ["low"]}]}], "medium"),
        ([{"all": [{"level": ["high", "low"]}, {"level": ["low"]}]}], "medium, high"),
        ([{"not": {"level": ["high", "low"]}}], "low, high"),
    ],
)
def test_a_level_that_no_regime_can_hold_for_is_a_fault(tests, missing):
    assert found(when(*tests), "level without a rule") == [("rule R-1.regime", f"no regime can hold for {missing}")]


@pytest.mark.parametrize(
    "tests",
    [
        [None],
        [{"level": ["high"]}, None],
        [{"level": ["high"]}, {"level": ["low", "medium"]}],
        [{"level": ["high"]}, {"mode": "active"}],
        [{"not": {"level": ["high"], "mode": "active"}}],
    ],
)
def test_levels_that_may_each_have_a_regime_are_no_fault(tests):
    assert found(when(*tests), "level without a rule") == []
    assert found(when(*tests, gate={"level": ["high"]}), "level without a rule") == []


def test_what_is_only_permitted_and_a_countdown_leave_nobody_without_a_duty():
    assert found(when({"level": ["high"]}, must=False), "level without a rule") == []
    assert found(book(COUNTDOWN, span=[SPAN]), "level without a rule") == []


def test_rules_that_recur_and_are_met_by_the_same_are_seen_together():
    high = ROLLING | {"gate": {"level": ["high"]}}
    low = ROLLING | {"id": "R-2", "gate": {"level": ["low"]}}
    medium = ROLLING | {"id": "R-3", "gate": {"level": ["medium"]}}
    assert found(book(high, low, **THREE), "no level named") == [("rule R-1.gate", "none for medium, met by the same")]
    assert found(book(high, low, medium, **THREE), "no level named") == []


def test_rules_that_do_not_recur_are_seen_together_where_they_are_parts_of_one_duty():
    high = RULE | {"id": "R-1", "gate": {"level": ["high"]}}
    rest = RULE | {"id": "R-2", "gate": {"level": ["low", "medium"]}}
    assert len(found(book(high, rest, **THREE), "no level named")) == 2
    assert found(book(high, rest | {"part_of": "R-1"}, **THREE), "no level named") == []


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tests", "kind", "what"),
    [
        (
            [{"before": "2020-01-01"}, {"since": "2021-01-01"}],
            "gap in dates",
            "none holds from 2020-01-01 to 2020-12-31, before regime[1]",
        ),
        (
            [{"since": "2021-01-01", "mode": "active"}, {"all": [{"mode": "active"}, {"before": "2020-01-01"}]}],
            "gap in dates",
            "none holds from 2020-01-01 to 2020-12-31, before regime[0]",
        ),
        (
            [{"since": "2021-01-01"}, {"before": "2020-01-01"}, {"mode": "active", "before": "2022-01-01"}],
            "gap in dates",
            "none holds from 2020-01-01 to 2020-12-31, before regime[0]",
        ),
        (
            [{"since": "2020-01-01"}, {"before": "2021-01-01"}],
            "overlap in dates",
            "regime[1] and regime[0] both hold from 2020-01-01 to 2020-12-31",
        ),
    ],
)
def test_versions_of_a_regime_that_leave_days_out_or_share_them_are_a_fault(tests, kind, what):
    assert found(when(*tests), kind) == [("rule R-1.regime", what)]


@pytest.mark.parametrize(
    "tests",
    [
        [{"before": "2020-01-01"}, {"since": "2020-01-01"}],
        # A version without a day is a fault of another kind.
        [{"before": "2020-01-01"}, {"since": "2020-01-01"}, {"since": "2025-01-01", "before": "2024-01-01"}],
        # The newest first, each without an end: the first that holds is used.
        [{"since": "2022-01-01"}, {"since": "2020-01-01"}, {"before": "2022-01-01"}],
        [{"before": "2020-01-01"}, {"since": "2021-01-01"}, None],
        # What is wider holds in between.
        [
            {"before": "2020-01-01", "mode": "active"},
            {"since": "2021-01-01", "mode": "active"},
            {"before": "2030-01-01"},
        ],
        [{"before": "2020-01-01", "mode": "active"}, {"since": "2021-01-01", "mode": "reactive"}],
    ],
)
def test_versions_that_meet_are_no_fault(tests):
    assert found(when(*tests), "gap in dates") == []
    assert [what for _, what in found(when(*tests), "overlap in dates") if "regime[0]" in what] == []


def in_force(*forces, **changes):
    rules = [RULE | {"id": f"R-{place}", "part_of": "R", "in_force": force} for place, force in enumerate(forces, 1)]
    return book(*rules[:-1], rules[-1] | changes)


@pytest.mark.parametrize(
    ("forces", "kind", "what"),
    [
        (
            [{"until": "2020-01-01"}, {"from": "2020-01-05"}],
            "gap in dates",
            "none holds from 2020-01-02 to 2020-01-04, before rule R-2",
        ),
        (
            [{"until": "2020-01-05"}, {"from": "2020-01-05"}],
            "overlap in dates",
            "rule R-1 and rule R-2 both hold from 2020-01-05 to 2020-01-05",
        ),
        (
            [{"until": "2020-01-05"}, {"until": "2022-01-05"}],
            "overlap in dates",
            "rule R-1 and rule R-2 both hold to 2020-01-05",
        ),
        (
            [{"from": "2020-01-05"}, {"from": "2022-01-05"}],
            "overlap in dates",
            "rule R-1 and rule R-2 both hold from 2022-01-05",
        ),
    ],
)
def test_versions_of_a_rule_that_leave_days_out_or_share_them_are_a_fault(forces, kind, what):
    assert found(in_force(*forces), kind) == [("rule R-1.in_force", what)]


def test_versions_of_a_rule_that_meet_or_differ_in_more_than_dates_are_no_fault():
    meet = [{"until": "2020-01-05"}, {"from": "2020-01-06"}]
    share = [{"until": "2020-01-05"}, {"from": "2020-01-01"}]
    for data in (in_force(*meet), in_force(*share, gate={"mode": "active"})):
        assert [each for kind in ("gap in dates", "overlap in dates") for each in found(data, kind)] == []


# ── unreachable ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("test", "why"),
    [
        ({"all": [{"level": ["high"]}, {"level": ["low"]}]}, "no level of the scale is left"),
        ({"level": ["high"], "not": {"level": ["high", "low"]}}, "no level of the scale is left"),
        ({"since": "2021-01-01", "before": "2021-01-01"}, "'since' is not before 'before'"),
        ({"mode": "active", "all": [{"mode": "reactive"}]}, "two tests ask for different words of one thing"),
        ({"occurrence": 1, "all": [{"occurrence": 2}]}, "two tests ask for different words of one thing"),
        ({"lead_agency": ["police"], "all": [{"lead_agency": ["probation"]}]}, "no lead agency is left"),
        ({"in": ["custody"], "not_in": ["custody", "hospital"]}, "each of the states of 'in' is in 'not_in'"),
        ({"count": {"of": "trip", "at_least": 3, "at_most": 2}}, "no number of events or days is left"),
        (
            {"gap": {"from": "departs_on", "to": ["returned_on"], "more_than": 3, "less_than": 4}},
            "no number of events or days is left",
        ),
        ({"mode": "active", "not": {"mode": "active"}}, "'not' denies what it asks for"),
        ({"any": [{"in": ["custody"], "not_in": ["custody"]}]}, "none of 'any' can hold"),
    ],
)
def test_tests_that_cannot_hold_together_are_a_fault_in_a_regime_and_in_a_gate(test, why):
    assert found(when(test, None), "unreachable") == [("rule R-1.regime[0]", f"can never hold: {why}")]
    assert found(when(None, gate=test), "unreachable") == [("rule R-1.gate", f"can never hold: {why}")]


@pytest.mark.parametrize(
    "test",
    [
        {"since": "2021-01-01", "before": "2021-01-02"},
        {"lead_agency": ["police", "probation"], "all": [{"lead_agency": ["probation"]}]},
        {"in": ["custody", "hospital"], "not_in": ["custody"]},
        {"not_in": ["custody"]},
        {"count": {"of": "trip", "at_least": 2, "at_most": 2}},
        {"count": {"of": "trip", "at_least": 2}},
        {"gap": {"from": "departs_on", "to": ["returned_on"], "more_than": 3, "less_than": 5}},
        {"gap": {"from": "departs_on", "to": ["returned_on"], "more_than": 3}},
        {"gap": {"from": "departs_on", "to": ["returned_on"], "less_than": 3}},
        {"mode": "active", "not": {"in": ["custody"]}},
        {"mode": "active", "not": {"mode": "active", "since": "2021-01-01"}},
        {"any": [{"in": ["custody"], "not_in": ["custody"]}, {"mode": "active"}]},
    ],
)
def test_tests_that_may_hold_together_are_no_fault(test):
    assert found(when(test, None), "unreachable") == []


def test_a_regime_must_hold_with_the_gate_where_both_are_read_on_one_day():
    gate = {"gate": {"level": ["high"]}}
    assert found(when({"level": ["low"]}, None, **gate), "unreachable") == [
        ("rule R-1.regime[0]", "can never hold: no level of the scale is left")
    ]
    assert found(when({"level": ["low"]}, None, change=FOLLOWED, **gate), "unreachable") == []


def test_a_regime_of_a_rule_that_never_changes_is_read_with_its_gate():
    gated = RULE | {"gate": {"since": "2021-01-01"}, "regime": [{"within": "1 day", "when": {"before": "2020-01-01"}}]}
    assert found(book(gated), "unreachable") == [
        ("rule R-1.regime[0]", "can never hold: 'since' is not before 'before'")
    ]


@pytest.mark.parametrize(
    ("tests", "place", "why"),
    [
        ([{"mode": "active"}, {"mode": "active"}, None], 1, "a regime before it holds whenever it does"),
        (
            [{"mode": "active"}, {"mode": "active", "in": ["custody"]}, None],
            1,
            "a regime before it holds whenever it does",
        ),
        ([{"since": "2020-01-01"}, {"since": "2021-01-01"}, None], 1, "a regime before it holds whenever it does"),
        (
            [{"level": ["high"]}, {"level": ["low"]}, {"level": ["high", "low"]}, None],
            2,
            "regimes before it take each of its levels",
        ),
    ],
)
def test_a_regime_to_which_those_before_leave_nothing_is_a_fault(tests, place, why):
    assert found(when(*tests), "unreachable") == [(f"rule R-1.regime[{place}]", f"is never reached: {why}")]


@pytest.mark.parametrize(
    "tests",
    [
        [{"mode": "active", "in": ["custody"]}, {"mode": "active"}, None],
        [{"since": "2021-01-01"}, {"since": "2020-01-01"}, None],
        [{"level": ["high"]}, {"level": ["low"]}, {"level": ["high", "low", "medium"]}, None],
        [{"level": ["high", "low", "medium"]}, None],
    ],
)
def test_a_regime_to_which_something_is_left_is_no_fault(tests):
    assert found(when(*tests), "unreachable") == []


def test_a_regime_that_asks_for_the_interval_of_a_plan_leaves_something_to_the_same():
    regimes = [
        {"when": {"mode": "active"}, "every": {"fact": "plan.interval"}},
        {"when": {"mode": "active"}, "every": "2 months"},
        {"every": "3 months"},
    ]
    assert found(ruled(ROLLING | {"regime": regimes, "change": FOLLOWED}), "unreachable") == []
