"""`supervise register check`: does a mapping fit what a records system exports?"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from supervise.cli import options
from supervise.cli.display import show
from supervise.cli.failing import FOUND, SET_ASIDE
from supervise.cli.helping import example
from supervise.cli.inputs import BookNamed
from supervise.errors import MappingError
from supervise.register.choosing import Place
from supervise.register.fitting import fit
from supervise.register.folder.mapping import read_mapping
from supervise.report.fitting import fit_lines
from supervise.report.printable import printable

__all__ = ["check"]


@click.command("check", epilog=example("supervise register check mapping.toml exported"))
@click.argument("mapping", type=options.FILE)
@options.place("sample")
@options.book
@click.pass_context
def check(context: click.Context, *, mapping: Path, sample: Place, book: BookNamed) -> None:
    """Say how far a mapping fits a folder of CSV files, a database or a Parquet file.

    Each field with the column it is read from; columns and files that nobody reads; and what is not taken, by column
    and kind, with the first line and a hint, never a value. Where files, tables or columns that the mapping names are
    not there, all of them with the nearest name there is; no record is read then. The rulebook says which words a level
    of risk may be. Exit code 1 if the mapping itself has a fault, each of which is named; 3 if something in the sample
    does not fit or is not there.
    """
    try:
        declared = read_mapping(mapping)
    except MappingError as error:
        click.echo("\n".join(printable(line) for line in str(error).splitlines()))
        context.exit(FOUND)
    found = fit(sample, declared, book.load().levels.scale)
    show(partial(fit_lines, declared, found))
    context.exit(0 if found.is_whole else SET_ASIDE)
