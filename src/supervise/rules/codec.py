"""A rulebook's text to its declarations: strict, and with *all* its problems at once."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

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

__all__ = ["Draft", "canonical", "read_draft", "read_text"]

FORMAT = 1
_REFERENCE_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)


@frozen
class Draft:
    """A book as written, before what it extends is joined to it."""

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
        if self.format != FORMAT:
            yield "format", f"this version reads format {FORMAT}"
        for key in ("id", "version"):
            if not _REFERENCE_PART.fullmatch(getattr(self, key)):
                yield key, "write letters, digits, '.', '_' and '-' only: it is part of the reference id@version"
        # A later book may take the place of an entry; within one book the other would be lost in silence.
        for key in ("derive", "rule", "group"):
            yield from _repeated(key, [each.id for each in getattr(self, key)])
        yield from _repeated("order", [kind for each in self.order for kind in each.kind])
        yield from _repeated("leaves_out", list(self.leaves_out))
        own = {each.id for key in ("derive", "span", "rule", "group") for each in getattr(self, key)}
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
    draft: Draft | None = read(Draft, data, "", problems)
    if draft is None or problems.found:
        raise RulebookLoadError(source, problems.found)
    return draft


def canonical(draft: Draft) -> dict[str, Any]:
    """Return the draft as plain data in a stable order; reading it again gives an equal draft."""
    data: dict[str, Any] = plain(draft)
    return data
