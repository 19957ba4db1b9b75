"""Kinds of events that look like another name: the kind of `events` is open, so that a slip in it is no load error."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import EVENT_KINDS
from supervise.rules.wholeness import names_of_events, parts_of

__all__ = ["kinds_near_a_name"]

_NOUN = "event."
# So near only a slip is: one letter in seven. `arrival` is no `arrest`.
_NEAR = 0.85


def kinds_near_a_name(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield kinds of events that are written nearly as a known kind, or as an event of the book that is not of them."""
    made = {name: _kinds(each) for name, each in (*book.define.items(), *((each.id, each) for each in book.derive))}
    made_of = set().union(*made.values())
    used = made_of.union(*(_kinds(each) for each in (*book.span, *book.states.values(), *book.rule)))
    for kind in sorted(used.difference(EVENT_KINDS)):
        # A kind that events of the book are made of may well be called as one of them.
        names = EVENT_KINDS if kind in made_of else (*EVENT_KINDS, *made)
        for near in get_close_matches(kind, names, n=1, cutoff=_NEAR):
            meant = near if near in made else f"{_NOUN}{near}"
            yield f"{_NOUN}{kind}", f"no known kind of event; did you mean '{meant}'?"


def _kinds(entry: Any) -> set[str]:
    names = (name for part in parts_of(entry) for name in names_of_events(part))
    return {name.removeprefix(_NOUN) for name in names if name.startswith(_NOUN)}
