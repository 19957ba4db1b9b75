"""How long spans last, in plain text: the row of the table, the sum, what did not count, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from supervise.dates.ordinals import MAX_DAY, to_iso
from supervise.engine.clock import FAR
from supervise.engine.extents import effective_term, sixteenths
from supervise.engine.happenings import Run
from supervise.engine.steps import Lasting, OrderLife, Origin, Together
from supervise.report.wording import Line, date, days_in_words, listed, months_and_days, run_in_words, sum_in_words
from supervise.rules.basis import PARTS
from supervise.rules.duration import Duration
from supervise.rules.language import Shortened, Term
from supervise.rules.reading import counted

__all__ = ["lasting_lines", "order_lines", "origin_lines", "together_lines"]

_ASSUMED = "assumed: a default of the library that no text supports"


def origin_lines(step: Origin) -> Iterator[Line]:
    """Yield where a value comes from, and how sure we are of it."""
    label = "value" if step.of in ("value", *PARTS) else "authority"
    part = f"of {step.of.replace('_', ' ')}: " if step.of in PARTS else ""
    where = "" if step.where is None else f" ({step.where})"
    confidence = _ASSUMED if step.confidence == "assumed" else step.confidence
    yield label, f"{part}{step.authority}; {step.title}{where}; confidence {confidence}"


def lasting_lines(step: Lasting) -> Iterator[Line]:
    """Yield how long a span lasts for one registration or order, what made it so, and its last day."""
    extent = step.extent
    yield "title", f"{extent.span}  {extent.key}"
    yield from origin_lines(step.origin)
    yield (
        "first day",
        "not yet known" if extent.first >= FAR else f"{date(extent.first)}{f' ({step.field})' if step.field else ''}",
    )
    if extent.holds != extent.first:
        yield "has effect", f"from {date(extent.holds)}"
    if step.terms:
        yield "sentence", _terms(step.terms)
        yield from _held_against(step)
    yield "row", _row(step)
    told = [line for kind, *change in extent.changes for line in _CHANGES[kind](*change)]
    yield from (line for line in told if line[0] != _TOLLED)
    if step.sum is not None:
        yield "sum", sum_in_words(step.sum)
    yield from (line for line in told if line[0] == _TOLLED)
    if extent.excluded:
        yield "added", days_in_words(extent.excluded)
    if extent.lacking:
        yield "not known", f"{listed(extent.lacking, 'and')}; at the earliest {date(extent.doubtful_last)}"
    if extent.cut is not None:
        why, last = extent.cut
        more = "" if step.ends_after is None else f", {step.ends_after} after it"
        yield "cut short", f"by {why}{more}: {date(last)}"
    yield "last day", "for life" if extent.indefinite else date(extent.last)


def _row(step: Lasting) -> str:
    """Return the row of the table by its name, if it has one, and how long it gives."""
    told = [part for part in (step.extent.row, _length(step)) if part]
    return (": ".join(told) or "as the fact says") + _age(step)


def _length(step: Lasting) -> str:
    if step.lasts is Term.LIFE:
        return "for life"
    if step.lasts is Term.ORDER:
        return f"as long as order {step.order or 'not known'} lasts"
    if not (step.extent.months or step.extent.days):
        return "its length is not known"
    # One that a field gives is told by the sum.
    return str(step.lasts) if isinstance(step.lasts, Duration) else ""


def _age(step: Lasting) -> str:
    extent = step.extent
    if extent.halved is None or step.young is None:
        return ""
    return f", under 18 on the first day: {step.young}" if extent.halved else ", 18 or over on the first day"


_TOLLED = "not counted"


def _tolled(run: Run) -> Iterator[Line]:
    text = f"{listed([run.id, *run.also], 'and')} from {date(run.start)}"
    if run.end >= FAR:
        yield _TOLLED, f"{text}, no known end: the last day waits for it"
    else:
        yield _TOLLED, f"{text} to {date(run.end - 1)} ({days_in_words(run.end - run.start)})"


def _held_up(run: Run) -> Iterator[Line]:
    yield "held up", f"its first day lies in {run_in_words(run)}; it begins after that"


def _by(length: Duration) -> str:
    return f"by {length}" if length != Duration() else "by nothing, as no more may be added"


def _shortened(day: int, rule: Shortened) -> Iterator[Line]:
    less = f"by {rule.by}" if rule.to is None else f"to {rule.to}"
    yield "shortened", f"{less}, earned on {date(day)}; it does not end before that day"


# What happened to a period, by kind.
_CHANGES: Mapping[str, Callable[..., Iterator[Line]]] = {
    "starts": _held_up,
    "reset": lambda id_, day: iter([("starts again", f"on {date(day)}, by {id_}")]),
    "extended": lambda id_, day, by: iter([("extended", f"{_by(by)}: {id_} on {date(day)}")]),
    "shortened": _shortened,
    "tolled": _tolled,
}


def _terms(terms: tuple[Any, ...]) -> str:
    """Return the sum of the sentences; concurrent ones do not add, the longer of them counts."""
    parts = [_term(term) for term in terms]
    total = effective_term(terms)
    more = f"; in all {months_and_days(*total)}" if total is not None and len(parts) > 1 else ""
    return "; ".join(parts) + more


def _term(term: Any) -> str:
    text = months_and_days(term.months or 0, term.days or 0)
    if term.extension_months:
        text += f" and {counted(term.extension_months, 'month')} of extension"
    relation = "" if term.relation is None else f" {term.relation.replace('_', ' ')}"
    overlap = f", {counted(term.overlap_months, 'month')} of it together" if term.overlap_months else ""
    return f"{text}{relation}{overlap}"


def _held_against(step: Lasting) -> Iterator[Line]:
    """Yield how sentences and the bounds of the row compare, where one is in months and the other in days."""
    total = effective_term(step.terms) or (0, 0)
    if step.bounds and (total[1] or any(bound.days for _, bound in step.bounds)):
        bounds = [f"{words} {bound} ({_exactly(bound.months, bound.days)})" for words, bound in step.bounds]
        month = "a month counts as the twelfth part of 365.25 days"
        yield "held against", f"{listed(bounds, 'and')}: {_exactly(*total)}; {month}"


def _exactly(months: int, days: int) -> str:
    """Return a length as days and sixteenths of one, which have no more than four decimals."""
    return f"{sixteenths((months, days)) / 16:.4f}".rstrip("0").rstrip(".") + " days"


def order_lines(step: OrderLife) -> Iterator[Line]:
    """Yield the first and last day of an order."""
    start = "not known" if step.start is None else date(step.start)
    by = {
        "items": f"its longest item, {counted(step.years or 0, 'year')} beginning with the first day",
        "until_further_order": "until further order, or no end recorded",
        "discharged_on": "the day before its discharged_on",
        "replaced_by": f"the day on which {step.replaced_by} takes its place",
    }.get(step.by, f"its {step.by}")
    yield "order", f"{step.id} ({step.kind.replace('_', ' ')}): first day {start}, last day {date(step.last)}, by {by}"


def together_lines(step: Together) -> Iterator[Line]:
    """Yield what the extents of a span give together."""
    yield "title", f"{step.span}: what all of it gives"
    for each in step.extents:
        holds = f"from {date(each.first)} for life" if each.indefinite else f"{date(each.first)} to {date(each.last)}"
        yield "part", f"{each.key}: {holds}"
    if step.indefinite or step.last >= FAR:
        yield "last day", f"{'for life' if step.indefinite else 'no known end'}, by {step.key}"
        return
    free = f"; first free day {to_iso(step.last + 1)}" if step.last < MAX_DAY else ""
    yield "last day", f"{date(step.last)}, by {step.key}{free}"
