"""`supervise sample`: a register of people who do not exist."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supervise.cli import options
from supervise.cli.failing import Failure, named
from supervise.cli.helping import examples
from supervise.cli.inputs import load_book
from supervise.cli.placing import destination
from supervise.cli.today import day_or_today
from supervise.register import write_folder
from supervise.sample import Planted, generate, generate_supervised, staff, write_jsonl, write_workforce

if TYPE_CHECKING:
    from supervise.sample.writing import TextSink

__all__ = ["command"]


@click.command(
    "sample",
    epilog=examples(
        (
            "With officers:",
            "supervise sample --offenders 700 --seed 1 --output register.jsonl --workforce officers.json",
        ),
        (
            "For a book of contacts in supervision:",
            "supervise sample --offenders 60 --seed 1 --contacts contacts-months@2026.1 --output supervised.jsonl",
        ),
    ),
)
@click.option("--offenders", type=click.IntRange(min=0), required=True, help="How many.")
@click.option("--seed", type=int, required=True, help="The same number gives the same register.")
@options.day("--as-of", help="The day histories lead up to. Default: the local day, printed.")
@click.option(
    "--dirty",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of records with a fault planted: one for each check in turn, and faults for which parts are set aside.",
)
@click.option(
    "--contacts",
    metavar="REF|FILE",
    help="People in supervision and the contacts with them, of the levels of this book, such as contacts-days@2026.1.",
)
@click.option("--planted", type=options.FILE, help="Write to this file what was planted: JSON Lines.")
@click.option("--workforce", type=options.FILE, help="Write to this file the officers who appear in the register.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="A file of JSON Lines, or a new folder of CSV files (with --output).",
)
@options.output
def command(
    *,
    offenders: int,
    seed: int,
    as_of: dt.date | None,
    dirty: float,
    contacts: str | None,
    planted: Path | None,
    workforce: Path | None,
    form: str,
    output: Path | None,
) -> None:
    """Write a register of people who do not exist.

    Every id begins with "synthetic". The same numbers and day give the same bytes on every machine. Records are in
    order unless --dirty says otherwise; people are late in them as they are in life.
    """
    day = day_or_today(as_of)
    _refuse_same(output, planted, workforce)
    if contacts is not None and (dirty or planted is not None):
        raise click.UsageError("--dirty and --planted go without --contacts: they are for the duties of registration")
    found: list[Planted] = []
    try:
        if contacts is None:
            records = generate(offenders, seed, day, dirty=dirty, on_planted=found.append)
        else:
            records = generate_supervised(offenders, seed, day, levels=load_book(contacts).levels.scale)
        officers = staff(offenders, seed, day, dirty=dirty)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with ExitStack() as files:
        _write(files, output, form, records)
        if planted is not None:
            write_jsonl(files.enter_context(_text(planted)), (each.row() for each in found))
        if workforce is not None:
            write_workforce(files.enter_context(_text(workforce)), officers)


def _write(files: ExitStack, output: Path | None, form: str, records: Iterable[dict[str, Any]]) -> None:
    if form == "jsonl":
        write_jsonl(files.enter_context(_text(output)), records)
    elif output is None:
        raise click.UsageError("CSV is a folder of files: say where with --output")
    else:
        with named(output.name):
            write_folder(output, records)


@contextmanager
def _text(output: Path | None) -> Iterator[TextSink]:
    with destination(output) as target:
        yield codecs.getwriter("ascii")(target)


def _refuse_same(*outputs: Path | None) -> None:
    given = [each.absolute() for each in outputs if each is not None]
    if len(set(given)) < len(given):
        raise Failure("--output, --planted and --workforce: give each a file of its own")
