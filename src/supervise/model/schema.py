"""The JSON Schema of one offender of a register, generated from the classes of the model."""

import datetime as dt
from typing import Annotated, Any, Literal, get_args, get_origin

import attrs

from supervise.model.facts import json_name
from supervise.model.forms import Form, without_none
from supervise.model.offender import Offender
from supervise.model.structure import shape

__all__ = ["register_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def register_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that each line of a register must satisfy.

    Unknown keys are allowed, as they are noted and change nothing.

    >>> schema = register_schema()
    >>> schema["$defs"]["Visit"]["properties"]["place"]["description"]
    'Where or how.'
    """
    defs: dict[str, Any] = {}
    offender = _object(Offender, defs)
    return {"$schema": DIALECT, "title": "Offender", **offender, "$defs": dict(sorted(defs.items()))}


def _object(cls: Any, defs: dict[str, Any]) -> dict[str, Any]:
    known = shape(cls).known
    parts = [part for part in attrs.fields(cls) if json_name(part.name) in known]
    return {
        "description": (cls.__doc__ or "").split("\n")[0],
        "type": "object",
        "properties": {
            json_name(part.name): {**_value(part, defs), "description": part.metadata["doc"]} for part in parts
        },
        "required": [part.name for part in parts if part.default is attrs.NOTHING],
    }


def _value(part: "attrs.Attribute[Any]", defs: dict[str, Any]) -> dict[str, Any]:
    kind, _ = without_none(part.type)
    schema = _schema(kind, defs)
    # What has a default may also be null, which means the same as leaving it out.
    if part.default is attrs.NOTHING:
        return schema
    if "enum" in schema:
        return {**schema, "type": ["string", "null"], "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


_TYPES: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def _schema(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if kind in _TYPES:
        return _TYPES[kind]
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"type": "string", "enum": list(args)}
    if origin is tuple:
        return {"type": "array", "items": _schema(args[0], defs)}
    if origin is Annotated:
        base, form = args
        limits = _pattern(form) if isinstance(form, Form) else {"minimum": form.least, "maximum": form.greatest}
        return {**_schema(base, defs), **limits}
    defs[kind.__name__] = _object(kind, defs)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _pattern(form: Form) -> dict[str, Any]:
    return {"pattern": f"^({form.pattern})$"}
