"""The steps by which one occurrence came to its date and status, as data.

Nothing here judges and no date is reckoned a second time: what the engine recorded while it judged is put beside the
declarations of the book and the facts of the timeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from supervise.dates import Calendar
from supervise.engine.clock import FAR
from supervise.engine.evidence import voided_by
from supervise.engine.happenings import UNTIMED, Case, Run
from supervise.engine.lasting import origin_of
from supervise.engine.limits import length_from, to_end
from supervise.engine.obligation import Obligation, Status
from supervise.engine.regimes import Choice, CompiledRegime
from supervise.engine.schedule import Schedule
from supervise.engine.second_reading import cautious_anchor
from supervise.engine.steps import (
    Changed,
    Counted,
    Duty,
    Gate,
    Governed,
    Limited,
    Origin,
    Rolled,
    Standing,
    Step,
    Suspended,
    Voided,
)
from supervise.engine.timeline import Timeline
from supervise.engine.tracing_anchors import AnchorFound
from supervise.engine.tracing_regimes import held, tried
from supervise.engine.tracing_slots import OF_SLOTS, is_placed, placed_step
from supervise.engine.uncounted import not_counted
from supervise.rules.basis import Basis
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.language import Cadence, Counting, Effect, Regime, Roll, Suspension
from supervise.rules.names import attribute_of
from supervise.rules.reading import plain

__all__ = ["has_no_day_yet", "steps_of"]


def steps_of(schedule: Schedule, obligation: Obligation) -> tuple[Step, ...]:
    """Return every step from the anchor to the status of an occurrence of this schedule, in the order of the sum.

    Raises ValueError for an obligation of another schedule.

    >>> import datetime as dt
    >>> from supervise.engine.schedule import evaluate
    >>> from supervise.model import Offender
    >>> from supervise.rules import load_rulebook
    >>> facts = {
    ...     "id": "x1",
    ...     "registrations": [{"id": "r1", "convicted_on": "2025-01-10", "disposal": "community_order"}],
    ...     "events": [{"id": "e1", "kind": "breach_suspected", "on": "2026-05-01"}],
    ...     "levels": [{"id": "l1", "level": "high", "from": "2026-01-01"}],
    ... }
    >>> judged = evaluate(Offender.from_dict(facts), load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 6, 1))
    >>> row = next(judged.of_rule("R-B2"))
    >>> [type(step).__name__ for step in steps_of(judged, row)]
    ['Duty', 'Origin', 'Anchored', 'Held', 'Counted', 'Standing']
    """
    with schedule.timeline.clock.aside():
        return tuple(_Tracer(schedule, obligation).steps())


def has_no_day_yet(schedule: Schedule, name: str) -> bool:
    """Return whether facts that a rule hangs on are there, and for none of them a day that it counts from.

    >>> import datetime as dt
    >>> from supervise.engine.schedule import evaluate
    >>> from supervise.model import Offender
    >>> from supervise.rules import load_rulebook
    >>> judged = evaluate(Offender(id="x1"), load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 6, 1))
    >>> has_no_day_yet(judged, "R-N1")
    False
    """
    tl = schedule.timeline
    rules = [each for each in tl.program.rules if name in (each.published_id, each.id)]
    with tl.clock.aside():
        found = [rule.anchor(tl, case) for rule in rules for case in rule.cases(tl) if case.event is not None]
    return bool(found) and not any(found)


class _Tracer:
    """One occurrence with what is needed to explain it."""

    def __init__(self, schedule: Schedule, row: Obligation) -> None:
        self.schedule, self.row = schedule, row
        self.tl: Timeline = schedule.timeline
        pairs = [pair for pair in self.tl.outcomes.get(row.rule, ()) if pair[0].part == row.part]
        if not any(other is row for other, _ in pairs):
            raise ValueError("the obligation belongs to another schedule")
        self.case: Case = next(case for other, case in pairs if other is row)
        self.rule = next(each for each in self.tl.program.rules if each.rule.id == row.part)
        self.others = [other for other, _ in pairs if other is not row]
        chain = [other for other, case in pairs if case is self.case]
        self.first = chain[0]
        self.number = 1 + next(place for place, other in enumerate(chain) if other is row)
        self.counts = [step for step in row.steps if step[0] in _COUNTING]
        chosen = [step[1] if step[0] in _COUNTING else step[2] for step in row.steps if step[0] in _CHOOSING]
        self.is_fixed = is_placed(row.steps)
        # The day on which the regime was read, and the event the sum or the series is counted from.
        window = row.steps[0] if row.steps and row.steps[0][0] == "window" else None
        self.read_day = row.steps[0][4] if self.is_fixed else row.anchor_day if window is None else window[2]
        is_left = window is not None and window[4] > window[3]
        self.choice: Choice | None = chosen[-1] if chosen else None
        self.anchors = AnchorFound(
            schedule, row, self.rule, self.case, self.number, is_fixed=self.is_fixed, is_left=is_left
        )
        self.anchor = self.anchors.event
        self.suspended = self.tl.suspended_by(self.rule.suspensions)
        # What conditions may ask of the occurrence being judged.
        self.tl.occurrence = self.number
        self.tl.window_last = row.due_day if row.due_day < FAR else row.anchor_day

    def steps(self) -> Iterator[Step]:
        """Yield the steps in the order of the sum."""
        declared = self.rule.rule
        yield self._duty()
        yield from self._origins()
        yield self.anchors.step()
        holds: bool | None = True
        if self.row.anchor_day:
            if self.rule.gate is not None:
                holds = self.rule.gate(self.tl, self.row.anchor_day, self.case)
                yield Gate(condition=plain(declared.gate), day=self.row.anchor_day, daily=False, holds=holds)
            yield from held(self.tl, self.rule, self.read_day)
            taken = [step[1].regime for step in self.counts]
            # A regime was chosen before anything gave the window a last day.
            window, self.tl.window_last = self.tl.window_last, self.read_day
            yield from tried(self.tl, self.rule, self.case, self.read_day, taken)
            self.tl.window_last = window
        yield from self._sums()
        yield from self._limits()
        if self.rule.daily_gate is not None:
            day = self.tl.clock.as_of
            now = self.rule.daily_gate.holds(self.tl, day, self.case)
            yield Gate(condition=plain(declared.gate_each_day), day=day, daily=True, holds=now)
        if holds is not False:
            # Where the gate keeps it out nothing had to make it void.
            yield from self._voided()
        yield Standing(row=self.row, as_of=self.tl.clock.as_of, frozen=self._frozen())
        used = {id_ for each in self.others for id_ in each.met_by}
        yield from not_counted(self.schedule, self.row, self.case, declared.met_by, used)

    # ── what and whence ─────────────────────────────────────────────────────────────────────────────────────────

    def _duty(self) -> Duty:
        rule, end = self.rule.rule, self.case.end
        states = () if rule.while_ is None else rule.while_.not_in
        ends = () if rule.while_ is None else self.tl.windows(rule.while_.span, states)
        amendments = self.schedule.book.amendments
        return Duty(
            rule=self.row.rule,
            part=rule.id,
            key=self.row.key,
            duty=rule.duty,
            duty_of=rule.duty_of.value,
            must=rule.must,
            number=self.number,
            spans=() if rule.while_ is None else rule.while_.span,
            states=states,
            ended_by=tuple(name for name in states if any(run.start == end for run in self.tl.runs(name))),
            own_end=rule.while_ is not None and end < FAR and all(end != until for _, until in ends),
            since=self.case.start,
            until=end,
            amendments=tuple(each for each in amendments if each.path.startswith(f"{rule.id}.")),
        )

    def _origins(self) -> Iterator[Origin]:
        whole = self._origin("rule", Basis())
        yield whole
        value = self._origin("value", Basis() if self.choice is None else self.choice.regime.regime)
        if attrs.evolve(value, of=whole.of) != whole:
            yield value
        for part, own in self.rule.rule.rests_on.items():
            yield self._origin(part, own)

    def _origin(self, of: str, own: Basis | Regime) -> Origin:
        """Return where something comes from: what it does not say itself is that of the rule."""
        rule = self.rule.rule
        authority, confidence = own.authority or rule.authority, own.confidence or rule.confidence
        return origin_of(self.schedule, of, authority, own.source or rule.source, confidence)

    def _source(self, of: str, regime: Regime) -> Origin:
        """Return where a sum comes from: the part of the rule that gives it its length, or else the regime."""
        part = _PART_OF.get(of)
        own = None if part is None else self.rule.rule.rests_on.get(part)
        if own is not None and part is not None:
            return self._origin(part, own)
        return self._origin("rule", Basis()) if of == "end" else self._origin("value", regime)

    # ── sums ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _sums(self) -> Iterator[Step]:
        """Yield the sums and what moved their result, with the date that was pending each time."""
        base, floor = 0, 0
        self.start = self.row.anchor_day, self.anchor.minute
        for kind, *step in self.row.steps:
            before = max(base, floor)
            if kind == "count":
                choice, day, due, cautious = step
                gives, minute = (due, UNTIMED) if isinstance(due, int) else due
                yield from self._counted(choice, day, (gives, minute), cautious)
                base = gives
            elif kind == "placed":
                source = self._origin("value", step[0].regime.regime)
                yield attrs.evolve(placed_step(self.rule.rule, *step[:3]), source=source)
                base = step[1].last
            elif kind in OF_SLOTS:
                yield OF_SLOTS[kind](*step)
            elif kind == "suspended":
                id_, start, end, rule, moved = step
                yield self._suspended((id_, start, end), rule, moved, before)
                sets = moved < FAR and (rule.effect is Effect.DUE_AFTER_END or not moved)
                base, floor = (moved, 0) if sets else (base, max(floor, moved))
            elif kind == "restarts":
                id_, start, end, rule = step
                yield self._suspended((id_, start, end), rule, FAR, before)
                base, floor = FAR, 0
                self.start = end, UNTIMED
            elif kind == "rolled":
                yield self._rolled(*step)
            elif kind == "governed":
                group, by, due = step
                yield Governed(group=group.id, by=by, due=due, governs=group.governs)
            else:
                yield self._changed(kind, base, *step)
                base = base if kind == "kept" else FAR if kind == "stops" else step[-1]

    def _counted(self, choice: Choice, day: int, gives: tuple[int, int], cautious: int) -> Iterator[Counted]:
        regime, length = choice.regime, length_from(self.tl, choice, day, self.start[1])
        if self.rule.rule.cadence is Cadence.COUNTDOWN:
            # A lead is always counted back from the end.
            regime = regime._replace(before=True, name="")
        table = regime.length.by_level if choice.lacking and regime.length is not None else None
        levels = tuple(level for level, each in (table or {}).items() if each == length)
        sums = [self._sum("due", regime, length, (day, self.start[1]), gives)]
        if cautious < gives[0]:
            how, second = regime, self.rule.rule.cautious
            if second is not None and second.counting is not None:
                how = regime._replace(counting=second.counting)
            start = self.start if day != self.row.anchor_day else cautious_anchor(self.tl, self.rule, self.anchor)
            length = length_from(self.tl, choice._replace(regime=how), *start)
            sums.append(self._sum("cautious", how, length, start, (cautious, UNTIMED)))
        for each in sums:
            yield attrs.evolve(each, levels=levels, **self._left_out(each))

    def _left_out(self, sum_: Counted) -> dict[str, Any]:
        """Return the runs whose days were not counted, and the states they are of."""
        if sum_.length is None:
            return {}
        held = (run for each in self.suspended if _leaves_out(each.rule) for run in each.runs)
        runs = [run for run in held if run.end > sum_.day and run.start <= sum_.gives]
        states = (name for each in self.rule.rule.suspended if _leaves_out(each) for name in each.in_)
        return {"left_out": tuple(runs), "states": tuple(states)}

    def _sum(
        self, of: str, how: CompiledRegime, length: Duration | None, start: tuple[int, int], gives: tuple[int, int]
    ) -> Counted:
        begins = start[0] if how.from_end_of is None else to_end(self.tl, start[0], how.from_end_of)
        passed = self._days_passed(how, length, begins, gives[0])
        calendar = how.calendar
        return Counted(
            of=of,
            regime=how.name,
            day=start[0],
            minute=start[1],
            length=length,
            before=how.before,
            counting=how.counting,
            hours_from=how.from_,
            clock=how.clock,
            zone=self.tl.offender.zone or self.schedule.book.conventions.zone,
            gives=gives[0],
            gives_minute=gives[1],
            counted=tuple(day for day in passed if calendar is not None and calendar.is_open(day)),
            closed=tuple(day for day in passed if calendar is not None and not calendar.is_open(day)),
            to_end_of=how.to_end_of,
            from_end_of=how.from_end_of,
            begins=begins,
            skips=how.skips,
            calendar=self._another(calendar) if _counts_open(how, length) else None,
            source=self._source(of, how.regime),
        )

    def _days_passed(self, how: CompiledRegime, length: Duration | None, day: int, last: int) -> range:
        """Return the days a count of working days, or of hours on open days, went over; none for any other length."""
        if length is None or not _counts_open(how, length) or last in (0, FAR):
            return range(0)
        if length.hours is not None:
            return range(day, last + 1)
        if how.before:
            return range(last, day)
        return range(day + (how.counting is not Counting.BEGINNING_WITH), last + 1)

    def _changed(self, what: str, old: int, day: int, choice: Choice, *dates: Any) -> Changed:
        """Read ``stops``, ``kept`` (with what the anchor gives), ``changed`` (that and what the policy gives) or
        ``shared`` (with what was left between the two).
        """
        new = dates[0] if dates else FAR
        length = length_from(self.tl, choice, *self.start)
        change = self.rule.rule.change
        policy = None
        if change is not None and dates and new != old:
            policy = change.any_ or (change.stricter if new < old else change.laxer)
        return Changed(
            what=what,
            day=day,
            regime=choice.regime.name,
            sum=self._sum("change", choice.regime, length, self.start, (new, UNTIMED)) if dates else None,
            held=tuple(held(self.tl, self.rule, day)),
            old=old,
            new=new,
            after={"stops": FAR, "kept": old}.get(what, dates[-1] if dates else FAR),
            policy=policy,
            share=dates[1] if what == "shared" else None,
        )

    def _suspended(self, run: tuple[str, int, int], rule: Suspension, moved: int, before: int) -> Suspended:
        id_, start, end = run
        whole = self._run_of(id_, start)
        due = rule.due or EndDuration(Duration(), beginning_with=False)
        counting = Counting.BEGINNING_WITH if due.beginning_with else Counting.AFTER
        how = self.rule.chooser.regimes[0]
        how = how._replace(
            name="", before=False, counting=counting, to_end_of=None, from_end_of=None, calendar=how.rule_calendar
        )
        return Suspended(
            id=id_,
            kind=_kind_of(whole.fact),
            states=rule.in_,
            start=start,
            end=end,
            only_if_inside=rule.if_ is not None,
            effect=rule.effect,
            rule=due,
            sum=None if end == FAR else self._sum("end", how, due.length, (end, UNTIMED), (moved, UNTIMED)),
            before=before,
            after=moved if rule.effect is Effect.DUE_AFTER_END or not moved else max(before, moved),
            also=whole.also,
            moves_once=rule.moves_once,
        )

    def _another(self, calendar: Calendar | None) -> str | None:
        """Return the name of closed days that are not the book's own."""
        return None if calendar is None or calendar is self.schedule.book.calendar else calendar.reference

    def _rolled(self, regime: CompiledRegime, before: int, after: int) -> Rolled:
        passed = range(before, after) if after > before else range(before, after, -1) if after else ()
        calendar = regime.calendar
        kept = bool(after) and calendar is not None and not calendar.is_open(after)
        return Rolled(
            how=regime.roll or Roll.NEXT,
            before=before,
            after=after,
            closed=tuple(passed),
            is_opening=kept,
            calendar=self._another(calendar),
        )

    def _run_of(self, id_: str, start: int) -> Run:
        """Return the run that suspends."""
        runs = (run for each in self.suspended for run in each.runs)
        return next(run for run in runs if (run.id, run.start) == (id_, start))

    def _limits(self) -> Iterator[Limited]:
        if self.choice is None:
            return
        regime, row = self.choice.regime, self.row
        both = (
            ("opens", regime.opens, row.opens_day, UNTIMED),
            ("latest", regime.latest, row.latest_day, row.latest_minute),
        )
        for of, limit, day, minute in both:
            if limit is not None:
                name = limit.years_field
                yield Limited(
                    of=of,
                    limit=limit,
                    day=row.anchor_day,
                    anchor_minute=self.anchor.minute,
                    years=None if name is None else getattr(self.case.fact, attribute_of(name)),
                    counting=limit.counting or regime.counting,
                    hours_from=limit.from_ or regime.from_,
                    gives=day,
                    gives_minute=minute,
                    source=self._origin("value", regime.regime),
                )

    # ── what it came to ─────────────────────────────────────────────────────────────────────────────────────────

    def _voided(self) -> Iterator[Voided]:
        row = self.row
        if row.anchor_day and not row.met_by and row.status is Status.NOT_REQUIRED:
            first = self.first.opens_day if self.rule.rule.cadence is Cadence.COUNTDOWN else 0
            found = voided_by(self.tl, self.rule, self.case, self.anchor, row.opens_day, first)
            if found is not None:
                yield Voided(id=found.id, day=found.day)

    def _frozen(self) -> tuple[Run, ...]:
        row = self.row
        if not row.days_frozen:
            return ()
        last = row.met_day or self.tl.clock.as_of
        runs = (run for each in self.suspended for run in each.runs)
        return tuple(run for run in runs if run.end > row.due_day + 1 and run.start <= last)


# The parts of a rule that give a sum its length or its reading; of any other sum the regime does.
_PART_OF = {"cautious": "cautious", "end": "suspended"}
_COUNTING = ("count", "placed")
_CHOOSING = (*_COUNTING, "stops", "changed", "shared")


def _leaves_out(rule: Suspension) -> bool:
    """Return whether the days of a state do not count."""
    return rule.effect is Effect.DAYS_DO_NOT_COUNT


def _counts_open(how: CompiledRegime, length: Duration | None) -> bool:
    """Return whether a length is counted with closed days: in working days, or in hours of open ones."""
    if length is None:
        return False
    return length.working_days is not None or (length.hours is not None and how.skips is not None)


def _kind_of(fact: Any) -> str:
    """Return the kind of status, or the array, of the fact a suspending run comes from."""
    return str(getattr(fact, "kind", None) or type(fact).__name__.lower())
