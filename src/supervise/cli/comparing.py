"""`supervise rules compare`: what another rulebook would change over a register, before anyone switches."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

import click
from attrs import frozen

from supervise.cli import options
from supervise.cli.display import progress, show, write
from supervise.cli.failing import end
from supervise.cli.helping import examples
from supervise.cli.inputs import files_of, load_book, run_of, tell
from supervise.cli.placing import destination
from supervise.cli.today import day_or_today
from supervise.dates import Period, Rounding, add
from supervise.register import Declared, Limits, survey_register
from supervise.register.choosing import Found, Place
from supervise.register.compared import Runs, change_json, change_row, head_json, header, tail_json, work_rows
from supervise.register.comparing import Comparing, Comparison, Duties
from supervise.register.given import Beside
from supervise.register.running import Job, run
from supervise.report.comparison import comparison_lines
from supervise.report.explaining import sums_in_words

__all__ = ["compare"]

_SHORTEST: Final = Decimal("0.01")
_LONGEST: Final = 1000

_EXAMPLES = examples(
    (
        "Another book in place of the one in use:",
        "supervise rules compare REF own.toml register.jsonl --as-of 2026-06-30",
    ),
    (
        "What if a value were another: the same book, amended:",
        "supervise rules compare REF REF register.jsonl --as-of 2026-06-30 --overlay own.toml --hours-per-visit 2.5",
    ),
)


def _as_hours(_context: click.Context, _option: click.Parameter, text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        hours = Decimal(text)
    except InvalidOperation:
        hours = Decimal(0)
    if hours.is_nan() or not _SHORTEST <= hours <= _LONGEST:
        raise click.BadParameter(f"write a number from {_SHORTEST} to {_LONGEST}, such as 2.5")
    return hours


@click.command("compare", epilog=_EXAMPLES)
@click.argument("a")
@click.argument("b")
@options.register
@options.as_of
@options.known_at
@click.option("--overlay", "overlays", type=options.FILE, multiple=True, help="Amendments of B (TOML), not of A.")
@click.option("--calendar", metavar="REF|FILE", help="Closed days to count with, under both.")
@click.option("--hours-per-visit", "hours", callback=_as_hours, metavar="N", help="To add up officer hours.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Of the output.",
)
@options.output
@options.jobs
@options.cells
@options.limits
@click.pass_context
def compare(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    *,
    a: str,
    b: str,
    register: Place,
    declared: Declared,
    limits: Limits,
    as_of: dt.date | None,
    known_at: dt.date | None,
    overlays: tuple[Path, ...],
    calendar: str | None,
    hours: Decimal | None,
    form: str,
    output: Path | None,
    jobs: int,
) -> None:
    """Show what B in place of A would change.

    A and B are each a shipped rulebook or a TOML file. Every offender in REGISTER is judged by both: what falls due in
    the year ahead, which obligations move, and which are newly or no longer overdue.
    """
    day = day_or_today(as_of)
    until = _a_year_after(context, day)
    books = load_book(a, (), calendar), load_book(b, overlays, calendar)
    words = dict.fromkeys(word for book in books for word in book.levels.scale)
    found = survey_register(register, declared=declared, limits=limits).on_scale(tuple(words))
    tell(found.notes)
    before, after = (run_of(book, Beside(), found, as_of=day, known_at=known_at) for book in books)
    task = _Task(Runs(a=before, b=after, until=until, hours=hours), register, found, jobs)
    with destination(output, files_of(register, a, b, calendar, more=overlays)) as target:
        total = task.page(None if output is None else target) if form == "text" else task.entries(form, target)
    end(context, total.tally, quiet=form == "text" and output is None)


def _a_year_after(context: click.Context, day: dt.date) -> dt.date:
    if day.year == dt.MAXYEAR:
        raise click.BadParameter("no year lies ahead of it", context, param_hint="'--as-of'")
    return add(day, Period(months=12), rounding=Rounding.DOWN)


@frozen
class _Task:
    """One register to be judged by two books."""

    runs: Runs
    path: Place
    found: Found
    jobs: int

    def page(self, target: BinaryIO | None) -> Comparison:
        """Write one page, to the terminal without a target; return what the register adds up to."""
        total = self._run(bool)
        page = partial(comparison_lines, self.runs, total)
        if target is None:
            show(page)
        else:
            write(page, target)
        return total

    def entries(self, form: str, target: BinaryIO) -> Comparison:
        """Write each change as it comes, then the sums; return them."""
        if form == "csv":
            target.write(header())
            total = self._run(target.write, write=change_row)
            target.write(work_rows(self.runs, total))
        else:
            target.write(b"[\n" + head_json(self.runs))
            total = self._run(target.write, write=change_json)
            target.write(tail_json(self.runs, total) + b"]\n")
        return total

    def _run(self, target: Any, **written: Any) -> Comparison:
        runs = self.runs
        a, b, day = runs.a.book, runs.b.book, runs.b.as_of
        judge = Comparing(a=a, b=b, as_of=day, until=runs.until, known_at=runs.b.known_at)
        fold = partial(
            Comparison,
            Duties.of(a),
            Duties.of(b),
            day.toordinal(),
            runs.until.toordinal(),
            sums_in_words,
            **written,
        )
        job = Job(path=self.path, found=self.found, judge=judge, fold=fold)
        with progress(self.found.records) as passed:
            return run(job, jobs=self.jobs, write=target, passed=passed)
