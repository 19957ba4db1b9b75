"""Outputs that are tables with types: a file of Parquet, or tables of a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from supervise.cli.display import say
from supervise.cli.folding import Sink, columns_of
from supervise.cli.placing import destination, refuse_inputs
from supervise.register.choosing import Place
from supervise.register.parquet import parquet_output
from supervise.register.sql import Database
from supervise.register.sql.writing import sql_output
from supervise.register.writing import Run

__all__ = ["TABLES", "file_of", "refuse_misplaced", "table_sink"]

TABLES: Final = ("parquet", "sql")


def refuse_misplaced(form: str, output: Place | None) -> None:
    """Raise a usage error for a format that goes elsewhere than to where the output is to be."""
    if form == "sql" and not isinstance(output, Database):
        raise click.UsageError("--format sql goes with --output URL, such as sqlite:///reviews.db")
    if form != "sql" and isinstance(output, Database):
        raise click.UsageError("--output names a database; --format sql writes to one")
    if form == "parquet" and output is None:
        raise click.UsageError("--format parquet goes with --output FILE: it is nothing to read on a screen")


def file_of(output: Place | None) -> Path | None:
    """Return the file that an output is; None: it is standard output. Those of a database were refused.

    >>> file_of(None) is None
    True
    """
    return output if isinstance(output, Path) else None


@contextmanager
def table_sink(output: Place | None, run: Run, inputs: Iterable[Path]) -> Iterator[Sink]:
    """Open what writes a table; see `refuse_misplaced` for where. Errors leave nothing behind."""
    if not isinstance(output, Database):
        with destination(output, inputs) as file, parquet_output(file, columns_of(run), run) as sink:
            yield sink
        return
    if output.file is not None:
        refuse_inputs(output.file, inputs)
    with sql_output(output, columns_of(run), run) as rows:
        yield rows
    if rows.is_there:
        say(f"{output.name}: run {rows.run} is the same to the last row; nothing was written")
    else:
        say(f"{output.name}: run {rows.run}, rows {rows.count}")
