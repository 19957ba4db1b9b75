"""Judging: every occurrence of every rule for one offender, as of the end of one day."""

import datetime as dt
from dataclasses import dataclass

from supervise.model.versions import known
from tests.oracle import anchors, cases, facts_tests, following, limits, proving
from tests.oracle.days import DAY, FOREVER
from tests.oracle.facts_tests import Hanging
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
    days_late: int = 0
    days_frozen: int = 0
    hanging: object = None


def judge(offender, rulebook, as_of, known_at=None):
    """Return every occurrence as of the end of a day, rule by rule."""
    world = World(known(offender, known_at), rulebook, as_of, original=offender)
    world.outcomes = {}
    occurrences = []
    for rule in in_reading_order(rulebook.rule):
        found = judge_rule(world, rule)
        world.outcomes.setdefault(rule.published_id, []).extend(found)
        occurrences += found
    return occurrences


def in_reading_order(rules):
    """Return rules that others count from before those others."""
    return sorted(rules, key=lambda rule: rule.anchor.due_of is not None)


def judge_rule(world, rule):
    """Return all occurrences of one rule."""
    used, found = set(), []
    for case in cases.of(world, rule):
        how = {"once": once, "rolling": rolling, "countdown": countdown}[rule.cadence.value]
        found += how(world, rule, case, used)
    return found


# ── the cadences ────────────────────────────────────────────────────────────────────────────────────────────────


def once(world, rule, case, used):
    """A duty that falls due once for its case."""
    anchor = anchors.find(world, rule, rule.anchor, case)
    if anchor is None:
        return []
    if anchor is anchors.MISSING:
        return [Occurrence(rule.id, case.key, "unknown")]
    return [occurrence(world, rule, case, anchor, Hanging(case.event, case.key, extent=case.extent), used)]


def rolling(world, rule, case, used):
    """A chain: the next period runs from what met the last."""
    starts = [
        event
        for event in (world.past(world.selected(rule.anchor.last)) if rule.anchor.last else [])
        if case.start <= event.day < case.end
    ]
    first = anchors.Anchor(starts[0].day, starts[0].minute, starts[0]) if starts else None
    other = rule.anchor.else_ if rule.anchor.last else rule.anchor
    if other is not None:
        begun = anchors.find(world, rule, other, case)
        if begun is not None and begun is not anchors.MISSING and (first is None or begun.day < first.day):
            first = begun
    if first is None:
        return [] if other is None else [unanchored(world, rule, case)]
    found, anchor, number = [], first, 1
    while True:
        hanging = Hanging(case.event, case.key, number=number, extent=case.extent)
        taken = set(used)
        if anchor.event is not None:
            taken.add(anchor.event.identity)
        event = proving.meeting(world, rule, rule.met_by, hanging, anchor.event, anchor.day, case, (None, None), taken)
        made = occurrence(world, rule, case, anchor, hanging, used, event=event, searched=True)
        if event is None:
            return [*found, made]
        used.add(event.identity)
        if made.due is not None or made.status != "not_required":
            found.append(made)
            number += 1
        day = event.day
        if rule.rebased_by.value == "a date of what meets it":
            day = given(event.fact, rule.rebased_at) or day
        anchor = anchors.Anchor(day, event.minute if day == event.day else None, event)


def unanchored(world, rule, case):
    """Return the occurrence of a chain without a first event: unknown, unless it has been `never` all along."""
    hanging = Hanging(case.event, case.key, extent=case.extent)
    days = [cases.BEGINNING, *(day for day in following.fact_days(world) if day <= world.as_of)]
    ways = {option.way for day in days for option in limits.options(world, rule, day, hanging)}
    return Occurrence(rule.id, case.key, "not_required" if ways == {NEVER} else "unknown")


def countdown(world, rule, case, used):
    """One occurrence for each lead before the anchor."""
    anchor = anchors.find(world, rule, rule.anchor, case)
    if anchor is None or anchor is anchors.MISSING or anchor.day == FOREVER:
        return []
    hanging = Hanging(case.event, case.key, extent=case.extent)
    dues = [anchor.day - lead.days * DAY for lead in rule.leads]
    if case.event is None or case.extent is not None:
        dues = [due for due in dues if due >= case.start]
    found = []
    for due in dues:
        event = proving.meeting(
            world, rule, rule.met_by, hanging, anchor.event, anchor.day, case, (due, min(dues)), used
        )
        row = Occurrence(rule.id, case.key, "", anchor.day, due, due, None, due, hanging=case.event)
        found.append(settle(world, rule, case, row, event, Judged(opens_given=True)))
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


def occurrence(world, rule, case, anchor, hanging, used, event=None, *, searched=False):
    """Return one occurrence from its anchor."""
    hanging.anchor = anchor.day
    readings = limits.options(world, rule, anchor.day, hanging)
    fact = case.event.fact if case.event is not None else None
    opens = [limits.opening(world, rule, option, anchor.day, fact) for option in readings]
    opens = limits.earliest_of(opens)
    if not searched:
        starts = (opens or anchor.day, opens or anchor.day)
        event = proving.meeting(world, rule, rule.met_by, hanging, anchor.event, anchor.day, case, starts, used)
    stop = event.day if event is not None else world.as_of
    branches = following.follow(world, rule, hanging, anchor.day, anchor.minute, stop)
    others = cautious(world, rule, case, anchor, hanging, stop)
    row, judged = summed(rule, case, anchor, opens, branches, others)
    hanging.last = row.due
    if rule.gate is not None:
        judged.gate = facts_tests.when(world, rule.gate, anchor.day, hanging)
    if rule.void_by:
        starts = (opens or anchor.day, opens or anchor.day)
        judged.void = (
            proving.meeting(world, rule, rule.void_by, hanging, anchor.event, anchor.day, case, starts, set())
            is not None
        )
    if judged.before:
        row.opens = None  # a limit before the anchor has no first day
    return settle(world, rule, case, row, event, judged)


def cautious(world, rule, case, anchor, hanging, stop):
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
    return following.follow(world, rule, hanging, start, minute, stop, counting=counting, read_on=anchor.day)


def summed(rule, case, anchor, opens, branches, others):
    """Return the occurrence with its dates, and what else they say."""
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
    judged.no_end = bool(real) and max(real)[0] == FOREVER and branches[0].option.way is not None
    if len(real) == len(dates) and max(real)[0] != FOREVER:
        row.due, minute = max(real)
        row.due_minute = None if minute < 0 else minute
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
        row.met_by, row.met_on = event.id, event.day
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
        if judged.gate is None:
            return "unknown"
        if ended or (row.due is not None and row.due < today):
            return "lapsed"
        if row.opens > today:
            return "upcoming"
        if rule.gate_each_day is not None:
            hanging = Hanging(row.hanging, row.key, row.anchor)
            if facts_tests.when(world, rule.gate_each_day, today, hanging) is False:
                return "not_required"
        return "open"
    if case.end <= (row.due or FOREVER) and not judged.not_known:
        if ended or (rule.cadence.value == "rolling" and row.due is not None):
            return "lapsed"
    if ended and judged.not_known:
        return "lapsed"
    if judged.gate is None:
        return "unknown"
    suspending = [run for each in rule.suspended for run in world.runs(*each.in_) if run.holds(today)]
    if row.due is not None and row.due < today:
        lateness(world, rule, row, min(today, case.end))
        return "missed" if ended else "suspended" if suspending else "overdue"
    # What lies ahead is suspended by a state that still holds then.
    suspending = [run for run in suspending if run.until > max(today, row.anchor)]
    if judged.no_end or suspends(rule, suspending, judged):
        return "suspended"
    if judged.not_known or (judged.lacking and row.cautious_due is not None and today > row.cautious_due):
        return "unknown"
    return "upcoming" if row.opens is not None and row.opens > today else "open"


def suspends(rule, runs, judged):
    """Tell whether a state that holds keeps the date from falling due."""
    for suspension in rule.suspended:
        if suspension.if_ is None and runs:
            return True
    return any(run in judged.moved_by for run in runs)


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
