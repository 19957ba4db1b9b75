"""Thresholds that no check reads."""

from supervise.checks.unread_thresholds import unread_thresholds
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
