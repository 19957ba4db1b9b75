"""A schedule of a register in plain text: what is left to do up to a day, in the order of the days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from attrs import define, field

from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.engine.schedule import Schedule
from supervise.model import Rejected
from supervise.register.tally import Tally
from supervise.register.writing import Run, ahead
from supervise.report.heading import heading
from supervise.report.lines import Line, wrapped
from supervise.report.printable import printable

__all__ = ["Agenda", "agenda_lines"]


class _Task(NamedTuple):
    day: int
    rule: str
    offender: str
    status: str
    assumed: bool
    more: str
    part: str


@define
class Agenda:
    """What is left to do up to a day, gathered offender by offender."""

    until: dt.date
    tally: Tally = field(factory=Tally)
    tasks: list[_Task] = field(factory=list)

    def add(self, result: Schedule | Rejected) -> bytes:
        """Take one result; nothing is written before all are in."""
        self.tally.add(result)
        if isinstance(result, Rejected):
            return b""
        self.tasks += (
            _Task(
                row.due_day or FAR,
                row.rule,
                result.offender.id,
                row.status.value,
                row.projected,
                _more(row),
                row.part,
            )
            for row in ahead(result, self.until)
        )
        return b""

    def merge(self, later: Agenda) -> None:
        """Add what was gathered from the part of the register that follows."""
        self.tally.merge(later.tally)
        self.tasks += later.tasks


def _more(row: Obligation) -> str:
    """Return what the quotas of a block still ask for, and from when on what has no due day is permitted."""
    if row.status in _PERMITTED and not 0 < row.due_day < FAR and row.opens is not None:
        return f" ({_PERMITTED[row.status]} {row.opens})"
    short = ", ".join(f"{id_} {number}" for id_, number in row.short.items() if number)
    return f" (still to do: {short})" if short else ""


_PERMITTED: Final = {Status.OPEN: "open since", Status.UPCOMING: "opens"}


def agenda_lines(run: Run, agenda: Agenda, width: int = 100) -> Iterator[Line]:
    """Yield what is left to do by day, what is overdue first and what has no known day last."""
    duty = {rule.id: rule.duty for rule in run.book.rule}
    lines = [*heading("schedule", run, agenda.tally, width), Line("")]
    for task in sorted(agenda.tasks):
        day = to_iso(task.day) if task.day < FAR else "no day yet"
        status = "if in time" if task.assumed else task.status
        text = f"{task.offender}  {task.rule} {duty[task.part]}{task.more}"
        style = "alarm" if task.status == Status.OVERDUE else ""
        lines += wrapped(text, width, first=f"{day}  {status:<10}  ", indent=" " * 24, style=style)
    if not agenda.tasks:
        lines.append(Line("nothing falls due"))
    yield from (Line(printable(line.text), line.style) for line in lines)
