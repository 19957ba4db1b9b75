"""What a rule must choose that asks for so many events in any window: as many days as it says, wherever they begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervise.rules.words import Cadence, ChangePolicy, Counting

if TYPE_CHECKING:
    from supervise.rules.language import Regime, Rule

__all__ = ["window_choices"]


def window_choices(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what a rule for any window leaves open, what it would ignore, and what only such a rule can say."""
    if rule.cadence is not Cadence.ANY_WINDOW:
        for place, regime in enumerate(rule.regime):
            if regime.times is not None:
                yield f"regime[{place}].times", f"goes with cadence = '{Cadence.ANY_WINDOW.value}' only"
        return
    if not rule.must:
        yield "must", "an entitlement does not go with this cadence; write cadence = 'once'"
    if rule.counting is not Counting.BEGINNING_WITH:
        yield "counting", "a window begins with its first day; write 'beginning with'"
    if rule.cautious is not None:
        yield "cautious", "does not go with this cadence: a window is counted in one way"
    yield from _evidence(rule)
    for place, regime in enumerate(rule.regime):
        for key, message in _regime(regime):
            yield f"regime[{place}].{key}", message
    followed = rule.change is not None and rule.change.any_ is not ChangePolicy.NEXT_ANCHOR
    if followed and len({regime.times for regime in rule.regime if regime.times is not None}) > 1:
        yield "change", "regimes that ask for different numbers are read once: write { any = 'at the next anchor' }"


def _evidence(rule: Rule) -> Iterator[tuple[str, str]]:
    if not rule.met_by:
        yield "met_by", "missing; say which events are counted"
    for place, evidence in enumerate(rule.met_by):
        if evidence.since != "anchor":
            yield (
                f"met_by[{place}].since",
                "leave it out: every event from the start on is counted, one after the other",
            )
        if evidence.shared:
            yield f"met_by[{place}].shared", "leave it out: an event is counted once"
        if evidence.own is not None or evidence.state is not None:
            yield f"met_by[{place}]", "names no events; write 'any'"


def _regime(regime: Regime) -> Iterator[tuple[str, str]]:
    never = regime.every is not None and regime.every.never
    if regime.times is None and not never:
        yield "times", "missing; say how many events are asked for in every window"
    elif never and regime.times is not None:
        yield "times", "every = 'never' asks for nothing; leave it out"
    elif regime.times is not None and regime.times < 1:
        yield "times", "write at least 1"
    for key in ("counting", "opens", "latest"):
        if getattr(regime, key) is not None:
            yield key, "does not go with this cadence"
    for length in () if regime.every is None else regime.every.durations:
        if not length.is_calendar or not (length.months or length.days):
            yield "every", "write the window in days, months or years"
