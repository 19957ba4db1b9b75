"""Thresholds of a book that no check reads or can read, and duties that one lists and the book has not: slips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from supervise.checks.catalogue import CHECKS
from supervise.checks.thresholds import whole
from supervise.rules.checking import Finding
from supervise.rules.reading import kind_of, near_to, shown, step
from supervise.rules.rulebook import Rulebook

__all__ = ["misread_thresholds", "unknown_duties", "unread_thresholds"]

_LIST_DUTIES = "duties-"
# What checks read as something else than a whole number; a value of another kind would be as if it were not there.
_TABLES = frozenset({"notification-due-soon", "tool-bands", "tools-retired", "visit-due-soon"})
_LISTS = frozenset(
    {
        "assessments-to-approve",
        "bands-in-order",
        "duties-told-where-recorded",
        "level-rests-on",
        "mappa-levels-odd",
        "notification-methods",
        "office-hours",
        "order-conditions-to-check",
        "police-systems",
        "reactive-barring-events",
        "reactive-barring-orders",
        "reactive-intelligence-events",
        "reactive-levels",
        "registration-jurisdictions",
        "routine-visit-purposes",
        "static-tools",
        "suspension-states",
        "team-backlog-ages",
        "tools-in-succession",
        "visit-ladder-days",
        "visit-overdue-critical-levels",
        "visiting-hours",
    }
)


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


def misread_thresholds(book: Rulebook) -> Iterator[Finding]:
    """Yield each threshold whose value is of another kind than the check that reads it asks for.

    >>> from supervise.rules import load_rulebook
    >>> list(misread_thresholds(load_rulebook("england-wales@2026.1")))
    []
    """
    read = {name for check in CHECKS for name in check.thresholds}
    for name, threshold in book.thresholds.items():
        expected, is_one = _kind_read(name)
        if name in read and not is_one(threshold.value):
            yield Finding(
                kind="threshold that cannot be read",
                path=step(step("thresholds", name), "value"),
                what=f"expected {expected}, found {kind_of(threshold.value)}",
                advice="write a value of that kind, or leave the threshold out",
                fault=True,
            )


def _kind_read(name: str) -> tuple[str, Callable[[Any], bool]]:
    if name in _TABLES:
        return "a table", lambda value: isinstance(value, dict)
    if name in _LISTS:
        return "a list", lambda value: isinstance(value, list)
    return "a whole number", lambda value: whole(value) is not None


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
