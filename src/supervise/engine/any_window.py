"""Judges a duty of so many events in any window: never fewer than N in P, wherever P begins.

As soon as an event lies behind, the window that begins the day after it must hold N others. So the k-th event is due by
the end of the window that begins the day after the event N before it, and the first N by the end of the first window.
"""

from __future__ import annotations

from supervise.engine.folding import Folded, Pending, fold_from, readings, rolled_at_last
from supervise.engine.happenings import UNTIMED, Case, Event, happened, mark_of
from supervise.engine.judged import MOST_AHEAD, Anchored, Walk, known_until
from supervise.engine.limits import length_from
from supervise.engine.obligation import Obligation, Status
from supervise.engine.outcomes import Entry
from supervise.engine.regimes import Choice
from supervise.engine.standing import bare, changes_of, stand, unknown
from supervise.rules.language import Effect

__all__ = ["any_window"]


def any_window(walk: Walk, case: Case) -> list[Entry]:
    """Return an occurrence for each event, and the next; one that is not met ends the chain."""
    start = walk.rule.anchor(walk.tl, case)
    if start is None:
        lacking = walk.rule.lacking(walk.tl, case)
        return [(unknown(walk, case, lacking), case)] if lacking else []
    chain = _Chain(walk, case, start)
    entries: list[Entry] = []
    while (met := chain.next_event()) is not None:
        row = chain.judged(met)
        # Even where nothing was asked it happened, and is counted in the windows that follow.
        walk.used.add(mark_of(met))
        chain.events.append(met)
        if row.status is not Status.NOT_REQUIRED:
            entries.append((row, case))
            chain.number += 1
    row = chain.judged(None)
    entries.append((row, case))
    entries += [(each, case) for each in chain.ahead(row)]
    return entries


class _Chain:
    """The events counted so far, and the windows they leave behind."""

    __slots__ = ("case", "events", "number", "start", "times", "walk")

    def __init__(self, walk: Walk, case: Case, start: Event) -> None:
        self.walk, self.case, self.start = walk, case, start
        self.events: list[Event] = []
        self.number = 1
        # Where nothing is asked yet, as many as a change may ask for: regimes read each day ask for one number.
        self.times = next((each.regime.times for each in walk.rule.chooser.regimes if each.regime.times), 1)

    @property
    def last(self) -> Event:
        """The event after which the next is looked for."""
        return self.events[-1] if self.events else self.start

    def next_event(self) -> Event | None:
        """Return the next event that counts, that of the start itself among them."""
        seek, tl = self.walk.rule.met_by, self.walk.tl
        tl.occurrence = self.number
        after = happened(self.last.day, UNTIMED, "", self.last.fact)
        found = None if seek is None else seek(tl, self.case, after, 0, 0, self.walk.used)
        return found if found is not None and found.day < self.case.end else None

    def judged(self, met: Event | None) -> Obligation:
        """Return where the next event stands, met or not."""
        walk, tl, case = self.walk, self.walk.tl, self.case
        tl.occurrence = self.number
        read = self.last.day
        choices = walk.choices_on(read, case)
        if not choices:
            return bare(walk, case, self.start, Status.NOT_REQUIRED)
        skips = [each for each in walk.suspended if each.rule.effect is Effect.DAYS_DO_NOT_COUNT]
        horizon = tl.clock.as_of if met is None else met.day
        found: list[tuple[Event, Folded]] = []
        for choice in choices:
            anchor = self._begins(choice)
            pending = Pending(anchor.day, UNTIMED, horizon)
            found.append((anchor, readings(tl, pending, (choice,), skips)))
        anchor, first = max(found, key=_due)
        dues = {each.due.day for _, each in found}
        first = first._replace(
            cautious=min(each.cautious for _, each in found),
            lacking=first.choice.lacking if len(dues) > 1 else (),
            steps=tuple(
                step
                for begins, each in sorted(found, key=_due)
                for step in (self._step(each.choice, read, begins), *each.steps)
            ),
        )
        folded = fold_from(
            tl,
            Pending(anchor.day, UNTIMED, horizon),
            first,
            changes_of(walk, read, known_until(met)),
            walk.rule.rule.change,
            walk.suspended,
        )
        folded = rolled_at_last(folded, read)
        opens = min(read, folded.due.day)
        return stand(walk, Anchored(case, anchor), folded, opens, met=met)[0]

    def _begins(self, choice: Choice) -> Event:
        """Return the first day of the window that is open: the day after an event that is no longer in it."""
        times = choice.regime.regime.times or self.times
        if len(self.events) < times:
            return self.start
        left = self.events[-times]
        return happened(left.day + 1, UNTIMED, left.id, left.fact)

    def _step(self, choice: Choice, read: int, begins: Event) -> tuple[object, ...]:
        choice = choice._replace(length=length_from(self.walk.tl, choice, begins.day, UNTIMED))
        return "window", choice, read, choice.regime.regime.times or 0, len(self.events) + 1

    def ahead(self, row: Obligation) -> list[Obligation]:
        """Return the occurrences ahead, each assuming that the one before is met on its last day (today, if past)."""
        until, as_of = self.walk.until, self.walk.tl.clock.as_of
        found: list[Obligation] = []
        for _ in range(MOST_AHEAD):
            if row.is_settled or not 0 < row.due_day <= until:
                break
            self.events.append(happened(max(row.due_day, as_of), UNTIMED, "", None))
            self.number += 1
            row = self.judged(None)._replace(projected=True)
            # What is past as well is made up for on the same day.
            if as_of <= row.due_day <= until:
                found.append(row)
        return found


def _due(reckoned: tuple[Event, Folded]) -> tuple[int, int]:
    return reckoned[1].due.day, reckoned[0].day
