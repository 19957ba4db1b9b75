"""How a file may be compressed: told by its first bytes, or by its name where it is damaged from the first."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from io import BufferedReader
from types import ModuleType
from typing import BinaryIO, Final, cast

from attrs import frozen

from supervise.errors import MissingExtraError, RegisterError

__all__ = ["PACKINGS", "Packing", "packing_of", "unpacked_too_far", "zstd"]


@cache
def zstd() -> ModuleType:
    """Return Python's own zstd, or for older Pythons the same from `backports.zstd`.

    MissingExtraError naming the extra is raised if neither is there.
    """
    with suppress(ImportError):
        from compression import zstd as own

        return _module(own)
    with suppress(ImportError):
        from backports import zstd as same

        return _module(same)
    raise MissingExtraError("reading a zstd archive needs zstd: pip install 'supervise-schedules[zstd]'")


def _module(found: ModuleType) -> ModuleType:
    return found


@frozen
class Packing:
    """A way to compress a file."""

    name: str
    suffix: str
    magic: bytes
    unpacked: Callable[[BufferedReader], BinaryIO]
    damage: Callable[[], tuple[type[Exception], ...]]

    @contextmanager
    def opened(self, file: BufferedReader, name: str, most: int) -> Iterator[BinaryIO]:
        """Open what is compressed.

        RegisterError is raised, in the middle if need be, if it is cut short or damaged, or is more than `most` bytes.
        """
        stream, damage = cast("BinaryIO", _Metered(self.unpacked(file), most, name)), self.damage()
        try:
            yield stream
        except damage:
            message = f"{name}: the {self.name} archive is cut short or damaged; get a whole copy"
            raise RegisterError(message) from None


class _Metered:
    """A stream of which no more than so many bytes can be read: a small archive may hold any number of noughts."""

    def __init__(self, stream: BinaryIO, most: int, name: str) -> None:
        self._stream, self._most, self._name = stream, most, name
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        return self._metered(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._metered(self._stream.readline(size))

    def seek(self, offset: int) -> int:
        self._at = self._stream.seek(offset)
        return self._at

    def _metered(self, data: bytes) -> bytes:
        self._at += len(data)
        if self._at > self._most:
            raise unpacked_too_far(self._name)
        return data


def unpacked_too_far(name: str) -> RegisterError:
    """Return the error for what is small as a file and large in memory."""
    return RegisterError(f"{name}: unpacks to more bytes than the limits of size and ratio allow")


def _gunzipped(file: BufferedReader) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=file))


def _unzstded(file: BufferedReader) -> BinaryIO:
    return cast("BinaryIO", zstd().ZstdFile(file))


PACKINGS: Final = (
    Packing("gzip", ".gz", b"\x1f\x8b", _gunzipped, lambda: (EOFError, zlib.error, gzip.BadGzipFile)),
    Packing("zstd", ".zst", b"\x28\xb5\x2f\xfd", _unzstded, lambda: (EOFError, zstd().ZstdError)),
)


def packing_of(head: bytes, name: str) -> Packing | None:
    """Return how a file with these first bytes and this name is compressed; None: it is not.

    >>> packing_of(b"{}", "register.jsonl") is None, packing_of(b"{}", "register.jsonl.zst").name
    (True, 'zstd')
    """
    by_bytes = (each for each in PACKINGS if head.startswith(each.magic))
    by_name = (each for each in PACKINGS if name.endswith(each.suffix))
    return next(by_bytes, None) or next(by_name, None)
