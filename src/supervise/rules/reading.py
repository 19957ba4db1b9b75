"""Plain data (TOML, JSON) to declarations, and back, collecting *every* problem with its path.

A declaration is a frozen attrs class; its fields are the keys of a table. Python words that cannot be
attribute names end in ``_`` (``while_`` is the key ``while``). Seven hooks refine a class:

``from_text``
    a classmethod that reads the short form, a string;
``from_names``
    a classmethod that takes a list of names;
``elsewhere``
    a classmethod ``(key)`` that says where a key belongs which is none of this table, or None;
``read``
    a classmethod ``(value, path, problems)`` for a value whose form is not a table of fixed keys;
``faults``
    a method that yields ``(key, message)`` for combinations that make no sense;
``IN_PART``
    a class attribute, true where ``faults`` are also asked of what could be read of a table with problems: a key
    that could not is its default there, or None, and so is an entry of a list;
``WRITTEN``
    a class attribute that says, for messages, what such a value looks like.

A message names a path and the kind of value found, and never repeats a value: a book may quote a person.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from enum import Enum
from functools import cache, lru_cache, partial
from typing import Any

import attrs

from supervise.dates import parse_iso_date
from supervise.errors import InvalidDateError
from supervise.rules.everyday import key_meant, word_meant

__all__ = [
    "Problems",
    "counted",
    "hint_of",
    "item",
    "key_of",
    "kind_of",
    "near_to",
    "nearest",
    "plain",
    "read",
    "read_keys",
    "shown",
    "step",
]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)
_DOTTED = re.compile(r"[A-Za-z0-9_.@-]{1,80}", re.ASCII)

# So many letters of a word are enough to be its beginning: `mon`, `feb`.
_BEGINNING = 3


class Problems:
    """The list of faults found so far: ``path: message`` each.

    >>> problems = Problems()
    >>> problems.add("rule[0].every", "missing; write a period such as '3 months'")
    >>> problems.found
    ["rule[0].every: missing; write a period such as '3 months'"]
    """

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, path: str, message: str) -> None:
        """Record one fault."""
        self.found.append(f"{path}: {message}" if path else message)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint naming the nearest known word, or all of them if none is near.

    >>> nearest("visitt", ["visit", "trip"])
    "did you mean 'visit'?"
    """
    words = sorted(known)
    if (near := near_to(word, words)) is not None:
        return f"did you mean '{near}'?"
    return "known: " + (", ".join(f"'{word}'" for word in words) or "none")


def near_to(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like another, the same whatever order they come in; None if none is near.

    Capitals do not count, and a beginning that only one word has is near enough.

    >>> near_to("visitt", ["visit", "trip"]), near_to("Feb", ["february", "march"])
    ('visit', 'february')
    >>> near_to("custody", ["visit", "trip"]) is None
    True
    """
    # Comparing a whole paragraph with every word would cost time and help nobody.
    if len(word) > 80:
        return None
    plain_word, words = word.lower(), {each.lower(): each for each in sorted(known)}
    begun = [each for each in words if each.startswith(plain_word)] if len(word) >= _BEGINNING else []
    close = begun if len(begun) == 1 else get_close_matches(plain_word, words)
    return words[close[0]] if close else None


def counted(number: int, what: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "day"), counted(2, "day")
    ('1 day', '2 days')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def hint_of(name: str, known: Iterable[str], command: str) -> str:
    """Return a hint naming the nearest id that there is, or the command that names them all if none is near.

    >>> hint_of("R-V22", ["R-N1", "R-V2"], "rules show")
    "did you mean 'R-V2'?"
    """
    near = near_to(name, known)
    return f"did you mean {shown(near)}?" if near else f"`supervise {command}` names them all"


def shown(word: str) -> str:
    """Return a name in quotes, or what stands for it if it is no plain name.

    >>> shown("qualifying-visit"), shown("what Mr Smith said")
    ("'qualifying-visit'", 'of this name')
    """
    return f"'{word}'" if _DOTTED.fullmatch(word) else "of this name"


def step(path: str, *keys: str) -> str:
    """Return the path of a key inside a table, or of one inside that.

    >>> step("rule[0]", "cautious", "anchor"), step("", "two words")
    ('rule[0].cautious.anchor', '"two words"')
    """
    names = map(_written, keys)
    return ".".join((path, *names) if path else names)


@lru_cache(maxsize=1024)
def _written(key: str) -> str:
    """Return a key as it stands in a path; most are those of the language, which come by the thousand."""
    return key if _NAME.fullmatch(key) else json.dumps(key[:40])


def item(path: str, index: int, value: Any) -> str:
    """Return the path of an entry of a list, with its id where it has one.

    >>> item("rule", 12, {"id": "R-V2"}), item("rule", 3, "x")
    ('rule[12] R-V2', 'rule[3]')
    """
    name = value.get("id") if isinstance(value, Mapping) else None
    known = isinstance(name, str) and _NAME.fullmatch(name)
    return f"{path}[{index}] {name}" if known else f"{path}[{index}]"


def key_of(field_name: str) -> str:
    """Return the key that stands for a field: ``while_`` is written ``while``.

    >>> key_of("while_")
    'while'
    """
    return field_name.rstrip("_")


# ── plain data to declarations ──────────────────────────────────────────────────────────────────────────────────


def read(kind: Any, value: Any, path: str, problems: Problems) -> Any:
    """Return ``value`` as a ``kind``, or None after recording what is wrong with it.

    >>> problems = Problems()
    >>> read(int, "three", "reach", problems), problems.found
    (None, ['reach: expected a whole number, found text'])
    """
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _read_union(kind, value, path, problems)
    if origin is tuple:
        return _read_tuple(typing.get_args(kind)[0], value, path, problems)
    if origin is dict:
        return _read_dict(typing.get_args(kind)[1], value, path, problems)
    return _read_plain(kind, value, path, problems)


def _read_union(kind: Any, value: Any, path: str, problems: Problems) -> Any:
    options = _without_none(kind)
    if len(options) == 1:
        return read(options[0], value, path, problems)
    for option in options:
        if type(value) is option:
            return value
        # Words that stand for a value, beside a value that is none: `3` or `"3 days"`.
        if isinstance(value, str) and hasattr(option, "read"):
            return option.read(value, path, problems)
        # A table beside a value that is none: `3` or `{ percent = 50, … }`.
        if isinstance(value, Mapping) and attrs.has(option):
            return read(option, value, path, problems)
    problems.add(path, f"expected {_expected(kind)}, found {kind_of(value)}")
    return None


def _without_none(kind: Any) -> list[Any]:
    return [option for option in typing.get_args(kind) if option is not types.NoneType]


def _read_tuple(kind: Any, value: Any, path: str, problems: Problems) -> tuple[Any, ...] | None:
    # One thing may stand without its brackets: `in = "custody"`.
    if not isinstance(value, list):
        return (read(kind, value, path, problems),)
    if not value and (not attrs.has(kind) or getattr(kind, "IS_NAMED", False)):
        problems.add(path, "an empty list; name at least one, or leave the key out")
        return None
    return tuple(read(kind, each, item(path, index, each), problems) for index, each in enumerate(value))


def _read_dict(kind: Any, value: Any, path: str, problems: Problems) -> dict[str, Any] | None:
    if not isinstance(value, Mapping):
        problems.add(path, f"expected a table, found {kind_of(value)}")
        return None
    return {key: read(kind, each, step(path, key), problems) for key, each in value.items()}


def _read_plain(kind: Any, value: Any, path: str, problems: Problems) -> Any:
    if kind is Any:
        return value
    if hasattr(kind, "read"):
        return kind.read(value, path, problems)
    if attrs.has(kind) and isinstance(value, Mapping):
        return _read_table(kind, value, path, problems)
    if isinstance(value, str) and hasattr(kind, "from_text"):
        return _parsed(kind.from_text, value, path, problems)
    if isinstance(value, list) and hasattr(kind, "from_names"):
        names = read(tuple[str, ...], value, path, problems)
        return None if names is None else kind.from_names(names)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _read_word(kind, value, path, problems)
    if kind is dt.date and isinstance(value, str):
        return _parsed(parse_iso_date, value, path, problems)
    if type(value) is kind:
        return value
    problems.add(path, f"expected {_expected(kind)}, found {kind_of(value)}")
    return None


def _parsed(parse: Callable[[str], Any], text: str, path: str, problems: Problems) -> Any:
    try:
        return parse(text)
    except InvalidDateError as error:
        problems.add(path, error.message)
    except ValueError as error:
        problems.add(path, str(error))
    return None


@cache
def _words_of(kind: type[Enum]) -> dict[str, Enum]:
    return {str(member.value): member for member in kind}


def _read_word(kind: type[Enum], value: Any, path: str, problems: Problems) -> Enum | None:
    words = _words_of(kind)
    if not isinstance(value, str):
        problems.add(path, f"expected {_expected(kind)}, found {kind_of(value)}")
        return None
    if value not in words:
        problems.add(path, f"unknown word; {word_meant(kind.__name__, value) or nearest(value, words)}")
        return None
    return words[value]


def read_keys(
    kinds: Mapping[str, Any],
    value: Mapping[str, Any],
    path: str,
    problems: Problems,
    elsewhere: Callable[[str], str | None] | None = None,
) -> dict[str, Any]:
    """Return the values of a table by key, each read as its kind; unknown keys are recorded.

    ``elsewhere`` says where a key belongs that is known, but not here.

    >>> problems = Problems()
    >>> read_keys({"reach": int}, {"reach": 2, "reech": 3}, "derive[0]", problems), problems.found
    ({'reach': 2}, ["derive[0].reech: unknown key; did you mean 'reach'?"])
    """
    given: dict[str, Any] = {}
    for key, each in value.items():
        if key in kinds:
            given[key] = read(kinds[key], each, step(path, key), problems)
        else:
            problems.add(step(path, key), f"unknown key; {(elsewhere and elsewhere(key)) or nearest(key, kinds)}")
    return given


def _read_table(kind: Any, value: Mapping[str, Any], path: str, problems: Problems) -> Any:
    fields = _fields(kind)
    before = len(problems.found)
    kinds = {key: annotation for key, (_, annotation, _) in fields.items()}
    given = read_keys(kinds, value, path, problems, partial(_elsewhere, kind))
    for key, (_, annotation, required) in fields.items():
        if required and key not in given:
            problems.add(step(path, key), f"missing; it has no default: {_what_to_write(annotation)}")
    if len(problems.found) > before:
        if not getattr(kind, "IN_PART", False):
            return None
        given = {key: None for key, (_, _, required) in fields.items() if required} | _read_well(given)
    result = kind(**{fields[key][0]: each for key, each in given.items()})
    for key, message in getattr(result, "faults", tuple)():
        problems.add(".".join(part for part in (path, key) if part), message)
    return result


def _elsewhere(kind: Any, key: str) -> str | None:
    """Return where a key belongs that is known, but not in this table, or what says the same here."""
    own = getattr(kind, "elsewhere", None)
    return (own and own(key)) or key_meant(kind.__name__, key)


def _read_well(given: dict[str, Any]) -> dict[str, Any]:
    """Return what could be read of a table; lists keep their places."""
    return {
        key: _read_well(each) if isinstance(each, dict) else each for key, each in given.items() if each is not None
    }


@cache
def _fields(kind: Any) -> dict[str, tuple[str, Any, bool]]:
    """Return key → (attribute, type, required) of a declaration."""
    hints = typing.get_type_hints(kind)
    return {
        key_of(field.name): (field.name, hints[field.name], field.default is attrs.NOTHING)
        for field in attrs.fields(kind)
    }


# ── and back ────────────────────────────────────────────────────────────────────────────────────────────────────


def plain(value: Any) -> Any:
    """Return a declaration as plain data in a stable order: the way back of :func:`read`.

    >>> plain(("a", 1))
    ['a', 1]
    """
    if hasattr(value, "plain"):
        return value.plain()
    if attrs.has(type(value)):
        return {
            key_of(field.name): plain(getattr(value, field.name))
            for field in attrs.fields(type(value))
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    return value


def _default(field: attrs.Attribute[Any]) -> Any:
    # A default that is made anew each time (an empty table) carries its maker.
    return getattr(field.default, "factory", lambda: field.default)()


# ── what is said about kinds of values ──────────────────────────────────────────────────────────────────────────

_KINDS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    list: "a list",
    dt.date: "a date",
    dt.datetime: "a date with a time",
    dt.time: "a time of day",
    types.NoneType: "nothing",
    Any: "a value",
}

# More keys than a reader takes in at a glance.
_FEW = 4


def kind_of(value: Any) -> str:
    """Return the kind of a value in words, never the value.

    >>> kind_of({"a": 1}), kind_of(True)
    ('a table', 'true or false')
    """
    if isinstance(value, Mapping):
        return "a table"
    return _KINDS.get(type(value), "another kind of value")


def _expected(kind: Any) -> str:
    """Return what a value of a kind looks like."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_expected(option) for option in _without_none(kind)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " or ".join(f"'{member.value}'" for member in kind)
    if hasattr(kind, "WRITTEN"):
        return str(kind.WRITTEN)
    if hasattr(kind, "from_text"):
        return "text or a table"
    return _table(kind) if attrs.has(kind) else _KINDS.get(kind, "a table")


def _table(kind: Any) -> str:
    """Return a table in words: with the keys that it must have, or else with those that it may have if they are few."""
    fields = _fields(kind)
    must = [repr(key) for key, (_, _, required) in fields.items() if required]
    may = [] if must or len(fields) > _FEW else [repr(key) for key in fields]
    if must:
        return f"a table with {' and '.join(must)}"
    return f"a table with {' or '.join(may)}" if may else "a table"


def _what_to_write(kind: Any) -> str:
    """Return advice for a key that is missing."""
    if typing.get_origin(kind) is tuple:
        (inner, _) = typing.get_args(kind)
        return f"write {_expected(inner)}, or a list of them"
    return f"write {_expected(kind)}"
