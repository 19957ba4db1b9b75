"""What happens to a pending date: readings, changes of regime and suspensions, in date order, until it is past.

Same-day order is fixed: the end of a state before a start, a change of regime before the events of its day. A date
that is already past is never moved (formats: How the rows become a rulebook).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.counting import count_skipping
from supervise.engine.clock import FAR
from supervise.engine.happenings import Run
from supervise.engine.limits import Due, after_end, limit_after, limit_before
from supervise.engine.regimes import Choice, Choices
from supervise.rules.duration import Duration
from supervise.rules.language import ChangePolicy, Changes, Counting, Effect, Suspension

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["Folded", "Pending", "fold", "frozen_days"]


class Pending(NamedTuple):
    """What a date is reckoned from: the anchor, and the anchor of the cautious reading where it has its own."""

    day: int
    minute: int
    cautious_day: int


class Folded(NamedTuple):
    """A date with all that moved it."""

    due: Due
    cautious: int
    nominal: int
    choice: Choice
    certain: bool
    steps: tuple[tuple[Any, ...], ...]


class SuspendedBy(NamedTuple):
    """One suspension of a rule with the runs of its states for this offender."""

    rule: Suspension
    runs: Sequence[Run]


def reckon(tl: Timeline, day: int, minute: int, choice: Choice, length: Duration, skips: list[SuspendedBy]) -> Due:
    """Return the date one regime gives from an anchor, without the days that do not count."""
    regime = choice.regime
    if regime.before:
        return limit_before(tl, day, minute, length, regime)
    due = limit_after(tl, day, minute, length, regime)
    for suspended in skips:
        due = _skipping(day, due, length, regime.counting, suspended.runs)
    return due


def _skipping(day: int, due: Due, length: Duration, counting: Counting | None, runs: Sequence[Run]) -> Due:
    """Days in the state do not count (Sexual Offences Act 2003 s.83(6), s.84(5))."""
    closed = [(run.start, run.end) for run in runs if run.end > day and run.start <= due.day]
    if not closed or not length.days:
        return due
    ends = [(run.start, None if run.end == FAR else run.end) for run in runs if run.end > day]
    last = count_skipping(day, length.days, ends, beginning_with=counting is Counting.BEGINNING_WITH)
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
    """Return where a date stands after everything that happened to it up to the end of ``changes``.

    Where a missing fact decides, each value it may have is followed through on its own: the date is the latest of
    the results, the cautious one the earliest.
    """
    if len(choices) == 1 and all(len(new) < 2 for _, new in changes):
        return _fold_one(tl, pending, choices[0], changes, policy, suspended, cautious_counting)
    worlds = [
        _fold_one(tl, pending, first, _as_changes(changes, later), policy, suspended, cautious_counting)
        for first, *later in islice(product(choices, *(new or (None,) for _, new in changes)), MOST_WORLDS)
    ]
    latest = max(worlds, key=_due_day)
    certain = len({world.due for world in worlds}) == 1
    steps = (*(world.steps[0] for world in worlds if world is not latest), *latest.steps)
    return latest._replace(cautious=min(world.cautious for world in worlds), certain=certain, steps=steps)


# Levels unknown several times over in one cycle: by then the shortest and the longest have long been among these.
MOST_WORLDS = 256


def _as_changes(changes: Sequence[tuple[int, Choices]], later: Sequence[Choice | None]) -> list[tuple[int, Choices]]:
    return [(day, () if choice is None else (choice,)) for (day, _), choice in zip(changes, later, strict=True)]


def _due_day(folded: Folded) -> int:
    return folded.due.day


def _fold_one(
    tl: Timeline,
    pending: Pending,
    choice: Choice,
    changes: Sequence[tuple[int, Choices]],
    policy: Changes | None,
    suspended: Sequence[SuspendedBy],
    cautious_counting: Counting | None,
) -> Folded:
    skips = [each for each in suspended if each.rule.effect is Effect.DAYS_DO_NOT_COUNT]
    base, cautious = _readings(tl, pending, choice, skips, cautious_counting)
    nominal = base.day
    steps: list[tuple[Any, ...]] = [("count", choice, pending.day, base, cautious)]
    moving = [each for each in suspended if each.rule.effect is Effect.LATER_OF_DUE_AND or each.rule.if_]
    if not moving and not changes:
        return Folded(base, cautious, nominal, choice, certain=True, steps=tuple(steps))
    moves: list[tuple[int, int, Any, Suspension | None]] = [
        (run.start, 1, run, each.rule) for each in moving for run in each.runs if run.end > pending.day
    ]
    moves += [(day, 0, new, None) for day, new in changes]
    moves.sort(key=_day_and_rank)
    floor = 0
    due = base
    for day, _, what, rule in moves:
        if day > due.day:
            # Already past: neither a change nor a suspension moves it.
            break
        if rule is None:
            changed = _change(tl, pending, day, what[0] if what else None, base, policy, skips, steps)
            if changed is not None:
                base, choice = changed
                cautious = base.day
        else:
            floor = _suspend(tl, what, rule, due.day, floor, steps)
        due = base if floor <= base.day else Due(floor)
    if due.day == floor:
        cautious = floor
    return Folded(due, min(cautious, due.day), nominal, choice, certain=True, steps=tuple(steps))


def _day_and_rank(move: tuple[Any, ...]) -> tuple[int, int]:
    return move[0], move[1]


def _readings(
    tl: Timeline,
    pending: Pending,
    choice: Choice,
    skips: list[SuspendedBy],
    cautious_counting: Counting | None,
) -> tuple[Due, int]:
    """Return the date and the earliest date of its readings."""
    if choice.length is None:
        return Due(FAR), FAR
    due = reckon(tl, pending.day, pending.minute, choice, choice.length, skips)
    if cautious_counting is None and pending.cautious_day == pending.day:
        return due, due.day
    how = choice.regime
    if cautious_counting is not None:
        how = how._replace(counting=cautious_counting)
    other = Choice(how, choice.length)
    second = reckon(tl, pending.cautious_day, pending.minute, other, choice.length, skips)
    return due, min(due.day, second.day)


def _change(
    tl: Timeline,
    pending: Pending,
    day: int,
    choice: Choice | None,
    base: Due,
    policy: Changes | None,
    skips: list[SuspendedBy],
    steps: list[tuple[Any, ...]],
) -> tuple[Due, Choice] | None:
    """Return the pending date after a change of regime on ``day``; None where it stays."""
    if policy is None or choice is None:
        return None
    if choice.length is None:
        # The duty stops: what was pending is gone, and comes back with the next change.
        steps.append(("stops", day, choice))
        return Due(FAR), choice
    new = reckon(tl, pending.day, pending.minute, choice, choice.length, skips).day
    after = _policy_date(tl, day, base.day, new, choice, policy, skips)
    if after is None:
        steps.append(("kept", day, choice, new, base.day))
        return None
    steps.append(("changed", day, choice, new, after))
    return Due(after), choice


def _policy_date(
    tl: Timeline, day: int, old: int, new: int, choice: Choice, policy: Changes, skips: list[SuspendedBy]
) -> int | None:
    """Return the date the policy gives; None where the pending date is kept."""
    stricter = new < old
    if new == old:
        return None
    rule = policy.any_ or (policy.stricter if stricter else policy.laxer)
    if rule is ChangePolicy.KEEP:
        return None
    if rule is ChangePolicy.FROM_LAST:
        return max(new, day)
    from_change = reckon(tl, day, -1, choice, choice.length or Duration(), skips).day
    return min(old, from_change) if rule is ChangePolicy.EARLIER else from_change


def _suspend(tl: Timeline, run: Run, rule: Suspension, due: int, floor: int, steps: list[tuple[Any, ...]]) -> int:
    """Return the earliest day the date may now fall on: FAR while the state has no known end."""
    if rule.effect is Effect.RUNS_ON and rule.if_ is None:
        return floor
    if rule.if_ is not None and not run.start <= due < run.end:
        return floor
    if rule.due is None:
        return floor
    moved = FAR if run.end == FAR else after_end(tl, run.end, rule.due)
    steps.append(("suspended", run.id, run.start, run.end, rule, moved))
    return max(floor, moved)


def frozen_days(suspended: Sequence[SuspendedBy], due: int, until: int) -> int:
    """Return how many of the days after ``due`` up to and with ``until`` lay in a suspending state."""
    days: set[int] = set()
    for each in suspended:
        for run in each.runs:
            days.update(range(max(run.start, due + 1), min(run.end, until + 1)))
    return len(days)
