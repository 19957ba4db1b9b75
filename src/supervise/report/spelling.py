"""Named sets of states, spelled out: a reader knows custody and hospital, and not what a book calls them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import attrs

from supervise.engine.steps import Failure, Gate, NotCounted, Tried
from supervise.rules.state import StateRule

__all__ = ["spelled_out"]

_States = Mapping[str, StateRule]
_KEYS = ("in", "not_in")
S = TypeVar("S")


def spelled_out(step: S, states: _States) -> S:
    """Return a step with each named set of states in its conditions replaced by the states in it.

    >>> step = Gate(condition={"not_in": ["away"]}, day=738_945, daily=False, holds=True)
    >>> spelled_out(step, {"away": StateRule(any_=("custody", "hospital"))}).condition
    {'not_in': ['custody', 'hospital']}
    """
    if isinstance(step, Gate | Tried):
        return attrs.evolve(step, condition=_condition(step.condition, states))
    if isinstance(step, NotCounted) and step.failure is not None:
        return attrs.evolve(step, failure=_failure(step.failure, states))
    return step


def _failure(failure: Failure, states: _States) -> Failure:
    alternatives = tuple(_failure(each, states) for each in failure.alternatives)
    return attrs.evolve(failure, alternatives=alternatives, condition=_condition(failure.condition, states))


def _condition(condition: Any, states: _States) -> Any:
    if isinstance(condition, Mapping):
        return {
            key: list(dict.fromkeys(_members(value, states))) if key in _KEYS else _condition(value, states)
            for key, value in condition.items()
        }
    return [_condition(each, states) for each in condition] if isinstance(condition, list) else condition


def _members(names: str | list[str], states: _States) -> Iterator[str]:
    for name in [names] if isinstance(names, str) else names:
        made_of = states[name].any_ if name in states else ()
        yield from _members(list(made_of), states) if made_of else (name,)
