"""Outputs of a night: written whole beside their places, and given their names when the ledger is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Outputs"]


class Outputs:
    """Files in one folder, each for its owner alone. Leaving the `with` block takes away what has no name yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._staged: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for unfinished in self._staged:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def stage(self, files: Mapping[str, bytes]) -> None:
        """Write files in full, under names that nobody reads. A file that is there already as it should be is passed.

        OSError is raised if one cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            place = self._folder / name
            # One job writes at a time; what is left under this name is of a job that was killed.
            unfinished = self._folder / f".{name}.unfinished"
            unfinished.unlink(missing_ok=True)
            if place.is_file() and place.read_bytes() == content:
                continue
            self._staged[unfinished] = place
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())

    def place(self) -> None:
        """Give the files their names; OSError if one cannot take it."""
        for unfinished, place in self._staged.items():
            unfinished.replace(place)
        self._staged.clear()
