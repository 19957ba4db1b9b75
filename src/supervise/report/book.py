"""A rulebook as a person reads it: each duty with its days, in the words of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from supervise.dates import Calendar
from supervise.dates.ordinals import to_iso
from supervise.report.lines import Line, counted, wrapped
from supervise.report.phrasing import (
    anchor_in_words,
    case_in_words,
    course_in_words,
    limit_in_words,
    row_in_words,
    suspension_in_words,
)
from supervise.report.wording import (
    by_scale,
    condition_in_words,
    days_of_month_in_words,
    listed,
    state_in_words,
    threshold_in_words,
)
from supervise.rules import Rulebook
from supervise.rules.conditions import Length
from supervise.rules.language import (
    Basis,
    Confidence,
    EarlierBounds,
    Evidence,
    Limit,
    OrderKind,
    Regime,
    Rule,
    SpanLength,
    SpanRule,
    StartsBy,
)
from supervise.rules.reading import plain

__all__ = ["book_lines", "rule_entries", "span_entries"]

_LABEL = 16


def book_lines(book: Rulebook, width: int = 100) -> Iterator[Line]:
    """Yield a rulebook in lines of at most ``width`` columns where words allow it.

    >>> from supervise import load_rulebook
    >>> next(book_lines(load_rulebook("england-wales-law@2026.1"))).text.split(":")[0]
    'england-wales-law@2026.1'
    """
    yield from wrapped(f"{book.ref}: {book.title}", width, style="heading")
    for label, text in _about(book):
        yield from _entry(label, text, width)
    for title, lines in (
        ("Events made out of others", _derived(book, width)),
        ("States of its own", _states(book, width)),
        ("Orders", _orders(book, width)),
        ("Spans of law", _spans(book, width)),
        ("Rules", _rules(book, width)),
        ("Groups of rules", _groups(book, width)),
        ("Thresholds that checks read", _thresholds(book, width)),
        ("Sources", _sources(book, width)),
    ):
        found = list(lines)
        if found:
            yield Line("")
            yield Line(title, "heading")
            yield from found


def _derived(book: Rulebook, width: int) -> Iterator[Line]:
    for derive in book.derive:
        data = plain(derive)
        how = condition_in_words({key: data[key] for key in data if key not in _SAID_APART})
        sure = f"{derive.authority.value}, {derive.source}, {_sure(derive.confidence)}"
        yield from wrapped(f"{derive.id}: {derive.kind.value}, {how} ({sure})", width, indent="  ")


_SAID_APART = ("id", "kind", "source", "authority", "confidence")


def _states(book: Rulebook, width: int) -> Iterator[Line]:
    for name, state in sorted(book.states.items()):
        yield from wrapped(f"{name}: {state_in_words(state)}", width, indent="  ")


def _spans(book: Rulebook, width: int) -> Iterator[Line]:
    for span in book.span:
        yield from _titled(_name(span.id, "", span.part_of), span_entries(span), width)


def _orders(book: Rulebook, width: int) -> Iterator[Line]:
    for order in book.order:
        yield from _titled(listed(order.kind), _order_entries(order), width)


def _rules(book: Rulebook, width: int) -> Iterator[Line]:
    for rule in book.rule:
        yield from _titled(_name(rule.id, f"  {rule.duty}", rule.part_of), rule_entries(rule, book.levels.scale), width)


def _groups(book: Rulebook, width: int) -> Iterator[Line]:
    for group in book.group:
        yield from wrapped(f"{group.id}: of {listed(group.of, 'and')}, {group.governs.value}", width, indent="  ")


def _thresholds(book: Rulebook, width: int) -> Iterator[Line]:
    for name, threshold in sorted(book.thresholds.items()):
        value = by_scale(plain(threshold.value), book.levels.scale)
        text = f"{threshold_in_words(value)} ({threshold.source}; {_sure(threshold.confidence)})"
        yield from wrapped(f"{name}: {text}", width, indent="  ")


def _sources(book: Rulebook, width: int) -> Iterator[Line]:
    for name, source in sorted(book.sources.items()):
        where = ", ".join(part for part in (source.where, source.seen) if part)
        yield from wrapped(f"{name}: {source.title}{f' ({where})' if where else ''}", width, indent="  ")


def _titled(title: str, entries: Iterable[tuple[str, str]], width: int) -> Iterator[Line]:
    yield Line("")
    yield from wrapped(title, width, first="", indent="      ", style="heading")
    for label, text in entries:
        yield from _entry(label, text, width)


def _entry(label: str, text: str, width: int) -> Iterator[Line]:
    yield from wrapped(text, width, first=f"  {label}".ljust(_LABEL), indent=" " * _LABEL)


def _name(id: str, duty: str, part_of: str | None) -> str:
    return f"{id}{duty}" + ("" if part_of is None else f" (part of {part_of})")


def _sure(confidence: Confidence) -> str:
    return "assumed: no text supports it" if confidence is Confidence.ASSUMED else confidence.value


def _closed_days(calendar: Calendar | None) -> str:
    if calendar is None:
        return "none"
    covers = f"{to_iso(calendar.covers_from)} to {to_iso(calendar.covers_to)}"
    return f"{calendar.reference}, {covers}, sha256 {calendar.sha256}"


def _about(book: Rulebook) -> Iterator[tuple[str, str]]:
    yield "sha256", book.sha256
    if book.extends:
        yield "extends", ", ".join(book.extends)
    yield "calendar", _closed_days(book.calendar)
    for name in sorted(book.calendars):
        yield "of rules", _closed_days(book.calendars[name])
    yield "levels", ", ".join(reversed(book.levels.scale))
    yield "month end", book.conventions.month_end.value
    yield "29 February", f"in a common year {book.conventions.leap_day.value}"
    yield "states", f"on the day one ended: {book.conventions.end_day.value}"
    if book.conventions.week_begins is not None:
        yield "weeks", f"begin on {book.conventions.week_begins.value}"
    yield "times", book.conventions.zone
    yield "assumed", f"{counted(book.assumed, 'value')} that no text supports"
    if book.review_by is not None:
        yield "look again by", book.review_by.isoformat()
    for overlay in book.overlays:
        yield "overlay", f"{overlay.id}@{overlay.version}, sha256 {overlay.sha256}"
    for each in book.amendments:
        yield (
            "amended",
            f"{each.path} from {each.before} to {each.after} by {each.overlay}: {each.reason}, {each.approved_by}",
        )


# ── orders, spans and rules ─────────────────────────────────────────────────────────────────────────────────────


def _order_entries(order: OrderKind) -> Iterator[tuple[str, str]]:
    """Yield what a book says of a kind of order, choice by choice, each under its label."""
    bounds = _bounds_in_words(order) or ["any time"]
    yield "lasts", ", ".join((*bounds, "or until further order" if order.until_further_order else _ENDS))
    if order.travel_maximum is not None:
        yield "travel ban", f"at most {order.travel_maximum}, {_ENDS}"
    for was in order.earlier:
        travel = [] if was.travel_maximum is None else [f"a travel ban at most {was.travel_maximum}"]
        yield "made before", f"{was.before.isoformat()}: {', '.join((*_bounds_in_words(was), *travel))}"
    first_given = "the first given of " if len(order.start) > 1 else ""
    yield "begins", f"on {first_given}{listed(order.start)}"
    ends = (*order.ends_with, *(["the order that replaces it"] if order.ends_when_replaced else []))
    if ends:
        yield "ends with", ", or ".join(ends)
    yield "source", f"{order.authority.value}, {order.source}, {_sure(order.confidence)}"


_ENDS = "never until further order"


def _bounds_in_words(bounds: OrderKind | EarlierBounds) -> list[str]:
    """Return how long an order may last at least and at most, each where it is said."""
    least = [f"at least {bounds.minimum}"] if bounds.minimum is not None else []
    return least + ([f"at most {bounds.maximum}"] if bounds.maximum is not None else [])


def span_entries(span: SpanRule) -> Iterator[tuple[str, str]]:
    """Yield what a span says, choice by choice, each under its label."""
    yield "one per", case_in_words(span.one_per)
    yield "counted from", f"{span.counting.value} {anchor_in_words(span.start)}"
    if span.holds_from is not None:
        yield "has effect", f"from {anchor_in_words(span.holds_from)}"
    if span.sums_terms:
        yield "sentences", "those that count are added up"
    for row in span.length:
        yield "lasts", _lasts(row)
    if span.cut_by:
        yield "cut short by", listed(span.cut_by)
    if span.ended_by is not None:
        after = "" if span.ends_after is None else f", {span.ends_after} after it"
        reach = ", whatever its length" if span.ends_any_length else ""
        yield "ended by", f"{condition_in_words(span.ended_by.plain())}{after}{reach}"
    yield from _course(span)
    yield "source", f"{span.authority.value}, {span.source}, {_sure(span.confidence)}"


def _course(span: SpanRule) -> Iterator[tuple[str, str]]:
    if span.reset_by is not None:
        yield "starts again", f"with each {condition_in_words(span.reset_by.plain())}"
    for label, parts in (("not counted", span.toll), ("shortened", span.shortened), ("extended by", span.extended_by)):
        for part in parts:
            yield label, course_in_words(part)


def _lasts(row: SpanLength) -> str:
    name = "" if row.name is None else f"{row.name}: "
    young = "" if row.under_18 is None else f" (under 18: {row.under_18})"
    tests = row_in_words(row)
    return f"{name}{condition_in_words(row.plain()['lasts'])}{young}{f' if {tests}' if tests else ''}"


def rule_entries(rule: Rule, scale: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield what a rule says, choice by choice, each under its label; lengths by level in the order of a scale."""
    yield "whose", f"{rule.duty_of.value}, {'must' if rule.must else 'may'}; {rule.cadence.value}"
    yield "one per", case_in_words(rule.one_per)
    if rule.while_ is not None:
        spans = [listed(rule.while_.span)] if rule.while_.span else []
        states = [f"not in {listed(rule.while_.not_in)}"] if rule.while_.not_in else []
        after = ", and goes on after a state" if rule.while_.resumes else ""
        bounds = ", ".join(spans + states) or "what it hangs on lasts"
        yield "while", f"{bounds}; at its end: {rule.while_.at_end.value}{after}"
    for label, each in (("in force", rule.in_force), ("only if", rule.gate), ("on days when", rule.gate_each_day)):
        if each is not None:
            yield label, condition_in_words(plain(each))
    yield "counted from", anchor_in_words(rule.anchor)
    for regime in rule.regime:
        yield "due", _regime(rule, regime, scale)
    yield from _fixed(rule)
    yield from _closed(rule)
    if rule.leads:
        yield "due", f"{listed([str(lead) for lead in rule.leads], 'and')} before{_counting(rule, None)}"
    if rule.cautious is not None:
        yield "or cautiously", condition_in_words(plain(rule.cautious))
    for evidence in rule.met_by:
        yield "met by", _evidence(evidence)
    if rule.rebased_by is not None:
        field = "" if rule.rebased_at is None else f" ({rule.rebased_at})"
        yield "starts again", f"from {rule.rebased_by.value}{field}"
    for evidence in rule.void_by:
        yield "void by", _evidence(evidence)
    for suspended in rule.suspended:
        yield "suspended", f"in {suspension_in_words(suspended)}"
    if rule.change is not None:
        yield "on a change", condition_in_words(plain(rule.change))
    yield from _bases(rule)


def _bases(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.waivable:
        yield "waivers", "flags on it may be set aside, although it is law"
    yield "source", _basis(rule, rule)
    for key, own in rule.rests_on.items():
        yield "source", f"of {key.replace('_', ' ')}: {_basis(rule, own)}"


def _basis(rule: Rule, own: Rule | Regime | Basis) -> str:
    """Return what a part of a rule rests on; what it does not say is that of the rule."""
    authority, source = own.authority or rule.authority, own.source or rule.source
    return f"{authority.value}, {source}, {_sure(own.confidence or rule.confidence)}"


def _fixed(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what only a fixed cadence says."""
    if rule.starts is not None:
        starts = rule.starts
        later = "" if starts.not_within is None else f", not within {starts.not_within}"
        yield (
            "starts",
            f"with the first whose {_STARTS[starts.by]} after {anchor_in_words(starts.after)}{later}",
        )
    if rule.late is not None:
        yield "late", f"an event after the due day {rule.late.value}"
    if rule.partial is not None:
        yield "in part", f"of a calendar block: {rule.partial.value}"
    if rule.may_set is not None:
        yield "may be set", f"by the authority, {rule.may_set.value}"


_STARTS = {
    StartsBy.DAY: "day comes",
    StartsBy.OPENS: "opening comes",
    StartsBy.LAST: "last day comes",
}


def _closed(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.calendar is not None:
        yield "closed days", f"those of {rule.calendar}"
    if rule.roll is not None:
        yield "if closed", f"the {rule.roll.value}"


def _evidence(evidence: Evidence) -> str:
    """Return the events first, and after them the tests they must pass."""
    data = plain(evidence)
    events = data.pop("any", None) or data.pop("define", None)
    parts = [condition_in_words(each) for each in (events, data) if each]
    return "; ".join(parts)


def _counting(rule: Rule, regime: Regime | None) -> str:
    counting = (regime.counting if regime is not None else None) or rule.counting
    return "" if counting is None else f", counted '{counting.value}'"


def _regime(rule: Rule, regime: Regime, scale: Sequence[str]) -> str:
    when = "" if regime.when is None else f" if {condition_in_words(plain(regime.when))}"
    name = "" if regime.name is None else f"{regime.name}: "
    parts = [f"{name}{_length(regime, scale)}{when}{_counting(rule, regime)}"]
    parts += [_limit(key, limit) for key, limit in (("opens", regime.opens), ("at latest", regime.latest)) if limit]
    if regime.to_end_of is not None:
        parts.append(f"to the end of the {regime.to_end_of.value}")
    if regime.roll is not None:
        parts.append(f"if closed the {regime.roll.value}")
    if regime.calendar is not None:
        parts.append(f"closed days of {regime.calendar}")
    parts += [f"quota {_quota(**plain(quota))}" for quota in regime.quota]
    if regime.clock is not None:
        skips = "" if regime.skips is None else f", not on {regime.skips.value}"
        start = "" if regime.from_ is None else f" from the {regime.from_.value}"
        parts.append(f"{regime.clock.value} hours{start}{skips}")
    if regime.authority or regime.source or regime.confidence:
        parts.append(_basis(rule, regime))
    return "; ".join(parts)


def _quota(id: str, **more: Any) -> str:
    return f"{id}: {condition_in_words(more)}"


def _length(regime: Regime, scale: Sequence[str]) -> str:
    if regime.every is not None or regime.names_days:
        days = f", {days_of_month_in_words(regime.days)}" if regime.days else ""
        return f"{_series(regime, scale)}{days}{_beside(regime, scale)}"
    if regime.length is None:
        return "no last day"
    if regime.length.never:
        return "never"
    words = _words(regime.length, scale)
    if regime.before is not None:
        return f"{words} before{_end_of(regime)}"
    return f"within {words}" if regime.from_end_of is None else f"within {words} after{_end_of(regime)}"


def _beside(regime: Regime, scale: Sequence[str]) -> str:
    """Return the limit that a series gives beside the days it names."""
    if regime.limit is None:
        return ""
    side = "before" if regime.before else "after"
    return f", due {_words(regime.limit, scale)} {side}{_end_of(regime, ' that')}"


def _end_of(regime: Regime, otherwise: str = "") -> str:
    """Return the end of a period that a length is counted from."""
    return otherwise if regime.from_end_of is None else f" the end of the {regime.from_end_of.value}"


def _series(regime: Regime, scale: Sequence[str]) -> str:
    """Return how far occurrences lie apart, or the days on which they lie."""
    if regime.weekday is not None:
        return f"every {regime.weekday.value}{'' if regime.at is None else f' by {regime.at}'}"
    if regime.every is None:
        return f"every {listed([month.value for month in regime.named], 'and')}"
    if regime.times is not None:
        return f"at least {regime.times} in any {_words(regime.every, scale)}"
    return "never" if regime.every.never else f"every {_words(regime.every, scale)}"


def _words(length: Length, scale: Sequence[str]) -> str:
    return condition_in_words(by_scale(length.plain(), scale))


def _limit(key: str, limit: Limit) -> str:
    return f"{key} {limit_in_words(limit)}"
