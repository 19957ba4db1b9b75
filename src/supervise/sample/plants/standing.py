"""What was not notified (NT), where someone stands and whether once (ST), orders that end (OR), other duties (RB)."""

from typing import Final

from supervise.dates.ordinals import add_months, from_iso, to_iso, whole_months_between
from supervise.sample.plants.host import Data, Host, Plant

__all__ = ["STANDING"]


def _notification_overdue(host: Host) -> tuple[str, ...]:
    last = to_iso(host.ago(370, 450))
    host.drop("notifications", lambda notice: notice["on"] > last)
    return (host.facts("notifications")[-1]["id"],)


def _due_soon(host: Host) -> tuple[str, ...]:
    last = add_months(host.as_of + host.chance.between(3, 20), -12)
    host.drop("notifications", lambda notice: notice["on"] >= to_iso(last))
    return (_told(host, "s85", last, home_kind="sole_or_main"),)


def _told(host: Host, kind: str, day: int, **fields: object) -> str:
    return host.add("notifications", **{"kind": kind, "on": to_iso(day), "method": "station", **fields})


def _changed(host: Host, about: str, day: int) -> str:
    return host.add("changes", about=about, on=to_iso(day))


def _told_late(host: Host) -> tuple[str, ...]:
    day = host.ago(20, 60)
    change = _changed(host, "name", day)
    return change, _told(host, "s84", day + host.chance.between(4, 15), about="name", for_=change)


def _not_on_record(host: Host) -> tuple[str, ...]:
    return (host.add("events", kind="breach_established", on=to_iso(host.ago(3, 40))),)


def _undecided_breach(host: Host) -> tuple[str, ...]:
    return (host.add("events", kind="breach_suspected", on=to_iso(host.ago(25, 60))),)


def _at_home(host: Host) -> tuple[str, ...]:
    day = host.ago(0, 40)
    host.drop("notifications", lambda notice: notice["on"] >= to_iso(day))
    return (_told(host, "s85", day, home_kind="sole_or_main", method="home"),)


def _second_home(host: Host) -> tuple[str, ...]:
    day = to_iso(host.ago(0, 60))
    return (host.add("addresses", address_id="h2", kind="main", from_=day, notified_on=day, area=host.record["force"]),)


def _stayed(host: Host) -> tuple[str, ...]:
    day = host.ago(30, 60)
    return (host.add("stays", address_id="h7", from_=to_iso(day), until=to_iso(day + host.chance.between(6, 12))),)


def _other_name(host: Host) -> tuple[str, ...]:
    return (_changed(host, "name", host.ago(5, 60)),)


def _with_child(host: Host) -> tuple[str, ...]:
    return (_changed(host, "child_household", host.ago(5, 60)),)


def _trip(host: Host, departs: int, **fields: object) -> str:
    known = to_iso(departs - 40)
    return host.add("trips", known_on=known, departs_on=to_iso(departs), country="FR", due_back_point="p1", **fields)


def _leaving(host: Host) -> tuple[str, ...]:
    departs = host.as_of + host.chance.between(1, 5)
    return (_trip(host, departs, due_back_on=to_iso(departs + 14)),)


def _not_back(host: Host) -> tuple[str, ...]:
    departed = host.ago(20, 40)
    host.quiet_from(departed)
    trip = _trip(host, departed, due_back_on=to_iso(departed + host.chance.between(4, 15)))
    _told(host, "s86_departure", departed - 10, for_=trip)
    return (trip,)


def _wrong_end(host: Host) -> tuple[str, ...]:
    registration = host.facts("registrations")[0]
    registration["stored_end_on"] = to_iso(host.as_of + host.chance.between(1, 30))
    return (registration["id"],)


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
    _lasts(registration, whole_months_between(from_iso(registration["relevant_on"]), host.as_of) + 3)
    return (registration["id"],)


def _lasts(registration: Data, months: int) -> None:
    """Make a registration one of so many months."""
    for name in ("terms", "supervision_months"):
        registration.pop(name, None)
    registration.update(basis="conviction", disposal="conditional_discharge", discharge_months=months)


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


def _announced(host: Host) -> tuple[str, ...]:
    """A change told of beforehand that has not come."""
    day = host.ago(10, 25)
    told = host.add(
        "notifications",
        kind="s84_advance",
        on=to_iso(day - 14),
        about="name",
        expected_on=to_iso(day),
        method="station",
    )
    return (told,)


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


def _unreviewed(host: Host) -> tuple[str, ...]:
    start = host.ago(190, 260)
    host.quiet_from(start)
    host.drop("reviews", lambda review: review["on"] >= to_iso(start))
    return (host.add("statuses", kind="custody", from_=to_iso(start), evidence="prison_record"),)


def _unsupported(host: Host) -> tuple[str, ...]:
    host.quiet_from(add_months(host.as_of, -host.months) - host.chance.between(10, 25))
    return (host.spell("custody", host.ago(1, 5), None),)


def _seen_missing(host: Host) -> tuple[str, ...]:
    day = host.ago(20, 60)
    start, end = day - host.chance.between(1, 10), day + host.chance.between(1, 10)
    return host.visit(day), host.spell("missing", start, end)


def _kept(host: Host) -> tuple[str, ...]:
    registration = host.facts("registrations")[0]
    # It must be over, not at its last day.
    _lasts(registration, whole_months_between(from_iso(registration["relevant_on"]), host.as_of - 1))
    return (registration["id"],)


def _no_record(host: Host) -> tuple[str, ...]:
    host.drop("events", lambda event: event["kind"] == "national_record")
    return ()


def _other_level(host: Host) -> tuple[str, ...]:
    before = host.facts("levels")[-1]
    host.add("events", kind="national_record", on=before["from"], for_=before["id"])
    level = "high" if before["level"] == "medium" else "medium"
    by = {"by": before["by"], "approved_by": host.team.supervisor}
    return (host.add("levels", level=level, from_=to_iso(host.ago(20, 40)), **by),)


def _no_marker(host: Host) -> tuple[str, ...]:
    host.drop("reviews", lambda review: review["kind"] == "marker")
    return ()


def _accepted(host: Host) -> tuple[str, ...]:
    # Whoever is assigned here afterwards may be so because the case came back.
    day = max(from_iso(host.last_manager()["from"]), host.ago(5, 60))
    host.quiet_from(day)
    return (host.add("transfers", to="force-2", asked_on=to_iso(day - 2), accepted_on=to_iso(day)),)


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


def _no_end(host: Host) -> tuple[str, ...]:
    made = to_iso(host.ago(100, 700))
    return (host.add("orders", kind="shpo", made_on=made, served_on=made, in_force_on=made),)


def _unchecked(host: Host) -> tuple[str, ...]:
    made = to_iso(host.ago(100, 300))
    order = host.add(
        "orders",
        kind="shpo",
        made_on=made,
        served_on=made,
        in_force_on=made,
        until_further_order=True,
        items=[{"kind": "device_check"}],
    )
    return order, host.visit(host.ago(40, 60)), host.visit(host.ago(1, 30))


def _gone(host: Host) -> tuple[str, ...]:
    return (host.spell("deceased", host.ago(0, 40), None),)


def _moved(host: Host) -> tuple[str, ...]:
    host.visit_due(host.as_of - 4)
    return (host.spell("abroad", host.as_of - 5, host.ago(0, 1)),)


def _not_reconsidered(host: Host) -> tuple[str, ...]:
    """A level of the several agencies that nobody has looked at for more than a year, which no check is about."""
    host.drop("reviews", lambda review: review["kind"] == "level")
    return (host.add("reviews", kind="level", on=to_iso(host.ago(400, 700)), by=host.team.supervisor),)


STANDING: Final = (
    Plant("NT063", _notification_overdue),
    Plant("NT064", _due_soon),
    Plant("NT065", _told_late),
    Plant("NT066", _not_on_record),
    Plant("NT067", _undecided_breach),
    Plant("NT068", _at_home),
    Plant("NT069", _mismatch),
    Plant("NT070", _second_home),
    Plant("NT071", _stayed),
    Plant("NT072", _other_name),
    Plant("NT073", _with_child),
    Plant("NT074", _leaving),
    Plant("NT075", _not_back),
    Plant("NT085", _period_ends),
    Plant("NT086", _wrong_end),
    Plant("NT101", _readings_differ),
    Plant("NT102", _announced),
    Plant("ST077", _unactioned),
    Plant("ST078", _unreviewed),
    Plant("ST079", _unsupported),
    Plant("ST080", _missing),
    Plant("ST081", _seen_missing),
    Plant("ST087", _kept),
    Plant("ST088", _no_record),
    Plant("ST089", _other_level),
    Plant("ST090", _no_marker),
    Plant("ST091", _limbo),
    Plant("ST092", _accepted),
    Plant("ST101", _twice),
    Plant("ST102", _gone),
    Plant("ST103", _moved),
    Plant("OR082", _order_ends),
    Plant("OR083", _no_end),
    Plant("OR084", _unchecked),
    Plant("RB101", _not_reconsidered),
)
