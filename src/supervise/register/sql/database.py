"""A database by its URL, or as a program holds it, opened to be read or to be written to.

A URL may hold a password: it is kept out of every message, representation and traceback, and what a driver says is told
in our own words, as it may repeat the URL or a value.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import field, frozen

from supervise.errors import MissingExtraError, RegisterError, SuperviseError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["Database", "is_url", "sqlalchemy"]

_KINDS: Final = ("sqlite", "postgresql")
_SHOWN: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@cache
def sqlalchemy() -> ModuleType:
    """Return SQLAlchemy; MissingExtraError naming the extra if it is not installed."""
    try:
        import sqlalchemy as found
    except ImportError:
        message = "a database needs SQLAlchemy: pip install 'supervise-schedules[sql]'"
        raise MissingExtraError(message) from None
    return found


def is_url(text: str) -> bool:
    """Return whether a text names a database, not a file.

    >>> is_url("sqlite:///register.db"), is_url("register.jsonl")
    (True, False)
    """
    return "://" in text


@frozen
class Database:
    """A database: its name as it is shown, and how to get to it, which is never shown."""

    name: str = field(metadata={"doc": "Of the file, or of the database on its server."})
    bind: Any = field(repr=False, metadata={"doc": "A URL, an Engine or a Connection of SQLAlchemy."})

    @classmethod
    def of(cls, bind: str | Engine | Connection) -> Self:
        """Return the database that a URL names, or that an Engine or a Connection leads to.

        RegisterError is raised for what is none of these, or a database of another kind; MissingExtraError without
        SQLAlchemy.

        >>> Database.of("postgresql+psycopg://own:secret@host/cases")
        Database(name='cases')
        """
        sa = sqlalchemy()
        if isinstance(bind, str):
            try:
                bind = url = sa.make_url(bind)
            except (sa.exc.ArgumentError, ValueError):  # a ValueError: a port that is none, most often of a password
                message = "no URL of a database that can be read; write @ / : of a password as %40 %2F %3A"
                raise RegisterError(message) from None
        elif isinstance(bind, sa.Engine | sa.Connection):
            url = bind.engine.url
        else:
            raise RegisterError("a register is a path, the URL of a database, or an Engine or Connection of SQLAlchemy")
        name = Path(url.database or "").name
        name = name if _SHOWN.fullmatch(name) else "database"
        if url.get_backend_name() not in _KINDS:
            raise RegisterError(f"{name}: a database of another kind; use one of {', '.join(_KINDS)}")
        return cls(name, bind)

    @classmethod
    def in_file(cls, path: Path) -> Self:
        """Return the SQLite database of a file, which need not be there yet.

        >>> Database.in_file(Path("nights") / "ledger.sqlite")
        Database(name='ledger.sqlite')
        """
        return cls(path.name or str(path), sqlalchemy().URL.create("sqlite", database=str(path)))

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database that a URL names; None: there is none, or it is held by a program."""
        url = self.bind
        if isinstance(url, sqlalchemy().URL) and url.get_backend_name() == "sqlite" and url.database:
            return Path(url.database)
        return None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open it to be read, in one transaction that sees one state of it; a Connection is used as it stands.

        RegisterError is raised, in the middle if need be, if it cannot be read.
        """
        with self._told(RegisterError), ExitStack() as held:
            if isinstance(self.bind, sqlalchemy().Connection):
                yield self.bind
                return
            with self._found(RegisterError):
                engine = held.enter_context(self._engine(self._to_read))
                connection = held.enter_context(engine.connect())
            if connection.dialect.name == "postgresql":
                options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                connection.execution_options(**options)
            yield connection

    @contextmanager
    def writing(self, error: type[SuperviseError]) -> Iterator[Connection]:
        """Open it to be written to and commit at the end of the `with` block, or take everything back.

        The file of an SQLite database is made for its owner alone if there is none, and what is taken out of it is gone
        from its bytes. What goes wrong with the database is raised as the error given; who else writes to it is not
        waited for. A Connection is used as it stands: who holds it commits.
        """
        with self._told(error, "; nothing is written"), ExitStack() as held:
            if isinstance(self.bind, sqlalchemy().Connection):
                yield self.bind
                return
            with self._found(error):
                engine = held.enter_context(self._engine(self._to_write))
                connection = held.enter_context(engine.begin())
            yield connection

    # ── how it is opened ────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _engine(self, sqlite: Callable[[], sqlite3.Connection]) -> Iterator[Engine]:
        """Lend the engine of a program, or one that is made from the URL and ends with the block."""
        sa = sqlalchemy()
        if isinstance(self.bind, sa.Engine):
            yield self.bind
            return
        if self.bind.get_backend_name() == "sqlite":
            engine = sa.create_engine("sqlite://", creator=sqlite, poolclass=sa.NullPool, hide_parameters=True)
            # The driver would begin by itself, and not before the first change.
            begin = "BEGIN" if sqlite == self._to_read else "BEGIN IMMEDIATE"
            sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        else:
            # Some databases do not know their encoding, and drivers give bytes then.
            known = {"client_encoding": "utf8"} if self.bind.get_driver_name().startswith("psycopg") else {}
            engine = sa.create_engine(self.bind, connect_args=known, poolclass=sa.NullPool, hide_parameters=True)
        try:
            yield engine
        finally:
            engine.dispose()

    def _to_read(self) -> sqlite3.Connection:
        file = self.file
        if file is None or not file.is_file():
            raise RegisterError(f"{self.name}: cannot be read: no such file")
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        # What is no text stays visible as such, so that the one value that holds it can be named.
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        return connection

    def _to_write(self) -> sqlite3.Connection:
        if self.file is None:
            raise OSError
        os.close(os.open(self.file, os.O_WRONLY | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self.file, isolation_level=None, timeout=0)
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    @contextmanager
    def _told(self, error: type[SuperviseError], outcome: str = "") -> Iterator[None]:
        """Tell in our own words what a driver reports."""
        try:
            yield
        except sqlalchemy().exc.SQLAlchemyError as reported:
            raise error(f"{self.name}: {_reason(reported)}{outcome}") from None
        except UnicodeDecodeError:
            # What SQLite says of a damaged schema quotes its bytes, and Python's driver takes them for text.
            raise error(f"{self.name}: {_DAMAGED}{outcome}") from None

    @contextmanager
    def _found(self, error: type[SuperviseError]) -> Iterator[None]:
        """Tell that there is no way to it."""
        try:
            yield
        except IsADirectoryError:
            raise error(f"{self.name}: it is a folder; name a file in it") from None
        except OSError:
            raise error(f"{self.name}: cannot be read or written; is its folder there, and may it be?") from None
        except (ImportError, sqlalchemy().exc.NoSuchModuleError):
            raise error(f"{self.name}: the driver that its URL names is not installed, or not whole") from None


_DAMAGED: Final = "no SQLite file, or a damaged one; get a whole copy"

#: What drivers say, and what it means: the first that is found.
_REASONS: Final = (
    ("locked", "another job is writing to it; wait until it has ended"),
    ("not a database", _DAMAGED),
    ("invalid byte sequence", "a text in it is not UTF-8"),
    ("unable to open", "it cannot be opened; is its folder there, and may it be read?"),
    ("malformed", _DAMAGED),
    ("full", "no space is left to write"),
    ("i/o", "the disk reports an error, or is full"),
    ("readonly", "the database may not be written to"),
    ("permission denied", "the database does not permit it"),
    ("too large (after year", "a date or time beyond the calendar, such as infinity; leave it out by a view"),
    ("too small (before year", "a date or time before the calendar; leave it out by a view"),
    ("unique", "another job wrote at the same time; run it again"),
    ("authentication failed", "the database does not let this user in"),
    ("connection", "there is no connection to the database, or it was lost"),
    ("resolve host", "there is no connection to the database, or it was lost"),
)


def _reason(error: Exception) -> str:
    text = str(getattr(error, "orig", "")).lower()
    return next((said for sign, said in _REASONS if sign in text), "the database reports an error")
