"""Whether visits come when they should: intervals kept against those asked for, and how many came in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median_low
from typing import Final, NamedTuple

from attrs import define, field

from supervise.checks.visits import VD001
from supervise.engine.clock import FAR
from supervise.engine.obligation import MET, Obligation, Status
from supervise.report.pack.breakdown import WAYS, By, file_of, in_order, lacking_officers, named, title_of
from supervise.report.pack.setting import PERIOD_MONTHS, Setting
from supervise.report.pack.table import Cell, End, Table, per_cent
from supervise.report.pack.view import View

__all__ = ["InTime", "Intervals"]


# ── intervals ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Kept(NamedTuple):
    """An interval that has ended: on a day with a level, after some days, of so many given."""

    level: str
    days: int
    given: int


class _Running(NamedTuple):
    """An interval that is overdue: at a level, for so many days."""

    level: str
    days: int


@define
class Intervals:
    """Days from one qualifying visit to the next, against the days that the rule gave; and those that still run."""

    kept: Counter[_Kept] = field(factory=Counter)
    running: Counter[_Running] = field(factory=Counter)

    def add(self, view: View) -> None:
        """Take in one offender."""
        visits = {visit.id for visit in view.review.schedule.offender.visits}
        setting, occurrences = view.setting, view.inquiry.occurrences
        for row, _ in (pair for rule in VD001.rules for pair in occurrences.get(rule, ())):
            if row.anchor_id not in visits or not 0 < row.due_day < FAR:
                continue
            if row.status in MET and row.met_day > setting.since:
                days, given = row.met_day - row.anchor_day, row.due_day - row.anchor_day
                self.kept[_Kept(view.level_on(row.met_day), days, given)] += 1
            elif row.status is Status.OVERDUE:
                self.running[_Running(view.level, setting.as_of - row.anchor_day)] += 1

    def merge(self, other: Intervals) -> None:
        """Add what was gathered from another part of the register."""
        self.kept += other.kept
        self.running += other.running

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return the one table."""
        has_rule = not end.setting.rules.isdisjoint(VD001.rules)
        table = Table(
            name="intervals",
            title="Intervals between qualifying visits",
            note=f"Days between two qualifying visits, the later of them in the last {PERIOD_MONTHS} months, by the"
            " level on its day, against the days the rule gave, suspensions included. Intervals that still run and are"
            " overdue stand beside, by the level now: the longest would be missing without them.",
            columns=_INTERVALS,
            rows=tuple(self._rows(end.setting)),
            lacking="" if has_rule else f"the rulebook has no rule {' or '.join(VD001.rules)}",
        )
        return (table,)

    def _rows(self, setting: Setting) -> Iterator[tuple[Cell, ...]]:
        levels = {each.level for each in self.kept} | {each.level for each in self.running}
        for level in in_order(By.LEVEL, levels, setting):
            kept = [each for each in self.kept.elements() if each.level == level]
            running = [each.days for each in self.running.elements() if each.level == level]
            longer = sum(each.days > each.given for each in kept)
            yield (
                named(By.LEVEL, level),
                len(kept),
                *_middle_and_most([each.days for each in kept]),
                _middle_and_most([each.given for each in kept])[0],
                longer,
                per_cent(longer, len(kept)),
                len(running),
                *_middle_and_most(running),
            )


_INTERVALS: Final = (
    "level", "intervals", "median_days", "longest_days", "median_days_given", "longer_than_given", "per_cent_longer",
    "overdue_running", "overdue_median_days", "overdue_longest_days",
)  # fmt: skip


def _middle_and_most(days: list[int]) -> tuple[int | None, int | None]:
    return (median_low(days), max(days)) if days else (None, None)


# ── in time ─────────────────────────────────────────────────────────────────────────────────────────────────────

_SETTLED: Final = ("in_time", "late", "overdue", "missed")
_CUT_SHORT: Final = "cut_short"
_HOW: Final = {Status.MET: "in_time", Status.MET_LATE: "late", Status.MISSED: "missed"}


@define
class InTime:
    """Duties that a visit meets: in time or late in the last months, and those still overdue."""

    counts: Counter[tuple[By, str, str]] = field(factory=Counter)

    def add(self, view: View) -> None:
        """Take in one offender."""
        occurrences = view.inquiry.occurrences
        for row, _ in (pair for rule in occurrences for pair in occurrences[rule]):
            ended = _ended(row, view.setting) if row.part in view.setting.visits else None
            if ended is not None:
                how, day = ended
                for by, name in view.ways(row, view.level_on(day)):
                    self.counts[by, name, how] += 1

    def merge(self, other: InTime) -> None:
        """Add what was gathered from another part of the register."""
        self.counts += other.counts

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return a table of all, and one each by team, officer, level and rule."""
        return tuple(self._table(by, end.setting) for by in WAYS)

    def _table(self, by: By, setting: Setting) -> Table:
        none = "" if setting.visits else "the rulebook has no duty that a visit meets"
        return Table(
            name=file_of("visits-in-time", by),
            title=title_of("Visits in time", by),
            note=f"Duties that a visit meets, of the last {PERIOD_MONTHS} months: met in time, met late, missed for"
            " good; and all that are overdue now, however old. The share in time is of these four. Cycles cut short by"
            " a change stand beside and are held against nobody.",
            columns=(by.value, *_SETTLED, "per_cent_in_time", _CUT_SHORT),
            rows=tuple(self._rows(by, setting)),
            lacking=none or lacking_officers(by, setting),
        )

    def _rows(self, by: By, setting: Setting) -> Iterator[tuple[Cell, ...]]:
        for name in in_order(by, {name for each, name, _ in self.counts if each is by}, setting):
            settled = [self.counts[by, name, how] for how in _SETTLED]
            share = per_cent(settled[0], sum(settled))
            yield (named(by, name), *settled, share, self.counts[by, name, _CUT_SHORT])


def _ended(row: Obligation, setting: Setting) -> tuple[str, int] | None:
    """Return how an occurrence ended, and on which day; None if it did not, or before the last months."""
    if row.status is Status.OVERDUE:
        return "overdue", setting.as_of
    how = _HOW.get(row.status)
    day = row.met_day if row.status in MET else row.due_day
    if how is None or not setting.since < day <= setting.as_of:
        return None
    return (_CUT_SHORT if row.truncated else how), day
