"""The steps that only a fixed cadence has: where a slot lies, and what cut or skipped it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supervise.engine.quotas import Filled, Standard
from supervise.engine.regimes import Choice
from supervise.engine.slots import Slot
from supervise.engine.steps import Counts, CutShort, LeftOut, Placed, SetDate, Skipped, Window
from supervise.rules.language import Regime, Rule, Suspension

__all__ = ["OF_SLOTS", "is_placed", "placed_step"]


def is_placed(steps: tuple[tuple[object, ...], ...]) -> bool:
    """Return whether the steps an occurrence recorded are those of a slot.

    >>> is_placed(()), is_placed((("count",),))
    (False, False)
    """
    return bool(steps) and steps[0][0] == "placed"


def placed_step(rule: Rule, choice: Choice, slot: Slot, origin: int) -> Placed:
    """Return where a slot lies in its series."""
    regime = choice.regime
    table = None if regime.length is None or not choice.lacking else regime.length.by_level
    return Placed(
        cadence=rule.cadence,
        regime=regime.name,
        number=slot.number,
        length=choice.length,
        origin=origin,
        day=slot.day,
        first=slot.first,
        last=slot.last,
        minute=slot.minute,
        partial=slot.partial,
        named=tuple(month.value for month in regime.regime.named),
        weekday=_weekdays(regime.regime),
        levels=tuple(level for level, each in (table or {}).items() if each == choice.length),
        offset=None if origin else rule.anchor.after_birthdays,
    )


def _weekdays(regime: Regime) -> str:
    if regime.weekday is not None:
        return regime.weekday.value
    return " to ".join(map(str, regime.days)) if any(each.weekday is not None for each in regime.days) else ""


def _cut(last: int) -> CutShort:
    """Return how the end of the time in which a duty can fall due cut a slot."""
    return CutShort(last=last)


def _skipped(id_: str, start: int, end: int, rule: Suspension, days: int = 0, of_days: int = 0) -> Skipped:
    """Return the run of a state that a slot fell into, or part of it did."""
    whole, percent = rule.if_ == "the whole window lies inside", rule.percent or 0
    return Skipped(
        id=id_, start=start, end=end, states=rule.in_, whole=whole, days=days, of_days=of_days, percent=percent
    )


def _set(id_: str, day: int, before: int) -> SetDate:
    """Return the date the authority named in place of the last day."""
    return SetDate(id=id_, day=day, before=before)


def _filled(standard: Standard, filled: tuple[Filled, ...]) -> Counts:
    """Return what a block with quotas asks for and what was counted in it."""
    return Counts(standard=standard, filled=filled)


def _left_out(changed: int) -> LeftOut:
    """Return why nothing is asked in a slot."""
    return LeftOut(changed=changed)


def _window(choice: Choice, _: int, times: int, number: int) -> Window:
    """Return which event of a window is asked for."""
    return Window(number=number, times=times, length=choice.length, left=number > times)


OF_SLOTS: Mapping[str, Any] = {
    "cut": _cut,
    "filled": _filled,
    "left out": _left_out,
    "set": _set,
    "skipped": _skipped,
    "window": _window,
}
