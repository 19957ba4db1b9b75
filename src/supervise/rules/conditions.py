"""What must hold: tests on the fields of one fact (`Where`) and on the offender on a day (`When`).

Tests in one table must all hold; ``any``, ``all`` and ``not`` combine tables. A ``When`` may be undecided
because a fact is missing; it then says which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Self

import attrs
from attrs import frozen

from supervise.rules.duration import Duration
from supervise.rules.reading import Problems, key_of, plain, read
from supervise.rules.vocabulary import NOUNS

__all__ = ["Age", "Around", "Covered", "FieldTest", "Gap", "Select", "When", "Where"]

GIVEN, NOT_GIVEN = "set", "not set"


@frozen
class FieldTest:
    """A test on one field: one of these words, given or not, a bound, or the same as another field.

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
    unset_passes: bool = False

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read a word, a list of words, ``set``, ``not set`` or a table of bounds."""
        if value in (GIVEN, NOT_GIVEN):
            return cls(given=value == GIVEN)
        if isinstance(value, Mapping):
            return _read_test_table(cls, value, path, problems)
        words = read(tuple[str | int | bool, ...], value, path, problems)
        return cls(words=words)

    def plain(self) -> Any:
        """Return the short form where there is one."""
        if self.given is not None:
            return GIVEN if self.given else NOT_GIVEN
        if self.words is not None and not self.unset_passes:
            return list(self.words)
        return {
            key_of(name): plain(getattr(self, name))
            for name in _TEST_KEYS
            if getattr(self, name) not in (None, False)
        }


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
    "unset_passes": bool,
}

# Readings of a field that need more than the fact itself; the engine knows how, the book says that.
NAMED_TESTS = ("the notified home", "trained staff", "this force", "another force")
OTHER_PEOPLE = ("the manager", "the visitors of the series", "the officers")


def _read_test_table(
    cls: type[FieldTest], value: Mapping[str, Any], path: str, problems: Problems
) -> FieldTest | None:
    names = {key_of(name): name for name in _TEST_KEYS}
    given: dict[str, Any] = {}
    for key, each in value.items():
        if key not in names:
            problems.add(f"{path}.{key}", f"unknown test; known: {', '.join(names)}")
            continue
        given[names[key]] = read(_TEST_KEYS[names[key]], each, f"{path}.{key}", problems)
    _check_names(given, path, problems)
    return cls(**given)


def _check_names(given: dict[str, Any], path: str, problems: Problems) -> None:
    if given.get("is_") is not None and given["is_"] not in NAMED_TESTS:
        problems.add(f"{path}.is", f"unknown reading; known: {', '.join(NAMED_TESTS)}")
    for person in given.get("other_than") or ():
        if person not in OTHER_PEOPLE:
            problems.add(f"{path}.other_than", f"unknown person; known: {', '.join(OTHER_PEOPLE)}")


@frozen
class Where:
    """Tests on one fact: its fields, the offender's state on its day, or other facts around it."""

    fields: dict[str, FieldTest] = attrs.field(factory=dict, hash=False)
    all_: tuple[Where, ...] = ()
    any_: tuple[Where, ...] = ()
    not_: Where | None = None
    on_the_day: When | None = None
    around: Around | None = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read a table in which every key but the combining ones is a field."""
        if not isinstance(value, Mapping):
            problems.add(path, "expected a table of tests on fields")
            return None
        combining = {
            "all": ("all_", tuple[Where, ...]),
            "any": ("any_", tuple[Where, ...]),
            "not": ("not_", Where),
            "on_the_day": ("on_the_day", When),
            "around": ("around", Around),
        }
        given: dict[str, Any] = {"fields": {}}
        for key, each in value.items():
            inner = f"{path}.{key}"
            if key in combining:
                name, kind = combining[key]
                given[name] = read(kind, each, inner, problems)
            else:
                given["fields"][key] = read(FieldTest, each, inner, problems)
        return cls(**given)

    def plain(self) -> dict[str, Any]:
        """Return the table as written, in a stable order."""
        table: dict[str, Any] = {key: plain(self.fields[key]) for key in sorted(self.fields)}
        for name in ("all_", "any_", "not_", "on_the_day", "around"):
            value = getattr(self, name)
            if value not in ((), None):
                table[key_of(name)] = plain(value)
        return table


@frozen
class Select:
    """Which events: nouns (``visit``), kinds of them (``notification.s84``), or events the book defines.

    ``at`` names other date fields than the usual one (the first given), ``where`` narrows, ``distinct`` keeps one a day (the
    first named source wins: a release recorded as a change and as the end of a custody is one event).
    """

    of: tuple[str, ...]
    at: tuple[str, ...] | None = None
    where: Where | None = None
    distinct: str | None = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read one name, a list of names, or a table."""
        if isinstance(value, str | list):
            names = read(tuple[str, ...], value, path, problems)
            return cls(of=names) if names else None
        if not isinstance(value, Mapping) or "of" not in value:
            problems.add(path, "expected the name of an event, a list of them, or a table with 'of'")
            return None
        known = {"of": tuple[str, ...], "at": tuple[str, ...], "where": Where, "distinct": str}
        for key in value:
            if key not in known:
                problems.add(f"{path}.{key}", f"unknown key; known: {', '.join(known)}")
        given = {
            key: read(kind, value[key], f"{path}.{key}", problems)
            for key, kind in known.items()
            if key in value
        }
        return cls(**given)

    def plain(self) -> Any:
        """Return the short form where there is one."""
        if self.at is None and self.where is None and self.distinct is None:
            return self.of[0] if len(self.of) == 1 else list(self.of)
        names = ("of", "at", "where", "distinct")
        return {name: plain(getattr(self, name)) for name in names if getattr(self, name) is not None}

    def nouns(self) -> Iterator[str]:
        """Yield the names that are no nouns: what the book itself must define."""
        for name in self.of:
            if name.split(".")[0] not in NOUNS:
                yield name


@frozen
class Around:
    """Another event near this one: within ``before`` days before and ``after`` days after a date field.

    ``match`` names fields of the other that must agree with this fact's where both are given; without ``field``
    any day will do. ``strict`` asks that both give the field.
    """

    of: Select
    field: str | None = None
    before: int = 0
    after: int = 0
    strict: bool = False
    match: dict[str, str] = attrs.field(factory=dict, hash=False)


@frozen
class Gap:
    """The days between two date fields of the fact: ``from`` subtracted from ``to``."""

    from_: str
    to: tuple[str, ...]
    more_than: int | None = None
    less_than: int | None = None


@frozen
class Age:
    """The age reached on a date field of the fact, or the age it gives itself (``stated``)."""

    on: tuple[str, ...]
    under: int
    stated: str | None = None


@frozen
class Covered:
    """An earlier run of a span, begun before this one, holds throughout the window, and ``by`` was given in it."""

    span: str
    by: Select | None = None


@frozen
class When:
    """Tests on the offender on a day and on the fact a duty hangs on; all given tests must hold."""

    all_: tuple[When, ...] = ()
    any_: tuple[When, ...] = ()
    not_: When | None = None
    level: tuple[str, ...] | None = None
    mode: str | None = None
    plan_interval: str | None = None
    last_notified_home: str | None = None
    lead_agency: tuple[str, ...] | None = None
    in_: tuple[str, ...] | None = None
    not_in: tuple[str, ...] | None = None
    fact: Where | None = None
    since: dt.date | None = None
    before: dt.date | None = None
    gap: Gap | None = None
    age: Age | None = None
    occurrence: int | None = None
    covered: Covered | None = None
    some: Around | None = None
    indefinite: bool | None = None
    after: str | None = None
    first_of: str | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield words that mean nothing."""
        if self.plan_interval not in (None, GIVEN, NOT_GIVEN):
            yield "plan_interval", f"write '{GIVEN}' or '{NOT_GIVEN}'"

    @property
    def hangs_on_fact(self) -> bool:
        """Whether any test reads the fact the duty hangs on, so that it cannot be shared by all duties."""
        own = (
            self.fact,
            self.gap,
            self.age,
            self.occurrence,
            self.covered,
            self.since,
            self.before,
            self.some,
            self.indefinite,
            self.first_of,
        )
        inner = (*self.all_, *self.any_, *([self.not_] if self.not_ else []))
        return any(test is not None for test in own) or any(each.hangs_on_fact for each in inner)


@frozen
class Length:
    """How long a cadence or limit is: words, ``never``, the plan's own interval, or one length a level."""

    duration: Duration | None = None
    never: bool = False
    fact: str | None = None
    at_most: Duration | None = None
    by_level: dict[str, Duration] | None = attrs.field(default=None, hash=False)

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read ``"3 months"``, ``"never"``, ``{fact = "plan.interval"}`` or ``{high = "3 months", …}``."""
        if value == "never":
            return cls(never=True)
        if isinstance(value, str):
            return cls(duration=read(Duration, value, path, problems))
        if not isinstance(value, Mapping):
            problems.add(path, "expected a period in words, 'never', a fact, or a table by level")
            return None
        if "fact" in value:
            most = value.get("at_most")
            return cls(
                fact=read(str, value["fact"], f"{path}.fact", problems),
                at_most=None if most is None else read(Duration, most, f"{path}.at_most", problems),
            )
        return cls(by_level=read(dict[str, Duration], value, path, problems))

    def plain(self) -> Any:
        """Return the length as written."""
        if self.never:
            return "never"
        if self.duration is not None:
            return plain(self.duration)
        if self.by_level is not None:
            return plain(self.by_level)
        table = {"fact": self.fact}
        return table if self.at_most is None else table | {"at_most": plain(self.at_most)}


__all__ += ["Length"]
