"""The time in which cases can fall due: the windows in which a span holds and none of some states does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from supervise.engine.anchoring import CaseFinder
from supervise.engine.clock import FAR
from supervise.engine.happenings import Case, fact_day, new_case
from supervise.engine.timeline import Timeline
from supervise.rules.language import OnePer

__all__ = ["During", "cut_to_windows", "each_within", "resuming", "with_foreseen", "within_windows"]

# The first day of each stretch, and the day after its last.
Windows: TypeAlias = tuple[tuple[int, int], ...]


class During(NamedTuple):
    """One of the spans holds, if there are any, and none of the states does.

    ``others`` are those of the states that are spans: known to begin later one closes a window already, and for good,
    as another duty is that of its time.
    """

    spans: tuple[str, ...]
    states: tuple[str, ...]
    others: tuple[str, ...]

    def windows(self, tl: Timeline) -> Windows:
        """Return the stretches of days in which a duty can fall due."""
        return tl.windows(self.spans, self.states)

    def held(self, tl: Timeline) -> Windows:
        """Return the stretches of days of which a state that is no span takes some away."""
        return tl.windows(self.spans, self.others)


def within_windows(one_per: OnePer, cases: CaseFinder, during: During) -> CaseFinder:
    """Return the function that finds cases within windows: in that of their event, or else cut to each."""
    if one_per.offender:
        # Most rules hang on the offender and hold while one span does: their cases are found once for all of them.
        return lambda tl: tl.whole_cases(during.spans, during.states)

    def within(tl: Timeline) -> Sequence[Case]:
        found = cases(tl)
        return _within(found, during.windows(tl)) if found else found

    return within


def each_within(index: int, during: During) -> CaseFinder:
    """Return the same function for a case of each event: most cases are such, and are made once, as they will be."""

    def within(tl: Timeline) -> list[Case]:
        events = tl.planned(index)
        if not events:
            return []
        return [
            new_case(Case, (event[2], event, event[0], end, ""))
            for start, end in during.windows(tl)
            for event in events
            if start <= event[0] < end
        ]

    return within


def _within(cases: Sequence[Case], windows: Windows) -> list[Case]:
    found: list[Case] = []
    for case in cases:
        key, event, first, last, opened_by = case
        if event is None:
            found += _cut(case, windows)
            continue
        day = event[0]
        for start, end in windows:
            if start <= day < end:
                found.append(new_case(Case, (key, event, first, min(end, last), opened_by)))
                break
    return found


def cut_to_windows(cases: CaseFinder, during: During) -> CaseFinder:
    """Return the function that cuts cases to each window that they reach into, whatever they hang on."""
    return lambda tl: [piece for case in cases(tl) for piece in _cut(case, during.windows(tl))]


def _cut(case: Case, windows: Windows) -> list[Case]:
    found = []
    for start, end in windows:
        first, last = max(start, case.start), min(end, case.end)
        if first < last:
            found.append(case._replace(start=first, end=last))
    return found


# ── what a state does not end for good ──────────────────────────────────────────────────────────────────────────


def resuming(one_per: OnePer, cases: CaseFinder, during: During) -> CaseFinder:
    """Return the function that finds cases that go on after a state, once for all rules that have them in common."""
    key = f"{one_per!r} {during!r}"

    def find(tl: Timeline) -> Sequence[Case]:
        found = cases(tl)
        return _resumed(tl, found, during) if found else found

    return lambda tl: tl.cases_of(key, find)


def _resumed(tl: Timeline, cases: Sequence[Case], during: During) -> list[Case]:
    """Return each case up to the end of the last window in it that has begun: a state that has ended ends nothing.

    What is held without a break since the day of the case bounds it.
    """
    held, windows = during.held(tl), during.windows(tl)
    if len(windows) == 1 and held == windows:
        # As good as always: no state has interrupted anything.
        start, end = windows[0]
        return [
            new_case(Case, (case[0], case[1], case[2], min(case[3], end), case[4]))
            for case in cases
            if start <= case[2] < end
        ]
    found = []
    for case in cases:
        last = next((end for start, end in held if start <= case.start < end), 0)
        ends = [
            min(end, case.end)
            for start, end in windows
            if start < min(case.end, last) and case.start < end and (start <= case.start or tl.clock.reached(start))
        ]
        found += [case._replace(end=end) for end in ends[-1:]]
    return found


# ── what lay ahead when a state began, or a span ended early ────────────────────────────────────────────────────


def with_foreseen(within: CaseFinder, cases: CaseFinder, during: During, *, resumes: bool, before: bool) -> CaseFinder:
    """Return the function that finds cases, and those whose event lay ahead when a window ended unexpectedly.

    That is when a state began, or, of a duty that falls due ``before`` the event, the span ended before its time;
    nothing was to be done before what lay after an end that was known all along. They belong to the window that ended:
    what was due by then stays to be seen, and what was not lapses. Such an event is of a fact that had happened itself
    (a trip that was known of), or, where a state began, of a duty that falls due before it.
    """
    sudden = tuple(name for name in during.states if name not in during.others)

    def find(tl: Timeline) -> Sequence[Case]:
        early = _early_ends(tl, during.spans) if before else set()
        if not early and not any(map(tl.runs, sudden)):
            return within(tl)
        begun = {run.start for state in sudden for run in tl.runs(state)}
        held, windows = during.held(tl), during.windows(tl)
        found: list[Case] = []
        for case in cases(tl):
            placed = _resumed(tl, (case,), during) if resumes else _within((case,), windows)
            found += placed or foreseen(case, _until(case.start, held, early), windows, begun, early)
        return found

    def foreseen(case: Case, since: int, windows: Windows, begun: set[int], early: set[int]) -> list[Case]:
        day = case.start
        last = max((end for first, end in windows if since <= first and end <= day), default=0)
        known = fact_day(case.fact, day)
        is_it = last in begun | early if known < last else last in begun and before and known == day
        return [case._replace(end=last)] if is_it else []

    return find


def _early_ends(tl: Timeline, spans: tuple[str, ...]) -> set[int]:
    """Return the days after which a span had ended before its time, and none of it as was known all along."""
    early = {extent.last + 1 for span in spans for extent in tl.held_extents(span) if extent.ended_early}
    for span in spans if early else ():
        early -= {extent.last + 1 for extent in tl.held_extents(span) if not extent.ended_early}
    return early


def _until(day: int, held: Windows, early: set[int]) -> int:
    """Return since when what holds on a day is held, or what ended early, the last by then; FAR: neither."""
    begun = [(first, end) for first, end in held if first <= day]
    return begun[-1][0] if begun and (day < begun[-1][1] or begun[-1][1] in early) else FAR
