"""What meets a duty: which events, with which tests against the fact the duty hangs on, and which never count twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from supervise.engine.anchoring import in_case_or_before
from supervise.engine.conditions import compile_where
from supervise.engine.field_tests import FactTest
from supervise.engine.happenings import UNTIMED, Case, Event, Mark, fact_day, mark_of, may_be, new_event, order_of
from supervise.engine.matching import agrees_with, fields_matched
from supervise.engine.records import first_recorded
from supervise.engine.timeline import Timeline
from supervise.rules.evidence import Near
from supervise.rules.language import Cadence, Evidence
from supervise.rules.names import attribute_of

if TYPE_CHECKING:
    from supervise.engine.judged import CompiledRule
    from supervise.engine.program import Compiler

__all__ = ["OwnDays", "Seeker", "compile_evidence", "own_days", "unless_void", "voided_by"]


# The timeline, the case, the anchor, the day the duty opens, the day the first lead of a countdown opens (each 0 where
# there is none), and the events used (by their marks): plain arguments, because a record of them would cost more than
# most searches.
Seeker: TypeAlias = Callable[[Timeline, Case, Event, int, int, set[Mark]], "Event | None"]
# The timeline and some facts, of which each may say itself when what hangs on it was met.
OwnDays: TypeAlias = Callable[[Timeline, Sequence[Any]], list[int]]
# The case, the anchor's day, the day the duty opens and the day its first lead opens.
_Start: TypeAlias = Callable[[Case, int, int, int], int]


def compile_evidence(evidence: tuple[Evidence, ...], compiler: Compiler) -> Seeker:
    """Return the function that finds the first event that meets a duty; None if none has happened."""
    ways = [_one_way(each, compiler) for each in evidence]
    if len(ways) == 1:
        return ways[0]

    def seek(tl: Timeline, case: Case, anchor: Event, opens: int, first_opens: int, used: set[Mark]) -> Event | None:
        found = [event for way in ways if (event := way(tl, case, anchor, opens, first_opens, used)) is not None]
        return min(found, key=order_of) if found else None

    return seek


def unless_void(met_by: Seeker, void_by: Seeker) -> Seeker:
    """Return the function that finds what meets a duty, if nothing had made it void on an earlier day.

    What comes later is for another occasion: a decision on a second series of attempts does not answer the first, which
    a visit has made void.
    """

    def seek(tl: Timeline, case: Case, anchor: Event, opens: int, first_opens: int, used: set[Mark]) -> Event | None:
        met = met_by(tl, case, anchor, opens, first_opens, used)
        void = None if met is None else void_by(tl, case, anchor, opens, first_opens, set())
        return None if met is None or (void is not None and void[0] < met[0]) else met

    return seek


def voided_by(
    tl: Timeline, rule: CompiledRule, case: Case, anchor: Event, opens: int, first_opens: int
) -> Event | None:
    """Return what makes an occurrence void within its case; what began its chain or series does not."""
    if rule.void_by is None:
        return None
    found = rule.void_by(tl, case, anchor, opens, first_opens, _makes_nothing_void(tl, rule, case, anchor))
    return found if found is not None and found.day < case.end else None


def _makes_nothing_void(tl: Timeline, rule: CompiledRule, case: Case, anchor: Event) -> set[Mark]:
    """Return the marks of what began a chain or a series; if it is rebased by a date, of all dates of that fact.

    Nor does another date of the fact that a period is counted from.
    """
    cadence = rule.rule.cadence
    began = in_case_or_before(rule.anchor, tl, case) if cadence is Cadence.ROLLING or cadence.is_fixed else None
    if began is None:
        return set()
    if rule.rebased_at is None:
        return {mark_of(began)}
    events = (event for place in rule.voids for event in tl.events(place))
    return {mark_of(event) for event in events if may_be(event, began) or may_be(event, anchor)}


def _one_way(evidence: Evidence, compiler: Compiler) -> Seeker:
    seek = _way(evidence, compiler)
    if evidence.if_ is None:
        return seek
    applies = compile_where(evidence.if_, compiler)

    def seek_if(tl: Timeline, case: Case, anchor: Event, opens: int, first_opens: int, used: set[Mark]) -> Event | None:
        if not applies(tl, case.fact, anchor.day, case):
            return None
        return seek(tl, case, anchor, opens, first_opens, used)

    return seek_if


def _way(evidence: Evidence, compiler: Compiler) -> Seeker:
    if evidence.own is not None:
        where = None if evidence.where is None else compile_where(evidence.where, compiler)
        return _own(evidence.own, where)
    if evidence.state is not None:
        return _state(compiler.state(evidence.state), _STARTS[evidence.since])
    return _events(evidence, compiler)


def _own(keys: tuple[str, ...], where: FactTest | None) -> Seeker:
    """A date of the fact the duty hangs on: the acceptance of a transfer, the day a visit was written up."""
    find = _own_days(keys)

    def seek(tl: Timeline, case: Case, anchor: Event, opens: int, first_opens: int, used: set[Mark]) -> Event | None:
        fact = case.fact
        if where is not None and not where(tl, fact, anchor[0], case):
            return None
        (day,) = find(tl, (fact,))
        if not day or (day > tl.clock.as_of and not tl.clock.reached(day)):
            return None
        return new_event(Event, (day, UNTIMED, fact.id, fact, day, ()))

    return seek


def own_days(evidence: tuple[Evidence, ...]) -> OwnDays | None:
    """Return the function that reads the days duties were met from the facts they hang on; None if more may meet one.

    It gives 0 where a fact does not say.
    """
    if len(evidence) != 1 or evidence[0].own is None or evidence[0].where is not None or evidence[0].if_ is not None:
        return None
    return _own_days(evidence[0].own)


def _own_days(keys: tuple[str, ...]) -> OwnDays:
    return first_recorded if "first_recorded" in keys else _first_reached(tuple(attribute_of(key) for key in keys))


def _first_reached(names: tuple[str, ...]) -> OwnDays:
    def find(tl: Timeline, fact: Any) -> int:
        for name in names:
            date = getattr(fact, name, None)
            if date is not None and tl.clock.reached(date.toordinal()):
                day: int = date.toordinal()
                return day
        return 0

    return lambda tl, facts: [find(tl, fact) for fact in facts]


def _state(name: str, since: _Start | None) -> Seeker:
    """The first run of a state from where the search starts: the next assignment after a gap."""

    def seek(tl: Timeline, case: Case, anchor: Event, opens: int, first_opens: int, used: set[Mark]) -> Event | None:
        start = anchor.day if since is None else since(case, anchor.day, opens, first_opens)
        for run in tl.runs(name):
            if run.start >= start:
                return Event(run.start, UNTIMED, run.id, run.fact, run.start)
        return None

    return seek


def _events(evidence: Evidence, compiler: Compiler) -> Seeker:
    index = compiler.select(evidence.select)
    where = None if evidence.where is None else compile_where(evidence.where, compiler)
    match = fields_matched(evidence.match)
    window, around, shared = evidence.window, evidence.around, evidence.shared
    since, strictly_after = _STARTS[evidence.since], evidence.since == "after anchor"

    def seek(tl: Timeline, case: Case, anchor: Event, opens: int, first_opens: int, used: set[Mark]) -> Event | None:
        events = tl.events(index)
        if not events:
            return None
        day = anchor.day
        start = day if since is None else since(case, day, opens, first_opens)
        if window is not None:
            start = max(start, day + window[0])
        for place in range(bisect_left(events, (start,)), len(events)):
            event = events[place]
            if window is not None and event.day > day + window[1]:
                return None
            if (event.day == day and may_be(event, anchor)) or (used and not shared and mark_of(event) in used):
                continue
            if strictly_after and not _follows(event, anchor):
                continue
            if match and not agrees_with(event.fact, case.event, match):
                continue
            if around is not None and not _anchor_near(event, day, around):
                continue
            if where is None or where(tl, event.fact, event.day, case):
                return event
        return None

    return seek


# Where the search starts; None: on the anchor's day.
_STARTS: dict[str, _Start | None] = {
    "anchor": None,
    "after anchor": None,
    "the fact": lambda case, day, opens, first: fact_day(case.fact, day),
    "ever": lambda case, day, opens, first: 0,
    "opens": lambda case, day, opens, first: opens or day,
    "first opens": lambda case, day, opens, first: first or opens or day,
}


def _follows(event: Event, anchor: Event) -> bool:
    """Whether an event comes after the anchor: on a later day, or on the same day and not known to be earlier."""
    if event.day != anchor.day:
        return event.day > anchor.day
    if UNTIMED in (event.minute, anchor.minute):
        return event.id > anchor.id
    return (event.minute, event.id) > (anchor.minute, anchor.id)


def _anchor_near(event: Event, anchor: int, around: Near) -> bool:
    """Whether the anchor lies near a date of the event: the change an advance notice announced (s.84(2)-(4))."""
    date = getattr(event.fact, attribute_of(around.field or ""), None)
    if date is None:
        return False
    distance: int = anchor - date.toordinal()
    return -around.before <= distance <= around.after
