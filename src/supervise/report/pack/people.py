"""People by their ids: never visited, long not seen, assessed too late. The longest late come first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attrs import define, field, frozen

from supervise.checks.risk import RK037
from supervise.checks.visits import VD003, VD004, attempts_since
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.report.pack.breakdown import By, named
from supervise.report.pack.setting import Setting
from supervise.report.pack.table import Cell, End, Table
from supervise.report.pack.view import View

__all__ = ["People"]

_COLUMNS = (
    "offender", "level", "team", "officer", "rule", "status", "counted_from", "due", "days_late", "waived",
)  # fmt: skip
_ATTEMPTS = "attempts"


class _Person(NamedTuple):
    """Someone on a list: in the order of the list, the longest late first."""

    late: int
    due: int
    offender: str
    rule: str
    anchor: int
    level: str
    team: str
    officer: str
    status: str
    attempts: int
    waived: bool


@frozen(kw_only=True)
class _List:
    """A list of people: what makes somebody stand on it."""

    name: str
    title: str
    note: str
    rules: tuple[str, ...]
    statuses: tuple[Status, ...] = (Status.OVERDUE,)
    counts_attempts: bool = True
    is_long: bool = field(default=False, metadata={"doc": "Only those without success for a number of intervals."})


_LISTS = (
    _List(
        name="never-visited",
        title="People never visited",
        note="The first visit since entry has not been made: overdue, not yet due (open), suspended or unknown."
        " Attempts are those at home since entry that failed.",
        rules=VD003.rules,
        statuses=(Status.OVERDUE, Status.OPEN, Status.SUSPENDED, Status.UNKNOWN),
    ),
    _List(
        name="no-successful-visit",
        title="No successful visit for a long time",
        note="A routine visit is overdue and none has qualified for as many intervals as the rulebook says"
        " (visit-no-success-intervals), whether one was tried or not. Attempts are those since the last success that"
        " failed.",
        rules=VD004.rules,
        is_long=True,
    ),
    _List(
        name="assessments-late",
        title="Assessments of risk late",
        note="The first dynamic assessment or its review is overdue; it is met by approval.",
        rules=RK037.rules,
        counts_attempts=False,
    ),
)


@define
class People:
    """The lists, by their names."""

    found: dict[str, list[_Person]] = field(factory=lambda: {each.name: [] for each in _LISTS})

    def add(self, view: View) -> None:
        """Take in one offender."""
        for each in _LISTS:
            self.found[each.name] += (_person(row, view) for row in _standing(each, view))

    def merge(self, other: People) -> None:
        """Add what was gathered from another part of the register."""
        for name, people in other.found.items():
            self.found[name] += people

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return a table for each list."""
        return tuple(self._table(each, end.setting) for each in _LISTS)

    def _table(self, which: _List, setting: Setting) -> Table:
        lacking = ""
        if setting.rules.isdisjoint(which.rules):
            lacking = f"the rulebook has no rule {' or '.join(which.rules)}"
        elif which.is_long and setting.intervals is None:
            lacking = "the rulebook has no threshold visit-no-success-intervals"
        return Table(
            name=which.name,
            title=which.title,
            note=which.note,
            columns=(*_COLUMNS, _ATTEMPTS) if which.counts_attempts else _COLUMNS,
            rows=tuple(_row(each, which, setting) for each in sorted(self.found[which.name])),
            lacking=lacking,
        )


def _standing(which: _List, view: View) -> Iterator[Obligation]:
    times = view.setting.intervals
    for row, case in view.inquiry.cases(which.rules, *which.statuses):
        if not which.is_long:
            yield row
        elif times is not None:
            last = view.inquiry.intervals_after(row, case, times)
            if last and last < view.setting.as_of:
                yield row


def _person(row: Obligation, view: View) -> _Person:
    return _Person(
        late=-row.days_late,
        due=row.due_day,
        offender=view.offender,
        rule=row.rule,
        anchor=row.anchor_day,
        level=view.level,
        team=view.team,
        officer=view.officer,
        status=row.status.value,
        attempts=len(attempts_since(view.inquiry, row)),
        waived=view.is_waived(row),
    )


def _row(each: _Person, which: _List, setting: Setting) -> tuple[Cell, ...]:
    officers: tuple[Cell, Cell] = (None, None)
    if setting.has_officers:
        officers = named(By.TEAM, each.team), named(By.OFFICER, each.officer)
    return (
        each.offender,
        named(By.LEVEL, each.level),
        *officers,
        each.rule,
        each.status,
        _day(each.anchor),
        _day(each.due),
        -each.late if each.status == Status.OVERDUE.value else None,
        each.waived,
        *((each.attempts,) if which.counts_attempts else ()),
    )


def _day(day: int) -> str | None:
    return to_iso(day) if 0 < day < FAR else None
