"""The JSON Schema of a rulebook as plain data, generated from the declarations of the rule language.

It says which keys there are and what form their values have. Whether choices fit together, and whether every name
means something, is found when a book is loaded.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable
from enum import Enum
from typing import Any

import attrs

from supervise.rules.codec import Draft
from supervise.rules.conditions import Length, Select, Where
from supervise.rules.declared import SpanLength
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.field_tests import GIVEN, NOT_GIVEN, FieldTest
from supervise.rules.fixed import DayOfMonth
from supervise.rules.reading import key_of
from supervise.rules.state import StateRule

__all__ = ["rulebook_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SINGLE = {str: "string", int: "integer", bool: "boolean"}

Schema = dict[str, Any]


def rulebook_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a rulebook; a date may be a TOML date or a text.

    >>> rulebook_schema()["$defs"]["While"]["required"]
    ['at_end']
    """
    maker = _Maker()
    draft = maker.table(Draft)
    return {"$schema": _DIALECT, "title": "Rulebook", **draft, "$defs": dict(sorted(maker.defs.items()))}


class _Maker:
    """Makes the schema of each declaration once."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """Return the schema of a value of a kind."""
        if kind in _SINGLE:
            return {"type": _SINGLE[kind]}
        if kind is Any:
            return {}
        if kind is dt.date:
            return {"type": "string", "format": "date"}
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Union, types.UnionType):
            return _any_of([self.of(each) for each in inner if each is not types.NoneType])
        if origin is tuple:
            return self.several(inner[0])
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        return self.named(kind)

    def several(self, kind: Any) -> Schema:
        """Return the schema of a list, of which a single entry may stand without its brackets."""
        one = self.of(kind)
        return _any_of([one, {"type": "array", "items": one}])

    def named(self, kind: Any) -> Schema:
        """Return a reference to a declaration, after describing it."""
        name = kind.__name__
        if name not in self.defs:
            self.defs[name] = {}  # a declaration may hold itself
            self.defs[name] = self.described(kind)
        return {"$ref": f"#/$defs/{name}"}

    def described(self, kind: Any) -> Schema:
        """Return the schema of a declaration."""
        if issubclass(kind, Enum):
            return {"enum": [member.value for member in kind]}
        if kind in _FORMS:
            return {"description": _summary(kind), **_FORMS[kind](self)}
        table = self.table(kind)
        if hasattr(kind, "from_text"):
            words = _NAMES if hasattr(kind, "from_names") else _TEXT
            return {"description": table.pop("description"), **_any_of([words, table])}
        return table

    def table(self, kind: Any) -> Schema:
        """Return the schema of a table whose keys are the fields of a declaration."""
        required = [key_of(field.name) for field in attrs.fields(kind) if field.default is attrs.NOTHING]
        return {"description": _summary(kind), **self.keys(_kinds(kind)), "required": required}

    def keys(self, kinds: dict[str, Any]) -> Schema:
        """Return the schema of a table with these keys and no other."""
        return {
            "type": "object",
            "properties": {key: self.of(kind) for key, kind in kinds.items()},
            "additionalProperties": False,
        }


def _kinds(kind: Any, *left_out: str) -> dict[str, Any]:
    """Return the keys of a declaration with the kind of their values."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in attrs.fields(kind) if field.name not in left_out]
    return {key_of(name): hints[name] for name in names}


def _summary(kind: Any) -> str:
    return (kind.__doc__ or "").split("\n")[0]


def _any_of(options: list[Schema]) -> Schema:
    return options[0] if len(options) == 1 else {"anyOf": options}


# ── declarations with a form of their own ───────────────────────────────────────────────────────────────────────

_TEXT: Schema = {"type": "string"}
_NAMES: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}


def _field_test(maker: _Maker) -> Schema:
    words = maker.several(str | int | bool)
    return _any_of([{"enum": [GIVEN, NOT_GIVEN]}, words, maker.keys(_kinds(FieldTest, "given"))])


def _where(maker: _Maker) -> Schema:
    # Every other key is the name of a field.
    combining = maker.keys(_kinds(Where, "fields"))
    return {**combining, "additionalProperties": maker.of(FieldTest), "minProperties": 1}


def _select(maker: _Maker) -> Schema:
    return _any_of([_NAMES, {**maker.keys(_kinds(Select)), "required": ["of"]}])


def _length(maker: _Maker) -> Schema:
    interval = {**maker.keys(_kinds(Length, "duration", "never", "by_level")), "required": ["fact"]}
    by_level = {
        "type": "object",
        "additionalProperties": maker.of(Duration),
        "minProperties": 1,
        "not": {"required": ["fact"]},
    }
    return _any_of([{"const": "never"}, maker.of(Duration), interval, by_level])


def _span_length(maker: _Maker) -> Schema:
    keys = maker.keys(_kinds(SpanLength, "lasts"))
    field = {**maker.keys({"field": str}), "required": ["field"]}
    properties = {"lasts": _any_of([_TEXT, field]), **keys["properties"]}
    return {**keys, "properties": properties, "required": ["lasts"]}


_FORMS: dict[Any, Callable[[_Maker], Schema]] = {
    Duration: lambda maker: {"type": "string", "examples": ["3 months", "10 days", "5 working days", "24 hours"]},
    DayOfMonth: lambda maker: _any_of(
        [
            {"type": "integer", "minimum": 1, "maximum": 31},
            {
                "type": "string",
                "pattern": "^(first|second|third|fourth|last) [a-z]+day$",
            },
        ]
    ),
    EndDuration: lambda maker: {"type": "string", "pattern": "^.+ (after|beginning with) end$"},
    FieldTest: _field_test,
    Where: _where,
    Select: _select,
    Length: _length,
    SpanLength: _span_length,
    StateRule: lambda maker: _any_of([_NAMES, maker.keys(_kinds(StateRule, "any_"))]),
}
