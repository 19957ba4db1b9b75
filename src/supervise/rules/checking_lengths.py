"""Lengths that do not fit together: windows and the intervals between them, nothing at all, and closed days.

Months, days, working days and hours can be compared for certain only at times: a length is called longer than another
if it is so from every day, by the calendar of 400 years.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from attrs import frozen

from supervise.dates.ordinals import month_start
from supervise.rules.duration import MONTHS_IN, Duration
from supervise.rules.fixed import DayOfMonth
from supervise.rules.language import Limit, Regime, Rule
from supervise.rules.rulebook import Rulebook
from supervise.rules.wholeness import parts_at
from supervise.rules.words import Cadence, Counting

__all__ = [
    "days_without_roll",
    "latest_before_due",
    "latest_of_the_permitted",
    "never_open",
    "overlapping_windows",
    "too_long",
    "very_long",
    "zero_lengths",
]


@frozen
class _Size:
    """A length as months, and between so many and so many days."""

    months: int
    least: int
    most: int

    def __add__(self, other: _Size) -> _Size:
        return _Size(self.months + other.months, self.least + other.least, self.most + other.most)

    def exceeds(self, other: _Size) -> bool:
        """Return whether it is longer from whatever day both are counted."""
        months = self.months - other.months
        least, most = _days_in(abs(months))
        if months < 0:
            return self.least > most + other.most
        return self.least + least > other.most


_NOTHING = _Size(0, 0, 0)
_A_DAY_LESS = _Size(0, -1, -1)
# Months and days of 400 years, after which the calendar repeats itself.
_CYCLE, _DAYS_IN_CYCLE = 4800, 146_097
# A working day and the closed ones before it: never more than a week and a half, even where holidays meet.
_CLOSED_AT_MOST = 10


@cache
def _days_in(months: int) -> tuple[int, int]:
    """Return the fewest and the most days that so many months have, from the first of one."""
    cycles, rest = divmod(months, _CYCLE)
    sizes = {month_start(start + rest) - month_start(start) for start in range(_CYCLE)}
    return cycles * _DAYS_IN_CYCLE + min(sizes), cycles * _DAYS_IN_CYCLE + max(sizes)


def _size(length: Duration) -> _Size:
    if length.working_days is not None:
        return _Size(0, length.working_days, length.working_days * _CLOSED_AT_MOST)
    if length.hours is not None:
        return _Size(0, length.hours // 24, length.hours // 24 + 1)
    if length.calendar is not None:
        count, unit = length.calendar
        return _Size(0, 7 * count, 7 * count) if unit == "week" else _Size(MONTHS_IN[unit] * count, 0, 0)
    return _Size(length.months, length.days, length.days)


def _regimes(book: Rulebook) -> Iterator[tuple[str, Rule, Regime]]:
    for rule in book.rule:
        for place, regime in enumerate(rule.regime):
            yield f"rule {rule.id}.regime[{place}]", rule, regime


# ── windows ─────────────────────────────────────────────────────────────────────────────────────────────────────


def never_open(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties of which the window ends before it opens."""
    for path, rule, regime in _regimes(book):
        opens = regime.opens
        if opens is None or opens.years_field is not None or _is_moved(opens) or _is_moved(regime):
            continue
        for due, backwards in _dues(rule, regime):
            if opens.before is not None:
                late = backwards and _size(due).exceeds(_size(opens.before))
            elif backwards:
                late = (_reach_of(opens, rule, regime) + _size(due)).exceeds(_NOTHING)
            else:
                late = _reach_of(opens, rule, regime).exceeds(_reach(due, _counting_of_due(rule, regime)))
            if late:
                side = "before" if backwards else "after"
                yield f"{path}.opens", f"opens only after the day it falls due ({due} {side})"
                break


def _reach(length: Duration, counting: Counting | None) -> _Size:
    """Return how far after a day a length ends: a day sooner, if it begins with that day."""
    return _size(length) + (_A_DAY_LESS if counting is Counting.BEGINNING_WITH else _NOTHING)


def _reach_of(limit: Limit, rule: Rule, regime: Regime) -> _Size:
    """Return how far after a day a limit ends."""
    days = limit.after_end - (0 if limit.less is None else limit.less.days)
    return _reach(limit.length, limit.counting or regime.counting or rule.counting) + _Size(0, days, days)


def _counting_of_due(rule: Rule, regime: Regime) -> Counting | None:
    """Return how the day something falls due is counted: without a limit a day of a series falls due on itself.

    A block falls due on its last day, which is that of a length that begins with its first.
    """
    if not rule.cadence.is_fixed or regime.limit is not None:
        return regime.counting or rule.counting
    return Counting.BEGINNING_WITH if rule.cadence is Cadence.BLOCK else None


def _is_moved(part: Regime | Limit) -> bool:
    """Return whether a date begins or ends with a period of the calendar, so that its length does not tell it."""
    return part.to_end_of is not None or part.from_end_of is not None


def _dues(rule: Rule, regime: Regime) -> list[tuple[Duration, bool]]:
    """Return how long after or before the day it is counted from something falls due."""
    length = regime.limit if rule.cadence.is_fixed else regime.length
    if length is None and rule.cadence.is_fixed:
        return [(each, False) for each in _lasting(rule, regime)]
    return [] if length is None else [(each, regime.before is not None) for each in length.durations]


def _lasting(rule: Rule, regime: Regime) -> tuple[Duration, ...]:
    """Return how long after its day an occurrence without a limit falls due: on its last day."""
    if rule.cadence is Cadence.MONTH:
        days = regime.days or _WHOLE_MONTH
        return (Duration(days=max(days[0].to(days[-1]))),)
    if rule.cadence is Cadence.BLOCK:
        return () if regime.every is None else regime.every.durations
    return (Duration(),)


# From the first day of a month to its last.
_WHOLE_MONTH = (DayOfMonth(1), DayOfMonth(31))


def latest_before_due(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield outer limits that end before the day a duty falls due."""
    for path, rule, regime in _regimes(book):
        latest = regime.latest
        if latest is None or latest.within is None or regime.before is not None:
            continue
        if _is_moved(latest) or latest.not_before_last_day_of is not None or latest.not_before is not None:
            continue
        ends, less = _reach_of(latest, rule, regime), "" if latest.less is None else f" less {latest.less}"
        for due, _ in _dues(rule, regime):
            if _reach(due, _counting_of_due(rule, regime)).exceeds(ends):
                yield f"{path}.latest", f"{latest.within}{less} end before the day it falls due ({due} after)"
                break


def too_long(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield limits of a series that reach beyond the occasion before or after."""
    for path, interval, regime in _series(book):
        for key, sizes in _limits(regime):
            longer = next((each for each in sizes if _size(each).exceeds(_size(interval))), None)
            if longer is not None:
                yield f"{path}.{key}", f"{longer} is longer than the interval of {interval}"


def overlapping_windows(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield series of which one window opens before the one before it has ended."""
    for path, interval, regime in _series(book):
        opens = regime.opens
        within = () if regime.within is None else regime.within.durations
        if opens is None or opens.before is None:
            continue
        for each in within:
            whole = _size(opens.before) + _size(each)
            apart = not any(_size(part).exceeds(_size(interval)) for part in (opens.before, each))
            if apart and whole.exceeds(_size(interval)):
                yield path, f"{opens.before} before and {each} after are together longer than {interval}"
                break


def _series(book: Rulebook) -> Iterator[tuple[str, Duration, Regime]]:
    """Yield the regimes of fixed cadences with a single interval between their days."""
    for path, rule, regime in _regimes(book):
        every = regime.every.duration if regime.every is not None else None
        if rule.cadence.is_fixed and every is not None:
            yield path, every, regime


def _limits(regime: Regime) -> Iterator[tuple[str, tuple[Duration, ...]]]:
    if regime.opens is not None and regime.opens.before is not None:
        yield "opens", (regime.opens.before,)
    for key, length in (("within", regime.within), ("before", regime.before)):
        if length is not None:
            yield key, length.durations


def latest_of_the_permitted(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield outer limits of what is permitted without a last day: they close nothing."""
    for path, rule, regime in _regimes(book):
        if not rule.must and regime.latest is not None and regime.length is None:
            yield f"{path}.latest", "closes nothing: what is permitted stays open after it"


# ── nothing at all ──────────────────────────────────────────────────────────────────────────────────────────────


def zero_lengths(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield intervals of nothing, and lengths of nothing that begin with their first day: they end before it."""
    for path, rule, regime in _regimes(book):
        if any(_is_nothing(each) for each in (() if regime.every is None else regime.every.durations)):
            yield f"{path}.every", "an interval of nothing: it would fall due again on the same day"
        begins = (regime.counting or rule.counting) is Counting.BEGINNING_WITH
        if begins and any(_is_nothing(each) for each in (() if regime.within is None else regime.within.durations)):
            yield f"{path}.within", _ENDS_BEFORE
        yield from _zero_limits(path, rule, regime)
    for rule in book.rule:
        for place, each in enumerate(rule.suspended):
            if each.due is not None and each.due.beginning_with and _is_nothing(each.due.length):
                yield f"rule {rule.id}.suspended[{place}].due", _ENDS_BEFORE
    for span in book.span:
        for place, row in enumerate(span.length):
            if isinstance(row.lasts, Duration) and _is_nothing(row.lasts):
                yield f"span {span.id}.length[{place}].lasts", "a span of nothing never holds"


def _zero_limits(path: str, rule: Rule, regime: Regime) -> Iterator[tuple[str, str]]:
    for key, limit in (("opens", regime.opens), ("latest", regime.latest)):
        if limit is None or limit.within is None or limit.after_end:
            continue
        counting = limit.counting or regime.counting or rule.counting
        if counting is Counting.BEGINNING_WITH and _is_nothing(limit.within):
            yield f"{path}.{key}", _ENDS_BEFORE


_ENDS_BEFORE = "nothing, beginning with its first day, ends before that day"


def _is_nothing(length: Duration) -> bool:
    return not (length.months or length.days or length.working_days or length.hours or length.calendar)


# ── a hundred years ─────────────────────────────────────────────────────────────────────────────────────────────

# Longer than anybody is supervised.
_LIFETIME = _Size(100 * 12, 0, 0)


def very_long(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield lengths of more than a hundred years."""
    entries = (
        *((f"rule {each.id}", each) for each in book.rule),
        *((f"span {each.id}", each) for each in book.span),
        *((f"derive {each.id}", each) for each in book.derive),
        *((f"order[{place}]", each) for place, each in enumerate(book.order)),
    )
    for path, entry in entries:
        for place, part in parts_at(path, entry):
            if isinstance(part, Duration) and _size(part).exceeds(_LIFETIME):
                yield place, f"{part} is more than a hundred years"


# ── closed days ─────────────────────────────────────────────────────────────────────────────────────────────────


def days_without_roll(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield rules that count days or months past a calendar of closed days and do not say where a closed day goes."""
    for rule in book.rule:
        if book.calendar is None and rule.calendar is None:
            continue
        if rule.roll is None and rule.cadence is not Cadence.WEEKDAY and any(map(_counts_days, rule.regime)):
            yield f"rule {rule.id}", "its days may end on a closed day, and it has no 'roll'"


def _counts_days(regime: Regime) -> bool:
    lengths = () if regime.length is None else regime.length.durations
    return regime.roll is None and any(each.is_calendar for each in lengths)
