"""`supervise schedule`: what falls due up to a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from supervise.cli import options
from supervise.cli.failing import end
from supervise.cli.folding import FORMATS, ROWS, Lines, Task
from supervise.cli.helping import examples
from supervise.cli.inputs import BookNamed, files_of, refuse_few, run_of, tell
from supervise.cli.placing import destination
from supervise.cli.planner import CALENDAR, Planner, whose
from supervise.cli.tables import TABLES, file_of, refuse_misplaced, table_sink
from supervise.cli.today import day_or_today
from supervise.register import Declared, Limits, survey_register
from supervise.register.choosing import Place
from supervise.register.given import Beside
from supervise.register.running import Scheduling
from supervise.register.tally import Tally
from supervise.report.agenda import Agenda, agenda_lines
from supervise.report.appointments import Whose

__all__ = ["command"]


_EXAMPLES = examples(
    ("The next month, by day:", "supervise schedule register.jsonl --as-of 2026-06-30 --until 2026-07-31"),
    (
        "For a spreadsheet:",
        "supervise schedule register.jsonl --as-of 2026-06-30 --until 2026-07-31 --format csv --output july.csv",
    ),
    (
        "For an officer's calendar:",
        "supervise schedule register.jsonl --as-of 2026-06-30 --until 2026-07-31 --format ics --for officer:o1",
    ),
)


@click.command("schedule", epilog=_EXAMPLES)
@options.register
@options.as_of
@options.day("--until", required=True, help="The last day shown.")
@options.known_at
@options.book
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMATS, *TABLES, CALENDAR]),
    default="text",
    show_default=True,
    help="Of the output; ics: a file for calendars.",
)
@click.option("--for", "mine", metavar="officer:ID|team:ID", callback=whose, help="With ics: only the cases of one.")
@click.option("--workforce", type=options.FILE, help="With --for team: officers and their teams (JSON).")
@click.option("--previous", type=options.FILE, help="With ics: the file written last; what is gone is cancelled.")
@options.output_or_database
@options.cells
@options.limits
@options.min_records
@click.pass_context
def command(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    *,
    register: Place,
    declared: Declared,
    limits: Limits,
    as_of: dt.date | None,
    until: dt.date,
    known_at: dt.date | None,
    book: BookNamed,
    form: str,
    mine: Whose | None,
    workforce: Path | None,
    previous: Path | None,
    output: Place | None,
    min_records: int,
) -> None:
    """Show what falls due up to a day.

    What is overdue comes first, and what has no known day last: what waits for something, and what is permitted,
    from the day on which it opens. What lies further ahead assumes that each earlier
    duty is met on its last day ("if in time").
    """
    day = day_or_today(as_of)
    if until < day:
        raise click.BadParameter("lies before the day judged", context, param_hint="'--until'")
    refuse_misplaced(form, output)
    planner = Planner.of(context, form, mine=mine, workforce=workforce, previous=previous)
    rules = book.load()
    found = survey_register(register, declared=declared, limits=limits).on_scale(rules.levels.scale)
    refuse_few(found, min_records)
    tell(found.notes)
    heading = run_of(rules, Beside(), found, as_of=day, known_at=known_at, until=until)
    judge = Scheduling(book=rules, as_of=day, until=until, known_at=known_at)
    task = Task(heading, register, found, judge)
    tally = _written(task, form, planner, output, files_of(register, workforce, more=book.files))
    end(context, tally, quiet=False)


def _written(task: Task, form: str, planner: Planner | None, output: Place | None, inputs: Iterable[Path]) -> Tally:
    """Write a schedule in a format; return what it adds up to."""
    until = task.heading.until or task.heading.as_of
    if form in TABLES:
        with table_sink(output, task.heading, inputs) as sink:
            return task.table(partial(Lines, ROWS, until=until), sink)
    with destination(file_of(output), inputs) as target:
        if planner is not None:
            return planner.write(task, target)
        if form == "text":
            return task.page(partial(Agenda, until), agenda_lines, None if output is None else target)
        return task.lines(partial(Lines, FORMATS[form], until=until), target)
