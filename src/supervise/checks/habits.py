"""Rows of visits that have something in common, back from the last one: what a habit shows in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supervise.checks.inquiry import Inquiry, Made

__all__ = ["MOST_COUNTED", "days_back", "days_back_to"]

#: With more visits than this the chance of a row is a number too long to be read, and as good as none.
MOST_COUNTED = 20


def days_back(inquiry: Inquiry, alike: Callable[[Made], bool]) -> Iterator[int]:
    """Yield the days of the visits at home that are alike, from the last one back to the first that is not.

    A visit without a place may have been one at home: it ends the row if it is not alike, and adds nothing if it is.
    """
    latest = 0
    for made in reversed(inquiry.perhaps_at_home):
        if not alike(made):
            return
        day, visit = made
        if visit.place is not None and day != latest:
            latest = day
            yield day


def days_back_to(inquiry: Inquiry, alike: Callable[[Made], bool]) -> list[int]:
    """Return the same days in their order."""
    return [*days_back(inquiry, alike)][::-1]
