"""What a duty hangs on, and the day its limits are counted from."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from supervise.dates.ordinals import month_index
from supervise.engine.clock import FAR
from supervise.engine.happenings import (
    UNTIMED,
    Case,
    Event,
    Extent,
    end_of,
    has_no_extent,
    is_of,
    may_be,
    minute_of,
    new_case,
    order_of,
)
from supervise.engine.matching import agrees_with, fields_matched
from supervise.engine.relations import day_of_rule, per_outcome
from supervise.engine.timeline import TIMES, Timeline, after
from supervise.rules.duration import Duration
from supervise.rules.language import Anchor, Month, OnePer, Term
from supervise.rules.names import attribute_of

if TYPE_CHECKING:
    from supervise.engine.program import Compiler

__all__ = [
    "CaseFinder",
    "Finder",
    "Lacking",
    "compile_anchor",
    "compile_lacking",
    "compile_one_per",
    "going_on",
    "in_case_or_before",
]

CaseFinder: TypeAlias = Callable[[Timeline], Sequence[Case]]
Finder: TypeAlias = Callable[[Timeline, Case], "Event | None"]
# Which facts are missing where a case has no anchor; none where there is no duty yet.
Lacking: TypeAlias = Callable[[Timeline, Case], tuple[str, ...]]
_Found = TypeVar("_Found")


# ── what it hangs on ────────────────────────────────────────────────────────────────────────────────────────────


def compile_one_per(one_per: OnePer, compiler: Compiler) -> CaseFinder:
    """Return the function that finds the cases of a rule, in date order."""
    if one_per.offender:
        return lambda tl: (Case(tl.offender.id, None, 0, FAR),)
    if one_per.each is not None:
        each = _each(compiler.select(one_per.each), one_per.key)
        return _until_next(each) if one_per.until_next else each
    if one_per.span is not None:
        return _per_extent(compiler.span(one_per.span))
    if one_per.run_of is not None:
        return _per_run(compiler.state(one_per.run_of))
    if one_per.end_of is not None:
        return _per_end(compiler.state(one_per.end_of), one_per.longer_than)
    if one_per.occurrence_of is not None:
        return per_outcome(one_per)
    return _per_gap(compiler.state(one_per.gap_of or ""))


def _each(index: int, key: str | None) -> CaseFinder:
    # Planned ones too: a trip that lies ahead has its notice due before it.
    if key is not None:
        field = attribute_of(key)
        return lambda tl: [
            Case(getattr(event.fact, field, None) or event.id, event, event.day, FAR) for event in tl.planned(index)
        ]
    return lambda tl: [new_case(Case, (event[2], event, event[0], FAR, "")) for event in tl.planned(index)]


def _until_next(each: CaseFinder) -> CaseFinder:
    """Each governs until the day of the next; of several on one day only the last has a day at all."""

    def cases(tl: Timeline) -> list[Case]:
        found = each(tl)
        ends = [*(case.start for case in found), FAR][1:]
        return [case._replace(end=end) for case, end in zip(found, ends, strict=True) if case.start < end]

    return cases


def _per_extent(span: str) -> CaseFinder:
    def cases(tl: Timeline) -> list[Case]:
        return [
            Case(
                extent.key,
                Event(extent.holds, UNTIMED, extent.key, extent.fact, extent.holds),
                extent.holds,
                after(extent.last),
            )
            for extent in tl.held_extents(span)
        ]

    return cases


def _per_run(state: str) -> CaseFinder:
    return lambda tl: [Case(run.id, None, run.start, run.end, run.id) for run in tl.runs(state)]


def _per_end(state: str, longer_than: Duration | None) -> CaseFinder:
    days = 0 if longer_than is None else longer_than.days

    def cases(tl: Timeline) -> list[Case]:
        return [
            Case(run.id, end_of(run), run.end, FAR)
            for run in tl.runs(state)
            if run.end != FAR and run.end - run.start > days
        ]

    return cases


def _per_gap(state: str) -> CaseFinder:
    def cases(tl: Timeline) -> list[Case]:
        runs = tl.runs(state)
        # The time before the first run is opened by nothing, each other by the run whose end began it.
        starts = [(0, ""), *((run.end, run.id) for run in runs)]
        ends = [*(run.start for run in runs), FAR]
        return [
            Case(tl.offender.id, None, start, end, opened_by)
            for (start, opened_by), end in zip(starts, ends, strict=True)
            if start < end
        ]

    return cases


# ── the day it counts from ──────────────────────────────────────────────────────────────────────────────────────


def compile_anchor(anchor: Anchor, compiler: Compiler, *, first_is_told: bool = False) -> Finder:
    """Return the function that finds the anchor of a case; None if there is none.

    ``first_is_told`` says that the first occurrence of a chain is another than the next.
    """
    find = _way(anchor, compiler)
    if anchor.offset is not None:
        find = _moved(find, anchor.offset)
    if anchor.else_ is None:
        return find
    otherwise = compile_anchor(anchor.else_, compiler)
    if anchor.last is not None:
        return _earliest_of(find, otherwise, first_is_told=first_is_told)
    return lambda tl, case: found if (found := find(tl, case)) is not None else otherwise(tl, case)


def going_on(find: Finder, index: int, spans: tuple[str, ...]) -> Finder:
    """Return the anchor of a chain that goes on after a time in a state: the last event before it ended, if any.

    Before the span, or the extent it hangs on, began nothing counts: a new registration begins a new chain. Nor does
    anything go on before the state has ended, though its end may be planned.
    """

    def found(tl: Timeline, case: Case) -> Event | None:
        if not tl.clock.reached(case.start):
            return find(tl, case)
        events = tl.events(index)
        before = bisect_left(events, (case.start,))
        if not before:
            return find(tl, case)
        since = tl.held_since(spans, case.start) if case.event is None else case.event.day
        return events[before - 1] if events[before - 1].day >= since else find(tl, case)

    return found


def in_case_or_before(find: Callable[[Timeline, Case], _Found], tl: Timeline, case: Case) -> _Found:
    """Return what is found in a case (its anchor, say), or, where it hangs on no event, what lies before it.

    A series that is fixed in advance goes on after the time in which it asked for nothing.
    """
    found = find(tl, case)
    return find(tl, case._replace(start=0)) if not found and case.event is None else found


def _earliest_of(find: Finder, otherwise: Finder, *, first_is_told: bool) -> Finder:
    """A chain starts at its first event or at what stands in for it, whichever comes first.

    On one day it is the event itself; but where the first occurrence is another than the next, the event meets it.
    """

    def first(tl: Timeline, case: Case) -> Event | None:
        found, other = find(tl, case), otherwise(tl, case)
        if found is None or other is None:
            return found or other
        meets = first_is_told and other.day == found.day and not may_be(found, other)
        return other if meets or other.day < found.day else found

    return first


def _moved(find: Finder, offset: Duration) -> Finder:
    def moved(tl: Timeline, case: Case) -> Event | None:
        found = find(tl, case)
        if found is None:
            return None
        day = tl.program.corresponding.after(found.day, months=offset.months, days=offset.days)
        return found._replace(day=day, cautious=day)

    return moved


def _way(anchor: Anchor, compiler: Compiler) -> Finder:
    if anchor.start:
        return _start
    for name, make in _WAYS:
        if getattr(anchor, name) is not None:
            return make(anchor, compiler)
    parts = [compile_anchor(each, compiler) for each in (*anchor.later_of, *anchor.earlier_of)]
    return _extreme(parts, latest=bool(anchor.later_of))


# An anchor is found in one way: by the key that its table gives.
_WAYS: tuple[tuple[str, Callable[[Any, Any], Finder]], ...] = (
    ("last", lambda anchor, compiler: _first_within(compiler.select(anchor.last))),
    ("first", lambda anchor, compiler: _first(anchor, compiler)),  # noqa: PLW0108 - defined below
    ("field", lambda anchor, compiler: _fields((anchor.field,))),
    ("first_given", lambda anchor, compiler: _fields(anchor.first_given)),
    ("birthday", lambda anchor, compiler: _birthday(anchor.birthday)),
    ("birth", lambda anchor, compiler: _born(anchor.unknown)),
    ("next_birthday", lambda anchor, compiler: _next_birthday(compile_anchor(anchor.next_birthday, compiler))),
    ("span_end", lambda anchor, compiler: _span_end(compiler.span(anchor.span_end))),
    ("due_of", lambda anchor, compiler: day_of_rule(anchor.due_of, anchor.match, anchor.which, met=False)),
    ("met_of", lambda anchor, compiler: day_of_rule(anchor.met_of, anchor.match, anchor.which, met=True)),
    ("release_after", lambda anchor, compiler: _release_after(anchor.release_after, compiler)),
)


def _start(tl: Timeline, case: Case) -> Event | None:
    if case.event is not None:
        return case.event
    # What nothing begins (an offender without a window, the time before a first state) has no first day.
    return Event(case.start, UNTIMED, case.opened_by, None, case.start) if case.start > 0 else None


def _first_within(index: int) -> Finder:
    def find(tl: Timeline, case: Case) -> Event | None:
        first, end = case[2], case[3]
        for event in tl.events(index):
            if event[0] >= first:
                return event if event[0] < end else None
        return None

    return find


def _first(anchor: Anchor, compiler: Compiler) -> Finder:
    index = compiler.select(anchor.first)
    floor = None if anchor.on_or_after is None else compile_anchor(anchor.on_or_after, compiler)
    match = fields_matched(anchor.match)

    def find(tl: Timeline, case: Case) -> Event | None:
        start = case.start
        if floor is not None:
            least = floor(tl, case)
            if least is None:
                return None
            start = max(start, least.day)
        for event in tl.events(index):
            if start <= event.day < case.end and (not match or agrees_with(event.fact, case.event, match)):
                return event
        return None

    return find


def _fields(names: tuple[str, ...]) -> Finder:
    attributes = tuple(attribute_of(name) for name in names)

    def find(tl: Timeline, case: Case) -> Event | None:
        fact = case.fact
        for name in attributes:
            date = getattr(fact, name, None)
            if date is not None:
                day = date.toordinal()
                minute = minute_of(getattr(fact, TIMES[name], None)) if name in TIMES else UNTIMED
                return Event(day, minute, fact.id, fact, day)
        return None

    return find


def _birthday(age: int) -> Finder:
    def find(tl: Timeline, case: Case) -> Event | None:
        born = tl.offender.born_on
        if born is None:
            return None
        day = tl.program.birthday(born.toordinal(), age)
        return Event(day, UNTIMED, tl.offender.id, None, day)

    return find


def _born(unknown: Month | None) -> Finder:
    """The day of birth; where only its month and day are known, in a year of long ago that has them all.

    ``unknown`` is the month that stands in where neither is known.
    """
    stand_in = None if unknown is None else f"{unknown.place + 1:02}-01"

    def find(tl: Timeline, case: Case) -> Event | None:
        born, month_day = tl.offender.born_on, tl.offender.birth_month_day or stand_in
        if born is None and month_day is None:
            return None
        day = (born or dt.date.fromisoformat(f"0004-{month_day}")).toordinal()
        return Event(day, UNTIMED, tl.offender.id, None, day)

    return find


def _next_birthday(find: Finder) -> Finder:
    """The first birthday strictly after another day; the month and day of birth are enough."""

    def find_next(tl: Timeline, case: Case) -> Event | None:
        found = find(tl, case)
        born, month_day = tl.offender.born_on, tl.offender.birth_month_day
        if found is None or (born is None and month_day is None):
            return None
        # The year of birth does not matter: any leap year has every birthday there is.
        start = (born or dt.date.fromisoformat(f"0004-{month_day}")).toordinal()
        age = max(0, (month_index(found.day) - month_index(start)) // 12)
        day = next(day for more in range(3) if (day := tl.program.birthday(start, age + more)) > found.day)
        return Event(day, UNTIMED, tl.offender.id, None, day)

    return find_next


def _span_end(span: str) -> Finder:
    """The last day of the case's own extent, or of the last to end where the duty hangs on nothing that has one."""

    def find(tl: Timeline, case: Case) -> Event | None:
        last = max([each.last for each in _ends_of(tl, span, case)], default=FAR)
        return None if last >= FAR else Event(last, UNTIMED, case.key, None, last)

    return find


def _ends_of(tl: Timeline, span: str, case: Case) -> list[Extent]:
    """Return the case's own extents, or all where the duty hangs on nothing that has one."""
    any_of_them = has_no_extent(case, tl.extents(span))
    return [each for each in tl.held_extents(span) if any_of_them or is_of(each, case)]


def _release_after(names: tuple[str, ...], compiler: Compiler) -> Finder:
    """The latest end of the states in which dates of the fact lie (Sexual Offences Act 2003 s.91B(10): release).

    ``names`` are fields, and after them states. A fact whose dates lie in none has its own first date, and so has one
    whose release came sooner: who was released before the sentence is counted from the sentence.
    """
    fields = [attribute_of(name) for name in names if not name.startswith("in ")]
    states = [compiler.state(name.removeprefix("in ")) for name in names if name.startswith("in ")]

    def find(tl: Timeline, case: Case) -> Event | None:
        ends = [case.start]
        for name in fields:
            date = getattr(case.fact, name, None)
            if date is None:
                continue
            day = date.toordinal()
            ends += [run.end for state in states for run in tl.runs(state) if run.start <= day < run.end]
        day = max(ends)
        return None if day >= FAR else Event(day, UNTIMED, case.key, case.fact, day)

    return find


def _extreme(parts: list[Finder], *, latest: bool) -> Finder:
    def find(tl: Timeline, case: Case) -> Event | None:
        found = [event for part in parts if (event := part(tl, case)) is not None]
        if not found:
            return None
        return max(found, key=order_of) if latest else min(found, key=order_of)

    return find


def compile_lacking(anchor: Anchor, array: str | None, compiler: Compiler, *, stands_in: bool = False) -> Lacking:
    """Return the function that names the facts missing where a case has no anchor.

    Only a field of the fact itself, a birthday, what gives a span its length or what stands in for a ``last`` can be
    missing; where the anchor is an event that has not happened there is simply no duty yet, nor is a birthday missing
    that would come after it.
    """
    otherwise = anchor.else_
    own = _lacking_of_way(anchor, array, compiler, stands_in=stands_in)
    if otherwise is None:
        return own
    other = compile_lacking(otherwise, array, compiler, stands_in=anchor.last is not None)
    return lambda tl, case: own(tl, case) or other(tl, case)


def _lacking_of_way(anchor: Anchor, array: str | None, compiler: Compiler, *, stands_in: bool) -> Lacking:
    """Return the same of an anchor without what is to take its place."""
    if anchor.span_end is not None:
        return _lacking_of_span(compiler.span(anchor.span_end), compiler)
    names: tuple[str, ...] = ()
    if anchor.field is not None or anchor.first_given:
        name = anchor.field or (anchor.first_given or ("",))[0]
        names = (name if array is None else f"{array}.{name}",)
    elif anchor.birthday is not None or anchor.birth is not None or anchor.next_birthday is not None:
        names = ("born_on",)
    elif stands_in and anchor.first is not None:
        names = anchor.first.of
    inner = anchor.next_birthday or anchor.on_or_after
    if inner is not None:
        # Where there is no day that it comes after, that is what is missing.
        base = compile_anchor(inner, compiler)
        before = compile_lacking(inner, array, compiler, stands_in=stands_in)
        return lambda tl, case: before(tl, case) if base(tl, case) is None else names
    several = [compile_lacking(each, array, compiler) for each in (*anchor.later_of, *anchor.earlier_of)]
    if several:
        return lambda tl, case: tuple(dict.fromkeys(name for each in several for name in each(tl, case)))
    return lambda tl, case: names


def _lacking_of_span(span: str, compiler: Compiler) -> Lacking:
    """Return the function that names what leaves the length of the extents that end last without a day.

    One that has no end for another reason (for life, a state that still holds) has none whatever else is missing.
    """
    arrays = {each.id: compiler.array_of(each.one_per) for each in compiler.book.span}

    def lacking(tl: Timeline, case: Case) -> tuple[str, ...]:
        found = [(each.span, _lacking_of_extent(each)) for each in _ends_of(tl, span, case) if each.last >= FAR]
        if not all(names for _, names in found):
            return ()
        return tuple(dict.fromkeys(_named(arrays[id_], name) for id_, names in found for name in names))

    return lacking


def _lacking_of_extent(extent: Extent) -> tuple[str, ...]:
    """Return which facts are missing that would give an extent without a known last day one."""
    row = extent.declared
    if row is not None and row.lasts is Term.ORDER:
        return () if extent.for_life else ("orders.ends_on",)
    # Where the age alone is missing there is a length, and a state that still holds leaves it without an end.
    return extent.lacking if row is None or row.lasts in extent.lacking else ()


def _named(array: str | None, name: str) -> str:
    return name if array is None or "." in name else f"{array}.{name}"
