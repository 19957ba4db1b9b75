"""The states a book names itself, made into functions that find their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supervise.engine.clock import FAR
from supervise.engine.counting_events import answers
from supervise.engine.happenings import Run
from supervise.engine.states import StateReader, open_span
from supervise.engine.timeline import Timeline
from supervise.model.facts import Stay
from supervise.rules.conditions import Select
from supervise.rules.state import StateRule

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = ["declared_state"]


def declared_state(rule: StateRule, compiler: Compiler) -> StateReader:
    """Return the function that finds the runs of a state that a book declares."""
    if rule.from_ is not None:
        return _between(compiler.select(rule.from_), compiler.select(rule.until))
    if rule.of:
        return _narrowed(compiler.select(Select(of=rule.of, where=rule.where)))
    parts = [compiler.reader(name) for name in rule.any_]
    return lambda tl: [run for part in parts for run in part(tl)]


def _between(start: int, end: int) -> StateReader:
    """From each event until the day of the first that answers it; an end that is planned may lie ahead."""

    def runs(tl: Timeline) -> list[Run]:
        ends = tl.planned(end)
        found: list[Run] = []
        for event in tl.planned(start):
            if found and event.day < found[-1].end:
                continue  # it holds already, and begins nothing new
            until = next((each.day for each in ends if answers(each, event)), FAR)
            found.append(Run(event.day, until, event.id, event.fact))
        return found

    return runs


def _narrowed(index: int) -> StateReader:
    return lambda tl: [_run_of(event.fact, tl.program.held_on) for event in tl.planned(index)]


def _run_of(fact: Any, held_on: int) -> Run:
    """Return the days on which a fact holds: the last day of a stay is still one of it (formats: States)."""
    return open_span(fact.from_, fact.until, fact.id, fact, 1 if isinstance(fact, Stay) else held_on)
