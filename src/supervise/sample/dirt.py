"""Which records of a register get a fault, and which one; and the list of what was planted."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Any, Final

from attrs import frozen

from supervise.sample.chance import Chance
from supervise.sample.damage import FAULTS, damage
from supervise.sample.plants import PLANTS, Host
from supervise.sample.staff import Team, team_number, team_of
from supervise.sample.traits import Trait

__all__ = ["Dirt", "Planted", "needs"]

_NAMES: Final = (*PLANTS, *FAULTS)
_TWICE: Final = "ST101"
# The record before is needed, under its own id.
_BEFORE_MUST_STAY: Final = frozenset({_TWICE, *(name for name, fault in FAULTS.items() if fault.whole)})


@frozen
class Planted:
    """A fault planted on purpose: the offender, the code of the check or the name of the fault, the facts meant.

    `group` is the id of the officer or team that is flagged; None where the offender is, or a part is set aside.

    >>> Planted("x1", "VD001", ("v1",)).row()["code"]
    'VD001'
    """

    offender: str
    code: str
    facts: tuple[str, ...]
    group: str | None = None

    def row(self) -> dict[str, Any]:
        """Return it as plain data, one line of a list of what was planted."""
        plain: dict[str, Any] = {"offender": self.offender, "code": self.code, "facts": list(self.facts)}
        return plain if self.group is None else {**plain, "group": self.group}


@frozen
class Dirt:
    """The faults of one register; what a number gets depends on the number alone."""

    seed: int
    as_of: dt.date
    share: float
    prefix: str

    def name(self, number: int) -> str | None:
        """Return the name of the fault that a number gets; None for most.

        Of every so many numbers one is drawn, so that the share is kept; all faults come in turn, each round
        in an order of its own.
        """
        drawn = self._drawn(number)
        if drawn != _TWICE or (number > 1 and self._drawn(number - 1) not in _BEFORE_MUST_STAY):
            return drawn
        return _NAMES[0]

    def _drawn(self, number: int) -> str | None:
        if not self.share:
            return None
        block = int((number - 1) * self.share)
        while int((block + 1) / self.share) < number:
            block += 1
        begin, end = int(block / self.share) + 1, int((block + 1) / self.share)
        if Chance(Random(f"{self.seed}/dirty/{block}")).between(begin, end) != number:
            return None
        order = _order(self.seed, block // len(_NAMES))
        return order[block % len(_NAMES)]

    def put(self, name: str, record: dict[str, Any], number: int) -> tuple[dict[str, Any], Planted]:
        """Return a record with the fault put in, and the line of the list on it."""
        chance = Chance(Random(f"{self.seed}/{number}/dirt"))
        plant = PLANTS.get(name)
        if plant is None:
            offender = record["id"]
            record, facts = damage(name, record, chance)
            return record, Planted(offender, name, facts)
        host = Host(record, self.as_of.toordinal(), chance, self._team(number), number, self.prefix)
        facts = plant.put(host)
        _leave_out_empty(record)
        officer = self.officer(number)
        return record, Planted(record["id"], name, facts, None if officer is None else officer[plant.group])

    def officer(self, number: int) -> dict[str, Any] | None:
        """Return the officer planted with a number, as an entry of a workforce file; None for most."""
        plant = PLANTS.get(self.name(number) or "")
        return None if plant is None or plant.officer is None else plant.officer(self._team(number), number)

    def _team(self, number: int) -> Team:
        return team_of(team_number(number), self.seed, self.as_of.toordinal())


@lru_cache(maxsize=64)
def _order(seed: int, round_: int) -> Sequence[str]:
    return Chance(Random(f"{seed}/dirty/order/{round_}")).several(_NAMES, len(_NAMES))


def needs(name: str | None) -> tuple[Trait, ...]:
    """Return the traits of an offender who gets a fault; none if there is none, or one that anybody can have."""
    plant = PLANTS.get(name or "")
    return () if plant is None else plant.needs


def _leave_out_empty(record: dict[str, Any]) -> None:
    for array in [name for name, value in record.items() if value == []]:
        del record[array]
