"""Registers that another program holds in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supervise.errors import forgetful
from supervise.register.arrow import has_stream, rows_of
from supervise.register.folder import Declared
from supervise.register.jsonl import Reading, SetAside
from supervise.register.limits import Limits
from supervise.register.mapped import Mapped
from supervise.register.records import Part
from supervise.register.rows import Rows, Wording, keys_of
from supervise.register.survey import survey

__all__ = ["read_rows"]


@forgetful
def read_rows(
    rows: Iterable[Mapping[str, Any]] | Any,
    *,
    name: str = "rows",
    declared: Declared | None = None,
    limits: Limits | None = None,
    on_set_aside: SetAside | None = None,
) -> Reading:
    """Return the offenders and the records set aside of rows in memory, in order, as they are taken.

    A row is an offender as plain data, facts in lists, as in a line of JSON Lines; dates and times may be Python's.
    Rows may also be anything with the Arrow stream interface (tables of pyarrow, polars, pandas, DuckDB…), where null
    says the same as nothing. They are the same offenders, with the same faults, as from a file; `name` stands for its
    name and the number of the row for the line. `declared` says what they call things, as for a file; a list of facts
    is called as a mapping calls its file. `on_set_aside` is called with the row as JSON, in the words of the format.

    MissingExtraError is raised for an Arrow stream without pyarrow, RegisterError if an encoding is declared, and
    MappingError with all that a mapping names and that no row has. A list or a key that a row leaves out must be in
    another one; where all lists are empty nothing is known of the keys of their facts, and where there is no row
    nothing at all.

    >>> import datetime as dt
    >>> list(read_rows([{"id": "A1", "visits": [{"id": "v1", "on": dt.date(2026, 1, 5)}]}]))
    [Offender(id='A1', visits=1)]
    """
    wording = Mapped.of(declared, name)
    held = rows_of(rows, name, wording) if has_stream(rows) else _held(list(rows), name, wording)
    if wording is not None:
        wording.refuse_absent(held.keys, name)
    found = survey(held, limits=limits, wording=wording)
    return Reading(held, found, part=Part(), on_set_aside=on_set_aside)


def _held(rows: list[Any], name: str, wording: Wording | None) -> Rows:
    return Rows(name, lambda: rows, wording, {} if wording is None else keys_of(rows))
