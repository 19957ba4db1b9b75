"""Shares."""

import pytest

from supervise.report.pack.table import per_cent


@pytest.mark.parametrize(("part", "whole", "share"), [(0, 0, None), (0, 3, 0), (2, 3, 66), (3, 3, 100)])
def test_a_share_is_rounded_down_and_there_is_none_of_nothing(part, whole, share):
    assert per_cent(part, whole) == share
