"""Options that several commands share, each with the same name, meaning and help everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import click

from supervise.checks.profiles import PROFILES
from supervise.dates import parse_iso_date
from supervise.errors import InvalidDateError

if TYPE_CHECKING:
    from supervise.register import Declared
    from supervise.register.choosing import Place

__all__ = [
    "FILE",
    "as_of",
    "beside",
    "book",
    "cells",
    "day",
    "jobs",
    "jobs_or",
    "known_at",
    "limits",
    "min_records",
    "output",
    "output_or_database",
    "place",
    "plugins",
    "profile",
    "quarantine",
    "register",
]

C = TypeVar("C", bound=Callable[..., Any])


class _File(click.Path):
    """A path. An empty one, as an unset variable of a shell leaves it, would be the folder at hand."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        _refuse_empty(str(value), param)
        return super().convert(value, param, ctx)


FILE: Final = _File(path_type=Path)


def day(name: str, *, help: str, required: bool = False) -> Callable[[C], C]:
    """Return an option that takes a day, written as everywhere else in the formats."""
    return click.option(name, metavar="YYYY-MM-DD", required=required, callback=_as_day, help=help)


def _as_day(_context: click.Context, _option: click.Parameter, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return parse_iso_date(text)
    except InvalidDateError as error:
        raise click.BadParameter(error.message) from None


def _placed(_context: click.Context, argument: click.Parameter, text: str) -> Place:
    # Not a type of click: those repeat what they do not take, and a URL may hold a password.
    from supervise.register.choosing import place_of

    _refuse_empty(text, argument)
    return place_of(text)


def _refuse_empty(text: str, param: click.Parameter | None) -> None:
    if not text.strip():
        otherwise = "" if param is not None and param.required else ", or leave it out"
        raise click.BadParameter(f"empty; write a path{otherwise}", param=param)


def place(name: str) -> Callable[[C], C]:
    """Return an argument that names a register: a file, a folder of CSV files, or the URL of a database."""
    return click.argument(name, callback=_placed)


def register(command: C) -> C:
    """Add the register to read: a file, a folder of CSV files, or the URL of a database."""
    return place("register")(command)


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
        help="Of CSV files. Default: utf-8.",
    )

    mapping = click.option(
        "--mapping",
        type=FILE,
        help="What CSV files, Arrow tables or databases call their tables, columns and words (TOML).",
    )

    @wraps(command)
    def declaring(
        *args: Any, dates: str | None, serials: str | None, encoding: str | None, mapping: Path | None, **values: Any
    ) -> None:
        given = {"dates": dates, "serials": None if serials is None else int(serials), "encoding": encoding}
        said: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        declared = Declared(**said) if mapping is None else _mapped(mapping, said, values.get("output"))
        command(*args, declared=declared, **values)

    return dates(serials(encoding(mapping(declaring))))


def _mapped(mapping: Path, said: dict[str, Any], output: Place | None) -> Declared:
    """Return what a mapping declares; nothing may be said in two places."""
    from supervise.cli.placing import refuse_inputs
    from supervise.register.folder.mapping import read_mapping

    if said:
        names = " and ".join(f"--{name}" for name in said)
        raise click.UsageError(f"{names}: with --mapping these are said in its file")
    if isinstance(output, Path):
        refuse_inputs(output, [mapping])
    return read_mapping(mapping)


def limits(command: Callable[..., None]) -> Callable[..., None]:
    """Add how much a register may ask of its reader; the command gets it as `limits`."""
    from supervise.register import Limits
    from supervise.register.limits import RANGES

    parts = [part for part in attrs.fields(Limits) if part.name in RANGES]

    @wraps(command)
    def limiting(*args: Any, **values: Any) -> None:
        chosen = {part.name: values.pop(f"max_{part.name}") for part in parts}
        command(*args, limits=Limits(**chosen), **values)

    for part in reversed(parts):
        name, text = f"--max-{part.name}", part.metadata["doc"]
        limiting = click.option(name, type=int, default=part.default, show_default=True, metavar="N", help=text)(
            limiting
        )
    return limiting


def min_records(command: C) -> C:
    """Add how many records a register must hold to be judged."""
    text = "End with exit code 2, and write nothing, if the register holds fewer."
    return click.option(
        "--min-records", type=click.IntRange(min=0), default=0, show_default=True, metavar="N", help=text
    )(command)


def as_of(command: C) -> C:
    """Add the day judged."""
    return day("--as-of", help="The day judged, at its end. Default: the local day, printed.")(command)


def known_at(command: C) -> C:
    """Add the day up to which records are used."""
    return day("--known-at", help="Use only what was recorded by this day.")(command)


def _file(_context: click.Context, option: click.Parameter, text: str | None) -> Path | None:
    from supervise.register.sql.database import is_url

    if text is None:
        return None
    _refuse_empty(text, option)
    if is_url(text):
        raise click.BadParameter("names a database; this command writes to a file")
    return Path(text)


def output(command: C) -> C:
    """Add the file to write."""
    text = "Write to this file, whole or not at all, for its owner alone. Default: standard output."
    return click.option("--output", metavar="FILE", callback=_file, help=text)(command)


def output_or_database(command: C) -> C:
    """Add the file, or the database, to write."""

    def placed(context: click.Context, option: click.Parameter, text: str | None) -> Place | None:
        return None if text is None else _placed(context, option, text)

    text = (
        "Write to this file, whole or not at all, for its owner alone; with --format sql to the database of this URL."
        " Default: standard output."
    )
    return click.option("--output", metavar="FILE|URL", callback=placed, help=text)(command)


def jobs(command: C) -> C:
    """Add the number of processes."""
    return jobs_or(1)(command)


def jobs_or(default: int | None) -> Callable[[C], C]:
    """Return the option of the number of processes, with what it is if it is not given."""
    many = click.IntRange(min=1)
    return click.option("--jobs", type=many, default=default, show_default=True, help="Processes; same output.")


def quarantine(command: C) -> C:
    """Add the folder for what was set aside."""
    text = "Keep what was set aside in this folder: reasons without values, and apart from them the records."
    return click.option("--quarantine", type=FILE, metavar="DIR", help=text)(command)


def profile(command: C) -> C:
    """Add the part of the checks to run or show."""
    text = "Only some of the flags: `supervise flags list --profile NAME` shows which. Default: all."
    return click.option("--profile", type=click.Choice(list(PROFILES)), help=text)(command)


def book(command: Callable[..., None]) -> Callable[..., None]:
    """Add the rulebook, its amendments and its calendar; the command gets them as `book`."""
    from supervise.cli.inputs import BookNamed

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

    @wraps(command)
    def naming(
        *args: Any, rulebook: str | None, overlays: tuple[Path, ...], calendar: str | None, **values: Any
    ) -> None:
        command(*args, book=BookNamed(rulebook=rulebook, overlays=overlays, calendar=calendar), **values)

    return rulebook(overlays(calendar(naming)))


def plugins(command: C) -> C:
    """Add modules with checks of one's own."""
    text = "Checks of one's own, from a module; may be given again."
    return click.option("--plugin", "plugins", metavar="MODULE", multiple=True, help=text)(command)


def beside(command: Callable[..., None]) -> Callable[..., None]:
    """Add workforce, waivers and plugins; the command gets them as `beside`."""
    from supervise.cli.inputs import BesideNamed

    workforce = click.option(
        "--workforce", type=FILE, help="Officers: team, share of full time, training, absences (JSON)."
    )
    waivers = click.option("--waivers", type=FILE, help="Flags set aside: by whom, for how long (TOML).")

    @wraps(command)
    def naming(
        *args: Any, workforce: Path | None, waivers: Path | None, plugins: tuple[str, ...], **values: Any
    ) -> None:
        command(*args, beside=BesideNamed(workforce=workforce, waivers=waivers, plugins=plugins), **values)

    return workforce(waivers(plugins(naming)))
