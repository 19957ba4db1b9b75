"""What a book declares besides duties: sources, spans of law, kinds of order, and events made out of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar, Self

import attrs
from attrs import frozen

from supervise.rules.conditions import Select, Where, stretch_faults
from supervise.rules.duration import Duration
from supervise.rules.everyday import key_meant, word_meant
from supervise.rules.evidence import Evidence
from supervise.rules.places import Anchor, OnePer
from supervise.rules.reading import Problems, kind_of, near_to, nearest, plain, read, read_keys, step
from supervise.rules.tolling import CALENDAR_ONLY, Extended, Shortened, Toll
from supervise.rules.words import Authority, Confidence, Counting, DeriveKind, Fires, Term

__all__ = ["Derive", "EarlierBounds", "OrderKind", "Source", "SpanLength", "SpanRule"]


@frozen
class Source:
    """Where a value comes from: title, place, and when it was last read."""

    title: str
    where: str | None = None
    seen: str | None = None


# ── spans ───────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class SpanLength:
    """A row of the table that gives a span its length; the first that holds is used.

    ``term`` bounds are compared with the sum of the sentences that count; ``under_18`` replaces the length for
    someone who had not reached 18 on the first day. A text in ``lasts`` is the field that gives it in months.
    """

    WRITTEN: ClassVar[str] = "a table with 'lasts'"

    lasts: Duration | Term | str
    when: Where | None = None
    term_more_than: Duration | None = None
    term_at_least: Duration | None = None
    term_less_than: Duration | None = None
    term_at_most: Duration | None = None
    under_18: Duration | None = None
    name: str | None = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read a row: ``lasts`` is a period, a term in words, or ``{field = "discharge_months"}``."""
        if not isinstance(value, Mapping):
            problems.add(path, f"expected {cls.WRITTEN}, found {kind_of(value)}")
            return None
        kinds: dict[str, Any] = {"lasts": Any, "when": Where} | dict.fromkeys(_PERIODS, Duration) | {"name": str}
        given = read_keys(kinds, value, path, problems, partial(key_meant, cls.__name__))
        if "lasts" not in given:
            problems.add(step(path, "lasts"), f"missing; it has no default: {_LASTS}")
            return None
        given["lasts"] = _read_lasts(given["lasts"], step(path, "lasts"), problems)
        row = cls(**given)
        for key, message in row.faults():
            problems.add(step(path, key), message)
        return row

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield lengths that are counted in working days or hours, and a halving of what cannot be halved."""
        for key in ("lasts", *_PERIODS):
            length = getattr(self, key)
            if isinstance(length, Duration) and not length.is_calendar:
                yield key, CALENDAR_ONLY
        if self.under_18 is not None and isinstance(self.lasts, Term):
            yield "under_18", "goes with a period only"

    @property
    def reads_terms(self) -> bool:
        """Whether it is chosen by the sum of the sentences."""
        bounds = (self.term_more_than, self.term_at_least, self.term_less_than, self.term_at_most)
        return any(bound is not None for bound in bounds)

    @property
    def bounds(self) -> tuple[tuple[str, Duration], ...]:
        """What it asks of the sum of the sentences, each in words and with its length."""
        given = ((name, getattr(self, f"term_{name}")) for name in _BOUNDS)
        return tuple((name.replace("_", " "), bound) for name, bound in given if bound is not None)

    def plain(self) -> dict[str, Any]:
        """Return the row as written."""
        lasts = {"field": self.lasts} if isinstance(self.lasts, str) else plain(self.lasts)
        names = ("when", *_PERIODS, "name")
        rest = {name: plain(getattr(self, name)) for name in names if getattr(self, name) is not None}
        return {"lasts": lasts} | rest


_BOUNDS = ("more_than", "at_least", "less_than", "at_most")
_PERIODS = (*(f"term_{name}" for name in _BOUNDS), "under_18")
_TERMS = {term.value: term for term in Term}
_LASTS = f"write a period such as '5 years', {', '.join(map(repr, _TERMS))}, or {{ field = … }}"


def _read_lasts(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, Mapping):
        given = read_keys({"field": str}, value, path, problems)
        if "field" not in given:
            problems.add(step(path, "field"), "missing; name the field that gives the length in months")
        return given.get("field")
    if isinstance(value, str) and value in _TERMS:
        return _TERMS[value]
    if isinstance(value, str) and not value[:1].isdigit():
        meant = word_meant(Term.__name__, value) or (nearest(value, _TERMS) if near_to(value, _TERMS) else _LASTS)
        problems.add(path, f"unknown word; {meant}")
        return None
    return read(Duration, value, path, problems)


@frozen
class SpanRule:
    """How long a state of law lasts for each registration or order, from facts alone.

    ``start`` is the day the length begins with, ``holds_from`` the first day it has effect (a notice about an older
    foreign conviction), ``cut_by`` fields and ``ended_by`` events end it early (``ends_after`` so long after the event;
    periods only with ``ends_any_length``). ``toll``, ``reset_by``, ``shortened`` and ``extended_by`` change the course
    of a period that the table gives.
    """

    id: str
    one_per: OnePer
    start: Anchor
    counting: Counting
    source: str
    length: tuple[SpanLength, ...]
    part_of: str | None = None
    authority: Authority = Authority.LAW
    confidence: Confidence = Confidence.SEEN
    holds_from: Anchor | None = None
    sums_terms: bool = False
    cut_by: tuple[str, ...] = ()
    ended_by: Select | None = None
    ends_after: Duration | None = None
    ends_any_length: bool = False
    toll: tuple[Toll, ...] = ()
    reset_by: Select | None = None
    shortened: tuple[Shortened, ...] = ()
    extended_by: tuple[Extended, ...] = ()

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a span that hangs on no fact, is counted otherwise than the engine counts, or has unreachable rows."""
        if self.one_per.each is None:
            yield "one_per", "a span hangs on facts; write { each = … }"
        for key in ("start", "holds_from"):
            anchor = getattr(self, key)
            if anchor is not None and anchor.last is not None:
                yield f"{key}.last", "goes with a rolling cadence only; write 'first'"
        if self.one_per.until_next:
            yield "one_per.until_next", "no key of a span; name the next in 'ended_by', with ends_any_length = true"
        if self.counting not in (Counting.BEGINNING_WITH, Counting.AFTER):
            yield "counting", "a span is counted 'beginning with' its first day, or 'after' it"
        if not self.length:
            yield "length", "missing; give at least one [[span.length]]"
        if not self.sums_terms and any(row.reads_terms for row in self.length):
            yield "sums_terms", "missing; rows are chosen by the sum of the sentences: write true"
        for place, row in enumerate(self.length[:-1]):
            if row.when is None and not row.reads_terms:
                yield f"length[{place}]", "always holds; the rows after it would never be used"
        yield from self._course_faults()

    @property
    def takes_a_course(self) -> bool:
        """Whether what happens may change how long a period of it lasts."""
        return bool(self.toll or self.reset_by or self.shortened or self.extended_by)

    @property
    def lifts_life(self) -> bool:
        """Whether a clean record brings one for life to an end."""
        return any(each.to is not None for each in self.shortened)

    def _course_faults(self) -> Iterator[tuple[str, str]]:
        if self.ended_by is None:
            for key in ("ends_after", "ends_any_length"):
                if getattr(self, key):
                    yield key, "goes with 'ended_by' only"
        elif not self.ends_any_length and not any(row.lasts in (Term.LIFE, Term.ORDER) for row in self.length):
            yield (
                "ended_by",
                "ends what is for life, and no row of 'length' is; for periods too: ends_any_length = true",
            )
        if self.ends_after is not None and not self.ends_after.is_calendar:
            yield "ends_after", CALENDAR_ONLY
        if all(isinstance(row.lasts, Term) for row in self.length):
            ends_life = self.lifts_life and any(row.lasts is Term.LIFE for row in self.length)
            for key in ("toll", "reset_by", "shortened", "extended_by"):
                if getattr(self, key) and not ends_life:
                    yield key, "changes a period, and no row of 'length' gives one"


# ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────


_OF_AN_ORDER = ("minimum", "maximum", "travel_maximum")


def _bounds_faults(entry: OrderKind | EarlierBounds) -> Iterator[tuple[str, str]]:
    for key in _OF_AN_ORDER:
        length: Duration | None = getattr(entry, key)
        if length is not None and (not length.is_calendar or length.days):
            yield key, "write it in years or months"


@frozen
class EarlierBounds:
    """How long an order could last that was made before a day; what is left out was as it is now."""

    before: dt.date
    minimum: Duration | None = None
    maximum: Duration | None = None
    travel_maximum: Duration | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield lengths in days or hours, and a day before which all was as it is now."""
        yield from _bounds_faults(self)
        if not any(getattr(self, key) for key in _OF_AN_ORDER):
            yield "", f"give what was another then: {', '.join(map(repr, _OF_AN_ORDER))}"


@frozen
class OrderKind:
    """A kind of court order: how long it may last, and what makes it invalid."""

    kind: tuple[str, ...]
    source: str
    until_further_order: bool
    authority: Authority = Authority.LAW
    confidence: Confidence = Confidence.SEEN
    minimum: Duration | None = None
    maximum: Duration | None = None
    travel_maximum: Duration | None = None
    earlier: tuple[EarlierBounds, ...] = ()
    start: tuple[str, ...] = ("made_on",)
    ends_with: tuple[str, ...] = ()
    ends_when_replaced: bool = False

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield lengths in days or hours, and earlier bounds that stand after those which hold in their place."""
        yield from _bounds_faults(self)
        for place, (one, other) in enumerate(pairwise(self.earlier)):
            if other.before <= one.before:
                yield f"earlier[{place + 1}].before", f"never used: the one above it holds before {one.before} already"

    def made(self, day: dt.date | None) -> OrderKind:
        """Return the kind with the bounds it had for an order made on a day (None: those of now).

        >>> was = EarlierBounds(before=dt.date(2010, 4, 1), maximum=Duration(months=6))
        >>> ban = OrderKind(("foreign_travel_order",), "act", until_further_order=False, earlier=(was,))
        >>> str(ban.made(dt.date(2010, 3, 31)).maximum), ban.made(dt.date(2010, 4, 1)).maximum
        ('6 months', None)
        """
        was = next((each for each in self.earlier if day is not None and day < each.before), None)
        if was is None:
            return self
        return attrs.evolve(self, **{key: getattr(was, key) or getattr(self, key) for key in _OF_AN_ORDER})


# ── derived events ──────────────────────────────────────────────────────────────────────────────────────────────

_COUNTING = "write 'after' or 'beginning with'"


@frozen
class Derive:
    """An event made out of others; its id can be used wherever an event is named."""

    id: str
    kind: DeriveKind
    source: str
    of: Select | None = None
    authority: Authority = Authority.LAW
    confidence: Confidence = Confidence.SEEN
    where: Where | None = None
    per: str | None = None
    also: Select | None = None
    reach: int | Duration | None = None
    reset_by: Evidence | None = None
    group: str | None = None
    within: Duration | None = None
    clear_of: tuple[str, ...] = ()
    in_: Duration | None = None
    counting: Counting | None = None
    consecutive: bool = False
    skips: tuple[str, ...] = ()
    fires: Fires | None = None
    ended_by: Select | None = None
    every: Duration | None = None

    @property
    def block(self) -> Duration | None:
        """The unit of the calendar in which it counts, if it does so in one."""
        return next((each for each in (self.in_, self.within) if each is not None and each.calendar is not None), None)

    @property
    def number(self) -> int:
        """How many days, nights, hours, events or years it takes; 1 where that is a length of time.

        >>> Derive("third", DeriveKind.SERIES, "s", reach=3).number
        3
        """
        return self.reach if isinstance(self.reach, int) else 1

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what the kind needs and does not get, and what it gets and would ignore."""
        needed, allowed = _PARTS[self.kind]
        for key in _KEYS:
            given = getattr(self, key) is not False and getattr(self, key) not in (None, ())
            if key in needed and not given:
                how = f": {_COUNTING}" if key == "counting" else ""
                yield key.rstrip("_"), f"missing; '{self.kind.value}' needs it{how}"
            if given and key not in (*needed, *allowed):
                yield key.rstrip("_"), f"does not go with '{self.kind.value}'"
        yield from self._number_faults()
        yield from stretch_faults(self.in_, self.within)
        yield from self._presence_faults()
        if self.reset_by is not None and not self.reset_by.is_bare:
            yield "reset_by", "names events only; put tests into a definition"

    def _number_faults(self) -> Iterator[tuple[str, str]]:
        if self.kind is DeriveKind.GAP:
            for key in ("reach", "every"):
                length = getattr(self, key)
                if length is not None and not _is_some_time(length):
                    yield key, "write a period in years, months or days, such as '31 days'"
        elif isinstance(self.reach, Duration) or (self.reach is not None and self.reach < 1):
            yield "reach", "write a number from 1 up"
        if self.counting is Counting.CLEAR_DAYS:
            yield "counting", _COUNTING

    def _presence_faults(self) -> Iterator[tuple[str, str]]:
        if self.consecutive and (self.in_ or self.within):
            yield (
                "consecutive",
                "days that follow each other are counted wherever they lie; leave out 'in' and 'within'",
            )
        if self.fires is Fires.EACH_BLOCK and self.block is None:
            yield "fires", "'once in each block' goes with a unit of the calendar only, such as in = 'calendar year'"
        if self.fires is Fires.AFTER_BREAK and not self.consecutive:
            yield "fires", "'again after a break' goes with consecutive = true only"
        stretch = self.in_ or self.within
        days = self.kind in (DeriveKind.PRESENCE_DAYS, DeriveKind.PRESENCE_NIGHTS)
        if days and stretch is not None and isinstance(self.reach, int) and self.reach > _most_days(stretch):
            yield "reach", "more days than that time ever has"


def _is_some_time(length: object) -> bool:
    return isinstance(length, Duration) and length.is_calendar and bool(length.months or length.days)


_NO_LIMIT = 10**9


def _most_days(stretch: Duration) -> int:
    if not stretch.is_calendar and stretch.calendar is None:
        # No stretch at all, which is said elsewhere.
        return _NO_LIMIT
    if stretch.calendar is not None:
        return {"month": 31, "quarter": 92, "half-year": 184}.get(stretch.calendar[1], 366)
    return stretch.months // 12 * 366 + stretch.months % 12 * 31 + stretch.days


# Kind → what it needs, what it may have.
_PRESENCE = ("where", "group", "within", "in_", "consecutive", "skips", "fires")
_PARTS: dict[DeriveKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    DeriveKind.FIRST: (("of", "per"), ("where", "also", "clear_of")),
    DeriveKind.SERIES: (("of", "reach", "reset_by"), ("where",)),
    DeriveKind.PRESENCE_DAYS: (("of", "reach"), (*_PRESENCE, "counting")),
    DeriveKind.PRESENCE_NIGHTS: (("of", "reach"), _PRESENCE),
    DeriveKind.PRESENCE_HOURS: (("of", "reach"), ("where", "group")),
    DeriveKind.COUNT: (("of", "reach"), ("where", "group", "within", "in_")),
    DeriveKind.GAP: (("of", "reach", "ended_by", "counting"), ("where", "every")),
    DeriveKind.AGE: (("reach",), ()),
}
_KEYS = (
    "of", "where", "per", "also", "reach", "reset_by", "group", "within", "clear_of", "in_", "counting", "consecutive",
    "skips", "fires", "ended_by", "every",
)  # fmt: skip
