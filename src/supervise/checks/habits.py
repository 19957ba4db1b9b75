"""Rows of visits that have something in common, back from the last one: what a habit shows in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from supervise.checks.inquiry import Inquiry
from supervise.model.facts import Visit

__all__ = ["MOST_COUNTED", "days_back_to"]

#: With more visits than this the chance of a row is a number too long to be read, and as good as none.
MOST_COUNTED = 20


def days_back_to(inquiry: Inquiry, alike: Callable[[int, Visit], bool]) -> list[int]:
    """Return the days of the visits at home that are alike, from the last one back to the first that is not.

    A visit without a place may have been one at home: it ends the row if it is not alike, and adds nothing if it is.
    """
    row = takewhile(lambda made: alike(*made), reversed(inquiry.perhaps_at_home))
    return sorted({day for day, visit in row if visit.place is not None})
