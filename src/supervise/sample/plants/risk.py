"""Scores, levels and checks that cannot be right (RK), plans older than the level, reactive cases left alone (PL)."""

from typing import Final

from supervise.dates.ordinals import to_iso
from supervise.sample.managing import TOOLS
from supervise.sample.plants.host import Host, Plant

__all__ = ["PLANS", "REACTIVE", "RISK"]


# ── scores and levels ───────────────────────────────────────────────────────────────────────────────────────


def _no_score(host: Host) -> tuple[str, ...]:
    host.drop("assessments", lambda fact: fact["tool"] != "arms")
    return ()


def _score(host: Host, day: int, tool: str, band: str) -> str:
    """Put one static assessment in the place of all others."""
    _no_score(host)
    return host.add("assessments", tool=tool, band=band, on=to_iso(day), by=host.team.present(host.as_of)[0].id)


def _stale_score(host: Host) -> tuple[str, ...]:
    retired, tools = TOOLS[0]
    return (_score(host, retired - host.chance.between(1, 90), tools[0], "low"),)


def _no_such_band(host: Host) -> tuple[str, ...]:
    return (_score(host, host.ago(20, 60), "osp_iic", "very_high"),)


def _low_level(host: Host) -> tuple[str, str]:
    """Make the level low and leave out why; return its id and that of a score that says more."""
    level = host.facts("levels")[-1]
    level["level"] = "low"
    level.pop("reason_code", None)
    return level["id"], _score(host, host.ago(20, 60), "osp_dc", "high")


def _trigger(host: Host, kind: str) -> str:
    """Add an event that nobody has looked at since."""
    day = to_iso(host.ago(25, 60))
    host.drop("reviews", lambda review: review["kind"] == "level" and review["on"] >= day)
    host.drop("assessments", lambda fact: fact["tool"] == "arms" and fact.get("approved_on", day) >= day)
    return host.add("events", kind=kind, on=day)


def _unreviewed(host: Host) -> tuple[str, ...]:
    return (_trigger(host, "arrest"),)


# ── checks of intelligence, several agencies ────────────────────────────────────────────────────────────────


def _not_checked(host: Host) -> tuple[str, ...]:
    host.drop("reviews", lambda review: review["kind"] == "intelligence")
    return ()


def _narrow(host: Host) -> tuple[str, ...]:
    last = [review for review in host.facts("reviews") if review["kind"] == "intelligence"][-1]
    last["sources"] = ["local"]
    return (last["id"],)


def _moved_up(host: Host, day: int) -> str:
    """Add level 2 from a day on, with no meeting."""
    host.facts("mappa")[-1]["until"] = to_iso(day)
    return host.add("mappa", category=1, level=2, lead_agency="police", from_=to_iso(day))


def _no_meeting(host: Host) -> tuple[str, ...]:
    return (_moved_up(host, host.ago(120, 200)),)


def _odd_levels(host: Host) -> tuple[str, ...]:
    level, _ = _low_level(host)
    return level, _moved_up(host, host.ago(10, 40))


# ── plans, reactive management ──────────────────────────────────────────────────────────────────────────────


def _older_plan(host: Host) -> tuple[str, ...]:
    day = to_iso(host.ago(3, 30))
    other = "medium" if host.facts("levels")[-1]["level"] != "medium" else "high"
    host.drop("reviews", lambda review: review["kind"] == "plan" and review["on"] >= day)
    return host.add("levels", level=other, from_=day), host.facts("plans")[-1]["id"]


def _reactive(host: Host, day: int) -> str:
    officer = host.team.present(host.as_of)[0].id
    return host.add("plans", from_=to_iso(day), mode="reactive", by=officer, approved_by=host.team.supervisor)


def _not_confirmed(host: Host) -> tuple[str, ...]:
    return (_reactive(host, host.ago(380, 500)),)


def _undecided(host: Host) -> tuple[str, ...]:
    return _reactive(host, host.ago(100, 200)), _trigger(host, "intelligence")


def _visited(host: Host) -> tuple[str, ...]:
    plan = _reactive(host, host.ago(30, 90))
    host.quiet_from(host.as_of - 20)
    planned = to_iso(host.as_of + host.chance.between(0, 30))
    fields = {"outcome": "planned", "place": "home", "purposes": ["compliance_check"]}
    return plan, host.add("visits", planned_on=planned, **fields)


RISK: Final = (
    Plant("RK039", _no_score),
    Plant("RK040", _stale_score),
    Plant("RK041", _no_such_band),
    Plant("RK042", _low_level),
    Plant("RK049", _unreviewed),
    Plant("RK054", _not_checked),
    Plant("RK055", _narrow),
    Plant("RK093", _no_meeting),
    Plant("RK094", _odd_levels),
)
PLANS: Final = (Plant("PL048", _older_plan),)
REACTIVE: Final = (Plant("PL051", _not_confirmed), Plant("PL052", _undecided), Plant("PL053", _visited))
