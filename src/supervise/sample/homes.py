"""Homes, absences and what the offender notifies."""

from typing import Final

from supervise.dates.ordinals import add_months, to_iso
from supervise.sample.life import Absence, Life, Move

__all__ = ["SHOWN_BY", "add_absences", "add_homes", "add_notifications", "add_trips"]

_TRIP_DAYS: Final = 30
_MOST_TRIPS: Final = 3
#: What shows that someone is inside, or dead.
SHOWN_BY: Final = {"custody": "prison_record", "hospital": "hospital_record", "deceased": "death_record"}


def _spell(life: Life, kind: str, start: int, end: int | None) -> None:
    until = life.record.past(end)
    status_id = life.record.add("statuses", kind=kind, from_=to_iso(start), until=until, evidence=SHOWN_BY.get(kind))
    # Nobody has to notify having been found again.
    life.absences.append(Absence(kind, start, end, None if kind == "missing" else status_id))


def add_absences(life: Life) -> None:
    """Add prison and hospital after the first notification; everything else is arranged around them."""
    chance, now = life.chance, life.as_of
    for trait, kind in (("recall", "custody"), ("hospital", "hospital")):
        if trait in life.traits:
            start = chance.between(life.entry + 100, now - 450)
            _spell(life, kind, start, start + chance.between(12, 200))
    if "custody" in life.traits:
        _spell(life, "custody", now - chance.between(10, 200), None)
    if "missing" in life.traits:
        _add_missing(life)


def _add_missing(life: Life) -> None:
    """Add the days on which nobody knows where the offender is, and the enquiries: a day, a week, months."""
    chance, now = life.chance, life.as_of
    start = now - chance.between(2, 150)
    end = start + chance.between(3, 40) if chance.happens(0.5) else None
    if end is not None and end > now - 15:
        end = None
    _spell(life, "missing", start, end)
    day = start + chance.between(0, 1)
    life.record.add("events", kind="enquiry", on=to_iso(day))
    day += chance.between(4, 7)
    while day <= min(now, now if end is None else end):
        life.record.add("events", kind="enquiry", on=to_iso(day))
        day += chance.between(14, 28)


def add_trips(life: Life) -> None:
    """Add journeys abroad with their notices, behind, on the way or ahead; a few are called off."""
    if "trip" not in life.traits:
        return
    departs = life.chance.between(life.entry + 60, life.as_of + 14)
    for _ in range(life.chance.between(1, _MOST_TRIPS)):
        if departs <= life.as_of + 14:
            _add_trip(life, departs)
        departs += life.chance.between(120, 900)


def _add_trip(life: Life, departs: int) -> None:
    chance, record = life.chance, life.record
    known = departs - chance.between(15, 50)
    due_back = departs + chance.between(4, _TRIP_DAYS)
    returned = due_back if chance.happens(0.8) else due_back + chance.between(1, 3)
    if not life.apart(departs - 14, returned + 4):
        return
    called_off = departs - chance.between(1, 5) if chance.happens(0.05) else None
    gone = called_off is None
    trip_id = record.add(
        "trips",
        known_on=record.past(known),
        departs_on=to_iso(departs),
        country=chance.pick(("FR", "ES", "PT", "DE", "TR")),
        due_back_on=to_iso(due_back),
        due_back_point="p1",
        returned_on=record.past(returned) if gone else None,
        returned_point="p1" if gone and returned <= life.as_of else None,
        cancelled_on=record.past(called_off),
    )
    _notice(life, "s86_departure", departs - chance.between(8, 13), for_=trip_id)
    if gone:
        _notice(life, "s86_return", returned + chance.between(0, 1), for_=trip_id)
        life.absences.append(Absence("abroad", departs, returned + 1))


def _notice(
    life: Life,
    kind: str,
    day: int,
    *,
    for_: str | None = None,
    about: str | None = None,
    home_kind: str | None = None,
) -> str:
    """Add a notification unless it lies ahead, and return its id; empty for one that does."""
    if day > life.as_of:
        return ""
    return life.record.add(
        "notifications",
        kind=kind,
        on=to_iso(day),
        about=about,
        for_=for_,
        station_id=life.chance.pick(("ps1", "ps2", "ps3")),
        home_kind=home_kind,
        method="station",
    )


def _look_into(life: Life, notice: str, day: int, last: int) -> None:
    """Add what is recorded when a notification comes after its last day: the suspicion, and the decision on it."""
    if not notice or day <= last:
        return
    suspected = life.record.add("events", kind="breach_suspected", on=to_iso(day), for_=notice)
    life.record.add("decisions", kind="breach", on=to_iso(day), by=life.supervisor, outcome="no_action", for_=suspected)


def add_homes(life: Life, home_from: int) -> None:
    """Add the homes in order, with a change for each but the first; the last may be no home at all.

    Who came from another force, or went to one, moved for it; the homes outside do not say whose area it is.
    """
    chance, record = life.chance, life.record
    days = _days_of_moves(life)
    found_from = life.as_of - chance.between(30, 150) if "place_found" in life.traits else None
    if found_from is not None:
        days = [*(day for day in days if day < found_from - 40), found_from]
    arrived = _day_of_arrival(life)
    left = life.as_of - chance.between(4, 7) if "transferred_out" in life.traits else None
    for day in (arrived, left):
        if day is not None:
            days = sorted([*(other for other in days if abs(other - day) > 40), day])
    begins = [home_from, *days]
    ends: list[int | None] = [*days, None]
    notified = life.entry
    for at, (start, end) in enumerate(zip(begins, ends, strict=True)):
        address_id = f"h{at + 1}"
        found = start == found_from
        if at:
            crossing = start in (arrived, left)
            # Who cannot be found at home just before visits become rarer would seem to have been let off one.
            eased = any(start <= day <= start + 30 for day in life.relaxed())
            late = chance.between(3, 20) if chance.happens(0.04) and not (found or crossing or eased) else 0
            notified = start + (late or chance.between(0, 1 if crossing else 2))
            fact_id = record.add("changes", about="home_address", on=to_iso(start), address_id=address_id)
            kind = "place_found" if found else "sole_or_main"
            life.moves.append(Move(start, notified, address_id, kind, fact_id))
        record.add(
            "addresses",
            address_id=address_id,
            kind="place_found" if found else "main",
            from_=to_iso(start),
            until=record.past(end),
            notified_on=record.past(notified),
            area=None if start < (arrived or 0) else "force-2" if start == left else life.force,
        )
        if start == arrived:
            life.accepted = _transfer(life, life.force, notified)
        elif start == left:
            _leave(life, notified)


def _day_of_arrival(life: Life) -> int | None:
    """Return the day on which someone moved here from another force; None without one, or while away."""
    if "transferred_in" not in life.traits:
        return None
    day = life.chance.between(life.entry + 60, life.as_of - 60)
    return day if life.apart(day - 10, day + 30) else None


def _transfer(life: Life, to: str, notified: int) -> int:
    """Add the case being asked for and accepted; return the day of the acceptance."""
    asked = notified + life.chance.between(0, 1)
    accepted = asked + life.chance.between(1, 4)
    life.record.add("transfers", to=to, asked_on=to_iso(asked), accepted_on=to_iso(accepted))
    return accepted


def _leave(life: Life, notified: int) -> None:
    """Add the case being accepted elsewhere on the last day told."""
    asked, last = to_iso(notified), to_iso(life.as_of)
    evidence = life.record.add("transfers", to="force-2", asked_on=asked, accepted_on=last)
    life.record.add("statuses", kind="transferred_out", from_=last, evidence=evidence)


def _days_of_moves(life: Life) -> list[int]:
    """Return days of moves about three years apart, none while away or shortly before."""
    if life.traits & {"reactive", "steady"} or life.dense:
        return []
    days = []
    # Someone who stopped notifying is not made to move as well.
    last = life.as_of - (430 if "overdue_notification" in life.traits else 25)
    day = life.entry + life.chance.between(90, 1_800)
    while day < last:
        if life.apart(day, day + 1, days=30):
            days.append(day)
        day += life.chance.between(120, 1_800)
    return days


def add_notifications(life: Life, first_for: str | None) -> None:
    """Add the first notification, each change, and the yearly or weekly ones between them."""
    chance = life.chance
    _notice(life, "s83", life.entry, for_=first_for, home_kind="sole_or_main")
    given = {life.entry: ""}
    for move in life.moves:
        home = move.home_kind
        notice = _notice(life, "s84", move.notified, for_=move.fact_id, about="home_address", home_kind=home)
        _look_into(life, notice, move.notified, move.day + 2)
        given[move.notified] = notice
    for absence in life.absences:
        if absence.status_id and absence.end is not None and absence.end > life.entry:
            told = absence.end + chance.between(0, 2)
            notice = _notice(life, "s84", told, for_=absence.status_id, about="release", home_kind="sole_or_main")
            given[told] = notice
    _between(life, given)


def _between(life: Life, given: dict[int, str]) -> None:
    """Add what falls due between the notifications already given, of which the days and ids are known."""
    chance = life.chance
    weekly_from = next((move.notified for move in life.moves if move.home_kind == "place_found"), None)
    end = life.as_of
    if "overdue_notification" in life.traits:
        end -= 366 + chance.between(2, 150)
    last = min(given)
    while True:
        weekly = weekly_from is not None and last >= weekly_from
        due = last + 7 if weekly else add_months(last, 12)
        upcoming = min((day for day in given if day > last), default=end + 1)
        day = due - chance.between(0, 1 if weekly else 25)
        if chance.happens(0.03) and not weekly and due + 30 < end:
            day = due + chance.between(1, 25)
        back = life.at_home(max(day, last + 1), within=2)
        if upcoming <= end and upcoming <= max(due, back or due):
            # What is told meanwhile starts the year anew.
            _look_into(life, given[upcoming], upcoming, _last_day(life, due))
            last = upcoming
            continue
        if back is None or back > end:
            return
        kind = "place_found" if weekly else "sole_or_main"
        _look_into(life, _notice(life, "s85", back, home_kind=kind), back, _last_day(life, due))
        last = back


def _last_day(life: Life, due: int) -> int:
    """Return the last day for what falls due on a day: of someone away then, the third beginning with the return."""
    away = life.away(due)
    if away is None or away.end is None or away.kind == "missing":
        return due
    # A traveller's first day back is the day after the return; on the day of the return itself nothing is put off.
    returned = away.end - (away.kind == "abroad")
    return due if due == returned else returned + 2
