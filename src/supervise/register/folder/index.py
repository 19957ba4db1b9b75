"""A folder looked through once: whose each row is, without keeping the rows.

The files are exports of tables and need not be sorted by offender. Of each run of rows of one offender only the
place is kept, some forty bytes: a hundred offenders or a hundred thousand, sorted or not, the rows stay on the disk
until their offender's turn.
"""

import hashlib
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from io import BufferedReader
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

from attrs import Factory, define, evolve, field, frozen

from supervise.errors import RegisterError
from supervise.model.faults import Note
from supervise.model.forms import MisfitError, normal_id, trimmed
from supervise.model.words import nearest
from supervise.register.folder.cells import Declared, read_cell, read_id
from supervise.register.folder.columns import LINK, OFFENDERS, TABLES, Columns, columns_named, columns_of, is_hint
from supervise.register.folder.layout import Absent, Layout, absent, refuse_absent
from supervise.register.folder.rows import Row, rows
from supervise.register.limits import Limits
from supervise.register.records import Part
from supervise.register.source import Source

__all__ = ["FolderSurvey", "Runs", "Stray", "Table", "layout_of_folder", "linked_id", "survey_folder"]


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────────


@define
class Runs:
    """Rows that follow each other and belong to one record: which record, first and last byte, first line."""

    owners: "array[int]" = Factory(lambda: array("q"))
    starts: "array[int]" = Factory(lambda: array("q"))
    stops: "array[int]" = Factory(lambda: array("q"))
    lines: "array[int]" = Factory(lambda: array("q"))

    def add(self, owner: int, row: Row) -> None:
        """Take in a row, in the order of the file."""
        if self.owners and self.owners[-1] == owner and self.stops[-1] == row.start:
            self.stops[-1] = row.stop
            return
        for column, value in zip(self._columns, (owner, row.start, row.stop, row.line), strict=True):
            column.append(value)

    @property
    def _columns(self) -> tuple["array[int]", ...]:
        return self.owners, self.starts, self.stops, self.lines

    def sort(self) -> Self:
        """Bring the runs into the order of their owners; those of one owner stay in the order of the file."""
        if all(one <= other for one, other in pairwise(self.owners)):
            return self
        order = sorted(range(len(self.owners)), key=self.owners.__getitem__)
        return type(self)(*(array("q", map(column.__getitem__, order)) for column in self._columns))

    def of(self, owner: int) -> Iterator[tuple[int, int, int]]:
        """Yield first byte, end and first line of each run of an owner, once sorted."""
        for at in range(bisect_left(self.owners, owner), bisect_right(self.owners, owner)):
            yield self.starts[at], self.stops[at], self.lines[at]


@frozen
class Table:
    """One file of the folder."""

    name: str = field(metadata={"doc": "Of the array, or `offenders`."})
    file: str = field(metadata={"doc": "Name of the file as it stands in the folder."})
    columns: Columns
    runs: Runs
    stamp: tuple[int, ...] = field(metadata={"doc": "Size, time of change and number of the file."})
    sha256: str


@frozen
class Stray:
    """A record set aside whole because it has no row among the offenders, and where it is first met."""

    misfit: MisfitError
    file: str
    line: int
    path: str


@frozen(kw_only=True)
class FolderSurvey:
    """What is known of a folder before it is read.

    Its records are the rows of `offenders.csv`, and after them what has none: each id that facts name and no row has,
    and each row that names nobody.
    """

    sha256: str = field(
        metadata={
            "doc": 'Of the lines "SHA-256  NAME.csv" of the files read, in their order, and of what was declared.'
        }
    )
    tables: tuple[Table, ...] = field(metadata={"doc": "The files that are there, `offenders` first."})
    strays: tuple[Stray, ...]
    twice: Mapping[int, bool] = field(
        metadata={"doc": "Records whose id occurs on several rows, and whether it is the one kept."}
    )
    records: int
    blank: int = field(metadata={"doc": "Blank rows, passed over."})
    notes: tuple[Note, ...] = field(metadata={"doc": "What was noticed about files and columns as a whole."})
    declared: Declared
    limits: Limits

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(table.stamp[0] for table in self.tables)

    def on_scale(self, levels: tuple[str, ...]) -> Self:
        """Return the same, to be read with these words alone for levels of risk."""
        return evolve(self, limits=self.limits.on_scale(levels))

    def split(self, parts: int) -> tuple[Part, ...]:
        """Return at most `parts` ranges of as many records each that together are the folder, in order."""
        borders = sorted({self.records * number // parts for number in range(parts)} | {0})
        stops = [*borders[1:], None]
        return tuple(Part(start, stop, start + 1) for start, stop in zip(borders, stops, strict=True))


# ── the files ───────────────────────────────────────────────────────────────────────────────────────────────────────

_SHOWN_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,40}")
# What browsers, file managers and office programs put around the name of a file: nothing that anybody wrote.
_COPY: Final = re.compile(
    r"(~\$|\.~lock\.)?(?P<of>[a-z0-9_ .-]{1,40}?)( -)?( copy)?( [0-9]{1,3}| ?\([0-9]{1,3}\))?"
    r"(\.(csv|gz|xlsx?|ods|txt|bak|tmp))+#?",
    re.IGNORECASE | re.ASCII,
)


def _copied(name: str, tables: Mapping[str, str]) -> str | None:
    """Return the table whose file a name is a copy of, told by nothing but what programs add to it.

    >>> _copied("Visits (1).csv", {"visits": "visits"}), _copied("Smith (1).csv", {"visits": "visits"})
    ('visits', None)
    """
    found = _COPY.fullmatch(name)
    return found["of"].lower() if found is not None and found["of"].lower() in tables else None


def _files(folder: Path, declared: Declared) -> tuple[dict[str, Path], list[Note], list[Absent]]:
    """Return the file of each table that is there, a note on every other name, and what is not there."""
    found: dict[str, Path] = {}
    notes, free = [], []
    tables = {(declared.of(name).file or name).lower(): name for name in TABLES}
    try:
        names = sorted(folder.iterdir())
    except OSError:
        raise RegisterError(f"{folder.name}: the folder cannot be read") from None
    for path in names:
        stem, dot, suffix = path.name.lower().rpartition(".")
        table = tables.get(stem)
        if table is None or suffix != "csv":
            copied = _copied(path.name, tables)
            near = copied or nearest(stem if dot else suffix, tables)
            hint = f"nearest known name: {near}.csv" if near else "not read"
            shown = path.name if copied or _SHOWN_NAME.fullmatch(path.name) else "?"
            notes.append(Note(file=shown, kind="unknown file", hint=hint))
            free += [path.name] if suffix == "csv" and shown == path.name else []
        elif table in found:
            raise RegisterError(f"{path.name}: two files differ only in capitals; keep one")
        else:
            found[table] = path
    not_there = [
        absent("", "", what, wanted=f"{file}.csv", free=free)
        for name, file, what in _wanted(declared)
        if name not in found
    ]
    return {name: found[name] for name in TABLES if name in found}, notes, not_there


def _wanted(declared: Declared) -> Iterator[tuple[str, str, str]]:
    """Yield each table that must be there, its file, and what is said if it is not."""
    for name in TABLES:
        file = declared.of(name).wanted(name)
        if file is not None:
            yield name, file, f"the mapping takes {name} from {file}.csv, and there is none here"
        elif name == OFFENDERS:
            yield name, name, "a folder that is a register holds offenders.csv; there is none here"


def layout_of_folder(folder: Path, declared: Declared, limits: Limits) -> Layout:
    """Return what of a folder is where, by the first row of each file; RegisterError if one cannot be read."""
    files, notes, not_there = _files(folder, declared)
    tables = []
    for name, file in files.items():
        with Source.opened(file, limits) as source:
            opened = _begin(source, name, declared, limits.line)
        notes += opened.notes
        if opened.columns is not None:
            tables.append(opened.columns.fit(name, file.name))
            not_there += opened.columns.absent
        elif declared.of(name).columns:
            # An export that went wrong leaves an empty file, and what is named of it is not there.
            not_there += columns_named((), table=name, file=file.name, names=declared.of(name)).absent
    return Layout(tuple(tables), tuple(notes), tuple(not_there))


def _lines(file: BufferedReader, name: str, longest: int) -> Iterator[bytes]:
    while raw := file.readline(longest + 1):
        if len(raw) > longest:
            raise RegisterError(f"{name}: a line of more than {longest} bytes is no row of a register")
        yield raw


@define
class _Opened:
    """A file at its first row after the names; without columns if it is empty."""

    columns: Columns | None
    line: int
    notes: list[Note]


def _begin(source: Source, table: str, declared: Declared, longest: int) -> _Opened:
    """Read the names of the columns, and leave the file at the row below."""
    name, line, delimiter = source.path.name, 0, None
    if source.packing is not None:
        raise RegisterError(f"{name}: a {source.packing.name} archive; unpack the files of a folder")
    if source.begin() and declared.encoding != Declared().encoding:
        # Its bytes say what they are: read as anything else each letter with an accent would be two.
        raise RegisterError(f"{name}: the file says itself that it is UTF-8; {declared.encoding} is declared of it")
    for raw in _lines(source.file, name, longest):
        line += 1
        text = raw.decode(declared.encoding, "surrogateescape")
        if text.isspace():
            continue
        hint = is_hint(text) if delimiter is None else None
        if hint is None:
            names = declared.of(table)
            columns = columns_of(text, table=table, file=name, line=line, delimiter=delimiter, names=names)
            return _Opened(columns, line, list(columns.notes))
        delimiter = hint
    return _Opened(None, line, [Note(file=name, kind="empty file", hint="not even the names of columns")])


# ── whose row it is ─────────────────────────────────────────────────────────────────────────────────────────────────


def linked_id(row: Row, columns: Columns) -> str:
    """Return the id of the offender on a row, in the form in which ids are compared; "" if there is none.

    >>> columns = Columns(",", ("offender_id", "id"), ((1, "id"),), 0, (), ())
    >>> linked_id(Row(1, 0, 9, [" A1", "v1"]), columns)
    'A1'
    """
    if columns.link >= len(row.cells):
        return ""
    text = trimmed(row.cells[columns.link])
    if text in columns.nulls:
        return ""
    return normal_id(text.removeprefix("'"))


@define
class _Owners:
    """Which record each row belongs to; grows while the files are looked through."""

    of_id: dict[str, int] = Factory(dict)
    strays: list[Stray] = Factory(list)
    named: dict[int, list[int]] = Factory(dict)  # rows that name the id of a stray record
    twice: dict[int, bool] = Factory(dict)
    rows: int = 0
    unread: set[int] = Factory(set)  # records whose own row cannot be read

    def offender(self, row: Row, table: Columns) -> int:
        """Return the record that a row of offenders.csv is, and remember its id."""
        record = self.rows
        self.rows += 1
        id_ = linked_id(row, table)
        if not id_:
            return record
        if row.misfit is not None or not _is_id(row.cells[table.link]):
            self.unread.add(record)
        first = self.of_id.setdefault(id_, record)
        if first == record or record in self.unread:
            return record
        if first in self.unread:
            # The first that can be read is kept, so that a broken row does not take the place of a whole one.
            self.of_id[id_] = record
            return record
        self.twice[first], self.twice[record] = True, False
        return record

    def fact(self, row: Row, columns: Columns, file: str) -> int:
        """Return the record that a row of another file belongs to."""
        id_ = linked_id(row, columns)
        known = self.of_id.get(id_)
        if known is None:
            return self._stray(row, columns, file, id_)
        if known in self.named:
            self.named[known][0] += 1
        return known

    def _stray(self, row: Row, columns: Columns, file: str, id_: str) -> int:
        record = self.rows + len(self.strays)
        if row.misfit is not None:
            self.strays.append(Stray(row.misfit, file, row.line, ""))
            return record
        try:
            _refuse_link(row.cells[columns.link] if id_ else "")
            self.of_id[id_] = record
            self.named[record] = [1]
            self.strays.append(Stray(MisfitError("missing offender", "text", None), file, row.line, LINK))
        except MisfitError as misfit:
            self.strays.append(Stray(misfit, file, row.line, LINK))
        return record

    def all_strays(self, offenders: str) -> tuple[Stray, ...]:
        """Return them with what is known when every file was looked through: how many rows name each id.

        `offenders` is the file that holds the row of none of them.
        """
        if not self.named:
            return tuple(self.strays)
        loose: dict[str, set[int]] = {}
        for id_, record in self.of_id.items():
            loose.setdefault(_loosely(id_), set()).add(record)
        ids = {record: id_ for id_, record in self.of_id.items() if record in self.named}
        said = list(self.strays)
        for record, (count,) in self.named.items():
            known = any(other < self.rows for other in loose[_loosely(ids[record])])
            hint = f"no row of {offenders} has this id; rows that name it: {count}"
            if known:
                hint += "; one has it but for capitals or noughts: a spreadsheet may have changed ids"
            stray = said[record - self.rows]
            said[record - self.rows] = evolve(stray, misfit=MisfitError("missing offender", "text", hint))
        return tuple(said)


def _refuse_link(cell: str) -> None:
    if not (read_cell(cell, read_id) or "").strip():
        raise MisfitError("missing id", "nothing", "every row needs the id of its offender")


def _is_id(cell: str) -> bool:
    try:
        _refuse_link(cell)
    except MisfitError:
        return False
    return True


def _loosely(id_: str) -> str:
    return id_.casefold().removesuffix(".0").lstrip("0")


# ── the survey ──────────────────────────────────────────────────────────────────────────────────────────────────────


def survey_folder(path: str | Path, *, declared: Declared | None = None, limits: Limits | None = None) -> FolderSurvey:
    r"""Return what one pass over a folder shows; RegisterError if it, or a file in it, cannot be read as a whole.

    MappingError is raised with all that a mapping names and that is not there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "offenders.csv").write_text("id,team\nA1,north")
    ...     survey_folder(folder).sha256[:12]
    '9dd18cbfc28e'
    """
    folder, declared, limits = Path(path), declared or Declared(), limits or Limits()
    # All that is not there at once, before anything is read.
    refuse_absent(layout_of_folder(folder, declared, limits).absent, folder.name, mapped=declared.names is not None)
    files, notes, _ = _files(folder, declared)
    owners, tables, blank, size = _Owners(), [], 0, 0
    for name, file in files.items():
        with Source.opened(file, limits) as source:
            size += source.stamp[0]
            if size > limits.size:
                raise limits.too_large(folder.name)
            table, said, blanks = _scan(source, name, declared, owners, limits)
        notes += said
        blank += blanks
        if table is not None:
            tables.append(table)
    return FolderSurvey(
        sha256=_hash(tables, declared),
        tables=tuple(tables),
        strays=owners.all_strays(files[OFFENDERS].name),
        twice=owners.twice,
        records=owners.rows + len(owners.strays),
        blank=blank,
        notes=tuple(notes),
        declared=declared,
        limits=limits,
    )


def _scan(
    source: Source, name: str, declared: Declared, owners: _Owners, limits: Limits
) -> tuple[Table | None, list[Note], int]:
    file = source.path.name
    sha256 = source.sha256()
    opened = _begin(source, name, declared, limits.line)
    columns, notes = opened.columns, opened.notes
    if columns is None:
        return None, notes, 0
    runs, blank, unnamed = Runs(), 0, columns.unnamed
    start, line, text = source.file.tell(), opened.line + 1, _lines(source.file, file, limits.line)
    for row in rows(text, columns, declared.encoding, file=file, start=start, line=line):
        if not row.cells and row.misfit is None:
            blank += 1
            continue
        owner = owners.offender(row, columns) if name == OFFENDERS else owners.fact(row, columns, file)
        runs.add(owner, row)
        if unnamed and row.misfit is None and any(row.cells[at].strip() for at in unnamed):
            hint = "cells below a blank name are not read"
            notes.append(Note(file=file, line=row.line, kind="unnamed column", hint=hint))
            unnamed = ()
    return Table(name, file, columns, runs.sort(), source.stamp, sha256), notes, blank


def _hash(tables: Sequence[Table], declared: Declared) -> str:
    """Return the hash of the list of hashes: what `sha256sum` prints for the files, hashed once more."""
    text = "".join(f"{table.sha256}  {table.name}.csv\n" for table in tables) + declared.told
    return hashlib.sha256(text.encode()).hexdigest()
