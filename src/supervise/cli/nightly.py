"""`supervise nightly`: one night of a job that keeps a ledger; `supervise nightly purge`: retention."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from attrs import evolve

from supervise.cli import options
from supervise.cli.display import progress, say
from supervise.cli.failing import SET_ASIDE
from supervise.cli.helping import examples
from supervise.cli.logs import JsonLines, Plain
from supervise.cli.today import day_or_today
from supervise.nightly import Config, purge, read_config, run_nightly

__all__ = ["command"]

_EXITS: Final = (
    "\b\nExit codes:"
    "\n  0    the night is recorded, or was already, and the outputs are in place"
    "\n  2    nothing is recorded: the ledger is in use, the register is smaller by more than 2%, a file cannot be read"
    "\n  3    recorded, but facts or records were set aside"
    "\n  130  interrupted (Ctrl-C, SIGTERM); nothing is recorded, or all of it and the outputs are in place"
)
_EXAMPLES: Final = examples(
    ("Every night:", "supervise nightly --config nightly.toml"),
    ("The night that was missed:", "supervise nightly --config nightly.toml --as-of 2026-06-29"),
    ("Forget who left and had ended before a day:", "supervise nightly purge --config nightly.toml --ended-before D"),
)

_config = click.option("--config", type=options.FILE, required=True, help="The settings (TOML).")
_LOGS: Final[dict[str, type[logging.Formatter]]] = {"text": Plain, "json": JsonLines}


@click.group("nightly", invoke_without_command=True, epilog=f"{_EXITS}\n\n{_EXAMPLES}")
@click.option("--config", type=options.FILE, help="The settings (TOML).")
@options.as_of
@click.option("--accept-smaller", is_flag=True, help="Take a register that is smaller by more than 2%.")
@options.jobs_or(None)
@options.quarantine
@click.option("--judge-all", is_flag=True, help="Judge unchanged records, too; same result.")
@click.option("--log", type=click.Choice(list(_LOGS)), default="text", show_default=True, help="Form of the log.")
@click.pass_context
def command(
    context: click.Context,
    *,
    config: Path | None,
    as_of: dt.date | None,
    accept_smaller: bool,
    jobs: int | None,
    quarantine: Path | None,
    judge_all: bool,
    log: str,
) -> None:
    """Review a register, compare it with the last night, write the outputs and record the night.

    The summary is printed, and is in the folder of the outputs with the report for programs. The same night twice
    changes nothing. --jobs and --quarantine go before what the settings say.
    """
    if context.invoked_subcommand is not None:
        return
    if config is None:
        raise click.UsageError("Missing option '--config'.")
    settings = _with(read_config(config), jobs, quarantine)
    day = day_or_today(settings.as_of if as_of is None else as_of)
    with _logged(log):
        done = run_nightly(settings, as_of=day, accept_smaller=accept_smaller, judge_all=judge_all, progress=progress)
    click.echo(done.summary, nl=False)
    if not done.is_whole:
        register = done.report["register"]
        say(
            f"set aside: records {register['set_aside']}, facts {register['facts_set_aside']};"
            " `supervise validate` names each"
        )
        context.exit(SET_ASIDE)


def _with(settings: Config, jobs: int | None, quarantine: Path | None) -> Config:
    """Return settings with what was given on the command line; UsageError if an input would be written over."""
    given = evolve(
        settings,
        jobs=settings.jobs if jobs is None else jobs,
        quarantine=settings.quarantine if quarantine is None else str(quarantine),
    )
    for path, text in given.faults():
        raise click.UsageError(f"{path}: {text}")
    return given


@contextmanager
def _logged(form: str) -> Iterator[None]:
    """Write what the job logs to standard error, in a form."""
    logger = logging.getLogger("supervise.nightly")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_LOGS[form]())
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@command.command("purge")
@_config
@options.day("--ended-before", required=True, help="Those whose end lies before this day.")
def purge_command(*, config: Path, ended_before: dt.date) -> None:
    """Forget those who left the register and had ended before a day. Counts of nights, which name nobody, stay."""
    click.echo(f"forgotten: {purge(read_config(config), ended_before=ended_before)}")
