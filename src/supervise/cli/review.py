"""`supervise review`: a register judged as of a day."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from supervise.checks import Severity
from supervise.checks.profiles import PROFILES
from supervise.cli import options
from supervise.cli.failing import end
from supervise.cli.folding import FORMATS, ROWS, Lines, Task
from supervise.cli.helping import EXITS, examples
from supervise.cli.inputs import BesideNamed, BookNamed, files_of, refuse_few, run_of, tell
from supervise.cli.packing import refuse_beside_pack, write_pack
from supervise.cli.placing import destination, refuse_quarantine
from supervise.cli.tables import TABLES, file_of, refuse_misplaced, table_sink
from supervise.cli.today import day_or_today
from supervise.register import Declared, Limits, Quarantine, survey_register
from supervise.register.choosing import Place
from supervise.register.running import Reviewing
from supervise.report.overview import Overview, Roles, overview_lines

__all__ = ["command"]


_EXAMPLES = examples(
    ("The page of the morning, to read or to print:", "supervise review register.jsonl --as-of 2026-06-30"),
    ("With officers and teams:", "supervise review register.jsonl --as-of 2026-06-30 --workforce officers.json"),
    (
        "The first time, with a dozen flags only:",
        "supervise review register.jsonl --as-of 2026-06-30 --profile first-week",
    ),
    (
        "A list for a spreadsheet, one row a duty or flag:",
        "supervise review register.jsonl --as-of 2026-06-30 --format csv --output today.csv",
    ),
    (
        "For a data warehouse, into tables of a database:",
        "supervise review register.jsonl --as-of 2026-06-30 --format sql --output sqlite:///reviews.db",
    ),
    (
        "For chief officers and inspectors, the backlog and practice as CSV and one page:",
        "supervise review register.jsonl --as-of 2026-06-30 --workforce officers.json --pack pack-2026-06-30",
    ),
    (
        "A nightly job, which ends with 1 if anything is critical:",
        "supervise review register.jsonl --as-of 2026-06-30 --format jsonl --output today.jsonl --fail-on critical",
    ),
)


@click.command("review", epilog=f"{EXITS}\n\n{_EXAMPLES}")
@options.register
@options.as_of
@options.known_at
@options.book
@options.beside
@click.option(
    "--per-officer",
    is_flag=True,
    help="With --workforce: judge how each officer works, too, not the teams alone. For those who may see it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMATS, *TABLES]),
    default="text",
    show_default=True,
    help="Of the output.",
)
@click.option("--history", is_flag=True, help="Write every occurrence there ever was (not in text).")
@options.output_or_database
@click.option(
    "--pack",
    type=options.FILE,
    metavar="DIR",
    help="Write the backlog and inspection pack to this new or empty folder, for its owner alone: CSV and a page.",
)
@options.quarantine
@click.option(
    "--fail-on",
    type=click.Choice(["never", *(each.value for each in Severity)]),
    default="never",
    show_default=True,
    help="End with exit code 1 if there is a flag this severe.",
)
@options.profile
@options.jobs
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
    known_at: dt.date | None,
    book: BookNamed,
    beside: BesideNamed,
    per_officer: bool,
    form: str,
    history: bool,
    output: Place | None,
    pack: Path | None,
    quarantine: Path | None,
    fail_on: str,
    profile: str | None,
    jobs: int,
    min_records: int,
) -> None:
    """Judge a register as of a day: what is due, overdue, or cannot be true.

    The page names people first, each once, under the worst that is flagged of them and what to do next; then officers
    and teams; then the duties of the police and of offenders: overdue by level with the age of the oldest, and due
    soon. Suspended and unknown duties and what was set aside are counted beside. `supervise explain` says why a date
    is what it is, `supervise flags show` what a flag means.
    """
    if pack is not None:
        refuse_beside_pack(context)
    refuse_misplaced(form, output)
    day = day_or_today(as_of)
    rules, given = book.load(), beside.load()
    found = survey_register(register, declared=declared, limits=limits).on_scale(rules.levels.scale)
    refuse_few(found, min_records)
    tell(found.notes)
    heading = run_of(rules, given, found, as_of=day, known_at=known_at, profile=profile)
    chosen = None if profile is None else PROFILES[profile]
    judge = Reviewing(
        book=rules,
        as_of=day,
        known_at=known_at,
        workforce=given.workforce,
        waivers=given.waivers,
        profile=chosen,
        per_officer=per_officer,
        plugins=given.plugins,
    )
    task = Task(heading, register, found, judge, judge.conclude, jobs)
    inputs = files_of(register, more=(*book.files, *beside.files))
    if quarantine is not None:
        refuse_quarantine(quarantine, file_of(output), inputs)
    with ExitStack() as open_files:
        keep = None if quarantine is None else open_files.enter_context(Quarantine(quarantine)).keep
        if pack is not None:
            tally = write_pack(task, pack, keep)
        elif form in TABLES:
            sink = open_files.enter_context(table_sink(output, heading, inputs))
            tally = task.table(partial(Lines, ROWS, history), sink, keep)
        else:
            target = open_files.enter_context(destination(file_of(output), inputs))
            if form == "text":
                overview = partial(Overview, Roles.of(rules), day.toordinal())
                tally = task.page(overview, overview_lines, None if output is None else target, keep)
            else:
                tally = task.lines(partial(Lines, FORMATS[form], history), target, keep)
    page_shown = pack is None and form == "text" and output is None
    end(context, tally, quiet=page_shown, fail_on=fail_on)
