"""`supervise cases`: worked cases, run."""

from __future__ import annotations

from pathlib import Path

import click

from supervise.cases import Result, read_cases, run_cases
from supervise.cli import options
from supervise.cli.failing import FOUND
from supervise.cli.helping import example
from supervise.report.explaining import explain
from supervise.report.printable import printable

__all__ = ["command"]


@click.group("cases", epilog=example("supervise cases run own.cases.json"))
def command() -> None:
    """Run worked cases."""


@command.command("run", epilog=example("supervise cases run own.cases.json more.cases.jsonl"))
@click.argument("files", nargs=-1, required=True, type=options.FILE)
@click.option("--explain", "explained", is_flag=True, help="Explain every date of a case that fails.")
@click.pass_context
def run(context: click.Context, *, files: tuple[Path, ...], explained: bool) -> None:
    """Run the cases of some files.

    Only what a case expects is compared. Exit code 1 if one fails.
    """
    failed = ran = 0
    for file in files:
        for result in run_cases(read_cases(file)):
            ran += 1
            name = f"{printable(file.name)}: {printable(result.id)}"
            _tell_unread(name, result)
            if result.passed:
                continue
            failed += 1
            click.echo(f"{name} fails")
            for difference in result.differences:
                for line in difference.splitlines():
                    click.echo(f"  {printable(line)}")
            if explained and result.review is not None:
                click.echo(explain(result.review).text())
    click.echo(f"cases {ran}, passed {ran - failed}, failed {failed}")
    context.exit(FOUND if failed else 0)


def _tell_unread(name: str, result: Result) -> None:
    """Name what was not read: a case with a slip in its facts may pass and show nothing."""
    if result.review is not None:
        offender = result.review.schedule.offender
        for remark in (*offender.faults, *offender.notes):
            click.echo(f"{name}: {printable(str(remark))}", err=True)
