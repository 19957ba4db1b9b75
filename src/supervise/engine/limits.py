"""One limit from one anchor: so long after it or before it, in the words of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.counting import (
    latest_day_before_clear_days,
    working_days_after,
    working_days_beginning_with,
)
from supervise.dates.hours import HourClock, hours_after, hours_before
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.language import Clock, Counting, HoursFrom, Roll

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["MINUTES_A_DAY", "Due", "after_end", "limit_after", "limit_before", "rolled"]

MINUTES_A_DAY = 24 * 60

_CLOCKS = {Clock.ELAPSED: HourClock.ELAPSED, Clock.WALL: HourClock.WALL}


class Due(NamedTuple):
    """A last day, with its last minute for limits in hours; ``day`` 0 means it cannot be known."""

    day: int
    minute: int = UNTIMED


UNKNOWN_DUE = Due(0)


def limit_after(tl: Timeline, day: int, minute: int, length: Duration, how: Any) -> Due:
    """Return the last day of a length after (or beginning with) a day; minutes for hours.

    ``how`` carries the counting, where hours count from and how they run (a regime or a limit with its rule's).
    """
    if length.hours is not None:
        return _hours(tl, day, minute, length.hours, how, back=False)
    beginning_with = how.counting is Counting.BEGINNING_WITH
    if length.working_days is not None:
        calendar = tl.program.calendar
        count = working_days_beginning_with if beginning_with else working_days_after
        last = None if calendar is None else count(day, length.working_days, calendar)
        return UNKNOWN_DUE if last is None else Due(last)
    sums = tl.program.corresponding
    count_days = sums.beginning_with if beginning_with else sums.after
    return Due(count_days(day, months=length.months, days=length.days))


def limit_before(tl: Timeline, day: int, minute: int, length: Duration, how: Any) -> Due:
    """Return the last day that is so long before a day: plain subtraction, or clear days."""
    if length.hours is not None:
        return _hours(tl, day, minute, length.hours, how, back=True)
    if length.working_days is not None:
        calendar = tl.program.calendar
        last = None if calendar is None else calendar.add_working_days(day, -length.working_days)
        return UNKNOWN_DUE if last is None else Due(last)
    if how.counting is Counting.CLEAR_DAYS:
        return Due(latest_day_before_clear_days(day, length.days))
    return Due(tl.program.corresponding.before(day, months=length.months, days=length.days))


def _hours(tl: Timeline, day: int, minute: int, hours: int, how: Any, *, back: bool) -> Due:
    zone = tl.offender.zone or tl.program.book.conventions.zone
    timed = how.from_ is not HoursFrom.DATE and minute != UNTIMED
    reading = f"{minute // 60:02d}:{minute % 60:02d}" if timed else None
    clock = _CLOCKS[how.clock]
    if back:
        at = hours_before(day, reading, zone, hours, clock=clock)
    else:
        at = hours_after(day, reading, zone, hours, clock=clock) or 0
    return Due(at // MINUTES_A_DAY, at % MINUTES_A_DAY)


def after_end(tl: Timeline, end: int, rule: EndDuration) -> int:
    """Return the last day of a length after (or beginning with) the end of a state; 0 if it cannot be known."""
    how = _BEGINNING if rule.beginning_with else _AFTER
    return limit_after(tl, end, UNTIMED, rule.length, how).day


def rolled(tl: Timeline, day: int, how: Roll | None, floor: int = 0) -> int:
    """Return a last day, moved to an open day if it is closed; 0 if the calendar does not reach so far.

    Going back it stays on or after ``floor``, the day from which the duty can be met.
    """
    if how is None or not 0 < day < FAR:
        return day
    calendar = tl.program.calendar
    if calendar is None:
        return 0
    if how is Roll.NEXT:
        return calendar.next_open(day) or 0
    found = calendar.previous_open(day)
    return 0 if found is None else max(found, min(floor, day))


class _How(NamedTuple):
    counting: Counting
    from_: HoursFrom | None = None
    clock: Clock | None = None


_BEGINNING = _How(Counting.BEGINNING_WITH)
_AFTER = _How(Counting.AFTER)
