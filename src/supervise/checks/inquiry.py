"""What the checks may ask about one offender: occurrences by rule, thresholds, levels, being active."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias, TypeVar

from supervise.checks.found_once import found_once
from supervise.checks.thresholds import thresholds_of, whole
from supervise.dates.ordinals import MAX_DAY, add_months, ordinal_of
from supervise.dates.spans import Span, merge, subtract
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Case, Extent, frozen_days
from supervise.engine.judged import CompiledRule
from supervise.engine.limits import limit_after
from supervise.engine.obligation import Obligation, Status
from supervise.engine.orders import order_life
from supervise.engine.regimes import Choice
from supervise.engine.schedule import Schedule
from supervise.engine.states import state_reader
from supervise.engine.timeline import after
from supervise.errors import DateRangeError
from supervise.model.facts import CaseReview, Manager, Order, Plan, Status as State, Visit
from supervise.model.forms import normal_id
from supervise.model.versions import day_known, history
from supervise.rules.duration import Duration
from supervise.rules.language import Rule

__all__ = ["Inquiry", "Made", "Standing", "between", "occurrence_id"]

# `active` means subject, in the community, owned here, whatever the mode. Time abroad suspends visits; it is
# no reason to have no manager and no level.
_SPAN = "subject"
# What is settled is most of a long history and of no interest to a check by its status.
_STANDING = frozenset({Status.OPEN, Status.OVERDUE, Status.UNKNOWN, Status.LAPSED, Status.SUSPENDED})
# What is to fall due after a known end is lapsed from the first; it is pending until that end all the same.
_PENDING = (Status.OPEN, Status.OVERDUE, Status.UNKNOWN, Status.LAPSED)
_NO_RESULT = frozenset({None, "planned", "cancelled"})
_PERHAPS_AT_HOME = frozenset({None, "home", "place_found"})
_NOT_ACTIVE = ("custody", "hospital", "deceased", "transferred_out", "not_subject")
# Wherever someone is: custody, hospital and time abroad change nothing about whose case it is.
_NOT_OWNED = ("deceased", "transferred_out")

_ID = attrgetter("id")
# Of a visit with its day, by which it is sorted and looked up without a call into Python.
_DAY = itemgetter(0)

Made: TypeAlias = tuple[int, Visit]
_Dated = TypeVar("_Dated", bound=tuple[Any, ...])
Standing: TypeAlias = str | tuple[str, Status]

_reader_of = lru_cache(maxsize=64)(state_reader)


class Inquiry:
    """One schedule, asked by all checks; what several of them need is found once.

    A check compares a day with ``as_of`` only through :meth:`reached`, so that the review knows until when it
    reads the same. ``told`` gives the ids of the rules of which some check says when a duty is overdue.

    >>> import datetime as dt
    >>> from supervise import Offender, load_rulebook, review
    >>> facts = {"id": "x1", "levels": [{"id": "l1", "level": "high", "from": "2026-01-05"}]}
    >>> found = review(Offender.from_dict(facts), load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 6, 30))
    >>> Inquiry(found.schedule).level
    'high'
    """

    def __init__(self, schedule: Schedule, told: Callable[[], AbstractSet[str]] = frozenset) -> None:
        self.schedule = schedule
        self._told = told
        self.timeline = schedule.timeline
        self.occurrences: Mapping[str, list[tuple[Obligation, Case]]] = schedule.outcomes
        self.judged: frozenset[Standing] = frozenset(schedule.outcomes)
        self._thresholds = thresholds_of(schedule.book)
        self._states_of: dict[tuple[str, ...], list[tuple[int, int, State]]] = {}
        self._runs: dict[str, list[tuple[int, int]]] = {}
        self._regimes: dict[tuple[str, int], tuple[CompiledRule, Choice] | None] = {}

    def reached(self, day: int) -> bool:
        """Return whether a day has come by the end of ``as_of``."""
        return self.timeline.clock.reached(day)

    def latest(self, days: Iterable[int]) -> int:
        """Return the last of some days that have come by the end of ``as_of``; 0 if none has."""
        clock = self.timeline.clock
        as_of, latest = clock.as_of, 0
        for day in days:
            if day > as_of:
                clock.reached(day)
            elif day > latest:
                latest = day
        return latest

    def not_evaluated(self, what: str) -> None:
        """Have the review say that something could not be tested of this offender for want of officers."""
        self.timeline.notes.add(f"{what}: not evaluated")

    # ── occurrences ─────────────────────────────────────────────────────────────────────────────────────────

    @found_once
    def standing(self) -> frozenset[Standing]:
        """The rules that have an occurrence, and each with a status that one of its occurrences has."""
        return self.judged.union(self._by_status)

    @found_once
    def _by_status(self) -> dict[tuple[str, Status], list[tuple[Obligation, Case]]]:
        found: dict[tuple[str, Status], list[tuple[Obligation, Case]]] = {}
        for rule, pair in self.schedule.outcomes.standing():
            if pair[0].status in _STANDING:
                found.setdefault((rule, pair[0].status), []).append(pair)
        return found

    def cases(self, rules: tuple[str, ...], *statuses: Status) -> list[tuple[Obligation, Case]]:
        """Return the open, overdue, unknown, suspended or lapsed occurrences of some rules, with what each hangs on."""
        index = self._by_status
        return [pair for rule in rules for status in statuses for pair in index.get((rule, status), ())]

    def rows(self, rules: tuple[str, ...], *statuses: Status) -> list[Obligation]:
        """Return the open, overdue, unknown, suspended or lapsed occurrences of some rules."""
        index = self._by_status
        return [row for rule in rules for status in statuses for row, _ in index.get((rule, status), ())]

    def pending(self, rules: tuple[str, ...]) -> list[tuple[Obligation, Case]]:
        """Return what is still to be done under some rules, with what each hangs on, also if an end will come first."""
        return [pair for pair in self.cases(rules, *_PENDING) if not self.reached(pair[1].end)]

    @found_once
    def told(self) -> AbstractSet[str]:
        """The published ids of the rules of which some check says when a duty is overdue."""
        return self._told()

    def rule_of(self, row: Obligation) -> Rule:
        """Return the rule of an occurrence, the part where several are shown under one id."""
        return self._compiled[row.part].rule

    def rows_of_all(self, status: Status) -> list[Obligation]:
        """Return the occurrences of every rule of the book with one of the same statuses."""
        return [row for (_, held), pairs in self._by_status.items() if held is status for row, _ in pairs]

    def first_overdue(self, rules: tuple[str, ...]) -> Obligation | None:
        """Return the overdue occurrence of some rules that fell due first; None if there is none."""
        return min(self.rows(rules, Status.OVERDUE), key=attrgetter("due_day"), default=None)

    def met_late(self, rules: tuple[str, ...]) -> Iterator[Obligation]:
        """Yield the occurrences of some rules that were met after their last day."""
        return (row for rule in rules for row, _ in self.schedule.outcomes.met_late(rule))

    def late_over(self, rule: str, days: Sequence[int]) -> list[tuple[Obligation, Case]]:
        """Return the occurrences of a rule that are, or were when they were met, past their last day, in order.

        Of those that were met, at least those that one of some days, in order, fell into.
        """
        outcomes = self.schedule.outcomes
        found = [pair for name, pair in outcomes.standing() if name == rule and pair[0].days_late > 0]
        return sorted([*outcomes.met_late(rule, days), *found], key=lambda pair: pair[0].anchor_day)

    def anchors(self, rule: str) -> list[int]:
        """Return the days from which the occurrences of a rule were counted up to now, in order."""
        days = {*self.schedule.outcomes.anchor_days(rule)}
        return sorted(day for day in days if day and self.reached(day))

    def last_anchor(self, rule: str) -> int:
        """Return the last of the days of :meth:`anchors`; 0 if there is none."""
        outcomes = self.schedule.outcomes
        # What stands came last; only where nothing does the history is looked through.
        standing = [pair[0].anchor_day for name, pair in outcomes.standing() if name == rule]
        return self.latest(standing) or self.latest(outcomes.anchor_days(rule))

    def id_of(self, row: Obligation) -> str:
        """Return the id an occurrence is known by: its key, or what it counts from in a chain."""
        return occurrence_id(row, self.schedule.offender.id)

    @property
    def _compiled(self) -> Mapping[str, CompiledRule]:
        return self.timeline.program.by_id

    def late_day(self, row: Obligation, days: int) -> int:
        """Return the day on which an overdue occurrence is late by so many days, suspended ones taken out."""
        day = row.due_day + days
        if not row.days_frozen:
            return day
        suspended = self.timeline.suspended_by(self._compiled[row.part].suspensions)
        while day < (moved := row.due_day + days + frozen_days(suspended, row.due_day, day)):
            day = moved
        return day

    def is_late_beyond(self, row: Obligation, days: int | None) -> bool:
        """Return whether an overdue occurrence is late by more than so many days; None: by no number is it."""
        return days is not None and self.reached(self.late_day(row, days + 1))

    def intervals_after(self, row: Obligation, case: Case, times: int) -> int:
        """Return the day so many intervals after an occurrence's anchor; 0 if none is known.

        The interval is the one in force now; where there is none now (visits have stopped since), the one on the
        last day. The longest, if a missing fact would decide.
        """
        now = self._lengths(row, case, self.timeline.clock.as_of)
        lengths = now or self._lengths(row, case, row.due_day)
        return max((_times(row.anchor_day, length, times) for length in lengths), default=0)

    def _lengths(self, row: Obligation, case: Case, day: int) -> list[Duration]:
        choices = self._compiled[row.part].chooser.at(self.timeline, day, case)
        return [choice.length for choice in choices if choice.length is not None]

    def last_day(self, rule: str, day: int) -> int:
        """Return the last day that a rule gives if it counts from a day; 0 if the book does not say.

        The latest, if a missing fact would decide.
        """
        choices = [choice for part in self._parts(rule) for choice in part.chooser.at(self.timeline, day, None)]
        return max((self.limit(day, choice) for choice in choices), default=0)

    def _parts(self, rule: str) -> Sequence[CompiledRule]:
        return self.timeline.program.by_published_id.get(rule, ())

    def limit(self, day: int, choice: Choice) -> int:
        """Return the last day that a choice gives from a day; 0 if there is none, or no calendar that covers it."""
        if choice.length is None:
            return 0
        try:
            if choice.reckon is None:
                return limit_after(self.timeline, day, UNTIMED, choice.length, choice.regime).day
            last = choice.reckon(day) or 0
        except DateRangeError:
            return 0
        return last if last <= MAX_DAY else 0

    def regime_at(self, rule: str, day: int) -> tuple[CompiledRule, Choice] | None:
        """Return the part of a rule that governs on a day and its regime; None where a missing fact would decide."""
        key = (rule, day)
        if key not in self._regimes:
            found = [(part, each) for part in self._parts(rule) for each in part.chooser.on(self.timeline, day)]
            self._regimes[key] = found[0] if len(found) == 1 else None
        return self._regimes[key]

    def working_days_after(self, day: int, count: int) -> int:
        """Return the last of so many working days after a day; 0 if the book has no calendar that covers it."""
        calendar = self.timeline.program.book.calendar
        return (calendar.add_working_days(day, count) or 0) if calendar is not None else 0

    # ── thresholds ──────────────────────────────────────────────────────────────────────────────────────────

    def threshold(self, name: str) -> Any:
        """Return the value of a threshold; None if the book has none of that name."""
        return self._thresholds.values.get(name)

    def number(self, name: str) -> int | None:
        """Return a threshold that is a whole number; None if the book has none, or something else."""
        return self._thresholds.number.get(name)

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return the whole numbers of a threshold that is a list, in order; empty if the book has none."""
        return self._thresholds.numbers.get(name, ())

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of a threshold that is a list; empty if the book has none."""
        return self._thresholds.words.get(name, ())

    def number_for(self, name: str, word: str) -> int | None:
        """Return the number of a threshold for a word, such as the name of a regime; None if it has none."""
        value = self.threshold(name)
        return whole(value.get(word)) if isinstance(value, dict) else None

    def by_level(self, name: str) -> int | None:
        """Return the number of a threshold for the level now; the largest where no level is known."""
        value = self.threshold(name)
        if not isinstance(value, dict):
            return None
        if self.level is not None:
            return whole(value.get(self.level))
        return max((each for each in value.values() if whole(each) is not None), default=None)

    # ── states ──────────────────────────────────────────────────────────────────────────────────────────────

    @found_once
    def level(self) -> str | None:
        """The level of risk at the end of ``as_of``; None if none is set."""
        return self.timeline.level_at(self.timeline.clock.as_of)

    @property
    def plan(self) -> Plan | None:
        """The management plan in force at the end of ``as_of``; None if there is none."""
        plan: Plan | None = self.timeline.value_at("plan", self.timeline.clock.as_of)
        return plan

    def states(self, kinds: tuple[str, ...]) -> list[tuple[int, int, State]]:
        """Return the statuses of some kinds that say when they began, by id, each with its first day and its end."""
        found = self._states_of.get(kinds)
        if found is None:
            found = self._states_of[kinds] = [each for each in self._all_states if each[2].kind in kinds]
        return found

    @found_once
    def _all_states(self) -> list[tuple[int, int, State]]:
        return [
            (state.from_.toordinal(), ordinal_of(state.until, FAR), state)
            for state in sorted(self.schedule.offender.statuses, key=_ID)
            if state.from_ is not None
        ]

    @found_once
    def active_since(self) -> int:
        """The first day of the time in which the offender has been active until now; 0: not active."""
        return self._subject_since(_NOT_ACTIVE)

    @found_once
    def owned_since(self) -> int:
        """The first day of the time in which someone alive has been subject and owned here until now; 0: none is."""
        return self._subject_since(_NOT_OWNED)

    @found_once
    def subject_since(self) -> int:
        """The first day of the time in which someone alive has been subject until now, wherever owned; 0: not."""
        return self._subject_since(_NOT_OWNED[:1])

    def _subject_since(self, states: tuple[str, ...]) -> int:
        """Return the first day of the time, running now, in which someone is subject and in none of the states."""
        barred = [run for state in states for run in self.runs(state)]
        for start, end in subtract(self.subject, barred) if barred else self.subject:
            if self.reached(start) and (end is None or not self.reached(end)):
                return start
        return 0

    @found_once
    def subject(self) -> tuple[Span, ...]:
        """The stretches of days subject, merged; none where the book has no span of that name."""
        return merge((extent.holds, after(extent.last)) for extent in self.periods)

    @property
    def knows_subject(self) -> bool:
        """Whether the book says who is subject, and for how long."""
        return _SPAN in self.timeline.program.spans

    @property
    def periods(self) -> Sequence[Extent]:
        """How long each registration and order keeps someone subject; none where the book has no span of that name."""
        return self.timeline.extents(_SPAN) if self.knows_subject else ()

    @found_once
    def subject_in_doubt(self) -> bool:
        """Whether a registration gives no period, or an order has no date: either may reach further than the rest."""
        offender = self.schedule.offender
        placed = {id(extent.fact) for extent in self.periods} if self.subject else set()
        if not placed.issuperset(map(id, offender.registrations)):
            return True
        return any((each.in_force_on or each.served_on or each.made_on) is None for each in offender.orders)

    def is_in(self, *states: str) -> bool:
        """Return whether one of some states holds at the end of ``as_of``."""
        return any(not self.reached(end) for state in states for _, end in self.runs(state))

    def in_force_since(self, order: Order) -> int:
        """Return the first day of an order that is in force at the end of ``as_of``; 0: it is not, or gives no day."""
        start, last = order_life(self.timeline, order)
        if start is None or not self.reached(start) or (last < FAR and self.reached(last + 1)):
            return 0
        return start

    def runs(self, state: str) -> list[tuple[int, int]]:
        """Return the days of the runs of a state that have begun, also of one that no rule names."""
        found = self._runs.get(state)
        if found is None:
            timeline = self.timeline
            if state in timeline.program.states:
                runs = timeline.runs(state)
            else:
                read = _reader_of(state, self.schedule.book)
                runs = [run for run in read(timeline) if run.start < run.end and self.reached(run.start)]
            found = self._runs[state] = [(run.start, run.end) for run in runs]
        return found

    # ── who manages ─────────────────────────────────────────────────────────────────────────────────────────

    @found_once
    def lead(self) -> Manager | None:
        """The assignment of the police officer who leads now, the one that began last; None if there is none."""
        running = [each for each in self.schedule.offender.managers if _may_lead(each) and self._runs_now(each)]
        return max(running, key=_begun, default=None)

    def _runs_now(self, fact: Manager) -> bool:
        if fact.from_ is not None and not self.reached(fact.from_.toordinal()):
            return False
        return fact.until is None or not self.reached(fact.until.toordinal())

    @found_once
    def team(self) -> str | None:
        """The team of the officer who leads, by the workforce, else by the assignment; else that of the offender."""
        lead, workforce = self.lead, self.timeline.workforce
        listed = None
        if lead is not None and lead.officer_id is not None and workforce is not None:
            listed = workforce.officer(lead.officer_id).team
        team = listed or (lead and lead.team_id) or self.schedule.offender.team
        return None if team is None else normal_id(team)

    # ── reviews ─────────────────────────────────────────────────────────────────────────────────────────────

    def reviews(self, kind: str) -> Sequence[CaseReview]:
        """Return the reviews of a kind, those without a day too."""
        return self.timeline.facts_of_kind("reviews", "kind", kind)

    # ── visits ──────────────────────────────────────────────────────────────────────────────────────────────

    @found_once
    def visits(self) -> tuple[Made, ...]:
        """The visits with a day and a result (seen or not), each with its day, in date order, future ones too."""
        made = [
            (visit.on.toordinal(), visit.id, visit)
            for visit in self.schedule.offender.visits
            if visit.on is not None and visit.outcome not in _NO_RESULT
        ]
        # Ids are unique within an array, so that no two visits are ever compared.
        made.sort()
        return tuple([(day, visit) for day, _, visit in made])

    @found_once
    def made(self) -> tuple[Made, ...]:
        """Those of :attr:`visits` whose day has come."""
        return self.until_now(self.visits)

    def until_now(self, dated: tuple[_Dated, ...]) -> tuple[_Dated, ...]:
        """Return those of some things in date order, each with its day before it, whose day has come."""
        reached = bisect_right(dated, self.timeline.clock.as_of, key=_DAY)
        if reached < len(dated):
            self.reached(dated[reached][0])
        return dated[:reached]

    @found_once
    def seen_at_home(self) -> tuple[Made, ...]:
        """The visits up to now at which the offender was seen at home or at the place found."""
        there = self.perhaps_at_home
        return tuple([made for made in there if made[1].outcome == "seen" and made[1].place is not None])

    @found_once
    def perhaps_at_home(self) -> tuple[Made, ...]:
        """The visits and attempts up to now at home or the place found, or of which the place is not recorded."""
        return tuple([made for made in self.made if made[1].place in _PERHAPS_AT_HOME])

    def recent(self, days: int) -> Iterator[Made]:
        """Yield the visits and attempts of so many days up to now, the latest first."""
        first = self.timeline.clock.as_of - days
        return takewhile(lambda made: made[0] > first, reversed(self.made))

    @found_once
    def versions(self) -> Mapping[str, tuple[Visit, ...]]:
        """The versions known of each visit that has several, by id, in the order they became known."""
        if self.timeline.original is self.schedule.offender:
            return {}
        entries = self._entries("visits")
        counts = Counter(map(_ID, entries))
        return history(each for each in entries if counts[each.id] > 1)

    def edited_visits(self) -> list[Visit]:
        """Return the visits that stand and have several versions, in the order of the record."""
        versions = self.versions
        return [visit for visit in self.schedule.offender.visits if visit.id in versions] if versions else []

    def history(self, array: str) -> Mapping[str, tuple[Any, ...]]:
        """Return the versions known of each fact of an array, by id, in the order they became known."""
        return history(self._entries(array))

    def _entries(self, array: str) -> Sequence[Any]:
        """Return all that is known of an array, each version of a fact for itself."""
        entries, known_at = getattr(self.timeline.original, array), self.schedule.known_at
        if known_at is None:
            return entries  # type: ignore[no-any-return] # the arrays of an offender are tuples
        return [each for each in entries if (day := day_known(each)) is None or day <= known_at]


def between(made: tuple[Made, ...], start: int, end: int) -> tuple[Made, ...]:
    """Return those of some visits in date order that were made on or after one day and before another."""
    return made[bisect_left(made, start, key=_DAY) : bisect_left(made, end, key=_DAY)]


def occurrence_id(row: Obligation, offender: str) -> str:
    """Return the id that flags name an occurrence by: its key, or what it counts from in a chain."""
    return row.anchor_id or row.key if row.key == offender else row.key


def _times(day: int, length: Duration, times: int) -> int:
    """Return the day a number of periods after a day: months added once, then days; 0 beyond the calendar."""
    try:
        return add_months(day, length.months * times) + length.days * times
    except DateRangeError:
        return 0


def _may_lead(fact: Manager) -> bool:
    return fact.role in (None, "lead") and fact.agency in (None, "police")


def _begun(fact: Manager) -> tuple[int, str]:
    return ordinal_of(fact.from_), fact.id
