"""Working days of a place and some years, worked out by the `holidays` library: the extra ``holidays``.

A shipped calendar is a frozen file; the days here are as good as the release of that library, so its version is part
of the calendar's reference, and the hash is that of the days: two releases that agree give the same one. The library
answers outside the years it knows with no holiday at all, and with estimates where a moon has still to be seen. Both
are refused: a day is known, or it is not.

https://holidays.readthedocs.io
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final

from attrs import frozen

from supervise.dates import Calendar
from supervise.dates.ordinals import to_iso, weekday
from supervise.errors import MissingExtraError, UnknownRulebookError
from supervise.rules.reading import nearest

__all__ = ["PREFIX", "holiday_calendar"]

#: How the reference of such a calendar begins.
PREFIX: Final = "holidays:"

_REFERENCE: Final = re.compile(
    PREFIX + r"(?P<country>[A-Z]{2})(?:-(?P<part>[^:@]+))?"
    r":(?P<first>[0-9]{4})(?:-(?P<last>[0-9]{4}))?(?:@(?P<version>[0-9][0-9a-z.]*))?",
    re.ASCII,
)
_FORM: Final = f"{PREFIX}COUNTRY[-PART]:FIRST[-LAST][@VERSION], codes of ISO 3166 and years"
# The names of days are asked for in this language, whatever that of the machine, to see which are estimates.
_LANGUAGE: Final = "en_US"
_ESTIMATE: Final = "estimated"


@frozen
class _Asked:
    """What a reference asks for; ``version`` is None if any release of the library will do."""

    country: str
    part: str | None
    first: int
    last: int
    version: str | None

    @property
    def name(self) -> str:
        """The reference without a version, the same however it was written."""
        place = self.country if self.part is None else f"{self.country}-{self.part}"
        years = f"{self.first:04}" if self.first == self.last else f"{self.first:04}-{self.last:04}"
        return f"{PREFIX}{place}:{years}"

    @property
    def covered(self) -> range:
        """Every day of the years, as ordinals."""
        return range(dt.date(self.first, 1, 1).toordinal(), dt.date(self.last, 12, 31).toordinal() + 1)


def holiday_calendar(ref: str) -> Calendar:
    """Return the working days of a place and some years, from the `holidays` library.

    Closed are the weekend of the place and its public holidays, with the days they are moved to; a working day that
    was moved to a weekend is open. The calendar covers whole years, from the first to the last; outside them nothing
    is known.

    Args:
        ref: ``holidays:US-CA:2020-2030``: a country, one of its parts if it has its own holidays, and the years (one
            or two). With ``@0.109`` at the end, only that release of the library will do.

    Raises:
        MissingExtraError: the library is not installed.
        UnknownRulebookError: the reference is of another form, the library has no such place, does not know those
            years or only estimates days in them, or is another release.

    >>> holiday_calendar("holidays:GB-ENG:2026").covers(dt.date(2026, 5, 25).toordinal())  # doctest: +SKIP
    True
    """
    asked = _asked(ref)
    library = _library()
    version = str(library.__version__)
    if asked.version not in (None, version):
        raise UnknownRulebookError(
            f"calendar: release {asked.version} of the `holidays` library is asked for, {version} is installed"
        )
    found, covered = _holidays_of(library, asked), asked.covered
    closed = [day for day in covered if not found.is_working_day(dt.date.fromordinal(day))]
    # A weekend that changed in these years stands among the days.
    weekend = frozenset(range(7)) - {weekday(day) for day in set(covered).difference(closed)}
    return Calendar(
        name=asked.name,
        version=version,
        closed_weekdays=weekend,
        closed_days=frozenset(day for day in closed if weekday(day) not in weekend),
        covers_from=covered[0],
        covers_to=covered[-1],
        sha256=_hash((covered[0], covered[-1], *closed)),
    )


def _asked(ref: str) -> _Asked:
    found = _REFERENCE.fullmatch(ref)
    if found is None:
        raise UnknownRulebookError(f"calendar: write {_FORM}")
    first = int(found["first"])
    last = int(found["last"] or first)
    if not 1 <= first <= last:
        raise UnknownRulebookError("calendar: the first year comes first, and the years begin with 0001")
    return _Asked(found["country"], found["part"], first, last, found["version"])


def _library() -> Any:
    try:
        import holidays
    except ImportError:
        message = "a calendar of the `holidays` library needs it: pip install 'supervise-schedules[holidays]'"
        raise MissingExtraError(message) from None
    return holidays


def _holidays_of(library: Any, asked: _Asked) -> Any:
    """Return the library's holidays of the place in the years; refused if it does not know them all."""
    places = library.list_supported_countries()
    if asked.country not in places:
        raise UnknownRulebookError(
            "calendar: no such country in the `holidays` library; write its two letters of ISO 3166-1"
        )
    parts = places[asked.country]
    if asked.part is not None and asked.part not in parts:
        raise UnknownRulebookError(
            f"calendar: no such part of it in the `holidays` library; {nearest(asked.part, parts)}"
        )
    years = range(asked.first, asked.last + 1)
    found = library.country_holidays(asked.country, subdiv=asked.part, years=years, expand=False, language=_LANGUAGE)
    if asked.first < found.start_year or asked.last > found.end_year:
        known = f"{found.start_year} to {found.end_year}"
        raise UnknownRulebookError(f"calendar: of this place the `holidays` library knows {known} and no other year")
    estimated = [day.year for day, name in found.items() if _ESTIMATE in name.lower()]
    if estimated:
        raise UnknownRulebookError(
            f"calendar: in {min(estimated)} the `holidays` library only estimates some days of this place; "
            "name years before it, or give a file with the days that were announced"
        )
    return found


def _hash(days: Iterable[int]) -> str:
    """Return the SHA-256 of days, one a line as YYYY-MM-DD."""
    return hashlib.sha256("".join(f"{to_iso(day)}\n" for day in days).encode()).hexdigest()
