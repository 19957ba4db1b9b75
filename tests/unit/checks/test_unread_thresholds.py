"""Thresholds that no check reads, or can read."""

import pytest

from supervise.checks.catalogue import CHECKS
from supervise.checks.unread_thresholds import misread_thresholds, unknown_duties, unread_thresholds
from supervise.rules import load_rulebook
from tests.unit.rules.minimal import RULE, book


def unread(*names):
    value = {"value": 3, "source": "s", "confidence": "seen"}
    found = unread_thresholds(load_rulebook(book(RULE, thresholds=dict.fromkeys(names, value))))
    return [(each.path, each.what, each.fault) for each in found]


def test_a_name_that_is_near_one_is_told_with_it_and_none_is_a_fault():
    assert unread("caseload-limits", "caseload-limit", "zzz") == [
        ("thresholds.caseload-limits", "no check of the library reads it; did you mean 'caseload-limit'?", False),
        ("thresholds.zzz", "no check of the library reads it", False),
    ]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (["R-1"], []),
        (["R-1", "R-11", 3], ["no rule has the id 'R-11'; did you mean 'R-1'?", "no rule has the id '3'"]),
        # No list of ids.
        (3, []),
    ],
)
def test_a_duty_that_a_threshold_lists_is_a_rule_of_the_book(value, what):
    held = {"value": value, "source": "s", "confidence": "seen"}
    thresholds = {"duties-told-where-recorded": held, "police-systems": held | {"value": ["zzz"]}}
    found = list(unknown_duties(load_rulebook(book(RULE, thresholds=thresholds))))
    assert [each.what for each in found] == what
    assert all(each.fault and each.path == "thresholds.duties-told-where-recorded" for each in found)


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("caseload-limit", "thirty", "expected a whole number, found text"),
        ("caseload-limit", True, "expected a whole number, found true or false"),
        ("caseload-limit", 30.5, "expected a whole number, found a number"),
        ("caseload-limit", [30], "expected a whole number, found a list"),
        ("caseload-limit", 30, None),
        ("police-systems", "local", "expected a list, found text"),
        ("police-systems", ["local"], None),
        ("tools-retired", 3, "expected a table, found a whole number"),
        ("tools-retired", {"rm2000": "2021-03-01"}, None),
        # What no check of the library reads may be anything.
        ("our-own", "thirty", None),
    ],
)
def test_a_threshold_of_another_kind_than_its_check_reads_is_a_fault(name, value, what):
    held = {"value": value, "source": "s", "confidence": "seen"}
    found = list(misread_thresholds(load_rulebook(book(RULE, thresholds={name: held}))))
    assert [(each.path, each.what, each.fault) for each in found] == (
        [] if what is None else [(f"thresholds.{name}.value", what, True)]
    )


def test_the_kind_of_each_threshold_of_the_checks_is_that_of_the_book_that_has_them_all():
    read = {name for check in CHECKS for name in check.thresholds}
    assert {"duty-missed-high-times", "duty-overdue-high-days"} == read - set(
        load_rulebook("england-wales@2026.1").thresholds
    )
