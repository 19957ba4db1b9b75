"""What happened and what held: the events and states of one offender, read from the facts by plain scans."""

import datetime as dt
from dataclasses import dataclass, replace

from supervise.rules.vocabulary import NOUNS
from tests.oracle import deriving, facts_tests, lasting
from tests.oracle.days import DAY, FOREVER, Sums, minute_of, unit_of

# The time of day that belongs to a date field.
TIMES = {"on": "at", "departs_on": "departs_at", "from_": "from_at", "until": "until_at"}


def attribute(key):
    """Return the attribute of a field of the register."""
    return key + "_" if key in ("from", "for") else key


def given(fact, key):
    """Return the value of a field, or None if it is not given (an empty list and false are not)."""
    value = getattr(fact, attribute(key), None)
    return None if value in (None, (), False) else value


@dataclass(frozen=True)
class Event:
    """Something dated."""

    day: dt.date
    minute: int | None
    id: str
    fact: object
    origin: str
    cautious_day: dt.date | None = None
    series: tuple = ()
    first_dated: dt.date | None = None  # the day it had before a selection dated it by another field
    stands_for: tuple = ()  # the ids of others of its day that a book takes for the same

    @property
    def identity(self):
        """What tells one event from another."""
        return self.origin, self.id, self.first_dated or self.day

    def order(self):
        """Events of one day: without a time first, then by time, then by id."""
        return self.day, -1 if self.minute is None else self.minute, self.id


@dataclass(frozen=True)
class Run:
    """A stretch of days in which a state holds: up to, not including, `until`."""

    start: dt.date
    until: dt.date
    key: str
    fact: object
    also: tuple = ()  # the ids of others that make it longer

    def holds(self, day):
        """Tell whether the state holds on a day."""
        return self.start <= day < self.until


class World:
    """The facts of one offender, a book, and the day judged."""

    def __init__(self, offender, book, as_of, original=None):
        self.offender = offender
        self.original = original or offender
        self.book = book
        self.as_of = as_of
        self.zone = offender.zone or book.conventions.zone
        self.sums = Sums(book.conventions)
        # On the day of its end a state still holds, or it does not.
        self.end = DAY if book.conventions.end_day.value == "still in the state" else 0 * DAY
        self._events = {}
        self._runs = {}
        self._extents = None

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────────

    def named(self, name):
        """Return the events of a name in order, later ones than the day judged too."""
        if name not in self._events:
            self._events[name] = sorted(self._find(name), key=Event.order)
        return self._events[name]

    def _find(self, name):
        if name in self.book.define:
            return self.selected(self.book.define[name])
        for derive in self.book.derive:
            if derive.id == name:
                return deriving.events(self, derive)
        head, _, rest = name.partition(".")
        if head in ("start", "end"):
            return list(self._bounds(rest, head))
        noun = NOUNS[head]
        found = []
        for fact in getattr(self.offender, noun.array):
            kind = getattr(fact, noun.kind) if noun.kind else None
            if is_of_kind(kind, rest):
                found += self._dated(fact, (noun.at,), noun.array)
        return found

    def _bounds(self, state, which):
        for run in self.runs(state):
            day = run.start if which == "start" else run.until
            if day != FOREVER:
                also = run.also if which == "end" else ()
                yield Event(day, None, run.key, run.fact, f"{which}.{state}", stands_for=also)

    def _dated(self, fact, names, origin):
        for name in names:
            day = getattr(fact, attribute(name), None)
            if day is not None:
                minute = minute_of(getattr(fact, TIMES.get(attribute(name), ""), None))
                return [Event(day, minute, fact.id, fact, origin)]
        return []

    def selected(self, select):
        """Return the events of a selection in order."""
        found = []
        for name in select.of:
            for event in self._redated(name, select.at):
                if any(event.identity == other.identity for other in found):
                    continue
                if select.where is None or facts_tests.where(self, select.where, event):
                    found.append(event)
        if select.distinct == "day":
            ranked, found, days = found, [], set()
            for event in ranked:
                if event.day not in days:
                    days.add(event.day)
                    same = [other for other in ranked if other.day == event.day]
                    ids = [id_ for other in same for id_ in (other.id, *other.stands_for)]
                    found.append(replace(event, stands_for=tuple(ids)))
        found = sorted(found, key=Event.order)
        if select.apart is not None:
            ranked, found = found, []
            for event in ranked:
                if not found or event.day >= self._so_long_after(found[-1].day, select.apart):
                    found.append(event)
        return found

    def _so_long_after(self, day, length):
        if length.calendar is None:
            return self.sums.after(day, length.months, length.days)
        week = self.book.conventions.week_begins
        return unit_of(day, length.calendar[1], None if week is None else week.place)[1] + DAY

    def _redated(self, name, at):
        if at is None:
            return self.named(name)
        head, _, rest = name.partition(".")
        if head in NOUNS and name not in self.book.define:
            noun = NOUNS[head]
            facts = getattr(self.offender, noun.array)
            mine = [fact for fact in facts if is_of_kind(getattr(fact, noun.kind or "id"), rest)]
            found = [each for fact in mine for each in self._dated(fact, at, noun.array)]
            return sorted(found, key=Event.order)
        found = []
        for event in self.named(name):
            found += [
                replace(event, day=new.day, minute=new.minute, first_dated=event.first_dated or event.day)
                for new in self._dated(event.fact, at, "")
            ]
        return sorted(found, key=Event.order)

    def past(self, events):
        """Return only the events that count at the end of the day judged."""
        return [event for event in events if event.day <= self.as_of]

    # ── states ──────────────────────────────────────────────────────────────────────────────────────────────

    def runs(self, *states):
        """Return the runs of the union of some states that have begun by the day judged."""
        if states not in self._runs:
            parts = [part for state in states for part in self._parts(state)]
            self._runs[states] = joined(parts)
        return self._runs[states]

    def holds(self, states, day):
        """Tell whether one of the states holds on a day."""
        return any(run.holds(day) for run in self.runs(*states) if run.start <= self.as_of)

    def _parts(self, state):
        if state in self.book.states:
            return [part for part in self._own_parts(self.book.states[state]) if part.start <= self.as_of]
        if any(state in (span.id, span.part_of) for span in self.book.span):
            return [Run(each.holds, after(each.last), each.key, each.fact) for each in self.extents(state)]
        return [part for part in self._fact_parts(state) if part.start <= self.as_of]

    def _fact_parts(self, state):
        head, _, kind = state.partition(".")
        if kind:
            return list(getattr(self, f"_{head}_parts")(kind))
        parts = list(self._spread(fact for fact in self.offender.statuses if fact.kind == state))
        if state == "abroad":
            for trip in self.offender.trips:
                if trip.departs_on and not (trip.cancelled_on and trip.cancelled_on <= self.as_of):
                    parts.append(Run(trip.departs_on, self._ended(trip.returned_on), trip.id, trip))
        if state == "transferred_out":
            parts += self._away()
        return parts

    def _away(self):
        accepted = sorted((fact for fact in self.offender.transfers if fact.accepted_on), key=lambda f: f.accepted_on)
        for fact in accepted:
            if fact.to is not None and fact.to != self.offender.force:
                back = [
                    each.accepted_on
                    for each in accepted
                    if each.to == self.offender.force and each.accepted_on > fact.accepted_on
                ]
                yield Run(fact.accepted_on, min(back, default=FOREVER), fact.id, fact)

    def _ended(self, until):
        return FOREVER if until is None else until + self.end

    def _spread(self, facts):
        for fact in facts:
            if fact.from_ is not None:
                yield Run(fact.from_, self._ended(fact.until), fact.id, fact)

    def _own_parts(self, state):
        if state.any_:
            for each in state.any_:
                yield from self._parts(each)
        elif state.of:
            for name in state.of:
                for event in self.named(name):
                    if state.where is None or facts_tests.where(self, state.where, event):
                        last = event.fact.until
                        stays = hasattr(event.fact, "from_at")
                        until = last + DAY if stays and last else self._ended(last)
                        yield Run(event.fact.from_, until, event.fact.id, event.fact)
        else:
            yield from self._between(state)

    def _between(self, state):
        ends = self.selected(state.until)
        until = dt.date.min
        for event in self.selected(state.from_):
            if event.day < until:
                continue
            later = [each.day for each in ends if each.day >= event.day and not known_earlier(each, event)]
            until = min(later, default=FOREVER)
            if until > event.day:
                yield Run(event.day, until, event.id, event.fact)

    def _address_parts(self, kind):
        return self._spread(fact for fact in self.offender.addresses if fact.kind == kind)

    def _mappa_parts(self, level):
        return self._spread(fact for fact in self.offender.mappa if str(fact.level) == level)

    def _manager_parts(self, agency):
        return self._spread(
            fact
            for fact in self.offender.managers
            if fact.role in (None, "lead") and (fact.agency or "police") == agency
        )

    def _order_parts(self, kind):
        for order in self.offender.orders:
            if order.kind == kind:
                start, last = lasting.order_life(self, order)
                if start is not None:
                    yield Run(start, after(last), order.id, order)

    def _plan_parts(self, mode):
        plans = self.in_order(self.offender.plans)
        for place, plan in enumerate(plans):
            if (plan.mode or "active") == mode:
                following = [other.from_ for other in plans[place + 1 :]]
                yield Run(plan.from_, min(following, default=FOREVER), plan.id, plan)

    def in_order(self, facts):
        """Return the facts begun by the day judged in the order of their beginnings."""
        begun = [fact for fact in facts if fact.from_ is not None and fact.from_ <= self.as_of]
        return sorted(begun, key=lambda fact: (fact.from_, fact.id))

    # ── what is known of a day ──────────────────────────────────────────────────────────────────────────────

    def latest(self, facts, day):
        """Return the fact that began last by a day; None if none has."""
        begun = [fact for fact in self.in_order(facts) if fact.from_ <= day]
        return begun[-1] if begun else None

    def level(self, day):
        """Return the level on a day; None if it is not known."""
        fact = self.latest(self.offender.levels, day)
        return None if fact is None else fact.level

    def plan(self, day):
        """Return the plan of a day; None if there is none."""
        return self.latest(self.offender.plans, day)

    def extents(self, name):
        """Return the extents of a span or of several that share a name."""
        if self._extents is None:
            self._extents = list(lasting.extents(self))
        return [each for each in self._extents if name in (each.span.id, each.span.part_of)]


def known_earlier(event, other):
    """Tell whether an event is known to be earlier than another of its day: both give a time."""
    times = (event.minute, other.minute)
    return event.day == other.day and None not in times and event.minute < other.minute


def is_of_kind(kind, wanted):
    """Tell whether a fact is of the kind after a noun's dot; any kind will do without one."""
    return not wanted or (kind is None if wanted == "not_given" else str(kind) == wanted)


def joined(parts):
    """Return runs in order, those that overlap or touch as one, named by the first."""
    runs = []
    for part in sorted(parts, key=lambda part: (part.start, part.key)):
        if part.until <= part.start:
            continue  # no day of it
        if runs and part.start <= runs[-1].until:
            if part.until > runs[-1].until:
                runs[-1] = replace(runs[-1], until=part.until, also=(*runs[-1].also, part.key))
        else:
            runs.append(part)
    return runs


def after(last):
    """Return the day after a last day."""
    return FOREVER if last == FOREVER else last + DAY
