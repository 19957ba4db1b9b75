"""A state machine of Hypothesis that is pointed at an adapter: it loads, records, asks, and compares with this library.

What it holds an adapter to:

- its answer is that of the library on the same facts, whether they came in one record or entry by entry;
- the order of facts, and an entry said twice, change nothing; of the versions of a fact the last known is the fact;
- nothing of an offender loaded before is left;
- asking changes nothing, in whatever order the days are asked about;
- a day before `stable_until`, and that day itself, are asked about as often as any other: whoever judges again only on
  the day on which something changes is held to it.

Needs the extra `testing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from supervise.checks import CHECKS, Check
from supervise.model import Offender
from supervise.report.why import why
from supervise.reviewing import Review, review
from supervise.rules import Rulebook
from supervise.testing.adapting import Adapter, Answer
from supervise.testing.strategies import Entry, Vocabulary, dates_of, entries, records

# isort: split
# After the strategies, which say which extra brings it where it is missing.
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

__all__ = ["AdapterMachine", "adapter_machine"]

_DAYS = (0, 1, -1, 14, 31, 92, 366)


class AdapterMachine(RuleBasedStateMachine):
    """What all machines of :func:`adapter_machine` do; override `teardown` to close what `self.adapter` holds."""

    make: Callable[[], Adapter]
    rulebook: Rulebook
    checks: Sequence[Check]
    vocabulary: Vocabulary

    def __init__(self) -> None:
        super().__init__()
        self.adapter = type(self).make()
        self.data: dict[str, Any] = {}
        self.said: list[Entry] = []

    def load(self, record: Mapping[str, Any]) -> None:
        """Let the adapter begin again with a record."""
        self.data, self.said = deepcopy(dict(record)), []
        self.adapter.load(deepcopy(self.data))

    def record(self, entry: Entry) -> None:
        """Tell the adapter one entry."""
        self.said.append(entry)
        self.data.setdefault(entry.array, []).append(dict(entry.fact))
        self.adapter.record(entry.array, deepcopy(dict(entry.fact)))

    def record_again(self, which: int) -> None:
        """Tell the adapter one of the entries, by its place, once more."""
        self.record(self.said[which % len(self.said)])

    def record_version(self, which: int, after: int, *, withdrawn: bool) -> None:
        """Tell the adapter a later version of one of the facts: moved by some days, or withdrawn."""
        facts = _facts(self.data)
        array, fact = facts[which % len(facts)]
        self.record(Entry(array=array, fact=_version(fact, after, withdrawn=withdrawn)))

    def reload(self, chance: Any) -> None:
        """Let the adapter begin again with the same facts in another order."""
        turned = {
            name: chance.sample(value, len(value)) if isinstance(value, list) else value
            for name, value in self.data.items()
        }
        self.load(turned)

    def ask(self, which: int, off: int) -> None:
        """Ask about a day near one of the facts."""
        self.compare(self._day(which, off))

    def ask_around_a_change(self, which: int) -> None:
        """Ask about the last day on which everything reads as on the day of a fact, and about the next."""
        changes = self.compare(self._day(which, 0)).stable_until
        if changes is not None and changes <= self.vocabulary.last:
            self.compare(changes - dt.timedelta(days=1))
            self.compare(changes)

    def _day(self, which: int, off: int) -> dt.date:
        days = dates_of(self.data)
        return min(days[which % len(days)] + dt.timedelta(days=off), self.vocabulary.last)

    def reviewed(self, as_of: dt.date) -> Review:
        """Return the library's own review of what was told so far."""
        return review(Offender.from_dict(self.data), self.rulebook, as_of=as_of, checks=self.checks)

    def compare(self, as_of: dt.date) -> Review:
        """Ask the adapter about a day, twice, and return the library's review; AssertionError where they differ."""
        expected = self.reviewed(as_of)
        for _ in range(2):
            differences = list(Answer.of(expected).differences(self.adapter.review(as_of)))
            if differences:
                raise AssertionError(_told(expected, differences))
        return expected


def adapter_machine(
    make: Callable[[], Adapter],
    rulebook: Rulebook,
    *,
    vocabulary: Vocabulary | None = None,
    checks: Sequence[Check] = CHECKS,
) -> type[AdapterMachine]:
    """Return a state machine that holds an adapter to this library; its `TestCase` is what pytest collects.

    Where the adapter and the library differ, the machine raises AssertionError with what differs and why.

    Args:
        make: makes a new, empty adapter; called once for each example.
        rulebook: by which both are to judge.
        vocabulary: ids, levels, kinds and days to make facts from; default: those of the rulebook.
        checks: the checks whose flags are expected.

    >>> from hypothesis import settings
    >>> from supervise import Offender, load_rulebook, review
    >>> from supervise.testing import Answer
    >>> book = load_rulebook("england-wales-law@2026.1")
    >>> class Plain:
    ...     def load(self, offender):
    ...         self.facts = offender
    ...
    ...     def record(self, array, fact):
    ...         self.facts.setdefault(array, []).append(fact)
    ...
    ...     def review(self, as_of):
    ...         return Answer.of(review(Offender.from_dict(self.facts), book, as_of=as_of))
    >>> machine = adapter_machine(Plain, book)
    >>> machine.TestCase.settings = settings(max_examples=2, stateful_step_count=5, database=None)
    >>> machine.TestCase().runTest()
    """
    chosen = Vocabulary.of(rulebook) if vocabulary is None else vocabulary

    some = st.integers(0, 99)
    told = precondition(lambda self: bool(self.said))
    known = precondition(lambda self: bool(_facts(self.data)))
    later, gone = st.integers(0, 40), st.booleans()

    class Machine(AdapterMachine):
        begin = initialize(record=records(chosen))(AdapterMachine.load)
        begin_again = rule(record=records(chosen, versions=True))(AdapterMachine.load)
        tell = rule(entry=entries(chosen))(AdapterMachine.record)
        tell_again = told(rule(which=some)(AdapterMachine.record_again))
        tell_another_version = known(rule(which=some, after=later, withdrawn=gone)(AdapterMachine.record_version))
        tell_in_another_order = rule(chance=st.randoms(use_true_random=False))(AdapterMachine.reload)
        ask_around_a_fact = rule(which=some, off=st.sampled_from(_DAYS))(AdapterMachine.ask)
        ask_both_sides = rule(which=some)(AdapterMachine.ask_around_a_change)

    Machine.make, Machine.rulebook, Machine.checks, Machine.vocabulary = staticmethod(make), rulebook, checks, chosen
    return Machine


def _facts(data: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return every fact of a record with its array."""
    return [(array, fact) for array, value in data.items() if isinstance(value, list) for fact in value]


def _version(fact: Mapping[str, Any], after: int, *, withdrawn: bool) -> dict[str, Any]:
    """Return a later version of a fact, so many days after it: withdrawn, or with all its dates as many days later."""
    moved = {name: _later(value, after) for name, value in fact.items()}
    known = max((value for value in moved.values() if _is_date(value)), default="2024-02-29")
    changed = {**fact, "withdrawn": True} if withdrawn else moved
    return {**changed, "recorded_on": known}


def _later(value: Any, days: int) -> Any:
    return (dt.date.fromisoformat(value) + dt.timedelta(days=days)).isoformat() if _is_date(value) else value


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and len(value) == len("YYYY-MM-DD") and value[4:5] == "-"


def _told(expected: Review, differences: Sequence[tuple[str, str]]) -> str:
    """Return what differs, with the library's explanation of the first rule or flag that does."""
    lines = [f"as of {expected.as_of}, the adapter and the library differ:", *(f"  {text}" for _, text in differences)]
    return "\n".join([*lines, "", why(expected, differences[0][0])])
