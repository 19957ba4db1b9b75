"""Court orders: from when to when one is in force, and whether it may last as long as it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import frozen

from supervise.dates.corresponding import USUAL, Corresponding
from supervise.engine.clock import FAR
from supervise.engine.obligation import date_of
from supervise.engine.tolling import last_day
from supervise.rules.duration import Duration
from supervise.rules.language import Counting, OrderKind

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = [
    "OrderVerdict",
    "ended_early",
    "is_indefinite",
    "is_until_further_order",
    "item_last_day",
    "order_life",
    "replaced_by",
    "verdict",
]

# Where the book does not describe a kind of order, its first day is the first given of these.
_START = ("in_force_on", "served_on", "made_on")


@frozen
class OrderVerdict:
    """Whether an order may last as it says, why not, and its last day (None: no known end)."""

    id: str
    valid: bool
    why: str
    last_day: dt.date | None


# ── how long it is in force ─────────────────────────────────────────────────────────────────────────────────────


def order_life(tl: Timeline, order: Any) -> tuple[int | None, int]:
    """Return the first and last day of an order (FAR: no known end).

    Its recorded end, its discharge (the first day no longer in force) or what else ends its kind (the decision on the
    main application ends an interim order), whichever comes first; failing these, its longest item. The first day of
    the order that replaces it is its last, if that comes sooner; a discharge from the day on which that order is made
    is the replacement itself.
    """
    kind = _kind_of(tl, order)
    start = _start(kind, order)
    replaced = replaced_by(tl, order)
    last = min(_recorded_ends(tl, kind, order), default=None)
    if last is None:
        last = _by_its_items(order, start, tl.program.corresponding)
    return start, last if replaced is None else min(last, replaced[1])


def ended_early(tl: Timeline, order: Any) -> bool:
    """Return whether something ended an order before the end on record, or that of its longest item."""
    start, last = order_life(tl, order)
    ends = order.ends_on
    return last < (_by_its_items(order, start, tl.program.corresponding) if ends is None else ends.toordinal())


def _by_its_items(order: Any, start: int | None, sums: Corresponding) -> int:
    """Return the last day that follows from what an order contains, where none is recorded."""
    if order.until_further_order or start is None or not order.items:
        return FAR
    if any(item.until_further_order or item.years is None for item in order.items):
        return FAR
    return max(item_last_day(start, item.years, sums) for item in order.items)


def is_indefinite(tl: Timeline, order: Any) -> bool:
    """Return whether an order runs until further order, and nothing has ended it."""
    return order_life(tl, order)[1] >= FAR and is_until_further_order(order)


def is_until_further_order(order: Any) -> bool:
    """Return whether an order, or part of it, was made until further order, whether it has ended since or not."""
    return bool(order.until_further_order or any(item.until_further_order for item in order.items))


def replaced_by(tl: Timeline, order: Any) -> tuple[str, int] | None:
    """Return the id and the day of the first order that replaces one; None if none does, or its kind outlasts that.

    It replaces from the day on which it is made, served and in force, and not while that lies ahead: until then the end
    on record stands, and what is due before it. One that begins before the order it names cannot be what replaced it,
    nor can one that this order replaces in turn: then no order would be left.
    England and Wales: a new order ends the earlier one (Sentencing Code s.349).
    """
    found = [(first, each.id) for each, first in _replacing(tl, order) if tl.clock.reached(first)]
    if not found:
        return None
    first, id_ = min(found)
    return id_, first


def _replacing(tl: Timeline, order: Any) -> Iterator[tuple[Any, int]]:
    """Yield the orders that replace one, each with the day from which it does, behind or ahead."""
    kind = _kind_of(tl, order)
    if kind is None or not kind.ends_when_replaced:
        return
    for each in tl.offender.orders:
        if (first := _replaces_from(tl, each, order)) and not _replaces_in_turn(tl, order, each):
            yield each, first


def _replaces_from(tl: Timeline, later: Any, order: Any) -> int:
    """Return the day from which one order takes the place of another; 0 if it does not, or begins before it."""
    if later.replaces != order.id or later is order:
        return 0
    first, start = _takes_over(_kind_of(tl, later), later), _start(_kind_of(tl, order), order)
    return first if start is None or first >= start else 0


def _replaces_in_turn(tl: Timeline, order: Any, later: Any) -> bool:
    """Whether an order replaces the one that replaces it, itself or through others."""
    orders, passed = {each.id: each for each in tl.offender.orders}, {order.id}
    while order.id != later.id:
        named = orders.get(order.replaces)
        if named is None or named.id in passed or not _replaces_from(tl, order, named):
            return False
        passed.add(named.id)
        order = named
    return True


def item_last_day(start: int, years: int, sums: Corresponding = USUAL) -> int:
    """Return the last day of an item of an order: so many years beginning with the start."""
    return last_day(sums, Counting.BEGINNING_WITH, start, Duration(months=12 * years))


def _kind_of(tl: Timeline, order: Any) -> OrderKind | None:
    return tl.program.order_kinds.get(order.kind)


def _start(kind: OrderKind | None, order: Any) -> int | None:
    names = _START if kind is None else kind.start
    return next((date.toordinal() for name in names if (date := getattr(order, name)) is not None), None)


def _takes_over(kind: OrderKind | None, order: Any) -> int:
    """Return the day on which nothing is wanting any more for an order to hold; 0 if it has none.

    Requirements may begin with its service alone: until then those of the earlier order go on.
    """
    return max(_dates_of_start(kind, order), default=0)


def _dates_of_start(kind: OrderKind | None, order: Any) -> list[int]:
    dates = [getattr(order, name) for name in (_START if kind is None else kind.start)]
    return [date.toordinal() for date in dates if date is not None]


def _is_replaced_on(tl: Timeline, order: Any, day: int) -> bool:
    """Whether a discharge on a day is the making of the order that replaces it: nobody is free before that holds."""
    times = ((min(_dates_of_start(_kind_of(tl, each), each)), first) for each, first in _replacing(tl, order))
    return any(made <= day <= first and tl.clock.reached(made) for made, first in times)


def _recorded_ends(tl: Timeline, kind: OrderKind | None, order: Any) -> Iterator[int]:
    discharged = order.discharged_on
    if discharged is not None and not _is_replaced_on(tl, order, discharged.toordinal()):
        yield discharged.toordinal() - 1
    for name in ("ends_on", *(() if kind is None else kind.ends_with)):
        date = getattr(order, name)
        if date is not None:
            yield date.toordinal()


# ── whether it may last so long ─────────────────────────────────────────────────────────────────────────────────


def verdict(tl: Timeline, order: Any) -> OrderVerdict:
    """Return whether an order's length is lawful by what the book says of its kind; of others nothing is wrong."""
    kind = _kind_of(tl, order)
    start, last = order_life(tl, order)
    why = "" if kind is None else _fault(tl, order, kind.made(order.made_on or date_of(start or 0)), start)
    return OrderVerdict(order.id, not why, why, date_of(last))


def _fault(tl: Timeline, order: Any, kind: OrderKind, start: int | None) -> str:
    """Return what makes an order's length unlawful; empty if nothing does."""
    for item in order.items:
        fault = _item_fault(item, kind)
        if fault:
            return fault
    if order.until_further_order and not kind.until_further_order:
        return _ENDLESS
    return _fault_of_its_end(tl, order, kind, start) or _fault_of_what_it_replaces(tl, order, kind)


def _fault_of_its_end(tl: Timeline, order: Any, kind: OrderKind, start: int | None) -> str:
    """Return what is wrong with the end of an order, for as long as which those items last that do not say how long."""
    bans = [_is_travel(item, kind) for item in order.items]
    is_ban = bool(bans) and all(bans)
    # What an item says of its own time goes before the order's end; a travel ban may be shorter than the rest.
    if any(item.years is not None for item in order.items) or (any(bans) and not is_ban):
        return ""
    if is_ban and order.until_further_order:
        return _ENDLESS
    if start is None or order.ends_on is None:
        return ""
    least, most = (None, kind.travel_maximum) if is_ban else (kind.minimum, kind.maximum)
    ends, sums = order.ends_on.toordinal(), tl.program.corresponding
    if least is not None and ends < last_day(sums, Counting.BEGINNING_WITH, start, least):
        return f"shorter than {least}"
    if most is not None and ends > last_day(sums, Counting.BEGINNING_WITH, start, most):
        return f"longer than {most}"
    return ""


def _fault_of_what_it_replaces(tl: Timeline, order: Any, kind: OrderKind) -> str:
    """Return that an order is of a circle: no court makes an order in the place of one that is in place of it."""
    by = (each for each in tl.offender.orders if kind.ends_when_replaced and _replaces_from(tl, each, order))
    return "it replaces the order that replaces it" if any(_replaces_in_turn(tl, order, each) for each in by) else ""


def _item_fault(item: Any, kind: OrderKind) -> str:
    travel = _is_travel(item, kind)
    if item.until_further_order:
        return "" if kind.until_further_order and not travel else _ENDLESS
    if item.years is None:
        return ""
    most = kind.travel_maximum if travel else kind.maximum
    if most is not None and 12 * item.years > most.months:
        return f"longer than {most}"
    if not travel and kind.minimum is not None and 12 * item.years < kind.minimum.months:
        return f"shorter than {kind.minimum}"
    return ""


def _is_travel(item: Any, kind: OrderKind) -> bool:
    """Whether an item is a ban on travel that has a longest time of its own: it is for a fixed time then."""
    return item.kind == "foreign_travel" and kind.travel_maximum is not None


_ENDLESS = "until further order is not allowed"
