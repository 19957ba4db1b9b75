"""Blocks that so many events fill: what each day counts for, which events count, and what is short."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from tests.oracle import facts_tests
from tests.oracle.days import DAY, FOREVER, unit_of
from tests.oracle.limits import NEVER


@dataclass
class Asked:
    """What one quota asks for in a stretch of days."""

    quota: object
    first: dt.date
    last: dt.date
    least: int
    most: int | None


def judge(walk, place):
    """Return the occurrence of a block, judged; what it has beyond what it asks for is there for the next."""
    slot = place.slot
    ended, left = getattr(walk, "left_over", (None, {}))
    if ended != slot.first - DAY or slot.first > walk.world.as_of:
        left = {}
    row = judged(walk, place, left)
    last, beyond = min(slot.last, walk.case.end - DAY), {}
    if row.status != "not_required":
        told(walk.world, list(asked_for(walk, place, last)), walk.world.as_of, left, beyond)
    walk.left_over = last, beyond
    return row


def judged(walk, place, left):
    """Return the occurrence of a block, judged with what the one before left over."""
    from tests.oracle import oracle

    world, rule, case, slot = walk.world, walk.rule, walk.case, place.slot
    last = min(slot.last, case.end - DAY)
    row = oracle.Occurrence(rule.id, case.key, "", slot.day, slot.first, last, None, last, hanging=case.event)
    hanging = walk.hanging(place.number)
    hanging.anchor, hanging.last = slot.day, last
    gate = True if rule.gate is None else facts_tests.when(world, rule.gate, slot.day, hanging)
    asked = list(asked_for(walk, place, last))
    if not asked:
        if slot.first > world.as_of:
            raise facts_tests.NotCoveredError  # a state without a known end may be over by then
        # One that runs may have days again, when the state is over.
        row.status = "suspended" if last >= world.as_of and open_ended(walk) and gate is not False else "not_required"
        return row
    row.quota = told(world, asked, world.as_of, left)
    if gate is False:
        row.status = "not_required"
        return row
    # What is short changes on days of events alone.
    selects = [each for ask in asked for each in selections(ask.quota)]
    days = {slot.first} | {event.day for select in selects for event in of(world, select)}
    if any(is_part(ask.quota) for ask in asked):
        # The part of what is done can be told when all is done.
        days = {last}
        if last <= world.as_of and sum(least(world, ask, last) for ask in asked) == 0:
            row.status = "not_required"
            return row
    for day in sorted(each for each in days if slot.first <= each <= min(last, world.as_of)):
        if all(short == 0 for _, _, short, _ in told(world, asked, day, left)):
            row.status, row.met_on = "met", day
            if place.uncut is not None:  # a change moves no day of what was met before
                row.due = row.cautious_due = min(place.uncut, case.end - DAY)
            return row
    # Nothing cuts a block that is counted from the anchor: it would have been due on its own last day.
    uncut = walk.partial(place) is None and not walk.cut_at_end
    if walk.partial(place) == "not required" or place.cut or walk.is_void(place, hanging, last):
        row.status = "not_required"
    elif (skip := walk.skipped(place, slot.last if uncut else last)) is not None:
        row.status = skip
        if uncut:
            row.due, row.cautious_due = slot.last, slot.last
    elif case.end <= slot.last and uncut:
        row.status, row.due, row.cautious_due = "lapsed", slot.last, slot.last
    elif gate is None:
        row.status = "unknown"
    elif last < world.as_of:
        row.status = "missed"
        oracle.lateness(world, rule, row, last + DAY)
    elif any(
        run.holds(world.as_of) and run.until > max(world.as_of, slot.day)
        for each in rule.suspended
        if each.if_ is None
        for run in world.runs(*each.in_)
    ):
        row.status = "suspended"
    else:
        row.status = "upcoming" if slot.first > world.as_of else "open"
    return row


def open_ended(walk):
    """Tell whether a state that takes days out of blocks has no known end."""
    states = (each.in_ for each in walk.rule.suspended if each.if_ is None)
    return any(run.until == FOREVER for each in states for run in walk.world.runs(*each))


def is_part(quota):
    """Tell whether a quota asks for a percentage of other events."""
    return not isinstance(quota.at_least, int)


def least(world, ask, until):
    """Return how many events are asked for, as of a day."""
    if not is_part(ask.quota):
        return ask.least
    share = ask.quota.at_least
    number = sum(ask.first <= event.day <= min(ask.last, until) for event in of(world, share.of))
    part = Fraction(number * share.percent, 100)
    return ceil(part) if share.rounded.value == "up" else floor(part)


def selections(quota):
    """Return every selection of events that a quota reads."""
    return [quota.of, *(each.of for each in (*quota.also, *quota.reduced_by) if each.of is not None)]


def of(world, select):
    """Return the events of a selection that have happened, found once."""
    if not hasattr(world, "counted"):
        world.counted = {}
    key = repr(select)
    if key not in world.counted:
        world.counted[key] = world.past(world.selected(select))
    return world.counted[key]


def parts_of(world, quota, whole):
    """Return the stretches in which a quota holds: the block, or each part of the calendar that belongs to it."""
    if quota.each is None:
        return [whole]
    week = world.book.conventions.week_begins
    parts, day = [], whole[0]
    while day <= whole[1]:
        first, last = unit_of(day, quota.each.calendar[1], None if week is None else week.place)
        inside = {
            None: True,
            "wholly inside": whole[0] <= first and last <= whole[1],
            "begins inside": whole[0] <= first <= whole[1],
            "ends inside": whole[0] <= last <= whole[1],
        }[None if quota.parts is None else quota.parts.value]
        if inside:
            parts.append((max(first, whole[0]), min(last, whole[1])))
        day = last + DAY
    return parts


def asked_for(walk, place, last):
    """Yield what is asked for; nothing where every share is of no day."""
    world, rule, slot = walk.world, walk.rule, place.slot
    by_change = rule.change is not None and getattr(rule.change.any_, "value", None) == "in proportion"
    left_out = [each.in_ for each in rule.suspended if getattr(each.effect, "value", None) == "in proportion"]
    by_end = rule.partial is not None and rule.partial.value == "in proportion"
    # Of a block that a change cut the whole was asked for.
    inside_case = min(place.uncut or slot.last, walk.case.end - DAY)
    ids = {
        quota.id: quota for regime in (rule.regime if by_change else [place.option.regime]) for quota in regime.quota
    }
    for quota in ids.values():
        # A share is one of the whole block, or of a part that fills it with others; else parts lie inside the case.
        shares = by_end and slot.whole and quota.parts is None
        whole = slot.whole if shares else (slot.first, last if slot.whole else slot.last)
        for first, end in parts_of(world, quota, whole):
            least_of = most = Fraction(0)
            total = (end - first).days + 1
            counted = 0
            for number in range(total):
                day = first + number * DAY
                if by_end and not slot.first <= day <= inside_case:
                    continue
                if left_out and any(run.holds(day) for in_ in left_out for run in world.runs(*in_)):
                    continue
                mine = quota
                if by_change:
                    seen = min(day, max(world.as_of, slot.first))
                    option = walk.read(max(seen, slot.first))
                    mine = (
                        None
                        if option.way == NEVER
                        else next((each for each in option.regime.quota if each.id == quota.id), None)
                    )
                if mine is None:
                    continue
                counted += 1
                least_of += Fraction(0 if is_part(mine) else mine.at_least, total)
                most += Fraction(mine.at_most or 0, total)
            if counted:
                inside = (max(first, slot.first), min(end, last))
                yield Asked(quota, *inside, max(1, floor(least_of)), ceil(most) if quota.at_most is not None else None)


def told(world, asked, until, left, beyond=None):
    """Return for each quota its id, the events counted, the short and the over, as of a day.

    `left` is what the block before had beyond what it asked for, and `beyond` is given what this one has.
    """
    taken, found = set(), {}
    for each in asked:
        quota = each.quota
        end = min(each.last, until)

        def inside(select, first=each.first, end=end):
            return [event for event in of(world, select) if first <= event.day <= end]

        counted = [event for event in inside(quota.of) if event.identity not in taken]
        asks, beside = least(world, each, until), 0
        for reduction in quota.reduced_by:
            number = len(inside(reduction.of))
            number = number if reduction.at_most is None else min(number, reduction.at_most)
            asks = max(min(asks, reduction.not_below), asks - number * reduction.by)
        if beyond is not None:
            beyond[quota.id] = counted[asks:]
        for stand_in in quota.also:
            cap = stand_in.at_most if stand_in.at_most is not None else asks * stand_in.at_most_percent // 100
            others = [
                event
                for event in (left.get(quota.id, ()) if stand_in.of is None else inside(stand_in.of))
                if event.identity not in taken and all(event.identity != other.identity for other in counted)
            ]
            # Of events of which several stand for one, those that are too few for another one stand for none.
            each_is = stand_in.for_one or 1
            whole = min(cap, len(others) // each_is)
            counted += others[: whole * each_is]
            beside += whole * each_is - whole
        if quota.alone:
            taken |= {event.identity for event in counted}
        got = len(counted) - beside
        number, short, over = found.get(quota.id, (0, 0, 0))
        more = 0 if each.most is None else max(0, got - each.most)
        found[quota.id] = (number + got, short + max(0, asks - got), over + more)
    return tuple((id_, *each) for id_, each in found.items())
