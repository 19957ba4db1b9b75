"""The one place that looks at the clock: a command without `--as-of` judges the local day, and says so."""

from __future__ import annotations

import datetime as dt

from supervise.cli.display import say

__all__ = ["day_or_today"]


def day_or_today(day: dt.date | None) -> dt.date:
    """Return the day given; without one the local day, which is printed for whoever wants the same again."""
    if day is not None:
        return day
    today = dt.date.today()
    say(f"as of {today}, the local day; --as-of {today} gives the same again")
    return today
