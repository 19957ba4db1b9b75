"""How much of a new length is left where a regime changes in proportion."""

import pytest

from supervise.engine.proportion import days_of
from supervise.rules.duration import Duration


@pytest.mark.parametrize(
    ("months", "days", "expected"), [(0, 10, 10), (1, 0, 30), (11, 0, 330), (12, 0, 365), (25, 3, 763)]
)
def test_a_year_has_365_days_and_a_month_30(months, days, expected):
    assert days_of(Duration(months=months, days=days)) == expected
