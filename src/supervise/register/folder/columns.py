"""The head of a file of the folder: which cell of a row is which field, told by the names in its first row."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import field, frozen

from supervise.errors import RegisterError
from supervise.model import ARRAYS, Offender
from supervise.model.faults import Note
from supervise.model.forms import normal_id
from supervise.model.structure import shape, shown
from supervise.model.words import name_meant
from supervise.register.folder.layout import Absent, TableFit, absent
from supervise.register.folder.naming import AS_THEY_STAND, TableNames

__all__ = ["LINK", "OFFENDERS", "TABLES", "Columns", "columns_named", "columns_of", "known_names", "normal_name"]

OFFENDERS: Final = "offenders"
#: The column that says whose row it is.
LINK: Final = "offender_id"

#: The files of a folder in their order, without `.csv`, each with the class whose fields are its columns.
TABLES: Final[dict[str, Any]] = {OFFENDERS: Offender, **ARRAYS}

# The first that fits best: names hold none of them.
_DELIMITERS: Final = (",", ";", "\t")
# Some spreadsheets write a line for themselves above the names.
_HINT_LINE: Final = re.compile(r"sep=([,;\t])\s*")


@frozen
class Columns:
    """Where the fields of one file are."""

    delimiter: str
    names: tuple[str, ...] = field(metadata={"doc": "Of all columns as they stand."})
    fields: tuple[tuple[int, str], ...] = field(metadata={"doc": "Place and name of those that are read."})
    link: int = field(metadata={"doc": "Place of the id of the offender; -1 if it is absent."})
    unnamed: tuple[int, ...] = field(metadata={"doc": "Places without a name."})
    notes: tuple[Note, ...] = field(metadata={"doc": "What is not known among them."})
    nulls: frozenset[str] = field(
        default=frozenset(), metadata={"doc": "Words that say that nothing is known, not whose row it is either."}
    )
    absent: tuple[Absent, ...] = field(
        default=(), metadata={"doc": "What should be among them and is not: without it no row is read."}
    )

    def name_at(self, place: int) -> str:
        """Return the name of a column as it is shown in messages.

        >>> Columns(",", ("id", "Smith, J."), ((0, "id"),), 0, (), ()).name_at(1)
        '?'
        """
        return shown(normal_name(self.names[place])) if 0 <= place < len(self.names) else "?"

    def fit(self, table: str, file: str) -> TableFit:
        """Return which field of a table each column is."""
        taken = [*self.fields, (self.link, LINK)] if table != OFFENDERS and self.link >= 0 else self.fields
        return TableFit(table, file, tuple(sorted((name, self.name_at(at)) for at, name in taken)))


def known_names(table: str) -> frozenset[str]:
    """Return the names that columns of a file may have.

    >>> "born_on" in known_names("offenders"), "visits" in known_names("offenders"), "on" in known_names("visits")
    (True, False, True)
    """
    known = shape(TABLES[table]).known
    return (known - set(ARRAYS) if table == OFFENDERS else known) | {LINK}


def is_hint(line: str) -> str | None:
    r"""Return the separator that a line such as `sep=;` names; None if it is none.

    >>> is_hint("sep=;\r\n"), is_hint("id,team")
    (';', None)
    """
    found = _HINT_LINE.fullmatch(line)
    return found[1] if found else None


def columns_of(
    text: str,
    *,
    table: str,
    file: str,
    line: int,
    delimiter: str | None = None,
    names: TableNames = AS_THEY_STAND,
) -> Columns:
    """Return the columns that the first row of a file names.

    `names` says what they are called there. That the ids have no column, or that there is none that `names` speaks of,
    is told by `absent`. RegisterError is raised if a name occurs twice.

    >>> columns = columns_of("ID;Born on;sx", table="offenders", file="offenders.csv", line=1)
    >>> columns.delimiter, columns.fields, [note.path for note in columns.notes]
    (';', ((0, 'id'), (1, 'born_on')), ['sx'])
    """
    known = known_names(table)
    if "\r" in text.rstrip("\r\n"):
        raise RegisterError(f"{file}:{line}: lines end in a carriage return alone; save with LF or CRLF")
    wanted = _DELIMITERS if delimiter is None else (delimiter,)
    ours = _in_our_words(names)
    try:
        delimiter = max(wanted, key=lambda one: len(known.intersection(map(ours, _cells(text, one)))))
        cells = _cells(text, delimiter)
    except csv.Error:  # a cell of more characters than the csv module takes
        raise RegisterError(f"{file}:{line}: a name of a column is too long; is it a table in CSV?") from None
    if any("\n" in name for name in cells):
        raise RegisterError(f"{file}:{line}: a quote in the row of names is not closed, or a name has two lines")
    return columns_named(cells, table=table, file=file, line=line, names=names, delimiter=delimiter)


def columns_named(
    cells: Sequence[str],
    *,
    table: str,
    file: str,
    line: int | None = None,
    names: TableNames = AS_THEY_STAND,
    delimiter: str = "",
) -> Columns:
    """Return the columns that have these names, in their order; errors are those of `columns_of`.

    >>> columns_named(["ID", "Born on"], table="offenders", file="offenders").fields
    ((0, 'id'), (1, 'born_on'))
    """
    where = file if line is None else f"{file}:{line}"
    ours = _in_our_words(names)
    normal = [ours(cell) for cell in cells]
    _refuse_twins(normal, table, where)
    if table == OFFENDERS and LINK in normal:
        normal[normal.index(LINK)] = "id"
    link = "id" if table == OFFENDERS else LINK
    known = known_names(table)
    # The first line of a file may be a row of somebody's: where no name of it is known, none is shown.
    is_row = line is not None and any(normal) and known.isdisjoint(normal)
    return Columns(
        delimiter,
        tuple(cells),
        tuple((at, name) for at, name in enumerate(normal) if name in known and name != LINK),
        normal.index(link) if link in normal else -1,
        tuple(at for at, name in enumerate(normal) if not name),
        () if is_row else tuple(_unknown((name for name in normal if name not in ("", _IGNORED)), known, file, line)),
        names.nulls,
        tuple(_absent(cells, normal, table, where, names, is_row=is_row)),
    )


def _absent(
    cells: Sequence[str], normal: Sequence[str], table: str, where: str, names: TableNames, *, is_row: bool
) -> Iterator[Absent]:
    """Yield each column that `names` speaks of and that is not there, and each without which no row can be told apart.

    `normal` are the cells in our words. Of what may be a row of somebody's (`is_row`) nothing is shown.
    """
    known, there = known_names(table), set(map(normal_name, cells))
    nor = ", nor any that is known; the first row names them" if is_row else ""
    # What nobody takes, and may be shown.
    free = [] if is_row else [name for name in normal if name not in known and shown(name) == name]
    for name, theirs in names.columns.items():
        if normal_name(theirs) not in there:
            what = f"the mapping takes it from {theirs}, and there is no such column{nor}"
            yield absent(where, name, what, wanted=theirs, free=free)
    for name in ("id",) if table == OFFENDERS else (LINK, "id"):
        said = {"id", LINK} if table == OFFENDERS else {name}
        if name not in normal and said.isdisjoint(names.columns):
            what = f"there is no such column{nor or ', and no row can be told apart'}"
            yield absent(where, name, what, wanted=name, free=free)


# No name of a column in its normal form is this one: a hyphen becomes an underscore.
_IGNORED: Final = "-"


def _in_our_words(names: TableNames) -> Callable[[str], str]:
    """Return what gives a column its name in the format, in its normal form."""
    said = {normal_name(theirs): name for name, theirs in names.columns.items()}
    said |= dict.fromkeys(map(normal_name, names.ignored), _IGNORED)

    def ours(name: str) -> str:
        normal = normal_name(name)
        return said.get(normal, normal)

    return ours


def _refuse_twins(normal: list[str], table: str, where: str) -> None:
    """Raise RegisterError for two columns that are one."""
    for name in known_names(table):
        if normal.count(name) > 1:
            raise RegisterError(f"{where}: {name}: two columns have this name; each once")
    if table == OFFENDERS and LINK in normal and "id" in normal:
        raise RegisterError(f"{where}: {LINK}: this column and id are the same; give one of them")


def _unknown(names: Iterable[str], known: frozenset[str], file: str, line: int | None) -> Iterable[Note]:
    for name in dict.fromkeys(names):
        if name not in known:
            near = name_meant(name, known)
            hint = f"nearest known name: {near}" if near else None
            yield Note(file=file, line=line, path=shown(name), kind="unknown column", hint=hint)


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text], delimiter=delimiter), [])


def normal_name(name: str) -> str:
    r"""Return a name of a column in the form in which names are compared.

    Capitals, blanks and hyphens do not count, nor whether an accent is a sign of its own.

    >>> normal_name(" Offender ID "), normal_name("E\u0301quipe") == normal_name("\u00c9quipe")
    ('offender_id', True)
    """
    return re.sub(r"[\s-]+", "_", normal_id(name).removeprefix("'").lower())
