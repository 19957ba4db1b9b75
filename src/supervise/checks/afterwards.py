"""PR 103: what was entered of a visit and later taken out, or filled in so that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.engine.obligation import date_of
from supervise.engine.records import NO_OUTCOME
from supervise.model.facts import Visit

__all__ = ["AFTERWARDS", "FAMILY"]

FAMILY = "PR"

_WRITE_UP = "R-V15"
# What decides, beside the outcome, the day and the place (PR101), whether someone was seen by the rules.
_COUNTED_BY = ("entry", "purposes", "officers", "exception_id")
_WITHDRAWN = "withdrawn"


# ── PR103 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _counted_afterwards(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for visit, versions in inquiry.versions.items():
        told = list(dropwhile(lambda each: each.withdrawn or each.outcome in NO_OUTCOME, versions))
        first = told[0].on if told else None
        due = inquiry.last_day(_WRITE_UP, first.toordinal()) if first is not None else 0
        for day, names in _changes(inquiry, told) if due else ():
            if day > due and inquiry.reached(day):
                yield _flag(check, inquiry, visit, due, day, names)
                break


def _changes(inquiry: Inquiry, told: Sequence[Visit]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the day and the fields of each change in order; 0 for one that does not say when it was recorded."""
    for before, after in pairwise(each for each in told if not each.withdrawn):
        names = tuple(name for name in _COUNTED_BY if getattr(before, name) != getattr(after, name))
        if names:
            yield ordinal_of(after.recorded_on), names
    if told[-1].withdrawn and not _is_kept(inquiry, told[0]):
        yield ordinal_of(told[-1].recorded_on), (_WITHDRAWN,)


def _is_kept(inquiry: Inquiry, gone: Visit) -> bool:
    """Whether an entry of the same day with the same outcome stands: one of two entries of a visit was taken out."""
    return any((each.on, each.outcome) == (gone.on, gone.outcome) for each in inquiry.schedule.offender.visits)


def _flag(check: Check, inquiry: Inquiry, visit: str, due: int, day: int, names: tuple[str, ...]) -> Flag:
    what = "withdrawn" if names == (_WITHDRAWN,) else "changed in what it counts by"
    return check.flag(
        inquiry,
        visit,
        since=day,
        message=f"The entry of a visit or attempt was {what} on {to_iso(day)}, after the last day for writing it up,"
        f" {to_iso(due)}: find out who changed it and why.",
        evidence=(("visit", visit), ("due", date_of(due)), ("edited_on", date_of(day)), ("fields", names)),
    )


PR103 = Check(
    code="PR103",
    slug="counted_afterwards",
    severity=Severity.MEDIUM,
    what="A visit or attempt had been recorded with an outcome, and a version recorded after the last day for writing"
    " it up (R-V15, counted from the day it first gave) changes entry, purposes, officers or exception, which decide"
    " whether it counts; or withdraws it, and no other entry of that day has that outcome. The first such change is"
    " shown; PR101 is about day, outcome, place and address. A version that does not say when it was recorded is not"
    " held against anyone.",
    why="A visit that did not count can be made to count without its day or outcome being touched; and an attempt taken"
    " out takes with it the next attempt and the warrant that had to follow. An officer was dismissed for false"
    " records.",
    example="Level medium, refused entry on Thursday 30 April 2026, recorded on 1 May, to be written up by 6 May; a"
    " version of 7 May says that entry was obtained: flagged from 7 May.",
    what_to_do="Ask who changed it and why, and compare with the notes made at the time.",
    clears="Nothing undoes it: a waiver, once a supervisor knows the reason; of a withdrawal, the entry restored.",
    source="Thames Valley misconduct hearing 2023; HMICFRS: Metropolitan Police 2024; days by default of this library",
    also_rules=(_WRITE_UP,),
    stability="preview",
    flags=_counted_afterwards,
)

AFTERWARDS = (PR103,)
