"""PR 21: many visits entered at one sitting, long after they were made. It looks at many offenders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from supervise.checks.base import Check, Group, GroupFlag, Grouping, Inquiry, Scope, Severity
from supervise.checks.groups import Row
from supervise.dates.ordinals import to_iso
from supervise.engine.records import NO_OUTCOME
from supervise.model.facts import Visit
from supervise.rules.reading import counted

__all__ = ["ENTERING", "FAMILY"]

FAMILY = "PR"

_MOST_SHOWN = 10


# ── PR021 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _entered_late(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    days, late, workforce = (*map(inquiry.number, ("team-window-days", "bulk-entry-days")), inquiry.timeline.workforce)
    if days is None or late is None or workforce is None:
        return
    first = inquiry.timeline.clock.as_of - days
    offender = inquiry.schedule.offender.id
    for _, visit in inquiry.made:
        told = _first_told(inquiry, visit)
        if told.on is None or told.recorded_on is None or told.recorded_by is None:
            continue
        recorded = told.recorded_on.toordinal()
        if recorded > max(first, told.on.toordinal() + late) and inquiry.reached(recorded):
            team = workforce.officer(told.recorded_by).team
            if team is not None:
                yield team, (told.recorded_by, recorded, offender, visit.id)


def _first_told(inquiry: Inquiry, visit: Visit) -> Visit:
    """Return the version of a visit that first gave an outcome."""
    versions = inquiry.versions.get(visit.id, ())
    return next((each for each in versions if each.outcome not in NO_OUTCOME and not each.withdrawn), visit)


def _bulk_entry(check: Check, group: Group) -> Iterator[GroupFlag]:
    least, late, days = (group.number(name) for name in check.thresholds)
    if least is None or late is None or days is None:
        return
    first = group.as_of.toordinal() - days
    entered = Counter((int(row[1]), str(row[0])) for row in group.rows if int(row[1]) > first)
    sittings = {sitting: count for sitting, count in entered.items() if count >= max(least, 1)}
    if sittings:
        on = sorted({day for day, _ in sittings})
        often = f"{counted(len(sittings), 'time')} in {counted(days, 'day')}"
        yield check.group_flag(
            group,
            message=f"Looks like visits entered in bulk: {often} somebody entered {least} or more visits in a"
            f" day that had been made over {counted(late, 'day')} before.",
            evidence=(
                ("sittings", len(sittings)),
                ("on", tuple(map(to_iso, on[-_MOST_SHOWN:]))),
                ("visits", sum(sittings.values())),
                ("most_in_one", max(sittings.values())),
                ("least_visits", least),
                ("window_days", days),
            ),
        )


PR021 = Check(
    code="PR021",
    slug="bulk_entry",
    severity=Severity.MEDIUM,
    what="In the last 90 days one officer of a team entered at least 5 visits or attempts on one day, each more than 7"
    " days after it was made. What counts is the first version with an outcome, and who recorded it; one that does not"
    " say when or by whom is not counted, nor is anybody whom the workforce does not name, or of no team.",
    why="An officer was dismissed for copied records and a visit that did not take place. What is entered in bulk long"
    " after is remembered badly at best; and in the meantime nobody could act on it.",
    example="Five visits of 20 to 24 April 2026 entered by one officer on 2 May, 8 to 12 days later: flagged from 2"
    " May. Four, or five of which one was made on 25 April, are not.",
    what_to_do="Ask what stood in the way of entering them in time, and compare some with the notes made on the day.",
    clears="Nothing undoes it but corrected records; after 90 days it is no longer counted.",
    source="Thames Valley misconduct hearing 2023; numbers by default of this library",
    thresholds=("bulk-entry-visits", "bulk-entry-days", "team-window-days"),
    stability="preview",
    group=Grouping(scope=Scope.TEAM, gather=_entered_late, judge=_bulk_entry, by_officer=True),
)

ENTERING = (PR021,)
