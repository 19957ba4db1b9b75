"""`supervise cases`: worked cases, run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from supervise.cases import Case, Result, run_case
from supervise.cases.case import cases_in
from supervise.cases.doubting import doubts_of
from supervise.cli import options
from supervise.cli.display import say
from supervise.cli.failing import FOUND, NOT_RUN, SET_ASIDE
from supervise.cli.helping import example
from supervise.conformance import load_suite
from supervise.errors import RegisterError
from supervise.report.explaining import explain
from supervise.report.printable import printable
from supervise.report.why import why

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

    Only what a case expects is compared. One that fails shows both sides, and explains what differs. Exit code 1 if
    one fails, 2 if one is no case; the others are run. 3 if facts of one were set aside.
    """
    if not files and not builtin:
        raise click.UsageError("name a file of cases, or give --builtin")
    failed = unusable = ran = set_aside = 0
    ids: set[tuple[int, str]] = set()
    told: dict[str, str] = {}
    for place, file, case in _given(files, builtin=builtin):
        if isinstance(case, RegisterError):
            unusable += 1
            say(str(case))
            continue
        ran += 1
        result = run_case(case)
        failed += not result.passed
        set_aside += result.review is not None and result.review.incomplete
        if (place, case.id) in ids:
            say(f"{file}: {case.id}: the id of an earlier case, too; give each its own")
        ids.add((place, case.id))
        _tell(file, result, told, explained=explained, own=place >= 0)
    more = f", not run {unusable}" if unusable else ""
    click.echo(f"cases {ran + unusable}, passed {ran - failed}, failed {failed}{more}")
    if unusable:
        context.exit(NOT_RUN)
    context.exit(SET_ASIDE if set_aside else FOUND if failed else 0)


def _tell(file: str, result: Result, told: dict[str, str], *, explained: bool, own: bool) -> None:
    """Print where something else came out, and why what a case is about is as it is."""
    name = f"{printable(file)}: {printable(result.id)}"
    for slip in result.slips if own else ():
        # What the suite expects of no rule is meant so, and nobody here can mend it.
        click.echo(f"{name}: {printable(slip)}", err=True)
    if result.passed:
        return
    click.echo(f"{name} fails")
    for difference in result.differences:
        for line in _once(difference, name, told):
            click.echo(f"  {printable(line)}")
    for doubt in doubts_of(result):
        click.echo(f"  of the book: {printable(doubt)}")
    if result.review is not None:
        text = explain(result.review).text() if explained else why(result.review, *result.concerned)
        if text:
            click.echo(f"\n{text.rstrip()}\n")


def _once(difference: str, name: str, told: dict[str, str]) -> list[str]:
    """Return the lines of a difference; of a list of problems that was told before, where that was.

    Every case of a file may hold the same rulebook, and every problem of it.
    """
    first, *problems = difference.splitlines()
    if not problems or told.setdefault(difference, name) == name:
        return [first, *problems]
    return [f"{first}, the same as those of {told[difference]}"]


def _given(files: tuple[Path, ...], *, builtin: bool) -> Iterator[tuple[int, str, Case | RegisterError]]:
    """Yield each case of each file, or what is wrong with it, with the number and the name of the file.

    Those of the suite come first, with numbers below 0: files of one name are told apart, from each other and from it.
    """
    if builtin:
        suite = load_suite()
        click.echo(f"conformance suite {suite.version}", err=True)
        for place, each in enumerate(suite.files, start=-len(suite.files)):
            yield from ((place, each.name, case) for case in each.cases())
    for place, file in enumerate(files):
        yield from ((place, file.name, case) for case in cases_in(file))
