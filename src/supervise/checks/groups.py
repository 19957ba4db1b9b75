"""Checks of groups: what many offenders add up to for an officer, a team or the register.

Each offender adds rows to groups, small tuples of words and numbers. How often a group has each row is all that is
kept, so rows gathered in parts, by several processes and in any order, merge to the same. At the end each group is
judged once, from all of its rows. A row carries days and no "days ago", and a window of days is laid by the judge: what
an offender added on an earlier day holds, days over aside, as long as the review reads the same.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from attrs import define, field, frozen

from supervise.checks.flag import GroupFlag, Scope
from supervise.checks.inquiry import Inquiry
from supervise.engine.timeline import Workforce
from supervise.rules import Rulebook
from supervise.showing import shown

if TYPE_CHECKING:
    from supervise.checks.base import Check

__all__ = ["Gathered", "Group", "GroupReview", "Grouping", "Part", "Row", "gather", "in_order", "judge_groups"]

Row: TypeAlias = tuple[str | int, ...]


class Part(NamedTuple):
    """What one offender adds to one group for one check."""

    code: str
    group: str
    row: Row


@define
class Gathered:
    """How often each group has each row, by check; of parts of a register, merged in any order to the same.

    >>> gathered = Gathered()
    >>> gathered.add([Part("WF060", "o1", ("high",)), Part("WF060", "o1", ("high",))])
    >>> gathered.merge(gathered).rows["WF060", "o1"].total()
    4
    """

    rows: dict[tuple[str, str], Counter[Row]] = field(factory=dict, metadata={"doc": "By code and id of the group."})

    def add(self, parts: Iterable[Part]) -> None:
        """Take in what one offender adds."""
        for code, group, row in parts:
            self.rows.setdefault((code, group), Counter())[row] += 1

    def merge(self, other: Gathered) -> Gathered:
        """Return what two parts give together."""
        merged = {key: rows.copy() for key, rows in self.rows.items()}
        for key, rows in other.rows.items():
            merged.setdefault(key, Counter()).update(rows)
        return Gathered(merged)


@frozen(kw_only=True)
class Group:
    """One officer or team, or the register, with everything offenders added, as a check judges it."""

    id: str
    scope: Scope
    rows: Mapping[Row, int] = field(metadata={"doc": "In their order, each with how often it was added."})
    book: Rulebook
    as_of: dt.date
    workforce: Workforce

    def number(self, name: str) -> int | None:
        """Return a threshold that is a whole number; None if the book has none, or something else."""
        held = self.book.thresholds.get(name)
        return held.value if held is not None and type(held.value) is int else None

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return the whole numbers of a threshold that is a list, in order; empty if the book has none."""
        held = self.book.thresholds.get(name)
        value = held.value if held is not None and isinstance(held.value, list) else []
        return tuple(sorted(each for each in value if type(each) is int))

    def count(self, *start: str | int) -> int:
        """Return how many rows begin like this."""
        return sum(count for row, count in self.rows.items() if row[: len(start)] == start)


@frozen(kw_only=True)
class Grouping:
    """The part of a check that is judged of groups.

    ``gather`` says what one offender adds to which group; ``judge`` says what a group's rows show. ``by_officer`` says
    that each row of a team begins with the id of an officer: then each can be judged alone as well, if asked for.
    Without ``gather`` the register is judged by its rulebook alone: once, without rows, and with no need of officers.
    """

    scope: Scope
    gather: Callable[[Inquiry], Iterable[tuple[str, Row]]] | None = field(default=None, repr=False)
    judge: Callable[[Check, Group], Iterable[GroupFlag]] = field(repr=False)
    by_officer: bool = False


@frozen
class GroupReview:
    """What the checks of groups say at the end, and which of them could not be made."""

    __repr__ = shown(flags="flags", not_evaluated="not_evaluated")

    flags: tuple[GroupFlag, ...] = ()
    not_evaluated: tuple[str, ...] = field(default=(), metadata={"doc": "Codes of the checks that want officers."})


def gather(checks: Iterable[Check], inquiry: Inquiry) -> Iterator[Part]:
    """Yield what one offender adds to the groups of each check."""
    for check in checks:
        if check.group is not None and check.group.gather is not None:
            for group, row in check.group.gather(inquiry):
                yield Part(check.code, group, row)


def judge_groups(
    checks: Sequence[Check],
    gathered: Gathered,
    *,
    book: Rulebook,
    as_of: dt.date,
    workforce: Workforce | None,
    per_officer: bool = False,
) -> GroupReview:
    """Return the flags on groups, by scope and id, the most severe first; what is gathered wants officers.

    What looks at the work of officers is judged of their team; with ``per_officer`` of each of them, too.
    """
    grouped = {check.code: (check, check.group) for check in checks if check.group is not None and check.wants_officers}
    flags = [flag for check in checks for flag in _by_the_book(check, book, as_of)]
    if workforce is None:
        return GroupReview(in_order(flags), tuple(grouped))
    for (code, name), rows in gathered.rows.items():
        check, grouping = grouped[code]
        for scope, id_, some in _judged(grouping, name, rows, per_officer=per_officer):
            ordered = dict(sorted(some.items(), key=_by_text))
            group = Group(id=id_, scope=scope, rows=ordered, book=book, as_of=as_of, workforce=workforce)
            flags += grouping.judge(check, group)
    return GroupReview(in_order(flags))


def _by_the_book(check: Check, book: Rulebook, as_of: dt.date) -> Iterable[GroupFlag]:
    """Return what a check that gathers nothing says of the register."""
    if check.group is None or check.wants_officers:
        return ()
    scope = check.group.scope
    group = Group(id=scope.value, scope=scope, rows={}, book=book, as_of=as_of, workforce=Workforce(None))
    return check.group.judge(check, group)


def _judged(
    grouping: Grouping, name: str, rows: Counter[Row], *, per_officer: bool
) -> Iterator[tuple[Scope, str, Mapping[Row, int]]]:
    """Yield the group and, where it is asked for, each officer in it, with the rows of each."""
    yield grouping.scope, name, rows
    officers: dict[str, dict[Row, int]] = {}
    for row, count in rows.items() if per_officer and grouping.by_officer else ():
        officers.setdefault(str(row[0]), {})[row] = count
    for officer, part in officers.items():
        yield Scope.OFFICER, officer, part


def _by_text(row: tuple[Row, int]) -> tuple[tuple[str, str], ...]:
    # Words and numbers cannot be compared; only that the order is always the same matters.
    return tuple((type(each).__name__, f"{each:>12}") for each in row[0])


def in_order(flags: Iterable[GroupFlag]) -> tuple[GroupFlag, ...]:
    """Return flags by scope and id, the most severe first."""
    return tuple(sorted(flags, key=_order))


_SCOPES = {scope: rank for rank, scope in enumerate(Scope)}


def _order(flag: GroupFlag) -> tuple[int, str, int, str]:
    return _SCOPES[flag.scope], flag.key, flag.severity.rank, flag.code
