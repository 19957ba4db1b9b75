"""The bytes of a CSV file to rows, each with its line and its place; what is wrong with one as a row.

Python's csv module cuts the cells. A row is only taken if nothing about it is in doubt: the number of cells, and
quotes that end where a cell ends.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import define, field

from supervise.errors import RegisterError
from supervise.model.forms import MisfitError
from supervise.register.folder.cells import LONGEST_CELL
from supervise.register.folder.columns import Columns

__all__ = ["Row", "rows"]

_QUOTES: Final = "a quote is opened and not closed where the cell ends; get a whole copy of the file"


@define
class Row:
    """One row: the cells, none if it is blank; what is wrong with it, if anything is."""

    line: int = field(metadata={"doc": "Its first line, from 1: a cell in quotes may have several."})
    start: int = field(metadata={"doc": "Its first byte in the file."})
    stop: int = field(metadata={"doc": "The first byte after it."})
    cells: list[str] = field(repr=False)
    misfit: MisfitError | None = None


class _Feed:
    """Hands lines to the csv module and remembers how much of the file it took."""

    def __init__(self, stream: Iterable[bytes], encoding: str) -> None:
        self._stream = iter(stream)
        self._encoding = encoding
        self.lines = 0
        self.bytes = 0
        self.first = ""  # line of the row under way
        self.last = ""
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        for raw in self._stream:
            self.lines += 1
            self.bytes += len(raw)
            # What is no text stays visible as such, so that the one cell that holds it can be named.
            self.last = raw.decode(self._encoding, "surrogateescape")
            self.first = self.first or self.last
            yield self.last
        self.ended = True


def rows(
    stream: Iterable[bytes], columns: Columns, encoding: str, *, file: str, start: int = 0, line: int = 1
) -> Iterator[Row]:
    r"""Yield the rows of a stream of lines whose first byte and line in the file are given.

    RegisterError is raised for a quote that is not closed: how many rows it swallows cannot be known.

    >>> columns = Columns(",", ("id", "team"), ((0, "id"), (1, "team")), 0, (), ())
    >>> [row.cells for row in rows([b"A1,north\n", b",\n"], columns, "utf-8", file="offenders.csv")]
    [['A1', 'north'], []]
    """
    feed = _Feed(stream, encoding)
    reader = csv.reader(feed, delimiter=columns.delimiter, strict=True)
    header, width = list(columns.names), len(columns.names)
    while True:
        first, begin, feed.first = line + feed.lines, start + feed.bytes, ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A cell that is too long is given up in the middle: with an odd quote what follows may be its rest.
            cut = len(feed.last) > LONGEST_CELL and feed.last.count('"') % 2
            if feed.ended or cut or line + feed.lines - first > 1:
                name = columns.name_at(len(_leniently(feed.first, columns)) - 1)
                raise RegisterError(f"{file}:{first}: {name}: {_QUOTES}") from None
            yield Row(first, begin, start + feed.bytes, _leniently(feed.last, columns), _broken())
            continue
        misfit = None
        if len(cells) != width or cells == header:
            misfit = _misfit(cells, width, header)
        if not any(cells) or not any(map(str.strip, cells)):
            cells, misfit = [], None
        yield Row(first, begin, start + feed.bytes, cells, misfit)


def _leniently(text: str, columns: Columns) -> list[str]:
    """Return cells of a row that is not to be trusted: enough to say whose it may be."""
    try:
        return next(csv.reader([text], delimiter=columns.delimiter), [])
    except csv.Error:  # a cell of more characters than the csv module takes
        return []


def _broken() -> MisfitError:
    hint = "a quote or a line end stands inside a cell, or a cell is too long; write quotes in a quoted cell twice"
    return MisfitError("broken row", "text", hint)


def _misfit(cells: list[str], width: int, header: list[str]) -> MisfitError:
    if cells == header:
        return MisfitError("repeated header", "text", "the names of the columns stand in the first row alone")
    few = "too few" if len(cells) < width else "too many"
    return MisfitError(f"{few} cells", "row", f"{len(cells)} where the first row has {width}")
