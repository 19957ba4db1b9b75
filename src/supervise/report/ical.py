"""Appointments as an iCalendar file (RFC 5545), and what became of those of an earlier file.

All days, no times; no clock: the stamp is the day judged. An appointment that is no longer there stays in the file,
cancelled, so that a calendar that missed a file still learns of it from the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any, Final

from attrs import frozen

from supervise.errors import MissingExtraError, RegisterError
from supervise.report.appointments import Appointment
from supervise.report.printable import printable

__all__ = ["Entry", "Written", "entries", "library", "read_calendar", "write_calendar"]

_PRODUCT: Final = "-//supervise//schedule//EN"
_WHOSE: Final = "X-SUPERVISE-FOR"
_EVERYBODY: Final = "register"
_END: Final = b"END:VCALENDAR"


@cache
def library() -> ModuleType:
    """Return icalendar; MissingExtraError naming the extra if it is not installed."""
    try:
        import icalendar
    except ImportError:
        message = "writing a calendar needs icalendar: pip install 'supervise-schedules[ics]'"
        raise MissingExtraError(message) from None
    return icalendar


@frozen
class Entry:
    """One appointment as it stands in a file."""

    appointment: Appointment
    as_of: dt.date
    sequence: int = 0
    cancelled: bool = False

    @property
    def significant(self) -> tuple[object, ...]:
        """What others must be told of when it changes."""
        return self.appointment.day, self.appointment.summary, self.cancelled


@frozen
class Written:
    """An earlier file: the day it was judged, and its entries by their ids."""

    as_of: dt.date
    entries: Mapping[str, Entry]


# ── what became of earlier ones ─────────────────────────────────────────────────────────────────────────────────


def entries(
    found: Iterable[Appointment], *, as_of: dt.date, until: dt.date, previous: Written | None = None
) -> tuple[Entry, ...]:
    """Return the entries of a file, in the order of the days.

    The sequence number grows when the day or the text of an appointment changes, when it is cancelled, and when it
    comes back. What lay after ``until`` in the earlier file was not looked for and stays as it was.

    >>> day, later = dt.date(2026, 7, 1), dt.date(2026, 7, 9)
    >>> first = entries([Appointment(day, "a", "u1")], as_of=day, until=later)
    >>> before = Written(day, {each.appointment.uid: each for each in first})
    >>> [(each.sequence, each.cancelled) for each in entries([], as_of=day, until=later, previous=before)]
    [(1, True)]
    """
    earlier = {} if previous is None else previous.entries
    now = {each.uid: _continued(Entry(each, as_of), earlier.get(each.uid)) for each in found}
    gone = (_gone(entry, as_of, until) for uid, entry in earlier.items() if uid not in now)
    return tuple(sorted((*now.values(), *gone), key=lambda entry: entry.appointment))


def _continued(entry: Entry, before: Entry | None) -> Entry:
    if before is None:
        return entry
    changed = entry.significant != before.significant
    return Entry(entry.appointment, entry.as_of, before.sequence + changed)


def _gone(entry: Entry, as_of: dt.date, until: dt.date) -> Entry:
    if entry.cancelled or entry.appointment.day > until:
        return entry
    return Entry(entry.appointment._replace(description=""), as_of, entry.sequence + 1, cancelled=True)


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────


def write_calendar(listed: Iterable[Entry], *, as_of: dt.date, made: str, whose: str | None = None) -> bytes:
    """Return the bytes of a file; `made` says with what, `whose` whose cases it holds, None: the whole register's.

    MissingExtraError is raised without icalendar.
    """
    calendar = library().Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add(_WHOSE, whose or _EVERYBODY)
    calendar.add("x-supervise-as-of", as_of.isoformat())
    # Of a name it does not know icalendar takes the text for escaped.
    calendar.add("x-supervise-made-with", library().vText(printable(made)))
    for entry in listed:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry) -> Any:
    event = library().Event()
    appointment = entry.appointment
    event.add("uid", appointment.uid)
    event.add("dtstamp", dt.datetime.combine(entry.as_of, dt.time(), dt.UTC))
    event.add("dtstart", appointment.day)
    event.add("summary", appointment.summary)
    if appointment.description:
        event.add("description", appointment.description)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # A due day takes nobody's time, and is nobody else's business.
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    return event


def read_calendar(content: bytes, *, file: str, as_of: dt.date, whose: str | None = None) -> Written:
    """Return what an earlier file holds.

    RegisterError is raised for a file that this library did not write whole, for one that was written for others, and
    for one that was judged as of a later day: what it holds would be cancelled, or come back, without a reason.
    """
    if not content.rstrip().endswith(_END):
        raise RegisterError(f"{file}: no whole calendar; give the file that was written last")
    try:
        calendar = library().Calendar.from_ical(content)
        said = str(calendar[_WHOSE])
        written = Written(dt.date.fromisoformat(str(calendar["X-SUPERVISE-AS-OF"])), dict(_read(calendar)))
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        raise RegisterError(f"{file}: no calendar that supervise wrote; give the file that was written last") from None
    if said != (whose or _EVERYBODY):
        raise RegisterError(f"{file}: written for somebody else's cases; give the file of the same --for")
    if written.as_of > as_of:
        raise RegisterError(f"{file}: written as of {written.as_of}, later than the day judged")
    return written


def _read(calendar: Any) -> Iterator[tuple[str, Entry]]:
    for event in calendar.subcomponents:
        day, stamp = event["DTSTART"].dt, event["DTSTAMP"].dt.date()
        if (calendar.name, event.name) != ("VCALENDAR", "VEVENT") or isinstance(day, dt.datetime):
            raise ValueError("no appointment")
        told = Appointment(day, str(event["SUMMARY"]), str(event["UID"]), str(event.get("DESCRIPTION", "")))
        yield told.uid, Entry(told, stamp, int(event["SEQUENCE"]), str(event["STATUS"]) == "CANCELLED")
