"""What a regime is chosen by, as a trace tells it: the fields it asks for, its values, and the facts that set them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supervise.rules.conditions import When

__all__ = ["SAID_BY", "fields_of", "value_of"]


def fields_of(when: When | None) -> Iterator[str]:
    """Yield the fields of the fact that a condition reads."""
    if when is None:
        return
    for inner in (*when.all_, *when.any_, when.not_):
        yield from fields_of(inner)
    if when.fact is not None:
        yield from when.fact.fields
    if when.gap is not None:
        yield from (when.gap.from_, *when.gap.to)
    if when.age is not None:
        yield from when.age.on


def value_of(value: Any) -> str | None:
    """Return a value that chooses a regime in the words of the register; of a plan its interval and mode.

    None stays: a level in a word that the scale of the book does not have.
    """
    if value is None or isinstance(value, str):
        return value
    interval = "no interval" if value.interval is None else f"interval {value.interval}"
    return f"{interval}, {value.mode or 'active'}"


# The facts a track is read from, as a timeline dates them.
SAID_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    "level": (("levels", "from_"),),
    "plan": (("plans", "from_"),),
    "home": (("notifications", "on"), ("addresses", "notified_on")),
    "agency": (("managers", "from_"), ("mappa", "from_"), ("mappa", "until")),
}
