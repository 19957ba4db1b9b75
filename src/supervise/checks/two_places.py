"""DC 24: one officer at two places with no time to get from one to the other. It looks at many offenders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from supervise.checks.base import Check, Group, GroupFlag, Grouping, Inquiry, Scope, Severity
from supervise.checks.groups import Row
from supervise.dates.hours import local_minute
from supervise.model.facts import Visit
from supervise.rules.reading import counted

__all__ = ["FAMILY", "TWO_PLACES"]

FAMILY = "DC"

_IN_PERSON = ("home", "place_found", "other")
_HOMES = ("main", "place_found")
_MOST_SHOWN = 10


# ── DC024 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _seen(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    days, workforce = inquiry.number("team-window-days"), inquiry.timeline.workforce
    if days is None or workforce is None:
        return
    offender = inquiry.schedule.offender.id
    for day, visit in inquiry.recent(days):
        if visit.outcome != "seen" or visit.at is None or visit.place not in _IN_PERSON:
            continue
        address = _address(inquiry, day, visit)
        for officer in sorted(set(visit.officers)) if address is not None else ():
            team = workforce.officer(officer).team
            if team is not None and address is not None:
                yield team, (officer, day, local_minute(day, visit.at), address, offender, visit.id)


def _address(inquiry: Inquiry, day: int, visit: Visit) -> str | None:
    """Return the address of a visit; where a visit at home names none the only home of that day, None if unknown."""
    if visit.address_id is not None or visit.place == "other":
        return visit.address_id
    homes = {
        each.address_id
        for each in inquiry.schedule.offender.addresses
        if each.kind in _HOMES and (each.from_ is None or each.from_.toordinal() <= day)
        if each.until is None or each.until.toordinal() >= day
    }
    return homes.pop() if len(homes) == 1 else None


def _impossible_travel(check: Check, group: Group) -> Iterator[GroupFlag]:
    least, days = (group.number(name) for name in check.thresholds)
    if least is None or days is None:
        return
    first = group.as_of.toordinal() - days
    seen = sorted((str(row[0]), int(row[2]), row[3:]) for row in group.rows if int(row[1]) > first)
    close = [
        (before, after)
        for before, after in pairwise(seen)
        if before[0] == after[0] and after[1] - before[1] < least and before[2][0] != after[2][0]
    ]
    if close:
        visits = sorted({f"{where[1]} {where[2]}" for pair in close for _, _, where in pair})
        often = f"{counted(len(close), 'time')} in {counted(days, 'day')}"
        yield check.group_flag(
            group,
            message=f"Looks like visits that cannot all be right: {often} an officer arrived"
            f" at two addresses less than {counted(least, 'minute')} apart.",
            evidence=(
                ("times", len(close)),
                ("visits", tuple(visits[:_MOST_SHOWN])),
                ("visits_in_all", len(visits)),
                ("least_minutes", least),
                ("window_days", days),
            ),
        )


DC024 = Check(
    code="DC024",
    slug="impossible_travel",
    severity=Severity.MEDIUM,
    what="In the last 90 days one officer of a team, by the records, arrived at two different addresses less than 15"
    " minutes apart and someone was seen at each, at home, the place found or another place in person. Only visits with"
    " a time and an address count; where a visit at home names no address, the only home on record for that day. An"
    " officer whom the workforce does not name, or of no team, is in none. Ids of addresses must mean the same in the"
    " records of all offenders.",
    why="An officer was dismissed for copied records and a visit that did not take place. Talking to somebody takes"
    " time, and so does the way: two visits at once show that a time, a place or a visit is wrong.",
    example="Officer o1 seen with A1 at 10:00 and with B2, at another address, at 10:14: flagged. At 10:15 it would not"
    " be.",
    what_to_do="Compare the records with notes, cars and radio; correct times and places. Ask before you judge.",
    clears="Corrected times, places or officers; or 90 days without another.",
    source="Thames Valley misconduct hearing 2023; minutes and days by default of this library",
    thresholds=("travel-least-minutes", "team-window-days"),
    stability="preview",
    group=Grouping(scope=Scope.TEAM, gather=_seen, judge=_impossible_travel, by_officer=True),
)

TWO_PLACES = (DC024,)
