"""How much of a new length is left where a regime changes in proportion."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from supervise.rules.duration import Duration

__all__ = ["Share", "days_of"]


class Share(NamedTuple):
    """What is left of an interval when its length changes: ``left`` of ``whole`` days, of this part of an interval.

    So much of ``length``, the days of the new one (a year as 365, a month as 30), is ``days``.
    """

    left: int
    whole: int
    part: Fraction
    length: int
    days: int


def days_of(length: Duration) -> int:
    """Return a length in days for a proportion alone: a year has 365, a month 30."""
    return length.months // 12 * 365 + length.months % 12 * 30 + length.days
