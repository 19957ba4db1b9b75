"""Levels without ground, plans that are missing, late or lax (RK, PL), nobody in charge (WF)."""

from typing import Final

from supervise.dates.ordinals import add_months, from_iso, to_iso
from supervise.sample.plants.host import Data, Host, Plant
from supervise.sample.plants.risk import PLANS, REACTIVE, RISK
from supervise.sample.staff import Team

__all__ = ["MANAGING", "assigned", "of_own_team"]


def _no_assessment(host: Host) -> tuple[str, ...]:
    host.record.pop("assessments")
    return (host.facts("levels")[-1]["id"],)


def _no_level(host: Host) -> tuple[str, ...]:
    host.record.pop("levels")
    return ()


def _assessment_overdue(host: Host) -> tuple[str, ...]:
    last = to_iso(add_months(host.as_of, -12) - host.chance.between(2, 20))
    host.drop("assessments", lambda fact: fact["tool"] == "arms" and fact["on"] > last)
    return (host.facts("assessments")[-1]["id"],)


def _unapproved(host: Host) -> tuple[str, ...]:
    approved = [fact for fact in host.facts("assessments") if "approved_on" in fact]
    approved[-1]["approved_by"] = approved[-1]["by"]
    return (approved[-1]["id"],)


def _plan(host: Host, day: int, months: int, **fields: object) -> str:
    return host.add("plans", from_=to_iso(day), interval=f"{months} months", mode="active", **fields)


def _relaxed(host: Host) -> tuple[str, ...]:
    visit = host.visit_due(host.ago(4, 8))
    officer, supervisor = host.team.present(host.as_of)[0].id, host.team.supervisor
    fields = {"by": officer, "approved_by": supervisor, "reason_code": "contact_with_others"}
    return visit, _plan(host, host.ago(0, 2), host.months + 6, **fields)


def _dated_back(host: Host) -> tuple[str, ...]:
    visit = host.visit_due(host.ago(8, 12))
    host.drop("plans", lambda plan: plan["from"] >= to_iso(from_iso(host.facts("visits")[-1]["on"]) - 1))
    officer, supervisor = host.team.present(host.as_of)[0].id, host.team.supervisor
    fields = {"by": officer, "approved_by": supervisor, "reason_code": "contact_with_others"}
    first = from_iso(host.facts("visits")[-1]["on"]) - 1
    return visit, _plan(host, first, host.months + 6, recorded_on=to_iso(host.ago(0, 2)), **fields)


def _due_moved(host: Host) -> tuple[str, ...]:
    host.visit_due(host.as_of + 5)
    later = to_iso(host.as_of + host.chance.between(30, 90))
    return (host.add("set_dates", rule="R-V2", on=later, set_on=to_iso(host.ago(1, 5))),)


def _no_plan(host: Host) -> tuple[str, ...]:
    host.record.pop("plans")
    return ()


def _plan_overdue(host: Host) -> tuple[str, ...]:
    host.drop("reviews", lambda review: review["kind"] == "plan")
    return (host.facts("plans")[-1]["id"],)


def _lax(host: Host) -> tuple[str, ...]:
    plan = host.facts("plans")[-1]
    plan["interval"] = f"{host.months + host.chance.between(3, 12)} months"
    plan.pop("approved_by")
    return (plan["id"],)


def _not_eligible(host: Host) -> tuple[str, ...]:
    day = to_iso(host.ago(20, 60))
    order = host.add("orders", kind="shpo", made_on=day, served_on=day, in_force_on=day, until_further_order=True)
    officer = host.team.present(host.as_of)[0].id
    plan = host.add("plans", from_=day, mode="reactive", by=officer, approved_by=host.team.supervisor)
    return plan, order


def _no_review(host: Host) -> tuple[str, ...]:
    host.drop("reviews", lambda review: review["kind"] == "supervisor")
    return ()


def _orphaned(host: Host) -> tuple[str, ...]:
    return (host.no_manager_from(host.ago(1, 60)),)


def _overloaded(team: Team, number: int) -> Data:
    """An officer who works so little that one case is too many."""
    return _officer(team.id, team.supervisor, number, 0.01)


def of_own_team(_: Team, number: int) -> Data:
    """An officer of a team that has one case and nobody else, so that what is planted is all there is to see."""
    return _officer(f"t-{number}", f"s-{number}", number, 1.0)


def _officer(team: str, supervisor: str, number: int, fte: float) -> Data:
    trained = [{"from": "2000-01-01"}]
    return {
        "officer": f"o-{number}",
        "team": team,
        "supervisor": supervisor,
        "fte": fte,
        "trained": trained,
        "absent": [],
    }


def _caseload(host: Host) -> tuple[str, ...]:
    return (assigned(host, _overloaded(host.team, host.number)),)


def _backlog(host: Host) -> tuple[str, ...]:
    officer = of_own_team(host.team, host.number)
    host.record["team"] = officer["team"]
    host.quiet_from(add_months(host.as_of, -host.months) - host.chance.between(2, 25))
    return (assigned(host, officer), *host.last_visit())


def assigned(host: Host, officer: Data) -> str:
    """Have an officer of the workforce manage the case from a day of late on; return the id of the assignment."""
    day = host.ago(1, 60)
    host.no_manager_from(day)
    return host.add(
        "managers",
        officer_id=officer["officer"],
        team_id=officer["team"],
        agency="police",
        role="lead",
        from_=to_iso(day),
    )


def _crowd(team: Team, number: int) -> Data:
    """A supervisor for whom one officer is too many, and who leads a case too: one entry says both."""
    return {**_overloaded(team, number), "supervisor": f"o-{number}"}


def _ratio(host: Host) -> tuple[str, ...]:
    return (assigned(host, _crowd(host.team, host.number)),)


def _own_review(host: Host) -> tuple[str, ...]:
    last = host.last_manager()
    day = max(from_iso(last["from"]), host.ago(10, 60))
    host.drop("reviews", lambda review: review["kind"] == "supervisor" and review["on"] >= to_iso(day))
    return (host.add("reviews", kind="supervisor", on=to_iso(day), by=last["officer_id"]),)


def _both_lead(host: Host) -> tuple[str, ...]:
    last = host.last_manager()
    other = next(one for one in host.team.present(host.as_of) if one.id != last["officer_id"])
    day = max(from_iso(last["from"]), host.ago(5, 60))
    fields = {"officer_id": other.id, "team_id": host.team.id, "agency": "police", "role": "lead"}
    return last["id"], host.add("managers", from_=to_iso(day), **fields)


MANAGING: Final = (
    Plant("RK035", _no_assessment),
    Plant("RK036", _no_level),
    Plant("RK037", _assessment_overdue),
    Plant("RK038", _unapproved),
    *RISK,
    Plant("PL043", _relaxed),
    Plant("PL044", _due_moved),
    Plant("PL045", _no_plan),
    Plant("PL046", _plan_overdue),
    Plant("PL047", _lax),
    *PLANS,
    Plant("PL050", _not_eligible),
    *REACTIVE,
    Plant("PL101", _dated_back),
    Plant("WF056", _no_review),
    Plant("WF057", _own_review),
    Plant("WF058", _orphaned),
    Plant("WF059", _both_lead),
    Plant("WF060", _caseload, officer=_overloaded, group="officer"),
    Plant("WF061", _ratio, officer=_crowd, group="officer"),
    Plant("WF062", _backlog, officer=of_own_team, group="team"),
)
