"""What the police record: managers, levels, assessments, plans, reviews and meetings."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from supervise.dates.ordinals import add_months, from_iso, to_iso
from supervise.sample.life import MONTHS, Life

__all__ = ["TOOLS", "add_assessments", "add_breach", "add_levels", "add_managers", "add_meetings", "add_reviews"]

_SUPERVISOR: Final = {"low": 12, "medium": 6, "high": 3, "very_high": 1}
_PLAN: Final = {"low": 12, "medium": 12, "high": 6, "very_high": 3}
_SOURCES: Final = ("local", "national", "open_source")
_SCALE: Final = ("low", "medium", "high", "very_high")
#: The static tools that were in use, each up to the day before the next.
TOOLS: Final = (
    (from_iso("2021-03-01"), ("rm2000",)),
    (from_iso("2024-02-01"), ("osp_c", "osp_i")),
    (from_iso("9999-12-31"), ("osp_dc", "osp_iic")),
)
_NO_VERY_HIGH: Final = {"osp_i": "osp_c", "osp_iic": "osp_dc"}
_REPLACED_BY: Final = {"rm2000": "osp_c", "osp_c": "osp_dc", "osp_i": "osp_iic"}
# Whoever was scored with a tool is scored again so many days after it was replaced, at most.
_SCORED_AGAIN: Final = 12


def _words(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def add_managers(life: Life, registered: int) -> None:
    """Add who managed the offender, one officer after the other, and for a few a second one at first."""
    chance, record = life.chance, life.record
    start = min(registered + chance.between(0, 2), life.as_of)
    end = life.as_of if life.ended else None
    if "no_manager" in life.traits:
        end = life.as_of - chance.between(10, 90)
    for officer, begin, until in _assigned(life, start, life.as_of if end is None else end):
        record.add(
            "managers",
            officer_id=officer,
            team_id=life.team.id,
            agency="police",
            role="lead",
            from_=to_iso(begin),
            until=record.past(end if until is None else until),
        )
    if not life.dense and "no_manager" not in life.traits and chance.happens(0.1):
        second = life.entry + chance.between(180, 540)
        record.add(
            "managers",
            officer_id=f"probation-{chance.between(1, 40)}",
            agency="probation",
            role="second",
            from_=to_iso(life.entry),
            until=record.past(min(second, life.as_of) if life.ended else second),
        )


def _assigned(life: Life, start: int, end: int) -> Iterator[tuple[str, int, int | None]]:
    """Yield officers with the first day and the day their time ended; None where it has not by `end`."""
    changes = sorted({day for day, _ in life.posts if start < day < end} | _handed_over(life, start, end))
    for begin, until in zip([start, *changes], [*changes, None], strict=True):
        yield life.manager(begin), begin, until


def _handed_over(life: Life, start: int, end: int) -> set[int]:
    """Return the days on which the posts of the managers passed to another officer."""
    starts = {officer.start for _, post in life.posts for officer in life.team.posts[post]}
    return {day for day in starts if start < day < end and life.manager(day) != life.manager(day - 1)}


def add_levels(life: Life) -> None:
    """Add the levels, and a plan with each; a few plans set no interval, and some end all routine visits."""
    chance, record = life.chance, life.record
    held = None
    for stage in life.stages:
        if stage.start > life.as_of:
            break
        officer = life.manager(stage.start)
        if "no_level" not in life.traits and stage.level != held:
            record.add(
                "levels",
                level=stage.level,
                from_=to_iso(stage.start),
                by=officer,
                approved_by=life.supervisor,
                reason_code=_reason(life, stage.level),
            )
        held = stage.level
        usual = stage.months == MONTHS[stage.level] and "steady" not in life.traits
        record.add(
            "plans",
            from_=to_iso(stage.start),
            interval=None if usual and chance.happens(0.01) else _words(stage.months),
            mode="active",
            reason_code=stage.reason,
            by=officer,
            approved_by=life.supervisor,
        )
    if life.reactive_from is not None:
        record.add(
            "plans",
            from_=to_iso(life.reactive_from),
            mode="reactive",
            reason_code="criteria_met",
            by=life.manager(life.reactive_from),
            approved_by=life.supervisor,
        )


def _reason(life: Life, level: str) -> str | None:
    """Return why a level is what the static assessment, or the number of agencies that meet, does not say."""
    if "level_2" in life.traits and level == "low":
        return "several_agencies_needed"
    if "level_2" not in life.traits and level == "very_high":
        return "one_agency_suffices"
    return "less_risk_now" if _SCALE.index(level) < _SCALE.index(life.stages[0].level) else None


def add_assessments(life: Life) -> None:
    """Add the static assessment, and the dynamic one of every year and before every new level, with its approval."""
    _add_static(life, life.entry + life.chance.between(0, 1))
    chance = life.chance
    end = life.as_of
    if "overdue_assessment" in life.traits:
        end -= 366 + chance.between(2, 120)
    if life.reactive_from is not None:
        end = life.reactive_from
    must = [stage.start for before, stage in pairwise(life.stages) if before.level != stage.level]
    if life.reactive_from is not None:
        must.append(life.reactive_from)
    on, approved = life.stages[0].start - 1, life.stages[0].start
    while on <= end:
        _add_dynamic(life, on, approved)
        back = life.at_home(add_months(on, 12) - chance.between(8, 30), within=5)
        if must and (back is None or must[0] - 10 <= back):
            approved = must.pop(0)
            on = max(on + 1, approved - chance.between(1, 5))
        elif back is None:
            return
        else:
            on, approved = back, back + chance.between(1, 4)


def _add_static(life: Life, on: int) -> None:
    """Add the static assessment with a tool of the time, again with each that replaced it; for women none applies."""
    level = life.stages[0].level
    tool = life.chance.pick(next(tools for until, tools in TOOLS if on < until))
    record = life.record
    officer = life.manager(on)
    if life.female:
        record.add("assessments", tool=tool, on=to_iso(on), by=officer, out_of_scope="not_for_women")
        return
    band = _SCALE[max(0, _SCALE.index(level) - life.chance.between(0, 1))]
    if band == "very_high":
        tool = _NO_VERY_HIGH.get(tool, tool)
    record.add("assessments", tool=tool, band=band, on=to_iso(on), by=officer)
    for until, _ in TOOLS:
        day = until + life.entry % _SCORED_AGAIN
        if on < until and day <= life.as_of:
            tool = _REPLACED_BY[tool]
            record.add("assessments", tool=tool, band=band, on=to_iso(day), by=life.manager(day))


def _add_dynamic(life: Life, on: int, approved: int) -> None:
    record = life.record
    record.add(
        "assessments",
        tool="arms",
        band=life.stage(approved).level,
        on=to_iso(on),
        by=life.manager(on),
        approved_on=record.past(approved),
        approved_by=life.supervisor if approved <= life.as_of else None,
    )


def add_reviews(life: Life) -> None:
    """Add the marker, the regular reviews of each kind, and the level after each trigger."""
    chance, record = life.chance, life.record
    end = life.as_of
    marker = min(life.entry + chance.between(0, 3), end)
    record.add("reviews", kind="marker", on=to_iso(marker), by=life.manager(marker))
    record.add("events", kind="national_record", on=to_iso(marker))
    supervised_until = end
    if "overdue_review" in life.traits:
        supervised_until -= 370 + chance.between(1, 200)
    for day in life.repeated(life.entry, supervised_until, lambda stage: _SUPERVISOR[stage.level]):
        record.add("reviews", kind="supervisor", on=to_iso(day), by=life.supervisor)
        record.add("reviews", kind="marker", on=to_iso(day), by=life.supervisor)
    for day in life.repeated(life.stages[0].start, end, lambda stage: _PLAN[stage.level]):
        record.add("reviews", kind="plan", on=to_iso(day), by=life.manager(day))
    checked = {*life.repeated(life.entry, end, lambda _: 12)} | ({life.last_seen} if life.last_seen else set())
    for day in sorted(checked):
        record.add("reviews", kind="intelligence", on=to_iso(day), by=life.manager(day), sources=[*_SOURCES])
    if life.reactive_from is not None:
        for day in life.repeated(life.reactive_from, end, lambda _: 12):
            record.add("reviews", kind="reactive", on=to_iso(day), by=life.supervisor)
    yearly = life.repeated(life.entry, end, lambda _: 12)
    for day in sorted([*yearly, *_after_triggers(life)]):
        record.add("reviews", kind="level", on=to_iso(day), by=life.manager(day))


def _after_triggers(life: Life) -> list[int]:
    """Return the days on which the level was looked at because of a move, a return or intelligence."""
    days = [move.day for move in life.moves]
    days += [one.end for one in life.absences if one.status_id and one.end and one.end > life.entry]
    quiet = life.reactive_from is not None or "steady" in life.traits
    if life.as_of - life.entry > 10 and not quiet and life.chance.happens(0.1):
        day = life.chance.between(life.entry + 10, life.as_of)
        life.record.add("events", kind="intelligence", on=to_iso(day))
        days.append(day)
    return [day + 3 for day in days if day + 3 <= life.as_of]


def add_breach(life: Life) -> None:
    """Add a suspected breach with its decision, and for some one that was established and recorded at once."""
    if "breach" not in life.traits:
        return
    chance, record = life.chance, life.record
    day = chance.between(life.entry + 10, life.as_of - 5)
    suspected = record.add("events", kind="breach_suspected", on=to_iso(day))
    decided = day + chance.between(0, 2)
    outcome = chance.weighted((("no_action", 6), ("charge", 3), ("arrest", 1)))
    record.add("decisions", kind="breach", on=to_iso(decided), by=life.supervisor, outcome=outcome, for_=suspected)
    if outcome == "charge":
        established = record.add("events", kind="breach_established", on=to_iso(decided))
        record.add("events", kind="national_record", on=to_iso(decided), for_=established)
        record.add("reviews", kind="level", on=to_iso(decided + 3), by=life.manager(decided + 3))


def add_meetings(life: Life) -> None:
    """Add the arrangements of several agencies: level 1, or level 2 with its meetings, now or for a while before."""
    chance, record = life.chance, life.record
    if "level_2" not in life.traits:
        record.add("mappa", category=1, level=1, lead_agency="police", from_=to_iso(life.entry))
        return
    start = life.as_of - chance.between(60, 240)
    # Nobody of very high risk is left to one agency without a reason.
    ends = chance.happens(0.4) and life.stage(life.as_of).level != "very_high"
    end = chance.between(start + 50, life.as_of) if ends else None
    record.add("mappa", category=1, level=1, lead_agency="police", from_=to_iso(life.entry), until=to_iso(start))
    record.add("mappa", category=1, level=2, lead_agency="police", from_=to_iso(start), until=record.past(end))
    if end is not None:
        record.add("mappa", category=1, level=1, lead_agency="police", from_=to_iso(end))
    day = start + chance.between(20, 70)
    while day <= (life.as_of if end is None else end):
        record.add("meetings", kind="level_2", on=to_iso(day), minuted=True)
        day += chance.between(60, 80)
