"""DC 22: two entries of what looks like one visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice, pairwise
from operator import itemgetter
from typing import Final

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.hours import local_minute
from supervise.dates.ordinals import to_iso
from supervise.model.facts import Visit

__all__ = ["DUPLICATES", "FAMILY"]

FAMILY = "DC"

# Each entry of a day is compared with so many others that are unlike each other; nobody makes as many visits in a day.
_MOST: Final = 500


# ── DC022 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _duplicate_visit(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    minutes = inquiry.number("duplicate-visit-minutes")
    if minutes is None:
        return
    eve, late = 0, tuple[Visit, ...]()
    for day, group in groupby(_beside_others(inquiry.made), key=itemgetter(0)):
        visits = sorted((visit for _, visit in group), key=lambda visit: (visit.at or "", visit.id))
        before = late if eve == day - 1 else ()
        eve, late = day, tuple(visit for visit in visits if _is_late(visit, minutes))
        if len(visits) == 1 and not before:
            continue
        # Of entries that say the same the first stands for all: a damaged record may have a hundred thousand in a day.
        unlike: dict[tuple[object, ...], Visit] = {}
        for visit in visits:
            first = next(
                (
                    each
                    for each in islice(chain(before, unlike.values()), _MOST)
                    if _looks_like_one(each, visit, minutes)
                ),
                None,
            )
            if first is not None:
                yield _duplicate(check, inquiry, day, first, visit)
            unlike.setdefault((visit.at, visit.outcome, visit.officers, *_where(visit)), visit)


def _beside_others(made: Sequence[tuple[int, Visit]]) -> list[tuple[int, Visit]]:
    """Return the visits that have another on the same day or the day beside it: nearly all have none."""
    close = [later - earlier <= 1 for (earlier, _), (later, _) in pairwise(made)]
    if not any(close):
        return []
    return [each for each, one, other in zip(made, [False, *close], [*close, False], strict=True) if one or other]


def _is_late(visit: Visit, minutes: int) -> bool:
    """Whether an entry of the day after may lie so near."""
    return visit.at is not None and local_minute(1) - local_minute(0, visit.at) <= minutes


def _looks_like_one(first: Visit, later: Visit, minutes: int) -> bool:
    """Whether two entries, alike in result and place, are near in time or, on one day, share an officer.

    An attempt may be made twice a day by the same officers, if the hours lie apart; a visit at home hardly.
    """
    if first.outcome != later.outcome or any(map(_differ, _where(first), _where(later))):
        return False
    near = _are_near(first, later, minutes)
    if near:
        return True
    may_be = first.on == later.on and (near is None or later.outcome == "seen")
    return may_be and not set(first.officers).isdisjoint(later.officers)


def _where(visit: Visit) -> tuple[str | None, str | None]:
    return visit.place, visit.address_id


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _are_near(first: Visit, later: Visit, minutes: int) -> bool | None:
    """Return whether two visits lie at most so many minutes apart; None if a time is not known."""
    if first.at is None or later.at is None or first.on is None or later.on is None:
        return None
    minute = local_minute(first.on.toordinal(), first.at)
    return abs(local_minute(later.on.toordinal(), later.at) - minute) <= minutes


def _duplicate(check: Check, inquiry: Inquiry, day: int, first: Visit, visit: Visit) -> Flag:
    eve = "" if first.on == visit.on else f"{first.on} and "
    return check.flag(
        inquiry,
        visit.id,
        since=day,
        message=f"Two entries of {eve}{to_iso(day)} look like one visit: withdraw one of them, or correct what makes"
        " them alike.",
        evidence=(
            ("visit", visit.id),
            ("like", first.id),
            ("on", visit.on),
            ("outcome", visit.outcome),
            ("times", tuple(each.at or "not recorded" for each in (first, visit))),
            ("officers_shared", len(set(first.officers) & set(visit.officers))),
        ),
    )


DC022 = Check(
    code="DC022",
    slug="duplicate_visit",
    severity=Severity.MEDIUM,
    what="Two entries have the same result and do not differ in place or address; and their times are both recorded and"
    " at most 120 minutes apart, with midnight in between or not, or they are of one day and share an officer. Failed"
    " attempts by the same officers whose times lie further apart are two.",
    why="A visit entered twice is counted twice: in an officer's work, in a team's, and as the second failed attempt"
    " that a warrant needs. No inspection finding; sound practice with data.",
    example="Seen at home on 1 May 2026, entered once by each of the two officers as at 10:00 and at 10:15: flagged"
    " from 1 May.",
    what_to_do="Withdraw one entry if there was one visit; if there were two, correct times and officers.",
    clears="One entry withdrawn, or entries that no longer look alike.",
    source="Sound practice with data; minutes by default of this library",
    thresholds=("duplicate-visit-minutes",),
    stability="preview",
    flags=_duplicate_visit,
)

DUPLICATES = (DC022,)
