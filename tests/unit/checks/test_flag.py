"""What a check raises: how grave it may be."""

import attrs

from supervise.checks.flag import Severity
from tests.catalogue.people import CONTACTS, SEEN_OFTEN, judged, supervised


def test_severities_are_ranked_from_critical_down():
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3, 4]
    assert str(Severity.CRITICAL) == "critical"


def test_a_flag_says_the_part_of_the_rule_that_it_is_about():
    (flag,) = judged(supervised(*SEEN_OFTEN, level="minimum"), "2026-05-01", book=CONTACTS).flags[-1:]
    assert (flag.rule, flag.part) == ("R-C2", "R-C2-field")
    assert attrs.evolve(flag, identity="RB102|A1|R-C2|e1").part == "R-C2"
    assert attrs.evolve(flag, identity="RB102|A1||e1").part == attrs.evolve(flag, identity="own").part == ""
