"""The day a length is counted from."""

import datetime as dt
from dataclasses import dataclass

from tests.oracle.days import FOREVER, birthday, minute_of
from tests.oracle.facts_tests import NotCoveredError, agrees, own_extents
from tests.oracle.lasting import first_given
from tests.oracle.proving import facts_it_may_name
from tests.oracle.world import TIMES, Event, attribute

MISSING = "a fact that would decide is missing"


@dataclass(frozen=True)
class Anchor:
    """The day, its time if one is known, and the event it is the day of."""

    day: dt.date
    minute: int | None = None
    event: Event | None = None


def find(world, rule, anchor, case):
    """Return the anchor; None if there is none; MISSING if a field, a date of birth or the length of a span is."""
    found = _find(world, rule, anchor, case)
    if anchor.offset is not None and isinstance(found, Anchor) and found.day < dt.date(9000, 1, 1):
        day = world.sums.after(found.day, anchor.offset.months, anchor.offset.days)
        found = Anchor(day, found.minute, found.event)
    if (found is None or found is MISSING) and anchor.else_ is not None:
        return find(world, rule, anchor.else_, case)
    return found


def _find(world, rule, anchor, case):
    fact = case.event.fact if case.event is not None else None
    if anchor.start:
        if case.on_event:
            return Anchor(case.event.day, case.event.minute, case.event)
        # What nothing begins has no first day.
        return None if case.start == dt.date.min else Anchor(case.start, None, case.event)
    if anchor.first is not None:
        return _first(world, rule, anchor, case)
    if anchor.field is not None or anchor.first_given is not None:
        return _dated(fact, anchor.first_given or (anchor.field,), case)
    if anchor.birthday is not None:
        born = world.offender.born_on
        words = world.book.conventions.leap_birthday.value
        if born is None:
            return MISSING
        day = birthday(born, anchor.birthday, words)
        return Anchor(day, None, birthday_on(world, day))
    if anchor.span_end is not None:
        extents = own_extents(world.extents(anchor.span_end), case)
        endless = [each for each in extents if each.last == FOREVER]
        if endless:
            return MISSING if all(each.has_no_length for each in endless) else None
        return Anchor(max(each.last for each in extents)) if extents else None
    if anchor.next_birthday is not None:
        return _next_birthday(world, rule, anchor.next_birthday, case)
    if anchor.due_of is not None or anchor.met_of is not None:
        return _outcome_of(world, anchor, fact)
    if anchor.release_after is not None:
        day = _release(world, anchor.release_after, fact, case)
        return None if day == FOREVER else Anchor(day, None, case.event)
    several = [find(world, rule, each, case) for each in (*anchor.later_of, *anchor.earlier_of)]
    days = [each for each in several if each is not None and each is not MISSING]
    if MISSING in several:
        if days:
            raise NotCoveredError  # whether the others may stand for it is not said
        return MISSING
    if not days:
        return None
    choose = max if anchor.later_of else min
    # Of two on one day it is the first, or the last, in the order of events.
    return choose(days, key=lambda each: (each.day, *(each.event.order() if each.event else (each.day, -1, ""))))


def _dated(fact, names, case):
    day = first_given(fact, [attribute(name) for name in names])
    if day is None:
        return MISSING
    name = next(attribute(name) for name in names if getattr(fact, attribute(name), None) is not None)
    return Anchor(day, minute_of(getattr(fact, TIMES.get(name, ""), None)), case.event)


def _first(world, rule, anchor, case):
    since = case.start
    if anchor.on_or_after is not None:
        found = find(world, rule, anchor.on_or_after, case)
        if found is None or found is MISSING:
            return found
        since = max(since, found.day)
    for event in world.past(world.selected(anchor.first)):
        named = facts_it_may_name(case.event) if case.event else [None]
        if since <= event.day < case.end and any(agrees(anchor.match, event.fact, fact) for fact in named):
            return Anchor(event.day, event.minute, event)
    return None


def _next_birthday(world, rule, inner, case):
    found = find(world, rule, inner, case)
    if found is None or found is MISSING:
        return found  # there is no day yet that the birthday would come after
    born = world.offender.born_on
    if born is None:
        return MISSING
    words = world.book.conventions.leap_birthday.value
    ages = range(found.day.year - born.year - 1, found.day.year - born.year + 3)
    day = next(day for age in ages if (day := birthday(born, age, words)) > found.day)
    return Anchor(day, None, birthday_on(world, day))


def birthday_on(world, day):
    """Return a birthday as the event that the anchor is the day of: reaching an age is the same."""
    return Event(day, None, world.offender.id, None, "birthday")


def _outcome_of(world, anchor, fact):
    found = []
    for row in world.outcomes.get(anchor.due_of or anchor.met_of, ()):
        day = row.due if anchor.due_of is not None else row.met_on
        if (
            day is not None
            and row.status != "not_required"
            and agrees(anchor.match, row.hanging and row.hanging.fact, fact)
        ):
            found.append(Anchor(day, None, row.met_with if anchor.met_of is not None else None))
    choose = min if anchor.which is not None and anchor.which.value == "first" else max
    return choose(found, key=lambda each: each.day, default=None)


def _release(world, names, fact, case):
    states = [name.removeprefix("in ") for name in names if name.startswith("in ")]
    dates = [getattr(fact, name) for name in names if not name.startswith("in ")]
    ends = [
        run.until
        for state in states
        for run in world.runs(state)
        for day in dates
        if day is not None and run.holds(day)
    ]
    return max([case.start, *ends])
