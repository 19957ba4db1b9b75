"""PR 26: the share of visits made alone in a team's cases. It looks at many offenders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from supervise.checks.base import Check, Group, GroupFlag, Grouping, Inquiry, Scope, Severity
from supervise.checks.groups import Row
from supervise.checks.team_shares import above_share
from supervise.model.facts import Visit

__all__ = ["ALONE", "FAMILY", "IN_PERSON", "is_alone"]

FAMILY = "PR"

#: Where a visit needs more than one officer; without a place it may have been there.
IN_PERSON: Final = (None, "home", "place_found", "other")


# ── PR026 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _visits(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    days, fewest = inquiry.number("team-window-days"), inquiry.number("visit-staff-minimum")
    team = None if days is None or fewest is None else inquiry.team
    if days is None or fewest is None or team is None:
        return
    for day, visit in inquiry.recent(days):
        if visit.place in IN_PERSON:
            alone = is_alone(visit, fewest)
            yield team, (day, int(alone), int(alone and visit.exception_id is not None))


def is_alone(visit: Visit, fewest: int) -> bool:
    """Whether a visit names officers, but fewer than the book asks for, and a place.

    Without officers or a place it counts as a visit, and not as one alone: the share is never too high.
    """
    return visit.place is not None and 0 < len(set(visit.officers)) < fewest


def _lone_visit_pattern(check: Check, group: Group) -> Iterator[GroupFlag]:
    share, least, days, fewest = (group.number(name) for name in check.thresholds)
    if share is None or least is None or days is None or fewest is None:
        return
    found = above_share(group, share=share, least=least, days=days)
    if found is None:
        return
    visits, alone, recent = found
    yield check.group_flag(
        group,
        message=f"Looks like a habit of visiting alone: {alone} of {visits} visits in {days} days were made by fewer"
        f" than {fewest} officers.",
        evidence=(
            ("visits", visits),
            ("alone", alone),
            ("with_exception", sum(count for row, count in recent.items() if row[2])),
            ("per_cent", 100 * alone // visits),
            ("limit_per_cent", share),
            ("window_days", days),
        ),
    )


PR026 = Check(
    code="PR026",
    slug="lone_visit_pattern",
    severity=Severity.HIGH,
    what="Of the visits and attempts in person of the last 90 days in a team's cases, at least 20, more than 10 per"
    " cent were made by fewer officers than the book asks for (2), with an approved exception or without. One that"
    " names no officer, or no place, counts as a visit and not as one alone.",
    why="Inspectors found officers visiting alone as a matter of course while their leaders thought it rare: each"
    " exception had been approved, and nobody had added them up.",
    example="Of 20 visits in a team's cases 3 were made by one officer: 15 per cent, flagged. 2 are 10 per cent: not.",
    what_to_do="See what the exceptions were for; plan visits in twos, and ask for staff where that cannot be done.",
    clears="Visits by two or more, until the share is no longer above the limit.",
    source="HMICFRS: Cambridgeshire 2024; share, number and days by default of this library",
    thresholds=("lone-share", "lone-share-least-visits", "team-window-days", "visit-staff-minimum"),
    stability="preview",
    group=Grouping(scope=Scope.TEAM, gather=_visits, judge=_lone_visit_pattern),
)

ALONE = (PR026,)
