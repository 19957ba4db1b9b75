"""`supervise rules`: the rulebooks there are, what one says, whether one can be used, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from supervise.cli import options
from supervise.cli.comparing import compare
from supervise.cli.display import show
from supervise.cli.failing import FOUND
from supervise.cli.helping import example
from supervise.cli.inputs import load_closed_days
from supervise.errors import RulebookLoadError
from supervise.report.book import book_lines
from supervise.report.lines import Line, wrapped
from supervise.report.printable import printable
from supervise.rules import load_rulebook, shipped_rulebooks

__all__ = ["command"]


@click.group("rules", epilog=example("supervise rules list"))
def command() -> None:
    """List, show, check or compare rulebooks."""


command.add_command(compare)


@command.command("list", epilog=example("supervise rules list"))
def list_() -> None:
    """List the shipped rulebooks.

    Each with its title, version, number of rules, assumed values and SHA-256.
    """
    show(_shipped)


def _shipped(width: int) -> Iterator[Line]:
    for ref in shipped_rulebooks():
        book = load_rulebook(ref)
        yield Line(ref, "heading")
        yield from wrapped(book.title, width, indent="  ")
        yield Line(f"  version {book.version}, {len(book.rule)} rules, {book.assumed} values assumed")
        yield Line(f"  sha256 {book.sha256}")


@command.command("show", epilog=example("supervise rules show REF --overlay own.toml"))
@click.argument("ref")
@click.option("--overlay", "overlays", type=options.FILE, multiple=True, help="A force's amendments (TOML).")
def show_(*, ref: str, overlays: tuple[Path, ...]) -> None:
    """Print a rulebook as a person reads it.

    REF is a shipped rulebook or a TOML file.
    """
    show(partial(book_lines, load_rulebook(ref, overlays=overlays)))


@command.command("check", epilog=example("supervise rules check own.toml"))
@click.argument("file", type=options.FILE)
@click.option("--overlay", "overlays", type=options.FILE, multiple=True, help="A force's amendments (TOML).")
@click.option("--calendar", metavar="REF|FILE", help="Closed days to count with.")
@click.pass_context
def check(context: click.Context, *, file: Path, overlays: tuple[Path, ...], calendar: str | None) -> None:
    """Name every problem of a rulebook.

    Its amendments are loaded with it. Exit code 1 if there is a problem.
    """
    try:
        closed = None if calendar is None else load_closed_days(calendar)
        book = load_rulebook(str(file), overlays=overlays, calendar=closed)
    except RulebookLoadError as error:
        click.echo("\n".join(printable(line) for line in str(error).splitlines()))
        context.exit(FOUND)
    click.echo(f"{book.ref}: no problem; {len(book.rule)} rules, {book.assumed} values assumed, sha256 {book.sha256}")
