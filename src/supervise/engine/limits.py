"""One limit from one anchor: so long after it or before it, in the words of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates import Calendar
from supervise.dates.counting import (
    last_statutory_day,
    latest_day_before_clear_days,
    working_days_after,
    working_days_beginning_with,
)
from supervise.dates.hours import HourClock, hours_after, hours_before
from supervise.dates.periods_of_calendar import end_of_months, end_of_week
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.language import Clock, Counting, HoursFrom, Limit, PeriodEnd, Roll, Skips, Weekday

if TYPE_CHECKING:
    from supervise.engine.regimes import Choice
    from supervise.engine.timeline import Timeline

__all__ = [
    "AFTER",
    "MINUTES_A_DAY",
    "Due",
    "How",
    "after_end",
    "calendar_of_limit",
    "length_from",
    "limit_after",
    "limit_before",
    "rolled",
    "to_end",
]

MINUTES_A_DAY = 24 * 60

_CLOCKS = {Clock.ELAPSED: HourClock.ELAPSED, Clock.WALL: HourClock.WALL}


class Due(NamedTuple):
    """A last day, with its last minute for limits in hours; ``day`` 0 means it cannot be known."""

    day: int
    minute: int = UNTIMED


UNKNOWN_DUE = Due(0)


def limit_after(tl: Timeline, day: int, minute: int, length: Duration, how: Any) -> Due:
    """Return the last day of a length after (or beginning with) a day; minutes for hours.

    ``how`` carries the counting, where hours count from and how they run (a regime or a limit with its rule's), the
    calendar of closed days, and the periods at whose end it begins and falls due.
    """
    day, minute = _begins(tl, day, minute, how)
    due = _after(tl, day, minute, length, how)
    return due if how.to_end_of is None else Due(to_end(tl, due.day, how.to_end_of))


def limit_before(tl: Timeline, day: int, minute: int, length: Duration, how: Any) -> Due:
    """Return the last day that is so long before a day: plain subtraction, or clear days."""
    day, minute = _begins(tl, day, minute, how)
    due = _before(tl, day, minute, length, how)
    return due if how.to_end_of is None else Due(to_end(tl, due.day, how.to_end_of))


def length_from(tl: Timeline, choice: Choice, day: int, minute: int) -> Duration | None:
    """Return the length of a choice, counted from a day; of two the shorter: the one that ends nearer to the day."""
    if choice.length is None or choice.most is None:
        return choice.length
    count, way = (limit_before, -1) if choice.regime.before else (limit_after, 1)

    def nearness(length: Duration) -> tuple[bool, int, int]:
        due = count(tl, day, minute, length, choice.regime)
        # One that is not known may be the nearer. A day without a minute lasts to its end.
        return bool(due.day), way * due.day, way * (MINUTES_A_DAY if due.minute < 0 else due.minute)

    return min((choice.length, choice.most), key=nearness)


def _begins(tl: Timeline, day: int, minute: int, how: Any) -> tuple[int, int]:
    """Return the day that is counted from: the anchor, or the last day of the period of the calendar it lies in."""
    return (day, minute) if how.from_end_of is None else (to_end(tl, day, how.from_end_of), UNTIMED)


def to_end(tl: Timeline, day: int, period: PeriodEnd) -> int:
    """Return the last day of the period of the calendar in which a day lies; a day that is not known stays so."""
    if not 0 < day < FAR:
        return day
    if period.months:
        return end_of_months(day, period.months)
    begins = tl.program.book.conventions.week_begins or Weekday.MONDAY
    return end_of_week(day, begins.place)


def _after(tl: Timeline, day: int, minute: int, length: Duration, how: Any) -> Due:
    if length.hours is not None:
        return _hours(tl, day, minute, length.hours, how, back=False)
    beginning_with = how.counting is Counting.BEGINNING_WITH
    if length.working_days is not None:
        calendar = how.calendar
        count = working_days_beginning_with if beginning_with else working_days_after
        last = None if calendar is None else count(day, length.working_days, calendar)
        return UNKNOWN_DUE if last is None else Due(last)
    sums = tl.program.corresponding
    if how.counting is Counting.STATUTORY:
        return Due(last_statutory_day(sums.day(day, length.months), length.days))
    count_days = sums.beginning_with if beginning_with else sums.after
    return Due(count_days(day, months=length.months, days=length.days))


def _before(tl: Timeline, day: int, minute: int, length: Duration, how: Any) -> Due:
    if length.hours is not None:
        return _hours(tl, day, minute, length.hours, how, back=True)
    if length.working_days is not None:
        calendar = how.calendar
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
        skipping = how.calendar if how.skips is not None else None
        at = hours_after(day, reading, zone, hours, clock=clock, skipping=skipping) or 0
    return Due(at // MINUTES_A_DAY, at % MINUTES_A_DAY)


def after_end(tl: Timeline, end: int, rule: EndDuration, calendar: Calendar | None) -> int:
    """Return the last day of a length after (or beginning with) the end of a state; 0 if it cannot be known."""
    how = How(Counting.BEGINNING_WITH if rule.beginning_with else Counting.AFTER, calendar=calendar)
    return limit_after(tl, end, UNTIMED, rule.length, how).day


def calendar_of_limit(tl: Timeline, limit: Limit, whole: Calendar | None) -> Calendar | None:
    """Return the closed days of an opening or outer limit; where it names none, those of its regime."""
    return whole if limit.calendar is None else tl.program.calendar_of(limit.calendar)


def rolled(calendar: Calendar | None, day: int, how: Roll | None, floor: int = 0) -> int:
    """Return a last day, moved to an open day if it is closed; 0 if the calendar does not reach so far.

    Going back it stays on or after ``floor``, the day from which the duty can be met.
    """
    if how is None or not 0 < day < FAR:
        return day
    found = None if calendar is None else _open_day(calendar, day, how)
    return 0 if found is None else max(found, min(floor, day))


def _open_day(calendar: Calendar, day: int, how: Roll) -> int | None:
    """Return the open day a day gives way to; of two that are equally near it is the next."""
    following = None if how is Roll.PREVIOUS else calendar.next_open(day)
    before = None if how is Roll.NEXT else calendar.previous_open(day)
    if how is not Roll.NEAREST:
        return following if how is Roll.NEXT else before
    if following is None or before is None:
        return None
    return following if following - day <= day - before else before


class How(NamedTuple):
    """How a limit is counted: what it needs of a regime, or of the limit with its regime."""

    counting: Counting | None
    from_: HoursFrom | None = None
    clock: Clock | None = None
    to_end_of: PeriodEnd | None = None
    from_end_of: PeriodEnd | None = None
    skips: Skips | None = None
    calendar: Calendar | None = None


#: So many months or days after a day.
AFTER = How(Counting.AFTER)
