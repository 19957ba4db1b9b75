"""When a fact was written down: what the versions of it tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["first_recorded", "first_records"]


def first_recorded(tl: Timeline, fact: Any) -> int:
    """Return the day of the first version of a visit that had an outcome; 0 if no date of it is known.

    An entry that does not say when it was recorded is taken as recorded on the day it happened (design: Versions).
    """
    if tl.original is tl.offender:
        return _recorded(fact)
    return tl.first_records.get(fact.id) or _recorded(fact)


def first_records(tl: Timeline) -> dict[str, int]:
    """Return the day of the first version with an outcome of each visit that has one, by id."""
    found: dict[str, int] = {}
    for visit in tl.original.visits:
        if visit.outcome not in _NO_OUTCOME and (day := _recorded(visit)):
            found[visit.id] = min(day, found.get(visit.id, day))
    return found


_NO_OUTCOME = (None, "planned")


def _recorded(fact: Any) -> int:
    date = fact.recorded_on or getattr(fact, "on", None) or getattr(fact, "planned_on", None)
    day: int = 0 if date is None else date.toordinal()
    return day
