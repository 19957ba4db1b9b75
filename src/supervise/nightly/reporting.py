"""The report of the last night, made from what the ledger says and from nothing else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from supervise.checks import Severity
from supervise.checks.flag import parted
from supervise.errors import LedgerError
from supervise.nightly.book import Book, Night
from supervise.nightly.comparing import WENT, Change, Settled
from supervise.nightly.held import Sighting
from supervise.nightly.inputs import differing
from supervise.rules.language import DutyOf

__all__ = ["report_of"]


def report_of(book: Book) -> dict[str, Any]:
    """Return the report of the last night in a ledger, as plain data in a fixed order."""
    *_, night = nights = book.nights()
    last = nights[-2] if len(nights) > 1 else None
    return {
        "type": "nightly",
        "run": night.run,
        "as_of": night.as_of.isoformat(),
        "last": None if last is None else {"run": last.run, "as_of": last.as_of.isoformat()},
        "missed_days": 0 if last is None else max(0, (night.as_of - last.as_of).days - 1),
        "inputs": night.inputs,
        "changed": [] if last is None else differing(last.inputs, night.inputs),
        "register": {**night.counts, "reviewed_last": None if last is None else last.counts["reviewed"]},
        "completeness": _completeness(book, night, nights),
        "flags": _flags(book, night),
        "backlog": _backlog(book, night),
    }


def _completeness(book: Book, night: Night, nights: list[Night]) -> dict[str, Any]:
    days = {each.run: each.as_of.isoformat() for each in nights}
    changes = book.person_changes(night.run)
    missing = {id_: days[each.run - 1] for id_, each in book.presence().items() if each.change == "missing"}
    return {
        "missing": [{"offender": id_, "last_seen": day} for id_, day in sorted(missing.items())],
        # On the first night everybody is new, and a list of them says nothing.
        "arrived": sum(change == "arrived" for _, change in changes),
        "returned": [id_ for id_, change in changes if change == "returned"],
        "left": [id_ for id_, change in changes if change == "left"],
    }


# ── flags ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _flags(book: Book, night: Night) -> dict[str, Any]:
    held, first = book.open_flags(), book.first_seen()
    found: dict[str, Any] = {change.value: [] for change in Change}
    for identity, change, why, seen in book.flag_changes(night.run):
        entry = _entry(identity, seen, night.as_of, first[identity])
        found[change.value].append(entry if why is None else {**entry, "why": why.value})
    found["persisting"] = [
        _entry(each.identity, each.seen, night.as_of, first[each.identity]) for each in held if each.run < night.run
    ]
    open_now = Counter(each.seen.severity for each in held)
    for entry in found[Change.CLEARED]:
        entry["followed_by"] = _followed_by(entry, (*found[Change.NEW], *found[Change.REOPENED]))
    ordered = {name: sorted(entries, key=_pressing) for name, entries in found.items()}
    return {"open": {each.value: open_now[each] for each in Severity}, **ordered}


def _followed_by(cleared: dict[str, Any], raised: Iterable[dict[str, Any]]) -> list[str]:
    """Return the codes of what was raised on the same duty: one due soon, say, that is overdue now."""
    same = {each["code"] for each in raised if cleared["rule"] is not None and _duty(each) == _duty(cleared)}
    return sorted(same)


def _duty(entry: dict[str, Any]) -> tuple[Any, ...]:
    # Several rules of a book may be shown under one id: the identity names the one.
    return (entry["scope"], entry["rule"], *parted(entry["identity"])[1:])


def _entry(identity: str, seen: Sighting, as_of: dt.date, first_seen: dt.date) -> dict[str, Any]:
    return {
        "identity": identity,
        "code": seen.code,
        "severity": seen.severity.value,
        "scope": seen.scope,
        "offender": seen.offender,
        "rule": seen.rule,
        "key": seen.key,
        "since": None if seen.since is None else seen.since.isoformat(),
        "days": None if seen.since is None else (as_of - seen.since).days,
        "first_seen": first_seen.isoformat(),
    }


def _pressing(entry: dict[str, Any]) -> tuple[int, int, str]:
    """Return what flags are ordered by: the most severe first, then the oldest."""
    return Severity(entry["severity"]).rank, -(entry["days"] or 0), entry["identity"]


# ── the backlog ─────────────────────────────────────────────────────────────────────────────────────────────────


def _backlog(book: Book, night: Night) -> dict[str, Any]:
    """Return, by who owes the duties, how the backlog came from that of the last night."""
    last, now, changes = book.backlog(night.run - 1), book.backlog(night.run), book.duty_changes(night.run)
    return {
        each.value: _reconciled(
            [day for owed_by, day in last if owed_by == each.value],
            [day for owed_by, day in now if owed_by == each.value],
            Counter(change.change for change in changes if change.owed_by == each.value),
            night.as_of,
        )
        for each in DutyOf
    }


def _reconciled(
    last: list[dt.date], now: list[dt.date], counted: Counter[Settled], as_of: dt.date
) -> dict[str, int | str | None]:
    """Return the sum that leads from one night to the next; LedgerError if it does not add up."""
    left = sum(counted[each] for each in WENT)
    if len(last) + counted[Settled.NEW] - left != len(now):
        raise LedgerError("the backlog does not add up: a row of the ledger is lost or was changed; restore a backup")
    return {
        "last": len(last),
        **{each.value: counted[each] for each in (Settled.NEW, *WENT)},
        "now": len(now),
        "oldest_due": now[0].isoformat() if now else None,
        "oldest_days": (as_of - now[0]).days if now else None,
    }
