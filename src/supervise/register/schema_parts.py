"""What the schemas of outputs are put together from: a text, a day, a count, and an object with these keys alone."""

from __future__ import annotations

from typing import Any, Final

__all__ = [
    "COUNT",
    "COUNTS",
    "DATE",
    "DATE_OR_NULL",
    "MOMENT",
    "SHA256",
    "SHA256_OR_NULL",
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
SHA256_OR_NULL: Final[Schema] = {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"}


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
