"""Visits: planned, tried and made."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from supervise.dates.ordinals import add_months, to_iso
from supervise.sample.life import Life

__all__ = ["DENSE_VISITS", "add_visits"]

DENSE_VISITS: Final = 40
# One failed attempt in so many visits of a dense life.
_DENSE_TRIES: Final = 9

_FIRST_HOME: Final = "h1"
_PURPOSES: Final = (
    ("compliance_check",),
    ("monitor_risk",),
    ("protection",),
    ("confirm_residence",),
    ("monitor_risk", "information"),
    ("risk_assessment",),
)
# To each home officers come in hours, and in a third of the hour, of its own: see `_time`.
_HOURS: Final = ((8, 11, 14, 17, 20), (9, 12, 15, 18), (10, 13, 16, 19))
_PARTS: Final = 3
# How often nobody opens so many times before the visit that succeeds.
_TRIES: Final = ((0, 88), (1, 9), (2, 2), (3, 1))

# Days by which a visit is overdue, and how often: most are not so late, the oldest eight months.
_LATE: Final = (((1, 30), 5), ((31, 90), 3), ((91, 240), 2))


def add_visits(life: Life) -> None:
    """Add the visits of a life, and the one planned next for some."""
    last = life.entry
    for number, day in enumerate(_dense_days(life) if life.dense else _days(life), start=1):
        _attempts(life, last, day, _tries(life, number))
        _visit(life, day, first=number == 1)
        last = life.last_seen = day
    if "overdue_visit" in life.traits and life.chance.happens(0.4):
        _nobody_opens(life, last)
    if life.dense or life.ended or life.reactive_from is not None or life.away(life.as_of):
        return
    if life.chance.happens(0.3):
        planned = life.as_of + life.chance.between(1, 40)
        life.record.add("visits", planned_on=to_iso(planned), outcome="planned", place=_place(life, planned))


def _tries(life: Life, number: int) -> int:
    """Return how many attempts come before a visit; of a dense life every ninth has one."""
    if life.dense:
        return int(number % _DENSE_TRIES == 0)
    return life.chance.weighted(_TRIES) if number > 1 else 0


def _attempts(life: Life, last: int, day: int, tries: int) -> None:
    """Add attempts before the visit of a day, a few days apart, and the decision that the second calls for."""
    chance = life.chance
    days: list[int] = []
    at = day
    for _ in range(tries):
        at -= chance.between(1, 4)
        if at <= last or life.away(at) or life.moving(at):
            break
        days.insert(0, at)
    _tried(life, days)


def _nobody_opens(life: Life, last: int) -> None:
    """Add attempts up to now, none of which found anybody."""
    chance = life.chance
    at = max(last + 10, life.as_of - chance.between(8, 60))
    gaps = [chance.between(3, 6) for _ in range(chance.between(1, 3))]
    days = list(accumulate(gaps, initial=at))[:-1]
    _tried(life, [day for day in days if day <= life.as_of and not life.away(day) and not life.moving(day)])


def _tried(life: Life, days: list[int]) -> None:
    series = len(days) > 1
    for number, day in enumerate(days, start=1):
        _attempt(life, day, series=series)
        if number == 2:
            _decide(life, min(day + life.chance.between(0, 1), life.as_of))


def _decide(life: Life, day: int) -> None:
    """Add what the supervisor decided on a warrant."""
    outcome = life.chance.weighted((("no_action", 6), ("granted", 3), ("refused", 1)))
    reason = "other_contact" if outcome == "no_action" else None
    life.record.add(
        "decisions", kind="warrant", on=to_iso(day), by=life.supervisor, outcome=outcome, reason_code=reason
    )


def _days(life: Life) -> Iterator[int]:
    """Yield the days of visits that were made: in time, a few late, soon after a move or a return."""
    if "never_visited" in life.traits:
        return
    final = _final(life)
    last = life.entry
    for day in _made(life, _end(life) if final is None else final - 1):
        yield day
        last = day
    if final is not None and final > last and life.found_at_home(final, within=1) == final:
        yield final


def _made(life: Life, end: int) -> Iterator[int]:
    """Yield the days of visits up to a day."""
    chance = life.chance
    must = sorted(_called_for(life))
    strict = life.stages[0].level in ("high", "very_high")
    due = life.entry + (5 if strict else 18)
    day = life.entry + chance.between(1, 3 if strict else 15)
    last = life.entry
    while True:
        if chance.happens(0.05) and due + 40 < end:
            day = due + chance.between(1, 40)
        called = next((one for one in must if one > last), None)
        at = life.found_at_home(day if called is None else min(day, called), within=5)
        if at is None or at > end:
            return
        yield at
        last = at
        due = _due(life, last)
        day = max(last + 1, due - chance.between(0, (due - last) // 6))


def _due(life: Life, last: int) -> int:
    """Return when the next visit is due after the last."""
    return life.due(last, lambda stage: _months(life, last, stage.months))


def _months(life: Life, day: int, usual: int) -> int:
    homeless = any(move.home_kind == "place_found" and day >= move.notified for move in life.moves)
    return 1 if homeless else usual


def _end(life: Life) -> int:
    """Return the last day on which a visit may have been made."""
    if life.ended:
        return life.as_of - 1
    return life.as_of if life.reactive_from is None else life.reactive_from


def _final(life: Life) -> int | None:
    """Return the day of the last visit of someone whose next one is overdue; None for anybody else."""
    if "overdue_visit" not in life.traits:
        return None
    due = life.as_of - life.chance.between(*life.chance.weighted(_LATE))
    return add_months(due, -life.stage(life.as_of).months)


def _called_for(life: Life) -> Iterator[int]:
    """Yield the days on which something calls for a visit before the next is due.

    A move, a return, an arrival; and before visits become rarer one, so that nobody seems to have been let off.
    """
    chance = life.chance
    for move in life.moves:
        yield move.notified + chance.between(1, 5)
    for absence in life.absences:
        if absence.end is not None and absence.end > life.entry:
            yield absence.end + chance.between(3, 8)
    if life.accepted is not None:
        yield life.accepted + chance.between(1, 4)
    for day in life.relaxed():
        yield day - 24
        yield day - 6


def _dense_days(life: Life) -> Iterator[int]:
    """Yield the days of a dense life, evenly spread: with the failed attempts there are 40 visits."""
    count = DENSE_VISITS * _DENSE_TRIES // (_DENSE_TRIES + 1)
    begin = life.entry + 10
    for number in range(count):
        yield begin + (life.as_of - begin) * number // count + life.chance.between(0, 2)


def _place(life: Life, day: int) -> str:
    return "place_found" if _months(life, day, 0) else "home"


def _address(life: Life, day: int) -> str | None:
    """Return the home notified by a day; None, which means the same, where there was only ever one."""
    if not life.moves:
        return None
    return next((move.address_id for move in reversed(life.moves) if move.notified <= day), _FIRST_HOME)


def _attempt(life: Life, day: int, *, series: bool) -> None:
    """Add a visit at which nobody opened."""
    chance = life.chance
    life.record.add(
        "visits",
        on=to_iso(day),
        at=_time(life, day),
        outcome=chance.weighted((("no_reply", 8), ("not_seen", 1), ("refused", 1))),
        place=_place(life, day),
        address_id=_address(life, day),
        officers=life.visitors(day),
        purposes=["risk_assessment"] if series else list(_PURPOSES[0]),
        recorded_on=to_iso(day),
    )


def _device_check(life: Life, day: int) -> tuple[str, ...]:
    """Return the further purpose of a visit to someone whose devices an order lets officers look at."""
    return () if life.devices_from is None or day < life.devices_from else ("detect_offence",)


def _time(life: Life, day: int) -> str | None:
    """Return when officers come: to each home at times of its own, so that nobody is at two homes at once.

    Records are made without knowing each other, and the first home of everybody goes by the same id. There are not
    times enough for the homes of who moves all the time: none is recorded at the last of them.
    """
    home = int((_address(life, day) or _FIRST_HOME)[1:]) - 1
    if home >= _PARTS * len(_HOURS):
        return None
    hour = life.chance.pick(_HOURS[home // _PARTS])
    return f"{hour:02}:{60 // _PARTS * (home % _PARTS) + life.chance.pick((0, 2, 4)):02}"


def _visit(life: Life, day: int, *, first: bool) -> None:
    """Add a visit; of a few the plan is kept as an earlier version. What is odd about one has its reason."""
    chance, record = life.chance, life.record
    strict = life.stage(day).level in ("high", "very_high")
    signed = day + chance.between(1, 9) if strict or first else None
    written = day if strict else day + chance.between(0, 1)
    alone, announced = chance.happens(0.01), chance.happens(0.03)
    planned = day - chance.between(0, 2) if chance.happens(0.2) else None
    kept = planned is not None and not life.dense and chance.happens(0.2)
    place = _place(life, day)
    fields = {
        "planned_on": record.past(planned),
        "on": to_iso(day),
        "at": _time(life, day),
        "outcome": "seen",
        "place": place,
        "address_id": _address(life, day),
        "entry": "obtained",
        "officers": life.visitors(day, 1 if alone else 2),
        "announced": True if announced else None,
        "announced_reason": chance.pick(("interpreter", "assessment")) if announced else None,
        "purposes": [*chance.pick(_PURPOSES), *_device_check(life, day)],
        "exception_id": f"x{day}" if alone else None,
        "signed_off_on": record.past(signed),
        "signed_off_by": life.supervisor if signed is not None and signed <= life.as_of else None,
        "recorded_on": to_iso(min(written, life.as_of)),
    }
    if kept and planned is not None:
        known = to_iso(planned - chance.between(3, 20))
        plan = record.add("visits", planned_on=to_iso(planned), outcome="planned", place=place, recorded_on=known)
        record.add_version("visits", plan, **fields)
    else:
        record.add("visits", **fields)
