"""What a run over a register adds up to: counts, severities, and what nobody could test."""

from __future__ import annotations

from collections import Counter
from typing import Any

from attrs import define, field

from supervise.checks import GroupReview, Severity
from supervise.engine.schedule import Schedule
from supervise.model import Fault, Rejected
from supervise.reviewing import Review, Summary

__all__ = ["Tally"]


@define
class Tally:
    """Counts over results of a register; those of its parts merge in any order to the same."""

    summary: Summary = field(factory=Summary)
    severities: Counter[str] = field(factory=Counter, metadata={"doc": "Flags by severity."})
    not_evaluated: Counter[str] = field(
        factory=Counter, metadata={"doc": "Offenders by the test that could not be made, such as of training."}
    )
    groups: GroupReview = field(factory=GroupReview, metadata={"doc": "Of officers and teams; empty until the end."})

    def add(self, result: Review | Schedule | Rejected) -> None:
        """Count one result."""
        if isinstance(result, Schedule):
            self._add_schedule(result.offender.faults)
            return
        self.summary.add(result)
        if isinstance(result, Review):
            self.severities.update(flag.severity.value for flag in result.flags)
            self.not_evaluated.update(result.not_evaluated)

    def _add_schedule(self, faults: tuple[Fault, ...]) -> None:
        summary = self.summary
        summary.read += 1
        summary.reviewed += 1
        summary.incomplete += bool(faults)
        summary.facts_set_aside += len(faults)

    def merge(self, other: Tally) -> None:
        """Add the counts of another part."""
        self.summary = self.summary.merge(other.summary)
        self.severities += other.severities
        self.not_evaluated += other.not_evaluated

    def conclude(self, groups: GroupReview) -> None:
        """Take in, and count, what all offenders add up to for officers, teams and the register."""
        self.groups = groups
        self.summary.flags.update(flag.code for flag in groups.flags)
        self.severities.update(flag.severity.value for flag in groups.flags)

    def reaches(self, severity: Severity) -> bool:
        """Return whether there is a flag of this severity or of a more pressing one.

        >>> tally = Tally(severities=Counter({"high": 1}))
        >>> tally.reaches(Severity.MEDIUM), tally.reaches(Severity.CRITICAL)
        (True, False)
        """
        return any(self.severities[each.value] for each in Severity if each.rank <= severity.rank)

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
            "statuses": dict(sorted(summary.statuses.items())),
            "flags": dict(sorted(summary.flags.items())),
            "severities": {each.value: self.severities[each.value] for each in Severity},
            "not_evaluated": dict(sorted(self.not_evaluated.items())),
            "checks_not_evaluated": list(self.groups.not_evaluated),
        }
