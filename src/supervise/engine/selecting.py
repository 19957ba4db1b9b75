"""Which events a selection gives: a noun, kinds of one, what the book defines or derives, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

import attrs

from supervise.engine.clock import FAR
from supervise.engine.derived import compile_derive
from supervise.engine.happenings import UNTIMED, Event, end_of
from supervise.engine.joining import apart, first_of_each_day, joined, merged
from supervise.engine.sieves import compile_sieve
from supervise.engine.sights import word_of
from supervise.engine.timeline import Timeline
from supervise.rules.conditions import Select
from supervise.rules.names import attribute_of
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOUNS

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["compile_select", "meant"]

EventFinder: TypeAlias = Callable[[Timeline], list[Event]]


def meant(select: Select, book: Rulebook) -> Select:
    """Return a selection with each name once, or the one that the book has given a name if it is no more than that."""
    names = tuple(dict.fromkeys(select.of))
    if names != select.of:
        select = attrs.evolve(select, of=names)
    while len(select.of) == 1 and select.of[0] in book.define and select == Select(of=select.of, at=select.at):
        named = book.define[select.of[0]]
        select = named if select.at is None else attrs.evolve(named, at=select.at)
    return select


def compile_select(select: Select, compiler: Compiler) -> EventFinder:
    """Return the function that finds the events of a selection."""
    sieve = None if select.where is None else compile_sieve(select.where, compiler)
    parts = _parts(select)
    if parts == [select]:
        return _source(select, compiler)
    # Each part has its own place, so that its events are found once for all that name it.
    sources = [compiler.select(part) for part in parts]
    distinct = select.distinct is not None
    join = merged if _are_apart(select.of, compiler.book) else joined
    length = select.apart

    def events(tl: Timeline) -> list[Event]:
        lists = [found for each in sources if (found := tl.planned(each))]
        if sieve is not None:
            lists = [found for each in lists if (found := sieve(tl, each))]
        if distinct:
            lists = [first_of_each_day(lists)]
        found = lists[0] if len(lists) == 1 else join(lists)
        return found if length is None else apart(tl, found, length)

    return events


def _parts(select: Select) -> list[Select]:
    """Return the sources of a selection: one for each name, but one for neighbours that are kinds of one noun."""
    if select.distinct is not None:
        # Of each day the event of the name that comes first is kept.
        return [Select(of=(name,), at=select.at) for name in select.of]
    return [Select(of=tuple(names), at=select.at) for _, names in groupby(select.of, key=_looked_for)]


def _looked_for(name: str) -> str:
    """Return what is the same for names that are looked for together."""
    return f"{name.partition('.')[0]}." if _is_kind(name) else name


def _is_kind(name: str) -> bool:
    """Whether a name is that of a kind of a noun."""
    noun, _, kind = name.partition(".")
    return bool(kind) and noun in NOUNS


def _are_apart(names: tuple[str, ...], book: Rulebook) -> bool:
    """Return whether no event can answer to two of the names: different kinds of nouns, and what is made of such."""
    kinds = [kind for name in names for kind in _kinds_in(name, book)]
    return None not in kinds and len(set(kinds)) == len(kinds)


def _kinds_in(name: str, book: Rulebook) -> Iterator[str | None]:
    """Yield the kinds of nouns that a name stands for; None for what is more, or made out of other events."""
    if name in book.define:
        for each in book.define[name].of:
            yield from _kinds_in(each, book)
    else:
        yield name if _is_kind(name) else None


def _source(select: Select, compiler: Compiler) -> EventFinder:
    name = select.of[0]
    head, _, kind = name.partition(".")
    derived = next((each for each in compiler.book.derive if each.id == name), None)
    if derived is not None:
        return compile_derive(derived, compiler)
    if head == "end" and kind:
        return _ends(compiler.state(kind))
    if head == "start" and kind:
        return _starts(compiler.state(kind))
    noun = NOUNS[head]
    key = (noun.array, *(attribute_of(each) for each in select.at or (noun.at,)))
    if not kind:
        return lambda tl: tl.dated(key)
    field = noun.kind or ""
    words = frozenset(word_of(each.partition(".")[2]) for each in select.of)
    if len(words) > 1:
        return lambda tl: tl.of_kinds(key, field, words)
    (word,) = words
    return lambda tl: tl.of_kind(key, field, word)


def _ends(state: str) -> EventFinder:
    return lambda tl: [end_of(run) for run in tl.runs(state) if run.end < FAR]


def _starts(state: str) -> EventFinder:
    return lambda tl: [Event(run.start, UNTIMED, run.id, run.fact, run.start) for run in tl.runs(state)]
