"""Where output goes: to standard output, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from supervise.cli.failing import Failure, file_fault

__all__ = ["destination"]


@contextmanager
def destination(output: Path | None, inputs: Iterable[Path] = ()) -> Iterator[BinaryIO]:
    """Open standard output, or a file that takes its name only when everything is written.

    The file can be read by its owner alone. Failure is raised if it is one of the inputs, or no regular file;
    OSError if it cannot be written.
    """
    if output is None:
        # Bytes, so that neither the locale nor the system changes what is written.
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    _refuse(output, inputs)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=".unfinished", dir=output.parent)
    except OSError as error:
        raise Failure(file_fault(error, output.name)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield cast("BinaryIO", file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(output)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _refuse(output: Path, inputs: Iterable[Path]) -> None:
    if not output.exists():
        return
    if not output.is_file():
        raise Failure(f"{output.name}: no regular file; leave out --output to write to standard output")
    for each in inputs:
        if each.exists() and output.samefile(each):
            raise Failure(f"{output.name}: both read and written; give --output another name")
