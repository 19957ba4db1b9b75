"""Made-up people in supervision, of whom contacts are asked for: registers for books of contacts.

Such a book begins with an event `supervision_began` and counts visits, and events such as `collateral`; how often, is
the book's to say. Who is of a higher level is seen more often here, and nobody quite as often as they should be.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Final

from attrs import field, frozen

from supervise.dates.ordinals import to_iso
from supervise.sample.chance import Chance
from supervise.sample.record import Record
from supervise.sample.staff import Team, team_number, team_of

__all__ = ["generate_supervised"]

_BANDS: Final = ("low", "medium", "high", "very_high")
_PLACES: Final = (("office", 9), ("home", 6), ("other", 2), ("phone", 2), ("video", 1))
# At home somebody may not be met.
_AT_HOME: Final = (("seen", 8), ("no_reply", 2), ("not_seen", 1), ("refused", 1))
# At the lowest level a contact in so many days; at each level above twice as many.
_DAYS: Final = 28


def generate_supervised(
    offenders: int, seed: int, as_of: dt.date, *, levels: Sequence[str], prefix: str = "synthetic", first: int = 1
) -> Iterator[dict[str, Any]]:
    """Yield records of people in supervision who do not exist, as plain data in the format of a register.

    `levels` is the scale of the book, the lowest first. Number `k` depends on `seed`, `as_of`, `levels` and `k` alone,
    as with `generate`, whose officers (`staff`) are those of the same numbers.

    ValueError is raised for a negative number, no level at all, or a day before the year 1950.

    >>> register = list(generate_supervised(2, 1, dt.date(2026, 6, 30), levels=("low", "high")))
    >>> [record["id"] for record in register], register[0]["events"][0]["kind"]
    (['synthetic-000001', 'synthetic-000002'], 'supervision_began')
    """
    if offenders < 0 or first < 1 or not levels:
        raise ValueError("offenders and first: whole numbers from 0 and from 1; levels: one at least")
    if as_of.year < 1950:
        raise ValueError("as_of: a day from 1950 on")
    return (_one(number, seed, as_of, levels, prefix) for number in range(first, first + offenders))


@frozen
class _Case:
    """What the parts of a record must agree on; days are day numbers."""

    chance: Chance
    record: Record
    team: Team
    post: int
    sexual: bool
    start: int
    end: int = field(metadata={"doc": "The day after the last of supervision, or after the last told."})
    levels: Sequence[str]
    stages: tuple[tuple[int, int], ...] = field(metadata={"doc": "From which day on which of the levels holds."})
    away: tuple[int, int]

    def officer(self, day: int) -> str:
        """Return the id of who leads the case on a day."""
        return self.team.holder(self.post, day).id

    def rank(self, day: int) -> int:
        """Return which of the levels holds on a day; the first one before it began."""
        return next((rank for start, rank in reversed(self.stages) if start <= day), self.stages[0][1])

    def days(self, least: int, most: int, *, by_level: bool = False) -> Iterator[int]:
        """Yield days some time apart on which the person can be met; by level, the time is halved with each."""
        day = self.start
        while True:
            apart = self.chance.between(least, most)
            day += max(1, apart >> self.rank(day)) if by_level else apart
            if day >= self.end:
                return
            if not self.away[0] <= day < self.away[1]:
                yield day


def _one(number: int, seed: int, as_of: dt.date, levels: Sequence[str], prefix: str) -> dict[str, Any]:
    chance = Chance(Random(f"{seed}/supervised/{number}"))
    today = as_of.toordinal()
    team = team_of(team_number(number), seed, today)
    start = today - chance.between(5, 900)
    end = today - chance.between(0, 60) if chance.happens(0.05) else today + 1
    head = {
        "id": f"{prefix}-{number:06}",
        "born_on": to_iso(start - chance.between(18 * 365, 70 * 365)),
        "sex": "female" if chance.happens(0.1) else "male",
        "team": team.id,
    }
    sexual = chance.happens(0.4)
    case = _Case(
        chance=chance,
        record=Record(head, today),
        team=team,
        post=team.post(chance),
        sexual=sexual,
        start=start,
        end=max(end, start + 1),
        levels=levels,
        # Few cases of a sexual offence are of the lower levels.
        stages=_stages(chance, start, today, len(levels) // 2 if sexual else 0, len(levels) - 1),
        away=_away(chance, start, today),
    )
    _frame(case)
    _contacts(case)
    _assessments(case)
    return case.record.plain()


def _stages(chance: Chance, start: int, today: int, lowest: int, highest: int) -> tuple[tuple[int, int], ...]:
    first = (start, chance.between(lowest, highest))
    changed, again = start + chance.between(60, 500), chance.between(lowest, highest)
    return (first, (changed, again)) if changed < today and again != first[1] else (first,)


def _away(chance: Chance, start: int, today: int) -> tuple[int, int]:
    """Return the days of a time away, which for most there is none of."""
    if not chance.happens(0.15):
        return (today, today)
    left = start + chance.between(20, 400)
    return (left, left + chance.between(5, 120)) if left < today else (today, today)


def _frame(case: _Case) -> None:
    """Add when supervision began and ended, of what kind it is, who leads it, the levels, and a time away."""
    chance, record, start = case.chance, case.record, to_iso(case.start)
    record.add("events", kind="supervision_began", on=start)
    if case.sexual:
        record.add("events", kind="sex_offence_case", on=start)
    if case.end <= record.as_of:
        record.add("events", kind="supervision_ended", on=to_iso(case.end))
    _leads(case)
    for day, rank in case.stages:
        by, level = case.officer(day), case.levels[rank]
        record.add("levels", level=level, from_=to_iso(day), by=by, approved_by=case.team.supervisor)
    left, back = case.away
    if left < record.as_of:
        if chance.happens(0.5):
            kind = chance.pick(("custody", "hospital"))
            record.add("statuses", kind=kind, from_=to_iso(left), until=record.past(back))
        else:
            record.add("events", kind="exemption_began", on=to_iso(left))
            if back <= record.as_of:
                record.add("events", kind="exemption_ended", on=to_iso(back))


def _leads(case: _Case) -> None:
    """Add who led the case, one officer after the other."""
    first, record = case.start, case.record
    while first <= record.as_of:
        officer = case.team.holder(case.post, first)
        record.add(
            "managers",
            officer_id=officer.id,
            team_id=case.team.id,
            agency="probation",
            role="lead",
            from_=to_iso(first),
            until=record.past(officer.end),
        )
        first = record.as_of + 1 if officer.end is None else officer.end


def _contacts(case: _Case) -> None:
    """Add contacts with the person, and with others."""
    chance, record = case.chance, case.record
    for day in case.days(_DAYS // 2, _DAYS + 6, by_level=True):
        place = chance.weighted(_PLACES)
        record.add(
            "visits",
            on=to_iso(day),
            at=f"{chance.between(8, 17):02}:{chance.between(0, 11) * 5:02}",
            outcome=chance.weighted(_AT_HOME) if place == "home" else "seen",
            place=place,
            officers=[case.officer(day)],
            recorded_on=to_iso(day),
        )
    for day in case.days(20, 60, by_level=True):
        record.add("events", kind="collateral", on=to_iso(day), recorded_on=to_iso(day))
    for day in case.days(60, 100):
        record.add("events", kind="employment_check", on=to_iso(day), recorded_on=to_iso(day))


def _assessments(case: _Case) -> None:
    day = case.start + case.chance.between(1, 95)
    while day < case.end:
        band = _BANDS[min(case.rank(day), len(_BANDS) - 1)]
        on, by = to_iso(day), case.officer(day)
        case.record.add("assessments", tool="judgement", band=band, on=on, by=by, recorded_on=on)
        day += case.chance.between(300, 380)
