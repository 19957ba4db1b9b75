"""What happens to a pending date: readings, changes of regime and suspensions, in date order, until it is past.

Same-day order is fixed: the end of a state before a start, a change of regime before the events of its day. A date
that is already past is never moved (formats: How the rows become a rulebook).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.counting import count_skipping
from supervise.dates.spans import merge
from supervise.engine.clock import FAR
from supervise.engine.happenings import Run, SuspendedBy
from supervise.engine.limits import Due, after_end, limit_after, limit_before, rolled, to_end
from supervise.engine.regimes import Choice, Choices
from supervise.rules.duration import Duration
from supervise.rules.language import ChangePolicy, Changes, Counting, Effect, Suspension

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["Folded", "Pending", "Reckoned", "fold", "fold_from", "frozen_days", "readings", "rolled_at_last"]


class Pending(NamedTuple):
    """What a date is reckoned from: the anchor, the anchor of the cautious reading, and the last day that matters.

    What happens after ``horizon`` (the day the duty was met, or the day judged) moves nothing.
    """

    day: int
    minute: int
    cautious_day: int
    horizon: int


class Folded(NamedTuple):
    """A date with all that moved it."""

    due: Due
    cautious: int
    nominal: int
    choice: Choice
    lacking: tuple[str, ...]
    steps: tuple[tuple[Any, ...], ...]


def reckon(tl: Timeline, pending: Pending, choice: Choice, length: Duration, skips: list[SuspendedBy]) -> Due:
    """Return the date one regime gives from an anchor, without the days that do not count."""
    regime = choice.regime
    if regime.before:
        return limit_before(tl, pending.day, pending.minute, length, regime)
    due = limit_after(tl, pending.day, pending.minute, length, regime)
    begun = [run for each in skips for run in each.runs if run.start <= pending.horizon and run.end > pending.day]
    if not begun:
        return due
    due = _skipping(pending.day, due, length, regime.counting, begun)
    return due if regime.to_end_of is None else Due(to_end(tl, due.day, regime.to_end_of))


def _skipping(day: int, due: Due, length: Duration, counting: Counting | None, runs: Sequence[Run]) -> Due:
    """Days on which any of the states holds do not count (Sexual Offences Act 2003 s.83(6), s.84(5))."""
    if not length.days or min(run.start for run in runs) > due.day:
        return due
    closed = merge((run.start, None if run.end == FAR else run.end) for run in runs)
    last = count_skipping(day, length.days, closed, beginning_with=counting is Counting.BEGINNING_WITH)
    return Due(FAR if last is None else last)


def fold(
    tl: Timeline,
    pending: Pending,
    choices: Choices,
    changes: Sequence[tuple[int, Choices]],
    policy: Changes | None,
    suspended: Sequence[SuspendedBy],
    cautious_counting: Counting | None,
) -> Folded:
    """Return where a date stands after everything that happened to it by ``pending.horizon``.

    Where a missing fact decides, the date is the latest of all the choices and the cautious one the earliest; once
    the fact is known the date is reckoned anew.
    """
    skips = [each for each in suspended if each.rule.effect is Effect.DAYS_DO_NOT_COUNT]
    first = readings(tl, pending, choices, skips, cautious_counting)
    return fold_from(tl, pending, first, changes, policy, suspended)


def fold_from(
    tl: Timeline,
    pending: Pending,
    first: Reckoned,
    changes: Sequence[tuple[int, Choices]],
    policy: Changes | None,
    suspended: Sequence[SuspendedBy],
) -> Folded:
    """Return where a date, however it was first reckoned, stands after everything that happened to it."""
    skips = [each for each in suspended if each.rule.effect is Effect.DAYS_DO_NOT_COUNT]
    state = _Pending(tl, pending, policy, skips, first)
    nominal = state.base.day
    moving = [each for each in suspended if each.rule.effect is Effect.LATER_OF_DUE_AND or each.rule.if_]
    moves: list[tuple[int, int, Any, Suspension | None]] = [
        (run.start, 1, run, each.rule)
        for each in moving
        for run in each.runs
        if run.end > pending.day and run.start <= pending.horizon
    ]
    moves += [(day, 0, new, None) for day, new in changes]
    moves.sort(key=_day_and_rank)
    for day, _, what, rule in moves:
        if day > state.last:
            # Already past: neither a change nor a suspension moves it.
            break
        if rule is None:
            state.change(day, what)
        else:
            state.suspend(what, rule)
    base = state.base
    due = base if state.floor <= base.day else Due(state.floor)
    cautious = min(max(state.cautious, state.cautious_floor), due.day)
    return Folded(due, cautious, nominal, state.choice, state.lacking, tuple(state.steps))


def rolled_at_last(tl: Timeline, folded: Folded, opens: int) -> Folded:
    """Return a date after the last thing that happens to it: a closed day gives way to an open one.

    Nothing else looks at the date so moved, but for what came too late to move it.
    """
    how = folded.choice.regime.roll
    if how is None:
        return folded
    day = folded.due.day
    last = rolled(tl, day, how, opens)
    cautious = min(rolled(tl, folded.cautious, how, opens), last)
    steps = folded.steps if last == day else (*folded.steps, ("rolled", how, day, last))
    return folded._replace(due=folded.due if last == day else Due(last), cautious=cautious, steps=steps)


def _day_and_rank(move: tuple[Any, ...]) -> tuple[int, int]:
    return move[0], move[1]


class Reckoned(NamedTuple):
    """The date a set of choices gives: latest, earliest, the choice that gives the latest, and what is lacking."""

    due: Due
    cautious: int
    choice: Choice
    lacking: tuple[str, ...]
    steps: tuple[tuple[Any, ...], ...]


def readings(
    tl: Timeline,
    pending: Pending,
    choices: Choices,
    skips: list[SuspendedBy],
    cautious_counting: Counting | None,
) -> Reckoned:
    """Return the dates of all choices and readings from the anchor."""
    dues = []
    for choice in choices:
        due = Due(FAR) if choice.length is None else reckon(tl, pending, choice, choice.length, skips)
        cautious = _cautious(tl, pending, choice, due, skips, cautious_counting)
        dues.append((due, cautious, choice))
    # In the order of their dates, so that the one that stands is told last.
    dues.sort(key=_latest)
    steps = tuple([("count", choice, pending.day, _told(due), cautious) for due, cautious, choice in dues])
    due, _, choice = dues[-1]
    lacking = () if len({each.day for each, _, _ in dues}) == 1 else choice.lacking
    return Reckoned(due, min(cautious for _, cautious, _ in dues), choice, lacking, steps)


def _told(due: Due) -> Due | int:
    """Return a day as a step tells it: with its minute only where it has one."""
    return due if due.minute >= 0 else due.day


def _latest(reckoned: tuple[Due, int, Choice]) -> Due:
    return reckoned[0]


def _cautious(
    tl: Timeline,
    pending: Pending,
    choice: Choice,
    due: Due,
    skips: list[SuspendedBy],
    counting: Counting | None,
) -> int:
    """Return the earlier of a date and its second reading: another counting, or another anchor."""
    if choice.length is None or (counting is None and pending.cautious_day == pending.day):
        return due.day
    how = choice.regime if counting is None else choice.regime._replace(counting=counting)
    other = pending._replace(day=pending.cautious_day)
    return min(due.day, reckon(tl, other, Choice(how, choice.length), choice.length, skips).day)


class _Pending:
    """A pending date on its way through changes and suspensions."""

    __slots__ = (
        "base",
        "cautious",
        "cautious_floor",
        "choice",
        "floor",
        "lacking",
        "pending",
        "policy",
        "skips",
        "steps",
        "tl",
    )

    def __init__(
        self,
        tl: Timeline,
        pending: Pending,
        policy: Changes | None,
        skips: list[SuspendedBy],
        first: Reckoned,
    ) -> None:
        self.tl, self.pending, self.policy, self.skips = tl, pending, policy, skips
        self.base, self.cautious, self.choice, self.lacking, _ = first
        self.steps: list[tuple[Any, ...]] = list(first.steps)
        self.floor = self.cautious_floor = 0

    @property
    def due(self) -> int:
        """The day the date now stands at."""
        return max(self.base.day, self.floor)

    @property
    def last(self) -> int:
        """The last day as it would be rolled: what comes later finds the date past."""
        return self._rolled(self.due)

    def _rolled(self, day: int) -> int:
        how = self.choice.regime.roll
        return day if how is None else rolled(self.tl, day, how, self.pending.day) or day

    def change(self, day: int, choices: Choices) -> None:
        """A new regime holds from ``day`` on; several choices if a fact that would decide is missing again."""
        if self.policy is None or not choices:
            return
        dates = [(*self._changed(day, choice), choice) for choice in choices]
        new, date, choice = max(dates, key=_second)
        kept = date == self.base.day and not self.lacking
        self.steps.append(
            ("stops", day, choice) if date >= FAR else ("kept" if kept else "changed", day, choice, new, date)
        )
        self.lacking = () if len({each for _, each, _ in dates}) == 1 else choice.lacking
        if not kept or self.lacking:
            self.base, self.choice = Due(date), choice
            self.cautious = min(each for _, each, _ in dates)

    def _changed(self, day: int, choice: Choice) -> tuple[int, int]:
        """Return the date the new length gives from the anchor, and the one the policy makes of it."""
        if choice.length is None:
            # The duty stops: what was pending is gone, and comes back with the next change.
            return FAR, FAR
        new = reckon(self.tl, self.pending, choice, choice.length, self.skips).day
        return new, self._by_policy(day, choice, choice.length, new)

    def _by_policy(self, day: int, choice: Choice, length: Duration, new: int) -> int:
        policy = self.policy
        # A date that was not certain is reckoned anew like one that was gone.
        old = FAR if self.lacking else self.base.day
        if policy is None or new == old:
            return new
        rule = policy.any_ or (policy.stricter if new < old else policy.laxer)
        if rule is ChangePolicy.KEEP:
            return self.base.day
        if rule is ChangePolicy.FROM_LAST:
            return max(new, day)
        from_change = reckon(self.tl, self.pending._replace(day=day, minute=-1), choice, length, self.skips).day
        return min(old, from_change) if rule is ChangePolicy.EARLIER else from_change

    def suspend(self, run: Run, rule: Suspension) -> None:
        """A state has begun: the date waits for its end, or runs on."""
        moved = FAR if rule.due is None or run.end == FAR else after_end(self.tl, run.end, rule.due)
        # Each of the two dates is moved only if it was not past when the state began.
        cautious = max(self.cautious, self.cautious_floor)
        if _moves(run, rule, cautious, self._rolled(cautious)):
            self.cautious_floor = max(self.cautious_floor, moved)
        if _moves(run, rule, self.due, self.last):
            self.steps.append(("suspended", run.id, run.start, run.end, rule, moved))
            self.floor = max(self.floor, moved)


def _moves(run: Run, rule: Suspension, day: int, last: int) -> bool:
    """Whether a state moves a date: it began by the ``last`` day, and, where that is asked, holds on the ``day``."""
    return rule.due is not None and run.start <= last and (rule.if_ is None or run.start <= day < run.end)


def _second(changed: tuple[int, int, Choice]) -> int:
    return changed[1]


def frozen_days(suspended: Sequence[SuspendedBy], due: int, until: int) -> int:
    """Return how many of the days after ``due`` up to and with ``until`` lay in a suspending state."""
    days: set[int] = set()
    for each in suspended:
        for run in each.runs:
            days.update(range(max(run.start, due + 1), min(run.end, until + 1)))
    return len(days)
