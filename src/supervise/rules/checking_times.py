"""Duties that nobody could ever meet in time, and duties that never fall due: what is looked for too late."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.rules.duration import Duration
from supervise.rules.language import Limit, Regime, Rule
from supervise.rules.places import Anchor
from supervise.rules.rulebook import Rulebook
from supervise.rules.words import AtEnd, Cadence, Counting, HoursFrom, Late

__all__ = ["due_after_the_end", "known_too_late", "met_after_the_due_day", "missed_at_once", "no_first_day"]

_FROM_THE_ANCHOR = {"anchor", "after anchor"}
_ONE_DAY = 1
# Each of their occurrences begins on the day after the one before; months may lie apart.
_WITHOUT_A_PAUSE = (Cadence.GRID, Cadence.BLOCK, Cadence.WEEKDAY)


def met_after_the_due_day(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties that fall due before their anchor, of which nothing before it is looked at."""
    for rule in book.rule:
        before = _falls_due_before(rule)
        # Without a day on which it opens, a duty opens on its anchor; each lead of a countdown is such a day.
        opens = rule.cadence is Cadence.COUNTDOWN or all(each.opens is not None for each in rule.regime)
        late = _FROM_THE_ANCHOR if opens else {*_FROM_THE_ANCHOR, "opens", "first opens"}
        # A date of the fact itself may lie anywhere; a state begins on the anchor at the soonest.
        found = [each.own is None and (each.state is not None or each.since in late) for each in rule.met_by]
        if before and found and all(found):
            yield f"rule {rule.id}.met_by", "is looked for from the anchor on, and the duty falls due before it"
        elif _opens_before(rule) and found and all(found):
            yield f"rule {rule.id}.met_by", "is looked for from the anchor on, and the duty opens before it"
        closed = [
            each.window is not None and each.window[1] < 0 and each.since in _FROM_THE_ANCHOR for each in rule.met_by
        ]
        if closed and all(closed):
            yield f"rule {rule.id}.met_by", "is looked for from the anchor on, and its window ends before it"


def missed_at_once(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield series without a pause, of which what was not met is made good by nothing: the next has opened."""
    for rule in book.rule:
        if rule.late is not Late.CURRENT or rule.cadence not in _WITHOUT_A_PAUSE:
            continue
        for place, regime in enumerate(rule.regime):
            asked = regime.every is None or not regime.every.never
            if asked and regime.opens is None and regime.within is None and regime.before is None:
                what = "opens as the one before ends, so that what is late is missed at once and never overdue"
                yield f"rule {rule.id}.regime[{place}]", what


def _opens_before(rule: Rule) -> bool:
    """Whether a duty that is due once opens before its anchor, whatever the regime."""
    limits = [each.opens for each in rule.regime]
    return rule.cadence is Cadence.ONCE and all(each is not None and _is_before(each) for each in limits)


def _is_before(limit: Regime | Limit) -> bool:
    """Whether a limit lies before the anchor; one before the end of the anchor's period lies after it as a rule."""
    return limit.before is not None and limit.from_end_of is None


def _falls_due_before(rule: Rule) -> bool:
    """Whether the last day lies before the anchor: by each regime of a duty due once, by any lead of a countdown."""
    if rule.cadence is Cadence.COUNTDOWN:
        return not _on_the_day(rule.leads, rule.counting)
    return rule.cadence is Cadence.ONCE and all(
        _is_before(each)
        and not _on_the_day(each.before.durations if each.before else (), each.counting or rule.counting)
        for each in rule.regime
    )


def _on_the_day(lengths: tuple[Duration, ...], counting: Counting | None) -> bool:
    """Whether the last day is the anchor's own: no days before it, but for clear ones."""
    return counting is not Counting.CLEAR_DAYS and all(each == Duration() for each in lengths)


def known_too_late(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties that begin before an event which nobody knows of until it has happened."""
    derived = {each.id for each in book.derive}
    for rule in book.rule:
        names = () if rule.one_per.each is None else _names(rule.one_per.each.of, book)
        unknown = [name for name in names if name in derived or name.startswith("start.")]
        # Of what is fixed in advance a limit is counted from the day of each occurrence, none of which comes before.
        limits = () if rule.cadence.is_fixed else rule.regime
        early = rule.cadence is Cadence.COUNTDOWN or any(_is_early(each) for each in limits)
        if unknown and early and rule.anchor.start:
            yield (
                f"rule {rule.id}.one_per",
                f"nobody knows of '{unknown[0]}' before its day, and the duty begins before it",
            )


def _is_early(regime: Regime) -> bool:
    return _is_before(regime) or (regime.opens is not None and _is_before(regime.opens))


def _names(names: tuple[str, ...], book: Rulebook) -> tuple[str, ...]:
    """Return the events that names stand for, those of selections the book has named among them."""
    return tuple(
        inner for name in names for inner in (_names(book.define[name].of, book) if name in book.define else (name,))
    )


def moments_of_days(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties in hours from the moment at which a state begins or ends: of a run no more is known than days."""
    for rule in book.rule:
        each = () if rule.one_per.each is None else _names(rule.one_per.each.of, book)
        of_run = rule.one_per.run_of or rule.one_per.gap_of or rule.one_per.end_of
        dated = of_run is not None or any(name.startswith(("start.", "end.")) for name in each)
        by_hours = any(regime.from_ is HoursFrom.MOMENT for regime in rule.regime)
        if dated and by_hours and (rule.anchor.start or (rule.anchor.else_ is not None and rule.anchor.else_.start)):
            yield f"rule {rule.id}.anchor", "a state begins and ends with a day, so the hours run from 00:00 of it"


def no_first_day(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties counted from the first day of an offender, who has none but that of a span or the end of a state."""
    for rule in book.rule:
        if not rule.one_per.offender or not _needs_a_start(rule.anchor):
            continue
        if rule.while_ is None:
            yield f"rule {rule.id}.anchor", "'start' is no day of an offender; nobody would have the duty"
        elif not rule.while_.span:
            states = " or ".join(rule.while_.not_in)
            yield (
                f"rule {rule.id}.anchor",
                f"'start' is only the end of {states}; who was never in one would not have the duty",
            )


def _needs_a_start(anchor: Anchor) -> bool:
    """Whether an anchor gives no day where the case has no first one: nothing stands in for it."""
    parts = [_needs_a_start(each) for each in (*anchor.later_of, *anchor.earlier_of)]
    others = [_needs_a_start(each) for each in (anchor.on_or_after, anchor.next_birthday) if each is not None]
    needs = anchor.start or any(others) or (bool(parts) and all(parts))
    return needs and (anchor.else_ is None or _needs_a_start(anchor.else_))


def due_after_the_end(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield what hangs on a span and counts from its end: when it falls due, or may be done, nobody has it any more."""
    for rule in book.rule:
        end = _end_of(rule.anchor)
        if end is None or _spans(rule) != (end,):
            continue
        if _is_series_after(rule):
            yield f"rule {rule.id}.anchor", f"a series counted from the end of the span '{end}' lies after it"
        elif rule.cadence is Cadence.ONCE:
            # The last day of the span itself is in time for a duty; a permission of that day alone is one in name only.
            find = _due_too_late if rule.must else _permitted_too_late
            for place, regime in enumerate(rule.regime):
                for key, what in find(rule, regime):
                    yield f"rule {rule.id}.regime[{place}].{key}", what.format(end)


def _is_series_after(rule: Rule) -> bool:
    """Whether what is fixed in advance begins after its anchor.

    A block may begin with it and be cut to the last day, one of the calendar may hold it; ``starts`` may begin before.
    """
    is_cut = rule.while_ is not None and rule.while_.at_end is AtEnd.CUT
    may_hold_it = rule.counting is not Counting.AFTER and (is_cut or rule.counting is not Counting.BEGINNING_WITH)
    return rule.starts is None and rule.cadence.is_fixed and not (rule.cadence is Cadence.BLOCK and may_hold_it)


def _due_too_late(rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    counting = regime.counting or rule.counting
    lengths = () if regime.within is None else regime.within.durations
    least = _ONE_DAY if counting is Counting.BEGINNING_WITH else 0
    later = rule.anchor.span_end is None or rule.anchor.offset is not None
    if any(later or each.months or each.days > least or not each.is_calendar for each in lengths):
        yield "within", "falls due after the end of the span '{}', with which the duty ends"


def _permitted_too_late(_: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    if _is_early(regime):
        return
    key = "within" if regime.opens is None else "opens"
    yield key, "is permitted from the end of the span '{}' on, with which the permission ends"


def _end_of(anchor: Anchor) -> str | None:
    """Return the span on whose last day an anchor lies, or after it."""
    return anchor.span_end if anchor.next_birthday is None else _end_of(anchor.next_birthday)


def _spans(rule: Rule) -> tuple[str, ...]:
    """Return the spans with the last of which a duty ends."""
    if rule.one_per.span is not None:
        return (rule.one_per.span,)
    return () if rule.while_ is None else rule.while_.span
