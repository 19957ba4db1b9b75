"""Offenders in Arrow tables: Parquet and Arrow files, and whatever has the Arrow stream interface.

One row is one offender, facts are lists of structs, as in JSON. A table has a column for everyone, so that null says
the same as a key that is not there. Streams in files are not read: one that is cut short looks whole.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BufferedReader
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from attrs import field, frozen

from supervise.errors import MissingExtraError, RegisterError
from supervise.model.forms import MisfitError
from supervise.model.structure import shown
from supervise.register.counts import Counts
from supervise.register.limits import Limits
from supervise.register.packing import unpacked_too_far
from supervise.register.records import Part, Record
from supervise.register.rows import Keys, Rows, Unreadable, Wording, records_of
from supervise.register.source import refuse_others, regular, told

__all__ = ["ArrowFile", "has_stream", "is_arrow", "plain_rows", "pyarrow", "refuse_twins", "rows_of"]

# Rows made at a time: an offender is some ten kilobytes, and a batch of them is held.
_BATCH: Final = 256


@cache
def pyarrow() -> ModuleType:
    """Return pyarrow; MissingExtraError naming the extra if it is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import ipc, parquet  # noqa: F401 - they become attributes of it
    except ImportError:
        message = "Parquet and Arrow need pyarrow: pip install 'supervise-schedules[arrow]'"
        raise MissingExtraError(message) from None
    library: ModuleType = pa
    return library


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _parquet(file: BufferedReader, name: str) -> Iterator[Any]:
    table = pyarrow().parquet.ParquetFile(file, page_checksum_verification=True)
    refuse_twins(table.schema_arrow, name)
    yield from table.iter_batches(batch_size=_BATCH)


def _ipc(file: BufferedReader, name: str) -> Iterator[Any]:
    table = pyarrow().ipc.open_file(file)
    refuse_twins(table.schema, name)
    for number in range(table.num_record_batches):
        batch = table.get_batch(number)
        batch.validate(full=True)
        yield from (batch.slice(start, _BATCH) for start in range(0, batch.num_rows, _BATCH))


_FORMS: Final[dict[str, Callable[[BufferedReader, str], Iterator[Any]]]] = {
    ".parquet": _parquet,
    ".arrow": _ipc,
    ".feather": _ipc,
}


def is_arrow(path: Path) -> bool:
    """Return whether a file is one of these, by its name.

    >>> is_arrow(Path("register.parquet")), is_arrow(Path("register.jsonl"))
    (True, False)
    """
    return path.suffix.lower() in _FORMS


@frozen
class ArrowFile:
    """An open Parquet or Arrow file."""

    path: Path
    file: BufferedReader
    stamp: tuple[int, ...] = field(metadata={"doc": "Size, time of change and number, to notice that it was changed."})
    wording: Wording | None = field(default=None, metadata={"doc": "What is said of its names and words."})

    @property
    def is_divisible(self) -> bool:
        """Never: one process reads it."""
        return False

    @classmethod
    @contextmanager
    def opened(cls, path: Path, limits: Limits, wording: Wording | None = None) -> Iterator[ArrowFile]:
        """Open a file and close it at the end of the `with` block.

        RegisterError is raised, in the middle if need be, if it is damaged; MissingExtraError without pyarrow.
        """
        damaged = f"{path.name}: no {path.suffix[1:]} file, or cut short or damaged; get a whole copy"
        # Names of columns are bytes, too, and Arrow leaves it to Python to find that they are no text.
        damage = (pyarrow().ArrowException, UnicodeDecodeError)
        try:
            refuse_others(path)
            with path.open("rb") as file:
                stamp = regular(os.fstat(file.fileno()), path.name)
                if stamp[0] > limits.size:
                    raise limits.too_large(path.name)
                yield cls(path, file, stamp, wording)
        except RegisterError as error:
            # Anew: those who found it hold rows.
            raise RegisterError(str(error)) from None
        except damage:
            raise RegisterError(damaged) from None
        except OSError as error:
            # Damage that Arrow finds while it reads is an error of input to it, without a number of the system.
            raise told(error, path) if error.errno else RegisterError(damaged) from None

    def keys(self) -> Keys:
        """Return the names of its columns, and those in their lists of facts."""
        self.file.seek(0)
        pa = pyarrow()
        if _FORMS[self.path.suffix.lower()] is _parquet:
            return _keys(pa.parquet.ParquetFile(self.file).schema_arrow)
        return _keys(pa.ipc.open_file(self.file).schema)

    def sha256(self) -> str:
        """Return the hash of the bytes of the file."""
        self.file.seek(0)
        return hashlib.file_digest(self.file, "sha256").hexdigest()

    def records(self, part: Part, limits: Limits, counts: Counts) -> Iterator[Record]:  # noqa: ARG002 - it has no parts
        """Yield every row; none is blank."""
        self.file.seek(0)
        read = _FORMS[self.path.suffix.lower()]
        left = limits.unpacked(self.stamp[0])
        for record in records_of(plain_rows(read(self.file, self.path.name)), limits, self.wording):
            left -= len(record.raw)
            if left < 0:
                raise unpacked_too_far(self.path.name)
            yield record


# ── in memory ───────────────────────────────────────────────────────────────────────────────────────────────────────


def has_stream(value: object) -> bool:
    """Return whether a value has the Arrow stream interface, as tables of many libraries do.

    >>> has_stream([{"id": "A1"}])
    False
    """
    return hasattr(value, "__arrow_c_stream__")


def rows_of(stream: Any, name: str, wording: Wording | None = None) -> Rows:
    """Return the rows of what has the Arrow stream interface; it is taken in whole, as it can be read only once.

    RegisterError is raised for columns of one name.
    """
    table = pyarrow().RecordBatchReader.from_stream(stream).read_all()
    refuse_twins(table.schema, name)
    return Rows(name, lambda: plain_rows(table.to_batches(max_chunksize=_BATCH)), wording, _keys(table.schema))


# ── from batches to plain data ──────────────────────────────────────────────────────────────────────────────────────


def refuse_twins(fields: Iterable[Any], name: str) -> None:
    """Raise RegisterError for two columns of one name, at any depth: which of the two is meant cannot be known."""
    seen = set()
    for each in fields:
        if each.name in seen:
            raise RegisterError(f"{name}: {shown(each.name)}: two columns have this name; each once")
        seen.add(each.name)
        inner = each.type
        refuse_twins((inner.field(at) for at in range(inner.num_fields)), name)


def _keys(schema: Iterable[Any]) -> Keys:
    return {each.name: _inner(each.type) for each in schema}


def _inner(kind: Any) -> tuple[str, ...] | None:
    if not hasattr(kind, "value_type") or not pyarrow().types.is_struct(kind.value_type):
        return None
    facts = kind.value_type
    return tuple(facts.field(at).name for at in range(facts.num_fields))


def plain_rows(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of batches as plain data without nulls; Unreadable for one that no value can be made of."""
    for batch in batches:
        try:
            rows = batch.to_pylist()
        except (ValueError, OverflowError):
            rows = [_alone(batch.slice(at, 1)) for at in range(batch.num_rows)]
        yield from map(_without_nulls, rows)


def _alone(batch: Any) -> Any:
    try:
        return batch.to_pylist()[0]
    except (ValueError, OverflowError):
        hint = "a text that is not UTF-8, or a date or time beyond the calendar"
        return Unreadable(MisfitError("unreadable value", "bytes", hint))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value
