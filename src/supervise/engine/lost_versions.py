"""Duties that rest on a registration or an order of which another version could not be read.

Set aside whole, such a fact could only bring more duties. But another version of one that is there may have ended it,
or changed how long it lasts: what is overdue by the version that can be read is unknown then (formats: Faults).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.spans import merge
from supervise.engine.happenings import Case, Extent
from supervise.engine.obligation import Obligation
from supervise.model.lost import Lost
from supervise.model.offender import ARRAYS
from supervise.rules.conditions import Select, Where
from supervise.rules.language import Anchor, Rule, SpanLength, SpanRule, Term
from supervise.rules.names import attribute_of
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOUNS
from supervise.rules.wholeness import parts_of

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline
    from supervise.model import Offender

__all__ = ["Rival", "rests_on", "rivals_of"]


class Rival(NamedTuple):
    """A version that was set aside of a fact that is there; from ``first`` on what rests on that may be over."""

    array: str
    id: str
    first: int


# ── facts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def rivals_of(offender: Offender, book: Rulebook, lost: Lost) -> list[Rival]:
    """Return the rival that a version set aside is to a registration or an order; none if it can change nothing."""
    fact = next((each for each in getattr(offender, lost.array) if each.id == lost.id), None)
    first = None if fact is None else _first_change(book, lost, _faulty(offender, lost), fact)
    return [] if fact is None or first is None else [Rival(lost.array, fact.id, first)]


def _faulty(offender: Offender, lost: Lost) -> set[str]:
    """Return the fields for which a version was set aside: `terms` for `registrations[1].terms[0].months`."""
    paths = (fault.path.split(".") for fault in offender.faults if fault.lost == lost)
    return {attribute_of(path[1].partition("[")[0]) for path in paths if len(path) > 1}


def _first_change(book: Rulebook, lost: Lost, faulty: set[str], fact: Any) -> int | None:
    """Return the day from which a version may make a difference: 0 if on any, None if on none."""
    ends, others = _read_by_spans(book, lost.array)
    given: dict[str, Any] = {**dict(lost.words), **dict(lost.dates)}
    differ = {name for name in given if given[name] != getattr(fact, name)} | faulty
    if differ & others or faulty & ends:
        return 0
    # The day of a discharge is the first on which an order is no longer in force.
    return min((given[name].toordinal() + (name != "discharged_on") for name in differ & ends), default=None)


def _read_by_spans(book: Rulebook, array: str) -> tuple[set[str], set[str]]:
    """Return the fields that end what spans make of the facts of an array, and those that they read besides."""
    ends = {name for span in book.span for name in span.cut_by}
    others = {_NOUNS_BY_ARRAY[array].kind or "", *(name for span in book.span for name in _fields_of(span))}
    if array == "orders":
        ends.update(("ends_on", "discharged_on"), *(kind.ends_with for kind in book.order))
        others.update(("items", "until_further_order", "replaces"), *(kind.start for kind in book.order))
    return {attribute_of(name) for name in ends}, {attribute_of(name) for name in others}


_NOUNS_BY_ARRAY = {noun.array: noun for noun in NOUNS.values()}


def _fields_of(span: SpanRule) -> Iterator[str]:
    for part in parts_of((span.one_per, span.start, span.holds_from, span.length)):
        if isinstance(part, Select):
            yield from part.at or ()
        elif isinstance(part, Anchor):
            yield from (part.field or "", *(part.first_given or ()))
        elif isinstance(part, Where):
            yield from part.fields
        elif isinstance(part, SpanLength):
            yield part.lasts if isinstance(part.lasts, str) and not isinstance(part.lasts, Term) else ""
    yield from ("terms",) if span.sums_terms else ()
    yield from ("age_on_relevant_date",) if any(row.under_18 is not None for row in span.length) else ()


# ── occurrences ─────────────────────────────────────────────────────────────────────────────────────────────────


def rests_on(tl: Timeline, rule: Rule, rival: Rival, row: Obligation, case: Case) -> bool:
    """Return whether an occurrence is there by a fact alone of which another version may say something else."""
    if not tl.clock.reached(rival.first):
        return False
    if case.event is not None and _is_fact(rival, case.event.fact):
        return True
    spans = () if rule.while_ is None else rule.while_.span
    extents = [extent for span in spans for extent in tl.held_extents(span)]
    mine = [extent for extent in extents if _is_fact(rival, extent.fact)]
    others = [extent for extent in extents if not _is_fact(rival, extent.fact)]
    return _hold(mine, row.anchor_day, row.anchor_day) and not _hold(others, row.anchor_day, tl.clock.as_of)


def _is_fact(rival: Rival, fact: Any) -> bool:
    return type(fact) is ARRAYS[rival.array] and fact.id == rival.id


def _hold(extents: list[Extent], first: int, last: int) -> bool:
    """Whether extents hold from one day to another without a break."""
    held = merge((extent.holds, extent.last + 1) for extent in extents)
    return any(end is not None and start <= first and last < end for start, end in held)
