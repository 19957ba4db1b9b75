"""What a check is: a declaration with its reasons, and the small function that raises its flags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product, starmap
from typing import TypeAlias

from attrs import field, frozen

from supervise.checks.flag import Evidence, Flag, GroupFlag, Scope, Severity, Value, joined
from supervise.checks.groups import Group, Grouping
from supervise.checks.inquiry import Inquiry, Standing
from supervise.checks.nights import Night
from supervise.checks.waiving import Finding, Trial
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.rules.rulebook import Rulebook
from supervise.showing import shown

__all__ = [
    "Check",
    "Evidence",
    "Finder",
    "Flag",
    "Group",
    "GroupFlag",
    "Grouping",
    "Inquiry",
    "Scope",
    "Severity",
    "Value",
    "reckoned",
    "run",
]

Finder: TypeAlias = Callable[["Check", Inquiry], Iterator[Flag]]
WaiverFinder: TypeAlias = Callable[[Trial], Finding | None]
NightFinder: TypeAlias = Callable[["Check", Night], Iterator[GroupFlag]]


@frozen(kw_only=True, cache_hash=True)
class Check:
    """One check of the catalogue. All texts are for readers.

    Only ``flags``, ``group``, ``waiver``, ``night``, ``rules``, ``statuses``, ``needs``, ``tells`` and ``severity``
    act. ``flags`` judges one offender, ``group`` an officer, a team or the register, ``waiver`` a waiver that was
    given, ``night`` a register beside the night before; a check has one of them, or the first two.

    ``rules`` are the published ids it reads. A book without any of them, or an offender without an occurrence
    of one, gives no flag and costs nothing; a book without one of the ``thresholds`` none that needs it. With
    ``statuses`` the same holds where no occurrence of the rules stands at one of them: open, overdue, unknown,
    suspended or lapsed. ``also_rules`` it looks at as well, where there is an occurrence: it is asked without one.
    ``needs`` are the thresholds without which it is not asked: such a book has other duties under these ids.
    """

    __repr__ = shown("code", "slug")

    code: str
    slug: str = field(metadata={"doc": "The bad pattern in a word or two, such as `visit_overdue`."})
    severity: Severity = field(metadata={"doc": "At least this; lateness and risk may raise it."})
    what: str = field(metadata={"doc": "The exact condition."})
    why: str = field(metadata={"doc": "The inspection finding or practice it comes from."})
    example: str
    what_to_do: str
    clears: str
    source: str
    flags: Finder | None = field(default=None, repr=False)
    group: Grouping | None = None
    waiver: WaiverFinder | None = field(default=None, repr=False)
    night: NightFinder | None = field(default=None, repr=False)
    rules: tuple[str, ...] = ()
    also_rules: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    thresholds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tells: tuple[str, ...] = field(
        metadata={"doc": "The rules of which it says when a duty is overdue; else those it reads at that status."}
    )
    since: str = field(default="0.1.0", metadata={"doc": "The version of the library that brought it."})
    stability: str = field(default="stable", metadata={"doc": "`stable` or `preview`."})
    reads: frozenset[Standing] = field(
        init=False,
        eq=False,
        repr=False,
        metadata={"doc": "What it takes to be asked: an occurrence of a rule, or one at a status. Empty: nothing."},
    )

    @tells.default
    def _tells(self) -> tuple[str, ...]:
        return self.rules if Status.OVERDUE in self.statuses else ()

    @reads.default
    def _reads(self) -> frozenset[Standing]:
        return frozenset(product(self.rules, self.statuses) if self.statuses else self.rules)

    @property
    def family(self) -> str:
        """The two letters of the code."""
        return self.code[:2]

    @property
    def rules_read(self) -> tuple[str, ...]:
        """The published ids of the rules it names, those first that it takes to be asked; empty: any rule, or none."""
        return (*self.rules, *self.also_rules)

    @property
    def about(self) -> tuple[str, ...]:
        """What its flags are about: `offender`, `officer`, `team`, `register`, `waiver`."""
        if self.waiver is not None:
            return ("waiver",)
        if self.night is not None:
            return (Scope.REGISTER.value,)
        own = () if self.flags is None else ("offender",)
        return own if self.group is None else (*own, self.group.scope.value)

    @property
    def wants_officers(self) -> bool:
        """Whether it judges what many offenders add up to, which takes the workforce."""
        return self.group is not None and self.group.gather is not None

    def suits(self, book: Rulebook) -> bool:
        """Whether a book has the thresholds without which it is not asked."""
        return all(name in book.thresholds for name in self.needs)

    def run(self, inquiry: Inquiry) -> Iterable[Flag]:
        """Return the flags it raises on one offender; none where there is no occurrence that it reads."""
        return () if self.flags is None else tuple(run((self,), inquiry))

    def flag(
        self,
        inquiry: Inquiry,
        about: Obligation | str,
        *,
        since: int,
        message: str,
        evidence: Sequence[tuple[str, Value]],
        severity: Severity | None = None,
        counts_days: bool = True,
    ) -> Flag:
        """Return a flag of this check on an occurrence of a rule, or on the fact with an id.

        ``since`` is an ordinal, 0 where the facts do not say. ``counts_days`` is false where the lateness of
        the occurrence is not what is flagged. The identity names the rule as the book does:
        rules that outputs show under one id may hang on facts of two arrays with equal ids.
        """
        schedule = inquiry.schedule
        offender = schedule.offender.id
        if isinstance(about, Obligation):
            rule, part, key = about.rule, about.part, inquiry.id_of(about)
            days = about.days_late if counts_days and about.status is Status.OVERDUE else None
        else:
            rule, part, key = None, "", about
            days = None
        return Flag(
            code=self.code,
            severity=severity or self.severity,
            offender=offender,
            as_of=schedule.as_of,
            rule=rule,
            rulebook=schedule.book.ref,
            key=key,
            since=date_of(since),
            days_over=days,
            evidence=tuple(starmap(Evidence, evidence)),
            message=message,
            clears=self.clears,
            identity=joined(self.code, offender, part, key),
        )

    def group_flag(
        self, group: Group, *, message: str, evidence: Sequence[tuple[str, Value]], severity: Severity | None = None
    ) -> GroupFlag:
        """Return a flag of this check on a group; its identity is the code and the id of the group.

        An officer judged by a check of teams may have the id of a team: the identity says then that it is an officer.
        """
        of_own = self.group is None or self.group.scope is group.scope
        return GroupFlag(
            code=self.code,
            severity=severity or self.severity,
            scope=group.scope,
            as_of=group.as_of,
            rule=None,
            rulebook=group.book.ref,
            key=group.id,
            since=None,
            days_over=None,
            evidence=tuple(starmap(Evidence, evidence)),
            message=message,
            clears=self.clears,
            identity=joined(self.code, *(() if of_own else (group.scope.value,)), group.id),
        )


def reckoned(row: Obligation) -> tuple[tuple[str, Value], ...]:
    """Return, as evidence, when an occurrence is due and what that is counted from."""
    return ("due", row.due), ("counted_from", row.anchor), ("counted_from_id", row.anchor_id)


def run(checks: Sequence[Check], inquiry: Inquiry) -> list[Flag]:
    """Return the flags that some checks raise on one offender, in the order of the checks.

    Most checks read occurrences that nearly nobody has, such as an overdue visit: they are not even asked.
    """
    standing = inquiry.standing
    flags: list[Flag] = []
    for check in checks:
        if check.flags is None or (check.reads and standing.isdisjoint(check.reads)):
            continue
        if not check.needs or check.suits(inquiry.schedule.book):
            flags += check.flags(check, inquiry)
    return flags
