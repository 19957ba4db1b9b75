"""Compiles the tests on one field of a fact into functions: true or false, and what is not given fails most.

What a fact is asked as a whole, and what is asked of the offender on its day: :mod:`supervise.engine.conditions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias

from supervise.dates.ordinals import ordinal_of
from supervise.engine.clock import FAR
from supervise.engine.happenings import Case
from supervise.engine.timeline import Timeline
from supervise.rules.field_tests import FieldTest
from supervise.rules.names import attribute_of
from supervise.rules.words import Weekday

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
    tests = [make(name, wanted) for part, make in _FIELD_TESTS if (wanted := getattr(test, part)) is not None]
    passes = tests[0] if len(tests) == 1 else all_of(tests)
    if test.unset_passes:
        return lambda tl, fact, day, case: _value(fact, name) in (None, ()) or passes(tl, fact, day, case)
    return passes


def _value(fact: Any, name: str) -> Any:
    return getattr(fact, name, None)


def _words(name: str, wanted: tuple[str | int | bool, ...]) -> FactTest:
    words = frozenset(wanted)

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = getattr(fact, name, None)
        if type(value) is tuple:
            return not words.isdisjoint(value)
        return value in words

    return passes


def _not_words(name: str, unwanted: tuple[str | int | bool, ...]) -> FactTest:
    words = frozenset(unwanted)
    return lambda tl, fact, day, case: _value(fact, name) not in words


def _given(name: str, wanted: bool) -> FactTest:
    if wanted:
        return lambda tl, fact, day, case: getattr(fact, name, None) not in _NOT_GIVEN
    return lambda tl, fact, day, case: getattr(fact, name, None) in _NOT_GIVEN


_NOT_GIVEN = (None, (), False)


def _compared(holds: Callable[[Any, Any], bool], name: str, other: int) -> FactTest:
    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = _value(fact, name)
        return value is not None and holds(value, other)

    return passes


def _related(holds: Callable[[Any, Any], bool], name: str, key: str) -> FactTest:
    """Both fields are given, and are equal or are not."""
    other = attribute_of(key)

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        mine, theirs = _value(fact, name), _value(fact, other)
        return mine is not None and theirs is not None and holds(mine, theirs)

    return passes


def _named(name: str, words: str) -> FactTest:
    reading = _READINGS[words]
    return lambda tl, fact, day, case: reading(tl, _value(fact, name), fact, day)


def _other_than(name: str, words: tuple[str, ...]) -> FactTest:
    people = [_PEOPLE[who] for who in words]

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


def _only(name: str, kind: str) -> FactTest:
    """Every entry of a list is of one kind, and there is at least one."""

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        entries = _value(fact, name) or ()
        return bool(entries) and all(entry.kind == kind for entry in entries)

    return passes


def _weekday(name: str, wanted: tuple[Weekday, ...]) -> FactTest:
    places = {each.place for each in wanted}

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = _value(fact, name)
        return value is not None and value.weekday() in places

    return passes


def _between(name: str, times: tuple[str, ...]) -> FactTest:
    """The time of day lies from the first to the second, both included; over midnight if the second is earlier."""
    first, last = times

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value: str | None = _value(fact, name)
        if value is None:
            return False
        return first <= value <= last if first <= last else value >= first or value <= last

    return passes


# Each part of a test with what makes its value into a function. The order is that in which they are asked.
_FIELD_TESTS: tuple[tuple[str, Callable[[str, Any], FactTest]], ...] = (
    ("words", _words),
    ("not_", _not_words),
    ("given", _given),
    ("at_least", partial(_compared, ge)),
    ("more_than", partial(_compared, gt)),
    ("at_most", partial(_compared, le)),
    ("less_than", partial(_compared, lt)),
    ("same_as", partial(_related, eq)),
    ("differs_from", partial(_related, ne)),
    ("is_", _named),
    ("other_than", _other_than),
    ("only", _only),
    ("weekday", _weekday),
    ("between", _between),
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


def _reached(tl: Timeline, value: Any, fact: Any, day: int) -> bool:
    """Judged in hindsight, what was approved, refused or told later was not yet so."""
    return tl.clock.reached(ordinal_of(value, FAR))


_READINGS: dict[str, Callable[[Timeline, Any, Any, int], bool]] = {
    "the notified home": _at_notified_home,
    "trained staff": _by_trained_staff,
    "reached": _reached,
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
