"""Two extracts of a register reconciled: who is in one of them only, and what differs of those who are in both.

People are matched by their id, and failing that by `same_as`: two records that share an id, their own or another under
which the same person is registered, are of one person, if no third record shares it. Nobody is matched by a guess.
`links` are other people, so a link matches nobody; it is told where both ends of it are missing from the other extract.

The figures of the first extract are held, those of the second pass by: nothing else of any offender is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final, TypeVar, get_args

from attrs import define, evolve, field, frozen

from supervise.dates.parsing import refuse_other_than_date
from supervise.model import Offender, Rejected
from supervise.model.faults import Remark, unknown_keys
from supervise.model.forms import normal_id
from supervise.model.words import Band
from supervise.register.counts import Counts
from supervise.register.figures import ARRAYS_OF, Figures, Ordered, Registered, Said, What, figures_of
from supervise.showing import shown

__all__ = ["SCALE", "Difference", "Extract", "Person", "Reconciliation", "Side", "Why", "reconcile"]

#: Levels from the least to the greatest risk, as far as the format has words for them.
SCALE: Final[tuple[str, ...]] = get_args(Band)

# Said of these by one extract alone is no difference: that a date is not kept says nothing about the case.
_IF_BOTH_SAY: Final = frozenset({What.SUBJECT, What.LAST_DAY})
_GRAVITY: Final = {what: place for place, what in enumerate(What)}


class Side(StrEnum):
    """One of the two extracts."""

    A = "a"
    B = "b"

    @property
    def other(self) -> Side:
        """The other one."""
        return Side.B if self is Side.A else Side.A


class Why(StrEnum):
    """Why a record of one extract is matched with none of the other, the gravest first."""

    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    OTHER_RECORD = "other_record"
    ENDED = "ended"


@frozen(kw_only=True)
class Person:
    """A record of one extract that is matched with none of the other."""

    __repr__ = shown("id", "only_in")

    id: str
    only_in: Side
    why: Why = field(
        metadata={
            "doc": "missing; ambiguous: several records share an id with it; other_record: the one it shares an id with"
            " is matched with another; ended: missing, and dead or transferred out where it is."
        }
    )
    level: str | None = field(metadata={"doc": "The level recorded. None: none."})
    ended: str | None = field(default=None, metadata={"doc": "How the case ended. None: it goes on."})
    since: dt.date | None = field(default=None, metadata={"doc": "Since when it has ended."})
    same_as: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of the other extract that it shares an id with."}
    )
    linked: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids missing from this extract that it is linked with."}
    )


@frozen(kw_only=True)
class Difference:
    """One thing on which the extracts differ about one person. Values are words, ids and dates of the format."""

    __repr__ = shown("a", "b", "what")

    a: str = field(metadata={"doc": "Id of the person in A."})
    b: str = field(metadata={"doc": "Id of the person in B."})
    what: What
    value_a: str | None = field(metadata={"doc": "What A says. None: nothing."})
    value_b: str | None = field(metadata={"doc": "What B says. None: nothing."})
    facts_a: tuple[str, ...] = field(metadata={"doc": "Ids of the facts by which A says so."})
    facts_b: tuple[str, ...] = field(metadata={"doc": "Ids of the facts by which B says so."})
    since: dt.date | None = field(metadata={"doc": "The later of the first days of both. None: neither has one."})
    level: str | None = field(metadata={"doc": "The higher of the two levels. None: neither has one."})
    doubtful: bool = field(metadata={"doc": "Something of its array was set aside on either side."})

    @property
    def only_in(self) -> Side | None:
        """The extract that says something, if the other says nothing."""
        if self.value_b is None:
            return Side.A
        return Side.B if self.value_a is None else None


@define
class Extract:
    """What was read of one extract, and everything that was set aside in it."""

    counts: Counts = field(factory=Counts)
    set_aside: list[Remark] = field(factory=list)
    unknown_keys: int = field(default=0, metadata={"doc": "Keys of records that no field has: they are not read."})


@frozen(kw_only=True)
class Reconciliation:
    """Two extracts as of a day: who is in one only, what differs, the worst first."""

    __repr__ = shown("as_of", people="people", differences="differences")

    as_of: dt.date
    a: Extract
    b: Extract
    by_id: int = field(metadata={"doc": "People in both, matched by their id."})
    by_same_as: int = field(metadata={"doc": "People in both, matched by another id of theirs."})
    people: tuple[Person, ...] = field(metadata={"doc": "Those in one extract only."})
    differences: tuple[Difference, ...]
    without: tuple[What, ...] = field(default=(), metadata={"doc": "What was not compared."})

    @property
    def is_whole(self) -> bool:
        """Whether nothing was set aside, neither a record nor a fact."""
        return not (self.a.set_aside or self.b.set_aside)

    @property
    def agrees(self) -> bool:
        """Whether everybody is in both and nothing differs; whose case ended in the one may be missing in the other."""
        return not self.differences and all(each.why is Why.ENDED for each in self.people)

    def counted(self) -> dict[What, Counter[Side | None]]:
        """Return how much differs, by what and by which extract alone says something (None: both do)."""
        found: dict[What, Counter[Side | None]] = {}
        for each in sorted(self.differences, key=lambda each: _GRAVITY[each.what]):
            found.setdefault(each.what, Counter())[each.only_in] += 1
        return found

    def alone(self) -> dict[Why, Counter[Side]]:
        """Return how many people are in one extract only, by why and by which."""
        return {why: Counter(each.only_in for each in self.people if each.why is why) for why in Why}


def reconcile(
    a: Iterable[Offender | Rejected],
    b: Iterable[Offender | Rejected],
    *,
    as_of: dt.date,
    without: Collection[What] = (),
    scale: Sequence[str] = SCALE,
) -> Reconciliation:
    """Return how two extracts of a register differ at the end of a day, by all that is recorded in either.

    Of someone dead or transferred out in one of them only that is compared. Registrations and orders are compared while
    one side holds them open. A second record of an id is set aside. ``without`` leaves out what an extract does not
    keep; ``scale`` has the levels from the least to the greatest, by which the worst is told. TypeError for a day that
    is no `date`, a `datetime` too.

    >>> def extract(level):
    ...     levels = [{"id": "l1", "level": level, "from": "2026-05-01"}]
    ...     return [Offender.from_dict({"id": "x1", "levels": levels})]
    >>> found = reconcile(extract("high"), extract("low"), as_of=dt.date(2026, 6, 30))
    >>> [(each.what.value, each.value_a, each.value_b, str(each.since)) for each in found.differences]
    [('level', 'high', 'low', '2026-05-01')]
    """
    refuse_other_than_date("as_of", as_of)
    matching = _Matching(as_of, _Comparing(frozenset(without), scale))
    for item in a:
        matching.hold(item)
    for item in b:
        matching.match(item)
    return matching.concluded()


# ── who is who ──────────────────────────────────────────────────────────────────────────────────────────────────


@define
class _Alone:
    """A record not matched by its id, with what is told if it stays so."""

    person: Person
    links: tuple[str, ...]


@define
class _Matching:
    """Holds the first extract by id, and meets it with the second, in whatever order the records come."""

    as_of: dt.date
    comparing: _Comparing
    a: Extract = field(factory=Extract)
    b: Extract = field(factory=Extract)
    held: dict[str, Figures] = field(factory=dict)
    holders: dict[str, list[str]] = field(factory=dict, metadata={"doc": "Records of A by each id they give."})
    seen: set[str] = field(factory=set, metadata={"doc": "Ids of B."})
    by_id: set[str] = field(factory=set)
    alone: dict[str, _Alone] = field(factory=dict, metadata={"doc": "Of B."})
    alike: dict[str, list[Difference]] = field(factory=dict, metadata={"doc": "By id in B, if it were this one."})
    sharing_a: dict[str, set[str]] = field(factory=dict, metadata={"doc": "Records of B that share an id, by A's."})
    sharing_b: dict[str, set[str]] = field(factory=dict, metadata={"doc": "Records of A that share an id, by B's."})
    differences: list[Difference] = field(factory=list)

    def hold(self, item: Offender | Rejected) -> None:
        """Take a record of A."""
        found = self._taken(item, self.a, self.held)
        if found is not None:
            key, figures = found
            self.held[key] = figures
            for each in figures.ids:
                self.holders.setdefault(each, []).append(key)

    def match(self, item: Offender | Rejected) -> None:
        """Take a record of B; A must be held."""
        found = self._taken(item, self.b, self.seen)
        if found is None:
            return
        key, figures = found
        self.seen.add(key)
        others = {other for each in figures.ids for other in self.holders.get(each, ())} - {key}
        for other in others:
            self.sharing_a.setdefault(other, set()).add(key)
            self.sharing_b.setdefault(key, set()).add(other)
        if key in self.held:
            self.by_id.add(key)
            self.differences += self.comparing.differences(self.held[key], figures)
            return
        self.alone[key] = _alone(figures, Side.B)
        if len(others) == 1:
            self.alike[key] = list(self.comparing.differences(self.held[others.pop()], figures))

    def _taken(self, item: Offender | Rejected, into: Extract, before: Collection[str]) -> tuple[str, Figures] | None:
        if isinstance(item, Offender) and normal_id(item.id) in before:
            # The readers see to this in a file; offenders from elsewhere may repeat an id as well.
            hint = "an earlier record has this id and was kept"
            item = Rejected(path="id", kind="duplicate id", found="text", hint=hint)
        into.set_aside += into.counts.take(item)
        if isinstance(item, Rejected):
            return None
        into.unknown_keys += unknown_keys(item.notes)
        return normal_id(item.id), figures_of(item, self.as_of)

    def concluded(self) -> Reconciliation:
        """Return what came of it."""
        same = {
            b: min(others)
            for b, others in self.sharing_b.items()
            if b in self.alike and min(others) not in self.by_id and len(self.sharing_a[min(others)]) == 1
        }
        matched = {Side.A: self.by_id | set(same.values()), Side.B: self.by_id | set(same)}
        alone_a = {key: _alone(each, Side.A) for key, each in self.held.items() if key not in matched[Side.A]}
        alone_b = {key: each for key, each in self.alone.items() if key not in same}
        people = [
            *_told(alone_a, alone_b, self.sharing_a, matched[Side.B]),
            *_told(alone_b, alone_a, self.sharing_b, matched[Side.A]),
        ]
        return Reconciliation(
            as_of=self.as_of,
            a=self.a,
            b=self.b,
            by_id=len(self.by_id),
            by_same_as=len(same),
            people=tuple(sorted(people, key=self.comparing.place_of_person)),
            differences=tuple(
                sorted(
                    [*self.differences, *(each for key in same for each in self.alike[key])],
                    key=self.comparing.place_of_difference,
                )
            ),
            without=tuple(each for each in What if each in self.comparing.without),
        )


def _alone(figures: Figures, side: Side) -> _Alone:
    ended = figures.said.get(What.ENDED)
    person = Person(
        id=figures.id,
        only_in=side,
        why=Why.MISSING if ended is None else Why.ENDED,
        level=figures.level,
        ended=None if ended is None else ended.value,
        since=None if ended is None else ended.since,
    )
    return _Alone(person, figures.links)


def _told(
    mine: dict[str, _Alone], theirs: dict[str, _Alone], sharing: dict[str, set[str]], matched: set[str]
) -> Iterator[Person]:
    """Yield the people of one side with what is known of others who may be the same, or belong to them."""
    linking: dict[str, set[str]] = {}
    for key, other in theirs.items():
        for link in other.links:
            linking.setdefault(link, set()).add(key)
    for key, each in mine.items():
        shared = sharing.get(key, set())
        linked = (theirs.keys() & each.links) | linking.get(key, set())
        why = each.person.why
        if shared:
            why = Why.OTHER_RECORD if shared & matched else Why.AMBIGUOUS
        yield evolve(each.person, why=why, same_as=tuple(sorted(shared)), linked=tuple(sorted(linked - shared)))


# ── what differs ────────────────────────────────────────────────────────────────────────────────────────────────

_Item = TypeVar("_Item", Registered, Ordered)


@frozen
class _Comparing:
    """Compares the figures of one person in both extracts."""

    without: frozenset[What]
    scale: Sequence[str]

    def differences(self, a: Figures, b: Figures) -> Iterator[Difference]:
        """Yield what differs, in no particular order."""
        level = max((a.level, b.level), key=self._rank)
        faulty = a.faulty | b.faulty
        for what, one, other in _differing(a, b):
            if what not in self.without:
                yield Difference(
                    a=a.id,
                    b=b.id,
                    what=what,
                    value_a=None if one is None else one.value,
                    value_b=None if other is None else other.value,
                    facts_a=() if one is None else one.facts,
                    facts_b=() if other is None else other.facts,
                    since=max((said.since for said in (one, other) if said and said.since), default=None),
                    level=level,
                    doubtful=not faulty.isdisjoint(ARRAYS_OF[what]),
                )

    def _rank(self, level: str | None) -> tuple[int, str]:
        """Return what levels are compared by: the scale, then words that are on none, and none at all last."""
        if level is None:
            return -2, ""
        return (self.scale.index(level) if level in self.scale else -1), level

    def place_of_person(self, person: Person) -> tuple[Any, ...]:
        """Return what people are sorted by: the gravest reason first, then the highest level."""
        rank, level = self._rank(person.level)
        return list(Why).index(person.why), -rank, level, person.id

    def place_of_difference(self, difference: Difference) -> tuple[Any, ...]:
        """Return what differences are sorted by, the same whichever extract comes first."""
        rank, level = self._rank(difference.level)
        sides = sorted(
            [
                (difference.a, difference.value_a or "", difference.facts_a),
                (difference.b, difference.value_b or "", difference.facts_b),
            ]
        )
        return _GRAVITY[difference.what], -rank, level, sides


_Pair = tuple[What, Said | None, Said | None]


def _differing(a: Figures, b: Figures) -> Iterator[_Pair]:
    if What.ENDED in a.said or What.ENDED in b.said:
        yield from _if_different(What.ENDED, a.said.get(What.ENDED), b.said.get(What.ENDED))
        return
    for point in What:
        yield from _if_different(point, a.said.get(point), b.said.get(point))
    last_days = (_value(a.said.get(What.LAST_DAY)), _value(b.said.get(What.LAST_DAY)))
    for what, one, other in _registrations(a.registrations, b.registrations):
        # Of a single registration this is the last day once more.
        told = what is What.STORED_END_ON and None not in last_days and (_value(one), _value(other)) == last_days
        if not told:
            yield what, one, other
    yield from _orders(a.orders, b.orders)


def _value(said: Said | None) -> str | None:
    return None if said is None else said.value


def _if_different(what: What, one: Said | None, other: Said | None) -> Iterator[_Pair]:
    if _value(one) != _value(other) and not (what in _IF_BOTH_SAY and (one is None or other is None)):
        yield what, one, other


def _registrations(a: tuple[Registered, ...], b: tuple[Registered, ...]) -> Iterator[_Pair]:
    for one, other in _paired(a, b, _REGISTERED_BY):
        if one is None or other is None:
            yield What.REGISTRATION, _registration(one), _registration(other)
            continue
        for what, name in _DATES:
            yield from _if_different(what, _dated(one, name), _dated(other, name))


_DATES: Final = (
    (What.RELEVANT_ON, "relevant_on"),
    (What.CONVICTED_ON, "convicted_on"),
    (What.STORED_END_ON, "stored_end_on"),
)
_UNDATED: Final = "undated"


def _registration(each: Registered | None) -> Said | None:
    return None if each is None else Said(_UNDATED if each.since is None else str(each.since), each.since, (each.id,))


def _dated(each: Registered | Ordered, name: str) -> Said | None:
    day = getattr(each, name)
    return None if day is None else Said(str(day), each.since, (each.id,))


def _orders(a: tuple[Ordered, ...], b: tuple[Ordered, ...]) -> Iterator[_Pair]:
    for one, other in _paired(a, b, _ORDERED_BY):
        if one is None or other is None:
            yield What.ORDER, _order(one), _order(other)
            continue
        yield from _if_different(What.ORDER_MADE_ON, _dated(one, "made_on"), _dated(other, "made_on"))
        yield from _if_different(What.ORDER_END, _dated(one, "end"), _dated(other, "end"))


def _order(each: Ordered | None) -> Said | None:
    return None if each is None else Said(each.kind or _UNDATED, each.since, (each.id,))


# ── which registration or order of one side is which of the other ───────────────────────────────────────────────

_By = Callable[[_Item], object]

# What tells one from another, the surest first; None pairs nothing. Ids come late: two systems number on their own.
_REGISTERED_BY: Final[tuple[_By[Registered], ...]] = (
    lambda each: each[1:],
    lambda each: each.relevant_on,
    lambda each: each.convicted_on,
    lambda each: each.id,
    lambda each: True,
)
_ORDERED_BY: Final[tuple[_By[Ordered], ...]] = (
    lambda each: (each.kind, each.made_on, each.end),
    lambda each: each.made_on and (each.kind, each.made_on),
    lambda each: (each.kind, each.id),
    lambda each: each.kind,
)


def _paired(
    a: tuple[_Item, ...], b: tuple[_Item, ...], keys: tuple[_By[_Item], ...]
) -> Iterator[tuple[_Item | None, _Item | None]]:
    """Yield each item of either side with its counterpart; those that are closed on both sides are left out.

    A key pairs what it finds as often on one side as on the other: then, in order, each with each.
    """
    pairs: list[tuple[_Item | None, _Item | None]] = []
    left_a, left_b = list(a), list(b)
    for key in keys:
        in_a, in_b = _grouped(left_a, key), _grouped(left_b, key)
        for name, mine in in_a.items():
            theirs = in_b.get(name, [])
            if len(mine) == len(theirs):
                pairs += zip(mine, theirs, strict=True)
                left_a = [each for each in left_a if each not in mine]
                left_b = [each for each in left_b if each not in theirs]
    pairs += [(each, None) for each in left_a]
    pairs += [(None, each) for each in left_b]
    return (pair for pair in pairs if any(each is not None and each.is_open for each in pair))


def _grouped(items: list[_Item], key: _By[_Item]) -> dict[object, list[_Item]]:
    found: dict[object, list[_Item]] = {}
    for each in items:
        name = key(each)
        if name is not None:
            found.setdefault(name, []).append(each)
    return found
