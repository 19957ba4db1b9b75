"""A register judged by two rulebooks, and what would change if the second took the place of the first."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from attrs import define, field, frozen

from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.engine.schedule import Schedule
from supervise.model import Offender, Rejected
from supervise.register.tally import Tally
from supervise.reviewing import schedule
from supervise.rules import Rulebook
from supervise.rules.fields import arrays_of
from supervise.rules.language import DutyOf, Rule

__all__ = ["LARGEST", "Change", "Comparing", "Comparison", "Duties", "Explained", "Kind", "Pair", "Work", "changes"]

#: Of the moved obligations, so many are explained.
LARGEST: Final = 10

# A duty in days ends with its day; one in hours may end before that.
_END_OF_DAY: Final = 24 * 60


# ── one offender, judged twice ──────────────────────────────────────────────────────────────────────────────────


@frozen
class Duties:
    """The rules of a book that are duties, by their own ids; entitlements are left out."""

    must: frozenset[str]
    side: DutyOf = field(metadata={"doc": "Who supervises: the police; where they have no duty, another body."})
    own: frozenset[str] = field(metadata={"doc": "Those of whoever supervises."})
    visits: frozenset[str] = field(metadata={"doc": "Those that a visit meets, of the police or another body."})
    names: Mapping[str, str] = field(metadata={"doc": "What each published id asks for, in words."})

    @classmethod
    def of(cls, book: Rulebook) -> Duties:
        """Return the duties of a book.

        >>> from supervise import load_rulebook
        >>> found = Duties.of(load_rulebook("england-wales@2026.1"))
        >>> "R-V2" in found.visits, "R-R3" in found.visits, "R-R3" in found.own, "R-N1" in found.own
        (True, False, True, False)
        """
        rules = [rule for rule in book.rule if rule.must]
        side = DutyOf.POLICE if any(rule.duty_of is DutyOf.POLICE for rule in rules) else DutyOf.BODY
        visited = [rule for rule in rules if rule.duty_of is not DutyOf.OFFENDER and _is_met_by_a_visit(book, rule)]
        return cls(
            frozenset(rule.id for rule in rules),
            side,
            frozenset(rule.id for rule in rules if rule.duty_of is side),
            frozenset(rule.id for rule in visited),
            _names(rules),
        )


def _names(rules: list[Rule]) -> dict[str, str]:
    """Return what each published id asks for: the rule of that id, else the first of its parts."""
    parts = {rule.published_id: rule.duty for rule in reversed(rules)}
    return parts | {rule.id: rule.duty for rule in rules if rule.part_of is None}


def _is_met_by_a_visit(book: Rulebook, rule: Rule) -> bool:
    selects = [evidence.select for evidence in rule.met_by]
    selects += [quota.of for regime in rule.regime for quota in regime.quota]
    return any("visits" in arrays_of(book, select) for select in selects)


@frozen
class Pair:
    """One offender judged by each of two books."""

    a: Schedule
    b: Schedule


@frozen(kw_only=True)
class Comparing:
    """Judges by two books, up to a day ahead."""

    a: Rulebook
    b: Rulebook
    as_of: dt.date
    until: dt.date
    known_at: dt.date | None = None

    def __call__(self, offender: Offender) -> Pair:
        """Return both schedules of one offender."""
        return Pair(self._judged(offender, self.a), self._judged(offender, self.b))

    def _judged(self, offender: Offender, book: Rulebook) -> Schedule:
        return schedule(offender, book, as_of=self.as_of, until=self.until, known_at=self.known_at)


# ── what differs ────────────────────────────────────────────────────────────────────────────────────────────────


class Kind(StrEnum):
    """What the second book makes of the due of an obligation."""

    EARLIER = "earlier"
    LATER = "later"
    SAME = "same"
    NEW = "newly due"
    GONE = "no longer due"
    DATED = "date now known"
    UNDATED = "date no longer known"


class Change(NamedTuple):
    """One obligation that the books see differently: the first of its rule and key that is not settled.

    ``days`` is by how many it moves, less than 0 if to an earlier day; 0 where one book has no date for it.
    """

    offender: str
    rule: str
    key: str
    level: str
    kind: Kind
    days: int
    a: Obligation | None
    b: Obligation | None

    @property
    def is_newly_overdue(self) -> bool:
        """Whether it is overdue under the second book alone."""
        return _is_overdue(self.b) and not _is_overdue(self.a)

    @property
    def is_no_longer_overdue(self) -> bool:
        """Whether it is overdue under the first book alone."""
        return _is_overdue(self.a) and not _is_overdue(self.b)


def _is_overdue(row: Obligation | None) -> bool:
    return row is not None and row.status is Status.OVERDUE


def changes(pair: Pair, must: tuple[frozenset[str], frozenset[str]]) -> Iterator[Change]:
    """Yield what differs for one offender, by rule and key; ``must`` are the duties of either book."""
    a, b = _first_left(pair.a, must[0]), _first_left(pair.b, must[1])
    level = _level(pair.b)
    for rule, key in sorted(a.keys() | b.keys()):
        before, after = a.get((rule, key)), b.get((rule, key))
        kind, days = _moved(before, after)
        change = Change(pair.b.offender.id, rule, key, level, kind, days, before, after)
        if kind is not Kind.SAME or change.is_newly_overdue or change.is_no_longer_overdue:
            yield change


def _first_left(judged: Schedule, must: frozenset[str]) -> dict[tuple[str, str], Obligation]:
    """Return what is to be done next for each rule and key: due first, and without a known date last."""
    found: dict[tuple[str, str], Obligation] = {}
    for row in judged.standing:
        if row.part in must and not row.is_settled:
            first = found.setdefault((row.rule, row.key), row)
            if _moment(row) < _moment(first):
                found[row.rule, row.key] = row
    return found


def _moment(row: Obligation) -> tuple[int, int]:
    return row.due_day or FAR, _END_OF_DAY if row.due_minute < 0 else row.due_minute


def _moved(a: Obligation | None, b: Obligation | None) -> tuple[Kind, int]:
    if a is None or b is None:
        return (Kind.NEW if a is None else Kind.GONE), 0
    before, after = _moment(a), _moment(b)
    if before[0] >= FAR or after[0] >= FAR:
        if before[0] >= FAR and after[0] >= FAR:
            return Kind.SAME, 0
        return (Kind.DATED if before[0] >= FAR else Kind.UNDATED), 0
    days = after[0] - before[0]
    if after == before:
        return Kind.SAME, days
    return (Kind.EARLIER if after < before else Kind.LATER), days


def _level(judged: Schedule) -> str:
    return judged.timeline.level_at(judged.as_of.toordinal()) or ""


# ── what it adds up to ──────────────────────────────────────────────────────────────────────────────────────────


class Work(NamedTuple):
    """What work is counted by: the rule, the level held on the day judged (empty: none), whether a visit meets it."""

    rule: str
    level: str
    is_visit: bool


class Explained(NamedTuple):
    """A move, and how either book comes to its date, line by line; sorts by size, the largest first."""

    size: int
    offender: str
    rule: str
    key: str
    kind: Kind
    days: int
    a: str
    b: str
    sum_a: tuple[str, ...]
    sum_b: tuple[str, ...]


def _unwritten(change: Change) -> bytes:
    return b""


@define
class Comparison:
    """What a register adds up to under two books, gathered offender by offender; that of parts can be merged.

    ``explain`` tells the sum of an occurrence, ``write`` what is to be written at once of each change.
    """

    a: Duties
    b: Duties
    as_of: int = field(metadata={"doc": "An ordinal."})
    until: int = field(metadata={"doc": "An ordinal: work is counted that falls due after `as_of`, up to this day."})
    explain: Callable[[Schedule, Obligation], tuple[str, ...]]
    write: Callable[[Change], bytes] = _unwritten
    tally: Tally = field(factory=Tally)
    work_a: Counter[Work] = field(factory=Counter)
    work_b: Counter[Work] = field(factory=Counter)
    moves: dict[tuple[str, Kind], Counter[int]] = field(factory=dict, metadata={"doc": "Days by rule and kind."})
    newly_overdue: Counter[str] = field(factory=Counter, metadata={"doc": "By rule."})
    no_longer_overdue: Counter[str] = field(factory=Counter, metadata={"doc": "By rule."})
    largest: list[Explained] = field(factory=list)

    def add(self, result: Pair | Rejected) -> bytes:
        """Take one result; return what is to be written of its changes."""
        if isinstance(result, Rejected):
            self.tally.add(result)
            return b""
        self.tally.add(result.b)
        self.work_a.update(self._work(result.a, self.a))
        self.work_b.update(self._work(result.b, self.b))
        return b"".join(self._take(change, result) for change in changes(result, (self.a.must, self.b.must)))

    def _work(self, judged: Schedule, duties: Duties) -> Iterator[Work]:
        level = _level(judged)
        for row in judged.standing:
            if row.part in duties.own and not row.is_settled and self.as_of < row.due_day <= self.until:
                yield Work(row.rule, level, row.part in duties.visits)

    def _take(self, change: Change, pair: Pair) -> bytes:
        if change.kind is not Kind.SAME:
            self.moves.setdefault((change.rule, change.kind), Counter())[change.days] += 1
        self.newly_overdue.update([change.rule] * change.is_newly_overdue)
        self.no_longer_overdue.update([change.rule] * change.is_no_longer_overdue)
        if change.kind in (Kind.EARLIER, Kind.LATER):
            self._explain(change, pair)
        return self.write(change)

    def _explain(self, change: Change, pair: Pair) -> None:
        place = (-abs(change.days), change.offender, change.rule, change.key)
        # Told only if it is among the largest: telling costs more than judging.
        if change.a is None or change.b is None or (len(self.largest) == LARGEST and self.largest[-1][:4] < place):
            return
        told = Explained(
            *place,
            change.kind,
            change.days,
            change.a.due_at or str(change.a.due),
            change.b.due_at or str(change.b.due),
            self.explain(pair.a, change.a),
            self.explain(pair.b, change.b),
        )
        self.largest = heapq.nsmallest(LARGEST, [*self.largest, told])

    def merge(self, later: Comparison) -> None:
        """Add what was gathered from the part of the register that follows."""
        self.tally.merge(later.tally)
        self.work_a += later.work_a
        self.work_b += later.work_b
        for place, days in later.moves.items():
            self.moves.setdefault(place, Counter()).update(days)
        self.newly_overdue += later.newly_overdue
        self.no_longer_overdue += later.no_longer_overdue
        self.largest = heapq.nsmallest(LARGEST, [*self.largest, *later.largest])

    def moved(self, kind: Kind) -> dict[str, Counter[int]]:
        """Return the days by which obligations move in this way, by rule."""
        return {rule: days for (rule, each), days in sorted(self.moves.items()) if each is kind}

    def total(self, kind: Kind) -> int:
        """Return how many obligations change in this way."""
        return sum(days.total() for days in self.moved(kind).values())
