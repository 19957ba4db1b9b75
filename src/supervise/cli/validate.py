"""`supervise validate`: everything in a register that cannot be read as it stands."""

from __future__ import annotations

from collections import Counter

import click

from supervise.cli import options
from supervise.cli.failing import SET_ASIDE
from supervise.cli.helping import example
from supervise.cli.inputs import BookNamed
from supervise.model import Rejected
from supervise.model.faults import Remark
from supervise.register import Declared, Limits, read_register, survey_register
from supervise.register.choosing import Place
from supervise.register.folder.proving import Unproven
from supervise.report.printable import printable

__all__ = ["command"]


@click.command("validate", epilog=example("supervise validate register.jsonl"))
@options.register
@options.cells
@options.limits
@options.book
@click.pass_context
def command(context: click.Context, *, register: Place, declared: Declared, limits: Limits, book: BookNamed) -> None:
    """Name everything in a register that cannot be read as it stands.

    The rulebook says which words a level of risk may be.

    Each line names file, line, path, kind and a hint, never a value. A note (an unknown key or column, the first of
    two records with one id, a declared form of dates that nothing bears out) changes nothing. Exit code 3 if records
    or facts were set aside.
    """
    found = survey_register(register, declared=declared, limits=limits)
    # The book after the register: of what cannot be opened nothing but that is told.
    found = found.on_scale(book.load().levels.scale)
    reading = read_register(register, found=found)
    kinds: Counter[tuple[str, str]] = Counter()

    def tell(what: str, remark: Remark) -> None:
        kinds[what, remark.kind] += 1
        click.echo(f"{what}  {printable(str(remark))}")

    for note in found.notes:
        tell("note", note)
    unproven = Unproven(declared)
    for item in reading:
        if isinstance(item, Rejected):
            tell("record", item)
            continue
        unproven.see(item)
        for fault in item.faults:
            tell("fact", fault)
        for note in item.notes:
            tell("note", note)
    for note in unproven.notes():
        tell("note", note)
    counts = reading.counts
    for (what, kind), count in sorted(kinds.items()):
        click.echo(f"{count:>8}  {what}: {kind}")
    click.echo(
        f"records read {counts.read}: {counts.offenders} can be reviewed, {counts.incomplete} of them in part; "
        f"{counts.rejected} set aside; facts set aside {counts.faults}"
    )
    context.exit(SET_ASIDE if counts.rejected or counts.faults else 0)
