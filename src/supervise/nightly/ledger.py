"""A ledger, opened: one writer at a time, one transaction a night.

SQLite takes the lock with `BEGIN IMMEDIATE`, PostgreSQL with an advisory lock of the transaction. Either is let go by
the database when the process ends, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from supervise.errors import LedgerError
from supervise.nightly.tables import migrate, sqlalchemy

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["opened"]

# The name of the lock in a database that others use, too: any number that stays the same.
_LOCK: Final = 7_383_118_402_551
_BUSY: Final = "another job is writing to the ledger; wait until it has ended"
_KINDS: Final = ("sqlite", "postgresql")


@contextmanager
def opened(ledger: str, *, is_url: bool) -> Iterator[Connection]:
    """Open a ledger for writing and commit at the end of the `with` block, or take everything back.

    ``ledger`` is the path of an SQLite file, made for its owner alone if there is none, or a URL.
    LedgerError is raised if it cannot be used, or if another job is writing to it.
    """
    sa = sqlalchemy()
    engine = _engine(ledger, is_url=is_url)
    try:
        with engine.begin() as connection:
            _lock(connection)
            migrate(connection)
            yield connection
    except sa.exc.SQLAlchemyError as error:
        raise LedgerError(_reason(error)) from None
    finally:
        engine.dispose()


def _engine(ledger: str, *, is_url: bool) -> Engine:
    sa = sqlalchemy()
    try:
        url = sa.make_url(ledger) if is_url else sa.URL.create("sqlite", database=_made(ledger))
        kind = url.get_backend_name()
        if kind not in _KINDS:
            raise LedgerError(f"the ledger: a database of another kind; use one of {', '.join(_KINDS)}")
        # A second job is told at once, not after waiting. Errors never show what was being written.
        arguments = {"timeout": 0} if kind == "sqlite" else {}
        engine: Engine = sa.create_engine(url, connect_args=arguments, hide_parameters=True, poolclass=sa.NullPool)
    except sa.exc.ArgumentError:
        raise LedgerError("the ledger: no URL of a database that can be read") from None
    except ImportError:
        raise LedgerError("the ledger: the driver that its URL names is not installed, or not whole") from None
    if kind == "sqlite":
        sa.event.listen(engine, "connect", _take_over)
        sa.event.listen(engine, "begin", _begin_to_write)
    return engine


def _made(ledger: str) -> str:
    """Return the path, of a file that is there and that its owner alone can read if it is new."""
    try:
        os.close(os.open(ledger, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError:
        name = Path(ledger).name
        raise LedgerError(f"{name}: the ledger cannot be written; is its folder there, and may it be?") from None
    return ledger


def _take_over(connection: Any, _: object) -> None:
    # Otherwise the driver begins and commits by itself, and making a table would be no part of the transaction.
    connection.isolation_level = None
    # What `purge` takes away is to be gone from the file.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_to_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _lock(connection: Connection) -> None:
    sa = sqlalchemy()
    if connection.dialect.name == "postgresql":
        taken = connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar()
        if not taken:
            raise LedgerError(_BUSY)


def _reason(error: Exception) -> str:
    """Return what is wrong in our own words: those of a driver may repeat what was being written."""
    text = str(getattr(error, "orig", ""))
    if "locked" in text:
        return _BUSY
    if "not a database" in text or "malformed" in text:
        return "the ledger is no SQLite file, or a damaged one; restore it from a backup"
    if "full" in text:
        return "the ledger: no space is left to write; the night is not recorded"
    if "readonly" in text or "unable to open" in text:
        return "the ledger: it, or its folder, may not be written; the night is not recorded"
    if "I/O" in text:
        return "the ledger: the disk reports an error, or is full; the night is not recorded"
    return "the ledger: the database reports an error, and the night is not recorded"
