"""How long orders and spans of law last."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import attrs

from tests.oracle import course, facts_tests
from tests.oracle.days import FOREVER, birthday

#: What the first day of an order is read from of which the book says nothing.
OF_NO_KIND = ("in_force_on", "served_on", "made_on")


@dataclass(frozen=True)
class Extent:
    """How long a span lasts for one registration or order; both ends are in it."""

    span: object
    key: str
    fact: object
    first: dt.date
    holds: dt.date
    last: dt.date
    for_life: bool
    early: bool
    #: Whether a fact is missing that would say how long it lasts.
    has_no_length: bool


def first_given(fact, names):
    """Return the first date of a fact that is given; where a duty hangs on facts of two arrays, one may not have it."""
    return next((day for name in names if (day := getattr(fact, name, None))), None)


def order_life(world, order):
    """Return the first and the last day of an order."""
    start, last = _own_life(world, order)
    kind = next((each for each in world.book.order if order.kind in each.kind), None)
    if kind is None or not kind.ends_when_replaced:
        return start, last
    replaced = _replaced_on(world, order, start)
    if order.discharged_on and _is_the_same_decision(world, order, start):
        # The same decision: it lasts to the day of the other.
        _, last = _own_life(world, attrs.evolve(order, discharged_on=None))
    return start, last if replaced is None else min(last, replaced)


def _is_the_same_decision(world, order, start):
    """Whether an order was discharged from the day on which one that replaces it was made to the day it takes over."""
    for other in world.offender.orders:
        day = _takes_its_place(world, other, order, start)
        if day is not None and not _leads_to(world, order, other):
            made = min(_days_of_start(world, other))
            if made <= world.as_of and made <= order.discharged_on <= day:
                return True
    return False


def _days_of_start(world, order):
    kind = next((each for each in world.book.order if order.kind in each.kind), None)
    names = kind.start if kind else OF_NO_KIND
    return [each for name in names if (each := getattr(order, name)) is not None]


def _own_life(world, order):
    kind = next((each for each in world.book.order if order.kind in each.kind), None)
    start = first_given(order, kind.start if kind else OF_NO_KIND)
    ends = [order.ends_on]
    if order.discharged_on:
        ends.append(order.discharged_on - dt.timedelta(days=1))
    ends += [getattr(order, name) for name in (kind.ends_with if kind else ())]
    ends = [end for end in ends if end]
    if ends:
        return start, min(ends)
    if order.until_further_order or any(item.until_further_order for item in order.items):
        return start, FOREVER
    years = [item.years for item in order.items if item.years]
    if years and start:
        return start, world.sums.beginning_with(start, 12 * max(years), 0)
    return start, FOREVER


def _replaced_on(world, order, start):
    """Return the day of the first other order that takes the place of this one, and is not replaced by it in turn."""
    days = [
        day
        for other in world.offender.orders
        if (day := _takes_its_place(world, other, order, start)) and not _leads_to(world, order, other)
    ]
    return min((day for day in days if day <= world.as_of), default=None)


def _takes_its_place(world, other, order, start):
    """Return the day on which an order takes over from the one it names as replaced, no sooner than that begins."""
    day = max(_days_of_start(world, other), default=None)
    if other is order or other.replaces != order.id or day is None or (start is not None and day < start):
        return None
    return day


def _leads_to(world, order, goal):
    """Whether an order replaces another, or one that does, and so on."""
    for _ in world.offender.orders:
        named = next((each for each in world.offender.orders if each.id == order.replaces), None)
        if named is None or _takes_its_place(world, order, named, _own_life(world, named)[0]) is None:
            return False
        if named is goal:
            return True
        order = named
    return False


def extents(world):
    """Yield the extents of all spans."""
    for span in world.book.span:
        for event in world.selected(span.one_per.each):
            extent = _extent(world, span, event)
            if extent is not None and extent.last >= extent.holds:
                yield extent


def _extent(world, span, event):
    fact = event.fact
    first = _day_of(world, span.start, event)
    holds = first if span.holds_from is None else _day_of(world, span.holds_from, event)
    if first is None or holds is None:
        return None
    row = _row(world, span, event)
    # No row holds where the disposal or the sentence is not known: nothing says when it ends.
    last, for_life = (FOREVER, False) if row is None else _last(world, span, row, fact, first)
    if last is None:
        return None
    cuts = [day for name in span.cut_by if (day := getattr(fact, name))]
    stop = min([FOREVER, *cuts])
    ends = []
    if (for_life or span.ends_any_length) and span.ended_by is not None:
        ends = [each.day for each in _further(world, span.ended_by, event) if holds <= each.day <= stop]
        if ends and span.ends_after is not None:
            ends = [world.sums.after(ends[0], span.ends_after.months, span.ends_after.days)]
        stop = min([stop, *ends])
    if row is not None and course.takes(span):
        length = None if for_life else _period(world, row, fact, first)
        # What is for life takes a course only where a clean record may end it.
        if length is not None or (for_life and any(each.to is not None for each in span.shortened)):
            further = partial(_further, world, event=event)
            went = course.Period(world, span, first, length, stop, further).course()
            # What stays for life is left alone.
            if not for_life or went.last != FOREVER:
                first, last, for_life = went.first, went.last, False
    full = last
    last = min(last, stop)
    order = _order(world, fact, first) if getattr(row and row.lasts, "value", None) == "while the order lasts" else None
    early = last < full or (order is not None and last < _full_life(world, order))
    return Extent(span, fact.id, fact, first, holds, last, for_life, early, _has_no_length(row, fact, order))


def _has_no_length(row, fact, order):
    """Whether no row is known to hold, the field that gives the length is missing, or the end of an order."""
    if row is None:
        return True
    if getattr(row.lasts, "value", None) == "while the order lasts":
        return order is None or not _is_endless(order)
    return isinstance(row.lasts, str) and getattr(fact, row.lasts) is None


def _day_of(world, anchor, event):
    """Return the day an anchor gives for what an extent hangs on; None if it gives none, or a fact for it is missing."""
    from tests.oracle import anchors, cases

    found = anchors.find(world, None, anchor, cases.Case(event.id, event.day, FOREVER, event, on_event=True))
    return found.day if isinstance(found, anchors.Anchor) else None


def _further(world, select, event):
    """Return the events of a selection, but for the one that an extent hangs on."""
    return [each for each in world.past(world.selected(select)) if not _is_no_further(each, event)]


def _period(world, row, fact, first):
    """Return the length of a row that gives a period; None where it gives none."""
    if getattr(row.lasts, "value", None) is not None:
        return None
    if isinstance(row.lasts, str):
        months = getattr(fact, row.lasts)
        return None if months is None else course.Length(months, 0)
    lasts = row.under_18 if row.under_18 is not None and _was_under_18(world, fact, first) else row.lasts
    return course.Length(lasts.months, lasts.days)


def _is_no_further(other, event):
    """Whether it is the event that an extent hangs on, or one of its array that stands before it on its day."""
    places = [(-1 if each.minute is None else each.minute, each.id) for each in (other, event)]
    same_kind = other.day == event.day and type(other.fact) is type(event.fact)
    return same_kind and (other.id == event.id or places[0] < places[1])


def _full_life(world, order):
    """Return the last day that an order would have had, had nothing ended it."""
    start = _own_life(world, order)[0]
    if order.ends_on:
        return order.ends_on
    endless = _is_endless(order) or any(item.years is None for item in order.items)
    years = [item.years for item in order.items if item.years]
    return world.sums.beginning_with(start, 12 * max(years), 0) if years and start and not endless else FOREVER


def _row(world, span, event):
    """Return the first row that holds; None if none does, or a sentence decides that is not known."""
    for row in span.length:
        if row.when is not None and not facts_tests.where(world, row.when, event):
            continue
        bounds = (row.term_more_than, row.term_at_least, row.term_less_than, row.term_at_most)
        if not span.sums_terms or not any(bounds) or _within_bounds(row, event):
            return row
        if row.when is not None and sum_of_terms(event.fact.terms) is None:
            return None
    return None


def _within_bounds(row, event):
    bounds = (row.term_more_than, row.term_at_least, row.term_less_than, row.term_at_most)
    total = sum_of_terms(event.fact.terms)
    if total is None:
        return False
    total = in_days(total)
    more, least, less, most = (bound and in_days((bound.months, bound.days)) for bound in bounds)
    return (
        (more is None or total > more)
        and (least is None or total >= least)
        and (less is None or total < less)
        and (most is None or total <= most)
    )


def sum_of_terms(terms):
    """Return the months and days of the sentences that count; None if none does."""
    counting = [term for term in terms if term.counts is not False]
    total = (0, 0) if counting else None
    for term in counting:
        length = ((term.months or 0) + (term.extension_months or 0), term.days or 0)
        if term.relation == "consecutive":
            total = (total[0] + length[0], total[1] + length[1])
        elif term.relation == "partly_concurrent":
            total = (total[0] + length[0] - (term.overlap_months or 0), total[1] + length[1])
        else:
            total = max(total, length, key=in_days)
    return total


def in_days(length):
    """Return months and days as days, a month being a twelfth of 365 days and a quarter."""
    return length[0] * Fraction(1461, 48) + length[1]


def _last(world, span, row, fact, first):
    lasts = row.lasts
    count = world.sums.after if span.counting.value == "after" else world.sums.beginning_with
    if isinstance(lasts, str):
        months = getattr(fact, lasts)
        return (FOREVER if months is None else count(first, months, 0)), False
    word = getattr(lasts, "value", None)
    if word == "for life":
        return FOREVER, True
    if word == "not at all":
        return None, False
    if word == "while the order lasts":
        order = _order(world, fact, first)
        return (FOREVER, False) if order is None else (order_life(world, order)[1], _is_endless(order))
    if row.under_18 is not None and _was_under_18(world, fact, first):
        lasts = row.under_18
    return count(first, lasts.months, lasts.days), False


def _was_under_18(world, fact, first):
    stated = getattr(fact, "age_on_relevant_date", None)
    if stated is not None:
        return stated < 18
    born = world.offender.born_on
    return born is not None and first < birthday(born, 18, world.book.conventions.leap_birthday.value)


def _order(world, fact, first):
    if hasattr(fact, "made_on"):
        return fact
    if getattr(fact, "for_", None) is not None:
        return next((order for order in world.offender.orders if order.id == fact.for_), None)
    lives = [(*order_life(world, order), order) for order in world.offender.orders]
    in_force = [(last, order) for start, last, order in lives if start is not None and start <= first <= last]
    return max(in_force, key=lambda each: each[0], default=(None, None))[1]


def _is_endless(order):
    return bool(order.until_further_order or any(item.until_further_order for item in order.items))
