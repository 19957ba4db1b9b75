"""Compiles the conditions of a book into functions: tests on one fact, and on the offender on a day.

A test on a fact is true or false: what is missing fails it (formats: Practice). A test on the offender may be
undecided, None, and then names what is missing in ``Timeline.lacking``.

Above 500 lines because tests on a fact may ask about the offender on its day and the other way round: two modules
would import each other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from supervise.engine.happenings import Case, Extent, has_no_extent, is_of, mark_of
from supervise.engine.matching import Match, agrees, fields_matched
from supervise.engine.relations import compile_counted, compile_other
from supervise.engine.timeline import Timeline
from supervise.errors import DateRangeError
from supervise.rules.conditions import Age, Around, Covered, FieldTest, Gap, Select, When, Where
from supervise.rules.names import attribute_of

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = [
    "FactTest",
    "Judgement",
    "Match",
    "agrees",
    "compile_when",
    "compile_where",
    "fields_matched",
    "under_age",
]


FactTest: TypeAlias = Callable[[Timeline, Any, int, "Case | None"], bool]
Judgement: TypeAlias = Callable[[Timeline, int, "Case | None"], "bool | None"]


# ── tests on one fact ───────────────────────────────────────────────────────────────────────────────────────────


def compile_where(where: Where, compiler: Compiler) -> FactTest:
    """Return a function that tells whether a fact passes, on its day, for a case."""
    tests = [_field_test(name, test) for name, test in where.fields.items()]
    tests += [compile_where(inner, compiler) for inner in where.all_]
    if where.any_:
        tests.append(_any_of([compile_where(inner, compiler) for inner in where.any_]))
    if where.not_ is not None:
        tests.append(_negated(compile_where(where.not_, compiler)))
    if where.on_the_day is not None:
        tests.append(_on_the_day(compile_when(where.on_the_day, compiler)))
    if where.around is not None:
        tests.append(compile_around(where.around, compiler))
    return tests[0] if len(tests) == 1 else _all_of(tests)


def _all_of(tests: list[FactTest]) -> FactTest:
    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        for test in tests:  # noqa: SIM110 (a generator costs a frame on the hot path)
            if not test(tl, fact, day, case):
                return False
        return True

    return passes


def _any_of(tests: list[FactTest]) -> FactTest:
    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        for test in tests:  # noqa: SIM110 (see above)
            if test(tl, fact, day, case):
                return True
        return False

    return passes


def _negated(test: FactTest) -> FactTest:
    return lambda tl, fact, day, case: not test(tl, fact, day, case)


def _on_the_day(judge: Judgement) -> FactTest:
    return lambda tl, fact, day, case: judge(tl, day, case) is True


def _field_test(key: str, test: FieldTest) -> FactTest:
    name = attribute_of(key)
    tests = [make(name, test) for make in _FIELD_TESTS]
    given = [each for each in tests if each is not None]
    passes = given[0] if len(given) == 1 else _all_of(given)
    if test.unset_passes:
        return lambda tl, fact, day, case: _value(fact, name) in (None, ()) or passes(tl, fact, day, case)
    return passes


def _value(fact: Any, name: str) -> Any:
    return getattr(fact, name, None)


def _words(name: str, test: FieldTest) -> FactTest | None:
    if test.words is None:
        return None
    words = frozenset(test.words)

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = getattr(fact, name, None)
        if type(value) is tuple:
            return not words.isdisjoint(value)
        return value in words

    return passes


def _not_words(name: str, test: FieldTest) -> FactTest | None:
    if test.not_ is None:
        return None
    words = frozenset(test.not_)
    return lambda tl, fact, day, case: _value(fact, name) not in words


def _given(name: str, test: FieldTest) -> FactTest | None:
    if test.given is None:
        return None
    if test.given:
        return lambda tl, fact, day, case: getattr(fact, name, None) not in _NOT_GIVEN
    return lambda tl, fact, day, case: getattr(fact, name, None) in _NOT_GIVEN


_NOT_GIVEN = (None, (), False)


def _bounds(name: str, test: FieldTest) -> FactTest | None:
    bounds = (test.at_least, test.more_than, test.at_most, test.less_than)
    if bounds == (None, None, None, None):
        return None

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = _value(fact, name)
        return value is not None and _within(value, test)

    return passes


def _within(value: int, test: FieldTest) -> bool:
    return (
        (test.at_least is None or value >= test.at_least)
        and (test.more_than is None or value > test.more_than)
        and (test.at_most is None or value <= test.at_most)
        and (test.less_than is None or value < test.less_than)
    )


def _same(name: str, test: FieldTest) -> FactTest | None:
    if test.same_as is None and test.differs_from is None:
        return None
    other = attribute_of(test.same_as or test.differs_from or "")
    wanted = test.same_as is not None

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        mine, theirs = _value(fact, name), _value(fact, other)
        return mine is not None and theirs is not None and (mine == theirs) is wanted

    return passes


def _named(name: str, test: FieldTest) -> FactTest | None:
    if test.is_ is None:
        return None
    reading = NAMED_READINGS[test.is_]
    return lambda tl, fact, day, case: reading(tl, _value(fact, name), fact, day)


def _other_than(name: str, test: FieldTest) -> FactTest | None:
    if test.other_than is None:
        return None
    people = [OTHERS[who] for who in test.other_than]

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        value = _value(fact, name)
        if not value:
            return False
        for person in value if isinstance(value, tuple) else (value,):
            for is_one in people:
                if is_one(tl, person, fact, day, case):
                    return False
        return True

    return passes


def _only(name: str, test: FieldTest) -> FactTest | None:
    """Every entry of a list is of one kind, and there is at least one."""
    if test.only is None:
        return None
    wanted = test.only

    def passes(tl: Timeline, fact: Any, day: int, case: Case | None) -> bool:
        entries = _value(fact, name) or ()
        return bool(entries) and all(entry.kind == wanted for entry in entries)

    return passes


_FIELD_TESTS: tuple[Callable[[str, FieldTest], FactTest | None], ...] = (
    _words,
    _not_words,
    _given,
    _bounds,
    _same,
    _named,
    _other_than,
    _only,
)


def _at_notified_home(tl: Timeline, value: Any, fact: Any, day: int) -> bool:
    """An address id not given is the notified home; one that is given must be it on that day (formats: Practice)."""
    if value is None:
        return True
    for event in tl.dated(("addresses", "from_")):
        if event.day > day:
            return False
        home = event.fact
        is_it = home.address_id == value and home.kind in _HOMES
        if is_it and (home.until is None or day <= home.until.toordinal()):
            return True
    return False


_HOMES = ("main", "place_found")


def _by_trained_staff(tl: Timeline, value: Any, fact: Any, day: int) -> bool:
    """Without a workforce that says who is trained the test passes and is counted as not evaluated."""
    if tl.workforce is None or tl.workforce.trained is None:
        tl.notes.add("trained staff: not evaluated")
        return True
    return any(tl.workforce.is_trained(officer, day) for officer in value or ())


NAMED_READINGS: dict[str, Callable[[Timeline, Any, Any, int], bool]] = {
    "the notified home": _at_notified_home,
    "trained staff": _by_trained_staff,
    "this force": lambda tl, value, fact, day: value is not None and value == tl.offender.force,
    "another force": lambda tl, value, fact, day: (
        value is not None and tl.offender.force is not None and value != tl.offender.force
    ),
}


def _is_manager(tl: Timeline, person: str, fact: Any, day: int, case: Case | None) -> bool:
    for event in tl.dated(("managers", "from_")):
        if event.day > day:
            return False
        assigned = event.fact
        if assigned.officer_id == person and (assigned.until is None or day < assigned.until.toordinal()):
            return True
    return False


def _is_visitor(tl: Timeline, person: str, fact: Any, day: int, case: Case | None) -> bool:
    parts = case.event.parts if case is not None and case.event is not None else ()
    return any(person in part.officers for part in parts)


def _is_officer(tl: Timeline, person: str, fact: Any, day: int, case: Case | None) -> bool:
    return person in (_value(fact, "officers") or ())


OTHERS: dict[str, Callable[[Timeline, str, Any, int, Case | None], bool]] = {
    "the manager": _is_manager,
    "the visitors of the series": _is_visitor,
    "the officers": _is_officer,
}


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
        for name in names:  # noqa: SIM110 (see above)
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
    # The occurrence is known only while a chain is walked: the chain asks for it (see chains).
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
