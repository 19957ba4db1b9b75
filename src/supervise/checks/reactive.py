"""The tests for reactive management: on which days each of them fails, by the facts now known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import add_months
from supervise.engine.clock import FAR
from supervise.engine.orders import order_life
from supervise.engine.timeline import after
from supervise.errors import DateRangeError
from supervise.model.facts import Event, Plan

__all__ = ["Failure", "failures_of"]


class Failure(NamedTuple):
    """A stretch of days, ``start`` up to and without ``end``, on which a test for reactive management fails."""

    start: int
    end: int
    test: str
    fact: str


def failures_of(inquiry: Inquiry, plan: Plan) -> Iterator[Failure]:
    """Yield every stretch of days on which a test fails; what is not recorded fails nothing, save the approver."""
    yield from _levels(inquiry)
    yield from _events(inquiry)
    yield from _orders(inquiry)
    # What somebody approves themselves is not approved.
    if plan.approved_by in (None, plan.by) and plan.from_ is not None:
        yield Failure(plan.from_.toordinal(), FAR, "approval", "")


def _levels(inquiry: Inquiry) -> Iterator[Failure]:
    """Yield the days on which the level has not been low enough for long enough.

    Where the record of levels begins later than the time subject, nothing shows a low level before it: the test asks
    for so many years. Without any level, and where one could not be read, nothing is said here: RK036 and DC095 do.
    """
    levels, years = inquiry.words("reactive-levels"), inquiry.number("reactive-years")
    if not levels or years is None:
        return
    days, held = inquiry.timeline.track("level")
    for start, end, level in zip(days, [*days[1:], FAR], held, strict=False):
        if level is not None and level not in levels:
            yield Failure(start, _years_after(end, years), "level", "")
    if inquiry.subject and not inquiry.subject_in_doubt:
        first = inquiry.subject[0][0]
        shown = max([first, *days[:1]])
        yield Failure(first, _years_after(shown, years), "level", "")


def _years_after(day: int, years: int) -> int:
    """Return the day so many years after a day; FAR where that lies beyond the calendar, or after no known day."""
    try:
        return add_months(day, 12 * years) if day < FAR else FAR
    except DateRangeError:
        return FAR


def _events(inquiry: Inquiry) -> Iterator[Failure]:
    """Yield the days on which something is recorded too short a time ago."""
    told = {
        "record": (inquiry.words("reactive-barring-events"), inquiry.number("reactive-years")),
        "intelligence": (
            inquiry.words("reactive-intelligence-events"),
            inquiry.number("reactive-intelligence-years"),
        ),
    }
    for test, (kinds, years) in told.items():
        for each in inquiry.schedule.offender.events:
            if each.kind in kinds and each.on is not None and years is not None:
                start = each.on.toordinal()
                end = _years_after(start, years)
                yield Failure(
                    start, min(end, _weighed(inquiry, each)) if test == "intelligence" else end, test, each.id
                )


def _weighed(inquiry: Inquiry, event: Event) -> int:
    """Return the day on which it was decided that reactive management continues in spite of some intelligence."""
    days = (
        each.on.toordinal()
        for each in inquiry.schedule.offender.decisions
        if each.kind == "return_to_active" and each.outcome == "continue" and each.for_ == event.id
        if each.on is not None
    )
    return min(days, default=FAR)


def _orders(inquiry: Inquiry) -> Iterator[Failure]:
    """Yield the days on which a civil order is in force; one without a first day fails nothing."""
    kinds = inquiry.words("reactive-barring-orders")
    for order in inquiry.schedule.offender.orders:
        start, last = order_life(inquiry.timeline, order)
        if order.kind in kinds and start is not None:
            yield Failure(start, after(last), "order", order.id)
