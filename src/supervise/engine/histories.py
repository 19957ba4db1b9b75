"""Which occurrences were surely met, so that they need no walk before somebody asks for them.

A review wants what stands: of a chain of forty visits only what the last one began, of forty visits to be written up
those that are not. Whether a duty is met depends on its events alone; when it fell due may depend on much.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from supervise.engine.clock import FAR
from supervise.engine.evidence import OwnDays
from supervise.engine.happenings import UNTIMED, Case, Event, happened, mark_of, may_be
from supervise.engine.judged import Walk
from supervise.engine.outcomes import Link, Wanted
from supervise.engine.regimes import NO_TRACK, PLACEHOLDER
from supervise.engine.timeline import Timeline
from supervise.rules.language import ChangePolicy, Effect

__all__ = ["chain_links", "is_sure", "may_be_late", "met_in_chain", "own_links", "single_link", "were_met"]


def is_sure(walk: Walk) -> bool:
    """Return whether no date on the way can be out of range, and every regime says what the duty is.

    A date out of range, and a day without any regime, end a chain: then it is walked at once.
    """
    if walk.track is None:
        return False
    for choices in walk.track[1]:
        if not choices:
            return False
        for choice in choices:
            if not choice.is_bounded:
                return False
    return all(run.end <= PLACEHOLDER or run.end == FAR for each in walk.suspended for run in each.runs)


def may_be_late(walk: Walk, over: Sequence[int] | None) -> Wanted:
    """Return which links of a walk may have been met late, of those that some days fell into where they are given.

    A later change of regime may shorten the time to that of any regime since. A state may set the day anew, and a part
    is taken of lengths in which a month has 30 days: then each is judged.
    """
    days, values = walk.track or NO_TRACK
    change = walk.rule.rule.change
    parts = change is not None and ChangePolicy.IN_PROPORTION in (change.any_, change.stricter, change.laxer)
    if parts or any(each.rule.effect is Effect.DUE_AFTER_END for each in walk.suspended):
        return Wanted([0], [0], over)
    fewest = [min([choice.in_time for choice in choices]) for choices in values]
    return Wanted(days, list(accumulate(reversed(fewest), min))[::-1], over)


# ── chains ──────────────────────────────────────────────────────────────────────────────────────────────────────


def met_in_chain(walk: Walk, case: Case, anchor: Event) -> Sequence[Event]:
    """Return the events that meet the occurrences of a chain, one each; none where they are too few to put aside.

    ``anchor`` begins the chain. Every event after it that lies in the case meets the occurrence pending then.
    """
    events = walk.tl.events(walk.rule.meets or 0)
    first, end = bisect_left(events, (anchor[0],)), bisect_left(events, (case.end,))
    if end - first < _FEWEST or events[end - 1][0] > PLACEHOLDER:
        return ()
    used = walk.used
    met = events[first:end]
    if met[0][0] == anchor[0]:
        # Of its own day: itself, and what met an occurrence of an earlier case.
        met = [each for each in met if each[0] > anchor[0] or (not may_be(each, anchor) and mark_of(each) not in used)]
    if len(met) < _FEWEST:
        return ()
    # A search from the last one on comes upon those of its own day again.
    used.update([mark_of(event) for event in events[bisect_left(events, (met[-1][0],), first) : end]])
    return met


# Fewer are walked as soon as they are put aside.
_FEWEST = 3


def chain_links(case: Case, anchor: Event, met: Sequence[Event], wanted: Wanted | None) -> list[Link]:
    """Return what met which occurrence of a chain, of those that are wanted."""
    if wanted is not None and wanted.over is not None:
        # A day falls into one link of a chain at most: the one that the first event on or after it ends.
        ends = {bisect_left(met, (day,)) for day in wanted.over}
        pairs: Iterable[tuple[Event, Event]] = [
            (met[end - 1] if end else anchor, met[end]) for end in sorted(ends) if end < len(met)
        ]
    else:
        pairs = pairwise((anchor, *met))
    least = -1 if wanted is None else wanted.fewest[0]
    return [
        Link(case, before, event)
        for before, event in pairs
        # Most are told apart by their length alone, without a call.
        if event[0] - before[0] > least and (wanted is None or wanted.holds(before[0], event[0]))
    ]


# ── what a date of the fact itself meets ────────────────────────────────────────────────────────────────────────


def were_met(tl: Timeline, cases: Sequence[Case], find: OwnDays) -> list[int]:
    """Return the day on which each case was met by a date of its own fact; 0 where it was not, within the case."""
    as_of = tl.clock.as_of
    days = find(tl, [None if case[1] is None else case[1][3] for case in cases])
    return [
        day if day <= as_of and day < case[3] and case[2] <= PLACEHOLDER else 0
        for day, case in zip(days, cases, strict=True)
    ]


def own_links(met: Sequence[tuple[Case, int]], wanted: Wanted | None) -> list[Link]:
    """Return what met which case, given the days, of those that are wanted."""
    return [
        Link(case, begun, happened(day, UNTIMED, case.fact.id, case.fact))
        for case, day in met
        if (begun := case[1]) is not None
        and (wanted is None or (day - begun[0] > wanted.fewest[0] and wanted.holds(begun[0], day)))
    ]


# ── what something else met, where a case has one occurrence ────────────────────────────────────────────────────


def single_link(case: Case, anchor: Event, met: Event, wanted: Wanted | None) -> list[Link]:
    """Return what met the one occurrence of a case, if that is wanted."""
    return [Link(case, anchor, met)] if wanted is None or wanted.holds(anchor[0], met[0]) else []
