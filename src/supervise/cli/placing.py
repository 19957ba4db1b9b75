"""Where output goes: to standard output, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from supervise.cli.display import Screen
from supervise.cli.failing import STANDARD_OUTPUT, Failure, file_fault, named, standard_output

__all__ = ["destination", "refuse_inputs", "refuse_quarantine", "write_files"]


@contextmanager
def destination(output: Path | None, inputs: Iterable[Path] = ()) -> Iterator[BinaryIO]:
    """Open standard output, or a file that takes its name only when everything is written.

    The file can be read by its owner alone. Failure is raised if it is one of the inputs, or no regular file;
    OSError if it cannot be written.
    """
    if output is None:
        # Bytes, so that neither the locale nor the system changes what is written; only a screen has its own way.
        with named(STANDARD_OUTPUT):
            stream = standard_output()
            target = Screen(stream.buffer) if stream.isatty() else stream.buffer
            yield cast("BinaryIO", target)
            target.flush()
        return
    refuse_inputs(output, inputs)
    # The name is known before the file is there, so that an interrupt at any moment leaves nothing behind.
    unfinished = output.with_name(f".{output.name}.{os.getpid()}.unfinished")
    try:
        with named(output.name), _opened(unfinished, output.name) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(output)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write new files to a folder, each by its name, for their owner alone; Failure if one cannot be written."""
    for name, content in files:
        with named(name), _opened(folder / name, name) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _opened(path: Path, name: str) -> BinaryIO:
    """Return a new file for its owner alone; Failure naming the output if it cannot be made."""
    try:
        # A process of this number that was killed may have left one of its own.
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise Failure(file_fault(error, name)) from None
    return os.fdopen(handle, "wb")


def refuse_inputs(output: Path, inputs: Iterable[Path]) -> None:
    """Raise Failure if a file to be written is one of the inputs, or no regular file."""
    if not output.exists():
        return
    if not output.is_file():
        raise Failure(f"{output.name or output}: no regular file; leave out --output to write to standard output")
    for each in inputs:
        if _is_one_file(output, each):
            raise Failure(f"{output.name}: both read and written; give --output another name")


def refuse_quarantine(folder: Path, output: Path | None, inputs: Iterable[Path]) -> None:
    """Raise Failure if what is set aside would be written over an input or the output.

    Records that were put right may well be read from where they were kept.
    """
    from supervise.register.quarantine import REASONS, RECORDS

    others = [*inputs] if output is None else [*inputs, output]
    for name in (RECORDS, REASONS):
        if any(_is_one_file(folder / name, each) for each in others):
            raise Failure(f"{name}: would be written over; give --quarantine another folder")


def _is_one_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever links, also where it is still to be made."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)
