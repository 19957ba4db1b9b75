"""Thresholds that no check reads."""

import pytest

from supervise.checks.unread_thresholds import unknown_duties, unread_thresholds
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
