"""One offender's facts as sorted day numbers: every set of matching events and every state found once and shared."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from supervise.dates.spans import merge, subtract
from supervise.engine.clock import FAR, Clock
from supervise.engine.happenings import UNTIMED, Event, Extent, Run, happened, minute_of, new_event, order_of

if TYPE_CHECKING:
    from supervise.engine.obligation import Obligation
    from supervise.engine.program import Program
    from supervise.model import Offender

__all__ = ["TIMES", "Officer", "Timeline", "Workforce"]

# The clock field that belongs to a date field; others are civil dates only.
TIMES = {"on": "at", "departs_on": "departs_at", "from_": "from_at"}


@frozen(kw_only=True)
class Officer:
    """What a force says of one officer; missing means that it does not say."""

    team: str | None = None
    supervisor: str | None = None
    fte: Decimal | None = field(default=None, metadata={"doc": "Share of full time, 1 being all of it."})
    absent: tuple[tuple[int, int], ...] = field(default=(), metadata={"doc": "Half-open runs of days."})


class Workforce:
    """The officers of a force: who is trained when, in which team, under whom, for how much of full time.

    ``trained`` maps an officer's id to half-open runs of days, and an officer it does not name is not trained; None:
    of nobody's training is anything known. Judging needs no more than that. ``officers`` says the rest, for the
    checks of officers and teams.
    """

    __slots__ = ("officers", "trained")

    def __init__(
        self, trained: Mapping[str, tuple[tuple[int, int], ...]] | None, officers: Mapping[str, Officer] | None = None
    ) -> None:
        self.trained = trained
        self.officers: Mapping[str, Officer] = {} if officers is None else officers

    def is_trained(self, officer: str, day: int) -> bool:
        """Return whether the officer's training was in force on the day."""
        return any(start <= day < end for start, end in (self.trained or {}).get(officer, ()))

    def officer(self, id: str) -> Officer:
        """Return what the force says of an officer; one of whom it says nothing if the id is not on its list."""
        return self.officers.get(id, _NOT_LISTED)


_NOT_LISTED = Officer()


class Timeline:
    """The facts of one offender, indexed as a program asks for them; made for one review and thrown away."""

    __slots__ = (
        "_dated",
        "_events",
        "_extents",
        "_kinds",
        "_reached",
        "_runs",
        "_tracks",
        "_windows",
        "clock",
        "lacking",
        "notes",
        "occurrence",
        "offender",
        "original",
        "outcomes",
        "program",
        "window_last",
        "workforce",
    )

    def __init__(
        self,
        offender: Offender,
        program: Program,
        clock: Clock,
        workforce: Workforce | None = None,
        original: Offender | None = None,
    ) -> None:
        self.offender = offender
        # With every version of every fact: what was first recorded when.
        self.original = offender if original is None else original
        self.program = program
        self.clock = clock
        self.workforce = workforce
        self.lacking: list[str] = []
        self.notes: set[str] = set()
        # What the rule being judged is at: its occurrence in a chain and the last day of its window.
        self.occurrence = 1
        self.window_last = 0
        self.outcomes: dict[str, list[tuple[Obligation, Any]]] = {}
        self._dated: dict[tuple[str, ...], list[Event]] = {}
        self._kinds: dict[str, dict[Any, list[Any]]] = {}
        self._events: list[list[Event] | None] = [None] * len(program.selects)
        self._reached: list[list[Event] | None] = [None] * len(program.selects)
        self._runs: dict[str, list[Run]] = {}
        self._extents: dict[str, list[Extent]] = {}
        self._tracks: dict[str, tuple[list[int], list[Any]]] = {}
        self._windows: dict[Any, tuple[tuple[int, int], ...]] = {}

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────────

    def dated(self, array: str, *at: str) -> list[Event]:
        """Return all facts of an array that give one of the dates ``at``, as events in order, future ones too."""
        key = (array, *at)
        found = self._dated.get(key)
        if found is None:
            found = self._dated[key] = _dated(getattr(self.offender, array), at)
        return found

    def of_kind(self, array: str, field: str, word: Any, *at: str) -> list[Event]:
        """Return the events of an array whose kind field has a word; only these are made into events."""
        facts = self._kinds.get(array)
        if facts is None:
            facts = self._kinds[array] = _by_kind(getattr(self.offender, array), field)
        mine = facts.get(word)
        return _dated(mine, at) if mine else _NO_EVENTS

    def planned(self, index: int) -> list[Event]:
        """Return the events of a selection, future ones too: a planned departure may anchor."""
        found = self._events[index]
        if found is None:
            found = self._events[index] = self.program.selects[index](self)
        return found

    def events(self, index: int) -> list[Event]:
        """Return the events of a selection that have happened by the end of ``as_of``."""
        found = self._reached[index]
        if found is None:
            found = self._reached[index] = self._until_now(self.planned(index))
        return found

    def _until_now(self, events: list[Event]) -> list[Event]:
        if not events or events[-1].day <= self.clock.as_of:
            return events
        reached = bisect_right(events, self.clock.as_of, key=_day)
        self.clock.reached(events[reached].day)
        return events[:reached]

    # ── states ──────────────────────────────────────────────────────────────────────────────────────────────

    def runs(self, state: str) -> list[Run]:
        """Return the runs of a state that have begun, disjoint and in order; a known end may lie ahead."""
        found = self._runs.get(state)
        if found is None:
            raw = self.program.states[state](self)
            begun = [run for run in raw if run.end > run.start and self.clock.reached(run.start)]
            found = self._runs[state] = joined(begun)
        return found

    def holds(self, state: str, day: int) -> bool:
        """Return whether the state holds on a day."""
        found = self._runs.get(state)
        if found is None:
            found = self.runs(state)
        for run in found:  # noqa: SIM110 (a generator costs a frame on the hot path)
            if run.start <= day < run.end:
                return True
        return False

    def holding(self, runs: Sequence[Run]) -> Run | None:
        """Return the run that holds at the end of ``as_of``, if one does; its end is watched."""
        for run in runs:
            if run.end == FAR or not self.clock.reached(run.end):
                return run
        return None

    def extents(self, span: str) -> list[Extent]:
        """Return how long a span lasts for each thing it hangs on."""
        found = self._extents.get(span)
        if found is None:
            found = self._extents[span] = self.program.spans[span](self)
        return found

    def windows(self, spans: tuple[str, ...], not_in: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
        """Return the stretches of days in which one of the spans holds and none of the states does."""
        key = (spans, not_in)
        found = self._windows.get(key)
        if found is None:
            held = [(each.holds, after(each.last)) for span in spans for each in self.extents(span)]
            barred = [(run.start, run.end) for state in not_in for run in self.runs(state)]
            open_ended = subtract(merge(held), merge(barred)) if barred else merge(held)
            found = self._windows[key] = tuple((a, FAR if b is None else b) for a, b in open_ended)
        return found

    # ── tracks: a value that changes from day to day ────────────────────────────────────────────────────────

    def track(self, name: str) -> tuple[list[int], list[Any]]:
        """Return the days on which a value changes and the values from then on."""
        found = self._tracks.get(name)
        if found is None:
            found = self._tracks[name] = TRACKS[name](self)
        return found

    def value_at(self, name: str, day: int) -> Any:
        """Return the value of a track on a day; None before its first."""
        days, values = self.track(name)
        place = bisect_right(days, day)
        return values[place - 1] if place else None

    def level_at(self, day: int) -> str | None:
        """Return the risk level that held on a day; None if none was set."""
        level: str | None = self.value_at("level", day)
        return level


_NO_EVENTS: list[Event] = []


def after(last: int) -> int:
    """Return the day after a last day; FAR stays FAR."""
    return last if last >= FAR else last + 1


def _day(event: Event) -> int:
    return event.day


def _by_kind(facts: Sequence[Any], field: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for fact, kind in zip(facts, map(attrgetter(field), facts), strict=True):
        if kind in found:
            found[kind].append(fact)
        else:
            found[kind] = [fact]
    return found


def _dated(facts: Sequence[Any], at: Sequence[str]) -> list[Event]:
    """Return facts as events in order: the innermost loop of a review, so it makes as few calls as it can."""
    if len(at) > 1:
        events = [event for event in (_first_given(fact, at) for fact in facts) if event is not None]
    elif (time := TIMES.get(at[0])) is not None and hasattr(facts[0] if facts else None, time):
        events = [
            new_event(Event, (day := date.toordinal(), minute_of(clock) if clock else UNTIMED, fact.id, fact, day, ()))
            for fact, date, clock in zip(
                facts, map(attrgetter(at[0]), facts), map(attrgetter(time), facts), strict=True
            )
            if date is not None
        ]
    else:
        events = [
            new_event(Event, (day := date.toordinal(), UNTIMED, fact.id, fact, day, ()))
            for fact, date in zip(facts, map(attrgetter(at[0]), facts), strict=True)
            if date is not None
        ]
    if len(events) > 1:
        events.sort(key=order_of)
    return events


def _first_given(fact: Any, at: Sequence[str]) -> Event | None:
    for name in at:
        date = getattr(fact, name)
        if date is not None:
            time = TIMES.get(name)
            return happened(date.toordinal(), minute_of(getattr(fact, time or "", None)), fact.id, fact)
    return None


def joined(runs: Sequence[Run]) -> list[Run]:
    """Return runs joined where they touch or overlap; the first one's id stays."""
    if len(runs) < 2:
        return list(runs)
    result: list[Run] = []
    for run in sorted(runs, key=_start_and_id):
        if result and run.start <= result[-1].end:
            if run.end > result[-1].end:
                result[-1] = result[-1]._replace(end=run.end)
        else:
            result.append(run)
    return result


def _start_and_id(run: Run) -> tuple[int, str]:
    return run.start, run.id


def _level_track(tl: Timeline) -> tuple[list[int], list[Any]]:
    return _begun(tl, "levels", lambda fact: fact.level)


def _plan_track(tl: Timeline) -> tuple[list[int], list[Any]]:
    return _begun(tl, "plans", lambda fact: fact)


def _begun(tl: Timeline, array: str, value: Callable[[Any], Any]) -> tuple[list[int], list[Any]]:
    """Return a track from facts that hold until the next one: at the same day the last by id holds."""
    days: list[int] = []
    values: list[Any] = []
    for event in tl.dated(array, "from_"):
        if not tl.clock.reached(event.day):
            break
        if days and days[-1] == event.day:
            values[-1] = value(event.fact)
        else:
            days.append(event.day)
            values.append(value(event.fact))
    return days, values


def _home_track(tl: Timeline) -> tuple[list[int], list[Any]]:
    """Return the kind of home last notified: by a notice that says so, or an address with its day of notice."""
    kinds = {"main": "sole_or_main", "place_found": "place_found"}
    told = [
        (event.day, event.minute, event.id, event.fact.home_kind)
        for event in tl.dated("notifications", "on")
        if event.fact.home_kind is not None and event.fact.kind in ("s83", "s84", "s85")
    ]
    told += [
        (event.day, event.minute, event.id, kinds[event.fact.kind])
        for event in tl.dated("addresses", "notified_on")
        if event.fact.kind in kinds
    ]
    days: list[int] = []
    values: list[Any] = []
    for day, _, _, kind in sorted(told):
        if not tl.clock.reached(day):
            break
        days.append(day)
        values.append(kind)
    return days, values


def _agency_track(tl: Timeline) -> tuple[list[int], list[Any]]:
    leads = [
        (event.day, event.id, event.fact.agency)
        for event in tl.dated("managers", "from_")
        if event.fact.role in (None, "lead") and tl.clock.reached(event.day)
    ]
    return [day for day, _, _ in leads], [agency or "police" for _, _, agency in leads]


TRACKS: dict[str, Callable[[Timeline], tuple[list[int], list[Any]]]] = {
    "level": _level_track,
    "plan": _plan_track,
    "home": _home_track,
    "agency": _agency_track,
}
