"""OR 82-84: orders of a court that end, or whose conditions nobody checks."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.expiry import expiring
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.model.facts import Order

__all__ = ["FAMILY", "ORDERS"]

FAMILY = "OR"


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
    flags=_order_expiring,
)

ORDERS = (OR082,)
