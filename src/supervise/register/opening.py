"""A register of single records, opened: whatever holds them, a survey and a reading ask no more of it than this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Protocol

from supervise.register.arrow import ArrowFile, is_arrow
from supervise.register.counts import Counts
from supervise.register.limits import Limits
from supervise.register.records import Part, Record
from supervise.register.rows import Rows, Wording
from supervise.register.source import Source

__all__ = ["Opened", "opened"]


class Opened(Protocol):
    """Records in order, that can be gone through once more if it is opened once more."""

    @property
    def stamp(self) -> tuple[int, ...]:
        """Size, time of change and number of the file."""
        ...

    @property
    def is_divisible(self) -> bool:
        """Whether workers may read ranges of bytes."""
        ...

    def sha256(self) -> str:
        """Return the hash of what is read; ask before the records."""
        ...

    def records(self, part: Part, limits: Limits, counts: Counts) -> Iterator[Record]:
        """Yield the records that begin in the part."""
        ...


def opened(register: Path | Rows, limits: Limits, wording: Wording | None = None) -> AbstractContextManager[Opened]:
    """Return a register to be opened in a `with` block; the name of a file tells its form.

    `wording` gives the rows of a table the names and words of the format. Whatever is wrong with a register as a whole
    is a RegisterError, at the opening or while it is read.
    """
    if isinstance(register, Rows):
        return nullcontext(register)
    return ArrowFile.opened(register, limits, wording) if is_arrow(register) else Source.opened(register, limits)
