"""The share of announced visits in a team's cases: the part of PR031 that looks at many offenders."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Group, GroupFlag, Grouping, Inquiry, Scope
from supervise.checks.groups import Row
from supervise.checks.team_shares import above_share
from supervise.model.facts import Visit

__all__ = ["ANNOUNCED_BY_TEAM", "AT_HOME", "is_announced"]

#: Where somebody lives; without a place a visit may have been there.
AT_HOME = (None, "home", "place_found")


def _visits(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    team, days = inquiry.team, inquiry.number("team-window-days")
    if team is None or days is None:
        return
    for day, visit in inquiry.recent(days):
        if visit.place in AT_HOME:
            yield team, (day, int(is_announced(visit)))


def is_announced(visit: Visit) -> bool:
    """Whether a visit was announced, and says where it was.

    Without a place it counts as a visit, and not as announced: the share is never too high for it.
    """
    return visit.announced is True and visit.place is not None


def _announced_share(check: Check, group: Group) -> Iterator[GroupFlag]:
    share, least = group.number("announced-share"), group.number("announced-share-team-least-visits")
    days = group.number("team-window-days")
    if share is None or least is None or days is None:
        return
    found = above_share(group, share=share, least=least, days=days)
    if found is None:
        return
    visits, announced, _ = found
    yield check.group_flag(
        group,
        message=f"Looks like a habit of announcing visits: {announced} of {visits} at home in {days} days.",
        evidence=(
            ("visits", visits),
            ("announced", announced),
            ("per_cent", 100 * announced // visits),
            ("limit_per_cent", share),
            ("window_days", days),
        ),
    )


#: Visits and attempts at home or the place found of the last days, of the cases a team has now.
ANNOUNCED_BY_TEAM = Grouping(scope=Scope.TEAM, gather=_visits, judge=_announced_share)
