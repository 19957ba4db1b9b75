"""The tables of a database that a register is read from: which they are there, and which column is which field."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from supervise.errors import RegisterError
from supervise.model.faults import Note
from supervise.model.words import nearest
from supervise.register.folder.cells import Declared
from supervise.register.folder.columns import OFFENDERS, TABLES, Columns, columns_named
from supervise.register.folder.layout import Absent, absent, refuse_absent
from supervise.register.sql.database import sqlalchemy

if TYPE_CHECKING:
    from sqlalchemy import Connection, Inspector, Select

__all__ = ["OWN", "SqlTable", "looked_for", "ordered", "tables_of"]

#: How the tables begin that the library writes: none of them is part of a register.
OWN: Final = "supervise_"

_SHOWN: Final = re.compile(r"[A-Za-z0-9_.-]{1,40}")

#: Selected as text: an id that looks like one everywhere else, too.
_AS_TEXT: Final = ("Uuid",)
# A database without types of its own keeps these as text or numbers; their declaration says what is meant.
_DECLARED: Final = {"sqlite": ("Boolean", "DateTime", "Date", "JSON"), "postgresql": _AS_TEXT}


@frozen
class SqlTable:
    """One table of a register."""

    name: str = field(metadata={"doc": "Of the array, or `offenders`."})
    file: str = field(metadata={"doc": "Name of the table as it is shown."})
    schema: str | None
    table: str = field(metadata={"doc": "Its name there."})
    columns: Columns
    declared: tuple[str, ...] = field(
        metadata={
            "doc": "Of each column read: what it is declared as where the database does not keep to it, or blank."
        }
    )


def tables_of(connection: Connection, declared: Declared, database: str) -> tuple[list[SqlTable], list[Note]]:
    """Return the tables that are there, `offenders` first, and what was noticed about tables and columns.

    RegisterError is raised if there are no offenders, or if there is not what a mapping speaks of.
    """
    found, notes, not_there = looked_for(connection, declared)
    refuse_absent(not_there, database, mapped=declared.names is not None)
    return found, notes


def looked_for(connection: Connection, declared: Declared) -> tuple[list[SqlTable], list[Note], list[Absent]]:
    """Return the same, and what is not there: a table or a column that a mapping names, or that must be there."""
    inspector: Inspector = sqlalchemy().inspect(connection)
    here = _relations(inspector, None)
    found: list[SqlTable] = []
    notes: list[Note] = []
    columns: list[Absent] = []
    missing: dict[str, str] = {}
    for name in TABLES:
        theirs = declared.of(name).wanted(name)
        place = _place(inspector, here, theirs or name)
        if place is not None:
            found.append(_table(inspector, name, *place, declared))
            notes += found[-1].columns.notes
            columns += found[-1].columns.absent
        elif theirs is not None:
            missing[theirs] = f"the mapping takes {name} from {theirs}, and there is no such table"
        elif name == OFFENDERS:
            missing[name] = f"a database that is a register has a table {OFFENDERS}; there is none here"
    taken = {table.table for table in found}
    free = [name for name in here if name not in taken and _shown(name) == name]
    tables = [absent("", "", what, wanted=wanted, free=free) for wanted, what in missing.items()]
    return found, [*_strangers(here, found), *notes], [*tables, *columns]


def _relations(inspector: Inspector, schema: str | None) -> list[str]:
    """Return the names of tables and views."""
    views = inspector.get_view_names(schema)
    if inspector.dialect.name == "postgresql":
        views = [*views, *inspector.get_materialized_view_names(schema)]
    return sorted({*inspector.get_table_names(schema), *views})


def _place(inspector: Inspector, here: list[str], wanted: str) -> tuple[str | None, str] | None:
    """Return schema and name of a table; `schema.table` is looked for if nothing is called so as a whole."""
    table = _named(here, wanted)
    if table is not None:
        return None, table
    schema, dot, rest = wanted.partition(".")
    inside = _named(_relations(inspector, schema), rest) if dot and schema in inspector.get_schema_names() else None
    return None if inside is None else (schema, inside)


def _named(names: list[str], wanted: str) -> str | None:
    found = [name for name in names if name.lower() == wanted.lower()]
    if wanted in found:
        return wanted
    if len(found) > 1:
        raise RegisterError(f"{_shown(wanted)}: two tables differ only in capitals; name one in a mapping")
    return found[0] if found else None


def _shown(name: str) -> str:
    return name if _SHOWN.fullmatch(name) else "?"


def _strangers(here: list[str], found: list[SqlTable]) -> Iterator[Note]:
    """Yield a note on each table that is called nearly as one of a register: it may have been meant."""
    taken = {table.table for table in found if table.schema is None}
    for name in here:
        near = nearest(name, TABLES) if name not in taken and not name.startswith(OWN) else None
        if near is not None:
            yield Note(file=_shown(name), kind="unknown table", hint=f"nearest known name: {near}")


def _table(inspector: Inspector, name: str, schema: str | None, table: str, declared: Declared) -> SqlTable:
    with warnings.catch_warnings():
        # Columns of types that SQLAlchemy does not know are read all the same, as the driver gives them.
        warnings.simplefilter("ignore")
        about = inspector.get_columns(table, schema)
    columns = columns_named([each["name"] for each in about], table=name, file=_shown(table), names=declared.of(name))
    meant = _DECLARED[inspector.dialect.name]
    kinds = [_kind(each["type"], meant) for each in about]
    return SqlTable(name, _shown(table), schema, table, columns, tuple(kinds[at] for at, _ in columns.fields))


def _kind(declared: Any, meant: tuple[str, ...]) -> str:
    types = sqlalchemy().types
    return next((name for name in meant if isinstance(declared, getattr(types, name))), "")


def ordered(table: SqlTable, dialect: str) -> Select[Any]:
    """Return the statement that selects the rows of a table: whose they are, and the columns read.

    They come in the order of the bytes of whose they are, then of their own ids, whatever the order of the database.
    """
    sa = sqlalchemy()
    names = table.columns.names
    source = sa.table(table.table, *map(sa.column, names), schema=table.schema)
    bytewise = "C" if dialect == "postgresql" else "BINARY"

    def text(name: str) -> Any:
        return sa.func.coalesce(sa.func.trim(sa.cast(source.c[name], sa.Text)), "")

    whose = text(names[table.columns.link])
    (own,) = (names[at] for at, name in table.columns.fields if name == "id")
    columns = [source.c[names[at]] for at, _ in table.columns.fields]
    kinds = zip(columns, table.declared, strict=True)
    read = [sa.cast(column, sa.Text) if kind in _AS_TEXT else column for column, kind in kinds]
    statement: Select[Any] = sa.select(whose.label(None), *read)
    return statement.order_by(whose.collate(bytewise), text(own).collate(bytewise))
