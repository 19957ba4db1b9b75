"""Offenders to a folder of CSV files that reads back the same, private to its owner, safe to open in a spreadsheet."""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TextIO

import attrs
from attrs import Factory, define

from supervise.errors import RegisterError, forgetful
from supervise.model import ARRAYS, Offender
from supervise.model.facts import Fact, json_name
from supervise.model.forms import MisfitError
from supervise.register.folder.cells import Declared, Read, cell_of, readers
from supervise.register.folder.columns import LINK, OFFENDERS, TABLES, known_names, normal_name
from supervise.register.folder.whole import whole_folder

__all__ = ["write_folder"]

_CHUNK: Final = 1 << 20


@forgetful
def write_folder(folder: str | Path, offenders: Iterable[Offender | Mapping[str, Any]]) -> int:
    """Write offenders, or the plain data of offenders, to a new folder; return how many.

    Reading the folder gives equal offenders. There is a file for each array that has facts. The folder and its files
    are for their owner alone, and the folder takes its name only when everything is written. A text that a
    spreadsheet would take for a formula, and one that would not come back as it is, has an apostrophe before it,
    which the reader takes off. Plain data may have faults and unknown keys, which become columns; CSV knows no types,
    so that the number 5 where a text should be comes back as a text.

    RegisterError is raised if the folder is there and not empty, or for data that have no form in CSV.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     count = write_folder(f"{name}/register", [Offender(id="A1", team="=north")])
    ...     text = Path(f"{name}/register/offenders.csv").read_text().splitlines()
    >>> count, text[1]
    (1, "A1,,,,,'=north,,,")
    """
    with whole_folder(Path(folder)) as unfinished:
        return _write(unfinished, offenders)


def _write(folder: Path, offenders: Iterable[Offender | Mapping[str, Any]]) -> int:
    count = 0
    with ExitStack() as held:
        sheets = {name: _Sheet.of(name, folder) for name in TABLES}
        for sheet in sheets.values():
            held.callback(sheet.close)
        sheets[OFFENDERS].open()
        for count, offender in enumerate(offenders, start=1):
            data = offender.to_dict() if isinstance(offender, Offender) else offender
            try:
                _spread(data, sheets)
            except MisfitError as misfit:
                raise RegisterError(f"offender {count} has no form in CSV: {misfit.hint}") from None
    for sheet in sheets.values():
        sheet.finish()
    return count


def _spread(data: Mapping[str, Any], sheets: Mapping[str, "_Sheet"]) -> None:
    """Write one offender: a row, and a row for each fact."""
    sheets[OFFENDERS].add({name: value for name, value in data.items() if name not in {*ARRAYS, LINK}})
    for name in ARRAYS:
        facts = data.get(name) or ()
        if not isinstance(facts, Sequence) or isinstance(facts, str):
            raise MisfitError("no form in CSV", "text", f"{name} is no list of facts")
        for fact in facts:
            if not isinstance(fact, Mapping):
                raise MisfitError("no form in CSV", "text", f"{name} has a fact that is no object")
            sheets[name].add({**fact, LINK: data.get("id")})


@define
class _Sheet:
    """One file being written: its rows first, then the names above them, as unknown ones are met on the way."""

    path: Path
    names: dict[str, Read]
    known: int
    file: TextIO | None = None
    rows: Any = None
    places: dict[str, int] = Factory(dict)

    @classmethod
    def of(cls, table: str, folder: Path) -> "_Sheet":
        read = readers(TABLES[table], Declared())
        fields = [json_name(part.name) for part in attrs.fields(TABLES[table])]
        link = [] if table == OFFENDERS else [LINK]
        # Who and which first, what happened next, and who entered it last.
        entered = [part.name for part in attrs.fields(Fact)][1:]
        order = sorted(fields, key=entered.__contains__)
        names = [*link, *(name for name in order if name in known_names(table))]
        return cls(folder / f"{table}.csv", {name: read.get(name, read["id"]) for name in names}, len(names))

    def open(self) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "w", encoding="utf-8", newline="")
        # Lines end as RFC 4180 wants them; with another end a carriage return inside a cell would not be quoted.
        self.rows = csv.writer(self.file, lineterminator="\r\n")
        self.rows.writerow([cell_of(name, self.names["id"]) for name in self.names])

    def add(self, data: Mapping[str, Any]) -> None:
        if self.file is None:
            self.open()
        for name in data:
            if name not in self.names:
                if normal_name(name) in {"", *map(normal_name, self.names)} or "\n" in name:
                    raise MisfitError("no form in CSV", "text", "a key is no name of a column, or two are the same")
                self.names[name] = self.names["id"]
        self.rows.writerow([cell_of(data.get(name), read) for name, read in self.names.items()])

    def close(self) -> None:
        if self.file is not None:
            self.file.close()

    def finish(self) -> None:
        """Give every row a cell for each unknown name, if there are any."""
        if len(self.names) == self.known:
            return
        rest = self.path.with_suffix(".rows")
        self.path.rename(rest)
        with rest.open(encoding="utf-8", newline="") as rows:
            self.open()
            next(reader := csv.reader(rows))
            for row in reader:
                self.rows.writerow(row + [""] * (len(self.names) - len(row)))
        self.close()
        rest.unlink()
