"""Each step of the engine, and each flag, as a step of an explanation: its kind, its words and its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from supervise.checks import Flag
from supervise.engine.steps import (
    Anchored,
    Changed,
    Counted,
    Counts,
    CutShort,
    Duty,
    Gate,
    Governed,
    Held,
    Lasting,
    LeftOut,
    Limited,
    NotCounted,
    OrderLife,
    Origin,
    Placed,
    Rolled,
    SetDate,
    Skipped,
    Standing,
    Step,
    Suspended,
    Together,
    Tried,
    Voided,
    Window,
)
from supervise.report.explaining_flags import flag_in_words, flag_parts
from supervise.report.explaining_moves import changed_in_words, suspended_in_words
from supervise.report.explaining_occurrences import (
    anchor_in_words,
    counted_in_words,
    duty_in_words,
    gate_in_words,
    governed_in_words,
    held_in_words,
    limit_in_words,
    regime_in_words,
    rolled_in_words,
    standing_in_words,
    uncounted_in_words,
    void_in_words,
)
from supervise.report.explaining_parts import PARTS
from supervise.report.explaining_quotas import quotas_in_words, window_in_words
from supervise.report.explaining_slots import SLOTS
from supervise.report.explaining_spans import lasting_lines, order_lines, origin_lines, together_lines
from supervise.report.explanation import Told
from supervise.report.spelling import spelled_out
from supervise.report.wording import Line
from supervise.rules.state import StateRule

__all__ = ["OF_THE_SUM", "lines_of", "told", "told_flag", "told_nothing"]

# What leads from the anchor to the due; not why a regime holds, nor what it came to.
OF_THE_SUM: Final = (Anchored, Counted, *SLOTS, Changed, Suspended, Rolled)

# How programs call a step, of a steady set, and who puts it in words.
_STEPS: Final[Mapping[type, tuple[str, Callable[[Any], Iterator[Line]]]]] = {
    Duty: ("occurrence", duty_in_words),
    Origin: ("source", origin_lines),
    Anchored: ("anchor", anchor_in_words),
    Held: ("in_force", held_in_words),
    Tried: ("regime", regime_in_words),
    Counted: ("sum", counted_in_words),
    Placed: ("placed", SLOTS[Placed]),
    CutShort: ("cut_short", SLOTS[CutShort]),
    LeftOut: ("left_out", SLOTS[LeftOut]),
    SetDate: ("set_date", SLOTS[SetDate]),
    Skipped: ("skipped", SLOTS[Skipped]),
    Counts: ("quotas", quotas_in_words),
    Window: ("window", window_in_words),
    Changed: ("changed", changed_in_words),
    Suspended: ("suspended", suspended_in_words),
    Rolled: ("moved", rolled_in_words),
    Limited: ("limit", limit_in_words),
    Gate: ("condition", gate_in_words),
    Voided: ("void", void_in_words),
    Governed: ("governed", governed_in_words),
    Standing: ("standing", standing_in_words),
    NotCounted: ("did_not_count", uncounted_in_words),
    Lasting: ("lasting", lasting_lines),
    OrderLife: ("order", order_lines),
    Together: ("together", together_lines),
}


def lines_of(step: Step) -> tuple[Line, ...]:
    """Return a step in words; a step that is told by its parts alone has none."""
    return tuple(_STEPS[type(step)][1](step))


def told(step: Step, states: Mapping[str, StateRule]) -> Told:
    """Return a step of the engine as a step of an explanation, with the states of the book spelled out."""
    spelled = spelled_out(step, states)
    return Told(kind=_STEPS[type(step)][0], lines=lines_of(spelled), parts=PARTS[type(step)](spelled))


def told_flag(flag: Flag) -> Told:
    """Return what a flag says as a step of an explanation."""
    return Told(kind="flag", lines=tuple(flag_in_words(flag)), parts=flag_parts(flag))


def told_nothing(title: str, why: str) -> Told:
    """Return that there is nothing to tell, and why."""
    return Told(kind="nothing", lines=(("title", title), ("", why)))
