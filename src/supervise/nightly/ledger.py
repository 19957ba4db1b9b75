"""A ledger, opened: one writer at a time, one transaction a night.

SQLite takes the lock with the beginning of the transaction, PostgreSQL with an advisory lock of it. Either is let go by
the database when the process ends, however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from supervise.errors import LedgerError, RegisterError
from supervise.nightly.tables import migrate
from supervise.register.sql.database import Database, sqlalchemy

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["opened"]

# The name of the lock in a database that others use, too: any number that stays the same.
_LOCK: Final = 7_383_118_402_551


@contextmanager
def opened(ledger: str, *, is_url: bool) -> Iterator[Connection]:
    """Open a ledger for writing and commit at the end of the `with` block, or take everything back.

    ``ledger`` is the path of an SQLite file, made for its owner alone if there is none, or a URL.
    LedgerError is raised if it cannot be used, or if another job is writing to it.
    """
    try:
        database = Database.of(ledger) if is_url else Database.in_file(Path(ledger))
    except RegisterError as wrong:
        raise LedgerError(f"the ledger: {wrong}") from None
    with database.writing(LedgerError) as connection:
        _lock(connection, database.name)
        migrate(connection)
        yield connection


def _lock(connection: Connection, name: str) -> None:
    sa = sqlalchemy()
    if connection.dialect.name == "postgresql":
        taken = connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar()
        if not taken:
            raise LedgerError(f"{name}: another job is writing to it; wait until it has ended; nothing is written")
