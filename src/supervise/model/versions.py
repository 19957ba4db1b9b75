"""Versions: which entries of a register are the facts, seen from the end of a day.

Entries of one array that share an id are versions of one fact: a custody that later ends, a planned visit
that gets its outcome, a correction. The latest version known is the fact; one that is withdrawn removes it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from supervise.model.facts import Fact
from supervise.model.offender import ARRAYS, Offender

__all__ = ["DATED_BY", "current", "day_known", "history", "known", "rivals", "undated"]

F = TypeVar("F", bound=Fact)

# The day a fact of each class happened: the first of these fields that is given. A visit only planned, and an
# order of which only its end is held, have no such day.
DATED_BY: dict[type[Fact], tuple[str, ...]] = {
    ARRAYS[name]: tuple(names.split())
    for name, names in {
        "registrations": "convicted_on relevant_on sentenced_on",
        "levels": "from_",
        "assessments": "on approved_on",
        "plans": "from_",
        "visits": "on",
        "notifications": "on",
        "changes": "on",
        "statuses": "from_",
        "addresses": "from_",
        "stays": "from_",
        "trips": "known_on departs_on",
        "orders": "made_on in_force_on",
        "managers": "from_",
        "mappa": "from_",
        "reviews": "on",
        "meetings": "on",
        "decisions": "on received_on",
        "transfers": "asked_on accepted_on",
        "set_dates": "set_on",
        "events": "on",
    }.items()
}


def day_known(fact: Fact) -> dt.date | None:
    """Return the day an entry became known: as recorded, else the day it happened; None: it was always known.

    >>> from supervise.model import Visit
    >>> day_known(Visit(id="v1", on=dt.date(2024, 5, 1)))
    datetime.date(2024, 5, 1)
    """
    if fact.recorded_on is not None:
        return fact.recorded_on
    for name in DATED_BY[type(fact)]:
        day = getattr(fact, name)
        if isinstance(day, dt.date):
            return day
    return None


def _rank(fact: Fact) -> tuple[dt.date, bool, int, str]:
    """Return what versions are ordered by, whatever their order in the register.

    The day known comes first. On the same day a withdrawal is the last word, then the version with more
    fields given (an outcome against the mere plan), then the one whose text sorts last.
    """
    values = attrs.astuple(fact, recurse=False)
    given = sum(value not in (None, ()) for value in values)
    return day_known(fact) or dt.date.min, fact.withdrawn, given, repr(attrs.astuple(fact))


def current(facts: tuple[F, ...], known_at: dt.date | None = None) -> tuple[F, ...]:
    """Return the facts among the entries of one array, as known at the end of `known_at`; None: everything.

    They keep the place of the first entry with their id. The same tuple is returned if nothing is left out.

    >>> from supervise.model import Visit
    >>> planned = Visit(id="v1", recorded_on=dt.date(2024, 4, 1), planned_on=dt.date(2024, 5, 1))
    >>> made = attrs.evolve(planned, recorded_on=dt.date(2024, 5, 2), on=dt.date(2024, 5, 1), outcome="seen")
    >>> [visit.outcome for visit in current((planned, made))]
    ['seen']
    >>> [visit.outcome for visit in current((planned, made), dt.date(2024, 5, 1))]
    [None]
    """
    if known_at is None and _are_plain((facts,)):
        return facts
    seen = [fact for fact in facts if known_at is None or (day_known(fact) or dt.date.min) <= known_at]
    latest = (versions[-1] for versions in history(seen).values())
    kept = tuple(fact for fact in latest if not fact.withdrawn)
    return facts if kept == facts else kept


def _are_plain(arrays: Sequence[Sequence[Fact]]) -> bool:
    """Return whether every entry of some arrays is the one version of its fact, as nearly all are."""
    # By `map`, because this looks at every fact of a register.
    if True in map(_WITHDRAWN, chain.from_iterable(arrays)):
        return False
    return True not in [len(set(map(_ID, facts))) < len(facts) for facts in arrays if len(facts) > 1]


_ID = attrgetter("id")
_WITHDRAWN = attrgetter("withdrawn")


def known(offender: Offender, known_at: dt.date | None = None) -> Offender:
    """Return the offender with only the facts known at the end of `known_at` (default: everything).

    The same object is returned if every entry is a fact: no versions, none withdrawn, none not yet known.

    >>> visit = {"id": "v1", "on": "2026-01-05", "recorded_on": "2026-01-12"}
    >>> offender = Offender.from_dict({"id": "x1", "visits": [visit]})
    >>> known(offender, dt.date(2026, 1, 11)), known(offender, dt.date(2026, 1, 12))
    (Offender(id='x1'), Offender(id='x1', visits=1))
    """
    arrays = _ENTRIES(offender)
    if known_at is None and _are_plain(arrays):
        return offender
    changed: dict[str, Any] = {}
    for name, entries in zip(ARRAYS, arrays, strict=True):
        facts = current(entries, known_at)
        if facts is not entries:
            changed[name] = facts
    return attrs.evolve(offender, **changed) if changed else offender


def rivals(versions: Sequence[Fact]) -> bool:
    """Return whether of versions, in the order they became known, another is as late as the last and contradicts it.

    >>> from supervise.model import Event
    >>> first = Event(id="e1", on=dt.date(2024, 1, 1), kind="arrest")
    >>> rivals((first, attrs.evolve(first, kind="offence"))), rivals((first, attrs.evolve(first, at="09:30")))
    (True, False)
    """
    last = versions[-1]
    if last.withdrawn:
        return False
    day = day_known(last)
    return any(day_known(each) == day and not each.withdrawn and _contradict(each, last) for each in versions[:-1])


def _contradict(first: Fact, second: Fact) -> bool:
    """Return whether two versions both say something of one field, and not the same; a plan contradicts nothing."""
    if "planned" in (getattr(first, "outcome", None), getattr(second, "outcome", None)):
        return False
    names = (part.name for part in attrs.fields(type(first)) if part.name != "recorded_by")
    pairs = ((getattr(first, name), getattr(second, name)) for name in names)
    return any(one != other and one not in (None, ()) and other not in (None, ()) for one, other in pairs)


def history(facts: Iterable[F]) -> dict[str, tuple[F, ...]]:
    """Return all versions by id, withdrawn ones too, each in the order they became known.

    >>> from supervise.model import Event
    >>> first = Event(id="e1", recorded_on=dt.date(2024, 1, 1), kind="arrest")
    >>> second = Event(id="e1", recorded_on=dt.date(2024, 1, 9), kind="arrest", withdrawn=True)
    >>> history((second, first)) == {"e1": (first, second)}
    True
    """
    versions: dict[str, list[F]] = {}
    for fact in facts:
        versions.setdefault(fact.id, []).append(fact)
    # Nearly all facts have one version, of which no rank is needed.
    return {id_: tuple(sorted(held, key=_rank) if len(held) > 1 else held) for id_, held in versions.items()}


def undated(offender: Offender) -> int:
    """Return how many entries do not say when they became known, so that it had to be supposed.

    >>> undated(Offender.from_dict({"id": "A1", "visits": [{"id": "v1"}]}))
    1
    """
    # Asked of every offender of every register: no entry is looked at in Python.
    return list(map(_RECORDED_ON, chain.from_iterable(_ENTRIES(offender)))).count(None)


_ENTRIES, _RECORDED_ON = attrgetter(*ARRAYS), attrgetter("recorded_on")
