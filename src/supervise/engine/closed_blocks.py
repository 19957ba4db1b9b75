"""Blocks with quotas that lie behind: passed over at once while an offender is judged, counted when somebody asks.

A block that is over was filled or was not, and nothing waits for it any more: it is not open, not overdue and never met
late. So of a long row of them, all of one regime and each a whole one into which no suspension fell, nothing is said
before it is asked for. That spares most of what a monthly duty costs over years: the measured reason for a second way
to the same rows (a test holds the two to each other).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Case, Event
from supervise.engine.obligation import Obligation, Status
from supervise.engine.outcomes import Pair
from supervise.engine.quotas import closed_days, fill, filled_by, has_a_part, ids_in, is_in_proportion, standard_of
from supervise.engine.regimes import Choice, Chooser
from supervise.engine.slots import Series, Slot, block_of, next_slot
from supervise.rules.language import Cadence, Rule

if TYPE_CHECKING:
    from supervise.engine.judged import CompiledRule, Walk
    from supervise.engine.program import Program

__all__ = ["ClosedBlocks", "can_be_closed", "closed_blocks"]


def can_be_closed(rule: Rule, chooser: Chooser) -> bool:
    """Return whether the blocks of a rule are judged by their days and events alone."""
    return (
        rule.cadence is Cadence.BLOCK
        and rule.in_force is None
        and rule.gate is None
        and not rule.void_by
        and not chooser.per_case
        and any(regime.quotas for regime in chooser.regimes)
        and not any(regime.roll for regime in chooser.regimes)
    )


class ClosedBlocks(NamedTuple):
    """So many blocks of one regime from the day after one to ``last``; ``read`` is the day the first regime was read.

    It holds the events that are counted but nothing of the timeline: else every schedule would be a circle.
    """

    case: Case
    rule: CompiledRule
    program: Program
    series: Series
    choice: Choice
    after: int
    read: int
    number: int
    last: int
    suspended: tuple[tuple[int, int], ...]
    events: Mapping[int, Sequence[Event]]

    def rows(self) -> list[Pair]:
        """Return where each block stands."""
        found: list[Pair] = []
        after, read = self.after, self.read
        for _ in range(self.number):
            slot = next_slot(self.program, self.series, self.choice, after)
            found.append((self._row(slot, read), self.case))
            after = slot.last
            read = max(read, after + 1)
        return found

    def _row(self, slot: Slot, read: int) -> Obligation:
        rule, regime, origin = self.rule, self.choice.regime, self.series.origin
        first, last = slot.first, slot.last
        standard = standard_of(rule.rule, slot, ((first, last, regime),), self.suspended)
        filled = fill(self.events.__getitem__, standard, last)
        met = filled_by((filled,))
        status, late = Status.MET, 0
        if met is None:
            status, late = (Status.MISSED, 1) if any(each.asked for each in filled) else (Status.NOT_REQUIRED, 0)
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
                () if met is None else ids_in(filled),
                0 if met is None else met.day,
                late,
                0,
                False,
                False,
                (),
                rule.id,
                (("placed", self.choice, slot, origin.day, read), ("filled", standard, filled)),
                tuple([each.row for each in filled]),
            ),
        )


# By `tuple.__new__`: the constructor of a named tuple costs three times as much.
_new_row: Callable[[type[Obligation], tuple[object, ...]], Obligation] = tuple.__new__


def closed_blocks(walk: Walk, case: Case, series: Series, choice: Choice, after: int, read: int) -> ClosedBlocks | None:
    """Return the blocks after a day that are closed for good and that nothing disturbed; None where the next is not.

    ``choice`` is the regime that holds, for certain, on the day ``read``.
    """
    rule, program = walk.rule, walk.tl.program
    first = next_slot(program, series, choice, after)
    changed = next((day for day in walk.track[0] if day > read), FAR) if walk.track is not None else FAR
    in_proportion = is_in_proportion(rule.rule)
    if first.partial or changed <= first.first or (in_proportion and read > first.first):
        return None
    # The block in which one of these days lies is judged by itself, and so is what follows it.
    days = [walk.tl.clock.as_of, case.end - 1]
    days += [run.start - 1 for each in walk.suspended for run in each.runs if run.end > first.first]
    if in_proportion or rule.follows_changes:
        days.append(changed)
    elif changed < FAR:
        # Only the next block reads it.
        days.append(block_of(program, series, choice, changed - 1).last + 1)
    day = min(days)
    if day <= first.last or not all(has_a_part(quota, first.first, first.last) for quota in choice.regime.quotas):
        # What is counted in no block at all is not watched.
        return None
    stop = block_of(program, series, choice, day)
    places = (place for quota in choice.regime.quotas for place in quota.selections)
    events = {place: walk.tl.events(place) for place in places}
    suspended = closed_days(walk.suspended)
    return ClosedBlocks(
        case, rule, program, series, choice, after, read, stop.number - first.number, stop.first - 1, suspended, events
    )
