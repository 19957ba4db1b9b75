"""`supervise hindsight`: what was due, overdue, flagged and known of one offender over a stretch of days."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import click

from supervise.cli import options
from supervise.cli.display import show, write
from supervise.cli.failing import SET_ASIDE
from supervise.cli.finding import is_one_of_two, offender_of
from supervise.cli.helping import EXITS, examples
from supervise.cli.inputs import BesideNamed, BookNamed, files_of, run_of
from supervise.cli.placing import destination
from supervise.register import Declared, Limits, survey_register
from supervise.register.choosing import Place
from supervise.register.writing import line
from supervise.report.hindsight import hindsight
from supervise.report.hindsight_page import hindsight_data, hindsight_lines

__all__ = ["command"]

_EXAMPLES = examples(
    (
        "By all that is recorded now:",
        "supervise hindsight register.jsonl OFFENDER_ID --from 2026-01-01 --to 2026-06-30",
    ),
    (
        "Each day by what had been recorded by then:",
        "supervise hindsight register.jsonl OFFENDER_ID --from 2026-01-01 --to 2026-06-30 --as-known",
    ),
)


@click.command("hindsight", epilog=f"{EXITS}\n\n{_EXAMPLES}")
@options.register
@click.argument("offender_id")
@options.day("--from", help="The first day.", required=True)
@options.day("--to", help="The last day.", required=True)
@options.known_at
@click.option("--as-known", is_flag=True, help="Judge each day by what had been recorded by that day.")
@options.book
@options.beside
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the output."
)
@options.output
@options.cells
@options.limits
@click.pass_context
def command(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    /,
    *,
    register: Place,
    declared: Declared,
    limits: Limits,
    offender_id: str,
    known_at: dt.date | None,
    as_known: bool,
    book: BookNamed,
    beside: BesideNamed,
    form: str,
    output: Path | None,
    **days: dt.date,
) -> None:
    """Tell how OFFENDER_ID in REGISTER stood from one day to another.

    Only the days on which something changed are told: what fell due, became overdue or was met, which flags were raised
    or cleared, and, with --as-known, what became known. Facts that were recorded late, changed or withdrawn are told as
    such.
    """
    since, until = days["from"], days["to"]
    if until < since:
        raise click.BadParameter("lies before the first day", context, param_hint="'--to'")
    if as_known and known_at is not None:
        raise click.BadParameter("goes without --as-known, which asks for each day", context, param_hint="'--known-at'")
    rules, given = book.load(), beside.load()
    found = survey_register(register, declared=declared, limits=limits).on_scale(rules.levels.scale)
    offender = offender_of(register, found, offender_id)
    made = run_of(rules, given, found, as_of=until, known_at=known_at)
    told = hindsight(offender, rules, since=since, until=until, known_at=known_at, as_known=as_known, **given.asked)
    page = partial(hindsight_lines, told, made)
    with destination(output, files_of(register, more=(*book.files, *beside.files))) as target:
        if form == "json":
            target.write(
                b"[\n" + b",\n".join(line(each).rstrip(b"\n") for each in hindsight_data(told, made)) + b"\n]\n"
            )
        elif output is None:
            show(page)
        else:
            write(page, target)
    context.exit(SET_ASIDE if told.incomplete or is_one_of_two(offender) else 0)
