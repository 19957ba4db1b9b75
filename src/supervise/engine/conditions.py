"""Compiles the conditions of a book into functions: tests on one fact, and on the offender on a day.

A test on a fact is true or false: what is missing fails it (formats: Practice). A test on the offender may be
undecided, None, and then names what is missing in ``Timeline.lacking``. Tests on a fact may ask about the offender on
its day and the other way round, so that they are here together; those on one field ask for neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from supervise.engine.field_tests import FactTest, all_of, field_test
from supervise.engine.happenings import Case, Extent, first_given, has_no_extent, is_of, mark_of
from supervise.engine.matching import agrees, fields_matched
from supervise.engine.relations import compile_counted, compile_other
from supervise.engine.timeline import Timeline
from supervise.errors import DateRangeError
from supervise.rules.conditions import Age, Around, Covered, Gap, Select, When, Where
from supervise.rules.field_tests import GIVEN
from supervise.rules.names import attribute_of

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = [
    "Judgement",
    "compile_when",
    "compile_where",
    "under_age",
]


Judgement: TypeAlias = Callable[[Timeline, int, "Case | None"], "bool | None"]


# ── tests on one fact ───────────────────────────────────────────────────────────────────────────────────────────


def compile_where(where: Where, compiler: Compiler) -> FactTest:
    """Return a function that tells whether a fact passes, on its day, for a case."""
    tests = [field_test(name, test) for name, test in where.fields.items()]
    tests += [compile_where(inner, compiler) for inner in where.all_]
    if where.any_:
        tests.append(_any_of([compile_where(inner, compiler) for inner in where.any_]))
    if where.not_ is not None:
        tests.append(_negated(compile_where(where.not_, compiler)))
    if where.on_the_day is not None:
        tests.append(_on_the_day(compile_when(where.on_the_day, compiler)))
    if where.around is not None:
        tests.append(compile_around(where.around, compiler))
    return tests[0] if len(tests) == 1 else all_of(tests)


def _any_of(tests: list[FactTest]) -> FactTest:
    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        for test in tests:  # noqa: SIM110 (a generator costs a frame on the hot path)
            if test(tl, fact, day, case):
                return True
        return False

    return passes


def _negated(test: FactTest) -> FactTest:
    return lambda tl, fact, day, case: not test(tl, fact, day, case)


def _on_the_day(judge: Judgement) -> FactTest:
    return lambda tl, fact, day, case: judge(tl, day, case) is True


def compile_around(around: Around, compiler: Compiler) -> FactTest:
    """Return a test whether some other event lies near a date of this fact."""
    index = compiler.select(around.of)
    name = None if around.field is None else attribute_of(around.field)
    match, strict = fields_matched(around.match), around.strict

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        centre = None if name is None else getattr(fact, name, None)
        if name is not None and centre is None:
            return False
        for event in tl.events(index):
            if event.fact is fact:
                continue
            if centre is not None:
                distance = event.day - centre.toordinal()
                if not -around.before <= distance <= around.after:
                    continue
            if agrees(event.fact, fact, match, strict=strict):
                return True
        return False

    return passes


# ── tests on the offender on a day ──────────────────────────────────────────────────────────────────────────────


def compile_when(when: When, compiler: Compiler) -> Judgement:
    """Return a function that tells whether a condition holds on a day; None if a missing fact decides."""
    given = ((make, getattr(when, name)) for name, make in _WHEN_TESTS)
    tests: list[Judgement] = [make(value, compiler) for make, value in given if value is not None and value != ()]
    return tests[0] if len(tests) == 1 else _every(tests)


def _every(tests: list[Judgement]) -> Judgement:
    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        verdict: bool | None = True
        for test in tests:
            answer = test(tl, day, case)
            if answer is False:
                return False
            if answer is None:
                verdict = None
        return verdict

    return judge


def _any_when(inner: tuple[When, ...], compiler: Compiler) -> Judgement:
    tests = [compile_when(each, compiler) for each in inner]

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        verdict: bool | None = False
        for test in tests:
            answer = test(tl, day, case)
            if answer:
                return True
            if answer is None:
                verdict = None
        return verdict

    return judge


def _not_when(inner: When, compiler: Compiler) -> Judgement:
    test = compile_when(inner, compiler)

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        answer = test(tl, day, case)
        return None if answer is None else not answer

    return judge


def _all_when(inner: tuple[When, ...], compiler: Compiler) -> Judgement:
    return _every([compile_when(each, compiler) for each in inner])


def _level(levels: tuple[str, ...], compiler: Compiler) -> Judgement:
    wanted = frozenset(levels)
    compiler.depends("level")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        level = tl.sure_level_at(day)
        if level is None:
            tl.lacking.append("levels")
            return None
        return level in wanted

    return judge


def _mode(wanted: str, compiler: Compiler) -> Judgement:
    compiler.depends("plan")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        plan = tl.value_at("plan", day)
        return ("active" if plan is None else plan.mode or "active") == wanted

    return judge


def _plan_interval(word: str, compiler: Compiler) -> Judgement:
    wanted = word == GIVEN
    compiler.depends("plan")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        plan = tl.value_at("plan", day)
        return (plan is not None and plan.interval is not None) is wanted

    return judge


def _home(wanted: str, compiler: Compiler) -> Judgement:
    compiler.depends("home")
    return lambda tl, day, case: tl.value_at("home", day) == wanted


def _agency(agencies: tuple[str, ...], compiler: Compiler) -> Judgement:
    wanted = frozenset(agencies)
    compiler.depends("agency")
    return lambda tl, day, case: (tl.value_at("agency", day) or "police") in wanted


def _in_states(states: tuple[str, ...], compiler: Compiler) -> Judgement:
    names = [compiler.state(name) for name in states]
    return lambda tl, day, case: any(tl.holds(name, day) for name in names)


def _not_in_states(states: tuple[str, ...], compiler: Compiler) -> Judgement:
    names = [compiler.state(name) for name in states]

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        for name in names:  # noqa: SIM110 (a generator costs a frame on the hot path)
            if tl.holds(name, day):
                return False
        return True

    return judge


def _fact(where: Where, compiler: Compiler) -> Judgement:
    test = compile_where(where, compiler)
    return lambda tl, day, case: case is not None and test(tl, case.fact, day, case)


def _since(date: dt.date, compiler: Compiler) -> Judgement:
    start = date.toordinal()
    compiler.depends(f"day:{start}")
    return lambda tl, day, case: day >= start


def _before(date: dt.date, compiler: Compiler) -> Judgement:
    end = date.toordinal()
    compiler.depends(f"day:{end}")
    return lambda tl, day, case: day < end


def _gap(gap: Gap, compiler: Compiler) -> Judgement:
    first = "from_" if gap.from_ == "from" else gap.from_

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        fact = case.fact if case is not None else None
        start = getattr(fact, first, None)
        end = first_given(fact, gap.to)
        if start is None or end is None:
            missing = gap.from_ if start is None else gap.to[0]
            tl.lacking.append(f"{_array_of(case)}{missing}")
            return None
        days = (end - start).days
        longer = gap.more_than is None or days > gap.more_than
        return longer and (gap.less_than is None or days < gap.less_than)

    return judge


def _array_of(case: Case | None) -> str:
    fact = case.fact if case is not None else None
    return "" if fact is None else f"{type(fact).__name__.lower()}s."


def _age(age: Age, compiler: Compiler) -> Judgement:
    if not age.on:
        compiler.depends(f"birthday:{age.under}")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        fact = case.fact if case is not None else None
        stated = getattr(fact, age.stated, None) if age.stated is not None else None
        if stated is not None:
            return bool(stated < age.under)
        if not age.on:
            return under_age(tl, day, age.under)
        on = first_given(fact, age.on)
        return under_age(tl, None if on is None else on.toordinal(), age.under)

    return judge


def under_age(tl: Timeline, day: int | None, years: int) -> bool | None:
    """Return whether the offender had not reached an age on a day; None if the day or birth is not known.

    An age is attained when the birthday begins (Family Law Reform Act 1969 s.9).
    """
    born = tl.offender.born_on
    if born is not None and day is not None:
        with suppress(DateRangeError):  # a placeholder: 9999-12-31 is nobody's date of birth
            return day < tl.program.birthday(born.toordinal(), years)
    tl.lacking.append("born_on")
    return None


def _occurrence(wanted: int, compiler: Compiler) -> Judgement:
    # Which one it is, is known only while a chain is walked: whoever walks it says so.
    return lambda tl, day, case: tl.occurrence == wanted


def _covered(covered: Covered, compiler: Compiler) -> Judgement:
    given = None if covered.by is None else compiler.select(covered.by)

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        last = day if covered.on_the_day else max(day, tl.window_last)
        for extent in tl.extents(covered.span):
            if not _is_earlier(extent, day, case) or extent.last < last:
                continue
            if given is None or any(extent.holds <= event.day <= day for event in tl.events(given)):
                return True
        return False

    return judge


def _is_earlier(extent: Extent, day: int, case: Case | None) -> bool:
    """Whether an extent has begun before what is tested; of those of one array and day each before the next by id."""
    if extent.holds != day:
        return extent.holds < day and not is_of(extent, case)
    return case is not None and type(extent.fact) is type(case.fact) and extent.key < case.key


def _some(around: Around, compiler: Compiler) -> Judgement:
    test = compile_around(around, compiler)
    return lambda tl, day, case: case is not None and test(tl, case.fact, day, case)


def _indefinite(wanted: bool, compiler: Compiler) -> Judgement:
    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        mine = [each for span in tl.program.span_ids for each in tl.extents(span) if is_of(each, case)]
        return any(extent.for_life for extent in mine) is wanted

    return judge


def _ended_early(name: str, compiler: Compiler) -> Judgement:
    span = compiler.span(name)

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        any_of_them = has_no_extent(case, tl.extents(span))
        ended = [each for each in tl.held_extents(span) if each.last == day and (any_of_them or is_of(each, case))]
        return bool(ended) and all(each.ended_early for each in ended)

    return judge


def _after(name: str, compiler: Compiler) -> Judgement:
    """An event has happened on an earlier day."""
    index = compiler.select(Select(of=(name,)))
    compiler.depends(f"after:{index}")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        events = tl.events(index)
        return bool(events) and events[0].day < day

    return judge


def _first_of(name: str, compiler: Compiler) -> Judgement:
    """The fact the duty hangs on is the first of its events."""
    index = compiler.select(Select(of=(name,)))

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        events = tl.events(index)
        return (
            bool(events) and case is not None and case.event is not None and mark_of(events[0]) == mark_of(case.event)
        )

    return judge


def _known(names: tuple[str, ...], compiler: Compiler) -> Judgement:
    """Nothing can be told of a fact that lacks one of these fields."""
    given = [(name, attribute_of(name)) for name in names]

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        fact = case.fact if case is not None else None
        missing = [name for name, attribute in given if getattr(fact, attribute, None) is None]
        tl.lacking.extend(f"{_array_of(case)}{name}" for name in missing)
        return None if missing else True

    return judge


# Each key of a condition with what makes its value into a test. The order is that in which they are asked.
_WHEN_TESTS: tuple[tuple[str, Callable[[Any, Any], Judgement]], ...] = (
    ("all_", _all_when),
    ("any_", _any_when),
    ("not_", _not_when),
    ("level", _level),
    ("mode", _mode),
    ("plan_interval", _plan_interval),
    ("last_notified_home", _home),
    ("lead_agency", _agency),
    ("in_", _in_states),
    ("not_in", _not_in_states),
    ("fact", _fact),
    ("since", _since),
    ("before", _before),
    ("gap", _gap),
    ("age", _age),
    ("occurrence", _occurrence),
    ("covered", _covered),
    ("some", _some),
    ("indefinite", _indefinite),
    ("ended_early", _ended_early),
    ("after", _after),
    ("first_of", _first_of),
    ("count", compile_counted),
    ("other", lambda other, compiler: compile_other(other)),
    # Last: where another test fails, nothing is missing.
    ("known", _known),
)
