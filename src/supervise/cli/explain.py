"""`supervise explain`: why every date of one offender is what it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from supervise.dates import Calendar, load_calendar
from supervise.errors import SuperviseError, UnknownNameError
from supervise.model import Offender
from supervise.register import read_json
from supervise.report.explaining import explain
from supervise.reviewing import review
from supervise.rules import load_rulebook

__all__ = ["command"]

# The exit codes of every command: it could not run; it ran, but facts were set aside.
NOT_RUN, SET_ASIDE = 2, 3

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_FILE = click.Path(path_type=Path)


@click.command("explain")
@click.argument("register", type=_FILE)
@click.argument("offender_id")
@click.option("--as-of", type=_DAY, required=True, help="The day judged, at its end.")
@click.option("--known-at", type=_DAY, help="Use only what was recorded by this day.")
@click.option("--rulebook", required=True, help="A shipped rulebook, or a TOML file.")
@click.option("--overlay", "overlays", type=_FILE, multiple=True, help="A force's amendments; may be given again.")
@click.option("--calendar", help="The calendar of closed days: a shipped one, or a TOML file.")
@click.option("--rule", help="Only this rule or span.")
@click.option("--flag", help="Only this flag, and what it hangs on.")
@click.pass_context
def command(  # noqa: PLR0913 (one argument for each option)
    context: click.Context,
    *,
    register: Path,
    offender_id: str,
    as_of: dt.datetime,
    known_at: dt.datetime | None,
    rulebook: str,
    overlays: tuple[Path, ...],
    calendar: str | None,
    rule: str | None,
    flag: str | None,
) -> None:
    """Say why every date of OFFENDER_ID in REGISTER is what it is.

    Every sum is told so that it can be redone by hand: what it counts from, the regime, the rounding, the source,
    what moved it, and what did not count.
    """
    try:
        book = load_rulebook(rulebook, overlays=overlays, calendar=_calendar(calendar))
        found = review(
            _offender(register, offender_id),
            book,
            as_of=as_of.date(),
            known_at=None if known_at is None else known_at.date(),
        )
        text = explain(found, rule=rule, flag=flag)
    except SuperviseError as error:
        click.echo(f"supervise explain: {error}", err=True)
        context.exit(NOT_RUN)
    click.echo(text, nl=False)
    context.exit(SET_ASIDE if found.incomplete else 0)


def _calendar(name: str | None) -> Calendar | None:
    if name is None:
        return None
    path = Path(name)
    return Calendar.from_toml(path.read_bytes(), source=path.name) if path.is_file() else load_calendar(name)


def _offender(register: Path, id_: str) -> Offender:
    """Return the one asked for; the rest of the register is read past."""
    reading = read_json(register)
    for item in reading:
        if isinstance(item, Offender) and item.id == id_:
            return item
    raise UnknownNameError(
        f"{register.name}: no offender of that id among {reading.counts.offenders} read; "
        f"{reading.counts.rejected} records could not be read"
    )
