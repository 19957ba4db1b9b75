"""The settings of a nightly job: a TOML file, read strictly, with everything that is wrong in it at once."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final

from attrs import evolve, field, frozen

from supervise.errors import ConfigError, RegisterError, RulebookLoadError
from supervise.public_holidays import PREFIX
from supervise.register import Declared, Limits
from supervise.register.folder import read_mapping
from supervise.register.limits import RANGES
from supervise.register.quarantine import REASONS, RECORDS
from supervise.register.sql.database import is_url
from supervise.rules.intake import bytes_of, from_bytes, is_there
from supervise.rules.reading import Problems, nearest, read
from supervise.showing import shown

__all__ = ["OUTPUTS", "Cells", "Config", "read_config"]

#: What a night writes.
OUTPUTS: Final = ("report.json", "summary.txt")

#: Files that are read, or may be.
_READ: Final = ("register", "ledger", "rulebook", "calendar", "workforce", "waivers", "mapping")

_BEGINS: Final = "settings begin with register, ledger, outputs and rulebook"


@frozen(kw_only=True)
class Cells:
    """What is declared about the cells of a register that is a folder of CSV files."""

    IN_PART: ClassVar[bool] = True

    dates: str | None = None
    serials: int | None = None
    encoding: str = "utf-8"

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what cannot be declared."""
        for key in ("dates", "serials", "encoding"):
            declared: dict[str, Any] = {key: getattr(self, key)}
            try:
                Declared(**declared)
            except RegisterError as error:
                yield key, str(error)

    def declared(self) -> Declared:
        """Return it as readers want it; RegisterError for a form of dates that leaves a doubt, or what is not known."""
        return Declared(dates=self.dates, serials=self.serials, encoding=self.encoding)


@frozen(kw_only=True)
class Config:
    """The settings of a nightly job. Paths are relative to the folder of the file."""

    IN_PART: ClassVar[bool] = True

    # Neither register nor ledger: a URL may hold a password.
    __repr__ = shown("rulebook")

    register: str = field(metadata={"doc": "A file of JSON or Arrow, a folder of CSV files, or the URL of a database."})
    ledger: str = field(metadata={"doc": "The SQLite file of the ledger, or the URL of a database."})
    outputs: str = field(metadata={"doc": "The folder for summary.txt and report.json."})
    rulebook: str = field(metadata={"doc": "A shipped rulebook, or a TOML file."})
    overlays: tuple[str, ...] = ()
    calendar: str | None = None
    workforce: str | None = None
    waivers: str | None = None
    plugins: tuple[str, ...] = ()
    per_officer: bool = False
    quarantine: str | None = field(default=None, metadata={"doc": "The folder for what was set aside; None: nowhere."})
    jobs: int = field(default=1, metadata={"doc": "Processes that judge; the result is the same."})
    as_of: dt.date | None = field(
        default=None, metadata={"doc": "The day judged; None: given with each night, as it should be."}
    )
    cells: Cells = Cells()
    limits: dict[str, int] = field(
        factory=dict,
        hash=False,
        metadata={"doc": "What the register may ask of its reader, in bytes and numbers: fields of Limits."},
    )
    mapping: str | None = field(
        default=None, metadata={"doc": "The file that says what a register calls its tables, columns and words."}
    )

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield texts that are blank, an input that would be written over, and jobs that are none; None: not read."""
        for key in (*_READ, "outputs", "quarantine"):
            if _is_blank(getattr(self, key)):
                yield key, "empty; write it out, or leave an optional key out"
        for index, text in enumerate(self.overlays):
            if _is_blank(text):
                yield f"overlays[{index}]", "empty; write the path of a file"
        yield from _limit_faults(self.limits)
        if self.ledger in {self.register, self.outputs} - {None}:
            yield "ledger", "names the register or the folder of the outputs; give the ledger a file of its own"
        folders = ((self.outputs, OUTPUTS), (self.quarantine, (REASONS, RECORDS)))
        # One file may be written in several ways: with a link, a full path or `..` in it.
        written = {_real(Path(folder, name)) for folder, names in folders if folder is not None for name in names}
        for key in _READ:
            if _real(Path(getattr(self, key) or ".")) in written:
                yield key, "would be written over by an output; give the outputs a folder of their own"
        if self.jobs < 1:
            yield "jobs", "no number of processes; write 1 or more"
        if self.mapping is not None and self.cells != Cells():
            yield "cells", "with a mapping these are said in its file"

    def not_there(self) -> Iterator[tuple[str, str]]:
        """Yield each file that is read and that is not there; the register may be a database, a book one shipped."""
        named = [("register", None if is_url(self.register) else self.register), ("rulebook", _file_of(self.rulebook))]
        named += [(f"overlays[{index}]", name) for index, name in enumerate(self.overlays)]
        named += [("calendar", None if self.calendar is None else _file_of(self.calendar))]
        named += [(key, getattr(self, key)) for key in ("workforce", "waivers", "mapping")]
        for key, name in named:
            if name is not None and not is_there(name):
                yield key, f"there is no file '{Path(name).name}'"

    def no_folder(self) -> Iterator[tuple[str, str]]:
        """Yield what is to be written into, and is there as something else."""
        for key, name in (("outputs", self.outputs), ("quarantine", self.quarantine)):
            if name is not None and is_there(name) and not Path(name).is_dir():
                yield key, f"'{Path(name).name}' is no folder; give what is written a folder of its own"

    def declared(self) -> Declared:
        """Return what is declared about a register; MappingError as of `read_mapping`."""
        return self.cells.declared() if self.mapping is None else read_mapping(self.mapping)

    @property
    def within(self) -> Limits:
        """The limits of the register."""
        chosen: dict[str, Any] = self.limits
        return Limits(**chosen)

    @property
    def url(self) -> bool:
        """Whether the ledger is in a database that a URL names."""
        return is_url(self.ledger)

    def placed(self, folder: Path) -> Config:
        """Return the settings with every path seen from a folder."""

        def path(name: str) -> str:
            return str(folder / name)

        def file_or_reference(name: str) -> str:
            return name if name.startswith(PREFIX) or ("@" in name and not is_there(folder / name)) else path(name)

        return evolve(
            self,
            register=self.register if is_url(self.register) else path(self.register),
            ledger=self.ledger if self.url else path(self.ledger),
            outputs=path(self.outputs),
            rulebook=file_or_reference(self.rulebook),
            overlays=tuple(path(each) for each in self.overlays),
            calendar=None if self.calendar is None else file_or_reference(self.calendar),
            workforce=None if self.workforce is None else path(self.workforce),
            waivers=None if self.waivers is None else path(self.waivers),
            quarantine=None if self.quarantine is None else path(self.quarantine),
            mapping=None if self.mapping is None else path(self.mapping),
        )


def _file_of(name: str) -> str | None:
    """Return the path that a name is; None for a reference."""
    return None if name.startswith(PREFIX) or "@" in name else name


def _is_blank(text: str | None) -> bool:
    return text is not None and not text.strip()


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # a name that no file can have; whoever opens it says so
        return str(path)


def _limit_faults(limits: dict[str, int]) -> Iterator[tuple[str, str]]:
    for key, value in limits.items():
        if key not in RANGES:
            yield f"limits.{key}", f"unknown; {nearest(key, RANGES)}"
        elif not RANGES[key].fits(value):
            yield f"limits.{key}", f"write a whole number from {RANGES[key].least} to {RANGES[key].greatest}"


def read_config(path: str | Path) -> Config:
    r"""Return the settings in a TOML file.

    Raises UnknownRulebookError if the file cannot be read, and ConfigError with every fault in it by its path.

    >>> import tempfile
    >>> from pathlib import Path
    >>> text = 'register = "r.jsonl"\nledger = "l.sqlite"\noutputs = "out"\nrulebook = "england-wales@2026.1"'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "nightly.toml")
    ...     _ = path.write_text(text)
    ...     read_config(path).rulebook
    'england-wales@2026.1'
    """
    name = Path(path).name
    try:
        data = from_bytes(bytes_of(path, "settings"), name, begins=_BEGINS).data
    except RulebookLoadError as error:
        raise ConfigError(name, error.problems) from None
    problems = Problems()
    config: Config = read(Config, data, "", problems)
    if problems.found:
        raise ConfigError(name, problems.found)
    placed = config.placed(Path(path).parent)
    # What is one file is known for sure only where the paths begin.
    found = [f"{key}: {message}" for key, message in placed.faults()]
    if found:
        raise ConfigError(name, found)
    return placed
