"""What the options name, loaded: rulebook, amendments, calendar, workforce, waivers, plugins."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path

from attrs import frozen

from supervise.cli.display import say
from supervise.model.faults import Note
from supervise.register.given import Beside, library_version, load_beside, load_closed_days
from supervise.register.sql import Database
from supervise.rules import Rulebook, load_rulebook
from supervise.rules.overlay import Overlay, read_overlay

__all__ = ["BesideNamed", "Book", "BookNamed", "files_of", "library_version", "load_book", "load_closed_days", "tell"]


@frozen
class Book:
    """A rulebook ready for use, and the amendments that were made to it."""

    rulebook: Rulebook
    overlays: tuple[Overlay, ...]


@frozen(kw_only=True)
class BookNamed:
    """A rulebook as the options name it."""

    rulebook: str | None
    overlays: tuple[Path, ...]
    calendar: str | None

    def load(self) -> Book:
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


def load_book(ref: str | None, overlays: Sequence[Path] = (), calendar: str | None = None) -> Book:
    """Return the rulebook named, or the default one, which is printed; errors as of `load_rulebook`."""
    if ref is None:
        ref = _default_rulebook()
        say(f"rulebook {ref}, the default; --rulebook takes another")
    closed = None if calendar is None else load_closed_days(calendar)
    return Book(load_rulebook(ref, overlays=overlays, calendar=closed), tuple(read_overlay(each) for each in overlays))


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


def tell(notes: Iterable[Note]) -> None:
    """Say on standard error what was noticed about a register as a whole: a column that nobody reads is a gap."""
    for note in notes:
        say(str(note))
