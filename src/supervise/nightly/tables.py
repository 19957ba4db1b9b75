"""The tables of a ledger, and how an older ledger becomes one of today.

Rows are added and never changed: what is the case now is the last that was said. Only `purge` takes rows away.
Nothing in a row names a person but by id, and no text of a record is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Final

from attrs import frozen

from supervise.errors import LedgerError, MissingExtraError

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData, Table

__all__ = ["MIGRATIONS", "Tables", "migrate", "sqlalchemy", "tables"]


@cache
def sqlalchemy() -> ModuleType:
    """Return SQLAlchemy; MissingExtraError naming the extra if it is not installed."""
    try:
        import sqlalchemy as found
    except ImportError:
        message = "the ledger of a nightly job needs SQLAlchemy: pip install 'supervise-schedules[sql]'"
        raise MissingExtraError(message) from None
    return found


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

    def table(name: str, *columns: object) -> Table:
        made: Table = sa.Table(f"supervise_{name}", every, *columns)
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
        person=table("person", key(), row(), text("offender", index=True), text("change")),
        # What one judging of an offender gave, as JSON; written only when it was judged anew.
        held=table("held", key(), row(), text("offender", index=True), text("digest"), text("basis"), text("held")),
        flag=table(
            "flag",
            key(),
            row(),
            text("identity", index=True),
            text("scope"),
            text("offender", nullable=True, index=True),
            text("change"),
            text("why", nullable=True),
            text("code"),
            text("severity"),
            text("rule", nullable=True),
            text("key"),
            sa.Column("since", sa.Date, nullable=True),
        ),
        duty=table(
            "duty",
            key(),
            row(),
            text("offender", index=True),
            text("duty"),
            text("change"),
            sa.Column("due", sa.Date, nullable=False),
            text("owed_by"),
        ),
        waiver=table("waiver", key(), row(), text("waiver"), text("change"), text("given")),
    )


def _first(connection: Connection) -> None:
    tables().all.create_all(connection)


#: What makes a ledger of each version one of the next; the first makes one of nothing.
MIGRATIONS: Final[list[Callable[[Connection], None]]] = [_first]


def migrate(connection: Connection) -> None:
    """Bring a ledger forward to the version of today; LedgerError for one that a newer library wrote."""
    sa, version = sqlalchemy(), tables().version
    known = 0
    if sa.inspect(connection).has_table(version.name):
        known = connection.execute(sa.select(sa.func.max(version.c.version))).scalar() or 0
    if known > len(MIGRATIONS):
        raise LedgerError("the ledger was written by a newer version of supervise; use that, or a newer one")
    for number, step in enumerate(MIGRATIONS[known:], start=known + 1):
        step(connection)
        connection.execute(sa.insert(version).values(version=number))
