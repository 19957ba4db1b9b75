"""Thresholds of a book that no check reads: a slip in a name, or a value for checks of somebody's own."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.catalogue import CHECKS
from supervise.rules.checking import Finding
from supervise.rules.reading import near_to, shown, step
from supervise.rules.rulebook import Rulebook

__all__ = ["unread_thresholds"]


def unread_thresholds(book: Rulebook) -> Iterator[Finding]:
    """Yield each threshold that no check of the library reads, with the name that was meant where one is near.

    >>> from supervise.rules import load_rulebook
    >>> list(unread_thresholds(load_rulebook("england-wales@2026.1")))
    []
    """
    read = {name for check in CHECKS for name in check.thresholds}
    for name in book.thresholds:
        if name not in read:
            near = near_to(name, read)
            yield Finding(
                kind="threshold that nothing reads",
                path=step("thresholds", name),
                what="no check of the library reads it" + (f"; did you mean {shown(near)}?" if near else ""),
                advice="agree that checks of your own read it, or correct the name",
                fault=False,
            )
