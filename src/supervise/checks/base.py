"""What a check is: a declaration with its reasons, one small function, and the flags it raises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from supervise.checks.inquiry import Inquiry
from supervise.engine.obligation import Obligation, Status, date_of

__all__ = ["Check", "Evidence", "Finder", "Flag", "Inquiry", "Severity", "Value"]


class Severity(StrEnum):
    """How soon someone must act, the most pressing first.

    >>> Severity.CRITICAL.rank, Severity("info").rank
    (0, 4)
    """

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """The place in the order, 0 being the most severe."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}

Value: TypeAlias = dt.date | int | str | tuple[str, ...] | None


@frozen
class Evidence:
    """One fact behind a flag: a date, an id, a count or a word of the format; no name, no free text."""

    name: str
    value: Value


@frozen(kw_only=True)
class Flag:
    """What a check raises on one thing: that it is so, since when, what shows it and what would clear it.

    It says what the records give by this reckoning, never that anyone did wrong.
    """

    code: str
    severity: Severity
    offender: str
    as_of: dt.date
    rule: str | None = field(metadata={"doc": "The published id of the rule behind it; None: no rule."})
    rulebook: str = field(metadata={"doc": "Reference of the rulebook, `id@version`."})
    key: str = field(metadata={"doc": "Id of the fact or occurrence it hangs on."})
    since: dt.date | None = field(
        metadata={"doc": "First day on which it was so, by the facts now known; None: they do not say."}
    )
    days_over: int | None = field(metadata={"doc": "Days past the last day, suspended ones taken out."})
    evidence: tuple[Evidence, ...]
    message: str = field(metadata={"doc": "One sentence to act on; the same on every day until it changes."})
    clears: str = field(metadata={"doc": "What would clear it."})
    identity: str = field(
        metadata={"doc": "The same as long as it is the same flag: made of code, offender, rule and id alone."}
    )


Finder: TypeAlias = Callable[["Check", Inquiry], Iterator[Flag]]


@frozen(kw_only=True)
class Check:
    """One check of the catalogue. All texts are for readers; only ``flags``, ``rules`` and ``severity`` act.

    ``rules`` are the published ids it reads. A book without any of them, or an offender without an occurrence
    of one, gives no flag and costs nothing; a book without one of the ``thresholds`` none that needs it.
    """

    code: str
    slug: str = field(metadata={"doc": "The bad pattern in a word or two, such as `visit_overdue`."})
    severity: Severity = field(metadata={"doc": "At least this; lateness and risk may raise it."})
    what: str = field(metadata={"doc": "The exact condition."})
    why: str = field(metadata={"doc": "The inspection finding or practice it comes from."})
    example: str
    what_to_do: str
    clears: str
    source: str
    flags: Finder = field(repr=False)
    rules: tuple[str, ...] = ()
    thresholds: tuple[str, ...] = ()
    since: str = field(default="0.1.0", metadata={"doc": "The version of the library that brought it."})
    stability: str = field(default="stable", metadata={"doc": "`stable` or `preview`."})

    @property
    def family(self) -> str:
        """The two letters of the code."""
        return self.code[:2]

    def run(self, inquiry: Inquiry) -> Iterable[Flag]:
        """Return the flags it raises on one offender; none where no rule it reads has an occurrence."""
        if self.rules and not any(rule in inquiry.occurrences for rule in self.rules):
            return ()
        return self.flags(self, inquiry)

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
            evidence=tuple(Evidence(name, value) for name, value in evidence),
            message=message,
            clears=self.clears,
            identity=_joined(self.code, offender, part, key),
        )


def _joined(*parts: str) -> str:
    r"""Return the parts as one text that no other parts give.

    >>> _joined("VD001", "A|1", "R-V2", "v3")
    'VD001|A\\|1|R-V2|v3'
    """
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)
