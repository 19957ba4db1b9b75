"""The offenders of a database, one after the other: the rows of each put together, then read as any record is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Self

import attrs
from attrs import define, field, frozen

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.model.faults import Note, Rejected
from supervise.model.forms import MisfitError, normal_id, trimmed
from supervise.model.structure import Path as FieldPath
from supervise.register.counts import Counts
from supervise.register.folder.cells import Declared
from supervise.register.folder.columns import LINK, OFFENDERS, TABLES
from supervise.register.folder.layout import Layout
from supervise.register.gathered import Gathered, Unread, as_json, structured
from supervise.register.jsonl import SetAside
from supervise.register.limits import Limits
from supervise.register.reading import remark
from supervise.register.records import Part
from supervise.register.sql.database import Database
from supervise.register.sql.merging import Row, merged
from supervise.register.sql.tables import SqlTable, looked_for, tables_of
from supervise.register.sql.values import ReadValue, value_readers

__all__ = ["SqlReading", "SqlSurvey", "layout_of_sql", "read_sql", "survey_sql"]


@frozen(kw_only=True)
class SqlSurvey:
    """What is known of a database before it is read."""

    sha256: str = field(
        metadata={"doc": "Of what the rows say, by offender, a line of JSON each, and of what was declared."}
    )
    tables: tuple[SqlTable, ...] = field(metadata={"doc": "The tables that are there, `offenders` first."})
    twins: Mapping[str, bool] = field(
        metadata={"doc": "Ids that differ from another as texts and not as ids, and whether it is the one kept."}
    )
    records: int
    notes: tuple[Note, ...] = field(metadata={"doc": "What was noticed about tables and columns as a whole."})
    declared: Declared
    limits: Limits = field(default=Limits(), metadata={"doc": "Within which it was looked through, and is read."})

    @property
    def size(self) -> int:
        """Nothing: how many bytes a table has is not known."""
        return 0

    def on_scale(self, levels: tuple[str, ...]) -> Self:
        """Return the same, to be read with these words alone for levels of risk."""
        return attrs.evolve(self, limits=self.limits.on_scale(levels))

    def split(self, parts: int) -> tuple[Part, ...]:  # noqa: ARG002 - one process reads it, in one transaction
        """Return one part."""
        return (Part(),)


@define
class _Digest:
    """The hash of a register, while its rows pass."""

    declared: Declared
    limits: Limits
    name: str
    size: int = 0
    made: Any = field(factory=hashlib.sha256)

    def of(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, and take them in; RegisterError if they are more than a register may have."""
        for row in rows:
            self.size += len(row.text)
            if self.size > self.limits.size:
                raise self.limits.too_large(self.name)
            self.made.update(f"{row.text}\n".encode())
            yield row

    def sha256(self) -> str:
        made = self.made.copy()
        made.update(self.declared.told.encode())
        return str(made.hexdigest())


@frozen
class _Record:
    """The rows of one offender; or one row that names nobody, or repeats an offender."""

    rows: list[Row]
    kept: bool | None = field(default=None, metadata={"doc": "Whether it is the one kept of its id; None: the only."})
    too_long: bool = field(default=False, metadata={"doc": "Whether rows were left out, as there are too many."})

    @property
    def first(self) -> Row:
        """The row of the offender, or of a fact if there is none."""
        return self.rows[0]

    @property
    def is_offender(self) -> bool:
        """Whether there is a row of the offender."""
        return self.first.table.name == OFFENDERS


def _held(rows: Iterable[Row], limits: Limits) -> tuple[list[Row], bool]:
    """Return rows, but no more than a record may have, and whether there are more."""
    held: list[Row] = []
    size = 0
    for row in rows:
        size += len(row.text)
        if size <= limits.line or not held:
            held.append(row)
    return held, size > limits.line


def _records(rows: Iterable[Row], limits: Limits) -> Iterator[_Record]:
    for whose, same in groupby(rows, key=attrgetter("whose")):
        if not trimmed(whose):
            yield from (_Record([row]) for row in same)
            continue
        held, more = _held(same, limits)
        own = [row for row in held if row.table.name == OFFENDERS]
        if own:
            yield _Record([own[0], *held[len(own) :]], True if own[1:] else None, more)
            yield from (_Record([row], False) for row in own[1:])
            continue
        nobody = [row for row in held if whose in row.table.columns.nulls]
        named = [row for row in held if whose not in row.table.columns.nulls]
        yield from (_Record([row]) for row in nobody)
        yield from [_Record(named, None, more)] if named else ()


# ── the survey ──────────────────────────────────────────────────────────────────────────────────────────────────────


def layout_of_sql(database: Database, declared: Declared) -> Layout:
    """Return what of a database is where, and what is not there; RegisterError if it cannot be read."""
    with database.reading() as connection:
        found, notes, not_there = looked_for(connection, declared)
    return Layout(tuple(table.columns.fit(table.name, table.file) for table in found), tuple(notes), tuple(not_there))


def survey_sql(database: Database, *, declared: Declared | None = None, limits: Limits | None = None) -> SqlSurvey:
    """Return what one pass over a database shows; RegisterError if it, or a table in it, cannot be read as a whole."""
    declared, limits = declared or Declared(), limits or Limits()
    if declared.encoding != Declared().encoding:
        raise RegisterError(f"{database.name}: an encoding is declared for CSV files only; a database knows its own")
    with database.reading() as connection:
        tables, notes = tables_of(connection, declared, database.name)
        digest, records = _Digest(declared, limits, database.name), 0
        first: dict[str, str] = {}
        twins: dict[str, bool] = {}
        for record in _records(digest.of(merged(connection, tables)), limits):
            records += 1
            whose = record.first.whose
            if record.is_offender:
                kept = first.setdefault(normal_id(whose), whose)
                if kept != whose:
                    twins |= {kept: True, whose: False}
    return SqlSurvey(
        sha256=digest.sha256(),
        tables=tuple(tables),
        twins=twins,
        records=records,
        notes=tuple(notes),
        declared=declared,
        limits=limits,
    )


# ── the reading ─────────────────────────────────────────────────────────────────────────────────────────────────────


class SqlReading:
    """The records of a database, by id; `counts` grows while they are taken.

    It can be iterated once. Memory holds one record at a time, and some rows of each table. RegisterError is raised,
    in the middle if need be, if the database cannot be read, and at the end if it was changed meanwhile.
    """

    def __init__(self, database: Database, found: SqlSurvey, *, on_set_aside: SetAside | None) -> None:
        self.database = database
        self.survey = found
        self.counts = Counts()
        # Held by nothing that it holds: whoever leaves it early gives the connection back with the last name of it.
        self._items = _Taking(database, found, self.counts, on_set_aside).items()

    def __iter__(self) -> Iterator[Offender | Rejected]:
        return self._items


@frozen
class _Taking:
    """Takes the records of a database, one after the other."""

    database: Database
    survey: SqlSurvey
    counts: Counts
    on_set_aside: SetAside | None
    readers: Mapping[str, Mapping[str, ReadValue]] = field(init=False)

    @readers.default
    def _readers(self) -> dict[str, Mapping[str, ReadValue]]:
        declared, tables = self.survey.declared, self.survey.tables
        return {table.name: value_readers(TABLES[table.name], declared, declared.of(table.name)) for table in tables}

    def items(self) -> Iterator[Offender | Rejected]:
        limits = self.survey.limits
        digest = _Digest(self.survey.declared, limits, self.database.name)
        with self.database.reading() as connection:
            for record in _records(digest.of(merged(connection, self.survey.tables)), limits):
                item = self._judged(record)
                reasons = self.counts.take(item)
                if reasons and self.on_set_aside:
                    # Gathered once more, as it was before keys were tidied: few records are set aside.
                    self.on_set_aside(as_json(_gathered(record, self.readers, limits)), reasons)
                yield item
        if digest.sha256() != self.survey.sha256:
            raise RegisterError(f"{self.database.name}: the register was changed while it was read; start again")

    def _judged(self, record: _Record) -> Offender | Rejected:
        first = record.first
        if record.too_long:
            return _rejected(self.survey.limits.too_long(), first, "")
        if not record.is_offender:
            return _rejected(_stray(record, self.survey.tables[0]), first, LINK)
        try:
            item = structured(_gathered(record, self.readers, self.survey.limits), self.survey.limits.levels)
        except MisfitError as misfit:
            return _rejected(misfit, first, "id")
        kept = self.survey.twins.get(first.whose, record.kept)
        if kept is None:
            return item
        # Facts name their offender by the text of the id: one written otherwise has kept its own.
        mixed = record.kept is not None
        if kept and record.kept is not False:
            hint = "another row has this id and was set aside" + ("; this one has the facts of both" if mixed else "")
            other = MisfitError("duplicate id", "text", hint)
            note = remark(Note, other, first.table.file, first.number, "id")
            return attrs.evolve(item, notes=(*item.notes, note))
        hint = "an earlier row has this id and was kept" + (", with the facts of both" if mixed else "")
        return _rejected(MisfitError("duplicate id", "text", hint), first, "id")


def _rejected(misfit: MisfitError, row: Row, path: str) -> Rejected:
    return remark(Rejected, misfit, row.table.file, row.number, path)


def _stray(record: _Record, offenders: SqlTable) -> MisfitError:
    """Return what is wrong with rows that no offender has."""
    whose = trimmed(record.first.whose)
    if not whose or whose in record.first.table.columns.nulls:
        return MisfitError("missing id", "nothing", "every row needs the id of its offender")
    hint = f"no row of {offenders.file} has this id; rows that name it: {len(record.rows)}"
    return MisfitError("missing offender", "text", hint)


# ── from rows to plain data ─────────────────────────────────────────────────────────────────────────────────────────


def _gathered(record: _Record, readers: Mapping[str, Mapping[str, ReadValue]], limits: Limits) -> Gathered:
    first = record.first
    found = Gathered(places={(): (first.table.file, first.number)})
    if record.too_long:
        found.misfits[()] = limits.too_long()
    for row in record.rows:
        name = row.table.name
        if name == OFFENDERS:
            found.data.update(_values(row, readers[name], (), found, limits))
            continue
        items = found.data.setdefault(name, [])
        path = (name, len(items))
        found.places[path] = row.table.file, row.number
        items.append(_values(row, readers[name], path, found, limits))
    if not record.is_offender:
        found.data["id"] = first.whose
    return found


def _values(
    row: Row, readers: Mapping[str, ReadValue], path: FieldPath, found: Gathered, limits: Limits
) -> dict[str, Any]:
    """Return the values of one row; what cannot be read is remembered with its path."""
    data: dict[str, Any] = {}
    for (_, name), value in zip(row.table.columns.fields, row.values, strict=True):
        if value is None:
            continue
        try:
            if isinstance(value, str) and len(value) > limits.field:
                raise limits.too_long_text()
            read = readers[name](value)
        except MisfitError as misfit:
            found.misfits[(*path, name)] = misfit
            read = Unread(misfit, str(value))
        if read is not None:
            data[name] = read
    return data


def read_sql(
    database: Database,
    *,
    found: SqlSurvey | None = None,
    declared: Declared | None = None,
    limits: Limits | None = None,
    on_set_aside: SetAside | None = None,
) -> SqlReading:
    """Return the offenders and the records set aside of a database, by id, as they are taken.

    Its tables are those of a folder of CSV files. They are looked through first (`found`, if that was done already).
    `declared` says what they and their columns and words are called there, unless `found` was told. `on_set_aside` is
    called with the record as JSON, its rows put together, and with the reasons.

    RegisterError is raised if the database, or a table in it, cannot be read as a whole.
    """
    found = survey_sql(database, declared=declared, limits=limits) if found is None else found
    return SqlReading(database, found, on_set_aside=on_set_aside)
