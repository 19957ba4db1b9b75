"""A made-up register from a seed."""

import datetime as dt
from collections.abc import Collection, Iterator
from random import Random
from typing import Any, Final

from supervise.dates.ordinals import to_iso
from supervise.sample import sentences, traits as traits_of
from supervise.sample.chance import Chance
from supervise.sample.damage import damage
from supervise.sample.homes import add_absences, add_homes, add_notifications, add_trips
from supervise.sample.life import Absence, Life, days_registered, stages
from supervise.sample.managing import (
    add_assessments,
    add_levels,
    add_manager,
    add_meetings,
    add_order,
    add_reviews,
)
from supervise.sample.record import Record
from supervise.sample.traits import Trait
from supervise.sample.visiting import add_visits

__all__ = ["generate", "offender"]

_TEAMS: Final = 8
_OFFICERS: Final = 12


def generate(
    offenders: int,
    seed: int,
    as_of: dt.date,
    *,
    force: str = "force-1",
    prefix: str = "synthetic",
    first: int = 1,
    dense: bool = False,
    dirty: float = 0.0,
) -> Iterator[dict[str, Any]]:
    """Yield records of offenders who do not exist, as plain data in the format of a register.

    Number `k` depends on `seed`, `as_of` and `k` alone: with `first`, any part of a register can be made by
    itself. Histories go back 0 to 10 years and more before `as_of`. `dense` gives long ones only, each of 40
    visits and about 12 KB as JSON. `dirty` is the share of records (0 to 1) with a fault put in. Ids begin
    with `prefix`. ValueError is raised for a negative number, a share out of range, or a day before the
    year 1950.

    >>> register = list(generate(3, seed=1, as_of=dt.date(2026, 6, 30)))
    >>> [record["id"] for record in register]
    ['synthetic-000001', 'synthetic-000002', 'synthetic-000003']
    >>> next(generate(1, seed=1, as_of=dt.date(2026, 6, 30), first=3)) == register[2]
    True
    """
    if offenders < 0 or first < 1:
        raise ValueError("offenders and first: whole numbers from 0 and from 1")
    if not 0 <= dirty <= 1:
        raise ValueError("dirty: a share from 0 to 1")
    _refuse_early(as_of)
    return (
        _damaged(offender(number, seed, as_of, force=force, prefix=prefix, dense=dense), seed, number, dirty)
        for number in range(first, first + offenders)
    )


def offender(
    number: int,
    seed: int,
    as_of: dt.date,
    *,
    force: str = "force-1",
    prefix: str = "synthetic",
    dense: bool = False,
    also: Collection[Trait] = (),
) -> dict[str, Any]:
    """Return the record with one number, with traits that chance would give to a few only.

    ValueError is raised for a trait that is not in `TRAITS`, or a day before the year 1950.

    >>> record = offender(7, 1, dt.date(2026, 6, 30), also=("custody",))
    >>> record["statuses"][-1].keys()
    dict_keys(['id', 'kind', 'from'])
    """
    _refuse_early(as_of)
    if not set(also) <= set(traits_of.TRAITS):
        raise ValueError(f"also: only {', '.join(traits_of.TRAITS)}")
    chance = Chance(Random(f"{seed}/{number}"))
    found = frozenset() if dense else traits_of.drawn(chance, also)
    now = as_of.toordinal()
    ago = days_registered(chance, found, dense=dense)
    sentence = sentences.drawn(chance, ago + 30)
    entry = now - ago
    released = entry - chance.between(0, 2)
    registered = released - sentence.days_inside
    team = chance.between(1, _TEAMS)
    head = {
        "id": f"{prefix}-{number:06}",
        "born_on": to_iso(registered - chance.between(20 * 365, 70 * 365)),
        "sex": "male" if chance.happens(0.98) else "female",
        "team": f"t{team}",
        "force": force,
    }
    record = Record(head, now)
    life = Life(
        chance=chance,
        record=record,
        traits=found,
        dense=dense,
        force=force,
        as_of=now,
        entry=entry,
        stages=stages(chance, found, entry, now, dense=dense),
        reactive_from=now - chance.between(60, 500) if "reactive" in found else None,
        officers=tuple(f"o{team}{at:02}" for at in range(1, _OFFICERS + 1)),
        supervisor=f"s{team}",
    )
    day = to_iso(registered)
    record.add("registrations", relevant_on=day, convicted_on=day, sentenced_on=day, **sentence.fields)
    add_order(life, registered)
    _fill(life, sentence, registered, released, f"t{team}")
    return record.plain()


def _fill(life: Life, sentence: sentences.Sentence, registered: int, released: int, team: str) -> None:
    """Add everything that follows from a sentence; absences first, as the rest is arranged around them."""
    inside = None
    if sentence.days_inside:
        inside = life.record.add("statuses", kind=sentence.inside, from_=to_iso(registered), until=to_iso(released))
        life.absences.append(Absence(sentence.inside, registered, released, inside))
    add_absences(life)
    add_trips(life)
    add_homes(life, released)
    add_notifications(life, inside)
    add_manager(life, registered, team)
    add_levels(life)
    add_visits(life)
    add_assessments(life)
    add_reviews(life)
    add_meetings(life)


def _damaged(record: dict[str, Any], seed: int, number: int, share: float) -> dict[str, Any]:
    # A stream of its own: what is sound in a dirty register is the same as in a clean one.
    chance = Chance(Random(f"{seed}/{number}/damage"))
    if share and chance.happens(share):
        damage(record, chance)
    return record


def _refuse_early(as_of: dt.date) -> None:
    if as_of.year < 1950:
        raise ValueError("as_of: a day from 1950 on")
