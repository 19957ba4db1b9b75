"""Options that several commands share, each with the same name, meaning and help everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from supervise.checks.profiles import PROFILES
from supervise.dates import parse_iso_date
from supervise.errors import InvalidDateError

__all__ = ["FILE", "as_of", "book", "cells", "day", "jobs", "known_at", "output", "profile", "quarantine", "register"]

C = TypeVar("C", bound=Callable[..., Any])

FILE: Final = click.Path(path_type=Path)


def day(name: str, *, help: str, required: bool = False) -> Callable[[C], C]:
    """Return an option that takes a day, written as everywhere else in the formats."""
    return click.option(name, metavar="YYYY-MM-DD", required=required, callback=_as_day, help=help)


def _as_day(_context: click.Context, _option: click.Parameter, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return parse_iso_date(text)
    except InvalidDateError as error:
        raise click.BadParameter(f"{error.message}; write YYYY-MM-DD") from None


def register(command: C) -> C:
    """Add the register to read: a file, or a folder of CSV files."""
    return click.argument("register", type=FILE)(command)


def cells(command: Callable[..., None]) -> Callable[..., None]:
    """Add what may be declared about the cells of CSV files; the command gets it as `declared`."""
    from supervise.register import Declared

    dates = click.option(
        "--dates", metavar="FORM", help="Form of the dates in CSV files, such as D/M/Y. Default: YYYY-MM-DD."
    )
    serials = click.option(
        "--serials",
        type=click.Choice(["1900", "1904"]),
        help="Dates in CSV files may be day numbers of a spreadsheet, by this system.",
    )
    encoding = click.option(
        "--encoding",
        type=click.Choice(["utf-8", "windows-1252"]),
        default="utf-8",
        show_default=True,
        help="Of CSV files.",
    )

    @wraps(command)
    def declaring(*args: Any, dates: str | None, serials: str | None, encoding: str, **values: Any) -> None:
        system = None if serials is None else int(serials)
        command(*args, declared=Declared(dates=dates, serials=system, encoding=encoding), **values)

    return dates(serials(encoding(declaring)))


def as_of(command: C) -> C:
    """Add the day judged."""
    return day("--as-of", help="The day judged, at its end. Default: the local day, printed.")(command)


def known_at(command: C) -> C:
    """Add the day up to which records are used."""
    return day("--known-at", help="Use only what was recorded by this day.")(command)


def output(command: C) -> C:
    """Add the file to write."""
    text = "Write to this file, whole or not at all, for its owner alone. Default: standard output."
    return click.option("--output", type=FILE, help=text)(command)


def jobs(command: C) -> C:
    """Add the number of processes."""
    many = click.IntRange(min=1)
    return click.option("--jobs", type=many, default=1, show_default=True, help="Processes; same output.")(command)


def quarantine(command: C) -> C:
    """Add the folder for what was set aside."""
    text = "Keep what was set aside in this folder: reasons without values, and apart from them the records."
    return click.option("--quarantine", type=FILE, metavar="DIR", help=text)(command)


def profile(command: C) -> C:
    """Add the part of the checks to run or show."""
    text = "Only some of the flags: `supervise flags list --profile NAME` shows which. Default: all."
    return click.option("--profile", type=click.Choice(list(PROFILES)), help=text)(command)


def book(command: C) -> C:
    """Add the rulebook, its amendments and its calendar."""
    rulebook = click.option(
        "--rulebook", metavar="REF|FILE", help="A shipped rulebook, or a TOML file. Default: printed."
    )
    overlays = click.option(
        "--overlay", "overlays", type=FILE, multiple=True, help="A force's amendments (TOML); may be given again."
    )
    calendar = click.option(
        "--calendar",
        metavar="REF|FILE",
        help="Closed days to count with: shipped, a TOML file, or holidays:COUNTRY[-PART]:YEARS (an extra).",
    )
    return rulebook(overlays(calendar(command)))
