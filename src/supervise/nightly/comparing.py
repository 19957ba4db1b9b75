"""One night beside the last: what is new, worse, back or cleared, and why; values in, values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from attrs import field, frozen

from supervise.checks.flag import part_in, parted
from supervise.checks.inquiry import occurrence_id
from supervise.engine.obligation import MET, Obligation, Status
from supervise.model.facts import Fact
from supervise.model.offender import ARRAYS, Offender
from supervise.model.versions import DATED_BY
from supervise.nightly.held import Held, Late, Sighting, duties
from supervise.reviewing import Review

__all__ = [
    "WENT",
    "Change",
    "DutyChange",
    "FlagChange",
    "Settled",
    "Tonight",
    "Why",
    "duty_changes",
    "flag_changes",
    "reopened",
    "why",
]


class Change(StrEnum):
    """What became of a flag. One that stays as it is is not written down."""

    NEW = "new"
    REOPENED = "reopened"
    WORSENED = "worsened"
    EASED = "eased"
    CLEARED = "cleared"


class Why(StrEnum):
    """Why a flag is no longer raised, as far as records tell."""

    DONE = "done"
    ADDED_LATE = "fact added late"
    FACT_CHANGED = "fact changed"
    RULE_CHANGED = "rule changed"
    WAIVED = "waived"
    SPAN_ENDED = "span ended"
    PERSON_GONE = "person gone"


class Settled(StrEnum):
    """What became of an overdue duty."""

    NEW = "new"
    MET = "met"
    SUSPENDED = "suspended"
    WAIVED = "waived"
    LAPSED = "lapsed"
    # Late on both nights, of another day: under the name it had, and under the one it has.
    MOVED = "moved"
    MOVED_HERE = "moved here"


#: How a duty leaves the backlog; one that moved does not.
WENT: Final = (Settled.MET, Settled.SUSPENDED, Settled.WAIVED, Settled.LAPSED)


class FlagChange(NamedTuple):
    """One line of the history of a flag."""

    identity: str
    change: Change
    why: Why | None
    seen: Sighting


class DutyChange(NamedTuple):
    """One line of the history of an overdue duty."""

    duty: str
    change: Settled
    due: dt.date
    owed_by: str


@frozen(kw_only=True)
class Tonight:
    """An offender tonight, judged anew, beside the last night."""

    review: Review
    held: Held
    last: dt.date = field(metadata={"doc": "The day that the last night judged."})
    was_ended: bool = field(metadata={"doc": "Whether the end was known on the last night."})
    same_record: bool
    same_rules: bool
    same_basis: bool = field(metadata={"doc": "Whether rules, officers and waivers are those it was held with."})


def flag_changes(before: Mapping[str, Sighting], now: Mapping[str, Sighting]) -> Iterator[tuple[str, Change, Sighting]]:
    """Yield what became of flags; one that is waived counts as not there, and one that was not there as new."""
    open_now = {identity: seen for identity, seen in now.items() if not seen.waived}
    for identity, seen in open_now.items():
        old = before.get(identity)
        if old is None or old.waived:
            yield identity, Change.NEW, seen
        elif seen.severity is not old.severity:
            worse = seen.severity.rank < old.severity.rank
            yield identity, Change.WORSENED if worse else Change.EASED, seen
    for identity, seen in before.items():
        if not seen.waived and identity not in open_now:
            yield identity, Change.CLEARED, seen


def reopened(changes: Iterable[FlagChange], known: Container[str]) -> Iterator[FlagChange]:
    """Yield changes in which a new flag that was there on any night, and so is ``known``, is one that came back."""
    for each in changes:
        back = each.change is Change.NEW and each.identity in known
        yield each._replace(change=Change.REOPENED) if back else each


def why(identity: str, seen: Sighting, tonight: Tonight) -> Why:
    """Return why a flag on an offender who was judged tonight is no longer raised."""
    if identity in tonight.held.flags:
        return Why.WAIVED
    row = _duty_of(identity, seen, tonight.review)
    if row is not None and row.status in MET:
        return Why.DONE if row.met_day > tonight.last.toordinal() else Why.ADDED_LATE
    ended = tonight.held.ended_on is not None and not tonight.was_ended
    if ended or (row is not None and row.status in (Status.LAPSED, Status.MISSED)):
        return Why.SPAN_ENDED
    if not tonight.same_record:
        return _recorded(tonight.review.schedule.timeline.original, seen.key, tonight.last)
    if not tonight.same_rules:
        return Why.RULE_CHANGED
    # If officers and waivers are the same, too, nothing but time has passed, and with it the time of the flag.
    return Why.SPAN_ENDED if tonight.same_basis else Why.FACT_CHANGED


def _duty_of(identity: str, seen: Sighting, review: Review) -> Obligation | None:
    """Return the occurrence a flag was about; of several the last one settled."""
    part = part_in(identity)
    rows = [
        row
        for row in review.schedule.all_obligations
        if row.part == part and occurrence_id(row, review.offender) == seen.key
    ]
    return max(rows, key=lambda row: (row.is_settled, row.due_day, row.met_day), default=None)


def _recorded(offender: Offender, key: str, last: dt.date) -> Why:
    """Return how facts came in since the last night; those with the id the flag named are asked first."""
    entries = [fact for name in ARRAYS for fact in getattr(offender, name)]
    fresh = [fact for fact in entries if fact.recorded_on is not None and fact.recorded_on > last]
    for some in ([fact for fact in fresh if fact.id == key], fresh):
        if some:
            if any(_has_versions(fact, entries) for fact in some):
                return Why.FACT_CHANGED
            return Why.ADDED_LATE if any(_happened(fact, last) for fact in some) else Why.DONE
    # A record that says nothing of when it was written, or that was changed in place.
    return Why.FACT_CHANGED


def _has_versions(fact: Fact, entries: list[Fact]) -> bool:
    return sum(type(each) is type(fact) and each.id == fact.id for each in entries) > 1


def _happened(fact: Fact, last: dt.date) -> bool:
    """Whether a fact is of a day that the last night had judged."""
    days = (getattr(fact, name) for name in DATED_BY[type(fact)])
    return any(isinstance(day, dt.date) and day <= last for day in days)


_SETTLED = {
    Status.MET: Settled.MET,
    Status.MET_LATE: Settled.MET,
    Status.SUSPENDED: Settled.SUSPENDED,
}


def duty_changes(before: Held | None, now: Held, review: Review) -> Iterator[DutyChange]:
    """Yield what became of overdue duties: what came, and how each that is not there any more went."""
    old = {} if before is None else {duty: late for duty, late in before.overdue.items() if not late.waived}
    came = {duty: late for duty, late in now.overdue.items() if duty not in old}
    gone = {duty: late for duty, late in old.items() if duty not in now.overdue or now.overdue[duty].waived}
    rows = list(duties(review)) if gone else []
    there = {name for name, _ in rows}
    moved = _moved({duty: late for duty, late in gone.items() if duty not in there}, came)
    here = set(moved.values())
    for duty, late in came.items():
        if not late.waived:
            yield DutyChange(duty, Settled.MOVED_HERE if duty in here else Settled.NEW, late.due, late.owed_by)
    for duty, late in gone.items():
        stands = now.overdue.get(moved.get(duty, duty))
        if stands is None:
            fate = _fate(duty, rows)
        else:
            fate = Settled.WAIVED if stands.waived else Settled.MOVED
        yield DutyChange(duty, fate, late.due, late.owed_by)


def _moved(gone: Mapping[str, Late], came: Mapping[str, Late]) -> dict[str, str]:
    """Return the name that a late duty has now, where a rule or a fact that was put right gives it another day."""
    places: dict[tuple[str, ...], list[str]] = {}
    for duty, late in came.items():
        places.setdefault(_thing(duty, late), []).append(duty)
    moved = {}
    for duty, late in gone.items():
        if free := places.get(_thing(duty, late)):
            moved[duty] = free.pop(0)
    return moved


def _thing(duty: str, late: Late) -> tuple[str, ...]:
    # Of somebody else's duty there is another sum.
    return (*parted(duty)[:-1], late.owed_by)


def _fate(duty: str, rows: Iterable[tuple[str, Obligation]]) -> Settled:
    """Return how a duty went that was late and is not any more."""
    thing = parted(duty)[:-1]
    # A fact that came in late may have moved its day, and with it the name; it hangs on the same thing all the same.
    exact = [row.status for name, row in rows if name == duty]
    related = [row.status for name, row in rows if parted(name)[:-1] == thing]
    found = exact or (related if len(related) == 1 else [each for each in related if each is Status.SUSPENDED])
    # One that was missed when a case went away, and goes on since it came back, stands twice under its name.
    return next((_SETTLED[each] for each in found if each in _SETTLED), Settled.LAPSED)
