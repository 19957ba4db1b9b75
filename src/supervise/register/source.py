"""A register file, opened: plain or compressed, one record a line or a JSON list, in UTF-8."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, Final, cast

from attrs import evolve, field, frozen

from supervise.errors import RegisterError
from supervise.model.forms import MisfitError
from supervise.register.counts import Counts
from supervise.register.decoding import BLANKS
from supervise.register.limits import Limits
from supervise.register.packing import Packing, packing_of
from supervise.register.records import Part, Record, elements, lines

__all__ = ["Source", "refuse_others", "regular", "told", "unreadable"]

# Lines are some ten kilobytes long; with the usual buffer each would be put together from pieces.
_BUFFER: Final = 1 << 18

_HEAD: Final = 4  # as many bytes tell how a file is compressed
_LIST: Final = MisfitError("not an object", "list", "one offender a line; a JSON list belongs in a file named .json")
_BOM: Final = b"\xef\xbb\xbf"
_BZIP2: Final = "a bzip2 archive; unpack it"
# What is taken for a register by mistake, by the bytes it begins with. Read as text it would be records that are none.
_OTHERS: Final = {
    b"PK\x03\x04": "a workbook or a zip archive; export its sheets as CSV files, or unpack it",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a workbook; export its sheets as CSV files",
    b"SQLite format 3\0": "a database; name it by a URL, such as sqlite:///cases.db",
    b"PAR1\x15": "a Parquet file; its name ends in .parquet",
    b"ARROW1\0": "an Arrow file; its name ends in .arrow or .feather",
    # Packed at any of nine levels; a block comes next, or in an empty one the end.
    **{b"BZh%d%b" % (level, sign): _BZIP2 for level in range(1, 10) for sign in (b"1AY&SY", b"\x17rE8P\x90")},
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it",
    b"Rar!\x1a\x07": "a rar archive; unpack it",
    b"\x04\x22M\x18": "an lz4 archive; unpack it",
    b"%PDF-": "a document of pages; export the table it was made from",
    b"\xfd7zXZ\0": "an xz archive; unpack it",
    b"\x1f\x8b\x08": "an archive inside an archive; unpack it once",
}


@frozen
class Source:
    """An open register file.

    Whatever is wrong with a file as a whole is a RegisterError, at the opening or while it is read.
    """

    path: Path
    file: BufferedReader = field(metadata={"doc": "The bytes of the file as they are."})
    stream: BinaryIO = field(metadata={"doc": "The text of the register, decompressed."})
    packing: Packing | None = field(metadata={"doc": "How it is compressed; None: it is not."})
    stamp: tuple[int, ...] = field(metadata={"doc": "Size, time of change and number, to notice that it was changed."})

    @classmethod
    @contextmanager
    def opened(cls, path: Path, limits: Limits) -> Iterator["Source"]:
        """Open a file, plain or compressed, and close it at the end of the `with` block."""
        try:
            refuse_others(path)
            with cast("BufferedReader", path.open("rb", buffering=_BUFFER)) as file:
                stamp = regular(os.fstat(file.fileno()), path.name)
                if stamp[0] > limits.size:
                    raise limits.too_large(path.name)
                packing = packing_of(file.read(_HEAD), path.name)
                file.seek(0)
                most = limits.unpacked(stamp[0])
                with nullcontext(file) if packing is None else packing.opened(file, path.name, most) as stream:
                    yield cls(path, file, stream, packing, stamp)
        except RegisterError as error:
            # Anew: those who found it hold the bytes of records.
            raise RegisterError(str(error)) from None
        except OSError as error:
            raise told(error, path) from None

    @property
    def is_lines(self) -> bool:
        """Whether the register is one record a line; else it is a JSON list, or one object."""
        name = self.path.name if self.packing is None else self.path.name.removesuffix(self.packing.suffix)
        return not name.endswith(".json")

    @property
    def is_divisible(self) -> bool:
        """Whether workers may read ranges of bytes of the file."""
        return self.is_lines and self.packing is None

    def sha256(self) -> str:
        """Return the hash of the bytes of the file as they are."""
        self.file.seek(0)
        digest = hashlib.file_digest(self.file, "sha256").hexdigest()
        self.file.seek(0)
        return digest

    def records(self, part: Part, limits: Limits, counts: Counts) -> Iterator[Record]:
        """Yield the records that begin in the part."""
        is_first = part.start == 0
        if is_first:
            part = evolve(part, start=self.begin())
        else:
            self.stream.seek(part.start)
        if not self.is_lines:
            return self._elements(limits)
        found = lines(self.stream, part, limits, counts)
        return _no_list(found) if is_first else found

    def _elements(self, limits: Limits) -> Iterator[Record]:
        for record in elements(self.stream, limits):
            if record.fault is not None and record.fault.kind == "cut short":
                # What follows the cut is not there, and nobody could say whom it was about.
                message = f"{self.path.name}: the list is cut short, or a bracket in it is not closed; get a whole copy"
                raise RegisterError(message)
            yield record

    def begin(self) -> int:
        """Go to the first byte of text and return its place."""
        head = self.stream.read(16)
        for beginning, what in _OTHERS.items():
            if head.startswith(beginning):
                raise RegisterError(f"{self.path.name}: {what}")
        # A register begins with ASCII, which has null bytes in UTF-16 and UTF-32, whether marked or not.
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
            raise RegisterError(f"{self.path.name}: UTF-16 or UTF-32; save the register as UTF-8")
        start = len(_BOM) if head.startswith(_BOM) else 0
        self.stream.seek(start)
        return start


def _no_list(records: Iterator[Record]) -> Iterator[Record]:
    """Yield the lines of a file; the first says so if a list begins there."""
    for first in records:
        is_list = first.fault is None and first.raw.lstrip(BLANKS).startswith(b"[")
        yield evolve(first, fault=_LIST) if is_list else first
        break
    yield from records


def refuse_others(path: Path) -> None:
    """Raise RegisterError for what is no regular file before it is opened: opening a pipe waits for its writer."""
    try:
        about = path.stat()
    except (OSError, ValueError) as error:  # a ValueError: a name that no file can have
        raise unreadable(error, path.name) from None
    if not path.is_dir():  # of which the opening says more
        regular(about, path.name)


def regular(about: os.stat_result, name: str) -> tuple[int, ...]:
    """Return size, time of change and number of a file; RegisterError if it can be read only once."""
    if not S_ISREG(about.st_mode):
        raise RegisterError(f"{name}: no regular file; a register is read twice")
    # Another file in its place may have its size and its time. One written over in place that was given its old time
    # again is not noticed: the time of the last change of any kind would be, and backups change that, too.
    return about.st_size, about.st_mtime_ns, about.st_ino


def told(error: OSError, path: Path) -> OSError | RegisterError:
    """Return what is raised for an error met while a register is read; one that names another file is of that file.

    >>> told(OSError(28, "full", "quarantine"), Path("register.jsonl")).filename
    'quarantine'
    """
    of_another = isinstance(error.filename, str) and error.filename != str(path)
    return error if of_another else unreadable(error, path.name)


def unreadable(error: OSError | ValueError, name: str) -> RegisterError:
    """Return the error of a register for an error of the system.

    >>> str(unreadable(FileNotFoundError(), "register.jsonl"))
    'register.jsonl: cannot be read: no such file'
    """
    reasons: dict[type[Exception], str] = {
        FileNotFoundError: "no such file",
        IsADirectoryError: "it is a folder",
        PermissionError: "permission denied",
    }
    reason = reasons.get(type(error), "the system reports an error of input")
    return RegisterError(f"{name}: cannot be read: {reason}")
