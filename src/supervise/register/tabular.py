"""Obligations as CSV, one a row, and what every CSV that is written shares: it is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any, Final

from supervise.engine.obligation import Obligation
from supervise.register.writing import obligation_data

__all__ = ["cell", "header", "lines", "rows"]

_COLUMNS: Final = (
    "rule",
    "key",
    "regime",
    "anchor",
    "opens",
    "due",
    "due_at",
    "cautious_due",
    "latest",
    "status",
    "met_by",
    "days_late",
    "days_frozen",
    "projected",
    "truncated",
    "lacking",
)

# A spreadsheet takes a cell that begins like this for a formula, and a formula can call other programs.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def header() -> bytes:
    """Return the first line.

    >>> header().decode().split(",")[:3]
    ['offender', 'incomplete', 'rule']
    """
    return lines([["offender", "incomplete", *_COLUMNS]])


def rows(offender: str, incomplete: bool, obligations: Iterable[Obligation]) -> bytes:
    """Return the lines of one offender: lists as ``a|b``, true and false in lower case, nothing for null."""
    return lines(
        [offender, incomplete, *(data[name] for name in _COLUMNS)]
        for data in (obligation_data(row) for row in obligations)
    )


def lines(rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows of values as lines."""
    # Lines end as RFC 4180 wants them; with another end a carriage return inside a cell would not be quoted.
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(map(cell, row) for row in rows)
    return text.getvalue().encode()


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
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else str(value)
