"""What happens to a pending date: readings, changes of regime and suspensions, in date order, until it is past.

Same-day order is fixed: the end of a state before a start, a change of regime before the events of its day. A date
that is already past is never moved (formats: How the rows become a rulebook).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.counting import count_skipping
from supervise.dates.ordinals import month_index, month_start
from supervise.dates.spans import merge
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Run, SuspendedBy
from supervise.engine.limits import Due, after_end, length_from, limit_after, limit_before, rolled, to_end
from supervise.engine.proportion import Share, days_of
from supervise.engine.regimes import Choice, Choices, CompiledRegime
from supervise.engine.second_reading import Second
from supervise.rules.duration import Duration
from supervise.rules.language import ChangePolicy, Changes, Counting, Effect, Suspension

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["Folded", "Pending", "fold", "fold_from", "readings", "rolled_at_last"]


class Pending(NamedTuple):
    """What a date is reckoned from, and the last day that matters.

    What happens after ``horizon`` (the day the duty was met, or the day judged) moves nothing. ``named`` is the day
    that the authority named, if it has: no closed day moves that one.
    """

    day: int
    minute: int
    horizon: int
    named: int = 0


class Folded(NamedTuple):
    """A date: of what a set of choices gives the latest, with the choice that gives it and what is lacking.

    ``cautious`` is the earliest and ``early`` its regime: each regime has its own word on closed days, and which date
    is the latest is asked of the days on which they fall in the end. ``nominal`` is the latest as it would be if all
    days counted and nothing moved it, ``steps`` are what the date came from and all that moved it. No closed day
    moves it to before ``not_before``, the day of a change before which a policy lets nothing fall due.
    """

    due: Due
    cautious: int
    nominal: int
    choice: Choice
    lacking: tuple[str, ...]
    steps: tuple[tuple[Any, ...], ...]
    early: CompiledRegime
    not_before: int = 0


def reckon(tl: Timeline, pending: Pending, choice: Choice, length: Duration, skips: list[SuspendedBy]) -> Due:
    """Return the date one regime gives from an anchor, without the days that do not count."""
    regime = choice.regime
    if regime.before:
        return limit_before(tl, pending.day, pending.minute, length, regime)
    # The end of a period is looked for last: days that do not count are taken out of the length itself.
    period = regime.to_end_of
    how = regime if period is None else regime._replace(to_end_of=None)
    due = limit_after(tl, pending.day, pending.minute, length, how)
    begun = _begun(pending, skips)
    if begun:
        due = _skipping(pending.day, due, regime.counting, begun)
    return due if period is None else Due(to_end(tl, due.day, period))


def _begun(pending: Pending, skips: Sequence[SuspendedBy]) -> list[Run]:
    """Return the runs whose days do not count, of those begun that last beyond the anchor."""
    return [run for each in skips for run in each.runs if run.start <= pending.horizon and run.end > pending.day]


def _skipping(day: int, due: Due, counting: Counting | None, runs: Sequence[Run]) -> Due:
    """Days on which any of the states holds do not count (Sexual Offences Act 2003 s.83(6), s.84(5)).

    Months and years are first counted out as the days they have from this anchor.
    """
    beginning_with = counting is Counting.BEGINNING_WITH
    days = due.day - day + beginning_with
    if days <= 0 or min(run.start for run in runs) > due.day:
        return due
    closed = merge((run.start, None if run.end == FAR else run.end) for run in runs)
    last = count_skipping(day, days, closed, beginning_with=beginning_with)
    return Due(FAR if last is None else last)


def fold(
    tl: Timeline,
    pending: Pending,
    choices: Choices,
    changes: Sequence[tuple[int, Choices]],
    policy: Changes | None,
    suspended: Sequence[SuspendedBy],
    second: Second | None,
) -> Folded:
    """Return where a date stands after everything that happened to it by ``pending.horizon``.

    Where a missing fact decides, the date is the latest of all the choices and the cautious one the earliest; once
    the fact is known the date is reckoned anew. A second reading goes the same way for itself, and can only be earlier.
    """
    skips = [each for each in suspended if each.rule.effect is Effect.DAYS_DO_NOT_COUNT]
    first = readings(tl, pending, choices, skips, second)
    folded = fold_from(tl, pending, first, changes, policy, suspended, second)
    if second is None:
        return folded
    other = pending._replace(day=second.day, minute=second.minute)
    first = readings(tl, other, second.all_of(choices), skips)
    changes = [(day, second.all_of(new)) for day, new in changes]
    earlier = fold_from(tl, other, first, changes, policy, suspended)
    return min(folded, folded._replace(cautious=earlier.cautious, early=earlier.early), key=attrgetter("cautious"))


def fold_from(
    tl: Timeline,
    pending: Pending,
    first: Folded,
    changes: Sequence[tuple[int, Choices]],
    policy: Changes | None,
    suspended: Sequence[SuspendedBy],
    second: Second | None = None,
) -> Folded:
    """Return where a date, however it was first reckoned, stands after everything that happened to it."""
    moves: list[tuple[int, int, Any, Suspension | None]] = [
        (run.start, 1, run, each.rule)
        for each in suspended
        if each.rule.effect in _EFFECTS or each.rule.if_
        for run in each.runs
        if run.end > pending.day and run.start <= pending.horizon
    ]
    moves += [(day, 0, new, None) for day, new in changes]
    if not moves:
        last = max(first.due.day, _stands(pending, first.due.day, first.choice.regime))
        return first if first.cautious <= last else first._replace(cautious=last)
    moves.sort(key=itemgetter(0, 1))
    skips = [each for each in suspended if each.rule.effect is Effect.DAYS_DO_NOT_COUNT]
    state = _Pending(tl, pending, policy, skips, first, second)
    begun: list[tuple[Run, Suspension]] = []
    for day, _, what, rule in moves:
        if day > state.last:
            # Already past: neither a change nor a suspension moves it.
            break
        if rule is not None:
            state.suspend(what, rule)
            if rule.if_ is not None:
                begun.append((what, rule))
            continue
        state.change(day, what)
        for run, each in begun:
            # The date that the change gave may be the one that falls inside a state begun before.
            state.suspend(run, each)
    base = state.base
    due = base if state.floor <= base.day else Due(state.floor)
    cautious = min(max(state.cautious, state.cautious_floor), max(due.day, state.last))
    steps = tuple(state.steps)
    return Folded(due, cautious, first.nominal, state.choice, state.lacking, steps, state.early, state.not_before)


def rolled_at_last(folded: Folded, opens: int) -> Folded:
    """Return a date after the last thing that happens to it: a closed day gives way to an open one.

    Nothing else looks at the date so moved, but for what came too late to move it.
    """
    late, early, day = folded.choice.regime, folded.early, folded.due.day
    if late.roll is None and early.roll is None:
        return folded
    opens = max(opens, folded.not_before)
    last = rolled(late.calendar, day, late.roll, opens)
    cautious = min(rolled(early.calendar, folded.cautious, early.roll, opens), last)
    steps = folded.steps if last == day else (*folded.steps, ("rolled", late, day, last))
    return folded._replace(due=folded.due if last == day else Due(last), cautious=cautious, steps=steps)


def readings(
    tl: Timeline, pending: Pending, choices: Choices, skips: list[SuspendedBy], second: Second | None = None
) -> Folded:
    """Return the dates of all choices from the anchor; the steps tell each with its second reading."""
    dues = []
    for choice in choices:
        length = length_from(tl, choice, pending.day, pending.minute)
        due = Due(FAR) if length is None else reckon(tl, pending, choice, length, skips)
        dues.append((due, _cautious(tl, pending, choice, due, skips, second), choice))
    # In the order of their dates, so that the one that stands is told last.
    dues.sort(key=lambda each: (_falls(pending, each[0].day, each[2].regime), each[0]))
    steps = tuple([("count", choice, pending.day, _told(due), cautious) for due, cautious, choice in dues])
    due, _, choice = dues[-1]
    lacking = () if len({_falls(pending, each.day, which.regime) for each, _, which in dues}) == 1 else choice.lacking
    # Without the days that do not count all is reckoned once more: which is the latest may be another.
    nominal = readings(tl, pending, choices, []).nominal if skips else due.day
    return Folded(due, dues[0][0].day, nominal, choice, lacking, steps, dues[0][2].regime)


def _told(due: Due) -> Due | int:
    """Return a day as a step tells it: with its minute only where it has one."""
    return due if due.minute >= 0 else due.day


def _falls(pending: Pending, day: int, regime: CompiledRegime, floor: int = 0) -> int:
    """Return the day on which a date of a regime falls in the end, if nothing more happens to it."""
    return rolled(regime.calendar, day, regime.roll, max(floor, pending.day)) or day


def _stands(pending: Pending, day: int, regime: CompiledRegime, floor: int = 0) -> int:
    """Return the same of a date that may be one the authority named: no closed day moves that."""
    return day if day == pending.named else _falls(pending, day, regime, floor)


def _cautious(
    tl: Timeline, pending: Pending, choice: Choice, due: Due, skips: list[SuspendedBy], second: Second | None
) -> int:
    """Return the earlier of a date and its second reading."""
    if choice.length is None or second is None:
        return due.day
    other = pending._replace(day=second.day, minute=second.minute)
    return min(due.day, readings(tl, other, (second.of(choice),), skips).due.day)


class _Moved(NamedTuple):
    """The date a policy gives or keeps, and from where the days still to run are measured: this part of an interval.

    Before ``floor`` the policy lets nothing fall due.
    """

    day: int
    start: int
    part: Fraction
    share: Share | None = None
    keeps: bool = False
    floor: int = 0


class _Change(NamedTuple):
    """A change of regime on a day: the pending date (FAR: none that is certain), and what the new length gives."""

    day: int
    choice: Choice
    old: int
    new: int


_WHOLE = Fraction(1)


class _Pending:
    """A pending date on its way through changes and suspensions.

    ``start`` and ``part`` say what the days up to the date are: from that day on, such a part of an interval.
    ``is_set`` says that the end of a state set it.
    """

    __slots__ = (
        "base", "cautious", "cautious_floor", "choice", "choices", "early", "ended", "floor", "is_set", "lacking",
        "not_before", "part", "pending", "policy", "second", "skips", "start", "steps", "tl",
    )  # fmt: skip

    def __init__(
        self,
        tl: Timeline,
        pending: Pending,
        policy: Changes | None,
        skips: list[SuspendedBy],
        first: Folded,
        second: Second | None,
    ) -> None:
        self.tl, self.pending, self.policy, self.skips = tl, pending, policy, skips
        self.base, self.cautious, _, self.choice, self.lacking, steps, self.early, self.not_before = first
        self.steps: list[tuple[Any, ...]] = list(steps)
        self.choices: Choices | None = None
        self.second = second
        self.floor = self.cautious_floor = self.ended = 0
        self.is_set = False
        self.start, self.part = pending.day, _WHOLE

    @property
    def due(self) -> int:
        """The day the date now stands at."""
        return max(self.base.day, self.floor)

    @property
    def last(self) -> int:
        """The last day as it would be rolled: what comes later finds the date past."""
        return _stands(self.pending, self.due, self.choice.regime, self.not_before)

    # ── changes of regime ───────────────────────────────────────────────────────────────────────────────────────

    def change(self, day: int, choices: Choices) -> None:
        """A new regime holds from ``day`` on; several choices if a fact that would decide is missing again."""
        if self.policy is None or not choices:
            return
        self.choices = choices
        if self.is_set and any(choice.length is not None for choice in choices):
            # It is no length from the anchor, so no other length takes its place; only `never` takes it away.
            if self.lacking and len(choices) == 1:
                # Which length it once had is asked no more.
                self.lacking, self.cautious, self.cautious_floor = (), self.base.day, self.floor
                self.early = self.choice.regime
            return
        self.is_set = False
        changes = [(*self._changed(day, choice), choice) for choice in choices]
        whose = [self._length_of(moved, choice) for _, moved, choice in changes]
        dated = zip([moved for _, moved, _ in changes], whose, strict=True)
        falls = [_falls(self.pending, moved.day, its.regime, moved.floor) for moved, its in dated]
        latest, first = falls.index(max(falls)), falls.index(min(falls))
        new, moved, choice = changes[latest]
        date = moved.day
        # A date that waits for an end nobody knows lies on no day either, but it is asked for.
        as_asked = (choice.length is None) is (self.choice.length is None)
        kept = moved.keeps and date == self.base.day and as_asked and not self.lacking
        if date >= FAR:
            self.steps.append(("stops", day, choice))
        elif kept:
            self.steps.append(("kept", day, choice, new, date))
        elif moved.share is None:
            self.steps.append(("changed", day, choice, new, date))
        else:
            self.steps.append(("shared", day, choice, new, moved.share, date))
        self.lacking = () if len(set(falls)) == 1 else choice.lacking
        self.start, self.part = moved.start, moved.part
        if not kept or self.lacking:
            self.base, self.choice = Due(date), whose[latest]
            self.cautious, self.early = changes[first][1].day, whose[first].regime
            self.not_before = max(each.floor for _, each, _ in changes)
            if not self.lacking:
                # One date is left: what holds it up holds up no other.
                self.cautious_floor = self.floor

    def _changed(self, day: int, choice: Choice) -> tuple[int, _Moved]:
        """Return the date the new length gives from the anchor, and what the policy makes of it."""
        length = length_from(self.tl, choice, self.pending.day, self.pending.minute)
        if length is None:
            # The duty stops: what was pending is gone, and comes back with the next change.
            return FAR, _Moved(FAR, day, _WHOLE, keeps=True)
        new = reckon(self.tl, self.pending, choice, length, self.skips).day
        # A date that was not certain is reckoned anew like one that was gone.
        old = FAR if self.lacking else self.base.day
        if self.policy is None or new == old:
            return new, _Moved(new, self.start, self.part, keeps=True)
        rule = self.policy.any_ or (self.policy.stricter if new < old else self.policy.laxer)
        return new, _POLICIES[rule or ChangePolicy.FROM_CHANGE](self, _Change(day, choice, old, new))

    def _length_of(self, moved: _Moved, choice: Choice) -> Choice:
        """Return the choice whose length a date is, which says where a closed day moves it: one kept has its own."""
        stays = moved.keeps and moved.day == self.base.day < FAR and not self.lacking
        return self.choice if stays else choice

    def keep(self, change: _Change) -> _Moved:
        """The pending date stays; where none was certain there is nothing to keep, and the new one counts."""
        if change.old >= FAR:
            return _Moved(change.new, self.pending.day, _WHOLE)
        return _Moved(self.base.day, self.start, self.part, keeps=True)

    def from_last(self, change: _Change) -> _Moved:
        """The new length from the anchor, but not before the change; if that day does not count, the next that does."""
        day = change.new
        if day < change.day:
            closed = merge((run.start, run.end) for run in _begun(self.pending, self.skips))
            day = next((end for start, end in closed if end is not None and start <= change.day < end), change.day)
        return _Moved(day, self.pending.day, _WHOLE, floor=change.day)

    def from_change(self, change: _Change) -> _Moved:
        """The new length from the day of the change."""
        day = max(change.day, self.pending.day)
        return _Moved(self._counted_from(day, change.choice), day, _WHOLE)

    def earlier(self, change: _Change) -> _Moved:
        """The pending date, or the new length from the day of the change if that is sooner."""
        moved = self.from_change(change)
        return moved if moved.day < change.old else _Moved(change.old, self.start, self.part, keeps=True)

    def next_month(self, change: _Change) -> _Moved:
        """The new length from the first day of the month after the change."""
        first = max(month_start(month_index(change.day) + 1), self.pending.day)
        return _Moved(self._counted_from(first, change.choice), first, _WHOLE)

    def in_proportion(self, change: _Change) -> _Moved:
        """As much of the new length from the day of the change as was left of the old one."""
        choice, old = change.choice, change.old
        day = max(change.day, self.pending.day)
        if old >= FAR or choice.length is None:
            return self.from_change(change)
        first = choice.regime.counting is Counting.BEGINNING_WITH
        whole = max(old - self.start + first, 1)
        left = min(max(old - day + first, 0), whole)
        part = self.part * Fraction(left, whole)
        length = min(days_of(each) for each in (choice.length, choice.most) if each is not None)
        days = int(part * length)
        date = max(self._counted_from(day, choice, Duration(days=days)), day)
        return _Moved(date, day, part, Share(left, whole, self.part, length, days))

    def _counted_from(self, day: int, choice: Choice, length: Duration | None = None) -> int:
        """Return the date that a length, or that of a choice, gives from a day without a time."""
        pending = self.pending._replace(day=day, minute=UNTIMED)
        length = length_from(self.tl, choice, day, UNTIMED) if length is None else length
        return FAR if length is None else reckon(self.tl, pending, choice, length, self.skips).day

    # ── suspensions ─────────────────────────────────────────────────────────────────────────────────────────────

    def suspend(self, run: Run, rule: Suspension) -> None:
        """A state has begun: the date waits for its end, is set anew by it, or runs on."""
        effect = _EFFECTS.get(rule.effect) if rule.if_ is None else None
        (effect or _Pending.wait)(self, run, rule)

    def wait(self, run: Run, rule: Suspension) -> None:
        """The date becomes the later of itself and so long after the end."""
        moved = self._after(run, rule)
        # Each of the two dates is moved only if it was not past when the state began.
        cautious = max(self.cautious, self.cautious_floor)
        may_move = not (rule.moves_once and (self.is_set or self.cautious_floor >= self.cautious))
        if may_move and _moves(run, rule, cautious, _stands(self.pending, cautious, self.early, self.not_before)):
            self.cautious_floor = max(self.cautious_floor, moved)
        may_move = not (rule.moves_once and (self.is_set or self.floor >= self.base.day))
        if may_move and _moves(run, rule, self.due, self.last):
            self.steps.append(("suspended", run.id, run.start, run.end, rule, moved))
            self.floor = max(self.floor, moved)
            if not moved:
                # The end lies outside the calendar: no date is known, and the old one must not stand for it.
                self.base, self.floor = Due(0), 0

    def due_after_end(self, run: Run, rule: Suspension) -> None:
        """The date becomes so long after the end, whether that is later or sooner; where there is none, none comes."""
        if self.base.day >= FAR or not self._ends_last(run, rule):
            return
        moved = self._after(run, rule)
        self.steps.append(("suspended", run.id, run.start, run.end, rule, moved))
        self._set(run, Due(moved), moved, (), self.choice.regime)
        self.is_set = True

    def restart(self, run: Run, rule: Suspension) -> None:
        """The length runs anew from the end."""
        if not self._ends_last(run, rule):
            return
        choices = self.choices = self.choices or tuple([step[1] for step in self.steps if step[0] == "count"])
        self.pending = self.pending._replace(day=run.end, minute=UNTIMED)
        if self.second is not None:
            self.second = self.second._replace(day=run.end, minute=UNTIMED)
        self.start, self.part = run.end, _WHOLE
        anew = readings(self.tl, self.pending, choices, self.skips, self.second)
        self.steps += [("restarts", run.id, run.start, run.end, rule), *anew.steps]
        self.choice = anew.choice
        self._set(run, anew.due, anew.cautious, anew.lacking, anew.early)

    def _ends_last(self, run: Run, rule: Suspension) -> bool:
        """Whether a state has an end, and that is later than the end of any before; without one the date waits."""
        if run.end == FAR:
            self.steps.append(("suspended", run.id, run.start, run.end, rule, FAR))
            if run.start <= max(self.cautious, self.cautious_floor):
                self.cautious_floor = FAR
            self.floor = FAR
            return False
        before, self.ended = self.ended, max(self.ended, run.end)
        return run.end > before

    def _set(self, run: Run, due: Due, cautious: int, lacking: tuple[str, ...], early: CompiledRegime) -> None:
        """Put the date, and the cautious one if it was not past when the state began, at other days."""
        if run.start <= max(self.cautious, self.cautious_floor):
            self.cautious, self.lacking, self.early = cautious, lacking, early
            self.cautious_floor = _held_up(self.cautious_floor)
        self.floor = _held_up(self.floor)
        self.base = due

    def _after(self, run: Run, rule: Suspension) -> int:
        if rule.due is None or run.end == FAR:
            return FAR
        return after_end(self.tl, run.end, rule.due, self.choice.regime.rule_calendar)


_POLICIES: dict[ChangePolicy, Callable[[_Pending, _Change], _Moved]] = {
    ChangePolicy.KEEP: _Pending.keep,
    ChangePolicy.FROM_LAST: _Pending.from_last,
    ChangePolicy.FROM_CHANGE: _Pending.from_change,
    ChangePolicy.EARLIER: _Pending.earlier,
    ChangePolicy.NEXT_MONTH: _Pending.next_month,
    ChangePolicy.IN_PROPORTION: _Pending.in_proportion,
}

_EFFECTS: dict[Effect | None, Callable[[_Pending, Run, Suspension], None]] = {
    Effect.LATER_OF_DUE_AND: _Pending.wait,
    Effect.DUE_AFTER_END: _Pending.due_after_end,
    Effect.RESTARTS: _Pending.restart,
}


def _held_up(floor: int) -> int:
    """Return what a date that was set anew waits for: a state without an end holds it up, whatever another one does."""
    return FAR if floor >= FAR else 0


def _moves(run: Run, rule: Suspension, day: int, last: int) -> bool:
    """Whether a state moves a date: it began by the ``last`` day, and, where that is asked, holds on the ``day``."""
    return rule.due is not None and run.start <= last and (rule.if_ is None or run.start <= day < run.end)
