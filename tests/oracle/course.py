"""The course of a period of law, day by day: what holds up its first day, lengthens it, starts it again or shortens it."""

import datetime as dt
from collections import Counter
from typing import NamedTuple

from tests.oracle.days import DAY, FOREVER


class Length(NamedTuple):
    """A period."""

    months: int
    days: int


class Course(NamedTuple):
    """How a period went."""

    first: dt.date
    last: dt.date
    length: Length | None


def takes(span):
    """Tell whether anything changes the course of a span."""
    return bool(span.toll or span.reset_by is not None or span.extended_by or span.shortened)


class Period:
    """A period of a span on its way; `length` is None for one for life, `stop` the day with which something ends it."""

    def __init__(self, world, span, first, length, stop, further):
        self.world, self.span, self.first, self.length = world, span, first, length
        self.stop = stop
        self.further = further  # the events of a selection but for the one that the period hangs on

    def course(self):
        """Return the first day, the last day and the length in the end."""
        self.wait()
        if self.first == FOREVER:
            return Course(self.first, FOREVER, self.length)
        self.happen()
        last = self.last_of(self.length)
        return Course(self.first, min(last, self.shorter(last)), self.length)

    # ── the first day ───────────────────────────────────────────────────────────────────────────────────────────

    def wait(self):
        """Move a first day that lies in a state to the day the state ends."""
        waits = [toll for toll in self.span.toll if toll.effect.value == "starts at the end"]
        while runs := [run for toll in waits for run in self.runs(toll) if run.holds(self.first)]:
            self.first = max(run.until for run in runs)
            if self.first == FOREVER:
                return

    def runs(self, toll):
        """Return the runs of a toll that are long enough."""
        found = []
        for run in self.world.runs(*toll.in_):
            # Without a known end it is longer once it has lasted so long.
            until = run.until if run.until != FOREVER else self.world.as_of + DAY
            if toll.longer_than is None or (until - run.start).days > toll.longer_than.days:
                found.append(run)
        return found

    # ── what happened ───────────────────────────────────────────────────────────────────────────────────────────

    def happen(self):
        """Let what starts it again or adds to it do so, in the order of days."""
        events = []
        if self.span.reset_by is not None:
            events += [(event.day, 0, event.id, None) for event in self.past(self.span.reset_by)]
        for place, more in enumerate(self.span.extended_by):
            events += [(event.day, 1, event.id, place) for event in self.further(more.of)]
        added = Counter()
        for day, _, _, place in sorted(events, key=lambda each: each[:3]):
            last = self.last_of(self.length)
            if not self.first <= day <= min(last, self.shorter(last), self.stop):
                continue
            if place is None:
                self.first = day
            elif self.length is not None:
                by, most = self.span.extended_by[place].by, self.span.extended_by[place].at_most
                for part in ("months", "days"):
                    left = getattr(by, part)
                    if most is not None:
                        left = max(0, min(left, getattr(most, part) - added[place, part]))
                    added[place, part] += left
                    self.length = self.length._replace(**{part: getattr(self.length, part) + left})

    def past(self, select):
        return self.world.past(self.world.selected(select))

    def shorter(self, full):
        """Return the last day that clean records leave; FOREVER where none does."""
        length, earned = self.length, []
        for each in self.span.shortened:
            clean = self.last_of(each.after)
            if clean >= full or clean > min(self.world.as_of, self.stop):
                continue
            if each.without is not None and any(self.first <= e.day <= clean for e in self.further(each.without)):
                continue
            if each.needs is not None:
                done = [e.day for e in self.past(each.needs) if e.day >= self.first]
                if not done or done[0] >= full or done[0] > self.stop:
                    continue
                clean = max(clean, done[0])
            if each.by is None:
                to = Length(each.to.months, each.to.days)
                shorter = length is None or self.last_of(to) < self.last_of(length)
                length = to if shorter else length
            elif length is not None:
                length = Length(length.months - each.by.months, length.days - each.by.days)
            earned.append(clean)
        return max(self.last_of(length), *earned) if earned else FOREVER

    # ── sums ────────────────────────────────────────────────────────────────────────────────────────────────────

    def last_of(self, length):
        """Return the last day of a length, with the days that do not count added one by one."""
        if length is None:
            return FOREVER
        sums = self.world.sums
        count = sums.after if self.span.counting.value == "after" else sums.beginning_with
        last = count(self.first, length.months, length.days)
        tolls = [(toll, self.runs(toll)) for toll in self.span.toll if toll.effect.value == "add the days"]
        left = [None if toll.at_most is None else toll.at_most.days for toll, _ in tolls]
        day = self.first
        while day <= last:
            counts = False
            for place, (toll, runs) in enumerate(tolls):
                run = next((run for run in runs if run.holds(day)), None)
                if run is None or left[place] == 0 or not self.is_between(toll, day):
                    continue
                if left[place] is not None:
                    left[place] -= 1
                elif run.until == FOREVER and toll.until is None:
                    return FOREVER
                counts = True
            last += DAY * counts
            if last >= FOREVER - 40_000 * DAY:
                return FOREVER
            day += DAY
        return last

    def is_between(self, toll, day):
        """Tell whether a day lies on or after the first event of `from`, and before the first of `until`."""
        begins = self.first_of(toll.from_) if toll.from_ is not None else self.first
        ends = self.first_of(toll.until) if toll.until is not None else FOREVER
        return begins <= day < ends

    def first_of(self, select):
        return next((event.day for event in self.past(select) if event.day >= self.first), FOREVER)
