"""The cases of a rule: one for each thing that a duty hangs on, with the days in which it can fall due."""

import datetime as dt
from dataclasses import dataclass, replace

import attrs

from supervise.model.versions import DATED_BY
from supervise.rules.vocabulary import NOUNS
from supervise.rules.words import Outcome
from tests.oracle.days import DAY, FOREVER
from tests.oracle.world import Event, after, given

BEGINNING = dt.date.min


@dataclass(frozen=True)
class Case:
    """One thing a duty hangs on, from `start` up to, not including, `end`."""

    key: str
    start: dt.date
    end: dt.date
    event: Event | None = None
    extent: object = None
    on_event: bool = False
    gap_of: str | None = None  # the state that does not hold in it


def of(world, rule):
    """Return the cases of a rule in order, cut to the windows in which the duty can fall due."""
    found = list(_all(world, rule.one_per))
    if rule.while_ is None:
        return found
    within = windows(world, rule.while_)
    cut = []
    for case in found:
        if rule.while_.resumes:
            spans = windows(world, not_of_states(world, rule.while_))
            last = next((end for start, end in spans if start <= case.start < end), BEGINNING)
            begun = [(start, end) for start, end in within if start <= max(case.start, world.as_of) and start < last]
            ends = [min(case.end, end) for start, end in begun if start < case.end and case.start < end]
            cut += [replace(case, end=end) for end in ends[-1:]]
            if not ends and _may_have_been_foreseen(world, rule):
                cut += _foreseen(world, rule, case, within)
            continue
        if _may_have_been_foreseen(world, rule) and not any(start <= case.event.day < end for start, end in within):
            cut += _foreseen(world, rule, case, within)
            continue
        for start, end in within:
            if case.on_event or (case.extent is not None and not rule.anchor.across_gaps):
                if start <= case.event.day < end:
                    cut.append(replace(case, end=min(case.end, end)))
            elif max(case.start, start) < min(case.end, end):
                cut.append(replace(case, start=max(case.start, start), end=min(case.end, end)))
    return cut


def _may_have_been_foreseen(world, rule):
    """Tell whether a rule hangs on facts whose day may lie ahead, and falls due once for each."""
    if rule.one_per.each is None or rule.cadence.value not in ("once", "countdown"):
        return False

    def of_facts(select):
        return all(
            of_facts(world.book.define[name]) if name in world.book.define else name.partition(".")[0] in NOUNS
            for name in select.of
        )

    return of_facts(rule.one_per.each)


def _foreseen(world, rule, case, within):
    """Return the case in the window that a state, or an early end of the span, ended, if the duty was there by then."""
    day = case.event.day
    spans = [(start, end) for start, end in windows(world, not_of_states(world, rule.while_)) if start <= day]
    before = rule.cadence.value == "countdown" or any(regime.before for regime in rule.regime)
    early = _early_ends(world, rule.while_.span) if before else set()
    held = bool(spans) and (day < spans[-1][1] or spans[-1][1] in early)
    ended = [end for start, end in within if held and spans[-1][0] <= start and end <= day]
    states = [state for state in rule.while_.not_in if not is_span(world, state)]
    begun = {run.start for state in states for run in world.runs(state)}
    if not ended or ended[-1] not in begun | early:
        return []
    own = (given(case.event.fact, name.rstrip("_")) for name in DATED_BY[type(case.event.fact)])
    happened = next((date for date in own if date is not None), day)
    there = happened < ended[-1] or (before and happened == day and ended[-1] in begun)
    return [replace(case, end=min(case.end, ended[-1]))] if there else []


def _early_ends(world, spans):
    """Return the days after the last of an extent that ended before its time, where none ended on it as was known."""
    held = [extent for span in spans for extent in world.extents(span) if extent.holds <= extent.last]
    known = {after(extent.last) for extent in held if not extent.early}
    return {after(extent.last) for extent in held if extent.early} - known


def is_span(world, name):
    """Tell whether a state is a span of the book."""
    return any(name in (span.id, span.part_of) for span in world.book.span)


def not_of_states(world, during):
    """Return the same without the states that are no spans: what those end may go on, what a span takes does not."""
    return attrs.evolve(during, not_in=tuple(name for name in during.not_in if is_span(world, name)))


def windows(world, during):
    """Return the windows of days in which one of the spans, if any, holds and none of the states does."""
    found = [(run.start, run.until) for run in world.runs(*during.span)] if during.span else [(BEGINNING, FOREVER)]
    for out in world.runs(*during.not_in) if during.not_in else ():
        found = [
            piece
            for start, end in found
            for piece in ((start, min(end, out.start)), (max(start, out.until), end))
            if piece[0] < piece[1]
        ]
    return found


def _all(world, one_per):
    if one_per.offender:
        yield Case(world.offender.id, BEGINNING, FOREVER)
    elif one_per.each is not None:
        events = world.selected(one_per.each)
        for place, event in enumerate(events):
            end = FOREVER
            if one_per.until_next and place + 1 < len(events):
                end = events[place + 1].day
                if end == event.day:
                    continue  # of several on one day only the last has a case
            key = event.id if one_per.key is None else given(event.fact, one_per.key) or event.id
            yield Case(key, event.day, end, event, on_event=True)
    elif one_per.occurrence_of is not None:
        yield from _occurrences(world, one_per)
    elif one_per.span is not None:
        for extent in sorted(world.extents(one_per.span), key=lambda each: each.holds):
            event = Event(extent.holds, None, extent.key, extent.fact, "extent")
            yield Case(extent.key, extent.holds, after(extent.last), event, extent)
    elif one_per.run_of is not None:
        for run in world.runs(one_per.run_of):
            event = Event(run.start, None, run.key, run.fact, one_per.run_of)
            yield Case(run.key, run.start, run.until, event)
    elif one_per.end_of is not None:
        longer = one_per.longer_than.days if one_per.longer_than else 0
        for run in world.runs(one_per.end_of):
            if run.until != FOREVER and (run.until - run.start) > longer * DAY:
                event = Event(run.until, None, run.key, run.fact, one_per.end_of, stands_for=run.also)
                yield Case(run.key, run.until, FOREVER, event, on_event=True)
    else:
        yield from _gaps(world, one_per.gap_of)


def _occurrences(world, one_per, only=()):
    """One case for each occurrence of another rule that came to this."""
    outcome = one_per.outcome.value
    if one_per.in_a_row:
        yield from _rows(world, one_per)
        return
    if one_per.reach:
        yield from _so_many(world, one_per)
        return
    for row in world.outcomes.get(one_per.occurrence_of, ()):
        if row.status in ("not_required", "lapsed") or (only and row.status not in only):
            continue
        day = row.met_on if outcome == "met" else row.due
        if day is None:
            continue
        if outcome == "missed" and (day >= world.as_of or row.status in ("met", "unknown")):
            continue
        fact = row.hanging.fact if row.hanging is not None else None
        # Dated by a meeting it is the day of what met, which does not meet what is counted from it.
        id_ = row.met_by if outcome == "met" and row.met_by else row.key
        event = Event(day, None, id_, fact, f"{outcome}.{one_per.occurrence_of}")
        yield Case(row.key, day, FOREVER, event, on_event=True)


def _rows(world, one_per):
    """One case for the last of so many missed one after the other; what was met in time begins a new row."""
    each = attrs.evolve(one_per, in_a_row=None)
    missed = [(case.event, case) for case in _occurrences(world, each)]
    due = attrs.evolve(each, outcome=Outcome.DUE)
    kept = [case.event for case in _occurrences(world, due, ("met",))]
    row = 0
    for _, case in sorted([*missed, *((event, None) for event in kept)], key=lambda pair: _place(pair[0])):
        row = row + 1 if case is not None else 0
        if row == one_per.in_a_row:
            yield case


def _so_many(world, one_per):
    """One case for each missed with which there are so many in the time that ends with its due day."""
    from tests.oracle.facts_tests import stretch

    each = attrs.evolve(one_per, reach=None, within=None)
    missed = sorted(_occurrences(world, each), key=lambda case: _place(case.event))
    for number, case in enumerate(missed, 1):
        since = stretch(world, case.event.day, None, one_per.within)
        if sum(other.event.day >= since for other in missed[:number]) == one_per.reach:
            yield case


def _place(event):
    return event.day, -1 if event.minute is None else event.minute, event.id


def _gaps(world, state):
    start, key = BEGINNING, world.offender.id
    for run in world.runs(state):
        if start < run.start:
            yield Case(key, start, run.start, gap_of=state)
        start = run.until
    if start != FOREVER:
        yield Case(key, start, FOREVER, gap_of=state)
