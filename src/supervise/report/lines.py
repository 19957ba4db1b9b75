"""Lines of plain text for people, wrapped and counted the same way on every page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supervise.report.printable import printable
from supervise.rules.reading import counted

__all__ = ["Line", "counted", "listed", "more", "wrapped"]


class Line(NamedTuple):
    """One line with what it is: ``heading``, ``alarm``, ``hint``, or nothing in particular."""

    text: str
    style: str = ""


def wrapped(text: str, width: int, *, first: str | None = None, indent: str = "", style: str = "") -> Iterator[Line]:
    """Yield a text in lines of at most ``width`` columns; ``first`` stands before the first, ``indent`` before others.

    >>> [line.text for line in wrapped("one two", 9, first="a: ", indent="   ")]
    ['a: one', '   two']
    """
    for line in textwrap.wrap(
        # Escaped before it is wrapped, which would take a line end in an id for a space and count a sign too few.
        printable(text),
        width,
        initial_indent=indent if first is None else printable(first),
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    ):
        yield Line(line, style)


def listed(items: Iterable[str], width: int, *, first: str, indent: str, style: str = "") -> Iterator[Line]:
    """Yield items, separated by commas, in lines of at most ``width`` columns; an item is never divided.

    >>> [line.text for line in listed(["a 1", "b 2", "c 3"], 9, first=": ", indent="  ")]
    [': a 1,', '  b 2,', '  c 3']
    """
    line, begun = first, False
    for item in map(printable, items):
        if begun:
            line += ","
            if len(line) + len(item) + 2 > width:
                yield Line(line, style)
                line, begun = indent, False
        line += f" {item}" if begun else item
        begun = True
    yield Line(line, style)


def more(count: int, where: str = "--format csv lists them all") -> Iterator[Line]:
    """Yield the line that says how many were left out, and where they are; none if none were."""
    if count > 0:
        yield Line(f"  and {count} more; {where}", "hint")
