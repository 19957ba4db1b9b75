"""Whether two facts agree in the fields that a book names: what ties an event, or an occurrence, to a case."""

from __future__ import annotations

from typing import Any, TypeAlias

from supervise.engine.happenings import Event, Joint
from supervise.rules.names import attribute_of

__all__ = ["Match", "agrees", "agrees_with", "fields_matched"]

Match: TypeAlias = tuple[tuple[str, str], ...]


def fields_matched(match: dict[str, str]) -> Match:
    """Return pairs of attributes to compare."""
    return tuple((attribute_of(mine), attribute_of(theirs)) for mine, theirs in match.items())


def agrees(event_fact: Any, other: Any, match: Match, *, strict: bool = False) -> bool:
    """Return whether two facts agree in every named field that both give; ``strict``: and both give it."""
    for mine, theirs in match:
        ours, yours = getattr(event_fact, mine, None), getattr(other, theirs, None)
        if ours is None or yours is None:
            if strict:
                return False
        elif ours != yours:
            return False
    return True


def agrees_with(event_fact: Any, hanging: Event | None, match: Match) -> bool:
    """Return whether a fact agrees with that of the event a duty hangs on, if on any.

    Where that event stands for several of its day, it may be named by the id of each.
    """
    if hanging is None or agrees(event_fact, hanging.fact, match):
        return True
    if not isinstance(hanging, Joint):
        return False
    named = [getattr(event_fact, mine, None) for mine, theirs in match if theirs == "id"]
    rest = tuple(pair for pair in match if pair[1] != "id")
    return all(id_ is None or id_ in hanging.ids for id_ in named) and agrees(event_fact, hanging.fact, rest)
