"""Duties that nobody could ever meet in time, and duties that never fall due: what is looked for too late."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.rules.language import Rule
from supervise.rules.rulebook import Rulebook
from supervise.rules.words import Cadence, Counting

__all__ = ["due_after_the_end", "met_after_the_due_day", "no_first_day"]

_FROM_THE_ANCHOR = {"anchor", "after anchor"}
_ONE_DAY = 1


def met_after_the_due_day(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties that fall due before their anchor, of which nothing before it is looked at."""
    for rule in book.rule:
        before = rule.cadence is Cadence.COUNTDOWN or (
            rule.cadence is Cadence.ONCE and all(each.before is not None for each in rule.regime)
        )
        # Without a day on which it opens, a duty opens on its anchor; each lead of a countdown is such a day.
        opens = rule.cadence is Cadence.COUNTDOWN or all(each.opens is not None for each in rule.regime)
        late = _FROM_THE_ANCHOR if opens else {*_FROM_THE_ANCHOR, "opens", "first opens"}
        found = [each for each in rule.met_by if each.select is not None]
        if before and found and all(each.since in late for each in found):
            yield f"rule {rule.id}.met_by", "is looked for from the anchor on, and the duty falls due before it"


def no_first_day(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties counted from the first day of an offender, who has none: nobody would ever have them."""
    for rule in book.rule:
        if rule.one_per.offender and rule.while_ is None and rule.anchor.start:
            yield f"rule {rule.id}.anchor", "'start' is no day of an offender; nobody would have the duty"


def due_after_the_end(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties of a span that are counted from its end: by the day they fall due nobody has them any more."""
    for rule in book.rule:
        end = rule.anchor.span_end
        if end is not None and rule.must and rule.cadence is Cadence.ONCE and _spans(rule) == (end,):
            for place, regime in enumerate(rule.regime):
                counting = regime.counting or rule.counting
                lengths = () if regime.within is None else regime.within.durations
                # The last day of the span itself is in time.
                least = _ONE_DAY if counting is Counting.BEGINNING_WITH else 0
                if any(each.months or each.days > least or not each.is_calendar for each in lengths):
                    yield (
                        f"rule {rule.id}.regime[{place}].within",
                        f"falls due after the end of the span '{end}', with which the duty ends",
                    )


def _spans(rule: Rule) -> tuple[str, ...]:
    """Return the spans with the last of which a duty ends."""
    if rule.one_per.span is not None:
        return (rule.one_per.span,)
    return () if rule.while_ is None else rule.while_.span
