"""Registers written to the tables of a database, as text or with the types that a database has."""

import datetime as dt

import attrs
import pytest

from supervise.model import ARRAYS
from supervise.model.facts import json_name
from supervise.model.forms import without_none
from supervise.register.folder.cells import Declared, cell_of, readers
from supervise.register.folder.columns import LINK, OFFENDERS, TABLES

sa = pytest.importorskip("sqlalchemy")


def rows_of(records):
    """The rows of each table, in no order."""
    tables = {OFFENDERS: []}
    for record in reversed(records):
        tables[OFFENDERS].append({name: value for name, value in record.items() if name not in ARRAYS})
        for name in ARRAYS:
            for fact in reversed(record.get(name, ())):
                tables.setdefault(name, []).append({LINK: record.get("id"), **fact})
    return tables


def kind_of(table, name):
    """The type that a column has where there are types."""
    kinds = {json_name(part.name): without_none(part.type)[0] for part in attrs.fields(TABLES[table])}
    kind = kinds.get(name)
    if kind is dt.date:
        return sa.Date
    if kind is bool:
        return sa.Boolean
    if table == "mappa" and name in ("category", "level"):
        return sa.Integer
    return sa.Text


def value_of(table, name, value, kind):
    """The value to be written: a cell of CSV, or what the type of the column holds."""
    if value is None or kind in (sa.Boolean, sa.Integer):
        return value
    if kind is sa.Date:
        return dt.date.fromisoformat(value)
    return cell_of(value, readers(TABLES[table], Declared()).get(name, lambda text, _: text))


def write_tables(engine, records, *, typed=False):
    """Make the tables of a register and fill them."""
    metadata = sa.MetaData()
    rows = rows_of(records)
    filled = []
    for table, held in rows.items():
        names = dict.fromkeys([*([LINK] if table != OFFENDERS else []), "id", *(name for row in held for name in row)])
        kinds = {name: kind_of(table, name) if typed else sa.Text for name in names}
        made = sa.Table(table, metadata, *(sa.Column(name, kind) for name, kind in kinds.items()))
        filled.append(
            (made, [{name: value_of(table, name, row.get(name), kinds[name]) for name in names} for row in held])
        )
    metadata.create_all(engine)
    with engine.begin() as connection:
        for made, held in filled:
            if held:
                connection.execute(made.insert(), held)
    engine.dispose()


def sqlite_of(path, records, **more):
    """A register in an SQLite file; its URL."""
    url = f"sqlite:///{path}"
    write_tables(sa.create_engine(url), records, **more)
    return url


def tables_in(path, statements):
    """An SQLite file made by statements; its URL."""
    url = f"sqlite:///{path}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for each in statements:
            connection.exec_driver_sql(each)
    engine.dispose()
    return url
