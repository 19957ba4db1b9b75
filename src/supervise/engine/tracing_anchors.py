"""What a sum starts from, as a trace tells it: the event, the way of the rule that led to it, what it was made of."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from supervise.dates.ordinals import to_iso
from supervise.engine.anchoring import Finder, in_case_or_before
from supervise.engine.happenings import UNTIMED, Case, Event, happened
from supervise.engine.judged import CompiledRule
from supervise.engine.obligation import Obligation
from supervise.engine.relations import days_reached
from supervise.engine.schedule import Schedule
from supervise.engine.steps import Anchored
from supervise.rules.language import Anchor, Cadence, OnePer
from supervise.rules.names import attribute_of
from supervise.rules.words import Rebased, Which

__all__ = ["AnchorFound"]


class AnchorFound:
    """The anchor of one occurrence: ``event`` is what its sum starts from, ``origin`` what its series does.

    ``is_fixed``: it lies in a series fixed in advance; ``is_left``: its window begins after an event it holds no more.
    """

    def __init__(
        self,
        schedule: Schedule,
        row: Obligation,
        rule: CompiledRule,
        case: Case,
        number: int,
        *,
        is_fixed: bool,
        is_left: bool,
    ) -> None:
        self.schedule, self.row, self.rule, self.case, self.number = schedule, row, rule, case, number
        self.is_fixed, self.is_left = is_fixed, is_left
        self.tl = schedule.timeline
        self.origin = row.anchor_day, row.anchor_id
        self.event = self._found()

    def _found(self) -> Event:
        """Return the event the sum starts from, with its time of day and the earliest day it may have been."""
        row, rule = self.row, self.rule
        # Without a day nothing is sought: it may lie beyond the calendar, as it does from a placeholder.
        found = None if row.projected or self.is_left or not row.anchor_day else self._find(rule.anchor)
        if self.is_fixed and found is not None:
            self.origin = found.day, found.id
            return happened(row.anchor_day, UNTIMED, row.anchor_id, None)
        if found is not None and self.number > 1 and rule.rule.cadence is Cadence.ROLLING:
            # What the rule finds began the chain; this occurrence counts from what met the one before.
            events = (event for index in rule.answers for event in self.tl.events(index))
            found = next((event for event in events if (event.day, event.id) == (row.anchor_day, row.anchor_id)), None)
        return happened(row.anchor_day, UNTIMED, row.anchor_id, None) if found is None else found

    def step(self) -> Anchored:
        """Return the step that says what the sum starts from, and which way of the rule led there."""
        row, rule = self.row, self.rule.rule
        if not row.anchor_day:
            return Anchored(day=0, id="", way="none", names=row.lacking)
        if self.is_left and row.anchor_id:
            return Anchored(day=row.anchor_day, id=row.anchor_id, way="window")
        if row.projected and not row.anchor_id:
            return Anchored(day=row.anchor_day, id="", way="assumed")
        if rule.cadence is Cadence.ROLLING and self.number > 1:
            names = () if rule.anchor.last is None else rule.anchor.last.of
            field = rule.rebased_at or ""
            way = "due_or_met" if rule.rebased_by is Rebased.DUE else "met"
            return Anchored(day=row.anchor_day, id=row.anchor_id, way=way, names=names, field=field)
        way, names, field, instead = self._way(rule.anchor.of_series)
        return self._derived(
            Anchored(day=self.origin[0], id=self.origin[1], way=way, names=names, field=field, instead=instead)
        )

    def _way(self, anchor: Anchor) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
        """Return how the anchor was found: the way, its names, the field that gave the day, what it stands in for."""
        if anchor.else_ is not None and not self._finds(attrs.evolve(anchor, else_=None)):
            way, names, field, _ = self._way(anchor.else_)
            wanted = anchor.last or anchor.first
            return way, names, field, () if wanted is None else wanted.of
        if anchor.last is not None and anchor.across_gaps and self.origin[0] < self.case.start:
            return "across_gaps", anchor.last.of, "", ()
        if anchor.first_given is not None:
            return "field", (), next(name for name in anchor.first_given if self._gives(name)), ()
        if anchor.later_of or anchor.earlier_of:
            return ("later_of" if anchor.later_of else "earlier_of"), (), "", ()
        way, names = next((way, names) for way, names in _ways(anchor, self.rule.rule.one_per) if names)
        return way, names, anchor.field or "", ()

    def _finds(self, anchor: Anchor) -> bool:
        found = self._find(self.tl.program.compiler.anchor(anchor))
        return found is not None and (found.day, found.id) == self.origin

    def _find(self, anchor: Finder) -> Event | None:
        return in_case_or_before(anchor, self.tl, self.case) if self.is_fixed else anchor(self.tl, self.case)

    def _gives(self, name: str) -> bool:
        return getattr(self.case.fact, attribute_of(name)) is not None

    def _derived(self, step: Anchored) -> Anchored:
        """Return the step with what its event was made of, if the book derives it, or the days of so many missed."""
        if step.way == "occurrence_reach":
            one_per = self.rule.rule.one_per
            days = days_reached(self.tl, one_per, self.case)
            return attrs.evolve(step, parts=tuple(map(to_iso, days)), within=str(one_per.within))
        for rule in self.schedule.book.derive:
            events = self.schedule.derived(rule.id) if rule.id in step.names else []
            for event in events:
                if (event.day, event.id) == (step.day, step.id):
                    # Only the first of a kind is put off to the end of a state; the day of its fact is the other.
                    day = event.fact.on.toordinal() if rule.clear_of and hasattr(event.fact, "on") else event.day
                    return attrs.evolve(
                        step,
                        derived=(rule.kind.value, *((str(rule.reach),) if rule.of is None else rule.of.of)),
                        moved_from=0 if day == event.day else day,
                        parts=tuple(fact.id for fact in event.parts),
                    )
        return step


def _ways(anchor: Anchor, one_per: OnePer) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each way of finding an anchor with its names; only the one that it uses has some."""
    yield "last", () if anchor.last is None else anchor.last.of
    yield "first", () if anchor.first is None else anchor.first.of
    yield "release_after", anchor.release_after or ()
    yield "birth", () if anchor.birth is None else (anchor.birth.value,)
    for way in ("field", "birthday", "span_end"):
        yield way, () if getattr(anchor, way) is None else (str(getattr(anchor, way)),)
    first = "first_" if anchor.which is Which.FIRST else ""
    for way in ("due_of", "met_of"):
        yield f"{first}{way}", () if getattr(anchor, way) is None else (str(getattr(anchor, way)),)
    if anchor.next_birthday is not None:
        # What the birthday comes after, by the names of the anchor inside.
        yield "next_birthday", next(names for _, names in _ways(anchor.next_birthday, one_per) if names)
    yield ("each_until_next" if one_per.until_next else "each"), () if one_per.each is None else one_per.each.of
    if one_per.occurrence_of is not None and one_per.outcome is not None:
        way = "in_a_row" if one_per.in_a_row else "reach" if one_per.reach else one_per.outcome.value
        yield f"occurrence_{way}", (one_per.occurrence_of,)
    for way in ("run_of", "end_of", "gap_of", "span"):
        yield way, () if getattr(one_per, way) is None else (getattr(one_per, way),)
    yield "start", ("offender",)
