"""What is told of the book of a case that fails."""

import pytest

from supervise.cases import Case, run_case
from supervise.cases.doubting import doubts_of
from tests.unit.engine.books import HEAD, ONCE, SPAN, day, events

GRID = {"one_per": "offender", "anchor": {"first": "event.k"}, "cadence": "grid", "late": "fills the current"}
YEARLY = GRID | {"regime": [{"every": "1 year"}], "met_by": "event.done"}
NOTICE = {"one_per": "trip", "regime": [{"before": "21 days"}], "met_by": "event.told"}


def told(*rules, expect=None, **parts):
    given = [ONCE | {"id": f"r{place}"} | rule for place, rule in enumerate(rules)]
    case = Case(
        id="c1",
        rulebook=HEAD | {"rule": given} | parts,
        offender={"id": "x1", "events": events(k="2025-01-01")},
        as_of=day("2026-01-05"),
        expect=expect or {"next_due": {"r0": "2030-01-01"}},
    )
    return doubts_of(run_case(case))


@pytest.mark.parametrize(("rule", "doubt"), [(YEARLY, "r0.regime[0]: opens as"), (NOTICE, "r0.met_by: is looked for")])
def test_what_is_doubtful_of_a_rule_that_a_case_is_about_is_told(rule, doubt):
    (found,) = told(rule)
    assert found.startswith(f"rule {doubt}")
    assert "; " in found


def test_what_is_doubtful_of_a_part_is_told_of_the_whole():
    (found,) = told(YEARLY | {"part_of": "whole"}, expect={"next_due": {"whole": "2030-01-01"}})
    assert found.startswith("rule r0.regime[0]: ")


def test_of_other_rules_and_of_a_case_that_passes_nothing_is_told():
    assert told({"one_per": "event"}, YEARLY) == ()
    assert told(YEARLY, expect={"no_flags": ["VD001"]}) == ()


def test_what_is_doubtful_of_a_span_that_a_case_is_about_is_told():
    span = SPAN | {"id": "subject", "length": [{"lasts": "0 days"}]}
    (found,) = told({}, span=[span], expect={"subject": {"last_day": "2030-01-01"}})
    assert found.startswith("span subject.length[0].lasts: a span of nothing never holds; ")


def test_of_a_case_that_cannot_be_judged_nothing_is_told():
    nowhere = Case(
        id="c", rulebook="nowhere@1", offender={"id": "x"}, as_of=day("2026-01-05"), expect={"flags": ["VD001"]}
    )
    assert doubts_of(run_case(nowhere)) == ()
