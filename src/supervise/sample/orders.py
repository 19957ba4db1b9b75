"""Orders of courts: an interim one and what replaced it, for a term or until further order; travel bans."""

from typing import Final

from supervise.dates.ordinals import add_months, to_iso
from supervise.sample.life import Life

__all__ = ["add_end_of_period", "add_orders"]

# A decision falls due so many days before an end.
_AHEAD: Final = 180
# Days for which an interim order holds.
_INTERIM: Final = (20, 60)
# The orders that came before, up to this day, had another name.
_RENAMED: Final = "2015-03-08"


def add_orders(life: Life, made: int) -> None:
    """Add the orders of someone, made by the court that sentenced."""
    if "shpo" in life.traits:
        _add_prevention(life, made)
    if "travel_order" in life.traits:
        start = life.as_of - life.chance.between(0, 1_500)
        ends = add_months(start, 12 * life.chance.pick((3, 4, 5))) - 1
        if start > life.entry and ends > life.as_of:
            _order(life, "foreign_travel_order", start, ends, [{"kind": "foreign_travel"}])


def _add_prevention(life: Life, made: int) -> None:
    chance = life.chance
    items = [{"kind": "prohibition"}]
    if chance.happens(0.5):
        items.append({"kind": "device_check"})
    older = to_iso(made) < _RENAMED
    kind = "sopo" if older else "shpo"
    interim = None
    if made + _INTERIM[1] <= life.as_of and chance.happens(0.1):
        decided = made + chance.between(*_INTERIM)
        interim = life.record.add(
            "orders",
            kind=f"interim_{kind}",
            made_on=to_iso(made),
            served_on=to_iso(made),
            in_force_on=to_iso(made),
            main_decided_on=to_iso(decided),
            items=[{"kind": "prohibition"}],
        )
        made = decided
    ends = add_months(made, 12 * chance.pick((5, 7, 10, 10))) - 1
    endless = chance.happens(0.3) or ends < life.as_of
    if len(items) > 1:
        life.devices_from = made
    _order(life, kind, made, None if endless else ends, items, replaces=interim)


def _order(
    life: Life, kind: str, made: int, ends: int | None, items: list[dict[str, str]], replaces: str | None = None
) -> None:
    day = to_iso(made)
    order = life.record.add(
        "orders",
        kind=kind,
        made_on=day,
        served_on=day,
        in_force_on=day,
        ends_on=None if ends is None else to_iso(ends),
        until_further_order=True if ends is None else None,
        items=items,
        replaces=replaces,
    )
    if ends is not None:
        _decide(life, ends, order)


def add_end_of_period(life: Life, registered: int, months: int | None) -> None:
    """Add what was decided before the end of the time on the register, if that is near."""
    if months is not None:
        _decide(life, add_months(registered, months) - 1, None)


def _decide(life: Life, end: int, order: str | None) -> None:
    """Add the decision on what comes after an end: most are made as soon as it is due, a few not yet."""
    chance = life.chance
    day = end - _AHEAD + (chance.between(5, 100) if chance.happens(0.15) else 0)
    if life.entry < day <= life.as_of:
        outcome = "continue" if order and chance.happens(0.3) else "end"
        life.record.add("decisions", kind="order_end", on=to_iso(day), by=life.supervisor, outcome=outcome, for_=order)
