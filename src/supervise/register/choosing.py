"""A register of any form: the one place that knows which reader reads what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from supervise.errors import RegisterError
from supervise.model import Offender, Rejected
from supervise.model.faults import Note
from supervise.register.counts import Counts
from supervise.register.folder import Declared, FolderSurvey, read_folder, survey_folder
from supervise.register.jsonl import IsKnown, SetAside, read_json
from supervise.register.records import Part
from supervise.register.survey import Survey, survey

__all__ = ["Found", "Reader", "read_register", "survey_register"]


class Found(Protocol):
    """What is known of a register before it is read; picklable."""

    @property
    def sha256(self) -> str:
        """Return the hash of the register, in hexadecimal."""
        ...

    @property
    def records(self) -> int:
        """Return how many records there are."""
        ...

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        ...

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what was noticed about the register as a whole."""
        ...

    def split(self, parts: int) -> tuple[Part, ...]:
        """Return at most so many parts that together are the register, in order."""
        ...


class Reader(Protocol):
    """The records of a register, in order, and what they add up to."""

    counts: Counts

    def __iter__(self) -> Iterator[Offender | Rejected]:
        """Yield each offender, or why a record is none."""
        ...


def survey_register(path: str | Path, *, declared: Declared | None = None) -> Found:
    """Return what is known of a register before it is read: a folder of CSV files, or a file of JSON.

    `declared` says what a folder leaves open about its cells. RegisterError is raised if the register as a whole
    cannot be read, or if something is declared for a file, in which nothing is open.
    """
    path = Path(path)
    if path.is_dir():
        return survey_folder(path, declared=declared)
    if path.suffix.lower() == ".csv":
        raise RegisterError(f"{path.name}: a register in CSV is a folder; name the folder that holds offenders.csv")
    if declared is not None and not declared.is_plain:
        message = "dates, day numbers, encoding and mapping are declared for a folder of CSV files only"
        raise RegisterError(f"{path.name}: {message}")
    return survey(path)


def read_register(
    path: str | Path,
    *,
    found: Found | None = None,
    part: Part | None = None,
    declared: Declared | None = None,
    on_set_aside: SetAside | None = None,
    is_known: IsKnown | None = None,
) -> Reader:
    """Return the offenders and the records set aside of a register of any form, in order, as they are taken.

    See `read_json` and `read_folder`; `is_known` is not asked about a folder, in which no record stands by itself.
    RegisterError is raised if the register as a whole cannot be read.
    """
    path = Path(path)
    found = survey_register(path, declared=declared) if found is None else found
    if isinstance(found, FolderSurvey):
        return read_folder(path, found=found, part=part, on_set_aside=on_set_aside)
    return read_json(path, found=cast("Survey", found), part=part, on_set_aside=on_set_aside, is_known=is_known)
