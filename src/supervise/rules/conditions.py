"""What must hold: tests on the fields of one fact (`Where`) and on the offender on a day (`When`).

Tests in one table must all hold; ``any``, ``all`` and ``not`` combine tables. A ``When`` may be undecided
because a fact is missing; it then says which. A table without a test would hold always, and is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, Self, get_args

import attrs
from attrs import frozen

from supervise.model.words import Agency, HomeKind, Mode
from supervise.rules.duration import Duration
from supervise.rules.field_tests import GIVEN, NO_TEST, NOT_GIVEN, FieldTest
from supervise.rules.reading import Problems, key_of, kind_of, nearest, plain, read, read_keys, step
from supervise.rules.vocabulary import NOUNS, fields_of

__all__ = [
    "Age",
    "Around",
    "Counted",
    "Covered",
    "Gap",
    "Length",
    "OtherDuty",
    "Select",
    "When",
    "Where",
    "days_faults",
    "narrows",
    "stretch_faults",
]


@frozen
class Where:
    """Tests on one fact: its fields, the offender's state on its day, or other facts around it."""

    WRITTEN: ClassVar[str] = "a table of tests on fields"

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
            problems.add(path, f"expected {cls.WRITTEN}, found {kind_of(value)}")
            return None
        if not value:
            problems.add(path, NO_TEST)
        combining = {
            "all": ("all_", tuple[Where, ...]),
            "any": ("any_", tuple[Where, ...]),
            "not": ("not_", Where),
            "on_the_day": ("on_the_day", When),
            "around": ("around", Around),
        }
        given: dict[str, Any] = {"fields": {}}
        for key, each in value.items():
            inner = step(path, key)
            if key in combining:
                name, kind = combining[key]
                given[name] = read(kind, each, inner, problems)
            elif key == "fact":
                problems.add(inner, "the tests of this table are on the fact itself; leave 'fact' out")
            elif key in _ON_THE_OFFENDER:
                problems.add(inner, "no field of a fact, but a test on the offender; write it under 'on_the_day'")
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


def narrows(key: str, events: str) -> str | None:
    """Say where a key belongs that narrows events, if it is one and stands beside the name of them.

    >>> narrows("apart", "of"), narrows("aprt", "of")
    ('it narrows the events: write of = { of = …, apart = … }', None)
    """
    if key not in ("at", "where", "distinct", "apart"):
        return None
    return f"it narrows the events: write {events} = {{ of = …, {key} = … }}"


def _may_lie_apart(length: Duration) -> bool:
    if length.calendar is not None:
        return length.calendar[0] == 1
    return length.is_calendar and bool(length.months or length.days)


@frozen
class Select:
    """Which events: nouns (``visit``), kinds of them (``notification.s84``), or events the book defines.

    ``at`` names other date fields than the usual one (the first given), ``where`` narrows, ``distinct`` keeps one
    a day (the first named source wins: a release recorded as a change and as the end of a custody is one event),
    ``apart`` those that come at least so long after the last that was kept (contacts on two days running are one), or
    the first in each unit of the calendar.
    """

    WRITTEN: ClassVar[str] = "the name of an event, a list of them, or a table with 'of'"

    of: tuple[str, ...]
    at: tuple[str, ...] | None = None
    where: Where | None = None
    distinct: str | None = None
    apart: Duration | None = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read one name, a list of names, or a table."""
        if isinstance(value, str | list):
            return cls(of=read(tuple[str, ...], value, path, problems))
        if not isinstance(value, Mapping):
            problems.add(path, f"expected {cls.WRITTEN}, found {kind_of(value)}")
            return None
        kinds = {"of": tuple[str, ...], "at": tuple[str, ...], "where": Where, "distinct": str, "apart": Duration}
        given = read_keys(kinds, value, path, problems)
        if "of" not in given:
            problems.add(step(path, "of"), "missing; name the event")
        if given.get("distinct", "day") not in ("day", None):
            problems.add(step(path, "distinct"), "unknown word; known: 'day'")
        apart = given.get("apart")
        if apart is not None and not _may_lie_apart(apart):
            what = "write a period in years, months or days, such as '7 days', or one unit: 'calendar week'"
            problems.add(step(path, "apart"), what)
        return cls(**{"of": (), **given})

    def plain(self) -> Any:
        """Return the short form where there is one."""
        if self == Select(of=self.of):
            return self.of[0] if len(self.of) == 1 else list(self.of)
        names = ("of", "at", "where", "distinct", "apart")
        return {name: plain(getattr(self, name)) for name in names if getattr(self, name) is not None}


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

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield days without a date to count them from, and a stretch of days that ends before it begins."""
        if self.field is None and (self.before or self.after):
            yield "field", "missing; 'before' and 'after' count days from a date of the fact: name it"
        yield from days_faults(self.before, self.after)
        if self.strict and not self.match:
            yield "match", "missing; 'strict' says how fields are matched: name them"


def days_faults(before: int, after: int) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with so many days before and so many after a date."""
    if after < -before:
        yield "after", "the stretch of days ends before it begins"


@frozen
class Gap:
    """The days between two date fields of the fact: ``from`` subtracted from ``to``."""

    from_: str
    to: tuple[str, ...]
    more_than: int | None = None
    less_than: int | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a gap that is compared with nothing."""
        if self.more_than is None and self.less_than is None:
            yield "", "give 'more_than' or 'less_than', in days"


@frozen
class Age:
    """The age on a date field of the fact (without ``on``, on the tested day), or one it gives itself (``stated``)."""

    under: int
    on: tuple[str, ...] = ()
    stated: str | None = None


@frozen
class Covered:
    """An earlier run of a span, begun before this one, holds throughout the window, and ``by`` was given in it.

    With ``on_the_day`` it need not hold longer than the day itself.
    """

    span: str
    by: Select | None = None
    on_the_day: bool = False


@frozen
class Counted:
    """How many events happened up to and with the tested day, in all or in a stretch of time that ends with it.

    ``in`` is the unit of the calendar the day lies in, ``within`` a length that ends with the day.
    """

    of: Select
    in_: Duration | None = None
    within: Duration | None = None
    at_least: int | None = None
    at_most: int | None = None

    @property
    def stretch(self) -> Duration | None:
        """The stretch of time in which it counts."""
        return self.within if self.in_ is None else self.in_

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a number that is compared with nothing, and a stretch of time that is none."""
        if self.at_least is None and self.at_most is None:
            yield "", "give 'at_least' or 'at_most'"
        yield from stretch_faults(self.in_, self.within)


def stretch_faults(block: Duration | None, within: Duration | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a unit of the calendar (``in``) or a length that ends with a day (``within``)."""
    if block is not None and within is not None:
        yield "in", "give 'in' or 'within', not both"
    if block is not None and block.calendar is None:
        yield "in", "write one unit of the calendar: 'calendar month', 'calendar quarter' or 'calendar year'"
    for key, length in (("in", block), ("within", within)):
        if length is not None and length.calendar is not None:
            number, unit = length.calendar
            if number > 1 or unit == "week":
                # Several units would have to be counted from some day, and weeks begin where a people lets them.
                yield key, "write one month, quarter, half-year or year of the calendar"
    if within is not None and within.calendar is None and not within.is_calendar:
        yield "within", "write it in years, months or days"


@frozen
class OtherDuty:
    """An occurrence of another rule: its status, when it opens, and fields in which both facts agree.

    ``opens_within`` holds if it opens on the tested day or later, and sooner than so long after it. ``match`` names
    fields of the fact the other hangs on that must agree with this one's where both are given.
    """

    rule: str
    status: tuple[str, ...] | None = None
    opens_within: Duration | None = None
    match: dict[str, str] = attrs.field(factory=dict, hash=False)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a status there is not, and a time ahead that is not counted in days."""
        for word in self.status or ():
            if word not in STATUSES:
                yield "status", f"unknown word; {nearest(word, STATUSES)}"
        if self.opens_within is not None and not self.opens_within.is_calendar:
            yield "opens_within", "write it in years, months or days"


# The words of the outputs, which the engine has as its own (a test holds the two to each other).
STATUSES = (
    "upcoming", "open", "met", "met_late", "overdue", "missed", "suspended", "not_required", "lapsed", "unknown",
)  # fmt: skip


@frozen
class When:
    """Tests on the offender on a day and on the fact a duty hangs on; all given tests must hold."""

    WRITTEN: ClassVar[str] = "a table of tests"

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
    ended_early: str | None = None
    after: str | None = None
    first_of: str | None = None
    count: Counted | None = None
    other: OtherDuty | None = None
    known: tuple[str, ...] | None = None

    @classmethod
    def elsewhere(cls, key: str) -> str | None:
        """Say where a key belongs that is a field of a fact.

        >>> When.elsewhere("outcome"), When.elsewhere("levl")
        ("it is a field of a fact; write the tests on the fact under 'fact'", None)
        """
        return "it is a field of a fact; write the tests on the fact under 'fact'" if key in _field_names() else None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield words that mean nothing, and a table without a test."""
        if self == When():
            yield "", NO_TEST
        closed: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
            ("mode", _one(self.mode), get_args(Mode)),
            ("plan_interval", _one(self.plan_interval), (GIVEN, NOT_GIVEN)),
            ("last_notified_home", _one(self.last_notified_home), get_args(HomeKind)),
            ("lead_agency", self.lead_agency or (), get_args(Agency)),
        )
        for key, words, known in closed:
            for word in words:
                if word not in known:
                    yield key, f"unknown word; {nearest(word, known)}"
        if self.occurrence is not None and self.occurrence < 1:
            yield "occurrence", "occurrences are counted from 1"

    @property
    def inner(self) -> tuple[When, ...]:
        """The tables combined in this one."""
        return (*self.all_, *self.any_, *([self.not_] if self.not_ else []))

    @property
    def hangs_on_fact(self) -> bool:
        """Whether any test reads the fact the duty hangs on, so that it cannot be shared by all duties."""
        own = (self.occurrence, self.covered, self.indefinite, self.ended_early, self.count, self.other)
        return (
            self.asks_for_fact
            or any(test is not None for test in own)
            or any(each.hangs_on_fact for each in self.inner)
        )

    @property
    def _age_of_fact(self) -> Age | None:
        return self.age if self.age is not None and (self.age.on or self.age.stated) else None

    @property
    def asks_for_age(self) -> bool:
        """Whether it looks at the age on the day: a birthday is known beforehand, and is another for each offender.

        >>> When(age=Age(under=18)).asks_for_age, When(before=dt.date(2026, 5, 1)).asks_for_age
        (True, False)
        """
        own = self.age is not None and not self.age.on
        return own or any(each.asks_for_age for each in self.inner)

    @property
    def reads_tracks_alone(self) -> bool:
        """Whether its answer on a day follows from what the tracks and states it looks at, and the book's dates, say.

        >>> When(mode="reactive").reads_tracks_alone, When(first_of="visit").reads_tracks_alone
        (True, False)
        """
        return not (self.hangs_on_fact or self.asks_for_age) and all(each.reads_tracks_alone for each in self.inner)

    @property
    def asks_for_fact(self) -> bool:
        """Whether it can hold only where the duty hangs on a fact: an offender or a gap has none.

        >>> When(mode="reactive").asks_for_fact, When(first_of="visit").asks_for_fact
        (False, True)
        """
        own = (self.fact, self.gap, self._age_of_fact, self.some, self.first_of, self.known)
        if self.other is not None and self.other.match:
            return True
        return any(test is not None for test in own) or any(each.asks_for_fact for each in self.inner)

    @property
    def relates(self) -> bool:
        """Whether it counts events or looks at another rule: its answer changes on days that nobody watches.

        >>> When(mode="reactive").relates, When(other=OtherDuty("R-N1")).relates
        (False, True)
        """
        return self.count is not None or self.other is not None or any(each.relates for each in self.inner)

    @property
    def changes_by_day(self) -> bool:
        """Whether the answer may differ from day to day: by level, plan, home, manager, state or what has happened.

        The version of a law differs from day to day as well; it is read at the anchor where nothing else is said.

        >>> When(mode="reactive").changes_by_day, When(occurrence=1).changes_by_day
        (True, False)
        """
        own = (
            self.level,
            self.mode,
            self.plan_interval,
            self.last_notified_home,
            self.lead_agency,
            self.in_,
            self.not_in,
            self.after,
        )
        return any(test is not None for test in own) or any(each.changes_by_day for each in self.inner)


@cache
def _field_names() -> frozenset[str]:
    return frozenset().union(*(fields_of(noun.array) for noun in NOUNS.values()))


# What only a `When` asks, and no fact has as a field (there are `level`, `mode` and `lead_agency` of facts).
_ON_THE_OFFENDER = frozenset(key_of(field.name) for field in attrs.fields(When)) - _field_names()


def _one(word: str | None) -> tuple[str, ...]:
    return () if word is None else (word,)


@frozen
class Length:
    """How long a cadence or limit is: words, ``never``, the plan's own interval, or one length a level."""

    WRITTEN: ClassVar[str] = "a period in words, 'never', the interval of the plan, or a table by level"

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
        if not isinstance(value, Mapping) or not value:
            problems.add(path, f"expected {cls.WRITTEN}, found {kind_of(value) if value else 'nothing'}")
            return None
        if "fact" not in value:
            return cls(by_level=read(dict[str, Duration], value, path, problems))
        given = read_keys({"fact": str, "at_most": Duration}, value, path, problems)
        if given["fact"] not in (PLAN_INTERVAL, None):
            problems.add(step(path, "fact"), f"unknown; known: '{PLAN_INTERVAL}'")
        return cls(**given)

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

    @property
    def durations(self) -> tuple[Duration, ...]:
        """Every length in words that it may give.

        >>> Length(by_level={"high": Duration(months=3)}).durations
        (Duration(months=3, days=0, working_days=None, hours=None, calendar=None),)
        """
        single = (self.duration, self.at_most)
        return (*(each for each in single if each is not None), *(self.by_level or {}).values())


PLAN_INTERVAL = "plan.interval"
