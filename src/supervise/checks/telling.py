"""Which duties are told when they are overdue by a check that is about them; `duty_overdue` tells the others."""

from __future__ import annotations

from functools import lru_cache

from supervise.checks.base import Check
from supervise.checks.catalogue import CHECKS
from supervise.rules.rulebook import Rulebook

__all__ = ["told_by"]


@lru_cache(maxsize=16)
def told_by(checks: tuple[Check, ...], book: Rulebook) -> frozenset[str]:
    """Return the published ids of the rules of which some check says, by this book, when a duty is overdue.

    Those of the library all count, also where only some are run: what was left out on purpose is not told by another.

    >>> from supervise.rules import load_rulebook
    >>> "R-V2" in told_by((), load_rulebook("england-wales@2026.1"))
    True
    """
    return frozenset(rule for check in (*CHECKS, *checks) if check.suits(book) for rule in check.tells)
