"""Finding a rulebook, joining what it extends and what a force amends, and proving it whole before use."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import attrs

from supervise.dates import Calendar, load_calendar
from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules.codec import Draft, read_draft, read_text
from supervise.rules.overlay import Overlay, apply_overlay, read_overlay
from supervise.rules.reading import nearest
from supervise.rules.rulebook import Rulebook
from supervise.rules.wholeness import problems_of

__all__ = ["load_rulebook", "shipped_rulebooks"]

_REF = re.compile(r"[a-z0-9][a-z0-9-]*@\d{4}\.\d+")


def shipped_rulebooks() -> tuple[str, ...]:
    """Return the references of the rulebooks that come with the library, sorted.

    >>> "england-wales@2026.1" in shipped_rulebooks()
    True
    """
    folder = resources.files("supervise") / "rulebooks"
    names = (entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(names))


def load_rulebook(
    ref: str | Path | Mapping[str, Any],
    *,
    overlays: Iterable[str | Path | Mapping[str, Any]] = (),
    calendar: Calendar | None = None,
) -> Rulebook:
    """Return the rulebook named by a shipped reference, a TOML file or plain data.

    Args:
        ref: ``"england-wales@2026.1"``, the path of a TOML file, or the same content as a mapping.
        overlays: a force's amendments, applied in order; each a path of a TOML file or a mapping.
        calendar: closed days to count working days with, in place of the book's own.

    Raises:
        UnknownRulebookError: no shipped book has that reference.
        RulebookLoadError: with every problem found, each with its path.

    >>> load_rulebook("england-wales-law@2026.1").ref
    'england-wales-law@2026.1'
    """
    drafts, digest = _chain(ref)
    book = _join(drafts, calendar, digest)
    for each in overlays:
        overlay = read_overlay(each)
        book = _amended(book, overlay)
    problems = list(problems_of(book))
    if problems:
        raise RulebookLoadError(book.ref, problems)
    return book


def _chain(ref: str | Path | Mapping[str, Any]) -> tuple[list[Draft], str]:
    """Return the book and all it extends, the most basic first, with one hash over their bytes."""
    drafts: list[Draft] = []
    digest = hashlib.sha256()
    here: str | Path | Mapping[str, Any] | None = ref
    while here is not None:
        draft, data = _read(here)
        if any(draft.id == other.id and draft.version == other.version for other in drafts):
            raise RulebookLoadError(f"{draft.id}@{draft.version}", ["extends: a book cannot extend itself"])
        drafts.append(draft)
        digest.update(data)
        here = draft.extends
    return drafts[::-1], digest.hexdigest()


def _read(ref: str | Path | Mapping[str, Any]) -> tuple[Draft, bytes]:
    if isinstance(ref, Mapping):
        name = f"{ref.get('id', 'inline')}@{ref.get('version', '')}"
        return read_draft(ref, name), json.dumps(ref, sort_keys=True, default=str).encode()
    if isinstance(ref, str) and _REF.fullmatch(ref):
        data = _shipped_bytes(ref)
        return read_text(data.decode(), ref), data
    path = Path(ref)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        message = f"no rulebook '{path.name}': {reason}; name a TOML file or one of the shipped books"
        raise UnknownRulebookError(message) from None
    return read_text(data.decode(errors="replace"), path.name), data


def _shipped_bytes(ref: str) -> bytes:
    file = resources.files("supervise") / "rulebooks" / f"{ref}.toml"
    if not file.is_file():
        message = f"no shipped rulebook '{ref}'; {nearest(ref, shipped_rulebooks())}"
        raise UnknownRulebookError(message)
    return file.read_bytes()


def _join(drafts: list[Draft], calendar: Calendar | None, digest: str) -> Rulebook:
    top = drafts[-1]
    conventions = _newest(draft.conventions for draft in drafts)
    levels = _newest(draft.levels for draft in drafts)
    missing = [
        f"{name}: missing; a book says it or extends one that does"
        for name, value in (("conventions", conventions), ("levels", levels))
        if value is None
    ]
    if missing or conventions is None or levels is None:
        raise RulebookLoadError(f"{top.id}@{top.version}", missing)
    if calendar is None:
        named = _newest(draft.calendar for draft in drafts)
        calendar = None if named is None else load_calendar(named)
    return Rulebook(
        id=top.id,
        version=top.version,
        title=top.title,
        jurisdiction=top.jurisdiction,
        conventions=conventions,
        levels=levels,
        sources=_merged(draft.sources for draft in drafts),
        states=_merged(draft.states for draft in drafts),
        define=_merged(draft.define for draft in drafts),
        derive=_replaced(draft.derive for draft in drafts),
        span=tuple(span for draft in drafts for span in draft.span),
        order=tuple(order for draft in reversed(drafts) for order in draft.order),
        rule=tuple(rule for rule in _replaced(draft.rule for draft in drafts) if not rule.off),
        thresholds=_merged(draft.thresholds for draft in drafts),
        calendar=calendar,
        sha256=digest,
        extends=tuple(f"{draft.id}@{draft.version}" for draft in drafts[:-1]),
        review_by=top.review_by,
    )


def _newest(values: Iterator[Any]) -> Any:
    """Return the value of the last book that gives one."""
    given = [value for value in values if value is not None]
    return given[-1] if given else None


def _merged(tables: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {key: value for table in tables for key, value in table.items()}


def _replaced(lists: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return all entries; a later book's entry takes the place of an earlier one with the same id."""
    return tuple({each.id: each for entries in lists for each in entries}.values())


def _amended(book: Rulebook, overlay: Overlay) -> Rulebook:
    rules, thresholds, amendments = apply_overlay(book, overlay)
    digest = hashlib.sha256(f"{book.sha256}:{overlay.sha256}".encode()).hexdigest()
    return attrs.evolve(
        book,
        rule=rules,
        thresholds=thresholds,
        amendments=(*book.amendments, *amendments),
        sha256=digest,
    )
