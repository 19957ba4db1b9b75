"""What a rule with quotas must choose, and what it would ignore: its blocks are filled, and not met by one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from supervise.rules.duration import MONTHS_IN, Duration
from supervise.rules.fixed import DayOfMonth
from supervise.rules.quota import Percentage
from supervise.rules.words import Cadence, ChangePolicy, Effect, Late, Partial, Parts

if TYPE_CHECKING:
    from supervise.rules.language import Regime, Rule
    from supervise.rules.quota import Quota

__all__ = ["has_quotas", "quota_choices"]

# What a change of regime may do to a block that runs: which of two sets of quotas is stricter cannot be told.
_POLICIES = (ChangePolicy.NEXT_ANCHOR, ChangePolicy.FROM_CHANGE, ChangePolicy.IN_PROPORTION)
_EFFECTS = (Effect.SKIP, Effect.IN_PROPORTION, Effect.RUNS_ON)
_NO_ROLL = "the last day of a block with quotas does not move: nothing counts on a day that is none of it; leave it out"
_ONLY_QUOTAS = "goes with quotas only: part of one event cannot be asked for"
_TOO_LONG = "is longer than the block: none lies wholly inside, and nothing is asked for; write a shorter unit"
# How many days a unit of the calendar has at least.
_LEAST_DAYS = {"week": 7, "month": 28, "quarter": 90, "half-year": 181, "year": 365}


def has_quotas(rule: Rule) -> bool:
    """Return whether a rule asks for numbers of events."""
    return any(regime.quota for regime in rule.regime)


def quota_choices(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield every choice that a rule with quotas leaves open, and what only such a rule can say."""
    if not has_quotas(rule):
        yield from _without(rule)
        return
    if rule.cadence not in (Cadence.BLOCK, Cadence.MONTH):
        yield "cadence", "quotas are filled in blocks; write 'block' or 'month'"
    if rule.late not in (None, Late.NOT):
        yield "late", f"a block cannot be filled afterwards; write '{Late.NOT.value}'"
    for key in ("met_by", "may_set"):
        if getattr(rule, key):
            yield key, "does not go with quotas: they say what fills a block, on all of its days"
    if rule.roll is not None:
        yield "roll", _NO_ROLL
    yield from _change(rule)
    for place, suspended in enumerate(rule.suspended):
        if suspended.effect not in _EFFECTS:
            known = ", ".join(repr(each.value) for each in _EFFECTS)
            yield f"suspended[{place}].effect", f"the last day of a block with quotas does not move; known: {known}"
    for place, regime in enumerate(rule.regime):
        for key, message in _regime(regime, follow=rule.cadence is Cadence.BLOCK):
            yield f"regime[{place}].{key}", message


def _without(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.partial is Partial.IN_PROPORTION:
        yield "partial", _ONLY_QUOTAS
    for place, suspended in enumerate(rule.suspended):
        if suspended.effect is Effect.IN_PROPORTION:
            yield f"suspended[{place}].effect", _ONLY_QUOTAS


def _change(rule: Rule) -> Iterator[tuple[str, str]]:
    change = rule.change
    if change is None:
        return
    if change.any_ not in _POLICIES:
        known = " or ".join(repr(each.value) for each in _POLICIES)
        yield "change", f"which of two sets of quotas is stricter cannot be told; write {{ any = … }} with {known}"
    if change.any_ is not ChangePolicy.IN_PROPORTION:
        return
    lengths = {length for regime in rule.regime if regime.every is not None for length in regime.every.durations}
    if len(lengths) > 1:
        yield "change.any", "shares of blocks of different lengths cannot be added; write one length for 'every'"
    if any(isinstance(quota.at_least, Percentage) for regime in rule.regime for quota in regime.quota):
        yield "change.any", "a percentage of events is no number of which days have a part; write another policy"
    for id_ in dict.fromkeys(quota.id for regime in rule.regime for quota in regime.quota):
        same = [quota for regime in rule.regime for quota in regime.quota if quota.id == id_]
        if len({repr(attrs.evolve(quota, at_least=1, at_most=quota.at_most and 1)) for quota in same}) > 1:
            yield (
                "change.any",
                "shares are of quotas that differ in their numbers alone; write another id where they differ in more",
            )


def _regime(regime: Regime, *, follow: bool) -> Iterator[tuple[str, str]]:
    never = regime.every is not None and regime.every.never
    if never and regime.quota:
        yield "quota", "every = 'never' asks for nothing; leave one of them out"
    elif not never and not regime.quota:
        yield "quota", "missing; every regime of a rule with quotas has some, or every = 'never'"
    for key in ("within", "before", "opens", "latest"):
        if getattr(regime, key) is not None:
            yield key, "does not go with quotas: a block is filled on all of its days, and on no other"
    if regime.roll is not None:
        yield "roll", _NO_ROLL
    for count in Counter(quota.id for quota in regime.quota).values():
        if count > 1:
            yield "quota", f"an id is given {count} times; give each quota its own"
    for place, quota in enumerate(regime.quota):
        if quota.carries and not follow:
            yield f"quota[{place}].also", "'left_over' goes with cadence 'block' only: its blocks follow each other"
        for key, message in _parts(regime, quota, follow=follow):
            yield f"quota[{place}].{key}", message


def _parts(regime: Regime, quota: Quota, *, follow: bool) -> Iterator[tuple[str, str]]:
    if quota.each is None or quota.each.calendar is None:
        return
    unit = quota.each.calendar[1]
    if quota.parts is Parts.WHOLLY and not (_may_hold if follow else _month_may_hold)(regime, unit):
        yield "each", _TOO_LONG
        return
    # Months that are named, or some days of a month, are no blocks that parts of the calendar would fill.
    lengths = () if regime.every is None else regime.every.durations
    fits = bool(lengths) and all(_fits(unit, length) for length in lengths)
    if fits and quota.parts is not None:
        yield "parts", "every part lies inside its block; leave it out"
    if not fits and quota.parts is None:
        yield "parts", "missing; a part may lie in two blocks: write 'wholly inside', 'begins inside' or 'ends inside'"


def _fits(unit: str, block: Duration) -> bool:
    """Whether the parts of a unit fill a block without a rest: months a quarter, not weeks a month."""
    count, whole = block.calendar or (0, "")
    if unit in MONTHS_IN:
        return whole in MONTHS_IN and MONTHS_IN[whole] % MONTHS_IN[unit] == 0
    return whole == "week" and count > 0


def _may_hold(regime: Regime, unit: str) -> bool:
    """Whether a unit of the calendar may lie wholly inside each of the blocks that a regime may have."""
    lengths = () if regime.every is None else regime.every.durations
    return all(_most_days(length) >= _LEAST_DAYS[unit] for length in lengths)


def _most_days(length: Duration) -> int:
    count, unit = length.calendar or (0, "")
    return 31 * (length.months + count * MONTHS_IN.get(unit, 0)) + length.days + (7 * count if unit == "week" else 0)


def _month_may_hold(regime: Regime, unit: str) -> bool:
    """Whether a unit of the calendar may lie wholly inside a month, or the days of it that count."""
    if not regime.days:
        return unit in ("week", "month")
    first, last = regime.days[0], regime.days[-1]
    if unit == "week":
        return max(first.to(last)) + 1 >= _LEAST_DAYS[unit]
    return unit == "month" and 0 in DayOfMonth(1).to(first) and 0 in last.to(DayOfMonth(31))
