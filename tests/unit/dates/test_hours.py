"""Limits in hours, clock changes, and the civil date of an instant."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from supervise.dates.calendars import Calendar
from supervise.dates.hours import (
    HourClock,
    LocalTimeKind,
    clocks_go_forward,
    format_minute,
    hours_after,
    hours_before,
    instant_to_local_date,
    local_minute,
    local_time_kind,
    zone_named,
)
from supervise.dates.ordinals import MAX_DAY, MIN_DAY, from_iso
from supervise.errors import DateRangeError, InvalidDateError, UnknownZoneError

LONDON, NEW_YORK, UTC_ZONE = "Europe/London", "America/New_York", "UTC"
ELAPSED, WALL = HourClock.ELAPSED, HourClock.WALL


def after(day, at, zone, hours, clock, skipping=None):
    minute = hours_after(from_iso(day), at, zone, hours, clock=clock, skipping=skipping)
    return None if minute is None else format_minute(minute)


def before(day, at, zone, hours, clock=ELAPSED):
    return format_minute(hours_before(from_iso(day), at, zone, hours, clock=clock))


@pytest.mark.parametrize(
    ("day", "at", "hours", "expected"),
    [
        ("2025-06-20", None, 12, "2025-06-19T12:00"),
        ("2025-06-20", None, 24, "2025-06-19T00:00"),
        ("2025-11-03", "09:30", 12, "2025-11-02T21:30"),
        ("2025-05-02", None, 12, "2025-05-01T12:00"),
    ],
)
def test_hours_before_a_date_count_from_its_first_moment_and_before_a_time_from_that(day, at, hours, expected):
    """SI 2004/1220 reg. 5 and 7: not less than so many hours before the date, or before the departure."""
    assert before(day, at, LONDON, hours) == expected


@pytest.mark.parametrize(("clock", "expected"), [(WALL, "2026-03-09T17:00"), (ELAPSED, "2026-03-09T18:00")])
def test_seventy_two_hours_across_a_spring_clock_change(clock, expected):
    assert after("2026-03-06", "17:00", NEW_YORK, 72, clock) == expected


@pytest.mark.parametrize(("clock", "expected"), [(WALL, "2024-10-26T12:00"), (ELAPSED, "2024-10-26T13:00")])
def test_twenty_four_hours_before_a_time_across_an_autumn_clock_change(clock, expected):
    assert before("2024-10-27", "12:00", LONDON, 24, clock) == expected


def test_a_holiday_does_not_stop_the_clock_unless_the_rule_skips_it():
    assert after("2026-02-05", "10:00", "Pacific/Auckland", 72, ELAPSED) == "2026-02-08T10:00"


WEEKENDS = Calendar.from_dict(
    {
        "name": "weekends",
        "closed_weekdays": ["saturday", "sunday"],
        "closed_days": [],
        "covers": ["2024-03-25", "2024-04-05"],
    }
)


@pytest.mark.parametrize(
    ("start", "at", "hours", "expected"),
    [
        ("2024-03-28", "10:00", 24, "2024-03-29T10:00"),
        ("2024-03-29", "10:00", 24, "2024-04-01T10:00"),
        ("2024-03-30", "10:00", 24, "2024-04-02T00:00"),
        ("2024-03-29", "00:00", 24, "2024-03-30T00:00"),
        ("2024-03-29", "23:00", 1, "2024-03-30T00:00"),
        ("2024-03-29", "23:00", 2, "2024-04-01T01:00"),
        ("2024-04-05", "12:00", 48, None),
        ("2024-04-08", "12:00", 1, None),
    ],
)
@pytest.mark.parametrize("clock", HourClock)
def test_hours_on_closed_days_do_not_run(start, at, hours, expected, clock):
    assert after(start, at, LONDON, hours, clock, WEEKENDS) == expected


def test_a_day_of_twenty_three_hours_gives_twenty_three_when_hours_elapse():
    """Open on the Sunday on which the clocks go forward: by the clock the day has 24 hours."""
    everyday = Calendar.from_dict(
        {"name": "all", "closed_weekdays": [], "closed_days": [], "covers": ["2024-03-25", "2024-04-05"]}
    )
    assert after("2024-03-31", "00:00", LONDON, 24, ELAPSED, everyday) == "2024-04-01T01:00"
    assert after("2024-03-31", "00:00", LONDON, 24, WALL, everyday) == "2024-04-01T00:00"


@given(st.integers(from_iso("1980-01-01"), from_iso("2037-01-01")), st.integers(0, 1439), st.integers(0, 200))
def test_elapsed_hours_are_those_of_the_time_line(day, of_day, hours):
    """Against aware datetimes; a reading that happens twice is its first occurrence."""
    at = f"{of_day // 60:02}:{of_day % 60:02}"
    zone = ZoneInfo(LONDON)
    start = datetime.fromordinal(day).replace(hour=of_day // 60, minute=of_day % 60, tzinfo=zone)
    expected = (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone)
    assert format_minute(hours_after(day, at, LONDON, hours, clock=ELAPSED)) == f"{expected:%Y-%m-%dT%H:%M}"


@given(st.integers(1, MAX_DAY - 10), st.integers(0, 23), st.integers(0, 100))
def test_where_the_clocks_never_change_both_clocks_agree(day, hour, hours):
    at = f"{hour:02}:00"
    minutes = {hours_after(day, at, UTC_ZONE, hours, clock=clock) for clock in HourClock}
    assert minutes == {local_minute(day, at) + 60 * hours}


def test_a_wall_reading_that_never_happens_is_as_much_later_as_the_clocks_jump():
    assert after("2024-03-30", "01:30", LONDON, 24, WALL) == "2024-03-31T02:30"


@pytest.mark.parametrize(
    ("day", "at", "zone", "kind"),
    [
        ("2024-03-31", "01:30", LONDON, LocalTimeKind.NONEXISTENT),
        ("2024-03-31", "02:00", LONDON, LocalTimeKind.NORMAL),
        ("2024-10-27", "01:30", LONDON, LocalTimeKind.AMBIGUOUS),
        ("2024-10-27", "02:00", LONDON, LocalTimeKind.NORMAL),
        ("2024-07-01", "01:30", UTC_ZONE, LocalTimeKind.NORMAL),
        ("2011-12-30", "12:00", "Pacific/Apia", LocalTimeKind.NONEXISTENT),
    ],
)
def test_a_local_reading_happens_once_never_or_twice(day, at, zone, kind):
    assert local_time_kind(from_iso(day), at, zone) is kind


@pytest.mark.parametrize("at", ["24:00", "9:30", "09:60", "0930", "09:30:00", "٠٩:30", "", "09:30 "])
def test_only_hours_and_minutes_in_five_characters_are_a_time(at):
    with pytest.raises(InvalidDateError) as caught:
        local_minute(1, at)
    assert caught.value.code == "InvalidFormat"


# Found in the folders of some machines beside the database: what they say is not the same everywhere.
SYSTEMS = ["localtime", "posixrules", "posix/Europe/London", "right/Europe/London"]


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "a\0b", "GMT+25", "x" * 300, *SYSTEMS]
)
def test_an_unknown_zone_is_a_named_error_that_does_not_repeat_it(zone):
    with pytest.raises(UnknownZoneError, match="IANA name") as caught:
        zone_named(zone)
    assert not zone or zone not in str(caught.value)


def test_a_moment_without_an_offset_has_no_civil_date():
    with pytest.raises(InvalidDateError, match="offset from UTC"):
        instant_to_local_date(datetime(2024, 6, 30, 23, 30), LONDON)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: hours_after(MAX_DAY, "23:00", UTC_ZONE, 1, clock=ELAPSED),
        lambda: hours_after(MAX_DAY, "23:00", UTC_ZONE, 1, clock=WALL),
        lambda: hours_before(MIN_DAY, None, UTC_ZONE, 1, clock=ELAPSED),
        lambda: hours_after(MIN_DAY, "00:00", "Pacific/Auckland", 1, clock=ELAPSED),
        lambda: local_time_kind(MAX_DAY + 1, "00:00", UTC_ZONE),
        lambda: instant_to_local_date(
            datetime(9999, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-12))), "Pacific/Auckland"
        ),
    ],
    ids=["elapsed hours after", "wall hours after", "hours before", "offset", "kind", "instant"],
)
def test_a_moment_outside_the_calendar_is_a_named_error(ask):
    with pytest.raises(DateRangeError):
        ask()


@pytest.mark.parametrize(
    ("zone", "year", "days"),
    [
        ("Europe/London", 2024, ["2024-03-31"]),
        ("Europe/London", 9999, ["9999-03-28"]),
        ("Asia/Tokyo", 2024, []),
        # The day that Samoa passed over, and a summer time over the turn of the year.
        ("America/Sao_Paulo", 2018, ["2018-11-04"]),
        ("America/New_York", 2023, ["2023-03-12"]),
        ("Europe/London", 1, []),
    ],
)
def test_the_clocks_go_forward_on_known_days(zone, year, days):
    assert sorted(map(str, clocks_go_forward(zone, year))) == days
