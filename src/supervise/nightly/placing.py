"""Outputs of a night: written whole beside their places, and given their names when the ledger is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from types import TracebackType
from typing import Final, Self

__all__ = ["Outputs"]

_UNFINISHED: Final = ".unfinished"


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

    def held(self, name: str) -> bytes | None:
        """Return what a file holds that stands in its place already; None if there is none."""
        place = self._folder / name
        return place.read_bytes() if place.is_file() else None

    def stage(self, files: Mapping[str, bytes]) -> None:
        """Write files in full, under names that nobody reads. A file that is there already as it should be is passed.

        OSError is raised if one cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            place = self._folder / name
            # One job writes to the ledger at a time: what is left is of one that was killed. One that has written and
            # not yet placed is told that its file is gone, and this one places what it knew, too.
            for left in self._folder.glob(f".{name}*{_UNFINISHED}"):
                left.unlink(missing_ok=True)
            if place.is_file() and place.read_bytes() == content:
                continue
            try:
                self._write(place, content)
            except OSError as error:
                error.filename = str(place)
                raise

    def _write(self, place: Path, content: bytes) -> None:
        # A name of its own, for its owner alone: no other job ever gives it the place of a whole file.
        handle, unfinished = mkstemp(prefix=f".{place.name}.", suffix=_UNFINISHED, dir=self._folder)
        self._staged[Path(unfinished)] = place
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def place(self) -> None:
        """Give the files their names; OSError if one cannot take it."""
        for unfinished, place in self._staged.items():
            try:
                unfinished.replace(place)
            except OSError as error:
                error.filename = str(place)
                raise
        self._staged.clear()
