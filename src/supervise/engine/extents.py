"""How long a span lasts: the table of periods, the sum of sentences, halving, orders, and what cuts it short.

England and Wales: Sexual Offences Act 2003 s.82 (table, halving, aggregation); the figures stand in the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from supervise.engine.clock import FAR
from supervise.engine.conditions import compile_where, under_age
from supervise.engine.happenings import Case, Event, Extent
from supervise.engine.orders import ended_early, is_indefinite, is_until_further_order, order_life
from supervise.engine.timeline import Timeline
from supervise.engine.tolling import Course, CourseFinder, compile_course, last_day, others
from supervise.rules.duration import Duration
from supervise.rules.language import Counting, SpanLength, SpanRule, Term

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["compile_span", "effective_term", "sixteenths"]

ADULT = 18

# Whether it is for life → the days with which something ends it early, each with what does.
EarlyEnds: TypeAlias = Callable[[bool], Iterator[tuple[int, str]]]
# Whether a row of the table is that of a fact, from its first day, if its term is as the row says.
RowTest: TypeAlias = Callable[[Timeline, Any, int], bool]


def effective_term(terms: Iterable[Any]) -> tuple[int, int] | None:
    """Return the sentence that counts in (months, days): consecutive terms added, overlaps taken off once.

    Only terms that count (for a Schedule 3 offence) are summed; both parts of an extended sentence count
    (Sexual Offences Act 2003 s.82(3)-(4); R v Wiles [2004] EWCA Crim 836). None if no term is known.
    """
    total: tuple[int, int] | None = None
    for term in terms:
        if term.counts is False:
            continue
        mine = ((term.months or 0) + (term.extension_months or 0), term.days or 0)
        if total is None:
            total = mine
        elif term.relation == "consecutive":
            total = (total[0] + mine[0], total[1] + mine[1])
        elif term.relation == "partly_concurrent":
            total = (total[0] + mine[0] - (term.overlap_months or 0), total[1] + mine[1])
        else:
            # Wholly concurrent: the longer governs, which X + Y - Z gives too.
            total = max(total, mine, key=sixteenths)
    return total


def sixteenths(length: tuple[int, int]) -> int:
    """Return how long months and days are together, in sixteenths of a day: sentences are in weeks, tables in months.

    A month is the twelfth part of 365 1/4 days, so that 26 weeks are no more than 6 months and 40 weeks are.

    >>> sixteenths((6, 0)) / 16, sixteenths((0, 182)) / 16
    (182.625, 182.0)
    """
    months, days = length
    return 487 * months + 16 * days


def compile_span(rule: SpanRule, compiler: Compiler) -> Callable[[Timeline], list[Extent]]:
    """Return the function that finds the extents of one span rule."""
    cases = compiler.one_per(rule.one_per)
    start = compiler.anchor(rule.start)
    holds_from = None if rule.holds_from is None else compiler.anchor(rule.holds_from)
    rows = [(row, _row_test(row, compiler)) for row in rule.length]
    ended_by = None if rule.ended_by is None else compiler.select(rule.ended_by)
    course = compile_course(rule, compiler)

    def extents(tl: Timeline) -> list[Extent]:
        found = []
        for case in cases(tl):
            first = start(tl, case)
            holds = first if holds_from is None else holds_from(tl, case)
            if first is None or holds is None:
                continue
            ends = partial(_early_ends, tl, rule, case, holds.day, ended_by)
            went = partial(_went, course, ends, case.event)
            extent = _measured(tl, rule, rows, went, case.fact, case.key, first.day, holds.day)
            if extent is not None:
                found.append(_cut(extent, ends))
        return found

    return extents


def _measured(
    tl: Timeline,
    rule: SpanRule,
    rows: list[tuple[SpanLength, RowTest]],
    course: Callable[[Timeline, int, Duration | None], Course],
    fact: Any,
    key: str,
    first: int,
    holds: int,
) -> Extent | None:
    """Return the extent the first row that holds gives; None for a row that gives none."""
    term = effective_term(fact.terms) if rule.sums_terms else None
    row, missing = _row_of(rows, tl, fact, first, term)
    months, days, halved, doubtful = 0, 0, None, FAR
    last, indefinite, endless, early = FAR, False, False, False
    lacking: tuple[str, ...] = ()
    excluded, base = 0, FAR
    changes: tuple[tuple[Any, ...], ...] = ()
    if row is None:
        lacking = (missing,)
    elif row.lasts is Term.NONE:
        return None
    elif row.lasts is Term.LIFE:
        indefinite = True
        went = course(tl, first, None) if rule.lifts_life else None
        if went is not None and went.last < FAR:
            first, length, base, last, excluded, changes = went
            months, days, indefinite, doubtful = length.months, length.days, False, last
    elif row.lasts is Term.ORDER:
        last, indefinite, endless, early = _order_last(tl, fact, first)
        doubtful = last
    else:
        full = _full_length(row, fact)
        if full is None:
            lacking = (str(row.lasts),)
        else:
            halved = _is_young(tl, fact, first) if row.under_18 is not None else False
            half = row.under_18 or full
            if halved is None:
                # The age is not known: the longer period stands, the shorter is the earliest end.
                doubtful, lacking = course(tl, first, half).last, ("born_on",)
            first, length, base, last, excluded, changes = course(tl, first, half if halved else full)
            months, days = length.months, length.days
            doubtful = min(doubtful, last)
    name = "not known" if row is None else row.name or ""
    return Extent(
        rule.id, key, fact, first, holds, last, indefinite, months, days, term, halved, name, doubtful, lacking, None,
        excluded, base, changes, indefinite or endless, early, row,
    )  # fmt: skip


def _full_length(row: SpanLength, fact: Any) -> Duration | None:
    """Return the length of a row before any halving; None if the field that gives it is missing."""
    if not isinstance(row.lasts, str):
        return row.lasts if isinstance(row.lasts, Duration) else Duration()
    months = getattr(fact, row.lasts, None)
    return None if months is None else Duration(months=months)


def _row_test(row: SpanLength, compiler: Compiler) -> RowTest:
    when = None if row.when is None else compile_where(row.when, compiler)
    return lambda tl, fact, first: when is None or bool(when(tl, fact, first, None))


def _row_of(
    rows: list[tuple[SpanLength, RowTest]], tl: Timeline, fact: Any, first: int, term: tuple[int, int] | None
) -> tuple[SpanLength | None, str]:
    """Return the first row that holds, and what would decide if none does."""
    missing = "disposal"
    for row, is_of in rows:
        if not is_of(tl, fact, first):
            continue
        if not row.reads_terms or (term is not None and _term_within(term, row)):
            return row, ""
        if term is None:
            # Of a sentence whose length decides, that is not on record. Where the row says of which disposals it is,
            # no later row is that of this fact; where it does not, there may be no sentence at all.
            missing = "terms"
            if row.when is not None:
                break
    return None, missing


def _term_within(term: tuple[int, int], row: SpanLength) -> bool:
    long = sixteenths(term)
    return (
        (row.term_more_than is None or long > _bound(row.term_more_than))
        and (row.term_at_least is None or long >= _bound(row.term_at_least))
        and (row.term_less_than is None or long < _bound(row.term_less_than))
        and (row.term_at_most is None or long <= _bound(row.term_at_most))
    )


def _bound(duration: Duration) -> int:
    return sixteenths((duration.months, duration.days))


def _is_young(tl: Timeline, fact: Any, first: int) -> bool | None:
    stated = getattr(fact, "age_on_relevant_date", None)
    if stated is not None:
        return bool(stated < ADULT)
    return under_age(tl, first, ADULT)


def _early_ends(
    tl: Timeline, rule: SpanRule, case: Case, holds: int, ended_by: int | None, for_life: bool
) -> Iterator[tuple[int, str]]:
    """Yield the days with which a date of the fact (of a trial) or an event (a review) ends what lasts longer."""
    for name in rule.cut_by:
        date = getattr(case.fact, name, None)
        if date is not None:
            yield date.toordinal(), name
    if ended_by is not None and (for_life or rule.ends_any_length):
        more = rule.ends_after or Duration()
        for event in others(tl, ended_by, case.event):
            if event.day >= holds:
                yield last_day(tl.program.corresponding, Counting.AFTER, event.day, more), event.id
                return


def _went(
    course: CourseFinder, ends: EarlyEnds, own: Event | None, tl: Timeline, first: int, length: Duration | None
) -> Course:
    """Return how a period went up to the day with which something else ends it."""
    return course(tl, first, length, min((last for last, _ in ends(length is None)), default=FAR), own)


def _cut(extent: Extent, ends: EarlyEnds) -> Extent:
    """Return the extent up to the first day with which something else ends it."""
    for last, why in ends(extent.for_life):
        if last < extent.last:
            extent = _ended(extent, last, why)
    return extent


def _ended(extent: Extent, last: int, why: str) -> Extent:
    return extent._replace(last=last, indefinite=False, doubtful_last=min(last, extent.doubtful_last), cut=(why, last))


def _order_last(tl: Timeline, fact: Any, first: int) -> tuple[int, bool, bool, bool]:
    """Return the last day of the order a registration rests on: its own, the one it names, or one then in force.

    And whether it runs until further order, whether it was made so, and whether it ended before its time.
    """
    if type(fact).__name__ == "Order":
        return _end_of(tl, fact)
    named = getattr(fact, "for_", None)
    found: tuple[int, bool, bool, bool] | None = None
    for order in tl.offender.orders:
        start, last = order_life(tl, order)
        fits = order.id == named if named is not None else start is not None and start <= first <= last
        if fits:
            # Of two with one last day the order of the facts decides nothing.
            ends = _end_of(tl, order)
            found = ends if found is None else max(found, ends)
    return (FAR, False, False, False) if found is None else found


def _end_of(tl: Timeline, order: Any) -> tuple[int, bool, bool, bool]:
    return order_life(tl, order)[1], is_indefinite(tl, order), is_until_further_order(order), ended_early(tl, order)
