"""PR 19-34 and from 101: how visits are made and written up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, pairwise

from supervise.checks.announced import ANNOUNCED_BY_TEAM, is_announced
from supervise.checks.base import Check, Flag, Severity
from supervise.checks.habits import MOST_COUNTED, days_back_to
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso, weekday
from supervise.engine.obligation import Status, date_of
from supervise.engine.records import NO_OUTCOME
from supervise.model.facts import Visit

__all__ = ["FAMILY", "PRACTICE"]

FAMILY = "PR"

_WRITE_UP = ("R-V15",)
_AT_HOME = ("home", "place_found")
# A call, or a talk at the station, is no visit that needs a second officer.
_IN_PERSON = (*_AT_HOME, "other")


# ── PR019 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _recorded_late(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.met_late(check.rules):
        yield check.flag(
            inquiry,
            row,
            since=row.met_day,
            message=f"The visit of {to_iso(row.anchor_day)} was first recorded on {to_iso(row.met_day)}, after the"
            f" last day for it, {to_iso(row.due_day)}: compare it with the notes made at the time.",
            evidence=(
                ("visit", inquiry.id_of(row)),
                ("on", row.anchor),
                ("due", row.due),
                ("recorded_on", row.met_on),
                ("days_late", row.days_late),
                ("level", inquiry.timeline.level_at(row.anchor_day)),
            ),
        )


PR019 = Check(
    code="PR019",
    slug="recorded_late",
    severity=Severity.MEDIUM,
    what="A visit or attempt was first recorded with an outcome after the last day for writing it up (3 working"
    " days; 1 at a high or very high level). An entry that does not say when it was recorded is taken as in time.",
    why="Inspectors of five forces found contact with offenders that was not recorded. What is written down weeks"
    " later is remembered worse, and nobody else could act on it in between.",
    example="Level medium, seen on Thursday 30 April 2026: to be recorded by 6 May, the bank holiday of 4 May left"
    " out. Recorded on 7 May: flagged from 7 May.",
    what_to_do="Compare the record with the notes made at the time; if one officer is late again and again, ask why.",
    clears="Nothing undoes it: an earlier version of the record, if one is missing, or a waiver.",
    source="Joint thematic inspection 2005; Thames Valley misconduct hearing 2023; days by default of this library",
    rules=_WRITE_UP,
    flags=_recorded_late,
)


# ── PR020 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _unrecorded_planned(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        visit = case.fact
        if not isinstance(visit, Visit) or visit.outcome not in NO_OUTCOME:
            continue
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"The visit dated {to_iso(row.anchor_day)} has no outcome although the last day for"
            f" recording it, {to_iso(row.due_day)}, has passed: record what came of it, or cancel it and plan anew.",
            evidence=(
                ("visit", visit.id),
                ("planned_on", visit.planned_on),
                ("on", visit.on),
                ("due", row.due),
                ("level", inquiry.timeline.level_at(row.anchor_day)),
            ),
        )


PR020 = Check(
    code="PR020",
    slug="unrecorded_planned",
    severity=Severity.HIGH,
    what="The day of a visit has passed, no outcome is recorded, and the last day for writing it up (3 working"
    " days; 1 at a high or very high level) has passed too. It counts from the day of the visit if one is given,"
    " else from the day planned.",
    why="Inspectors of five forces found contact with offenders that was not recorded. Until it says what came of"
    " it, the visit meets no duty, and nobody knows whether anyone was seen.",
    example="Level high, planned for Friday 27 February 2026: to be recorded by Monday 2 March, flagged from 3 March.",
    what_to_do="Ask the officer: record the outcome, or cancel the visit and plan another.",
    clears="A recorded outcome, or a later day planned.",
    source="Joint thematic inspection 2005; days by default of this library",
    rules=_WRITE_UP,
    statuses=(Status.OVERDUE,),
    flags=_unrecorded_planned,
)


# ── PR025 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _lone_visit(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    least = inquiry.number("visit-staff-minimum")
    if least is None:
        return
    for day, visit in [(day, visit) for day, visit in inquiry.made if len({*visit.officers}) < least]:
        officers = len({*visit.officers})
        # Without any officer recorded nobody knows how many there were.
        if not officers or visit.exception_id is not None or visit.place not in _IN_PERSON:
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} was made by fewer than {least} officers by its record, and no"
            " approved exception is recorded: add who else was there, or have a supervisor look at it.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("outcome", visit.outcome),
                ("officers", officers),
                ("minimum", least),
                ("others", len(visit.others)),
            ),
        )


PR025 = Check(
    code="PR025",
    slug="lone_visit",
    severity=Severity.HIGH,
    what="A visit or attempt at home, the place found or another place in person names at least one officer but fewer"
    " than the book asks for (2), and no approved exception. Others present are shown and do not count as officers.",
    why="Inspectors found officers visiting alone as a matter of course while their leaders thought it rare; alone,"
    " staff are open to harm, to grooming and to doubt about what was said.",
    example="Seen at home on 1 May 2026 by one officer, no exception recorded: flagged from 1 May.",
    what_to_do="Add the second officer if one was there. If not, find out why, and send two next time.",
    clears="A second officer or an approved exception on the record of the visit.",
    source="HMICFRS: Cambridgeshire 2024",
    thresholds=("visit-staff-minimum",),
    flags=_lone_visit,
)


# ── PR030 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _announced_visit(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, visit in inquiry.made:
        if not visit.announced or visit.announced_reason is not None or visit.place not in _AT_HOME:
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} was announced and no reason is recorded: record the reason, or make"
            " the next one unannounced.",
            evidence=(("visit", visit.id), ("on", visit.on), ("outcome", visit.outcome), ("place", visit.place)),
        )


PR030 = Check(
    code="PR030",
    slug="announced_visit",
    severity=Severity.MEDIUM,
    what="A visit or attempt at home or the place found was announced, and no reason for it is recorded.",
    why="Inspectors found too many visits announced: it gives time to hide a device, or signs of what is not allowed.",
    example="Seen at home on 1 May 2026, announced, no reason recorded: flagged from 1 May.",
    what_to_do="Record the reason if there was one (an interpreter, an interview, someone vulnerable in the home);"
    " else make the next visit unannounced, and soon.",
    clears="A recorded reason, or a corrected record.",
    source="HMICFRS: Metropolitan Police 2024",
    flags=_announced_visit,
)


# ── PR031 ───────────────────────────────────────────────────────────────────────────────────────────────────


_SHARE_OF_ONE = ("announced-share", "announced-share-least-visits", "announced-share-last-visits")


def _announced_share(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    share, least, most = (inquiry.number(name) for name in _SHARE_OF_ONE)
    visits = inquiry.perhaps_at_home
    if share is None or least is None or most is None:
        return
    since, window = 0, max(most, least, 1)
    # Back from the last visit, to the first since which the share has always been above.
    for count in range(len(visits), max(least, 1) - 1, -1):
        last = visits[max(0, count - window) : count]
        if 100 * sum([is_announced(visit) for _, visit in last]) <= share * len(last):
            break
        since = visits[count - 1][0]
    if since:
        recent = [visit for _, visit in visits[-window:]]
        yield _share(check, inquiry, [visit for visit in recent if is_announced(visit)], len(recent), since)


def _share(check: Check, inquiry: Inquiry, announced: list[Visit], of: int, since: int) -> Flag:
    return check.flag(
        inquiry,
        inquiry.schedule.offender.id,
        since=since,
        message=f"Of the last {of} visits at home {len(announced)} were announced: make the next ones unannounced.",
        evidence=(
            ("visits", of),
            ("announced", tuple(each.id for each in announced)),
            ("with_reason", sum(each.announced_reason is not None for each in announced)),
            ("per_cent", 100 * len(announced) // of),
        ),
    )


PR031 = Check(
    code="PR031",
    slug="announced_share",
    severity=Severity.HIGH,
    what="Of the last visits and attempts at home or the place found (10 at most, 5 at least) more than a share that"
    " the book names (20 per cent) were announced, with a reason or without. One that does not say, or has no place,"
    " counts as a visit and as not announced. For a team: of the visits and attempts of the last 90 days in its cases,"
    " from 20.",
    why="Inspectors found too many visits announced. One may have its reason; as a habit it tells the offender that"
    " nobody comes without warning.",
    example="Visits at home on the first day of each month from January to May 2026, those of April and May announced:"
    " 2 of 5 are 40 per cent, flagged from 1 May.",
    what_to_do="Make the next visits unannounced; if each has its reason, have a supervisor confirm the pattern.",
    clears="Unannounced visits, until the share is no longer above the limit.",
    source="HMICFRS: Metropolitan Police 2024; share and numbers by default of this library",
    thresholds=(*_SHARE_OF_ONE, "announced-share-team-least-visits", "team-window-days"),
    flags=_announced_share,
    group=ANNOUNCED_BY_TEAM,
)


# ── PR032 ───────────────────────────────────────────────────────────────────────────────────────────────────

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5


def _same_weekday(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    least, many = (inquiry.number(name) for name in check.thresholds)
    latest = inquiry.perhaps_at_home[-1:]
    days = days_back_to(inquiry, lambda made: weekday(made[0]) == weekday(latest[0][0]))
    if least is None or len(days) < max(least, 1):
        return
    weekdays = _weekdays_in_use(inquiry)
    name = _WEEKDAYS[weekday(days[0])]
    yield check.flag(
        inquiry,
        inquiry.schedule.offender.id,
        since=days[max(least, 1) - 1],
        severity=Severity.MEDIUM if many is not None and len(days) >= many else check.severity,
        message=f"The last {len(days)} days with a visit at home were all a {name}: make the next visit on another"
        " day of the week.",
        evidence=(
            ("weekday", name),
            ("visits", len(days)),
            ("first", date_of(days[0])),
            ("last", date_of(days[-1])),
            ("weekdays", weekdays),
            ("chance_one_in", weekdays ** (min(len(days), MOST_COUNTED) - 1)),
        ),
    )


def _weekdays_in_use(inquiry: Inquiry) -> int:
    """Return 7 if any visit fell on a Saturday or Sunday, else 5: the weekdays on which visits may be expected."""
    at_weekends = any(weekday(day) >= _SATURDAY for day, _ in inquiry.perhaps_at_home)
    return len(_WEEKDAYS) if at_weekends else _SATURDAY


PR032 = Check(
    code="PR032",
    slug="same_weekday",
    severity=Severity.INFO,
    what="The last visits and attempts at home or the place found, on at least 5 different days, all fell on one"
    " weekday. Information only; medium from 20 days. The evidence gives the chance: if each of n visits fell on any"
    " of k weekdays alike, all n would fall on one weekday once in k to the power of n-1 cases; k is 7 if any visit"
    " fell on a Saturday or Sunday, else 5; n is at most 20.",
    why="Current guidance asks to vary days and times. Who knows the day can be ready for it. In a large register"
    " some rows of 5 come by chance alone.",
    example="Visits at home on 6 January, 3 February, 3 March, 7 April and 5 May 2026, all Tuesdays: flagged from 5"
    " May; by chance once in 625 cases.",
    what_to_do="Make the next visit on another day of the week, some evening or at a weekend.",
    clears="A visit at home on another weekday.",
    source="College of Policing APP, home visits; numbers by default of this library",
    thresholds=("same-weekday-visits", "same-weekday-many-visits"),
    stability="preview",
    flags=_same_weekday,
)


# ── PR101 ───────────────────────────────────────────────────────────────────────────────────────────────────

_EDITED = ("on", "outcome", "place", "address_id")


def _edited_after(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for visit in inquiry.edited_visits():
        versions = [each for each in inquiry.versions[visit.id] if not each.withdrawn]
        told = list(dropwhile(lambda each: each.outcome in NO_OUTCOME, versions))
        first = next((day.toordinal() for each in told[:1] if (day := each.on or each.planned_on) is not None), 0)
        due = inquiry.last_day(_WRITE_UP[0], first) if first else 0
        edits = list(_edits_after(inquiry, told, due)) if due else []
        if edits:
            yield _edited(check, inquiry, visit.id, first, due, edits)


def _edits_after(inquiry: Inquiry, told: list[Visit], due: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the day and the fields of each change recorded after a day; one that has no day is none."""
    for before, after in pairwise(told):
        names = tuple(name for name in _EDITED if getattr(before, name) != getattr(after, name))
        recorded = ordinal_of(after.recorded_on)
        if names and recorded > due and inquiry.reached(recorded):
            yield recorded, names


def _edited(
    check: Check, inquiry: Inquiry, visit: str, first: int, due: int, edits: list[tuple[int, tuple[str, ...]]]
) -> Flag:
    since = edits[0][0]
    changed = {name for _, names in edits for name in names}
    return check.flag(
        inquiry,
        visit,
        since=since,
        message=f"The record of the visit first dated {to_iso(first)} was changed on {to_iso(since)}, after the last"
        f" day for writing it up, {to_iso(due)}: find out who changed it and why.",
        evidence=(
            ("visit", visit),
            ("first_on", date_of(first)),
            ("due", date_of(due)),
            ("edited_on", date_of(since)),
            ("edits", len(edits)),
            ("fields", tuple(name for name in _EDITED if name in changed)),
        ),
    )


PR101 = Check(
    code="PR101",
    slug="edited_after",
    severity=Severity.MEDIUM,
    what="A visit or attempt had been recorded with an outcome, and a version recorded after the last day for writing"
    " it up (R-V15, counted from the day it first gave) changes its day, outcome, place or address. A version that"
    " does not say when it was recorded is not held against anyone.",
    why="An officer was dismissed for copied records and a visit that did not take place. Corrections are made within"
    " days; a change to when, where or with what result, made later, needs a reason.",
    example="Level medium, seen at the station on Thursday 30 April 2026, recorded on 1 May, to be written up by 6 May;"
    " a version of 7 May says at home: flagged from 7 May.",
    what_to_do="Ask who changed it and why, and compare with the notes made at the time.",
    clears="Nothing undoes it: a waiver, once a supervisor knows the reason.",
    source="Thames Valley misconduct hearing 2023; days by default of this library",
    also_rules=_WRITE_UP,
    stability="preview",
    flags=_edited_after,
)


# ── PR104 ───────────────────────────────────────────────────────────────────────────────────────────────────

_MOST_SHOWN = 10


def _visits_unsigned(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    late = inquiry.rows(check.rules, Status.OVERDUE)
    rows = sorted(late, key=lambda row: (row.due_day, row.anchor_day, inquiry.id_of(row)))
    signed = _last_signed_off(inquiry)
    # A force that records no sign-offs in this register would get a flag for nearly everyone in it.
    if not rows or not signed:
        return
    oldest = rows[0]
    yield check.flag(
        inquiry,
        oldest,
        since=oldest.due_day + 1,
        message=f"Visits whose last day for being checked by a supervisor is past without a sign-off by someone who was"
        f" not there: {len(rows)}, the oldest made on {to_iso(oldest.anchor_day)}; have each checked, or record who"
        " checked it and when.",
        evidence=(
            ("visits", len(rows)),
            ("oldest", tuple(map(inquiry.id_of, rows[:_MOST_SHOWN]))),
            ("on", oldest.anchor),
            ("due", oldest.due),
            ("last_signed_off_on", date_of(signed)),
        ),
    )


def _last_signed_off(inquiry: Inquiry) -> int:
    """Return the last day up to now on which any visit was signed off by somebody who is named; 0 if none was."""
    return inquiry.latest(
        visit.signed_off_on.toordinal()
        for visit in inquiry.schedule.offender.visits
        if visit.signed_off_on is not None and visit.signed_off_by is not None
    )


PR104 = Check(
    code="PR104",
    slug="visits_unsigned",
    severity=Severity.MEDIUM,
    what="A visit that a supervisor is to check (of a high or very high level, and the first) has no sign-off by"
    " someone other than the officers who made it, and the last day for it (10 working days) has passed. One flag for"
    " all such visits of an offender, under the oldest. Not evaluated of an offender none of whose visits says when"
    " and by whom it was signed off: then the register is not where sign-offs are recorded.",
    why="Inspectors of several forces found that supervisors looked at cases poorly or not at all, and an officer was"
    " dismissed for copied records and a visit that did not take place: somebody who was not there must look.",
    example="Level high, an earlier visit signed off, seen on Friday 1 May 2026: to be checked by 18 May, the bank"
    " holiday of 4 May left out; flagged from 19 May.",
    what_to_do="Have a supervisor who was not there check each, the oldest first; if one was checked, record by whom"
    " and when.",
    clears="A day and a name of a sign-off on each of the visits; while others are left the flag goes on under the"
    " oldest of them.",
    source="HMICFRS: Cambridgeshire 2024, Wiltshire 2023; Thames Valley misconduct hearing 2023; days by default of"
    " this library",
    rules=("R-V16",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_visits_unsigned,
)

PRACTICE = (PR019, PR020, PR025, PR030, PR031, PR032, PR101, PR104)
