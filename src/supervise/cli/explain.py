"""`supervise explain`: why every date of one offender is what it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from supervise.checks import CHECKS
from supervise.cli import options
from supervise.cli.failing import SET_ASIDE
from supervise.cli.finding import offender_of
from supervise.cli.helping import examples
from supervise.cli.inputs import load_book
from supervise.cli.today import day_or_today
from supervise.register import Declared
from supervise.register.waivers import read_waivers
from supervise.report.explaining import explain
from supervise.reviewing import review

__all__ = ["command"]


_EXAMPLES = examples(
    ("One duty:", "supervise explain register.jsonl OFFENDER_ID --as-of 2026-06-30 --rule R-V2"),
    (
        "A flag, for the log of decisions:",
        "supervise explain register.jsonl OFFENDER_ID --as-of 2026-06-30 --flag VD001 --format markdown",
    ),
)


@click.command("explain", epilog=_EXAMPLES)
@options.register
@click.argument("offender_id")
@options.as_of
@options.known_at
@options.book
@click.option("--rule", help="Only this rule or span.")
@click.option("--flag", help="Only this flag, and what it hangs on.")
@click.option("--key", metavar="ID", help="Only what hangs on this fact; with --rule, what is past, too.")
@click.option("--waivers", type=options.FILE, help="Flags set aside: by whom, for how long (TOML).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Of the output.",
)
@options.cells
@click.pass_context
def command(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    *,
    register: Path,
    declared: Declared,
    offender_id: str,
    as_of: dt.date | None,
    known_at: dt.date | None,
    rulebook: str | None,
    overlays: tuple[Path, ...],
    calendar: str | None,
    rule: str | None,
    flag: str | None,
    key: str | None,
    waivers: Path | None,
    form: str,
) -> None:
    """Say why every date of OFFENDER_ID in REGISTER is what it is.

    Every sum is told so that it can be redone by hand: what it counts from, the regime, the rounding, the source,
    what moved it, and what did not count. As text, as JSON for programs, or as Markdown to paste into a log.
    """
    day = day_or_today(as_of)
    book = load_book(rulebook, overlays, calendar).rulebook
    aside = None if waivers is None else read_waivers(waivers, codes={check.code for check in CHECKS})[0]
    offender = offender_of(register, declared, offender_id)
    found = review(offender, book, as_of=day, known_at=known_at, waivers=aside)
    told = explain(found, rule=rule, flag=flag, key=key)
    click.echo(getattr(told, form)(), nl=False)
    context.exit(SET_ASIDE if found.incomplete else 0)
