"""NT 74-75: journeys abroad that were not notified, or from which nobody came back."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity, Value
from supervise.checks.breaches import is_recorded
from supervise.checks.inquiry import Inquiry
from supervise.checks.journeys import is_called_off
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.model.facts import Trip

__all__ = ["FAMILY", "TRAVEL"]

FAMILY = "NT"

_DEPARTURE = "R-N6"
_RETURN = "R-N7"


# ── NT074 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _unnotified(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        what = "departure" if row.rule == _DEPARTURE else "return"
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"No notice is recorded of the {what} on {to_iso(row.anchor_day)}, and its last day,"
            f" {to_iso(row.due_day)}, is past by this reckoning: check the record, then look into it.",
            evidence=_evidence(row, what),
        )
    for row in inquiry.met_late((_DEPARTURE,)):
        if not is_recorded(inquiry, row):
            yield check.flag(
                inquiry,
                row,
                since=row.met_day,
                message=f"The notice of the departure on {to_iso(row.anchor_day)} came on {to_iso(row.met_day)}, after"
                f" its last day, {to_iso(row.due_day)}: ask for the excuse, and record it or what was decided.",
                evidence=(*_evidence(row, "departure"), ("notified_on", row.met_on)),
            )


def _evidence(row: Obligation, what: str) -> tuple[tuple[str, Value], ...]:
    return ("trip", row.key), (f"{what}_on", row.anchor), ("due", row.due), ("latest", row.latest)


NT074 = Check(
    code="NT074",
    slug="travel_unnotified",
    severity=Severity.HIGH,
    what="The notice of a journey abroad, or of the return from one, is past its last day; or the notice of the"
    " departure came after it and no excuse, suspected breach or decision is recorded. A journey known at most 7 days"
    " ahead, or with an excuse, has a later last day.",
    why="Abroad nobody visits. Hundreds of offenders went missing, and travel is one of the ways.",
    example="Departure on 1 June 2026, known since 1 March, no notice: due by 25 May, flagged from 26 May.",
    what_to_do="Before the departure: ask, notify the other country, consider an order. After it: look into it.",
    clears="A notice that names the trip; for a late one the excuse, or a recorded breach or decision on one.",
    source="Sexual Offences Act 2003 s.86; SI 2004/1220 as amended",
    rules=(_DEPARTURE, _RETURN),
    tells=(_DEPARTURE, _RETURN),
    thresholds=("late-notification-record-days",),
    stability="preview",
    flags=_unnotified,
)


# ── NT075 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _not_back(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for trip in inquiry.schedule.offender.trips:
        if trip.due_back_on is None or not _is_away(inquiry, trip):
            continue
        since = trip.due_back_on.toordinal() + 1
        if inquiry.reached(since) and inquiry.active_since:
            yield check.flag(
                inquiry,
                trip.id,
                since=since,
                message=f"The return was announced for {to_iso(since - 1)} and none is recorded: find out today where"
                " the offender is.",
                evidence=(
                    ("trip", trip.id),
                    ("departed_on", trip.departs_on),
                    ("due_back_on", date_of(since - 1)),
                    ("level", inquiry.level),
                ),
            )


def _is_away(inquiry: Inquiry, trip: Trip) -> bool:
    """Whether someone has left and, by the record, is not back; a departure or return still to come is none."""
    if trip.departs_on is None or not inquiry.reached(trip.departs_on.toordinal()) or is_called_off(inquiry, trip):
        return False
    return trip.returned_on is None or not inquiry.reached(trip.returned_on.toordinal())


NT075 = Check(
    code="NT075",
    slug="travel_not_returned",
    severity=Severity.HIGH,
    what="Someone active has left on a journey abroad, the day of return given in the notice is past, and no return is"
    " recorded. Who is in custody or hospital is not meant: it is known where.",
    why="Hundreds of offenders are wanted or missing at any time, one of them for fifteen years; a journey without an"
    " end is one of the ways to become one.",
    example="Back by 15 June 2026, no return recorded: flagged from 16 June.",
    what_to_do="Ask the offender, the household and the border records. Record the return, or start enquiries.",
    clears="A recorded return, a journey called off, or a corrected day of return.",
    source="Freedom of information surveys 2015 and 2023; Sexual Offences Act 2003 s.86",
    stability="preview",
    flags=_not_back,
)

TRAVEL = (NT074, NT075)
