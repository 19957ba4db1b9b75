"""Compiles the tests on one field of a fact into functions: true or false, and what is not given fails most.

What a fact is asked as a whole, and what is asked of the offender on its day: :mod:`supervise.engine.conditions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from supervise.engine.happenings import Case
from supervise.engine.timeline import Timeline
from supervise.rules.field_tests import FieldTest
from supervise.rules.names import attribute_of

__all__ = ["FactTest", "all_of", "field_test"]

FactTest: TypeAlias = Callable[[Timeline, Any, int, "Case | None"], bool]


def all_of(tests: Sequence[FactTest]) -> FactTest:
    """Return a function that tells whether a fact passes every test."""

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        for test in tests:  # noqa: SIM110 (a generator costs a frame on the hot path)
            if not test(tl, fact, day, case):
                return False
        return True

    return passes


def field_test(key: str, test: FieldTest) -> FactTest:
    """Return a function that tells whether a fact passes the test of one of its fields, on its day, for a case."""
    name = attribute_of(key)
    tests = [make(name, test) for make in _FIELD_TESTS]
    given = [each for each in tests if each is not None]
    passes = given[0] if len(given) == 1 else all_of(given)
    if test.unset_passes:
        return lambda tl, fact, day, case: _value(fact, name) in (None, ()) or passes(tl, fact, day, case)
    return passes


def _value(fact: Any, name: str) -> Any:
    return getattr(fact, name, None)


def _words(name: str, test: FieldTest) -> FactTest | None:
    if test.words is None:
        return None
    words = frozenset(test.words)

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = getattr(fact, name, None)
        if type(value) is tuple:
            return not words.isdisjoint(value)
        return value in words

    return passes


def _not_words(name: str, test: FieldTest) -> FactTest | None:
    if test.not_ is None:
        return None
    words = frozenset(test.not_)
    return lambda tl, fact, day, case: _value(fact, name) not in words


def _given(name: str, test: FieldTest) -> FactTest | None:
    if test.given is None:
        return None
    if test.given:
        return lambda tl, fact, day, case: getattr(fact, name, None) not in _NOT_GIVEN
    return lambda tl, fact, day, case: getattr(fact, name, None) in _NOT_GIVEN


_NOT_GIVEN = (None, (), False)


def _bounds(name: str, test: FieldTest) -> FactTest | None:
    bounds = (test.at_least, test.more_than, test.at_most, test.less_than)
    if bounds == (None, None, None, None):
        return None

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = _value(fact, name)
        return value is not None and _within(value, test)

    return passes


def _within(value: int, test: FieldTest) -> bool:
    return (
        (test.at_least is None or value >= test.at_least)
        and (test.more_than is None or value > test.more_than)
        and (test.at_most is None or value <= test.at_most)
        and (test.less_than is None or value < test.less_than)
    )


def _same(name: str, test: FieldTest) -> FactTest | None:
    if test.same_as is None and test.differs_from is None:
        return None
    other = attribute_of(test.same_as or test.differs_from or "")
    wanted = test.same_as is not None

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        mine, theirs = _value(fact, name), _value(fact, other)
        return mine is not None and theirs is not None and (mine == theirs) is wanted

    return passes


def _named(name: str, test: FieldTest) -> FactTest | None:
    if test.is_ is None:
        return None
    reading = _READINGS[test.is_]
    return lambda tl, fact, day, case: reading(tl, _value(fact, name), fact, day)


def _other_than(name: str, test: FieldTest) -> FactTest | None:
    if test.other_than is None:
        return None
    people = [_PEOPLE[who] for who in test.other_than]

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = _value(fact, name)
        if not value:
            return False
        for person in value if isinstance(value, tuple) else (value,):
            for is_one in people:
                if is_one(tl, person, fact, day, case):
                    return False
        return True

    return passes


def _only(name: str, test: FieldTest) -> FactTest | None:
    """Every entry of a list is of one kind, and there is at least one."""
    if test.only is None:
        return None
    wanted = test.only

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        entries = _value(fact, name) or ()
        return bool(entries) and all(entry.kind == wanted for entry in entries)

    return passes


_FIELD_TESTS: tuple[Callable[[str, FieldTest], FactTest | None], ...] = (
    _words,
    _not_words,
    _given,
    _bounds,
    _same,
    _named,
    _other_than,
    _only,
)


def _at_notified_home(tl: Timeline, value: Any, fact: Any, day: int) -> bool:
    """An address id not given is the notified home; one that is given must be it on that day (formats: Practice)."""
    if value is None:
        return True
    for event in tl.dated(("addresses", "from_")):
        if event.day > day:
            return False
        home = event.fact
        is_it = home.address_id == value and home.kind in _HOMES
        if is_it and (home.until is None or day <= home.until.toordinal()):
            return True
    return False


_HOMES = ("main", "place_found")


def _by_trained_staff(tl: Timeline, value: Any, fact: Any, day: int) -> bool:
    """Without a workforce that says who is trained the test passes and is counted as not evaluated."""
    if tl.workforce is None or tl.workforce.trained is None:
        tl.notes.add("trained staff: not evaluated")
        return True
    return any(tl.workforce.is_trained(officer, day) for officer in value or ())


_READINGS: dict[str, Callable[[Timeline, Any, Any, int], bool]] = {
    "the notified home": _at_notified_home,
    "trained staff": _by_trained_staff,
    "this force": lambda tl, value, fact, day: value is not None and value == tl.offender.force,
    "another force": lambda tl, value, fact, day: (
        value is not None and tl.offender.force is not None and value != tl.offender.force
    ),
}


def _is_manager(tl: Timeline, person: str, fact: Any, day: int, case: Case | None) -> bool:
    for event in tl.dated(("managers", "from_")):
        if event.day > day:
            return False
        assigned = event.fact
        if assigned.officer_id == person and (assigned.until is None or day < assigned.until.toordinal()):
            return True
    return False


def _is_visitor(tl: Timeline, person: str, fact: Any, day: int, case: Case | None) -> bool:
    parts = case.event.parts if case is not None and case.event is not None else ()
    return any(person in part.officers for part in parts)


def _is_officer(tl: Timeline, person: str, fact: Any, day: int, case: Case | None) -> bool:
    return person in (_value(fact, "officers") or ())


_PEOPLE: dict[str, Callable[[Timeline, str, Any, int, Case | None], bool]] = {
    "the manager": _is_manager,
    "the visitors of the series": _is_visitor,
    "the officers": _is_officer,
}
