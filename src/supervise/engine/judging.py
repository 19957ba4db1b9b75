"""Judges one rule for one offender: its cases, the occurrences of each, where each stands and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar, cast

from supervise.dates.ordinals import ordinal_of
from supervise.engine.any_window import any_window
from supervise.engine.clock import FAR
from supervise.engine.evidence import OwnDays
from supervise.engine.fixed import fixed
from supervise.engine.folding import Folded, Pending, fold, rolled_at_last
from supervise.engine.happenings import UNTIMED, Case, Event, happened, mark_of, may_be
from supervise.engine.histories import chain_links, is_sure, may_be_late, met_in_chain, own_links, single_link, were_met
from supervise.engine.judged import MOST_AHEAD, Anchored, CompiledRule, Walk, known_until
from supervise.engine.limits import limit_before
from supervise.engine.obligation import Obligation, Status
from supervise.engine.outcomes import Entry, History, Kept, Link, Pair, Settled, Untold, Wanted
from supervise.engine.regimes import NO_TRACK, PLACEHOLDER, Choice, Choices
from supervise.engine.second_reading import second_reading
from supervise.engine.standing import (
    NOWHEN,
    at_once,
    bare,
    changes_of,
    is_never,
    opens_on,
    settled,
    stand,
    unknown,
)
from supervise.errors import DateRangeError
from supervise.rules.duration import Duration
from supervise.rules.language import Cadence, Counting, Rebased

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["judge"]

_NOTHING: list[Kept] = []


def _asks_nothing(choices: Choices) -> bool:
    return all(is_never(choice) for choice in choices)


def judge(tl: Timeline, rule: CompiledRule, *, until: int = 0) -> list[Kept]:
    """Return every occurrence of a rule, in order of its cases; projected ones too if ``until`` is given."""
    cases = rule.cases(tl)
    if not cases:
        return _NOTHING
    track = None if rule.chooser.per_case else rule.chooser.over_time(tl)
    last_change = 0 if track is None else track[0][-1]
    are_apart = rule.rule.one_per.offender or len(cases) == 1
    walk = Walk(tl, rule, tl.suspended_by(rule.suspensions), track, set(), until, last_change, are_apart)
    if rule.may_be_never and track is not None and not until and all(map(_asks_nothing, track[1])):
        # Where an anchor would be missing none is needed; where nothing has happened yet there is no occurrence.
        begun = [case for case in cases if _has_begun(tl, rule, case)]
        return _in_force(rule, [(bare(walk, case, NOWHEN, Status.NOT_REQUIRED), case) for case in begun])
    if rule.is_chain and are_apart and is_sure(walk):
        return _told_once(walk, cases, _chains(walk, cases))
    if rule.own_days is not None and len(cases) > 1 and is_sure(walk):
        return _each_by_its_own(walk, cases, rule.own_days)
    return _in_force(rule, _told_once(walk, cases, _walked(walk, cases)))


def _has_begun(tl: Timeline, rule: CompiledRule, case: Case) -> bool:
    """Whether a case has an anchor, or would if a fact were known; a placeholder may lead beyond the calendar."""
    try:
        return rule.anchor(tl, case) is not None or bool(rule.lacking(tl, case))
    except DateRangeError:
        return True


def _told_once(walk: Walk, cases: Sequence[Case], judged: list[Kept]) -> list[Kept]:
    """Leave out what one window left unmet and a later one of the same thing, after a state, asks for again.

    It is the same if it counts from the same day, and is due on the same where one day has several leads.
    """
    rule, tl = walk.rule.rule, walk.tl
    if len(cases) < 2 or rule.cadence.is_fixed or not (rule.one_per.offender or rule.anchor.across_gaps):
        return judged
    spans = () if rule.while_ is None else rule.while_.span
    with_due = rule.cadence is Cadence.COUNTDOWN

    def which(case: Case, day: int, due: int) -> tuple[str, int, int, int]:
        since = tl.held_since(spans, case.start) if case.event is None else case.event.day
        return case.key, since, day, due if with_due else 0

    # The last window that has begun in which each occurrence is told.
    last = {
        which(case, day, due): case.start
        for entry in judged
        for case, day, due in _counted_from(entry)
        if tl.clock.reached(case.start)
    }

    def again(row: Obligation, case: Case) -> bool:
        return row.status in _ENDED and last.get(which(case, row.anchor_day, row.due_day), 0) > case.start

    return [entry for entry in judged if isinstance(entry, (Settled, History, Untold)) or not again(*entry)]


def _counted_from(entry: Kept) -> Iterator[tuple[Case, int, int]]:
    """Yield the case of each occurrence, the day it counts from, and the due day of one that was not met."""
    if isinstance(entry, History):
        yield from ((link.case, link.anchor.day, 0) for link in entry.links(None))
    elif isinstance(entry, Settled):
        yield entry.case, entry.anchor.day, 0
    else:
        # Blocks that are told later are fixed in advance: none is looked at here.
        row, case = cast("Pair", entry)
        yield case, row.anchor_day, row.due_day


_ENDED = frozenset({Status.MISSED, Status.LAPSED})


def _walked(walk: Walk, cases: Sequence[Case]) -> list[Kept]:
    steps = _WALKS[walk.rule.rule.cadence]
    judged: list[Kept] = []
    for case in cases:
        try:
            judged += steps(walk, case)
        except DateRangeError:
            # A placeholder such as 9999-12-31: never a wrong date, never thousands of occurrences.
            judged.append((unknown(walk, case, ("a date within range",)), case))
    return judged


# ── what waits until somebody asks ──────────────────────────────────────────────────────────────────────────────


def _each_by_its_own(walk: Walk, cases: Sequence[Case], find: OwnDays) -> list[Kept]:
    """Judge what dates of the facts themselves meet; those that were met wait."""
    judged: list[Kept] = []
    days = were_met(walk.tl, cases, find)
    for met, run in groupby(zip(map(bool, days), days, cases, strict=True), key=itemgetter(0)):
        if met:
            judged.append(_history(walk, partial(own_links, [(case, day) for _, day, case in run])))
        else:
            judged += _walked(walk, [case for _, _, case in run])
    return judged


def _chains(walk: Walk, cases: Sequence[Case]) -> list[Kept]:
    """Judge the last occurrence of each chain; those before it wait."""
    judged: list[Kept] = []
    for case in cases:
        anchor = walk.rule.anchor(walk.tl, case)
        met = () if anchor is None else met_in_chain(walk, case, anchor)
        if anchor is None or not met:
            judged += _walked(walk, [case])
            continue
        judged.append(_history(walk, partial(chain_links, case, anchor, met)))
        # Whatever may meet it lies behind: nothing need be sought for the one that is left.
        number = len(met) + 1
        row = _unmet(walk, case, met[-1], number)
        judged.append((row, case))
        if walk.until:
            judged += _projected(walk, case, row, number)
    return judged


def _history(walk: Walk, links: Callable[[Wanted | None], list[Link]]) -> History:
    return History(links, partial(_link, walk), partial(may_be_late, walk))


def _link(walk: Walk, link: Link) -> Entry | None:
    """Return an occurrence that something met; None where a chain passes over one that was not required."""
    entry, _ = _met(walk, link.case, link.anchor, walk.choices_on(link.anchor.day, link.case), link.met)
    is_chain = walk.rule.rule.cadence is Cadence.ROLLING
    return None if is_chain and not isinstance(entry, Settled) and entry[0].status is Status.NOT_REQUIRED else entry


def _in_force(rule: CompiledRule, entries: list[Kept]) -> list[Kept]:
    """Return the occurrences whose anchor lies in the time in which the rule is law; those without one stay."""
    time = rule.rule.in_force
    if time is None:
        return entries
    first = ordinal_of(time.from_)
    last = ordinal_of(time.until, FAR)
    # Of a rule that is law for a time only every occurrence is walked at once.
    walked = [entry for entry in entries if not isinstance(entry, (History, Untold))]
    days = (entry.anchor.day if isinstance(entry, Settled) else entry[0].anchor_day for entry in walked)
    return [entry for entry, day in zip(walked, days, strict=True) if not day or first <= day <= last]


# ── once, rolling and countdown ───────────────────────────────────────────────────────────────────────────────────


def _once(walk: Walk, case: Case) -> list[Kept]:
    anchor = walk.rule.anchor(walk.tl, case)
    if anchor is None:
        return [*_without_anchor(walk, case)]
    entry, _ = _occurrence(walk, case, anchor, 1, _met_for_good if walk.rule.is_single else _met)
    return [entry]


def _without_anchor(walk: Walk, case: Case) -> list[Entry]:
    lacking = walk.rule.lacking(walk.tl, case)
    return [(unknown(walk, case, lacking), case)] if lacking else []


def _rolling(walk: Walk, case: Case) -> list[Entry]:
    anchor = walk.rule.anchor(walk.tl, case)
    if anchor is None:
        return _without_anchor(walk, case)
    # What began a chain meets nothing in it, also where another event of its day met the first occurrence.
    walk.used.update(walk.marks_of(anchor))
    if walk.rule.rebased_at is not None:
        # Nor does another date of it: an assessment that was approved later does not answer its own review.
        walk.used.update(mark_of(event) for event in walk.answers() if event.fact is anchor.fact)
        # Its period, too, runs from the date that is asked for.
        anchor = _rebased(walk.rule, anchor, 0)
    return _chained(walk, case, anchor, 1, [])


def _chained(walk: Walk, case: Case, anchor: Event, number: int, entries: list[Entry]) -> list[Entry]:
    """Add the occurrences of a chain from an anchor on, up to the first that is not met."""
    in_turn = walk.rule.meets is not None and walk.track is not None
    while True:
        if in_turn:
            anchor, number = _met_in_turn(walk, case, anchor, number, entries)
            if number > 1 and anchor.day >= case.end:
                return entries
        entry, met = _occurrence(walk, case, anchor, number, _met)
        if met is None:
            entries.append(entry)
            if walk.until and not isinstance(entry, Settled):
                entries += _projected(walk, case, entry[0], number)
            return entries
        if isinstance(entry, Settled) or entry[0].status is not Status.NOT_REQUIRED:
            entries.append(entry)
            number += 1
        began, anchor = anchor.day, _rebased(walk.rule, met, anchor.day)
        if walk.rule.rule.rebased_by is Rebased.DUE and not isinstance(entry, Settled):
            anchor = _not_before(anchor, _after_due(walk, case, entry[0], began))
        if anchor.day >= case.end:
            return entries


def _met_in_turn(
    walk: Walk,
    case: Case,
    anchor: Event,
    number: int,
    entries: list[Entry],
) -> tuple[Event, int]:
    """Add the occurrences that the next events meet one after the other; return the anchor and number that follow.

    A long history is a run of these: walking the events once spares a search for each.
    """
    events = walk.tl.events(walk.rule.meets or 0)
    days, values = walk.track or NO_TRACK
    for place in range(bisect_left(events, (anchor[0],)), len(events)):
        met = events[place]
        if (met[0] == anchor[0] and may_be(met, anchor)) or mark_of(met) in walk.used:
            continue
        choices = values[bisect_right(days, anchor[0]) - 1]
        if met[0] >= case.end or len(choices) != 1:
            break
        entry = settled(walk, case, anchor, choices[0], met)
        if entry is None:
            break
        entries.append(entry)
        anchor = _rebased(walk.rule, met, anchor[0])
        number += 1
        if walk.rule.rebased_at is not None or anchor[0] >= case.end:
            # Counted from another date, the next search starts somewhere else.
            break
    return anchor, number


def _projected(walk: Walk, case: Case, row: Obligation, number: int) -> list[Entry]:
    """Return occurrences ahead, each assumed to be met on its due day (or now, if it is past), and marked so."""
    ahead: list[Entry] = []
    while not row.is_settled and 0 < row.due_day < walk.until and len(ahead) < MOST_AHEAD:
        day = max(_after_due(walk, case, row, row.anchor_day), walk.tl.clock.as_of)
        number += 1
        try:
            row = _unmet(walk, case, Event(day, UNTIMED, "", None, day), number)
        except DateRangeError:
            return ahead  # it would fall due after the last day there is
        if not day < row.due_day <= walk.until:
            break
        row = row._replace(projected=True)
        ahead.append((row, case))
    return ahead


def _countdown(walk: Walk, case: Case) -> list[Entry]:
    """One occurrence for each lead before an end that is known; one decision answers it and the later ones."""
    tl, rule = walk.tl, walk.rule
    anchor = rule.anchor(tl, case)
    if anchor is None:
        return _without_anchor(walk, case)
    if anchor.day >= FAR:
        return []
    entries: list[Entry] = []
    regime = rule.chooser.regimes[0]
    dues = [(limit_before(tl, anchor.day, UNTIMED, lead, regime), lead) for lead in rule.rule.leads]
    # By their days, as 60 days may be longer than 2 months, and last what the calendar does not reach; of one day the
    # lead first that is longer by its name.
    dues.sort(key=lambda pair: (pair[0].day or FAR, -_by_its_name(pair[1])))
    if case.event is None or rule.rule.one_per.span is not None:
        # What would have fallen due before the order was made, or anybody was subject, never did.
        dues = [(due, lead) for due, lead in dues if not due.day or due.day >= case.start]
    first_opens = (dues[0][0].day or anchor.day) if dues else 0
    for due, lead in dues:
        choice = Choice(regime, lead)
        steps = (("count", choice, anchor.day, due.day, due.day),)
        folded = Folded(due, due.day, due.day, choice, lacking=(), steps=steps, early=choice.regime)
        anchored = Anchored(case, anchor, first_opens)
        met = None if rule.met_by is None else rule.met_by(tl, case, anchor, due.day, first_opens, walk.used)
        if met is not None and met.day >= case.end:
            met = None
        entries.append((stand(walk, anchored, folded, due.day, met=met)[0], case))
    return entries


def _by_its_name(lead: Duration) -> int:
    return lead.months * 31 + lead.days + (lead.working_days or 0)


_WALKS: dict[Cadence, Callable[[Walk, Case], Sequence[Kept]]] = {
    Cadence.ONCE: _once,
    Cadence.ROLLING: _rolling,
    Cadence.COUNTDOWN: _countdown,
    Cadence.GRID: fixed,
    Cadence.BLOCK: fixed,
    Cadence.MONTH: fixed,
    Cadence.WEEKDAY: fixed,
    Cadence.ANY_WINDOW: any_window,
}


def _rebased(rule: CompiledRule, met: Event, before: int) -> Event:
    """Return the anchor of the next period: what met this one, or a date of it (an assessment runs from its day).

    It never lies before the anchor of the period that was met.
    """
    date = None if rule.rebased_at is None else getattr(met.fact, rule.rebased_at, None)
    if date is None:
        return met
    return happened(max(date.toordinal(), before), UNTIMED, met.id, met.fact)


def _after_due(walk: Walk, case: Case, row: Obligation, began: int) -> int:
    """Return the day from which the next period counts where this one, begun on a day, is met by its due day.

    Where the first day is one of the period, that is the day after: the due day is the last of this one.
    """
    follows = walk.rule.rule.rebased_by is Rebased.DUE
    counting = walk.choices_on(began, case)[0].regime.counting if follows else None
    return row.due_day + (counting is Counting.BEGINNING_WITH)


def _not_before(anchor: Event, due: int) -> Event:
    """Return the due day of the period that was met, or what met it if that is later."""
    return happened(due, UNTIMED, anchor.id, anchor.fact) if anchor.day < due < FAR else anchor


# ── one occurrence ──────────────────────────────────────────────────────────────────────────────────────────────


_K = TypeVar("_K", bound=Kept)


def _occurrence(
    walk: Walk,
    case: Case,
    anchor: Event,
    number: int,
    judge_met: Callable[[Walk, Case, Event, Choices, Event], tuple[_K, Event | None]],
) -> tuple[Entry | _K, Event | None]:
    """Return one occurrence and what met it."""
    tl, rule = walk.tl, walk.rule
    tl.occurrence = number
    choices = walk.choices_on(anchor.day, case)
    if not choices:
        return (bare(walk, case, anchor, Status.NOT_REQUIRED), case), None
    choice = choices[0]
    met = opens = None
    if rule.met_by is not None:
        opens = anchor[0] if rule.plain else opens_on(tl, anchor, choice)
        met = rule.met_by(tl, case, anchor, opens, 0, walk.used)
        if met is not None:
            if met[0] >= case.end and not (rule.closes_gap and met[0] == case.end):
                met = None
            elif rule.plain:
                return judge_met(walk, case, anchor, choices, met)
    row, met = _row(walk, case, anchor, choices, met, opens)
    return (row, case), met


def _met(walk: Walk, case: Case, anchor: Event, choices: Choices, met: Event) -> tuple[Entry, Event | None]:
    """Return an occurrence that an event met within its case, and the event; None for it where a gate keeps it out."""
    if len(choices) == 1:
        entry = settled(walk, case, anchor, choices[0], met)
        if entry is not None:
            return entry, met
    row, answered = _row(walk, case, anchor, choices, met)
    return (row, case), answered


def _met_for_good(walk: Walk, case: Case, anchor: Event, choices: Choices, met: Event) -> tuple[Kept, Event | None]:
    """Return the one occurrence of a case that an event met: whatever moved its date is told when somebody asks."""
    entry = settled(walk, case, anchor, choices[0], met) if len(choices) == 1 else None
    if entry is not None:
        return entry, met
    if anchor[0] > PLACEHOLDER or not is_sure(walk):
        return _met(walk, case, anchor, choices, met)
    walk.used.add(mark_of(met))
    return _history(walk, partial(single_link, case, anchor, met)), met


def _unmet(walk: Walk, case: Case, anchor: Event, number: int) -> Obligation:
    """Return an occurrence for which nothing is sought."""
    walk.tl.occurrence = number
    choices = walk.choices_on(anchor.day, case)
    if not choices:
        return bare(walk, case, anchor, Status.NOT_REQUIRED)
    return _row(walk, case, anchor, choices, None)[0]


def _row(
    walk: Walk,
    case: Case,
    anchor: Event,
    choices: Choices,
    met: Event | None,
    opens: int | None = None,
) -> tuple[Obligation, Event | None]:
    """Return one occurrence, given what was found to meet it, and what answers it.

    ``opens`` is the day on which it opens by the first choice, if that has been reckoned.
    """
    tl, rule, choice = walk.tl, walk.rule, choices[0]
    if rule.plain and len(choices) == 1:
        row, answered = at_once(walk, case, anchor, choice, met)
        if row is not None:
            return row, answered
    horizon = tl.clock.as_of if met is None else met.day
    declared = rule.rule
    folded = fold(
        tl,
        Pending(anchor.day, anchor.minute, horizon),
        choices,
        changes_of(walk, anchor.day, known_until(met)),
        declared.change,
        walk.suspended,
        second_reading(tl, rule, anchor),
    )
    if rule.plain:
        opens = anchor.day
    elif opens is None or folded.choice is not choice:
        opens = opens_on(tl, anchor, folded.choice)
    if folded.early.before and folded.choice.regime.opens is None:
        opens = 0  # by one of several readings it comes before its anchor
    folded = rolled_at_last(folded, opens)
    return stand(walk, Anchored(case, anchor), folded, opens, met=met)
