"""A rule for any window seen whole: what it must choose, and what it would ignore."""

import pytest

from supervise.rules.codec import canonical, read_draft
from tests.unit.rules.minimal import ROLLING, faults, ruled

WINDOW = {key: value for key, value in ROLLING.items() if key != "rebased_by"} | {
    "cadence": "any window",
    "anchor": {"first": "visit"},
    "counting": "beginning with",
    "regime": [{"every": "90 days", "times": 3}],
}
ONCE = {"any": "at the next anchor"}
KEEP = {"stricter": "keep the pending", "laxer": "keep the pending"}


def found(**changes):
    rule = {key: value for key, value in (WINDOW | changes).items() if value is not None}
    return [each.removeprefix("rule[0] R-1.") for each in faults(ruled(rule))]


def regimes(*changes):
    return [{"every": "90 days", "times": 3, "when": {"mode": "active"}} | changes[0], *changes[1:]]


def test_the_base_is_whole_and_written_as_it_was_read():
    assert found() == []
    draft = read_draft(ruled(WINDOW), "inline")
    assert read_draft(canonical(draft), "inline") == draft


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"must": False}, ["must: an entitlement does not go with this cadence; write cadence = 'once'"]),
        ({"counting": "after"}, ["counting: a window begins with its first day; write 'beginning with'"]),
        (
            {"cautious": {"counting": "after"}},
            ["cautious: does not go with this cadence: a window is counted in one way"],
        ),
        ({"met_by": None}, ["met_by: missing; say which events are counted"]),
        (
            {"met_by": {"any": "visit", "since": "ever"}},
            ["met_by[0].since: leave it out: every event from the start on is counted, one after the other"],
        ),
        ({"met_by": {"any": "visit", "shared": True}}, ["met_by[0].shared: leave it out: an event is counted once"]),
        ({"met_by": {"state": "custody"}}, ["met_by[0]: names no events; write 'any'"]),
        ({"regime": [{"every": "90 days"}]}, ["regime[0].times: missing; say how many events are asked for in every window"]),
        ({"regime": [{"every": "90 days", "times": 0}]}, ["regime[0].times: write at least 1"]),
        (
            {"regime": [{"every": "90 days", "times": 1, "opens": {"within": "3 days"}}]},
            ["regime[0].opens: does not go with this cadence"],
        ),
        (
            {"regime": [{"every": "0 days", "times": 1}]},
            ["regime[0].every: write the window in days, months or years"],
        ),
        ({"regime": [{"every": "never", "when": {"mode": "active"}}, WINDOW["regime"][0]], "change": ONCE}, []),
        (
            {"regime": [{"every": "never", "times": 1, "when": {"mode": "active"}}, WINDOW["regime"][0]], "change": ONCE},
            ["regime[0].times: every = 'never' asks for nothing; leave it out"],
        ),
        ({"regime": [WINDOW["regime"][0] | {"when": {"mode": "active"}}, {"every": "9 days", "times": 2}], "change": ONCE}, []),
        ({"regime": [WINDOW["regime"][0] | {"when": {"mode": "active"}}, {"every": "9 days", "times": 3}], "change": KEEP}, []),
        (
            {"regime": [WINDOW["regime"][0] | {"when": {"mode": "active"}}, {"every": "9 days", "times": 2}], "change": KEEP},
            ["change: regimes that ask for different numbers are read once: write { any = 'at the next anchor' }"],
        ),
        ({"rebased_by": "what meets it"}, ["rebased_by: goes with a rolling cadence only"]),
    ],
)  # fmt: skip
def test_what_a_rule_for_any_window_says(changes, problems):
    assert found(**changes) == problems


def test_only_a_window_counts_times():
    rule = ROLLING | {"regime": [{"every": "3 months", "times": 2}]}
    assert faults(ruled(rule)) == ["rule[0] R-1.regime[0].times: goes with cadence = 'any window' only"]
