"""Where a book comes from: a file or a mapping made into plain data, before anyone asks what it means.

Plain data are tables with text as keys, lists, text, numbers, true, false, dates and times. Anything else, and
anything nested without end, is refused here, so that what reads books need not defend itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules.reading import Problems, item, kind_of, step

__all__ = ["Taken", "bytes_of", "from_bytes", "from_mapping", "is_there", "refuse_another"]

DEEPEST = 40
MOST_VALUES = 200_000
GREATEST = 10**18
_LEAVES = (str, int, float, bool, dt.date, dt.datetime, dt.time, type(None))
_POSITION = re.compile(r"\(at (line \d+, column \d+)\)")
# How the parser speaks of a key or table that is given twice.
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate", "Cannot redefine")


@frozen
class Taken:
    """Plain data with what an error calls its source, and the SHA-256 of its bytes (of its content, if inline)."""

    source: str
    data: dict[str, Any]
    sha256: str


def bytes_of(path: str | Path, what: str) -> bytes:
    """Return the bytes of a file; UnknownRulebookError says why it cannot be read, naming ``what`` it should be."""
    file = Path(path)
    if not file.name.strip():
        # A path without a name is the folder at hand: an option or an argument that was left empty.
        message = f"no {what} is named: write the path of a file, or the reference of one that is shipped"
        raise UnknownRulebookError(message)
    try:
        return file.read_bytes()
    except FileNotFoundError:
        reason = "there is no such file"
    except IsADirectoryError:
        reason = "it is a folder"
    except PermissionError:
        reason = "it may not be read"
    except (OSError, ValueError):
        reason = "it cannot be read"
    message = f"no {what} '{_short(file.name)}': {reason}"
    raise UnknownRulebookError(message)


def is_there(path: str | Path) -> bool:
    """Return whether there is a file or folder of that name; of a name that no file can have, too.

    >>> is_there("x" * 5_000 + "@2026.1")
    False
    """
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _short(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])


def from_bytes(content: bytes, source: str, begins: str = "a book begins with format, id, version and title") -> Taken:
    """Return the plain data in the bytes of a TOML file; RulebookLoadError with the place where they stop being TOML.

    ``begins`` is what is said of an empty file.

    >>> from_bytes(b'id = "own"', "own.toml").data
    {'id': 'own'}
    """
    try:
        # Some editors of Windows begin a file with the mark of UTF-8.
        text = content.removeprefix(BOM_UTF8).decode("utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        raise RulebookLoadError(source, ["the file: not UTF-8 text; save it as UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        raise RulebookLoadError(source, [_toml_fault(str(error))]) from None
    except ValueError:
        # A number with more digits than Python reads.
        raise RulebookLoadError(source, ["the file: not valid TOML"]) from None
    except RecursionError:
        raise RulebookLoadError(source, [_too_deep()]) from None
    if not data:
        raise RulebookLoadError(source, [f"the file: empty; {begins}"])
    return Taken(source, _checked(data, source), hashlib.sha256(content).hexdigest())


def from_mapping(data: Mapping[str, Any], what: str) -> Taken:
    """Return a mapping's plain data, copied; RulebookLoadError with every value that is no plain data.

    >>> from_mapping({"id": "own", "version": "1"}, "rulebook").source
    'inline rulebook'
    """
    source = f"inline {what}"
    copied = _checked(data, source)
    content = json.dumps(copied, sort_keys=True, default=_dated).encode()
    return Taken(source, copied, hashlib.sha256(content).hexdigest())


def _dated(value: dt.date | dt.datetime | dt.time) -> str:
    return value.isoformat()


def _toml_fault(message: str) -> str:
    # The parser's own words may repeat what stands in the file.
    found = _POSITION.search(message)
    place = found[1] if found else "the end of the file"
    fault = "a key or table given twice" if message.startswith(_TWICE) else "not valid TOML"
    return f"{place}: {fault}"


def _too_deep() -> str:
    return f"the file: nested more than {DEEPEST} deep"


def _checked(data: Mapping[str, Any], source: str) -> dict[str, Any]:
    copier = _Copier()
    try:
        copied = copier.table(data, "", 0)
    except _EndlessError as error:
        raise RulebookLoadError(source, [str(error)]) from None
    if copier.problems.found:
        raise RulebookLoadError(source, copier.problems.found)
    return copied


# A key that each kind of file has and the others have not, and where such a file is given.
_TOLD_BY = {
    "rulebook": ("format", "a rulebook: it is given where a rulebook is asked for (--rulebook)"),
    "overlay": ("amend", "an overlay: name the rulebook it amends, and give it with that (--overlay, or overlays=)"),
    "calendar": ("closed_weekdays", "a calendar: it is given with the rulebook (--calendar, or calendar=)"),
}


def refuse_another(data: Mapping[str, Any], source: str, wanted: str) -> None:
    """Raise RulebookLoadError if data are plainly of another kind than the one wanted, and say where those are given.

    >>> refuse_another({"id": "own", "amend": []}, "own.toml", "rulebook")
    Traceback (most recent call last):
    supervise.errors.RulebookLoadError: own.toml: 1 problem
      this is an overlay: name the rulebook it amends, and give it with that (--overlay, or overlays=)
    """
    if _TOLD_BY[wanted][0] not in data:
        for key, what in _TOLD_BY.values():
            if key in data:
                raise RulebookLoadError(source, [f"this is {what}"])


class _EndlessError(Exception):
    """Raised where copying must stop."""


class _Copier:
    """Copies plain data, noting what is none; stops at what is nested too deep or holds too much."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.values = 0

    def table(self, data: Mapping[Any, Any], path: str, depth: int) -> dict[str, Any]:
        copied = {}
        for key, value in data.items():
            if type(key) is str:
                copied[key] = self.value(value, step(path, key), depth + 1)
            else:
                self.problems.add(path, f"a key must be text, not {kind_of(key)}")
        return copied

    def value(self, value: Any, path: str, depth: int) -> Any:
        self.values += 1
        if depth > DEEPEST:
            raise _EndlessError(_too_deep())
        if self.values > MOST_VALUES:
            message = f"the file: more than {MOST_VALUES} values"
            raise _EndlessError(message)
        if isinstance(value, Mapping):
            return self.table(value, path, depth)
        if isinstance(value, list | tuple):
            return [self.value(each, item(path, index, each), depth + 1) for index, each in enumerate(value)]
        if type(value) not in _LEAVES:
            self.problems.add(path, "no plain value; write text, a number, true, false, a date, a list or a table")
        elif type(value) in (int, float) and not abs(value) < GREATEST:
            self.problems.add(path, "expected a number of at most 18 digits")
        return value
