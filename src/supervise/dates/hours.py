"""Limits in hours, at the place where they run.

A *minute* is a local clock reading as one int: 1,440 times the day's ordinal plus the minutes since 00:00, so
that ``minute // 1440`` is the local day. Readings become instants only inside this module, through the zone
that the caller names; the machine's own zone is never looked at. Where the clocks go back a reading means its
first occurrence; where they go forward a reading that never happens means as much later as the clocks jump
(01:30 means 02:30). A zone's offset is taken in whole minutes.
"""

from __future__ import annotations

import enum
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from supervise.dates.calendars import Calendar
from supervise.dates.ordinals import to_iso
from supervise.errors import DateRangeError, InvalidDateError, UnknownZoneError

__all__ = [
    "MINUTES_A_DAY",
    "HourClock",
    "LocalTimeKind",
    "clocks_go_forward",
    "format_minute",
    "hours_after",
    "hours_before",
    "instant_to_local_date",
    "local_minute",
    "local_time_kind",
    "zone_named",
]

MINUTES_A_DAY: Final = 1_440

# Beside the database in the folders of some systems: the zone of the machine, and zones that count leap seconds.
_OF_SYSTEMS: Final = {"localtime", "posixrules", "posix", "right"}
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_OUT_OF_RANGE: Final = "the moment falls outside the years 0001 to 9999; look for a placeholder date"


class HourClock(enum.Enum):
    """What an hour is when the clocks change.

    A law that names hours seldom says which it means: a rulebook does, and says how sure its source makes it.

    >>> HourClock("wall") is HourClock.WALL
    True
    """

    ELAPSED = "elapsed"
    """Sixty minutes that pass, whatever the clock shows."""
    WALL = "wall"
    """A turn of the clock's hand: 24 hours later it reads the same."""


class LocalTimeKind(enum.Enum):
    """How often a local clock reading happens: once, never, or twice.

    >>> LocalTimeKind.AMBIGUOUS.value
    'ambiguous'
    """

    NORMAL = "normal"
    NONEXISTENT = "nonexistent"
    AMBIGUOUS = "ambiguous"


def zone_named(zone: str) -> ZoneInfo:
    """Return the time zone of that name; raise `UnknownZoneError` if the time zone database has none.

    >>> zone_named("Europe/London").key
    'Europe/London'
    """
    if zone.partition("/")[0] not in _OF_SYSTEMS:
        with suppress(LookupError, ValueError, OSError):
            return ZoneInfo(zone)
    raise UnknownZoneError("zone: not in the time zone database; use an IANA name (Area/City) or a newer tzdata")


def local_minute(day: int, clock_reading: str | None = None) -> int:
    """Return the minute of a day's ``HH:MM``, or of its 00:00 where no time is given.

    Raises `InvalidDateError` with code ``InvalidFormat`` for anything but 00:00 to 23:59 in five characters.

    >>> local_minute(738_945, "09:30") - local_minute(738_945)
    570
    """
    if clock_reading is None:
        return day * MINUTES_A_DAY
    match = _CLOCK.fullmatch(clock_reading)
    if match is None:
        raise InvalidDateError("InvalidFormat", "a time is five characters, HH:MM, from 00:00 to 23:59")
    return day * MINUTES_A_DAY + 60 * int(match[1]) + int(match[2])


def format_minute(minute: int) -> str:
    """Return ``YYYY-MM-DDTHH:MM``.

    >>> format_minute(local_minute(738_945, "09:30"))
    '2024-02-29T09:30'
    """
    day, of_day = divmod(minute, MINUTES_A_DAY)
    return f"{to_iso(day)}T{of_day // 60:02}:{of_day % 60:02}"


def hours_after(
    day: int,
    clock_reading: str | None,
    zone: str,
    hours: int,
    *,
    clock: HourClock,
    skipping: Calendar | None = None,
) -> int | None:
    """Return the local minute at which that many hours after a moment have run out.

    With `skipping`, hours on closed days of that calendar do not run; None where it does not reach, and never
    None without it. Raises `UnknownZoneError`, `InvalidDateError` (the time) or `DateRangeError`.

    >>> from supervise.dates.ordinals import from_iso
    >>> due = hours_after(from_iso("2026-03-06"), "17:00", "America/New_York", 72, clock=HourClock.WALL)
    >>> format_minute(due)
    '2026-03-09T17:00'
    """
    place = zone_named(zone)
    start = local_minute(day, clock_reading)
    if skipping is None:
        return _shift(start, 60 * hours, place, clock)
    left = 60 * hours
    while True:
        is_open = skipping.is_open(start // MINUTES_A_DAY)
        if is_open is None:
            return None
        midnight = (start // MINUTES_A_DAY + 1) * MINUTES_A_DAY
        if is_open:
            room = midnight - start
            if clock is HourClock.ELAPSED:
                room = _to_utc(midnight, place) - _to_utc(start, place)
            if left <= room:
                return _shift(start, left, place, clock)
            left -= room
        start = midnight


def hours_before(day: int, clock_reading: str | None, zone: str, hours: int, *, clock: HourClock) -> int:
    """Return the local minute that lies that many hours before a moment.

    Hours before a *date* (no `clock_reading`) count back from its 00:00: twelve hours before 20 June end at
    noon on the 19th. Raises `UnknownZoneError`, `InvalidDateError` (the time) or `DateRangeError`.

    >>> from supervise.dates.ordinals import from_iso
    >>> format_minute(hours_before(from_iso("2025-06-20"), None, "Europe/London", 12, clock=HourClock.ELAPSED))
    '2025-06-19T12:00'
    """
    return _shift(local_minute(day, clock_reading), -60 * hours, zone_named(zone), clock)


def instant_to_local_date(instant: datetime, zone: str) -> date:
    """Return the civil date of an instant at a place.

    Raises `InvalidDateError` (``InvalidFormat``) if the instant says nothing about its own zone,
    `UnknownZoneError`, or `DateRangeError`.

    >>> instant_to_local_date(datetime.fromisoformat("2024-06-30T23:30:00+00:00"), "Europe/London")
    datetime.date(2024, 7, 1)
    """
    if instant.utcoffset() is None:
        raise InvalidDateError("InvalidFormat", "a moment needs its offset from UTC, or its date cannot be known")
    try:
        return instant.astimezone(zone_named(zone)).date()
    except OverflowError:
        raise DateRangeError(_OUT_OF_RANGE) from None


def local_time_kind(day: int, clock_reading: str, zone: str) -> LocalTimeKind:
    """Tell whether a local clock reading happens once, never (clocks forward) or twice (clocks back).

    >>> from supervise.dates.ordinals import from_iso
    >>> local_time_kind(from_iso("2024-03-31"), "01:30", "Europe/London")
    <LocalTimeKind.NONEXISTENT: 'nonexistent'>
    """
    place = zone_named(zone)
    minute = local_minute(day, clock_reading)
    change = _offset(minute, place, fold=1) - _offset(minute, place, fold=0)
    if change == 0:
        return LocalTimeKind.NORMAL
    return LocalTimeKind.NONEXISTENT if change > 0 else LocalTimeKind.AMBIGUOUS


@lru_cache(maxsize=1024)
def clocks_go_forward(zone: str, year: int) -> frozenset[date]:
    """Return the days of a year on which the clocks of a zone go forward: on them a reading may never happen.

    >>> clocks_go_forward("Europe/London", 2024)
    frozenset({datetime.date(2024, 3, 31)})
    """
    place = zone_named(zone)
    days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    return frozenset(date.fromordinal(day) for day in days if _goes_forward(day * MINUTES_A_DAY, place))


def _goes_forward(midnight: int, place: ZoneInfo) -> bool:
    """Return whether the offset is greater at the end of a day than at its start."""
    return _offset(midnight + MINUTES_A_DAY - 1, place, fold=0) > _offset(midnight, place, fold=0)


def _shift(start: int, minutes: int, place: ZoneInfo, clock: HourClock) -> int:
    """Return the local minute so many minutes from another, by the clock or by what passes."""
    if clock is HourClock.ELAPSED:
        return _to_local(_to_utc(start, place) + minutes, place)
    # There and back: a reading that the clocks jump over becomes the one as much later.
    return _to_local(_to_utc(start + minutes, place), place)


def _offset(minute: int, place: ZoneInfo, *, fold: int) -> int:
    """Return the zone's offset from UTC at a local minute, in whole minutes."""
    try:
        reading = datetime.fromordinal(minute // MINUTES_A_DAY) + timedelta(minutes=minute % MINUTES_A_DAY)
    except (ValueError, OverflowError):
        raise DateRangeError(_OUT_OF_RANGE) from None
    return _minutes(place.utcoffset(reading.replace(fold=fold)))


def _minutes(offset: timedelta | None) -> int:
    """Return an offset in whole minutes; a ZoneInfo always has one for a dated reading."""
    return (offset or timedelta()) // timedelta(minutes=1)


def _to_utc(minute: int, place: ZoneInfo) -> int:
    """Return the minute in UTC of a local minute, its first occurrence."""
    return minute - _offset(minute, place, fold=0)


def _to_local(utc_minute: int, place: ZoneInfo) -> int:
    """Return the local minute of a minute in UTC."""
    try:
        instant = datetime.fromordinal(utc_minute // MINUTES_A_DAY).replace(tzinfo=UTC)
        local = (instant + timedelta(minutes=utc_minute % MINUTES_A_DAY)).astimezone(place)
    except (ValueError, OverflowError):
        raise DateRangeError(_OUT_OF_RANGE) from None
    return utc_minute + _minutes(local.utcoffset())
