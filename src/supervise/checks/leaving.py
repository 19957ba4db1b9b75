"""ST 102: people who are no longer on any list, with nothing on record that says why."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import date_of
from supervise.model.facts import Registration

__all__ = ["FAMILY", "LEAVING"]

FAMILY = "ST"


# ── ST102 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _left_unsupported(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for fact, since, how in (*_gone(inquiry), *_closed(inquiry), *_not_registered(inquiry)):
        yield check.flag(
            inquiry,
            fact,
            since=since,
            message=f"What was due of this person has ended, and nothing on record says why: {_WHY[how]}"
            f"{f' since {to_iso(since)}' if since else ''}; verify it, and record what shows it.",
            evidence=(("fact", fact), ("how", how), ("on", date_of(since))),
        )


_WHY = {
    "deceased": "recorded as deceased, without evidence or with an end,",
    "passed_on": "marked as passed to another force, and back, without evidence or acceptance,",
    "closed": "a registration, closed before its last day, has ended",
    "withdrawn": "the only registrations were withdrawn",
    "not_registered": "the case is managed, and no registration or order makes the person subject",
}

_Left = Iterator[tuple[str, int, str]]


def _gone(inquiry: Inquiry) -> _Left:
    """Yield each status that ended what was due of someone subject, and that nothing shows.

    A death that has an end shows nothing. Of a case marked as passed on, and not since, there is another check.
    """
    accepted = any(each.accepted_on is not None for each in inquiry.schedule.offender.transfers)
    for start, end, state in inquiry.states(("deceased", "transferred_out")):
        subject = any(first <= start and (last is None or start < last) for first, last in inquiry.subject)
        if not subject or end <= start or not inquiry.reached(start):
            continue
        if state.kind == "deceased" and (state.evidence is None or end < FAR):
            yield state.id, start, "deceased"
        elif state.kind != "deceased" and state.evidence is None and not accepted and inquiry.reached(end):
            yield state.id, start, "passed_on"


def _closed(inquiry: Inquiry) -> _Left:
    """Yield each registration closed before the day on which it ends, where nothing else keeps someone subject."""
    if inquiry.subject_since or inquiry.is_in(*_GONE):
        return
    for extent in inquiry.periods:
        if not isinstance(extent.fact, Registration) or extent.cut is None or extent.cut[0] != "ended_on":
            continue
        if not _is_decided(inquiry, extent.last) and inquiry.reached(extent.last + 1):
            yield extent.fact.id, extent.last + 1, "closed"


def _is_decided(inquiry: Inquiry, day: int) -> bool:
    """Whether a decision to end, on a review or an order, is recorded for that day or before."""
    return any(
        each.outcome == "end" and each.on is not None and each.on.toordinal() <= day
        for each in inquiry.schedule.offender.decisions
    )


# What explains that a registration was closed; the first has a flag of its own where nothing shows it.
_GONE = ("deceased", "transferred_out", "not_subject")


def _not_registered(inquiry: Inquiry) -> _Left:
    """Yield what is left of someone whom no registration and no order makes subject, where the book looks for one."""
    offender = inquiry.schedule.offender
    if not inquiry.knows_subject or inquiry.periods:
        return
    withdrawn = () if offender.registrations else inquiry.timeline.original.registrations
    told = [(each.recorded_on.toordinal(), each.id) for each in withdrawn if each.withdrawn and each.recorded_on]
    if told:
        since, fact = max(told)
        if inquiry.reached(since):
            yield fact, since, "withdrawn"
    elif inquiry.lead is not None:
        yield inquiry.lead.id, 0, "not_registered"


ST102 = Check(
    code="ST102",
    slug="left_unsupported",
    severity=Severity.HIGH,
    what="What was due of someone has ended, and nothing on record says why: a status of having died has no evidence,"
    " or has an end; one of having been passed to another force is over, without evidence or acceptance (while it runs"
    " ST092 is about it); a registration was closed (`ended_on`) before the last day that the rulebook gives, and no"
    " decision to end is recorded, nor is the offender dead, passed on or not subject; every registration was"
    " withdrawn; or a lead of the police is assigned and no registration or order makes the person subject.",
    why="A person who falls out of the list is visited by nobody, and no list shows it. One word in a record is enough:"
    " it needs something that shows it.",
    example="Registered for life, the registration closed on 30 June 2026 and no other in force: flagged from 1 July.",
    what_to_do="Find what shows the death, the end or the withdrawal and record it; if nothing does, take it back.",
    clears="Evidence on the status, a corrected registration, or an order or registration that is in force.",
    source="Practice of this library on people who fell out of a list; no inspection finding",
    stability="preview",
    flags=_left_unsupported,
)

LEAVING = (ST102,)
