"""What a rule chooses about the calendar: where a closed last day goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervise.rules.duration import Duration
from supervise.rules.words import Cadence

if TYPE_CHECKING:
    from supervise.rules.language import Regime, Rule

__all__ = ["calendar_choices"]

_HOURS = "a last minute is not moved to an open day; leave it out"
_OPEN = "working days end on an open day already; leave it out"


def calendar_choices(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what a rule says of the calendar that would be ignored."""
    yield from _rule_roll(rule)
    for place, regime in enumerate(rule.regime):
        for key, message in _regime(rule, regime):
            yield f"regime[{place}].{key}", message


def _rule_roll(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.roll is None:
        return
    if rule.cadence is Cadence.COUNTDOWN:
        yield "roll", "does not go with a countdown"
        return
    # A regime with a choice of its own is not the rule's business.
    faults = [_roll_fault(rule, each) for each in rule.regime if each.roll is None]
    if _HOURS in faults:
        yield "roll", "a last minute is not moved to an open day; give it to the regimes in days alone"
    elif None not in faults:
        yield "roll", faults[0] or _NO_LENGTH if faults else "every regime has one of its own; leave it out"


_NO_LENGTH = "goes with a length only"


def _roll_fault(rule: Rule, regime: Regime) -> str | None:
    """Return why the last day of a regime cannot be moved to an open day; None if it can."""
    given = [each for each in (regime.every, regime.within, regime.before) if each is not None]
    if all(each.never for each in given):
        return _NO_LENGTH
    lengths = [length for each in given for length in each.durations]
    if any(length.hours is not None for length in lengths):
        return _HOURS
    moved = any(each.due is not None and each.due.length.working_days is None for each in rule.suspended)
    counts_open = bool(lengths) and all(length.working_days is not None for length in lengths)
    return _OPEN if counts_open and not moved else None


def _regime(rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    fault = None if regime.roll is None else _roll_fault(rule, regime)
    if fault is not None:
        yield "roll", fault
    for key in ("opens", "latest"):
        limit = getattr(regime, key)
        if limit is not None and limit.roll is not None:
            yield from _limit(key, limit.length)


def _limit(key: str, length: Duration) -> Iterator[tuple[str, str]]:
    if not length.is_calendar:
        yield f"{key}.roll", _HOURS if length.hours is not None else _OPEN
