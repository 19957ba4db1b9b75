"""How each state is read from the facts: kinds of status, orders in force, plans, managers, addresses, spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from supervise.dates.ordinals import ordinal_of
from supervise.engine.clock import FAR
from supervise.engine.happenings import Run
from supervise.engine.orders import order_life
from supervise.engine.timeline import Timeline, after
from supervise.rules.rulebook import Rulebook

__all__ = ["StateReader", "open_span", "state_reader"]

StateReader: TypeAlias = Callable[[Timeline], list[Run]]


def state_reader(name: str, book: Rulebook) -> StateReader:
    """Return the function that finds the runs of a state; ValueError if no state has that name."""
    if any(name in (span.id, span.part_of) for span in book.span):
        return _span_runs(name)
    head, _, kind = name.partition(".")
    if kind and head in _READERS:
        return _READERS[head](kind)
    if not kind:
        return _BUILT_IN.get(name) or _status(name)
    message = f"no state is called '{name}'"
    raise ValueError(message)


def open_span(start: Any, end: Any, id_: str, fact: Any, held_on: int = 0) -> Run:
    """Return a run from two dates; no end means it still holds, ``held_on`` is 1 where its last day is still in it."""
    return Run(start.toordinal(), FAR if end is None else end.toordinal() + held_on, id_, fact)


def _status(kind: str) -> StateReader:
    return lambda tl: [
        open_span(fact.from_, fact.until, fact.id, fact, tl.program.held_on)
        for fact in tl.offender.statuses
        if fact.kind == kind and fact.from_ is not None
    ]


def _abroad(tl: Timeline) -> list[Run]:
    """A departed trip and a status ``abroad`` are one state (formats: States). One called off later was still on."""
    reached = tl.clock.reached
    trips = [
        open_span(trip.departs_on, trip.returned_on, trip.id, trip, tl.program.held_on)
        for trip in tl.offender.trips
        if trip.departs_on is not None and not reached(ordinal_of(trip.cancelled_on, FAR))
    ]
    return _status("abroad")(tl) + trips


def _transferred_out(tl: Timeline) -> list[Run]:
    """From the acceptance by another force until this force accepts again."""
    force = tl.offender.force
    accepted = sorted(
        (fact.accepted_on.toordinal(), fact.id, fact) for fact in tl.offender.transfers if fact.accepted_on is not None
    )
    runs = _status("transferred_out")(tl)
    for place, (day, id_, fact) in enumerate(accepted):
        if fact.to is None or fact.to == force:
            continue
        back = [later for later, _, other in accepted[place + 1 :] if other.to == force]
        runs.append(Run(day, back[0] if back else FAR, id_, fact))
    return runs


def _span_runs(name: str) -> StateReader:
    return lambda tl: [Run(extent.holds, after(extent.last), extent.key, extent.fact) for extent in tl.extents(name)]


def _order_runs(kind: str) -> StateReader:
    def runs(tl: Timeline) -> list[Run]:
        found = []
        for order in tl.offender.orders:
            if order.kind == kind:
                start, last = order_life(tl, order)
                if start is not None:
                    found.append(Run(start, after(last), order.id, order))
        return found

    return runs


def _plan_runs(mode: str) -> StateReader:
    """Runs of days on which the plan then in force has this mode; no mode means active."""

    def runs(tl: Timeline) -> list[Run]:
        days, plans = tl.track("plan")
        ends = [*days[1:], FAR]
        return [
            Run(day, end, plan.id, plan)
            for day, plan, end in zip(days, plans, ends, strict=False)
            if (plan.mode or "active") == mode
        ]

    return runs


def _manager_runs(agency: str) -> StateReader:
    return lambda tl: [
        open_span(fact.from_, fact.until, fact.id, fact, tl.program.held_on)
        for fact in tl.offender.managers
        if fact.from_ is not None and (fact.agency or "police") == agency and fact.role in (None, "lead")
    ]


def _mappa_runs(level: str) -> StateReader:
    return lambda tl: [
        open_span(fact.from_, fact.until, fact.id, fact, tl.program.held_on)
        for fact in tl.offender.mappa
        if fact.from_ is not None and str(fact.level) == level
    ]


def _address_runs(kind: str) -> StateReader:
    return lambda tl: [
        open_span(fact.from_, fact.until, fact.id, fact, tl.program.held_on)
        for fact in tl.offender.addresses
        if fact.from_ is not None and fact.kind == kind
    ]


_READERS: Mapping[str, Callable[[str], StateReader]] = {
    "address": _address_runs,
    "manager": _manager_runs,
    "mappa": _mappa_runs,
    "order": _order_runs,
    "plan": _plan_runs,
}

_BUILT_IN: Mapping[str, StateReader] = {"abroad": _abroad, "transferred_out": _transferred_out}
