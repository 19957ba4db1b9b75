"""Blocks that nothing disturbs: those that lie behind are passed over at once, and counted when somebody asks.

A block that is over was met or was not, and nothing waits for it any more: it is not open, not overdue and never met
late. So of a long row of blocks that nothing moves or cuts, nothing is said before it is asked for. A state that
only lowers what is asked for moves none, nor does a change that the next block alone reads, or after which each regime
has its share. Where no state falls into the block that runs and the next, and no change cuts them, the same short sum
tells them. That spares most of what a monthly duty costs over years: the measured reason for a second way to the same
rows (a test holds the two to each other).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from supervise.engine.clock import FAR, Clock
from supervise.engine.happenings import UNTIMED, Case, Event, Mark, SuspendedBy, frozen_days, mark_of, may_be
from supervise.engine.obligation import MET, Obligation, Status, new_obligation
from supervise.engine.outcomes import Pair
from supervise.engine.quotas import (
    asks_for_percentages,
    closed_days,
    fill,
    filled_by,
    has_a_part,
    ids_in,
    is_in_proportion,
    standards_of,
)
from supervise.engine.regimes import NO_TRACK, Choice, Choices, Chooser, CompiledRegime, Track, choices_at
from supervise.engine.slots import Series, Slot, block_after, block_of
from supervise.rules.language import Cadence, ChangePolicy, Effect, Late, Partial, Rule, Suspension

if TYPE_CHECKING:
    from supervise.engine.judged import CompiledRule, Walk
    from supervise.engine.program import Program

__all__ = ["ClosedBlocks", "can_be_closed", "closed_blocks", "left_out"]


def can_be_closed(rule: Rule, chooser: Chooser, meets: int | None) -> bool:
    """Return whether the blocks of a rule are judged by their days and events alone, and met on no later day.

    ``meets`` is the place of the events of which any meets a block, if nothing is asked of them but their day.
    """
    if rule.cadence is not Cadence.BLOCK or rule.in_force is not None or rule.gate is not None or rule.void_by:
        return False
    if chooser.per_case or chooser.carries:
        return False
    if any(regime.roll or regime.regime.limit is not None for regime in chooser.regimes):
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


_new_found: Callable[[type[_Found], tuple[object, ...]], _Found] = tuple.__new__


class ClosedBlocks(NamedTuple):
    """Blocks of one series that nothing moves, from the day after one on: ``number`` that are over, up to ``last``.

    ``choice`` is the regime of the first, which was read on ``read``; others may be of other regimes on the ``track``
    with blocks of one length. ``disturbed`` is a day of the first block after ``last`` that a state falls into
    or a change cuts. It holds the events that are counted but nothing of the timeline: else every schedule would be a
    circle.
    """

    case: Case
    rule: CompiledRule
    program: Program
    clock: Clock
    series: Series
    choice: Choice
    track: Track
    after: int
    read: int
    number: int
    last: int
    disturbed: int
    suspended: Sequence[SuspendedBy]
    events: Mapping[int, Sequence[Event]]
    used: set[Mark]

    def rows(self) -> list[Pair]:
        """Return where each block stands that is over."""
        return list(self._rows(self.after, self.read, self.number, FAR))

    def latest(self) -> Iterator[Obligation]:
        """Yield where each block stands that is over, the last first; one is told when it is asked for."""
        last = self.last
        for left in range(self.number - 1, -1, -1):
            after, read = self.after, self.read
            if left:
                after = block_of(self.program, self.series, self.choice, last).first - 1
                read = max(read, after + 1)
            yield from (row for row, _ in self._rows(after, read, 1, FAR))
            last = after

    def standing(self) -> list[Pair]:
        """Return where the block that runs stands, and the one after it, as far as nothing disturbs them."""
        read = max(self.read, self.last + 1) if self.number else self.read
        return list(self._rows(self.last, read, 2, self.disturbed))

    def _rows(self, after: int, read: int, most: int, disturbed: int) -> Iterator[Pair]:
        closed = closed_days(self.suspended)
        for _ in range(most):
            slot = block_after(self.program, self.series, self.choice, after)
            if slot.last >= disturbed:
                return
            choice = choices_at(self.track, read)[0]
            found = self._filled(slot, choice.regime, closed) if choice.regime.quotas else self._met(slot)
            row = self._row(slot, choice, read, found)
            yield left_out(row, 0) if slot.partial and self.rule.rule.partial is Partial.NONE else row, self.case
            after = slot.last
            read = max(read, after + 1)

    def _row(self, slot: Slot, choice: Choice, read: int, found: _Found) -> Obligation:
        """Return where a block stands."""
        rule, origin = self.rule, self.series.origin
        first, last = slot.first, slot.last
        status = Status.MET if found.met_day else self._unmet(slot, found)
        late = 1 if status is Status.MISSED else 0
        # Late is the day after it alone, on which a state may hold.
        frozen = frozen_days(self.suspended, last, last + 1) if late and self.suspended else 0
        return new_obligation(
            Obligation,
            (
                rule.published_id,
                self.case.key,
                choice.regime.name,
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
                late - frozen,
                frozen,
                False,
                False,
                (),
                rule.id,
                (("placed", choice, slot, origin.day, read), *found.steps),
                found.quota,
            ),
        )

    def _filled(self, slot: Slot, regime: CompiledRegime, closed: tuple[tuple[int, int], ...]) -> _Found:
        """Return what was counted in the quotas of a block."""
        asking = partial(choices_at, self.track)
        (standard,) = standards_of(self.rule.rule, slot, (regime,), closed, self.track[0], asking)
        filled = fill(self.events.__getitem__, standard, min(slot.last, self.clock.as_of))
        over = not asks_for_percentages(filled) or self.clock.reached(slot.last)
        met = filled_by((filled,), over=over)
        ids, day = ((), 0) if met is None else (ids_in(filled), met.day)
        asks = not over or met is not None or any(each.asked for each in filled)
        quota = tuple([each.row for each in filled])
        return _new_found(_Found, (ids, day, asks, (("filled", standard, filled),), quota))

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


def left_out(row: Obligation, cut: int) -> Obligation:
    """A slot that a change cut, or that is no whole block, is held against nobody; one that was met stays met."""
    row = row._replace(truncated=True, steps=(*row.steps, ("left out", cut)))
    if row.status in MET:
        return row
    return row._replace(status=Status.NOT_REQUIRED, days_late=0, days_frozen=0, lacking=())


def closed_blocks(walk: Walk, case: Case, series: Series, choice: Choice, after: int, read: int) -> ClosedBlocks | None:
    """Return the blocks after a day that nothing moves; None where the next is not one of them.

    ``choice`` is the regime that holds, for certain, on the day ``read``.
    """
    rule, program, clock = walk.rule, walk.tl.program, walk.tl.clock
    track = walk.track or NO_TRACK
    first = block_after(program, series, choice, after)
    if _first_change(track, read) <= first.first or (is_in_proportion(rule.rule) and read > first.first):
        return None
    if first.first > clock.as_of:
        # The case begins in the middle of a block, and the next lies ahead.
        return None
    quotas = choice.regime.quotas
    of_numbers = bool(quotas) and all(quota.base is None for quota in quotas)
    # The block in which one of these days lies is judged by itself, and so is what follows it.
    moving = [each for each in walk.suspended if not of_numbers or _moves(each.rule)]
    moved = min(case.end - 1, _first_run(moving, first.first), _first_cut(walk, series, choice, read))
    if moved <= first.last or not all(has_a_part(quota, first.first, first.last) for quota in quotas):
        # What is counted in no block at all is not watched.
        return None
    known = min(moved, clock.as_of)
    runs = first if known <= first.last else block_of(program, series, choice, known)
    disturbed = min(moved, _first_run(walk.suspended, runs.first))
    number = runs.number - first.number
    if not number and disturbed <= runs.last:
        return None
    regimes = _regimes(walk, series, choice, read, moved)
    places = [place for regime in regimes for quota in regime.quotas for place in quota.selections]
    events = {place: walk.tl.events(place) for place in places or [rule.meets or 0]}
    return ClosedBlocks(
        case, rule, program, clock, series, choice, track, after, read, number, runs.first - 1, disturbed,
        walk.suspended, events, walk.used,
    )  # fmt: skip


def _moves(rule: Suspension) -> bool:
    """Whether a state may move the last day of a block that asks for numbers of events, or take the block away."""
    return rule.if_ is not None or rule.effect not in (Effect.IN_PROPORTION, Effect.RUNS_ON)


def _first_run(suspended: Sequence[SuspendedBy], since: int) -> int:
    """Return the day before the first run of a state that holds on a day or later; FAR if none does."""
    return min([run.start - 1 for each in suspended for run in each.runs if run.end > since], default=FAR)


def _first_change(track: Track, after: int) -> int:
    """Return the first day after another on which the regime changes; FAR if none does."""
    days = track[0]
    place = bisect_right(days, after)
    return days[place] if place < len(days) else FAR


def _first_cut(walk: Walk, series: Series, choice: Choice, read: int) -> int:
    """Return the first day after another of a block that a change of regime ends, or comes before; FAR if none does."""
    days, values = walk.track or NO_TRACK
    for place in range(bisect_right(days, read), len(days)):
        if days[place] > walk.tl.clock.as_of or not _goes_on(walk, values[place], choice):
            if walk.rule.follows_changes:
                return days[place]
            # Only the next block reads it.
            return block_of(walk.tl.program, series, choice, days[place] - 1).last + 1
    return FAR


def _goes_on(walk: Walk, choices: Choices, choice: Choice) -> bool:
    """Whether blocks go on as they are, for certain, under another regime, and events are asked for in each of them."""
    change = walk.rule.rule.change
    return (
        change is not None
        and change.any_ in _GOING_ON
        and len(choices) == 1
        and choices[0].length == choice.length
        and bool(choices[0].regime.quotas)
        and all(quota.quota.parts is None and quota.base is None for quota in choices[0].regime.quotas)
    )


_GOING_ON = (ChangePolicy.IN_PROPORTION, ChangePolicy.NEXT_ANCHOR)


def _regimes(walk: Walk, series: Series, choice: Choice, read: int, moved: int) -> list[CompiledRegime]:
    """Return the regimes of the blocks from a day on that nothing moves, up to the one after that of today."""
    days, values = walk.track or NO_TRACK
    first, last = bisect_right(days, read), bisect_right(days, min(moved - 1, walk.tl.clock.as_of))
    held = values[first:last]
    if not walk.rule.follows_changes:
        # Each block has the one that holds on its first day alone.
        begins = [block_of(walk.tl.program, series, choice, day - 1).last + 1 for day in days[first:last]]
        held = [choices_at((days, values), day) for day in begins if day < moved]
    return [choice.regime, *[choices[0].regime for choices in held]]
