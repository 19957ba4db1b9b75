"""What a run over a register adds up to: counts, severities, and what nobody could test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from attrs import define, field

from supervise.checks import GroupReview, Severity
from supervise.checks.flag import Raised
from supervise.engine.schedule import Schedule
from supervise.model import Rejected, undated
from supervise.model.faults import unknown_keys
from supervise.reviewing import Review, Summary

__all__ = ["Tally"]


@define
class Tally:
    """Counts over results of a register; those of its parts merge in any order to the same."""

    summary: Summary = field(factory=Summary)
    severities: Counter[str] = field(factory=Counter, metadata={"doc": "Flags by severity, those waived too."})
    waived: Counter[str] = field(factory=Counter, metadata={"doc": "By severity, those that a waiver sets aside."})
    not_evaluated: Counter[str] = field(
        factory=Counter, metadata={"doc": "Offenders by the test that could not be made, such as of training."}
    )
    unknown_keys: int = field(default=0, metadata={"doc": "Keys of records that no field has: they are not read."})
    groups: GroupReview = field(factory=GroupReview, metadata={"doc": "Of officers and teams; empty until the end."})

    def add(self, result: Review | Schedule | Rejected) -> None:
        """Count one result."""
        if isinstance(result, Schedule):
            self._add_schedule(result)
            return
        self.summary.add(result)
        if isinstance(result, Review):
            self.unknown_keys += unknown_keys(result.schedule.offender.notes)
            self._add_severities(result.flags)
            self.not_evaluated.update(result.not_evaluated)

    def _add_severities(self, flags: Iterable[Raised]) -> None:
        for flag in flags:
            self.severities[flag.severity.value] += 1
            if flag.waiver is not None:
                self.waived[flag.severity.value] += 1

    def _add_schedule(self, found: Schedule) -> None:
        summary, faults = self.summary, found.offender.faults
        summary.read += 1
        summary.reviewed += 1
        summary.incomplete += bool(faults)
        summary.facts_set_aside += len(faults)
        summary.without_recorded_on += undated(found.timeline.original)
        self.unknown_keys += unknown_keys(found.offender.notes)

    def merge(self, other: Tally) -> None:
        """Add the counts of another part."""
        self.summary = self.summary.merge(other.summary)
        self.severities += other.severities
        self.waived += other.waived
        self.not_evaluated += other.not_evaluated
        self.unknown_keys += other.unknown_keys

    def conclude(self, groups: GroupReview) -> None:
        """Take in, and count, what all offenders add up to for officers, teams and the register."""
        self.groups = groups
        self.summary.flags.update(flag.code for flag in groups.flags)
        self.summary.waived.update(flag.code for flag in groups.flags if flag.waiver is not None)
        self._add_severities(groups.flags)

    def reaches(self, severity: Severity) -> bool:
        """Return whether there is a flag of this severity or of a more pressing one that nothing sets aside.

        >>> tally = Tally(severities=Counter({"high": 1}))
        >>> tally.reaches(Severity.MEDIUM), tally.reaches(Severity.CRITICAL)
        (True, False)
        """
        pressing = self.severities - self.waived
        return any(pressing[each.value] for each in Severity if each.rank <= severity.rank)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was set aside, neither a record nor a fact."""
        return not (self.summary.set_aside or self.summary.facts_set_aside)

    def plain(self) -> dict[str, Any]:
        """Return the counts as plain data in a fixed order.

        >>> Tally().plain()["read"]
        0
        """
        summary = self.summary
        return {
            "read": summary.read,
            "reviewed": summary.reviewed,
            "set_aside": summary.set_aside,
            "incomplete": summary.incomplete,
            "facts_set_aside": summary.facts_set_aside,
            "unknown_keys": self.unknown_keys,
            "without_recorded_on": summary.without_recorded_on,
            "statuses": dict(sorted(summary.statuses.items())),
            "flags": dict(sorted(summary.flags.items())),
            "severities": {each.value: self.severities[each.value] for each in Severity},
            "waived": dict(sorted(summary.waived.items())),
            "not_evaluated": dict(sorted(self.not_evaluated.items())),
            "checks_not_evaluated": list(self.groups.not_evaluated),
        }
