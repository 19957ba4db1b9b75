"""A mapping from its file: strict, and with all that is wrong with it at once; never with a value of a register.

A force adapts the export of its records system with it, without code: what tables and columns are called, what their
words mean, how dates are written, and which words say that nothing is known. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from attrs import Factory, frozen

from supervise.dates.parsing import check_form
from supervise.errors import InvalidDateError, MappingError, RegisterError, RulebookLoadError
from supervise.model import Offender
from supervise.model.forms import MisfitError, trimmed
from supervise.model.structure import shape
from supervise.register.folder.cells import Declared, Read, list_names, readers
from supervise.register.folder.columns import LINK, OFFENDERS, TABLES, known_names, normal_name
from supervise.register.folder.naming import Names, TableNames
from supervise.rules.intake import bytes_of, from_bytes
from supervise.rules.reading import Problems, nearest, read, step

__all__ = ["declared_by", "read_mapping"]


@frozen
class _Table:
    """One table of a mapping as it is written; of one with problems, what could be read of it."""

    IN_PART: ClassVar[bool] = True

    file: str | None = None
    columns: dict[str, str] = Factory(dict)
    values: dict[str, dict[str, str]] = Factory(dict)
    nulls: tuple[str, ...] = ()
    dates: str | None = None
    ignore: tuple[str, ...] = ()


@frozen
class _Written:
    """A mapping as it is written; of one with problems, what could be read of it."""

    IN_PART: ClassVar[bool] = True

    id: str
    version: str
    encoding: str = "utf-8"
    dates: str | None = None
    serials: int | None = None
    nulls: tuple[str, ...] = ()
    table: dict[str, _Table] = Factory(dict)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what makes no sense, each with its path."""
        for key in ("id", "version"):
            text = getattr(self, key)
            if text is not None and not text.strip():
                yield key, "empty; it names the mapping"
        yield from _unless_sound("serials", lambda: Declared(serials=self.serials))
        yield from _unless_sound("encoding", lambda: Declared(encoding=self.encoding))
        yield from _form("dates", self.dates)
        yield from _null_faults("nulls", self.nulls)
        for name, table in self.table.items():
            path = step("table", name)
            if name in TABLES:
                yield from _table_faults(name, table, path, {*self.nulls, *table.nulls}, self._cells(table))
            else:
                yield path, f"no table of a register; {nearest(name, TABLES)}"
        yield from self._file_faults()

    def _file_faults(self) -> Iterator[tuple[str, str]]:
        files = [_file_of(name, table).lower() for name, table in self.table.items()]
        # What nothing is said of stands as it is: it would be read from its file, too.
        own = TABLES.keys() - self.table.keys()
        for name, table in self.table.items():
            file, here = _file_of(name, table).lower(), step("table", name, "file")
            if files.count(file) > 1:
                yield here, "two tables are taken from one file; each needs its own"
            elif file in own:
                yield here, f"the file of the table {file}, too; give that one another, or rename the file"

    def _cells(self, table: _Table) -> Declared:
        """Return what is declared of the cells of a table; nothing if that is a fault, which is told by itself."""
        try:
            return Declared(dates=table.dates or self.dates, serials=self.serials)
        except RegisterError:
            return Declared()


def read_mapping(path: str | Path) -> Declared:
    r"""Return what a mapping in a TOML file declares about a folder of CSV files.

    UnknownRulebookError is raised if the file cannot be read, MappingError with every fault in it by its path.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "mapping.toml")
    ...     _ = path.write_text('id = "north"\nversion = "1"\ndates = "D/M/Y"')
    ...     read_mapping(path).dates
    'D/M/Y'
    """
    return declared_by(bytes_of(path, "mapping"), Path(path).name)


def declared_by(content: bytes, name: str) -> Declared:
    r"""Return what the bytes of a mapping declare; see `read_mapping`.

    >>> text = b'id = "north"\nversion = "1"\ndates = "D/M/Y"\n[table.levels.values]\nlevel = { H = "high" }\n'
    >>> declared = declared_by(text, "north.toml")
    >>> declared.dates, declared.of("levels").values["level"]["H"]
    ('D/M/Y', 'high')
    """
    try:
        taken = from_bytes(content, name, begins="a mapping begins with id and version")
    except RulebookLoadError as error:
        raise MappingError(name, error.problems) from None
    problems = Problems()
    written: _Written = read(_Written, taken.data, "", problems)
    if problems.found:
        raise MappingError(name, problems.found)
    return Declared(
        dates=written.dates,
        serials=written.serials,
        encoding=written.encoding,
        names=Names(
            id=written.id,
            version=written.version,
            sha256=taken.sha256,
            tables={name: _names(name, table) for name, table in written.table.items()},
            nulls=frozenset(written.nulls),
        ),
    )


def _names(name: str, table: _Table) -> TableNames:
    columns = {_field(name, ours): theirs for ours, theirs in table.columns.items()}
    return TableNames(
        file=None if table.file is None else _file_of(name, table),
        columns=columns,
        values=table.values,
        nulls=frozenset(table.nulls),
        dates=table.dates,
        ignored=frozenset(table.ignore),
    )


def _file_of(name: str, table: _Table) -> str:
    file = name if table.file is None else table.file
    return file[: -len(".csv")] if file.lower().endswith(".csv") else file


# ── what makes no sense ─────────────────────────────────────────────────────────────────────────────────────────────


def _unless_sound(key: str, make: Callable[[], object]) -> Iterator[tuple[str, str]]:
    try:
        make()
    except RegisterError as error:
        yield key, str(error).partition(": ")[2]


def _form(path: str, form: str | None) -> Iterator[tuple[str, str]]:
    if form is not None:
        try:
            check_form(form)
        except InvalidDateError as error:
            yield path, error.message


def _null_faults(path: str, nulls: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    for number, word in enumerate(nulls, start=1):
        if word is not None and trimmed(word) != word:  # None: what could not be read
            yield path, f"word {number} has blanks around it, and cells are compared without"


def _field(table: str, name: str) -> str:
    # The id of an offender may be called either here, as in the file itself.
    return "id" if table == OFFENDERS and name == "offender_id" else name


def _table_faults(name: str, table: _Table, path: str, nulls: set[str], cells: Declared) -> Iterator[tuple[str, str]]:
    yield from _form(step(path, "dates"), table.dates)
    yield from _null_faults(step(path, "nulls"), table.nulls)
    if not _file_of(name, table).strip():
        yield step(path, "file"), "empty; write the name of a file in the folder"
    known = known_names(name)
    taken: dict[str, str] = {}
    for ours, theirs in table.columns.items():
        here = step(path, "columns", ours)
        if ours not in known:
            yield here, f"no field of this table; {nearest(ours, known)}"
        elif _field(name, ours) != ours and "id" in table.columns:
            yield here, "the same field as id; give one of them"
        if not normal_name(theirs):
            yield here, "empty; write the name of a column"
        first = taken.setdefault(normal_name(theirs), ours)
        if first != ours:
            yield here, f"taken from the column that {first} is taken from; each field needs its own"
    for theirs in filter(None, table.ignore):
        if normal_name(theirs) in taken:
            yield step(path, "ignore"), f"the column that {taken[normal_name(theirs)]} is taken from"
    for ours, words in table.values.items():
        yield from _value_faults(name, ours, words, step(path, "values", ours), nulls, cells)


def _value_faults(
    table: str, name: str, words: Mapping[str, str], path: str, nulls: Iterable[str], cells: Declared
) -> Iterator[tuple[str, str]]:
    objects = {nested for nested, _ in shape(TABLES[table]).nested}
    fields = known_names(table) - {"id", LINK} - objects
    if name not in fields:
        yield path, f"no field whose words can be renamed; {nearest(name, fields)}"
        return
    cell, lists = readers(TABLES[table], cells)[name], list_names(TABLES[table])
    for number, (theirs, ours) in enumerate(words.items(), start=1):
        if not theirs or trimmed(theirs) != theirs:
            yield path, f"word {number} is empty or has blanks around it, and cells are compared without"
        if theirs in nulls:
            yield path, f"word {number} is a null word, too; say one thing of it"
        if not trimmed(ours):
            misfit: str | None = "nothing; make it a null word"
        elif name in lists and "|" in ours:
            misfit = "one item of a list becomes one; no | parts it"
        else:
            misfit = _misfit(table, name, ours, cell)
        if misfit is not None:
            yield path, f"word {number} becomes what the field does not take: {misfit}"


def _misfit(table: str, name: str, text: str, cell: Read) -> str | None:
    """Return why what a word becomes is no value of a field; None if it is one."""
    try:
        # As it will be read: its blanks and an apostrophe are no longer taken off then.
        value = cell(text, False)
    except MisfitError as misfit:
        return misfit.hint
    probe = {"id": "probe", name: value}
    found = Offender.from_dict(probe if table == OFFENDERS else {"id": "probe", table: [probe]})
    return next((fault.hint or fault.kind for fault in found.faults), None)
