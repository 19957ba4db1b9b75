"""NT 63-75, 85-86: what the offender must notify, and dates on which readings of the law differ."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.expiry import expiring
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Status
from supervise.model.facts import Address, Order

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


# ── NT069 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _address_mismatch(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    homes = [home for home in inquiry.schedule.offender.addresses if home.kind == "main" and home.from_ is not None]
    told = [home for home in homes if home.notified_on is not None and inquiry.reached(home.notified_on.toordinal())]
    known = {home.address_id for home in told}
    for home in homes:
        first = home.from_.toordinal() if home.from_ is not None else 0
        if home in told or home.address_id is None or home.address_id in known or not told:
            continue
        if _has_ended(inquiry, home) or _notice_since(inquiry, first):
            continue
        last = inquiry.last_day(_CHANGES, first)
        if last and inquiry.reached(last + 1):
            yield check.flag(
                inquiry,
                home.id,
                since=last + 1,
                message=f"The record shows a main home since {to_iso(first)} that no notice covers: find out where"
                " the offender lives, and whether a notice is missing.",
                evidence=(
                    ("address", home.id),
                    ("address_id", home.address_id),
                    ("from", home.from_),
                    ("notified_homes", tuple(sorted(str(address) for address in known))),
                ),
            )


_CHANGES = "R-N2"
_NOTICES = ("s83", "s84", "s84_advance", "s85")


def _has_ended(inquiry: Inquiry, home: Address) -> bool:
    return home.until is not None and inquiry.reached(home.until.toordinal())


def _notice_since(inquiry: Inquiry, day: int) -> bool:
    """Whether any notice that carries the home was given since: the entry may only lack the day of it."""
    notices = (
        each for each in inquiry.schedule.offender.notifications if each.kind in _NOTICES and each.on is not None
    )
    return any(inquiry.reached(each.on.toordinal()) and each.on.toordinal() >= day for each in notices if each.on)


NT069 = Check(
    code="NT069",
    slug="address_mismatch",
    severity=Severity.HIGH,
    what="A main home is on record that has not ended, carries no day of notice, is none of the homes that were"
    " notified, and no notice of any kind was given since it began; the last day for notifying the change is past.",
    why="Hundreds of offenders are missing or wanted, and homes that nobody was told of are how it begins.",
    example="The home notified in 2020 and another one on record since 2 March 2026: to be notified by 4 March,"
    " flagged from 5 March.",
    what_to_do="Ask who recorded the home and why. Visit it, and record the notice if one was given.",
    clears="A day of notice for the home, a notice since it began, an end, or a corrected record.",
    source="BBC freedom of information survey 2023; Sexual Offences Act 2003 s.84",
    stability="preview",
    flags=_address_mismatch,
)


# ── NT085 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _period_expiring(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    if inquiry.subject_in_doubt:
        # A registration that gives no period, or an order without a date, may reach further than the end known.
        return
    for row, case in expiring(check, inquiry):
        if not isinstance(case.fact, Order):
            yield check.flag(
                inquiry,
                row,
                since=row.due_day,
                message=f"The notification requirements end with {to_iso(row.anchor_day)} and no decision is recorded:"
                " agree a plan for the time after, or seek an order.",
                counts_days=False,
                evidence=(("last_day", row.anchor), ("since", row.due)),
            )


NT085 = Check(
    code="NT085",
    slug="period_expiring",
    severity=Severity.HIGH,
    what="The last day of the notification requirements, orders included, lies at most as far ahead as one of the"
    " leads of the book (180, 90 and 30 days), and no decision is recorded since the first of them. Nothing is said"
    " while a registration gives no period or an order has no date.",
    why="When the requirements end so do visits and information: what is left for the time after must be agreed"
    " before. No inspection finding; sound practice.",
    example="Five years beginning with 1 July 2021: the last day is 30 June 2026, flagged from 1 January 2026 until"
    " a decision.",
    what_to_do="Decide with a supervisor: an exit plan, partners to be told, or an application for an order.",
    clears="A decision of kind order_end that names no order.",
    source="Sound practice; leads by default of this library",
    rules=("R-O1",),
    flags=_period_expiring,
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

NOTIFICATIONS = (NT063, NT069, NT085, NT101)
