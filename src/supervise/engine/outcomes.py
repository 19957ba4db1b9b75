"""What became of every rule: occurrences that stand, and those that are settled, told only when somebody asks.

Nearly all occurrences of a long history were met with nothing in between. For these the engine keeps what it found
(the anchor, the choice, what met them) and does the sum when a row is wanted: most never are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from supervise.engine.happenings import Case, Event
from supervise.engine.obligation import Obligation, Status
from supervise.engine.regimes import Choice

if TYPE_CHECKING:
    from supervise.engine.judged import CompiledRule

__all__ = ["Entry", "Outcomes", "Pair", "Settled", "new_settled"]


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

new_settled: Callable[[type[Settled], tuple[Any, ...]], Settled] = tuple.__new__


class Outcomes(Mapping[str, list[Pair]]):
    """The occurrences by the published id of their rule, each with what it hangs on."""

    __slots__ = ("_by_rule", "_judged", "_tell")

    def __init__(self, tell: Callable[[Settled], Obligation]) -> None:
        self._tell = tell
        self._judged: list[tuple[str, list[Entry]]] = []
        self._by_rule: dict[str, list[list[Entry]]] = {}

    def add(self, rule: str, entries: list[Entry]) -> None:
        """Take what was judged of one rule; several rules may have one published id."""
        self._judged.append((rule, entries))
        self._by_rule.setdefault(rule, []).append(entries)

    def __getitem__(self, rule: str) -> list[Pair]:
        return [pair for entries in self._by_rule[rule] for pair in self._pairs(entries)]

    def _pairs(self, entries: list[Entry]) -> list[Pair]:
        """Return the entries told; each is told once, and stays the same row."""
        for place, entry in enumerate(entries):
            if isinstance(entry, Settled):
                entries[place] = self._tell(entry), entry.case
        return entries  # type: ignore[return-value] # none is left that is not told

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_rule)

    def __len__(self) -> int:
        return len(self._by_rule)

    def __contains__(self, rule: object) -> bool:
        return rule in self._by_rule

    def met_late(self, rule: str) -> Iterator[Obligation]:
        """Yield the occurrences of a rule that were met after their last day; no other settled one is told."""
        for entries in self._by_rule.get(rule, ()):
            for place, entry in enumerate(entries):
                if isinstance(entry, Settled):
                    if entry.is_late:
                        entries[place] = pair = self._tell(entry), entry.case
                        yield pair[0]
                elif entry[0].status is Status.MET_LATE:
                    yield entry[0]

    def rows(self) -> Iterator[Obligation]:
        """Yield every occurrence, in the order in which rules were judged."""
        return (row for _, entries in self._judged for row, _ in self._pairs(entries))

    def revise(self, change: Callable[[Obligation], Obligation]) -> None:
        """Put in the place of each occurrence that is not settled what a function makes of it."""
        for _, entries in self._judged:
            for place, entry in enumerate(entries):
                if not isinstance(entry, Settled):
                    entries[place] = change(entry[0]), entry[1]

    def standing(self) -> Iterator[tuple[str, Pair]]:
        """Yield all that is not settled, with the id of its rule, in the same order."""
        for name, entries in self._judged:
            for entry in entries:
                if not isinstance(entry, Settled):
                    yield name, entry
