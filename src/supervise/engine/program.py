"""A rulebook made into functions, once: what the engine runs for every offender."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, TypeAlias

import attrs

from supervise.dates import Calendar, LeapPolicy
from supervise.dates.counting import attains_age
from supervise.engine.anchoring import (
    CaseFinder,
    Finder,
    compile_anchor,
    compile_lacking,
    compile_one_per,
    going_on,
)
from supervise.engine.closed_blocks import can_be_closed
from supervise.engine.conditions import Judgement, compile_when
from supervise.engine.declared_states import declared_state
from supervise.engine.evidence import Seeker, compile_evidence, own_days, unless_void
from supervise.engine.extents import compile_span
from supervise.engine.happenings import Event, Extent
from supervise.engine.judged import CompiledRule, DailyGate
from supervise.engine.quotas import compile_quota
from supervise.engine.regimes import Chooser, CompiledRegime
from supervise.engine.selecting import compile_select, meant
from supervise.engine.sights import Needs, Sight, Sights, any_of, need_of, needs_of_state
from supervise.engine.states import StateReader, state_reader
from supervise.engine.timeline import Timeline
from supervise.engine.unread import Reads, reads_of
from supervise.engine.windowing import During, cut_to_windows, each_within, resuming, with_foreseen, within_windows
from supervise.model import Offender
from supervise.rules.conditions import Select, When
from supervise.rules.language import (
    Anchor,
    Cadence,
    ChangePolicy,
    Evidence,
    OnePer,
    OrderKind,
    ReadAt,
    Regime,
    Rule,
    Suspension,
)
from supervise.rules.names import attribute_of
from supervise.rules.rulebook import EndDay, LeapBirthday, Rulebook
from supervise.rules.vocabulary import NOUNS
from supervise.rules.wholeness import parts_of, rules_of
from supervise.rules.words import Rebased

__all__ = ["Compiler", "Program", "program_of"]

SpanFinder: TypeAlias = Callable[[Timeline], list[Extent]]

_NEVER_AGAIN = (Cadence.ONCE, Cadence.COUNTDOWN)
_LEAP = {LeapBirthday.MAR_1: LeapPolicy.MAR1, LeapBirthday.FEB_28: LeapPolicy.FEB28}


class Program:
    """A book's selections, states, spans and rules as functions, in the order in which they are judged."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.selects: list[Callable[[Timeline], list[Event]]] = []
        self.states: dict[str, StateReader] = {}
        self.spans: dict[str, SpanFinder] = {}
        self.order_kinds: dict[str, OrderKind] = {kind: each for each in reversed(book.order) for kind in each.kind}
        self.leap = _LEAP[book.conventions.leap_birthday]
        conventions = book.conventions
        self.corresponding = conventions.corresponding
        # How many days a state holds on from the day it is said to have ended.
        self.held_on = 1 if conventions.end_day is EndDay.HELD else 0
        self.suspensions: list[tuple[tuple[Suspension, str], ...]] = []
        self.sights = Sights()
        compiler = Compiler(self)
        self.span_ids = tuple(dict.fromkeys(span.id for span in book.span))
        for span in book.span:
            compiler.span(span.id)
            compiler.span(span.part_of or span.id)
        self.rules = [compiler.rule(rule) for rule in in_order(book.rule)]
        self.by_id = {rule.id: rule for rule in self.rules}
        self.by_published_id: dict[str, list[CompiledRule]] = {}
        for rule in self.rules:
            self.by_published_id.setdefault(rule.published_id, []).append(rule)
        self._reads: dict[str, Reads] = {}
        self.derived = {each.id: compiler.select(Select(of=(each.id,))) for each in book.derive}
        self.compiler = compiler

    def sight(self, offender: Offender) -> Sight:
        """Return what there is to look at for an offender."""
        return self.sights.of(offender, self.rules)

    def reads(self, rule: CompiledRule) -> Reads:
        """Return the facts that a rule reads; few offenders have facts that make anybody ask."""
        found = self._reads.get(rule.id)
        if found is None:
            found = self._reads[rule.id] = reads_of(rule.rule, self.book)
        return found

    def calendar_of(self, *names: str | None) -> Calendar | None:
        """Return the calendar that is named first; the book's own where none is."""
        name = next((each for each in names if each is not None), None)
        return self.book.calendar if name is None else self.book.calendars[name]

    def birthday(self, born: int, age: int) -> int:
        """Return the day on which an age is attained; born on 29 February as the book says."""
        return attains_age(born, age, self.leap)


def in_order(rules: tuple[Rule, ...]) -> list[Rule]:
    """Return rules so that one that counts from another's due comes after it; the book's order otherwise."""
    placed: list[Rule] = []
    waiting = list(rules)
    while waiting:
        names = {rule.published_id for rule in waiting}
        ready = [rule for rule in waiting if not _reads(rule) & (names - {rule.published_id})]
        placed += ready or waiting
        waiting = [rule for rule in waiting if rule not in placed]
    return placed


def _reads(rule: Rule) -> set[str]:
    """Return the published ids of the rules whose occurrences a rule reads."""
    return {name for part in parts_of(rule) for name in rules_of(part)}


class Compiler:
    """Turns declarations into functions and gives equal ones one place, so that they are computed once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.book = program.book
        self._places: dict[Any, int] = {}
        self._watched: set[str] | None = None

    # ── shared parts ────────────────────────────────────────────────────────────────────────────────────────────

    def select(self, select: Select | None) -> int:
        """Return the place of a selection among the program's."""
        select = None if select is None else meant(select, self.book)
        key = repr(select)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.program.selects)
            self.program.selects.append(lambda tl: [])
            self.program.sights.add(None if select is None else self._needs_of(select))
            # Conditions inside a selection do not make a regime change from day to day.
            watched, self._watched = self._watched, None
            self.program.selects[place] = compile_select(select or Select(of=()), self)
            self._watched = watched
        return place

    def state(self, name: str) -> str:
        """Return the name of a state after making sure that it can be read; a watched regime depends on it."""
        if name not in self.program.states:
            self.program.states[name] = self.reader(name)
            self.program.sights.add_state(name, self._needs_of_state(name))
            self._spans_in(name)
        self.depends(f"state:{name}")
        return name

    def reader(self, name: str) -> StateReader:
        """Return the function that finds the runs of a state, of the book's own or of those there always are."""
        declared = self.book.states.get(name)
        return state_reader(name, self.book) if declared is None else declared_state(declared, self)

    def _spans_in(self, state: str) -> None:
        """Compile the spans that a state is, or is made of."""
        declared = self.book.states.get(state)
        for part in () if declared is None else declared.any_:
            self._spans_in(part)
        if any(state in (span.id, span.part_of) for span in self.book.span):
            self.span(state)

    def any_of(self, names: tuple[str, ...]) -> str:
        """Return the name of a state that holds while any of these does, ready to be read."""
        return self.state(self._union(names))

    def depends(self, name: str) -> None:
        """Note that the condition being compiled changes with a track or state."""
        if self._watched is not None:
            self._watched.add(name)

    def span(self, name: str) -> str:
        """Return the id of a span after compiling it."""
        if name not in self.program.spans:
            self.program.spans[name] = lambda tl: []
            self.program.sights.add_span(name, self._needs_of_span(name))
            own = [compile_span(rule, self) for rule in self.book.span if rule.id == name]
            parts = [self.span(each) for each in self._parts_of(name)]
            finders: list[SpanFinder] = [*own, *(partial(Timeline.extents, span=part) for part in parts)]
            self.program.spans[name] = finders[0] if len(finders) == 1 else _all_of(finders)
        return name

    def one_per(self, one_per: OnePer) -> CaseFinder:
        """Return the function that finds what a duty hangs on."""
        return compile_one_per(one_per, self)

    def cases(self, rule: Rule) -> CaseFinder:
        """Return the function that finds what a rule hangs on, within the time in which it can fall due."""
        one_per = rule.one_per
        cases = self.one_per(one_per)
        if rule.while_ is None or not rule.while_.is_bounded:
            return cases
        spans = tuple(self.span(each) for each in rule.while_.span)
        states = tuple(self.state(name) for name in rule.while_.not_in)
        during = During(spans, states, tuple(name for name in states if name in self.program.spans))
        if rule.anchor.across_gaps:
            return cut_to_windows(cases, during) if one_per.span else within_windows(one_per, cases, during)
        within, each = self._within(rule, cases, during), one_per.each
        if each is None or rule.cadence not in _NEVER_AGAIN or not self._are_facts(each):
            return within
        before = rule.cadence is Cadence.COUNTDOWN or any(regime.before is not None for regime in rule.regime)
        return with_foreseen(within, cases, during, resumes=rule.while_.resumes, before=before)

    def _within(self, rule: Rule, cases: CaseFinder, during: During) -> CaseFinder:
        one_per = rule.one_per
        if rule.while_ is not None and rule.while_.resumes:
            return resuming(one_per, cases, during)
        if one_per.each is not None and not (one_per.key or one_per.until_next):
            return each_within(self.select(one_per.each), during)
        return within_windows(one_per, cases, during)

    def _are_facts(self, select: Select) -> bool:
        """Return whether the events of a selection are facts themselves, not made out of others."""
        return all(
            self._are_facts(self.book.define[name]) if name in self.book.define else name.partition(".")[0] in NOUNS
            for name in select.of
        )

    def _anchor_of(self, rule: Rule) -> Finder:
        tests = [part for part in parts_of(rule.regime) if isinstance(part, When)]
        first_is_told = any(each.occurrence is not None for each in tests)
        find = compile_anchor(rule.anchor.of_series, self, first_is_told=first_is_told)
        last, during = rule.anchor.last, rule.while_
        if last is None or during is None or not rule.anchor.across_gaps:
            return find
        return going_on(find, self.select(last), tuple(self.span(each) for each in during.span))

    def anchor(self, anchor: Anchor) -> Finder:
        """Return the function that finds an anchor."""
        return compile_anchor(anchor, self)

    # ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────

    def rule(self, rule: Rule) -> CompiledRule:
        """Return a rule with every axis made into a function."""
        cautious = None if rule.cautious is None else rule.cautious.anchor
        daily_gate = None if rule.gate_each_day is None else self._daily_gate(rule.gate_each_day)
        suspensions = self._suspensions(rule)
        chooser = self._chooser(rule)
        plain = rule.must and rule.rebased_by is not Rebased.DUE and all(_is_plain(each) for each in chooser.regimes)
        meets = self._meets(rule)
        is_chain = meets is not None and rule.cadence is Cadence.ROLLING and rule.rebased_at is None
        may_wait = rule.gate is None and rule.in_force is None
        by_itself = plain and may_wait and rule.anchor.start and not rule.void_by
        met_by, void_by = self._seekers(rule)
        return CompiledRule(
            rule=rule,
            cases=self.cases(rule),
            anchor=self._anchor_of(rule),
            lacking=compile_lacking(rule.anchor, self.array_of(rule.one_per), self),
            starts=None if rule.starts is None else self.anchor(rule.starts.after),
            chooser=chooser,
            gate=None if rule.gate is None else compile_when(rule.gate, self),
            daily_gate=daily_gate,
            met_by=met_by,
            void_by=void_by,
            suspensions=suspensions,
            cautious_anchor=None if cautious is None else self.select(cautious.last),
            rebased_at=None if rule.rebased_at is None else attribute_of(rule.rebased_at),
            follows_changes=_follows_changes(rule),
            plain=plain,
            meets=meets,
            answers=tuple(self.select(each.select) for each in rule.met_by if each.select is not None),
            voids=tuple(self.select(each.select) for each in rule.void_by if each.select is not None),
            is_chain=is_chain and plain and may_wait,
            is_single=plain and may_wait and _is_single(rule),
            own_days=own_days(rule.met_by) if by_itself else None,
            may_be_never=any(each.length is not None and each.length.never for each in chooser.regimes),
            closes_gap=any(each.state is not None and each.state == rule.one_per.gap_of for each in rule.met_by),
            closes=can_be_closed(rule, chooser, meets),
            needs=self._needs_of_rule(rule),
            published_id=rule.published_id,
            id=rule.id,
        )

    def _seekers(self, rule: Rule) -> tuple[Seeker | None, Seeker | None]:
        """Return the functions that find what meets a duty, and what makes it void."""
        if rule.cadence.is_fixed:
            return self._seeker(_from_opening(rule.met_by)), self._seeker(_from_opening(rule.void_by))
        met_by, void_by = self._seeker(rule.met_by), self._seeker(rule.void_by)
        if met_by is not None and void_by is not None and rule.cadence in _NEVER_AGAIN:
            met_by = unless_void(met_by, void_by)
        return met_by, void_by

    def _seeker(self, evidence: tuple[Evidence, ...]) -> Seeker | None:
        return compile_evidence(evidence, self) if evidence else None

    def _needs_of_rule(self, rule: Rule) -> tuple[Needs, ...]:
        """Return the facts that a rule hangs on, and those that bring about the spans in which it has cases."""
        spans = rule.while_.span if rule.while_ is not None else ()
        during = [any_of(map(self._needs_of_span, spans))] if spans else []
        return (self._needs(rule.one_per), *during)

    def _needs(self, one_per: OnePer) -> Needs:
        """Return the facts of which one must be there for a case; None where there may be one anyway."""
        if one_per.each is not None:
            return self._needs_of(one_per.each)
        if one_per.span is not None:
            return self._needs_of_span(one_per.span)
        state = one_per.run_of or one_per.end_of
        return None if state is None else self._needs_of_state(state)

    def _needs_of_span(self, name: str) -> Needs:
        own = [self._needs(span.one_per) for span in self.book.span if span.id == name]
        return any_of([*own, *map(self._needs_of_span, self._parts_of(name))])

    def _parts_of(self, name: str) -> tuple[str, ...]:
        """Return the spans of which one is made up; itself, which may be said to be a part of it, left out."""
        return tuple(dict.fromkeys(span.id for span in self.book.span if span.part_of == name != span.id))

    def _needs_of_state(self, name: str) -> Needs:
        """Return the facts of which one must be there for a state to hold; None where it may hold anyway."""
        if name in self.book.states:
            return None
        is_span = any(name in (span.id, span.part_of) for span in self.book.span)
        return self._needs_of_span(name) if is_span else needs_of_state(name)

    def array_of(self, one_per: OnePer) -> str | None:
        """Return the array, or the name of the events, of the facts a duty hangs on; None where it may be several."""
        if one_per.span is not None:
            spans = [span for span in self.book.span if one_per.span in (span.id, span.part_of)]
            arrays = {self.array_of(span.one_per) for span in spans}
            return arrays.pop() if len(arrays) == 1 else None
        if one_per.occurrence_of is not None:
            found = {self.array_of(rule.one_per) for rule in self.book.rules_named(one_per.occurrence_of)}
            return found.pop() if len(found) == 1 else None
        if one_per.each is None:
            return None
        head = one_per.each.of[0].split(".")[0]
        return NOUNS[head].array if head in NOUNS else head

    def _needs_of(self, select: Select) -> Needs:
        return any_of(map(self._needs_of_name, select.of))

    def _needs_of_name(self, name: str) -> Needs:
        head, _, kind = name.partition(".")
        if name in self.book.define:
            return self._needs_of(self.book.define[name])
        derived = next((each for each in self.book.derive if each.id == name), None)
        if derived is not None:
            made_of = [each for each in (derived.of, derived.also) if each is not None]
            return None if derived.of is None else any_of(map(self._needs_of, made_of))
        if head in ("start", "end"):
            return self._needs_of_state(kind)
        return frozenset({need_of(head, kind)})

    def _meets(self, rule: Rule) -> int | None:
        """Return the place of the only events that meet a chain or a block, if nothing but their day is asked.

        None also where the next period hangs on the due day of the last, which only its whole course tells.
        """
        by_occurrence = any(each.when is not None and each.when.occurrence is not None for each in rule.regime)
        limited = any(each.opens is not None or each.latest is not None for each in rule.regime)
        if rule.cadence not in (Cadence.ROLLING, Cadence.BLOCK) or rule.gate is not None or limited or by_occurrence:
            return None
        if rule.rebased_by is Rebased.DUE:
            return None
        joint = _joint(rule.met_by)
        return None if joint is None else self.select(joint)

    def _union(self, names: tuple[str, ...]) -> str:
        """Return the name of a state that holds while any of these does."""
        if len(names) == 1:
            return names[0]
        joint = " or ".join(names)
        if joint not in self.program.states:
            parts = [self.reader(name) for name in names]
            self.program.states[joint] = lambda tl: [run for part in parts for run in part(tl)]
            self.program.sights.add_state(joint, any_of(map(self._needs_of_state, names)))
        return joint

    def _suspensions(self, rule: Rule) -> int:
        """Return the place of a rule's suspensions among the program's; equal ones have one place."""
        suspended = tuple((each, self.any_of(each.in_)) for each in rule.suspended)
        known = self.program.suspensions
        if suspended not in known:
            known.append(suspended)
        return known.index(suspended)

    def _daily_gate(self, when: When) -> DailyGate:
        names: set[str] = set()
        return DailyGate(self.watching(when, names), tuple(sorted(names)))

    def watching(self, when: When, into: set[str]) -> Judgement:
        """Return the function of a condition, and put into a set the tracks and states it changes with."""
        watched, self._watched = self._watched, into
        judge = compile_when(when, self)
        self._watched = watched
        return judge

    def _chooser(self, rule: Rule) -> Chooser:
        names: set[str] = set()
        regimes = [self._regime(rule, regime, place, names) for place, regime in enumerate(rule.regime)]
        if not regimes:
            regimes = [self._regime(rule, Regime(), 0, names)]
        whens = [each.when for each in rule.regime if each.when is not None]
        # An age is asked on each day if the rule says what a change does, else on the day of the anchor.
        each_day = rule.change is not None and rule.change.any_ is not ChangePolicy.NEXT_ANCHOR
        per_case = any(each.hangs_on_fact or (each.asks_for_age and not each_day) for each in whens)
        cautious = None if rule.cautious is None else rule.cautious.counting
        by_value = all(each.reads_tracks_alone for each in whens)
        return Chooser(regimes, frozenset(names), per_case=per_case, by_value=by_value, cautious=cautious)

    def _regime(self, rule: Rule, regime: Regime, place: int, names: set[str]) -> CompiledRegime:
        length = regime.length
        if length is not None and length.by_level is not None:
            names.add("level")
        if length is not None and length.fact is not None:
            names.add("plan")
        return CompiledRegime(
            place=place,
            name=regime.name or (regime.by or "") or ("" if len(rule.regime) == 1 else str(place + 1)),
            when=None if regime.when is None else self.watching(regime.when, names),
            length=length,
            before=regime.before is not None,
            counting=regime.counting or rule.counting,
            from_=regime.from_,
            clock=regime.clock,
            opens=regime.opens,
            latest=regime.latest,
            regime=regime,
            roll=regime.roll or rule.roll,
            to_end_of=regime.to_end_of,
            from_end_of=regime.from_end_of,
            skips=regime.skips,
            calendar=self.program.calendar_of(regime.calendar, rule.calendar),
            rule_calendar=self.program.calendar_of(rule.calendar),
            quotas=tuple(compile_quota(each, self) for each in regime.quota),
        )


def _all_of(finders: list[SpanFinder]) -> SpanFinder:
    return lambda tl: [extent for find in finders for extent in find(tl)]


def _joint(evidence: tuple[Evidence, ...]) -> Select | None:
    """Return the events of which any meets a duty; None if more is asked of them than their day."""
    selects = [each.select for each in evidence if each.select is not None and each.is_bare]
    if not selects or len(selects) != len(evidence):
        return None
    if len(selects) == 1:
        return selects[0]
    plain = all(each == Select(of=each.of) for each in selects)
    return Select(of=tuple([name for each in selects for name in each.of])) if plain else None


def _from_opening(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """What meets an occurrence of a fixed cadence, or makes it void, is looked for from its opening on.

    Its day is no event: whatever happens on it comes after it.
    """
    return tuple(attrs.evolve(each, since=_OF_SERIES.get(each.since, each.since)) for each in evidence)


_OF_SERIES = {"anchor": "opens", "after anchor": "anchor"}


def _follows_changes(rule: Rule) -> bool:
    """Return whether a change of regime may move a date that is pending."""
    if rule.change is None or rule.change.any_ is ChangePolicy.NEXT_ANCHOR:
        return False
    return all(regime.read_at is not ReadAt.ANCHOR for regime in rule.regime)


def _is_single(rule: Rule) -> bool:
    """Return whether a case has one occurrence, which always asks for something and has one reading of its day."""
    lengths = [regime.length for regime in rule.regime]
    asks = all(length is not None and not length.never for length in lengths)
    return rule.cadence is Cadence.ONCE and rule.cautious is None and bool(lengths) and asks


def _is_plain(regime: CompiledRegime) -> bool:
    return regime.opens is None and regime.latest is None and not regime.before


@lru_cache(maxsize=64)
def program_of(book: Rulebook) -> Program:
    """Return the program of a book; made once for each book in a process."""
    return Program(book)
