"""Made-up calendars: weekdays that are closed, days that are closed, and the days they cover."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from supervise.dates import Calendar
from supervise.dates.calendars import WEEKDAYS
from supervise.testing.strategies.drawing import Draw

__all__ = ["calendar_records", "calendars"]

_FIRST, _LAST = dt.date(2019, 1, 1), dt.date(2029, 12, 31)


@st.composite
def calendar_records(draw: Draw, *, covers: tuple[dt.date, dt.date] = (_FIRST, _LAST)) -> dict[str, Any]:
    """Draw the plain data of a calendar that covers these days, as a case or a file holds it.

    At least one weekday is open; a closed day may well fall on a closed weekday.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(calendar_records())
    ... def test(record):
    ...     assert len(record["closed_weekdays"]) < 7
    >>> test()
    """
    first, last = covers
    weekdays = draw(st.lists(st.sampled_from(WEEKDAYS), max_size=len(WEEKDAYS) - 1, unique=True))
    # Closed days next to each other are what last days are rolled over.
    runs = draw(st.lists(st.tuples(st.integers(0, (last - first).days), st.integers(1, 4)), max_size=6))
    closed = sorted({first + dt.timedelta(days=start + more) for start, length in runs for more in range(length)})
    return {
        "name": "drawn",
        "closed_weekdays": sorted(weekdays, key=WEEKDAYS.index),
        "closed_days": [day.isoformat() for day in closed if day <= last],
        "covers": [first.isoformat(), last.isoformat()],
    }


def calendars(*, covers: tuple[dt.date, dt.date] = (_FIRST, _LAST)) -> st.SearchStrategy[Calendar]:
    """Draw the same as :func:`calendar_records`, read.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(calendars())
    ... def test(calendar):
    ...     assert calendar.open_days
    >>> test()
    """
    return calendar_records(covers=covers).map(Calendar.from_dict)
