"""Outputs as Parquet: a table with types, the head of the output and its sums in the file's own metadata."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

from attrs import Factory, define

from supervise.register.arrow import pyarrow
from supervise.register.tabular import Columns, Kind
from supervise.register.writing import Run, line, run_data

__all__ = ["ParquetOutput", "parquet_output"]

# Rows that are held before they are written: a group of rows is what is read at a time.
_GROUP: Final = 20_000

_TYPES: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    Kind.TEXT: lambda pa: pa.string(),
    Kind.DAY: lambda pa: pa.date32(),
    Kind.COUNT: lambda pa: pa.int64(),
    Kind.TRUTH: lambda pa: pa.bool_(),
    Kind.TEXTS: lambda pa: pa.list_(pa.string()),
    Kind.DATA: lambda pa: pa.string(),
}

_READ: Final[Mapping[Kind, Callable[[Any], Any]]] = {Kind.DAY: dt.date.fromisoformat, Kind.DATA: json.dumps}


@contextmanager
def parquet_output(file: BinaryIO, columns: Columns, run: Run) -> Iterator[ParquetOutput]:
    """Open a writer of rows for a `with` block; MissingExtraError without pyarrow.

    The metadata `supervise.run` and `supervise.summary` hold what the first and the last line of JSON Lines hold.
    """
    pa = pyarrow()
    head = {"supervise.run": line(run_data(run)).rstrip()}
    schema = pa.schema([(name, _TYPES[kind](pa)) for name, kind in columns.items()], metadata=head)
    with pa.parquet.ParquetWriter(file, schema, write_page_checksum=True) as writer:
        yield ParquetOutput(columns, schema, writer)


@define
class ParquetOutput:
    """Writes rows, some of which it holds."""

    columns: Columns
    schema: Any
    writer: Any
    held: list[dict[str, Any]] = Factory(list)

    def write(self, rows: bytes) -> None:
        """Take rows, as lines of JSON."""
        for each in rows.splitlines():
            row = json.loads(each)
            self.held.append({name: _READ.get(self.columns[name], _same)(value) for name, value in row.items()})
        if len(self.held) >= _GROUP:
            self._flush()

    def end(self, summary: dict[str, Any]) -> None:
        """Write what is held, and the sums."""
        self._flush()
        self.writer.add_key_value_metadata({"supervise.summary": line(summary).rstrip()})

    def _flush(self) -> None:
        if self.held:
            self.writer.write_table(pyarrow().Table.from_pylist(self.held, self.schema))
            self.held.clear()


def _same(value: Any) -> Any:
    return value
