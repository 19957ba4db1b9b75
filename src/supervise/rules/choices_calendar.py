"""What a rule chooses about the calendar: where a closed last day goes, ends of months, days and hours left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervise.rules.closed_days import HOURS, OPEN, calendars_named, counted_with, roll_fault
from supervise.rules.duration import Duration
from supervise.rules.words import Cadence, Counting, Effect

if TYPE_CHECKING:
    from supervise.rules.conditions import Length
    from supervise.rules.language import Limit, Regime, Rule

__all__ = ["calendar_choices"]


def calendar_choices(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what a rule says of the calendar that would be ignored."""
    yield from _rule_roll(rule)
    for place, regime in enumerate(rule.regime):
        for key, message in _regime(rule, regime):
            yield f"regime[{place}].{key}", message
    if any((each.counting or rule.counting) is Counting.STATUTORY for each in rule.regime):
        for place, suspended in enumerate(rule.suspended):
            if suspended.effect is Effect.DAYS_DO_NOT_COUNT:
                yield f"suspended[{place}].effect", "days cannot be left out of statutory days; count them 'after'"
    used = {key for key, _ in counted_with(rule)}
    for key, _ in calendars_named(rule):
        if key not in used:
            yield key, "goes with working days, 'roll' or 'skips', and nothing is counted with it; leave it out"


def _rule_roll(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.roll is None:
        return
    if rule.cadence is Cadence.COUNTDOWN:
        yield "roll", "does not go with a countdown"
        return
    # A regime with a choice of its own is not the rule's business.
    faults = [roll_fault(rule, each) for each in rule.regime if each.roll is None]
    if HOURS in faults:
        yield "roll", "a last minute is not moved to an open day; give it to the regimes in days alone"
    elif None not in faults:
        yield "roll", faults[0] or _NO_LENGTH if faults else "every regime has one of its own; leave it out"


_NO_LENGTH = "goes with a length only"


def _regime(rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    fault = None if regime.roll is None else roll_fault(rule, regime)
    if fault is not None:
        yield "roll", fault
    yield from _to_end_of(rule, regime)
    limits = [(key, limit) for key in ("opens", "latest") if (limit := getattr(regime, key)) is not None]
    for key, limit in limits:
        for inner, message in _limit(limit):
            yield f"{key}.{inner}", message
    if regime.skips is not None:
        after = [each for each in (regime.every, regime.within) if each is not None]
        before = [] if regime.before is None else [regime.before]
        forward = [*_hours(after), *(limit.within for _, limit in limits if _is_hours(limit.within))]
        if not forward or _hours(before) or any(_is_hours(limit.before) for _, limit in limits):
            yield "skips", "goes with hours after the anchor only"


# What is said of the end of a period, and why it does not go with hours.
_ENDS = {
    "to_end_of": "a last minute is not moved to the end of a period; leave it out",
    "from_end_of": "hours are not counted from the end of a period; leave it out",
}


def _to_end_of(rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    given = [(key, what) for key, what in _ENDS.items() if getattr(regime, key) is not None]
    if not given:
        return
    # What falls due on a day fixed in advance moves only where a length is counted from that day.
    follows = rule.cadence in (Cadence.ONCE, Cadence.ROLLING)
    either = [regime.every if follows else None, regime.within, regime.before]
    lengths = [each for each in either if each is not None and not each.never]
    for key, what in given:
        if not lengths:
            yield key, _NO_LENGTH
        elif _hours(lengths):
            yield key, what


def _limit(limit: Limit) -> Iterator[tuple[str, str]]:
    length = limit.length
    if limit.roll is not None and not length.is_calendar:
        yield "roll", HOURS if length.hours is not None else OPEN
    for key, what in _ENDS.items():
        if getattr(limit, key) is not None and length.hours is not None:
            yield key, what


def _hours(lengths: list[Length]) -> list[Duration]:
    return [each for length in lengths for each in length.durations if each.hours is not None]


def _is_hours(length: Duration | None) -> bool:
    return length is not None and length.hours is not None
