"""What a check raises: how grave it may be."""

from supervise.checks.flag import Severity


def test_severities_are_ranked_from_critical_down():
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3, 4]
    assert str(Severity.CRITICAL) == "critical"
