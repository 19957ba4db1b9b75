"""One offender's facts as sorted day numbers: every set of matching events and every state found once and shared."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from operator import attrgetter, itemgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import ref

from supervise.dates.spans import merge, subtract
from supervise.engine.clock import FAR, Clock
from supervise.engine.happenings import MINUTES, UNTIMED, Case, Event, Extent, Run, SuspendedBy, new_event
from supervise.engine.officers import Officer, Workforce
from supervise.engine.records import first_records

if TYPE_CHECKING:
    from supervise.engine.outcomes import Outcomes
    from supervise.engine.program import Program
    from supervise.model import Offender

__all__ = ["TIMES", "Officer", "Timeline", "Workforce"]

# The clock field that belongs to a date field; others are civil dates only.
TIMES = {"on": "at", "departs_on": "departs_at", "from_": "from_at"}


class Timeline:
    """The facts of one offender, indexed as a program asks for them; made for one review and thrown away."""

    __slots__ = (
        "_by_word",
        "_cases",
        "_dated",
        "_events",
        "_extents",
        "_first_records",
        "_joint",
        "_kinds",
        "_outcomes",
        "_reached",
        "_runs",
        "_suspended",
        "_tracks",
        "_windows",
        "clock",
        "lacking",
        "lock",
        "notes",
        "occurrence",
        "offender",
        "original",
        "program",
        "rules",
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
        *,
        outcomes: Outcomes,
    ) -> None:
        self.offender = offender
        # With every version of every fact: what was first recorded when.
        self.original = offender if original is None else original
        self.program = program
        self.clock = clock
        self.workforce = workforce
        # What is found on demand is found by one thread at a time: whoever reads a schedule or explains it holds this.
        self.lock = RLock()
        self.lacking: list[str] = []
        self.notes: set[str] = set()
        # What the rule being judged is at: its occurrence in a chain and the last day of its window.
        self.occurrence = 1
        self.window_last = 0
        # Weakly: what waits to be told holds the timeline, and a circle would live until garbage is collected.
        self._outcomes = ref(outcomes)
        self._dated: dict[tuple[str, ...], list[Event]] = {}
        self._kinds: dict[str, dict[Any, list[Any]]] = {}
        self._by_word: dict[tuple[str, ...], dict[Any, list[Event]]] = {}
        sight = program.sight(offender)
        self.rules = sight.rules
        self._events = sight.events.copy()
        self._reached = sight.events.copy()
        self._runs = sight.runs.copy()
        self._extents = sight.extents.copy()
        self._tracks: dict[str, tuple[list[int], list[Any]]] = {}
        self._cases: dict[Any, Sequence[Case]] = {}
        self._first_records: dict[str, int] | None = None
        self._joint: dict[tuple[str, ...], tuple[list[int], list[tuple[Any, ...]]]] = {}
        self._suspended: list[list[SuspendedBy] | None] = [None] * len(program.suspensions)
        self._windows: dict[Any, tuple[tuple[int, int], ...]] = {}

    @property
    def outcomes(self) -> Outcomes:
        """What became of the rules judged so far; the schedule keeps it."""
        outcomes = self._outcomes()
        if outcomes is None:
            message = "a timeline without its schedule"
            raise ReferenceError(message)
        return outcomes

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────────

    def dated(self, key: tuple[str, ...]) -> list[Event]:
        """Return all facts of an array that give a date, as events in order, future ones too.

        ``key`` names the array and then the dates, of which the first given counts.
        """
        found = self._dated.get(key)
        if found is None:
            found = self._dated[key] = _dated(getattr(self.offender, key[0]), key[1:])
        return found

    def of_kind(self, key: tuple[str, ...], field: str, word: Any) -> list[Event]:
        """Return those of the events that :meth:`dated` gives whose kind field has a word."""
        words = self._by_word.get(key)
        if words is None:
            events = self.dated(key)
            words = self._by_word[key] = _by_kind(events, _kinds_of(events, field))
        return words.get(word, _NO_EVENTS)

    def of_kinds(self, key: tuple[str, ...], field: str, words: frozenset[Any]) -> list[Event]:
        """Return those of the events that :meth:`dated` gives whose kind field has one of several words."""
        events = self.dated(key)
        return list(compress(events, map(words.__contains__, _kinds_of(events, field))))

    def facts_of_kind(self, array: str, field: str, word: Any) -> Sequence[Any]:
        """Return the facts of an array whose kind field has a word, with a date or without."""
        kinds = self._kinds.get(array)
        if kinds is None:
            facts = getattr(self.offender, array)
            kinds = self._kinds[array] = _by_kind(facts, map(attrgetter(field), facts))
        return kinds.get(word, ())

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
            planned = self._events[index]
            found = self._reached[index] = self._until_now(self.planned(index) if planned is None else planned)
        return found

    def _until_now(self, events: list[Event]) -> list[Event]:
        if not events or events[-1].day <= self.clock.as_of:
            return events
        reached = bisect_right(events, self.clock.as_of, key=_day)
        self.clock.reached(events[reached].day)
        return events[:reached]

    @property
    def first_records(self) -> dict[str, int]:
        """The day on which each visit was first recorded with an outcome, by id."""
        if self._first_records is None:
            self._first_records = first_records(self)
        return self._first_records

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

    def held_extents(self, span: str) -> list[Extent]:
        """Return the extents of a span that hold on a day.

        One that is cut before it begins, or whose notice comes after the period it would have begun, holds on none.
        """
        return [extent for extent in self.extents(span) if extent.holds <= extent.last]

    def windows(self, spans: tuple[str, ...], not_in: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
        """Return the stretches of days in which one of the spans, if any, holds and none of the states does."""
        key = (spans, not_in)
        found = self._windows.get(key)
        if found is None:
            held = [stretch for span in spans for stretch in self._holding(span)] if spans else [(0, None)]
            barred = [stretch for state in not_in for stretch in self._holding(state)]
            open_ended = subtract(merge(held), merge(barred)) if barred else merge(held)
            # After a state without a known end there is no window.
            found = self._windows[key] = tuple((a, FAR if b is None else b) for a, b in open_ended if a < FAR)
        return found

    def held_since(self, spans: tuple[str, ...], day: int) -> int:
        """Return the first day of the stretch in which one of the spans, if any, holds that a day lies in."""
        return next(start for start, end in self.windows(spans, ()) if start <= day < end)

    def _holding(self, name: str) -> list[tuple[int, int | None]]:
        """Return the days of a span, which may lie ahead, or of a state, which must have begun."""
        if name in self.program.spans:
            return [(each.holds, after(each.last)) for each in self.extents(name)]
        return [(run.start, run.end) for run in self.runs(name)]

    def whole_cases(self, spans: tuple[str, ...], not_in: tuple[str, ...]) -> Sequence[Case]:
        """Return the cases of a duty that hangs on the offender while a span holds and none of the states does."""
        key = (spans, not_in)
        found = self._cases.get(key)
        if found is None:
            id_ = self.offender.id
            found = self._cases[key] = [Case(id_, None, start, end) for start, end in self.windows(spans, not_in)]
        return found

    def cases_of(self, key: Any, find: Callable[[Timeline], Sequence[Case]]) -> Sequence[Case]:
        """Return the cases that several rules have, which are found once; equal keys say that they do."""
        found = self._cases.get(key)
        if found is None:
            found = self._cases[key] = find(self)
        return found

    def suspended_by(self, index: int) -> list[SuspendedBy]:
        """Return the suspensions of a rule, by their place in the program, with the runs of their states."""
        found = self._suspended[index]
        if found is None:
            declared = self.program.suspensions[index]
            found = self._suspended[index] = [
                SuspendedBy(each, runs) for each, state in declared if (runs := self.runs(state))
            ]
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

    def joint(self, names: tuple[str, ...]) -> tuple[list[int], list[tuple[Any, ...]]]:
        """Return the days on which one of several tracks or states changes, and what all of them say from then on.

        The first day is 0, before anything was recorded. What is said is plain: a plan by its mode and interval.
        """
        found = self._joint.get(names)
        if found is None:
            if len(names) == 1:
                days, said = self._said(names[0])
                found = days, [(word,) for word in said]
            else:
                columns = [self.joint((name,)) for name in names]
                days = sorted({day for column, _ in columns for day in column} | {0})
                rows = [[said[bisect_right(changes, day) - 1][0] for changes, said in columns] for day in days]
                found = days, [tuple(row) for row in rows]
            self._joint[names] = found
        return found

    def _said(self, name: str) -> tuple[list[int], list[Any]]:
        if name.startswith("state:"):
            # An end that lies ahead is watched: on that day the state says something else.
            days = [day for run in self.runs(name[6:]) for day in (run.start, run.end) if self.clock.reached(day)]
            return [0, *days], [False, *[place % 2 == 0 for place in range(len(days))]]
        if name.startswith("after:"):
            # It is true from the day after the first event on; if that lies ahead, it is watched.
            first = self.events(int(name[6:]))[:1]
            days = [event.day + 1 for event in first if self.clock.reached(event.day + 1)]
            return [0, *days], [False, True][: len(days) + 1]
        if name.startswith("day:"):
            # A date of the book is known beforehand: nothing waits for it.
            return [0, int(name[4:])], [False, True]
        if name == "level" and self._lost_levels:
            return [0], [None]
        days, values = self.track(name)
        said = [(plan.mode, plan.interval) for plan in values] if name == "plan" else values
        return [0, *days], [None, *said]

    def sure_level_at(self, day: int) -> str | None:
        """Return the risk level that duties follow on a day; None if none was set, or if one that may hold is lost."""
        return None if self._lost_levels else self.level_at(day)

    @property
    def _lost_levels(self) -> bool:
        """Whether a level was set aside: nobody knows from when it held, so it may be the one on any day."""
        faults = self.offender.faults
        return bool(faults) and any(fault.path.startswith("levels") for fault in faults)

    def level_at(self, day: int) -> str | None:
        """Return the risk level that held on a day by what could be read; None if none was set."""
        level: str | None = self.value_at("level", day)
        return level


_NO_EVENTS: list[Event] = []
_Thing = TypeVar("_Thing")


def after(last: int) -> int:
    """Return the day after a last day; FAR stays FAR."""
    return last if last >= FAR else last + 1


def _day(event: Event) -> int:
    return event.day


_FACT = itemgetter(3)


def _kinds_of(events: list[Event], field: str) -> Iterable[Any]:
    return map(attrgetter(field), map(_FACT, events))


def _by_kind(things: Sequence[_Thing], kinds: Iterable[Any]) -> dict[Any, list[_Thing]]:
    """Return facts or events by their kinds, in the same order."""
    found: dict[Any, list[_Thing]] = defaultdict(list)
    for thing, kind in zip(things, kinds, strict=True):
        found[kind].append(thing)
    return found


def _dated(facts: Sequence[Any], at: Sequence[str]) -> list[Event]:
    """Return facts as events in order; the first date that a fact gives counts."""
    events = _by_date(facts, at[0])
    for place in range(1, len(at)):
        facts = [fact for fact in facts if getattr(fact, at[place - 1]) is None]
        events = [*events, *_by_date(facts, at[place])]
    # Ids are unique within an array, so that no two facts are ever compared.
    events.sort()
    return events


def _by_date(facts: Sequence[Any], name: str) -> list[Event]:
    """Return the facts that give a date as events; the innermost loop of a review makes as few calls as it can."""
    if not facts:
        return []
    time = TIMES.get(name)
    if time is not None and hasattr(facts[0], time):
        return [
            new_event(Event, (day := date.toordinal(), MINUTES[clock], id_, fact, day, ()))
            for fact, (date, clock, id_) in zip(facts, map(attrgetter(name, time, "id"), facts), strict=True)
            if date is not None
        ]
    return [
        new_event(Event, (day := date.toordinal(), UNTIMED, id_, fact, day, ()))
        for fact, (date, id_) in zip(facts, map(attrgetter(name, "id"), facts), strict=True)
        if date is not None
    ]


def joined(runs: Sequence[Run]) -> list[Run]:
    """Return runs joined where they touch or overlap; the first one's id stays."""
    if len(runs) < 2:
        return list(runs)
    result: list[Run] = []
    for run in sorted(runs, key=_start_and_id):
        if result and run.start <= result[-1].end:
            if run.end > result[-1].end:
                result[-1] = result[-1]._replace(end=run.end, also=(*result[-1].also, run.id))
        else:
            result.append(run)
    return result


def _start_and_id(run: Run) -> tuple[int, str]:
    return run.start, run.id


def _level_track(tl: Timeline) -> tuple[list[int], list[Any]]:
    # A word that the book's scale does not know is a level not known, never one for which nothing is due.
    scale = tl.program.book.levels.scale
    return _begun(tl, "levels", lambda fact: fact.level if fact.level in scale else None)


def _plan_track(tl: Timeline) -> tuple[list[int], list[Any]]:
    return _begun(tl, "plans", lambda fact: fact)


def _begun(tl: Timeline, array: str, value: Callable[[Any], Any]) -> tuple[list[int], list[Any]]:
    """Return a track from facts that hold until the next one: at the same day the last by id holds."""
    days: list[int] = []
    values: list[Any] = []
    for event in tl.dated((array, "from_")):
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
        for event in tl.dated(("notifications", "on"))
        if event.fact.home_kind is not None and event.fact.kind in ("s83", "s84", "s85")
    ]
    told += [
        (event.day, event.minute, event.id, kinds[event.fact.kind])
        for event in tl.dated(("addresses", "notified_on"))
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
    """Return the agency in the lead: that of the lead manager or, while it is the police, the one that `mappa` names.

    Every case has an officer of the police who leads it there, whoever has the lead of the case as a whole.
    """
    leads = [
        (event.day, FAR, event.fact.agency or "police")
        for event in tl.dated(("managers", "from_"))
        if event.fact.role in (None, "lead") and tl.clock.reached(event.day)
    ]
    held = tl.program.held_on
    named = [
        (event.day, FAR if event.fact.until is None else event.fact.until.toordinal() + held, event.fact.lead_agency)
        for event in tl.dated(("mappa", "from_"))
        if event.fact.lead_agency is not None and tl.clock.reached(event.day)
    ]
    ends = {end for _, end, _ in named if tl.clock.reached(end)}
    days = sorted(ends.union(day for day, _, _ in (*leads, *named)))
    return days, [_last_in_force(leads, day, ("police",)) or _last_in_force(named, day) or "police" for day in days]


def _last_in_force(told: list[tuple[int, int, str]], day: int, passed: tuple[str, ...] = ()) -> str | None:
    """Return what the last to begin says of those that hold on a day; None if none does, or it says what is passed."""
    said = [word for start, end, word in told if start <= day < end]
    return said[-1] if said and said[-1] not in passed else None


TRACKS: dict[str, Callable[[Timeline], tuple[list[int], list[Any]]]] = {
    "level": _level_track,
    "plan": _plan_track,
    "home": _home_track,
    "agency": _agency_track,
}
