"""A rulebook's text to its declarations: strict, and with *all* its problems at once."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from supervise.errors import RulebookLoadError
from supervise.rules.conditions import Select
from supervise.rules.language import Derive, OrderKind, Rule, Source, SpanRule
from supervise.rules.reading import Problems, plain, read
from supervise.rules.rulebook import Conventions, Levels, Threshold

__all__ = ["Draft", "canonical", "read_draft", "read_text"]

FORMAT = 1


@frozen
class Draft:
    """A book as written, before what it extends is joined to it."""

    id: str
    version: str
    title: str
    jurisdiction: str
    format: int
    extends: str | None = None
    calendar: str | None = None
    review_by: dt.date | None = None
    conventions: Conventions | None = None
    levels: Levels | None = None
    sources: dict[str, Source] = attrs.field(factory=dict)
    states: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    define: dict[str, Select] = attrs.field(factory=dict)
    derive: tuple[Derive, ...] = ()
    span: tuple[SpanRule, ...] = ()
    order: tuple[OrderKind, ...] = ()
    rule: tuple[Rule, ...] = ()
    thresholds: dict[str, Threshold] = attrs.field(factory=dict)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a format this version does not read."""
        if self.format != FORMAT:
            yield "format", f"this version reads format {FORMAT}"


def read_text(text: str, source: str) -> Draft:
    """Return the draft in a TOML text; RulebookLoadError with every problem and its path otherwise."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulebookLoadError(source, [f"no TOML: {error}"]) from None
    return read_draft(data, source)


def read_draft(data: Mapping[str, Any], source: str) -> Draft:
    """Return the draft in plain data; RulebookLoadError with every problem and its path otherwise."""
    problems = Problems()
    draft: Draft | None = read(Draft, data, "", problems)
    if draft is None or problems.found:
        raise RulebookLoadError(source, problems.found)
    return draft


def canonical(draft: Draft) -> dict[str, Any]:
    """Return the draft as plain data in a stable order; reading it again gives an equal draft."""
    data: dict[str, Any] = plain(draft)
    return data
