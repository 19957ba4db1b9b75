"""Tests on one field of a fact: one of these words, given or not, a bound, another field, or a reading with a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import frozen

from supervise.model.forms import TIME
from supervise.rules.reading import Problems, key_of, nearest, plain, read, read_keys, step
from supervise.rules.words import Weekday

__all__ = ["GIVEN", "NOT_GIVEN", "NO_TEST", "FieldTest"]

GIVEN, NOT_GIVEN = "set", "not set"
#: What is said of a table that would hold always.
NO_TEST = "no test; give at least one, or leave the key out"


@frozen
class FieldTest:
    """A test on one field: one of these words, given or not, a bound, the same as another field, a day of the week.

    ``words`` holds if the field (or any entry of a list) is one of them; a field not given fails every test but
    ``not set``, ``unset_passes`` and ``is``.
    """

    words: tuple[str | int | bool, ...] | None = None
    given: bool | None = None
    not_: tuple[str | int | bool, ...] | None = None
    at_least: int | None = None
    more_than: int | None = None
    at_most: int | None = None
    less_than: int | None = None
    same_as: str | None = None
    differs_from: str | None = None
    is_: str | None = None
    other_than: tuple[str, ...] | None = None
    only: str | None = None
    weekday: tuple[Weekday, ...] | None = None
    between: tuple[str, ...] | None = None
    unset_passes: bool = False

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read a word, a list of words, ``set``, ``not set`` or a table of bounds."""
        if value in (GIVEN, NOT_GIVEN):
            return cls(given=value == GIVEN)
        if isinstance(value, Mapping):
            return cls(**_read_test_table(value, path, problems))
        return cls(words=read(tuple[str | int | bool, ...], value, path, problems))

    def plain(self) -> Any:
        """Return the short form where there is one."""
        if self.given is not None:
            return GIVEN if self.given else NOT_GIVEN
        table = {
            key_of(name): plain(value)
            for name in _TEST_KEYS
            if (value := getattr(self, name)) is not None and value is not False
        }
        return table["words"] if set(table) == {"words"} else table


_TEST_KEYS: dict[str, Any] = {
    "words": tuple[str | int | bool, ...],
    "not_": tuple[str | int | bool, ...],
    "at_least": int,
    "more_than": int,
    "at_most": int,
    "less_than": int,
    "same_as": str,
    "differs_from": str,
    "is_": str,
    "other_than": tuple[str, ...],
    "only": str,
    "weekday": tuple[Weekday, ...],
    "between": tuple[str, ...],
    "unset_passes": bool,
}

# Readings of a field that need more than the fact itself; the engine knows how, the book says that.
NAMED_TESTS = ("the notified home", "trained staff", "this force", "another force", "reached")
OTHER_PEOPLE = ("the manager", "the visitors of the series", "the officers")


def _read_test_table(value: Mapping[str, Any], path: str, problems: Problems) -> dict[str, Any]:
    kinds = {key_of(name): kind for name, kind in _TEST_KEYS.items()}
    given = read_keys(kinds, value, path, problems)
    if not set(given) - {"unset_passes"}:
        problems.add(path, NO_TEST)
    if "same_as" in given and "differs_from" in given:
        problems.add(path, "give 'same_as' or 'differs_from', not both")
    if given.get("is") is not None and given["is"] not in NAMED_TESTS:
        problems.add(step(path, "is"), f"unknown reading; {nearest(given['is'], NAMED_TESTS)}")
    for person in given.get("other_than") or ():
        if person is not None and person not in OTHER_PEOPLE:
            problems.add(step(path, "other_than"), f"unknown person; {nearest(person, OTHER_PEOPLE)}")
    between = given.get("between")
    if between is not None and (len(between) != 2 or not all(map(TIME.fits, between))):
        problems.add(step(path, "between"), "write two times of day such as ['18:00', '06:00'], both in time")
    names = {key_of(name): name for name in _TEST_KEYS}
    return {names[key]: each for key, each in given.items()}
