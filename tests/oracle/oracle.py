"""Judging: every occurrence of every rule for one offender, as of the end of one day."""

import datetime as dt
from dataclasses import dataclass

import attrs

from supervise.model.versions import known
from supervise.rules.conditions import OtherDuty, When
from tests.oracle import anchors, cases, facts_tests, fixed, grouping, limits, proving, windows
from tests.oracle.days import DAY, FOREVER
from tests.oracle.facts_tests import Hanging, NotCoveredError
from tests.oracle.following import Follower, fact_days
from tests.oracle.limits import NEVER, NOT_KNOWN
from tests.oracle.world import World, given


@dataclass
class Occurrence:
    """One time a duty falls due."""

    rule: str
    key: str
    status: str
    anchor: dt.date | None = None
    opens: dt.date | None = None
    due: dt.date | None = None
    due_minute: int | None = None
    cautious_due: dt.date | None = None
    met_by: str | None = None
    met_on: dt.date | None = None
    met_with: object = None  # the event that met it
    days_late: int = 0
    days_frozen: int = 0
    hanging: object = None
    quota: tuple = ()
    window: dt.date | None = None  # the first day of its case


def judge(offender, rulebook, as_of, known_at=None):
    """Return every occurrence as of the end of a day, rule by rule."""
    world = World(known(offender, known_at), rulebook, as_of, original=offender)
    world.outcomes = {}
    occurrences = []
    for rule in in_reading_order(rulebook.rule):
        found = [row for row in judge_rule(world, rule) if in_force(rule, row)]
        world.outcomes.setdefault(rule.published_id, []).extend(found)
        occurrences += found
    grouping.govern(rulebook, occurrences)
    return occurrences


def in_force(rule, row):
    """Tell whether a rule is law on the day an occurrence is counted from."""
    when = rule.in_force
    if when is None:
        return True
    if row.anchor is None:
        return True  # not known, and so not known to lie outside
    return (when.from_ is None or row.anchor >= when.from_) and (when.until is None or row.anchor <= when.until)


def in_reading_order(rules):
    """Return rules that others read before those others."""
    ordered, waiting = [], list(rules)
    while waiting:
        pending = {rule.published_id for rule in waiting}
        ready = [rule for rule in waiting if not read_by(rule) & (pending - {rule.published_id})]
        ordered += ready
        waiting = [rule for rule in waiting if rule not in ready]
    return ordered


def read_by(part):
    """Return the ids of the rules that a part of a rule reads."""
    found = {getattr(part, name, None) for name in ("due_of", "met_of", "occurrence_of")} - {None}
    if isinstance(part, OtherDuty):
        found.add(part.rule)
    if attrs.has(type(part)):
        return found.union(*(read_by(getattr(part, each.name)) for each in attrs.fields(type(part))))
    if isinstance(part, (tuple, dict)):
        return found.union(*(read_by(each) for each in (part.values() if isinstance(part, dict) else part)))
    return found


def asks_which(part):
    """Tell whether a part of a rule asks which occurrence of its chain a duty is."""
    if isinstance(part, When) and part.occurrence is not None:
        return True
    parts = part if isinstance(part, tuple) else ()
    if attrs.has(type(part)):
        parts = [getattr(part, each.name) for each in attrs.fields(type(part))]
    return any(asks_which(each) for each in parts)


def judge_rule(world, rule):
    """Return all occurrences of one rule."""
    used, found = set(), []
    for case in cases.of(world, rule):
        how = {"once": once, "rolling": rolling, "countdown": countdown, "any window": windows.any_window}
        how = how.get(rule.cadence.value, fixed.series)
        rows = how(world, rule, case, used)
        again = (rule.one_per.offender and rule.while_ is not None) or rule.anchor.across_gaps
        if again and how is not fixed.series and case.start <= world.as_of:
            found = without_those_asked_for_again(world, rule, case, found, rows)
        for row in rows:
            row.window = case.start
        found += rows
    return found


def without_those_asked_for_again(world, rule, case, earlier, rows):
    """Return what earlier windows of one time of the span told, but for what they left unmet and this one tells too."""
    held = cases.windows(world, attrs.evolve(rule.while_, not_in=()))
    since = next(start for start, end in held if start <= case.start < end)

    def which(row):
        return row.anchor, row.due if rule.cadence.value == "countdown" else None

    told = {which(row) for row in rows}
    return [
        row
        for row in earlier
        if row.status not in ("missed", "lapsed") or row.window < since or row.key != case.key or which(row) not in told
    ]


# ── the cadences ────────────────────────────────────────────────────────────────────────────────────────────────


def once(world, rule, case, used):
    """A duty that falls due once for its case."""
    anchor = anchors.find(world, rule, rule.anchor, case)
    if anchor is None:
        return []
    if anchor is anchors.MISSING:
        return [dateless(world, rule, case)]
    return [occurrence(world, rule, case, anchor, Hanging(case.event, case.key, extent=case.extent), used)]


def rolling(world, rule, case, used):
    """A chain: the next period runs from what met the last."""
    starts = [
        event
        for event in (world.past(world.selected(rule.anchor.last)) if rule.anchor.last else [])
        if case.start <= event.day < case.end
    ]
    if rule.anchor.across_gaps and case.start <= world.as_of:
        held = [(run.start, run.until) for run in world.runs(*rule.while_.span)]
        # Without a span all days are in it.
        otherwise = case.start if rule.while_.span else cases.BEGINNING
        since = next((start for start, end in held if start <= case.start < end), otherwise)
        since = since if case.extent is None else case.extent.holds
        earlier = [each for each in world.past(world.selected(rule.anchor.last)) if since <= each.day < case.start]
        starts = earlier[-1:] or starts
    first = anchors.Anchor(starts[0].day, starts[0].minute, starts[0]) if starts else None
    other = rule.anchor.else_ if rule.anchor.last else rule.anchor
    if other is not None:
        begun = anchors.find(world, rule, other, case)
        if begun is not None and begun is not anchors.MISSING and (first is None or begun.day < first.day):
            first = begun
        elif begun not in (None, anchors.MISSING) and begun.day == first.day and asks_which(rule.regime):
            # The first is another than the next: what happens on the day of `else` meets it, if it is not that itself.
            first = first if begun.event is not None and begun.event.id == first.event.id else begun
    if first is None:
        named = other.next_birthday or other if other is not None else None
        stands_in = rule.anchor.last and named is not None and named.first is not None
        lacks = stands_in or (other is not None and begun is anchors.MISSING)
        return [unanchored(world, rule, case)] if lacks else []
    if rule.rebased_by.value == "a date of what meets it" and first.event is not None:
        day = given(first.event.fact, rule.rebased_at) or first.day
        first = anchors.Anchor(day, first.minute if day == first.day else None, first.event)
    if first.event is not None:
        used.add(first.event.identity)  # what began the chain meets nothing in it
        if rule.rebased_by.value == "a date of what meets it":
            # Whichever of its dates is asked for.
            selected = [event for each in rule.met_by if each.select for event in world.selected(each.select)]
            used.update(event.identity for event in selected if event.fact is first.event.fact)
    found, anchor, number, first_event = [], first, 1, first.event
    began = () if first.event is None else (first.event.identity,)
    while True:
        hanging = Hanging(case.event, case.key, number=number, extent=case.extent)
        taken = set(used)
        if anchor.event is not None:
            taken.add(anchor.event.identity)
        first = opening(world, rule, case, anchor, hanging)
        event = proving.meeting(
            world, rule, rule.met_by, hanging, anchor.event, anchor.day, case, (first, first), taken, chain=True
        )
        barred = (*began, *of_one_fact(world, rule, first_event, anchor.event))
        made = occurrence(world, rule, case, anchor, hanging, used, event=event, searched=True, began=barred)
        if event is None:
            return [*found, made]
        used.add(event.identity)
        if made.status != "not_required":
            found.append(made)
            number += 1
        day = event.day
        if rule.rebased_by.value == "a date of what meets it":
            # Never before the anchor of the period that was met.
            day = max(given(event.fact, rule.rebased_at) or day, anchor.day)
        if rule.rebased_by.value == "its due day, or what meets it later" and isinstance(made.due, dt.date):
            # Where its first day is one of the period, the next begins when this one is over.
            readings = limits.options(world, rule, anchor.day, hanging)
            over = limits.counted(rule, readings[0]) == "beginning with"
            day = max(day, made.due + over * DAY) if made.due != FOREVER else day
        anchor = anchors.Anchor(day, event.minute if day == event.day else None, event)
        if anchor.day >= case.end:
            return found  # the next would be counted from a day outside the case


def of_one_fact(world, rule, *counted_from):
    """Return every date, among what makes void, of the facts that a chain rebased by a date began with or counts from."""
    if rule.rebased_by.value != "a date of what meets it":
        return ()
    facts = [event.fact for event in counted_from if event is not None and event.fact is not None]
    events = (event for each in rule.void_by if each.select for event in world.selected(each.select))
    return tuple(event.identity for event in events if any(event.fact is fact for fact in facts))


def dateless(world, rule, case):
    """Return the occurrence of which a fact that is missing would tell the anchor: none any more, once the case has ended."""
    return Occurrence(rule.id, case.key, "lapsed" if case.end <= world.as_of else "unknown")


def unanchored(world, rule, case):
    """Return the occurrence of a chain without a first event: unknown, unless it has been `never` all along."""
    hanging = Hanging(case.event, case.key, extent=case.extent)
    days = [cases.BEGINNING, *(day for day in fact_days(world) if day <= world.as_of)]
    ways = {option.way for day in days for option in limits.options(world, rule, day, hanging)}
    return Occurrence(rule.id, case.key, "not_required") if ways == {NEVER} else dateless(world, rule, case)


def countdown(world, rule, case, used):
    """One occurrence for each lead before the anchor."""
    anchor = anchors.find(world, rule, rule.anchor, case)
    if anchor is anchors.MISSING:
        return [dateless(world, rule, case)]
    if anchor is None or anchor.day == FOREVER:
        return []
    hanging = Hanging(case.event, case.key, anchor.day, extent=case.extent)
    gate = True if rule.gate is None else facts_tests.when(world, rule.gate, anchor.day, hanging)
    dues = [limits.before(world, rule, lead, anchor.day) for lead in rule.leads]
    unknown = dues.count(NOT_KNOWN)
    dues = sorted(due for due in dues if due != NOT_KNOWN)
    if not case.on_event:
        dues = [due for due in dues if due >= case.start]
    found = []
    taken = set(used) if gate is False else used  # what asks for nothing takes no event from another
    # What the calendar does not reach is no day on which anything opens.
    for due in (*dues, *[None] * unknown):
        starts = (due or anchor.day, dues[0] if dues else anchor.day)
        before = set(taken)
        event = proving.meeting(world, rule, rule.met_by, hanging, anchor.event, anchor.day, case, starts, taken)
        void = proving.meeting(world, rule, rule.void_by, hanging, anchor.event, anchor.day, case, starts, set())
        if event is not None and void is not None and void.day < event.day:
            event = None
            taken &= before
        row = Occurrence(rule.id, case.key, "", anchor.day, due, due, None, due, hanging=case.event)
        judged = Judged(gate=gate, void=void is not None, not_known=due is None, opens_given=True)
        found.append(settle(world, rule, case, row, event, judged))
    return found


# ── one occurrence ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Judged:
    """What the status needs besides the dates."""

    gate: object = True
    void: bool = False
    never: bool = False
    not_known: bool = False
    no_end: bool = False
    lacking: bool = False
    opens_given: bool = False
    before: bool = False
    moved_by: tuple = ()
    closed: dt.date | None = None  # the day on which nothing could meet it any more


def occurrence(world, rule, case, anchor, hanging, used, event=None, *, searched=False, began=()):
    """Return one occurrence from its anchor; what began its chain makes it not void."""
    hanging.anchor = anchor.day
    readings = limits.options(world, rule, anchor.day, hanging)
    if anchor.day > world.as_of:
        # What is planned may give another regime by then, and whether it counts is not said.
        now = limits.options(world, rule, world.as_of, hanging)
        if {each.same_as() for each in now} != {each.same_as() for each in readings}:
            raise NotCoveredError
    fact = case.event.fact if case.event is not None else None
    opens = {limits.opening(world, rule, option, anchor.day, fact) for option in readings}
    if len(opens) > 1:
        raise NotCoveredError  # which of several days it opens on is not said
    opens = next(iter(opens), None)
    if not searched:
        starts = (opens or anchor.day, opens or anchor.day)
        looked = set(used)
        event = proving.meeting(world, rule, rule.met_by, hanging, anchor.event, anchor.day, case, starts, looked)
        if event is not None and rule.cadence.value == "once" and rule.void_by:
            void = proving.meeting(world, rule, rule.void_by, hanging, anchor.event, anchor.day, case, starts, set())
            if void is not None and void.day < event.day:
                event, looked = None, set(used)
    stop = event.day if event is not None else world.as_of
    unmet = event is None
    following = Follower(world, rule, hanging, anchor.day, anchor.minute, opens or anchor.day, unmet=unmet)
    branches = following.follow(stop, anchor.day)
    others = cautious(world, rule, case, anchor, hanging, stop, opens, unmet=unmet)
    # A limit is that of the regime whose length the date is, in the end.
    opens = {limits.opening(world, rule, branch.of, anchor.day, fact) for branch in branches}
    if len(opens) > 1:
        raise NotCoveredError
    opens = next(iter(opens))
    row, judged = summed(world, rule, case, anchor, opens, branches, others)
    hanging.last = row.due
    if rule.gate is not None:
        judged.gate = facts_tests.when(world, rule.gate, anchor.day, hanging)
    if rule.void_by:
        starts = (opens or anchor.day, opens or anchor.day)
        judged.void = (
            proving.meeting(world, rule, rule.void_by, hanging, anchor.event, anchor.day, case, starts, set(began))
            is not None
        )
    if judged.before and opens is None:
        row.opens = None  # a limit before the anchor has no first day
    if not searched and judged.gate is not False:
        used |= looked  # what asks for nothing takes no event from another
    return settle(world, rule, case, row, event, judged)


def opening(world, rule, case, anchor, hanging):
    """Return the day an occurrence of a chain opens, or its anchor."""
    fact = case.event.fact if case.event is not None else None
    hanging.anchor = anchor.day
    readings = limits.options(world, rule, anchor.day, hanging)
    opens = {limits.opening(world, rule, option, anchor.day, fact) for option in readings} - {None}
    return min(opens, default=anchor.day)


def cautious(world, rule, case, anchor, hanging, stop, opens, *, unmet):
    """Return the branches of the cautious reading."""
    reading = rule.cautious
    early = anchor.event.cautious_day if anchor.event is not None else None
    if reading is None and early is None:
        return []
    start, minute = (early, None) if early is not None else (anchor.day, anchor.minute)
    counting = None
    if reading is not None:
        counting = reading.counting
        if reading.anchor is not None:
            events = [event for event in world.past(world.selected(reading.anchor.last)) if event.day <= anchor.day]
            if events:
                start, minute = events[-1].day, events[-1].minute
    following = Follower(world, rule, hanging, start, minute, opens or anchor.day, counting, unmet=unmet)
    return following.follow(stop, anchor.day)


def summed(world, rule, case, anchor, opens, branches, others):
    """Return the occurrence with its dates, and what else they say."""
    for branch in (*branches, *others):
        floor = opens or (None if branch.option.way == "before" else anchor.day)  # a limit before has no first day
        floor = branch.not_before if floor is None else max(floor, branch.not_before)
        branch.pending = limits.rolled(world, rule, branch.of, branch.pending, floor)
    dates = [(branch.pending, -1 if branch.minute is None else branch.minute) for branch in branches]
    kinds = {pending for pending, _ in dates}
    # Without an opening limit a duty is open from its anchor.
    row = Occurrence(rule.id, case.key, "", anchor.day, opens or anchor.day, hanging=case.event)
    judged = Judged(opens_given=opens is not None, lacking=len(set(dates)) > 1)
    judged.before = any(branch.option.way == "before" for branch in branches)
    judged.moved_by = tuple(branch.moved_by for branch in branches if branch.moved_by)
    judged.never = kinds == {NEVER}
    judged.not_known = NOT_KNOWN in kinds
    real = [each for each in dates if each[0] not in (NEVER, NOT_KNOWN)]
    if NEVER in kinds and (FOREVER in kinds or (judged.moved_by and len(kinds) > 1)):
        raise NotCoveredError  # whether a state suspends what may be nothing is not said
    judged.no_end = bool(real) and max(real)[0] == FOREVER and branches[0].option.way is not None
    if len(real) == len(dates) and max(real)[0] != FOREVER:
        row.due, minute = max(real)
        row.due_minute = None if minute < 0 else minute
        # What moved the cautious date alone holds nothing up.
        judged.moved_by = tuple(each.moved_by for each in branches if each.moved_by and each.pending == row.due)
    early = [branch.pending for branch in (*branches, *others) if branch.pending not in (NEVER, NOT_KNOWN)]
    if early and min(early) != FOREVER:
        row.cautious_due = min(early)
    return row, judged


# ── status ──────────────────────────────────────────────────────────────────────────────────────────────────────


def settle(world, rule, case, row, event, judged):
    """Give an occurrence its status."""
    if event is not None and (judged.never or judged.gate is False):
        row.status = "not_required"
        return row
    if event is not None:
        late = row.due is not None and (
            event.day > row.due
            or (event.day == row.due and row.due_minute is not None and (event.minute or 0) > row.due_minute)
        )
        row.met_by, row.met_on, row.met_with = event.id, event.day, event
        row.status = "met_late" if late else "met"
        if late:
            lateness(world, rule, row, event.day)
        return row
    row.status = unmet(world, rule, case, row, judged)
    return row


def unmet(world, rule, case, row, judged):
    """Return the first status that applies to what is not met."""
    today = world.as_of
    ended = case.end <= today
    if judged.gate is False or judged.never or judged.void:
        return "not_required"
    if not rule.must:
        if ended or (row.due is not None and row.due < today):
            return "lapsed"
        if row.opens is not None and row.opens > today:
            return "upcoming"
        if rule.gate_each_day is not None:
            hanging = Hanging(row.hanging, row.key, row.anchor)
            allowed = facts_tests.when(world, rule.gate_each_day, today, hanging)
            if allowed is None:
                raise NotCoveredError  # what is open while nobody knows is not said
            if not allowed:
                return "not_required"
        return "open"
    if case.end <= (row.due or FOREVER) and not judged.not_known:
        ahead = rule.cadence.value in ("rolling", "any window") or rule.cadence.is_fixed
        if ended or (ahead and row.due is not None):
            return "lapsed"
    if ended and judged.not_known:
        return "lapsed"
    if judged.gate is None:
        return "unknown"
    suspending = [(each, run) for each in rule.suspended for run in world.runs(*each.in_) if run.holds(today)]
    if row.due is not None and row.due < today:
        lateness(world, rule, row, min(today, case.end, judged.closed or today))
        return "missed" if ended or judged.closed else "suspended" if suspending else "overdue"
    # What lies ahead is suspended by a state that still holds then.
    suspending = [(each, run) for each, run in suspending if run.until > max(today, row.anchor)]
    if judged.no_end or any(each.if_ is None or run in judged.moved_by for each, run in suspending):
        return "suspended"
    if judged.not_known or (judged.lacking and row.cautious_due is not None and today > row.cautious_due):
        return "unknown"
    return "upcoming" if row.opens is not None and row.opens > today else "open"


def lateness(world, rule, row, last):
    """Count the days after the due day, and apart those of them in a suspending state."""
    states = tuple(state for each in rule.suspended for state in each.in_)
    day = row.due + DAY
    while day <= last:
        if states and world.holds(states, day):
            row.days_frozen += 1
        else:
            row.days_late += 1
        day += DAY
