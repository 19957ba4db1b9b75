"""Registers that another program holds in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supervise.register.arrow import has_stream, rows_of
from supervise.register.jsonl import Reading, SetAside
from supervise.register.records import LONGEST, Part
from supervise.register.rows import Rows
from supervise.register.survey import survey

__all__ = ["read_rows"]


def read_rows(
    rows: Iterable[Mapping[str, Any]] | Any,
    *,
    name: str = "rows",
    longest: int = LONGEST,
    on_set_aside: SetAside | None = None,
) -> Reading:
    """Return the offenders and the records set aside of rows in memory, in order, as they are taken.

    A row is an offender as plain data, facts in lists, as in a line of JSON Lines; dates and times may be Python's.
    Rows may also be anything with the Arrow stream interface (tables of pyarrow, polars, pandas, DuckDB…), where null
    says the same as nothing. They are the same offenders, with the same faults, as from a file; `name` stands for its
    name and the number of the row for the line. `on_set_aside` is called with the row as JSON.

    MissingExtraError is raised for an Arrow stream without pyarrow.

    >>> import datetime as dt
    >>> list(read_rows([{"id": "A1", "visits": [{"id": "v1", "on": dt.date(2026, 1, 5)}]}]))
    [Offender(id='A1', visits=1)]
    """
    held = rows_of(rows, name) if has_stream(rows) else _held(list(rows), name)
    return Reading(held, survey(held, longest=longest), part=Part(), longest=longest, on_set_aside=on_set_aside)


def _held(rows: list[Any], name: str) -> Rows:
    return Rows(name, lambda: rows)
