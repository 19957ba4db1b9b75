"""How far a mapping fits a sample of the registers that it is for: what is read from where, and what is not taken."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from supervise.model.faults import Note, Rejected, Remark
from supervise.register.choosing import Place, read_register, survey_register
from supervise.register.counts import Counts
from supervise.register.folder.cells import Declared
from supervise.register.folder.columns import LINK, OFFENDERS
from supervise.register.folder.index import FolderSurvey, Table
from supervise.register.sql import SqlSurvey
from supervise.register.sql.tables import SqlTable

__all__ = ["Fit", "Misfit", "TableFit", "fit"]

_NUMBER: Final = re.compile(r"\[[0-9]+\]")


@frozen
class TableFit:
    """One table: what it is taken from, and for each field the column; names as they are shown in messages."""

    name: str
    file: str
    fields: tuple[tuple[str, str], ...]


@frozen
class Misfit:
    """Everything of one kind that is wrong with one column or file, and where it is first met."""

    file: str
    path: str
    kind: str
    hint: str | None
    count: int
    line: int


@frozen
class Fit:
    """What became of a sample."""

    tables: tuple[TableFit, ...]
    notes: tuple[Note, ...]
    misfits: tuple[Misfit, ...]
    counts: Counts

    @property
    def is_whole(self) -> bool:
        """Whether everything in the sample is read; columns that nobody reads are noted only."""
        return not self.misfits


def fit(sample: str | Place, declared: Declared, levels: tuple[str, ...] = ()) -> Fit:
    """Return how far what is declared fits a register; RegisterError if it cannot be read as a whole.

    Tables are told of a folder or a database; of a table of Arrow only what is not taken. `levels` are the words that a
    level of risk may be; without any, any word is one.
    """
    found = survey_register(sample, declared=declared).on_scale(levels)
    reading = read_register(sample, found=found)
    tables = found.tables if isinstance(found, FolderSurvey | SqlSurvey) else ()
    first: dict[tuple[str, str, str, str | None], int] = {}
    counted: dict[tuple[str, str, str, str | None], int] = {}
    notes = list(found.notes)
    for item in reading:
        notes += () if isinstance(item, Rejected) else item.notes
        for remark in (item,) if isinstance(item, Rejected) else item.faults:
            same = _alike(remark)
            first.setdefault(same, remark.line or 0)
            counted[same] = counted.get(same, 0) + 1
    misfits = (Misfit(*same, count, first[same]) for same, count in sorted(counted.items(), key=str))
    return Fit(tuple(map(_table, tables)), tuple(notes), tuple(misfits), reading.counts)


def _table(table: Table | SqlTable) -> TableFit:
    columns = table.columns
    link = () if table.name == OFFENDERS else ((LINK, columns.link),)
    fields = ((name, at) for at, name in columns.fields)
    return TableFit(table.name, table.file, tuple((name, columns.name_at(at)) for name, at in sorted((*link, *fields))))


def _alike(remark: Remark) -> tuple[str, str, str, str | None]:
    return remark.file or "", _NUMBER.sub("", remark.path), remark.kind, remark.hint
