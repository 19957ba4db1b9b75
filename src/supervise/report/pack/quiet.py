"""Everything that asks for nothing today, counted: what is left out of a figure is not gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import define, field

from supervise.engine.obligation import Status
from supervise.report.pack.table import Cell, End, Table
from supervise.report.pack.view import View

__all__ = ["Quiet"]

_STATUSES = (Status.SUSPENDED, Status.UNKNOWN)
_LACKING = "unknown for want of"


@define
class Quiet:
    """Duties suspended and unknown by rule, and the facts that would decide the unknown ones."""

    duties: Counter[tuple[str, str]] = field(factory=Counter, metadata={"doc": "By kind, and rule or fact."})

    def add(self, view: View) -> None:
        """Take in one offender."""
        for row in view.review.schedule.standing:
            if row.status in _STATUSES and row.part in view.setting.roles.duty_of:
                self.duties[row.status.value, row.rule] += 1
                if row.status is Status.UNKNOWN:
                    self.duties.update((_LACKING, name) for name in row.lacking)

    def merge(self, other: Quiet) -> None:
        """Add what was gathered from another part of the register."""
        self.duties += other.duties

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return the one table."""
        table = Table(
            name="quiet",
            title="Suspended, unknown, waived, set aside, not read, not evaluated",
            note="Duties by rule; flags by code; records, facts and offenders that could not be read whole; keys that"
            " nobody read; tests by the offenders they could not be made of, and checks of officers and teams that"
            " could not be made.",
            columns=("kind", "what", "count"),
            rows=tuple(self._rows(end)),
        )
        return (table,)

    def _rows(self, end: End) -> Iterator[tuple[Cell, ...]]:
        for kind in (*(each.value for each in _STATUSES), _LACKING):
            found = {what: count for (each, what), count in self.duties.items() if each == kind}
            yield from ((kind, what, count) for what, count in sorted(found.items()))
        tally = end.tally
        for code, count in sorted(tally.summary.waived.items()):
            yield "waived", code, count
        summary = tally.summary
        yield "set aside", "records", summary.set_aside
        yield "set aside", "facts", summary.facts_set_aside
        yield "set aside", "offenders reviewed without some of their facts", summary.incomplete
        yield "not read", "keys that no field has", tally.unknown_keys
        for note, count in sorted(tally.not_evaluated.items()):
            yield "not evaluated", note.removesuffix(": not evaluated"), count
        for code in tally.groups.not_evaluated:
            yield "not evaluated", code, None
