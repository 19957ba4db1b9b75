"""DC 13-18, 101: visits, and other things done, recorded for days on which they cannot have taken place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry, between
from supervise.checks.journeys import is_called_off
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import date_of
from supervise.model.facts import Assessment, Decision, Status, Trip, Visit

__all__ = ["CONTRADICTIONS", "FAMILY"]

FAMILY = "DC"


# ── DC013 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_in_custody(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    return _seen_while_inside(check, inquiry, "custody")


def _seen_while_inside(check: Check, inquiry: Inquiry, kind: str) -> Iterator[Flag]:
    found: dict[str, tuple[int, Visit, Status]] = {}
    for start, end, state in inquiry.states((kind,)):
        for day, visit in between(inquiry.seen_at_home, start, end):
            found.setdefault(visit.id, (day, visit, state))
    for day, visit, state in found.values():
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} says that the offender was seen at home on a day in {kind}:"
            " one of the two records is wrong.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                (kind, state.id),
                ("from", state.from_),
                ("until", state.until),
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


# ── DC014 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_in_hospital(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    return _seen_while_inside(check, inquiry, "hospital")


DC014 = Check(
    code="DC014",
    slug="visit_in_hospital",
    severity=Severity.HIGH,
    what="A visit with outcome seen, at home or the place found, on a day of detention in hospital. The first day"
    " counts as inside, the day of discharge does not.",
    why="An officer was dismissed for copied records and a visit that did not take place; a visit at home"
    " to someone in hospital is how such a record shows.",
    example="In hospital from 1 to 20 June 2026, seen at home on 19 June: flagged. Seen on 20 June: not.",
    what_to_do="Compare with the record of the detention and the officer's notes; correct what is wrong.",
    clears="A corrected day, place or outcome of the visit, or corrected days in hospital.",
    source="Thames Valley misconduct hearing 2023",
    flags=_visit_in_hospital,
)


# ── DC015 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_while_abroad(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    journeys = _journeys(inquiry)
    for day, visit in inquiry.seen_at_home if journeys else ():
        journey = next((each for each in journeys if _is_away(each, day, visit.at)), None)
        if journey is None:
            continue
        departed, returned = _bounds(journey)
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} says that the offender was seen at home on a day abroad:"
            " one of the two records is wrong, or the return is missing.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("abroad", journey.id),
                ("from", departed),
                ("until", returned),
            ),
        )


def _journeys(inquiry: Inquiry) -> list[Status | Trip]:
    """Return the trips not called off and the times abroad, by id: the engine, too, takes both as one state."""
    offender = inquiry.schedule.offender
    found: list[Status | Trip] = [each for each in offender.statuses if each.kind == "abroad"]
    found += [each for each in offender.trips if not is_called_off(inquiry, each)]
    return sorted(found, key=lambda each: each.id)


def _bounds(journey: Status | Trip) -> tuple[dt.date | None, dt.date | None]:
    if isinstance(journey, Trip):
        return journey.departs_on, journey.returned_on
    return journey.from_, journey.until


def _is_away(journey: Status | Trip, day: int, at: str | None) -> bool:
    departed, returned = _bounds(journey)
    if departed is None or (returned is not None and returned.toordinal() <= day):
        return False
    if departed.toordinal() < day:
        return True
    # A visit on the day of departure may have been made before leaving; only the times of day can tell.
    leaving = journey.departs_at if isinstance(journey, Trip) else None
    return day == departed.toordinal() and at is not None and leaving is not None and at >= leaving


DC015 = Check(
    code="DC015",
    slug="visit_while_abroad",
    severity=Severity.HIGH,
    what="A visit with outcome seen, at home or the place found, on a day abroad, by a trip or a status. The day of"
    " departure counts where both times are known and the visit is not the earlier; the day of return does not."
    " Without a return the time abroad is still running.",
    why="An officer was dismissed for copied records and a visit that did not take place; a visit at home"
    " to someone abroad is how such a record shows. Or the offender is back and nobody recorded it.",
    example="Departure on 1 June 2026, return on 15 June; seen at home on 14 June: flagged. Seen on 15 June: not.",
    what_to_do="Compare with the travel record and the officer's notes; correct what is wrong, or record the return.",
    clears="A corrected day, place or outcome of the visit, or corrected days of the journey.",
    source="Thames Valley misconduct hearing 2023",
    flags=_visit_while_abroad,
)


# ── DC016 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_after_death(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    deaths = inquiry.states(("deceased",))
    if not deaths:
        return
    # Of two of one day the first by id.
    died, _, state = min(deaths, key=itemgetter(0))
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


# ── DC017 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visit_after_exit(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    exits = list(_exits(inquiry))
    if not exits:
        return
    first = min(last for last, _, _ in exits)
    for day, visit in between(inquiry.made, first + 1, FAR):
        left = [(last, what) for last, back, what in exits if last < day < back]
        if not left:
            continue
        last, what = max(left)
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} is recorded for a day after {_EXITS[what]}, {to_iso(last)}: one of"
            " the two dates is wrong, or a visit was made that nobody had to receive.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("exit", what),
                ("exit_on", date_of(last)),
            ),
        )


_EXITS = {
    "subject": "the last day of the notification requirements",
    "not_subject": "the last day of the notification requirements",
    "transferred_out": "the transfer to another force",
}


def _exits(inquiry: Inquiry) -> Iterator[tuple[int, int, str]]:
    """Yield the last day, the day of coming back (FAR: none) and the kind of each exit."""
    yield from [(start, end, "transferred_out") for start, end in inquiry.runs("transferred_out")]
    yield from [(start - 1, end, "not_subject") for start, end in inquiry.runs("not_subject")]
    ends = () if inquiry.subject_in_doubt else inquiry.subject
    for (_, end), (back, _) in pairwise((*ends, (FAR, FAR))):
        if end is not None and end < FAR:
            yield end - 1, back, "subject"


DC017 = Check(
    code="DC017",
    slug="visit_after_exit",
    severity=Severity.MEDIUM,
    what="A visit or attempt is dated after the last day of the notification requirements, on a day on which a status"
    " says that they do not hold, or after the day on which the case passed to another force (a transfer accepted, or"
    " the status), and before any return. Nothing is said of the end while a registration gives no period or an order"
    " has no date: either may reach further.",
    why="Nobody is visited as a registered offender after ceasing to be one: a date is wrong, or a visit was made"
    " that rests on nothing. No inspection finding; sound practice with data.",
    example="The notification requirements end with 31 May 2026; seen at home on 1 June: flagged.",
    what_to_do="Correct the date of the visit, of the end or of the transfer; if the visit was made, take it up with"
    " the officer.",
    clears="A corrected date, or a registration, order or transfer that shows why the visit was made.",
    source="Sound practice with data",
    stability="preview",
    flags=_visit_after_exit,
)


# ── DC018 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _future_completed(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, visit in inquiry.visits[len(inquiry.made) :]:
        recorded = ordinal_of(visit.recorded_on)
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


# ── DC101 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _recorded_before(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for fact, day, told in _foretold(inquiry):
        if inquiry.reached(on := day.toordinal()):
            yield check.flag(
                inquiry,
                fact,
                since=on,
                message=f"What is dated {day} was recorded, or approved, as done on {told}, before that day: one of the"
                " two dates is wrong, or it was written down before it was done.",
                evidence=(("fact", fact), ("on", day), ("told_on", told)),
            )


def _foretold(inquiry: Inquiry) -> Iterator[tuple[str, dt.date, dt.date]]:
    """Yield what is done by the records that stand and was told before its day: its id, its day, when it was told."""
    offender = inquiry.schedule.offender
    for _, each in inquiry.made:
        # By hand, because this looks at every visit.
        if each.on is not None and each.recorded_on is not None and each.recorded_on < each.on:
            yield each.id, each.on, each.recorded_on
    others: list[tuple[Assessment | Decision, dt.date | None]] = [
        *[(each, _first(each.recorded_on, each.approved_on)) for each in offender.assessments],
        *[(each, each.recorded_on) for each in offender.decisions if each.outcome is not None],
    ]
    for other, told in others:
        if other.on is not None and told is not None and told < other.on:
            yield other.id, other.on, told


def _first(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return other if one is None or (other is not None and other < one) else one


DC101 = Check(
    code="DC101",
    slug="recorded_before",
    severity=Severity.HIGH,
    what="A visit or attempt with an outcome, an assessment or a decision is dated after the day on which it was"
    " recorded, or an assessment after the day of its approval, and that day has come. Until it has, DC018 is about the"
    " visit. The version that stands is looked at: one recorded afterwards is in order.",
    why="What is written down before it was done was made up, or a date is wrong; and on its day it would meet a duty"
    " without anybody having looked again.",
    example="On 1 June 2026 a visit of 3 June is recorded with outcome seen: flagged from 3 June.",
    what_to_do="Ask whether it was done, and on which day; correct the record.",
    clears="A corrected day, or a version recorded on or after it.",
    source="Thames Valley misconduct hearing 2023",
    stability="preview",
    flags=_recorded_before,
)

CONTRADICTIONS = (DC013, DC014, DC015, DC016, DC017, DC018, DC101)
