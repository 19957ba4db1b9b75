"""Which flags a waiver sets aside, and what the checks of waivers may ask about each of them.

On one offender a waiver is tried against the flags raised there, over a register against those on officers, teams and
the register; how often each set something aside adds up, in parts and in any order, to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import attrs
from attrs import define, field, frozen

from supervise.checks.flag import Flag, GroupFlag, Raised, Value
from supervise.checks.waiver import Waiver
from supervise.dates.ordinals import ordinal_of
from supervise.engine.clock import FAR
from supervise.rules import Rulebook

__all__ = ["REFUSED", "SEEN", "USED", "Finding", "Trial", "Use", "set_aside"]

R = TypeVar("R", Flag, GroupFlag)

#: It named an offender who was read.
SEEN = "seen"
#: It set a flag aside.
USED = "used"
#: It was about a flag on a duty that the law does not let a force waive.
REFUSED = "refused"


class Use(NamedTuple):
    """Something that became of a waiver, to be counted."""

    waiver: str
    what: str


@frozen
class Finding:
    """What a check finds about a waiver; ``since`` is an ordinal, 0 where nothing says."""

    message: str
    since: int = 0
    evidence: tuple[tuple[str, Value], ...] = ()
    in_case: bool = field(default=False, metadata={"doc": "Told in the case, although the waiver names no offender."})


@define(kw_only=True)
class Trial:
    """One waiver, and what became of it: on one offender, or over the register."""

    waiver: Waiver
    reached: Callable[[int], bool] = field(metadata={"doc": "Whether a day has come; the only way to ask."})
    most_days: int | None = field(metadata={"doc": "For how long a waiver may last; None: not said."})
    tested: bool = field(metadata={"doc": "Whether what it is about was looked for at all."})
    used: int = 0
    refused: int = 0
    manages: bool = field(default=False, metadata={"doc": "Whether who approved it manages the case."})

    @property
    def begun(self) -> bool:
        """Whether the day it was made has come."""
        return self.reached(self.waiver.made_on.toordinal())

    @property
    def expired(self) -> bool:
        """Whether its last day has passed."""
        return self.reached(self.last_day + 1)

    @property
    def last_day(self) -> int:
        """The last day on which it sets anything aside; FAR if it has no end."""
        return ordinal_of(self.waiver.expires_on, FAR)

    def uses(self) -> Iterator[Use]:
        """Yield what became of it, once for each flag."""
        yield from [Use(self.waiver.id, USED)] * self.used
        yield from [Use(self.waiver.id, REFUSED)] * self.refused


def set_aside(flags: Iterable[R], trials: Sequence[Trial], book: Rulebook) -> list[R]:
    """Return the flags, each with the waiver in force that sets it aside; count in the trials.

    Of several the one that lasts longest is named, and all are counted. Days are looked at only where a waiver is
    about a flag that was raised: one that is about nothing here changes nothing here when it ends.
    """
    return [_tried(flag, trials, book) for flag in flags]


def _tried(flag: R, trials: Sequence[Trial], book: Rulebook) -> R:
    held = [trial for trial in trials if trial.waiver.covers(flag) and trial.begun and not trial.expired]
    if not held:
        return flag
    if not _may_be_waived(flag, book):
        for trial in held:
            trial.refused += 1
        return flag
    for trial in held:
        trial.used += 1
    longest = max(held, key=lambda trial: (trial.last_day, trial.waiver.id))
    return attrs.evolve(flag, waiver=longest.waiver)


def _may_be_waived(flag: Raised, book: Rulebook) -> bool:
    return flag.rule is None or all(rule.may_be_waived for rule in book.rules_named(flag.rule))
