"""A stream of bytes cut into records: lines, or the elements of a JSON list. Memory holds one record."""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from attrs import field, frozen

from supervise.model.forms import MisfitError
from supervise.model.structure import Path
from supervise.register.counts import Counts
from supervise.register.decoding import BLANKS, decoder, msgspec
from supervise.register.limits import Limits

__all__ = ["Part", "Record", "elements", "lines"]

_CHUNK: Final = 1 << 16


@frozen
class Part:
    """A range of bytes of a file that begins and ends on borders between lines; of a folder, a range of records."""

    start: int = field(default=0, metadata={"doc": "First byte, or number of the first record from 0."})
    stop: int | None = field(
        default=None,
        metadata={"doc": "First byte, or number of the first record, that no longer belongs. None: the end."},
    )
    line: int = field(default=1, metadata={"doc": "Number of the first line, from 1."})


@frozen
class Record:
    """The bytes of one record and where they begin; what is wrong with them as bytes, if anything is."""

    line: int | None = field(metadata={"doc": "None: nobody says."})
    offset: int
    raw: bytes = field(repr=False)
    fault: MisfitError | None = None
    misfits: Mapping[Path, MisfitError] = field(
        factory=dict, metadata={"doc": "What is known already to be unreadable in it."}
    )


def lines(stream: BinaryIO, part: Part, limits: Limits, counts: Counts) -> Iterator[Record]:
    r"""Yield each line that begins in the part; blank ones are counted and passed over.

    >>> from io import BytesIO
    >>> [record.line for record in lines(BytesIO(b"{}\n\n{}"), Part(), Limits(), Counts())]
    [1, 3]
    """
    offset, line, longest = part.start, part.line - 1, limits.line
    while part.stop is None or offset < part.stop:
        raw = stream.readline(longest + 1)
        if not raw:
            return
        begin = offset
        offset += len(raw)
        line += 1
        if len(raw) > longest and not raw.endswith(b"\n"):
            offset += _skip_line(stream)
            yield Record(line, begin, b"", limits.too_long())
        elif raw.isspace() and not raw.strip(BLANKS):
            counts.blank += 1
        else:
            yield Record(line, begin, raw)


def _skip_line(stream: BinaryIO) -> int:
    skipped = 0
    while chunk := stream.readline(_CHUNK):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def elements(stream: BinaryIO, limits: Limits) -> Iterator[Record]:
    """Yield the elements of a JSON list, or the one record that the stream is if it is no list.

    Only strings and brackets are looked at: whether an element is JSON is found when it is decoded.

    >>> from io import BytesIO
    >>> [record.raw for record in elements(BytesIO(b'[{"id": "]"}, {}]'), Limits())]
    [b'{"id": "]"}', b' {}']
    """
    lead = b""
    while not lead.strip(BLANKS):
        chunk = stream.read(_CHUNK)
        if not chunk:
            return
        lead += chunk
    blank = len(lead) - len(lead.lstrip(BLANKS))
    if lead[blank : blank + 1] != b"[":
        raw = lead + stream.read(limits.line + 1)
        too_long = limits.too_long() if len(raw) > limits.line else None
        fault = _LINES if _is_lines(raw) else too_long
        yield Record(1 + lead[:blank].count(b"\n"), blank, b"" if too_long else raw, fault)
        return
    cutter = _Cutter(limits, offset=blank + 1, line=1 + lead[:blank].count(b"\n"))
    yield from cutter.feed(lead[blank + 1 :])
    while chunk := stream.read(_CHUNK):
        yield from cutter.feed(chunk)
    yield from cutter.end()


_LINES: Final = MisfitError(
    "not JSON",
    "text",
    "a file named .json holds one JSON list, or one object; JSON Lines belong in a file named .jsonl",
)


def _is_lines(raw: bytes) -> bool:
    """Return whether the first line is an object, and more follows."""
    first, _, rest = raw.lstrip(BLANKS).partition(b"\n")
    if not rest.strip(BLANKS):
        return False
    try:
        return type(decoder()(first)) is dict
    except (msgspec().MsgspecError, UnicodeDecodeError, RecursionError):
        return False


class _Cutter:
    """Cuts what follows the `[` of a list at the commas and the `]` that belong to it."""

    def __init__(self, limits: Limits, offset: int, line: int) -> None:
        self.limits = limits
        self.offset = offset  # of the piece held
        self.line = line
        self.held = bytearray()
        self.dropped = 0  # bytes of a piece that is too long, and its lines
        self.dropped_lines = 0
        self.first = True
        self.depth = 1
        self.text = False
        self.skip = 0  # bytes of the next chunk that a backslash has taken the meaning from

    _MARK = re.compile(rb'["\[\]{},]')
    _MARK_IN_TEXT = re.compile(rb'["\\]')

    def feed(self, chunk: bytes) -> Iterator[Record]:
        begin, at = 0, self.skip
        self.skip = 0
        while self.depth and (found := (self._MARK_IN_TEXT if self.text else self._MARK).search(chunk, at)):
            mark, at = found[0], found.end()
            if mark == b"\\":
                at += 1
            elif mark == b'"':
                self.text = not self.text
            elif mark in b"[{":
                self.depth += 1
            elif mark in b"]}":
                self.depth -= 1
            if (mark == b"," and self.depth == 1) or not self.depth:
                self._hold(chunk[begin : found.start()])
                yield from self._cut(last=not self.depth)
                begin = at
        self.skip = max(0, at - len(chunk))
        self._hold(chunk[begin:])

    def _hold(self, piece: bytes) -> None:
        self.held += piece
        if len(self.held) > self.limits.line:
            self.dropped += len(self.held)
            self.dropped_lines += self.held.count(b"\n")
            self.held.clear()

    def _cut(self, *, last: bool) -> Iterator[Record]:
        raw = bytes(self.held)
        blank = not raw.strip(BLANKS) and not self.dropped
        lead = raw[: len(raw) - len(raw.lstrip(BLANKS))]
        fault = self.limits.too_long() if self.dropped else None
        # `[]` has no element; any other blank piece stands where an element is missing.
        if not (blank and last and self.first):
            where = (self.line, self.offset) if fault else (self.line + lead.count(b"\n"), self.offset + len(lead))
            yield Record(*where, b"" if fault else raw, fault)
        self._next(len(raw) + 1, raw.count(b"\n"))

    def _next(self, length: int, line_ends: int) -> None:
        self.offset += self.dropped + length
        self.line += self.dropped_lines + line_ends
        self.held.clear()
        self.dropped = self.dropped_lines = 0
        self.first = False

    def end(self) -> Iterator[Record]:
        raw = bytes(self.held)
        if self.depth:
            hint = "the list does not end with ]; get a whole copy"
            line = self.line + self.dropped_lines + raw.count(b"\n")
            yield Record(line, self.offset, raw, MisfitError("cut short", "bytes", hint))
        elif raw.strip(BLANKS) or self.dropped:
            yield Record(self.line, self.offset, raw, MisfitError("not JSON", "bytes", "nothing may follow the ]"))
