"""The officers of a made-up force: teams, posts and who holds them, training and absences.

A team looks after a block of consecutive numbers, so that any part of a register names the same officers.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import Any, Final

from attrs import frozen

from supervise.dates.ordinals import to_iso
from supervise.sample.chance import Chance

__all__ = ["MOST", "Officer", "Team", "team_number", "team_of", "workforce"]

# Offenders of one team: eight posts with forty-odd cases each, some above the fifty that inspectors imply.
MOST: Final = 350
_POSTS: Final = 8
# Longer than any history goes back, the time inside before it included.
_DAYS: Final = 7_000
# Part-time work in tenths: most work all week.
_TENTHS: Final = ((10, 6), (8, 1), (6, 1))
# Leave comes round at another time for each post, so that never more than one of a team is away.
_ROUND: Final = 400
_AWAY: Final = (5, 21)


@frozen
class Officer:
    """Someone who holds a post from `start` to the day before `end` (None: still); absences as day numbers."""

    id: str
    team: str
    supervisor: str
    tenths: int
    start: int
    end: int | None
    absent: tuple[tuple[int, int], ...]

    def row(self) -> dict[str, Any]:
        """Return the officer as an entry of a workforce file."""
        return {
            "officer": self.id,
            "team": self.team,
            "supervisor": self.supervisor,
            "fte": self.tenths / 10,
            "trained": [_bounds(self.start, self.end)],
            "absent": [_bounds(*run) for run in self.absent],
        }

    def present(self, day: int) -> bool:
        """Return whether the officer is on leave of no kind on a day of the post."""
        return not any(first <= day < end for first, end in self.absent)


@frozen
class Team:
    """A team: for each post those who held it, in order, without a day between them."""

    id: str
    supervisor: str
    posts: tuple[tuple[Officer, ...], ...]

    def holder(self, post: int, day: int) -> Officer:
        """Return who holds a post on a day; the first one before that."""
        held = self.posts[post]
        return held[max(0, bisect_right(held, day, key=lambda one: one.start) - 1)]

    def present(self, day: int) -> list[Officer]:
        """Return who is at work on a day, in the order of the posts."""
        holders = (self.holder(post, day) for post in range(len(self.posts)))
        return [one for one in holders if one.present(day)]

    def post(self, chance: Chance) -> int:
        """Return a post drawn by how much its present holder works."""
        return chance.weighted([(place, held[-1].tenths) for place, held in enumerate(self.posts)])


def team_number(number: int) -> int:
    """Return the number of the team that looks after the offender with a number."""
    return (number - 1) // MOST + 1


@lru_cache(maxsize=8)
def team_of(number: int, seed: int, as_of: int) -> Team:
    """Return the team with a number; of `as_of`, a day number, as everything else of a register.

    >>> team = team_of(1, 2026, 739_000)
    >>> team.id, team.supervisor, team.holder(2, 739_000).id, len(team.present(739_000)) >= 7
    ('t1', 's1', 'o1-3-5', True)
    """
    chance = Chance(Random(f"{seed}/team/{number}"))
    team, supervisor = f"t{number}", f"s{number}"
    posts = tuple(tuple(_holders(chance, team, supervisor, f"o{number}-{at + 1}", at, as_of)) for at in range(_POSTS))
    return Team(team, supervisor, posts)


def _holders(chance: Chance, team: str, supervisor: str, name: str, post: int, as_of: int) -> Iterator[Officer]:
    begin = as_of - _DAYS - chance.between(0, 900)
    number = 1
    while begin <= as_of:
        end = begin + chance.between(1_200, 3_400)
        # Nobody is about to start or has only just: who holds the post now is there for a while.
        last = end > as_of - 60
        absent = tuple(_leave(chance, post, begin, as_of if last else end))
        tenths = chance.weighted(_TENTHS)
        yield Officer(f"{name}-{number}", team, supervisor, tenths, begin, None if last else end, absent)
        begin, number = as_of + 1 if last else end, number + 1


def _leave(chance: Chance, post: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    day = start - start % _ROUND + post * (_ROUND // _POSTS)
    while day < end:
        if day > start and chance.happens(0.6):
            yield day, day + chance.between(*_AWAY)
        day += _ROUND


def _bounds(start: int, end: int | None) -> dict[str, str]:
    return {"from": to_iso(start)} if end is None else {"from": to_iso(start), "until": to_iso(end)}


def workforce(offenders: int, seed: int, as_of: int, first: int = 1) -> list[dict[str, Any]]:
    """Return the workforce of the offenders numbered from `first` on, as plain data of a workforce file.

    >>> [row["officer"] for row in workforce(5, 2026, 739_000)][:3]
    ['s1', 'o1-1-1', 'o1-1-2']
    """
    if not offenders:
        return []
    numbers = range(team_number(first), team_number(first + offenders - 1) + 1)
    return [row for number in numbers for row in _rows(team_of(number, seed, as_of), as_of)]


def _rows(team: Team, as_of: int) -> Iterator[dict[str, Any]]:
    yield {
        "officer": team.supervisor,
        "team": team.id,
        "fte": 1.0,
        "trained": [_bounds(as_of - _DAYS, None)],
        "absent": [],
    }
    for held in team.posts:
        for officer in held:
            yield officer.row()
