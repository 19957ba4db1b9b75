"""DC 76: states that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.model.facts import Status

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

OVERLAPS = (DC076,)
