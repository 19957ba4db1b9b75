"""The slots of one case on their way: which comes next, which regime it has, and what a change of regime brings.

Where each of them stands is judged by :mod:`supervise.engine.fixed`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.ordinals import month_index, month_start
from supervise.engine.anchoring import in_case_or_before
from supervise.engine.clock import FAR
from supervise.engine.closed_blocks import ClosedBlocks, closed_blocks
from supervise.engine.happenings import UNTIMED, Case, Event
from supervise.engine.judged import Walk
from supervise.engine.limits import AFTER, Due, limit_after, limit_before, rolled
from supervise.engine.regimes import Choice, Choices, CompiledRegime, are_alike
from supervise.engine.slots import Series, Slot, next_slot
from supervise.engine.standing import changes_of, opens_on
from supervise.rules.duration import MONTHS_IN, Duration
from supervise.rules.language import (
    AtEnd,
    Cadence,
    ChangePolicy,
    Changes,
    Partial,
    Starts,
    StartsBy,
)

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["Placed", "Places", "months_of"]

# Forty years: what fell due before that is not judged.
MOST_BEHIND = 40 * 366


class Placed(NamedTuple):
    """A slot with the days on which it opens and falls due, before anything happened to them."""

    slot: Slot
    choice: Choice
    opens: int
    due: Due
    cautious: int
    lacking: tuple[str, ...]
    steps: tuple[tuple[Any, ...], ...]
    # What the cautious date is reckoned, and moved to an open day, by.
    early: CompiledRegime

    @property
    def falls(self) -> tuple[int, Due]:
        """The day on which it falls due if nothing but a closed day moves it, and, of two on one day, its own."""
        return _rolled(self.due.day, self.choice.regime, self.opens) or self.due.day, self.due

    @property
    def falls_soonest(self) -> int:
        """The same of its cautious date."""
        return _rolled(self.cautious, self.early, self.opens) or self.cautious


class Places:
    """The place in a series: the day the next slot must come after, and the day its regime is read.

    ``passed`` is the last day of what was passed for good: a change may bring what lies before what another brought.
    ``changes`` are the days on which the regime may change, once somebody has asked.
    """

    __slots__ = (
        "after",
        "case",
        "changes",
        "length",
        "no_sooner",
        "number",
        "passed",
        "read",
        "rule",
        "series",
        "start",
        "starts_after",
        "tl",
        "walk",
    )

    def __init__(self, walk: Walk, case: Case, series: Series) -> None:
        self.walk, self.case, self.series = walk, case, series
        self.tl: Timeline = walk.tl
        self.rule = walk.rule.rule
        self.number = 1
        self.length: Duration | None = None
        self.changes: list[int] | None = None
        self.read = self.after = self.passed = self.start = self.starts_after = self.no_sooner = 0

    # ── blocks that nothing disturbs ────────────────────────────────────────────────────────────────────────────

    @property
    def may_be_closed(self) -> bool:
        """Whether the blocks that come next may lie behind. One event meets no two of them, of another case neither."""
        rule = self.walk.rule
        return rule.closes and self.after < self.tl.clock.as_of and (self.walk.are_apart or rule.meets is None)

    def undisturbed(self) -> ClosedBlocks | None:
        """Pass over the blocks that come next, are closed for good and nothing disturbed; None where the next is none.

        Its ``standing`` ones have not been passed over.
        """
        asking = self._past_gap()
        choices = self.walk.choices_on(self.read, self.case)
        if len(choices) != 1 or not asking:
            return None
        series = self._series_for(choices, self.after)
        found = closed_blocks(self.walk, self.case, series, choices[0], self.after, self.read)
        if found is not None:
            self.series, self.length = series, choices[0].length
            self.go_on(found.last, found.number)
        return found

    def go_on(self, last: int, number: int = 1) -> None:
        """Go on to what comes after so many blocks; its regime is the one that holds on the day after their last."""
        self.number += number
        self.after = self.passed = last
        self.read = max(self.read, last + 1)

    # ── which slot comes next ───────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> bool:
        """Find the day the first slot must come after; False if the series has not begun."""
        origin, case = self.series.origin.day, self.case
        self.after = _FIRST.get(self.rule.cadence, _after_anchor)(self.series)
        starts, start = self.rule.starts, origin
        if starts is not None:
            find = self.walk.rule.starts
            found = None if find is None else in_case_or_before(find, self.tl, case)
            if found is None:
                return False
            start = found.day
        if start >= case.end:
            return False
        self.read = max(start, case.start, self.tl.clock.as_of - MOST_BEHIND)
        self.after = max(self.after, case.start - 1, self.tl.clock.as_of - MOST_BEHIND - 1)
        self.passed = self.after
        if starts is not None:
            self._start_after(starts, start)
        # What opens on the day after the one before opens, the first time, on the day after this.
        self.start = max(start, case.start - 1)
        return True

    def _start_after(self, starts: Starts, start: int) -> None:
        """Leave out the slots that come too soon after the event a series starts from.

        The last slot of a case, which its end may cut, opens before it: after that the search is over, however soon.
        """
        self.starts_after = start
        if starts.not_within is not None:
            self.no_sooner = limit_after(self.tl, start, UNTIMED, starts.not_within, AFTER).day
        choices = self.asking(self.read)
        if not choices:
            return
        self.after = max(self.after, min(start, self._back(choices, start)))
        placed = self._place(choices, self.after)
        while self._is_too_soon(placed) and min(placed.slot.first, placed.opens or FAR) < self.case.end:
            self.after = placed.slot.over
            placed = self._place(choices, self.after)

    def _is_too_soon(self, placed: Placed) -> bool:
        """Whether a slot comes too soon after the event a series starts from; a change of regime may bring such one."""
        starts = self.rule.starts
        return starts is not None and (_BY[starts.by](placed) <= self.starts_after or 0 < placed.opens < self.no_sooner)

    def _back(self, choices: Choices, day: int) -> int:
        """Return a day so long before another that every slot still running or ahead on it comes later."""
        return day - 62 - sum(_at_most_days(length) for choice in choices for length in _lengths_of(choice))

    def asking(self, day: int) -> Choices:
        """Return the regimes that ask for something on a day; several where a missing fact would decide."""
        return _asking(self.walk.choices_on(day, self.case))

    def next_place(self) -> Placed | None:
        """Return the next slot, after the stretches in which nothing is asked; None if there is none."""
        choices = self._past_gap()
        if not choices:
            return None
        self.series = self._series_for(choices, self.after)
        return self._once_known(self._read(choices))

    def _past_gap(self) -> Choices:
        """Go on to the next day on which anything is asked, if nothing is now; return the regimes that ask, if any."""
        choices = self.asking(self.read)
        while not choices and (changed := self._next_change(self.read)):
            self.read, self.length = changed, None
            choices = self.asking(changed)
            self.series = self.series._replace(begins=max(self.series.begins, changed))
            self.after = self._after_gap(choices, changed)
        return choices

    def _after_gap(self, choices: Choices, day: int) -> int:
        """Return the day that the next slot after a gap must come after: a change may bring one that runs already."""
        after = max(self.after, day - 1)
        change = self.rule.change or Changes()
        if (change.any_ or change.stricter) in _BRINGS_ABOUT and choices:
            after = self._from_change(choices, day).slot.day - 1
        while choices and self._is_too_soon(placed := self._place(choices, after)):
            after = placed.slot.over
        return after

    def _once_known(self, placed: Placed) -> Placed:
        """Return a slot as it lies once the fact that decides is known: reckoned anew, and nothing is cut."""
        for day, choices in changes_of(self.walk, self.read, placed.due.day or placed.slot.last):
            if placed.lacking and any(map(_asks, choices)):
                self.read = day
                placed = self._read(self.asking(day))
        return placed

    def _read(self, asking: Choices) -> Placed:
        """Return the next slot of the regimes that hold now; it has no due day if it may be that nothing is asked."""
        placed = self._place(asking, self.after)
        if all(map(_asks, self.walk.choices_on(self.read, self.case))):
            return placed
        return placed._replace(due=Due(0), lacking=asking[0].lacking)

    def _next_change(self, day: int) -> int:
        """Return the next day on which the regime may change; 0 if there is none."""
        if self.changes is None:
            track = self.walk.track
            self.changes = self.walk.rule.chooser.days(self.tl) if track is None else track[0]
        place = bisect_right(self.changes, day)
        return self.changes[place] if place < len(self.changes) else 0

    def _series_for(self, choices: Choices, after: int) -> Series:
        """Blocks of another length are counted from the day after the last block; a grid is counted from its anchor."""
        if self.rule.cadence is Cadence.BLOCK and self.length not in (None, choices[0].length):
            return self.series._replace(begins=after + 1)
        return self.series

    def _place(self, choices: Choices, after: int, series: Series | None = None) -> Placed:
        """Return the first slot after a day; where a missing fact decides the one that falls due last."""
        places = [self._placed(choice, after, series or self.series) for choice in choices]
        if len(places) == 1:
            return places[0]
        places.sort(key=attrgetter("falls"))
        last, early = places[-1], min(places, key=attrgetter("falls_soonest"))
        falls = {(each.falls[0], each.due.minute) for each in (places[0], last)}
        decides = len(falls) > 1 or last.due == Due(0) or last.choice.regime.quotas
        return last._replace(
            cautious=early.cautious,
            early=early.early,
            lacking=last.choice.lacking if decides else (),
            steps=tuple(step for each in places for step in each.steps),
        )

    def _placed(self, choice: Choice, after: int, series: Series) -> Placed:
        slot = next_slot(self.tl.program, series, choice, after)
        if self.rule.cadence in (Cadence.GRID, Cadence.WEEKDAY):
            slot = slot._replace(first=max(slot.first, self.start + 1))
        # One that begins after the case, though it may open in it, is not left in the middle.
        is_left = self.rule.partial in _ASKED_IN_PART and slot.first < self.case.end <= slot.last
        if is_left:
            slot = slot._replace(last=self.case.end - 1)
        opens = slot.first if choice.regime.opens is None else opens_on(self.tl, self.event_of(slot), choice)
        due = Due(slot.last, slot.minute)
        origin = 0 if series.birth else series.origin.day
        steps: tuple[tuple[Any, ...], ...] = (("placed", choice, slot, origin, self.read),)
        limit = choice.regime.regime.limit
        if limit is not None and limit.duration is not None:
            regime = choice.regime
            count = limit_before if regime.before else limit_after
            due = count(self.tl, slot.day, UNTIMED, limit.duration, regime)
            counted = choice._replace(length=limit.duration)
            steps += (("count", counted, slot.day, due if due.minute >= 0 else due.day, due.day),)
            if is_left and slot.last < due.day:
                due, steps = Due(slot.last), (*steps, ("cut", slot.last))
        cautious = due.day
        if not opens:
            due = Due(0)
        return Placed(slot, choice, opens, due, cautious, choice.lacking, steps, choice.regime)

    def event_of(self, slot: Slot) -> Event:
        """Return the day of a slot as an event: what its limits are counted from."""
        origin = self.series.origin
        return Event(slot.day, UNTIMED, origin.id, origin.fact, slot.day)

    def belongs(self, placed: Placed) -> bool:
        """Whether a slot lies in the case: by its day, or, where the end cuts it, by its opening."""
        return (placed.opens if self.is_cut_at_end else placed.slot.day) < self.case.end

    @property
    def is_cut_at_end(self) -> bool:
        """Whether the end of the case cuts what has opened by then."""
        return self.rule.while_ is not None and self.rule.while_.at_end is AtEnd.CUT

    # ── changes of regime ───────────────────────────────────────────────────────────────────────────────────────

    def cut_of(self, placed: Placed) -> tuple[int, int] | None:
        """Return the day a change of regime cuts a slot and the day before the next one; None where none does."""
        if self.rule.change is not None and self.rule.change.any_ is ChangePolicy.IN_PROPORTION:
            # Each regime has its share of the block that runs.
            return None
        for day, choices in changes_of(self.walk, self.read, placed.due.day or placed.slot.last):
            if day >= self.case.end:
                return None
            asking = _asking(choices)
            if not asking:
                return day, day - 1
            if not placed.lacking and all(are_alike(choice, placed.choice) for choice in choices):
                continue
            new = self._from_change(asking, day)
            if not _is_same(new, placed) and self._replaces(new.due.day, placed.due.day):
                return day, new.slot.day - 1
        return None

    def _from_change(self, choices: Choices, day: int) -> Placed:
        """Return the first slot of a new regime that falls due on the day of the change or later."""
        series, after = self.series, max(self.passed, self._back(choices, day))
        if self.rule.cadence is Cadence.BLOCK:
            # A series may start before its first block: what changes in between brings none that is sooner.
            after = max(self.passed, day - 1)
            series = series._replace(begins=after + 1)
        placed = self._place(choices, after, series)
        while (0 < placed.due.day < day or self._is_too_soon(placed)) and placed.slot.first < self.case.end:
            placed = self._place(choices, placed.slot.over, series)
        return placed

    def _replaces(self, new: int, old: int) -> bool:
        change = self.rule.change or Changes()
        if new == old and change.stricter is not change.laxer:
            # What falls due on the same day is neither stricter nor laxer.
            return False
        policy = change.any_ or (change.stricter if new < old else change.laxer)
        return policy is ChangePolicy.FROM_CHANGE or (policy is ChangePolicy.EARLIER and new < old)

    def pass_by(self, placed: Placed, change: tuple[int, int] | None) -> None:
        """Go on to the next slot."""
        self.length = placed.choice.length
        if change is None:
            self.after = self.passed = placed.slot.over
            # The regime of the next slot is the one that holds on the day after this one.
            self.read = max(self.read, placed.slot.over + 1)
        else:
            self.read, self.after = change
            if self.rule.cadence is Cadence.BLOCK:
                self.series = self.series._replace(begins=self.after + 1)

    def following(self, placed: Placed) -> tuple[Placed | None, int]:
        """Return the slot that comes after one, and the day of the change of regime that brings it; 0 without one."""
        if self.walk.track is not None and self.walk.last_change <= self.read:
            choices = self.asking(self.read)
            return self._place(choices, placed.slot.over, self._series_for(choices, placed.slot.over)), 0
        here = self.read, self.after, self.passed, self.series, self.length
        self.tl.occurrence = self.number + 1
        self.pass_by(placed, None)
        begun = self.read
        following = self.next_place()
        while following is not None and (change := self.cut_of(following)) and following.opens >= change[0]:
            self.pass_by(following, change)
            following = self.next_place()
        changed = self.read if self.read > begun else 0
        self.read, self.after, self.passed, self.series, self.length = here
        self.tl.occurrence = self.number
        return following, changed


def _rolled(day: int, regime: CompiledRegime, opens: int) -> int:
    return rolled(regime.calendar, day, regime.roll, opens)


# What is asked of a calendar block that the case leaves in the middle.
_ASKED_IN_PART = frozenset({Partial.WHOLE, Partial.IN_PROPORTION})

# What makes of a change to a regime that asks for something an occurrence, though it may have begun before.
_BRINGS_ABOUT = frozenset({ChangePolicy.FROM_CHANGE, ChangePolicy.EARLIER})


def _is_same(new: Placed, old: Placed) -> bool:
    """Whether another regime asks for the same on the same days; of quotas each asks for its own."""
    return (new.slot.day, new.opens, new.due) == (old.slot.day, old.opens, old.due) and not new.choice.regime.quotas


def months_of(length: Duration) -> int:
    """Return how many months of a length are months or whole units of the calendar; a week is less than one."""
    count, unit = length.calendar or (0, "")
    return length.months + count * MONTHS_IN.get(unit, 1)


def _lengths_of(choice: Choice) -> Iterator[Duration]:
    regime = choice.regime.regime
    limit = None if regime.limit is None else regime.limit.duration
    opens = None if regime.opens is None else regime.opens.length
    yield from (length for length in (choice.length, limit, opens) if length is not None)


def _asks(choice: Choice) -> bool:
    """Whether a regime asks for something: it is not `never`."""
    return choice.length is not None or choice.regime.length is None


def _asking(choices: Choices) -> Choices:
    """Return those that ask for something."""
    return tuple(filter(_asks, choices))


def _at_most_days(length: Duration) -> int:
    """Return a number of days that a length, in whatever it is counted, does not reach."""
    return months_of(length) * 31 + length.days + (length.working_days or 0) * 7 + (length.hours or 0) // 24 + 1


def _after_anchor(series: Series) -> int:
    return series.origin.day


def _before_month(series: Series) -> int:
    """Where something else says when a series of months starts, the month of the anchor may be one of them."""
    origin = series.origin.day
    return month_start(month_index(origin)) - 1 if series.whole else origin


# The day that the first slot comes after, whatever else is asked of it.
_FIRST: Mapping[Cadence, Callable[[Series], int]] = {
    Cadence.BLOCK: lambda series: series.begins - 1,
    Cadence.MONTH: _before_month,
}

_BY: Mapping[StartsBy, Callable[[Placed], int]] = {
    StartsBy.DAY: lambda placed: placed.slot.day,
    # Where the calendar does not say when it opens, its day stands in.
    StartsBy.OPENS: lambda placed: placed.opens or placed.slot.day,
    StartsBy.LAST: lambda placed: placed.slot.last,
}
