"""What happens to a pending date: changes of regime and suspensions, in date order, until the date is past."""

import datetime as dt
from fractions import Fraction

import attrs

from tests.oracle import limits
from tests.oracle.days import DAY, FOREVER, birthday
from tests.oracle.facts_tests import NotCoveredError
from tests.oracle.limits import NEVER, NOT_KNOWN

LATER, AFTER_END = "later of due and", "due after end"
ONCE_INSIDE = "due day first ends inside"
LEFT_OUT, RESTARTS = "days do not count", "restarts"


def fact_days(world):
    """Return every day on which a fact of the offender could change a regime."""
    if not hasattr(world, "fact_days"):
        days = set()
        for array in attrs.fields_dict(type(world.offender)):
            facts = getattr(world.offender, array)
            for fact in facts if isinstance(facts, tuple) else ():
                if attrs.has(type(fact)):
                    days |= {value for value in attrs.astuple(fact) if isinstance(value, dt.date)}
        # A state may end the day after a fact says so, and what happened on a day is known the day after.
        for state in (*world.book.states, *(span.id for span in world.book.span)):
            days |= {day for run in world.runs(state) for day in (run.start, run.until) if day != FOREVER}
        world.fact_days = days | {day + DAY for day in days}
    return world.fact_days


def law_days(world, rule):
    """Return the days on which a law that a regime names comes into force, or goes out of it, and birthdays."""
    days, waiting = set(), [regime.when for regime in rule.regime if regime.when is not None]
    while waiting:
        when = waiting.pop()
        days |= {day for day in (when.since, when.before) if day is not None}
        if when.age is not None and not when.age.on and world.offender.born_on is not None:
            days.add(birthday(world.offender.born_on, when.age.under, world.book.conventions.leap_birthday.value))
        waiting += [*when.all_, *when.any_, *([when.not_] if when.not_ is not None else [])]
    return days


def reads_daily(rule):
    """Tell whether the regime is read on each day, and not once at the anchor."""
    return rule.change is not None and getattr(rule.change.any_, "value", None) != "at the next anchor"


class Branch:
    """One pending date on its way."""

    def __init__(self, option, pending, minute, base):
        self.option = option
        self.pending = pending
        self.minute = minute
        self.base = base  # the day its length is counted from
        self.plain = pending  # the date without what the end of a state added
        self.moved_by = None  # the run that moved the date last
        self.floor = dt.date.min  # no date before this: so long after the end of a state that met it
        self.ended = dt.date.min  # the last end of a state that gave the date, or from which it was counted anew
        self.settled = False  # it is the date that the end of a state gave, whatever the regime
        self.of = option  # whose length the date is
        self.since = base  # the day from which the date was counted, whatever moved it since
        self.share = None  # what was left of the duty when its length was last taken in proportion
        self.not_before = dt.date.min  # the day of a change before which nothing falls due, on a closed day neither


class Follower:
    """The followed date of one occurrence."""

    def __init__(self, world, rule, hanging, anchor, minute, opens, counting=None, *, unmet=False):
        self.world, self.rule, self.hanging = world, rule, hanging
        self.anchor, self.minute, self.opens, self.counting, self.unmet = anchor, minute, opens, counting, unmet
        self.stop = None  # the last day that anything is known of
        self.named = None  # the day the authority named, which no closed day moves
        ends = any(regime.to_end_of is not None for regime in rule.regime)
        if ends and any(effect_of(each) == LEFT_OUT for each in rule.suspended):
            raise NotCoveredError  # which of the two comes first is not said

    def is_past(self, branch, day):
        """Tell whether the date, moved to an open day, is past on a day."""
        if not isinstance(branch.pending, dt.date):
            return False
        moved = branch.pending
        if moved != self.named:
            moved = limits.rolled(self.world, self.rule, branch.of, moved, max(self.opens, branch.not_before))
        return isinstance(moved, dt.date) and moved < day

    def dated(self, option, start, minute, now):
        """Return the date of an option counted from a day, with the days left out of it so far."""
        date, minute = limits.date_of(self.world, self.rule, option, start, minute, self.counting)
        if isinstance(date, dt.date) and date != FOREVER:
            counts_first = limits.counted(self.rule, option, self.counting) == "beginning with"
            begin = start if counts_first else start + DAY
            for suspension in self.rule.suspended:
                if effect_of(suspension) == LEFT_OUT:
                    for run in self.world.runs(*suspension.in_):
                        if run.start <= now:
                            date = left_out(date, run, begin)
        return date, minute

    def follow(self, stop, read_on):
        """Return the branches as followed up to a day, that day included."""
        world, rule, anchor = self.world, self.rule, self.anchor
        self.stop = stop
        options = limits.options(world, rule, read_on, self.hanging)
        branches = [Branch(each, *self.dated(each, anchor, self.minute, anchor), anchor) for each in options]
        return self.walk(branches, stop, {option.same_as() for option in options}, read_on=read_on)

    def walk(self, branches, stop, now, since=None, read_on=dt.date.min):
        """Let what happens from the anchor (or a day) on act on the dates."""
        world, rule = self.world, self.rule
        begin = since or self.anchor
        daily = reads_daily(rule) and now is not None
        runs = [(each, run) for each in rule.suspended for run in world.runs(*each.in_) if run.start <= stop]
        days = {run.start for _, run in runs} | {begin} | (fact_days(world) if daily else set())
        days = {each for each in days if begin <= each <= max(stop, begin)}
        if daily:
            # A law is known before it comes into force; once the duty is met it moves nothing.
            days |= {each for each in law_days(world, rule) if begin <= each and (self.unmet or each <= stop)}
        for day in sorted(days):
            touched = day == begin
            if daily and day > max(begin, read_on):
                fresh = limits.options(world, rule, day, self.hanging)
                if {option.same_as() for option in fresh} != now:
                    branches = self.changed(branches, fresh, day)
                    now = {option.same_as() for option in fresh}
                    touched = True
            for suspension, run in runs:
                # A state that already holds meets a date as soon as it is pending, or pending anew.
                if run.start == day or (touched and run.holds(day) and effect_of(suspension) != LEFT_OUT):
                    for branch in branches:
                        self.suspend(suspension, run, branch, first=day == begin)
        return branches

    def changed(self, branches, fresh, day):
        """Return the branches after a change of regime; several branches are one date that is not certain."""
        if all(self.is_past(branch, day) for branch in branches):
            return branches
        given = max(branches, key=lambda branch: str(branch.pending))
        if given.settled and all(option.duration is not None for option in fresh):
            # What the end of a state gave is moved no more; once the missing fact is known, it is the one date.
            return [given] if len(fresh) == 1 else branches
        first = branches[0]
        if len({str(branch.plain) for branch in branches}) > 1:
            first = Branch(first.option, NEVER, None, first.base)
            first.floor = max(branch.floor for branch in branches)
            first.moved_by = given.moved_by
        return [self.change_one(first, option, day) for option in fresh]

    def change_one(self, branch, option, day):
        """Return one branch after a change to one length."""
        fresh, at = self.dated(option, branch.base, self.minute if branch.base == self.anchor else None, day - DAY)
        if fresh != NEVER and self.neither_ends(branch, option, day):
            return branch  # a state without a known end: there is no date to change
        if fresh in (NEVER, NOT_KNOWN) or branch.pending == NOT_KNOWN:
            gone = Branch(option, fresh, at, branch.base)
            gone.floor = branch.floor  # what comes back is not due before it either
            return gone
        new = Branch(option, fresh, at, branch.base)
        new.moved_by, new.floor, new.settled = branch.moved_by, branch.floor, branch.settled
        new.ended, new.not_before = branch.ended, branch.not_before
        if branch.settled:
            new.pending, new.plain, new.minute = branch.pending, branch.plain, branch.minute
            return new
        if fresh == branch.plain:
            new.of, new.since, new.share = branch.of, branch.since, branch.share  # neither stricter nor laxer
        else:
            stricter = branch.plain == NEVER or fresh < branch.plain
            self.apply(self.policy(stricter=stricter), branch, new, day)
        new.plain = new.pending
        if isinstance(new.pending, dt.date) and new.floor > new.pending:
            new.pending, new.minute = new.floor, None
        return new

    def neither_ends(self, branch, option, day):
        """Tell whether a state without a known end leaves no date to a branch and to the length from its anchor."""
        if branch.plain == FOREVER:
            return True
        minute = self.minute if branch.base == self.anchor else None
        fresh, _ = self.dated(option, branch.base, minute, self.stop)
        pending = branch.plain
        for suspension in self.rule.suspended:
            if effect_of(suspension) == LEFT_OUT and isinstance(pending, dt.date):
                for run in self.world.runs(*suspension.in_):
                    if day <= run.start <= self.stop:
                        pending = left_out(pending, run, run.start)
        return fresh == FOREVER == pending

    def policy(self, *, stricter):
        """Return what a change does."""
        change = self.rule.change
        return (change.any_ or (change.stricter if stricter else change.laxer)).value

    def apply(self, policy, branch, new, day):
        """Give the new branch the date that a policy gives."""
        kept = branch.plain, branch.minute
        # What is kept falls no sooner than it did.
        new.not_before = branch.not_before if policy in ("keep the pending", "earlier of both") else dt.date.min
        turned = self.dated(new.option, day, None, day - DAY)
        if policy == "from the last, not before the change":
            new.not_before = day
            if new.pending < day:
                new.pending, new.minute = self.first_that_counts(day), None
        elif policy == "from the change":
            new.pending, new.minute = turned
            new.since = day
        elif policy == "from the next calendar month":
            new.since = start = (day.replace(day=1) + 32 * DAY).replace(day=1)
            new.pending, new.minute = self.dated(new.option, start, None, day - DAY)
        elif policy == "keep the pending":
            if branch.plain == NEVER:
                return  # there is nothing to keep
            new.pending, new.minute = kept
            new.of, new.since, new.share = branch.of, branch.since, branch.share
        elif policy == "earlier of both":
            earlier = branch.plain == NEVER or turned[0] < branch.plain
            new.pending, new.minute = turned if earlier else kept
            new.since = day
            if not earlier:
                new.of, new.since, new.share = branch.of, branch.since, branch.share
        elif branch.plain == NEVER:
            new.pending, new.minute = turned
            new.since = day
        elif limits.counted(self.rule, new.option, self.counting) == "beginning with":
            raise NotCoveredError  # how many days are left of what begins with its first day is not said
        else:
            whole = max((branch.plain - branch.since).days, 1)
            left = Fraction(min(max((branch.plain - day).days, 0), whole), whole)
            part = left * (branch.share or 1)
            new.pending, new.minute, new.share = day + int(part * days_of(new.option)) * DAY, None, part
            new.since = day

    def first_that_counts(self, day):
        """Return a day, or the end of a state that has left it out."""
        while True:
            left = [
                run.until
                for suspension in self.rule.suspended
                if effect_of(suspension) == LEFT_OUT
                for run in self.world.runs(*suspension.in_)
                if run.start < day and run.holds(day)
            ]
            if not left:
                return day
            day = max(left)

    def suspend(self, suspension, run, branch, *, first):
        """Let the start of a run act on a pending date."""
        effect = effect_of(suspension)
        if branch.pending in (NEVER, NOT_KNOWN) or self.is_past(branch, run.start):
            return
        if suspension.if_ is not None:
            # A date that the end of a state gave is moved no more where only the first is to move it.
            given = branch.settled or branch.pending == branch.floor
            if suspension.if_ == ONCE_INSIDE and given:
                return
            if suspension.due is not None and run.holds(branch.pending):
                self.later(branch, limits.from_end(self.world, self.rule, suspension.due, run.until), run)
        elif effect == LEFT_OUT:
            if not first:
                # The day that it is counted from is left out of the length already.
                counts_first = limits.counted(self.rule, branch.of, self.counting) == "beginning with"
                begin = branch.since if counts_first else branch.since + DAY
                branch.pending = branch.plain = left_out(branch.pending, run, begin)
        elif effect in (RESTARTS, AFTER_END) and not self.ends_last(branch, run):
            return
        elif effect == RESTARTS:
            branch.base = run.until
            branch.since = run.until
            branch.pending, branch.minute = self.dated(branch.option, run.until, None, run.start)
            branch.plain = branch.pending
            branch.moved_by, branch.share = run, None
        elif effect == AFTER_END:
            self.moved(branch, limits.from_end(self.world, self.rule, suspension.due, run.until), run)
            branch.plain, branch.settled = branch.pending, True
        elif effect == LATER:
            self.later(branch, limits.from_end(self.world, self.rule, suspension.due, run.until), run)

    def ends_last(self, branch, run):
        """Tell whether a run decides: it ends after those before; while one without a known end holds, none does."""
        if run.until == FOREVER and branch.pending != FOREVER:
            self.moved(branch, FOREVER, run)
        if run.until == FOREVER:
            branch.floor = FOREVER
        if branch.floor == FOREVER or run.until < branch.ended:
            return False
        branch.ended = run.until
        return True

    def later(self, branch, date, run):
        """Give a branch the date that the end of a run gives, if it is later."""
        if date == NOT_KNOWN or date > branch.pending:
            self.moved(branch, date, run)
        if date == NOT_KNOWN:
            branch.plain = NOT_KNOWN
        else:
            branch.floor = max(branch.floor, date)

    def moved(self, branch, date, run):
        """Give a branch the date that the end of a run gives."""
        branch.pending, branch.minute, branch.moved_by = date, None, run


def effect_of(suspension):
    """Return the word for what a state does."""
    return getattr(suspension.effect, "value", None)


def left_out(date, run, begin):
    """Return a date moved on by the days of a run from a day on, where they lie before it or on it."""
    first = max(run.start, begin)
    if date == FOREVER or first > date or run.until <= first:
        return date
    return FOREVER if run.until == FOREVER else date + (run.until - first)


def days_of(option):
    """Return the days of a length: a year has 365, a month 30."""
    lengths = [each for each in (option.duration, option.at_most) if each is not None]
    return min(each.months // 12 * 365 + each.months % 12 * 30 + each.days for each in lengths)
