"""A flag in words and as plain values: what it says, what shows it, what clears it, and what sets it aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from supervise.checks import Evidence, Flag, Waiver
from supervise.report.wording import Line

__all__ = ["flag_in_words", "flag_parts"]


def flag_in_words(flag: Flag) -> Iterator[Line]:
    """Yield what a flag says, since when, what shows it, what clears it and what sets it aside."""
    yield "title", f"{flag.code}  {flag.severity.value}"
    yield "says", flag.message
    yield "since", "the facts do not say" if flag.since is None else flag.since.isoformat()
    for each in flag.evidence:
        value = ", ".join(each.value) if isinstance(each.value, tuple) else each.value
        yield "evidence", f"{each.name}: {'not known' if value is None else value}"
    yield "clears when", flag.clears
    if flag.waiver is not None:
        waiver = flag.waiver
        until = "no end" if waiver.expires_on is None else f"to {waiver.expires_on}"
        # Its reason is left out: the list it is from is the force's own, and may hold what somebody typed.
        by = f"made by {waiver.made_by}, approved by {waiver.approved_by}"
        yield "waived", f"by {waiver.id}, {by}, from {waiver.made_on}, {until}"


def flag_parts(flag: Flag) -> dict[str, Any]:
    """Return the same as plain values for programs."""
    return {
        "code": flag.code,
        "severity": flag.severity.value,
        "rule": flag.rule,
        "key": flag.key,
        "message": flag.message,
        "since": _iso(flag.since),
        "days_over": flag.days_over,
        "evidence": [_evidence(each) for each in flag.evidence],
        "clears": flag.clears,
        "identity": flag.identity,
        "waiver": None if flag.waiver is None else _waiver(flag.waiver),
    }


def _evidence(each: Evidence) -> dict[str, Any]:
    value = each.value
    if isinstance(value, dt.date):
        return {"name": each.name, "value": value.isoformat()}
    return {"name": each.name, "value": list(value) if isinstance(value, tuple) else value}


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "id": waiver.id,
        "made_by": waiver.made_by,
        "approved_by": waiver.approved_by,
        "made_on": _iso(waiver.made_on),
        "expires_on": _iso(waiver.expires_on),
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
