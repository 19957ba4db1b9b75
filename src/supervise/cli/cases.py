"""`supervise cases`: worked cases, run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from supervise.cases import Case, read_cases, run_cases
from supervise.cli import options
from supervise.cli.failing import FOUND
from supervise.cli.helping import example
from supervise.conformance import load_suite
from supervise.report.explaining import explain
from supervise.report.printable import printable

__all__ = ["command"]


@click.group("cases", epilog=example("supervise cases run own.cases.json"))
def command() -> None:
    """Run worked cases."""


@command.command("run", epilog=example("supervise cases run own.cases.json more.cases.jsonl"))
@click.argument("files", nargs=-1, type=options.FILE)
@click.option("--builtin", is_flag=True, help="Run the conformance suite that ships with the library.")
@click.option("--explain", "explained", is_flag=True, help="Explain every date of a case that fails.")
@click.pass_context
def run(context: click.Context, *, files: tuple[Path, ...], builtin: bool, explained: bool) -> None:
    """Run the cases of some files.

    Only what a case expects is compared. Exit code 1 if one fails.
    """
    if not files and not builtin:
        raise click.UsageError("name a file of cases, or give --builtin")
    failed = ran = 0
    for file, cases in _given(files, builtin=builtin):
        for result in run_cases(cases):
            ran += 1
            name = f"{printable(file)}: {printable(result.id)}"
            for slip in result.slips:
                click.echo(f"{name}: {printable(slip)}", err=True)
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


def _given(files: tuple[Path, ...], *, builtin: bool) -> Iterator[tuple[str, list[Case]]]:
    """Yield the cases of each file under its name, those of the suite first."""
    if builtin:
        suite = load_suite()
        click.echo(f"conformance suite {suite.version}", err=True)
        yield from ((each.name, each.cases()) for each in suite.files)
    for file in files:
        yield file.name, read_cases(file)
