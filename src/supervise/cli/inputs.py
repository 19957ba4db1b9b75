"""What the options name, loaded: rulebook, amendments, calendar, workforce, waivers, plugins."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path

from attrs import frozen

from supervise.cli.display import say
from supervise.cli.failing import Failure
from supervise.model.faults import Note
from supervise.register.choosing import Found
from supervise.register.given import Beside, library_version, load_beside, load_closed_days
from supervise.register.sql import Database
from supervise.register.writing import Run
from supervise.report.lines import counted
from supervise.rules import Rulebook, load_rulebook

__all__ = [
    "BesideNamed",
    "BookNamed",
    "files_of",
    "library_version",
    "load_book",
    "load_closed_days",
    "refuse_few",
    "run_of",
    "tell",
]


@frozen(kw_only=True)
class BookNamed:
    """A rulebook as the options name it."""

    rulebook: str | None
    overlays: tuple[Path, ...]
    calendar: str | None

    def load(self) -> Rulebook:
        """Return it ready for use; errors as of `load_rulebook`."""
        return load_book(self.rulebook, self.overlays, self.calendar)

    @property
    def files(self) -> tuple[Path, ...]:
        """What is read for it, if it is a file."""
        return (*(Path(name) for name in (self.rulebook, self.calendar) if name is not None), *self.overlays)


@frozen(kw_only=True)
class BesideNamed:
    """What a review is given beside facts, rulebook and day, as the options name it."""

    workforce: Path | None
    waivers: Path | None
    plugins: tuple[str, ...]

    def load(self) -> Beside:
        """Return it ready for use; errors as of `load_beside`."""
        return load_beside(workforce=self.workforce, waivers=self.waivers, plugins=self.plugins)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are read for it."""
        return tuple(file for file in (self.workforce, self.waivers) if file is not None)


def load_book(ref: str | None, overlays: Sequence[Path] = (), calendar: str | None = None) -> Rulebook:
    """Return the rulebook named, or the default one, which is printed; errors as of `load_rulebook`."""
    if ref is None:
        ref = _default_rulebook()
        say(f"rulebook {ref}, the default; --rulebook takes another")
    closed = None if calendar is None else load_closed_days(calendar)
    return load_rulebook(ref, overlays=overlays, calendar=closed)


def _default_rulebook() -> str:
    text = (resources.files("supervise.cli") / "defaults.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["rulebook"])


def files_of(*names: Path | str | Database | None, more: Iterable[Path] = ()) -> list[Path]:
    """Return the files among what was given, and those in folders: none of them may be written to.

    >>> [file.name for file in files_of("register.jsonl", None, more=[Path("own.toml")])]
    ['register.jsonl', 'own.toml']
    """
    files = (name.file if isinstance(name, Database) else name for name in names)
    given = [*(Path(file) for file in files if file is not None), *more]
    return [*given, *(file for folder in given if folder.is_dir() for file in folder.iterdir())]


def run_of(
    book: Rulebook,
    beside: Beside,
    found: Found,
    *,
    as_of: dt.date,
    known_at: dt.date | None,
    until: dt.date | None = None,
    profile: str | None = None,
) -> Run:
    """Return what an output says it was made with."""
    return Run(
        version=library_version(),
        book=book,
        workforce=beside.workforce_file,
        waivers=beside.waivers_file,
        plugins=beside.plugins,
        register_sha256=found.sha256,
        as_of=as_of,
        known_at=known_at,
        until=until,
        profile=profile,
        unread=len(found.notes),
    )


def tell(notes: Iterable[Note]) -> None:
    """Say on standard error what was noticed about a register as a whole: a column that nobody reads is a gap."""
    for note in notes:
        say(str(note))


def refuse_few(found: Found, fewest: int) -> None:
    """End the command before anything is judged if a register holds fewer records: an export may have gone wrong."""
    if found.records < fewest:
        raise Failure(
            f"the register holds {counted(found.records, 'record')}, and --min-records asks for {fewest};"
            " get a whole copy, or ask for fewer"
        )
