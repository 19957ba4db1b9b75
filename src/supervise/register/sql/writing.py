"""Outputs in the tables of a database: made if they are missing, and written whole or not at all.

Every output is a run with a number. What is there already, to the last row, is not written again, so that a job which
is started twice leaves one run. Nothing that was written is ever changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import Factory, define, field

from supervise.errors import OutputError
from supervise.register.sql.database import Database, sqlalchemy
from supervise.register.sql.tables import OWN
from supervise.register.tabular import Columns, Kind
from supervise.register.worklist import FLAG
from supervise.register.writing import Run, line, run_data

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

__all__ = ["SqlOutput", "sql_output"]

# The flags of a row are rows of a table of their own.
_FLAGS: Final = "raised"

# Rows that are written at a time.
_MOST: Final = 1_000

_TYPES: Final = {
    Kind.TEXT: "Text",
    Kind.DAY: "Date",
    Kind.COUNT: "Integer",
    Kind.TRUTH: "Boolean",
    Kind.TEXTS: "Text",
    Kind.DATA: "Text",
}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_READ: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    Kind.DAY: dt.date.fromisoformat,
    Kind.TEXTS: _json,
    Kind.DATA: _json,
}


@contextmanager
def sql_output(database: Database, columns: Columns, run: Run) -> Iterator[SqlOutput]:
    """Open a writer of rows for a `with` block; everything is taken back if it is left with an error.

    OutputError is raised if the database cannot be written to, or if it has tables of these names that are not ours.
    """
    kind = "review" if run.until is None else "schedule"
    with database.writing(OutputError) as connection:
        tables = _tables(kind, columns)
        for table in tables:
            table.create(connection, checkfirst=True)
            _refuse_others(connection, table, database)
        # Apart from the transaction, so that a run which turns out to be there can be taken back alone.
        with connection.begin_nested() as saved:
            output = SqlOutput.of(connection, run, columns, *tables)
            yield output
            if output.is_there:
                saved.rollback()


def _tables(kind: str, columns: Columns) -> tuple[Table, Table, Table]:
    """Return the tables of runs, of rows and of the flags on them: described, not made."""
    sa = sqlalchemy()
    every = sa.MetaData()

    def key(name: str) -> Any:
        return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)

    def text(name: str, **more: Any) -> Any:
        return sa.Column(name, sa.Text, nullable=False, **more)

    def typed(columns: Columns) -> Iterator[Any]:
        return (sa.Column(name, getattr(sa, _TYPES[kind])) for name, kind in columns.items() if name != _FLAGS)

    runs = sa.Table(
        f"{OWN}run",
        every,
        key("run"),
        text("kind"),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("known_at", sa.Date),
        sa.Column("until", sa.Date),
        text("sha256", unique=True),
        text("head"),
        text("summary"),
    )
    rows = sa.Table(f"{OWN}{kind}", every, key("run"), key("row"), *typed(columns))
    return runs, rows, sa.Table(f"{OWN}flag", every, key("run"), key("row"), key("number"), *typed(FLAG))


def _refuse_others(connection: Connection, table: Table, database: Database) -> None:
    """Raise OutputError for a table of this name with other columns."""
    there = [each["name"] for each in sqlalchemy().inspect(connection).get_columns(table.name)]
    if there != [column.name for column in table.columns]:
        message = f"the table {table.name} has other columns, as another version writes them; use another database"
        raise OutputError(f"{database.name}: {message}")


@define
class _Filling:
    """A table that is written to, and the rows that are held for it."""

    connection: Connection
    table: Table
    kinds: Columns
    held: list[dict[str, Any]] = Factory(list)

    def add(self, values: Mapping[str, Any], **key: int) -> None:
        """Take one row, by column, and the key that it is to have."""
        said = {name: _READ.get(self.kinds[name], _same)(value) for name, value in values.items() if value is not None}
        self.held.append({**dict.fromkeys(self.table.columns.keys()), **said, **key})
        if len(self.held) >= _MOST:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        if self.held:
            self.connection.execute(sqlalchemy().insert(self.table), self.held)
            self.held.clear()


@define
class SqlOutput:
    """Writes rows, some of which it holds."""

    connection: Connection
    about: Run
    runs: Table
    rows: _Filling
    flags: _Filling
    run: int = field(metadata={"doc": "The number of this run, or in the end of the one that was there already."})
    count: int = field(default=0, metadata={"doc": "Rows so far."})
    is_there: bool = field(default=False, metadata={"doc": "Whether the same, to the last row, was there already."})
    _digest: Any = field(factory=hashlib.sha256)

    @classmethod
    def of(cls, connection: Connection, about: Run, columns: Columns, runs: Table, rows: Table, flags: Table) -> Self:
        """Return the writer of the next run."""
        sa = sqlalchemy()
        last = connection.execute(sa.select(sa.func.max(runs.c.run))).scalar()
        filled = _Filling(connection, rows, columns), _Filling(connection, flags, FLAG)
        return cls(connection, about, runs, *filled, (last or 0) + 1)

    def write(self, rows: bytes) -> None:
        """Take rows, as lines of JSON."""
        self._digest.update(rows)
        for each in rows.splitlines():
            row = json.loads(each)
            self.count += 1
            raised = row.pop(_FLAGS, ())
            self.rows.add(row, run=self.run, row=self.count)
            whose = {name: row.get(name) for name in ("offender", "group")}
            for number, flag in enumerate(raised, start=1):
                self.flags.add({**whose, **flag}, run=self.run, row=self.count, number=number)

    def end(self, summary: dict[str, Any]) -> None:
        """Write what is held, and the run; or find that the run is there already."""
        sa, about, runs = sqlalchemy(), self.about, self.runs
        head, sums = line(run_data(about)), line(summary)
        self._digest.update(head + sums)
        sha256 = self._digest.hexdigest()
        same = self.connection.execute(sa.select(runs.c.run).where(runs.c.sha256 == sha256)).scalar()
        if same is not None:
            self.run, self.is_there = same, True
            return
        self.rows.flush()
        self.flags.flush()
        self.connection.execute(
            sa.insert(runs).values(
                run=self.run,
                kind=self.rows.table.name.removeprefix(OWN),
                as_of=about.as_of,
                known_at=about.known_at,
                until=about.until,
                sha256=sha256,
                head=head.decode().rstrip(),
                summary=sums.decode().rstrip(),
            )
        )


def _same(value: Any) -> Any:
    return value
