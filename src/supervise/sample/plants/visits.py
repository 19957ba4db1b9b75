"""Visits that are due, late or never made (VD)."""

from typing import Final

from supervise.dates.ordinals import add_months, to_iso
from supervise.sample.plants.host import Host, Plant

__all__ = ["VISITS"]


def _overdue(host: Host) -> tuple[str, ...]:
    host.quiet_from(add_months(host.as_of, -host.months) - host.chance.between(2, 25))
    return host.last_visit()


def _due_soon(host: Host) -> tuple[str, ...]:
    return (host.visit_due(host.as_of),)


def _never(host: Host) -> tuple[str, ...]:
    host.quiet_from(1)
    return (host.facts("notifications")[0]["id"],)


def _no_success(host: Host) -> tuple[str, ...]:
    host.quiet_from(add_months(host.as_of, -2 * host.months) - host.chance.between(5, 20))
    return (*host.last_visit(), host.attempt(host.ago(8, 20)), host.attempt(host.ago(1, 6)))


def _long_overdue(host: Host) -> tuple[str, ...]:
    host.quiet_from(add_months(host.as_of, -host.months) - host.chance.between(32, 50))
    return host.last_visit()


def _no_decision(host: Host) -> tuple[str, ...]:
    host.quiet_from(host.as_of - 24)
    host.visit(host.as_of - 24)
    return tuple(host.attempt(host.as_of - ago, purposes=["risk_assessment"]) for ago in (21, 17))


def _warrant_inside(host: Host) -> tuple[str, ...]:
    day = host.ago(20, 60)
    inside = host.spell("custody", day - host.chance.between(1, 10), day + host.chance.between(1, 10))
    decision = host.add(
        "decisions", kind="warrant", on=to_iso(day), by=host.team.supervisor, outcome="granted", reason_code="no_entry"
    )
    return decision, inside


def _no_retry(host: Host) -> tuple[str, ...]:
    day = host.ago(14, 25)
    host.quiet_from(day)
    return (host.attempt(day),)


def _released(host: Host) -> tuple[str, ...]:
    out = host.ago(20, 40)
    host.quiet_from(out - 60)
    return (host.spell("custody", out - 60, out),)


VISITS: Final = (
    Plant("VD001", _overdue),
    Plant("VD002", _due_soon),
    Plant("VD003", _never),
    Plant("VD004", _no_success),
    Plant("VD005", _long_overdue),
    Plant("VD006", _no_decision),
    Plant("VD007", _warrant_inside),
    Plant("VD008", _no_retry),
    Plant("VD101", _released),
)
