"""What was due, overdue, flagged and known of one offender over a stretch of days, told where it changed.

It is what an inquest or a case review asks first. Two questions must never be mixed: how a day looks by all that is
recorded now, and how it looked by what had been recorded by then. The days between two change points read the same as
the first of them; `stable_until` of a review and the days on which something was recorded say where the next can be.

A flag on a fact that lies ahead and that nobody had recorded is left out: that a visit of June has a result
contradicts nothing in May, though everything recorded now says so of that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs
from attrs import field, frozen

from supervise.checks import CHECKS, Check, Flag, Waivers
from supervise.checks.inquiry import occurrence_id
from supervise.engine.obligation import STANDING, Obligation, Status, date_of
from supervise.engine.schedule import Schedule
from supervise.engine.timeline import Workforce
from supervise.model import Offender
from supervise.model.offender import ARRAYS
from supervise.model.versions import DATED_BY, day_known, history
from supervise.reviewing import Review, review
from supervise.rules import Rulebook
from supervise.rules.reading import key_of
from supervise.showing import shown

__all__ = [
    "DutyChange",
    "FlagChange",
    "Hindsight",
    "Point",
    "Record",
    "Side",
    "SpanChange",
    "Stretch",
    "hindsight",
    "records",
]

# Rule, key, what it counts from, and the place among those that agree in all of this.
_Occurrence: TypeAlias = tuple[str, str, str, int, int]

#: What nobody has to do anything about.
QUIET: Final = frozenset({Status.UPCOMING, Status.LAPSED, Status.NOT_REQUIRED})


@frozen(kw_only=True)
class Record:
    """An entry that became known: a fact, or another version of one."""

    __repr__ = shown("array", "id")

    array: str
    id: str
    on: dt.date | None = field(metadata={"doc": "The day it happened or began; None: it says none."})
    known_on: dt.date
    edited: tuple[str, ...] = field(
        default=(), metadata={"doc": "Names of the fields another version changed; empty: it is the first."}
    )
    withdrawn: bool = False
    supposed: bool = field(
        default=False, metadata={"doc": "It does not say when it was recorded: taken as known when it happened."}
    )

    @property
    def days_late(self) -> int:
        """Days from what happened to when its first version was recorded; 0 for another version, or in time."""
        if self.on is None or self.edited or self.withdrawn:
            return 0
        return max(0, (self.known_on - self.on).days)

    @property
    def is_plain(self) -> bool:
        """Whether it was recorded once and in time."""
        return not (self.edited or self.withdrawn or self.days_late)


@frozen(kw_only=True)
class Side:
    """How an occurrence of a rule stood."""

    __repr__ = shown("status")

    status: Status
    due: dt.date | None
    due_at: str | None
    cautious_due: dt.date | None
    opens: dt.date | None
    latest: str | None
    met_by: tuple[str, ...]
    lacking: tuple[str, ...]
    truncated: bool


@frozen(kw_only=True)
class DutyChange:
    """One occurrence of a rule, before and from a day on; None: there was no such occurrence."""

    __repr__ = shown("rule", "key")

    rule: str
    key: str = field(metadata={"doc": "Id of what it hangs on or counts from."})
    duty: str
    before: Side | None
    after: Side | None

    @property
    def is_quiet(self) -> bool:
        """Whether neither side asks anything of anyone, nor did."""
        return all(side is None or side.status in QUIET for side in (self.before, self.after))


@frozen(kw_only=True)
class Stretch:
    """How long a span of law lasted, by what was judged with; ``last_day`` None: no known end."""

    __repr__ = shown()

    first_day: dt.date | None
    holds_from: dt.date | None
    last_day: dt.date | None


@frozen(kw_only=True)
class SpanChange:
    """One span, before and from a day on; None: there was none."""

    __repr__ = shown("span", "key")

    span: str
    key: str = field(metadata={"doc": "Id of the registration or order it hangs on."})
    before: Stretch | None
    after: Stretch | None


@frozen(kw_only=True)
class FlagChange:
    """One flag, before and from a day on; None: it was not raised."""

    __repr__ = shown("flag.identity")

    before: Flag | None
    after: Flag | None

    @property
    def flag(self) -> Flag:
        """The flag as it is, or as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one side is given
        return found


@frozen(kw_only=True)
class Point:
    """A day from which on something reads differently. On the first, everything that then stood is new."""

    __repr__ = shown(duties="duties", flags="flags", known="known")

    on: dt.date
    level: str | None
    spans: tuple[SpanChange, ...]
    duties: tuple[DutyChange, ...]
    flags: tuple[FlagChange, ...]
    known: tuple[Record, ...] = field(metadata={"doc": "What became known, where days are judged by what was known."})


@frozen(kw_only=True)
class Hindsight:
    """A stretch of days in hindsight: its change points, and what was recorded in it."""

    __repr__ = shown("offender", points="points")

    offender: str
    book: Rulebook
    since: dt.date
    until: dt.date
    known_at: dt.date | None
    as_known: bool
    incomplete: bool
    points: tuple[Point, ...]
    records: tuple[Record, ...] = field(metadata={"doc": "All that became known on these days, in order."})


def hindsight(
    offender: Offender,
    book: Rulebook,
    *,
    since: dt.date,
    until: dt.date,
    known_at: dt.date | None = None,
    as_known: bool = False,
    workforce: Workforce | None = None,
    checks: Sequence[Check] = CHECKS,
    waivers: Waivers | None = None,
) -> Hindsight:
    """Return the change points from one day to another, both included.

    Args:
        offender: the facts.
        book: from :func:`supervise.load_rulebook`.
        since: the first day; its point says how everything stood.
        until: the last day.
        known_at: every day is judged by what was recorded by this one; by everything if None.
        as_known: each day is judged by what was recorded by that day itself; ``known_at`` then does not count.
        workforce: the officers, for the tests and checks that need them; as they are now, on every day.
        checks: the checks to run.
        waivers: what set flags aside, from the day on which each was made.

    Raised is what `review` raises, TypeError for what is no such value; with ``until`` before ``since`` there is no
    point.

    >>> from supervise import load_rulebook
    >>> offender = Offender.from_dict({"id": "x1"})
    >>> book = load_rulebook("england-wales@2026.1")
    >>> days = {"since": dt.date(2026, 1, 1), "until": dt.date(2026, 6, 30)}
    >>> [str(point.on) for point in hindsight(offender, book, **days).points]
    ['2026-01-01']
    """
    told = records(offender)
    written = sorted({each.known_on for each in told})
    begins = _beginnings(told)
    points: list[Point] = []
    before: _Reading | None = None
    day: dt.date | None = since
    while day is not None and day <= until:
        limit = day if as_known else known_at
        found = review(offender, book, as_of=day, known_at=limit, workforce=workforce, checks=checks, waivers=waivers)
        reading = _Reading.of(found, begins)
        known = tuple(each for each in told if as_known and each.known_on == day)
        if before is None or known or reading != before:
            points.append(_point(day, before, reading, known, book))
        before = reading
        day = _next(day, found.stable_until, written)
    limit = None if as_known else known_at
    return Hindsight(
        offender=offender.id,
        book=book,
        since=since,
        until=until,
        known_at=limit,
        as_known=as_known,
        incomplete=bool(offender.faults),
        points=tuple(points),
        records=tuple(
            each for each in told if since <= each.known_on <= until and (limit is None or each.known_on <= limit)
        ),
    )


def _beginnings(told: tuple[Record, ...]) -> dict[str, dt.date]:
    """Return, for each id of a fact, the first day on which it had happened or was known."""
    found: dict[str, dt.date] = {}
    for each in told:
        day = each.known_on if each.on is None else min(each.on, each.known_on)
        found[each.id] = min(day, found.get(each.id, day))
    return found


def _next(day: dt.date, stable_until: dt.date | None, written: list[dt.date]) -> dt.date | None:
    later = (each for each in (stable_until, *written) if each is not None and each > day)
    return min(later, default=None)


# ── what a review says ──────────────────────────────────────────────────────────────────────────────────────────


@frozen
class _Reading:
    """Everything a review says, days over aside."""

    level: str | None
    duties: Mapping[_Occurrence, Side]
    flags: Mapping[str, Flag]
    spans: Mapping[tuple[str, str, int], Stretch]
    ids: Mapping[_Occurrence, tuple[str, str]] = field(eq=False)

    @classmethod
    def of(cls, found: Review, begins: Mapping[str, dt.date]) -> _Reading:
        schedule = found.schedule
        duties: dict[_Occurrence, Side] = {}
        ids: dict[_Occurrence, tuple[str, str]] = {}
        seen: dict[tuple[str, str, str, int], int] = {}
        for row in schedule.all_obligations:
            name = (row.part, row.key, row.anchor_id, row.anchor_day)
            seen[name] = place = seen.get(name, -1) + 1
            duties[*name, place] = _side(row)
            ids[*name, place] = row.rule, occurrence_id(row, found.offender)
        # Days over change from day to day; the book and the day judged are told once.
        flags = {
            each.identity: attrs.evolve(each, days_over=None, as_of=dt.date.min)
            for each in found.flags
            if each.rule is not None or begins.get(each.key, found.as_of) <= found.as_of
        }
        spans = dict(_spans(schedule))
        level = schedule.timeline.level_at(found.as_of.toordinal())
        return cls(level, duties, flags, spans, ids)


def _spans(schedule: Schedule) -> Iterator[tuple[tuple[str, str, int], Stretch]]:
    names = {rule.id: rule.part_of or rule.id for rule in schedule.book.span}
    for place, each in enumerate(schedule.extents):
        stretch = Stretch(first_day=date_of(each.first), holds_from=date_of(each.holds), last_day=date_of(each.last))
        yield (names[each.span], each.key, place), stretch


def _side(row: Obligation) -> Side:
    return Side(
        status=row.status,
        due=row.due,
        due_at=row.due_at,
        cautious_due=row.cautious_due,
        opens=row.opens,
        latest=row.latest if row.latest_day else None,
        met_by=row.met_by,
        lacking=row.lacking,
        truncated=row.truncated,
    )


def _point(day: dt.date, before: _Reading | None, after: _Reading, known: tuple[Record, ...], book: Rulebook) -> Point:
    duties, flags, spans = ({}, {}, {}) if before is None else (before.duties, before.flags, before.spans)
    words = {rule.id: rule.duty for rule in book.rule}
    ids = {**({} if before is None else before.ids), **after.ids}
    changed = [name for name in dict.fromkeys((*after.duties, *duties)) if duties.get(name) != after.duties.get(name)]
    return Point(
        on=day,
        level=after.level,
        spans=tuple(
            SpanChange(span=name[0], key=name[1], before=spans.get(name), after=after.spans.get(name))
            for name in dict.fromkeys((*after.spans, *spans))
            if spans.get(name) != after.spans.get(name)
        ),
        duties=tuple(
            DutyChange(
                rule=ids[name][0],
                key=ids[name][1],
                duty=words[name[0]],
                before=duties.get(name),
                after=after.duties.get(name),
            )
            for name in changed
            if before is not None or after.duties[name].status in STANDING
        ),
        flags=tuple(
            FlagChange(before=flags.get(name), after=after.flags.get(name))
            for name in dict.fromkeys((*after.flags, *flags))
            if flags.get(name) != after.flags.get(name)
        ),
        known=known,
    )


# ── what became known ───────────────────────────────────────────────────────────────────────────────────────────


def records(offender: Offender) -> tuple[Record, ...]:
    """Return every entry of a register with a day on which it became known, in the order of those days.

    >>> visit = {"id": "v1", "on": "2026-01-05", "recorded_on": "2026-01-12"}
    >>> records(Offender.from_dict({"id": "x1", "visits": [visit]}))[0].days_late
    7
    """
    found = [each for name in ARRAYS for each in _records(name, getattr(offender, name))]
    return tuple(sorted(found, key=lambda each: (each.known_on, each.array, each.id)))


def _records(array: str, entries: tuple[Any, ...]) -> Iterator[Record]:
    for versions in history(entries).values():
        for place, entry in enumerate(versions):
            known = day_known(entry)
            if known is not None:
                yield Record(
                    array=array,
                    id=entry.id,
                    on=_happened(entry),
                    known_on=known,
                    edited=_changed(versions[place - 1], entry) if place else (),
                    withdrawn=entry.withdrawn,
                    supposed=entry.recorded_on is None,
                )


def _happened(entry: Any) -> dt.date | None:
    days = (getattr(entry, name) for name in DATED_BY[type(entry)])
    return next((day for day in days if day is not None), None)


def _changed(before: Any, after: Any) -> tuple[str, ...]:
    """Return the names of the fields that differ; never their values."""
    names = [each.name for each in attrs.fields(type(after)) if each.name not in _ABOUT_THE_ENTRY]
    return tuple(key_of(name) for name in names if getattr(before, name) != getattr(after, name)) or ("nothing",)


_ABOUT_THE_ENTRY: Final = ("id", "recorded_on", "recorded_by", "withdrawn")
