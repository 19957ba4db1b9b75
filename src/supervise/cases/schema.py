"""The JSON Schema of one case, generated from what the case format says it may hold."""

from __future__ import annotations

from typing import Any, Final

from supervise.cases.case import EXPECTATIONS, KEYS, REQUIRED
from supervise.model import register_schema

__all__ = ["case_schema"]

_TEXT: Final = {"type": "string"}
_DATE: Final = {"type": "string", "format": "date"}
_DATE_OR_NULL: Final = {"type": ["string", "null"], "format": "date"}
_ANY_OBJECT: Final = {"type": "object"}
_CODES: Final = {"type": "array", "items": _TEXT}

# A date for each rule; null says that there is none.
_BY_RULE: Final = {"type": "object", "additionalProperties": _DATE_OR_NULL}

_KINDS: Final[dict[str, dict[str, Any]]] = {
    "id": _TEXT,
    "rulebook": {"anyOf": [_TEXT, _ANY_OBJECT], "description": "A shipped reference, or a whole rulebook."},
    "calendar": {
        "type": "object",
        "description": "Closed days to count with in place of the book's own.",
        "required": ["name", "closed_weekdays", "closed_days", "covers"],
    },
    "workforce": {"type": "array", "items": {"type": "object", "required": ["officer"]}},
    "offender": {"$ref": "#/$defs/Offender"},
    "as_of": _DATE,
    "known_at": _DATE_OR_NULL,
    "until": _DATE_OR_NULL,
    "source": {"type": ["string", "null"]},
    "why": {"type": ["string", "null"], "description": "For readers; not compared."},
}


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one case of a case file.

    >>> case_schema()["properties"]["expect"]["properties"]["subject"]["properties"].keys()
    dict_keys(['first_free_day', 'indefinite', 'last_day'])
    """
    register = register_schema()
    defs, dialect = register.pop("$defs"), register.pop("$schema")
    expect = {
        "type": "object",
        "description": "Only what is named is compared.",
        "properties": {name: _expectation(name) for name in EXPECTATIONS},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {
        "$schema": dialect,
        "title": "Case",
        "type": "object",
        "properties": {**{name: _KINDS[name] for name in sorted(KEYS - {"expect"})}, "expect": expect},
        "required": list(REQUIRED),
        "additionalProperties": False,
        "$defs": {**defs, "Offender": register},
    }


def _expectation(name: str) -> dict[str, Any]:
    fields = EXPECTATIONS[name]
    if not fields:
        return _CODES if name in ("flags", "no_flags") else _BY_RULE
    entry = {"type": "object", "properties": {key: {} for key in sorted(fields)}, "additionalProperties": False}
    return entry if name == "subject" else {"type": "array", "items": entry}
