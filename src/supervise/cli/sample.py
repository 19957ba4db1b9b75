"""`supervise sample`: a register of people who do not exist."""

from __future__ import annotations

import codecs
import datetime as dt
from pathlib import Path

import click

from supervise.cli import options
from supervise.cli.helping import example
from supervise.cli.placing import destination
from supervise.cli.today import day_or_today
from supervise.register import write_folder
from supervise.sample import generate, write_jsonl

__all__ = ["command"]


@click.command(
    "sample",
    epilog=example("supervise sample --offenders 100 --seed 1 --as-of 2026-06-30 --output register.jsonl"),
)
@click.option("--offenders", type=click.IntRange(min=0), required=True, help="How many.")
@click.option("--seed", type=int, required=True, help="The same number gives the same register.")
@options.day("--as-of", help="The day histories lead up to. Default: the local day, printed.")
@click.option(
    "--dirty", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Share of records with a fault put in."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="A file of JSON Lines, or a new folder of CSV files (with --output).",
)
@options.output
def command(*, offenders: int, seed: int, as_of: dt.date | None, dirty: float, form: str, output: Path | None) -> None:
    """Write a register of people who do not exist.

    Every id begins with "synthetic". The same numbers and day give the same bytes on every machine.
    """
    day = day_or_today(as_of)
    try:
        records = generate(offenders, seed, day, dirty=dirty)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form == "csv":
        if output is None:
            raise click.UsageError("CSV is a folder of files: say where with --output")
        write_folder(output, records)
        return
    with destination(output) as target:
        write_jsonl(codecs.getwriter("ascii")(target), records)
