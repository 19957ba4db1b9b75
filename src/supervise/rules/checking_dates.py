"""Date expressions that are ambiguous at a month end or on 29 February, and how a book's conventions resolve them.

Every sum in months may reach a month that lacks the day. For each entry of a book one example is worked out with the
sums that the engine does, so that a reader sees what was chosen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import frozen

from supervise.dates.ordinals import add_months
from supervise.errors import DateRangeError
from supervise.rules.duration import Duration
from supervise.rules.language import EarlierBounds, Limit, OrderKind, Regime, Rule, SpanRule
from supervise.rules.places import Anchor
from supervise.rules.rulebook import Conventions, Rulebook
from supervise.rules.wholeness import parts_of
from supervise.rules.words import Birth, Cadence, Counting, Month

__all__ = ["leap_birthdays", "month_ends"]


@frozen
class _Sum:
    length: Duration
    counting: Counting | None = None
    backwards: bool = False


def month_ends(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield each regime, rule, span, derived event and order with such a sum, and what the book makes of it."""
    for path, sums in _sums(book):
        texts = (_example(each, book.conventions) for each in sums if each.length.months)
        told = dict.fromkeys(text for text in texts if text)
        if told:
            yield path, "; ".join(told)


def leap_birthdays(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield each rule that counts from a birthday, and when that of 29 February is kept in a common year."""
    day = book.conventions.leap_birthday.value
    for rule in book.rule:
        anchors = [part for part in parts_of(rule) if isinstance(part, Anchor)]
        if any(each.birthday or each.next_birthday or each.birth is Birth.DAY for each in anchors):
            yield f"rule {rule.id}", f"a birthday on 29 February falls on {day} in a common year"


# ── the sums of a book ──────────────────────────────────────────────────────────────────────────────────────────


def _sums(book: Rulebook) -> Iterator[tuple[str, list[_Sum]]]:
    for rule in book.rule:
        yield f"rule {rule.id}", list(_of_rule(rule))
        for place, regime in enumerate(rule.regime):
            yield f"rule {rule.id}.regime[{place}]", list(_of_regime(rule, regime))
    for span in book.span:
        yield f"span {span.id}", list(_of_span(span))
    for derive in book.derive:
        lengths = (derive.within, derive.every, derive.reach)
        sums = [_Sum(each, derive.counting) for each in lengths if isinstance(each, Duration)]
        yield f"derive {derive.id}", sums
    for place, order in enumerate(book.order):
        bounds: tuple[OrderKind | EarlierBounds, ...] = (order, *order.earlier)
        sizes = [size for each in bounds for size in (each.minimum, each.maximum, each.travel_maximum)]
        yield f"order[{place}]", [_Sum(size, Counting.BEGINNING_WITH) for size in sizes if size is not None]


def _of_rule(rule: Rule) -> Iterator[_Sum]:
    yield from _offsets(rule)
    if rule.one_per.within is not None:
        yield _Sum(rule.one_per.within, backwards=True)
    for lead in rule.leads:
        yield _Sum(lead, backwards=True)
    for suspended in rule.suspended:
        if suspended.due is not None:
            yield _Sum(suspended.due.length, Counting.BEGINNING_WITH if suspended.due.beginning_with else None)
    if rule.starts is not None and rule.starts.not_within is not None:
        yield _Sum(rule.starts.not_within)


def _offsets(entry: Rule | SpanRule) -> Iterator[_Sum]:
    for part in parts_of(entry):
        if isinstance(part, Anchor) and part.offset is not None:
            yield _Sum(part.offset)


def _of_regime(rule: Rule, regime: Regime) -> Iterator[_Sum]:
    counting = regime.counting or rule.counting
    # Months that are so far apart are added to no day: a month's own last day is its end.
    if regime.every is not None and rule.cadence is not Cadence.MONTH:
        # The days of a series correspond to the one it is counted from, whichever way its limits are counted.
        for length in regime.every.durations:
            yield _Sum(length, None if rule.cadence.is_fixed else counting)
    for each, backwards in ((regime.within, False), (regime.before, True)):
        for length in () if each is None else each.durations:
            yield _Sum(length, counting, backwards)
    for limit in (regime.opens, regime.latest):
        if limit is not None:
            yield from _of_limit(limit, counting)


def _of_limit(limit: Limit, counting: Counting | None) -> Iterator[_Sum]:
    yield _Sum(limit.length, limit.counting or counting, limit.before is not None)


def _of_span(span: SpanRule) -> Iterator[_Sum]:
    lengths: Iterable[object] = (
        *(each for row in span.length for each in (row.lasts, row.under_18)),
        *(each.by for each in span.extended_by),
        *(each for part in span.shortened for each in (part.by, part.to, part.after)),
    )
    for length in lengths:
        if isinstance(length, Duration):
            yield _Sum(length, span.counting)
    if span.ends_after is not None:
        yield _Sum(span.ends_after)
    yield from _offsets(span)


# ── one example ─────────────────────────────────────────────────────────────────────────────────────────────────


def _ends_of_months() -> Iterator[int]:
    """Yield the days that some month lacks, the last of a month first, and two leap days: one has 2100 ahead."""
    for number in (31, 30, 29):
        for month in range(1, 13):
            try:
                yield dt.date(2025, month, number).toordinal()
            except ValueError:
                continue
    yield dt.date(2024, 2, 29).toordinal()
    yield dt.date(2096, 2, 29).toordinal()


_DAYS = tuple(_ends_of_months())


def _example(asked: _Sum, conventions: Conventions) -> str:
    """Return a sum that reaches a month without the day; nothing if there is none before the year 10000."""
    try:
        return _worked(asked, conventions)
    except DateRangeError:
        return ""


def _worked(asked: _Sum, conventions: Conventions) -> str:
    length, months = asked.length, -asked.length.months if asked.backwards else asked.length.months
    day = next((day for day in _DAYS if add_months(add_months(day, months), -months) != day), None)
    if day is None:
        return ""
    sums = conventions.corresponding
    if asked.backwards:
        return f"{_date(day)} - {length} falls on {_date(sums.before(day, months=length.months, days=length.days))}"
    if asked.counting is Counting.BEGINNING_WITH:
        last = sums.beginning_with(day, months=length.months, days=length.days)
        return f"{length} beginning with {_date(day)} ends on {_date(last)}"
    return f"{_date(day)} + {length} falls on {_date(sums.after(day, months=length.months, days=length.days))}"


def _date(day: int) -> str:
    date = dt.date.fromordinal(day)
    return f"{date.day} {list(Month)[date.month - 1].value.title()} {date.year}"
