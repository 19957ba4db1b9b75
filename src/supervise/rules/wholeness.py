"""What a book must have to be whole: every name it uses is one it defines, and nothing is defined by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from supervise.rules.conditions import Covered, Length, Select, When
from supervise.rules.language import Anchor, Derive, Evidence, OnePer, Rule, SpanRule, Suspension, While
from supervise.rules.reading import nearest
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOUNS, STATE_PREFIXES

__all__ = ["parts_of", "problems_of"]

# Kinds of status, and states the engine puts together itself.
STATUS_KINDS = (
    "abroad",
    "custody",
    "deceased",
    "hospital",
    "missing",
    "not_subject",
    "transferred_out",
)


def problems_of(book: Rulebook) -> Iterator[str]:
    """Yield every problem that only shows when the whole book is seen, each with its path."""
    yield from _repeated(book)
    yield from _unknown_names(book)
    yield from _unknown_sources(book)
    yield from _unknown_levels(book)
    yield from _cycles(book)


def _repeated(book: Rulebook) -> Iterator[str]:
    seen: set[str] = set()
    for each in (*book.derive, *book.rule):
        if each.id in seen or each.id in book.define:
            yield f"{each.id}: this id is used twice; give each rule, event and definition its own"
        seen.add(each.id)


def parts_of(value: Any) -> Iterator[Any]:
    """Yield a declaration and every declaration inside it.

    >>> len(list(parts_of(Select(of=("visit",)))))
    1
    """
    if attrs.has(type(value)):
        yield value
        for field in attrs.fields(type(value)):
            yield from parts_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from parts_of(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from parts_of(each)


def _named_parts(book: Rulebook) -> Iterator[tuple[str, Any]]:
    for name, select in book.define.items():
        yield from ((f"define.{name}", part) for part in parts_of(select))
    for kind, entries in (("derive", book.derive), ("span", book.span), ("rule", book.rule)):
        for each in entries:
            yield from ((f"{kind}.{each.id}", part) for part in parts_of(each))


def _unknown_names(book: Rulebook) -> Iterator[str]:
    events = {*book.define, *(each.id for each in book.derive)}
    spans = {name for span in book.span for name in (span.id, span.part_of) if name is not None}
    states = {*book.states, *spans, *STATUS_KINDS}
    rules = {rule.published_id for rule in book.rule} | {rule.id for rule in book.rule}
    for name, parts in book.states.items():
        for state in parts:
            if not _is_state(state, states):
                yield f"states.{name}: no state '{state}'; {nearest(state, states)}"
    for path, part in _named_parts(book):
        for event in _events_of(part):
            if not _is_event(event, events, states):
                yield f"{path}: no event '{event}'; {nearest(event, events | set(NOUNS))}"
        for state in _states_of(part):
            if not _is_state(state, states):
                yield f"{path}: no state '{state}'; {nearest(state, states)}"
        for span in _spans_of(part):
            if span not in spans:
                yield f"{path}: no span '{span}'; {nearest(span, spans)}"
        if isinstance(part, Anchor) and part.due_of is not None and part.due_of not in rules:
            yield f"{path}: no rule '{part.due_of}'; {nearest(part.due_of, rules)}"


def _events_of(part: Any) -> tuple[str, ...]:
    if isinstance(part, Select):
        return part.of
    if isinstance(part, Evidence) and part.define is not None:
        return (part.define,)
    if isinstance(part, When):
        return tuple(name for name in (part.after, part.first_of) if name is not None)
    return ()


def _states_of(part: Any) -> tuple[str, ...]:
    if isinstance(part, When):
        return (*(part.in_ or ()), *(part.not_in or ()))
    if isinstance(part, While):
        return part.not_in
    if isinstance(part, Suspension):
        return part.in_
    if isinstance(part, Derive):
        return part.clear_of
    if isinstance(part, Evidence) and part.state is not None:
        return (part.state,)
    if isinstance(part, OnePer):
        return tuple(name for name in (part.run_of, part.end_of, part.gap_of) if name is not None)
    if isinstance(part, Anchor) and part.release_after is not None:
        return tuple(name[3:] for name in part.release_after if name.startswith("in "))
    return ()


def _spans_of(part: Any) -> tuple[str, ...]:
    if isinstance(part, While):
        return part.span
    if isinstance(part, Covered):
        return (part.span,)
    if isinstance(part, OnePer) and part.span is not None:
        return (part.span,)
    if isinstance(part, Derive) and part.per is not None:
        return (part.per,)
    if isinstance(part, Anchor) and part.span_end is not None:
        return (part.span_end,)
    return ()


def _is_event(name: str, events: set[str], states: set[str]) -> bool:
    head, _, kind = name.partition(".")
    if name in events:
        return True
    if head in ("start", "end") and kind:
        return _is_state(kind, states)
    return head in NOUNS and (not kind or NOUNS[head].kind is not None)


def _is_state(name: str, states: set[str]) -> bool:
    head, _, kind = name.partition(".")
    return name in states or (bool(kind) and head in STATE_PREFIXES)


def _unknown_sources(book: Rulebook) -> Iterator[str]:
    overlays = {amendment.overlay for amendment in book.amendments}
    known = {*book.sources, *overlays}
    for path, part in _named_parts(book):
        source = getattr(part, "source", None)
        if isinstance(source, str) and source not in known:
            yield f"{path}.source: no source '{source}'; {nearest(source, book.sources)}"
    for name, threshold in book.thresholds.items():
        if threshold.source not in known:
            yield f"thresholds.{name}.source: no source '{threshold.source}'; {nearest(threshold.source, book.sources)}"


def _unknown_levels(book: Rulebook) -> Iterator[str]:
    scale = set(book.levels.scale)
    for path, part in _named_parts(book):
        if isinstance(part, When):
            for level in part.level or ():
                if level not in scale:
                    yield f"{path}.level: no level '{level}'; {nearest(level, scale)}"
        if isinstance(part, Length) and part.by_level is not None:
            for level in sorted(scale ^ set(part.by_level)):
                known = level in scale
                fault = "has no length here; give every level one" if known else "is not in the book's scale"
                yield f"{path}: the level '{level}' {fault}"


def _cycles(book: Rulebook) -> Iterator[str]:
    """Yield the ids of events, spans and rules that are, in the end, defined by themselves."""
    edges = {f"event {name}": _reads(select) for name, select in book.define.items()}
    edges |= {f"event {each.id}": _reads(each) for each in book.derive}
    for span in book.span:
        edges[f"span {span.id}"] = edges.get(f"span {span.id}", set()) | _reads(span)
        if span.part_of is not None:
            edges.setdefault(f"span {span.part_of}", set()).add(f"span {span.id}")
    edges |= {f"state {name}": {f"span {part}" for part in parts} for name, parts in book.states.items()}
    for rule in book.rule:
        edges[f"rule {rule.published_id}"] = {
            f"rule {part.due_of}"
            for part in parts_of(rule)
            if isinstance(part, Anchor) and part.due_of is not None
        }
    for name in sorted(edges):
        if _reaches_itself(name, edges):
            yield f"{name.replace(' ', '.', 1)}: is defined by way of itself; break the circle"


def _reads(declared: Select | Derive | SpanRule | Rule) -> set[str]:
    found: set[str] = set()
    for part in parts_of(declared):
        found |= {f"event {name}" for name in _events_of(part)}
        found |= {f"span {name}" for name in _spans_of(part)}
        found |= {f"state {name}" for name in _states_of(part)} | {
            f"span {name}" for name in _states_of(part)
        }
    return found


def _reaches_itself(start: str, edges: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(edges[start])
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            waiting += edges.get(name, ())
    return False
