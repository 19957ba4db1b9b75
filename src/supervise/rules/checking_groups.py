"""Groups whose rules have no key in common: of such duties none ever governs another.

A group compares what is pending for one key. What a key is follows from what a rule hangs on: the offender, a fact of
some array, or what a field of it holds. Where that cannot be told, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TypeAlias

from supervise.rules.conditions import Select
from supervise.rules.places import OnePer
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOUNS
from supervise.rules.words import Governs

__all__ = ["keys_apart"]

# What the keys of a rule are ids of; None if that cannot be told.
_Keys: TypeAlias = frozenset[str] | None
_OFFENDER = frozenset({"the offender"})


def keys_apart(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield rules of a group of which one governs that are never pending for the same key."""
    one_per = {rule.id: rule.one_per for rule in book.rule}
    for group in book.group:
        if group.governs is Governs.ALL:
            continue
        for first, second in combinations(group.of, 2):
            keys, others = _keys(one_per[first], book), _keys(one_per[second], book)
            if keys and others and not keys & others:
                hangs = f"rule {first} has a key for {_listed(keys)}, and rule {second} for {_listed(others)}"
                yield f"group {group.id}.of", f"{hangs}: neither governs the other"


def _keys(one_per: OnePer, book: Rulebook) -> _Keys:
    if one_per.offender or one_per.gap_of is not None:
        return _OFFENDER
    if one_per.each is not None:
        return _of_events(one_per.each, book) if one_per.key is None else frozenset({f"'{one_per.key}'"})
    if one_per.span is not None:
        spans = [each for each in book.span if one_per.span in (each.id, each.part_of)]
        return _together(_keys(each.one_per, book) for each in spans)
    if one_per.occurrence_of is not None:
        return _together(_keys(rule.one_per, book) for rule in book.rules_named(one_per.occurrence_of))
    return None


def _of_events(select: Select, book: Rulebook) -> _Keys:
    return _together(_of_event(name, book) for name in select.of)


def _of_event(name: str, book: Rulebook) -> _Keys:
    if name in book.define:
        return _of_events(book.define[name], book)
    head = name.partition(".")[0]
    # A derived event, or the end of a state, has the key of whatever it was made of.
    return frozenset({NOUNS[head].array}) if head in NOUNS else None


def _together(parts: Iterable[_Keys]) -> _Keys:
    found: frozenset[str] = frozenset()
    for each in parts:
        if each is None:
            return None
        found |= each
    return found


def _listed(keys: frozenset[str]) -> str:
    return ", ".join(sorted(keys))
