"""The conformance suite: which files of cases there are, in which version, and what changed from version to version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

from attrs import frozen

from supervise.cases import Case, read_cases
from supervise.showing import shown

__all__ = ["Amended", "CaseFile", "Edition", "Suite", "date_cases", "load_suite"]

_INDEX: Final = "index.json"
_DATES: Final = "dates.json"


@frozen(kw_only=True)
class CaseFile:
    """One file of the suite: its name, what it is about, how many cases are in it (``count``), and its SHA-256."""

    name: str
    about: str
    count: int
    sha256: str

    def cases(self) -> list[Case]:
        """Return its cases in order; RegisterError if the file is damaged.

        >>> load_suite().file("victoria.cases.json").cases()[0].id
        'BOOK-VIC-01'
        """
        return read_cases(_folder() / self.name)


@frozen(kw_only=True)
class Amended:
    """A case that another version of the suite changed or withdrew, and why."""

    id: str
    why: str


@frozen(kw_only=True)
class Edition:
    """What one version of the suite brought: ids added, cases changed and withdrawn, each with the reason."""

    __repr__ = shown("version", added="added", changed="changed", withdrawn="withdrawn")

    version: str
    note: str
    added: tuple[str, ...]
    changed: tuple[Amended, ...]
    withdrawn: tuple[Amended, ...]


@frozen(kw_only=True)
class Suite:
    """The cases published with this library. ``history`` begins with the newest version, which is this one.

    ``format`` is the number of the form in which its files are written.
    """

    __repr__ = shown("version", files="files")

    format: int
    version: str
    files: tuple[CaseFile, ...]
    history: tuple[Edition, ...]

    def file(self, name: str) -> CaseFile:
        """Return the file of a name; KeyError if the suite has none."""
        return {each.name: each for each in self.files}[name]

    def cases(self) -> Iterator[Case]:
        """Yield every case, file by file.

        >>> sum(1 for _ in load_suite().cases()) == sum(each.count for each in load_suite().files)
        True
        """
        for each in self.files:
            yield from each.cases()


def load_suite() -> Suite:
    """Return the suite that ships with the library; nothing but its index is read until cases are asked for.

    >>> suite = load_suite()
    >>> suite.format, suite.version
    (1, '2026.1')
    """
    index = _read(_INDEX)
    return Suite(
        format=index["format"],
        version=index["version"],
        files=tuple(CaseFile(**row) for row in index["files"]),
        history=tuple(_edition(row) for row in index["history"]),
    )


def date_cases() -> list[dict[str, Any]]:
    """Return the cases on dates alone: an operation, its inputs and what it must give, as `dates.schema.json` says.

    They need no rulebook and no facts; how this library answers them is in its tests.

    >>> date_cases()[0]["operation"]
    'add_period'
    """
    return list(_read(_DATES))


def _edition(row: Mapping[str, Any]) -> Edition:
    return Edition(
        version=row["version"],
        note=row["note"],
        added=tuple(row["added"]),
        changed=tuple(Amended(**each) for each in row["changed"]),
        withdrawn=tuple(Amended(**each) for each in row["withdrawn"]),
    )


def _read(name: str) -> Any:
    return json.loads((_folder() / name).read_text(encoding="utf-8"))


def _folder() -> Traversable:
    return resources.files("supervise") / "conformance"
