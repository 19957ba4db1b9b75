"""Waivers from a file: strict, and with all that is wrong with them at once; never with a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen

from supervise.checks import CHECKS, Waiver, Waivers
from supervise.checks.flag import parted
from supervise.checks.waiver import is_code, repeated
from supervise.errors import RulebookLoadError, WaiverError
from supervise.register.writing import Input
from supervise.rules.intake import bytes_of, from_bytes
from supervise.rules.reading import Problems, item, read

__all__ = ["read_waivers"]

_CODES = frozenset(check.code for check in CHECKS)


@frozen
class _Written:
    """A file of waivers as it is written; of one with problems, what could be read of it."""

    IN_PART: ClassVar[bool] = True

    id: str
    version: str
    waiver: tuple[Waiver, ...] = ()

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a name that is blank, and ids that several waivers have."""
        for key in ("id", "version"):
            text = getattr(self, key)
            if text is not None and not text.strip():
                yield key, "empty; it names the file in every output"
        for message in repeated(filter(None, self.waiver)):
            yield "waiver", message


def read_waivers(path: str | Path, *, codes: Iterable[str] = _CODES) -> tuple[Waivers, Input]:
    r"""Return the waivers in a TOML file, and its id, version and SHA-256 for the head of an output.

    ``codes`` are those of all flags there are; a waiver of any other is a fault.

    Raises UnknownRulebookError if the file cannot be read, and WaiverError with every fault in it by its path.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "waivers.toml")
    ...     _ = path.write_text('id = "own"\nversion = "1"')
    ...     waivers, head = read_waivers(path)
    >>> waivers.all, head.id
    ((), 'own')
    """
    name = Path(path).name
    try:
        taken = from_bytes(bytes_of(path, "waivers"), name, begins="waivers begin with id and version")
    except RulebookLoadError as error:
        raise WaiverError(name, error.problems) from None
    problems = Problems()
    written: _Written = read(_Written, taken.data, "", problems)
    known = frozenset(codes)
    for index, code in enumerate(_codes_in(taken.data.get("waiver", []))):
        if is_code(code) and code not in known:
            problems.add(item("waiver", index, None), "no flag has this code; `supervise flags list` names them")
    if problems.found:
        raise WaiverError(name, problems.found)
    return Waivers(written.waiver), Input(id=written.id, version=written.version, sha256=taken.sha256)


def _codes_in(written: Any) -> Iterator[str]:
    """Yield the code that each waiver names, or nothing, as it is written: of one that could not be read, too."""
    for each in written if isinstance(written, list) else [written]:
        given = each if isinstance(each, Mapping) else {}
        # A flag goes before a code; what is no text is a fault of its own.
        named = (given.get("flag"), given.get("code"))
        flag, code = (text if isinstance(text, str) else "" for text in named)
        yield parted(flag)[0] or code
