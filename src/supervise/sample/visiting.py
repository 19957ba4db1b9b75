"""Visits: planned, tried and made."""

from collections.abc import Iterator
from typing import Final

from supervise.dates.ordinals import to_iso
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
_HOURS: Final = (8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)


def add_visits(life: Life) -> None:
    """Add the visits of a life, and the one planned next for some."""
    for number, day in enumerate(_dense_days(life) if life.dense else _days(life), start=1):
        if _nobody_opens(life, day, number):
            _attempt(life, day - life.chance.between(1, 4))
        _visit(life, day, first=number == 1)
    if life.dense or life.reactive_from is not None or life.away(life.as_of):
        return
    if life.chance.happens(0.3):
        planned = life.as_of + life.chance.between(1, 40)
        life.record.add("visits", planned_on=to_iso(planned), outcome="planned", place=_place(life, planned))


def _nobody_opens(life: Life, day: int, number: int) -> bool:
    """Return whether the visit of a day is the second try; of a dense life every ninth is."""
    if life.dense:
        return number % _DENSE_TRIES == 0
    return number > 1 and not life.away(day - 5) and life.chance.happens(0.1)


def _days(life: Life) -> Iterator[int]:
    """Yield the days of visits that were made: in time, a few late, soon after a move or a return."""
    if "never_visited" in life.traits:
        return
    chance = life.chance
    end = _end(life)
    must = sorted(_called_for(life))
    strict = life.stages[0].level in ("high", "very_high")
    due = life.entry + (5 if strict else 18)
    day = life.entry + chance.between(1, 3 if strict else 15)
    last = life.entry
    while True:
        if chance.happens(0.05) and due + 40 < end:
            day = due + chance.between(1, 40)
        called = next((one for one in must if one > last), None)
        at = life.at_home(day if called is None else min(day, called), within=6)
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
    if life.reactive_from is not None:
        return life.reactive_from
    if "overdue_visit" in life.traits:
        longest = 31 * life.stage(life.as_of).months
        return life.as_of - longest - life.chance.between(1, 40)
    return life.as_of


def _called_for(life: Life) -> Iterator[int]:
    """Yield the days on which a move or a return calls for a visit before the next is due."""
    for move in life.moves:
        yield move.notified + life.chance.between(1, 5)
    for absence in life.absences:
        if absence.end is not None and absence.end > life.entry:
            yield absence.end + life.chance.between(3, 8)


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


def _attempt(life: Life, day: int) -> None:
    """Add a visit at which nobody opened."""
    chance = life.chance
    life.record.add(
        "visits",
        on=to_iso(day),
        at=_time(life),
        outcome="no_reply" if chance.happens(0.9) else "not_seen",
        place=_place(life, day),
        address_id=_address(life, day),
        officers=chance.several(life.officers, 2),
        purposes=list(_PURPOSES[0]),
        recorded_on=to_iso(day),
    )


def _time(life: Life) -> str:
    return f"{life.chance.pick(_HOURS):02}:{life.chance.pick((0, 15, 30, 45)):02}"


def _visit(life: Life, day: int, *, first: bool) -> None:
    chance, record = life.chance, life.record
    level = life.stage(day).level
    strict = level in ("high", "very_high")
    signed = day + chance.between(1, 9) if strict or first else None
    written = day + chance.between(5, 20) if chance.happens(0.03) else day + chance.between(0, 1)
    record.add(
        "visits",
        planned_on=to_iso(day - chance.between(0, 2)) if chance.happens(0.2) else None,
        on=to_iso(day),
        at=_time(life),
        outcome="seen",
        place=_place(life, day),
        address_id=_address(life, day),
        entry="obtained",
        officers=chance.several(life.officers, 1 if chance.happens(0.02) else 2),
        announced=True if chance.happens(0.03) else None,
        purposes=list(chance.pick(_PURPOSES)),
        signed_off_on=record.past(signed),
        signed_off_by=life.supervisor if signed is not None and signed <= life.as_of else None,
        recorded_on=to_iso(min(written, life.as_of)),
    )
