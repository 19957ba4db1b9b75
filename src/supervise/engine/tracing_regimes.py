"""What the regimes of a rule were chosen by, as a trace tells it: what held on a day, since when, and by which fact."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from supervise.engine.happenings import Case
from supervise.engine.judged import CompiledRule
from supervise.engine.regimes import CompiledRegime, change_days, is_fixed
from supervise.engine.steps import Held, Tried
from supervise.engine.timeline import Timeline
from supervise.rules.conditions import When
from supervise.rules.names import attribute_of
from supervise.rules.reading import plain

__all__ = ["held", "tried"]


def tried(tl: Timeline, rule: CompiledRule, case: Case, day: int, taken: Collection[CompiledRegime]) -> Iterator[Tried]:
    """Yield each regime that was asked whether it holds on a day, up to the one that governs; none of a sole regime.

    ``taken`` are the regimes by which the sums of the occurrence were made.
    """
    regimes = rule.chooser.regimes
    if len(regimes) == 1 and regimes[0].when is None:
        return
    for regime in regimes:
        holds = True if regime.when is None else regime.when(tl, day, case)
        chosen = any(regime is each for each in taken)
        when = regime.regime.when
        yield Tried(
            regime=regime.name,
            condition=None if when is None else plain(when),
            holds=holds,
            read=tuple(_read(case, when)),
            chosen=chosen,
        )
        if holds and chosen:
            return


def _read(case: Case, when: When | None) -> Iterator[tuple[str, str]]:
    """Yield the fields that a condition asks for: dates as they are, of anything else only whether it is given."""
    for name in dict.fromkeys(_fields_of(when)):
        value = getattr(case.fact, attribute_of(name), None)
        given = "not given" if value in (None, ()) else "given"
        yield name, value.isoformat() if isinstance(value, dt.date) else given


def held(tl: Timeline, rule: CompiledRule, day: int) -> Iterator[Held]:
    """Yield what the regimes are chosen by, as it stood on a day."""
    for name in sorted(rule.chooser.names):
        if name.startswith("state:"):
            yield _held_state(tl, name.removeprefix("state:"), day)
            continue
        if name.startswith("after:"):
            yield _held_after(tl, int(name.removeprefix("after:")), day)
            continue
        if is_fixed(name):
            # Such a date stands in the condition of the regime; it is told on the day on which it decides.
            if change_days(tl, name) == [day]:
                of = "a date of the book" if name.startswith("day:") else f"the age of {name.removeprefix('birthday:')}"
                yield Held(name=of, day=day, value="reached", since=day)
            continue
        days, values = tl.track(name)
        place = bisect_right(days, day) - 1
        if place < 0:
            yield Held(name=name, day=day, value=None)
        else:
            since = days[place]
            yield Held(
                name=name,
                day=day,
                value=_value_of(values[place]),
                since=since,
                id=_said_by(tl, name, since),
                followed=name != "level" or tl.sure_level_at(day) == values[place],
            )


def _held_state(tl: Timeline, state: str, day: int) -> Held:
    run = next((each for each in tl.runs(state) if each.start <= day < each.end), None)
    if run is None:
        return Held(name=state, day=day, value="no")
    return Held(name=state, day=day, value="yes", since=run.start, id=run.id)


def _held_after(tl: Timeline, index: int, day: int) -> Held:
    first = next((event for event in tl.events(index) if event.day < day), None)
    if first is None:
        return Held(name="the event waited for", day=day, value="no")
    return Held(name="the event waited for", day=day, value="yes", since=first.day + 1, id=first.id)


def _said_by(tl: Timeline, name: str, day: int) -> str:
    """Return the id of the fact that set a value on a day: the last by id, as it is the one that holds."""
    held_on = {"until": tl.program.held_on}
    said = ((event, held_on.get(place[1], 0)) for place in _SAID_BY[name] for event in tl.dated(place))
    return max(event.id for event, later in said if event.day + later == day)


def _fields_of(when: When | None) -> Iterator[str]:
    """Yield the fields of the fact that a condition reads."""
    if when is None:
        return
    for inner in (*when.all_, *when.any_, when.not_):
        yield from _fields_of(inner)
    if when.fact is not None:
        yield from when.fact.fields
    if when.gap is not None:
        yield from (when.gap.from_, *when.gap.to)
    yield from when.known or ()
    if when.age is not None:
        yield from when.age.on


def _value_of(value: Any) -> str | None:
    """Return a value that chooses a regime in the words of the register; of a plan its interval and mode.

    None stays: a level in a word that the scale of the book does not have.
    """
    if value is None or isinstance(value, str):
        return value
    interval = "no interval" if value.interval is None else f"interval {value.interval}"
    return f"{interval}, {value.mode or 'active'}"


# The facts a track is read from, as a timeline dates them.
_SAID_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    "level": (("levels", "from_"),),
    "plan": (("plans", "from_"),),
    "home": (("notifications", "on"), ("addresses", "notified_on")),
    "agency": (("managers", "from_"), ("mappa", "from_"), ("mappa", "until")),
}
