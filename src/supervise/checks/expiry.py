"""What ends soon without a decision: the notices before the end of an order or of a period."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check
from supervise.checks.inquiry import Inquiry
from supervise.engine.happenings import Case
from supervise.engine.obligation import Obligation, Status

__all__ = ["UNDECIDED", "expiring"]

#: How a notice stands that nobody has answered.
UNDECIDED = (Status.OPEN, Status.OVERDUE)


def expiring(check: Check, inquiry: Inquiry) -> Iterator[tuple[Obligation, Case]]:
    """Yield, for each end, the latest notice whose day has come and which nobody has answered.

    A decision answers the notice it follows and the later ones (formats: Practice), so what is not answered is not
    decided. A notice opens on its day, and none is open or overdue once the end has passed.
    """
    latest: dict[tuple[str, str], tuple[Obligation, Case]] = {}
    for row, case in inquiry.cases(check.rules, *UNDECIDED):
        held = latest.get((row.part, row.key))
        if held is None or row.due_day > held[0].due_day:
            latest[row.part, row.key] = row, case
    yield from latest.values()
