"""What was not notified (NT), where someone stands and whether once (ST), orders that end (OR)."""

from typing import Final

from supervise.dates.ordinals import from_iso, to_iso, whole_months_between
from supervise.sample.plants.host import Host, Plant

__all__ = ["STANDING"]


def _notification_overdue(host: Host) -> tuple[str, ...]:
    last = to_iso(host.ago(370, 450))
    host.drop("notifications", lambda notice: notice["on"] > last)
    return (host.facts("notifications")[-1]["id"],)


def _mismatch(host: Host) -> tuple[str, ...]:
    day = host.ago(20, 60)
    home = host.facts("addresses")[-1]
    home["until"] = to_iso(day)
    # A notice given since, of whatever kind, might have told of it.
    host.drop("notifications", lambda fact: fact["on"] >= to_iso(day))
    address = host.add("addresses", address_id="h2", kind="main", from_=to_iso(day), area=host.record["force"])
    return address, host.visit(day + host.chance.between(5, 15), address_id="h2")


def _period_ends(host: Host) -> tuple[str, ...]:
    registration = host.facts("registrations")[0]
    _undecided(host)
    months = whole_months_between(from_iso(registration["relevant_on"]), host.as_of) + 3
    for name in ("terms", "supervision_months"):
        registration.pop(name, None)
    registration.update(basis="conviction", disposal="conditional_discharge", discharge_months=months)
    return (registration["id"],)


def _readings_differ(host: Host) -> tuple[str, ...]:
    """A return of which the last day for telling is today, and by the strict reading was yesterday."""
    back = host.as_of - 3
    host.quiet_from(back - 10)
    departed = to_iso(back - 7)
    trip = host.add(
        "trips",
        known_on=to_iso(back - 40),
        departs_on=departed,
        country="ES",
        # Nobody has to tell of a return as it was given beforehand.
        due_back_on=to_iso(back - 1),
        due_back_point="p1",
        returned_on=to_iso(back),
        returned_point="p1",
    )
    host.add("notifications", kind="s86_departure", on=to_iso(back - 20), for_=trip, method="station")
    return (trip,)


def _unactioned(host: Host) -> tuple[str, ...]:
    released = host.ago(15, 40)
    taken = released - host.chance.between(30, 60)
    host.quiet_from(taken)
    last = to_iso(taken)
    host.drop("notifications", lambda notice: notice["on"] >= last)
    return (host.spell("custody", taken, released),)


def _missing(host: Host) -> tuple[str, ...]:
    start = host.ago(20, 60)
    host.quiet_from(start)
    return (host.spell("missing", start, None),)


def _limbo(host: Host) -> tuple[str, ...]:
    day = host.ago(25, 60)
    host.quiet_from(day)
    host.facts("addresses")[-1]["until"] = to_iso(day)
    moved, told = to_iso(day), to_iso(day + 1)
    change = host.add("changes", about="home_address", on=moved, address_id="h2")
    host.add("notifications", kind="s84", on=told, about="home_address", for_=change, home_kind="sole_or_main")
    host.add("addresses", address_id="h2", kind="main", from_=moved, notified_on=told, area="force-2")
    return (host.add("transfers", to="force-2", asked_on=told),)


def _twice(host: Host) -> tuple[str, ...]:
    host.record["id"] = f"{host.prefix}-{host.number - 1:06}"
    return ()


def _undecided(host: Host) -> None:
    """Remove every decision on an end: one that does not say of what may be taken as one of this end."""
    host.drop("decisions", lambda fact: fact["kind"] == "order_end")


def _order_ends(host: Host) -> tuple[str, ...]:
    _undecided(host)
    made = to_iso(host.ago(400, 700))
    order = host.add(
        "orders",
        kind="foreign_travel_order",
        made_on=made,
        served_on=made,
        in_force_on=made,
        ends_on=to_iso(host.as_of + host.chance.between(40, 80)),
        items=[{"kind": "foreign_travel"}],
    )
    return (order,)


STANDING: Final = (
    Plant("NT063", _notification_overdue),
    Plant("NT069", _mismatch),
    Plant("NT085", _period_ends),
    Plant("NT101", _readings_differ),
    Plant("ST077", _unactioned),
    Plant("ST080", _missing),
    Plant("ST091", _limbo),
    Plant("ST101", _twice),
    Plant("OR082", _order_ends),
)
