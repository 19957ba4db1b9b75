"""What of a register is where, told by the names in it alone; and what a mapping names there that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen

from supervise.errors import MappingError, RegisterError
from supervise.model.faults import Note
from supervise.model.words import nearest

__all__ = ["Absent", "Layout", "TableFit", "absent", "refuse_absent"]


@frozen
class Absent:
    """A file, a table or a column that a mapping names, or that no register can do without, and that is not there.

    >>> str(Absent("levels.csv:1", "level", "the mapping takes it from Band, and there is no such column", "bands"))
    'levels.csv:1: level: the mapping takes it from Band, and there is no such column; is it bands?'
    """

    where: str = field(metadata={"doc": "The file or table that lacks it; blank for the register as a whole."})
    path: str = field(metadata={"doc": "The field, blank for a file or a table."})
    what: str = field(metadata={"doc": "What is said of it, with the name that was looked for."})
    near: str | None = field(metadata={"doc": "The nearest name that is there; None: there is none."})

    def __str__(self) -> str:
        hint = f"{self.what}; is it {self.near}?" if self.near else self.what
        return ": ".join(part for part in (self.where, self.path, hint) if part)


def absent(where: str, path: str, what: str, *, wanted: str, free: Iterable[str]) -> Absent:
    """Return what is said of a name that is not there, with the nearest of those that are there and nobody takes."""
    lowered = {name.lower(): name for name in free}
    near = nearest(wanted, lowered)
    return Absent(where, path, what, None if near is None else lowered[near])


@frozen
class TableFit:
    """One table: what it is taken from, and for each field the column; names as they are shown in messages."""

    name: str
    file: str
    fields: tuple[tuple[str, str], ...]


@frozen
class Layout:
    """What is taken from where, what nobody reads, and what is not there."""

    tables: tuple[TableFit, ...] = ()
    notes: tuple[Note, ...] = ()
    absent: tuple[Absent, ...] = ()


def refuse_absent(found: Sequence[Absent], register: str, *, mapped: bool) -> None:
    """Raise MappingError with all that a mapping names and that is not there; without a mapping, RegisterError.

    >>> refuse_absent([], "export", mapped=True)
    """
    if found and mapped:
        # The error names the register: said again in front of a field it would stand there twice.
        said = (evolve(each, where="") if each.where == register else each for each in found)
        raise MappingError(register, map(str, said))
    if found:
        raise RegisterError(str(found[0] if found[0].where else evolve(found[0], where=register)))
