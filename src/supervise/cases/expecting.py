"""What a case may expect: the fields of each expectation, and the kind of value each holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from supervise.cases.shapes import ByName, Kind, Listed, Record, Shape
from supervise.dates import Period, parse_iso_date
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


TEXT: Final = Kind("a text", lambda value: isinstance(value, str), {"type": "string"})
DATE: Final = Kind("a date YYYY-MM-DD", _reads(parse_iso_date), {"type": "string", "format": "date"})
_NUMBER: Final = Kind("a whole number", _is_number, {"type": "integer"})
_TRUTH: Final = Kind("true or false", lambda value: isinstance(value, bool), {"type": "boolean"})
_PERIOD: Final = Kind("a period such as '3 years 6 months'", _reads(Period.parse), {"type": "string"})

_TEXT, _DAY, _COUNT, _YES_OR_NO = or_null(TEXT), or_null(DATE), or_null(_NUMBER), or_null(_TRUTH)
_LENGTH: Final = or_null(_PERIOD)
_CODES: Final = Listed(TEXT, "a list of codes")
# A date for each rule; null says that there is none.
_BY_RULE: Final = ByName(_DAY)


def _entries(name: str, **fields: Shape) -> Listed:
    """Return a list of entries, each found by one name."""
    return Listed(Record({name: TEXT, **fields}, needs=(name,)), "a list of objects")


# Only what is named is compared.
EXPECTATIONS: Final[Mapping[str, Shape]] = {
    "obligations": _entries(
        "rule",
        key=TEXT,
        anchor=_DAY,
        opens=_DAY,
        due=_DAY,
        due_at=_TEXT,
        cautious_due=_DAY,
        latest=_TEXT,
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
    "orders": _entries("id", valid=_YES_OR_NO, why=_TEXT, last_day=_DAY),
    "subject": Record({"last_day": _DAY, "first_free_day": _DAY, "indefinite": _YES_OR_NO}),
    "next_due": _BY_RULE,
    "earliest": _BY_RULE,
    "flags": _CODES,
    "no_flags": _CODES,
}

EXPECT: Final = Record(EXPECTATIONS)
