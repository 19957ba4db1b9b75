"""Kinds of facts that look like another name: some kinds are open, so that a slip in one is no load error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import combinations, zip_longest
from typing import Any

from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import EVENT_KINDS, NOTIFICATION_KINDS
from supervise.rules.wholeness import names_of_events, parts_of

__all__ = ["kinds_near_a_name"]

_NOUN = "event."
# What is nearly a known kind of event is told as that.
_KNOWN: dict[str, tuple[str, ...]] = {_NOUN: (), "notification.": NOTIFICATION_KINDS}
_OF_A_RULE = "set_date."
# So near only a slip is: one letter in seven. `arrival` is no `arrest`.
_NEAR = 0.85
# In shorter words one letter makes another word: `class_a`, `phase_ii`.
_LETTERS = 4


def kinds_near_a_name(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield open kinds that are written nearly as a known kind, as an event of the book or as another kind of it."""
    yield from _near_events(book)
    for noun, known in _KNOWN.items():
        yield from _near_each_other(_used(book, noun), noun, known)
    yield from _dates_of_no_rule(book)


def _near_events(book: Rulebook) -> Iterator[tuple[str, str]]:
    made = {name: set(_kinds(each, _NOUN)) for name, each in _events_of(book)}
    made_of = set().union(*made.values())
    for kind in sorted(_used(book, _NOUN).keys() - {*EVENT_KINDS}):
        # A kind that events of the book are made of may well be called as one of them.
        names = EVENT_KINDS if kind in made_of else (*EVENT_KINDS, *made)
        for near in get_close_matches(kind, names, n=1, cutoff=_NEAR):
            meant = near if near in made else f"{_NOUN}{near}"
            yield f"{_NOUN}{kind}", f"no known kind of event; did you mean '{meant}'?"


def _near_each_other(used: Counter[str], noun: str, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield of two kinds that are one slip apart the one that is named less often, and is no known one."""
    names = sorted({*used, *known}, key=lambda kind: (kind not in known, -used[kind], kind))
    for often, seldom in combinations(names, 2):
        if seldom not in known and _one_slip_apart(often, seldom):
            yield f"{noun}{seldom}", f"is written nearly as '{noun}{often}'"


def _dates_of_no_rule(book: Rulebook) -> Iterator[tuple[str, str]]:
    ids = {rule.published_id for rule in book.rule}
    for kind in sorted(_used(book, _OF_A_RULE).keys() - ids):
        yield f"{_OF_A_RULE}{kind}", "no rule of the book has this id"


def _one_slip_apart(one: str, other: str) -> bool:
    """Whether one word of two names has a letter more, less or another, or two of its letters have changed places."""
    words = zip_longest(one.split("_"), other.split("_"), fillvalue="")
    differing = [sorted(pair, key=len) for pair in words if pair[0] != pair[1]]
    return len(differing) == 1 and _are_a_slip_apart(*differing[0])


def _are_a_slip_apart(short: str, long: str) -> bool:
    head = next((place for place in range(len(short)) if short[place] != long[place]), len(short))
    rest, tail = short[head:], long[head:]
    turned = tail[1:2] + tail[:1] + tail[2:]
    is_slip = rest in (tail[1:], turned) or rest[1:] == tail[1:]
    return is_slip and len(short) >= _LETTERS and (short + long).isalpha()


def _events_of(book: Rulebook) -> Iterator[tuple[str, Any]]:
    yield from book.define.items()
    yield from ((each.id, each) for each in book.derive)


def _used(book: Rulebook, noun: str) -> Counter[str]:
    """Return how often a book names each kind of a noun."""
    entries = (*(each for _, each in _events_of(book)), *book.span, *book.states.values(), *book.rule)
    return Counter(kind for entry in entries for kind in _kinds(entry, noun))


def _kinds(entry: Any, noun: str) -> list[str]:
    names = [name for part in parts_of(entry) for name in names_of_events(part)]
    return [name.removeprefix(noun) for name in names if name.startswith(noun)]
