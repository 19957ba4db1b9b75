"""What the police record: managers, levels, assessments, plans, reviews, orders and meetings."""

from typing import Final

from supervise.dates.ordinals import add_months, to_iso
from supervise.sample.life import Life

__all__ = ["add_assessments", "add_levels", "add_manager", "add_meetings", "add_order", "add_reviews"]

_SUPERVISOR: Final = {"low": 12, "medium": 6, "high": 3, "very_high": 1}
_PLAN: Final = {"low": 12, "medium": 12, "high": 6, "very_high": 3}
_SOURCES: Final = ("local", "national", "open_source")


def _words(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def add_manager(life: Life, registered: int, team: str) -> None:
    """Add who manages the offender: one officer, or two in turn, and nobody any more for a few."""
    chance, record = life.chance, life.record
    first, second = chance.several(life.officers, 2)
    start = registered + chance.between(0, 2)
    change = chance.between(start + 30, life.as_of) if chance.happens(0.4) else life.as_of + 1
    gone = "no_manager" in life.traits
    left = life.as_of - chance.between(10, 90) if gone else life.as_of + 1
    for officer, begin, end in ((first, start, min(change, left)), (second, change, left)):
        if begin < end and begin <= life.as_of:
            record.add(
                "managers",
                officer_id=officer,
                team_id=team,
                agency="police",
                role="lead",
                from_=to_iso(begin),
                until=record.past(end),
            )


def add_levels(life: Life) -> None:
    """Add the levels, and a plan with each; a few plans set no interval, and some end all routine visits."""
    chance, record = life.chance, life.record
    for stage in life.stages:
        if "no_level" not in life.traits and stage.start <= life.as_of:
            record.add(
                "levels",
                level=stage.level,
                from_=to_iso(stage.start),
                by=life.officers[0],
                approved_by=life.supervisor,
            )
        start = stage.start + chance.between(0, 9)
        if start <= life.as_of:
            record.add(
                "plans",
                from_=to_iso(start),
                interval=_words(stage.months) if chance.happens(0.95) else None,
                mode="active",
                by=life.officers[0],
                approved_by=life.supervisor,
            )
    if life.reactive_from is not None:
        record.add(
            "plans",
            from_=to_iso(life.reactive_from),
            mode="reactive",
            reason_code="criteria_met",
            by=life.officers[0],
            approved_by=life.supervisor,
        )


def add_assessments(life: Life) -> None:
    """Add the static assessment, and the dynamic one of every year with its approval."""
    chance, record, officer = life.chance, life.record, life.officers[0]
    static = life.entry + chance.between(3, 14)
    if static <= life.as_of:
        tool = chance.pick(("rm2000", "osp_dc", "oasys"))
        record.add("assessments", tool=tool, band=life.stages[0].level, on=to_iso(static), by=officer)
    end = life.as_of
    if "overdue_assessment" in life.traits:
        end -= 366 + chance.between(2, 120)
    if life.reactive_from is not None:
        end = life.reactive_from
    on = life.entry + chance.between(3, 8)
    while on <= end:
        approved = on + chance.between(1, 4)
        record.add(
            "assessments",
            tool="arms",
            band=life.stage(on).level,
            on=to_iso(on),
            by=officer,
            approved_on=record.past(approved),
            approved_by=life.supervisor if approved <= life.as_of else None,
        )
        back = life.at_home(add_months(on, 12) - chance.between(8, 30), within=5)
        if back is None:
            return
        on = back


def add_reviews(life: Life) -> None:
    """Add the marker, the regular reviews of each kind, and the level after each trigger."""
    chance, record = life.chance, life.record
    end = life.as_of
    marker = min(life.entry + chance.between(0, 3), end)
    record.add("reviews", kind="marker", on=to_iso(marker), by=life.officers[0])
    record.add("events", kind="national_record", on=to_iso(marker))
    supervised_until = end
    if "overdue_review" in life.traits:
        supervised_until -= 370 + chance.between(1, 200)
    for day in life.repeated(life.entry, supervised_until, lambda stage: _SUPERVISOR[stage.level]):
        record.add("reviews", kind="supervisor", on=to_iso(day), by=life.supervisor)
    for day in life.repeated(life.stages[0].start, end, lambda stage: _PLAN[stage.level]):
        record.add("reviews", kind="plan", on=to_iso(day), by=life.officers[0])
    for day in life.repeated(life.entry, end, lambda _: 12):
        record.add("reviews", kind="intelligence", on=to_iso(day), by=life.officers[0], sources=[*_SOURCES])
    if life.reactive_from is not None:
        for day in life.repeated(life.reactive_from, end, lambda _: 12):
            record.add("reviews", kind="reactive", on=to_iso(day), by=life.supervisor)
    yearly = life.repeated(life.entry, end, lambda _: 12)
    for day in sorted([*yearly, *_after_triggers(life)]):
        record.add("reviews", kind="level", on=to_iso(day), by=life.officers[0])


def _after_triggers(life: Life) -> list[int]:
    """Return the days on which the level was looked at because of a move, a return or intelligence."""
    days = [move.day for move in life.moves]
    days += [one.end for one in life.absences if one.status_id and one.end and one.end > life.entry]
    if life.as_of - life.entry > 10 and life.reactive_from is None and life.chance.happens(0.1):
        day = life.chance.between(life.entry + 10, life.as_of)
        life.record.add("events", kind="intelligence", on=to_iso(day))
        days.append(day)
    return [day + 3 for day in days if day + 3 <= life.as_of]


def add_order(life: Life, made: int) -> None:
    """Add an order of the court that sentenced, for a term or until further order."""
    if "shpo" not in life.traits:
        return
    chance = life.chance
    years = chance.pick((5, 7, 10, 10))
    ends = add_months(made, 12 * years) - 1
    endless = chance.happens(0.3) or ends < life.as_of
    items = [{"kind": "prohibition"}]
    if chance.happens(0.5):
        items.append({"kind": "device_check"})
    life.record.add(
        "orders",
        kind="shpo",
        made_on=to_iso(made),
        served_on=to_iso(made),
        in_force_on=to_iso(made),
        ends_on=None if endless else to_iso(ends),
        until_further_order=True if endless else None,
        items=items,
    )


def add_meetings(life: Life) -> None:
    """Add the arrangements of several agencies: level 1, or level 2 with its meetings for a while now."""
    chance, record = life.chance, life.record
    if "level_2" not in life.traits:
        record.add("mappa", category=1, level=1, lead_agency="police", from_=to_iso(life.entry))
        return
    start = life.as_of - chance.between(60, 240)
    record.add("mappa", category=1, level=2, lead_agency="police", from_=to_iso(start))
    day = start + chance.between(20, 70)
    while day <= life.as_of:
        record.add("meetings", kind="level_2", on=to_iso(day), minuted=True)
        day += chance.between(60, 80)
