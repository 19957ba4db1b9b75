"""OR 82-84: orders of a court that end, that cannot last as recorded, or whose conditions nobody checks."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.expiry import UNDECIDED, expiring
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import date_of
from supervise.engine.orders import is_indefinite, order_life
from supervise.model.facts import Order

__all__ = ["FAMILY", "ORDERS"]

FAMILY = "OR"


# ── OR082 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _order_expiring(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in expiring(check, inquiry):
        if isinstance(case.fact, Order):
            yield check.flag(
                inquiry,
                row,
                since=row.due_day,
                message=f"The order ends with {to_iso(row.anchor_day)} and no decision is recorded: apply for another"
                " one, or record that it may end.",
                counts_days=False,
                evidence=(("order", case.key), ("kind", case.fact.kind), ("last_day", row.anchor), ("since", row.due)),
            )


OR082 = Check(
    code="OR082",
    slug="order_expiring",
    severity=Severity.HIGH,
    what="An order's last day lies at most as far ahead as one of the leads of the book (180, 90 and 30 days), and"
    " no decision on its end is recorded since the first of them.",
    why="An order that runs out unnoticed takes every power of it along; two forces were told that they did not use"
    " what orders allow.",
    example="An order whose last day is 30 June 2026: flagged from 1 January (180 days before) until a decision.",
    what_to_do="Decide with a supervisor whether to apply for another order or let it end; record the decision.",
    clears="A decision of kind order_end for this order.",
    source="HMICFRS: West Midlands 2021 and 2024; leads by default of this library",
    rules=("R-O1",),
    statuses=UNDECIDED,
    flags=_order_expiring,
)


# ── OR083 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _conflict(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    kinds, orders = inquiry.timeline.program.order_kinds, inquiry.schedule.offender.orders
    for order, verdict in zip(orders, inquiry.schedule.orders, strict=True) if orders else ():
        kind, start = kinds.get(order.kind or ""), inquiry.in_force_since(order)
        if kind is None or not start:
            continue
        endless = not kind.ends_with and _has_no_end(inquiry, order)
        why = verdict.why or ("no last day, and nothing says until further order" if endless else "")
        if why:
            yield check.flag(
                inquiry,
                order.id,
                since=start,
                message=f"The order in force since {to_iso(start)} cannot last as recorded ({why}): compare it with the"
                " order of the court.",
                evidence=(
                    ("order", order.id),
                    ("kind", order.kind),
                    ("in_force_from", date_of(start)),
                    ("ends_on", order.ends_on),
                    ("why", why),
                ),
            )


def _has_no_end(inquiry: Inquiry, order: Order) -> bool:
    """Whether nothing gives an order's last day, nor says that it has none until a court says so."""
    tl = inquiry.timeline
    return order_life(tl, order)[1] == FAR and not is_indefinite(tl, order)


OR083 = Check(
    code="OR083",
    slug="order_no_end_or_conflict",
    severity=Severity.MEDIUM,
    what="An order in force, of a kind that the rulebook knows, has neither a last day nor the mark that it runs until"
    " further order, in itself or in what it contains; or it is shorter or longer than its kind may last, or runs until"
    " further order where its kind may not; or it replaces the order that replaces it. For an interim order no last day"
    " is needed: the main decision ends it.",
    why="An end that is wrong or missing carries the notification requirements along with it: they last as long as the"
    " order. No inspection finding; sound practice with data.",
    example="A sexual harm prevention order of 1 July 2021 until 30 June 2025: four years, and the least is five.",
    what_to_do="Read the order of the court; record its last day or until further order, or take it back to the court.",
    clears="A corrected order, one that says until further order, or its end.",
    source="Sexual Offences Act 2003 ss.103C, 103D, 103G; Sentencing Code ss.343-358; lengths as in the rulebook",
    stability="preview",
    flags=_conflict,
)


# ── OR084 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _unchecked(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    kinds, limit = inquiry.words(_CONDITIONS), inquiry.number(_VISITS)
    if limit is None or not inquiry.active_since:
        return
    for order in inquiry.schedule.offender.orders:
        conditions = sorted({item.kind for item in order.items if item.kind in kinds})
        start = inquiry.in_force_since(order) if conditions else 0
        if not start:
            continue
        checked = _last_check(inquiry, start)
        visits = [(day, visit.id) for day, visit in inquiry.seen_at_home if day > checked and day >= start]
        if len(visits) >= limit:
            yield check.flag(
                inquiry,
                order.id,
                since=visits[limit - 1][0],
                message="An order has a condition that must be checked and the last visits did not check it: check the"
                " devices at the next visit.",
                evidence=(
                    ("order", order.id),
                    ("conditions", tuple(conditions)),
                    ("last_check", date_of(checked)),
                    ("visits_since", tuple(id_ for _, id_ in visits)),
                ),
            )


def _last_check(inquiry: Inquiry, start: int) -> int:
    """Return the day of the last check since an order began: a visit to detect offences, or one of devices; 0: none."""
    days = [day for day, visit in inquiry.made if visit.outcome == "seen" and "detect_offence" in visit.purposes]
    events = (each for each in inquiry.schedule.offender.events if each.kind == "device_check" and each.on is not None)
    days += [each.on.toordinal() for each in events if each.on is not None]
    return max((day for day in days if day >= start and inquiry.reached(day)), default=0)


_CONDITIONS = "order-conditions-to-check"
_VISITS = "order-check-visits"

OR084 = Check(
    code="OR084",
    slug="order_condition_unchecked",
    severity=Severity.HIGH,
    what="An order in force has a condition on devices or electronic monitoring, and since the order began or the last"
    " check the offender was seen at 2 visits at home or the place found. A check is an event device_check, or being"
    " seen at a visit to detect offences. Only of someone active.",
    why="Three forces did not use the digital tools and the powers that orders gave them; one had the software and did"
    " not look at what it showed.",
    example="An order with a check of devices since 2020; seen on 2 January and 2 March 2026 for other purposes:"
    " flagged from 2 March.",
    what_to_do="Check the devices, at a visit or by the software; record it as an event or as a purpose of the visit.",
    clears="A visit with purpose detect_offence at which the offender was seen, or an event device_check.",
    source="HMICFRS: West Midlands 2021 and 2024, Cambridgeshire 2024; number of visits by default of this library",
    thresholds=(_CONDITIONS, _VISITS),
    stability="preview",
    flags=_unchecked,
)

ORDERS = (OR082, OR083, OR084)
