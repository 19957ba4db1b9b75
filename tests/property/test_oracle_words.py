"""The engine agrees with the plain one on words that no drawn book has: they are put into drawn books."""

import copy

import pytest
from hypothesis import assume, given, note, settings, strategies as st

from supervise.dates.calendars import WEEKDAYS
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
    if changed == book:
        # What books of every shape show is compared elsewhere.
        return []
    note(f"as of {as_of}")
    try:
        return differences(read(who), load_rulebook(changed), as_of)
    except (NotCoveredError, RulebookLoadError):
        assume(False)


def put(book, table, key, value):
    """Give a table of a book a key; where the book can then not be loaded, it stays as it was."""
    before = dict(table)
    table[key] = value
    try:
        load_rulebook(book)
    except RulebookLoadError:
        table.clear()
        table.update(before)


def tables_of(book, *, rules=False):
    """Every regime and limit of a book, and its rules."""
    for rule in book["rule"]:
        if rules:
            yield rule
        for regime in rule.get("regime", []):
            yield regime
            yield from (regime[key] for key in ("opens", "latest") if key in regime)


def calendars_put_in(data, book):
    """Name a calendar where something is counted with one."""
    for table in tables_of(book, rules=True):
        if data.draw(st.booleans()):
            put(book, table, "calendar", data.draw(st.sampled_from(["sundays@2026.1", "weekdays@2026.1"])))


def ends_put_in(data, book):
    """Count lengths from the end of a period."""
    for table in tables_of(book):
        if data.draw(st.booleans()):
            put(book, table, "from_end_of", data.draw(st.sampled_from(["week", "month", "quarter", "half-year"])))


def days_put_in(data, book):
    """Name days of months by their weekday."""
    place = st.sampled_from(["first", "second", "third", "fourth", "last"])
    day = st.integers(1, 31) | st.builds("{} {}".format, place, st.sampled_from(WEEKDAYS))
    for table in tables_of(book):
        if data.draw(st.integers(0, 3)):
            put(book, table, "days", data.draw(st.lists(day, min_size=1, max_size=2)))


def percentages_put_in(data, book):
    """Ask for a percentage of events in place of a number."""
    for table in tables_of(book):
        for quota in table.get("quota", []):
            if data.draw(st.booleans()):
                of = data.draw(st.sampled_from(["event.done", "event.other", ["event.done", "event.other"]]))
                rounded = data.draw(st.sampled_from(["up", "down"]))
                percent = data.draw(st.integers(1, 100))
                put(book, quota, "at_least", {"percent": percent, "of": of, "rounded": rounded})


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each != "countdown"])
@settings(max_examples=N)
@given(st.data())
def test_closed_days_of_a_rule_a_regime_or_a_limit(cadence, data):
    assert compared(data, cadence, calendars_put_in) == []


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each not in ("countdown", "any window")])
@settings(max_examples=N)
@given(st.data())
def test_lengths_from_the_end_of_a_period(cadence, data):
    assert compared(data, cadence, ends_put_in) == []


@settings(max_examples=N)
@given(st.data())
def test_days_of_a_month_by_their_weekday(data):
    assert compared(data, "month", days_put_in) == []


@pytest.mark.parametrize("cadence", ["block", "month"])
@settings(max_examples=2 * N)
@given(st.data())
def test_percentages_of_events(cadence, data):
    assert compared(data, cadence, percentages_put_in) == []
