"""Made-up calendars: as a file or a case holds them, and never without an open day."""

import datetime as dt

from hypothesis import given, settings

from supervise.dates import Calendar
from supervise.testing.strategies import calendar_records, calendars

COVERS = (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
FEW = settings(max_examples=50)


@FEW
@given(calendar_records(covers=COVERS))
def test_a_record_is_a_calendar_of_the_days_asked_for(record):
    calendar = Calendar.from_dict(record)
    assert calendar.covers(COVERS[0].toordinal())
    assert calendar.covers(COVERS[1].toordinal())
    assert not calendar.covers(COVERS[1].toordinal() + 1)
    assert record["closed_days"] == sorted(set(record["closed_days"]))
    assert all(COVERS[0].isoformat() <= day <= COVERS[1].isoformat() for day in record["closed_days"])


@FEW
@given(calendars())
def test_at_least_one_weekday_is_open(calendar):
    assert len(calendar.closed_weekdays) < 7
    assert calendar.open_days
    assert calendar.covers(dt.date(2028, 2, 29).toordinal())
