"""`supervise explain`: why every date of one offender is what it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import click

from supervise.cli import options
from supervise.cli.failing import SET_ASIDE
from supervise.cli.finding import is_one_of_two, offender_of
from supervise.cli.helping import examples
from supervise.cli.inputs import BesideNamed, BookNamed, files_of, run_of
from supervise.cli.placing import destination
from supervise.cli.today import day_or_today
from supervise.register import Declared, Limits, survey_register
from supervise.register.choosing import Place
from supervise.register.writing import made_data
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
@click.option("--flag", help="Only this flag, by its code or name, and what it hangs on.")
@click.option("--key", metavar="ID", help="Only what hangs on this fact; with --rule, what is past, too.")
@options.beside
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Of the output.",
)
@options.output
@options.cells
@options.limits
@click.pass_context
def command(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    *,
    register: Place,
    declared: Declared,
    limits: Limits,
    offender_id: str,
    as_of: dt.date | None,
    known_at: dt.date | None,
    book: BookNamed,
    beside: BesideNamed,
    rule: str | None,
    flag: str | None,
    key: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Say why every date of OFFENDER_ID in REGISTER is what it is.

    Every sum is told so that it can be redone by hand: what it counts from, the regime, the rounding, the source,
    what moved it, and what did not count. As text, as JSON for programs, or as Markdown to paste into a log.
    """
    day = day_or_today(as_of)
    rules, given = book.load(), beside.load()
    there = survey_register(register, declared=declared, limits=limits).on_scale(rules.levels.scale)
    offender = offender_of(register, there, offender_id)
    found = review(offender, rules, as_of=day, known_at=known_at, **given.asked)
    told = explain(found, rule=rule, flag=flag, key=key, checks=given.checks)
    made = made_data(run_of(rules, given, there, as_of=day, known_at=known_at))
    told = attrs.evolve(told, heading=attrs.evolve(told.heading, made=made))
    with destination(output, files_of(register, more=(*book.files, *beside.files))) as target:
        target.write(getattr(told, form)().encode())
    context.exit(SET_ASIDE if found.incomplete or is_one_of_two(offender) else 0)
