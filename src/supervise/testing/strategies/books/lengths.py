"""Lengths that may stand together in one rule of a drawn rulebook."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from supervise.testing.strategies.drawing import Draw, one_of

__all__ = ["CALENDAR_LENGTHS", "DAYS", "HOURS", "UNITS", "WORKING_DAYS", "end_duration", "lengths"]


DAYS: Final = one_of("1 day", "3 days", "10 days", "14 days", "30 days", "90 days")
CALENDAR_LENGTHS: Final = DAYS | one_of("1 month", "3 months", "1 year", "2 months 5 days", "1 year 1 day")
WORKING_DAYS: Final = one_of("1 working day", "3 working days", "10 working days")
HOURS: Final = one_of("1 hour", "24 hours", "48 hours", "72 hours")
UNITS: Final = [
    "calendar week",
    "calendar month",
    "calendar quarter",
    "calendar half-year",
    "calendar year",
    "2 calendar months",
]


def lengths(draw: Draw, units: str) -> st.SearchStrategy[Any]:
    """Return the strategy of the lengths that may stand together in one rule."""
    return {"days": DAYS, "calendar": CALENDAR_LENGTHS, "working": WORKING_DAYS, "hours": HOURS}[units]


def end_duration(draw: Draw) -> Any:
    """How long after the end of a state."""
    if draw(st.booleans()):
        return draw(WORKING_DAYS) + " after end"
    return draw(CALENDAR_LENGTHS) + draw(one_of(" after end", " beginning with end"))
