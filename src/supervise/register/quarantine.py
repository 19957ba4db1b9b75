"""What was set aside, kept for those who put it right: the reasons, and apart from them the records.

`reasons.jsonl` holds no value of a record and may be passed on; `records.jsonl` holds records as they came.
Only the owner may read either. Both appear when everything is written, or neither does.
"""

import errno
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import attrs

from supervise.model.faults import Remark

__all__ = ["Quarantine"]

#: The names of the files.
REASONS: Final = "reasons.jsonl"
RECORDS: Final = "records.jsonl"
# Where and what, and no more: what could be read of a fact stays out of the file of reasons.
_REASON: Final = tuple(part.name for part in attrs.fields(Remark))


class Quarantine:
    """Two files in a folder, filled inside a `with` block.

    Left without an error the files take their names; left with one they are removed, and those of an earlier
    run stay. The folder is made if it is missing. OSError is raised if they cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     with Quarantine(name) as quarantine:
    ...         quarantine.keep(b'{"team": 3}', [])
    ...     sorted(path.name for path in Path(name).iterdir())
    ['reasons.jsonl', 'records.jsonl']
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.records = 0
        self._files: dict[str, BinaryIO] = {}
        self._made: dict[str, os.stat_result] = {}

    def __enter__(self) -> Self:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (RECORDS, REASONS):
            self._files[name] = _private(self._unfinished(name))
            self._made[name] = os.fstat(self._files[name].fileno())
        return self

    def _unfinished(self, name: str) -> Path:
        return self.folder / f".{name}.unfinished"

    def keep(self, raw: bytes, reasons: Sequence[Remark]) -> None:
        """Keep a record and why it, or something in it, was set aside.

        Each reason names by `record` the line of `records.jsonl`; null if the record was too long to be kept.
        """
        # Between the parts of a JSON text a line end is only white space, and one record stays on one line.
        line = raw.strip().replace(b"\r", b" ").replace(b"\n", b" ")
        with self._named():
            if line:
                self.records += 1
                self._files[RECORDS].write(line + b"\n")
            for reason in reasons:
                said = {"record": self.records if line else None, **{name: getattr(reason, name) for name in _REASON}}
                self._files[REASONS].write(json.dumps(said, ensure_ascii=True).encode() + b"\n")

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Let an error name the folder: it is met while a register is read, and is not of the register."""
        try:
            yield
        except OSError as error:
            error.filename = str(self.folder)
            raise

    def flush(self) -> None:
        """See to it that everything kept so far is on the disk; OSError if it is full."""
        with self._named():
            for file in self._files.values():
                file.flush()
                os.fsync(file.fileno())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            try:
                if kind is None:
                    self.flush()
            finally:
                for file in self._files.values():
                    # What could not be written is lost either way; each file is closed.
                    with suppress(OSError):
                        file.close()
            if kind is None:
                self._place()
        finally:
            for name in filter(self._is_own, self._files):
                self._unfinished(name).unlink()

    def _place(self) -> None:
        """Give the files their names; OSError if another run began to write here since."""
        if not all(map(self._is_own, self._files)):
            raise OSError(errno.EBUSY, "another run writes here", str(self.folder))
        for name in self._files:
            self._unfinished(name).replace(self.folder / name)

    def _is_own(self, name: str) -> bool:
        try:
            return os.path.samestat(self._unfinished(name).lstat(), self._made[name])
        except FileNotFoundError:
            return False


def _private(path: Path) -> BinaryIO:
    with suppress(FileNotFoundError):
        path.unlink()  # left by a run that was killed
    # Created for the owner alone from the start, and never through a link that someone else put there.
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
