"""Judges a fixed cadence: its slots one after the other, what each is met by, and what becomes of it afterwards.

Which slot comes next is found by :mod:`supervise.engine.placing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from supervise.dates.ordinals import ordinal_of
from supervise.engine.anchoring import in_case_or_before
from supervise.engine.clock import FAR
from supervise.engine.closed_blocks import left_out
from supervise.engine.folding import Folded, Pending, fold_from, rolled_at_last
from supervise.engine.happenings import UNTIMED, Case, Event, SuspendedBy
from supervise.engine.judged import MOST_AHEAD, Anchored, Walk
from supervise.engine.limits import Due
from supervise.engine.obligation import Obligation, Status
from supervise.engine.outcomes import Kept, Untold
from supervise.engine.placing import Placed, Places, months_of
from supervise.engine.quotas import (
    LeftOver,
    Standard,
    asks_for_percentages,
    closed_days,
    days_outside,
    fill,
    filled_by,
    has_a_part,
    ids_in,
    left_over,
    standards_of,
)
from supervise.engine.slots import Series, Slot, series_of
from supervise.engine.standing import NOWHEN, bare, stand, unknown
from supervise.rules.language import (
    Effect,
    Late,
    Partial,
    Suspension,
)

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["fixed"]


def fixed(walk: Walk, case: Case) -> list[Kept]:
    """Return every slot of a case that has opened and the next; with ``until`` all that open by then."""
    origin = in_case_or_before(walk.rule.anchor, walk.tl, case)
    if origin is None:
        return _without_origin(walk, case)
    # What began the series meets nothing in it, on the first day of a block or on a later one.
    walk.used.update(walk.marks_of(origin))
    offender = walk.tl.offender
    is_born = offender.born_on or offender.birth_month_day or walk.rule.rule.anchor.unknown
    series = series_of(walk.rule.rule, origin, stands_in=not is_born)
    if series.birth and offender.born_on is None and _counts_years(walk):
        return [(unknown(walk, case, ("born_on",)), case)]
    return list(_FixedWalk(walk, case, series).entries())


def _without_origin(walk: Walk, case: Case) -> list[Kept]:
    """Return that nobody knows when it is due; that nothing is, where its gate has failed for as long as it waits."""
    tl, gate = walk.tl, walk.rule.gate
    lacking = in_case_or_before(walk.rule.lacking, tl, case)
    if not lacking:
        return []
    # Whichever day of the last length is that of the slot now open: on none is anything asked for. No window is known,
    # and it would be the first.
    tl.window_last, tl.occurrence = 0, 1
    days = range(max(tl.clock.as_of - _longest(walk), case.start), tl.clock.as_of + 1)
    if gate is not None and all(gate(tl, day, case) is False for day in days):
        tl.clock.reached(tl.clock.as_of + 1)
        return [(bare(walk, case, NOWHEN, Status.NOT_REQUIRED), case)]
    return [(unknown(walk, case, lacking), case)]


def _longest(walk: Walk) -> int:
    """Return how many days lie between two slots at the most; a year where their months or their weekday is named."""
    every = [regime.regime.every for regime in walk.rule.chooser.regimes]
    days = [months_of(each) * 31 + each.days for length in every if length is not None for each in length.durations]
    return max([*days, *([366] if None in every else [])], default=0)


def _counts_years(walk: Walk) -> bool:
    """Whether it matters in which year somebody was born: birthdays of every second year, say."""
    lengths = (regime.length for regime in walk.rule.chooser.regimes if regime.length is not None)
    return any(each.months > 12 for length in lengths for each in length.durations)


# What a state makes of a slot, and the steps that say so.
_Skip: TypeAlias = tuple[Status, tuple[tuple[object, ...], ...]]


class _FixedWalk:
    """The slots of one case, each judged where it lies."""

    __slots__ = ("before", "case", "closed_days", "moving", "places", "rule", "tl", "walk")

    def __init__(self, walk: Walk, case: Case, series: Series) -> None:
        self.walk, self.case = walk, case
        self.tl: Timeline = walk.tl
        self.rule = walk.rule.rule
        self.places = Places(walk, case, series)
        self.closed_days = closed_days(walk.suspended)
        # The last day of the block before, and what it had beyond what its quotas asked for.
        self.before: tuple[int, LeftOver] = 0, {}
        # Those that may move a last day.
        self.moving = [each for each in walk.suspended if each.rule.effect not in _STILL or _waits(each.rule)]

    def entries(self) -> Iterator[Kept]:
        """Yield the slots in order."""
        if not self.places.begin():
            return
        ahead, most_ahead = 0, MOST_AHEAD if self.walk.until else 0
        while ahead <= most_ahead:
            if self.places.may_be_closed and (blocks := self.places.undisturbed()):
                if blocks.number:
                    yield Untold(self.case, blocks.rows, blocks.latest)
                for row, case in blocks.standing():
                    yield row, case
                    ahead += not self.tl.clock.reached(row.opens_day)
                    self.places.go_on(row.due_day)
                continue
            self.tl.occurrence = self.places.number
            placed = self.places.next_place()
            if placed is None:
                return
            belongs = self.places.belongs(placed)
            opens = placed.opens or placed.slot.day
            if ahead and opens > self.walk.until:
                return
            change = self.places.cut_of(placed)
            if not belongs and (change is None or change[0] >= self.case.end):
                return
            # What a change replaces before it opened never was, nor what would have come after the end.
            if belongs and (change is None or placed.opens < change[0]):
                ahead += not self.tl.clock.reached(opens)
                judged = self._filled if placed.choice.regime.quotas else self._judged
                yield judged(placed, 0 if change is None else change[0]), self.case
                self.places.number += 1
            if ahead and not placed.due.day:
                # Where the calendar ends nothing more can be said.
                return
            self.places.pass_by(placed, change)

    # ── where a slot stands ─────────────────────────────────────────────────────────────────────────────────────

    def _judged(self, placed: Placed, cut: int) -> Obligation:
        walk, event = self.walk, self.places.event_of(placed.slot)
        statutory = placed.due
        if self.rule.may_set is not None:
            placed = self._as_set(placed)
        if not placed.due.day:
            return self._undated(placed, cut)
        met = self._sought(event, placed.opens)
        folded = self._folded(placed, self.tl.clock.as_of if met is None else met.day)
        closes = cut or self._closes(placed, folded)
        skipped = self._skipped(placed.opens, folded)
        # What nobody asks for is met in its time or not at all: it takes no later event from another.
        unasked = skipped is not None or self._is_left_out(placed.slot)
        if met is not None and not self._counts(met, folded, min(closes, folded.due.day + 1) if unasked else closes):
            met = None
            folded = self._folded(placed, self.tl.clock.as_of)
            closes = cut or self._closes(placed, folded)
            skipped = self._skipped(placed.opens, folded)
        if skipped:
            folded = folded._replace(steps=(*folded.steps, *skipped[1]))
        closing = self._closing(closes)
        row, _ = stand(walk, Anchored(closing, event), folded, placed.opens, met=met)
        if skipped and met is None and row.status is not Status.NOT_REQUIRED:
            row = _without_delay(row, skipped[0])
        if placed.due is not statutory:
            row = row._replace(nominal_day=statutory.day, latest_day=statutory.day, latest_minute=statutory.minute)
        if cut or self._is_left_out(placed.slot):
            row = left_out(row, cut)
        return row

    def _undated(self, placed: Placed, cut: int) -> Obligation:
        """Return a slot of which no due day is known: the calendar ends, or it may be that nothing is asked."""
        anchored = Anchored(self.case, self.places.event_of(placed.slot))
        folded = self._as_placed(placed)._replace(cautious=placed.falls_soonest)
        row, _ = stand(self.walk, anchored, folded, placed.opens)
        return left_out(row, cut) if cut else row

    def _filled(self, placed: Placed, cut: int) -> Obligation:
        """Return a block with quotas: met on the day the last of them was filled, missed the day after it."""
        if not placed.due.day:
            return self._undated(placed, cut)
        as_of = self.tl.clock.as_of
        stop = min(cut - 1 if cut else placed.slot.last, self.case.end - 1)
        regimes = [step[1].regime for step in placed.steps if step[0] == "placed"]
        changes = () if self.walk.track is None else self.walk.track[0]
        standards = standards_of(self.rule, placed.slot, regimes, self.closed_days, changes, self.places.asking)
        before = self._left_before(placed.slot)
        readings = [fill(self.tl.events, standard, min(stop, as_of), before) for standard in standards]
        met = [not any(each.short for each in filled) for filled in readings]
        # Where a missing fact would decide, what is short under one reading is told.
        told = met.index(False) if False in met else -1
        filled = readings[told]
        # The part of what is done can be told when all is done.
        over = not any(map(asks_for_percentages, readings)) or self.tl.clock.reached(stop)
        event = filled_by(readings, over=over)
        folded = self._folded(placed, as_of if event is None else event.day)
        skipped = self._skipped(placed.opens, folded)
        steps = (*folded.steps, ("filled", standards[told], filled), *(() if skipped is None else skipped[1]))
        closing = self._closing(cut or folded.due.day + 1)
        anchored = Anchored(closing, self.places.event_of(placed.slot))
        row, _ = stand(self.walk, anchored, folded._replace(steps=steps), placed.opens, met=event)
        row = row._replace(quota=tuple([each.row for each in filled]))
        if row.met_by:
            row = row._replace(met_by=ids_in(filled))
        elif not any(each.parts for each in filled) and not self._waits(row, standards[told]):
            row = _without_delay(row, Status.NOT_REQUIRED)
        elif skipped is not None and row.status is not Status.NOT_REQUIRED:
            row = _without_delay(row, skipped[0])
        elif over and not any(each.asked for each in filled) and not self._waits(row, standards[told]):
            row = _without_delay(row, Status.NOT_REQUIRED)
        elif row.status is Status.MISSED and any(met):
            # The readings may fall due on one day and still ask for different numbers.
            row = _without_delay(row, Status.UNKNOWN, placed.lacking or placed.choice.lacking)
        row = left_out(row, cut) if cut or self._is_left_out(placed.slot) else row
        if before is not None:
            # Beyond nothing that is asked for, nothing is left over.
            self.before = stop, {} if row.status is Status.NOT_REQUIRED else left_over(readings)
        return row

    def _left_before(self, slot: Slot) -> LeftOver | None:
        """Return what the block before left over; None where no quota of the rule takes anything of it."""
        last, left = self.before
        if not self.walk.rule.chooser.carries:
            return None
        return left if last == slot.first - 1 else {}

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
            and self.tl.clock.reached(set_on := ordinal_of(each.set_on))
        ]
        if not days:
            return placed
        _, id_, day = max(days)
        steps = (*placed.steps, ("set", id_, day, placed.due.day))
        return placed._replace(due=Due(day), cautious=min(placed.cautious, day), steps=steps)

    def _as_placed(self, placed: Placed) -> Folded:
        due, choice = placed.due, placed.choice
        return Folded(due, placed.cautious, due.day, choice, placed.lacking, placed.steps, placed.early)

    def _sought(self, event: Event, opens: int) -> Event | None:
        """Return the first event that may meet a slot; where one fills all, it may have met others as well."""
        seek = self.walk.rule.met_by
        used = self.walk.used if self.rule.late is not Late.ALL else self.walk.marks_of(self.places.series.origin)
        return None if seek is None else seek(self.tl, self.case, event, opens, 0, used)

    def _folded(self, placed: Placed, horizon: int) -> Folded:
        """Return the date after what happened to it up to a day."""
        folded = self._as_placed(placed)
        # A date that the authority has named is binding: no closed day moves it, unless a state has moved it before.
        named = placed.due.day if any(step[0] == "set" for step in placed.steps) else 0
        if self.moving:
            # A date pends from its opening: what is over by then moves nothing.
            pending = Pending(min(placed.opens, placed.due.day), UNTIMED, horizon, named)
            folded = fold_from(self.tl, pending, folded, (), None, self.moving)
        cuts = self.places.is_cut_at_end
        folded = self._ended(folded, cuts=cuts)
        if folded.due.day != named:
            # A block that the case leaves in the middle falls due in it, however its last day is moved.
            cuts = cuts or (placed.slot.last < placed.slot.ends and folded.due.day < self.case.end)
            folded = self._ended(rolled_at_last(folded, placed.opens), cuts=cuts)
        return folded

    def _ended(self, folded: Folded, *, cuts: bool) -> Folded:
        """Return a date that the end of the case cuts, if it does: no closed day moves it out of the case."""
        last = self.case.end - 1
        if not cuts or self.case.end == FAR or last >= folded.due.day:
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
        following, changed = self.places.following(placed)
        if following is None or not self.places.belongs(following):
            return FAR
        return max(following.opens, changed, due + 1)

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

    def _skipped(self, opens: int, folded: Folded) -> _Skip | None:
        """Return what a state makes of a slot that falls into it: nothing is asked, or it waits for the end."""
        due = folded.due.day
        for each in self.walk.suspended:
            if each.rule.effect is not Effect.SKIP:
                continue
            if each.rule.percent is not None:
                if found := self._skipped_in_part(each, each.rule.percent, opens, due):
                    return found
                continue
            begins = due if each.rule.if_ == "due day ends inside" else opens
            for run in each.runs:
                if run.start <= begins and due < run.end:
                    # Without a known end nobody knows whether the state will still hold on that day.
                    known = run.end < FAR or self.tl.clock.reached(due)
                    status = Status.NOT_REQUIRED if known else Status.SUSPENDED
                    return status, (("skipped", run.id, run.start, run.end, each.rule),)
        return None

    def _skipped_in_part(self, each: SuspendedBy, percent: int, opens: int, due: int) -> _Skip | None:
        """Return what a state makes of a slot of which so many in a hundred days, or more, lie in it."""
        days = due - opens + 1
        needed, inside, known = -(-days * percent // 100), 0, True
        steps = []
        for run in each.runs if due < FAR else ():
            first, end = max(run.start, opens), min(run.end, due + 1)
            if first >= end:
                continue
            if run.end == FAR:
                # Without a known end only the days that have passed lie in it for certain.
                known = inside >= needed or self.tl.clock.reached(first + needed - inside - 1)
            inside += end - first
            steps.append(("skipped", run.id, run.start, run.end, each.rule, end - first, days))
        if not steps or inside < needed:
            return None
        return (Status.NOT_REQUIRED if known else Status.SUSPENDED), tuple(steps)


def _without_delay(row: Obligation, status: Status, lacking: tuple[str, ...] = ()) -> Obligation:
    return row._replace(status=status, days_late=0, days_frozen=0, lacking=lacking)


# What leaves the last day of a slot where it is.
_STILL = frozenset({Effect.SKIP, Effect.IN_PROPORTION, Effect.RUNS_ON})


def _waits(rule: Suspension) -> bool:
    """Whether the last day waits for the end of a state, whatever else is said of it, if it falls inside."""
    return rule.if_ is not None and rule.effect is not Effect.SKIP
