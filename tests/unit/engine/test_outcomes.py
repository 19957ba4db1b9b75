"""What is kept of occurrences until somebody asks, and what is then told."""

import gc
from contextlib import contextmanager
from weakref import ref

import pytest

from supervise.engine.outcomes import History, Settled, Untold
from tests.unit.engine.books import book, events, judged, rolling
from tests.unit.engine.test_quotas import done, quotas

MONTHLY = rolling(regime=[{"every": "30 days"}])
# Of a rule that is law for some time only a chain is walked at once.
WALKED = {**MONTHLY, "in_force": {"from": "2020-01-01"}}
MADE = events(k="2026-01-01") + events("done", a="2026-01-20", b="2026-02-25", c="2026-03-20")


def kept(found):
    return [entry for _, entries in found.outcomes._judged for entry in entries]


@contextmanager
def no_collection():
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_a_chain_waits_until_somebody_asks_and_then_stays_the_same_rows():
    found = judged(MONTHLY, "2026-04-01", events=MADE)
    assert [type(entry) for entry in kept(found)] == [History, tuple]
    rows = found.all_obligations
    assert [row.status.value for row in rows] == ["met", "met_late", "met", "open"]
    assert [type(entry) for entry in kept(found)] == [tuple] * 4
    assert all(one is other for one, other in zip(rows, found.all_obligations, strict=True))


def test_what_was_met_undisturbed_is_told_when_somebody_asks_and_then_stays_the_same_row():
    found = judged(WALKED, "2026-04-01", events=MADE)
    assert [type(entry) for entry in kept(found)] == [Settled, Settled, Settled, tuple]
    rows = found.all_obligations
    assert [row.status.value for row in rows] == ["met", "met_late", "met", "open"]
    assert not any(isinstance(entry, Settled) for entry in kept(found))
    assert all(one is other for one, other in zip(rows, found.all_obligations, strict=True))


@pytest.mark.parametrize("rule", [MONTHLY, WALKED])
def test_what_stands_is_found_without_telling_the_rest(rule):
    found = judged(rule, "2026-04-01", events=MADE)
    before = kept(found)
    assert [(name, row.status.value) for name, (row, _) in found.outcomes.standing()] == [("r", "open")]
    assert kept(found) == before
    assert found.all_obligations
    assert [(name, row.status.value) for name, (row, _) in found.outcomes.standing()] == [("r", "open")]


@pytest.mark.parametrize("rule", [MONTHLY, WALKED])
def test_what_was_met_late_is_found_without_telling_the_rest(rule):
    found = judged(rule, "2026-04-01", events=MADE)
    before = kept(found)
    late = [(row.met_by, row.status.value, case.key) for row, case in found.outcomes.met_late("r")]
    assert late == [(("b",), "met_late", "x1")]
    assert kept(found) == before
    assert found.all_obligations
    assert [row.met_by for row, _ in found.outcomes.met_late("r")] == [("b",)]
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


@pytest.mark.parametrize("rule", [MONTHLY, WALKED])
def test_nothing_that_is_kept_makes_a_circle(rule):
    """Else every schedule would live until a collection of garbage."""
    with no_collection():
        found = judged(rule, "2026-04-01", events=MADE)
        timeline, outcomes = ref(found.outcomes), found.timeline
        del found
        assert timeline() is None
    with pytest.raises(ReferenceError, match="without its schedule"):
        outcomes.outcomes  # noqa: B018


def test_blocks_told_together_take_the_place_of_what_was_kept():
    found = judged(quotas(), "2026-04-01", events=events(k="2026-01-01") + done("2026-02-03", "2026-02-04"))
    outcomes = found.outcomes
    assert [type(entry) for entry in kept(found)] == [Untold, tuple, tuple]
    assert [row.status.value for _, (row, _) in outcomes.standing()] == ["open", "upcoming"]
    assert list(outcomes.met_late("r")) == []
    days = list(outcomes.anchor_days("r"))
    assert [type(entry) for entry in kept(found)] == [Untold, tuple, tuple]
    outcomes.revise(lambda row: row._replace(regime="revised"))
    rows = list(outcomes.rows())
    assert [row.anchor_day for row in rows] == days
    assert [(row.status.value, row.regime) for row in rows] == [
        ("missed", ""),
        ("met", ""),
        ("missed", ""),
        ("open", "revised"),
        ("upcoming", "revised"),
    ]


def test_series_are_told_case_by_case_the_last_first_and_what_was_met_one_by_one_is_passed():
    chain = judged(MONTHLY, "2026-04-01", events=MADE)
    assert [[row.status.value for row in series] for series in chain.outcomes.series("r")] == [["open"]]
    walked = judged(WALKED, "2026-04-01", events=MADE)
    assert [[row.status.value for row in series] for series in walked.outcomes.series("r")] == [["open"]]
    each = {"one_per": "event.k", "anchor": "start"}
    made = events(k="2026-01-01", m="2026-02-01") + done("2026-01-10", "2026-01-11", "2026-01-12")
    monthly = judged(quotas(**each), "2026-03-01", events=made)
    found = [[(row.key, str(row.due)) for row in series] for series in monthly.outcomes.series("r")]
    assert found == [
        [("m", "2026-04-30"), ("m", "2026-03-31"), ("m", "2026-02-28")],
        [("k", "2026-04-30"), ("k", "2026-03-31"), ("k", "2026-02-28"), ("k", "2026-01-31")],
    ]
    assert [*monthly.outcomes.series("other")] == []
    # Once all is told it is told from the end again.
    assert monthly.all_obligations
    assert [[(row.key, str(row.due)) for row in series] for series in monthly.outcomes.series("r")] == found
