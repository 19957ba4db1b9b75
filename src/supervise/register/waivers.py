"""Waivers from a file: strict, and with all that is wrong with them at once; never with a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from supervise.checks import CHECKS, Waiver, Waivers
from supervise.checks.waiver import repeated
from supervise.errors import RulebookLoadError, WaiverError
from supervise.register.writing import Input
from supervise.rules.intake import bytes_of, from_bytes
from supervise.rules.reading import Problems, item, read

__all__ = ["read_waivers"]

_CODES = frozenset(check.code for check in CHECKS)


@frozen
class _Written:
    """A file of waivers as it is written."""

    id: str
    version: str
    waiver: tuple[Waiver, ...] = ()

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a name that is blank, and ids that several waivers have."""
        for key in ("id", "version"):
            if not getattr(self, key).strip():
                yield key, "empty; it names the file in every output"
        for message in repeated(self.waiver):
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
    written: _Written | None = read(_Written, taken.data, "", problems)
    if written is None or problems.found:
        raise WaiverError(name, problems.found)
    known = frozenset(codes)
    unknown = [
        f"{item('waiver', index, None)}: no flag has this code; `supervise flags list` names them"
        for index, waiver in enumerate(written.waiver)
        if waiver.of_code is not None and waiver.of_code not in known
    ]
    if unknown:
        raise WaiverError(name, unknown)
    return Waivers(written.waiver), Input(id=written.id, version=written.version, sha256=taken.sha256)
