"""The second reading of a duty: where its words, or the day of what happened, can be taken in two ways.

It gives the cautious date alone, and is followed for itself (:mod:`supervise.engine.folding`).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from supervise.engine.regimes import Choice, Choices
from supervise.rules.language import Counting

if TYPE_CHECKING:
    from supervise.engine.happenings import Event
    from supervise.engine.judged import CompiledRule
    from supervise.engine.timeline import Timeline

__all__ = ["Second", "cautious_anchor", "second_reading"]


class Second(NamedTuple):
    """A second reading of the words of a rule: from another anchor, or with another counting."""

    day: int
    minute: int
    counting: Counting | None

    def of(self, choice: Choice) -> Choice:
        """Return a choice as this reading counts it."""
        if self.counting is None:
            return choice
        regime = choice.regime._replace(counting=self.counting)
        return Choice(regime, choice.length, choice.lacking, most=choice.most)

    def all_of(self, choices: Choices) -> Choices:
        """Return each of some choices as this reading counts it."""
        return tuple([self.of(choice) for choice in choices])


def cautious_anchor(tl: Timeline, rule: CompiledRule, anchor: Event) -> tuple[int, int]:
    """Return the day and minute the cautious reading counts from: the last event of its own kind up to the anchor.

    What is only assumed, an event without a fact and an id, is one of its kind.
    """
    if rule.cautious_anchor is not None and (anchor.fact is not None or anchor.id):
        events = tl.events(rule.cautious_anchor)
        place = bisect_right(events, anchor.day, key=lambda event: event.day)
        last = events[place - 1] if place else anchor
        return last.day, last.minute
    return anchor.cautious, anchor.minute


def second_reading(tl: Timeline, rule: CompiledRule, anchor: Event) -> Second | None:
    """Return the second reading of a rule, or of a day that may have been earlier; None if there is none."""
    cautious = rule.rule.cautious
    if cautious is None and anchor.cautious == anchor.day:
        return None
    return Second(*cautious_anchor(tl, rule, anchor), None if cautious is None else cautious.counting)
