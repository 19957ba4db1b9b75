"""Records that cannot be true (DC), and visits made or written up as they should not be (PR)."""

from typing import Final

from supervise.dates.ordinals import from_iso, to_iso
from supervise.sample.plants.host import Host, Plant

__all__ = ["RECORDS"]

_WEEK: Final = 7


def _signed_off(host: Host) -> tuple[str, ...]:
    day = host.ago(3, 30)
    return (host.attempt(day, signed_off_on=to_iso(day + 1), signed_off_by=host.team.supervisor),)


def _wrong_place(host: Host) -> tuple[str, ...]:
    return (host.visit(host.ago(0, 90), address_id="h9"),)


def _before_registration(host: Host) -> tuple[str, ...]:
    registered = from_iso(host.facts("registrations")[0]["relevant_on"])
    return (host.visit(registered - host.chance.between(1, 30)),)


def _in_custody(host: Host) -> tuple[str, ...]:
    return _seen_inside(host, "custody")


def _in_hospital(host: Host) -> tuple[str, ...]:
    return _seen_inside(host, "hospital")


def _seen_inside(host: Host, kind: str) -> tuple[str, ...]:
    day = host.ago(20, 60)
    start, end = day - host.chance.between(0, 10), day + host.chance.between(1, 10)
    return host.visit(day), host.spell(kind, start, end)


def _abroad(host: Host) -> tuple[str, ...]:
    day = host.ago(20, 60)
    back = to_iso(day + host.chance.between(2, 10))
    trip = host.add(
        "trips",
        known_on=to_iso(day - 40),
        departs_on=to_iso(day - host.chance.between(1, 10)),
        country="FR",
        due_back_on=back,
        due_back_point="p1",
        returned_on=back,
        returned_point="p1",
    )
    return host.visit(day), trip


def _after_death(host: Host) -> tuple[str, ...]:
    day = host.ago(3, 20)
    host.quiet_from(day)
    return host.visit(day + host.chance.between(1, 3)), host.spell("deceased", day, None)


def _after_exit(host: Host) -> tuple[str, ...]:
    day = host.ago(5, 60)
    host.quiet_from(day)
    accepted = to_iso(day)
    transfer = host.add("transfers", to="force-2", asked_on=to_iso(day - 2), accepted_on=accepted)
    return host.visit(day + host.chance.between(1, 5)), transfer


def _in_future(host: Host) -> tuple[str, ...]:
    return (host.visit(host.as_of + host.chance.between(1, 30)),)


def _overlapping(host: Host) -> tuple[str, ...]:
    day = host.ago(60, 120)
    host.quiet_from(day)
    return host.spell("custody", day, day + 30), host.spell("custody", day + host.chance.between(1, 29), day + 45)


def _recorded_late(host: Host) -> tuple[str, ...]:
    day = host.ago(40, 90)
    return (host.visit(day, recorded_on=to_iso(day + host.chance.between(15, 40))),)


def _unrecorded(host: Host) -> tuple[str, ...]:
    day = host.ago(15, 60)
    planned = to_iso(day)
    plan = host.add("visits", planned_on=planned, outcome="planned", place="home", recorded_on=to_iso(day - 7))
    return (plan,)


def _alone(host: Host) -> tuple[str, ...]:
    day = host.ago(0, 90)
    return (host.visit(day, officers=[host.team.present(day)[0].id]),)


def _announced(host: Host) -> tuple[str, ...]:
    return (host.visit(host.ago(0, 90), announced=True),)


def _mostly_announced(host: Host) -> tuple[str, ...]:
    days = [host.as_of - ago for ago in (37, 30, 21, 12, 3)]
    return tuple(host.visit(day, announced=True, announced_reason="interpreter") for day in days)


def _same_weekday(host: Host) -> tuple[str, ...]:
    last = host.ago(0, 6)
    days = [last - weeks * _WEEK for weeks in (5, 4, 3, 1, 0)]
    host.quiet_from(days[0])
    return tuple(host.visit(day) for day in days)


def _edited(host: Host) -> tuple[str, ...]:
    day = host.ago(50, 90)
    visit = host.visit(day, place="station")
    first = host.facts("visits")[-1]
    later = to_iso(day + host.chance.between(20, 45))
    host.facts("visits").append({**first, "place": "home", "recorded_on": later})
    return (visit,)


RECORDS: Final = (
    Plant("DC009", _signed_off),
    Plant("DC010", _wrong_place),
    Plant("DC012", _before_registration),
    Plant("DC013", _in_custody),
    Plant("DC014", _in_hospital),
    Plant("DC015", _abroad),
    Plant("DC016", _after_death),
    Plant("DC017", _after_exit),
    Plant("DC018", _in_future),
    Plant("DC076", _overlapping),
    Plant("PR019", _recorded_late),
    Plant("PR020", _unrecorded),
    Plant("PR025", _alone),
    Plant("PR030", _announced),
    Plant("PR031", _mostly_announced),
    Plant("PR032", _same_weekday),
    Plant("PR101", _edited),
)
