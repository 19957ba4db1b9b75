"""Text for people: plain where it goes to a file or a log, in colour where somebody looks at a terminal."""

from __future__ import annotations

import io
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TextIO, TypeAlias

import click

from supervise.report.printable import printable

if TYPE_CHECKING:
    # A line on standard error needs nothing of what makes reports.
    from supervise.report.lines import Line

__all__ = ["WIDTH", "Page", "Screen", "progress", "say", "show", "write"]

#: Columns of a text that does not go to a terminal.
WIDTH: Final = 100
_NARROWEST: Final = 40
_CR: Final = "\r"

_STYLES: Final = {"heading": "bold", "alarm": "bold red", "hint": "dim"}

# A page is written for a width.
Page: TypeAlias = "Callable[[int], Iterable[Line]]"


def say(text: str) -> None:
    """Tell the person, not the program that reads the output: one line on standard error."""
    click.echo(f"supervise: {printable(text)}", err=True)


def show(page: Page) -> None:
    """Print a page: in colour and as wide as the terminal, or plain and 100 columns wide if it is none."""
    from supervise.cli.failing import STANDARD_OUTPUT, named, standard_output

    with named(STANDARD_OUTPUT):
        stream = standard_output()
        if stream.isatty():
            _colour(page, stream)
        else:
            write(page, stream.buffer)


def write(page: Page, target: BinaryIO) -> None:
    """Write a page plainly, in UTF-8 whatever the machine prefers."""
    target.writelines(f"{line.text}\n".encode() for line in page(WIDTH))


class Screen(io.RawIOBase):
    """The bytes of an output for programs, where somebody looks at them: what does not print is escaped.

    A file or a pipe holds every text as it came; on a terminal one of them could write over what was shown before it.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._text = getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        """Return that it may be written to."""
        return True

    def isatty(self) -> bool:
        """Return that somebody looks at it."""
        return True

    def write(self, data: Any) -> int:
        """Write whole lines, or parts of lines, as they may be shown; return how many bytes were taken."""
        shown = (
            f"{printable(line.removesuffix(_CR))}{_CR * line.endswith(_CR)}"
            for line in self._text.decode(data).split("\n")
        )
        self._target.write("\n".join(shown).encode())
        return len(data)

    def flush(self) -> None:
        """Let everything be seen."""
        self._target.flush()


def _colour(page: Page, stream: TextIO) -> None:
    # Rich knows terminals, their widths, and who wants no colour (NO_COLOR).
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in page(max(console.width, _NARROWEST)):
        console.print(Text(line.text, _STYLES.get(line.style, "")))


@contextmanager
def progress(records: int, *, shown: bool = True) -> Iterator[Callable[[int], object]]:
    """Show on standard error how far a run is, if somebody looks at it there; a log or pipe gets nothing.

    What is yielded is called with the number of records done since it was last called. The bar is gone at the end.
    """
    if not (shown and records and sys.stderr.isatty()):
        yield bool
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("records", total=records)
        yield lambda done: bar.advance(task, done)
