"""Judges a fixed cadence: its slots one after the other, what each is met by, and what becomes of it afterwards.

Above 500 lines because which slot comes next and where it stands are read off one walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.ordinals import month_index, month_start
from supervise.engine.anchoring import in_case_or_before
from supervise.engine.clock import FAR
from supervise.engine.closed_blocks import ClosedBlocks, closed_blocks, left_out
from supervise.engine.folding import Folded, Pending, fold_from, rolled_at_last
from supervise.engine.happenings import UNTIMED, Case, Event
from supervise.engine.judged import Anchored, Walk
from supervise.engine.limits import AFTER, Due, limit_after, limit_before
from supervise.engine.obligation import Obligation, Status
from supervise.engine.outcomes import Kept, Untold
from supervise.engine.quotas import (
    Standard,
    asks_for_percentages,
    closed_days,
    days_outside,
    fill,
    filled_by,
    has_a_part,
    ids_in,
    standards_of,
)
from supervise.engine.regimes import Choice, Choices, are_alike, choices_at
from supervise.engine.slots import Series, Slot, next_slot, series_of
from supervise.engine.standing import NOWHEN, bare, changes_of, opens_on, stand, unknown
from supervise.rules.duration import MONTHS_IN, Duration
from supervise.rules.language import (
    AtEnd,
    Cadence,
    ChangePolicy,
    Changes,
    Effect,
    Late,
    Partial,
    Starts,
    StartsBy,
    Suspension,
)

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["MOST_AHEAD", "MOST_BEHIND", "fixed"]

# Forty years of a weekly duty: nobody plans further, and a placeholder as `until` makes no endless list.
MOST_AHEAD = 2_080
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


def fixed(walk: Walk, case: Case) -> list[Kept]:
    """Return every slot of a case that has opened and the next; with ``until`` all that open by then."""
    origin = in_case_or_before(walk.rule.anchor, walk.tl, case)
    if origin is None:
        return _without_origin(walk, case)
    # What began the series meets nothing in it, on the first day of a block or on a later one.
    walk.used.update(walk.marks_of(origin))
    series = series_of(walk.rule.rule, origin)
    if series.birth and walk.tl.offender.born_on is None and _counts_years(walk):
        return [(unknown(walk, case, ("born_on",)), case)]
    return list(_FixedWalk(walk, case, series).entries())


def _without_origin(walk: Walk, case: Case) -> list[Kept]:
    """Return that nobody knows when it is due; that nothing is, where its gate has failed for as long as it waits."""
    tl, gate = walk.tl, walk.rule.gate
    if not walk.rule.anchor_lacks:
        return []
    # Whichever day of the last length is that of the slot now open: on none is anything asked for.
    days = range(max(tl.clock.as_of - _longest(walk), case.start), tl.clock.as_of + 1)
    if gate is not None and all(gate(tl, day, case) is False for day in days):
        tl.clock.reached(tl.clock.as_of + 1)
        return [(bare(walk, case, NOWHEN, Status.NOT_REQUIRED), case)]
    return [(unknown(walk, case, walk.rule.anchor_lacks), case)]


def _longest(walk: Walk) -> int:
    """Return how many days lie between two slots at the most; a year where their months or their weekday is named."""
    every = [regime.regime.every for regime in walk.rule.chooser.regimes]
    days = [_months_of(each) * 31 + each.days for length in every if length is not None for each in length.durations]
    return max([*days, *([366] if None in every else [])], default=0)


def _months_of(length: Duration) -> int:
    """Return how many months of a length are months or whole units of the calendar; a week is less than one."""
    count, unit = length.calendar or (0, "")
    return length.months + count * MONTHS_IN.get(unit, 1)


def _counts_years(walk: Walk) -> bool:
    """Whether it matters in which year somebody was born: birthdays of every second year, say."""
    lengths = (regime.length for regime in walk.rule.chooser.regimes if regime.length is not None)
    return any(each.months > 12 for length in lengths for each in length.durations)


class _FixedWalk:
    """The slots of one case on their way: the day the next must come after, and the day its regime is read.

    ``passed`` is the last day of what was passed for good: a change may bring what lies before what another brought.
    """

    __slots__ = (
        "after",
        "case",
        "closed_days",
        "length",
        "moving",
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
        self.read = self.after = self.passed = self.start = self.starts_after = self.no_sooner = 0
        self.closed_days = closed_days(walk.suspended)
        # Those that may move a last day.
        self.moving = [each for each in walk.suspended if each.rule.effect not in _STILL or _waits(each.rule)]

    def entries(self) -> Iterator[Kept]:
        """Yield the slots in order."""
        if not self._begin():
            return
        ahead, most_ahead = 0, MOST_AHEAD if self.walk.until else 0
        while ahead <= most_ahead:
            if self._may_be_closed and (blocks := self._undisturbed()):
                if blocks.number:
                    yield Untold(blocks.rows)
                for row, case in blocks.standing():
                    yield row, case
                    ahead += not self.tl.clock.reached(row.opens_day)
                    self._go_on(row.due_day)
                continue
            self.tl.occurrence = self.number
            placed = self._next()
            if placed is None:
                return
            belongs = self._belongs(placed)
            opens = placed.opens or placed.slot.day
            if ahead and opens > self.walk.until:
                return
            change = self._cut(placed)
            if not belongs and (change is None or change[0] >= self.case.end):
                return
            # What a change replaces before it opened never was, nor what would have come after the end.
            if belongs and (change is None or placed.opens < change[0]):
                ahead += not self.tl.clock.reached(opens)
                judged = self._filled if placed.choice.regime.quotas else self._judged
                yield judged(placed, 0 if change is None else change[0]), self.case
                self.number += 1
            if ahead and not placed.due.day:
                # Where the calendar ends nothing more can be said.
                return
            self._pass(placed, change)

    @property
    def _may_be_closed(self) -> bool:
        """Whether the blocks that come next may lie behind. One event meets no two of them, of another case neither."""
        rule = self.walk.rule
        return rule.closes and self.after < self.tl.clock.as_of and (self.walk.are_apart or rule.meets is None)

    def _undisturbed(self) -> ClosedBlocks | None:
        """Pass over the blocks that come next, are closed for good and nothing disturbed; None where the next is none.

        Its ``standing`` ones have not been passed over.
        """
        asking = self._past_gap()
        choices = self._choices(self.read)
        if len(choices) != 1 or not asking:
            return None
        series = self._series_for(choices, self.after)
        found = closed_blocks(self.walk, self.case, series, choices[0], self.after, self.read)
        if found is not None:
            self.series, self.length = series, choices[0].length
            self._go_on(found.last, found.number)
        return found

    def _go_on(self, last: int, number: int = 1) -> None:
        """Go on to what comes after so many blocks; its regime is the one that holds on the day after their last."""
        self.number += number
        self.after = self.passed = last
        self.read = max(self.read, last + 1)

    # ── which slot comes next ───────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> bool:
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
        """Leave out the slots that come too soon after the event a series starts from."""
        self.starts_after = start
        if starts.not_within is not None:
            self.no_sooner = limit_after(self.tl, start, UNTIMED, starts.not_within, AFTER).day
        choices = self._asking(self.read)
        if not choices:
            return
        self.after = max(self.after, min(start, self._back(choices, start)))
        placed = self._place(choices, self.after)
        while self._is_too_soon(placed):
            self.after = placed.slot.last
            placed = self._place(choices, self.after)

    def _is_too_soon(self, placed: Placed) -> bool:
        """Whether a slot comes too soon after the event a series starts from; a change of regime may bring such one."""
        starts = self.rule.starts
        return starts is not None and (_BY[starts.by](placed) <= self.starts_after or 0 < placed.opens < self.no_sooner)

    def _back(self, choices: Choices, day: int) -> int:
        """Return a day so long before another that every slot still running or ahead on it comes later."""
        return day - 62 - sum(_at_most_days(length) for choice in choices for length in _lengths_of(choice))

    def _asking(self, day: int) -> Choices:
        """Return the regimes that ask for something on a day; several where a missing fact would decide."""
        return tuple(choice for choice in self._choices(day) if _asks(choice))

    def _choices(self, day: int) -> Choices:
        track, chooser = self.walk.track, self.walk.rule.chooser
        return chooser.at(self.tl, day, self.case) if track is None else choices_at(track, day)

    def _next(self) -> Placed | None:
        """Return the next slot, after the stretches in which nothing is asked; None if there is none."""
        choices = self._past_gap()
        if not choices:
            return None
        self.series = self._series_for(choices, self.after)
        return self._once_known(self._read(choices))

    def _past_gap(self) -> Choices:
        """Go on to the next day on which anything is asked, if nothing is now; return the regimes that ask, if any."""
        choices = self._asking(self.read)
        while not choices and (changed := self._next_change(self.read)):
            self.read, self.length = changed, None
            choices = self._asking(changed)
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
            after = placed.slot.last
        return after

    def _once_known(self, placed: Placed) -> Placed:
        """Return a slot as it lies once the fact that decides is known: reckoned anew, and nothing is cut."""
        for day, choices in changes_of(self.walk, self.read, placed.due.day or placed.slot.last):
            if placed.lacking and any(map(_asks, choices)):
                self.read = day
                placed = self._read(self._asking(day))
        return placed

    def _read(self, asking: Choices) -> Placed:
        """Return the next slot of the regimes that hold now; it has no due day if it may be that nothing is asked."""
        placed = self._place(asking, self.after)
        if all(map(_asks, self._choices(self.read))):
            return placed
        return placed._replace(due=Due(0), lacking=asking[0].lacking)

    def _next_change(self, day: int) -> int:
        track = self.walk.track
        days = self.walk.rule.chooser.days(self.tl) if track is None else track[0]
        return next((each for each in days if each > day), 0)

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
        places.sort(key=lambda each: each.due)
        last = places[-1]
        decides = places[0].due != last.due or last.due == Due(0) or last.choice.regime.quotas
        return last._replace(
            cautious=min(each.cautious for each in places),
            lacking=last.choice.lacking if decides else (),
            steps=tuple(step for each in places for step in each.steps),
        )

    def _placed(self, choice: Choice, after: int, series: Series) -> Placed:
        slot = next_slot(self.tl.program, series, choice, after)
        if self.rule.cadence in (Cadence.GRID, Cadence.WEEKDAY):
            slot = slot._replace(first=max(slot.first, self.start + 1))
        is_left = self.rule.partial in (Partial.WHOLE, Partial.IN_PROPORTION) and self.case.end <= slot.last
        if is_left:
            slot = slot._replace(last=self.case.end - 1)
        opens = slot.first if choice.regime.opens is None else opens_on(self.tl, self._event(slot), choice)
        due = Due(slot.last, slot.minute)
        steps: tuple[tuple[Any, ...], ...] = (("placed", choice, slot, series.origin.day, self.read),)
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
        return Placed(slot, choice, opens, due, cautious, choice.lacking, steps)

    def _event(self, slot: Slot) -> Event:
        origin = self.series.origin
        return Event(slot.day, UNTIMED, origin.id, origin.fact, slot.day)

    def _belongs(self, placed: Placed) -> bool:
        """Whether a slot lies in the case: by its day, or, where the end cuts it, by its opening."""
        return (placed.opens if self._is_cut_at_end else placed.slot.day) < self.case.end

    @property
    def _is_cut_at_end(self) -> bool:
        return self.rule.while_ is not None and self.rule.while_.at_end is AtEnd.CUT

    # ── changes of regime ───────────────────────────────────────────────────────────────────────────────────────

    def _cut(self, placed: Placed) -> tuple[int, int] | None:
        """Return the day a change of regime cuts a slot and the day before the next one; None where none does."""
        if self.rule.change is not None and self.rule.change.any_ is ChangePolicy.IN_PROPORTION:
            # Each regime has its share of the block that runs.
            return None
        for day, choices in changes_of(self.walk, self.read, placed.due.day or placed.slot.last):
            if day >= self.case.end:
                return None
            asking = tuple(choice for choice in choices if _asks(choice))
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
            series, after = series._replace(begins=day), day - 1
        placed = self._place(choices, after, series)
        while 0 < placed.due.day < day or self._is_too_soon(placed):
            placed = self._place(choices, placed.slot.last, series)
        return placed

    def _replaces(self, new: int, old: int) -> bool:
        change = self.rule.change or Changes()
        if new == old and change.stricter is not change.laxer:
            # What falls due on the same day is neither stricter nor laxer.
            return False
        policy = change.any_ or (change.stricter if new < old else change.laxer)
        return policy is ChangePolicy.FROM_CHANGE or (policy is ChangePolicy.EARLIER and new < old)

    def _pass(self, placed: Placed, change: tuple[int, int] | None) -> None:
        """Go on to the next slot."""
        self.length = placed.choice.length
        if change is None:
            self.after = self.passed = placed.slot.last
            # The regime of the next slot is the one that holds on the day after this one.
            self.read = max(self.read, placed.slot.last + 1)
        else:
            self.read, self.after = change
            if self.rule.cadence is Cadence.BLOCK:
                self.series = self.series._replace(begins=self.after + 1)

    # ── where a slot stands ─────────────────────────────────────────────────────────────────────────────────────

    def _judged(self, placed: Placed, cut: int) -> Obligation:
        walk, event = self.walk, self._event(placed.slot)
        statutory = placed.due
        if self.rule.may_set is not None:
            placed = self._as_set(placed)
        if not placed.due.day:
            return self._undated(placed, cut)
        met = self._sought(event, placed.opens)
        folded = self._folded(placed, self.tl.clock.as_of if met is None else met.day)
        closes = cut or self._closes(placed, folded)
        skipped = self._skipped(placed.opens, folded)
        if met is not None and not self._counts(met, folded, folded.due.day + 1 if skipped else closes):
            met = None
            folded = self._folded(placed, self.tl.clock.as_of)
            closes = cut or self._closes(placed, folded)
            skipped = self._skipped(placed.opens, folded)
        if skipped:
            folded = folded._replace(steps=(*folded.steps, skipped[1]))
        closing = self._closing(closes)
        row, _ = stand(walk, Anchored(closing, event, self.number, 0), folded, placed.opens, met=met)
        if skipped and met is None and row.status is not Status.NOT_REQUIRED:
            row = row._replace(status=skipped[0], days_late=0, days_frozen=0, lacking=())
        if placed.due is not statutory:
            row = row._replace(nominal_day=statutory.day, latest_day=statutory.day, latest_minute=statutory.minute)
        if cut or self._is_left_out(placed.slot):
            row = left_out(row, cut)
        return row

    def _undated(self, placed: Placed, cut: int) -> Obligation:
        """Return a slot of which no due day is known: the calendar ends, or it may be that nothing is asked."""
        anchored = Anchored(self.case, self._event(placed.slot), self.number, 0)
        row, _ = stand(self.walk, anchored, self._as_placed(placed), placed.opens)
        return left_out(row, cut) if cut else row

    def _filled(self, placed: Placed, cut: int) -> Obligation:
        """Return a block with quotas: met on the day the last of them was filled, missed the day after it."""
        if not placed.due.day:
            return self._undated(placed, cut)
        as_of = self.tl.clock.as_of
        stop = min(cut - 1 if cut else placed.slot.last, self.case.end - 1)
        regimes = [step[1].regime for step in placed.steps if step[0] == "placed"]
        changes = () if self.walk.track is None else self.walk.track[0]
        standards = standards_of(self.rule, placed.slot, regimes, self.closed_days, changes, self._asking)
        readings = [fill(self.tl.events, standard, min(stop, as_of)) for standard in standards]
        met = [not any(each.short for each in filled) for filled in readings]
        # Where a missing fact would decide, what is short under one reading is told.
        told = met.index(False) if False in met else -1
        filled = readings[told]
        # The part of what is done can be told when all is done.
        over = not any(map(asks_for_percentages, readings)) or self.tl.clock.reached(stop)
        event = filled_by(readings, over=over)
        folded = self._folded(placed, as_of if event is None else event.day)
        skipped = self._skipped(placed.opens, folded)
        steps = (*folded.steps, ("filled", standards[told], filled), *(() if skipped is None else (skipped[1],)))
        closing = self._closing(cut or folded.due.day + 1)
        anchored = Anchored(closing, self._event(placed.slot), self.number, 0)
        row, _ = stand(self.walk, anchored, folded._replace(steps=steps), placed.opens, met=event)
        quota = tuple([each.row for each in filled])
        if row.met_by:
            row = row._replace(quota=quota, met_by=ids_in(filled))
        elif not any(each.parts for each in filled) and not self._waits(row, standards[told]):
            row = row._replace(quota=quota, status=Status.NOT_REQUIRED, days_late=0, days_frozen=0, lacking=())
        elif skipped is not None and row.status is not Status.NOT_REQUIRED:
            row = row._replace(quota=quota, status=skipped[0], days_late=0, days_frozen=0, lacking=())
        elif over and not any(each.asked for each in filled) and not self._waits(row, standards[told]):
            row = row._replace(quota=quota, status=Status.NOT_REQUIRED, days_late=0, days_frozen=0, lacking=())
        elif row.status is Status.MISSED and any(met):
            # The readings may fall due on one day and still ask for different numbers.
            lacking = placed.lacking or placed.choice.lacking
            row = row._replace(quota=quota, status=Status.UNKNOWN, days_late=0, days_frozen=0, lacking=lacking)
        else:
            row = row._replace(quota=quota)
        return left_out(row, cut) if cut or self._is_left_out(placed.slot) else row

    def _waits(self, row: Obligation, standard: Standard) -> bool:
        """Whether days of a block may be left after all: a state leaves them out of which nobody knows the end."""
        first, last = standard.first, standard.last
        if row.status is not Status.SUSPENDED or not any(has_a_part(each, first, last) for each in standard.quotas()):
            return False
        ending = [each._replace(runs=[run for run in each.runs if run.end < FAR]) for each in self.walk.suspended]
        out = closed_days(ending)
        return out != self.closed_days and days_outside(first, last, out) > 0

    def _as_set(self, placed: Placed) -> Placed:
        """Return a slot with the due day that the authority has named for it last, if it lies in its window."""
        days = [
            (set_on, each.id, each.on.toordinal())
            for each in self.tl.offender.set_dates
            if each.rule == self.rule.published_id
            and each.on is not None
            and placed.opens <= each.on.toordinal() <= placed.due.day
            and self.tl.clock.reached(set_on := 0 if each.set_on is None else each.set_on.toordinal())
        ]
        if not days:
            return placed
        _, id_, day = max(days)
        steps = (*placed.steps, ("set", id_, day, placed.due.day))
        return placed._replace(due=Due(day), cautious=min(placed.cautious, day), steps=steps)

    def _as_placed(self, placed: Placed) -> Folded:
        due, choice = placed.due, placed.choice
        return Folded(due, placed.cautious, due.day, choice, placed.lacking, placed.steps, choice.regime)

    def _sought(self, event: Event, opens: int) -> Event | None:
        """Return the first event that may meet a slot; where one fills all, it may have met others as well."""
        seek = self.walk.rule.met_by
        used = self.walk.used if self.rule.late is not Late.ALL else self.walk.marks_of(self.series.origin)
        return None if seek is None else seek(self.tl, self.case, event, opens, 0, used)

    def _folded(self, placed: Placed, horizon: int) -> Folded:
        """Return the date after what happened to it up to a day."""
        folded = self._as_placed(placed)
        # A date that the authority has named is binding: no closed day moves it, unless a state has moved it before.
        named = placed.due.day if any(step[0] == "set" for step in placed.steps) else 0
        if self.moving:
            pending = Pending(min(placed.opens, placed.slot.day), UNTIMED, horizon, named)
            folded = fold_from(self.tl, pending, folded, (), None, self.moving)
        folded = self._ended(folded)
        if folded.due.day != named:
            folded = self._ended(rolled_at_last(folded, placed.opens))
        return folded

    def _ended(self, folded: Folded) -> Folded:
        """Return a date that the end of the case cuts, if the rule says so: no closed day moves it out of the case."""
        last = self.case.end - 1
        if not self._is_cut_at_end or self.case.end == FAR or last >= folded.due.day:
            return folded
        steps = (*folded.steps, ("cut", last))
        return folded._replace(due=Due(last), cautious=min(folded.cautious, last), steps=steps)

    def _closes(self, placed: Placed, folded: Folded) -> int:
        """Return the first day on which a slot can no longer be met."""
        due, late = folded.due.day, self.rule.late
        if due == FAR or late in (Late.OLDEST, Late.ALL):
            return FAR
        if late is Late.NOT:
            return due + 1
        following, changed = self._following(placed)
        if following is None or not self._belongs(following):
            return FAR
        return max(following.opens, changed, due + 1)

    def _following(self, placed: Placed) -> tuple[Placed | None, int]:
        """Return the slot that comes after one, and the day of the change of regime that brings it; 0 without one."""
        if self.walk.track is not None and self.walk.last_change <= self.read:
            choices = self._asking(self.read)
            return self._place(choices, placed.slot.last, self._series_for(choices, placed.slot.last)), 0
        here = self.read, self.after, self.passed, self.series, self.length
        self.tl.occurrence = self.number + 1
        self._pass(placed, None)
        begun = self.read
        following = self._next()
        while following is not None and (change := self._cut(following)) and following.opens >= change[0]:
            self._pass(following, change)
            following = self._next()
        changed = self.read if self.read > begun else 0
        self.read, self.after, self.passed, self.series, self.length = here
        self.tl.occurrence = self.number
        return following, changed

    def _closing(self, closes: int) -> Case:
        """Return the case as far as a slot is concerned that closes on a day."""
        return self.case if self.case.end <= closes else self.case._replace(end=closes)

    def _counts(self, met: Event, folded: Folded, closes: int) -> bool:
        """Whether an event lies before a slot is closed; if nothing late counts, by the last minute too."""
        if met.day >= min(closes, self.case.end):
            return False
        due = folded.due
        return self.rule.late is not Late.NOT or met.day < due.day or not 0 <= due.minute < met.minute

    def _is_left_out(self, slot: Slot) -> bool:
        """Whether a slot is a calendar block entered or left in the middle, in which nothing is asked."""
        return self.rule.partial is Partial.NONE and (slot.partial or self.case.end <= slot.last)

    def _skipped(self, opens: int, folded: Folded) -> tuple[Status, tuple[object, ...]] | None:
        """Return what a state makes of a slot that falls into it: nothing is asked, or it waits for the end."""
        due = folded.due.day
        for each in self.walk.suspended:
            if each.rule.effect is not Effect.SKIP:
                continue
            begins = due if each.rule.if_ == "due day ends inside" else opens
            for run in each.runs:
                if run.start <= begins and due < run.end:
                    # Without a known end nobody knows whether the state will still hold on that day.
                    known = run.end < FAR or self.tl.clock.reached(due)
                    status = Status.NOT_REQUIRED if known else Status.SUSPENDED
                    return status, ("skipped", run.id, run.start, run.end, each.rule)
        return None


# What makes of a change to a regime that asks for something an occurrence, though it may have begun before.
_BRINGS_ABOUT = frozenset({ChangePolicy.FROM_CHANGE, ChangePolicy.EARLIER})


def _is_same(new: Placed, old: Placed) -> bool:
    """Whether another regime asks for the same on the same days; of quotas each asks for its own."""
    return (new.slot.day, new.opens, new.due) == (old.slot.day, old.opens, old.due) and not new.choice.regime.quotas


# What leaves the last day of a slot where it is.
_STILL = frozenset({Effect.SKIP, Effect.IN_PROPORTION, Effect.RUNS_ON})


def _waits(rule: Suspension) -> bool:
    """Whether the last day waits for the end of a state, whatever else is said of it, if it falls inside."""
    return rule.if_ is not None and rule.effect is not Effect.SKIP


def _lengths_of(choice: Choice) -> Iterator[Duration]:
    regime = choice.regime.regime
    limit = None if regime.limit is None else regime.limit.duration
    opens = None if regime.opens is None else regime.opens.length
    yield from (length for length in (choice.length, limit, opens) if length is not None)


def _asks(choice: Choice) -> bool:
    """Whether a regime asks for something: it is not `never`."""
    return choice.length is not None or choice.regime.length is None


def _at_most_days(length: Duration) -> int:
    """Return a number of days that a length, in whatever it is counted, does not reach."""
    return _months_of(length) * 31 + length.days + (length.working_days or 0) * 7 + (length.hours or 0) // 24 + 1


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
