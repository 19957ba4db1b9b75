"""How long spans last, as steps: the row of the table, the sum of sentences, halving, and the orders behind them."""

from __future__ import annotations

from typing import Any

from supervise.dates.ordinals import ordinal_of
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Extent, first_given
from supervise.engine.orders import order_life, replaced_by
from supervise.engine.schedule import Schedule
from supervise.engine.steps import Counted, Lasting, OrderLife, Origin, Together
from supervise.engine.timeline import Timeline
from supervise.rules.duration import Duration
from supervise.rules.language import Authority, Confidence, SpanRule, Term
from supervise.rules.names import attribute_of

__all__ = ["day_of", "extents_of", "origin_of", "spans_of"]


def spans_of(schedule: Schedule) -> tuple[str, ...]:
    """Return the spans of the book that hold for something here, those that several others make up first.

    >>> import datetime as dt
    >>> from supervise.engine.schedule import evaluate
    >>> from supervise.model import Offender
    >>> from supervise.rules import load_rulebook
    >>> order = {"id": "o1", "kind": "shpo", "made_on": "2025-01-10", "ends_on": "2030-01-09"}
    >>> offender = Offender.from_dict({"id": "x1", "orders": [order]})
    >>> spans_of(evaluate(offender, load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 6, 1)))
    ('subject', 'order')
    """
    rules = schedule.book.span
    joint = dict.fromkeys(rule.part_of for rule in rules if rule.part_of is not None)
    alone = dict.fromkeys(rule.id for rule in rules if rule.part_of is None)
    return tuple(name for name in joint | alone if schedule.timeline.extents(name))


def extents_of(schedule: Schedule, span: str) -> tuple[Lasting | OrderLife | Together, ...]:
    """Return how long a span lasts for each registration and order, the orders it rests on, and what all give.

    Raises KeyError for a span the book does not have.
    """
    tl = schedule.timeline
    if span not in tl.program.spans:
        raise KeyError(span)
    extents = tl.extents(span)
    steps: list[Lasting | OrderLife | Together] = []
    for extent in extents:
        lasting = _lasting(schedule, extent)
        steps.append(lasting)
        steps += [_order_life(tl, order) for order in tl.offender.orders if order.id == lasting.order]
    if extents:
        longest = max(extents, key=lambda extent: (extent.last, extent.indefinite))
        steps.append(
            Together(
                span=span,
                extents=tuple(extents),
                last=longest.last,
                key=longest.key,
                indefinite=longest.indefinite,
            )
        )
    return tuple(steps)


def _lasting(schedule: Schedule, extent: Extent) -> Lasting:
    tl = schedule.timeline
    rule = next(each for each in schedule.book.span if each.id == extent.span and _hangs_on(tl, each, extent))
    row = extent.declared
    lasts = None if row is None else row.lasts
    origin = origin_of(schedule, extent.span, rule.authority, rule.source, rule.confidence)
    given = (name for name in rule.start.first_given or () if day_of(extent.fact, (name,)) == extent.first)
    return Lasting(
        extent=extent,
        field=next(given, ""),
        counting=rule.counting,
        terms=tuple(term for term in extent.fact.terms if term.counts is not False) if rule.sums_terms else (),
        bounds=() if row is None else row.bounds,
        lasts=lasts,
        young=None if row is None else row.under_18,
        sum=_sum(rule, extent, origin),
        ends_after=None if rule.ended_by is None or extent.cut is None else rule.ends_after,
        order=_order_of(tl, extent) if lasts is Term.ORDER else "",
        origin=origin,
    )


def _sum(rule: SpanRule, extent: Extent, origin: Origin) -> Counted | None:
    if extent.cut is not None or not (extent.months or extent.days) or extent.first >= FAR:
        return None
    return Counted(
        of="due",
        regime="",
        day=extent.first,
        minute=UNTIMED,
        length=Duration(months=extent.months, days=extent.days),
        before=False,
        counting=rule.counting,
        hours_from=None,
        clock=None,
        zone="",
        gives=extent.base,
        gives_minute=UNTIMED,
        source=origin,
    )


def _hangs_on(tl: Timeline, rule: SpanRule, extent: Extent) -> bool:
    """Whether it is this rule's extent: several rules of one id may stand for different facts."""
    return any(case.fact is extent.fact for case in tl.program.compiler.one_per(rule.one_per)(tl))


def _order_of(tl: Timeline, extent: Extent) -> str:
    """Return the id of the order an extent rests on: its own, or the one whose last day it has."""
    orders = [order for order in tl.offender.orders if order is extent.fact] or tl.offender.orders
    return next((order.id for order in orders if order_life(tl, order)[1] == extent.last), "")


def _order_life(tl: Timeline, order: Any) -> OrderLife:
    start, last = order_life(tl, order)
    kind = tl.program.order_kinds.get(order.kind)
    ends = () if kind is None else kind.ends_with
    replaced = replaced_by(tl, order)
    by = "until_further_order" if last == FAR else "items"
    if replaced is not None and replaced[1] == last:
        by = "replaced_by"
    for name in ("ends_on", "discharged_on", *ends):
        if day_of(order, (name,)) == last + (name == "discharged_on"):
            by = name
    years = max((item.years or 0 for item in order.items), default=0)
    return OrderLife(
        id=order.id,
        kind=str(order.kind),
        start=start,
        last=last,
        by=by,
        years=years,
        replaced_by=replaced[0] if by == "replaced_by" and replaced else "",
    )


def origin_of(schedule: Schedule, of: str, authority: Authority, source: str, confidence: Confidence) -> Origin:
    """Return where a value comes from, with the title its book gives the source; an overlay has only its name."""
    known = schedule.book.sources.get(source)
    return Origin(
        of=of,
        authority=authority.value,
        source=source,
        title=source if known is None else known.title,
        where=None if known is None else known.where,
        confidence=confidence.value,
    )


def day_of(fact: Any, names: tuple[str, ...]) -> int:
    """Return the first of these dates of a fact that is given, as an ordinal; 0 if none is."""
    return ordinal_of(first_given(fact, map(attribute_of, names)))
