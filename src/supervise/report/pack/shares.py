"""How visits are made: the shares of those made alone, announced, and within office hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from attrs import define, field, frozen

from supervise.checks.alone import IN_PERSON, is_alone
from supervise.checks.announced import AT_HOME, is_announced
from supervise.checks.rhythm import in_office_hours
from supervise.dates.ordinals import to_iso
from supervise.model.facts import Visit
from supervise.report.pack.breakdown import By, file_of, lacking_officers, named, title_of
from supervise.report.pack.setting import Setting
from supervise.report.pack.table import Cell, End, Table, per_cent
from supervise.report.pack.view import View

__all__ = ["Shares"]


class _Count(NamedTuple):
    visits: int
    of_kind: int
    not_told: int


@frozen
class _Measure:
    """One kind of visit: of which visits it is a share, which are of the kind, and which do not say."""

    name: str
    places: tuple[str | None, ...]
    lacks: Callable[[Setting], str]
    is_of_kind: Callable[[Setting, int, Visit], bool]
    is_told: Callable[[Visit], bool]

    def count(self, setting: Setting, day: int, visit: Visit) -> _Count:
        told = visit.place is not None and self.is_told(visit)
        return _Count(1, int(told and self.is_of_kind(setting, day, visit)), int(not told))


_MEASURES = (
    _Measure(
        "alone",
        IN_PERSON,
        lambda setting: "visit-staff-minimum" if setting.staff is None else "",
        lambda setting, day, visit: is_alone(visit, setting.staff or 0),
        lambda visit: bool(visit.officers),
    ),
    _Measure(
        "announced",
        AT_HOME,
        lambda setting: "",
        lambda setting, day, visit: is_announced(visit),
        lambda visit: visit.announced is not None,
    ),
    _Measure(
        "office hours",
        AT_HOME,
        lambda setting: "" if setting.office else "office-hours",
        lambda setting, day, visit: in_office_hours(day, visit, setting.office),
        lambda visit: visit.at is not None,
    ),
)


class _Key(NamedTuple):
    measure: str
    by: By
    name: str
    days: int


@define
class Shares:
    """Visits and attempts, those of a team in the cases it has now."""

    counts: dict[_Key, Counter[str]] = field(factory=dict)

    def add(self, view: View) -> None:
        """Take in one offender."""
        setting, names = view.setting, [(By.REGISTER, "")]
        if setting.has_officers:
            names.append((By.TEAM, view.team))
        for days in _windows(setting):
            for day, visit in view.inquiry.recent(days):
                for measure in _MEASURES:
                    if visit.place in measure.places:
                        count = measure.count(setting, day, visit)
                        for by, name in names:
                            self._counter(_Key(measure.name, by, name, days)).update(count._asdict())

    def _counter(self, key: _Key) -> Counter[str]:
        return self.counts.setdefault(key, Counter())

    def merge(self, other: Shares) -> None:
        """Add what was gathered from another part of the register."""
        for key, count in other.counts.items():
            self._counter(key).update(count)

    def tables(self, end: End) -> tuple[Table, ...]:
        """Return a table of the register and one by team; how an officer works is not for a table."""
        return tuple(self._table(by, end.setting) for by in (By.REGISTER, By.TEAM))

    def _table(self, by: By, setting: Setting) -> Table:
        lacking = lacking_officers(by, setting)
        return Table(
            name=file_of("visits-shares", by),
            title=title_of("Visits alone, announced, in office hours", by),
            note="Visits and attempts up to the day judged, at home or the place found, those alone also elsewhere in"
            " person; by the team that has the case now. One that does not tell (no officers, place, time, or whether"
            " it was announced) counts as a visit and not as of the kind: the share is at least this.",
            columns=("kind", by.value, "days", "since", "visits", "of_kind", "per_cent", "not_told", "not_evaluated"),
            rows=() if lacking else tuple(self._rows(by, setting)),
            lacking=lacking,
        )

    def _rows(self, by: By, setting: Setting) -> Iterator[tuple[Cell, ...]]:
        for measure in _MEASURES:
            lacks = measure.lacks(setting)
            if lacks:
                yield (measure.name, *(None,) * 7, f"the rulebook has no threshold {lacks}")
                continue
            keys = [key for key in self.counts if key.measure == measure.name and key.by is by]
            for key in sorted(keys, key=lambda key: (key.name, key.days)):
                found = _Count(**self.counts[key])
                since = to_iso(setting.as_of - key.days + 1)
                share = per_cent(found.of_kind, found.visits)
                yield (measure.name, named(by, key.name), key.days, since, *found[:2], share, found.not_told, None)


def _windows(setting: Setting) -> Iterator[int]:
    """Yield the days that the checks of teams look at, if the book says how many, and those of the period."""
    if setting.window is not None:
        yield setting.window
    yield setting.as_of - setting.since
