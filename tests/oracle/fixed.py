"""Duties fixed in advance: grids, blocks, months and days of the week, one occurrence after the other."""

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass, replace

import attrs

from tests.oracle import anchors, facts_tests, limits, proving, quotas
from tests.oracle.cases import BEGINNING
from tests.oracle.days import DAY, FOREVER, birthday, minute_of, unit_of
from tests.oracle.facts_tests import Hanging, NotCoveredError
from tests.oracle.following import Follower, effect_of, fact_days, law_days, reads_daily
from tests.oracle.limits import NEVER, NOT_KNOWN

MONTHS = 12
MINUTES = 24 * 60


def day_in(first, end, day):
    """Return the day of a month by its number, or by its weekday: the first to the fourth, or the last."""
    if day.weekday is None:
        return first.replace(day=min(day.number, end.day))
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    wanted = names.index(day.weekday.value)
    found = [each for number in range(end.day) if (each := first + number * DAY).weekday() == wanted]
    return found[-1] if day.plain().startswith("last ") else found[day.number - 1]


@dataclass
class Slot:
    """One place of a series: the day limits are counted from, its first and its last day."""

    day: dt.date
    first: dt.date
    last: dt.date
    minute: int | None = None
    partial: bool = False
    whole: tuple = ()  # the first and the last day of the whole block, where it is cut


@dataclass
class Place:
    """One occurrence of a series before it is judged."""

    slot: Slot
    option: object
    opens: dt.date
    due: object
    minute: int | None
    cut: bool = False
    number: int = 1
    since: dt.date = BEGINNING  # the day of the change that brought it
    uncut: dt.date | None = None  # the last day it had before a change cut it


class Series:
    """Where the occurrences of a rule lie for one case."""

    def __init__(self, world, rule, case, origin, born, start, limit):
        self.world, self.rule, self.case = world, rule, case
        self.origin, self.born, self.start = origin, born, start
        self.limit = limit
        self.week = world.book.conventions.week_begins
        # Blocks are counted from here; after a change to another length, from the day after the last.
        self.block_origin = origin
        self.known = {}
        self.block_word = rule.counting.value if rule.counting is not None else None
        self.entry = origin + DAY * (self.block_word == "after")

    def slots(self, option, since):
        """Yield the slots of a regime in order, from the first of its series that has not ended before a day on."""
        key = (option.same_as(), self.block_origin, self.block_word)
        if key not in self.known:
            self.known[key] = ([], getattr(self, self.rule.cadence.value)(option))
        found, more = self.known[key]
        place = bisect_left(found, since, key=lambda slot: slot.last)
        while True:
            while place >= len(found):
                slot = next(more, None)
                if slot is None:
                    return
                found.append(slot)
            if found[place].last >= since:
                yield replace(found[place])
            place += 1

    def grid(self, option):
        every, place, before = option.duration, 1, self.origin
        if self.born is not None:
            years = every.months // 12
            words = self.world.book.conventions.leap_birthday.value
            offset = self.rule.anchor.offset
            ages = range(years, 200, years)
            before = None
            for age in ages:
                if self.born.year + age > 2100:
                    return
                day = birthday(self.born, age, words)
                if offset is not None:
                    months = age * 12 + offset.months
                    day = birthday(self.born, months // 12, words)
                    if months % 12:
                        day = self.world.sums.after(self.born, months, 0)
                    day += offset.days * DAY
                first = day - 366 * DAY if before is None else before + DAY
                yield Slot(day, first, day)
                before = day
            return
        while True:
            day = self.world.sums.after(self.origin, every.months * place, every.days * place)
            yield Slot(day, before + DAY, day)
            before, place = day, place + 1

    def weekday(self, option):
        regime = option.regime
        day = self.origin + DAY
        while day.weekday() != regime.weekday.place:
            day += DAY
        while True:
            yield Slot(day, day - 6 * DAY, day, minute_of(regime.at))
            day += 7 * DAY

    def month(self, option):
        regime = option.regime
        named = {month.place for month in regime.named}
        every = None if regime.every is None else option.duration.months
        own = self.origin.year * MONTHS + self.origin.month - 1
        # With an event as the anchor and no `starts` its own month is none.
        number = own + (self.born is None and self.rule.starts is None)
        while True:
            fits = number % MONTHS in named if named else (number - own) % every == 0
            if fits:
                first = dt.date(number // MONTHS, number % MONTHS + 1, 1)
                end = unit_of(first, "month")[1]
                low = day_in(first, end, regime.days[0]) if regime.days else first
                high = day_in(first, end, regime.days[-1]) if regime.days else end
                yield Slot(low, low, high)
            number += 1

    def block(self, option):
        every = option.duration
        if every.calendar is not None:
            count, unit = every.calendar
            week = None if self.week is None else self.week.place
            day = self.block_origin
            while True:
                first, last = unit_of(day, unit, week, count, self.origin)
                yield Slot(first, first, last)
                day = last + DAY
        start = self.block_origin + DAY * (self.block_word == "after")
        first, place = start, 1
        while True:
            last = self.world.sums.beginning_with(start, every.months * place, every.days * place)
            yield Slot(first, first, last)
            first, place = last + DAY, place + 1


def days_between(regime):
    """Return how many days lie between two occurrences of a regime at most."""
    if regime.every is None:
        return 366  # months or a day of the week are named
    units = {"week": 1, "month": 1, "quarter": 3, "half-year": 6, "year": 12}
    months = [(each.calendar[0] * units[each.calendar[1]] if each.calendar else 0) for each in regime.every.durations]
    lengths = zip(months, regime.every.durations, strict=True)
    return max(((whole + each.months) * 31 + each.days for whole, each in lengths), default=0)


def undated(world, rule, case):
    """Return the one occurrence of a series that nobody can place: none is asked for if its gate fails all the time."""
    from tests.oracle import oracle

    longest = max(days_between(regime) for regime in rule.regime)
    days = [world.as_of - back * DAY for back in range(longest + 1)]
    hanging = Hanging(case.event, case.key, extent=case.extent)
    asked = (
        [facts_tests.when(world, rule.gate, day, hanging) for day in days if day >= case.start] if rule.gate else [True]
    )
    if all(each is False for each in asked):
        return oracle.Occurrence(rule.id, case.key, "not_required")
    return oracle.dateless(world, rule, case)


def series(world, rule, case, used):
    """Return the occurrences of a fixed cadence for one case."""

    origin, born, began = BEGINNING, None, set()
    if rule.anchor.birth is not None:
        born = world.offender.born_on
        if born is None and world.offender.birth_month_day is not None and rule.cadence.value == "month":
            # Only the month is read.
            born = dt.date(1904, *map(int, world.offender.birth_month_day.split("-")))
        if born is None:
            return [undated(world, rule, case)]
        origin = born
    else:
        anchor = in_case_or_before(world, rule, rule.anchor, case)
        if anchor is None or (anchor is not anchors.MISSING and anchor.day >= FOREVER):
            return []
        if anchor is anchors.MISSING:
            return [undated(world, rule, case)]
        origin = anchor.day
        if anchor.event is not None:
            began = {anchor.event.identity}  # what began the series meets nothing in it
    start = origin
    if rule.starts is not None:
        begun = in_case_or_before(world, rule, rule.starts.after, case)
        if begun is None:
            return []
        start = begun.day
    walk = Walk(world, rule, case, Series(world, rule, case, origin, born, start, None), start)
    walk.began = began
    used |= began
    return walk.judged(used)


def in_case_or_before(world, rule, anchor, case):
    """Return the anchor in a case or, where it hangs on no event, one that lies before it."""
    found = anchors.find(world, rule, anchor, case)
    hangs = case.on_event or case.extent is not None
    return anchors.find(world, rule, anchor, replace(case, start=BEGINNING)) if found is None and not hangs else found


class Walk:
    """The occurrences of one case, one after the other."""

    def __init__(self, world, rule, case, line, start):
        self.world, self.rule, self.case, self.line, self.start = world, rule, case, line, start
        self.cut_at_end = rule.while_ is not None and rule.while_.at_end.value == "cut"

    def hanging(self, number=1):
        return Hanging(self.case.event, self.case.key, number=number, extent=self.case.extent)

    def read(self, day, number=1):
        """Return the one option of a day; NotCoveredError where a missing fact would decide."""
        hanging = self.hanging(number)
        hanging.anchor = hanging.last = day
        found = limits.options(self.world, self.rule, day, hanging)
        if len(found) != 1:
            raise NotCoveredError
        if day > self.world.as_of and self.rule.regime[1:]:
            # What is planned may give another regime ahead, and whether it counts is not said.
            now = limits.options(self.world, self.rule, self.world.as_of, hanging)
            if [each.same_as() for each in now] != [found[0].same_as()]:
                raise NotCoveredError
        return found[0]

    def start_day(self):
        """Return the day the series starts, on which the regime of the first occurrence is read."""
        return max(self.start, self.case.start)

    def first_day(self):
        """Return the day from which the series is looked for."""
        begin = self.start if self.rule.cadence.value == "block" else self.start + DAY
        return max(begin, self.case.start)

    def places(self):
        """Yield the occurrences in order, each with its regime and limits, while the day of one lies in the case."""
        pos, number, before, cut = self.start_day(), 1, None, False
        # The day of a change that ended a gap, or cut what was pending, and the last day of what was passed before.
        turned, gap, passed = None, False, None
        if pos >= self.case.end:
            return
        while pos < self.case.end or self.cut_at_end:
            option = self.read(pos, number)
            if option.way == NEVER:
                later = self.next_change(pos, option, dt.date(2032, 1, 1))
                if later is None:
                    return
                pos, turned, gap = later, later, True
                continue
            if self.rebased(before, option, cut=cut, gap=gap):
                # What changes before the first block leaves it where it is.
                self.line.block_origin, self.line.block_word = max(pos, self.line.entry), "beginning with"
            brought = turned is not None and ((cut and not gap) or self.brings_about())
            if brought and self.rule.cadence.value != "block":
                slot = self.running_slot(option, turned, passed)
            else:
                slot = self.next_slot(option, max(pos, self.first_day()), first=number == 1 and turned is None)
                while brought and slot is not None and self.is_due_before(slot, option, turned):
                    slot = self.next_slot(option, slot.last + DAY, first=False)
            if slot is None:
                return
            place = self.place(slot, option, number)
            place.since = turned or BEGINNING
            # Where the end of the case cuts what has opened, that day decides.
            outside = (place.opens if self.cut_at_end else slot.day) >= self.case.end
            self.cut_by_change(place, pos, passed)
            # What would come after the end is none; but a change of regime before the end brings others about.
            if outside and (not place.cut or place.slot.last + DAY >= self.case.end):
                return
            before, cut = option, place.cut
            pos = place.slot.last + DAY
            # What a change replaces before it opened never was.
            if not outside and not (cut and place.opens >= pos):
                yield place
                number += 1
            turned, gap = (pos, False) if cut else (None, False)
            passed = passed if cut else place.slot.last

    def rebased(self, before, option, *, cut, gap):
        """Tell whether blocks of another length follow, or any after one that was cut or a gap."""
        if self.rule.cadence.value != "block" or option.duration.calendar is not None:
            return False
        return gap or (before is not None and (cut or before.duration != option.duration))

    def is_due_before(self, slot, option, day):
        """Tell whether a slot falls due before a day."""
        due = self.limits_of(slot, option)[1]
        return isinstance(due, dt.date) and due < day

    def brings_about(self):
        """Tell whether a change from `never` brings about what has begun already and falls due from then on."""
        change = self.rule.change
        policy = None if change is None else change.any_ or change.stricter
        return policy is not None and policy.value in ("from the change", "earlier of both")

    def running_slot(self, option, day, passed):
        """Return the first slot after what was passed that falls due on a day or later."""
        for slot in self.line.slots(option, day - 800 * DAY):
            due = self.limits_of(slot, option)[1]
            early = slot.last < self.first_day() or (isinstance(due, dt.date) and due < day)
            entered = self.rule.cadence.value == "month" and slot.day < self.case.start
            if early or entered or (passed is not None and slot.day <= passed) or not self.starts_after(slot, option):
                continue
            if self.rule.cadence.value in ("grid", "weekday"):
                slot.first = max(slot.first, self.start + DAY, self.case.start)
            return slot
        return None

    def next_slot(self, option, pos, *, first):
        """Return the next slot from a day on; only the first is told by how the series starts."""
        # A block is entered by its case or its anchor; the event that a series starts after is neither.
        begun = self.case.start if first and self.rule.starts is not None else pos
        for slot in self.line.slots(option, pos):
            if slot.last < pos or slot.first > dt.date(2050, 1, 1):
                if slot.last < pos:
                    continue
                return None
            if self.rule.cadence.value == "block" and option.duration.calendar is not None:
                # The block that holds the anchor is entered with it.
                entered = max(slot.first, begun, min(self.line.entry, slot.last))
                partial = Slot(entered, entered, slot.last, None, entered > slot.first, (slot.first, slot.last))
                if self.starts_after(partial, option):
                    return partial
                continue
            if not self.starts_after(slot, option):
                continue
            if slot.day < begun and self.rule.cadence.value in ("block", "month"):
                continue
            if self.rule.cadence.value in ("grid", "weekday"):
                # They stay where they are, whatever is cut.
                slot.first = max(slot.first, self.start + DAY, self.case.start)
            return slot
        return None

    def starts_after(self, slot, option):
        """Tell whether a slot lies late enough for the series to have begun."""
        starts = self.rule.starts
        if starts is None:
            return True
        opens = self.limits_of(slot, option)[0]
        what = {"its day": slot.day, "opens": opens, "last day": slot.last}[starts.by.value]
        if what <= self.start:
            return False
        if starts.not_within is None:
            return True
        return opens >= self.world.sums.after(self.start, starts.not_within.months, starts.not_within.days)

    def limits_of(self, slot, option):
        """Return the opening and the due day of a slot, with its minute."""
        regime = option.regime
        fact = self.case.event.fact if self.case.event is not None else None
        opens = limits.opening(self.world, self.rule, option, slot.day, fact) or slot.first
        limit = regime.within or regime.before if regime.every is not None or regime.named or regime.weekday else None
        if limit is None:
            return opens, slot.last, slot.minute
        way = "within" if regime.within is not None else "before"
        due, minute = limits.date_of(self.world, self.rule, limits.Option(regime, way, limit.duration), slot.day, None)
        return opens, due, minute

    def place(self, slot, option, number):
        return Place(slot, option, *self.limits_of(slot, option), number=number)

    def next_change(self, day, option, stop):
        """Return the next day on which the regime is another."""
        laws = law_days(self.world, self.rule)
        for later in sorted(each for each in fact_days(self.world) | laws if day < each <= stop):
            if later > self.world.as_of and later not in laws:
                continue
            if self.read(later).same_as() != option.same_as():
                return later
        return None

    def cut_by_change(self, place, pos, passed):
        """Let a change of regime cut an occurrence, where the rule reads it on each day."""
        if not reads_daily(self.rule):
            return
        due, last = place.due if isinstance(place.due, dt.date) else place.slot.last, place.option
        for day in sorted(
            each
            for each in fact_days(self.world) | law_days(self.world, self.rule)
            if pos < each <= max(place.slot.last, due)
            and (each <= self.world.as_of or each in law_days(self.world, self.rule))
        ):
            option = self.read(day)
            if option.same_as() == last.same_as():
                continue
            last = option
            if due < day or day >= self.case.end:
                return  # what is past is not pending
            if option.same_as() == place.option.same_as():
                continue
            if self.cuts(place, option, due, day, passed):
                place.cut, place.uncut = True, place.slot.last
                place.slot.last = day - DAY
                return

    def cuts(self, place, option, due, day, passed):
        """Tell whether a change to a regime on a day cuts a pending occurrence."""
        if getattr(self.rule.change.any_, "value", None) == "in proportion":
            return False  # each regime has its share of the block, one that asks for nothing among them
        if option.way == NEVER:
            return True
        if self.rule.cadence.value == "block" and option.duration.calendar is None:
            begins, number = max(day, self.line.entry), 1
            other = self.block_from(option, begins, number)
            while self.is_due_before(other, option, day) or not self.starts_after(other, option):
                number += 1
                other = self.block_from(option, begins, number)
        elif self.rule.cadence.value == "block":
            # It is entered on the day of the change.
            other = self.next_slot(option, max(day, self.first_day()), first=False)
            while self.is_due_before(other, option, day):
                other = self.next_slot(option, other.last + DAY, first=False)
        else:
            other = self.running_slot(option, day, passed)
        opens, fresh, _ = self.limits_of(other, option)
        change = self.rule.change
        if not option.regime.quota and (other.day, opens, fresh) == (place.slot.day, place.opens, due):
            return False  # the same window
        if fresh == due and change.any_ is None and change.stricter is not change.laxer:
            return False  # neither stricter nor laxer
        policy = (change.any_ or (change.stricter if fresh < due else change.laxer)).value
        return policy == "from the change" or (policy == "earlier of both" and fresh < due)

    def block_from(self, option, day, number):
        """Return the block of a number, of those that begin with a day."""
        sums, length = self.world.sums, option.duration
        last = sums.beginning_with(day, number * length.months, number * length.days)
        before = number - 1
        first = sums.beginning_with(day, before * length.months, before * length.days) + DAY if before else day
        return Slot(first, first, last)

    # ── judging ─────────────────────────────────────────────────────────────────────────────────────────────────

    def judged(self, used):
        """Return the occurrences that have opened, and one more."""
        found, ahead = [], 0
        places = []
        for place in self.places():
            places.append(place)
            if place.opens > self.world.as_of:
                ahead += 1
            if ahead == 2:
                break
        shown = []
        for index, place in enumerate(places):
            shown.append((place, places[index + 1] if index + 1 < len(places) else None))
            if place.opens > self.world.as_of:
                break
        taken_all = set(used)
        for place, following in shown:
            if any(regime.quota for regime in self.rule.regime):
                found.append(quotas.judge(self, place))
            else:
                found.append(self.judge(place, following, used, taken_all))
        return found

    def judge(self, place, following, used, taken_all):
        """Return one occurrence, judged."""
        from tests.oracle import oracle

        world, rule, case = self.world, self.rule, self.case
        row = oracle.Occurrence(rule.id, case.key, "", place.slot.day, place.opens, hanging=case.event)
        judged = oracle.Judged(opens_given=True)
        partial = self.partial(place)
        hanging = self.hanging(place.number)
        hanging.anchor = place.slot.day
        due, minute, moved_by = self.moved(place, hanging)
        hanging.last = due if isinstance(due, dt.date) and due != FOREVER else None
        closes = self.closes(place, due, following)
        if rule.gate is not None:
            judged.gate = facts_tests.when(world, rule.gate, place.slot.day, hanging)
        # What asks for nothing takes no event from another.
        taken = set(used) if judged.gate is False else used
        # What a state leaves out, or what is no whole block, can be met by its due day only.
        unasked = partial == "not required" or self.skipped(place, due) is not None
        until = closes
        if unasked and isinstance(due, dt.date):
            until = due if closes is None else min(closes, due)
        event = self.meeting(place, hanging, due, until, taken, taken_all)
        if event is not None:
            # What happens after the day it was met moves nothing.
            due, minute, moved_by = self.moved(place, hanging, event.day)
        judged.not_known = due == NOT_KNOWN
        judged.no_end = due == FOREVER
        judged.moved_by = moved_by
        if isinstance(due, dt.date) and due != FOREVER:
            row.due = row.cautious_due = due
            row.due_minute = minute
        if event is None and (partial == "not required" or place.cut):
            row.status = "not_required"
            return row
        skip = self.skipped(place, due)
        if event is None and judged.gate is not False and skip is not None:
            row.status = skip
            return row
        if closes is not None and world.as_of > closes:
            judged.closed = closes + DAY
        judged.void = self.is_void(place, hanging, closes)
        return oracle.settle(world, rule, case, row, event, judged)

    def is_void(self, place, hanging, closes):
        """Tell whether something takes an occurrence away: it is looked for from the opening on, or as `since` says."""
        for evidence in self.rule.void_by:
            from_opening = evidence.own is None and evidence.since == "anchor"
            tables = attrs.evolve(evidence, since="ever") if from_opening else evidence
            for event in proving.candidates(self.world, tables, hanging, None, place.slot.day, self.case, place.opens):
                in_time = closes is None or event.day <= closes
                if from_opening and event.day < place.opens:
                    continue
                if in_time and event.identity not in self.began:
                    return True
        return False

    def partial(self, place):
        """Return what is asked of a block that is cut by the beginning or the end of the case; None if it is whole."""
        if not place.slot.whole or self.rule.partial is None:
            return None
        left = self.case.end <= place.slot.last
        return self.rule.partial.value if place.slot.partial or left else None

    def moved(self, place, hanging, stop=None):
        """Return the due day after everything that moves it: what the authority names, the end, states, closed days."""
        world, rule, case = self.world, self.rule, self.case
        due, minute = place.due, place.minute
        if not isinstance(due, dt.date):
            return due, None, ()
        # One that the case enters in the middle, and does not leave, is as any other.
        is_left = self.partial(place) == "whole standard" and case.end <= place.slot.last
        if is_left and case.end <= due:
            due = case.end - DAY
        if self.cut_at_end and case.end <= due:
            due, minute = case.end - DAY, None
        named = self.named_day(place, due)
        if named is not None:
            due, minute = named, None
        follower = Follower(world, rule, hanging, place.slot.day, None, place.opens)
        follower.named = named
        from tests.oracle.following import Branch

        branch = Branch(place.option, due, minute, place.slot.day)
        (branch,) = follower.walk([branch], stop or world.as_of, None, since=min(place.opens, due))
        pending = self.at_the_latest(branch.pending)
        inside = isinstance(pending, dt.date) and pending < case.end
        if pending != named:  # a date that the authority has named is not moved to an open day
            pending = limits.rolled(world, rule, branch.option, pending, place.opens)
        if is_left and inside and isinstance(pending, dt.date):
            pending = min(pending, case.end - DAY)  # nor is a block that the case leaves moved out of it
        pending = self.at_the_latest(pending)  # no closed day moves it out of the case
        return pending, branch.minute, (branch.moved_by,) if branch.moved_by else ()

    def at_the_latest(self, day):
        """Return a date, or the last day of the case where that cuts it."""
        if self.cut_at_end and isinstance(day, dt.date) and self.case.end != FOREVER:
            return min(day, self.case.end - DAY)
        return day

    def named_day(self, place, due):
        """Return the day the authority named for an occurrence, if it lies inside the window."""
        if self.rule.may_set is None:
            return None
        inside = [
            fact
            for fact in self.world.offender.set_dates
            if fact.rule == self.rule.published_id
            and fact.on is not None
            and place.opens <= fact.on <= due
            and (fact.set_on is None or fact.set_on <= self.world.as_of)
        ]
        last = max(inside, key=lambda fact: (fact.set_on or dt.date.min, fact.id), default=None)
        return None if last is None else last.on

    def skipped(self, place, due):
        """Return the status of an occurrence that a state leaves out; None if none does."""
        for suspension in self.rule.suspended:
            if effect_of(suspension) != "skip" or not isinstance(due, dt.date):
                continue
            if suspension.percent is not None:
                if (status := self.skipped_in_part(suspension, place.opens, due)) is not None:
                    return status
                continue
            for run in self.world.runs(*suspension.in_):
                inside = run.holds(due)
                if suspension.if_ == "the whole window lies inside":
                    inside = inside and run.holds(place.opens)
                if inside:
                    if run.until == FOREVER and due > self.world.as_of:
                        return "suspended"
                    return "not_required"
        return None

    def skipped_in_part(self, suspension, opens, due):
        """Return the status of an occurrence of which part of the days lie in a state; None if they are too few."""
        if due == FOREVER:
            return None
        days = [opens + number * DAY for number in range((due - opens).days + 1)]
        runs = self.world.runs(*suspension.in_)
        inside = [day for day in days if any(run.holds(day) for run in runs)]
        # Of a state without a known end the days ahead are not certain.
        certain = [
            day
            for day in inside
            if day <= self.world.as_of or any(run.holds(day) and run.until != FOREVER for run in runs)
        ]
        for found, status in ((certain, "not_required"), (inside, "suspended")):
            if found and 100 * len(found) >= suspension.percent * len(days):
                return status
        return None

    def closes(self, place, due, following):
        """Return the last day on which an event can meet an occurrence; None if it stays open."""
        late = self.rule.late.value
        if place.cut:
            return place.slot.last
        if late == "does not count":
            return due if isinstance(due, dt.date) else None
        if late == "fills the current" and following is not None:
            last = max(following.opens, following.since) - DAY
            if due == FOREVER:
                return None  # it waits for a state without a known end
            return max(last, due) if isinstance(due, dt.date) else last
        return None

    def meeting(self, place, hanging, due, closes, used, taken_all):
        """Return the first event that meets an occurrence."""
        world, rule, case = self.world, self.rule, self.case
        fills_all = rule.late.value == "fills all"
        taken = self.began if fills_all else used
        found = []
        for number, evidence in enumerate(rule.met_by):
            anytime = attrs.evolve(evidence, since="ever")  # it is looked for from the opening on
            for event in proving.candidates(world, anytime, hanging, None, place.slot.day, case, place.opens):
                in_time = closes is None or event.day <= closes
                if rule.late.value == "does not count" and event.day == place.due and due == place.due:
                    # By its last minute too, where both are known.
                    in_time = in_time and (event.minute or 0) <= (place.minute or MINUTES)
                if event.day >= place.opens and in_time and event.identity not in taken:
                    found.append((event.order(), number, event))
        if not found:
            return None
        event = min(found, key=lambda each: each[:2])[2]
        if not fills_all:
            used.add(event.identity)
        return event
