"""RB096: a rulebook past its review, or with a change of law ahead."""

import attrs
import pytest

from supervise import Severity
from supervise.checks.base import Scope
from supervise.rules.language import InForce
from tests.catalogue.crowds import group_flags, one_group, people, reviewed
from tests.catalogue.people import BOOK, day, shown

FIRST, *OTHERS = BOOK.rule


def commencing(on):
    return attrs.evolve(BOOK, rule=(attrs.evolve(FIRST, in_force=InForce(from_=day(on))), *OTHERS))


@pytest.mark.parametrize(("as_of", "count"), [("2027-05-30", 0), ("2027-05-31", 0), ("2027-06-01", 1)])
def test_from_the_day_after_the_day_of_its_review(as_of, count):
    assert len(group_flags("RB096", people(1), as_of)) == count


def test_it_is_said_once_of_the_register_whoever_is_in_it():
    for crowd in (people(3), []):
        flag = one_group("RB096", crowd, "2027-06-01")
        assert (flag.scope, flag.key, flag.group, flag.severity) == (Scope.REGISTER, "register", None, Severity.LOW)
        assert shown(flag) == {"rulebook": BOOK.ref, "review_by": day("2027-05-31"), "pending": ()}


def test_it_wants_no_officers():
    found = reviewed(people(1), "2027-06-01", workforce=None)
    assert [flag.code for flag in found.flags] == ["RB096"]
    assert "RB096" not in found.not_evaluated


def test_a_book_without_a_day_of_review_is_never_past_it():
    assert group_flags("RB096", people(1), "2099-01-01", book=attrs.evolve(BOOK, review_by=None)) == []


@pytest.mark.parametrize(("as_of", "count"), [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 0)])
def test_a_rule_that_comes_into_force_is_ahead_until_that_day(as_of, count):
    found = group_flags("RB096", [], as_of, book=commencing("2024-02-29"))
    assert len(found) == count
    assert [shown(flag)["pending"] for flag in found] == [(FIRST.published_id,)] * count


def test_a_rule_that_was_in_force_for_a_time_is_not_ahead():
    past = attrs.evolve(BOOK, rule=(attrs.evolve(FIRST, in_force=InForce(until=day("2099-01-01"))), *OTHERS))
    assert group_flags("RB096", [], "2026-06-01", book=past) == []


def test_a_rule_that_is_off_waits_for_its_commencement():
    waiting = attrs.evolve(BOOK, dormant=(FIRST, OTHERS[0], FIRST))
    flag = one_group("RB096", [], "2027-06-01", book=waiting)
    assert shown(flag)["pending"] == tuple(sorted({FIRST.published_id, OTHERS[0].published_id}))
    assert flag.message.count("reviewed by 2027-05-31") == flag.message.count("a change of law is ahead") == 1
