"""The course of a period of law: from what day it runs, what makes it longer or shorter, and when it ends.

Pennsylvania and Germany add the days in an institution, Washington starts again at each release, the federal law of the
United States takes five years off a clean record; which of these a span has stands in the book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.dates.corresponding import Corresponding
from supervise.dates.ordinals import MAX_DAY
from supervise.dates.spans import merge
from supervise.engine.clock import FAR
from supervise.engine.happenings import Event, Run, order_of
from supervise.errors import DateRangeError
from supervise.rules.duration import Duration
from supervise.rules.language import Counting, Extended, Shortened, SpanRule, Toll, TollEffect

if TYPE_CHECKING:
    from supervise.engine.program import Compiler
    from supervise.engine.timeline import Timeline

__all__ = ["Course", "CourseFinder", "compile_course", "last_day", "others"]


class Course(NamedTuple):
    """How a period went: its first day and length as they came to be, the last day, and what was not counted.

    ``base`` is the last day by the sum alone, ``excluded`` how many days do not count, ``changes`` what happened: one
    tuple each, its kind first.
    """

    first: int
    length: Duration
    base: int
    last: int
    excluded: int
    changes: tuple[tuple[Any, ...], ...]


# A length of None is for life: only a clean record gives it an end. The last argument is the day with which something
# else ends the period, if it lasts so long: what happens later changes nothing.
CourseFinder = Callable[["Timeline", int, "Duration | None", int, "Event | None"], Course]


def last_day(sums: Corresponding, counting: Counting, first: int, length: Duration) -> int:
    """Return the last day of a length; FAR where it leaves the calendar, as it does from a placeholder date."""
    count_days = sums.after if counting is Counting.AFTER else sums.beginning_with
    try:
        return count_days(first, months=length.months, days=length.days)
    except DateRangeError:
        return FAR


def compile_course(rule: SpanRule, compiler: Compiler) -> CourseFinder:
    """Return the function from a first day and a length (None: for life) to the course of a period.

    It takes the event that the period hangs on, too, which counts for none of those that change it.
    """
    counting = rule.counting
    if not rule.takes_a_course:
        return lambda tl, first, length, until, own: _plain(tl, counting, first, length or Duration())
    parts = _Parts(
        counting,
        [_compiled(toll, compiler) for toll in rule.toll],
        None if rule.reset_by is None else compiler.select(rule.reset_by),
        [(each, _place(each.without, compiler), _place(each.needs, compiler)) for each in rule.shortened],
        [(compiler.select(each.of), each) for each in rule.extended_by],
    )
    return lambda tl, first, length, until, own: _Going(tl, parts, first, length, until, own).course()


def others(tl: Timeline, selection: int, own: Event | None) -> Iterator[Event]:
    """Yield the events of a selection, but for the one that a period hangs on: that is no further one.

    Nor is one of its kind that stands before it on its day: of several of one day each would end all the others.
    """
    return (event for event in tl.events(selection) if own is None or not _is_no_further(event, own))


def _is_no_further(event: Event, own: Event) -> bool:
    of_its_day = event.day == own.day and type(event.fact) is type(own.fact)
    # Its own time of day may be another where another date is asked for.
    return of_its_day and (event.id == own.id or order_of(event) < order_of(own))


def _plain(tl: Timeline, counting: Counting, first: int, length: Duration) -> Course:
    last = last_day(tl.program.corresponding, counting, first, length)
    return Course(first, length, last, last, 0, ())


class _CompiledToll(NamedTuple):
    toll: Toll
    state: str
    from_: int | None
    until: int | None


class _Parts(NamedTuple):
    counting: Counting
    tolls: list[_CompiledToll]
    resets: int | None
    shortened: list[tuple[Shortened, int | None, int | None]]
    extended: list[tuple[int, Extended]]


def _compiled(toll: Toll, compiler: Compiler) -> _CompiledToll:
    state = compiler.any_of(toll.in_)
    return _CompiledToll(toll, state, _place(toll.from_, compiler), _place(toll.until, compiler))


def _place(select: Any, compiler: Compiler) -> int | None:
    return None if select is None else compiler.select(select)


class _Going:
    """A period on its way through what happened."""

    __slots__ = ("added", "changes", "first", "length", "own", "parts", "tl", "until")

    def __init__(
        self, tl: Timeline, parts: _Parts, first: int, length: Duration | None, until: int, own: Event | None
    ) -> None:
        self.tl, self.parts, self.first, self.length, self.until, self.own = tl, parts, first, length, until, own
        self.changes: list[tuple[Any, ...]] = []
        # How many events have added to the length, by what they add.
        self.added: Counter[int] = Counter()

    def course(self) -> Course:
        """Return how the period went: what holds up its first day, then each event in turn, then the clean record."""
        self._held_up()
        for day, _, id_, place in sorted(self._events(), key=_day_rank_id):
            if self.first <= day <= min(self._ends()[0], self.until):
                self._happened(day, id_, place)
        last, length, cuts = self._ends()
        base = self._sum(length)
        runs = list(self._left_out(last)) if self.first < FAR else []
        told = [("tolled", run) for run in runs]
        changes = (*self.changes, *told, *cuts)
        return Course(self.first, length or Duration(), base, last, _days(runs, last), changes)

    def _left_out(self, last: int) -> Iterator[Run]:
        """Yield the runs whose days did not count, up to the end of the period, by itself or by something else."""
        end = min(last, self.until)
        for run in self._tolled():
            if run.start <= end:
                yield run if end == last else run._replace(end=min(run.end, end + 1))

    # ── the first day, and what happened later ──────────────────────────────────────────────────────────────────

    def _held_up(self) -> None:
        """Move a first day that lies in a state to the end of the state; FAR while it has no known end."""
        runs = [run for toll in self.parts.tolls if toll.toll.effect is TollEffect.START for run in self._runs(toll)]
        for run in sorted(runs, key=_start):
            if run.start <= self.first < run.end:
                self.first = run.end if run.end <= MAX_DAY else FAR
                self.changes.append(("starts", run))

    def _events(self) -> Iterator[tuple[int, int, str, int]]:
        """Yield what starts the length again (-1) or adds to it, with its place among those of one day."""
        if self.parts.resets is not None:
            yield from ((event.day, 0, event.id, -1) for event in self.tl.events(self.parts.resets))
        for place, (selection, _) in enumerate(self.parts.extended):
            yield from ((event.day, 1, event.id, place) for event in others(self.tl, selection, self.own))

    def _happened(self, day: int, id_: str, place: int) -> None:
        if place >= 0:
            by = self.parts.extended[place][1].left(self.added[place])
            self.added[place] += 1
            self.length = None if self.length is None else _plus(self.length, by)
            self.changes.append(("extended", id_, day, by))
        elif day > self.first:
            self.first = day
            self.changes.append(("reset", id_, day))

    # ── where it ends ───────────────────────────────────────────────────────────────────────────────────────────

    def _ends(self) -> tuple[int, Duration | None, list[tuple[Any, ...]]]:
        """Return the last day, the length that gives it, and what made that length shorter.

        What shortens it counts from the day on which it was so, and never ends it before that day.
        """
        length, full, floor = self.length, self._last(self.length), 0
        cuts: list[tuple[Any, ...]] = []
        for each, without, needs in self.parts.shortened:
            less = _less(length, each)
            earned = self._earned(each, without, needs, min(full, self.until))
            if earned and less is not None and self._last(less) < self._last(length):
                length, floor = less, max(floor, earned)
                cuts.append(("shortened", earned, each))
        return (max(self._last(length), floor), length, cuts) if cuts else (full, length, cuts)

    def _earned(self, shortened: Shortened, without: int | None, needs: int | None, full: int) -> int:
        """Return the day on which a shorter period was earned; 0 if it was not, or too late to matter."""
        clean = self._last(shortened.after)
        if clean >= full or not self.tl.clock.reached(clean):
            return 0
        spoils = () if without is None else others(self.tl, without, self.own)
        if any(self.first <= event.day <= clean for event in spoils):
            return 0
        if needs is None:
            return clean
        done = next((event.day for event in self.tl.events(needs) if event.day >= self.first), FAR)
        return max(clean, done) if done < full else 0

    def _sum(self, length: Duration | None) -> int:
        if length is None or self.first >= FAR:
            return FAR
        return last_day(self.tl.program.corresponding, self.parts.counting, self.first, length)

    def _last(self, length: Duration | None) -> int:
        """Return the last day of a length after the days that do not count: those in the time added as well."""
        last = self._sum(length)
        if last >= FAR:
            return FAR
        for start, end in _merged(self._tolled()):
            if start > last:
                break
            if end is None:
                return FAR
            last += end - start
        # Days of a state that is said to end at the end of the calendar lead beyond it: no day is known.
        return last if last <= MAX_DAY else FAR

    # ── days that do not count ──────────────────────────────────────────────────────────────────────────────────

    def _tolled(self) -> Iterator[Run]:
        """Yield the runs whose days do not count, each from the first day on and within its bounds."""
        for toll in self.parts.tolls:
            if toll.toll.effect is TollEffect.ADD:
                begins, ends = self._bound(toll.from_, self.first), self._bound(toll.until, FAR)
                left = FAR if toll.toll.at_most is None else toll.toll.at_most.days
                for run in self._runs(toll):
                    start, end = max(run.start, begins), min(run.end, ends)
                    # One without a known end is taken to last until no more days may be added.
                    end = min(end, start + left)
                    if start < end:
                        left -= end - start
                        yield run._replace(start=start, end=end)

    def _bound(self, place: int | None, otherwise: int) -> int:
        """Return the day of the first such event from the first day on; FAR if there is none."""
        if place is None:
            return otherwise
        return next((event.day for event in self.tl.events(place) if event.day >= self.first), FAR)

    def _runs(self, toll: _CompiledToll) -> Iterator[Run]:
        """Yield the runs of a state that are long enough; one without a known end is once it has lasted so long."""
        longer = toll.toll.longer_than
        for run in self.tl.runs(toll.state):
            if longer is None or _is_longer(self.tl, run, longer.days):
                yield run


def _is_longer(tl: Timeline, run: Run, days: int) -> bool:
    return run.end - run.start > days if run.end < FAR else tl.clock.reached(run.start + days)


def _merged(runs: Any) -> list[tuple[int, int | None]]:
    return list(merge((run.start, None if run.end >= FAR else run.end) for run in runs))


def _days(runs: list[Run], last: int) -> int:
    """Return how many days up to and with the last lie in runs; without a last day, in those that have an end."""
    return sum(min(end, last + 1) - start for start, end in _merged(runs) if end is not None)


def _less(length: Duration | None, shortened: Shortened) -> Duration | None:
    """Return the length a clean record leaves; None for one for life that it leaves as it is."""
    if shortened.by is None or length is None:
        return shortened.to
    return _plus(length, shortened.by, -1)


def _plus(length: Duration, more: Duration, sign: int = 1) -> Duration:
    return Duration(months=length.months + sign * more.months, days=length.days + sign * more.days)


def _start(run: Run) -> int:
    return run.start


def _day_rank_id(event: tuple[Any, ...]) -> tuple[Any, ...]:
    return event[:3]
