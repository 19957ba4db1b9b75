"""NT 65-67: duties met late or not at all, and whether anybody recorded it, passed it on and decided."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status

__all__ = ["BREACHES", "FAMILY", "is_recorded"]

FAMILY = "NT"


# ── NT065 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _late_unrecorded(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.met_late(check.rules):
        if is_recorded(inquiry, row):
            continue
        yield check.flag(
            inquiry,
            row,
            since=row.met_day,
            message=f"The notification of {to_iso(row.met_day)} came after its last day, {to_iso(row.due_day)}, and"
            " nothing says what was made of it: record it, and decide with a supervisor.",
            evidence=(
                ("due", row.due),
                ("notified_on", row.met_on),
                ("notification", row.met_by[0]),
                ("days_late", row.days_late),
            ),
        )


def is_recorded(inquiry: Inquiry, row: Obligation) -> bool:
    """Whether what was late is on record: suspected, established or decided on after the last day.

    An entry that names no fact counts for as long after the notification as the book says.
    """
    about = {row.key, *row.met_by}
    window = inquiry.number(_RECORD_DAYS)
    until = FAR if window is None else row.met_day + window
    offender = inquiry.schedule.offender
    entries = [(each.on, each.for_) for each in offender.events if each.kind in _RECORDS]
    entries += [(each.on, each.for_) for each in offender.decisions if each.kind == "breach"]
    days = ((ordinal_of(on), for_) for on, for_ in entries)
    return any(
        row.due_day < day and inquiry.reached(day) and (for_ in about or (for_ is None and day <= until))
        for day, for_ in days
    )


_RECORDS = ("breach_suspected", "breach_established")
_RECORD_DAYS = "late-notification-record-days"

NT065 = Check(
    code="NT065",
    slug="late_notification_no_crime",
    severity=Severity.HIGH,
    what="A notification (the first, of a change, periodic, of a household with a child, of a return, or that a change"
    " did not happen) was given after its last day, and no suspected or established breach and no decision on one is"
    " recorded after that day. An entry that names the notification, or what it belongs to, counts however late it"
    " was made; one that names nothing counts up to 90 days after the notification.",
    why="A force dealt with late notifications by telephone and visits at home and recorded none of them as a crime.",
    example="A change of name on 2 March 2026, to be notified by 4 March, notified on 5 March, and no entry: flagged"
    " from 5 March.",
    what_to_do="Ask for the reason. Record the breach or why there is none, with the decision of a supervisor.",
    clears="A recorded breach, suspected or established, or a decision on one; or a corrected date.",
    source="HMICFRS: Gwent 2019; Sexual Offences Act 2003 s.91; days by default of this library",
    rules=("R-N1", "R-N2", "R-N3", "R-N4", "R-N7", "R-N8"),
    thresholds=(_RECORD_DAYS,),
    stability="preview",
    flags=_late_unrecorded,
)


# ── NT066 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _not_recorded(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"What was established on {to_iso(row.anchor_day)} is not on the national record, and the 24 hours"
            " for it are past by this reckoning: record it today, and tell everyone who manages the case.",
            evidence=(("established_on", row.anchor), ("due", row.due), ("due_at", row.due_at)),
        )


NT066 = Check(
    code="NT066",
    slug="breach_not_recorded_24h",
    severity=Severity.HIGH,
    what="A breach is established, no entry on the national record names it, and the time for one (24 hours) is past.",
    why="Whoever manages the case elsewhere acts on the national record; guidance asks for the entry within a day.",
    example="Established on 2 March 2026 at 10:00, no entry: flagged from 4 March, the first day that began after"
    " 3 March at 10:00.",
    what_to_do="Make the entry and record it; tell all who manage the case; ask whether a meeting is needed.",
    clears="An event national_record that names the breach.",
    source="College of Policing APP, notification requirements (third-party copies)",
    rules=("R-B1",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_not_recorded,
)


# ── NT067 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _stalled(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"What is suspected since {to_iso(row.anchor_day)} still waits for a decision, and its last day,"
            f" {to_iso(row.due_day)}, is past by this reckoning: decide with a supervisor and record it.",
            evidence=(("suspected_on", row.anchor), ("due", row.due), ("level", inquiry.level)),
        )


NT067 = Check(
    code="NT067",
    slug="breach_stalled",
    severity=Severity.HIGH,
    what="A breach is suspected and the last day for a decision on it is past (3 working days at a high or very high"
    " level, 10 at others).",
    why="After the report of someone who approached children it took a force nearly a month to interview, and two to"
    " write a warning.",
    example="Suspected on 2 March 2026 at a medium level: to be decided by 16 March, flagged from 17 March.",
    what_to_do="Decide: investigate and charge, arrest, or no action with the reason. Record the outcome.",
    clears="A decision of kind breach, with its outcome, that names the suspicion.",
    source="HMICFRS: Wiltshire 2022; days by default of this library",
    rules=("R-B2",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_stalled,
)

BREACHES = (NT065, NT066, NT067)
