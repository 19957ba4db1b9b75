"""The files of a pack: a CSV for each table, safe to open in a spreadsheet, and one page in Markdown.

Every row of every CSV says as of when and by which rulebook it is, so that a sheet cut out of its pack still does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from supervise.register.tabular import cell, lines
from supervise.register.writing import Run
from supervise.report.heading import heading
from supervise.report.lines import counted
from supervise.report.pack.gathering import Pack, pack_tables
from supervise.report.pack.table import Cell, Table
from supervise.report.printable import printable

__all__ = ["PAGE", "pack_files"]

#: The page of a pack.
PAGE: Final = "pack.md"

_HEAD: Final = ("as_of", "known_at", "rulebook", "rulebook_sha256", "entry")
_FOUND: Final = "found"
_NONE: Final = "none"
_NOT_EVALUATED: Final = "not evaluated"
# The page shows so many rows of a table; its CSV holds them all.
_MOST_ROWS: Final = 25
_WIDTH: Final = 100
# What Markdown, or a web page made of it, would take for more than text, links too: an id may hold anything.
_SPECIAL: Final = re.compile(r"([\\`*\[\]<>|&~:@$#!]|(?<=www)\.)", re.IGNORECASE)


def pack_files(run: Run, pack: Pack) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file of a pack, in the order of the page, which comes last."""
    tables = pack_tables(pack)
    for table in tables:
        yield f"{table.name}.csv", _sheet(run, table)
    yield PAGE, "".join(f"{text}\n" for text in _page(run, pack, tables)).encode()


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sheet(run: Run, table: Table) -> bytes:
    """Return a table as CSV: with a row that says so where there is nothing, or nothing was evaluated."""
    head = (run.as_of.isoformat(), run.known_at, run.book.ref, run.book.sha256)
    blank = (None,) * len(table.columns)
    entry = f"{_NOT_EVALUATED}: {table.lacking}" if table.lacking else _NONE
    rows = [(*head, _FOUND, *row) for row in table.rows] or [(*head, entry, *blank)]
    return lines([(*_HEAD, *table.columns), *rows])


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(run: Run, pack: Pack, tables: Iterable[Table]) -> Iterator[str]:
    yield f"# Backlog and practice as of {run.as_of}"
    yield ""
    # Set off as code: what the text review says at its head, to the letter.
    yield from (f"    {printable(line.text)}" for line in heading("review", run, pack.tally, _WIDTH))
    yield f"    rulebook SHA-256 {run.book.sha256}"
    yield f"    register SHA-256 {run.register_sha256}"
    yield ""
    yield (
        "Everyone is named by id alone. Each figure is what the records give by this reckoning; `supervise explain`"
        " redoes any date. Each table is a CSV of the same name beside this page."
    )
    for table in tables:
        yield from _section(table)


def _section(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {table.title}"
    yield ""
    yield f"{table.note} `{table.name}.csv`"
    yield ""
    if table.lacking:
        yield f"{_NOT_EVALUATED}: {table.lacking}"
    elif not table.rows:
        yield f"{_NONE}"
    else:
        yield from _rows(table)


def _rows(table: Table) -> Iterator[str]:
    yield _line(name.replace("_", " ") for name in table.columns)
    yield _line("---" for _ in table.columns)
    yield from (_line(map(_text, row)) for row in table.rows[:_MOST_ROWS])
    rest = len(table.rows) - _MOST_ROWS
    if rest > 0:
        yield ""
        yield f"and {counted(rest, 'more row')} in `{table.name}.csv`"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(value: Cell) -> str:
    return _SPECIAL.sub(r"\\\1", printable(value if isinstance(value, str) else cell(value)))
