"""Profiles: named parts of the catalogue, for a run that is to raise fewer flags."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from supervise.checks.base import Check
from supervise.checks.catalogue import check_named

__all__ = ["PROFILES", "Profile"]


@frozen(kw_only=True)
class Profile:
    """Some of the checks, by code, and what they are for."""

    name: str
    what: str = field(metadata={"doc": "For whom it is and what it leaves out, in a sentence."})
    codes: tuple[str, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in the order of their codes here.

        >>> [check.slug for check in PROFILES["first-week"].checks][0]
        'visit_overdue'
        """
        return tuple(map(check_named, self.codes))


_ALL: Final = (
    Profile(
        name="first-week",
        what="For a register that was never checked: whoever may be out of sight, what is long past due, and what"
        " cannot be true; reminders and finer points come later.",
        codes=(
            "VD001",
            "VD003",
            "VD004",
            "VD006",
            "DC009",
            "DC016",
            "DC018",
            "RK036",
            "WF058",
            "WF062",
            "NT063",
            "ST101",
            "RB102",
        ),
    ),
)

#: By name.
PROFILES: Final = MappingProxyType({profile.name: profile for profile in _ALL})
