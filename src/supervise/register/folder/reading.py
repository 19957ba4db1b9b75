"""The offenders of a folder, one after the other: the rows of each put together, then read as any record is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache, partial
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any, Final, cast

import attrs
from attrs import define

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.model.faults import Note, Rejected
from supervise.model.forms import MisfitError
from supervise.model.structure import Path as FieldPath, shape
from supervise.register.counts import Counts
from supervise.register.folder.cells import Declared, read_cell, readers
from supervise.register.folder.columns import OFFENDERS, TABLES
from supervise.register.folder.index import FolderSurvey, Stray, Table, survey_folder
from supervise.register.folder.rows import Row, rows
from supervise.register.gathered import Gathered, Unread, as_json, structured
from supervise.register.jsonl import SetAside
from supervise.register.limits import Limits
from supervise.register.reading import remark
from supervise.register.records import Part
from supervise.register.source import Source

__all__ = ["FolderReading", "read_folder"]

# Longer cells are no words, and remembering them would take memory that nobody bounds.
_SHORT: Final = 40

_Read = Callable[[str], Any]


@define
class _File:
    """A file held open; for each field its place, its name, what reads it, and what remembers short cells."""

    table: Table
    source: Source
    fields: tuple[tuple[int, str, _Read, _Read], ...]


@define
class _Gathered(Gathered):
    """A record gathered from a folder, and its row among the offenders if it has one."""

    own: Row | None = None
    size: int = 0


class FolderReading:
    """The records of a folder, or of a part of one, in order; `counts` grows while they are taken.

    It can be iterated once. Memory holds one record at a time, and of the rest where it stands. RegisterError is
    raised, in the middle if need be, if a file cannot be read or changes meanwhile.
    """

    def __init__(self, path: Path, found: FolderSurvey, *, part: Part, on_set_aside: SetAside | None) -> None:
        self.path = path
        self.survey = found
        self.counts = Counts(blank=0 if part.start else found.blank)
        self._part = part
        self._on_set_aside = on_set_aside
        self._items = self._read()

    def __iter__(self) -> Iterator[Offender | Rejected]:
        return self._items

    def _read(self) -> Iterator[Offender | Rejected]:
        stop = self.survey.records if self._part.stop is None else self._part.stop
        with ExitStack() as held:
            files = [self._opened(table, held) for table in self.survey.tables]
            for record in range(self._part.start, stop):
                item = self._judged(record, _gather(files, record, self.survey))
                reasons = self.counts.take(item)
                if reasons and self._on_set_aside:
                    # Gathered once more, as it was before keys were tidied: few records are set aside.
                    self._on_set_aside(as_json(_gather(files, record, self.survey)), reasons)
                yield item
        with ExitStack() as held:
            for table in self.survey.tables:
                self._opened(table, held)

    def _opened(self, table: Table, held: ExitStack) -> _File:
        source = held.enter_context(Source.opened(self.path / table.file, self.survey.limits))
        if source.stamp != table.stamp:
            raise RegisterError(f"{table.file}: the file was changed while it was read; start again")
        cls = TABLES[table.name]
        declared = self.survey.declared
        read_of = readers(cls, declared, declared.of(table.name))
        objects = {name for name, _ in shape(cls).nested}
        fields = []
        for at, name in table.columns.fields:
            read = partial(read_cell, read=read_of[name])
            # Most cells are words, days and ids that come again. What tidying changes must be made anew.
            fields.append((at, name, read, read if name in objects else lru_cache(maxsize=1024)(read)))
        return _File(table, source, tuple(fields))

    # ── one record ──────────────────────────────────────────────────────────────────────────────────────────────

    def _judged(self, record: int, found: _Gathered) -> Offender | Rejected:
        if () in found.misfits and () in found.places:
            return remark(Rejected, found.misfits[()], *found.places[()], "")
        if found.own is None:
            strays = self.survey.strays
            return _set_aside(strays[record - (self.survey.records - len(strays))])
        file, line = found.places[()]
        if found.own.misfit is not None:
            return remark(Rejected, found.own.misfit, file, line, "")
        try:
            item = structured(found, self.survey.limits.levels)
        except MisfitError as misfit:
            return remark(Rejected, misfit, file, line, "id")
        kept = self.survey.twice.get(record)
        if kept is None:
            return item
        if kept:
            other = MisfitError(
                "duplicate id", "text", "another row has this id and was set aside; this one has the facts of both"
            )
            return attrs.evolve(item, notes=(*item.notes, remark(Note, other, file, line, "id")))
        first = MisfitError("duplicate id", "text", "an earlier row has this id and was kept, with the facts of both")
        return remark(Rejected, first, file, line, "id")


def _set_aside(stray: Stray) -> Rejected:
    return remark(Rejected, stray.misfit, stray.file, stray.line, stray.path)


# ── from rows to plain data ─────────────────────────────────────────────────────────────────────────────────────────


def _gather(files: Sequence[_File], record: int, survey: FolderSurvey) -> _Gathered:
    """Return what all files hold of a record; of one that is too long nothing but that."""
    found = _Gathered()
    try:
        _gather_into(found, files, record, survey)
    except MisfitError as misfit:
        found.misfits[()] = misfit
        found.data.clear()
    return found


def _gather_into(found: _Gathered, files: Sequence[_File], record: int, survey: FolderSurvey) -> None:
    """Put together what all files hold of a record; MisfitError if that is too long."""
    limits = survey.limits
    for file in files:
        table = file.table
        if table.name == OFFENDERS:
            for row, text in _rows_of(file, record, found, survey):
                found.own = row
                # The record is set aside whole; its row is kept as it stands, as those of facts are.
                own = _values(file, row, (), found, limits) if row.misfit is None else {OFFENDERS: [text]}
                found.data.update(own)
            continue
        items: list[Any] = []
        for row, text in _rows_of(file, record, found, survey):
            path = (table.name, len(items))
            found.places[path] = table.file, row.line
            if row.misfit is None:
                items.append(_values(file, row, path, found, limits))
            else:
                found.misfits[path] = row.misfit
                items.append(Unread(row.misfit, text))
            if found.own is None and row.cells:
                found.data.setdefault("id", row.cells[table.columns.link])
        if items:
            found.data[table.name] = items


def _values(file: _File, row: Row, path: FieldPath, found: _Gathered, limits: Limits) -> dict[str, Any]:
    """Return the values of one row; what cannot be read is remembered with its path."""
    data: dict[str, Any] = {}
    cells = row.cells
    for at, name, read, short in file.fields:
        cell = cells[at]
        if cell:
            try:
                if len(cell) > limits.field:
                    raise limits.too_long_text()
                value = short(cell) if len(cell) < _SHORT else read(cell)
            except MisfitError as misfit:
                found.misfits[(*path, name)] = misfit
                value = Unread(misfit, cell)
            if value is not None:
                data[name] = value
    return data


def _rows_of(file: _File, record: int, found: _Gathered, survey: FolderSurvey) -> Iterator[tuple[Row, str]]:
    """Yield the rows of a record with their text; MisfitError if, with those before, they are too long."""
    table, encoding = file.table, survey.declared.encoding
    # Without the buffer, which would read a quarter of a megabyte for each row.
    raw_file = cast("RawIOBase", file.source.file.raw)
    for start, stop, line in table.runs.of(record):
        if table.name == OFFENDERS:
            found.places[()] = table.file, line
        found.size += stop - start
        if found.size > survey.limits.line:
            raise survey.limits.too_long()
        try:
            raw_file.seek(start)
            raw = raw_file.read(stop - start) or b""
        except OSError:
            raise RegisterError(f"{table.file}: cannot be read: the system reports an error of input") from None
        if len(raw) != stop - start:
            raise RegisterError(f"{table.file}: the file was changed while it was read; start again")
        for row in rows(BytesIO(raw), table.columns, encoding, file=table.file, start=start, line=line):
            broken = raw[row.start - start : row.stop - start] if row.misfit else b""
            yield row, broken.decode(encoding, "replace")


def read_folder(
    path: str | Path,
    *,
    found: FolderSurvey | None = None,
    part: Part | None = None,
    declared: Declared | None = None,
    limits: Limits | None = None,
    on_set_aside: SetAside | None = None,
) -> FolderReading:
    r"""Return the offenders and the records set aside of a folder, in the order of `offenders.csv`.

    The files are looked through first (`found`, if that was done already), to know whose each row is; they need not
    be sorted. `declared` says what the format leaves open about cells, and `limits` holds, unless `found` was told.
    `part` is one of `found.split(n)`. `on_set_aside` is called with the record as JSON, and with the reasons; what no
    value could be made of is in it as text.

    RegisterError is raised if the folder, or a file in it, cannot be read as a whole.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "offenders.csv").write_text("id,team\nA1,north")
    ...     _ = Path(folder, "visits.csv").write_text("offender_id,id,on\nA1,v1,2026-01-05")
    ...     list(read_folder(folder))
    [Offender(id='A1', visits=1)]
    """
    path = Path(path)
    found = survey_folder(path, declared=declared, limits=limits) if found is None else found
    return FolderReading(path, found, part=part or Part(), on_set_aside=on_set_aside)
