"""Markdown in which every text stays the text it is: nothing in an id or a word makes markup, a link or a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from supervise.report.printable import printable

__all__ = ["escaped", "heading", "items"]

# An underscore inside a word, as in `very_high`, marks nothing up and stays readable.
_MARKS: Final = re.compile(r"[\\`*\[\]<>|~#&]|(?<![^\W_])_|_(?![^\W_])")


def escaped(text: str) -> str:
    r"""Return a text in one line of Markdown that shows it as it is; what does not print is escaped first.

    >>> print(escaped("a|b `c` <d> very_high _e_"))
    a\|b \`c\` \<d\> very_high \_e\_
    """
    return _MARKS.sub(r"\\\g<0>", " ".join(printable(text).split()))


def heading(text: str, level: int) -> str:
    """Return a heading; no Markdown has one deeper than 6.

    >>> heading("R-V2  visit", 2)
    '## R-V2 visit'
    """
    return f"{'#' * min(level, 6)} {escaped(text)}"


def items(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each line as an item of a list: what it is about, and what it says.

    >>> list(items([("due", "2024-02-29"), ("", "no occurrence")]))
    ['- due: 2024-02-29', '- no occurrence']
    """
    for label, text in lines:
        yield f"- {label}: {escaped(text)}" if label else f"- {escaped(text)}"
