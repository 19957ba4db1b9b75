"""What shows in the records of a team only: travel, entries in bulk, visits alone (DC, PR)."""

from typing import Final

from supervise.dates.ordinals import to_iso
from supervise.sample.plants.host import Host, Plant
from supervise.sample.plants.managing import assigned, of_own_team

__all__ = ["CREWS"]


def _officer(host: Host) -> str:
    officer: str = of_own_team(host.team, host.number)["officer"]
    return officer


def _in_two_places(host: Host) -> tuple[str, ...]:
    day = host.ago(0, 60)
    officers = [_officer(host), host.team.present(day)[0].id]
    places = (("11:30", "h1"), ("11:40", "h8"))
    return tuple(host.visit(day, at=at, address_id=address, officers=officers) for at, address in places)


def _in_bulk(host: Host) -> tuple[str, ...]:
    told, officer = host.ago(0, 20), _officer(host)
    fields = {"recorded_on": to_iso(told), "recorded_by": officer}
    return tuple(host.visit(told - ago, **fields) for ago in (40, 33, 21, 12, 8))


def _always_alone(host: Host) -> tuple[str, ...]:
    officer = of_own_team(host.team, host.number)
    host.record["team"] = officer["team"]
    host.quiet_from(host.as_of - 80)
    days = range(host.as_of - 60, host.as_of, 3)
    visits = [host.visit(day, officers=[officer["officer"]], exception_id=f"x{day}") for day in days]
    return (assigned(host, officer), *visits)


CREWS: Final = (
    Plant("DC024", _in_two_places, officer=of_own_team, group="team"),
    Plant("PR021", _in_bulk, officer=of_own_team, group="team"),
    Plant("PR026", _always_alone, officer=of_own_team, group="team"),
)
