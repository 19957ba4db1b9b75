"""The tables of a ledger, and how an older ledger becomes one of today.

Rows are added and never changed: what is the case now is the last that was said. Only `purge` takes rows away, and
the step to version 3 takes out narratives that older libraries kept. Nothing in a row names a person but by id, and no
text of a record is in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from supervise.checks.copied import PR023
from supervise.errors import LedgerError
from supervise.model.forms import SKETCH
from supervise.register.sql.database import sqlalchemy

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData, Table

__all__ = ["MIGRATIONS", "Tables", "migrate", "tables"]


@frozen
class Tables:
    """The tables of a ledger of today."""

    all: MetaData
    version: Table
    run: Table
    person: Table
    held: Table
    flag: Table
    duty: Table
    waiver: Table


@cache
def tables() -> Tables:
    """Return the tables: described, not made."""
    sa = sqlalchemy()
    every = sa.MetaData()

    def text(name: str, *, nullable: bool = False, index: bool = False) -> object:
        return sa.Column(name, sa.Text, nullable=nullable, index=index)

    def table(name: str, *columns: object, about: tuple[str, ...] = ()) -> Table:
        made: Table = sa.Table(f"supervise_{name}", every, *columns)
        if about:
            # The last row about each thing is found without a look at any other, however many nights there were.
            sa.Index(f"supervise_{name}_last", *(made.c[column] for column in (*about, "run")))
        return made

    def key(name: str = "run") -> object:
        return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)

    def row() -> object:
        # Rows of a night in their order; the night is a part of the key, so that no counter of the database is needed.
        return sa.Column("row", sa.Integer, primary_key=True, autoincrement=False)

    return Tables(
        all=every,
        version=table("version", key("version")),
        # Inputs, counts and what else a night said of itself are JSON.
        run=table("run", key(), sa.Column("as_of", sa.Date, nullable=False), text("inputs"), text("counts")),
        # Who came, went missing, came back or left, and on which night.
        person=table("person", key(), row(), text("offender"), text("change"), about=("offender",)),
        # What one judging of an offender gave, as JSON; written only when it was judged anew. `record` is the hash of
        # the bytes it was read from and of the limits they were read within, null if it did not stand by itself.
        held=table(
            "held",
            key(),
            row(),
            text("offender"),
            text("digest"),
            text("basis"),
            text("held"),
            text("record", nullable=True),
            about=("offender",),
        ),
        flag=table(
            "flag",
            key(),
            row(),
            text("identity"),
            text("scope"),
            text("offender", nullable=True, index=True),
            text("change"),
            text("why", nullable=True),
            text("code"),
            text("severity"),
            text("rule", nullable=True),
            text("key"),
            sa.Column("since", sa.Date, nullable=True),
            about=("identity",),
        ),
        duty=table(
            "duty",
            key(),
            row(),
            text("offender"),
            text("duty"),
            text("change"),
            sa.Column("due", sa.Date, nullable=False),
            text("owed_by"),
            about=("offender", "duty"),
        ),
        waiver=table("waiver", key(), row(), text("waiver"), text("change"), text("given"), about=("waiver",)),
    )


def _find_the_last_quickly(connection: Connection) -> None:
    held = tables().held
    connection.exec_driver_sql(f"ALTER TABLE {held.name} ADD COLUMN record TEXT")
    for table in tables().all.sorted_tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _forget_narratives(connection: Connection) -> None:
    """Take narratives out of what is held: a text that stood in the place of a sketch was once kept word for word."""
    sa, held = sqlalchemy(), tables().held
    # Which first, and then one after the other: a ledger may hold years of nights.
    keys = sa.select(held.c.run, held.c.row).where(held.c.held.contains(f'"{PR023.code}"'))
    for run, row in connection.execute(keys).all():
        here = sa.and_(held.c.run == run, held.c.row == row)
        data = json.loads(connection.execute(sa.select(held.c.held).where(here)).scalar_one())
        parts = [part for part in data["parts"] if not _holds_narrative(*part)]
        if parts != data["parts"]:
            text = json.dumps({**data, "parts": parts}, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(held).where(here).values(held=text))


def _holds_narrative(code: str, _group: str, row: list[Any], _count: int) -> bool:
    return code == PR023.code and not SKETCH.fits(row[-1])


#: What makes a ledger of each version one of the next. A new ledger is made as it is today.
MIGRATIONS: Final[list[Callable[[Connection], None]]] = [_find_the_last_quickly, _forget_narratives]


def migrate(connection: Connection) -> None:
    """Bring a ledger forward to the version of today; LedgerError for one that a newer library wrote."""
    sa, version = sqlalchemy(), tables().version
    newest = len(MIGRATIONS) + 1
    known = 0
    if sa.inspect(connection).has_table(version.name):
        known = connection.execute(sa.select(sa.func.max(version.c.version))).scalar() or 0
    if not isinstance(known, int):
        raise LedgerError(f"the table {version.name} is none of a ledger; give the ledger a database of its own")
    if known > newest:
        raise LedgerError("the ledger was written by a newer version of supervise; use that, or a newer one")
    if not known:
        tables().all.create_all(connection)
        connection.execute(sa.insert(version).values(version=newest))
    for number in range(known, newest) if known else ():
        MIGRATIONS[number - 1](connection)
        connection.execute(sa.insert(version).values(version=number + 1))
