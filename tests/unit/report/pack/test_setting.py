"""What a pack counts by comes from the rulebook, and from nowhere else."""

import datetime as dt

import attrs
import pytest

from supervise.report.pack import Setting
from tests.unit.report.pages import AS_OF


def with_thresholds(book, **values):
    """The book with other values of thresholds; None takes one away."""
    changed = dict(book.thresholds)
    for name, value in values.items():
        key = name.replace("_", "-")
        held = changed.pop(key)
        if value is not None:
            changed[key] = attrs.evolve(held, value=value)
    return attrs.evolve(book, thresholds=changed)


def test_thresholds_are_those_of_the_checks(book):
    found = Setting.of(book, AS_OF)
    assert (found.ages, found.intervals, found.window, found.staff) == ((30, 90, 180, 365), 2, 90, 2)
    assert found.office == range(8 * 60, 18 * 60)
    assert not found.has_officers


def test_an_amended_book_counts_by_its_own(book):
    own = with_thresholds(
        book, visit_ladder_days=[60, 20], team_window_days=30, visit_staff_minimum=3, office_hours=["09:00", "17:00"]
    )
    found = Setting.of(own, AS_OF, has_officers=True)
    assert (found.ages, found.window, found.staff) == ((20, 60), 30, 3)
    assert found.office == range(9 * 60, 17 * 60)
    assert found.has_officers


@pytest.mark.parametrize("value", [None, "many", True])
def test_what_the_book_does_not_say_in_a_form_that_can_be_used_is_not_known(book, value):
    own = with_thresholds(
        book,
        visit_ladder_days=value,
        visit_no_success_intervals=value,
        team_window_days=value,
        visit_staff_minimum=value,
        office_hours=value,
    )
    found = Setting.of(own, AS_OF)
    assert (found.ages, found.intervals, found.window, found.staff) == ((), None, None, None)
    assert len(found.office) == 0
    assert Setting.of(with_thresholds(book, visit_ladder_days=["x", True, 5], office_hours=[8, 18]), AS_OF).ages == (5,)


def test_the_period_begins_on_the_day_after_the_same_day_a_year_before(book):
    assert dt.date.fromordinal(Setting.of(book, dt.date(2024, 2, 29)).since) == dt.date(2023, 2, 28)
    assert Setting.of(book, dt.date(1, 3, 1)).since == 0


def test_duties_are_those_of_the_book(book):
    found = Setting.of(book, AS_OF)
    assert {"R-V1", "R-V2"} <= found.visits
    assert "R-V8-hospital" in found.visits
    assert "R-V8-hospital" not in found.rules
    assert "R-R3" in found.rules - found.visits
