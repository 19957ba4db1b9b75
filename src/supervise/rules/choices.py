"""What a rule must choose, seen whole: nothing that the law leaves open has a default, and nothing is ignored.

Each function yields ``(key, message)`` for one axis; the message names what to write. A combination that the
engine would pass over in silence is refused as well: a book must never seem to say what is not done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervise.rules.basis import basis_choices
from supervise.rules.choices_calendar import calendar_choices
from supervise.rules.choices_fixed import fixed_choices, fixed_regime, not_fixed, own_length
from supervise.rules.choices_quota import quota_choices
from supervise.rules.choices_window import window_choices
from supervise.rules.duration import Duration
from supervise.rules.words import AtEnd, Cadence, ChangePolicy, Counting, Effect, ReadAt, Rebased

if TYPE_CHECKING:
    from supervise.rules.language import Changes, Limit, Regime, Rule

__all__ = ["NOTHING_BOUNDS", "choices_missing"]

NOTHING_BOUNDS = "give 'span', 'not_in' or both: nothing bounds it"

_COUNTING = "missing; write 'after', 'beginning with' or, before the anchor, 'clear days'"
_CLOCK = "missing; hours run 'elapsed' or 'wall': write which"
_FROM = "missing; hours are counted from the 'moment' of the event or from 00:00 of its 'date': write which"

_CHANGE = "missing; regimes differ from day to day: write { stricter = …, laxer = … } or { any = 'at the next anchor' }"
_READ_ONCE = (
    "regimes that look at the fact, its occurrence, a count or another duty are read once: write"
    " { any = 'at the next anchor' }"
)
_READ_AT_ONCE = (
    "nothing falls due that a change could move, and 'opens' is that of the anchor's regime: write"
    " { any = 'at the next anchor' }"
)
_NOTHING_MOVES = "nothing falls due that a state could move; let a span have 'toll', and count from its 'span_end'"


def choices_missing(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield every choice that a rule leaves open, and everything it says that would be ignored."""
    yield from _cadence(rule)
    for place, regime in enumerate(rule.regime):
        at = f"regime[{place}]"
        for key, message in _regime(rule, regime):
            yield ".".join(part for part in (at, key) if part), message
    yield from calendar_choices(rule)
    yield from _unreachable(rule)
    yield from _cautious(rule)
    yield from quota_choices(rule)
    yield from _change(rule)
    yield from _suspended(rule)
    yield from _nothing_due(rule)
    yield from _without_fact(rule)
    yield from basis_choices(rule)
    if rule.while_ is not None and rule.while_.resumes and (rule.one_per.is_cut or rule.anchor.across_gaps):
        yield "while.resumes", "leave it out: an offender, a run, a gap and 'across_gaps' have a case for each window"
    cuts = rule.while_ is not None and rule.while_.at_end is AtEnd.CUT and not rule.while_.is_bounded
    if cuts and rule.one_per.run_of is None and not rule.one_per.until_next:
        yield "while", NOTHING_BOUNDS
    if rule.gate_each_day is not None and rule.gate_each_day.relates:
        yield "gate_each_day", "'count' and 'other' are read once; write them into 'gate'"
    if rule.must and rule.gate_each_day is not None:
        yield "gate_each_day", "goes with an entitlement (must = false) only; a duty has 'gate'"


# ── how occurrences follow each other ───────────────────────────────────────────────────────────────────────────


def _cadence(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.cadence is Cadence.ROLLING:
        yield from _rolling(rule)
    else:
        for key in ("rebased_by", "rebased_at"):
            if getattr(rule, key) is not None:
                yield key, "goes with a rolling cadence only"
        if rule.anchor.last is not None:
            yield "anchor.last", "goes with a rolling cadence only; write 'first'"
    yield from fixed_choices(rule) if rule.cadence.is_fixed else not_fixed(rule)
    yield from window_choices(rule)
    if rule.cadence is Cadence.COUNTDOWN:
        yield from _countdown(rule)
    else:
        if not rule.regime:
            yield "regime", "missing; give at least one [[rule.regime]]"
        if rule.leads:
            yield "leads", "goes with a countdown only"


def _rolling(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.rebased_by is None:
        known = " or ".join(repr(each.value) for each in Rebased)
        yield "rebased_by", f"missing; say where the next period starts: {known}"
    elif rule.rebased_by.needs_date != (rule.rebased_at is not None):
        yield "rebased_at", "goes with 'a date of what meets it', and names that date"
    if not rule.met_by:
        yield "met_by", "missing; a rolling duty says what meets it"
    hangs_on_one = rule.one_per.offender or rule.one_per.span is not None
    if rule.anchor.across_gaps and (not hangs_on_one or rule.while_ is None or not rule.while_.not_in):
        what = "goes with one_per = 'offender' or { span }, and a 'while' that names states in 'not_in'"
        yield "anchor.across_gaps", what
    for place, evidence in enumerate(rule.met_by):
        # What met an occurrence would meet the next as well, and so a chain without end.
        if evidence.shared:
            yield f"met_by[{place}].shared", "leave it out: in a chain an event meets one occurrence"
        if evidence.own is not None or evidence.state is not None:
            yield f"met_by[{place}]", "names no events, each of which meets one occurrence; write 'any'"


def _countdown(rule: Rule) -> Iterator[tuple[str, str]]:
    if not rule.leads:
        yield "leads", "missing; a countdown says how long before its end it speaks, such as ['90 days']"
    if any(not lead.is_calendar and lead.working_days is None for lead in rule.leads):
        yield "leads", "write them in months, days or working days"
    for key in ("regime", "change"):
        if getattr(rule, key) not in ((), None):
            yield key, "does not go with a countdown"
    yield from _counted(rule.leads, rule.counting, backwards=True)


# ── lengths and how they are counted ────────────────────────────────────────────────────────────────────────────


def _regime(rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    yield from fixed_regime(rule, regime) if rule.cadence.is_fixed else _way(rule, regime)
    counting = regime.counting or rule.counting
    own = own_length(regime, fixed=rule.cadence.is_fixed)
    lengths = () if own is None else own.durations
    yield from _counted(lengths, counting, backwards=regime.before is not None)
    if own is not None and own.fact is not None and counting is None:
        yield "counting", _COUNTING
    hours = any(length.hours is not None for length in lengths)
    if hours and regime.from_ is None:
        yield "from", _FROM
    for key in ("opens", "latest"):
        limit: Limit | None = getattr(regime, key)
        if limit is None:
            continue
        length = limit.length
        hours = hours or length.hours is not None
        for inner, message in _limit(limit, length, regime, counting):
            yield ".".join(part for part in (key, inner) if part), message
    if hours != (regime.clock is not None):
        yield "clock", _CLOCK if hours else "goes with hours only"


def _way(rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    rolling = rule.cadence.follows
    if regime.length is None and rule.must:
        yield "", "a duty gives 'every', 'within' or 'before'; only an entitlement (must = false) may only open"
    if rolling and (regime.within is not None or regime.before is not None):
        yield "", "a rolling duty gives 'every'"
    if not rolling and regime.every is not None:
        yield "every", "goes with a rolling cadence only; write 'within' or 'before'"
    if regime.length is not None and any(each.calendar is not None for each in regime.length.durations):
        yield "", "whole units of the calendar are blocks, and no length from a day; write it in months or days"


def _limit(limit: Limit, length: Duration, regime: Regime, counting: Counting | None) -> Iterator[tuple[str, str]]:
    yield from _counted((length,), limit.counting or counting, backwards=limit.before is not None)
    if length.calendar is not None:
        yield "", "whole units of the calendar are blocks, and no length from a day; write it in months or days"
    if length.hours is not None and (limit.from_ or regime.from_) is None:
        yield "from", _FROM
    if length.hours is None and limit.from_ is not None:
        yield "from", "goes with hours only"


def _counted(lengths: tuple[Duration, ...], counting: Counting | None, *, backwards: bool) -> Iterator[tuple[str, str]]:
    """Yield a counting that is missing, or that does not go with the direction or the unit."""
    days = [length for length in lengths if length.hours is None]
    if not days:
        return
    if counting is None:
        yield "counting", _COUNTING
    elif backwards and counting in (Counting.BEGINNING_WITH, Counting.STATUTORY):
        yield "counting", "what lies before the anchor is counted 'after' (plain subtraction) or in 'clear days'"
    elif not backwards and counting is Counting.CLEAR_DAYS:
        yield "counting", "clear days are counted before the anchor only"
    elif counting is Counting.CLEAR_DAYS and any(each.months or each.working_days for each in days):
        yield "counting", "clear days are days; write the length in days"
    elif counting is Counting.STATUTORY and any(each.months or each.working_days for each in days):
        yield "counting", "statutory days are days; write the length in days"


def _unreachable(rule: Rule) -> Iterator[tuple[str, str]]:
    for place, regime in enumerate(rule.regime[:-1]):
        gives_always = regime.length is None or regime.length.fact is None
        if regime.when is None and gives_always:
            yield f"regime[{place}]", "always holds; the regimes after it would never be used"


def _cautious(rule: Rule) -> Iterator[tuple[str, str]]:
    cautious = rule.cautious
    if cautious is None:
        return
    if cautious.counting is None and cautious.anchor is None:
        yield "cautious", "give another 'counting' or another 'anchor'"
    if cautious.anchor is not None and cautious.anchor.last is None:
        yield "cautious.anchor", "a second reading counts from the last event of its kind; write { last = … }"
    if cautious.counting is not None and cautious.counting is rule.counting:
        yield "cautious.counting", "is the counting of the rule; a second reading counts otherwise"


# ── what moves a pending date ───────────────────────────────────────────────────────────────────────────────────


def _change(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.change is None:
        if any(regime.changes_by_day for regime in rule.regime):
            yield "change", _CHANGE
        return
    yield from _policies(rule, rule.change)
    once = rule.change.any_ is ChangePolicy.NEXT_ANCHOR
    if not once and any(each.when is not None and each.when.hangs_on_fact for each in rule.regime):
        yield "change", _READ_ONCE
    other = ReadAt.EACH_DAY if once else ReadAt.ANCHOR
    for place, regime in enumerate(rule.regime):
        if regime.read_at is other:
            yield f"regime[{place}].read_at", "contradicts 'change'; leave it out"


def _nothing_due(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what would move a due day where none is given: what is permitted opens, and has no end."""
    lengths = [regime.length for regime in rule.regime if regime.length is not None]
    if rule.must or rule.cadence is not Cadence.ONCE or not all(length.never for length in lengths):
        return
    if rule.change is not None and rule.change.any_ is not ChangePolicy.NEXT_ANCHOR:
        yield "change", _READ_AT_ONCE
    if rule.suspended:
        yield "suspended", _NOTHING_MOVES


def _policies(rule: Rule, change: Changes) -> Iterator[tuple[str, str]]:
    """Yield the policies that need lengths of a kind the rule does not have."""
    if rule.cadence.is_fixed:
        return
    lengths = _lengths(rule)
    for key in ("stricter", "laxer", "any_"):
        policy = getattr(change, key)
        name = f"change.{key.rstrip('_')}"
        if policy in (ChangePolicy.NEXT_MONTH, ChangePolicy.IN_PROPORTION) and _counts_back(rule):
            yield name, "goes with lengths after the anchor only; one of them lies before it"
        if policy is ChangePolicy.IN_PROPORTION and any(each.from_end_of is not None for each in rule.regime):
            yield name, "a part is counted from the change, and not from the end of a period; leave out 'from_end_of'"
        if policy is ChangePolicy.IN_PROPORTION and not all(each.is_calendar for each in lengths):
            yield name, "a part can be taken of days, months and years only; write the lengths in these"


def _suspended(rule: Rule) -> Iterator[tuple[str, str]]:
    lengths = _lengths(rule)
    for place, suspended in enumerate(rule.suspended):
        at, effect = f"suspended[{place}].effect", suspended.effect
        if rule.cadence.is_fixed:
            if effect in (Effect.DAYS_DO_NOT_COUNT, Effect.RESTARTS):
                yield at, "a series that is fixed in advance does not move; write 'skip', or what happens to the date"
            continue
        if effect is Effect.DAYS_DO_NOT_COUNT and not all(each.is_calendar for each in lengths):
            yield at, "days can be left out of days, months and years only; write the lengths in these"
        if effect is Effect.RESTARTS and any(each.hours is not None for each in lengths):
            yield at, "hours cannot start again: a state has days, and no hour at which it ended"
        if effect is Effect.RESTARTS and _counts_back(rule):
            yield at, "goes with lengths after the anchor only; one of them lies before it"
        if effect in (Effect.RESTARTS, Effect.DUE_AFTER_END) and rule.cadence is Cadence.COUNTDOWN:
            yield at, "a countdown counts back from its end, whatever happens before it"


def _lengths(rule: Rule) -> list[Duration]:
    """Return every length in words that a regime of a rule may give."""
    return [each for regime in rule.regime if regime.length is not None for each in regime.length.durations]


def _counts_back(rule: Rule) -> bool:
    return any(regime.before is not None for regime in rule.regime)


# ── what needs a fact ───────────────────────────────────────────────────────────────────────────────────────────


def _without_fact(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield whatever reads the fact the duty hangs on where it hangs on none."""
    if rule.one_per.has_fact:
        return
    message = "reads the fact the duty hangs on, and an offender, a run or a gap has none; write one_per = { each = … }"
    if rule.anchor.asks_for_fact:
        yield "anchor", message
    for key in ("gate", "gate_each_day"):
        when = getattr(rule, key)
        if when is not None and when.asks_for_fact:
            yield key, message
    for key in ("met_by", "void_by"):
        for place, evidence in enumerate(getattr(rule, key)):
            if evidence.asks_for_fact:
                yield f"{key}[{place}]", message
    for place, regime in enumerate(rule.regime):
        if regime.asks_for_fact:
            yield f"regime[{place}]", message
