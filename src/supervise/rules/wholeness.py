"""What a book must have to be whole: every name it uses is one it defines, and nothing is defined by itself.

Paths name an entry by its id (``rule R-V2.regime[0].when``), as a book that extends another has no line of its own
for what it took over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, get_args

import attrs

from supervise.dates.calendars import shipped_calendars
from supervise.model.words import StatusKind
from supervise.rules.closed_days import calendars_named, counted_with
from supervise.rules.conditions import Covered, Length, OtherDuty, Select, When, Where
from supervise.rules.duration import Duration
from supervise.rules.everyday import word_meant
from supervise.rules.fields import unknown_fields
from supervise.rules.language import Anchor, Derive, Evidence, OnePer, SpanRule, Suspension, Toll, While
from supervise.rules.reading import key_of, nearest, shown, step
from supervise.rules.rulebook import Rulebook
from supervise.rules.state import StateRule
from supervise.rules.thresholds import level_faults
from supervise.rules.vocabulary import DATE, NOUNS, STATE_PREFIXES, shape_of, words_of
from supervise.rules.words import Outcome, PeriodEnd

__all__ = ["names_of_events", "names_of_states", "parts_at", "parts_of", "problems_of", "rules_of"]

# Declarations, each with its path.
Parts: TypeAlias = list[tuple[str, Any]]

STATUS_KINDS: tuple[str, ...] = get_args(StatusKind)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)


def problems_of(book: Rulebook, unread: frozenset[str] | None = None) -> Iterator[str]:
    """Yield every problem that only shows when the whole book is seen, each with its path.

    Fields are looked up only once every name is defined, as they belong to what the names stand for. ``unread`` are
    names of entries that the book has and that could not be read; None if all could.
    """
    parts, more = _parts(book), unread or frozenset()
    named = [
        *_bad_names(book),
        *_unknown_names(book, parts, more),
        *_unknown_rules(book, parts, more),
        *_unknown_members(book, more),
        *_cycles(book),
    ]
    yield from named
    yield from _out_of_turn(book, parts, more)
    yield from _unknown_sources(book, parts, more)
    yield from _unknown_levels(book, parts)
    yield from _without_week(parts, book)
    yield from _without_calendar(book)
    yield from _unknown_calendars(book)
    yield from _ends_without_week(book, parts)
    if not named and unread is None:
        yield from unknown_fields(book)


# ── the parts of a declaration ──────────────────────────────────────────────────────────────────────────────────


def parts_of(value: Any) -> Iterator[Any]:
    """Yield a declaration and every declaration inside it.

    >>> len(list(parts_of(Select(of=("visit",)))))
    1
    """
    if fields := _fields_of(value.__class__):
        yield value
        for attribute, _ in fields:
            if _holds_more(inner := getattr(value, attribute)):
                yield from parts_of(inner)
    elif isinstance(value, tuple | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from parts_of(each)


def parts_at(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a declaration and every declaration inside it, each with its path.

    >>> [path for path, _ in parts_at("define.x", Select(of=("visit",)))]
    ['define.x']
    """
    if fields := _fields_of(value.__class__):
        yield path, value
        for attribute, key in fields:
            if _holds_more(inner := getattr(value, attribute)):
                yield from parts_at(step(path, key), inner)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from parts_at(f"{path}[{index}]", each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from parts_at(step(path, key), each)


@cache
def _fields_of(kind: Any) -> tuple[tuple[str, str], ...]:
    """Return the attributes of a declaration, each with its key; nothing for what is none."""
    if not attrs.has(kind):
        return ()
    return tuple((field.name, key_of(field.name)) for field in attrs.fields(kind))


def _holds_more(value: Any) -> bool:
    """Whether anything may be found in a field: most are empty or words."""
    return bool(value) and not isinstance(value, str | int | Enum)


def _entries(book: Rulebook) -> Iterator[tuple[str, Any]]:
    """Yield what a book declares, each with its path."""
    for name, select in book.define.items():
        yield step("define", name), select
    for name, state in book.states.items():
        yield step("states", name), state
    for kind, entries in (("derive", book.derive), ("span", book.span), ("rule", book.rule)):
        for each in entries:
            yield _path_of(kind, each.id), each
    for index, order in enumerate(book.order):
        yield f"order[{index}]", order


def _path_of(kind: str, id_: str) -> str:
    return f"{kind} {id_ if _NAME.fullmatch(id_) else '?'}"


def _parts(book: Rulebook) -> Parts:
    return [found for path, entry in _entries(book) for found in parts_at(path, entry)]


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _bad_names(book: Rulebook) -> Iterator[str]:
    """Yield names that are no words, that stand for something else already, or that stand for two things."""
    spans = [name for span in book.span for name in (span.id, span.part_of) if name is not None]
    named: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("define", book.define, NOUNS),
        ("derive", [each.id for each in book.derive], {*NOUNS, *book.define}),
        ("span", spans, STATUS_KINDS),
        ("states", book.states, {*STATUS_KINDS, *spans}),
        ("rule", [rule.id for rule in book.rule], ()),
        ("group", [group.id for group in book.group], ()),
        ("rule", [rule.published_id for rule in book.rule], ()),
    )
    for path, names, taken in named:
        for name in dict.fromkeys(names):
            if not _NAME.fullmatch(name):
                yield f"{path}: a name is no word; write letters, digits, '-' and '_' only"
            elif name in taken or name in ("start", "end"):
                yield f"{path}: the name {shown(name)} stands for something else already; choose another"


def _unknown_names(book: Rulebook, parts: Parts, more: frozenset[str]) -> Iterator[str]:
    events = {*book.define, *(each.id for each in book.derive), *more}
    spans = {name for span in book.span for name in (span.id, span.part_of) if name is not None} | more
    states = {*book.states, *spans, *STATUS_KINDS}
    for path, part in parts:
        for event in names_of_events(part):
            if not _is_event(event, events, states):
                yield f"{path}: no event {shown(event)}; {_event_meant(event, events, states, spans)}"
        for state in names_of_states(part):
            if not _is_state(state, states):
                yield _unknown(path, "state", state, states)
        for span in _spans_of(part):
            if span not in spans:
                yield _unknown(path, "span", span, spans)


def _unknown_rules(book: Rulebook, parts: Parts, more: frozenset[str]) -> Iterator[str]:
    # Outputs, and so the occurrences that others read, carry the published id.
    rules = {rule.published_id for rule in book.rule} | more
    for path, part in parts:
        for rule in rules_of(part):
            if rule not in rules:
                yield _unknown(path, "rule", rule, rules)


def _unknown_members(book: Rulebook, more: frozenset[str]) -> Iterator[str]:
    """Yield rules that a group names and the book does not have, and those that two groups would decide on."""
    rules = {rule.id for rule in book.rule} | more
    taken: set[str] = set()
    for group in book.group:
        path = f"{_path_of('group', group.id)}.of"
        for name in group.of:
            if name not in rules:
                yield _unknown(path, "rule", name, rules)
            elif name in taken:
                yield f"{path}: the rule {shown(name)} is in a group already; a rule is in one only"
            taken.add(name)


def _unknown(path: str, what: str, name: str, known: Iterable[str]) -> str:
    return f"{path}: no {what} {shown(name)}; {nearest(name, _names_in(known))}"


def _names_in(known: Iterable[str]) -> set[str]:
    """Return the names that may be repeated: what is no word may be anything, and is told by itself."""
    return {name for name in known if _NAME.fullmatch(name)}


def _event_meant(name: str, events: set[str], states: set[str], spans: set[str]) -> str:
    """Return a hint: what a name is that is no event, the end or start of a state, or a name that is near.

    An event is asked for in many places, so that a hint says where what it names belongs.
    """
    of_nouns = [
        f"'{noun}.{name}'"
        for noun, each in NOUNS.items()
        if each.kind is not None and name in (words_of(each.array, each.kind) or ())
    ]
    if of_nouns:
        return f"write {' or '.join(of_nouns)}"
    if any(shape_of(noun.array, name) == DATE for noun in NOUNS.values()):
        anchor, event = f"{{ field = '{name}' }}", f"{{ of = …, at = ['{name}'] }}"
        return f"as an anchor a date of the fact is {anchor}; the event of that day is {event}"
    if name in _names_in(spans):
        return f"of a span there is one_per = {{ span = '{name}' }}, and its end, the event 'end.{name}'"
    if meant := word_meant("event", name):
        return meant
    ends = {f"{end}.{state}" for end in ("end", "start") for state in _names_in(states)} if "." in name else set()
    near = nearest(name, ends)
    return near if ends and near.startswith("did") else nearest(name, _names_in(events) | set(NOUNS))


def names_of_events(part: Any) -> tuple[str, ...]:
    """Return the names of events that a declaration uses, itself and not what is inside it.

    >>> names_of_events(Select(of=("visit", "event.arrest")))
    ('visit', 'event.arrest')
    """
    if isinstance(part, Select | StateRule):
        return part.of
    if isinstance(part, Evidence) and part.define is not None:
        return (part.define,)
    if isinstance(part, When):
        return tuple(name for name in (part.after, part.first_of) if name is not None)
    return ()


def rules_of(part: Any) -> tuple[str, ...]:
    """Return the published ids of the rules that a declaration reads, itself and not what is inside it.

    >>> rules_of(Anchor(due_of="R-N1"))
    ('R-N1',)
    """
    names: tuple[str | None, ...] = ()
    if isinstance(part, Anchor):
        names = (part.due_of, part.met_of)
    elif isinstance(part, OnePer):
        names = (part.occurrence_of,)
    elif isinstance(part, OtherDuty):
        names = (part.rule,)
    return tuple(name for name in names if name is not None)


def names_of_states(part: Any) -> tuple[str, ...]:
    """Return the names of states that a declaration uses, itself and not what is inside it.

    >>> names_of_states(StateRule(any_=("custody", "hospital")))
    ('custody', 'hospital')
    """
    if isinstance(part, When):
        return (*(part.in_ or ()), *(part.not_in or ()))
    if isinstance(part, While):
        return part.not_in
    if isinstance(part, StateRule):
        return part.any_
    if isinstance(part, Suspension | Toll):
        return part.in_
    if isinstance(part, Derive):
        return (*part.clear_of, *part.skips)
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
    if isinstance(part, When) and part.ended_early is not None:
        return (part.ended_early,)
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
    if head in ("start", "end"):
        return _is_state(kind, states)
    return head in NOUNS and (not kind or NOUNS[head].kind is not None)


def _is_state(name: str, states: set[str]) -> bool:
    head, _, kind = name.partition(".")
    return name in states or (bool(kind) and head in STATE_PREFIXES)


# What is asked of an occurrence, or of what it hangs on: its window, its number, its own extent.
_OF_A_DUTY = ("occurrence", "covered", "some", "indefinite", "first_of")


def _out_of_turn(book: Rulebook, parts: Parts, more: frozenset[str]) -> Iterator[str]:
    """Yield what reads occurrences where none have been judged, and what waits for an outcome that never comes."""
    for path, part in parts:
        asked = tuple(parts_of(part.on_the_day)) if isinstance(part, Where) else ()
        if any(isinstance(inner, OtherDuty) for inner in asked):
            yield f"{path}.on_the_day: events are found before rules are judged; write 'other' into a gate"
        for name in _OF_A_DUTY:
            if any(isinstance(inner, When) and getattr(inner, name) is not None for inner in asked):
                yield f"{path}.on_the_day: a fact is what it is whatever duty reads it; write '{name}' into a gate"
        if isinstance(part, OnePer) and part.outcome is Outcome.MISSED:
            found = book.rules_named(part.occurrence_of or "")
            if found and part.occurrence_of not in more and not any(rule.must for rule in found):
                yield f"{path}.outcome: what is only permitted is never missed; write 'met' or 'due'"


# ── sources, levels, calendar ───────────────────────────────────────────────────────────────────────────────────


def _unknown_sources(book: Rulebook, parts: Parts, more: frozenset[str]) -> Iterator[str]:
    known = {*book.sources, *(amendment.overlay for amendment in book.amendments), *more}
    thresholds = ((step("thresholds", name), each) for name, each in book.thresholds.items())
    for path, part in (*parts, *thresholds):
        source = getattr(part, "source", None)
        if isinstance(source, str) and source not in known:
            yield _unknown(step(path, "source"), "source", source, book.sources)


def _unknown_levels(book: Rulebook, parts: Parts) -> Iterator[str]:
    scale = set(book.levels.scale)
    for path, part in parts:
        if isinstance(part, When):
            for level in part.level or ():
                if level not in scale:
                    yield _unknown(step(path, "level"), "level", level, scale)
        if isinstance(part, Length) and part.by_level is not None:
            for level in sorted(scale - set(part.by_level)):
                yield f"{path}: the level {shown(level)} has no length here; give every level one"
            for level in sorted(set(part.by_level) - scale):
                yield _unknown(path, "level", level, scale)
    for name, threshold in book.thresholds.items():
        for message in level_faults(name, threshold.value, book.levels.scale):
            yield f"{step('thresholds', name)}: {message}"


def _without_week(parts: Parts, book: Rulebook) -> Iterator[str]:
    lengths = [part for _, part in parts if isinstance(part, Duration)]
    weeks = any(each.calendar is not None and each.calendar[1] == "week" for each in lengths)
    if weeks and book.conventions.week_begins is None:
        yield "conventions.week_begins: missing; it has no default: write the day a calendar week begins with"


def _without_calendar(book: Rulebook) -> Iterator[str]:
    if book.calendar is None:
        asked = {what for rule in book.rule for key, what in counted_with(rule) if not key}
        for what in sorted(asked, reverse=True):
            yield f"calendar: missing; {what}: write the reference of a calendar, or give one"


def _unknown_calendars(book: Rulebook) -> Iterator[str]:
    shipped = shipped_calendars()
    for rule in book.rule:
        for key, name in calendars_named(rule):
            if name not in book.calendars:
                path = f"{_path_of('rule', rule.id)}.{key}"
                yield f"{path}: no such calendar is shipped, and none of this name is given; {nearest(name, shipped)}"


def _ends_without_week(book: Rulebook, parts: Parts) -> Iterator[str]:
    for key in ("to_end_of", "from_end_of"):
        asks = any(getattr(part, key, None) is PeriodEnd.WEEK for _, part in parts)
        if asks and book.conventions.week_begins is None:
            yield f"conventions.week_begins: missing; '{key}' a week needs it: write the day a week begins with"


# ── circles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _cycles(book: Rulebook) -> Iterator[str]:
    """Yield the names of events, states, spans and rules that are, in the end, defined by themselves."""
    edges = {f"event {name}": _reads(select) for name, select in book.define.items()}
    edges |= {f"event {each.id}": _reads(each) for each in book.derive}
    for span in book.span:
        edges.setdefault(f"state {span.id}", set()).update(_reads(span))
        if span.part_of is not None and span.part_of != span.id:
            edges.setdefault(f"state {span.part_of}", set()).add(f"state {span.id}")
    edges |= {f"state {name}": _reads(state) for name, state in book.states.items()}
    for rule in book.rule:
        read = {name for part in parts_of(rule) for name in rules_of(part)}
        edges.setdefault(f"rule {rule.published_id}", set()).update(f"rule {name}" for name in read)
    for name in sorted(edges):
        if _reaches_itself(name, edges):
            yield f"{name}: is defined by way of itself; break the circle"


def _reads(declared: Select | Derive | SpanRule | StateRule) -> set[str]:
    found: set[str] = set()
    for part in parts_of(declared):
        for name in names_of_events(part):
            head, _, kind = name.partition(".")
            found.add(f"state {kind}" if head in ("start", "end") else f"event {name}")
        found.update(f"state {name}" for name in (*names_of_states(part), *_spans_of(part)))
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
