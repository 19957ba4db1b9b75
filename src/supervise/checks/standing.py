"""ST 77, 80-81, 91 and from 101: where someone stands, and whether the register holds them once."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import Status, date_of
from supervise.model.facts import Change, Status as State
from supervise.model.faults import of_another_record

__all__ = ["FAMILY", "STANDING"]

FAMILY = "ST"


# ── ST077 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _release_unactioned(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        release = row.anchor_day
        if not _is_release(case.fact) or _visited_or_planned(inquiry, release):
            continue
        state = _ended_on(inquiry, release)
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"Released on {to_iso(release)}: no notification is recorded, its last day has passed by this"
            " reckoning, and no visit has been planned or made since: find the offender today.",
            evidence=(
                ("released_on", row.anchor),
                ("state", None if state is None else state.id),
                ("kind", None if state is None else state.kind),
                ("notification_due", row.due),
                ("level", inquiry.level),
            ),
        )


def _is_release(fact: object) -> bool:
    """Whether what is to be notified is a release, and not something else that changed on its day."""
    return isinstance(fact, State) or (isinstance(fact, Change) and fact.about == "release")


def _ended_on(inquiry: Inquiry, day: int) -> State | None:
    states = (each for each in inquiry.schedule.offender.statuses if each.kind in _LOCKED and each.until is not None)
    return min((each for each in states if each.until == date_of(day)), key=lambda each: each.id, default=None)


def _visited_or_planned(inquiry: Inquiry, day: int) -> bool:
    visits = (each for each in inquiry.schedule.offender.visits if each.outcome != "cancelled")
    days = (date.toordinal() for each in visits for date in (each.on, each.planned_on) if date is not None)
    return any(each >= day for each in days)


_LOCKED = ("custody", "hospital")

ST077 = Check(
    code="ST077",
    slug="release_unactioned",
    severity=Severity.CRITICAL,
    what="Custody or hospital has ended, or a release is recorded among the changes; the notification of the release"
    " is past its last day, and no visit has been planned or made since. Told once of a release, and not of another"
    " change on its day.",
    why="Nobody may be looking: the days after a release are those in which people fall out of every list.",
    example="Released on 2 March 2026, to notify by 4 March, no visit planned: flagged from 5 March.",
    what_to_do="Find out today where the offender is. Record the notification if one was given, and plan the visit.",
    clears="A recorded notification of the release, or a visit planned or made since.",
    source="Sexual Offences Act 2003 s.84; sound practice",
    rules=("R-N2",),
    statuses=(Status.OVERDUE,),
    flags=_release_unactioned,
)


# ── ST080 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _wanted_stale(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"Whereabouts have not been known since {to_iso(case.start)} and the enquiries due by"
            f" {to_iso(row.due_day)} are past their last day by this reckoning: enquire, and record what was done.",
            evidence=(
                ("missing_since", date_of(case.start)),
                ("due", row.due),
                ("counted_from", row.anchor),
                ("level", inquiry.level),
            ),
        )


ST080 = Check(
    code="ST080",
    slug="wanted_stale",
    severity=Severity.CRITICAL,
    what="Someone is missing or wanted, and the review of enquiries (after a day, then a week, then every 28 days) is"
    " past its last day.",
    why="Surveys found hundreds of registered offenders missing or wanted, one of them for fifteen years.",
    example="Missing since 2 March 2026 and no enquiry recorded: due by 3 March, flagged from 4 March.",
    what_to_do="Review the enquiries with a supervisor: circulation, addresses, partners, travel. Record them.",
    clears="A recorded enquiry, or the end of the state.",
    source="Freedom of information surveys 2015 and 2023; days by default of this library",
    rules=("R-W1",),
    statuses=(Status.OVERDUE,),
    flags=_wanted_stale,
)


# ── ST081 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _wanted_but_visited(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    states = [each for each in inquiry.schedule.offender.statuses if each.kind == "missing" and each.from_ is not None]
    for day, visit in inquiry.made if states else ():
        state = next((each for each in states if _is_within(each, day)), None)
        if state is None or visit.outcome != "seen" or visit.place in _FROM_AFAR:
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} says that the offender was seen, on a day on which nobody knew where"
            " the offender was: one of the two records is wrong, or the end of the search is missing.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("missing", state.id),
                ("from", state.from_),
                ("until", state.until),
            ),
        )


def _is_within(state: State, day: int) -> bool:
    """Whether a state holds on a day, its first aside: someone may have been seen on it before."""
    started = state.from_ is not None and state.from_.toordinal() < day
    return started and (state.until is None or day < state.until.toordinal())


_FROM_AFAR = ("phone", "video")

ST081 = Check(
    code="ST081",
    slug="wanted_but_visited",
    severity=Severity.HIGH,
    what="A visit in person, wherever, with outcome seen on a day on which the offender was missing or wanted. The"
    " first day does not count, nor does the day on which it ended; nor a contact by telephone or video.",
    why="An officer was dismissed for copied records and a visit that did not take place; a visit to someone whom"
    " nobody can find is how such a record shows. Or the offender was found and nobody called off the search.",
    example="Missing from 1 June 2026, found on 20 June; seen at home on 10 June: flagged. Seen on 20 June: not.",
    what_to_do="Ask the officer; correct what is wrong, or record the day on which the offender was found.",
    clears="A corrected day or outcome of the visit, or corrected days of the state.",
    source="Thames Valley misconduct hearing 2023",
    stability="preview",
    flags=_wanted_but_visited,
)


# ── ST091 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _transfer_limbo(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        if _accepted_since(inquiry, row.anchor_day):
            continue
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"The transfer asked for on {to_iso(row.anchor_day)} has been neither accepted nor refused, and"
            f" its last day, {to_iso(row.due_day)}, has passed by this reckoning: settle today who owns the case.",
            evidence=(
                ("transfer", case.key),
                ("to", getattr(case.fact, "to", None)),
                ("asked_on", row.anchor),
                ("due", row.due),
            ),
        )


def _accepted_since(inquiry: Inquiry, day: int) -> bool:
    """Whether some force has accepted the case since a day: then it is known who owns it."""
    accepted = (each.accepted_on for each in inquiry.schedule.offender.transfers if each.accepted_on is not None)
    return any(date.toordinal() >= day and inquiry.reached(date.toordinal()) for date in accepted)


ST091 = Check(
    code="ST091",
    slug="transfer_limbo",
    severity=Severity.CRITICAL,
    what="A transfer to another force was asked for, the last day for accepting or refusing it has passed, and no force"
    " has accepted the case since.",
    why="One force must own every case at every moment; between two forces nobody visits. The sender keeps the duty"
    " until the receiver accepts.",
    example="Asked for on 2 March 2026, to be accepted within 5 working days: due by 9 March, flagged from 10 March.",
    what_to_do="Speak to the other force today; until it accepts, visit and manage the case here.",
    clears="A recorded acceptance or refusal.",
    source="MAPPA guidance chapter 17, for the principle; days by default of this library",
    rules=("R-F2",),
    statuses=(Status.OVERDUE,),
    flags=_transfer_limbo,
)


# ── ST101 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _duplicate_id(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    offender = inquiry.schedule.offender
    note = of_another_record(offender.notes)
    if note is not None:
        yield check.flag(
            inquiry,
            offender.id,
            since=0,
            message="Another record of the register has the same id and was set aside: this one may lack its facts, or"
            " hold those of two people.",
            evidence=(("line", note.line),),
        )


ST101 = Check(
    code="ST101",
    slug="duplicate_id",
    severity=Severity.HIGH,
    what="A later record of the register has the id of this one. It was set aside whole; only the first is judged. In a"
    " folder of CSV files or a database, where facts name their offender by the id alone, the first has the facts of"
    " both.",
    why="Two records of one person, or one id for two people: dues are counted from half of the facts, or from a"
    " mixture.",
    example="Lines 4 and 9 have the same id: line 9 is set aside, line 4 is flagged.",
    what_to_do="Join the two records in the system they come from, or give one a new id.",
    clears="A register in which the id occurs once.",
    source="Sound practice with data",
    stability="preview",
    flags=_duplicate_id,
)

STANDING = (ST077, ST080, ST081, ST091, ST101)
