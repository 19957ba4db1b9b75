"""Outputs that are tables: their columns, obligations as rows, and CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from io import StringIO
from typing import Any, Final

from supervise.engine.obligation import Obligation
from supervise.register.folder.cells import FORMULA, MARK
from supervise.register.writing import line, obligation_data

__all__ = [
    "OBLIGATION",
    "SCHEDULE",
    "Columns",
    "Kind",
    "cell",
    "entries",
    "header",
    "lines",
    "plain_rows",
    "rows",
    "table",
]


class Kind(Enum):
    """What a column holds, in tables that have types; nothing stands for null."""

    TEXT = "text"
    DAY = "day"
    COUNT = "whole number"
    TRUTH = "true or false"
    TEXTS = "list of texts"
    DATA = "JSON"


#: The columns of a table, in their order. CSV leaves out those of JSON.
Columns = Mapping[str, Kind]

OBLIGATION: Final[Columns] = {
    "rule": Kind.TEXT,
    "key": Kind.TEXT,
    "regime": Kind.TEXT,
    "anchor": Kind.DAY,
    "opens": Kind.DAY,
    "due": Kind.DAY,
    "due_at": Kind.TEXT,
    "cautious_due": Kind.DAY,
    "latest": Kind.TEXT,
    "status": Kind.TEXT,
    "met_by": Kind.TEXTS,
    "days_late": Kind.COUNT,
    "days_frozen": Kind.COUNT,
    "projected": Kind.TRUTH,
    "truncated": Kind.TRUTH,
    "lacking": Kind.TEXTS,
    "quotas": Kind.DATA,
}

#: Of a schedule.
SCHEDULE: Final[Columns] = {"offender": Kind.TEXT, "incomplete": Kind.TRUTH, **OBLIGATION}


def header(columns: Columns = SCHEDULE) -> bytes:
    """Return the first line of a table as CSV.

    >>> header().decode().split(",")[:3]
    ['offender', 'incomplete', 'rule']
    """
    return lines([_in_csv(columns)])


def _in_csv(columns: Columns) -> list[str]:
    return [name for name, kind in columns.items() if kind is not Kind.DATA]


def entries(offender: str, incomplete: bool, obligations: Iterable[Obligation]) -> Iterator[dict[str, Any]]:
    """Yield the rows of one offender's schedule, by column."""
    for row in obligations:
        yield {"offender": offender, "incomplete": incomplete, **obligation_data(row)}


def rows(offender: str, incomplete: bool, obligations: Iterable[Obligation]) -> bytes:
    """Return the lines of one offender: lists as ``a|b``, true and false in lower case, nothing for null."""
    return table(SCHEDULE, entries(offender, incomplete, obligations))


def table(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as lines of CSV."""
    names = _in_csv(columns)
    return lines([row.get(name) for name in names] for row in rows)


def plain_rows(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> bytes:
    r"""Return rows as lines of JSON for what writes a table with types: what is known, in the order of the columns.

    >>> plain_rows(SCHEDULE, [{"rule": "R-V2", "offender": "x1", "due": None}])
    b'{"offender":"x1","rule":"R-V2"}\n'
    """
    return b"".join(line({name: row[name] for name in columns if row.get(name) is not None}) for row in rows)


def lines(rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows of values as lines."""
    # Lines end as RFC 4180 wants them; with another end a carriage return inside a cell would not be quoted.
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(map(cell, row) for row in rows)
    return text.getvalue().encode(errors="replace")  # as in JSON: the name of a file may be no UTF-8


def cell(value: Any) -> str:
    """Return a value as the text of a cell.

    >>> cell("=1+1"), cell(("v1", "v2")), cell(None), cell(True)
    ("'=1+1", 'v1|v2', '', 'true')
    """
    if isinstance(value, tuple):
        value = "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"{MARK}{value}" if value.startswith(FORMULA) else value
    return "" if value is None else str(value)
