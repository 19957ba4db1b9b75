"""PL 101: a level or a plan recorded afterwards by which a visit that was late is late no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.engine.schedule import Schedule, evaluate
from supervise.model.facts import Level, Plan
from supervise.model.versions import current, known

__all__ = ["FAMILY", "UNDONE"]

FAMILY = "PL"

_ROUTINE = ("R-V2", "R-V9")
_ONE_DAY = dt.timedelta(days=1)


# ── PL101 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _lateness_undone(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    seen: set[str] = set()
    for told, facts in sorted(_told_afterwards(inquiry).items()):
        if not inquiry.reached(told.toordinal()):
            break
        for row in _undone(check, inquiry, told):
            name = inquiry.id_of(row)
            if name not in seen:
                seen.add(name)
                yield _flag(check, inquiry, row, told, tuple(facts))


def _told_afterwards(inquiry: Inquiry) -> dict[dt.date, list[str]]:
    """Return the ids of the levels and plans recorded after the day from which they say to hold, by that day.

    Of later versions those that say something else. What does not say when it was recorded is not held against anyone.
    """
    found: dict[dt.date, list[str]] = {}
    for array in ("levels", "plans"):
        # Nearly all are recorded in time: then nobody puts the versions of each in order.
        if not any(map(_is_told_late, getattr(inquiry.timeline.original, array))):
            continue
        for versions in inquiry.history(array).values():
            for before, fact in zip((None, *versions), versions, strict=False):
                if _is_told_late(fact) and (before is None or _says(before) != _says(fact)):
                    found.setdefault(fact.recorded_on, []).append(fact.id)
    return found


def _is_told_late(fact: Level | Plan) -> bool:
    return fact.recorded_on is not None and fact.from_ is not None and fact.recorded_on > fact.from_


def _says(fact: Level | Plan) -> tuple[object, ...]:
    what = (fact.level,) if isinstance(fact, Level) else (fact.interval, fact.mode)
    return fact.from_, fact.withdrawn, *what


def _undone(check: Check, inquiry: Inquiry, told: dt.date) -> Iterator[Obligation]:
    """Yield what was overdue on the day before by the records of that day, and is not by the levels and plans of then.

    All other facts are those of the day before, so that nothing but these levels and plans makes the difference.
    """
    eve, book = told - _ONE_DAY, inquiry.schedule.book
    given, workforce = inquiry.timeline.original, inquiry.timeline.workforce
    before = known(given, eve)
    late = _late(evaluate(before, book, as_of=eve, workforce=workforce), check)
    if late:
        changed = attrs.evolve(before, levels=current(given.levels, told), plans=current(given.plans, told))
        still = _late(evaluate(changed, book, as_of=eve, workforce=workforce), check)
        yield from (late[each] for each in sorted(late.keys() - still.keys()))


def _late(schedule: Schedule, check: Check) -> dict[tuple[str, int, str], Obligation]:
    rows = (row for row in schedule.standing if row.status is Status.OVERDUE and row.rule in check.rules)
    return {(row.rule, row.anchor_day, row.anchor_id): row for row in rows}


def _flag(check: Check, inquiry: Inquiry, row: Obligation, told: dt.date, facts: tuple[str, ...]) -> Flag:
    return check.flag(
        inquiry,
        row,
        since=told.toordinal(),
        message=f"By the records of the day before, the routine visit due by {to_iso(row.due_day)} was overdue; a level"
        f" or plan recorded on {told} for an earlier day moved that date: find out who decided it, and when.",
        counts_days=False,
        evidence=(
            ("due", row.due),
            ("counted_from", row.anchor),
            ("recorded_on", date_of(told.toordinal())),
            ("facts", facts),
        ),
    )


PL101 = Check(
    code="PL101",
    slug="lateness_undone",
    severity=Severity.HIGH,
    what="A routine visit was overdue by what was recorded up to a day, and a level or a plan recorded on the next day,"
    " to hold from an earlier one, moves its last day or takes it away. PL043 is about what was relaxed near a day that"
    " was missed; this is about what was written down afterwards. A level or plan that does not say when it was"
    " recorded is not held against anyone.",
    why="A visit already late is never moved by a change. One that is dated back makes lateness disappear as if it had"
    " never been. No inspection has said that it was done for that; a record that looks like it needs an answer.",
    example="Level medium, last visit on 2 January 2026, due by 2 July. On 20 August a plan of 12 months is recorded,"
    " to hold from 1 January: flagged from 20 August.",
    what_to_do="Ask who decided it and when, and look for what was written then; make the visit.",
    clears="Nothing undoes it: a waiver, once a supervisor knows the reason, or a corrected record.",
    source="Practice of this library on backlogs of visits (see VD001)",
    rules=_ROUTINE,
    stability="preview",
    flags=_lateness_undone,
)

UNDONE = (PL101,)
