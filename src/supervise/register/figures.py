"""What two extracts are compared by: a few words, ids and dates of an offender, as they are recorded, on one day.

Nothing is judged by a rulebook here: a last day is the one that a registration carries, not the one that the law gives.
Of facts that hold at a time the one that began last counts, and of those that began on one day the last by id, as
everywhere in the library. A fact without its first day counts as begun before every other: many a system exports what
holds now and not since when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from sys import intern
from typing import Final, NamedTuple, TypeVar

from attrs import field, frozen

from supervise.model import Address, Level, Manager, Offender, Order, Registration, Status, known
from supervise.model.forms import normal_id

__all__ = ["ARRAYS_OF", "Figures", "Ordered", "Registered", "Said", "What", "figures_of"]


class What(StrEnum):
    """What can differ, the gravest first; the words are those of the output."""

    LEVEL = "level"
    ENDED = "ended"
    SUBJECT = "subject"
    LAST_DAY = "last_day"
    HOME = "main_address"
    OFFICER = "lead_officer"
    TEAM = "lead_team"
    ORDER = "order"
    ORDER_END = "order_end"
    ORDER_MADE_ON = "order_made_on"
    REGISTRATION = "registration"
    RELEVANT_ON = "relevant_on"
    CONVICTED_ON = "convicted_on"
    STORED_END_ON = "stored_end_on"
    LAST_VISIT = "last_visit"
    LAST_NOTIFICATION = "last_notification"


_REGISTERED: Final = frozenset({"registrations", "statuses"})
_ORDERED: Final = frozenset({"orders"})

#: The arrays, and fields of the offender, that each is read from: with a fault there, what differs may be the fault's.
ARRAYS_OF: Final[Mapping[What, frozenset[str]]] = {
    What.LEVEL: frozenset({"levels"}),
    What.ENDED: frozenset({"statuses", "transfers", "force"}),
    What.SUBJECT: _REGISTERED,
    What.LAST_DAY: _REGISTERED,
    What.HOME: frozenset({"addresses"}),
    What.OFFICER: frozenset({"managers"}),
    What.TEAM: frozenset({"managers", "team"}),
    What.ORDER: _ORDERED,
    What.ORDER_END: _ORDERED,
    What.ORDER_MADE_ON: _ORDERED,
    What.REGISTRATION: _REGISTERED,
    What.RELEVANT_ON: _REGISTERED,
    What.CONVICTED_ON: _REGISTERED,
    What.STORED_END_ON: _REGISTERED,
    What.LAST_VISIT: frozenset({"visits"}),
    What.LAST_NOTIFICATION: frozenset({"notifications"}),
}


class Said(NamedTuple):
    """What is recorded on one point: a word, an id or a date; since when, and by which facts."""

    value: str
    since: dt.date | None
    facts: tuple[str, ...]


class Registered(NamedTuple):
    """A registration that has begun."""

    id: str
    relevant_on: dt.date | None
    convicted_on: dt.date | None
    stored_end_on: dt.date | None
    is_open: bool

    @property
    def since(self) -> dt.date | None:
        """The day from which it is known by."""
        return self.relevant_on or self.convicted_on


class Ordered(NamedTuple):
    """An order that has begun; ``end`` is its last day, or the word for none."""

    id: str
    kind: str
    made_on: dt.date | None
    since: dt.date | None
    end: str | None
    is_open: bool


@frozen(kw_only=True)
class Figures:
    """One offender, reduced to what is compared: in memory about a tenth of the whole record."""

    id: str
    ids: tuple[str, ...] = field(metadata={"doc": "Its own and those of the same person, as ids are compared."})
    links: tuple[str, ...] = field(metadata={"doc": "Ids of those linked with this one: other people."})
    said: Mapping[What, Said] = field(metadata={"doc": "What is said once; what is not said is not in it."})
    registrations: tuple[Registered, ...]
    orders: tuple[Ordered, ...]
    faulty: frozenset[str] = field(metadata={"doc": "Arrays and fields of which something was set aside."})

    @property
    def level(self) -> str | None:
        """The level that holds; None: none is recorded."""
        said = self.said.get(What.LEVEL)
        return None if said is None else said.value


def figures_of(offender: Offender, as_of: dt.date) -> Figures:
    """Return what of an offender is compared, as it is recorded to be at the end of a day.

    >>> data = {"id": "x1", "levels": [{"id": "l1", "level": "high", "from": "2026-05-01"}]}
    >>> found = figures_of(Offender.from_dict(data), dt.date(2026, 6, 30))
    >>> found.said[What.LEVEL]
    Said(value='high', since=datetime.date(2026, 5, 1), facts=('l1',))
    """
    facts = known(offender)
    registrations = tuple(sorted(_registrations(facts.registrations, as_of), key=_by_dates))
    points = (
        *_levels(facts.levels, as_of),
        *_ended(facts, as_of),
        *_subject(facts, registrations, as_of),
        *_homes(facts.addresses, as_of),
        *_leads(facts, as_of),
        *_last(What.LAST_VISIT, ((each.id, each.on) for each in facts.visits if each.outcome == "seen"), as_of),
        *_last(What.LAST_NOTIFICATION, ((each.id, each.on) for each in facts.notifications), as_of),
    )
    return Figures(
        id=offender.id,
        ids=tuple(dict.fromkeys(map(normal_id, (offender.id, *offender.same_as)))),
        links=tuple(map(normal_id, offender.links)),
        said=dict(points),
        registrations=registrations,
        orders=tuple(sorted(_orders(facts.orders, as_of), key=_by_kind)),
        faulty=frozenset(fault.path.partition("[")[0].partition(".")[0] for fault in offender.faults),
    )


def _said(value: str, since: dt.date | None, *facts: str) -> Said:
    """Return what is said in words that recur in every record, each held in memory once."""
    return Said(intern(value), since, tuple(map(intern, facts)))


_Points = Iterator[tuple[What, Said]]
_State = TypeVar("_State", Address, Level, Manager, Status)


def _begun(facts: Iterable[_State], day: dt.date) -> list[_State]:
    return [each for each in facts if each.from_ is None or each.from_ <= day]


def _running(facts: Iterable[_State], day: dt.date) -> list[_State]:
    """Return the states that hold; on the day of `until` one no longer does (formats: States)."""
    found = _begun(facts, day)
    return [each for each in found if (until := getattr(each, "until", None)) is None or until > day]


def _newest(facts: Iterable[_State]) -> _State | None:
    return max(facts, key=lambda each: (each.from_ or dt.date.min, each.id), default=None)


def _levels(facts: Iterable[Level], day: dt.date) -> _Points:
    newest = _newest(_begun(facts, day))
    if newest is not None and newest.level is not None:
        yield What.LEVEL, _said(newest.level, newest.from_, newest.id)


def _homes(facts: Iterable[Address], day: dt.date) -> _Points:
    newest = _newest(_running((each for each in facts if each.kind == "main"), day))
    if newest is not None and newest.address_id is not None:
        yield What.HOME, _said(normal_id(newest.address_id), newest.from_, newest.id)


def _leads(facts: Offender, day: dt.date) -> _Points:
    """Yield who leads for the police; the team of the case stands in where the assignment names none."""
    police = (each for each in facts.managers if each.role in (None, "lead") and each.agency in (None, "police"))
    lead = _newest(_running(police, day))
    if lead is not None and lead.officer_id is not None:
        yield What.OFFICER, _said(normal_id(lead.officer_id), lead.from_, lead.id)
    if lead is not None and lead.team_id is not None:
        yield What.TEAM, _said(normal_id(lead.team_id), lead.from_, lead.id)
    elif facts.team is not None:
        yield What.TEAM, _said(normal_id(facts.team), None)


def _last(what: What, dated: Iterable[tuple[str, dt.date | None]], day: dt.date) -> _Points:
    """Yield the last day, and every fact of that day: which of them the other system keeps nobody knows."""
    made = [(on, id_) for id_, on in dated if on is not None and on <= day]
    if made:
        last, _ = max(made)
        yield what, _said(last.isoformat(), last, *sorted(id_ for on, id_ in made if on == last))


# ── whether the case goes on ────────────────────────────────────────────────────────────────────────────────────


def _ended(facts: Offender, day: dt.date) -> _Points:
    """Yield death, or the transfer to another force until this one accepts again."""
    for word in ("deceased", "transferred_out"):
        state = _newest(_running((each for each in facts.statuses if each.kind == word), day))
        if state is not None:
            yield What.ENDED, _said(word, state.from_, state.id)
            return
    accepted = [each for each in facts.transfers if each.accepted_on is not None and each.accepted_on <= day]
    newest = max(accepted, key=lambda each: (each.accepted_on, each.id), default=None)
    if newest is not None and (newest.to is None or newest.to != facts.force):
        yield What.ENDED, _said("transferred_out", newest.accepted_on, newest.id)


def _registrations(facts: Iterable[Registration], day: dt.date) -> Iterator[Registered]:
    for each in facts:
        since = each.relevant_on or each.convicted_on
        if since is None or since <= day:
            last = _earliest(each.ended_on, each.stored_end_on)
            is_open = last is None or last >= day
            yield Registered(each.id, each.relevant_on, each.convicted_on, each.stored_end_on, is_open)


def _by_dates(each: Registered) -> tuple[dt.date | str, ...]:
    dates = (each.since, each.relevant_on, each.convicted_on, each.stored_end_on)
    return (*(date or dt.date.min for date in dates), each.id)


def _subject(facts: Offender, registrations: tuple[Registered, ...], day: dt.date) -> _Points:
    """Yield whether someone is recorded as subject, and the last day where every open registration has one."""
    freed = _newest(_running((each for each in facts.statuses if each.kind == "not_subject"), day))
    if freed is not None:
        yield What.SUBJECT, _said("no", freed.from_, freed.id)
        return
    held = [each for each in registrations if each.is_open]
    if not held:
        if registrations:
            ends = {each.id: _earliest(each.ended_on, each.stored_end_on) for each in facts.registrations}
            last = max(end for each in registrations if (end := ends[each.id]) is not None)
            yield What.SUBJECT, _said("no", _after(last), *(each.id for each in registrations))
        return
    ids = tuple(each.id for each in held)
    since = max((each.since for each in held if each.since is not None), default=None)
    yield What.SUBJECT, _said("yes", since, *ids)
    ends_stored = [each.stored_end_on for each in held if each.stored_end_on is not None]
    if len(ends_stored) == len(held):
        yield What.LAST_DAY, _said(max(ends_stored).isoformat(), since, *ids)


# ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _orders(facts: Iterable[Order], day: dt.date) -> Iterator[Ordered]:
    for each in facts:
        since = each.in_force_on or each.served_on or each.made_on
        if since is None or since <= day:
            # The day of the discharge is the first on which it is no longer in force (formats: States).
            discharged = None if each.discharged_on is None else _before(each.discharged_on)
            last = _earliest(each.ends_on, discharged)
            open_ended = "until_further_order" if each.until_further_order else None
            end = open_ended if last is None else last.isoformat()
            yield Ordered(each.id, each.kind or "", each.made_on, since, end, last is None or last >= day)


def _by_kind(each: Ordered) -> tuple[dt.date | str, ...]:
    return each.kind, each.made_on or dt.date.min, each.end or "", each.id


def _earliest(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


def _before(day: dt.date) -> dt.date:
    return day if day == dt.date.min else day - dt.timedelta(days=1)


def _after(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + dt.timedelta(days=1)
