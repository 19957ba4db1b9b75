"""A register of any form: the one place that knows which reader reads what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, Self, cast

from supervise.errors import RegisterError
from supervise.model import Offender, Rejected
from supervise.model.faults import Note
from supervise.register.arrow import ArrowFile, is_arrow
from supervise.register.counts import Counts
from supervise.register.folder import Declared, FolderSurvey, read_folder, survey_folder
from supervise.register.folder.index import layout_of_folder
from supervise.register.folder.layout import Layout
from supervise.register.jsonl import IsKnown, SetAside, read_json
from supervise.register.limits import Limits
from supervise.register.mapped import Mapped
from supervise.register.records import Part
from supervise.register.rows import Keys
from supervise.register.sql import Database, SqlSurvey, read_sql, survey_sql
from supervise.register.sql.database import is_url
from supervise.register.sql.reading import layout_of_sql
from supervise.register.survey import Survey, survey
from supervise.rules.intake import is_there

__all__ = ["Found", "Place", "Reader", "layout_of", "place_of", "read_register", "survey_register", "takes_declared"]


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

    def on_scale(self, levels: tuple[str, ...]) -> Self:
        """Return the same, to be read with these words alone for levels of risk."""
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


#: Where a register is; what of it is shown is its `name`.
Place = Path | Database


def place_of(register: str | Path | Database | Any) -> Place:
    """Return where a register is: a path, or a database by its URL or by what SQLAlchemy holds of it.

    RegisterError is raised for what is none of these.

    >>> place_of("register.jsonl").name, place_of("sqlite:///own/register.db")
    ('register.jsonl', Database(name='register.db'))
    """
    if isinstance(register, Path | Database):
        return register
    return Path(register) if isinstance(register, str) and not is_url(register) else Database.of(register)


def takes_declared(register: Place) -> bool:
    """Return whether a mapping may be declared for a register: in JSON nothing is open."""
    return isinstance(register, Database) or _is_folder(register) or is_arrow(register)


def survey_register(
    register: str | Path | Database | Any, *, declared: Declared | None = None, limits: Limits | None = None
) -> Found:
    """Return what is known of a register before it is read: a file, a folder of CSV files, or a database.

    A database is named by a URL, or given as an Engine or a Connection of SQLAlchemy. `declared` says what a folder, a
    database or a table of Arrow leaves open about names and words, `limits` how much the register may ask of its
    reader. RegisterError is raised if the register as a whole cannot be read, or if something is declared for a file of
    JSON, in which nothing is open.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "register.jsonl")
    ...     _ = path.write_text('{"id": "A1"}')
    ...     survey_register(path).sha256[:12]
    'd4b24c248b0c'
    """
    place = place_of(register)
    if isinstance(place, Database):
        return survey_sql(place, declared=declared, limits=limits)
    if _is_folder(place):
        return survey_folder(place, declared=declared, limits=limits)
    if place.suffix.lower() == ".csv":
        raise RegisterError(f"{place.name}: a register in CSV is a folder; name the folder that holds offenders.csv")
    if declared is not None and not declared.is_plain and not is_arrow(place) and is_there(place):
        message = "dates, day numbers, encoding and mapping are declared for a folder of CSV files, a database or Arrow"
        raise RegisterError(f"{place.name}: {message}; in JSON nothing is open")
    wording = Mapped.of(declared, place.name)
    if wording is not None:
        wording.refuse_absent(_keys_in(place, limits or Limits()), place.name)
    return survey(place, limits=limits, wording=wording)


def layout_of(register: Place, declared: Declared) -> Layout:
    """Return what of a register is where and what is not there; nothing of one in which nothing is open.

    RegisterError is raised if it cannot be read.
    """
    if isinstance(register, Database):
        return layout_of_sql(register, declared)
    if _is_folder(register):
        return layout_of_folder(register, declared, Limits())
    wording = Mapped.of(declared, register.name) if is_arrow(register) else None
    return Layout() if wording is None else wording.layout(_keys_in(register, Limits()), register.name)


def _keys_in(file: Path, limits: Limits) -> Keys:
    """Return the names of the columns of a table of Arrow in a file; RegisterError if it cannot be read."""
    with ArrowFile.opened(file, limits) as held:
        return held.keys()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no file can have
        return False


def read_register(
    register: str | Path | Database | Any,
    *,
    found: Found | None = None,
    part: Part | None = None,
    declared: Declared | None = None,
    limits: Limits | None = None,
    on_set_aside: SetAside | None = None,
    is_known: IsKnown | None = None,
) -> Reader:
    r"""Return the offenders and the records set aside of a register of any form, in order, as they are taken.

    See `read_json`, `read_folder` and `read_sql`; `is_known` is asked about files of JSON and tables of Arrow alone, in
    which a record stands by itself. RegisterError is raised if the register as a whole cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "register.jsonl")
    ...     _ = path.write_text('{"id": "A1"}\n{"team": "north"}')
    ...     [str(each) for each in read_register(path)]
    ["Offender(id='A1')", 'register.jsonl:2: id: missing id, found nothing; every offender needs an id']
    """
    place = place_of(register)
    found = survey_register(place, declared=declared, limits=limits) if found is None else found
    if isinstance(place, Database):
        return read_sql(place, found=cast("SqlSurvey", found), on_set_aside=on_set_aside)
    if isinstance(found, FolderSurvey):
        return read_folder(place, found=found, part=part, on_set_aside=on_set_aside)
    return read_json(place, found=cast("Survey", found), part=part, on_set_aside=on_set_aside, is_known=is_known)
