"""How far a mapping fits a sample of the registers that it is for: what is read from where, and what is not taken."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from supervise.model import Offender
from supervise.model.faults import Note, Rejected, Remark
from supervise.register.choosing import Place, layout_of, place_of, read_register, survey_register
from supervise.register.counts import Counts
from supervise.register.folder.cells import Declared
from supervise.register.folder.layout import Absent, TableFit
from supervise.register.folder.proving import Unproven

__all__ = ["Fit", "Misfit", "TableFit", "fit"]

_NUMBER: Final = re.compile(r"\[[0-9]+\]")


@frozen
class Misfit:
    """Everything of one kind that is wrong with one column or file, and where it is first met."""

    file: str
    path: str
    kind: str
    hint: str | None
    count: int
    line: int


@frozen
class Fit:
    """What became of a sample."""

    tables: tuple[TableFit, ...]
    notes: tuple[Note, ...]
    misfits: tuple[Misfit, ...]
    counts: Counts
    absent: tuple[Absent, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything in the sample is read; columns that nobody reads are noted only."""
        return not self.misfits and not self.absent


def fit(sample: str | Place, declared: Declared, levels: tuple[str, ...] = ()) -> Fit:
    """Return how far what is declared fits a register; RegisterError if it cannot be read as a whole.

    Where something is not there no record is read. `levels` are the words that a level of risk may be; without any, any
    word is one.
    """
    laid = layout_of(place_of(sample), declared)
    if laid.absent:
        return Fit(laid.tables, laid.notes, (), Counts(), laid.absent)
    found = survey_register(sample, declared=declared).on_scale(levels)
    reading = read_register(sample, found=found)
    first: dict[tuple[str, str, str, str | None], int] = {}
    counted: dict[tuple[str, str, str, str | None], int] = {}
    notes, forms = list(found.notes), Unproven(declared)
    for item in reading:
        if isinstance(item, Offender):
            forms.see(item)
        notes += () if isinstance(item, Rejected) else item.notes
        for remark in (item,) if isinstance(item, Rejected) else item.faults:
            same = _alike(remark)
            first.setdefault(same, remark.line or 0)
            counted[same] = counted.get(same, 0) + 1
    notes += forms.notes()
    misfits = (Misfit(*same, count, first[same]) for same, count in sorted(counted.items(), key=str))
    return Fit(laid.tables, tuple(notes), tuple(misfits), reading.counts)


def _alike(remark: Remark) -> tuple[str, str, str, str | None]:
    return remark.file or "", _NUMBER.sub("", remark.path), remark.kind, remark.hint
