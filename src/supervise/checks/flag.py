"""What a check raises: a flag, how pressing it is, and the evidence behind it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from supervise.keeping import kept
from supervise.showing import shown

if TYPE_CHECKING:
    from supervise.checks.waiver import Waiver

__all__ = ["Evidence", "Flag", "GroupFlag", "Raised", "Scope", "Severity", "Value", "joined", "part_in", "parted"]


class Severity(StrEnum):
    """How soon someone must act, the most pressing first.

    >>> Severity.CRITICAL.rank, Severity("info").rank
    (0, 4)
    """

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """The place in the order, 0 being the most severe."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Scope(StrEnum):
    """What a flag on more than one offender is about."""

    OFFICER = "officer"
    TEAM = "team"
    REGISTER = "register"


Value: TypeAlias = dt.date | int | str | tuple[str, ...] | None


@kept
@frozen
class Evidence:
    """One fact behind a flag: a date, an id, a count or a word of the format; no name, no free text."""

    __repr__ = shown("name")

    name: str
    value: Value


@frozen(kw_only=True)
class Raised:
    """What all flags say: that it is so, since when, what shows it and what would clear it.

    A flag says what the records give by this reckoning, never that anyone did wrong.
    """

    __repr__ = shown("identity")

    code: str
    severity: Severity
    as_of: dt.date
    rule: str | None = field(metadata={"doc": "The published id of the rule behind it; None: no rule."})
    rulebook: str = field(metadata={"doc": "Reference of the rulebook, `id@version`."})
    key: str = field(metadata={"doc": "Id of the fact or occurrence it hangs on; of a group, the group's."})
    since: dt.date | None = field(
        metadata={"doc": "First day on which it was so, by the facts now known; None: they do not say."}
    )
    days_over: int | None = field(metadata={"doc": "Days past the last day, suspended ones taken out."})
    evidence: tuple[Evidence, ...]
    message: str = field(metadata={"doc": "One sentence to act on; the same on every day until it changes."})
    clears: str = field(metadata={"doc": "What would clear it."})
    identity: str = field(
        metadata={"doc": "The same as long as it is the same flag: made of code and ids alone, never of a date."}
    )
    waiver: Waiver | None = field(default=None, metadata={"doc": "What sets it aside; None: nothing does."})


@kept
@frozen(kw_only=True, repr=False)
class Flag(Raised):
    """What a check raises on one thing of one offender."""

    offender: str

    @property
    def part(self) -> str:
        """The id in the book of the rule behind it: outputs show several rules under one. Empty if there is none."""
        return part_in(self.identity)


@kept
@frozen(kw_only=True, repr=False)
class GroupFlag(Raised):
    """What a check raises on an officer, a team or the register, out of the facts of many offenders."""

    scope: Scope

    @property
    def group(self) -> str | None:
        """The id of the officer or team; None for the register."""
        return None if self.scope is Scope.REGISTER else self.key


def joined(*parts: str) -> str:
    r"""Return the parts as one text that no other parts give.

    >>> joined("VD001", "A|1", "R-V2", "v3")
    'VD001|A\\|1|R-V2|v3'
    """
    text = "|".join(parts)
    if "\\" not in text and text.count("|") == len(parts) - 1:
        return text
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def parted(text: str) -> tuple[str, ...]:
    r"""Return the parts that :func:`joined` made one text of.

    >>> parted("VD001|A\\|1|R-V2|v3")
    ('VD001', 'A|1', 'R-V2', 'v3')
    """
    parts, escaped = [""], False
    for sign in text:
        if sign == "|" and not escaped:
            parts.append("")
        elif sign != "\\" or escaped:
            parts[-1] += sign
        escaped = sign == "\\" and not escaped
    return tuple(parts)


def part_in(identity: str) -> str:
    """Return the id in the book of the rule behind a flag on an offender, as its identity has it; empty if none.

    >>> part_in("NT063|A1|R-N2-release|s1"), part_in("DC095|A1||A1")
    ('R-N2-release', '')
    """
    return "".join(parted(identity)[2:3])
