"""What the schemas of outputs are put together from: a text, a day, a count, and an object with these keys alone."""

from __future__ import annotations

from typing import Any, Final

__all__ = [
    "COUNT",
    "COUNTS",
    "DATE",
    "DATE_OR_NULL",
    "MADE",
    "MOMENT",
    "OF_A_BOOK",
    "OF_A_NIGHT",
    "OF_FEW_BOOKS",
    "SHA256",
    "TEXT",
    "TEXTS",
    "TEXT_OR_NULL",
    "YES",
    "Schema",
    "listed",
    "whole",
]

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
TEXTS: Final[Schema] = {"type": "array", "items": TEXT}
YES: Final[Schema] = {"type": "boolean"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
COUNTS: Final[Schema] = {"type": "object", "additionalProperties": COUNT}
DATE: Final[Schema] = {"type": "string", "format": "date"}
DATE_OR_NULL: Final[Schema] = {"type": ["string", "null"], "format": "date"}
MOMENT: Final[Schema] = {
    "type": ["string", "null"],
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$",
}
SHA256: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _or_null(name: str) -> Schema:
    return {"anyOf": [{"$ref": f"#/$defs/{name}"}, {"type": "null"}]}


def whole(properties: Schema, *, may_lack: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object with all of these keys and no other.

    >>> whole({"id": TEXT})["required"]
    ['id']
    """
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in may_lack],
        "additionalProperties": False,
    }


def listed(name: str) -> Schema:
    """Return the schema of a list of what stands under a name in the `$defs`.

    >>> listed("flag")["items"]
    {'$ref': '#/$defs/flag'}
    """
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


#: A rulebook with what amended it, and its closed days.
OF_A_BOOK: Final[Schema] = {
    "rulebook": {"$ref": "#/$defs/input"},
    "overlays": listed("input"),
    "calendar": _or_null("calendar"),
    "calendars": {**listed("calendar"), "description": "Those that rules name; left out where none does."},
    "assumed": {**COUNT, "description": "Values of the rulebook that no text supports."},
}
#: What it has only where rules name closed days of their own.
OF_FEW_BOOKS: Final = ("calendars",)
#: What an output is made with.
MADE: Final[Schema] = {
    "version": {"type": "string", "description": "Of the library."},
    **OF_A_BOOK,
    "workforce": _or_null("input"),
    "waivers": _or_null("input"),
    "profile": {**TEXT_OR_NULL, "description": "The part of the checks that was run. Null: all."},
    "plugins": {
        "type": "array",
        "items": whole({"name": TEXT, "version": TEXT_OR_NULL}),
        "description": "Modules whose own checks were run beside the library's.",
    },
    "register": whole({"sha256": SHA256}),
}
#: What a night is made with, which runs every check.
OF_A_NIGHT: Final[Schema] = {name: each for name, each in MADE.items() if name != "profile"}
