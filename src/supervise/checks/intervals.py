"""The last day that an interval gives, by the plan and by the level alone: what checks of plans compare."""

from __future__ import annotations

from typing import NamedTuple

from supervise.checks.inquiry import Inquiry
from supervise.engine.clock import FAR
from supervise.rules.duration import Duration

__all__ = ["Interval", "interval_at", "interval_of_level"]


class Interval(NamedTuple):
    """The last day that an interval gives, and its length; FAR and None where it asks for nothing."""

    last: int
    length: Duration | None

    @property
    def words(self) -> str:
        """The length in words."""
        return "never" if self.length is None else str(self.length)


def interval_at(inquiry: Inquiry, rule: str, day: int, anchor: int) -> Interval | None:
    """Return the last day that a rule's regime of a day gives from an anchor, with the length behind it.

    The day is FAR where the regime asks for nothing; None where a missing fact would decide, or nothing is said.
    """
    found = inquiry.regime_at(rule, day)
    if found is None:
        return None
    choice = found[1]
    if choice.length is None:
        return Interval(FAR, None)
    last = inquiry.limit(anchor, choice)
    return Interval(last, choice.length) if last else None


def interval_of_level(inquiry: Inquiry, rule: str, day: int, anchor: int) -> Interval | None:
    """Return the same by the level alone, where the interval of the plan is what governs on that day."""
    found = inquiry.regime_at(rule, day)
    if found is None or found[1].regime.length is None or found[1].regime.length.fact is None:
        return None
    level, chooser = inquiry.timeline.level_at(day) or "", found[0].chooser
    for how in chooser.regimes:
        table = None if how.length is None else how.length.by_level
        if table is not None and level in table:
            last = inquiry.limit(anchor, chooser.of_length(inquiry.timeline, how, table[level]))
            return Interval(last, table[level]) if last else None
    return None
