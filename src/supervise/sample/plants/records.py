"""Records that cannot be true (DC), and visits made or written up as they should not be (PR)."""

from typing import Final

from supervise.dates.ordinals import from_iso, to_iso, weekday
from supervise.model.sketch import sketch
from supervise.sample.life import MONTHS
from supervise.sample.plants.host import Host, Plant

__all__ = ["RECORDS"]

_WEEK: Final = 7
_FRIDAY: Final = 4
_YEAR: Final = 365
_SKETCH: Final = sketch("Nothing of note was found and nothing of note was said. " * 3, key=bytes(16))


def _signed_off(host: Host) -> tuple[str, ...]:
    day = host.ago(3, 30)
    return (host.attempt(day, signed_off_on=to_iso(day + 1), signed_off_by=host.team.supervisor),)


def _wrong_place(host: Host) -> tuple[str, ...]:
    return (host.visit(host.ago(0, 90), address_id="h9"),)


def _at_the_station(host: Host) -> tuple[str, ...]:
    return (host.visit(host.ago(0, 90), place="station"),)


def _twice(host: Host) -> tuple[str, ...]:
    day = host.ago(0, 90)
    return host.visit(day), host.visit(day, at="12:15")


def _without_day(host: Host) -> tuple[str, ...]:
    return (host.add("meetings", kind="professionals", minuted=True),)


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


def _copied(host: Host) -> tuple[str, ...]:
    day = host.ago(0, 60)
    return tuple(host.visit(each, text_sketch=_SKETCH, officers=[_first(host)]) for each in (day - 30, day))


def _first(host: Host) -> str:
    return host.team.present(host.as_of)[0].id


def _untrained(host: Host) -> tuple[str, ...]:
    # Whom the workforce does not name has no training.
    return (host.visit(host.ago(0, 90), officers=[f"x-{host.number}", f"y-{host.number}"]),)


def _with_a_guest(host: Host) -> tuple[str, ...]:
    return (host.visit(host.ago(0, 90), others=[{"role": "guest", "vetted": False}]),)


def _same_pair(host: Host) -> tuple[str, ...]:
    last = host.ago(0, 6)
    days = [last - ago for ago in (50, 37, 30, 18, 9, 0)]
    host.quiet_from(days[0])
    pair = [one.id for one in host.team.present(host.as_of)[:2]]
    return tuple(host.visit(day, officers=pair) for day in days)


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


def _office_hours(host: Host) -> tuple[str, ...]:
    last = host.ago(0, 6)
    last -= max(0, weekday(last) - _FRIDAY)
    days = [last - weeks * _WEEK for weeks in (5, 4, 3, 1, 0)]
    host.quiet_from(days[0])
    return tuple(host.visit(day) for day in days)


def _regular(host: Host) -> tuple[str, ...]:
    days = [host.ago(0, 2) - number * 20 for number in (4, 3, 2, 1, 0)]
    host.quiet_from(days[0])
    return tuple(host.visit(day) for day in days)


def _edited(host: Host) -> tuple[str, ...]:
    day = host.ago(50, 90)
    visit = host.visit(day, place="station")
    first = host.facts("visits")[-1]
    later = to_iso(day + host.chance.between(20, 45))
    host.facts("visits").append({**first, "place": "home", "recorded_on": later})
    return (visit,)


def _put_off(host: Host) -> tuple[str, ...]:
    host.visit_due(host.as_of + 5)
    soon, later = to_iso(host.as_of + 3), to_iso(host.as_of + host.chance.between(20, 40))
    told, again = to_iso(host.ago(10, 20)), to_iso(host.ago(0, 5))
    plan = host.add("visits", planned_on=soon, outcome="planned", place="home", recorded_on=told)
    host.facts("visits").append({**host.facts("visits")[-1], "planned_on": later, "recorded_on": again})
    return (plan,)


def _foretold(host: Host) -> tuple[str, ...]:
    day = host.ago(3, 60)
    return (host.visit(day, recorded_on=to_iso(day - host.chance.between(1, 5))),)


def _backwards(host: Host) -> tuple[str, ...]:
    # The year of the release has a slip: the time inside never was.
    day = host.ago(60, 120)
    return (host.spell("custody", day, day + 30 - _YEAR),)


def _two_levels(host: Host) -> tuple[str, ...]:
    held = host.facts("levels")[-1]
    other = next(level for level in MONTHS if level != held["level"])
    # An id that sorts first, so that the level of the record is the one that goes on to hold.
    host.facts("levels").append({**held, "id": "lev0", "level": other})
    return held["id"], "lev0"


def _another_age(host: Host) -> tuple[str, ...]:
    registration = host.facts("registrations")[0]
    born, relevant = from_iso(host.record["born_on"]), from_iso(registration["relevant_on"])
    # A year more than there can have been: it changes no period, as that of a child would.
    registration["age_on_relevant_date"] = (relevant - born) // _YEAR + 1
    return (registration["id"],)


def _taken_out(host: Host) -> tuple[str, ...]:
    day = host.ago(40, 90)
    visit = host.attempt(day)
    later = to_iso(day + host.chance.between(15, 35))
    host.facts("visits").append({**host.facts("visits")[-1], "recorded_on": later, "withdrawn": True})
    return (visit,)


def _unsigned(host: Host) -> tuple[str, ...]:
    """The first visit, which is checked whatever the level, has no sign-off; another one has."""
    first = next(visit for visit in host.facts("visits") if "signed_off_on" in visit)
    del first["signed_off_on"], first["signed_off_by"]
    day = host.ago(3, 30)
    host.visit(day, signed_off_on=to_iso(day + 1), signed_off_by=host.team.supervisor)
    return (first["id"],)


RECORDS: Final = (
    Plant("DC009", _signed_off),
    Plant("DC010", _wrong_place),
    Plant("DC011", _at_the_station),
    Plant("DC012", _before_registration),
    Plant("DC013", _in_custody),
    Plant("DC014", _in_hospital),
    Plant("DC015", _abroad),
    Plant("DC016", _after_death),
    Plant("DC017", _after_exit),
    Plant("DC018", _in_future),
    Plant("DC022", _twice),
    Plant("DC076", _overlapping),
    Plant("DC095", _without_day),
    Plant("DC101", _foretold),
    Plant("DC102", _backwards),
    Plant("DC103", _two_levels),
    Plant("DC104", _another_age),
    Plant("PR019", _recorded_late),
    Plant("PR020", _unrecorded),
    Plant("PR023", _copied),
    Plant("PR025", _alone),
    Plant("PR027", _untrained),
    Plant("PR028", _with_a_guest),
    Plant("PR029", _same_pair),
    Plant("PR030", _announced),
    Plant("PR031", _mostly_announced),
    Plant("PR032", _same_weekday),
    Plant("PR033", _office_hours),
    Plant("PR034", _regular),
    Plant("PR101", _edited),
    Plant("PR102", _put_off),
    Plant("PR103", _taken_out),
    Plant("PR104", _unsigned),
)
