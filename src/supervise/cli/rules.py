"""`supervise rules`: list the rulebooks, show one, check it, tell two apart, and see what one would change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import groupby, islice
from pathlib import Path

import click

from supervise.checks.unread_thresholds import misread_thresholds, unknown_duties, unread_thresholds
from supervise.cli import options
from supervise.cli.comparing import compare
from supervise.cli.display import show
from supervise.cli.failing import FOUND, STANDARD_OUTPUT, named
from supervise.cli.helping import example
from supervise.cli.inputs import load_closed_days
from supervise.errors import RulebookLoadError
from supervise.register.made import made_in_words
from supervise.register.writing import book_data
from supervise.report.book import book_lines
from supervise.report.differing import change_lines, changes_as_data
from supervise.report.lines import Line, counted, wrapped
from supervise.report.printable import printable
from supervise.rules import Rulebook, load_rulebook, shipped_rulebooks
from supervise.rules.checking import Finding, findings_of
from supervise.rules.loading import changed_release

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
        yield Line(f"  version {book.version}, {_counts(book)}")
        yield Line(f"  sha256 {book.sha256}")


def _counts(book: Rulebook) -> str:
    return f"{counted(len(book.rule), 'rule')}, {counted(book.assumed, 'value')} assumed"


@command.command("show", epilog=example("supervise rules show REF --overlay own.toml"))
@click.argument("ref")
@click.option("--overlay", "overlays", type=options.FILE, multiple=True, help="A force's amendments (TOML).")
def show_(*, ref: str, overlays: tuple[Path, ...]) -> None:
    """Print a rulebook as a person reads it.

    REF is a shipped rulebook or a TOML file.
    """
    show(partial(book_lines, load_rulebook(ref, overlays=overlays)))


@command.command("check", epilog=example("supervise rules check own.toml"))
@click.argument("book", metavar="FILE|REF")
@click.option("--overlay", "overlays", type=options.FILE, multiple=True, help="A force's amendments (TOML).")
@click.option("--calendar", metavar="REF|FILE", help="Closed days to count with.")
@click.pass_context
def check(context: click.Context, *, book: str, overlays: tuple[Path, ...], calendar: str | None) -> None:
    """Name every problem of a rulebook, and what to agree to.

    Its amendments are loaded with it. A problem is what it cannot mean, or what leaves people without a duty; a notice
    is a choice to read: how the ends of months resolve, which values no text supports. Exit code 1 if there is a
    problem.
    """
    try:
        closed = None if calendar is None else load_closed_days(calendar)
        loaded = load_rulebook(book, overlays=overlays, calendar=closed)
    except RulebookLoadError as error:
        click.echo("\n".join(printable(line) for line in str(error).splitlines()))
        context.exit(FOUND)
    slips = (*misread_thresholds(loaded), *unknown_duties(loaded))
    findings = (*_changed(book), *slips, *findings_of(loaded), *unread_thresholds(loaded))
    show(partial(_checked, loaded, findings))
    context.exit(FOUND if any(each.fault for each in findings) else 0)


def _changed(book: str) -> Iterator[Finding]:
    """Yield that a file calls itself by a name under which another book was released."""
    name = changed_release(book)
    if name is not None:
        yield Finding(
            kind="changed after its release",
            path="id, version",
            what=f"differs from the {name} that was released",
            advice="a changed book is a new version: give it another id or version",
            fault=True,
        )


def _checked(book: Rulebook, findings: tuple[Finding, ...], width: int) -> Iterator[Line]:
    faults = sum(each.fault for each in findings)
    found = "no problem" if not faults else counted(faults, "problem")
    yield Line(
        f"{book.ref}: {found}; {_counts(book)}, sha256 {book.sha256}",
        "alarm" if faults else "heading",
    )
    # The rulebook has been said.
    for text in islice(made_in_words(book_data(book)), 1, None):
        yield from wrapped(text, width)
    for (kind, fault, advice), same in groupby(findings, lambda each: (each.kind, each.fault, each.advice)):
        yield Line("")
        title = f"{'problem' if fault else 'notice'}: {kind} ({advice})"
        yield from wrapped(title, width, indent="  ", first="", style="alarm" if fault else "heading")
        for each in same:
            yield from wrapped(f"{each.path}: {each.what}", width, first="  ", indent="    ")


@command.command("diff", epilog=example("supervise rules diff REF own.toml"))
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--overlay", "overlays", type=options.FILE, multiple=True, help="Amendments of B (TOML), not of A.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the output."
)
def diff(*, before: str, after: str, overlays: tuple[Path, ...], form: str) -> None:
    """Say what changes in duties from A to B.

    A and B are shipped rulebooks or TOML files; with --overlay, B is amended first. The order and the lines of the
    files do not count. Exit code 0, whether something differs or not.
    """
    old, new = load_rulebook(before), load_rulebook(after, overlays=overlays)
    if form == "json":
        with named(STANDARD_OUTPUT):
            click.echo(json.dumps(changes_as_data(old, new), indent=2, ensure_ascii=True))
    else:
        show(partial(change_lines, old, new))
