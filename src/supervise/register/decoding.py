"""The bytes of one record to plain data, strictly; every way in which they can fail has a name of its own.

msgspec decides what is JSON. Python's own decoder is used to say what is wrong with the rest, and to look for
duplicate keys in the few lines where they cannot be ruled out by counting.
"""

import json
import math
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, Final, NoReturn

from attrs import frozen

from supervise.errors import MissingExtraError
from supervise.model.forms import MisfitError, found
from supervise.model.structure import Path, shown
from supervise.register.limits import Limits

__all__ = [
    "BLANKS",
    "decoder",
    "depth_of",
    "diagnosis",
    "duplicate_key",
    "id_decoder",
    "may_hold_null",
    "msgspec",
    "null_character",
    "plain_record",
]

#: Between the parts of a JSON text nothing else may stand: a form feed is no blank.
BLANKS: Final = b" \t\r\n"

# A null character written as an escape: the backslash is not itself escaped.
_NULL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

# A text with the quote that closes it, if there is one; or a bracket.
_MARK: Final = re.compile(rb'"(?:[^"\\]|\\.)*+("?)|[\[\]{}]', re.DOTALL)

_NULL_ITSELF: Final = re.compile("\0")
_HALF: Final = re.compile("[\ud800-\udfff]")
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


@cache
def msgspec() -> ModuleType:
    """Return msgspec; MissingExtraError naming the extra if it is not installed."""
    try:
        import msgspec
    except ImportError:
        message = "reading a register needs msgspec: pip install 'supervise-schedules[register]'"
        raise MissingExtraError(message) from None
    return msgspec


@cache
def decoder() -> Callable[[bytes], Any]:
    """Return the decoder of plain data."""
    decode: Callable[[bytes], Any] = msgspec().json.Decoder().decode
    return decode


@cache
def id_decoder() -> Callable[[bytes], Any]:
    """Return a decoder that reads nothing but the `id` of a record, and passes over the rest."""
    kind = msgspec().defstruct("Identified", [("id", str)], gc=False)
    decode: Callable[[bytes], Any] = msgspec().json.Decoder(kind).decode
    return decode


def plain_record(raw: bytes, limits: Limits) -> dict[str, Any]:
    """Return the object in the bytes of a record; MisfitError saying what they are instead.

    >>> plain_record(b'{"id": "A1"}', Limits())
    {'id': 'A1'}
    """
    try:
        data = decoder()(raw)
    except (msgspec().MsgspecError, UnicodeDecodeError, RecursionError):
        raise diagnosis(raw, limits) from None
    if type(data) is not dict:
        raise MisfitError("not an object", found(data), "one offender is one JSON object")
    return data


def may_hold_null(raw: bytes) -> bool:
    r"""Return whether a text in the JSON of a record holds a null character; as it is, it would be no JSON.

    >>> may_hold_null(rb'{"id": "a\u0000"}'), may_hold_null(rb'{"id": "a\\u0000"}')
    (True, False)
    """
    return b"\\" in raw and _NULL.search(raw) is not None


def duplicate_key(raw: bytes, keys: int) -> Path | None:
    """Return the place of a key that an object of a JSON text names twice; `keys` is how many it decodes to.

    A key written once is followed by its colon, so that, white space taken out, `":` occurs at least as often as
    there are keys; inside texts it may occur more often. If it occurs exactly as often as the decoded data have keys,
    none was lost. All other texts are read once more, carefully.

    >>> duplicate_key(b'{"a":1,"a":2}', keys=1), duplicate_key(b'{"a":":"}', keys=1)
    (('a',), None)
    """
    # Taking all white space out is faster than looking whether any of it stands before a colon.
    if raw.translate(None, BLANKS).count(b'":') == keys:
        return None
    data = json.loads(raw, object_pairs_hook=_each_once, parse_int=str, parse_float=str)
    return next(((*place, shown(part.key)) for place, part in _parts(data) if isinstance(part, _Twice)), None)


@frozen
class _Twice:
    """Stands for an object in which a key stands twice."""

    key: str


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Twice:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    return _Twice(next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1))


def _parts(data: Any) -> Iterator[tuple[Path, Any]]:
    """Yield everything in plain data with its place, in order: without recursion, however deep."""
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        place, part = waiting.pop()
        yield place, part
        inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        named = [((*place, at if isinstance(at, int) else shown(at)), each) for at, each in inner]
        waiting += reversed(named)


def _place_of(sign: re.Pattern[str], data: Any) -> Path:
    """Return the place of the first text, or key, in which a sign is; blank if there is none."""
    for place, part in _parts(data):
        if isinstance(part, str) and sign.search(part):
            return place
        for key in part if isinstance(part, dict) else ():
            if sign.search(key):
                return (*place, shown(key))
    return ()


def depth_of(raw: bytes) -> int:
    """Return how many brackets are open at once, at most; texts are passed over.

    >>> depth_of(b'{"a": ["[[["]}')
    2
    """
    deepest, _ = _brackets(raw)
    return deepest


def _brackets(raw: bytes) -> tuple[int, bool]:
    depth = deepest = 0
    open_text = False
    for match in _MARK.finditer(raw):
        mark = match[0]
        if mark in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in b"]}":
            depth -= 1
        else:
            open_text = not match[1]
    return deepest, open_text or depth > 0


# ------------------------------------------------------------------------------------------ what is wrong


def diagnosis(raw: bytes, limits: Limits) -> MisfitError:
    """Return what is wrong with bytes that are no JSON. No word of a decoder's message is used.

    >>> diagnosis(b'{"a": NaN}', Limits()).kind, diagnosis(b'{"a": 1', Limits()).kind
    ('not a number', 'cut short')
    """
    if raw.startswith(BOM_UTF8):
        return MisfitError("byte order mark", "bytes", "it stands at the beginning of a file alone; were files joined?")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return MisfitError("not UTF-8", "bytes", f"byte {error.start + 1} of the record; save the file as UTF-8")
    if "\0" in text:
        return null_character(_place_of_null(text))
    deepest, cut = _brackets(raw)
    if deepest > limits.depth:
        return limits.too_deep()
    try:
        data = json.loads(text, parse_constant=_no_constant, parse_float=_no_infinity, parse_int=str)
    except MisfitError as misfit:
        return misfit
    except json.JSONDecodeError as error:
        if cut:
            return MisfitError("cut short", "text", "the record does not end; get a whole copy")
        if "\r" in text.strip() and "\n" not in text.strip():
            return MisfitError("not JSON", "text", "lines end in a carriage return alone; save with LF or CRLF")
        return MisfitError("not JSON", "text", f"at character {error.pos + 1} of the record")
    if _SURROGATE.search(text):
        place = _place_of(_HALF, data)
        return MisfitError("lone surrogate", "text", "half a character; save the file as UTF-8", place)
    return _out_of_range()


def null_character(place: Path = ()) -> MisfitError:
    """Return what is said of a text that holds one."""
    return MisfitError("null character", "text", "no text of a register holds one", place)


def _place_of_null(text: str) -> Path:
    """Return the place of a null character as it is, if the text is JSON but for that."""
    try:
        return _place_of(_NULL_ITSELF, json.loads(text.replace("\0", "\\u0000"), parse_int=str))
    except (ValueError, RecursionError):
        return ()


def _out_of_range() -> MisfitError:
    return MisfitError("number out of range", "number", "no number of a register is that large")


def _no_constant(_: str) -> NoReturn:
    raise MisfitError("not a number", "NaN or Infinity", "leave out what is not known")


def _no_infinity(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _out_of_range()
    return number
