"""What did not meet a duty, or did not bring one about, and why: the first test an event failed, or that it came too
early, too late or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
from attrs import frozen

from supervise.dates.ordinals import ordinal_of
from supervise.engine.clock import FAR
from supervise.engine.conditions import compile_where
from supervise.engine.happenings import Case, fact_day
from supervise.engine.lasting import day_of
from supervise.engine.matching import agrees_with, fields_matched
from supervise.engine.obligation import Obligation, Status
from supervise.engine.schedule import Schedule
from supervise.engine.steps import Failure, NotCounted
from supervise.engine.timeline import Timeline
from supervise.engine.tracing_slots import is_placed
from supervise.model.facts import Fact
from supervise.model.versions import day_known, history
from supervise.rules.conditions import Select, Where
from supervise.rules.field_tests import FieldTest
from supervise.rules.language import Anchor, Evidence, Rule
from supervise.rules.names import attribute_of
from supervise.rules.reading import plain
from supervise.rules.vocabulary import NOUNS

__all__ = ["first_failure", "not_counted", "not_hung_on"]

# In the order in which they are asked.
_REASONS = (
    "withdrawn", "not known", "no date", "kind", "failed", "window", "ended", "future", "early", "used", "around",
    "closed", "second",
)  # fmt: skip


def not_counted(
    schedule: Schedule, row: Obligation, case: Case, evidence: tuple[Evidence, ...], used: set[str]
) -> Iterator[NotCounted]:
    """Yield the events from the anchor on that did not meet an occurrence, by day and id, each with its reason.

    ``used`` are the ids that met other occurrences of the rule. Nothing is said where nothing is asked, and of events
    after the one that met it.
    """
    if row.projected or not row.anchor_day or row.status in (Status.NOT_REQUIRED, Status.LAPSED):
        return
    found: dict[str, tuple[int, NotCounted]] = {}
    for each in evidence:
        for step in _Way(schedule, row, case, used, each).passed_over():
            far = _REASONS.index(step.why)
            # Of several ways, the reason of the one it got furthest in.
            if step.id not in row.met_by and far >= found.get(step.id, (0, step))[0]:
                found[step.id] = far, step
    yield from sorted((step for _, step in found.values()), key=lambda step: (step.day or FAR, step.id))


def not_hung_on(schedule: Schedule, rules: Iterable[Rule]) -> Iterator[NotCounted]:
    """Yield the facts of the kinds that rules without an occurrence hang on, or count from, and that are not enough.

    Those of which nothing can be said, as they pass every test and have happened, are left out.
    """
    tl, found = schedule.timeline, dict[tuple[str, str], NotCounted]()
    with tl.clock.aside():
        for select, planned in _hung_on(rules):
            for source in _sources(schedule, select):
                for fact in getattr(tl.offender, source.array):
                    step = _refusal(tl, source, fact, planned=planned) if _is_of(fact, source) else None
                    if step is not None:
                        found.setdefault((source.array, fact.id), step)
    yield from sorted(found.values(), key=lambda step: (step.day, step.id))


def _hung_on(rules: Iterable[Rule]) -> Iterator[tuple[Select, bool]]:
    """Yield what rules hang on and count from, each with whether what is planned counts as well."""
    for rule in rules:
        if rule.one_per.each is not None:
            yield rule.one_per.each, True
        anchor: Anchor | None = rule.anchor
        while anchor is not None:
            yield from [(each, False) for each in (anchor.last, anchor.first) if each is not None]
            anchor = anchor.else_


def _refusal(tl: Timeline, source: _Source, fact: Fact, *, planned: bool) -> NotCounted | None:
    """Return why nothing hangs on a fact: the day judged, or the first test it fails; None if that is not why."""
    day, word, as_of = day_of(fact, source.dates), _word(fact, source), tl.clock.as_of
    if not day:
        return None
    if day > as_of and not planned:
        return NotCounted(id=fact.id, day=day, word=word, why="future", on=as_of)
    failures = (first_failure(tl, where, fact, day, None) for where in source.tests)
    failure = next((each for each in failures if each is not None), None)
    return None if failure is None else NotCounted(id=fact.id, day=day, word=word, why="failed", failure=failure)


@frozen(kw_only=True)
class _Source:
    """An array that evidence looks in: how its facts are dated, which kinds count, and what they must pass."""

    array: str
    dates: tuple[str, ...]
    kind: str | None
    word: str
    tests: tuple[Where, ...]


def _sources(schedule: Schedule, select: Select) -> Iterator[_Source]:
    """Yield the arrays behind a selection; derived events, starts and ends of states are no facts and left out."""
    tests = () if select.where is None else (select.where,)
    for name in select.of:
        head, _, word = name.partition(".")
        if name in schedule.book.define:
            for inner in _sources(schedule, schedule.book.define[name]):
                yield attrs.evolve(inner, tests=(*inner.tests, *tests), dates=select.at or inner.dates)
        elif head in NOUNS:
            noun = NOUNS[head]
            yield _Source(array=noun.array, dates=select.at or (noun.at,), kind=noun.kind, word=word, tests=tests)


def _search_start(since: str, row: Obligation, case: Case) -> int:
    if since == "ever":
        return 0
    return fact_day(case.fact, row.anchor_day) if since == "the fact" else row.anchor_day


class _Way:
    """One way of meeting an occurrence, asked about every fact of the arrays it looks in."""

    def __init__(self, schedule: Schedule, row: Obligation, case: Case, used: set[str], evidence: Evidence) -> None:
        self.tl, self.row, self.case, self.used, self.evidence = schedule.timeline, row, case, used, evidence
        select = evidence.select
        self.sources = () if select is None else tuple(_sources(schedule, select))
        self.match = fields_matched(evidence.match)
        # Nothing that happened before the search begins is spoken of.
        self.start = _search_start(evidence.since, row, case)
        self.is_fixed = is_placed(row.steps)
        if self.is_fixed:
            # A slot opens on a day of its own: what came since the slot before was too early for it.
            self.start = min(row.steps[0][2].first, row.opens_day)

    def passed_over(self) -> Iterator[NotCounted]:
        """Yield each fact that did not count, with the first reason."""
        for array in dict.fromkeys(source.array for source in self.sources):
            current = {fact.id: fact for fact in getattr(self.tl.offender, array)}
            for id_, versions in history(getattr(self.tl.original, array)).items():
                if id_ != self.row.anchor_id:
                    fact = current.get(id_)
                    yield from self._unknown(versions, array) if fact is None else self._refused(fact, array)

    def _unknown(self, versions: tuple[Fact, ...], array: str) -> Iterator[NotCounted]:
        """A fact that is not one, seen from the day up to which records are used."""
        first, last = versions[0], versions[-1]
        for source in self._fitting(last, array)[:1]:
            day, known = day_of(last, source.dates), day_known(first)
            why, on = "not known", ordinal_of(known)
            if last.withdrawn:
                why, on = "withdrawn", 0
            if day > self.tl.clock.as_of:
                why, on = "future", self.tl.clock.as_of
            if self._is_asked(last, day):
                yield NotCounted(id=last.id, day=day, word=_word(last, source), why=why, on=on)

    def _fitting(self, fact: Fact, array: str) -> list[_Source]:
        """Return the sources that ask for facts of this kind."""
        return [each for each in self.sources if each.array == array and _is_of(fact, each)]

    def _is_asked(self, fact: Fact, day: int) -> bool:
        """Whether it belongs to this occurrence at all: not before its start, not after what met it, not another's."""
        for mine, theirs in self.match:
            if mine == "for_" and not agrees_with(fact, self.case.event, ((mine, theirs),)):
                return False
        planned = day or day_of(fact, ("planned_on",))
        return self.start <= planned and not (self.row.met_day and planned > self.row.met_day)

    def _refused(self, fact: Fact, array: str) -> Iterator[NotCounted]:
        mine = [each for each in self.sources if each.array == array]
        fitting = self._fitting(fact, array)
        source = (fitting or mine)[0]
        day = day_of(fact, source.dates)
        if not self._is_asked(fact, day):
            return
        if day > self.tl.clock.as_of:
            yield NotCounted(id=fact.id, day=day, word=_word(fact, source), why="future", on=self.tl.clock.as_of)
            return
        reasons = [self._reason(fact, day, each) for each in fitting]
        if not fitting:
            # Of an open search only what is of its kind is spoken of: the rest has nothing to do with it.
            reasons = [("kind", (source.kind or "", *(each.word for each in mine)), None, 0)] if self.start else []
        if reasons:
            why, names, failure, on = max(reasons, key=lambda reason: _REASONS.index(reason[0]))
            yield NotCounted(
                id=fact.id, day=day, word=_word(fact, source), why=why, names=names, failure=failure, on=on
            )

    def _reason(self, fact: Fact, day: int, source: _Source) -> tuple[str, tuple[str, ...], Failure | None, int]:
        evidence, row = self.evidence, self.row
        if not day:
            return "no date", source.dates, None, 0
        tests = (*source.tests, *(() if evidence.where is None else (evidence.where,)))
        for where in tests:
            failure = first_failure(self.tl, where, fact, day, self.case)
            if failure is not None:
                return "failed", (), failure, 0
        for mine, theirs in self.match:
            if not agrees_with(fact, self.case.event, ((mine, theirs),)):
                return "failed", (), Failure(field=mine, test=FieldTest(same_as=theirs)), 0
        if evidence.window is not None and not _within(day - row.anchor_day, evidence.window):
            return "window", tuple(str(each) for each in evidence.window), None, 0
        if day >= self.case.end:
            return "ended", (), None, self.case.end
        return self._later_reason(fact, day)

    def _later_reason(self, fact: Fact, day: int) -> tuple[str, tuple[str, ...], None, int]:
        evidence, row = self.evidence, self.row
        by_opening = self.is_fixed or evidence.since in ("opens", "first opens")
        opens = row.opens_day if by_opening else row.anchor_day
        if evidence.since not in ("ever", "the fact") and (
            day < opens or (day == opens and evidence.since == "after anchor")
        ):
            return "early", (), None, opens
        if fact.id in self.used and not evidence.shared:
            return "used", (), None, 0
        if evidence.around is not None:
            return "around", (evidence.around.field or "",), None, 0
        if self.is_fixed and not row.met_by:
            return "closed", (), None, 0
        return "second", (), None, 0


def _within(distance: int, window: tuple[int, ...]) -> bool:
    return window[0] <= distance <= window[1]


def _is_of(fact: Fact, source: _Source) -> bool:
    """Whether a fact is of the kind a source asks for."""
    return not source.word or str(getattr(fact, source.kind or "")) == source.word


def _word(fact: Fact, source: _Source) -> str:
    value = None if source.kind is None else getattr(fact, source.kind)
    return "" if value is None else str(value)


def first_failure(tl: Timeline, where: Where, fact: Any, day: int, case: Case | None) -> Failure | None:
    """Return the first test of a table that a fact does not pass on its day; None if it passes all."""
    compiler = tl.program.compiler

    def passes(part: Where) -> bool:
        return compile_where(part, compiler)(tl, fact, day, case)

    for name, test in where.fields.items():
        if not passes(Where(fields={name: test})):
            given = getattr(fact, attribute_of(name), None) not in (None, (), False)
            return Failure(field=name, test=test, given=given)
    for inner in where.all_:
        failure = first_failure(tl, inner, fact, day, case)
        if failure is not None:
            return failure
    branches = [first_failure(tl, inner, fact, day, case) for inner in where.any_]
    if branches and None not in branches:
        return Failure(field="", alternatives=tuple(each for each in branches if each is not None))
    for name in ("not_", "on_the_day", "around"):
        part = getattr(where, name)
        if part is not None and not passes(Where(**{name: part})):
            return Failure(field=name.removesuffix("_"), condition=plain(part))
    return None
