"""One offender judged by one book: every occurrence, span, order and derived event, as of one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from supervise.dates.ordinals import ordinal_of
from supervise.dates.parsing import refuse_other_than_date
from supervise.engine.clock import FAR, Clock
from supervise.engine.groups import set_aside
from supervise.engine.happenings import Event, Extent
from supervise.engine.judging import judge
from supervise.engine.obligation import MET, STANDING, Obligation, Status, date_of
from supervise.engine.orders import OrderVerdict, verdict
from supervise.engine.outcomes import Outcomes
from supervise.engine.program import program_of
from supervise.engine.standing import told
from supervise.engine.timeline import Timeline, Workforce
from supervise.engine.unread import unread_in, unsure
from supervise.errors import UnknownNameError
from supervise.model import Offender
from supervise.model.versions import known
from supervise.rules.reading import hint_of, shown as named
from supervise.rules.rulebook import Rulebook
from supervise.showing import shown

__all__ = ["Schedule", "evaluate"]


@frozen(eq=False)
class Schedule:
    """The obligations of one offender: past ones judged, the current, those ahead.

    ``stable_until`` is the first later day on which, with the same facts, something here would read differently
    (days over aside); None if no such day lies ahead. Several threads may read one: what is found on demand is found by
    one of them.
    """

    __repr__ = shown("offender.id", "book.ref", "as_of")

    offender: Offender
    book: Rulebook
    as_of: dt.date
    known_at: dt.date | None
    timeline: Timeline
    outcomes: Outcomes
    until: dt.date | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what it follows from: another process judges again, and comes to the same."""
        tl = self.timeline
        return _again, (tl.original, self.book, self.as_of, self.known_at, self.until, tl.workforce)

    @property
    def stable_until(self) -> dt.date | None:
        """The next day on which the schedule reads differently."""
        return date_of(self.timeline.clock.next_change)

    @property
    def all_obligations(self) -> tuple[Obligation, ...]:
        """Every occurrence there ever was, in the order of the book."""
        with self.timeline.lock:
            return tuple(self.outcomes.rows())

    @property
    def standing(self) -> Iterator[Obligation]:
        """Every occurrence in the order of the book, but those met while nothing moved their date and blocks long over.

        Of these none is open, overdue, suspended, unknown or ahead.
        """
        with self.timeline.lock:
            found = self.outcomes.standing()
        return (row for _, (row, _) in found)

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What matters now: all that is open, overdue, suspended or unknown, the last met and the next of each rule."""
        return tuple(_current(self.all_obligations))

    @property
    def extents(self) -> tuple[Extent, ...]:
        """How long each span lasts for each registration and order."""
        tl = self.timeline
        with tl.lock:
            return tuple(extent for span in tl.program.span_ids for extent in tl.extents(span))

    @property
    def orders(self) -> tuple[OrderVerdict, ...]:
        """Whether each order may last as it says."""
        return tuple(verdict(self.timeline, order) for order in self.offender.orders)

    def derived(self, name: str) -> list[Event]:
        """Return the events a rule of the book derives; KeyError for a name it does not."""
        with self.timeline.lock:
            return self.timeline.events(self.timeline.program.derived[name])

    def of_rule(self, rule: str) -> Iterator[Obligation]:
        """Yield all occurrences of a rule in order; UnknownNameError for one that the book does not have."""
        rules = {each.published_id for each in (*self.book.rule, *self.book.dormant)}
        if rule not in rules:
            raise UnknownNameError(f"{self.book.ref} has no rule {named(rule)}; {hint_of(rule, rules, 'rules show')}")
        return (row for row in self.all_obligations if row.rule == rule)

    def next_due(self, rule: str) -> dt.date | None:
        """Return the due of the first occurrence of a rule that is not met, past or ahead; None if none is left.

        One that is suspended without a known end counts for none, though it was overdue before: nobody can say on which
        day it is asked for again. UnknownNameError for a rule that the book does not have: that is no duty of which
        nothing is left.
        """
        dues = [
            row.due_day
            for row in self.of_rule(rule)
            if not row.is_settled and 0 < row.due_day < FAR and not self._is_held_without_end(row)
        ]
        return date_of(min(dues)) if dues else None

    def _is_held_without_end(self, row: Obligation) -> bool:
        """Whether a row is suspended by a state of which no end is known."""
        if row.status is not Status.SUSPENDED:
            return False
        tl = self.timeline
        with tl.lock:
            held = tl.suspended_by(tl.program.by_id[row.part].suspensions)
        return any(run.end == FAR for each in held for run in each.runs)

    def earliest(self, rule: str) -> dt.date | None:
        """Return the first day on which what a rule permits may be done, past or ahead; None if none is left.

        UnknownNameError for a rule that the book does not have.
        """
        days = [row.earliest_day for row in self.of_rule(rule) if not row.is_settled and row.earliest_day]
        return date_of(min(days)) if days else None


def evaluate(
    offender: Offender,
    book: Rulebook,
    *,
    as_of: dt.date,
    known_at: dt.date | None = None,
    until: dt.date | None = None,
    workforce: Workforce | None = None,
) -> Schedule:
    """Return the schedule of an offender as of a day; with ``until``, the occurrences ahead up to that day too."""
    _refuse_others(offender, book)
    refuse_other_than_date("as_of", as_of)
    for name, day in (("known_at", known_at), ("until", until)):
        if day is not None:
            refuse_other_than_date(name, day)
    facts = known(offender, known_at)
    clock = Clock(as_of.toordinal())
    outcomes = Outcomes(told)
    tl = Timeline(facts, program_of(book), clock, workforce, original=offender, outcomes=outcomes)
    last = ordinal_of(until)
    unread = unread_in(facts, book, known_at) if facts.faults else []
    for rule in tl.rules:
        judged = judge(tl, rule, until=last)
        if judged:
            if unread:
                unsure(tl, rule.rule, tl.program.reads(rule), unread, judged)
            outcomes.add(rule.published_id, judged)
    for span in tl.program.span_ids:
        # How long it lasts is told whether or not a rule asks: the day on which that may change is watched.
        tl.extents(span)
    if book.group:
        set_aside(outcomes, book.group)
    return Schedule(facts, book, as_of, known_at, tl, outcomes, until)


def _refuse_others(offender: object, book: object) -> None:
    """Raise TypeError for plain data in place of an offender, and for the name of a rulebook in place of it."""
    if not isinstance(offender, Offender):
        found = type(offender).__name__
        raise TypeError(f"offender is an Offender, as Offender.from_dict gives it, found {found}")
    if not isinstance(book, Rulebook):
        raise TypeError(f"rulebook is a Rulebook, as load_rulebook gives it, found {type(book).__name__}")


def _again(
    offender: Offender,
    book: Rulebook,
    as_of: dt.date,
    known_at: dt.date | None,
    until: dt.date | None,
    workforce: Workforce | None,
) -> Schedule:
    return evaluate(offender, book, as_of=as_of, known_at=known_at, until=until, workforce=workforce)


def _current(rows: tuple[Obligation, ...]) -> Iterator[Obligation]:
    """Yield the rows that matter now in the order of the book."""
    last_met: dict[str, Obligation] = {}
    coming: dict[str, Obligation] = {}
    for row in rows:
        if row.status in MET:
            best = last_met.get(row.rule)
            if best is None or row.met_day >= best.met_day:
                last_met[row.rule] = row
        elif row.status is Status.UPCOMING or row.projected:
            first = coming.get(row.rule)
            if first is None or row.due_day < first.due_day:
                coming[row.rule] = row
    for row in rows:
        if row.status in STANDING or last_met.get(row.rule) is row or coming.get(row.rule) is row:
            yield row
