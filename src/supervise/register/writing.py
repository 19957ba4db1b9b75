"""Reviews and schedules as JSON, one object a line: the same bytes for the same input, wherever it runs.

Keys have a fixed order, what is missing is null, dates are ISO. Python's own encoder is used: with it the writing
of a review takes a twentieth of the judging, and nothing would be won by a faster one.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import field, frozen

from supervise.checks import GroupFlag, Waiver
from supervise.checks.flag import Raised
from supervise.dates import Calendar
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.happenings import Extent
from supervise.engine.obligation import Obligation, Status
from supervise.engine.schedule import Schedule
from supervise.model import Rejected
from supervise.model.faults import Remark
from supervise.register.plugins import Plugin
from supervise.register.tally import Tally
from supervise.reviewing import Review
from supervise.rules import Rulebook
from supervise.rules.rulebook import Applied

__all__ = [
    "Input",
    "Run",
    "ahead",
    "book_data",
    "calendar_data",
    "flag_data",
    "groups_data",
    "input_data",
    "is_ahead",
    "line",
    "made_data",
    "obligation_data",
    "plugins_data",
    "rejected_data",
    "review_data",
    "run_data",
    "schedule_data",
    "summary_data",
]


@frozen(kw_only=True)
class Input:
    """Something a run was given, named so that anyone can see whether theirs is the same."""

    id: str
    version: str | None = field(default=None, metadata={"doc": "None: it has none."})
    sha256: str


@frozen(kw_only=True)
class Run:
    """What one run was made with; it heads every output."""

    version: str = field(metadata={"doc": "Of the library."})
    book: Rulebook
    workforce: Input | None = None
    waivers: Input | None = None
    profile: str | None = field(default=None, metadata={"doc": "Name of the part of the checks run; None: all."})
    plugins: tuple[Plugin, ...] = field(default=(), metadata={"doc": "Whose checks were run beside them."})
    register_sha256: str
    as_of: dt.date
    known_at: dt.date | None = None
    until: dt.date | None = field(default=None, metadata={"doc": "Last day of a schedule; None: a review."})
    unread: int = field(default=0, metadata={"doc": "Files, tables and columns of the register that nobody reads."})


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def line(data: dict[str, Any]) -> bytes:
    r"""Return plain data as one line of JSON in UTF-8.

    >>> line({"type": "summary", "read": 1})
    b'{"type":"summary","read":1}\n'
    """
    # No text of a register is half a character; the name of a file may be, where it is not UTF-8.
    return f"{_encode(data)}\n".encode(errors="replace")


# ── the head and the end ────────────────────────────────────────────────────────────────────────────────────


def run_data(run: Run) -> dict[str, Any]:
    """Return the head of an output: every input with its hash, how much is assumed, and the days."""
    data = {"type": "run", **made_data(run), "as_of": run.as_of.isoformat(), "known_at": _date(run.known_at)}
    return data if run.until is None else {**data, "until": run.until.isoformat()}


def made_data(run: Run) -> dict[str, Any]:
    """Return what an output was made with, by the names that every output has for it."""
    return {
        "version": run.version,
        **book_data(run.book),
        "workforce": None if run.workforce is None else input_data(run.workforce),
        "waivers": None if run.waivers is None else input_data(run.waivers),
        "profile": run.profile,
        "plugins": plugins_data(run.plugins),
        "register": {"sha256": run.register_sha256},
    }


def book_data(book: Rulebook) -> dict[str, Any]:
    """Return a rulebook with what amended it, its closed days (and those that rules name), and how much is assumed.

    The hash of an amended rulebook covers its overlays.

    >>> from supervise import load_rulebook
    >>> list(book_data(load_rulebook("contacts-days@2026.1")))
    ['rulebook', 'overlays', 'calendar', 'assumed']
    """
    return {
        "rulebook": input_data(book),
        "overlays": [input_data(each) for each in book.overlays],
        "calendar": None if book.calendar is None else calendar_data(book.calendar),
        **_calendars_of_rules(book),
        "assumed": book.assumed,
    }


def _calendars_of_rules(book: Rulebook) -> dict[str, Any]:
    """Return the closed days that rules name, in the order of their references; no key where none does."""
    named = [calendar_data(book.calendars[name]) for name in sorted(book.calendars)]
    return {"calendars": named} if named else {}


def input_data(given: Input | Rulebook | Applied) -> dict[str, Any]:
    """Return how one input is named: id, version and SHA-256.

    >>> input_data(Input(id="officers", sha256="0" * 64))["version"] is None
    True
    """
    return {"id": given.id, "version": given.version, "sha256": given.sha256}


def calendar_data(calendar: Calendar) -> dict[str, Any]:
    """Return how closed days are named: with the first and the last day covered."""
    covers = [to_iso(calendar.covers_from), to_iso(calendar.covers_to)]
    return {"id": calendar.name, "version": calendar.version or None, "sha256": calendar.sha256, "covers": covers}


def plugins_data(plugins: Iterable[Plugin]) -> list[dict[str, Any]]:
    """Return how plugins are named."""
    return [{"name": each.name, "version": each.version} for each in plugins]


def summary_data(tally: Tally) -> dict[str, Any]:
    """Return the last line of an output; without it an output is not whole.

    >>> list(summary_data(Tally()))[:4]
    ['type', 'read', 'reviewed', 'set_aside']
    """
    return {"type": "summary", **tally.plain()}


# ── one offender ────────────────────────────────────────────────────────────────────────────────────────────


def review_data(review: Review, *, history: bool = False) -> dict[str, Any]:
    """Return a review as plain data, ready for JSON; with ``history``, every occurrence there ever was.

    It is the line of type ``review`` that ``supervise schema output`` describes: what programs may rely on. The day and
    the rulebook are not in it, as they are of a whole run. Nothing is raised.

    >>> from supervise import Offender, load_rulebook, review
    >>> book = load_rulebook("england-wales@2026.1")
    >>> found = review(Offender.from_dict({"id": "x1"}), book, as_of=dt.date(2026, 6, 30))
    >>> review_data(found)["stable_until"] is None
    True
    """
    schedule = review.schedule
    rows = schedule.all_obligations if history else schedule.obligations
    return {
        "type": "review",
        "offender": review.offender,
        "incomplete": review.incomplete,
        "stable_until": _date(review.stable_until),
        "obligations": [obligation_data(row) for row in rows],
        "counts": _counts(schedule.all_obligations),
        "spans": _spans(schedule),
        "flags": [flag_data(flag) for flag in review.flags],
        "set_aside": [_remark(fault) for fault in review.set_aside],
    }


def schedule_data(schedule: Schedule, until: dt.date) -> dict[str, Any]:
    """Return what is left to do up to a day, as plain data."""
    faults = schedule.offender.faults
    return {
        "type": "schedule",
        "offender": schedule.offender.id,
        "incomplete": bool(faults),
        "obligations": [obligation_data(row) for row in ahead(schedule, until)],
        "set_aside": [_remark(fault) for fault in faults],
    }


def ahead(schedule: Schedule, until: dt.date) -> Iterable[Obligation]:
    """Return the occurrences that are not settled and fall due by a day; those without a due day once they open."""
    last = until.toordinal()
    return (row for row in schedule.all_obligations if is_ahead(row, last))


def is_ahead(row: Obligation, last: int) -> bool:
    """Return whether an occurrence is not settled and falls due by a day, or has no due day and opens by then.

    What waits for something, or for a fact that decides, is there whenever it opens.
    """
    if row.is_settled:
        return False
    if 0 < row.due_day < FAR:
        return row.due_day <= last
    return row.status is not Status.UPCOMING or row.opens_day <= last


def rejected_data(rejected: Rejected) -> dict[str, Any]:
    """Return what is said of a record that was set aside: where, what kind, a hint; never a value.

    >>> list(rejected_data(Rejected(file="r.jsonl", line=4, kind="missing id")))
    ['type', 'file', 'line', 'path', 'kind', 'found', 'hint']
    """
    return {"type": "rejected", **_remark(rejected)}


def obligation_data(row: Obligation) -> dict[str, Any]:
    """Return one occurrence as plain data."""
    latest = row.latest_day
    data: dict[str, Any] = {
        "rule": row.rule,
        "key": row.key,
        "regime": row.regime or None,
        "anchor": _day(row.anchor_day),
        "opens": _day(row.opens_day),
        "due": _day(row.due_day),
        "due_at": row.due_at if row.due_minute >= 0 else None,
        "cautious_due": _day(row.cautious_day),
        "latest": row.latest if latest else None,
        "status": row.status.value,
        "met_by": row.met_by,
        "days_late": row.days_late,
        "days_frozen": row.days_frozen,
        "projected": row.projected,
        "truncated": row.truncated,
        "lacking": row.lacking,
    }
    if row.quota:
        data["quotas"] = [
            {"id": id_, "counted": counted, "short": short, "over": over} for id_, counted, short, over in row.quota
        ]
    return data


def _day(day: int) -> str | None:
    return to_iso(day) if 0 < day < FAR else None


def _date(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


_COUNTED: Final = {Status.MET: "met", Status.MET_LATE: "met_late", Status.MISSED: "missed"}


def _counts(rows: Iterable[Obligation]) -> dict[str, dict[str, int]]:
    """Return per rule how occurrences ended; one cut short by a change is held against nobody."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        name = "truncated" if row.truncated else _COUNTED.get(row.status)
        if name is not None:
            found = counts.get(row.rule)
            if found is None:
                found = counts[row.rule] = {"met": 0, "met_late": 0, "missed": 0, "truncated": 0}
            found[name] += 1
    return counts


def _spans(schedule: Schedule) -> list[dict[str, Any]]:
    names = {rule.id: rule.part_of or rule.id for rule in schedule.book.span}
    return [_span(names[extent.span], extent) for extent in schedule.extents]


def _span(name: str, extent: Extent) -> dict[str, Any]:
    return {
        "span": name,
        "key": extent.key,
        "first_day": _day(extent.first),
        "holds_from": _day(extent.holds),
        "last_day": _day(extent.last),
        "cautious_last_day": _day(extent.doubtful_last),
        "indefinite": extent.indefinite,
        "lacking": extent.lacking,
    }


def groups_data(flags: Iterable[GroupFlag]) -> Iterator[dict[str, Any]]:
    """Yield the flags on officers, teams and the register as plain data, one object for each."""
    for (scope, name), group in itertools.groupby(flags, key=lambda flag: (flag.scope, flag.group)):
        yield {"type": "flags", "scope": scope.value, "id": name, "flags": [flag_data(flag) for flag in group]}


def flag_data(flag: Raised) -> dict[str, Any]:
    """Return one flag as plain data."""
    return {
        "code": flag.code,
        "severity": flag.severity.value,
        "rule": flag.rule,
        "key": flag.key,
        "since": _date(flag.since),
        "days_over": flag.days_over,
        "message": flag.message,
        "evidence": [{"name": each.name, "value": _plain(each.value)} for each in flag.evidence],
        "clears": flag.clears,
        "identity": flag.identity,
        "waiver": None if flag.waiver is None else _waiver(flag.waiver),
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {"id": waiver.id, "approved_by": waiver.approved_by, "expires_on": _date(waiver.expires_on)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "file": remark.file,
        "line": remark.line,
        "path": remark.path,
        "kind": remark.kind,
        "found": remark.found,
        "hint": remark.hint,
    }
