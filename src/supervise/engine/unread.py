"""Duties that hang on a fact which could not be read: one that is past its due day is unknown then, not overdue.

The fact may have met the duty, moved its day or ended it (formats: Faults). Where the days that can still be read show
that it did nothing of the kind, or where only its level of risk is lost, whose whole scale is tried, nothing changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.engine.clock import FAR
from supervise.engine.happenings import Case
from supervise.engine.lost_versions import Rival, rests_on, rivals_of
from supervise.engine.obligation import Obligation, Status
from supervise.engine.outcomes import History, Kept, Settled, Untold
from supervise.engine.sights import Need, need_of, needs_of_state
from supervise.model.lost import Lost
from supervise.model.offender import ARRAYS
from supervise.model.versions import DATED_BY, day_known
from supervise.rules.conditions import Around, Length, When
from supervise.rules.field_tests import FieldTest
from supervise.rules.language import Rule
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOUNS
from supervise.rules.wholeness import names_of_events, names_of_states, parts_of

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline
    from supervise.model import Offender

__all__ = ["Reads", "Unread", "reads_of", "unread_in", "unsure"]

# What can only bring about more duties (of what is there a version may be a rival), and the level, all words of which
# are tried.
_BRING_DUTIES = frozenset({"registrations", "orders"})
_NOT_IN_DOUBT = _BRING_DUTIES | {"levels"}
_KINDS = {noun.array: noun.kind for noun in NOUNS.values()}


class Reads(NamedTuple):
    """The facts that a rule reads: what may meet it or begin it anew, what moves its day, and what ends its time.

    And ``cases``: what says whether an event is one that a duty hangs on.
    """

    evidence: frozenset[Need]
    conditions: frozenset[Need]
    ends: frozenset[Need]
    cases: frozenset[Need]
    # Whether something meets it that came before the day it counts from.
    looks_back: bool


class Unread(NamedTuple):
    """A fact that was set aside: the kind it has if that can be read, and when it may have happened or begun.

    It lies, or begins, on a day from ``first`` to ``last``, and something may be different until ``end``.
    """

    array: str
    id: str | None
    kind: str | None
    first: int
    last: int
    end: int

    def may_be(self, needs: Iterable[Need]) -> bool:
        """Return whether it may be one of the facts that are read."""
        return any(
            need.array == self.array and (not need.of_kind or self.kind is None or need.word == self.kind)
            for need in needs
        )


# ── facts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def unread_in(offender: Offender, book: Rulebook, known_at: dt.date | None) -> list[Unread | Rival]:
    """Return the facts of an offender that were set aside and that may matter to a duty, as far as they were known."""
    lost = dict.fromkeys(fault.lost for fault in offender.faults if fault.lost is not None)
    asked = [each for each in lost if _is_known(each, known_at) and not _is_put_right(offender, each)]
    rivals = [rival for each in asked if each.array in _BRING_DUTIES for rival in rivals_of(offender, book, each)]
    return [*(_unread(each) for each in asked if each.array not in _NOT_IN_DOUBT), *rivals]


def _is_known(lost: Lost, known_at: dt.date | None) -> bool:
    known = _day_known(lost)
    return known_at is None or known is None or known <= known_at


def _day_known(lost: Lost) -> dt.date | None:
    """Return the day an entry became known: as recorded, else the day it happened, as far as either can be read."""
    dates = dict(lost.dates)
    names = ("recorded_on", *DATED_BY[ARRAYS[lost.array]])
    return next((dates[name] for name in names if name in dates), None)


def _is_put_right(offender: Offender, lost: Lost) -> bool:
    """Whether a later entry of the same fact can be read."""
    known = _day_known(lost)
    entries = (fact for fact in getattr(offender, lost.array) if fact.id == lost.id)
    return known is not None and any((day := day_known(fact)) is not None and day > known for fact in entries)


def _unread(lost: Lost) -> Unread:
    days = {name: date.toordinal() for name, date in lost.dates}
    recorded = days.pop("recorded_on", FAR)
    holds = lost.array in _ENDS
    if lost.is_dated and days:
        first, last = min(days.values()), max(days.values())
        end = days.get(_ENDS[lost.array], FAR) if holds else last
        return Unread(lost.array, lost.id, _kind_of(lost), first, first if holds else last, end)
    # What happened had happened when it was recorded; what holds may begin later.
    last = FAR if holds else recorded
    return Unread(lost.array, lost.id, _kind_of(lost), 0, last, last)


# The arrays whose facts hold for a time, with the field that gives its end; a plan holds until the next one.
_ENDS = {
    **dict.fromkeys(("statuses", "addresses", "stays", "managers", "mappa"), "until"),
    "trips": "returned_on",
    "plans": "",
}


def _kind_of(lost: Lost) -> str | None:
    return dict(lost.words).get(_KINDS[lost.array] or "")


# ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────


def reads_of(rule: Rule, book: Rulebook) -> Reads:
    """Return the facts that a rule reads."""
    evidence = (rule.met_by, rule.void_by, rule.anchor.last)
    gates = (rule.gate, rule.gate_each_day, tuple(regime.when for regime in rule.regime))
    conditions = (rule.suspended, rule.while_, gates, tuple(regime.length for regime in rule.regime))
    spans = () if rule.while_ is None else rule.while_.span
    ended = [(each.ended_by, each.shortened) for each in book.span if each.id in spans or each.part_of in spans]
    return Reads(
        frozenset(_needs(evidence, book)),
        frozenset((*_needs(conditions, book), *_states_in(rule.anchor, book))),
        frozenset(_needs(tuple(ended), book)),
        frozenset(_tests_of(rule.one_per, book)),
        any(each.since in _LOOKING_BACK for each in (*rule.met_by, *rule.void_by)),
    )


# Where the search for what meets a duty may begin before the day it counts from and before it opens.
_LOOKING_BACK = ("ever", "the fact", "first opens")


def _states_in(declared: Any, book: Rulebook) -> Iterator[Need]:
    """Yield the facts of the states that a declaration names, such as a custody after which something counts."""
    for part in parts_of(declared):
        for name in names_of_states(part):
            yield from _of_state(name, book)


def _tests_of(declared: Any, book: Rulebook) -> Iterator[Need]:
    """Yield the facts that are asked whether an event is one of those that a declaration names."""
    for part in parts_of(declared):
        if isinstance(part, When | Around):
            yield from _needs(part, book)
        for name in names_of_events(part):
            made = book.define.get(name) or next((each for each in book.derive if each.id == name), None)
            if made is not None:
                yield from _tests_of(made, book)


def _needs(declared: Any, book: Rulebook) -> Iterator[Need]:
    for part in parts_of(declared):
        for name in names_of_events(part):
            yield from _of_event(name, book)
        for name in names_of_states(part):
            yield from _of_state(name, book)
        if isinstance(part, When):
            yield from (Need(array) for array in _tracks_of(part))
        if isinstance(part, Length) and part.fact is not None:
            yield Need("plans")
        if isinstance(part, FieldTest) and part.is_ == _HOME:
            yield Need("addresses")


# The one test of a field that reads what holds on the day of the fact.
_HOME = "the notified home"


def _of_event(name: str, book: Rulebook) -> Iterator[Need]:
    head, _, kind = name.partition(".")
    if name in book.define:
        yield from _needs(book.define[name], book)
    elif head in NOUNS:
        yield need_of(head, kind)
    elif kind:
        yield from _of_state(kind, book)
    else:
        yield from _needs(next(each for each in book.derive if each.id == name), book)


def _of_state(name: str, book: Rulebook) -> Iterator[Need]:
    """Yield the facts of which a state is made; none for a span, whose ends are asked for by themselves."""
    declared = book.states.get(name)
    if any(name in (span.id, span.part_of) for span in book.span):
        return
    if declared is not None:
        yield from _needs(declared, book)
    else:
        yield from needs_of_state(name)


def _tracks_of(when: When) -> Iterator[str]:
    if when.mode is not None or when.plan_interval is not None:
        yield "plans"
    if when.last_notified_home is not None:
        yield from ("notifications", "addresses")
    if when.lead_agency is not None:
        yield from ("managers", "mappa")


# ── occurrences ─────────────────────────────────────────────────────────────────────────────────────────────────


def unsure(tl: Timeline, rule: Rule, reads: Reads, unread: Sequence[Unread | Rival], judged: list[Kept]) -> None:
    """Make every overdue occurrence unknown that a fact which could not be read may have met, moved or ended."""
    for place, entry in enumerate(judged):
        if isinstance(entry, Settled | History | Untold) or entry[0].status is not Status.OVERDUE:
            continue
        row, case = entry
        arrays = {
            each.array
            for each in unread
            if (
                rests_on(tl, rule, each, row, case)
                if isinstance(each, Rival)
                else _is_own(each, case) or _may_decide(tl, reads, each, row)
            )
        }
        if arrays:
            lacking = (*row.lacking, *(f"{array} set aside" for array in ARRAYS if array in arrays))
            row = row._replace(status=Status.UNKNOWN, days_late=0, days_frozen=0, lacking=lacking)
            judged[place] = row, case


def _is_own(fact: Unread, case: Case) -> bool:
    """Whether it is another entry of the fact that a duty hangs on."""
    own = None if case.event is None else case.event.fact
    return own is not None and type(own) is ARRAYS[fact.array] and own.id == fact.id


def _may_decide(tl: Timeline, reads: Reads, fact: Unread, row: Obligation) -> bool:
    if not tl.clock.reached(fact.first):
        return False
    if fact.may_be(reads.ends) or (fact.may_be(reads.conditions) and _may_move(tl, fact, row)):
        return True
    if fact.may_be(reads.cases) and fact.first <= row.anchor_day:
        return True
    begun = 0 if reads.looks_back else min(row.anchor_day, row.opens_day or row.anchor_day)
    # A plan is evidence on its first day, and what else holds for a time says on every day of it what evidence is.
    last = fact.last if fact.array == "plans" else fact.end
    return fact.may_be(reads.evidence) and last >= begun


def _may_move(tl: Timeline, fact: Unread, row: Obligation) -> bool:
    """Whether a fact may change how a duty stands; none that was over, or followed by another, before it began does."""
    if fact.array not in _ENDS:
        return fact.last >= row.anchor_day
    if fact.array != "plans":
        # What is late stays late, whatever came afterwards and is over.
        ended = fact.first > row.due_day and tl.clock.reached(fact.end)
        return fact.end > row.anchor_day and not ended
    followed = any(fact.last < day <= row.anchor_day for day in tl.track("plan")[0])
    return fact.first <= row.due_day and not followed
