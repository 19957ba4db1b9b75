"""Thresholds of a book that no check reads, and duties that one lists and the book has not: slips in names."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.catalogue import CHECKS
from supervise.rules.checking import Finding
from supervise.rules.reading import near_to, shown, step
from supervise.rules.rulebook import Rulebook

__all__ = ["unknown_duties", "unread_thresholds"]

_LIST_DUTIES = "duties-"


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


def unknown_duties(book: Rulebook) -> Iterator[Finding]:
    """Yield each id in a threshold that lists duties of which the book has no rule.

    >>> from supervise.rules import load_rulebook
    >>> list(unknown_duties(load_rulebook("england-wales@2026.1")))
    []
    """
    ids = {rule.published_id for rule in book.rule}
    for name, threshold in book.thresholds.items():
        if not name.startswith(_LIST_DUTIES) or not isinstance(threshold.value, list):
            continue
        for duty in threshold.value:
            if duty not in ids:
                near = near_to(str(duty), ids)
                yield Finding(
                    kind="duty that no rule has",
                    path=step("thresholds", name),
                    what=f"no rule has the id {shown(str(duty))}" + (f"; did you mean {shown(near)}?" if near else ""),
                    advice="name a rule by the id that outputs show, or leave it out",
                    fault=True,
                )
