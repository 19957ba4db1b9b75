"""Rows of visits that have something in common, back from the last one."""

from supervise.checks.habits import days_back_to
from tests.catalogue.people import ask, day, facts, visit


def asked(*visits, as_of="2026-06-01"):
    return ask(facts(visits=list(visits)), as_of)


def days(*visits, alike=lambda made: made[1].announced is True, **more):
    return [each - day("2026-01-01").toordinal() for each in days_back_to(asked(*visits, **more), alike)]


def row(*told, **more):
    """Visits on the first days of January 2026; `None` is one that is unlike."""
    return [visit(f"v{at}", f"2026-01-{at + 1:02}", announced=each, **more) for at, each in enumerate(told)]


def test_it_goes_back_to_the_first_that_is_not_alike():
    assert days(*row(True, None, True, True)) == [2, 3]
    assert days(*row(True, True, None)) == []
    assert days(*row(True, True)) == [0, 1]
    assert days() == []


def test_a_day_counts_once():
    assert days(visit("v8", "2026-01-01", "no_reply", announced=True), *row(True, True)) == [0, 1]


def test_one_without_a_place_adds_nothing_and_ends_the_row_if_it_is_unlike():
    first, last = row(True, True)
    assert days(first, {**last, "place": None}) == [0]
    assert days(first, {**last, "place": None, "announced": None}) == []


def test_one_elsewhere_or_still_to_come_is_not_looked_at():
    assert days(*row(True, True), visit("v8", "2026-01-05", place="phone")) == [0, 1]
    assert days(*row(True, True, None), as_of="2026-01-02") == [0, 1]
