"""What became of every rule: occurrences that stand, and those that were met, told only when somebody asks.

Nearly all occurrences of a long history were met. Where that is sure without a walk over them the engine keeps how to
walk them (:class:`History`); of blocks that are over it keeps which they are (:class:`Untold`); of one met with nothing
in between it keeps what it found, and does the sum when a row is wanted (:class:`Settled`): most never are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard

from attrs import frozen

from supervise.engine.happenings import Case, Event
from supervise.engine.obligation import MET, Obligation, Status
from supervise.engine.regimes import Choice

if TYPE_CHECKING:
    from supervise.engine.judged import CompiledRule

__all__ = ["Entry", "History", "Kept", "Link", "Outcomes", "Pair", "Settled", "Untold", "Wanted", "new_settled"]


class Settled(NamedTuple):
    """An occurrence that was met while nothing moved its date."""

    case: Case
    rule: CompiledRule
    anchor: Event
    choice: Choice
    met: Event

    @property
    def is_late(self) -> bool:
        """Whether it was met after its last day."""
        reckon = self.choice.reckon
        return reckon is not None and self.met.day > (reckon(self.anchor.day) or 0)


Pair: TypeAlias = tuple[Obligation, Case]
Entry: TypeAlias = Pair | Settled


class Link(NamedTuple):
    """What met an occurrence: its case, the anchor it counts from, and what met it."""

    case: Case
    anchor: Event
    met: Event


class Wanted(NamedTuple):
    """Which links are wanted: those that may have been met late, and that some days fell into where they are given.

    Surely in time are ``fewest[0]`` days after any anchor, and after one on or past ``days[n]`` ``fewest[n]`` days.
    """

    days: Sequence[int]
    fewest: Sequence[int]
    over: Sequence[int] | None

    def holds(self, anchor: int, met: int) -> bool:
        """Return whether a link that took longer than ``fewest[0]`` days is wanted."""
        if self.over is not None and not _falls_between(self.over, anchor, met):
            return False
        return met - anchor > self.fewest[bisect_right(self.days, anchor) - 1]


@frozen(eq=False)
class History:
    """Occurrences that were all met: what met which, and how to judge each.

    ``judge`` returns None for one that was not required. ``may_be_late`` says which links may have been met
    late, of those that some days fell into where they are given.
    """

    links: Callable[[Wanted | None], list[Link]]
    judge: Callable[[Link], Entry | None]
    may_be_late: Callable[[Sequence[int] | None], Wanted]

    def entries(self) -> Iterator[Entry]:
        """Yield the occurrences in order."""
        return (entry for link in self.links(None) if (entry := self.judge(link)) is not None)

    def perhaps_late(self, over: Sequence[int] | None = None) -> Iterator[Entry]:
        """Yield the occurrences but for those that were surely met in time, or that none of some days fell into."""
        links = self.links(self.may_be_late(over))
        return (entry for link in links if (entry := self.judge(link)) is not None)

    def anchor_days(self) -> Iterator[int]:
        """Yield the days from which the occurrences count; none of them is judged."""
        return (link.anchor.day for link in self.links(None))


@frozen
class Untold:
    """Occurrences of one case that are over, one after the other, none of them met late.

    ``latest`` tells them one at a time, the last first.
    """

    case: Case
    tell: Callable[[], list[Pair]]
    latest: Callable[[], Iterator[Obligation]]

    def entries(self) -> Iterator[Entry]:
        """Yield the occurrences in order."""
        return iter(self.tell())

    def perhaps_late(self, _over: Sequence[int] | None = None) -> Iterator[Entry]:
        """Yield nothing: what could not be met any more was missed."""
        return iter(())

    def anchor_days(self) -> Iterator[int]:
        """Yield the days from which the occurrences count."""
        return (row.anchor_day for row, _ in self.tell())


Later: TypeAlias = History | Untold
Kept: TypeAlias = Entry | Later

_LATER = (History, Untold)

new_settled: Callable[[type[Settled], tuple[Any, ...]], Settled] = tuple.__new__


class Outcomes(Mapping[str, list[Pair]]):
    """The occurrences by the published id of their rule, each with what it hangs on."""

    __slots__ = ("__weakref__", "_by_rule", "_judged", "_standing", "_tell")

    def __init__(self, tell: Callable[[Settled], Obligation]) -> None:
        self._tell = tell
        self._judged: list[tuple[str, list[Kept]]] = []
        self._by_rule: dict[str, list[list[Kept]]] = {}
        self._standing: list[tuple[str, Pair]] | None = None

    def add(self, rule: str, entries: list[Kept]) -> None:
        """Take what was judged of one rule; several rules may have one published id."""
        self._standing = None
        self._judged.append((rule, entries))
        self._by_rule.setdefault(rule, []).append(entries)

    def __getitem__(self, rule: str) -> list[Pair]:
        return [pair for entries in self._by_rule[rule] for pair in self._pairs(entries)]

    def _pairs(self, entries: list[Kept]) -> list[Pair]:
        """Return the entries told; each is told once, and stays the same row."""
        for place, entry in enumerate(_walked(entries)):
            if isinstance(entry, Settled):
                entries[place] = self._tell(entry), entry.case
        return entries  # type: ignore[return-value] # none is left that is not told

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_rule)

    def __len__(self) -> int:
        return len(self._by_rule)

    def __contains__(self, rule: object) -> bool:
        return rule in self._by_rule

    def met_late(self, rule: str, over: Sequence[int] | None = None) -> Iterator[Pair]:
        """Yield the occurrences of a rule that were met after their last day; no other is told.

        With ``over``, days in order, one may be left out if none of them lies between its anchor and the day it was
        met.
        """
        for entries in self._by_rule.get(rule, ()):
            for kept in entries:
                for entry in kept.perhaps_late(over) if isinstance(kept, _LATER) else (kept,):
                    if isinstance(entry, Settled):
                        if entry.is_late:
                            yield self._tell(entry), entry.case
                    elif entry[0].status is Status.MET_LATE:
                        yield entry

    def anchor_days(self, rule: str) -> Iterator[int]:
        """Yield the days from which the occurrences of a rule count; none of them is told."""
        for entries in self._by_rule.get(rule, ()):
            for entry in entries:
                if isinstance(entry, _LATER):
                    yield from entry.anchor_days()
                else:
                    yield entry.anchor.day if isinstance(entry, Settled) else entry[0].anchor_day

    def series(self, rule: str) -> Iterator[Iterator[Obligation]]:
        """Yield for each case of a rule its occurrences, the last first, but for those that were met one by one.

        Blocks that are over are told one at a time: what was before those that are asked for costs nothing.
        """
        for entries in self._by_rule.get(rule, ()):
            # Of parts that are not fixed in advance what was met may wait to be told: it closed nothing unmet.
            fixed = (each for each in reversed(entries) if not isinstance(each, (Settled, History)))
            for _, found in groupby(fixed, key=_case_of):
                yield _last_first([*found])

    def rows(self) -> Iterator[Obligation]:
        """Yield every occurrence, in the order in which rules were judged."""
        return (row for _, entries in self._judged for row, _ in self._pairs(entries))

    def revise(self, change: Callable[[Obligation], Obligation]) -> None:
        """Put in the place of each occurrence that was not met what a function makes of it."""
        self._standing = None
        for _, entries in self._judged:
            for place, entry in enumerate(entries):
                if _stands(entry):
                    entries[place] = change(entry[0]), entry[1]

    def standing(self) -> list[tuple[str, Pair]]:
        """Return all that was not met, with the id of its rule, in the same order; ask when all rules are judged."""
        if self._standing is None:
            self._standing = [(name, entry) for name, entries in self._judged for entry in entries if _stands(entry)]
        return self._standing


def _falls_between(days: Sequence[int], first: int, last: int) -> bool:
    place = bisect_right(days, first)
    return place < len(days) and days[place] < last


def _case_of(entry: Pair | Untold) -> Case:
    return entry.case if isinstance(entry, Untold) else entry[1]


def _last_first(entries: Iterable[Pair | Untold]) -> Iterator[Obligation]:
    for entry in entries:
        if isinstance(entry, Untold):
            yield from entry.latest()
        else:
            yield entry[0]


def _stands(entry: Kept) -> TypeGuard[Pair]:
    return not isinstance(entry, _UNTOLD) and entry[0].status not in MET


_UNTOLD = (Settled, *_LATER)


def _walked(entries: list[Kept]) -> list[Entry]:
    """Return the occurrences with what each that stands for several holds in its place; it is walked once."""
    if any(isinstance(entry, _LATER) for entry in entries):
        entries[:] = [
            each for entry in entries for each in (entry.entries() if isinstance(entry, _LATER) else (entry,))
        ]
    return entries  # type: ignore[return-value] # none is left that stands for several
