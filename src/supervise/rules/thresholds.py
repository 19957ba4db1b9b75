"""What a threshold may hold. What it means is for a check to say; a slip in it would switch that check off in silence.

A table is by level if one of its keys is a level; a threshold whose name ends with ``-levels`` lists levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supervise.rules.reading import kind_of, nearest, shown

__all__ = ["NEGATIVE", "is_negative", "level_faults", "replacing_faults"]

NEGATIVE = "a number below nought; a threshold counts days, visits or shares"

_LISTS_LEVELS = "-levels"


def is_negative(value: Any) -> bool:
    """Return whether a value is a number below nought, or holds one.

    >>> is_negative({"high": -1}), is_negative([0, 30]), is_negative(True)
    (True, False, False)
    """
    if isinstance(value, Mapping):
        return any(map(is_negative, value.values()))
    if isinstance(value, list):
        return any(map(is_negative, value))
    return isinstance(value, int | float) and value < 0


def level_faults(name: str, value: Any, scale: Iterable[str]) -> Iterator[str]:
    """Yield levels that a table by level lacks, and words where levels stand that are none.

    >>> list(level_faults("visit-due-soon", {"low": 28, "hgh": 5}, ("low", "high")))[0]
    "the level 'high' has no value here; give every level one"
    """
    levels = tuple(scale)
    named: Iterable[str] = ()
    if isinstance(value, Mapping) and not set(levels).isdisjoint(value):
        named = value
        for level in levels:
            if level not in value:
                yield f"the level {shown(level)} has no value here; give every level one"
    elif isinstance(value, list) and name.endswith(_LISTS_LEVELS):
        named = [each for each in value if isinstance(each, str)]
    for each in named:
        if each not in levels:
            yield f"no level {shown(each)}; {nearest(each, levels)}"


def replacing_faults(value: Any, before: Any) -> Iterator[str]:
    """Yield why a value cannot take the place of another: of another kind, or a table without a key of the other.

    >>> list(replacing_faults({"yearly": 30}, {"yearly": 30, "weekly": 2}))
    ["lacks 'weekly', which the book's table has; it takes the place of the whole table"]
    """
    if _kind(value) != _kind(before):
        yield f"expected {_kind(before)}, as in the book; found {_kind(value)}"
        return
    kinds = _kinds_inside(before)
    for kind in sorted(_kinds_inside(value) - kinds if kinds else ()):
        yield f"expected {' or '.join(sorted(kinds))} inside, as in the book; found {kind}"
    if isinstance(value, Mapping):
        for key in before:
            if key not in value:
                yield f"lacks {shown(key)}, which the book's table has; it takes the place of the whole table"


def _kinds_inside(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set(map(_kind, value.values()))
    return set(map(_kind, value)) if isinstance(value, list) else set()


def _kind(value: Any) -> str:
    """Return the kind of a value; whole or not, a number is one."""
    return "a number" if isinstance(value, int | float) and not isinstance(value, bool) else kind_of(value)
