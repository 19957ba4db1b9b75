"""Reading civil dates: only declared, unambiguous forms, and never a guess.

A date library that "does what you mean" reads ``03/04/2024`` as 4 March and ``13/04/2024`` as 13 April in one
column. Nothing here tries a second form when the first does not fit, and no message repeats the text it
refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from supervise.errors import InvalidDateError

__all__ = ["check_form", "from_excel_serial", "parse_declared", "parse_iso_date", "refuse_other_than_date"]

_ISO_FORM: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

# A single letter stands for a number as people write it, with or without a leading nought. Years have four digits
# in every form: "24" may be any century.
_TOKENS: Final = {
    "DD": "(?P<day>[0-9]{2})",
    "MM": "(?P<month>[0-9]{2})",
    "YYYY": "(?P<year>[0-9]{4})",
    "D": "(?P<day>[0-9]{1,2})",
    "M": "(?P<month>[0-9]{1,2})",
    "Y": "(?P<year>[0-9]{4})",
}
_PART: Final = "(DD?|MM?|YYYY|Y)"
# What many systems write behind a date that has no time. Another time would leave the day to a zone.
_MIDNIGHT: Final = r"(?P<midnight>[ T]00:00(?::00(?:\.0{1,9})?)?)?"
_DECLARATION: Final = re.compile(rf"{_PART}([-/. ]){_PART}\2{_PART}{_MIDNIGHT}", re.ASCII)

#: The ordinals of serial 0: before and after the phantom day of the 1900 system, and in the 1904 system.
_BEFORE_PHANTOM: Final = date(1899, 12, 31).toordinal()
_AFTER_PHANTOM: Final = date(1899, 12, 30).toordinal()
_ZERO_OF_1904: Final = date(1904, 1, 1).toordinal()
_PHANTOM: Final = 60
_LAST_DAY: Final = date.max.toordinal()


def parse_iso_date(text: str) -> date:
    """Return the date of a text of exactly ten ASCII characters, ``YYYY-MM-DD`` (ISO 8601 calendar date).

    ``date.fromisoformat`` alone is too generous: since CPython 3.11 it also takes ``20240209`` and
    ``2024-W09-4``.

    Raises `InvalidDateError` with code ``MissingDate`` (empty text), ``InvalidFormat`` (any other form) or
    ``InvalidDate`` (the right form, but no such day).

    >>> parse_iso_date("2024-02-29")
    datetime.date(2024, 2, 29)
    >>> parse_iso_date("20240229")
    Traceback (most recent call last):
    supervise.errors.InvalidDateError: InvalidFormat: a date is ten characters, YYYY-MM-DD, in plain digits
    """
    if not text:
        raise InvalidDateError("MissingDate", "the date is empty; leave the field out if it is not known")
    if _ISO_FORM.fullmatch(text) is None:
        raise InvalidDateError("InvalidFormat", "a date is ten characters, YYYY-MM-DD, in plain digits")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidDateError("InvalidDate", "no such day in the calendar") from None


def parse_declared(text: str, form: str) -> date:
    """Return the date of a text written in a declared form such as ``DD/MM/YYYY``.

    A form names ``DD``, ``MM`` and ``YYYY`` once each, in any order, parted by one and the same of ``/ - .``
    or a space. The text must fill it exactly: two-digit days and months, four-digit years, nothing around it.
    ``D`` and ``M`` are days and months of one digit or two, ``Y`` is ``YYYY``. A midnight that a system writes behind
    every date is part of the form (``D/M/Y 00:00:00``); a date with any other time is refused, as which day that is
    depends on a zone.

    Raises `InvalidDateError` with code ``MissingDate``, ``InvalidFormat`` (of the text or of the form itself)
    or ``InvalidDate``.

    >>> parse_declared("03/04/2024", "DD/MM/YYYY")
    datetime.date(2024, 4, 3)
    >>> parse_declared("3/4/2024", "D/M/Y")
    datetime.date(2024, 4, 3)
    """
    read = _reader_of(form)
    if not text:
        raise InvalidDateError("MissingDate", "the date is empty; leave the field out if it is not known")
    parts = read(text)
    if parts is None:
        raise InvalidDateError(
            "InvalidFormat", f"a date here is written {form}: two digits for day and month, four for the year"
        )
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        raise InvalidDateError("InvalidDate", "no such day in the calendar") from None


def check_form(form: str) -> None:
    """Raise `InvalidDateError` with code ``InvalidFormat`` if a text declares no form of dates.

    >>> check_form("DD/MM/YYYY")
    """
    _reader_of(form)


@lru_cache(maxsize=32)
def _reader_of(form: str) -> Callable[[str], re.Match[str] | None]:
    """Return the function that matches a text against a declared form; refuse a form that leaves a doubt."""
    declared = _DECLARATION.fullmatch(form)
    if declared is None or {declared[1][0], declared[3][0], declared[4][0]} != set("DMY"):
        raise InvalidDateError(
            "InvalidFormat",
            "a declared form names DD, MM and YYYY once each with one kind of separator, like DD/MM/YYYY",
        )
    separator = re.escape(declared[2])
    pattern = separator.join(_TOKENS[token] for token in (declared[1], declared[3], declared[4]))
    return re.compile(pattern + re.escape(declared["midnight"] or ""), re.ASCII).fullmatch


def from_excel_serial(serial: int, system: int) -> date:
    """Return the date that a spreadsheet serial number stands for in the 1900 or the 1904 date system.

    The 1900 system keeps a 29 February 1900 that never was (serial 60, taken over from Lotus 1-2-3), so
    serials up to 59 and from 61 on count from different days; 60 itself and 0 (shown as "0 January 1900") are
    no dates.

    Raises `InvalidDateError`: ``InvalidFormat`` for a number that is not whole (a fraction is a time of day)
    or a system other than 1900 and 1904, ``InvalidDate`` for a serial that stands for no day.

    >>> from_excel_serial(45351, 1900)
    datetime.date(2024, 2, 29)
    """
    # bool is an int to Python, and 45351.0 is what a careless reader makes of a cell: take neither on trust.
    if type(serial) is not int:
        raise InvalidDateError("InvalidFormat", "a spreadsheet date is a whole number of days")
    if system == 1900:
        ordinal = serial + (_BEFORE_PHANTOM if serial < _PHANTOM else _AFTER_PHANTOM)
        real = serial >= 1 and serial != _PHANTOM
    elif system == 1904:
        ordinal = serial + _ZERO_OF_1904
        real = serial >= 0
    else:
        raise InvalidDateError("InvalidFormat", "a spreadsheet counts its days by the 1900 or the 1904 system")
    if not real or ordinal > _LAST_DAY:
        raise InvalidDateError("InvalidDate", "this spreadsheet number stands for no day")
    return date.fromordinal(ordinal)


def refuse_other_than_date(name: str, value: object) -> None:
    """Raise TypeError if what an argument was given is no civil date.

    A `datetime` is a `date` to Python and to type checkers; which day it is depends on a zone, and nobody said which.

    >>> refuse_other_than_date("as_of", date(2026, 6, 30))
    >>> refuse_other_than_date("as_of", datetime(2026, 6, 30))
    Traceback (most recent call last):
    TypeError: as_of is a datetime.date, found datetime: say which civil day is meant
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{name} is a datetime.date, found {type(value).__name__}: say which civil day is meant")
