"""What a fixed cadence must choose, and what it would ignore: its series is fixed in advance, and no event moves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervise.model.forms import TIME
from supervise.rules.choices_quota import has_quotas
from supervise.rules.conditions import Length
from supervise.rules.duration import Duration
from supervise.rules.words import AtEnd, Birth, Cadence, ChangePolicy, Counting, Effect, Late, Partial

if TYPE_CHECKING:
    from supervise.rules.language import Regime, Rule

__all__ = ["fixed_choices", "fixed_regime", "not_fixed", "own_length"]

_LATE = f"missing; it has no default: write {' or '.join(repr(each.value) for each in Late)}"
_PARTIAL = f"missing; it has no default: write '{Partial.NONE.value}' or '{Partial.WHOLE.value}'"
_PARTIAL_QUOTAS = f"{_PARTIAL} or '{Partial.IN_PROPORTION.value}'"
_ONLY_FIXED = "goes with a cadence that is fixed in advance only"
_KEYS = ("starts", "late", "partial", "may_set")

# What a change may do: no event moves a series, so that nothing can be counted from the last one.
_POLICIES = (ChangePolicy.FROM_CHANGE, ChangePolicy.EARLIER, ChangePolicy.KEEP, ChangePolicy.NEXT_ANCHOR)


def not_fixed(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what only a fixed cadence knows, on a rule of another."""
    for key in _KEYS:
        if getattr(rule, key) is not None:
            yield key, _ONLY_FIXED
    if rule.while_ is not None and rule.while_.at_end is AtEnd.CUT:
        yield "while.at_end", _ONLY_FIXED
    for place, suspended in enumerate(rule.suspended):
        if suspended.effect is Effect.SKIP:
            yield f"suspended[{place}].effect", _ONLY_FIXED
    if rule.anchor.birth is not None:
        yield "anchor.birth", f"{_ONLY_FIXED}; write {{ birthday = … }} for one age"
    for place, regime in enumerate(rule.regime):
        for key in _OF_SERIES:
            if getattr(regime, key) not in (None, ()):
                yield f"regime[{place}].{key}", _ONLY_FIXED


def fixed_choices(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield every choice that a rule of a fixed cadence leaves open, and what it says that would be ignored."""
    if rule.late is None:
        yield "late", _LATE
    if not rule.must:
        yield "must", "an entitlement does not go with a fixed cadence; write cadence = 'once'"
    if rule.cautious is not None:
        yield "cautious", "does not go with a fixed cadence: its days are not counted from an event"
    if not has_quotas(rule):
        yield from _evidence(rule)
    yield from _birth(rule)
    yield from _starts(rule)
    yield from _counting(rule)
    yield from _partial(rule)
    if not has_quotas(rule):
        yield from _change(rule)


def _evidence(rule: Rule) -> Iterator[tuple[str, str]]:
    if not rule.met_by:
        yield "met_by", "missing; a fixed cadence says what meets it"
    for place, evidence in enumerate(rule.met_by):
        if evidence.since != "anchor":
            yield f"met_by[{place}].since", "leave it out: an occurrence of a fixed cadence is met from its opening on"
        if evidence.own is not None or evidence.state is not None:
            yield f"met_by[{place}]", "names no events; an occurrence of a fixed cadence is met by one: write 'any'"


def _birth(rule: Rule) -> Iterator[tuple[str, str]]:
    birth = rule.anchor.birth
    wanted = _BIRTHS.get(rule.cadence)
    if birth is not None and birth is not wanted:
        write = "leave it out" if wanted is None else f"write '{wanted.value}'"
        yield "anchor.birth", f"does not go with this cadence; {write}"


_BIRTHS = {Cadence.GRID: Birth.DAY, Cadence.MONTH: Birth.MONTH}


def _starts(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.starts is None and (rule.anchor.birth is not None or any(regime.named for regime in rule.regime)):
        yield "starts", "missing; nothing else says with which occurrence it begins: write { after = …, by = … }"


def _counting(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.cadence is Cadence.GRID and rule.counting is not Counting.AFTER:
        yield "counting", "the days of a grid lie so long after its anchor; write 'after'"
    if rule.cadence is Cadence.BLOCK and any(each.calendar is None for each in _lengths(rule)):
        if rule.counting not in (Counting.AFTER, Counting.BEGINNING_WITH):
            yield "counting", "missing; the first block begins on the anchor ('beginning with') or the day 'after'"
    elif rule.cadence is Cadence.BLOCK and rule.counting is not None:
        yield "counting", "calendar blocks are not counted from a day; leave it out, or write it on the limits"


def _partial(rule: Rule) -> Iterator[tuple[str, str]]:
    calendar = any(each.calendar is not None for each in _lengths(rule))
    if rule.cadence is Cadence.BLOCK and calendar and rule.partial is None:
        yield "partial", _PARTIAL_QUOTAS if has_quotas(rule) else _PARTIAL
    elif not calendar and rule.partial is not None:
        yield "partial", "goes with blocks of the calendar only"


def _lengths(rule: Rule) -> list[Duration]:
    return [each for regime in rule.regime if regime.every is not None for each in regime.every.durations]


def _change(rule: Rule) -> Iterator[tuple[str, str]]:
    for key in ("stricter", "laxer", "any"):
        policy = None if rule.change is None else getattr(rule.change, "any_" if key == "any" else key)
        if policy is not None and policy not in _POLICIES:
            known = ", ".join(repr(each.value) for each in _POLICIES)
            yield f"change.{key}", f"does not go with a fixed cadence; known: {known}"


# ── regimes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def fixed_regime(rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    """Yield what a regime of a fixed cadence lacks, and what does not go with its series."""
    if regime.every is not None and regime.every.never:
        yield from ((key, _NO_DAYS) for key in _OF_SERIES if getattr(regime, key) not in (None, ()))
        return
    keys = _SERIES.get(rule.cadence, ("every",))
    if sum(getattr(regime, key) not in (None, ()) for key in keys) != 1:
        yield keys[0], f"write {' or '.join(repr(key) for key in keys)}, and one alone: it says where the series lies"
        return
    for key in ("every", *_OF_SERIES):
        if key not in (*keys, *_BESIDE.get(rule.cadence, ())) and getattr(regime, key) not in (None, ()):
            yield key, "does not go with this cadence"
    if regime.every is not None:
        for message in _every(rule, regime.every):
            yield "every", message
    yield from _days(regime)
    limit = regime.limit
    if limit is not None and limit.duration is None:
        yield _key(regime), "write one length; regimes with 'when' tell levels apart"
    elif limit is not None and limit.duration is not None and limit.duration.calendar is not None:
        yield _key(regime), "whole units of the calendar are blocks, and no length from a day"


_NO_DAYS = "where nothing is asked ('never') no day is named; leave it out"

# Cadence → the keys of which a regime gives one, and those it may have beside it.
_SERIES = {Cadence.MONTH: ("every", "named"), Cadence.WEEKDAY: ("weekday",)}
_BESIDE = {Cadence.MONTH: ("days",), Cadence.WEEKDAY: ("at",)}
_OF_SERIES = ("named", "days", "weekday", "at")


def _every(rule: Rule, every: Length) -> Iterator[str]:
    if every.fact is not None:
        yield "a series that is fixed in advance cannot take the interval of a plan; write the lengths"
        return
    for length in every.durations:
        yield from _series(rule, length)


def _days(regime: Regime) -> Iterator[tuple[str, str]]:
    if len(regime.days) > 2:
        yield "days", "write the first and the last day of the month, such as [1, 15], or one day alone"
    elif regime.days and min(regime.days[0].to(regime.days[-1])) < 0:
        yield "days", "the last day may come before the first"
    if regime.at is not None and not TIME.fits(regime.at):
        yield "at", "no time of day; write for example '10:00'"
    if regime.at is not None and regime.limit is not None:
        yield "at", "is the last minute of the day itself; leave out 'within' and 'before'"


def _key(regime: Regime) -> str:
    return "within" if regime.within is not None else "before"


def _series(rule: Rule, length: Duration) -> Iterator[str]:
    if length.working_days is not None or length.hours is not None:
        yield "a series is fixed in months, days or (blocks) whole units of the calendar; write it so"
    elif length.calendar is not None and rule.cadence is not Cadence.BLOCK:
        yield "whole units of the calendar are blocks; write cadence = 'block', or the length in months"
    elif length.calendar is None and not (length.months or length.days):
        yield "a series goes on; write a length of at least a day"
    elif rule.anchor.birth is Birth.DAY and (length.days or length.months % 12):
        yield "birthdays come round by years; write whole years"
    elif rule.cadence is Cadence.MONTH and (length.days or not length.months):
        yield "months lie whole months apart; write it in months or years"
    elif rule.anchor.birth is Birth.MONTH and length.months % 12 and 12 % length.months:
        yield "from the month of birth it must come round with the year; write 1, 2, 3, 4 or 6 months, or years"


def own_length(regime: Regime, *, fixed: bool) -> Length | None:
    """Return the length of a regime that is counted from a day: of a fixed cadence only its limit is."""
    return regime.limit if fixed else regime.length
