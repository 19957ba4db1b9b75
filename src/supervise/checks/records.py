"""DC 9-12: records of visits that count someone as seen who was not, or name a wrong place or day."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import date_of
from supervise.model.facts import Address, Registration, Visit

__all__ = ["FAMILY", "RECORDS"]

FAMILY = "DC"

_NO_CONTACT = ("no_reply", "not_seen", "refused")
_HOMES = ("main", "place_found")
_LOCKED = ("custody", "hospital")


# ── DC009 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _no_contact_counted(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # Of someone seen only an earlier version can say otherwise.
    made = inquiry.made
    doubtful = made if inquiry.versions else [(day, visit) for day, visit in made if visit.outcome != "seen"]
    for day, visit in doubtful:
        signed = ordinal_of(visit.signed_off_on)
        if visit.outcome in _NO_CONTACT and signed and inquiry.reached(signed):
            since, how = max(day, signed), "signed_off"
        elif visit.outcome == "seen" and _was_no_contact(inquiry, visit):
            since, how = day, "outcome_changed"
        else:
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=since,
            message=f"The visit of {to_iso(day)} is counted as done although its record says, or said, that"
            " nobody was seen: find out what happened.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("outcome", visit.outcome),
                ("how", how),
                ("signed_off_on", visit.signed_off_on),
            ),
        )


def _was_no_contact(inquiry: Inquiry, visit: Visit) -> bool:
    """Whether an earlier version of the visit, known then, had another outcome than seen."""
    versions = inquiry.versions.get(visit.id, ())
    return any(each.outcome in _NO_CONTACT for each in versions[:-1])


DC009 = Check(
    code="DC009",
    slug="no_contact_counted",
    severity=Severity.HIGH,
    what="A visit with outcome no_reply, not_seen or refused carries a sign-off, or a later version of such"
    " a visit says seen.",
    why="Only a visit at which someone was seen says anything about risk; one force was told to count"
    " successful visits. No report says outright that others were counted: this guards against it.",
    example="No reply on 1 June 2026, signed off on 3 June: flagged from 3 June.",
    what_to_do="Compare with the officer's notes. Correct the outcome or take the sign-off back, and visit.",
    clears="A corrected record: no sign-off, or an outcome that is again what was first recorded.",
    source="HMICFRS: Metropolitan Police 2024, by inference",
    flags=_no_contact_counted,
)


# ── DC010 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _wrong_place(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    homes = [each for each in inquiry.schedule.offender.addresses if each.kind in (None, *_HOMES)]
    odd = [made for made in inquiry.seen_at_home if made[1].address_id is not None] if homes else []
    for each in homes if odd else ():
        # Each home takes away the visits that were made there while it was one, and the first nearly all.
        first, last, place = ordinal_of(each.from_), _last_as_home(each, homes), each.address_id
        odd = [
            (day, visit)
            for day, visit in odd
            if not first <= day <= last or (place is not None and place != visit.address_id)
        ]
    for day, visit in odd:
        address = visit.address_id
        known = (each for each in homes if None not in (each.from_, each.kind))
        current = [each for each in known if ordinal_of(each.from_) <= day <= ordinal_of(each.until, FAR)]
        if not current and all(each.address_id != address or each.kind is None for each in homes):
            # Where the home was on that day is not on record.
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} is recorded as one at home, at an address that by the records"
            " was not the home or place found on that day: correct the one that is wrong.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("address_id", address),
                ("homes", tuple(sorted({str(each.address_id) for each in current}))),
            ),
        )


def _last_as_home(home: Address, homes: list[Address]) -> int:
    """Return the last day on which it is no fault to visit a home: the day of the move, or of the next one's notice."""
    end = ordinal_of(home.until, FAR)
    others = ((each.from_.toordinal(), each.id, each) for each in homes if each.from_ is not None and each is not home)
    following = min((other for other in others if other[0] >= end), default=None)
    told = None if following is None else following[2].notified_on
    return end if told is None else max(end, told.toordinal())


DC010 = Check(
    code="DC010",
    slug="wrong_place",
    severity=Severity.MEDIUM,
    what="A visit with outcome seen, at home or the place found, names an address that is neither on that day."
    " The old home counts up to the day of the move, and up to the notice of the new one if that is later. Nothing"
    " is said where a missing first day, kind or address leaves open which was the home.",
    why="A visit tells of the risk at the place where someone lives: current guidance sends officers to the home,"
    " or to the place notified by those without one.",
    example="Home a1 until 28 February 2026, then a2, notified on 2 March; seen at home at a1 on 3 March: flagged."
    " Seen there on 2 March: not.",
    what_to_do="Find out where the visit took place. Correct the address of the visit or the days of the home; if"
    " the offender lives elsewhere than notified, act on that.",
    clears="A corrected address or place of the visit, or corrected days of the addresses.",
    source="College of Policing APP, home visits",
    stability="preview",
    flags=_wrong_place,
)


# ── DC011 ───────────────────────────────────────────────────────────────────────────────────────────────────

_ELSEWHERE = ("station", "office", "phone", "video")


def _contact_not_home(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, visit in inquiry.made:
        if visit.place in _ELSEWHERE and visit.outcome == "seen":
            yield check.flag(
                inquiry,
                visit.id,
                since=day,
                message=f"The visit of {to_iso(day)} says that the offender was seen, and not at home"
                f" ({visit.place}): it is a contact and counts for no visit.",
                evidence=(
                    ("visit", visit.id),
                    ("on", visit.on),
                    ("place", visit.place),
                    ("signed_off_on", visit.signed_off_on),
                ),
            )


DC011 = Check(
    code="DC011",
    slug="contact_not_home",
    severity=Severity.MEDIUM,
    what="Of somebody who is to be visited at home a visit has the outcome seen and was at the station, an office, by"
    " phone or by video. Where contacts are asked for and no visits, it is one of these.",
    why="Such a contact says nothing of the home and meets no duty to visit. Counted among the visits it hides that"
    " nobody has been there: one force was told to count successful visits only.",
    example="Seen at the station on 1 May 2026, entered as a visit: flagged from 1 May.",
    what_to_do="If it took place at home, correct the place. If not, visit at home; keep the contact apart from visits"
    " where the system can.",
    clears="A corrected place or outcome; a waiver once it is clear that it was counted for nothing.",
    source="College of Policing APP, home visits; HMICFRS: Metropolitan Police 2024, by inference",
    stability="preview",
    rules=("R-V1", "R-V2", "R-V9"),
    flags=_contact_not_home,
)


# ── DC012 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_before_registration(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    rows = [row for rule in check.rules for row, _ in inquiry.occurrences.get(rule, ())]
    relevant = min(row.anchor_day for row in rows)
    if not relevant or any(map(_undated, inquiry.schedule.offender.registrations)):
        # One relevant date is not known: it may be the first.
        return
    told = min((row.met_day for row in rows if row.met_day), default=0)
    for day, visit in inquiry.made:
        if day >= max(relevant, told):
            break
        early = day < relevant
        if not early and any(start <= day < end for start, end, _ in inquiry.states(_LOCKED)):
            continue
        event, what = (relevant, "the relevant date") if early else (told, "the first notification")
        yield check.flag(
            inquiry,
            visit.id,
            since=day if early else told,
            message=f"The visit of {to_iso(day)} is recorded for a day before {what}, {to_iso(event)}: one"
            " of the two dates is wrong.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("relevant_on", date_of(relevant)),
                ("first_notified_on", date_of(told)),
            ),
        )


def _undated(registration: Registration) -> bool:
    return registration.relevant_on is None and registration.convicted_on is None


DC012 = Check(
    code="DC012",
    slug="visit_before_registration",
    severity=Severity.MEDIUM,
    what="A visit or attempt is dated before the first relevant date; or after it but before the first"
    " notification, unless in custody or hospital on that day (a visit before release).",
    why="Nobody is visited as a registered offender before being one: one of the dates is wrong, and dues"
    " are counted from it. No inspection finding; sound practice with data.",
    example="Relevant date 10 June 2026, a visit recorded on 9 June.",
    what_to_do="Correct the date of the visit, of the conviction or of the notification.",
    clears="A corrected date, or a status that shows custody or hospital on that day.",
    source="Sound practice with data",
    rules=("R-N1",),
    stability="preview",
    flags=_visit_before_registration,
)

RECORDS = (DC009, DC010, DC011, DC012)
