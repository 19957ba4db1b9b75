"""PR 23: a narrative that is nearly that of an earlier visit, by sketches alone. No text is ever seen here."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Group, GroupFlag, Grouping, Inquiry, Scope, Severity
from supervise.checks.groups import Row
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import date_of
from supervise.model.facts import Visit
from supervise.model.forms import SKETCH
from supervise.model.sketch import alike

__all__ = ["COPIED", "FAMILY"]

FAMILY = "PR"

_MOST_SHOWN = 10


# ── PR023 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _copied_narrative(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    percent = inquiry.number("copied-text-percent")
    told = [(day, visit) for day, visit in inquiry.made if visit.text_sketch is not None]
    if percent is None or len(told) < 2:
        return
    likest: dict[int, tuple[float, int]] = {}
    for later, earlier, share in alike([visit.text_sketch for _, visit in told], percent=percent):
        (before, first), (day, visit) = told[earlier], told[later]
        # Of several the likest is shown, of those the first.
        if before < day and not _hands(first).isdisjoint(_hands(visit)) and share > likest.get(later, (0.0, 0))[0]:
            likest[later] = share, earlier
    for later, (share, earlier) in likest.items():
        yield _copied(check, inquiry, told[later], told[earlier], share)


def _hands(visit: Visit) -> set[str]:
    """Return the officers of a visit; where none is recorded, who made the entry."""
    return set(visit.officers) or {each for each in (visit.recorded_by,) if each is not None}


def _copied(check: Check, inquiry: Inquiry, later: tuple[int, Visit], earlier: tuple[int, Visit], share: float) -> Flag:
    (day, visit), (before, like) = later, earlier
    return check.flag(
        inquiry,
        visit.id,
        since=day,
        message=f"Looks like a text used before: the narrative of the visit of {to_iso(day)} is nearly that of"
        f" {to_iso(before)}, with an officer in common; compare both with the notes made at the time.",
        evidence=(
            ("visit", visit.id),
            ("on", visit.on),
            ("like", like.id),
            ("like_on", date_of(before)),
            ("per_cent", int(100 * share)),
        ),
    )


def _sketches(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    days, workforce = inquiry.number("team-window-days"), inquiry.timeline.workforce
    if days is None or workforce is None:
        return
    offender = inquiry.schedule.offender.id
    for day, visit in inquiry.recent(days):
        # What is gathered is put by. No reader lets a narrative through, but an older version may have kept one.
        if visit.text_sketch is None or not SKETCH.fits(visit.text_sketch):
            continue
        for officer in sorted(_hands(visit)):
            team = workforce.officer(officer).team
            if team is not None:
                yield team, (officer, day, offender, visit.id, visit.text_sketch)


def _copied_between(check: Check, group: Group) -> Iterator[GroupFlag]:
    percent, days = (group.number(name) for name in check.thresholds)
    if percent is None or days is None:
        return
    first = group.as_of.toordinal() - days
    by_officer: dict[str, list[tuple[str, str, str]]] = {}
    for row in sorted((row for row in group.rows if int(row[1]) > first), key=lambda row: int(row[1])):
        by_officer.setdefault(str(row[0]), []).append((str(row[2]), str(row[3]), str(row[4])))
    visits, officers = set(), 0
    for told in by_officer.values():
        found = list(alike([text for _, _, text in told], percent=percent))
        pairs = [(told[one], told[other]) for one, other, _ in found if told[one][0] != told[other][0]]
        visits |= {f"{offender} {visit}" for pair in pairs for offender, visit, _ in pair}
        officers += bool(pairs)
    if visits:
        yield check.group_flag(
            group,
            message=f"Looks like texts used for more than one offender: {len(visits)} visits of the last {days} days"
            " have narratives nearly alike, with an officer in common.",
            evidence=(
                ("visits", tuple(sorted(visits)[:_MOST_SHOWN])),
                ("visits_in_all", len(visits)),
                ("officers", officers),
                ("least_per_cent", percent),
                ("window_days", days),
            ),
        )


PR023 = Check(
    code="PR023",
    slug="copied_narrative",
    severity=Severity.HIGH,
    what="The narrative of a visit is at least 90 per cent that of an earlier one of the same offender, by their"
    " sketches, and they have an officer in common (who made the entry, where no officer is recorded). For a team: of"
    " visits to different offenders in the last 90 days by one of its officers. A visit without a sketch, and sketches"
    " made with different keys, are not compared. A sketch has an error: `supervise.model.sketch` says how large.",
    why="An officer was dismissed for records whose texts were copied, with ninety cases and a visit that did not take"
    " place: nobody had compared them.",
    example="Visits of 2 January and 1 May 2026 by o1 and o2, and o2 and o3, with the same text: flagged from 1 May.",
    what_to_do="Compare both narratives with the notes made at the time, and ask. Standing text belongs in a form, not"
    " in the narrative.",
    clears="A narrative of its own, with its sketch; for a team, after 90 days without another.",
    source="Thames Valley misconduct hearing 2023; days by default of this library",
    thresholds=("copied-text-percent", "team-window-days"),
    stability="preview",
    flags=_copied_narrative,
    group=Grouping(scope=Scope.TEAM, gather=_sketches, judge=_copied_between, by_officer=True),
)

COPIED = (PR023,)
