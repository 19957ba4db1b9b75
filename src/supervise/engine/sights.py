"""What there is to look at for an offender: the rules that can have a case at all, the selections that can hold events.

Most offenders have no orders, trips, stays or transfers, and of what may happen nearly nothing has. Leaving out what
hangs on facts that are not there spares half the rules and selections their first look: the measured reason for this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.rules.vocabulary import KIND_NOT_GIVEN, NOUNS

if TYPE_CHECKING:
    from supervise.engine.happenings import Event, Extent, Run
    from supervise.engine.judged import CompiledRule
    from supervise.model import Offender

__all__ = ["Need", "Needs", "Sight", "Sights", "any_of", "need_of", "needs_of_state", "word_of"]


class Need(NamedTuple):
    """What must be there: any fact of an array or, ``of_kind``, one whose kind field has a word."""

    array: str
    of_kind: bool = False
    word: str | int | None = None


# Facts of which one must be there; None: nothing need be.
Needs = frozenset[Need] | None


class Sight(NamedTuple):
    """The rules that can have a case at all, and the selections: no events, or None for those to look for.

    ``runs`` and ``extents`` are the states and spans, by name, that nothing can bring about: each has none.
    """

    rules: list[CompiledRule]
    events: list[list[Event] | None]
    runs: dict[str, list[Run]]
    extents: dict[str, list[Extent]]


def word_of(kind: str) -> str | int | None:
    """Return what the field of a fact holds, for the kind of a noun."""
    return int(kind) if kind.isdigit() else None if kind == KIND_NOT_GIVEN else kind


def need_of(noun: str, kind: str) -> Need:
    """Return what must be there for a noun, and its kind if one is named, to have an event."""
    array = NOUNS[noun].array
    return Need(array, of_kind=True, word=word_of(kind)) if kind else Need(array)


def needs_of_state(name: str) -> frozenset[Need]:
    """Return what brings about a state that is neither a span nor the book's own."""
    head, _, kind = name.partition(".")
    if kind:
        return frozenset({Need(NOUNS[head].array)})
    return frozenset({need_of("status", name), *(Need(array) for array in _OTHER_FACTS.get(name, ()))})


# The states that facts of another array bring about, too.
_OTHER_FACTS = {"abroad": ("trips",), "transferred_out": ("transfers",)}


def any_of(needs: Iterable[Needs]) -> Needs:
    """Return the facts of which one must be there for any of several to be; None where one may be without."""
    found: set[Need] = set()
    for each in needs:
        if each is None:
            return None
        found |= each
    return frozenset(found)


# Nobody asks for a kind of facts that have none.
_KINDS = {noun.array: attrgetter(noun.kind or "id") for noun in NOUNS.values()}
_FACTS = attrgetter(*_KINDS)

# Registers differ in what there is of whom: what was seen once must not fill the memory.
_MOST_REMEMBERED = 4096


class Sights:
    """The needs of a program's selections, states and spans; what there is to look at is remembered by what an
    offender has facts of.
    """

    __slots__ = ("_remembered", "_words", "selections", "spans", "states")

    def __init__(self) -> None:
        self.selections: list[Needs] = []
        self.states: dict[str, Needs] = {}
        self.spans: dict[str, Needs] = {}
        self._words: dict[str, frozenset[str | int | None]] = dict.fromkeys(_KINDS, frozenset())
        self._remembered: dict[tuple[frozenset[Any] | None, ...], Sight] = {}

    def add(self, needs: Needs) -> None:
        """Take in the needs of the next selection."""
        self.selections.append(needs)
        self._take_in(needs)

    def add_state(self, name: str, needs: Needs) -> None:
        """Take in what brings about a state."""
        self.states[name] = needs
        self._take_in(needs)

    def add_span(self, name: str, needs: Needs) -> None:
        """Take in what a span hangs on."""
        self.spans[name] = needs
        self._take_in(needs)

    def _take_in(self, needs: Needs) -> None:
        for need in needs or ():
            if need.of_kind:
                self._words[need.array] |= {need.word}
        self.forget()

    def forget(self) -> None:
        """Look at every offender anew: there are other selections, or other rules."""
        self._remembered.clear()

    def of(self, offender: Offender, rules: Sequence[CompiledRule]) -> Sight:
        """Return what there is to look at, given of which kinds, of those that are asked for, there are facts."""
        words = self._words
        there = tuple(
            [
                # Where no kind is asked for, what kinds there are is not looked at.
                asked and asked.intersection(map(kind, facts)) if facts else None
                for asked, kind, facts in zip(words.values(), _KINDS.values(), _FACTS(offender), strict=True)
            ]
        )
        found = self._remembered.get(there)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self.forget()
            found = self._remembered[there] = self._seen(dict(zip(words, there, strict=True)), rules)
        return found

    def _seen(self, there: dict[str, frozenset[Any] | None], rules: Sequence[CompiledRule]) -> Sight:
        present: set[Need] = set()
        for array, words in there.items():
            if words is not None:
                present.update((Need(array), *(Need(array, of_kind=True, word=word) for word in words)))

        def may_be(needs: Needs) -> bool:
            return needs is None or not needs.isdisjoint(present)

        return Sight(
            [rule for rule in rules if all(map(may_be, rule.needs))],
            [None if may_be(needs) else [] for needs in self.selections],
            {name: [] for name, needs in self.states.items() if not may_be(needs)},
            {name: [] for name, needs in self.spans.items() if not may_be(needs)},
        )
