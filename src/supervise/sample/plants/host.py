"""The record a fault is planted in, with the few changes that the faults are made of."""

from collections.abc import Callable
from typing import Any, Final

from attrs import define, frozen

from supervise.dates.ordinals import add_months, to_iso
from supervise.model.facts import json_name
from supervise.sample.chance import Chance
from supervise.sample.life import MONTHS
from supervise.sample.record import next_id
from supervise.sample.staff import Team
from supervise.sample.traits import Trait

__all__ = ["Data", "Host", "Plant", "first_to_reach"]

Data = dict[str, Any]


def first_to_reach(day: int, months: int) -> int:
    """Return the first day from which so many months last to a day or longer: a month may lack that day.

    >>> from supervise.dates.ordinals import from_iso
    >>> to_iso(first_to_reach(from_iso("2026-03-31"), 1))
    '2026-03-01'
    """
    start = add_months(day, -months)
    while add_months(start, months) < day:
        start += 1
    return start


@define
class Host:
    """A record in order of someone to whom nothing else happens; days are day numbers.

    The level has been the same since the first notification at least 800 days ago, the plan asks for what the
    level does, and there is one home, `h1`.
    """

    record: Data
    as_of: int
    chance: Chance
    team: Team
    number: int
    prefix: str

    def facts(self, array: str) -> list[Data]:
        """Return the facts of an array, to be changed; empty if there is none."""
        found: list[Data] = self.record.setdefault(array, [])
        return found

    def add(self, array: str, **fields: Any) -> str:
        """Add a fact, less the fields that are None, and return its id."""
        facts = self.facts(array)
        fact_id = next_id(array, facts)
        given = {json_name(name): value for name, value in fields.items() if value is not None}
        facts.append({"id": fact_id, **given})
        return fact_id

    def drop(self, array: str, unwanted: Callable[[Data], bool]) -> None:
        """Remove facts from an array."""
        self.record[array] = [fact for fact in self.facts(array) if not unwanted(fact)]

    def ago(self, least: int, most: int) -> int:
        """Return a day so many days before `as_of`."""
        return self.as_of - self.chance.between(least, most)

    # ── visits ──────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def months(self) -> int:
        """Months between visits."""
        level: str = self.facts("levels")[-1]["level"]
        return MONTHS[level]

    def quiet_from(self, day: int) -> None:
        """Remove every visit, planned or made, and every decision on a warrant from a day on."""
        first = to_iso(day)
        self.drop("visits", lambda visit: str(visit.get("on", visit.get("planned_on"))) >= first)
        self.drop("decisions", lambda fact: fact["kind"] == "warrant" and fact["on"] >= first)

    def visit(self, day: int, **fields: Any) -> str:
        """Add a visit of a day that is in order but for what is given, and return its id."""
        plain = {
            "on": to_iso(day),
            "at": "11:30",
            "outcome": "seen",
            "place": "home",
            "entry": "obtained",
            "officers": [one.id for one in self.team.present(day)[:2]],
            "purposes": ["compliance_check"],
            "recorded_on": to_iso(min(day, self.as_of)),
        }
        return self.add("visits", **{**plain, **fields})

    def attempt(self, day: int, **fields: Any) -> str:
        """Add a visit of a day at which nobody opened, and return its id."""
        return self.visit(day, **{"outcome": "no_reply", "entry": None, **fields})

    def visit_due(self, day: int) -> str:
        """Make the last visit one after which the next is due on a day, or a day or two after; return its id."""
        last = first_to_reach(day, self.months)
        self.quiet_from(last)
        return self.visit(last)

    def last_visit(self) -> tuple[str, ...]:
        """Return the id of the last visit, if any was made."""
        return tuple(visit["id"] for visit in self.facts("visits")[-1:])

    # ── states ──────────────────────────────────────────────────────────────────────────────────────────────

    def spell(self, kind: str, start: int, end: int | None) -> str:
        """Add a status and return its id."""
        return self.add("statuses", kind=kind, from_=to_iso(start), until=None if end is None else to_iso(end))

    def last_manager(self) -> Data:
        """Return who of the police manages the case last."""
        return [fact for fact in self.facts("managers") if fact["agency"] == "police"][-1]

    def no_manager_from(self, day: int) -> str:
        """End the time of whoever manages the case on a day, and return the id of that assignment."""
        cut = to_iso(day)
        self.drop("managers", lambda fact: fact["agency"] == "police" and fact["from"] >= cut)
        last = self.last_manager()
        last["until"] = cut
        found: str = last["id"]
        return found


_STEADY: Final[tuple[Trait, ...]] = ("steady",)


@frozen
class Plant:
    """A fault, by the code of the check that must flag it, and the function that puts it into a record.

    The function returns the ids of the facts that show it. A fault of an officer or a team is planted with an officer
    of its own, an entry of a workforce file; what is flagged then is `group`, one of the keys of that entry.
    """

    code: str
    put: Callable[[Host], tuple[str, ...]]
    needs: tuple[Trait, ...] = _STEADY
    officer: Callable[[Team, int], Data] | None = None
    group: str = ""
