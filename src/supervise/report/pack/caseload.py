"""How many cases officers lead and supervisors look after, by the list of officers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from supervise.checks.flag import Scope
from supervise.checks.workload import led_cases, supervised_cases
from supervise.engine.timeline import Officer
from supervise.register.tally import Tally
from supervise.report.pack.breakdown import By, lacking_officers, named
from supervise.report.pack.table import Cell, End, Table
from supervise.report.pack.view import View

__all__ = ["Caseload"]

_OFFICER: Final = "officer"
_SUPERVISOR: Final = "supervisor"


@define
class Caseload:
    """Active cases: of people who are subject, in the community and owned here, whatever the mode."""

    led: Counter[tuple[str, str]] = field(factory=Counter, metadata={"doc": "By officer and level."})
    supervised: Counter[tuple[str, str]] = field(factory=Counter, metadata={"doc": "By supervisor and officer."})
    listed: dict[str, Officer] = field(factory=dict, metadata={"doc": "What the workforce says of each of them."})

    def add(self, view: View) -> None:
        """Take in one offender."""
        inquiry, workforce = view.inquiry, view.inquiry.timeline.workforce
        if workforce is None or not inquiry.active_since:
            return
        led = list(led_cases(inquiry)) or [("", (named(By.LEVEL, view.level),))]
        supervised = list(supervised_cases(inquiry))
        self.led.update((officer, str(level)) for officer, (level,) in led)
        self.supervised.update((name, str(officer)) for name, (officer,) in supervised)
        self.listed.update((name, workforce.officer(name)) for name, _ in (*led, *supervised))

    def merge(self, other: Caseload) -> None:
        """Add what was gathered from another part of the register."""
        self.led += other.led
        self.supervised += other.supervised
        self.listed.update(other.listed)

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return the one table: officers, then supervisors, each from the most cases."""
        levels = end.setting.roles.levels
        table = Table(
            name="caseload",
            title="Cases per officer and supervisor",
            note="Active cases now, whatever the mode; of a supervisor, those led by the supervisor's officers who"
            " lead any. Flags are those raised on the officer or supervisor, such as of a caseload above the limit.",
            columns=("role", "id", "team", "supervisor", "fte", "active_cases", "officers", *_columns(levels), "flags"),
            rows=tuple(self._rows(end.tally, levels)),
            lacking=lacking_officers(By.OFFICER, end.setting),
        )
        return (table,)

    def _rows(self, tally: Tally, levels: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
        flags: dict[str | None, list[str]] = {}
        for flag in tally.groups.flags:
            if flag.scope is Scope.OFFICER:
                flags.setdefault(flag.group, []).append(flag.code)
        for role, cases in ((_OFFICER, self.led), (_SUPERVISOR, self.supervised)):
            totals: Counter[str] = Counter()
            for (name, _), count in cases.items():
                totals[name] += count
            for name, total in sorted(totals.items(), key=lambda each: (-each[1], each[0])):
                of = {what: count for (each, what), count in cases.items() if each == name}
                officer = self.listed[name]
                yield (
                    role,
                    named(By.OFFICER, name),
                    officer.team,
                    officer.supervisor,
                    None if officer.fte is None else str(officer.fte),
                    total,
                    *_of_role(role, of, levels),
                    " ".join(flags.get(name, [])) or None,
                )


def _of_role(role: str, of: dict[str, int], levels: tuple[str, ...]) -> tuple[Cell, ...]:
    if role == _SUPERVISOR:
        return (len(of), *(None for _ in levels))
    # A level that is not on the scale is none of the columns; the total holds it.
    return (None, *(of.get(level, 0) for level in levels))


def _columns(levels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(level.replace(" ", "_") for level in levels)
