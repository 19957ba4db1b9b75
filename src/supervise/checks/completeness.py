"""Completeness (ST): what a register lacks that it had on an earlier night. It is said by a job that keeps a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from supervise.checks.base import Check, GroupFlag, Scope, Severity
from supervise.checks.nights import Night

__all__ = ["COMPLETENESS", "FAMILY"]

FAMILY = "ST"

# A long weekend; a register that is written daily is never older. It is about the feed of a job and no policy
# of supervision, so no rulebook has it.
_MOST_DAYS: Final = 3


# ── ST104 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _person_missing(check: Check, night: Night) -> Iterator[GroupFlag]:
    for offender, seen in sorted(night.missing.items()):
        yield check.group_flag(
            night.about(offender),
            message="Looks like somebody lost from the register: there on an earlier night, not there now, and no"
            " end is recorded.",
            evidence=(("last_seen", seen),),
        )


ST104 = Check(
    code="ST104",
    slug="person_missing",
    severity=Severity.CRITICAL,
    what="Somebody was read on an earlier night, is not read tonight, and had no end when last read: subject, alive and"
    " owned here. An id that another record names in `same_as` is not missing.",
    why="People fall out of exports, joins and lists, and nobody visits who is on no list. Inspections found cases"
    " without a manager for years.",
    example="Read on 29 June 2026 with duties running, and not in the export of 30 June: flagged on 30 June, and every"
    " night until the record is back.",
    what_to_do="Ask the system of record. Bring the record back, with its end if there is one; flags and late duties"
    " are held until then.",
    clears="The record back in the register, or its id in `same_as` of another.",
    source="Sound practice with data",
    stability="preview",
    night=_person_missing,
)


# ── ST105 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _register_old(check: Check, night: Night) -> Iterator[GroupFlag]:
    if night.newest is not None and (night.as_of - night.newest).days > _MOST_DAYS:
        yield check.group_flag(
            night.about(Scope.REGISTER.value),
            message=f"Looks like an old export: the newest entry was recorded on {night.newest}.",
            evidence=(("newest", night.newest), ("most_days", _MOST_DAYS)),
        )


ST105 = Check(
    code="ST105",
    slug="register_old",
    severity=Severity.HIGH,
    what="The newest `recorded_on` of all facts, up to the day judged, is more than three days before it. A register in"
    " which no fact says when it was recorded is passed.",
    why="A job that reads last week's file tells last week's truth every morning, and looks well.",
    example="Judged as of 30 June 2026; the newest entry was recorded on 26 June: flagged.",
    what_to_do="See why the export stopped, and run the night again with a new one.",
    clears="A register with newer entries.",
    source="Sound practice with data; days by default of this library",
    stability="preview",
    night=_register_old,
)

COMPLETENESS = (ST104, ST105)
