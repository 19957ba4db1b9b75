"""Dates put off: which occurrence a date set, or a visit planned anew, was about, and how often it was moved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter

from attrs import frozen

from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of
from supervise.engine.obligation import Obligation, Status
from supervise.model.facts import Plan, SetDate

__all__ = ["ROUTINE", "Moved", "lacking", "moved_dates", "not_approved_since", "replanned"]

ROUTINE = ("R-V2", "R-V9")
_NEVER_DUE = (Status.NOT_REQUIRED, Status.LAPSED)


@frozen
class Moved:
    """One occurrence whose date was set or passed over: the dates set, in order, and each move to a later day."""

    row: Obligation
    set_dates: list[SetDate]
    moves: list[tuple[int, str]]


def moved_dates(inquiry: Inquiry) -> list[Moved]:
    """Return each occurrence for which a date was set, or past whose due a visit was planned anew.

    A date belongs to the occurrence of its rule that was pending on the day it was set.
    """
    if not inquiry.schedule.offender.set_dates and not inquiry.versions:
        return []
    found: dict[tuple[str, str, int, str], Moved] = {}
    for fact in sorted(inquiry.schedule.offender.set_dates, key=_set_order):
        day = _set_day(fact)
        if fact.on is None or fact.rule is None or not inquiry.reached(day):
            continue
        row = _pending(inquiry, (fact.rule,), day)
        if row is not None:
            _group(found, row).set_dates.append(fact)
    for row, day, visit in replanned(inquiry):
        _group(found, row).moves.append((day, visit))
    for group in found.values():
        group.moves.extend(_moves(inquiry, group))
    return [found[key] for key in sorted(found)]


def _group(found: dict[tuple[str, str, int, str], Moved], row: Obligation) -> Moved:
    return found.setdefault((row.part, row.key, row.anchor_day, row.anchor_id), Moved(row, [], []))


def _set_day(fact: SetDate) -> int:
    """Return the day on which a date was set; 0 if the fact does not say."""
    return ordinal_of(fact.set_on or fact.recorded_on)


def _set_order(fact: SetDate) -> tuple[int, str]:
    return _set_day(fact), fact.id


def _pending(inquiry: Inquiry, rules: tuple[str, ...], day: int) -> Obligation | None:
    """Return the occurrence that was to be met on a day; the latest due of several, None if a due is not known."""
    pairs = [pair for rule in rules for pair in inquiry.occurrences.get(rule, ())]
    rows = [row for row, case in pairs if row.status not in _NEVER_DUE and _was_pending(inquiry, row, case.end, day)]
    latest = max(rows, key=attrgetter("due_day"), default=None)
    return latest if all(row.due_day for row in rows) else None


def _was_pending(inquiry: Inquiry, row: Obligation, end: int, day: int) -> bool:
    if not day:
        return not row.met_day and not inquiry.reached(end) and inquiry.reached(row.anchor_day)
    return row.anchor_day <= day < end and (not row.met_day or day < row.met_day)


def _moves(inquiry: Inquiry, moved: Moved) -> Iterator[tuple[int, str]]:
    """Yield the day and the fact of each time at which the date was set later than it stood and than the rule gives."""
    versions = inquiry.history("set_dates") if moved.set_dates else {}
    told = []
    for fact in moved.set_dates:
        for place, each in enumerate(version for version in versions[fact.id] if not version.withdrawn):
            recorded = _set_day(each) if not place or each.recorded_on is None else each.recorded_on.toordinal()
            if each.on is not None and inquiry.reached(recorded):
                told.append((recorded, fact.id, place, each.on.toordinal()))
    stands = moved.row.due_day
    for recorded, fact_id, _, day in sorted(told):
        if day > max(stands, moved.row.due_day):
            yield recorded, fact_id
        stands = day


def replanned(inquiry: Inquiry) -> Iterator[tuple[Obligation, int, str]]:
    """Yield each time at which the day planned for a visit was moved to a later one past the routine visit's due.

    A version that does not say when it was recorded is not held against anyone.
    """
    for visit in inquiry.edited_visits():
        versions = [each for each in inquiry.versions[visit.id] if not each.withdrawn]
        plans = [(each.planned_on.toordinal(), each.recorded_on) for each in versions if each.planned_on is not None]
        for (before, _), (now, told) in pairwise(plans):
            if told is None or now <= before or not inquiry.reached(recorded := told.toordinal()):
                continue
            row = _pending(inquiry, ROUTINE, recorded)
            if row is not None and now > row.due_day:
                yield row, recorded, visit.id


def not_approved_since(moved: Moved) -> int | None:
    """Return since when the date that stands is later than the rule's without an approved reason; None: it is not."""
    since: int | None = None
    for fact in moved.set_dates:
        later = fact.on is not None and fact.on.toordinal() > moved.row.due_day
        if not later or not lacking(fact):
            since = None
        elif since is None:
            since = _set_day(fact)
    return since


def lacking(fact: SetDate | Plan) -> tuple[str, ...]:
    """Return what an approved reason lacks: what somebody approves themselves is not approved."""
    reason = ("reason_code",) if fact.reason_code is None else ()
    approver = ("approved_by",) if fact.approved_by in (None, fact.by) else ()
    return reason + approver
