"""What is left to do up to a day as appointments, one for each due date: of all offenders, an officer's or a team's."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from hashlib import sha256
from typing import NamedTuple

from attrs import define, field, frozen

from supervise.checks.inquiry import Inquiry
from supervise.engine.obligation import Obligation
from supervise.engine.schedule import Schedule
from supervise.engine.timeline import Workforce
from supervise.model import Rejected
from supervise.model.forms import normal_id
from supervise.register.tally import Tally
from supervise.register.writing import is_ahead
from supervise.report.printable import printable

__all__ = ["Appointment", "Appointments", "Whose"]


class Appointment(NamedTuple):
    """One due date."""

    day: dt.date
    summary: str
    uid: str
    description: str = ""


@frozen(kw_only=True)
class Whose:
    """Whose cases are meant: those an officer leads, or a team has, at the end of the day judged.

    The team is that of the officer by the workforce, else by the assignment, else that of the offender, as in the
    checks of teams.
    """

    scope: str = field(metadata={"doc": "`officer` or `team`."})
    id: str = field(repr=False)
    workforce: Workforce | None = None

    @property
    def name(self) -> str:
        """The text by which `--for` names it.

        >>> Whose(scope="team", id="north").name
        'team:north'
        """
        return printable(f"{self.scope}:{self.id}")

    def has(self, schedule: Schedule) -> bool:
        """Return whether a case is among them."""
        asked = Inquiry(schedule)
        officer = None if asked.lead is None else asked.lead.officer_id
        if self.scope == "officer":
            return officer is not None and normal_id(officer) == normal_id(self.id)
        listed = None if officer is None or self.workforce is None else self.workforce.officer(officer).team
        return (listed or asked.team) == normal_id(self.id)


@define
class Appointments:
    """The due dates of duties, gathered offender by offender.

    A duty without a known day has no place in a calendar: it is counted.
    """

    until: dt.date
    whose: Whose | None = field(default=None, metadata={"doc": "None: all offenders."})
    tally: Tally = field(factory=Tally)
    found: list[Appointment] = field(factory=list)
    cases: int = field(default=0, metadata={"doc": "Offenders among those meant."})
    undated: int = field(default=0, metadata={"doc": "Duties left out because no day is known."})

    def add(self, result: Schedule | Rejected) -> bytes:
        """Take one result; nothing is written before all are in."""
        self.tally.add(result)
        if isinstance(result, Schedule) and (self.whose is None or self.whose.has(result)):
            self.cases += 1
            self._take(result)
        return b""

    def _take(self, schedule: Schedule) -> None:
        musts = {rule.id: rule for rule in schedule.book.rule if rule.must}
        last = self.until.toordinal()
        # The number of each occurrence among those that count from the same fact, settled ones included.
        numbers: Counter[tuple[str, str, str]] = Counter()
        for row in schedule.all_obligations:
            same = (row.part, row.key, row.anchor_id)
            numbers[same] += 1
            rule = musts.get(row.part)
            if rule is None or not is_ahead(row, last):
                continue
            if row.due is None:
                self.undated += 1
                continue
            summary = printable(f"{schedule.offender.id}: {rule.duty} ({row.rule})")
            uid = _uid(schedule.offender.id, *same, str(numbers[same]))
            self.found.append(Appointment(row.due, summary, uid, _description(row, schedule.as_of)))

    def merge(self, later: Appointments) -> None:
        """Add what was gathered from the part of the register that follows."""
        self.tally.merge(later.tally)
        self.found += later.found
        self.cases += later.cases
        self.undated += later.undated


def _uid(*parts: str) -> str:
    """Return an id made of ids alone, so that a date that moves stays the same appointment.

    A hash, because ids of registers hold characters that calendars cut or change.
    """
    # The length before each part: no two lists of parts give the same text.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return f"{sha256(text.encode()).hexdigest()[:32]}@supervise"


def _description(row: Obligation, as_of: dt.date) -> str:
    """Return what is known beside the day, a line each."""
    said = [f"{'if each earlier one is met in time' if row.projected else row.status.value} as of {as_of}"]
    if row.due_at is not None:
        said.append(f"last minute {row.due_at}, local time")
    if row.cautious_due not in (None, row.due):
        said.append(f"on the strictest reading {row.cautious_due}")
    short = ", ".join(f"{id_} {number}" for id_, number in row.short.items() if number)
    if short:
        said.append(f"still to do: {short}")
    return "\n".join(map(printable, said))
