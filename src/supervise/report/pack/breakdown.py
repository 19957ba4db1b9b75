"""What the figures of a pack are broken down by, and how a name of nobody reads."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from supervise.report.pack.setting import Setting

__all__ = ["WAYS", "By", "file_of", "in_order", "lacking_officers", "named", "title_of"]


class By(StrEnum):
    """What a figure is broken down by; the register is the whole."""

    TEAM = "team"
    OFFICER = "officer"
    LEVEL = "level"
    RULE = "rule"
    REGISTER = "register"


#: How duties are broken down, the whole first.
WAYS: Final = (By.REGISTER, By.TEAM, By.OFFICER, By.LEVEL, By.RULE)

_NOBODY: Final = {By.TEAM: "no team", By.OFFICER: "no officer", By.LEVEL: "no level", By.REGISTER: "register"}


def file_of(what: str, by: By) -> str:
    """Return the name of a table that is broken down.

    >>> file_of("overdue", By.REGISTER), file_of("overdue", By.TEAM)
    ('overdue', 'overdue-by-team')
    """
    return what if by is By.REGISTER else f"{what}-by-{by.value}"


def title_of(what: str, by: By) -> str:
    """Return the title of a table that is broken down.

    >>> title_of("Overdue", By.REGISTER), title_of("Overdue", By.TEAM)
    ('Overdue', 'Overdue, by team')
    """
    return what if by is By.REGISTER else f"{what}, by {by.value}"


def named(by: By, name: str) -> str:
    """Return what stands in a table for a name; nobody and nothing are empty where they are gathered.

    >>> named(By.TEAM, "t1"), named(By.OFFICER, "")
    ('t1', 'no officer')
    """
    return name or _NOBODY[by]


def in_order(by: By, names: Iterable[str], setting: Setting) -> list[str]:
    """Return names in order: levels from the most severe, those that are on no scale last; others as texts."""
    places = {level: place for place, level in enumerate(setting.roles.levels)} if by is By.LEVEL else {}
    return sorted(names, key=lambda name: (places.get(named(by, name), len(places)), name))


def lacking_officers(by: By, setting: Setting) -> str:
    """Return why a table by team or officer has nothing to tell; empty if it has, or is by something else."""
    return "no workforce is given (--workforce)" if by in (By.TEAM, By.OFFICER) and not setting.has_officers else ""
