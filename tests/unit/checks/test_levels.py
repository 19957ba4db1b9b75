"""Since when the level that holds now has held, and since when without a reason."""

import pytest

from supervise.checks.levels import level_since, unexplained_since
from supervise.engine.clock import FAR
from tests.catalogue.people import ask, day, facts


def inquiry(*levels, as_of="2026-06-01"):
    plain = [{"id": f"l{place}", **each} for place, each in enumerate(levels)]
    return ask(facts(levels=plain), as_of)


LOW = {"level": "low", "from": "2020-01-10"}
HIGH = {"level": "high", "from": "2024-02-29"}
AGAIN = {"level": "high", "from": "2025-02-28"}
AHEAD = {"level": "low", "from": "2026-06-02"}


@pytest.mark.parametrize(
    ("levels", "since"),
    [
        ((), 0),
        ((LOW,), day("2020-01-10").toordinal()),
        ((LOW, HIGH), day("2024-02-29").toordinal()),
        ((LOW, HIGH, AGAIN), day("2024-02-29").toordinal()),
        ((HIGH, AHEAD), day("2024-02-29").toordinal()),
        ((LOW, HIGH, {**LOW, "from": "2025-02-28"}), day("2025-02-28").toordinal()),
    ],
)
def test_the_same_level_recorded_again_is_the_same(levels, since):
    assert level_since(inquiry(*levels)) == since


@pytest.mark.parametrize(
    ("levels", "since"),
    [
        ((), 0),
        ((LOW, HIGH), day("2024-02-29").toordinal()),
        ((LOW, {**HIGH, "reason_code": "r"}), 0),
        ((LOW, HIGH, {**AGAIN, "reason_code": "r"}), 0),
        ((LOW, {**HIGH, "reason_code": "r"}, AGAIN), day("2025-02-28").toordinal()),
        ((LOW, HIGH, AGAIN), day("2024-02-29").toordinal()),
        ((HIGH, AHEAD), day("2024-02-29").toordinal()),
        # Of one day the last by id holds.
        (({**HIGH, "reason_code": "r"}, HIGH), day("2024-02-29").toordinal()),
        ((HIGH, {**HIGH, "reason_code": "r"}), 0),
    ],
)
def test_a_reason_is_that_of_the_level_in_force(levels, since):
    assert unexplained_since(inquiry(*levels)) == since


def test_a_level_that_lies_ahead_is_watched():
    asked = inquiry(HIGH, AHEAD)
    asked.timeline.clock.next_change = FAR
    unexplained_since(asked)
    assert asked.timeline.clock.next_change == day("2026-06-02").toordinal()
