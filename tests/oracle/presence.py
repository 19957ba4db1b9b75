"""Events out of presence that adds up: days, nights and hours in a place."""

from dataclasses import replace

from tests.oracle.days import DAY, FOREVER, hours_on, minute_of, unit_of
from tests.oracle.facts_tests import stretch


def grouped(world, derive, found):
    """Return the stays of each group; a stay without it stands alone."""
    groups = {}
    for event in found:
        whole = derive.group == "offender"
        key = world.offender.id if whole else derive.group and getattr(event.fact, derive.group)
        groups.setdefault(key or ("", event.id), []).append(event)
    return {(key if isinstance(key, str) else key[1]): held for key, held in groups.items()}


def days(world, derive, found, *, nights=False):
    """Each day on which the days touched, or the nights spent, are enough."""
    made = []
    for key, stays in grouped(world, derive, found).items():
        fired = list(_fired(world, derive, stays, nights=nights))
        if derive.fires is None or derive.fires.value == "once":
            fired = fired[:1]
        made += [replace(stays[0], day=day, minute=None, id=key, origin=derive.id) for day in fired]
    return made


def _fired(world, derive, stays, *, nights):
    """Yield the days on which the number is reached, once for each block or row of days."""
    counted, row, blocks = [], 0, set()
    block = derive.in_ or (derive.within if derive.within is not None and derive.within.calendar else None)
    each_block = derive.fires is not None and derive.fires.value == "once in each block"
    day = min(stay.day for stay in stays)
    while day <= world.as_of:
        touched = [stay for stay in stays if stay.day <= day <= (stay.fact.until or FOREVER)]
        # The first day of a stay may be left out; a night is spent on the day it ends.
        leaves_first = nights or (derive.counting is not None and derive.counting.value == "after")
        inside = [stay for stay in touched if not (leaves_first and stay.day == day)]
        skipped = bool(derive.skips) and world.holds(derive.skips, day)
        counts = bool(inside) and not skipped
        if derive.consecutive:
            breaks = not (inside if nights else touched) and not skipped
            row = 0 if breaks else row + counts
            if counts and row == derive.reach:
                yield day
        elif counts:
            counted.append(day)
            first = stretch(world, day, derive.in_, derive.within)
            number = sum(first is None or each >= first for each in counted)
            if number >= derive.reach:
                mark = unit_of(day, block.calendar[1])[0] if each_block else None
                if mark not in blocks:
                    blocks.add(mark)
                    yield day
        day += DAY


def hours(world, derive, found):
    """The day on which a stay completes so many hours."""
    made = []
    for key, stays in grouped(world, derive, found).items():
        fired = [(days, stay) for stay in stays if (days := completes(world, derive.reach, stay.fact))]
        if fired:
            (first, last), stay = min(fired, key=lambda pair: (pair[0][1], pair[1].order()))
            cautious = None if first == last else first
            made.append(replace(stay, day=last, minute=None, id=key, origin=derive.id, cautious_day=cautious))
    return made


def completes(world, reach, stay):
    """Return the first and the last day on which a stay may have reached so many hours; None if it never does."""
    arrivals = (0, 24 * 60 - 1) if stay.from_at is None else (minute_of(stay.from_at),)
    days = [hours_on(stay.from_, arrival, reach, world.zone, elapsed=False)[0] for arrival in arrivals]
    if stay.until is None:
        return days[0], days[-1]
    left = (stay.until - stay.from_).days * 24 * 60 + (24 * 60 if stay.until_at is None else minute_of(stay.until_at))
    if left < arrivals[0] + reach * 60:
        return None
    return min(days[0], stay.until), min(days[-1], stay.until)
