"""Which closed days a rule counts with: each thing that asks whether a day is open, and who names its calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervise.rules.duration import Duration
from supervise.rules.words import AtEnd, Partial

if TYPE_CHECKING:
    from supervise.rules.conditions import Length
    from supervise.rules.language import Regime, Rule

__all__ = ["CLOSED_DAYS", "HOURS", "OPEN", "WORKING_DAYS", "calendars_named", "counted_with", "roll_fault"]

HOURS = "a last minute is not moved to an open day; leave it out"
OPEN = "working days end on an open day already; leave it out"
_NO_LENGTH = "goes with a length only"

WORKING_DAYS, CLOSED_DAYS = "working days are counted with one", "closed days are told by one"


def calendars_named(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the calendars that a rule names, each with its key."""
    places = [("calendar", rule.calendar)]
    for place, regime in enumerate(rule.regime):
        at = f"regime[{place}]"
        places.append((f"{at}.calendar", regime.calendar))
        limits = (("opens", regime.opens), ("latest", regime.latest))
        places += [(f"{at}.{key}.calendar", limit.calendar) for key, limit in limits if limit is not None]
    yield from ((key, name) for key, name in places if name is not None)


def counted_with(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield each use of closed days: the key that names them, empty for the book's own, and what they are for."""
    whole = "" if rule.calendar is None else "calendar"
    for place, regime in enumerate(rule.regime):
        at = f"regime[{place}]"
        own = whole if regime.calendar is None else f"{at}.calendar"
        yield from ((own, what) for what in _of_regime(rule, regime))
        for key, limit in (("opens", regime.opens), ("latest", regime.latest)):
            if limit is None:
                continue
            named = own if limit.calendar is None else f"{at}.{key}.calendar"
            if limit.length.working_days is not None:
                yield named, WORKING_DAYS
            if limit.roll is not None or (regime.skips is not None and limit.length.hours is not None):
                yield named, CLOSED_DAYS
    ends = [suspended.due.length for suspended in rule.suspended if suspended.due is not None]
    if any(length.working_days is not None for length in (*rule.leads, *ends)):
        yield whole, WORKING_DAYS


def _of_regime(rule: Rule, regime: Regime) -> Iterator[str]:
    lengths = [part for each in _given(regime) for part in each.durations]
    if any(each.working_days is not None for each in lengths):
        yield WORKING_DAYS
    rolls = (regime.roll or rule.roll) is not None and roll_fault(rule, regime) is None
    if rolls or (regime.skips is not None and any(each.hours is not None for each in lengths)):
        yield CLOSED_DAYS


def roll_fault(rule: Rule, regime: Regime) -> str | None:
    """Return why the last day of a regime cannot be moved to an open day; None if it can."""
    if regime.at is not None:
        return HOURS
    given = _given(regime)
    if any(each.never for each in given):
        return _NO_LENGTH
    limits = [each for each in (regime.within, regime.before) if each is not None]
    if rule.cadence.is_fixed and not limits:
        # What falls due on a day fixed in advance may find that day closed, whatever its length.
        return None
    if not given:
        return _NO_LENGTH
    counted = limits if rule.cadence.is_fixed else given
    lengths: list[Duration] = [length for each in counted for length in each.durations]
    if any(length.hours is not None for length in lengths):
        return HOURS
    moved = any(each.due is not None and each.due.length.working_days is None for each in rule.suspended)
    moved = moved or _may_be_cut(rule)
    counts_open = bool(lengths) and all(length.working_days is not None for length in lengths)
    return OPEN if counts_open and not moved else None


def _may_be_cut(rule: Rule) -> bool:
    """Whether an occurrence may fall due on the day on which its case ends, in place of its own."""
    return rule.partial is Partial.WHOLE or (rule.while_ is not None and rule.while_.at_end is AtEnd.CUT)


def _given(regime: Regime) -> list[Length]:
    return [each for each in (regime.every, regime.within, regime.before) if each is not None]
