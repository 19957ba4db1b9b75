r"""The text of a cell to the plain value that JSON would hold, and back.

An apostrophe at the beginning says that the rest is text exactly as it stands, and is taken off; without one, blanks
around the text are taken off and an empty cell is not known. A list is `a|b`; an object in a list is
`name=value;name=value`; in lists a backslash before `|`, `;`, `=` or a backslash takes its meaning from it.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import attrs
from attrs import field, frozen

from supervise.dates.parsing import check_form, from_excel_serial, parse_declared
from supervise.errors import InvalidDateError, RegisterError
from supervise.model.doubts import CUT_OFF
from supervise.model.facts import json_name
from supervise.model.forms import ID, MisfitError, trimmed, without_none
from supervise.model.structure import shape
from supervise.register.folder.naming import AS_THEY_STAND, Names, TableNames

__all__ = [
    "FORMULA",
    "LONGEST_CELL",
    "MARK",
    "Declared",
    "Read",
    "cell_of",
    "list_names",
    "read_cell",
    "read_id",
    "readers",
]

# The limit of Python's csv module, which is one setting for everybody and therefore left alone.
LONGEST_CELL: Final = 131_072

# From the text of a cell, and whether it stands there exactly, to a plain value.
Read = Callable[[str, bool], Any]

MARK: Final = "'"
#: A spreadsheet takes a cell that begins like this for a formula, some the wide signs, too; and a formula can call
#: other programs. A text that begins with the mark has one more, so that it comes back as it is.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", MARK)

_ENCODINGS: Final = ("utf-8", "windows-1252")


@frozen(kw_only=True)
class Declared:
    """What someone who knows the files says about their cells; nothing of it is guessed.

    RegisterError is raised for a form of dates that leaves a doubt, and for what is not listed.

    >>> Declared(dates="D/M/Y").is_plain, Declared().is_plain
    (False, True)
    """

    dates: str | None = field(default=None, metadata={"doc": 'Form of dates such as "D/M/Y". None: YYYY-MM-DD.'})
    serials: int | None = field(
        default=None, metadata={"doc": "Day numbers of a spreadsheet: system of 1900 or 1904. None: there are none."}
    )
    encoding: str = field(default="utf-8", metadata={"doc": "utf-8 or windows-1252."})
    names: Names | None = field(
        default=None, metadata={"doc": "What tables, columns and words are called; None: as in the format."}
    )

    def __attrs_post_init__(self) -> None:
        if self.dates is not None:
            try:
                check_form(self.dates)
            except InvalidDateError as error:
                raise RegisterError(f"form of dates: {error.message}, or D/M/Y") from None
        if self.serials not in (None, 1900, 1904):
            raise RegisterError("day numbers of a spreadsheet: the system is 1900 or 1904")
        if self.encoding not in _ENCODINGS:
            raise RegisterError(f"encoding: one of {', '.join(_ENCODINGS)}")

    @property
    def is_plain(self) -> bool:
        """Whether nothing is declared that differs from the format itself."""
        return self == _PLAIN

    @property
    def told(self) -> str:
        r"""What is declared, in lines for a hash: the same rows read in two ways are two registers.

        >>> Declared(dates="D/M/Y").told
        'dates=D/M/Y serials=None encoding=utf-8\n'
        """
        if self.is_plain:
            return ""
        text = f"dates={self.dates} serials={self.serials} encoding={self.encoding}\n"
        return text if self.names is None else f"{text}mapping={self.names.sha256}\n"

    def of(self, table: str) -> TableNames:
        """Return what one table is called, and what stands in it.

        >>> Declared().of("visits").file is None
        True
        """
        if self.names is None:
            return AS_THEY_STAND
        names = self.names.tables.get(table, AS_THEY_STAND)
        return attrs.evolve(names, nulls=names.nulls | self.names.nulls)


_PLAIN: Final = Declared()


# ── from text ───────────────────────────────────────────────────────────────────────────────────────────────────────

_SURROGATE: Final = re.compile("[\udc80-\udcff]")  # what decoding makes of bytes that are no text
_NUMBER: Final = re.compile(r"-?[0-9]{1,400}", re.ASCII)
_FRACTION: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?", re.ASCII)
_OTHER_DATE: Final = re.compile(r"[0-9]{1,4}([-/. ])[0-9]{1,2}\1[0-9]{1,4}", re.ASCII)
_OF_MIDNIGHT: Final = re.compile(_OTHER_DATE.pattern + r"[ T]00:00(:00(\.0{1,9})?)?", re.ASCII)
_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SHEET_ERROR: Final = re.compile(r"#+|#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")


def read_cell(cell: str, read: Read) -> Any:
    """Return the plain value of a cell; None if it is empty. MisfitError says why it cannot be read.

    >>> from supervise.model.facts import Visit
    >>> read = readers(Visit, Declared())
    >>> read_cell(" o1 | o2", read["officers"]), read_cell("'=1", read["place"]), read_cell(" ", read["on"])
    (['o1', 'o2'], '=1', None)
    """
    text = trimmed(cell)
    if not text:
        return None
    _refuse_bytes(text)
    if text[0] != MARK:
        if text[0] == "#" and _SHEET_ERROR.fullmatch(text):
            raise MisfitError("spreadsheet error", "text", "the spreadsheet shows an error or too narrow a column here")
        return read(text, False)
    return read(cell[1:] if cell[0] == MARK else text[1:], True)


def _refuse_bytes(text: str) -> None:
    if "\0" in text:
        raise MisfitError("null character", "text", "no text of a register holds one")
    if not text.isascii() and _SURROGATE.search(text):
        # What is declared is not known here: each encoding has bytes that mean nothing in it.
        hint = "save the file as UTF-8, or declare its encoding (--encoding windows-1252), if it is not declared yet"
        raise MisfitError("not UTF-8", "bytes", hint)


def _text(text: str, _: bool) -> Any:
    return text


def read_id(text: str, exact: bool) -> str:
    """Return an id; MisfitError for one that a spreadsheet took for a number and shortened.

    >>> read_id("A1", False)
    'A1'
    """
    if not exact and CUT_OFF.fullmatch(text):
        hint = "a spreadsheet took the id for a number and cut it off; export it as text"
        raise MisfitError("damaged id", "number", hint)
    return text


def _whole(text: str, _: bool) -> Any:
    if _NUMBER.fullmatch(text):
        return int(text)
    if not _FRACTION.fullmatch(text):
        return text
    number = float(text)
    if math.isinf(number):
        raise MisfitError("number out of range", "number", "no number of a register is that large")
    return number


def _truth(text: str, exact: bool) -> Any:
    return {"true": True, "false": False}.get(text.lower(), _whole(text, exact))


# What people and systems write in a column of dates where there is none. Nothing is guessed, but the way is told.
_NOTHINGS: Final = frozenset(
    {"-", "--", ".", "?", "n/a", "na", "nil", "none", "not known", "null", "tbc", "unknown", r"\n"}
)
_NOTHING: Final = "leave the cell empty where nothing is known, or name the word among the nulls of a mapping"


def _date_reader(declared: Declared) -> Read:
    form, serials = declared.dates, declared.serials

    def read(text: str, exact: bool) -> Any:
        if form is None and _ISO_DATE.fullmatch(text):
            return text
        if _FRACTION.fullmatch(text):
            return _day_number(text, serials)
        if not exact and text.casefold() in _NOTHINGS:
            raise MisfitError("wrong form", "text", _NOTHING)
        if form is not None:
            return _declared_date(text, form)
        if _OF_MIDNIGHT.fullmatch(text):
            hint = 'a midnight behind every date may be declared (such as --dates "D/M/Y 00:00:00")'
            raise MisfitError("wrong form", "text", hint)
        if _OTHER_DATE.fullmatch(text):
            hint = 'write "YYYY-MM-DD", or declare the form of the dates (such as --dates D/M/Y)'
            raise MisfitError("wrong form", "text", hint)
        return text

    return read


def _declared_date(text: str, form: str) -> str:
    try:
        return parse_declared(text, form).isoformat()
    except InvalidDateError as error:
        if error.code == "InvalidDate":
            raise MisfitError("impossible date", "text", "no such day in the calendar") from None
        raise MisfitError("wrong form", "text", f"dates were declared as {form}, four digits for the year") from None


def _day_number(text: str, system: int | None) -> str:
    if system is None:
        hint = 'write "YYYY-MM-DD"; day numbers of a spreadsheet must be declared (--serials 1900, or 1904)'
        raise MisfitError("wrong type", "number", hint)
    if not _NUMBER.fullmatch(text):
        raise MisfitError("wrong type", "number", "a day number of a spreadsheet is whole; a fraction is a time of day")
    try:
        return from_excel_serial(int(text), system).isoformat()
    except InvalidDateError:
        raise MisfitError("impossible date", "number", "this day number of a spreadsheet stands for no day") from None


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_SIGN: Final = re.compile(r"\\[|;=\\]|[|;=]")
_ESCAPED: Final = re.compile(r"\\([|;=\\])")
_NEEDS_ESCAPE: Final = re.compile(r"[|;=\\]")


def _split(text: str, sign: str) -> list[str]:
    if "\\" not in text:
        return text.split(sign)
    pieces, start = [], 0
    for found in _SIGN.finditer(text):
        if found[0] == sign:
            pieces.append(text[start : found.start()])
            start = found.end()
    return [*pieces, text[start:]]


def _plain(piece: str, exact: bool) -> str:
    text = piece if exact else trimmed(piece)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _list_reader(item: Read) -> Read:
    def read(text: str, exact: bool) -> Any:
        pieces = _split(text, "|")
        if not exact and not all(map(trimmed, pieces)):
            raise MisfitError("empty item", "list", "nothing stands on one side of a bar; take the bar out")
        return [item(piece, exact) for piece in pieces]

    return read


def _item(read: Read) -> Read:
    return lambda piece, exact: read(_plain(piece, exact), exact)


def _last_name(value: str) -> str | None:
    _, comma, name = value.rpartition(",")
    return trimmed(name) if comma else None


def _object_reader(fields: dict[str, Read]) -> Read:
    def read(text: str, exact: bool) -> Any:
        data: dict[str, Any] = {}
        for part in _split(text, ";"):
            if not trimmed(part):
                continue  # an object of which nothing is known, or a semicolon at the end
            name, *values = _split(part, "=")
            key = _plain(name, exact)
            # After a comma in the place of a semicolon the next name would be read as a part of the value.
            if not values or key in data or any(_last_name(value) in fields for value in values[:-1]):
                raise MisfitError("wrong form", "text", "write name=value;name=value, each name once")
            value = _plain("=".join(values), exact)
            if value or exact:
                data[key] = fields.get(key, _text)(value, exact)
        return data

    return read


def readers(cls: Any, declared: Declared, names: TableNames = AS_THEY_STAND) -> dict[str, Read]:
    """Return for each field of a class of the model, by its name in a register, what reads its cells.

    >>> sorted(readers(attrs.make_class("Own", {"at": attrs.field(type=int)}), Declared()))
    ['at']
    """
    known = shape(cls).known
    declared = attrs.evolve(declared, dates=names.dates or declared.dates)
    found = {}
    for part in attrs.fields(cls):
        name = json_name(part.name)
        if name in known:
            read = _reader(without_none(part.type)[0], declared, names.values.get(name, {}))
            found[name] = _unless(names.nulls, read) if names.nulls else read
    return found


def list_names(cls: Any) -> frozenset[str]:
    """Return the names of the fields of a class of the model whose cells are lists.

    >>> from supervise.model.facts import Visit
    >>> sorted(list_names(Visit))
    ['officers', 'others', 'purposes']
    """
    kinds = {json_name(part.name): without_none(part.type)[0] for part in attrs.fields(cls)}
    return frozenset(name for name, kind in kinds.items() if get_origin(kind) is tuple)


def _unless(nulls: frozenset[str], read: Read) -> Read:
    return lambda text, exact: None if not exact and text in nulls else read(text, exact)


def _renamed(values: Mapping[str, str], read: Read) -> Read:
    return lambda text, exact: read(text if exact else values.get(text, text), exact)


def _reader(kind: Any, declared: Declared, values: Mapping[str, str]) -> Read:
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        (of, *_) = args
        return _list_reader(
            _object_reader(readers(of, declared)) if attrs.has(of) else _item(_reader(of, declared, values)),
        )
    read = _reader_of_one(kind, declared)
    return _renamed(values, read) if values else read


def _reader_of_one(kind: Any, declared: Declared) -> Read:
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        base, form = args
        return read_id if form is ID else _reader_of_one(base, declared)
    if origin is Literal:
        return _text
    by_type: dict[Any, Read] = {int: _whole, bool: _truth, dt.date: _date_reader(declared)}
    return by_type.get(kind, _text)


# ── to text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def cell_of(value: Any, read: Read) -> str:
    r"""Return the text of the cell from which `read` makes an equal value. MisfitError if there is none.

    >>> [cell_of(value, _text) for value in ("=1+1", "'", "", " a", None, True)]
    ["'=1+1", "''", "'", "' a", '', 'true']
    >>> cell_of(["a|b", "c"], _list_reader(_item(_text)))
    'a\\|b|c'
    """
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        if not value:
            return ""
        value = [_without_none(item) if isinstance(item, dict) else item for item in value]
        cell = "|".join(map(_item_text, value))
    else:
        cell = _scalar(value)
        if not isinstance(value, str):
            return cell
    if len(cell) >= LONGEST_CELL or "\0" in cell or _LONE_SURROGATE.search(cell):
        raise MisfitError("no form in CSV", "text", "too long, or with characters that no text of a register holds")
    return MARK + cell if cell.startswith(FORMULA) or not _comes_back(value, cell, read) else cell


_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _comes_back(value: Any, cell: str, read: Read) -> bool:
    try:
        return bool(read_cell(cell, read) == value)
    except MisfitError:
        return False


def _without_none(item: dict[Any, Any]) -> dict[Any, Any]:
    return {key: value for key, value in item.items() if value is not None}


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return repr(value)
    raise MisfitError("no form in CSV", "object", "a cell holds one value, a list of values, or a list of objects")


def _item_text(item: Any) -> str:
    if isinstance(item, dict):
        return ";".join(f"{_escaped(str(key))}={_escaped(_scalar(value))}" for key, value in item.items())
    return _escaped(_scalar(item))


def _escaped(text: str) -> str:
    return _NEEDS_ESCAPE.sub(r"\\\g<0>", text)
