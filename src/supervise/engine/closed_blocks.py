"""Blocks that nothing disturbs: those that lie behind are passed over at once, and counted when somebody asks.

A block that is over was met or was not, and nothing waits for it any more: it is not open, not overdue and never met
late. So of a long row of them, all of one regime and each a whole one into which no suspension fell, nothing is said
before it is asked for. Where the block that runs and the next are of the same kind they are told by the same short sum.
That spares most of what a monthly duty costs over years: the measured reason for a second way to the same rows (a test
holds the two to each other).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from supervise.engine.clock import FAR, Clock
from supervise.engine.happenings import UNTIMED, Case, Event, Mark, mark_of, may_be
from supervise.engine.obligation import Obligation, Status
from supervise.engine.outcomes import Pair
from supervise.engine.quotas import (
    asks_for_percentages,
    closed_days,
    fill,
    filled_by,
    has_a_part,
    ids_in,
    is_in_proportion,
    standard_of,
)
from supervise.engine.regimes import Choice, Chooser
from supervise.engine.slots import Series, Slot, block_of, next_slot
from supervise.rules.language import Cadence, Late, Rule

if TYPE_CHECKING:
    from supervise.engine.judged import CompiledRule, Walk
    from supervise.engine.program import Program

__all__ = ["ClosedBlocks", "can_be_closed", "closed_blocks"]


def can_be_closed(rule: Rule, chooser: Chooser, meets: int | None) -> bool:
    """Return whether the blocks of a rule are judged by their days and events alone, and met on no later day.

    ``meets`` is the place of the events of which any meets a block, if nothing is asked of them but their day.
    """
    if rule.cadence is not Cadence.BLOCK or rule.in_force is not None or rule.gate is not None or rule.void_by:
        return False
    if chooser.per_case or any(regime.roll or regime.regime.limit is not None for regime in chooser.regimes):
        return False
    by_one = meets is not None and rule.late is Late.NOT and rule.may_set is None
    return by_one or any(regime.quotas for regime in chooser.regimes)


class _Found(NamedTuple):
    """What there was in a block: what met it and when (0: it is not met), and whether it asks for anything at all."""

    met_by: tuple[str, ...]
    met_day: int
    asks: bool
    steps: tuple[tuple[object, ...], ...] = ()
    quota: tuple[tuple[str, int, int, int], ...] = ()


class ClosedBlocks(NamedTuple):
    """Blocks of one regime that nothing disturbs, from the day after one on: ``number`` that are over, up to ``last``.

    ``read`` is the day the first regime was read, ``disturbed`` a day of the first block that something disturbs. It
    holds the events that are counted but nothing of the timeline: else every schedule would be a circle.
    """

    case: Case
    rule: CompiledRule
    program: Program
    clock: Clock
    series: Series
    choice: Choice
    after: int
    read: int
    number: int
    last: int
    disturbed: int
    suspended: tuple[tuple[int, int], ...]
    events: Mapping[int, Sequence[Event]]
    used: set[Mark]

    def rows(self) -> list[Pair]:
        """Return where each block stands that is over."""
        return list(self._rows(self.after, self.read, self.number))

    def standing(self) -> list[Pair]:
        """Return where the block that runs stands, and the one after it, as far as nothing disturbs them."""
        return list(self._rows(self.last, max(self.read, self.last + 1) if self.number else self.read, 2))

    def _rows(self, after: int, read: int, most: int) -> Iterator[Pair]:
        for _ in range(most):
            slot = next_slot(self.program, self.series, self.choice, after)
            if slot.last >= self.disturbed:
                return
            yield self._row(slot, read), self.case
            after = slot.last
            read = max(read, after + 1)

    def _row(self, slot: Slot, read: int) -> Obligation:
        """Return where a block stands."""
        rule, regime, origin = self.rule, self.choice.regime, self.series.origin
        first, last = slot.first, slot.last
        found = self._filled(slot) if regime.quotas else self._met(slot)
        status = Status.MET if found.met_day else self._unmet(slot, found)
        return _new_row(
            Obligation,
            (
                rule.published_id,
                self.case.key,
                regime.name,
                status,
                first,
                origin.id,
                first,
                last,
                UNTIMED,
                last,
                0,
                UNTIMED,
                last,
                0,
                found.met_by,
                found.met_day,
                1 if status is Status.MISSED else 0,
                0,
                False,
                False,
                (),
                rule.id,
                (("placed", self.choice, slot, origin.day, read), *found.steps),
                found.quota,
            ),
        )

    def _filled(self, slot: Slot) -> _Found:
        """Return what was counted in the quotas of a block."""
        standard = standard_of(self.rule.rule, slot, ((slot.first, slot.last, self.choice.regime),), self.suspended)
        filled = fill(self.events.__getitem__, standard, min(slot.last, self.clock.as_of))
        over = not asks_for_percentages(filled) or self.clock.reached(slot.last)
        met = filled_by((filled,), over=over)
        ids, day = ((), 0) if met is None else (ids_in(filled), met.day)
        asks = not over or any(each.asked for each in filled)
        return _Found(ids, day, asks, (("filled", standard, filled),), tuple([each.row for each in filled]))

    def _met(self, slot: Slot) -> _Found:
        """Return the first event in a block that meets it, unless it began the series or met a block that was moved."""
        origin = self.series.origin
        (events,) = self.events.values()
        for event in events[bisect_left(events, (slot.first,)) : bisect_left(events, (slot.last + 1,))]:
            if mark_of(event) not in self.used and not (event.day == slot.day and may_be(event, origin)):
                return _Found((event.id,), event.day, asks=True)
        return _Found((), 0, asks=True)

    def _unmet(self, slot: Slot, found: _Found) -> Status:
        is_over, has_begun = self.clock.reached(slot.last + 1), self.clock.reached(slot.first)
        if not found.asks:
            return Status.NOT_REQUIRED
        if is_over:
            return Status.MISSED
        return Status.OPEN if has_begun else Status.UPCOMING


# By `tuple.__new__`: the constructor of a named tuple costs three times as much.
_new_row: Callable[[type[Obligation], tuple[object, ...]], Obligation] = tuple.__new__


def closed_blocks(walk: Walk, case: Case, series: Series, choice: Choice, after: int, read: int) -> ClosedBlocks | None:
    """Return the blocks after a day that nothing disturbs; None where the next is not one of them.

    ``choice`` is the regime that holds, for certain, on the day ``read``.
    """
    rule, program = walk.rule, walk.tl.program
    first = next_slot(program, series, choice, after)
    changed = next((day for day in walk.track[0] if day > read), FAR) if walk.track is not None else FAR
    in_proportion = is_in_proportion(rule.rule)
    if first.partial or changed <= first.first or (in_proportion and read > first.first):
        return None
    if first.first > walk.tl.clock.as_of:
        # The case begins in the middle of a block, and the next lies ahead.
        return None
    # The block in which one of these days lies is judged by itself, and so is what follows it.
    days = [case.end - 1]
    days += [run.start - 1 for each in walk.suspended for run in each.runs if run.end > first.first]
    if in_proportion or rule.follows_changes:
        days.append(changed)
    elif changed < FAR:
        # Only the next block reads it.
        days.append(block_of(program, series, choice, changed - 1).last + 1)
    disturbed = min(days)
    if disturbed <= first.last or not all(has_a_part(quota, first.first, first.last) for quota in choice.regime.quotas):
        # What is counted in no block at all is not watched.
        return None
    stop = block_of(program, series, choice, min(disturbed, walk.tl.clock.as_of))
    places = [place for quota in choice.regime.quotas for place in quota.selections] or [rule.meets or 0]
    events = {place: walk.tl.events(place) for place in places}
    return ClosedBlocks(
        case, rule, program, walk.tl.clock, series, choice, after, read, stop.number - first.number, stop.first - 1,
        disturbed, closed_days(walk.suspended), events, walk.used,
    )  # fmt: skip
