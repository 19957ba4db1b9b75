"""Whether two facts agree in the fields that a book names: what ties an event, or an occurrence, to a case."""

from __future__ import annotations

from typing import Any, TypeAlias

from supervise.rules.names import attribute_of

__all__ = ["Match", "agrees", "fields_matched"]

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
