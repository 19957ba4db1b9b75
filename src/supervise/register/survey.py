"""A register looked through once before it is read.

It gives what must be known before the first offender is judged: the SHA-256 of the file, that an archive is
whole, and which ids occur twice. Its answers do not depend on how the file is later divided among workers.
"""

import hashlib
from array import array
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

from attrs import Factory, define, evolve, field, frozen

from supervise.model.faults import Note, Rejected
from supervise.model.forms import normal_id
from supervise.register.counts import Counts
from supervise.register.decoding import id_decoder, msgspec
from supervise.register.limits import Limits
from supervise.register.opening import opened
from supervise.register.reading import read_record
from supervise.register.records import Part, Record
from supervise.register.rows import Rows, Wording
from supervise.showing import shown

__all__ = ["Survey", "id_of", "survey"]

# A border at which the file may be divided is remembered every so many bytes.
_STRIDE: Final = 1 << 20


@frozen
class Survey:
    """What is known of a register before it is read."""

    __repr__ = shown("sha256", "records")

    sha256: str = field(metadata={"doc": "Of the file's own bytes, compressed or not, in hexadecimal."})
    records: int = field(metadata={"doc": "Number of records, blank lines left out."})
    keepers: Mapping[str, int] = field(
        metadata={"doc": "For each id on several readable records, the byte at which the one kept begins."}
    )
    borders: tuple[Part, ...] = field(metadata={"doc": "Where the file may be divided."})
    stamp: tuple[int, ...] = field(
        metadata={"doc": "Size of the file in bytes, when it was changed, in nanoseconds since 1970, and its number."}
    )
    wording: Wording | None = field(default=None, metadata={"doc": "What is said of the names and words of its rows."})
    limits: Limits = field(default=Limits(), metadata={"doc": "Within which it was looked through, and is read."})

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.stamp[0]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was noticed about the register as a whole: nothing, as notes of a file belong to its records."""
        return ()

    def on_scale(self, levels: tuple[str, ...]) -> Self:
        """Return the same, to be read with these words alone for levels of risk."""
        return evolve(self, limits=self.limits.on_scale(levels))

    def split(self, parts: int) -> tuple[Part, ...]:
        """Return at most so many ranges of about as many bytes each that together are the file, in order.

        A compressed file and a JSON list cannot be divided: they are one part.
        """
        parts = min(parts, len(self.borders))
        wanted = [self.size * number // parts for number in range(1, parts)]
        after = (next((each for each in self.borders if each.start >= size), self.borders[-1]) for size in wanted)
        starts = list(dict.fromkeys([self.borders[0], *after]))
        stops = [*(part.start for part in starts[1:]), None]
        return tuple(evolve(part, stop=stop) for part, stop in zip(starts, stops, strict=True))


@define
class _Seen:
    """What one pass over a register found."""

    # Eight bytes for each id, where the ids themselves would take a hundred: of a register of any size few occur twice.
    hashes: "array[int]" = Factory(lambda: array("q"))
    borders: list[Part] = Factory(lambda: [Part()])
    records: int = 0

    def add(self, record: Record, id: str | None) -> None:
        self.records += 1
        if record.offset >= self.borders[-1].start + _STRIDE:
            # Where a file may be divided, its lines have numbers.
            self.borders.append(Part(record.offset, None, record.line or 1))
        if id is not None:
            self.hashes.append(hash(id))

    def repeated(self) -> set[int]:
        """Return the hashes that occur again: of ids that do, and perhaps, once in a million registers, of two ids."""
        ordered = sorted(self.hashes)
        return {one for one, other in pairwise(ordered) if one == other}


def survey(register: Path | Rows, *, limits: Limits | None = None, wording: Wording | None = None) -> Survey:
    """Return what one pass over a register shows; RegisterError if it as a whole cannot be read.

    MissingExtraError names the extra that its form needs and that is not installed.

    Only the ids are decoded. Where an id occurs again, the records that have it are read in a second pass:
    the first that can be read is kept, so that a broken line does not take the place of a whole one. `wording` is
    kept for the reading.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "register.jsonl")
    ...     _ = path.write_text('{"id": "A1"}')
    ...     survey(path).size
    12
    """
    limits = limits or Limits()
    with opened(register, limits, wording) as source:
        sha256 = source.sha256()
        seen = _Seen()
        for record in source.records(Part(), limits, Counts()):
            seen.add(record, id_of(record.raw))
        borders = tuple(seen.borders) if source.is_divisible else (Part(),)
        stamp = source.stamp
    if wording is not None:
        # What the rows mean depends on it, so that the same rows read in two ways are two registers.
        sha256 = hashlib.sha256(f"{sha256}\n{wording.told}".encode()).hexdigest()
    repeated = seen.repeated()
    keepers = _keepers(register, limits, repeated, wording) if repeated else {}
    return Survey(sha256, seen.records, keepers, borders, stamp, wording, limits)


def id_of(raw: bytes) -> str | None:
    """Return the id in the bytes of a record, in the form in which ids are compared; None if there is none to read.

    >>> id_of(b'{"id": " A1", "visits": 3}'), id_of(b"{")
    ('A1', None)
    """
    try:
        return normal_id(id_decoder()(raw).id)
    except (msgspec().MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _keepers(register: Path | Rows, limits: Limits, repeated: set[int], wording: Wording | None) -> dict[str, int]:
    readable: dict[str, list[int]] = {}
    with opened(register, limits, wording) as source:
        for record in source.records(Part(), limits, Counts()):
            named = id_of(record.raw)
            if named is not None and hash(named) in repeated:
                offender = read_record(record, register.name, limits)
                if not isinstance(offender, Rejected):
                    readable.setdefault(normal_id(offender.id), []).append(record.offset)
    return {key: offsets[0] for key, offsets in readable.items() if len(offsets) > 1}
