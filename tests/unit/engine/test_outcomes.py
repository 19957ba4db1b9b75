"""What is kept of occurrences until somebody asks, and what is then told."""

import pytest

from supervise.engine.outcomes import Settled
from tests.unit.engine.books import book, events, judged, rolling, shown

MONTHLY = rolling(regime=[{"every": "30 days"}])
MADE = events(k="2026-01-01") + events("done", a="2026-01-20", b="2026-02-25", c="2026-03-20")


def kept(found):
    return [entry for _, entries in found.outcomes._judged for entry in entries]


def test_what_was_met_undisturbed_is_told_when_somebody_asks_and_then_stays_the_same_row():
    found = judged(MONTHLY, "2026-04-01", events=MADE)
    assert [isinstance(entry, Settled) for entry in kept(found)] == [True, True, True, False]
    rows = found.all_obligations
    assert [row.status.value for row in rows] == ["met", "met_late", "met", "open"]
    assert not any(isinstance(entry, Settled) for entry in kept(found))
    assert all(one is other for one, other in zip(rows, found.all_obligations, strict=True))


def test_what_stands_is_found_without_telling_the_rest():
    found = judged(MONTHLY, "2026-04-01", events=MADE)
    assert [(name, row.status.value) for name, (row, _) in found.outcomes.standing()] == [("r", "open")]
    assert sum(isinstance(entry, Settled) for entry in kept(found)) == 3


def test_of_what_was_met_only_what_was_late_is_told():
    found = judged(MONTHLY, "2026-04-01", events=MADE)
    assert [row.met_by for row in found.outcomes.met_late("r")] == [("b",)]
    assert sum(isinstance(entry, Settled) for entry in kept(found)) == 2
    assert [row.met_by for row in found.outcomes.met_late("r")] == [("b",)]
    assert list(found.outcomes.met_late("another")) == []


def test_rules_of_one_published_id_are_one():
    small = book(MONTHLY, {"id": "own", "part_of": "r"}, {"id": "other"})
    found = judged(small, "2026-04-01", events=MADE)
    assert list(found.outcomes) == ["r", "other"]
    assert len(found.outcomes) == 2
    assert "r" in found.outcomes
    assert "own" not in found.outcomes
    assert [row.part for row, _ in found.outcomes["r"]] == ["r"] * 4 + ["own"]
    with pytest.raises(KeyError):
        found.outcomes["own"]


def test_what_is_kept_holds_nothing_of_the_timeline():
    """Else every schedule would be a circle that only a collection of garbage could take away."""
    found = judged(MONTHLY, "2026-04-01", events=MADE)
    settled = next(entry for entry in kept(found) if isinstance(entry, Settled))
    assert all(part is not found.timeline for part in settled)
    assert shown(found, "due")[0] == "2026-01-31"
