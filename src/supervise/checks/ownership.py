"""ST 87, 92: cases that are kept after their end, and cases that two forces have, or none."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.engine.obligation import date_of
from supervise.model.facts import Status as State, Transfer

__all__ = ["FAMILY", "OWNERSHIP"]

FAMILY = "ST"

_LEFT = "transferred_out"


# ── ST087 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _still_active(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    lead, subject = inquiry.lead, inquiry.subject
    if lead is None or not subject or inquiry.subject_in_doubt:
        return
    first_free = subject[-1][1]
    if first_free is None or not inquiry.reached(first_free) or _is_settled(inquiry):
        return
    yield check.flag(
        inquiry,
        lead.id,
        since=first_free,
        message=f"The notification requirements ended with {to_iso(first_free - 1)} and the case is still managed:"
        " check the end and, if it is right, close the case.",
        evidence=(
            ("last_day", date_of(first_free - 1)),
            ("assignment", lead.id),
            ("officer", lead.officer_id),
            ("assigned_from", lead.from_),
        ),
    )


def _is_settled(inquiry: Inquiry) -> bool:
    """Whether every registration is closed, an order of any kind is in force, or nobody here is meant any more."""
    offender = inquiry.schedule.offender
    if offender.registrations and all(each.ended_on is not None for each in offender.registrations):
        return True
    if any(map(inquiry.in_force_since, offender.orders)):
        return True
    return inquiry.is_in("deceased", _LEFT)


ST087 = Check(
    code="ST087",
    slug="still_active_after_end",
    severity=Severity.HIGH,
    what="The last day of every registration and order that keeps someone subject is past, a registration is not"
    " closed (`ended_on`), and a lead of the police is still assigned. Nothing is said while a registration gives no"
    " period, an order has no date or one is in force, of someone dead, or of a case that another force has.",
    why="Nobody may be visited and recorded as a registered offender after ceasing to be one; and the time goes to"
    " nobody's protection. No inspection finding: it is a matter of rights.",
    example="Five years that end with 30 June 2026 and an assignment without an end: flagged from 1 July.",
    what_to_do="Check sentence and orders. Close the registration and end the assignment; delete what must be deleted.",
    clears="A closed registration, an end of the assignment, or a registration or order that lasts longer.",
    source="Sexual Offences Act 2003 s.82; sound practice with data",
    stability="preview",
    flags=_still_active,
)


# ── ST092 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _owners(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    yield from _nobody(check, inquiry)
    yield from _both(check, inquiry)


def _nobody(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    left = [each for each in inquiry.schedule.offender.statuses if each.kind == _LEFT and each.evidence is None]
    if not left or not inquiry.subject_since:
        return
    last = _last_accepted(inquiry)
    if last is not None and last.to != inquiry.schedule.offender.force:
        return
    for state in left:
        first = ordinal_of(state.from_)
        if not first or not inquiry.reached(first) or _has_ended(inquiry, state):
            continue
        yield check.flag(
            inquiry,
            state.id,
            since=first,
            message=f"The case is marked as passed to another force since {to_iso(first)} and none has accepted it: it"
            " is owned here until one does, so visit and manage it.",
            evidence=(
                ("status", state.id),
                ("from", state.from_),
                ("last_accepted", None if last is None else last.id),
            ),
        )


def _has_ended(inquiry: Inquiry, state: State) -> bool:
    return state.until is not None and inquiry.reached(state.until.toordinal())


def _both(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    last, lead = _last_accepted(inquiry), inquiry.lead
    force = inquiry.schedule.offender.force
    if last is None or last.accepted_on is None or lead is None or force is None or last.to in (None, force):
        return
    accepted = last.accepted_on.toordinal()
    since_before = lead.from_ is None or lead.from_.toordinal() <= accepted
    if since_before and inquiry.reached(accepted + 1) and inquiry.subject_since:
        yield check.flag(
            inquiry,
            last.id,
            since=accepted + 1,
            message=f"Another force accepted the case on {to_iso(accepted)} and it is still managed here: settle today"
            " who owns it, and end what the other does.",
            evidence=(
                ("transfer", last.id),
                ("to", last.to),
                ("accepted_on", last.accepted_on),
                ("assignment", lead.id),
                ("officer", lead.officer_id),
            ),
        )


def _last_accepted(inquiry: Inquiry) -> Transfer | None:
    """Return the transfer that was accepted last, by whichever force; None if none was."""
    accepted = [
        (each.accepted_on, each.id, each)
        for each in inquiry.schedule.offender.transfers
        if each.accepted_on is not None and inquiry.reached(each.accepted_on.toordinal())
    ]
    return max(accepted)[2] if accepted else None


ST092 = Check(
    code="ST092",
    slug="two_owners",
    severity=Severity.HIGH,
    what="None owns the case: it is marked as passed to another force, without evidence, and the last transfer"
    " accepted, if any, was to this one. Or two do: another force has accepted it, this one has not taken it back,"
    " and the lead of before is still assigned on the day after. Only while someone is subject.",
    why="One force must own every case at every moment: of two each relies on the other, and with none nobody visits.",
    example="Accepted by another force on 9 March 2026, the assignment here still open: flagged from 10 March.",
    what_to_do="Speak to the other force today. End the assignment here, or take the status back until it accepts.",
    clears="A recorded acceptance, an end of the assignment, or a status withdrawn.",
    source="MAPPA guidance chapter 17, for the principle",
    stability="preview",
    flags=_owners,
)

OWNERSHIP = (ST087, ST092)
