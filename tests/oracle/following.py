"""What happens to a pending date: changes of regime and suspensions, in date order, until the date is past."""

import datetime as dt

import attrs

from tests.oracle import limits
from tests.oracle.days import FOREVER
from tests.oracle.limits import NEVER, NOT_KNOWN

LATER, INSIDE = "later of due and", "due day ends inside"


def fact_days(world):
    """Return every day on which a fact of the offender could change a regime."""
    if not hasattr(world, "fact_days"):
        days = set()
        for array in ("levels", "plans", "notifications", "addresses", "managers", "statuses", "trips"):
            for fact in getattr(world.offender, array):
                days |= {value for value in attrs.astuple(fact) if isinstance(value, dt.date)}
        world.fact_days = days
    return world.fact_days


class Branch:
    """One pending date on its way."""

    def __init__(self, option, pending, minute):
        self.option = option
        self.pending = pending
        self.minute = minute
        self.moved_by = None  # the run that moved the date last
        self.floor = dt.date.min  # no date before this: so long after the end of a state that met it

    def is_past(self, day):
        """Tell whether the date is past on a day."""
        return isinstance(self.pending, dt.date) and self.pending < day


def follow(world, rule, hanging, anchor, minute, stop, *, counting=None, read_on=None):
    """Return the branches of a duty's date as followed up to a day, that day included.

    `read_on` is the day the regime is read on at first, if it is not the anchor.
    """
    daily = rule.change is not None and rule.change.any_ is None
    readings = limits.options(world, rule, read_on or anchor, hanging)
    branches = [
        Branch(option, *limits.date_of(world, rule, option, anchor, minute, counting, stop)) for option in readings
    ]
    runs = [(each, run) for each in rule.suspended for run in world.runs(*each.in_) if run.start <= stop]
    days = {run.start for _, run in runs} | {anchor} | (fact_days(world) if daily else set())
    now = {option.same_as() for option in readings}
    for day in sorted(each for each in days if anchor <= each <= max(stop, anchor)):
        touched = day == anchor
        if daily and day > anchor:
            fresh = limits.options(world, rule, day, hanging)
            if {option.same_as() for option in fresh} != now:
                branches = changed(world, rule, branches, fresh, day, anchor, minute, counting)
                now = {option.same_as() for option in fresh}
                touched = True
        for suspension, run in runs:
            # A state that already holds meets a date as soon as it is pending, or pending anew.
            if run.start == day or (touched and run.holds(day)):
                for branch in branches:
                    suspend(world, suspension, run, branch)
    return branches


def changed(world, rule, branches, fresh, day, anchor, minute, counting):
    """Return the branches after a change of regime; several branches are one date that is not certain."""
    pending = [branch.pending for branch in branches]
    if all(branch.is_past(day) for branch in branches):
        return branches
    uncertain = len(set(map(str, pending))) > 1
    first = branches[0]
    if uncertain:
        first = Branch(branches[0].option, NEVER, None)
        first.floor = max(branch.floor for branch in branches)
    return [change_one(world, rule, first, option, day, anchor, minute, counting) for option in fresh]


def change_one(world, rule, branch, option, day, anchor, minute, counting):
    """Return one branch after a change to one length."""
    fresh, at = limits.date_of(world, rule, option, anchor, minute, counting)
    if branch.pending == FOREVER and fresh != NEVER:
        return branch  # a state without a known end: there is no date to change
    if fresh in (NEVER, NOT_KNOWN) or branch.pending == NOT_KNOWN:
        return Branch(option, fresh, at)
    stricter = branch.pending == NEVER or fresh < branch.pending
    policy = (rule.change.stricter if stricter else rule.change.laxer).value
    new = Branch(option, fresh, at)
    new.moved_by, new.floor = branch.moved_by, branch.floor
    if policy == "from the last, not before the change":
        new.pending = max(fresh, day)
    elif policy == "from the change":
        new.pending, new.minute = limits.date_of(world, rule, option, day, minute, counting)
    elif policy == "keep the pending":
        new.pending, new.minute = branch.pending, branch.minute
    elif policy == "earlier of both":
        turned, at = limits.date_of(world, rule, option, day, minute, counting)
        if branch.pending == NEVER or turned < branch.pending:
            new.pending, new.minute = turned, at
        else:
            new.pending, new.minute = branch.pending, branch.minute
    if isinstance(new.pending, dt.date):
        new.pending = max(new.pending, new.floor)
    return new


def suspend(world, suspension, run, branch):
    """Let the start of a run act on a pending date."""
    if branch.pending in (NEVER, NOT_KNOWN) or branch.is_past(run.start) or suspension.due is None:
        return
    if suspension.if_ == INSIDE and not run.holds(branch.pending):
        return
    if suspension.if_ is None and getattr(suspension.effect, "value", None) != LATER:
        return
    moved = limits.from_end(world, suspension.due, run.until)
    if suspension.if_ is None and moved != NOT_KNOWN:
        branch.floor = max(branch.floor, moved)
    if moved == NOT_KNOWN:
        branch.pending = NOT_KNOWN
    elif suspension.if_ == INSIDE or moved > branch.pending:
        branch.pending = moved
        branch.moved_by = run
