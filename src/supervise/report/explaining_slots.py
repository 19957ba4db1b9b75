"""The slots of a fixed cadence in words: which of a series, and what cut or skipped it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED
from supervise.engine.steps import CutShort, LeftOut, Placed, SetDate, Skipped
from supervise.report.wording import Line, date, days_in_words, listed
from supervise.rules.language import Cadence

__all__ = ["SLOTS", "ordinal"]


def ordinal(number: int) -> str:
    """Return a number as a place in a series.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def _placed(step: Placed) -> Iterator[Line]:
    """Yield where a slot lies."""
    levels = f"{listed(step.levels)}: " if step.levels else ""
    regime = f"{step.regime}: " if step.regime and not step.levels else ""
    yield "placed", f"{levels or regime}{_PLACED[step.cadence](step)}"


def _grid(step: Placed) -> str:
    if not step.origin:
        return (
            f"the birthday on {date(step.day)}"
            if not step.offset
            else f"{step.offset} after a birthday: {date(step.day)}"
        )
    return f"the {ordinal(step.number)} date of a grid of {step.length} from {date(step.origin)} = {date(step.day)}"


def _block(step: Placed) -> str:
    days = f"{date(step.first)} to {date(step.last)}"
    if step.length is not None and step.length.calendar is not None:
        partial = ", entered in the middle" if step.partial else ""
        return f"the {ordinal(step.number)} {step.length} from that of {date(step.origin)}: {days}{partial}"
    return f"the {ordinal(step.number)} block of {step.length}: {days}"


def _month(step: Placed) -> str:
    days = f"{date(step.first)} to {date(step.last)}"
    if step.weekday:
        days = f"{step.weekday}, {date(step.last) if step.first == step.last else days}"
    if step.named:
        return f"one of the months named ({listed(step.named, 'and')}): {days}"
    origin = "the month of birth" if not step.origin else f"that of {date(step.origin)}"
    return f"a month of every {step.length} from {origin}: {days}"


def _weekday(step: Placed) -> str:
    by = "" if step.minute == UNTIMED else f", by {date(step.last, step.minute)[11:]}"
    return f"the {ordinal(step.number)} {step.weekday} after {date(step.origin)} = {date(step.last)}{by}"


_PLACED: Mapping[Cadence, Callable[[Placed], str]] = {
    Cadence.GRID: _grid,
    Cadence.BLOCK: _block,
    Cadence.MONTH: _month,
    Cadence.WEEKDAY: _weekday,
}


def _cut_short(step: CutShort) -> Iterator[Line]:
    """Yield the day to which a slot was cut."""
    yield "cut short", f"the last day on which it can fall due is {date(step.last)}"


def _skipped(step: Skipped) -> Iterator[Line]:
    """Yield the run a slot fell into."""
    until = "no known end" if step.end >= FAR else f"ended {date(step.end)}"
    what = "all its days lie" if step.whole else "its due day lies"
    if step.percent:
        what = f"{step.days} of its {days_in_words(step.of_days)}, of which {step.percent} % are enough, lie"
    yield "skipped", f"{what} in {listed(step.states)}: {step.id} from {date(step.start)}, {until}"


def _left_out(step: LeftOut) -> Iterator[Line]:
    """Yield why nothing is asked."""
    if step.changed:
        yield "left out", f"the regime changed on {date(step.changed)}: the next takes its place"
    else:
        yield "left out", "it is no whole block of the calendar: the time for it begins or ends inside"


def _set_date(step: SetDate) -> Iterator[Line]:
    """Yield the day the authority named."""
    yield "set date", f"{step.id} names {date(step.day)} in place of {date(step.before)}"


SLOTS: Mapping[type, Callable[[Any], Iterator[Line]]] = {
    Placed: _placed,
    CutShort: _cut_short,
    LeftOut: _left_out,
    SetDate: _set_date,
    Skipped: _skipped,
}
