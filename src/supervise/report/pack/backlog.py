"""What is overdue, by team, officer, level and rule: how much, for how long, and what stands still beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from attrs import define, field

from supervise.engine.obligation import Obligation, Status
from supervise.report.pack.breakdown import WAYS, By, file_of, in_order, lacking_officers, named, title_of
from supervise.report.pack.setting import Setting
from supervise.report.pack.table import Cell, End, Table
from supervise.report.pack.view import View
from supervise.rules.language import DutyOf

__all__ = ["Backlog", "bands"]

# After any that is late, even by no day: suspended ones are taken out.
_NO_LATE = (1, "")


def bands(ages: tuple[int, ...]) -> tuple[str, ...]:
    """Return the names of the bands of days late between steps; words, as a spreadsheet takes 1-30 for a date.

    >>> bands((30, 90)), bands(())
    (('days_up_to_30', 'days_31_to_90', 'days_over_90'), ())
    """
    if not ages:
        return ()
    between = (f"days_{first + 1}_to_{last}" for first, last in pairwise(ages))
    return (f"days_up_to_{ages[0]}", *between, f"days_over_{ages[-1]}")


@define
class _Heap:
    """The duties of one side in one team, with one officer, at one level or under one rule."""

    counts: Counter[Status] = field(factory=Counter)
    waived: int = 0
    by_age: Counter[int] = field(factory=Counter, metadata={"doc": "Overdue by the place of their band."})
    oldest: tuple[int, str] = field(default=_NO_LATE, metadata={"doc": "Less the days late, and the offender."})

    def add(self, row: Obligation, view: View) -> None:
        self.counts[row.status] += 1
        if row.status is Status.OVERDUE:
            self.waived += view.is_waived(row)
            self.by_age[bisect_left(view.setting.ages, row.days_late)] += 1
            self.oldest = min(self.oldest, (-row.days_late, view.offender))

    def merge(self, other: _Heap) -> None:
        self.counts += other.counts
        self.waived += other.waived
        self.by_age += other.by_age
        self.oldest = min(self.oldest, other.oldest)

    def cells(self, ages: int) -> tuple[Cell, ...]:
        overdue = self.counts[Status.OVERDUE]
        return (
            overdue,
            self.waived,
            *(self.by_age[place] for place in range(ages)),
            -self.oldest[0] if overdue else None,
            self.oldest[1] if overdue else None,
            self.counts[Status.SUSPENDED],
            self.counts[Status.UNKNOWN],
        )


@define
class Backlog:
    """Duties overdue, suspended and unknown; entitlements are nobody's duty and left out."""

    heaps: dict[tuple[By, str, DutyOf], _Heap] = field(factory=dict)

    def add(self, view: View) -> None:
        """Take in one offender."""
        for row in view.review.schedule.standing:
            side = view.setting.roles.duty_of.get(row.part)
            if row.status in _STANDING and side is not None:
                for by, name in view.ways(row, view.level):
                    self._heap((by, name, side)).add(row, view)

    def _heap(self, key: tuple[By, str, DutyOf]) -> _Heap:
        return self.heaps.setdefault(key, _Heap())

    def merge(self, other: Backlog) -> None:
        """Add what was gathered from another part of the register."""
        for key, heap in other.heaps.items():
            self._heap(key).merge(heap)

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return a table of all, and one each by team, officer, level and rule."""
        return tuple(self._table(by, end.setting) for by in WAYS)

    def _table(self, by: By, setting: Setting) -> Table:
        ages = bands(setting.ages)
        return Table(
            name=file_of("overdue", by),
            title=title_of("Overdue", by),
            note="Duties past their last day, by whose duty they are; those waived are among them. Suspended and"
            " unknown ones stand beside. Days late are counted without suspended days.",
            columns=(by.value, "duty_of", "overdue", "waived", *ages, "oldest_days", "oldest_offender", *_QUIET),
            rows=tuple(self._rows(by, len(ages), setting)),
            lacking=lacking_officers(by, setting),
        )

    def _rows(self, by: By, ages: int, setting: Setting) -> Iterator[tuple[Cell, ...]]:
        for side in _SIDES:
            found = {name: heap for (each, name, whose), heap in self.heaps.items() if (each, whose) == (by, side)}
            names = in_order(by, found, setting)
            if by is not By.LEVEL:
                names.sort(key=lambda name: -found[name].counts[Status.OVERDUE])
            for name in names:
                yield (named(by, name), side.value, *found[name].cells(ages))


_STANDING = frozenset({Status.OVERDUE, Status.SUSPENDED, Status.UNKNOWN})
_QUIET = (Status.SUSPENDED.value, Status.UNKNOWN.value)
_SIDES = (DutyOf.POLICE, DutyOf.OFFENDER, DutyOf.BODY)
