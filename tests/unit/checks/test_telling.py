"""Which duties are told when they are overdue by a check that is about them."""

import attrs
import pytest

from supervise import CHECKS, load_rulebook
from supervise.checks.catalogue import check_named
from supervise.checks.telling import told_by
from supervise.engine.obligation import Status
from tests.catalogue.people import BOOK, CONTACTS

# Read at another status, or without one; each is told all the same.
SAID = {"RK054", "WF058", "NT074", "ST090"}


def test_a_check_tells_what_it_reads_when_it_is_overdue_or_what_it_says():
    for check in CHECKS:
        assert set(check.tells) <= set(check.rules_read), check.code
        if check.code not in SAID:
            assert check.tells == (check.rules if Status.OVERDUE in check.statuses else ()), check.code
    assert all(check_named(code).tells for code in SAID)


def test_what_a_check_needs_it_reads():
    assert all(set(check.needs) <= set(check.thresholds) for check in CHECKS)


@pytest.mark.parametrize(("rule", "books"), [("R-V2", (True, True)), ("R-A1", (True, False)), ("R-G3", (False, False))])
def test_a_check_that_a_book_does_not_give_what_it_needs_tells_nothing_there(rule, books):
    assert tuple(rule in told_by((), book) for book in (BOOK, CONTACTS)) == books


def test_checks_of_ones_own_are_told_beside_those_of_the_library():
    own = attrs.evolve(check_named("VD001"), code="XX001", tells=("R-C1",))
    assert told_by((own,), CONTACTS) - told_by((), CONTACTS) == {"R-C1"}
    assert told_by(CHECKS, CONTACTS) == told_by((), CONTACTS) == told_by(CHECKS[:3], CONTACTS)


def test_of_each_book_that_is_shipped_some_duties_are_told_by_the_check_of_the_rest():
    book = load_rulebook("us-texas@2026.1")
    assert {rule.published_id for rule in book.rule if rule.must} - told_by((), book) == {"R-N5"}


def test_the_books_that_are_shipped_are_told_whole():
    """Of each duty a check tells when it is overdue; of the others the one for the rest."""
    told = told_by((), BOOK)
    assert {rule.published_id for rule in BOOK.rule if rule.must} - told == {
        "R-A3", "R-F1", "R-G3", "R-N12", "R-N13", "R-N14",
    }  # fmt: skip
