"""The engine agrees with the plain one on words that no drawn book has: they are put into drawn books."""

import copy

import pytest
from hypothesis import assume, given, note, settings, strategies as st

from supervise.errors import RulebookLoadError
from supervise.rules.loading import load_rulebook
from supervise.testing.strategies import CADENCES
from tests.oracle.facts_tests import NotCoveredError
from tests.property.reading import read
from tests.property.test_oracle_books import cases, differences

N = 30  # examples of each cadence


def compared(data, cadence, put_in):
    """Return where the two engines disagree on a drawn book into which words have been put."""
    book, who, as_of = data.draw(cases(cadence))
    changed = copy.deepcopy(book)
    put_in(data, changed)
    note(f"as of {as_of}")
    try:
        return differences(read(who), load_rulebook(changed), as_of)
    except (NotCoveredError, RulebookLoadError):
        assume(False)


def calendars_put_in(data, book):
    """Name a calendar where something is counted with one."""
    named = st.sampled_from(["sundays@2026.1", "weekdays@2026.1"])
    tables = [
        part
        for rule in book["rule"]
        for regime in rule.get("regime", [])
        for part in (rule, regime, *(regime[key] for key in ("opens", "latest") if key in regime))
    ]
    for table in tables:
        if not data.draw(st.booleans()):
            continue
        table["calendar"] = data.draw(named)
        try:
            load_rulebook(book)
        except RulebookLoadError:
            del table["calendar"]


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each != "countdown"])
@settings(max_examples=N)
@given(st.data())
def test_closed_days_of_a_rule_a_regime_or_a_limit(cadence, data):
    assert compared(data, cadence, calendars_put_in) == []
