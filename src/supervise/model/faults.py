"""What is said of a record that could not be read as it stands: where, what kind, a hint; never a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import field, frozen

from supervise.keeping import kept
from supervise.model.lost import Lost

__all__ = ["UNKNOWN_KEY", "Fault", "Note", "Rejected", "Remark", "of_another_record", "unknown_keys"]

#: The kind of the note about a key that no field has.
UNKNOWN_KEY: Final = "unknown key"


@frozen(kw_only=True)
class Remark:
    """Where something is and what is the matter with it; the kind of value found, never the value.

    >>> str(Fault(file="r.jsonl", line=4, path="visits[3].on", kind="impossible date", found="text"))
    'r.jsonl:4: visits[3].on: impossible date, found text'
    """

    file: str | None = field(default=None, metadata={"doc": "Name of the source. None: data in memory."})
    line: int | None = field(default=None, metadata={"doc": "Line in the source, from 1. None: data in memory."})
    path: str = field(default="", metadata={"doc": "Path of the field; empty for the record as a whole."})
    kind: str = field(metadata={"doc": 'What is the matter, such as "unknown word" or "missing id".'})
    found: str | None = field(default=None, metadata={"doc": "Kind of the value found, such as text."})
    hint: str | None = field(default=None, metadata={"doc": "What would be right, if something is near."})

    def __str__(self) -> str:
        place = f"{self.file or 'data'}:{self.line}" if self.line is not None else self.file
        parts = [part for part in (place, self.path) if part]
        what = self.kind + (f", found {self.found}" if self.found else "") + (f"; {self.hint}" if self.hint else "")
        return ": ".join([*parts, what])


@kept
@frozen(kw_only=True)
class Fault(Remark):
    """A fact or a field that was set aside."""

    lost: Lost | None = field(
        default=None, repr=False, metadata={"doc": "What can be read of the fact; None: it is none."}
    )


@kept
@frozen(kw_only=True)
class Note(Remark):
    """Something noticed that changes nothing, such as an unknown key."""


@kept
@frozen(kw_only=True)
class Rejected(Remark):
    """A record that was set aside whole, in the place of the offender it would have been."""


def of_another_record(notes: Iterable[Note]) -> Note | None:
    """Return the note that another record of the same id was set aside whole: facts may be lacking."""
    return next((note for note in notes if note.kind == "duplicate id" and note.path == "id"), None)


def unknown_keys(notes: Iterable[Note]) -> int:
    """Return how many keys nobody read, by the notes of a record.

    >>> unknown_keys([Note(path="vistis", kind=UNKNOWN_KEY), Note(path="id", kind="duplicate id")])
    1
    """
    return sum(note.kind == UNKNOWN_KEY for note in notes)
