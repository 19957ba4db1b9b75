"""The value of a column to the plain value that JSON would hold.

A text is read as a cell of a CSV file is. A value with a type of its own is taken at its word: a date is a date, and a
number is no date. But a whole number is a text where one is wanted: keys of databases are numbers.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, Final, get_args, get_origin

import attrs

from supervise.model.facts import json_name
from supervise.model.forms import ID, MisfitError, without_none
from supervise.model.keys import unique_keys
from supervise.model.structure import DEEPEST
from supervise.register.decoding import depth_of
from supervise.register.folder.cells import Declared, Read, read_cell, readers
from supervise.register.folder.naming import TableNames
from supervise.register.rows import plain

__all__ = ["ReadValue", "as_declared", "value_readers"]

ReadValue = Callable[[Any], Any]

# Longer texts are no words, and remembering them would take memory that nobody bounds.
_SHORT: Final = 40


def as_declared(value: Any, kind: str) -> Any:
    """Return a value that a database without types of its own keeps as text or number, as it was declared.

    What does not keep to the declaration stays as it is.

    >>> as_declared(1, "Boolean"), as_declared("2026-01-05", "Date"), as_declared("5/1/26", "Date")
    (True, datetime.date(2026, 1, 5), '5/1/26')
    """
    read = _AS_DECLARED.get(kind)
    return value if read is None else read(value)


def _truth(value: Any) -> Any:
    return bool(value) if type(value) is int and value in (0, 1) else value


# Stricter than Python, which takes weeks and dates without hyphens, too.
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT: Final = re.compile(rf"{_DAY.pattern}[ T][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,6}})?)?", re.ASCII)


def _iso(form: re.Pattern[str], kind: type[dt.date]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            return kind.fromisoformat(value) if isinstance(value, str) and form.fullmatch(value) else value
        except ValueError:
            return value

    return read


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # No field takes such an object; as a text it could pass for an id.
    unread = {"unread": value}
    try:
        deep = depth_of(value.encode("utf-8", "surrogateescape")) > DEEPEST
        return unread if deep else json.loads(value, object_pairs_hook=unique_keys)
    except ValueError:
        return unread


_AS_DECLARED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "Boolean": _truth,
    "Date": _iso(_DAY, dt.date),
    "DateTime": _iso(_MOMENT, dt.datetime),
    "JSON": _parsed,
}


def value_readers(cls: Any, declared: Declared, names: TableNames) -> dict[str, ReadValue]:
    """Return for each field of a class of the model what reads the values of its column; they may raise MisfitError.

    >>> from supervise.model import Visit
    >>> read = value_readers(Visit, Declared(), TableNames())
    >>> read["id"](7), read["on"](dt.date(2026, 1, 5)), read["officers"]("o1|o2"), read["announced"](True)
    ('7', '2026-01-05', ['o1', 'o2'], True)
    """
    kinds = {json_name(part.name): without_none(part.type)[0] for part in attrs.fields(cls)}
    cells = readers(cls, declared, names)
    return {name: _reader(kinds[name], cell, names, declared, name) for name, cell in cells.items()}


def _reader(kind: Any, cell: Read, names: TableNames, declared: Declared, name: str) -> ReadValue:
    of_list = get_origin(kind) is tuple
    is_text = _is_text(get_args(kind)[0] if of_list else kind)
    said = {*names.nulls, *names.values.get(name, ())}
    numbered = kind is dt.date and declared.serials is not None
    text: ReadValue = partial(read_cell, read=cell)
    # Most texts are words, days and ids that come again. What tidying changes must be made anew.
    has_objects = of_list and attrs.has(get_args(kind)[0])
    short = text if has_objects else lru_cache(maxsize=1024)(text)

    def read(value: Any) -> Any:
        if type(value) is str:
            return short(value) if len(value) < _SHORT else text(value)
        if type(value) is int and (numbered or str(value) in said):
            return text(str(value))
        if is_text and not of_list:
            return _as_text(value)
        if is_text and isinstance(value, list):
            return [_as_text(each) for each in value]
        return _plain(value)

    return read


def _is_text(kind: Any) -> bool:
    return kind is str or ID in get_args(kind)


def _as_text(value: Any) -> Any:
    return str(value) if type(value) is int else _plain(value)


def _plain(value: Any) -> Any:
    """Return a value as it would come out of JSON."""
    return json.loads(json.dumps(value, default=plain), parse_constant=_no_number)


def _no_number(_: str) -> Any:
    raise MisfitError("not a number", "NaN or Infinity", "leave out what is not known")
