"""A comparison of two rulebooks as JSON and CSV: each change as it comes, and at the end what they add up to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from statistics import median_low
from typing import Any, Final

from attrs import frozen

from supervise.engine.obligation import Obligation
from supervise.register.comparing import Change, Comparison, Explained, Kind, Work
from supervise.register.tabular import lines
from supervise.register.writing import Run, line, run_data

__all__ = ["Runs", "change_json", "change_row", "head_json", "header", "tail_json", "work_rows"]


@frozen(kw_only=True)
class Runs:
    """What a comparison was made with: what each book alone would be run with, and how long a visit takes."""

    a: Run
    b: Run
    until: dt.date
    hours: Decimal | None = None

    def hours_of(self, visits: int) -> str | None:
        """Return the hours of officers that so many visits take, as text; None if nobody said how long one takes."""
        return None if self.hours is None else f"{(self.hours * visits).normalize():f}"


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────

_OF_A_BOOK: Final = ("rulebook", "overlays", "calendar", "calendars", "assumed")


def head_json(runs: Runs) -> bytes:
    """Return the first entry: every input with its hash, and the days."""
    a, b = run_data(runs.a), run_data(runs.b)
    data = {
        "type": "books",
        "version": runs.b.version,
        "a": {name: a[name] for name in _OF_A_BOOK if name in a},
        "b": {name: b[name] for name in _OF_A_BOOK if name in b},
        "register": b["register"],
        "as_of": b["as_of"],
        "known_at": b["known_at"],
        "until": runs.until.isoformat(),
    }
    return line(data)


def change_json(change: Change) -> bytes:
    """Return the entry of one change, after the comma that parts it from the one before."""
    data = {
        "type": "change",
        "offender": change.offender,
        "rule": change.rule,
        "key": change.key,
        "level": change.level or None,
        "change": change.kind.value,
        "days": _days(change),
        "overdue": _overdue(change),
        "a": _side(change.a),
        "b": _side(change.b),
    }
    return b"," + line(data)


def _side(row: Obligation | None) -> dict[str, Any] | None:
    return None if row is None else {"due": _due(row), "status": row.status.value}


def _due(row: Obligation) -> str | None:
    return row.due_at or (None if row.due is None else row.due.isoformat())


def _days(change: Change) -> int | None:
    return None if None in (_date(change.a), _date(change.b)) else change.days


def _date(row: Obligation | None) -> dt.date | None:
    return None if row is None else row.due


def _overdue(change: Change) -> str | None:
    if change.is_newly_overdue:
        return "newly"
    return "no longer" if change.is_no_longer_overdue else None


def tail_json(runs: Runs, total: Comparison) -> bytes:
    """Return the last entry: the sums; without it an output is not whole."""
    visits = tuple(sum(count for work, count in each.items() if work.is_visit) for each in (total.work_a, total.work_b))
    summary = total.tally.summary
    data = {
        "type": "comparison",
        "read": summary.read,
        "reviewed": summary.reviewed,
        "set_aside": summary.set_aside,
        "incomplete": summary.incomplete,
        "facts_set_aside": summary.facts_set_aside,
        "year": [
            {"rule": work.rule, "level": work.level or None, "visit": work.is_visit, "a": a, "b": b}
            for work, a, b in _year(total)
        ],
        "visits": {"a": visits[0], "b": visits[1]},
        "officer_hours": None if runs.hours is None else _hours(runs.hours, *visits),
        "changes": [_counted(rule, kind, days) for kind in Kind for rule, days in total.moved(kind).items()],
        "newly_overdue": dict(sorted(total.newly_overdue.items())),
        "no_longer_overdue": dict(sorted(total.no_longer_overdue.items())),
        "largest": [_explained(each) for each in total.largest],
    }
    return b"," + line(data)


def _hours(hours: Decimal, a: int, b: int) -> dict[str, float]:
    return {name: float(hours * count) for name, count in (("per_visit", 1), ("a", a), ("b", b))}


def _year(total: Comparison) -> Iterator[tuple[Work, int, int]]:
    for work in sorted(total.work_a.keys() | total.work_b.keys()):
        yield work, total.work_a[work], total.work_b[work]


def _counted(rule: str, kind: Kind, days: Counter[int]) -> dict[str, Any]:
    sizes = sorted(map(abs, days.elements()))
    moved = kind in (Kind.EARLIER, Kind.LATER)
    return {
        "rule": rule,
        "change": kind.value,
        "count": len(sizes),
        "median_days": median_low(sizes) if moved else None,
        "most_days": sizes[-1] if moved else None,
    }


def _explained(move: Explained) -> dict[str, Any]:
    return {
        "offender": move.offender,
        "rule": move.rule,
        "key": move.key,
        "days": move.days,
        "a": {"due": move.a, "sum": list(move.sum_a)},
        "b": {"due": move.b, "sum": list(move.sum_b)},
    }


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_COLUMNS: Final = (
    "entry",
    "offender",
    "rule",
    "key",
    "level",
    "visit",
    "change",
    "days",
    "overdue",
    "due_a",
    "due_b",
    "status_a",
    "status_b",
    "year_a",
    "year_b",
    "hours_a",
    "hours_b",
)


def header() -> bytes:
    """Return the first line.

    >>> header().decode().split(",")[:3]
    ['entry', 'offender', 'rule']
    """
    return lines([_COLUMNS])


def change_row(change: Change) -> bytes:
    """Return the line of one change."""
    a, b = change.a, change.b
    return _row(
        entry="change",
        offender=change.offender,
        rule=change.rule,
        key=change.key,
        level=change.level,
        change=change.kind.value,
        days=_days(change),
        overdue=_overdue(change),
        due_a=None if a is None else _due(a),
        due_b=None if b is None else _due(b),
        status_a=None if a is None else a.status.value,
        status_b=None if b is None else b.status.value,
    )


def work_rows(runs: Runs, total: Comparison) -> bytes:
    """Return a line for what falls due in the year by each rule at each level, and under it the hours of its visits."""
    return b"".join(
        _row(
            entry="year",
            rule=work.rule,
            level=work.level,
            visit=work.is_visit,
            year_a=a,
            year_b=b,
            hours_a=runs.hours_of(a) if work.is_visit else None,
            hours_b=runs.hours_of(b) if work.is_visit else None,
        )
        for work, a, b in _year(total)
    )


def _row(**cells: Any) -> bytes:
    return lines([[cells.get(name) for name in _COLUMNS]])
