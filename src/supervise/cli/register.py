"""`supervise register`: what is asked of registers as such; `compare` reconciles two extracts of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from supervise.cli import options
from supervise.cli.display import progress, say, show, write
from supervise.cli.failing import FOUND, SET_ASIDE, say_unread
from supervise.cli.helping import example, examples
from supervise.cli.inputs import files_of, library_version, tell
from supervise.cli.mapping import check
from supervise.cli.placing import destination
from supervise.cli.today import day_or_today
from supervise.model import Offender, Rejected
from supervise.register import Declared, Limits, read_register, survey_register
from supervise.register.choosing import Found, Place, takes_declared
from supervise.register.figures import What
from supervise.register.reconciled import Named, reconciled_csv, reconciled_json, reconciled_jsonl
from supervise.register.reconciling import Reconciliation, reconcile
from supervise.report.reconciliation import reconciliation_lines

__all__ = ["command"]

_EXAMPLE = "supervise register compare force.jsonl national.jsonl --as-of 2026-06-30"
_EXAMPLES = examples(
    ("The force's register and the national system's:", _EXAMPLE),
    (
        "The national system keeps no visits; say so in the exit code:",
        f"{_EXAMPLE} --without last_visit --fail-on-difference",
    ),
)
_EXITS = (
    "\b\nExit codes:"
    "\n  0    it ran"
    "\n  1    with --fail-on-difference: something differs, or somebody is missing"
    "\n  2    it could not run; nothing was written under the name of --output"
    "\n  3    it ran, but facts or records were set aside (3 wins over 1)"
    "\n  130  interrupted"
)


@click.group("register", epilog=example(_EXAMPLE))
def command() -> None:
    """Reconcile two extracts of a register, or check a mapping of an export."""


command.add_command(check)


@command.command("compare", epilog=f"{_EXITS}\n\n{_EXAMPLES}")
@options.place("a")
@options.place("b")
@options.as_of
@click.option(
    "--without",
    type=click.Choice([each.value for each in What]),
    metavar="WHAT",
    multiple=True,
    help=f"Leave out what an extract does not keep; may be given again. One of: {', '.join(What)}.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="Of the output.",
)
@options.output
@click.option("--fail-on-difference", "fail", is_flag=True, help="End with 1 if something differs.")
@options.cells
@options.limits
@click.pass_context
def compare(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    *,
    a: Place,
    b: Place,
    declared: Declared,
    limits: Limits,
    as_of: dt.date | None,
    without: tuple[str, ...],
    form: str,
    output: Path | None,
    fail: bool,
) -> None:
    """Say who is in one of two extracts only, and what differs.

    A and B are registers of any form, such as the force's and the national system's. People are matched by id, and
    failing that by same_as. Nobody is named but by id, and nothing repeats free text.
    """
    day = day_or_today(as_of)
    found = [_surveyed(path, declared, limits, (a, b)) for path in (a, b)]
    with destination(output, files_of(a, b)) as target:
        with progress(sum(each.records for each in found)) as passed:
            read_a, read_b = (_read(path, each, passed) for path, each in zip((a, b), found, strict=True))
            result = reconcile(read_a, read_b, as_of=day, without=frozenset(map(What, without)))
        named = Named(
            version=library_version(),
            a=a.name,
            b=b.name,
            sha256_a=found[0].sha256,
            sha256_b=found[1].sha256,
            found=result,
        )
        _written(named, form, None if form == "text" and output is None else target)
    say_unread(result.a.unknown_keys + result.b.unknown_keys)
    context.exit(_exit_code(result, fail=fail, quiet=form == "text" and output is None))


def _surveyed(place: Place, declared: Declared, limits: Limits, places: tuple[Place, Place]) -> Found:
    """Return what is known of an extract; what is declared is about those in which something is open, if there are."""
    about_it = takes_declared(place) or not any(map(takes_declared, places))
    found = survey_register(place, declared=declared if about_it else None, limits=limits)
    tell(found.notes)
    return found


def _read(path: Place, found: Found, passed: Callable[[int], object]) -> Iterator[Offender | Rejected]:
    for item in read_register(path, found=found):
        passed(1)
        yield item


def _written(named: Named, form: str, target: BinaryIO | None) -> None:
    page = partial(reconciliation_lines, named)
    if target is None:
        show(page)
    elif form == "text":
        write(page, target)
    elif form == "csv":
        target.write(reconciled_csv(named))
    elif form == "json":
        target.write(reconciled_json(named))
    else:
        target.writelines(reconciled_jsonl(named))


def _exit_code(result: Reconciliation, *, fail: bool, quiet: bool) -> int:
    if not result.is_whole:
        if not quiet:
            records, facts = (
                sum(getattr(each.counts, name) for each in (result.a, result.b)) for name in ("rejected", "faults")
            )
            say(f"set aside: records {records}, facts {facts}; the output names each")
        return SET_ASIDE
    return FOUND if fail and not result.agrees else 0
