"""The case format: what a case file may say."""

from __future__ import annotations

import datetime as dt
import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from supervise.cases.expecting import DATE, EXPECT, TEXT, or_null
from supervise.cases.shapes import Kind, Record
from supervise.dates import parse_iso_date
from supervise.engine.officers import faults_of_officers
from supervise.errors import RegisterError
from supervise.keeping import kept
from supervise.model.forms import found
from supervise.model.keys import DuplicateKeyError, unique_keys
from supervise.showing import shown

__all__ = ["CASE", "Case", "cases_in", "read_cases"]


@frozen
class _Officers:
    """A workforce, as `--workforce` takes it."""

    @property
    def schema(self) -> dict[str, Any]:
        text, runs = {"type": ["string", "null"]}, {"type": ["array", "null"], "items": _RUN}
        properties = {
            "officer": {"type": "string"},
            "team": text,
            "supervisor": text,
            "fte": {"type": ["number", "null"], "minimum": 0},
            "trained": runs,
            "absent": runs,
        }
        officer = {"type": "object", "properties": properties, "required": ["officer"], "additionalProperties": False}
        return {"type": ["array", "null"], "items": officer}

    def faults(self, value: Any, path: str) -> Iterator[str]:
        if value is not None:
            yield from (f"{path}: {fault}" for fault in faults_of_officers(value))


_RUN: Final = {
    "type": "object",
    "properties": {"from": DATE.schema, "until": or_null(DATE).schema},
    "required": ["from"],
    "additionalProperties": False,
}
_OBJECT: Final = Kind("an object", lambda value: isinstance(value, Mapping), {"type": "object"})
_BOOK: Final = Kind(
    "a reference or an object",
    lambda value: isinstance(value, str | Mapping),
    {"type": ["string", "object"], "description": "A shipped reference, or a whole rulebook."},
)
_CALENDAR: Final = Kind(
    "an object",
    _OBJECT.fits,
    {
        "type": "object",
        "description": "Closed days to count with in place of the book's own.",
        "required": ["name", "closed_weekdays", "closed_days", "covers"],
    },
)
# Nothing is compared with it: a list of sources is as good as one.
_SAID: Final = Kind("anything", lambda _: True, {})
# A number is taken as its text.
_ID: Final = Kind("a text", lambda value: TEXT.fits(value) or type(value) is int, TEXT.schema)

CASE: Final = Record(
    {
        "id": _ID,
        "rulebook": _BOOK,
        "calendar": or_null(_CALENDAR),
        "workforce": _Officers(),
        "offender": _OBJECT,
        "as_of": DATE,
        "known_at": or_null(DATE),
        "until": or_null(DATE),
        "expect": EXPECT,
        "source": _SAID,
        "why": _SAID,
    },
    needs=("id", "rulebook", "offender", "as_of", "expect"),
    meant={
        **dict.fromkeys(("facts", "record", "person"), "offender"),
        **dict.fromkeys(("book", "rules", "rule"), "rulebook"),
        **dict.fromkeys(("day", "date", "today", "on"), "as_of"),
        **dict.fromkeys(("expected", "expectations", "then"), "expect"),
        **dict.fromkeys(("holidays", "closed_days"), "calendar"),
        **dict.fromkeys(("officers", "staff"), "workforce"),
    },
)


@kept
@frozen
class Case:
    """One case: facts, a book and a day, and what must come out of them."""

    __repr__ = shown("id")

    id: str
    rulebook: str | Mapping[str, Any]
    offender: Mapping[str, Any]
    as_of: dt.date
    expect: Mapping[str, Any]
    calendar: Mapping[str, Any] | None = None
    workforce: tuple[Mapping[str, Any], ...] | None = None
    known_at: dt.date | None = None
    until: dt.date | None = None
    source: str | None = None
    why: str | None = None


def read_cases(path: str | Path | Traversable) -> list[Case]:
    """Return the cases of a file: a JSON list, or JSON Lines; RegisterError naming the case and key otherwise.

    >>> import tempfile
    >>> text = '[{"id": "c1", "rulebook": "england-wales@2026.1", "offender": {"id": "x1"}, "as_of": "2026-06-30",'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.cases.json")
    ...     _ = path.write_text(text + '"expect": {"no_flags": ["VD001"]}}]')
    ...     [case.id for case in read_cases(path)]
    ['c1']
    """
    rows = list(cases_in(path))
    if faults := [str(each) for each in rows if isinstance(each, RegisterError)]:
        raise RegisterError("; ".join(faults))
    return [each for each in rows if isinstance(each, Case)]


def cases_in(path: str | Path | Traversable) -> Iterator[Case | RegisterError]:
    """Yield each case of a file, or what is wrong with it; RegisterError is raised for a file that holds no cases.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.cases.json")
    ...     _ = path.write_text("[1]")
    ...     [str(each) for each in cases_in(path)]
    ['own.cases.json[0]: a case is an object, not number']
    """
    file = Path(path) if isinstance(path, str) else path
    for index, row in enumerate(_rows(file.read_bytes(), file.name)):
        yield _case(row, f"{file.name}[{index}]")


def _rows(raw: bytes, name: str) -> list[Any]:
    try:
        text = raw.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        raise RegisterError(f"{name}: not UTF-8") from None
    if text.lstrip().startswith("["):
        rows: list[Any] = _json(text, name, 1)
        return rows
    # At line feeds alone, as registers are: a text may hold the other characters that end a line elsewhere.
    lines = enumerate(text.split("\n"), start=1)
    return [_json(line, name, number) for number, line in lines if line.strip()]


def _json(text: str, name: str, line: int) -> Any:
    """Return what stands in a text that begins on a line of a file."""
    try:
        return json.loads(text, object_pairs_hook=unique_keys)
    except json.JSONDecodeError as error:
        raise RegisterError(f"{name}: no JSON at line {line + error.lineno - 1}") from None
    except DuplicateKeyError:
        # Of two `expect` the last alone would be compared, and what the first asks for never.
        raise RegisterError(f"{name}: a key stands twice in one object, from line {line} on; write each once") from None
    except (ValueError, RecursionError):
        raise RegisterError(f"{name}: too deep, or a number of too many digits, from line {line} on") from None


def _case(row: Any, path: str) -> Case | RegisterError:
    faults = list(_faults(row))
    if faults:
        return RegisterError(f"{path}: {'; '.join(faults)}")
    workforce = row.get("workforce")
    return Case(
        id=str(row["id"]),
        rulebook=row["rulebook"],
        offender=row["offender"],
        as_of=parse_iso_date(row["as_of"]),
        expect=row["expect"],
        calendar=row.get("calendar"),
        workforce=None if workforce is None else tuple(workforce),
        known_at=_date(row.get("known_at")),
        until=_date(row.get("until")),
        source=_said(row.get("source")),
        why=_said(row.get("why")),
    )


def _said(value: Any) -> str | None:
    """Return what is said for readers: as it stands, or, if it is no text, as JSON."""
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _faults(row: Any) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield f"a case is an object, not {found(row)}"
        return
    yield from CASE.faults(row, "")
    if isinstance(row.get("expect"), Mapping) and not any(row["expect"].values()):
        yield "'expect' names nothing: such a case would always pass"


def _date(text: str | None) -> dt.date | None:
    return None if text is None else parse_iso_date(text)
