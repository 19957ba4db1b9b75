"""ST 78-79, 103: what suspends duties for long and unreviewed, or with nothing to show for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.checks.journeys import is_called_off
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.model.facts import Status as State, Trip

__all__ = ["FAMILY", "SUSPENSIONS"]

FAMILY = "ST"

_STATES = "suspension-states"


def _running(inquiry: Inquiry) -> list[tuple[int, State | Trip]]:
    """Return what suspends duties now, each with its first day, in order."""
    return [(start, each) for start, end, each in _begun(inquiry) if end == FAR or not inquiry.reached(end)]


def _begun(inquiry: Inquiry) -> list[tuple[int, int, State | Trip]]:
    """Return what suspends duties now or did, each with its first day and its end, in order."""
    kinds = inquiry.words(_STATES)
    found: list[tuple[int, int, State | Trip]] = [*inquiry.states(kinds)]
    found += [
        (trip.departs_on.toordinal(), ordinal_of(trip.returned_on, FAR), trip)
        for trip in inquiry.schedule.offender.trips
        if "abroad" in kinds and trip.departs_on is not None and not is_called_off(inquiry, trip)
    ]
    return sorted((each for each in found if inquiry.reached(each[0])), key=lambda each: (each[0], each[2].id))


# ── ST078 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _open_ended(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    days = inquiry.number(_DAYS)
    running = _running(inquiry) if days is not None else []
    if days is None or not running or not inquiry.owned_since:
        return
    for start, state in running:
        if _end(state) is not None:
            continue
        seen = _last_review(inquiry, start)
        since = max(start, seen) + days + 1
        if inquiry.reached(since):
            yield check.flag(
                inquiry,
                state.id,
                since=since,
                message=f"Duties are suspended since {to_iso(start)} without a known end, and the case was not reviewed"
                f" after {to_iso(max(start, seen))}: confirm that it still holds, and review the case.",
                evidence=(
                    ("suspension", state.id),
                    ("kind", state.kind if isinstance(state, State) else "abroad"),
                    ("from", date_of(start)),
                    ("last_review", date_of(seen)),
                    ("days", days),
                ),
            )


def _end(state: State | Trip) -> object:
    return state.until if isinstance(state, State) else state.returned_on


def _last_review(inquiry: Inquiry, start: int) -> int:
    """Return the day of the last review of the case or the plan from a day on; 0: none."""
    days = (
        each.on.toordinal()
        for each in inquiry.schedule.offender.reviews
        if each.kind in ("plan", "supervisor") and each.on is not None
    )
    return max((day for day in days if start <= day and inquiry.reached(day)), default=0)


_DAYS = "suspension-review-days"

ST078 = Check(
    code="ST078",
    slug="open_ended_suspension",
    severity=Severity.MEDIUM,
    what="Custody, hospital, time abroad or a status of not being subject has no known end, and for more than 180 days"
    " nobody reviewed the case or the plan: neither since it began nor since the last review in it. Only while someone"
    " is subject, alive and owned here.",
    why="A suspension that nobody looks at hides the oldest backlog there is: a release that was not recorded leaves"
    " someone unvisited for years.",
    example="In custody since 1 January 2026 without an end and without a review: 180 days pass on 30 June, flagged"
    " from 1 July.",
    what_to_do="Ask the prison, the hospital or the border records; record the end, or review and say so.",
    clears="A recorded end, ahead or past, or a review of kind plan or supervisor.",
    source="HMICFRS reports on backlogs, 2018-2024; days by default of this library",
    thresholds=(_STATES, _DAYS),
    stability="preview",
    flags=_open_ended,
)


# ── ST079 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _unsupported(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    running = _running(inquiry)
    if not running or _is_shown(each for _, each in running):
        return
    hidden = sorted(_hidden(inquiry), key=lambda row: (row.nominal_day, row.rule, row.key))
    if not hidden:
        return
    first, (start, state) = hidden[0], running[0]
    yield check.flag(
        inquiry,
        state.id,
        since=max(start, first.nominal_day + 1),
        message=f"A duty due by {to_iso(first.nominal_day)} is not shown as overdue because of a suspension since"
        f" {to_iso(start)} that nothing on record supports: verify it, and record what shows it.",
        evidence=(
            ("suspension", state.id),
            ("kind", state.kind if isinstance(state, State) else None),
            ("from", date_of(start)),
            ("rules", tuple(sorted({row.rule for row in hidden}))),
            ("earliest_due", date_of(first.nominal_day)),
        ),
    )


def _is_shown(states: Iterable[State | Trip]) -> bool:
    """Whether one of some states has evidence; a journey is itself what shows that someone is abroad."""
    return any(isinstance(each, Trip) or each.evidence is not None for each in states)


def _hidden(inquiry: Inquiry) -> Iterator[Obligation]:
    """Yield what is suspended and would be overdue without the suspension."""
    for row in inquiry.rows_of_all(Status.SUSPENDED):
        if 0 < row.nominal_day < FAR and inquiry.reached(row.nominal_day + 1):
            yield row


ST079 = Check(
    code="ST079",
    slug="suspension_unsupported",
    severity=Severity.HIGH,
    what="A duty would be overdue (its last day, before any suspension moved it, is past) and is suspended by a status"
    " that has no evidence. Nothing is said where another state that runs has some, or a journey is on record.",
    why="A suspension entered to hide lateness looks like any other; what shows it is the difference.",
    example="A visit due by 2 July 2026, custody since 1 June without evidence: flagged from 3 July.",
    what_to_do="Verify the state with the prison, the hospital or the border records; record what shows it, or end it.",
    clears="Evidence on the status, its end, or its withdrawal.",
    source="Sound practice with data; no inspection finding",
    thresholds=(_STATES,),
    stability="preview",
    flags=_unsupported,
)


# ── ST103 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _moved_unsupported(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows_of_all(Status.OPEN):
        if not 0 < row.nominal_day < row.due_day or not inquiry.reached(row.nominal_day + 1):
            continue
        states = [(end, each) for start, end, each in _begun(inquiry) if row.anchor_day < end and start <= row.due_day]
        over = max((end for end, _ in states), default=FAR)
        if over == FAR or _is_shown(each for _, each in states) or not inquiry.reached(over):
            continue
        yield check.flag(
            inquiry,
            row,
            since=max(over, row.nominal_day + 1),
            message=f"A duty due by {to_iso(row.nominal_day)} is not overdue only because a suspension that is over,"
            f" and that nothing on record supports, moved its last day to {to_iso(row.due_day)}: verify it, and record"
            " what shows it.",
            evidence=(
                ("suspensions", tuple(each.id for _, each in states)),
                ("ended_on", date_of(over)),
                ("due_without", row.nominal),
                ("due", row.due),
            ),
        )


ST103 = Check(
    code="ST103",
    slug="moved_unsupported",
    severity=Severity.HIGH,
    what="A duty is open, and its last day before any suspension moved it is past: one or several that are over, none"
    " of them with evidence, moved it. While one runs, ST079 is about it. Nothing is said where there is a"
    " journey.",
    why="A day in custody or abroad that nothing shows gives days of grace, and another one before they are over gives"
    " more: a visit can be put off for ever without a single overdue day.",
    example="A visit due by 2 July 2026; abroad from 1 to 3 July without evidence, which moves it to 17 July: flagged"
    " from 3 July.",
    what_to_do="Verify the states with the prison, the hospital or the border records; record what shows them, or"
    " withdraw them, and do what was due.",
    clears="Evidence on one of the states, their withdrawal, or what was due done.",
    source="Sound practice with data; no inspection finding",
    thresholds=(_STATES,),
    stability="preview",
    flags=_moved_unsupported,
)

SUSPENSIONS = (ST078, ST079, ST103)
