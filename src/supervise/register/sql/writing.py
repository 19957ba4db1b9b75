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
from typing import TYPE_CHECKING, Any, Final

from attrs import Factory, define, field

from supervise.errors import OutputError
from supervise.register.sql.database import Database, sqlalchemy
from supervise.register.sql.tables import OWN
from supervise.register.tabular import Columns, Kind
from supervise.register.writing import Run, line, run_data

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

__all__ = ["SqlOutput", "sql_output"]

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
        runs, rows = _tables(kind, columns)
        for table in (runs, rows):
            table.create(connection, checkfirst=True)
            _refuse_others(connection, table, database)
        # Apart from the transaction, so that a run which turns out to be there can be taken back alone.
        with connection.begin_nested() as saved:
            last = connection.execute(sqlalchemy().select(sqlalchemy().func.max(runs.c.run))).scalar()
            head = line(run_data(run))
            output = SqlOutput(connection, columns, runs, rows, (last or 0) + 1, run, head.decode().rstrip())
            output.digest.update(head)
            yield output
            if output.is_there:
                saved.rollback()


def _tables(kind: str, columns: Columns) -> tuple[Table, Table]:
    """Return the table of runs and that of the rows: described, not made."""
    sa = sqlalchemy()
    every = sa.MetaData()

    def key(name: str) -> Any:
        return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)

    def text(name: str, **more: Any) -> Any:
        return sa.Column(name, sa.Text, nullable=False, **more)

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
    typed = (sa.Column(name, getattr(sa, _TYPES[each])) for name, each in columns.items())
    return runs, sa.Table(f"{OWN}{kind}", every, key("run"), key("row"), *typed)


def _refuse_others(connection: Connection, table: Table, database: Database) -> None:
    """Raise OutputError for a table of this name with other columns."""
    there = [each["name"] for each in sqlalchemy().inspect(connection).get_columns(table.name)]
    if there != [column.name for column in table.columns]:
        message = f"the table {table.name} has other columns, as another version writes them; use another database"
        raise OutputError(f"{database.name}: {message}")


@define
class SqlOutput:
    """Writes rows, some of which it holds."""

    connection: Connection
    columns: Columns
    runs: Table
    rows: Table
    run: int = field(metadata={"doc": "The number of this run, or in the end of the one that was there already."})
    about: Run
    head: str
    held: list[dict[str, Any]] = Factory(list)
    count: int = 0
    digest: Any = field(factory=hashlib.sha256)
    is_there: bool = field(default=False, metadata={"doc": "Whether the same, to the last row, was there already."})

    def write(self, rows: bytes) -> None:
        """Take rows, as lines of JSON."""
        self.digest.update(rows)
        for each in rows.splitlines():
            self.count += 1
            row: dict[str, Any] = {**dict.fromkeys(self.columns), "run": self.run, "row": self.count}
            for name, value in json.loads(each).items():
                row[name] = _READ.get(self.columns[name], _same)(value)
            self.held.append(row)
        if len(self.held) >= _MOST:
            self._flush()

    def end(self, summary: dict[str, Any]) -> None:
        """Write what is held, and the run; or find that the run is there already."""
        sa = sqlalchemy()
        sums = line(summary)
        self.digest.update(sums)
        sha256 = self.digest.hexdigest()
        same = self.connection.execute(sa.select(self.runs.c.run).where(self.runs.c.sha256 == sha256)).scalar()
        if same is not None:
            self.run, self.is_there = same, True
            return
        self._flush()
        about = self.about
        self.connection.execute(
            sa.insert(self.runs).values(
                run=self.run,
                kind=self.rows.name.removeprefix(OWN),
                as_of=about.as_of,
                known_at=about.known_at,
                until=about.until,
                sha256=sha256,
                head=self.head,
                summary=sums.decode().rstrip(),
            )
        )

    def _flush(self) -> None:
        if self.held:
            self.connection.execute(sqlalchemy().insert(self.rows), self.held)
            self.held.clear()


def _same(value: Any) -> Any:
    return value
