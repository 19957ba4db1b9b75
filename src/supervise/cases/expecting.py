"""What a case may expect: the fields of each expectation, and the kind of value each holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from supervise.cases.shapes import ByName, Kind, Listed, Record, Shape
from supervise.dates import Period, parse_iso_date
from supervise.dates.hours import local_minute
from supervise.errors import SuperviseError

__all__ = ["DATE", "EXPECT", "EXPECTATIONS", "TEXT", "or_null"]


def _reads(reader: Callable[[Any], object]) -> Callable[[Any], bool]:
    """Return whether a reader of texts takes a value."""

    def fits(value: Any) -> bool:
        try:
            reader(value)
        except SuperviseError:
            return False
        return True

    return lambda value: isinstance(value, str) and fits(value)


def or_null(kind: Kind) -> Kind:
    """Return the kind that holds `null` too.

    >>> or_null(TEXT).fits(None), TEXT.fits(None)
    (True, False)
    """
    schema = {**kind.schema, "type": [kind.schema["type"], "null"]}
    return Kind(f"{kind.advice} or null", lambda value: value is None or kind.fits(value), schema)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _read_minute(text: str) -> int:
    day, _, clock_reading = text.partition("T")
    return local_minute(parse_iso_date(day).toordinal(), clock_reading)


TEXT: Final = Kind("a text", lambda value: isinstance(value, str), {"type": "string"})
DATE: Final = Kind("a date YYYY-MM-DD", _reads(parse_iso_date), {"type": "string", "format": "date"})
_NUMBER: Final = Kind("a whole number", _is_number, {"type": "integer"})
_TRUTH: Final = Kind("true or false", lambda value: isinstance(value, bool), {"type": "boolean"})
_MINUTE: Final = Kind("a minute YYYY-MM-DDTHH:MM", _reads(_read_minute), {"type": "string"})
_LATEST: Final = Kind(
    "a date YYYY-MM-DD or a minute YYYY-MM-DDTHH:MM",
    lambda value: DATE.fits(value) or _MINUTE.fits(value),
    {"type": "string"},
)
_PERIOD: Final = Kind("a period such as '3 years 6 months'", _reads(Period.parse), {"type": "string"})

_TEXT, _DAY, _COUNT, _YES_OR_NO = or_null(TEXT), or_null(DATE), or_null(_NUMBER), or_null(_TRUTH)
_LENGTH: Final = or_null(_PERIOD)
_CODES: Final = Listed(TEXT, "a list of codes")
# A date for each rule; null says that there is none.
_BY_RULE: Final = ByName(_DAY)


# What people write first of a duty, a span and a case, and the field that says it.
_OF_DUTIES: Final = {
    **dict.fromkeys(
        ("due_by", "due_on", "due_day", "due_date", "deadline", "last_day", "window_close", "close", "closes"), "due"
    ),
    **dict.fromkeys(("open", "open_on", "opens_on", "window_open", "earliest", "from"), "opens"),
    **dict.fromkeys(("late", "late_by", "days_overdue", "overdue_by"), "days_late"),
    **dict.fromkeys(("fulfilled_by", "satisfied_by", "evidence"), "met_by"),
    **dict.fromkeys(("id", "rule_id", "duty"), "rule"),
}
_OF_SPANS: Final = {
    **dict.fromkeys(("last_day_subject", "ends", "ends_on", "end", "until"), "last_day"),
    **dict.fromkeys(("first_day_free", "free_from"), "first_free_day"),
    **dict.fromkeys(("for_life", "life"), "indefinite"),
    **dict.fromkeys(("length", "duration"), "period"),
}
_OF_CASES: Final = {
    **dict.fromkeys(("duties", "obligation", "due", "overdue", "status", "due_by"), "obligations"),
    **dict.fromkeys(("next", "due_next"), "next_due"),
    **dict.fromkeys(("spans", "span"), "registrations"),
    **dict.fromkeys(("events", "triggered"), "derived"),
    **dict.fromkeys(("not_flags", "without_flags"), "no_flags"),
}


def _entries(name: str, meant: Mapping[str, str] | None = None, /, **fields: Shape) -> Listed:
    """Return a list of entries, each found by one name."""
    return Listed(Record({name: TEXT, **fields}, needs=(name,), meant=meant or {}), "a list of objects")


# Only what is named is compared.
EXPECTATIONS: Final[Mapping[str, Shape]] = {
    "obligations": _entries(
        "rule",
        _OF_DUTIES,
        key=TEXT,
        anchor=_DAY,
        opens=_DAY,
        due=_DAY,
        due_at=or_null(_MINUTE),
        cautious_due=_DAY,
        latest=or_null(_LATEST),
        nominal=_DAY,
        status=TEXT,
        met_by=Listed(TEXT, "a list of ids"),
        days_late=_COUNT,
        days_frozen=_COUNT,
        counted=ByName(_NUMBER),
        short=ByName(_NUMBER),
    ),
    "derived": _entries("id", on=_DAY),
    "registrations": _entries(
        "id",
        _OF_SPANS,
        relevant_on=_DAY,
        period=_LENGTH,
        effective_term=_LENGTH,
        halved=_YES_OR_NO,
        subject_from=_DAY,
        last_day=_DAY,
        first_free_day=_DAY,
        indefinite=_YES_OR_NO,
        excluded_days=_COUNT,
    ),
    "orders": _entries("id", _OF_SPANS, valid=_YES_OR_NO, why=_TEXT, last_day=_DAY),
    "subject": Record({"last_day": _DAY, "first_free_day": _DAY, "indefinite": _YES_OR_NO}, meant=_OF_SPANS),
    "next_due": _BY_RULE,
    "earliest": _BY_RULE,
    "flags": _CODES,
    "no_flags": _CODES,
}

EXPECT: Final = Record(EXPECTATIONS, meant=_OF_CASES)
