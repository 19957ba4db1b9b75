"""DC 76, 103: states, levels and plans that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.model.facts import Level, Plan, Status

__all__ = ["FAMILY", "OVERLAPS"]

FAMILY = "DC"

_LOCKED = ("custody", "hospital")


def _overlapping_custody(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    holding: tuple[int, Status] | None = None
    # Of two of one day the first by id comes first.
    for start, end, state in sorted(inquiry.states(_LOCKED), key=itemgetter(0)):
        # The longest of those before, so that each period is held against one other at most.
        if holding is not None and start < holding[0] and start < end and inquiry.reached(start):
            yield _both(check, inquiry, start, holding[1], state)
        if holding is None or end > holding[0]:
            holding = end, state


def _both(check: Check, inquiry: Inquiry, day: int, first: Status, second: Status) -> Flag:
    return check.flag(
        inquiry,
        second.id,
        since=day,
        message=f"Two periods of custody or hospital both hold on {to_iso(day)}: correct the days of one of them.",
        evidence=(
            ("first", first.id),
            ("first_kind", first.kind),
            ("first_until", first.until),
            ("second", second.id),
            ("second_kind", second.kind),
            ("second_from", second.from_),
        ),
    )


DC076 = Check(
    code="DC076",
    slug="overlapping_custody",
    severity=Severity.MEDIUM,
    what="Two periods of custody or hospital both hold on some day. On the day of `until` the first no longer does.",
    why="What falls due is counted around these periods: a release that one of them hides moves every date after it."
    " No inspection finding; sound practice with data.",
    example="Custody from 1 to 20 June 2026 and again from 19 June: flagged from 19 June.",
    what_to_do="Compare with the prison's and the hospital's records, and correct the day that is wrong.",
    clears="A corrected first day or end of one of the two, or one of them withdrawn.",
    source="Sound practice with data",
    flags=_overlapping_custody,
)


# ── DC103 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _two_from_one_day(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    offender = inquiry.schedule.offender
    for facts in (offender.levels, offender.plans):
        last = _begun_last(inquiry, facts)
        # By id, as the timeline takes them: the last of one day is the one that holds.
        differing = [each for each in last[:-1] if _says(each) != _says(last[-1])]
        if differing:
            yield _either(check, inquiry, differing[-1], last[-1])


def _begun_last(inquiry: Inquiry, facts: Sequence[Level | Plan]) -> list[Level | Plan]:
    """Return, sorted by id, what began on the last day on which any of these began by `as_of`."""
    if len({each.from_ for each in facts}) == len(facts):
        return []  # each from a day of its own, as nearly all are
    days = [(each.from_.toordinal(), each) for each in facts if each.from_ is not None and _says(each) is not None]
    if len(days) < 2:
        return []
    day = inquiry.latest(day for day, _ in days)
    return sorted((each for on, each in days if on == day), key=attrgetter("id"))


def _says(fact: Level | Plan) -> Any:
    """Return what a level or a plan decides of the visits; None if it says nothing."""
    return fact.level if isinstance(fact, Level) else (fact.interval, fact.mode or "active")


def _either(check: Check, inquiry: Inquiry, other: Level | Plan, holds: Level | Plan) -> Flag:
    what = "levels" if isinstance(holds, Level) else "plans"
    day = ordinal_of(holds.from_)
    return check.flag(
        inquiry,
        holds.id,
        since=day,
        message=f"Two {what} that differ begin on {to_iso(day)}, and only the order of their ids says which one holds:"
        " say which is meant.",
        evidence=(("array", what), ("holds", holds.id), ("other", other.id), ("from", holds.from_)),
    )


DC103 = Check(
    code="DC103",
    slug="two_from_one_day",
    severity=Severity.HIGH,
    what="Of the levels, or of the plans, that began last two begin on the same day and say different things: another"
    " level, another interval or another mode. The one whose id sorts last is taken to hold. Versions of one entry,"
    " which share its id, are not meant.",
    why="How often someone is to be visited hangs on the level and the plan; with two from one day it hangs on an id,"
    " and the laxer one may hide what is overdue. No inspection finding; sound practice with data.",
    example="From 1 May 2026 the level is very high by one entry and low by another: flagged from that day.",
    what_to_do="Find out which was decided last, and withdraw or correct the other.",
    clears="One of the two withdrawn or corrected, or a newer one.",
    source="Sound practice with data",
    stability="preview",
    flags=_two_from_one_day,
)

OVERLAPS = (DC076, DC103)
