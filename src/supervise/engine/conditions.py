"""Compiles the conditions of a book into functions: tests on one fact, and on the offender on a day.

A test on a fact is true or false: what is missing fails it (formats: Practice). A test on the offender may be
undecided, None, and then names what is missing in ``Timeline.lacking``. Tests on a fact may ask about the offender on
its day and the other way round, so that they are here together; those on one field ask for neither.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from supervise.engine.field_tests import FactTest, all_of, field_test
from supervise.engine.happenings import Case, Extent, has_no_extent, is_of, mark_of
from supervise.engine.matching import agrees, fields_matched
from supervise.engine.relations import compile_counted, compile_other
from supervise.engine.timeline import Timeline
from supervise.errors import DateRangeError
from supervise.rules.conditions import Age, Around, Covered, Gap, Select, When, Where
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
    tests: list[Judgement] = [make(when, compiler) for make, given in _WHEN_TESTS if given(when)]
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


def _any_when(when: When, compiler: Compiler) -> Judgement:
    tests = [compile_when(inner, compiler) for inner in when.any_]

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


def _not_when(when: When, compiler: Compiler) -> Judgement:
    inner = compile_when(_need(when.not_), compiler)

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        answer = inner(tl, day, case)
        return None if answer is None else not answer

    return judge


def _all_when(when: When, compiler: Compiler) -> Judgement:
    return _every([compile_when(inner, compiler) for inner in when.all_])


def _level(when: When, compiler: Compiler) -> Judgement:
    wanted = frozenset(_need(when.level))
    compiler.depends("level")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        level = tl.sure_level_at(day)
        if level is None:
            tl.lacking.append("levels")
            return None
        return level in wanted

    return judge


def _mode(when: When, compiler: Compiler) -> Judgement:
    wanted = when.mode
    compiler.depends("plan")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        plan = tl.value_at("plan", day)
        return ("active" if plan is None else plan.mode or "active") == wanted

    return judge


def _plan_interval(when: When, compiler: Compiler) -> Judgement:
    wanted = when.plan_interval == "set"
    compiler.depends("plan")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        plan = tl.value_at("plan", day)
        return (plan is not None and plan.interval is not None) is wanted

    return judge


def _home(when: When, compiler: Compiler) -> Judgement:
    wanted = when.last_notified_home
    compiler.depends("home")
    return lambda tl, day, case: tl.value_at("home", day) == wanted


def _agency(when: When, compiler: Compiler) -> Judgement:
    wanted = frozenset(_need(when.lead_agency))
    compiler.depends("agency")
    return lambda tl, day, case: (tl.value_at("agency", day) or "police") in wanted


def _in_states(when: When, compiler: Compiler) -> Judgement:
    names = [compiler.state(name) for name in _need(when.in_)]
    return lambda tl, day, case: any(tl.holds(name, day) for name in names)


def _not_in_states(when: When, compiler: Compiler) -> Judgement:
    names = [compiler.state(name) for name in _need(when.not_in)]

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        for name in names:  # noqa: SIM110 (a generator costs a frame on the hot path)
            if tl.holds(name, day):
                return False
        return True

    return judge


def _fact(when: When, compiler: Compiler) -> Judgement:
    test = compile_where(_need(when.fact), compiler)
    return lambda tl, day, case: case is not None and test(tl, case.fact, day, case)


def _since(when: When, compiler: Compiler) -> Judgement:
    start = _need(when.since).toordinal()
    compiler.depends(f"day:{start}")
    return lambda tl, day, case: day >= start


def _before(when: When, compiler: Compiler) -> Judgement:
    end = _need(when.before).toordinal()
    compiler.depends(f"day:{end}")
    return lambda tl, day, case: day < end


def _gap(when: When, compiler: Compiler) -> Judgement:
    gap: Gap = _need(when.gap)
    first = "from_" if gap.from_ == "from" else gap.from_

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        fact = case.fact if case is not None else None
        start = getattr(fact, first, None)
        end = next((date for name in gap.to if (date := getattr(fact, name, None)) is not None), None)
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


def _age(when: When, compiler: Compiler) -> Judgement:
    age: Age = _need(when.age)

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        fact = case.fact if case is not None else None
        stated = getattr(fact, age.stated, None) if age.stated is not None else None
        if stated is not None:
            return bool(stated < age.under)
        on = next((date for name in age.on if (date := getattr(fact, name, None)) is not None), None)
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


def _occurrence(when: When, compiler: Compiler) -> Judgement:
    # Which one it is, is known only while a chain is walked: whoever walks it says so.
    wanted = when.occurrence
    return lambda tl, day, case: tl.occurrence == wanted


def _covered(when: When, compiler: Compiler) -> Judgement:
    covered: Covered = _need(when.covered)
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


def _some(when: When, compiler: Compiler) -> Judgement:
    test = compile_around(_need(when.some), compiler)
    return lambda tl, day, case: case is not None and test(tl, case.fact, day, case)


def _indefinite(when: When, compiler: Compiler) -> Judgement:
    wanted = when.indefinite

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        mine = [each for span in tl.program.span_ids for each in tl.extents(span) if is_of(each, case)]
        return any(extent.for_life for extent in mine) is wanted

    return judge


def _ended_early(when: When, compiler: Compiler) -> Judgement:
    span = compiler.span(_need(when.ended_early))

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        any_of_them = has_no_extent(case, tl.extents(span))
        ended = [each for each in tl.held_extents(span) if each.last == day and (any_of_them or is_of(each, case))]
        return bool(ended) and all(each.ended_early for each in ended)

    return judge


def _after(when: When, compiler: Compiler) -> Judgement:
    """An event has happened on an earlier day."""
    index = compiler.select(Select(of=(_need(when.after),)))
    compiler.depends(f"after:{index}")

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        events = tl.events(index)
        return bool(events) and events[0].day < day

    return judge


def _first_of(when: When, compiler: Compiler) -> Judgement:
    """The fact the duty hangs on is the first of its events."""
    index = compiler.select(Select(of=(_need(when.first_of),)))

    def judge(tl: Timeline, day: int, case: Case | None) -> bool | None:
        events = tl.events(index)
        return (
            bool(events) and case is not None and case.event is not None and mark_of(events[0]) == mark_of(case.event)
        )

    return judge


def _need(value: Any) -> Any:
    """Return a value that is not None: each test is compiled only where its key is given."""
    return value


_WHEN_TESTS: tuple[tuple[Callable[[When, Any], Judgement], Callable[[When], bool]], ...] = (
    (_all_when, lambda when: bool(when.all_)),
    (_any_when, lambda when: bool(when.any_)),
    (_not_when, lambda when: when.not_ is not None),
    (_level, lambda when: when.level is not None),
    (_mode, lambda when: when.mode is not None),
    (_plan_interval, lambda when: when.plan_interval is not None),
    (_home, lambda when: when.last_notified_home is not None),
    (_agency, lambda when: when.lead_agency is not None),
    (_in_states, lambda when: when.in_ is not None),
    (_not_in_states, lambda when: when.not_in is not None),
    (_fact, lambda when: when.fact is not None),
    (_since, lambda when: when.since is not None),
    (_before, lambda when: when.before is not None),
    (_gap, lambda when: when.gap is not None),
    (_age, lambda when: when.age is not None),
    (_occurrence, lambda when: when.occurrence is not None),
    (_covered, lambda when: when.covered is not None),
    (_some, lambda when: when.some is not None),
    (_indefinite, lambda when: when.indefinite is not None),
    (_ended_early, lambda when: when.ended_early is not None),
    (_after, lambda when: when.after is not None),
    (_first_of, lambda when: when.first_of is not None),
    (lambda when, compiler: compile_counted(_need(when.count), compiler), lambda when: when.count is not None),
    (lambda when, compiler: compile_other(_need(when.other)), lambda when: when.other is not None),
)
