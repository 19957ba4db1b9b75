"""Finding a rulebook, joining what it extends and what a force amends, and proving it whole before use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import attrs

from supervise.dates import Calendar, load_calendar
from supervise.dates.calendars import shipped_calendars
from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules.closed_days import calendars_named
from supervise.rules.codec import Draft, draft_in_part, read_draft
from supervise.rules.intake import Taken, bytes_of, from_bytes, from_mapping, is_there, refuse_another
from supervise.rules.language import Rule
from supervise.rules.overlay import apply_overlay, overlay_in_part
from supervise.rules.reading import near_to, nearest, shown
from supervise.rules.rulebook import Applied, Rulebook
from supervise.rules.wholeness import problems_of

__all__ = ["changed_release", "load_rulebook", "shipped_rulebooks"]

_REFERENCE = re.compile(r"[a-z0-9][a-z0-9-]*@[0-9]{4}\.[0-9]+", re.ASCII)


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
        calendar: closed days to count working days with, in place of the book's own; and of that which a rule names,
            if it bears its name.

    Raises:
        UnknownRulebookError: no shipped book has that reference, or a file cannot be read.
        RulebookLoadError: with every problem found, each with its path.
        TypeError: ``calendar`` is no `Calendar`, such as `load_calendar` or `Calendar.from_toml` gives.

    >>> load_rulebook("england-wales-law@2026.1").ref
    'england-wales-law@2026.1'
    """
    if not isinstance(calendar, Calendar | None):
        raise TypeError(f"calendar: wanted is a Calendar, as load_calendar gives it; found {type(calendar).__name__}")
    taken = _taken(ref)
    try:
        drafts, digest = _chain(taken)
    except RulebookLoadError as error:
        problems = dict.fromkeys((*error.problems, *_beside(taken, calendar)))
        raise RulebookLoadError(error.source, problems) from None
    book = _join(drafts, calendar, digest)
    # The book first: an overlay is judged against one that is whole.
    _refuse(book)
    for each in overlays:
        book = _amended(book, each)
        _refuse(book)
    return book


def changed_release(ref: str | Path | Mapping[str, Any]) -> str | None:
    """Return the reference of the shipped book that another calls itself by and is not; None otherwise.

    What the two say is compared, not how it is laid out.

    >>> changed_release("england-wales@2026.1") is None
    True
    """
    taken = _taken(ref)
    draft = read_draft(taken.data, taken.source)
    name = f"{draft.id}@{draft.version}"
    if name not in shipped_rulebooks():
        return None
    released = _shipped(name)
    return None if draft == read_draft(released.data, released.source) else name


def _refuse(book: Rulebook) -> None:
    problems = list(dict.fromkeys(problems_of(book)))
    if problems:
        raise RulebookLoadError(book.ref, problems)


# ── finding ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _taken(ref: str | Path | Mapping[str, Any]) -> Taken:
    if isinstance(ref, Mapping):
        return from_mapping(ref, "rulebook")
    if isinstance(ref, str) and _REFERENCE.fullmatch(ref):
        return _shipped(ref)
    return from_bytes(_bytes_of(ref), Path(ref).name)


def _bytes_of(ref: str | Path) -> bytes:
    try:
        return bytes_of(ref, "rulebook")
    except UnknownRulebookError as error:
        # What is called as no file is was meant as a reference.
        is_near = near_to(str(ref), shipped_rulebooks()) is not None
        named = is_near or (not str(ref).endswith(".toml") and not is_there(ref))
        message = f"{error}; {nearest(str(ref), shipped_rulebooks())}" if named else str(error)
        raise UnknownRulebookError(message) from None


def _shipped(ref: str) -> Taken:
    file = resources.files("supervise") / "rulebooks" / f"{ref}.toml"
    if not file.is_file():
        message = f"no shipped rulebook '{ref}'; {nearest(ref, shipped_rulebooks())}"
        raise UnknownRulebookError(message)
    return from_bytes(file.read_bytes(), ref)


def _chain(taken: Taken) -> tuple[list[Draft], str]:
    """Return the book and all it extends, the most basic first, with one hash over their own."""
    drafts: list[Draft] = []
    digests: list[str] = []
    here: Taken | None = taken
    while here is not None:
        draft = read_draft(here.data, here.source)
        if any((draft.id, draft.version) == (other.id, other.version) for other in drafts):
            raise RulebookLoadError(here.source, ["extends: a book cannot extend itself"])
        drafts.append(draft)
        digests.append(here.sha256)
        here = None if draft.extends is None else _extended(draft.extends, here.source)
    # A book alone has the hash of its bytes, so that anyone can check it with the tools of their system.
    return drafts[::-1], digests[0] if len(digests) == 1 else _joint(digests)


def _extended(ref: str, source: str) -> Taken:
    if ref not in shipped_rulebooks():
        message = f"extends: no shipped rulebook has that reference; {nearest(ref, shipped_rulebooks())}"
        raise RulebookLoadError(source, [message])
    return _shipped(ref)


def _joint(digests: Iterable[str]) -> str:
    return hashlib.sha256(":".join(digests).encode()).hexdigest()


def _beside(taken: Taken, calendar: Calendar | None) -> Iterable[str]:
    """Return the problems in what could be read of a book that cannot be read whole."""
    try:
        refuse_another(taken.data, taken.source, "rulebook")
        part = draft_in_part(taken.data)
        if part is None:
            return ()
        draft, unread = part
        extended = [] if draft.extends is None else _chain(_extended(draft.extends, taken.source))[0]
        book = _join([*extended, draft], calendar, taken.sha256)
    except RulebookLoadError as error:
        return error.problems
    return problems_of(book, unread)


# ── joining ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _join(drafts: list[Draft], calendar: Calendar | None, digest: str) -> Rulebook:
    top = drafts[-1]
    ref = f"{top.id}@{top.version}"
    conventions = _newest(draft.conventions for draft in drafts)
    levels = _newest(draft.levels for draft in drafts)
    if conventions is None or levels is None:
        given = {"conventions": conventions, "levels": levels}
        missing = [f"{name}: missing; {_SAYS[name]}" for name, value in given.items() if value is None]
        raise RulebookLoadError(ref, missing)
    drafts = _without_what_is_left_out(drafts)
    rules: tuple[Rule, ...] = _replaced(draft.rule for draft in drafts)
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
        span=_replaced(draft.span for draft in drafts),
        # The first of a kind governs: the newest book's.
        order=tuple(order for draft in reversed(drafts) for order in draft.order),
        rule=tuple(rule for rule in rules if not rule.off),
        dormant=tuple(rule for rule in rules if rule.off),
        thresholds=_merged(draft.thresholds for draft in drafts),
        calendar=calendar or _own_calendar(_newest(draft.calendar for draft in drafts), ref),
        calendars=_calendars_of(rules, calendar),
        sha256=digest,
        extends=tuple(f"{draft.id}@{draft.version}" for draft in drafts[:-1]),
        review_by=top.review_by,
        group=_replaced(draft.group for draft in drafts),
    )


def _without_what_is_left_out(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts without the entries that a later one says are no part of it; an id that is none is refused."""
    kept: list[Draft] = []
    for draft in drafts:
        known = {each.id for earlier in kept for key in _ENTRIES for each in getattr(earlier, key)}
        unknown = [name for name in draft.leaves_out if name not in known]
        if unknown:
            source = f"{draft.id}@{draft.version}"
            problems = [
                f"leaves_out: no entry {shown(name)} in what it extends; {nearest(name, known)}" for name in unknown
            ]
            raise RulebookLoadError(source, problems)
        kept = [*(_lessened(earlier, draft.leaves_out) for earlier in kept), draft]
    return kept


_ENTRIES = ("derive", "span", "rule", "group")


def _lessened(draft: Draft, names: tuple[str, ...]) -> Draft:
    rest: dict[str, Any] = {key: tuple(e for e in getattr(draft, key) if e.id not in names) for key in _ENTRIES}
    return attrs.evolve(draft, **rest)


_SAYS = {
    "conventions": "write [conventions] with month_end, leap_day, leap_birthday, end_day and zone, or extend a book",
    "levels": "write [levels] with the scale, laxest first, or extend a book",
}


def _own_calendar(ref: str | None, source: str) -> Calendar | None:
    if ref is None:
        return None
    try:
        return load_calendar(ref)
    except UnknownRulebookError as error:
        raise RulebookLoadError(source, [f"calendar: {error}; any other is given when the book is loaded"]) from None


def _calendars_of(rules: Iterable[Rule], given: Calendar | None) -> dict[str, Calendar]:
    """Return the calendars that rules name; one that was given takes the place of that of its name."""
    found: dict[str, Calendar] = {}
    for name in (name for rule in rules for _, name in calendars_named(rule)):
        if given is not None and name == given.reference:
            found[name] = given
        elif name in shipped_calendars():
            found[name] = load_calendar(name)
    return found


def _newest(values: Iterator[Any]) -> Any:
    """Return the value of the last book that gives one."""
    given = [value for value in values if value is not None]
    return given[-1] if given else None


def _merged(tables: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {key: value for table in tables for key, value in table.items()}


def _replaced(lists: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return all entries; those of a later book take the place of all earlier ones with the same id.

    One book may give several spans one id: registrations at home and abroad are one status.
    """
    found: dict[str, list[Any]] = {}
    for entries in lists:
        for id_ in dict.fromkeys(each.id for each in entries):
            found[id_] = [each for each in entries if each.id == id_]
    return tuple(each for same in found.values() for each in same)


def _amended(book: Rulebook, source: str | Path | Mapping[str, Any]) -> Rulebook:
    overlay, name, problems = overlay_in_part(source)
    rules, thresholds, amendments = apply_overlay(book, overlay, name, problems)
    return attrs.evolve(
        book,
        rule=rules,
        thresholds=thresholds,
        amendments=(*book.amendments, *amendments),
        overlays=(*book.overlays, Applied(overlay.id, overlay.version, overlay.sha256)),
        sha256=_joint([book.sha256, overlay.sha256]),
    )
