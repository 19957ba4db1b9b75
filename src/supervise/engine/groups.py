"""Groups of duties: of what is pending for one key only the occurrence that governs is left to be met.

Done once all rules are judged, so nothing that a rule reads of another depends on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.rules.group import Group
from supervise.rules.words import Governs

if TYPE_CHECKING:
    from supervise.engine.outcomes import Outcomes

__all__ = ["set_aside"]

_AHEAD = frozenset({Status.OPEN, Status.UPCOMING})
_PENDING = _AHEAD | {Status.OVERDUE}


def set_aside(outcomes: Outcomes, groups: tuple[Group, ...]) -> None:
    """Make every occurrence that another of its group governs one that is not required."""
    for group in groups:
        if group.governs is not Governs.ALL:
            _set_aside(outcomes, group)


def _set_aside(outcomes: Outcomes, group: Group) -> None:
    rows = [row for _, (row, _) in outcomes.standing() if row.part in group.of]
    governing: dict[str, Obligation] = {}
    for row in _in_order(rows, group):
        governing.setdefault(row.key, row)
    gone: set[tuple[str, str]] = set()

    def revised(row: Obligation) -> Obligation:
        first = governing.get(row.key)
        if row.part not in group.of or row.status not in _AHEAD or first is None or row is first:
            return row
        if not 0 < row.due_day < FAR or (row.projected and (row.part, row.key) not in gone):
            return row
        # What is past its due is never set aside: being late survives everything.
        gone.add((row.part, row.key))
        step = ("governed", group, first.part, first.due_day)
        return row._replace(status=Status.NOT_REQUIRED, steps=(*row.steps, step))

    outcomes.revise(revised)


def _in_order(rows: list[Obligation], group: Group) -> list[Obligation]:
    """Return what is pending, what governs first: of equal dues the rule named first, and its first occurrence."""
    pending = [row for row in rows if row.status in _PENDING and not row.projected and 0 < row.due_day < FAR]
    sign = 1 if group.governs is Governs.EARLIEST else -1
    return sorted(pending, key=lambda row: (sign * row.due_day, group.of.index(row.part)))
