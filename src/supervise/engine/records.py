"""When a fact was written down: what the versions of it tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["NO_OUTCOME", "first_recorded", "first_records"]

#: What a visit says of its outcome that nobody has written up.
NO_OUTCOME = (None, "planned")


def first_recorded(tl: Timeline, facts: Sequence[Any]) -> list[int]:
    """Return the day of the first version of each visit that had an outcome; 0 if no date of it is known.

    An entry that does not say when it was recorded is taken as recorded on the day it happened (design: Versions).
    """
    days = _recorded(facts)
    if tl.original is tl.offender:
        return days
    first = tl.first_records
    return [first.get(fact.id) or day for fact, day in zip(facts, days, strict=True)]


def first_records(tl: Timeline) -> dict[str, int]:
    """Return the day of the first version with an outcome of each visit that has one, by id."""
    found: dict[str, int] = {}
    visits = tl.original.visits
    for visit, day in zip(visits, _recorded(visits), strict=True):
        if visit.outcome not in NO_OUTCOME and day:
            found[visit.id] = min(day, found.get(visit.id, day))
    return found


def _recorded(facts: Sequence[Any]) -> list[int]:
    dates = [fact.recorded_on or getattr(fact, "on", None) or getattr(fact, "planned_on", None) for fact in facts]
    return [0 if date is None else date.toordinal() for date in dates]
