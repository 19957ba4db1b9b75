"""Assertions about a review: what passes, what fails, and that a failure says why."""

import pytest

from supervise import Status, load_rulebook
from supervise.errors import UnknownNameError
from supervise.testing import (
    an_offender,
    assert_due,
    assert_flagged,
    assert_met,
    assert_no_flags,
    assert_not_flagged,
    assert_not_overdue,
    assert_overdue,
    assert_stands,
)

BOOK = load_rulebook("england-wales@2026.1")
# The first visit in time, the second never: overdue from 11 April 2024.
SOMEONE = (
    an_offender()
    .convicted("2024-01-10", age_on_relevant_date=40)
    .notified("2024-01-10")
    .high_risk(since="2024-01-10")
    .visited("2024-01-10")
)
FOUND = SOMEONE.review(BOOK, as_of="2024-04-15")


def message(check, *args, **more):
    """What an assertion that fails says."""
    with pytest.raises(AssertionError) as error:
        check(*args, **more)
    return str(error.value)


def test_a_due_day_is_compared_and_explained():
    assert_due(FOUND, "R-V2", "2024-04-10")
    assert_due(FOUND, "R-V2", "2024-04-10", key="A1")
    said = message(assert_due, FOUND, "R-V2", "2024-04-11")
    assert said.startswith("R-V2: expected due 2024-04-11, found 2024-04-10\n\n")
    assert "2024-01-10 + 3 months = 2024-04-10" in said


def test_nothing_due_is_none():
    assert_due(FOUND, "R-B2", None)
    assert_due(FOUND, "R-V2", None, key="nobody")
    assert message(assert_due, FOUND, "R-V2", None).startswith("R-V2: expected due none, found 2024-04-10")
    assert message(assert_due, FOUND, "R-V2", "2024-04-10", key="x").startswith(
        "R-V2 for x: expected due 2024-04-10, found none"
    )


def test_what_is_settled_is_not_due():
    assert_due(SOMEONE.review(BOOK, as_of="2024-01-15"), "R-V1", None)


def test_overdue_and_by_how_many_days():
    assert_overdue(FOUND, "R-V2")
    assert_overdue(FOUND, "R-V2", days=5, key="A1")
    assert message(assert_overdue, FOUND, "R-V2", days=6).startswith("R-V2: expected overdue by 6 days, found by 5\n\n")
    early = SOMEONE.review(BOOK, as_of="2024-04-10")
    said = message(assert_overdue, early, "R-V2")
    assert said.startswith("R-V2: expected overdue, found open, due 2024-04-10\n\n")
    assert "no occurrence" in message(assert_overdue, FOUND, "R-B2")


def test_not_overdue():
    assert_not_overdue(FOUND, "R-N4")
    assert_not_overdue(FOUND, "R-V2", key="another")
    said = message(assert_not_overdue, FOUND, "R-V2")
    assert said.startswith("R-V2: expected nothing overdue, found an occurrence that is\n\n")
    assert "overdue from 2024-04-11" in said


def test_where_an_occurrence_stands():
    assert_stands(FOUND, "R-V2", "overdue")
    assert_stands(FOUND, "R-V1", Status.MET)
    assert_stands(FOUND, "R-V2", "overdue", due="2024-04-10")
    assert message(assert_stands, FOUND, "R-V2", "met").startswith(
        "R-V2: expected met, found overdue, due 2024-04-10\n\n"
    )
    said = message(assert_stands, FOUND, "R-V2", "overdue", due="2024-04-11")
    assert said.startswith("R-V2: expected overdue, due 2024-04-11, found overdue, due 2024-04-10")
    with pytest.raises(ValueError, match="late"):
        assert_stands(FOUND, "R-V2", "late")


def test_what_met_it():
    assert_met(FOUND, "R-V1", by="v1")
    said = message(assert_met, FOUND, "R-V1", by="v2")
    assert said.startswith("R-V1: expected met by v2, found met, due ")
    assert message(assert_met, FOUND, "R-V1", by="v1", key="x").startswith(
        "R-V1 for x: expected met by v1, found no occurrence"
    )


def test_a_flag_that_is_raised():
    (flag,) = (each for each in FOUND.flags if each.code == "VD001")
    assert_flagged(FOUND, "VD001")
    assert_flagged(FOUND, "VD001", key=flag.key, since="2024-04-11")
    said = message(assert_flagged, FOUND, "VD001", key="v9", since="2024-04-12")
    assert said.startswith(f"expected VD001 on v9 since 2024-04-12, found VD001 on {flag.key} since 2024-04-11\n\n")
    assert "clears when" in said


def test_a_flag_that_is_not_raised_is_explained_by_the_rules_its_check_reads():
    early = SOMEONE.review(BOOK, as_of="2024-04-10")
    said = message(assert_flagged, early, "VD001")
    assert said.startswith("expected VD001, found ")
    assert "R-V2  visit at home" in said
    nothing = an_offender().review(load_rulebook("england-wales-law@2026.1"), as_of="2024-04-10")
    assert message(assert_flagged, nothing, "VD001") == "expected VD001, found no flags"


def test_a_flag_that_must_not_be_raised():
    assert_not_flagged(FOUND, "VD003")
    assert_not_flagged(FOUND, "VD001", key="another")
    (flag,) = (each for each in FOUND.flags if each.code == "VD001")
    assert message(assert_not_flagged, FOUND, "VD001").startswith("expected no VD001, found it raised\n\n")
    assert message(assert_not_flagged, FOUND, "VD001", key=flag.key).startswith(
        f"expected no VD001 on {flag.key}, found"
    )


def test_no_flags_at_all():
    raised = {flag.code for flag in FOUND.flags}
    assert_no_flags(FOUND, but=raised)
    said = message(assert_no_flags, FOUND, but=raised - {"VD001"})
    assert said.startswith("expected no flags, found VD001\n\n")


@pytest.mark.parametrize("check", [assert_overdue, assert_not_overdue])
def test_a_rule_the_book_does_not_have_never_passes(check):
    with pytest.raises(UnknownNameError) as error:
        check(FOUND, "R-V22")
    assert str(error.value).startswith("england-wales@2026.1 has no rule 'R-V22'; did you mean 'R-V")
    with pytest.raises(UnknownNameError, match=r"has no rule 'zzz'; `supervise rules show` names them all$"):
        check(FOUND, "zzz")


@pytest.mark.parametrize(
    "check", [assert_flagged, assert_not_flagged, lambda found, code: assert_no_flags(found, but=[code])]
)
def test_a_code_that_no_check_has_never_passes(check):
    with pytest.raises(UnknownNameError, match=r"no check has the code 'VD0011'; did you mean 'VD001'\?"):
        check(FOUND, "VD0011")
