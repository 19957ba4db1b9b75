"""Evidence: which events meet or void an occurrence."""

from types import SimpleNamespace

import attrs

from supervise.model.versions import DATED_BY
from tests.oracle import facts_tests
from tests.oracle.days import DAY
from tests.oracle.facts_tests import agrees, where
from tests.oracle.world import Event, given


def candidates(world, evidence, hanging, anchor_event, anchor, case, opens):
    """Return the events that one table of evidence finds, in order."""
    event = hanging.event
    if evidence.if_ is not None and not where(world, evidence.if_, event):
        return []
    if evidence.own is not None:
        found = own(world, evidence, event)
    elif evidence.state is not None:
        runs = world.runs(evidence.state)
        found = [Event(run.start, None, run.key, run.fact, evidence.state) for run in runs]
    else:
        found = world.selected(evidence.select)
    return [
        each
        for each in found
        if each.day <= world.as_of
        # What a duty is counted from does not meet it.
        and not (anchor_event is not None and evidence.select and (each.id, each.day) == (anchor_event.id, anchor))
        # What ends the gap that a duty hangs on meets it, though the case ends on that day.
        and (each.day < case.end or (evidence.state == case.gap_of is not None and each.day == case.end))
        and (evidence.own is not None or in_time(evidence.since, each, event, anchor_event, anchor, opens))
        and fits(world, evidence, each, event, anchor)
    ]


def own(world, evidence, event):
    """Return the dates of the fact itself as events."""
    fact = event.fact
    if evidence.where is not None and not where(world, evidence.where, event):
        return []
    found = []
    for name in evidence.own:
        day = first_recorded(world, fact) if name == "first_recorded" else given(fact, name)
        if day is not None:
            found.append(Event(day, None, fact.id, fact, name))
    return found[:1]


def first_recorded(world, visit):
    """Return the day the first version with an outcome was recorded, or the day it happened."""
    versions = [fact for fact in world.original.visits if fact.id == visit.id]
    days = [fact.recorded_on or fact.on for fact in versions if fact.outcome not in (None, "planned")]
    days = [day for day in days if day is not None]
    return min(days) if days else None


def in_time(since, event, hanging_event, anchor_event, anchor, opens):
    """Tell whether an event lies after the point where the search starts."""
    if since == "ever":
        return True
    if since == "the fact":
        dates = [given(hanging_event.fact, name) for name in DATED_BY.get(type(hanging_event.fact), ())]
        return event.day >= next((day for day in dates if day is not None), anchor)
    if since in ("opens", "first opens"):
        return opens is not None and event.day >= opens
    if since == "after anchor" and event.day == anchor and anchor_event is not None:
        if event.identity == anchor_event.identity:
            return False
        if event.minute is not None and anchor_event.minute is not None:
            return (event.minute, event.id) > (anchor_event.minute, anchor_event.id)
        return event.id > anchor_event.id
    return event.day >= anchor


def fits(world, evidence, event, hanging_event, anchor):
    """Tell whether an event passes the tests of the evidence."""
    if evidence.own is not None or evidence.state is not None:
        return True
    if evidence.match and not any(
        agrees(evidence.match, event.fact, fact)
        for fact in (facts_it_may_name(hanging_event) if hanging_event else [None])
    ):
        return False
    if evidence.window is not None:
        a, b = evidence.window
        if not anchor + a * DAY <= event.day <= anchor + b * DAY:
            return False
    if evidence.around is not None:
        middle = given(event.fact, evidence.around.field)
        if middle is None:
            return False
        if not middle - evidence.around.before * DAY <= anchor <= middle + evidence.around.after * DAY:
            return False
    return evidence.where is None or tested(world, evidence, event, hanging_event)


def facts_it_may_name(event):
    """Return the fact of an event, once under its own id and once under that of each that it stands for."""
    return [event.fact, *(SimpleNamespace(**{**fields_of(event.fact), "id": id_}) for id_ in event.stands_for)]


def fields_of(fact):
    """Return the fields of a fact by their names."""
    return {field.name: getattr(fact, field.name) for field in attrs.fields(type(fact))}


def tested(world, evidence, event, hanging_event):
    """Run the field tests; the visitors of the series are those of the event the duty hangs on."""
    from dataclasses import replace

    series = hanging_event.series if hanging_event is not None else ()
    return facts_tests.where(world, evidence.where, replace(event, series=series))


def meeting(world, rule, tables, hanging, anchor_event, anchor, case, opens, used, *, chain=False):
    """Return the earliest event found by any table that has met no other occurrence; None if there is none.

    In a chain no event meets two occurrences, not even one that other cases share.
    """
    found = []
    for evidence in tables:
        start = opens[0] if evidence.since == "opens" else opens[1]
        for event in candidates(world, evidence, hanging, anchor_event, anchor, case, start):
            repeated = (evidence.shared and not chain) or evidence.state is not None or evidence.own is not None
            if repeated or event.identity not in used:
                found.append((event.order(), len(found), event))
    if not found:
        return None
    _, _, event = min(found, key=lambda each: each[:2])
    # A table that is shared finds it all the same.
    used.add(event.identity)
    return event
