"""A made-up register from a seed."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from random import Random
from typing import Any, Final

from supervise.dates.ordinals import to_iso
from supervise.sample import sentences, traits as traits_of
from supervise.sample.chance import Chance
from supervise.sample.dirt import Dirt, Planted, needs
from supervise.sample.homes import SHOWN_BY, add_absences, add_homes, add_notifications, add_trips
from supervise.sample.life import Absence, Life, days_registered, stages
from supervise.sample.managing import (
    add_assessments,
    add_breach,
    add_levels,
    add_managers,
    add_meetings,
    add_reviews,
)
from supervise.sample.orders import add_end_of_period, add_orders
from supervise.sample.record import Record
from supervise.sample.staff import Team, team_number, team_of, workforce
from supervise.sample.traits import Trait
from supervise.sample.visiting import add_visits

__all__ = ["generate", "offender", "staff"]

# Days for which the time told of someone dead or gone lies behind.
_GONE: Final = (10, 700)


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
    on_planted: Callable[[Planted], object] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield records of offenders who do not exist, as plain data in the format of a register.

    Number `k` depends on `seed`, `as_of` and `k` alone: with `first`, any part of a register can be made by
    itself. Histories go back 0 to 10 years and more before `as_of`. `dense` gives long ones only, each of 40
    visits and about 13 KB as JSON. Ids begin with `prefix`.

    `dirty` is the share of records (0 to 1) with a fault put in: one that a check must flag, or one for which
    a part is set aside. Each kind comes as often as the others. `on_planted` is called with each just before
    its record comes. Without it a record is in order, though not everything in it was done in time.

    ValueError is raised for a negative number, a share out of range, or a day before the year 1950.

    >>> register = list(generate(3, seed=1, as_of=dt.date(2026, 6, 30)))
    >>> [record["id"] for record in register]
    ['synthetic-000001', 'synthetic-000002', 'synthetic-000003']
    >>> next(generate(1, seed=1, as_of=dt.date(2026, 6, 30), first=3)) == register[2]
    True
    """
    _refuse(offenders, as_of, first, dirty)
    dirt = Dirt(seed, as_of, dirty, prefix)

    def one(number: int) -> dict[str, Any]:
        name = dirt.name(number)
        traits = needs(name)
        record = offender(number, seed, as_of, force=force, prefix=prefix, dense=dense and not traits, also=traits)
        if name is None:
            return record
        record, planted = dirt.put(name, record, number)
        if on_planted is not None:
            on_planted(planted)
        return record

    return (one(number) for number in range(first, first + offenders))


def staff(offenders: int, seed: int, as_of: dt.date, *, first: int = 1, dirty: float = 0.0) -> list[dict[str, Any]]:
    """Return the officers who appear in the records of `generate` with the same numbers, as a workforce file.

    ValueError is raised as by `generate`.

    >>> rows = staff(700, 1, dt.date(2026, 6, 30))
    >>> sorted({row["team"] for row in rows})
    ['t1', 't2']
    """
    _refuse(offenders, as_of, first, dirty)
    dirt = Dirt(seed, as_of, dirty, "")
    numbers = range(first, first + offenders) if dirty else ()
    planted = (dirt.officer(number) for number in numbers)
    return [*workforce(offenders, seed, as_of.toordinal(), first), *(row for row in planted if row is not None)]


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
    dict_keys(['id', 'kind', 'from', 'evidence'])
    """
    _refuse_early(as_of)
    if not set(also) <= set(traits_of.TRAITS):
        raise ValueError(f"also: only {', '.join(traits_of.TRAITS)}")
    chance = Chance(Random(f"{seed}/{number}"))
    found = frozenset() if dense else traits_of.drawn(chance, also)
    ago = days_registered(chance, found, dense=dense)
    today = as_of.toordinal()
    # Of someone dead or gone everything is told up to that day.
    ended = bool(found & {"died", "transferred_out"})
    now = today - (chance.between(*_GONE) if ended else 0)
    sentence = sentences.drawn(chance, ago + 30)
    entry = now - ago
    released = entry - chance.between(0, 2)
    registered = released - sentence.days_inside
    female = chance.happens(0.02)
    team = team_of(team_number(number), seed, today)
    head = {
        "id": f"{prefix}-{number:06}",
        "born_on": to_iso(registered - chance.between(20 * 365, 70 * 365)),
        "sex": "female" if female else "male",
        "team": team.id,
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
        team=team,
        posts=_posts(chance, team, registered, now),
        female=female,
        ended=ended,
        reactive_from=now - chance.between(60, 500) if "reactive" in found else None,
    )
    day = to_iso(registered)
    record.add("registrations", relevant_on=day, convicted_on=day, sentenced_on=day, **sentence.fields)
    add_orders(life, registered)
    add_end_of_period(life, registered, sentence.period)
    _fill(life, sentence, registered, released)
    return record.plain()


def _posts(chance: Chance, team: Team, registered: int, now: int) -> tuple[tuple[int, int], ...]:
    """Return the post that manages the offender, and for some the one that did before."""
    last = team.post(chance)
    if now - registered < 200 or not chance.happens(0.3):
        return ((registered, last),)
    before, changed = team.post(chance), chance.between(registered + 60, now - 30)
    return ((registered, last),) if before == last else ((registered, before), (changed, last))


def _fill(life: Life, sentence: sentences.Sentence, registered: int, released: int) -> None:
    """Add everything that follows from a sentence; absences first, as the rest is arranged around them."""
    inside = None
    if sentence.days_inside:
        inside = life.record.add(
            "statuses",
            kind=sentence.inside,
            from_=to_iso(registered),
            until=to_iso(released),
            evidence=SHOWN_BY[sentence.inside],
        )
        life.absences.append(Absence(sentence.inside, registered, released, inside))
    add_absences(life)
    add_trips(life)
    add_homes(life, released)
    add_notifications(life, inside)
    add_managers(life, registered)
    add_levels(life)
    add_visits(life)
    add_assessments(life)
    add_reviews(life)
    add_breach(life)
    add_meetings(life)
    if "died" in life.traits:
        life.record.add("statuses", kind="deceased", from_=to_iso(life.as_of), evidence=SHOWN_BY["deceased"])


def _refuse(offenders: int, as_of: dt.date, first: int, dirty: float) -> None:
    if offenders < 0 or first < 1:
        raise ValueError("offenders and first: whole numbers from 0 and from 1")
    if not 0 <= dirty <= 1:
        raise ValueError("dirty: a share from 0 to 1")
    _refuse_early(as_of)


def _refuse_early(as_of: dt.date) -> None:
    if as_of.year < 1950:
        raise ValueError("as_of: a day from 1950 on")
