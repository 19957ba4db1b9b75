"""NT 63-75, 85-86: what the offender must notify, and dates on which readings of the law differ."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Status

__all__ = ["FAMILY", "NOTIFICATIONS"]

FAMILY = "NT"


# ── NT063 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _notification_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"No notification is recorded that was due by {to_iso(row.due_day)}; it is past its last"
            " day by this reckoning: check the record, then look into it.",
            evidence=(("due", row.due), ("counted_from", row.anchor), ("counted_from_id", row.anchor_id)),
        )


NT063 = Check(
    code="NT063",
    slug="notification_overdue",
    severity=Severity.CRITICAL,
    what="A first, periodic or weekly notification, or that of a change, is overdue: past its last day and"
    " not suspended.",
    why="A force dealt with late notifications by telephone and visits at home and did not record them; the"
    " lateness was then nowhere to be seen.",
    example="Last notification on 29 February 2024: the next was due by 28 February 2025, flagged from 1 March 2025.",
    what_to_do="Check station records and excuses first. Then record what happened and decide with a supervisor.",
    clears="A recorded notification that answers it.",
    source="HMICFRS: Gwent 2019; Sexual Offences Act 2003 ss.83-85",
    rules=("R-N1", "R-N2", "R-N4"),
    flags=_notification_overdue,
)


# ── NT101 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reading_differs(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # Where a fact is missing the engine says `unknown`; what is `open` differs by the reading alone.
    for row in inquiry.open_rows():
        cautious = row.cautious_day
        if not 0 < cautious < row.due_day < FAR or not inquiry.reached(cautious + 1):
            continue
        yield check.flag(
            inquiry,
            row,
            since=cautious + 1,
            message=f"By the stricter reading the last day was {to_iso(cautious)}, by the other it is"
            f" {to_iso(row.due_day)}: act now and leave nothing to the reading.",
            evidence=(("cautious_due", row.cautious_due), ("due", row.due), ("counted_from", row.anchor)),
        )


NT101 = Check(
    code="NT101",
    slug="reading_differs",
    severity=Severity.INFO,
    what="A duty of any rule is open between its cautious due and its due, and only readings of the law"
    " differ: no fact is missing.",
    why="The words of the law allow two last days. The later one is the due; whoever relies on it should know.",
    example="Last periodic notification on 30 June 2025: 29 June 2026 counting that day in, 30 June"
    " counting from the day after; flagged on 30 June.",
    what_to_do="Act as if the earlier day were the last one; take no step that rests on the reading alone.",
    clears="What meets the duty; past the due it is overdue by every reading.",
    source="Sexual Offences Act 2003 ss.85-86; SI 2004/1220",
    stability="preview",
    flags=_reading_differs,
)

NOTIFICATIONS = (NT063, NT101)
