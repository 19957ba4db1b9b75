"""The quotas of a block in words: what it asks for, what was counted, and where it is short."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.engine.clock import FAR
from supervise.engine.quotas import Filled, Standard
from supervise.engine.steps import Counts, Window
from supervise.report.wording import Line, condition_in_words, date, days_in_words, listed
from supervise.rules.quota import Percentage
from supervise.rules.reading import plain

__all__ = ["quotas_in_words", "window_in_words"]


def quotas_in_words(step: Counts) -> Iterator[Line]:
    """Yield each quota of a block with its count, and the days that each regime has in it."""
    yield from _shares(step.standard)
    for filled in step.filled:
        yield "quota", f"{filled.quota.id}: {_numbers(filled)}"
        yield from (("quota", text) for text in _parts(filled))


def window_in_words(step: Window) -> Iterator[Line]:
    """Yield which event of a window is asked for."""
    first = "the window begins on the day after one that it holds no more" if step.left else "in the first window"
    yield "window", f"no. {step.number}, {step.times} in any {step.length}: {first}"


def _shares(standard: Standard) -> Iterator[Line]:
    """Yield what makes a block ask for a share: the days of each regime, out of how many, and what is left out."""
    if not standard.shared:
        return
    whole = days_in_words(standard.ends - standard.begins + 1)
    for first, last, regime in standard.regimes:
        name = f"{regime.name}: " if regime.name else ""
        yield "in proportion", f"{name}{date(first)} to {date(last)}, of a block of {whole}"
    for start, end in standard.closed:
        if start <= standard.last and end > standard.first:
            until = "on, no known end" if end >= FAR else f"to {date(end - 1)}"
            yield "in proportion", f"without the days in a state from {date(start)} {until}"


def _numbers(filled: Filled) -> str:
    quota, parts = filled.quota, filled.parts
    _, counted, short, over = filled.row
    text = f"{counted} of at least {sum(part.need for part in parts)}{_why(filled)}"
    stood_in = sum(part.substitutes for part in parts)
    if stood_in:
        text += f", {stood_in} of them in place of others{_rates(filled)}{_before(filled)}"
    text += f"; {short} short" if short else _full(filled)
    return text + (f"; {over} more than is allowed ({quota.at_most})" if over else "")


def _rates(filled: Filled) -> str:
    """Return how many of the events that may stand in are needed for one, where it is more than one."""
    rates = [
        f"{each.for_one} for one ({'left over' if each.of is None else condition_in_words(plain(each.of))})"
        for each in filled.quota.also
        if each.for_one
    ]
    return f", {' and '.join(rates)}" if rates else ""


def _before(filled: Filled) -> str:
    """Return what the block before had beyond what it asked for."""
    ids = [event.id for event in filled.before]
    return f", left over of the block before: {listed(ids, 'and')}" if ids else ""


def _full(filled: Filled) -> str:
    if not filled.asked:
        return "; nothing is asked"
    if isinstance(filled.quota.at_least, Percentage):
        return f"; not short by {date(filled.met_day)}"
    return f"; filled on {date(filled.met_day)}"


def _why(filled: Filled) -> str:
    """Return what made a number another than the book's."""
    quota, need, asked = filled.quota, sum(part.need for part in filled.parts), filled.asked
    each = f"{quota.at_least} in each {quota.each}" if quota.each is not None else f"{quota.at_least}"
    reasons = []
    if isinstance(quota.at_least, Percentage):
        least = quota.at_least
        events = condition_in_words(plain(least.of))
        reasons.append(f"{least} of {filled.base} ({events}), rounded {least.rounded.value}")
    if quota.each is not None:
        reasons.append(each if quota.parts is None else f"{each} that {_HOW[quota.parts.value]}")
    if not isinstance(quota.at_least, Percentage) and asked != quota.at_least * len(filled.parts):
        reasons.append("in proportion, rounded down")
    if need != asked:
        reasons.append(f"lowered by {asked - need}")
    return f" ({'; '.join(reasons)})" if reasons else ""


_HOW = {
    "wholly inside": "lies wholly inside",
    "begins inside": "begins inside",
    "ends inside": "ends inside",
}


def _parts(filled: Filled) -> Iterator[str]:
    """Yield the parts that are short, where a quota has parts."""
    if filled.quota.each is None:
        return
    for part in filled.parts:
        if part.short:
            yield f"{filled.quota.id}, {date(part.first)} to {date(part.last)}: {part.short} short"
