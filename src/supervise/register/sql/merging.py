"""The rows of all tables in one stream, offender by offender; memory holds some rows of each table.

Each table comes sorted from the database. What tells two rows of one offender and one id apart is sorted here, so that
the stream depends on what the tables hold and on nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from supervise.errors import RegisterError
from supervise.register.rows import plain
from supervise.register.sql.tables import SqlTable, ordered
from supervise.register.sql.values import as_declared

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Row", "merged"]

# Rows of one table that are fetched, and held, at a time.
_FETCHED: Final = 500


@frozen
class Row:
    """One row of a table."""

    whose: str = field(repr=False, metadata={"doc": "The id of the offender as it stands, less blanks; or blank."})
    order: bytes = field(repr=False, metadata={"doc": "By what rows of all tables are merged."})
    table: SqlTable
    number: int = field(metadata={"doc": "Its place in the table by offender, then by id, from 1."})
    values: tuple[Any, ...] = field(repr=False)
    text: str = field(repr=False, metadata={"doc": "What it says, as JSON: the same for the same values anywhere."})


def merged(connection: Connection, tables: Iterable[SqlTable]) -> Iterator[Row]:
    """Yield the rows of all tables by offender; those of one in the order of the tables, then by their own ids.

    RegisterError is raised if the database does not sort ids as it was asked to.
    """
    # The rows of one offender come table by table: merging keeps the order of what it merges.
    return merge(*(_rows(connection, table) for table in tables), key=attrgetter("order"))


def _rows(connection: Connection, table: SqlTable) -> Iterator[Row]:
    statement = ordered(table, connection.dialect.name)
    said = _saying(table)
    own = next(at for at, (_, name) in enumerate(table.columns.fields) if name == "id")
    rows = connection.execute(statement, execution_options={"yield_per": _FETCHED})
    number, last = 0, b""
    for (whose, _), alike in groupby(rows, key=lambda row: (row[0], row[1 + own])):
        order = whose.encode("utf-8", "surrogateescape")
        if order < last:
            raise RegisterError(f"{table.file}: the database does not sort ids by their bytes; is its encoding UTF-8?")
        last = order
        for text, values in sorted(map(said, alike), key=itemgetter(0)):
            number += 1
            yield Row(whose, order, table, number, values, text)


def _saying(table: SqlTable) -> Callable[[Any], tuple[str, tuple[Any, ...]]]:
    """Return what says of a row, as JSON, what is in it, and gives its values."""
    names = [name for _, name in table.columns.fields]
    kinds = [(at, kind) for at, kind in enumerate(table.declared) if kind]

    def said(row: Any) -> tuple[str, tuple[Any, ...]]:
        values = list(row[1:])
        for at, kind in kinds:
            values[at] = as_declared(values[at], kind)
        given = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        return _encode([table.name, row[0], given]), tuple(values)

    return said


_encode: Final = json.JSONEncoder(default=plain, sort_keys=True).encode
