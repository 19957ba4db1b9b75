"""A table of a pack, as plain values: what is written as CSV and on the page is the same."""

from __future__ import annotations

from typing import Protocol, Self, TypeAlias

from attrs import field, frozen

from supervise.register.tally import Tally
from supervise.report.pack.setting import Setting
from supervise.report.pack.view import View

__all__ = ["Cell", "End", "Part", "Table", "per_cent"]

Cell: TypeAlias = "str | int | None"


def per_cent(part: int, whole: int) -> int | None:
    """Return a share in whole per cent, rounded down as where the checks name one; None of nothing.

    >>> per_cent(2, 3), per_cent(0, 0)
    (66, None)
    """
    return 100 * part // whole if whole else None


@frozen(kw_only=True)
class Table:
    """One table: rows of plain values under their columns, or the reason why nothing could be counted."""

    name: str = field(metadata={"doc": "Of its file, without an ending."})
    title: str
    note: str = field(metadata={"doc": "What a row counts, in a sentence or two."})
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    lacking: str = field(default="", metadata={"doc": "What would have to be given; empty: it was evaluated."})


@frozen(kw_only=True)
class End:
    """What the tables are laid out with when every offender is in."""

    setting: Setting
    tally: Tally


class Part(Protocol):
    """Figures of one kind, gathered offender by offender; those of parts of a register merge in any order."""

    def add(self, view: View) -> None:
        """Take in one offender."""
        ...

    def merge(self, other: Self) -> None:
        """Add what was gathered from another part of the register."""
        ...

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return the tables, their rows in an order that depends on the figures alone."""
        ...
