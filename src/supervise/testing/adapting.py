"""What an adapter is: the part of another program that keeps facts of an offender and asks this library about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, Self

from attrs import field, frozen

from supervise.engine.obligation import Status
from supervise.reviewing import Review

__all__ = ["Adapter", "Answer"]


class Adapter(Protocol):
    """The three things a state machine asks of another program: take a record, take an entry, answer as of a day."""

    def load(self, offender: dict[str, Any], /) -> None:
        """Begin again with these facts, the plain data of one record and yours to keep; nothing of another is left."""
        ...

    def record(self, array: str, fact: dict[str, Any], /) -> None:
        """Add one entry to an array; an entry with the id of an earlier one of that array is another version of it."""
        ...

    def review(self, as_of: dt.date, /) -> Answer:
        """Answer as of the end of a day, from everything loaded and recorded, dated ahead or not."""
        ...


@frozen(kw_only=True)
class Answer:
    """What an adapter answers; only what it gives is compared, and what is None is not.

    >>> Answer(flags=frozenset({("VD001", "v2")})).overdue is None
    True
    """

    flags: frozenset[tuple[str, str]] | None = field(
        default=None, metadata={"doc": "Code of each flag, with the id of what it hangs on."}
    )
    overdue: frozenset[tuple[str, str, dt.date | None]] | None = field(
        default=None, metadata={"doc": "Rule, key and due day of each occurrence that is overdue."}
    )
    next_due: Mapping[str, dt.date | None] | None = field(
        default=None,
        hash=False,
        metadata={"doc": "By rule the first due day that is not settled; None: there is none."},
    )

    @classmethod
    def of(cls, review: Review) -> Self:
        """Return everything that may be answered, from a review of this library.

        >>> from supervise import load_rulebook
        >>> from supervise.testing import an_offender
        >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-11")
        >>> answer = Answer.of(someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-03-01"))
        >>> answer.next_due["R-N4"], answer.overdue
        (datetime.date(2025, 1, 11), frozenset({('R-N4', 'A1', datetime.date(2025, 1, 11))}))
        """
        rows = review.schedule.all_obligations
        book = review.schedule.book
        return cls(
            flags=frozenset((flag.code, flag.key) for flag in review.flags),
            overdue=frozenset((row.rule, row.key, row.due) for row in rows if row.status is Status.OVERDUE),
            next_due={rule.published_id: review.schedule.next_due(rule.published_id) for rule in book.rule},
        )

    def differences(self, found: Answer) -> Iterator[tuple[str, str]]:
        """Yield where another answer, of an adapter, differs from this one: the code or rule, and what differs.

        >>> flagged = Answer(flags=frozenset({("VD001", "v2")}), overdue=frozenset(), next_due={})
        >>> list(flagged.differences(Answer(flags=frozenset())))
        [('VD001', 'flag VD001 on v2: expected, not found')]
        """
        if found.flags is not None:
            for code, key in sorted((self.flags or frozenset()) ^ found.flags):
                told = "found, not expected" if (code, key) in found.flags else "expected, not found"
                yield code, f"flag {code} on {key}: {told}"
        if found.overdue is not None:
            for rule, key, due in sorted((self.overdue or frozenset()) ^ found.overdue, key=str):
                told = "found, not expected" if (rule, key, due) in found.overdue else "expected, not found"
                yield rule, f"{rule} for {key} overdue since after {due}: {told}"
        for rule, day in (found.next_due or {}).items():
            wanted = (self.next_due or {}).get(rule)
            if day != wanted:
                yield rule, f"next due of {rule}: expected {wanted}, found {day}"
