"""When a fact was written down: what the versions of it tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["first_recorded"]


def first_recorded(tl: Timeline, fact: Any) -> int:
    """Return the day of the first version of a visit that had an outcome.

    An entry that does not say when it was recorded is taken as recorded on the day it happened (design: Versions).
    """
    if tl.original is tl.offender:
        return _recorded(fact)
    versions = [each for each in tl.original.visits if each.id == fact.id and each.outcome not in _NO_OUTCOME]
    return min((_recorded(each) for each in versions), default=_recorded(fact))


_NO_OUTCOME = (None, "planned")


def _recorded(fact: Any) -> int:
    date = fact.recorded_on or fact.on or fact.planned_on
    day: int = date.toordinal()
    return day
