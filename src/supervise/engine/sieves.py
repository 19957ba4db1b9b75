"""Tests on the facts of many events at once: what passes, without a call for each event and test.

A sieve and the test of :mod:`supervise.engine.conditions` made from the same words give the same verdicts (a test holds
the two to each other). Selections pass every visit of a long history through several tests: the measured reason for a
second form. A test without a form of its own is asked event by event.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import attrgetter, itemgetter, not_
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from supervise.engine.conditions import Judgement, compile_where
from supervise.engine.field_tests import FactTest
from supervise.engine.happenings import Event
from supervise.engine.regimes import change_days
from supervise.engine.timeline import Timeline
from supervise.model.offender import ARRAYS
from supervise.rules.conditions import When, Where
from supervise.rules.field_tests import FieldTest
from supervise.rules.names import attribute_of

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["Sieve", "compile_passing", "compile_sieve"]

# Takes events in order of their days and gives those that pass, in the same order.
Sieve: TypeAlias = Callable[[Timeline, list[Event]], list[Event]]


def compile_sieve(where: Where, compiler: Compiler) -> Sieve:
    """Return the function that keeps the events whose facts pass."""
    sieves = list(_sieves(where, compiler))
    return sieves[0] if len(sieves) == 1 else _in_turn(sieves)


def compile_passing(where: Where | None, compiler: Compiler) -> Sieve:
    """Return the same function for tests that may not be given: without any, all events are kept."""
    if where is None:
        return lambda tl, events: events
    sieve = compile_sieve(where, compiler)
    return lambda tl, events: sieve(tl, events) if events else events


def _sieves(where: Where, compiler: Compiler) -> Iterator[Sieve]:
    """Yield the sieves of a table in the order in which its tests are asked of one fact."""
    for key, test in where.fields.items():
        yield _field(key, test, compiler)
    for inner in where.all_:
        yield compile_sieve(inner, compiler)
    if where.any_:
        yield _any_of([compile_sieve(inner, compiler) for inner in where.any_])
    if where.not_ is not None:
        yield _not(compile_sieve(where.not_, compiler))
    if where.on_the_day is not None:
        yield _on_the_day(where.on_the_day, compiler)
    if where.around is not None:
        yield _one_by_one(compile_where(Where(around=where.around), compiler))


def _in_turn(sieves: list[Sieve]) -> Sieve:
    def keep(tl: Timeline, events: list[Event]) -> list[Event]:
        for sieve in sieves:
            if not events:
                break
            events = sieve(tl, events)
        return events

    return keep


def _any_of(sieves: list[Sieve]) -> Sieve:
    def keep(tl: Timeline, events: list[Event]) -> list[Event]:
        left, passed = events, set[int]()
        for sieve in sieves:
            found = sieve(tl, left)
            if len(found) == len(left):
                # Nothing is left to ask the others about.
                return events if not passed else _in_order(events, passed.union(map(id, found)))
            passed.update(map(id, found))
            left = [event for event in left if id(event) not in passed]
        return _in_order(events, passed)

    return keep


def _not(sieve: Sieve) -> Sieve:
    def keep(tl: Timeline, events: list[Event]) -> list[Event]:
        barred = set(map(id, sieve(tl, events)))
        return [event for event in events if id(event) not in barred] if barred else events

    return keep


def _in_order(events: list[Event], passed: set[int]) -> list[Event]:
    return [event for event in events if id(event) in passed]


def _one_by_one(test: FactTest) -> Sieve:
    return lambda tl, events: [event for event in events if test(tl, event[3], event[0], None)]


# ── one field ───────────────────────────────────────────────────────────────────────────────────────────────────


def _field(key: str, test: FieldTest, compiler: Compiler) -> Sieve:
    name = attribute_of(key)
    if test.words is not None and test == FieldTest(words=test.words):
        return _words(name, frozenset(test.words))
    if test.given is not None and test == FieldTest(given=test.given):
        return _given(name, wanted=test.given)
    one = compile_where(Where(fields={key: test}), compiler)
    if test.is_ == "trained staff" and test == FieldTest(is_=test.is_):
        return _trained(one)
    if test.is_ == "the notified home" and test == FieldTest(is_=test.is_):
        return _unless_not_given(name, one)
    return _one_by_one(one)


def _words(name: str, words: frozenset[Any]) -> Sieve:
    values_of = _reader(name)
    if name in _LISTS:
        return lambda tl, events: list(compress(events, map(not_, map(words.isdisjoint, values_of(events)))))
    return lambda tl, events: list(compress(events, map(words.__contains__, values_of(events))))


def _given(name: str, *, wanted: bool) -> Sieve:
    values_of = _reader(name)

    def keep(tl: Timeline, events: list[Event]) -> list[Event]:
        lacks = map(_NOT_GIVEN.__contains__, values_of(events))
        return list(compress(events, map(not_, lacks) if wanted else lacks))

    return keep


_NOT_GIVEN = frozenset((None, (), False))


# Fields that hold several values, of which one is enough.
_LISTS = frozenset(part.name for kind in ARRAYS.values() for part in attrs.fields(kind) if part.default == ())


def _reader(name: str) -> Callable[[list[Event]], list[Any]]:
    """Return the function that reads a field of the facts of events; what is not given of one that has no such field.

    By `map`, because this looks at every visit several times.
    """
    read, otherwise = attrgetter(name), () if name in _LISTS else None

    def values(events: list[Event]) -> list[Any]:
        try:
            return list(map(read, map(_FACT, events)))
        except AttributeError:
            return [getattr(event[3], name, otherwise) for event in events]

    return values


_FACT = itemgetter(3)


def _unless_not_given(name: str, test: FactTest) -> Sieve:
    """What does not say passes: nearly every visit is one to the notified home, and does not name it."""
    values_of = _reader(name)

    def keep(tl: Timeline, events: list[Event]) -> list[Event]:
        values = values_of(events)
        if values.count(None) == len(values):
            return events
        return [
            event
            for event, value in zip(events, values, strict=True)
            if value is None or test(tl, event[3], event[0], None)
        ]

    return keep


def _trained(test: FactTest) -> Sieve:
    """Without a workforce all pass: asking for one says so for all of them (formats: Practice)."""

    def keep(tl: Timeline, events: list[Event]) -> list[Event]:
        if tl.workforce is None or tl.workforce.trained is None:
            test(tl, events[0][3], events[0][0], None)
            return events
        return [event for event in events if test(tl, event[3], event[0], None)]

    return keep


# ── the offender on the day ─────────────────────────────────────────────────────────────────────────────────────


def _on_the_day(when: When, compiler: Compiler) -> Sieve:
    if when.hangs_on_fact:
        return _one_by_one(compile_where(Where(on_the_day=when), compiler))
    names: set[str] = set()
    judge = compiler.watching(when, names)
    return _by_stretch(judge, tuple(sorted(names)))


def _by_stretch(judge: Judgement, names: Sequence[str]) -> Sieve:
    """Asked once for each stretch of days in which the answer cannot change."""

    def keep(tl: Timeline, events: list[Event]) -> list[Event]:
        kept: list[Event] = []
        place = 0
        days = sorted({day for name in names for day in change_days(tl, name)})
        for end in [*(bisect_left(events, (day,)) for day in days), len(events)]:
            if place < end and judge(tl, events[place][0], None) is True:
                kept += events[place:end]
            place = end
        return kept

    return keep
