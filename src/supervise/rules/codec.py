"""A rulebook's text to its declarations: strict, and with *all* its problems at once."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs
from attrs import frozen

from supervise.errors import RulebookLoadError
from supervise.rules.conditions import Select
from supervise.rules.group import Group
from supervise.rules.intake import from_bytes, refuse_another
from supervise.rules.language import Derive, OrderKind, Rule, Source, SpanRule
from supervise.rules.reading import Problems, plain, read, shown
from supervise.rules.rulebook import Conventions, Levels, Threshold
from supervise.rules.state import StateRule

__all__ = ["Draft", "canonical", "draft_in_part", "read_draft", "read_text"]

FORMAT = 1
_REFERENCE_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)


@frozen
class Draft:
    """A book as written, before what it extends is joined to it; of one with problems, what could be read of it."""

    IN_PART: ClassVar[bool] = True

    format: int
    id: str
    version: str
    title: str
    jurisdiction: str
    extends: str | None = None
    leaves_out: tuple[str, ...] = ()
    calendar: str | None = None
    review_by: dt.date | None = None
    conventions: Conventions | None = None
    levels: Levels | None = None
    sources: dict[str, Source] = attrs.field(factory=dict)
    states: dict[str, StateRule] = attrs.field(factory=dict)
    define: dict[str, Select] = attrs.field(factory=dict)
    derive: tuple[Derive, ...] = ()
    span: tuple[SpanRule, ...] = ()
    order: tuple[OrderKind, ...] = ()
    rule: tuple[Rule, ...] = ()
    group: tuple[Group, ...] = ()
    thresholds: dict[str, Threshold] = attrs.field(factory=dict)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a format this version does not read, a reference that is none, and what is given twice."""
        if self.format not in (FORMAT, None):
            yield "format", f"this version reads format {FORMAT}"
        for key in ("id", "version"):
            part = getattr(self, key)
            if part is not None and not _REFERENCE_PART.fullmatch(part):
                yield key, "write letters, digits, '.', '_' and '-' only: it is part of the reference id@version"
        # A later book may take the place of an entry; within one book the other would be lost in silence.
        for key in ("derive", "rule", "group"):
            yield from _repeated(key, [each.id for each in filter(None, getattr(self, key))])
        yield from _repeated("order", [kind for each in filter(None, self.order) for kind in each.kind])
        yield from _repeated("leaves_out", list(filter(None, self.leaves_out)))
        own = {each.id for key in ("derive", "span", "rule", "group") for each in filter(None, getattr(self, key))}
        for name in self.leaves_out:
            if name in own:
                yield "leaves_out", f"{shown(name)} is an entry of this book, which takes the place of the other anyway"


def _repeated(key: str, names: list[str]) -> Iterator[tuple[str, str]]:
    for name, count in Counter(names).items():
        if count > 1:
            yield key, f"the name {shown(name)} is given {count} times; give each entry its own"


def read_text(text: str, source: str) -> Draft:
    """Return the draft in a TOML text; RulebookLoadError with every problem and its path otherwise."""
    return read_draft(from_bytes(text.encode(errors="surrogatepass"), source).data, source)


def read_draft(data: Mapping[str, Any], source: str) -> Draft:
    """Return the draft in plain data; RulebookLoadError with every problem and its path otherwise.

    >>> read_draft({"id": "own"}, "own.toml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    supervise.errors.RulebookLoadError: own.toml: 4 problems
      format: missing; it has no default: write a whole number
    ...
    """
    refuse_another(data, source, "rulebook")
    problems = Problems()
    draft: Draft = read(Draft, data, "", problems)
    if problems.found:
        raise RulebookLoadError(source, problems.found)
    return draft


# What the rest of a book is judged by: where something is wrong with one of them, nothing is said of the rest.
_ALONE = ("extends", "leaves_out", "calendar", "conventions", "levels")
_TABLES = {"sources": Source, "states": StateRule, "define": Select, "thresholds": Threshold}
_LISTS = {"derive": Derive, "span": SpanRule, "order": OrderKind, "rule": Rule, "group": Group}


def draft_in_part(data: Mapping[str, Any]) -> tuple[Draft, frozenset[str]] | None:
    """Return the sound part of a book with problems, and the names of the entries that are not sound.

    None where the names of some are not known, or something is wrong with what the others are judged by.

    >>> draft, unread = draft_in_part({"define": {"a": 3, "b": "visit"}})
    >>> list(draft.define), unread
    (['b'], frozenset({'a'}))
    """
    if any(key not in attrs.fields_dict(Draft) for key in data):
        return None
    sound: dict[str, Any] = dict(data)
    unread: set[str | None] = set()
    for key, kind in _TABLES.items():
        table = data.get(key, {})
        if not isinstance(table, Mapping):
            return None
        sound[key] = {name: each for name, each in table.items() if _is_sound(kind, each)}
        unread |= table.keys() - sound[key].keys()
    for key, kind in _LISTS.items():
        given = data.get(key, [])
        entries = given if isinstance(given, list) else [given]
        bad = [each for each in entries if not _is_sound(kind, each)]
        sound[key] = [each for each in entries if each not in bad]
        unread.update(name for each in bad for name in _names(key, each))
    problems = Problems()
    draft: Draft = read(Draft, sound, "", problems)
    if None in unread or any(each.startswith(_ALONE) for each in problems.found):
        return None
    return draft, frozenset(filter(None, unread))


def _is_sound(kind: Any, entry: Any) -> bool:
    problems = Problems()
    read(kind, entry, "", problems)
    return not problems.found


def _names(key: str, entry: Any) -> Iterator[str | None]:
    """Yield what others may call an entry by; None if that is not known."""
    if key == "order":
        return
    given = entry if isinstance(entry, Mapping) else {}
    id_, whole = given.get("id"), given.get("part_of")
    yield id_ if isinstance(id_, str) else None
    if isinstance(whole, str):
        yield whole


def canonical(draft: Draft) -> dict[str, Any]:
    """Return the draft as plain data in a stable order; reading it again gives an equal draft."""
    data: dict[str, Any] = plain(draft)
    return data
