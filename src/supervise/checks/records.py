"""DC 9-18: records of visits that cannot be true, or count someone as seen who was not."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import date_of
from supervise.model.facts import Registration, Visit
from supervise.model.versions import day_known, history

__all__ = ["FAMILY", "RECORDS"]

FAMILY = "DC"

_NO_CONTACT = ("no_reply", "not_seen", "refused")
_AT_HOME = ("home", "place_found")
_LOCKED = ("custody", "hospital")


# ── DC009 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _no_contact_counted(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, visit in inquiry.visits:
        if not inquiry.reached(day):
            continue
        signed = 0 if visit.signed_off_on is None else visit.signed_off_on.toordinal()
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
    schedule = inquiry.schedule
    original = inquiry.timeline.original
    if original is schedule.offender:
        return False
    known_at = schedule.known_at
    versions = [each for each in original.visits if each.id == visit.id]
    if known_at is not None:
        versions = [each for each in versions if (known := day_known(each)) is None or known <= known_at]
    return any(each.outcome in _NO_CONTACT for each in history(versions)[visit.id][:-1])


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


# ── DC012 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_before_registration(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    rows = [row for rule in check.rules for row, _ in inquiry.occurrences.get(rule, ())]
    relevant = min(row.anchor_day for row in rows)
    if not relevant or any(_undated(each) for each in inquiry.schedule.offender.registrations):
        # One relevant date is not known: it may be the first.
        return
    told = min((row.met_day for row in rows if row.met_day), default=0)
    for day, visit in inquiry.visits:
        if not inquiry.reached(day) or day >= max(relevant, told):
            continue
        early = day < relevant
        if not early and inquiry.state_on(_LOCKED, day) is not None:
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


# ── DC013 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_in_custody(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, visit in inquiry.visits:
        if visit.outcome != "seen" or visit.place not in _AT_HOME or not inquiry.reached(day):
            continue
        custody = inquiry.state_on(("custody",), day)
        if custody is None:
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} says that the offender was seen at home on a day in"
            " custody: one of the two records is wrong.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("custody", custody.id),
                ("from", custody.from_),
                ("until", custody.until),
            ),
        )


DC013 = Check(
    code="DC013",
    slug="visit_in_custody",
    severity=Severity.HIGH,
    what="A visit with outcome seen, at home or the place found, on a day in custody. The first day counts"
    " as inside, the day of release does not.",
    why="An officer was dismissed for copied records and a visit that did not take place; a visit at home"
    " to someone in custody is how such a record shows.",
    example="Custody from 1 to 20 June 2026, seen at home on 10 June.",
    what_to_do="Compare with the custody record and the officer's notes; correct what is wrong.",
    clears="A corrected day, place or outcome of the visit, or corrected days of the custody.",
    source="Thames Valley misconduct hearing 2023",
    flags=_visit_in_custody,
)


# ── DC016 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_after_death(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    deaths = [
        (state.from_.toordinal(), state)
        for state in inquiry.schedule.offender.statuses
        if state.kind == "deceased" and state.from_ is not None
    ]
    if not deaths:
        return
    died, state = min(deaths, key=lambda pair: (pair[0], pair[1].id))
    for day, visit in inquiry.visits:
        if day > died and visit.outcome == "seen" and inquiry.reached(day):
            yield check.flag(
                inquiry,
                visit.id,
                since=day,
                message=f"The visit of {to_iso(day)} says that the offender was seen after the recorded day"
                f" of death, {to_iso(died)}: one of the two records is wrong.",
                evidence=(
                    ("visit", visit.id),
                    ("on", visit.on),
                    ("death", state.id),
                    ("died_on", state.from_),
                ),
            )


DC016 = Check(
    code="DC016",
    slug="visit_after_death",
    severity=Severity.CRITICAL,
    what="A visit with outcome seen is dated after the day of death. Attempts without contact are not"
    " meant: they may precede the news.",
    why="A visit that cannot have taken place puts every record of the same hand in doubt.",
    example="Death on 1 June 2026, seen on 2 June.",
    what_to_do="Check the death and the visit today; correct what is wrong.",
    clears="A corrected day or outcome of the visit, or a corrected status.",
    source="Thames Valley misconduct hearing 2023",
    flags=_visit_after_death,
)


# ── DC018 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _future_completed(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, visit in inquiry.visits:
        if inquiry.reached(day):
            continue
        recorded = 0 if visit.recorded_on is None else visit.recorded_on.toordinal()
        yield check.flag(
            inquiry,
            visit.id,
            # True from the day it was recorded; if that lies ahead too, the facts do not say.
            since=recorded if recorded and inquiry.reached(recorded) else 0,
            message=f"A visit dated {to_iso(day)}, a day still to come, already has an outcome: the date or"
            " the outcome is wrong.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("outcome", visit.outcome),
                ("recorded_on", visit.recorded_on),
            ),
        )


DC018 = Check(
    code="DC018",
    slug="future_completed",
    severity=Severity.HIGH,
    what="A visit with an outcome other than planned or cancelled is dated after the day judged.",
    why="An outcome written down before the day is made up, or the date is wrong; either way nothing is met by it.",
    example="Judged on 30 June 2026: a visit on 3 July with outcome seen.",
    what_to_do="Correct the date; if the visit is only planned, say so.",
    clears="A corrected date or outcome. When the day comes the flag ends by itself: look at it before.",
    source="Thames Valley misconduct hearing 2023",
    flags=_future_completed,
)

RECORDS = (DC009, DC012, DC013, DC016, DC018)
