"""A review as a table, for a spreadsheet or a database: what is to be done, by whom it is owed, and every flag.

A row is a duty, with the codes of the flags on it; or a flag on something else, such as a visit, an officer or a
team; or something that was set aside. So the file is complete: filtered by severity it is the list of the morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from supervise.checks import Flag, GroupFlag
from supervise.checks.flag import Raised
from supervise.checks.inquiry import occurrence_id
from supervise.engine.obligation import Obligation
from supervise.model import Rejected
from supervise.register.tabular import OBLIGATION, Columns, Kind, header as csv_header, table
from supervise.register.writing import flag_data, obligation_data
from supervise.reviewing import Review
from supervise.rules import Rulebook
from supervise.rules.language import Rule

__all__ = [
    "FLAG",
    "REVIEW",
    "group_entries",
    "group_rows",
    "header",
    "rejected_entry",
    "rejected_row",
    "review_entries",
    "review_rows",
]

#: Of a review. What a person reads comes first, what a program joins on last.
REVIEW: Final[Columns] = {
    "entry": Kind.TEXT,
    "offender": Kind.TEXT,
    "group": Kind.TEXT,
    "level": Kind.TEXT,
    "severity": Kind.TEXT,
    "flags": Kind.TEXTS,
    "waived": Kind.TEXTS,
    "duty_of": Kind.TEXT,
    "duty": Kind.TEXT,
    "status": Kind.TEXT,
    "due": Kind.DAY,
    "days_late": Kind.COUNT,
    "message": Kind.TEXT,
    "incomplete": Kind.TRUTH,
    **{name: kind for name, kind in OBLIGATION.items() if name not in ("status", "due", "days_late")},
    "raised": Kind.DATA,
}

#: Of one flag, in tables apart: of whom it is, and the keys that it has in JSON.
FLAG: Final[Columns] = {
    "offender": Kind.TEXT,
    "group": Kind.TEXT,
    "code": Kind.TEXT,
    "severity": Kind.TEXT,
    "rule": Kind.TEXT,
    "key": Kind.TEXT,
    "since": Kind.DAY,
    "days_over": Kind.COUNT,
    "message": Kind.TEXT,
    "evidence": Kind.DATA,
    "clears": Kind.TEXT,
    "identity": Kind.TEXT,
    "waiver": Kind.DATA,
}

_DUTY: Final = "duty"
_FLAG: Final = "flag"
_SET_ASIDE: Final = "set_aside"


def header() -> bytes:
    """Return the first line of the CSV.

    >>> header().decode().split(",")[:6]
    ['entry', 'offender', 'group', 'level', 'severity', 'flags']
    """
    return csv_header(REVIEW)


def review_entries(review: Review, *, history: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the rows of one offender: duties with their flags, further flags, and facts that were set aside."""
    schedule = review.schedule
    shown = schedule.all_obligations if history else review.obligations
    level = schedule.timeline.level_at(review.as_of.toordinal())
    own = {"offender": review.offender, "level": level, "incomplete": review.incomplete}
    return ({**own, **row} for row in _rows(review, shown))


def review_rows(review: Review, *, history: bool = False) -> bytes:
    """Return the rows of one offender as CSV."""
    return table(REVIEW, review_entries(review, history=history))


def group_entries(flags: Iterable[GroupFlag]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the flags on officers, teams and the register."""
    return ({"group": f"{flag.scope.value} {flag.group or ''}".strip(), **_flagged([flag])} for flag in flags)


def group_rows(flags: Iterable[GroupFlag]) -> bytes:
    """Return the rows of the flags on officers, teams and the register as CSV."""
    return table(REVIEW, group_entries(flags))


def rejected_entry(rejected: Rejected) -> dict[str, Any]:
    """Return the row of a record that was set aside: where, what kind, a hint; never a value."""
    return {"entry": _SET_ASIDE, "message": str(rejected)}


def rejected_row(rejected: Rejected) -> bytes:
    """Return the row of a record that was set aside as CSV."""
    return table(REVIEW, [rejected_entry(rejected)])


def _rows(review: Review, shown: Sequence[Obligation]) -> Iterator[dict[str, Any]]:
    duties = _duties(review.schedule.book)
    # What is settled is not what a flag asks for, unless nothing else has its rule and id; of the rest the first is.
    ordered = [row for row in shown if row.is_settled] + [row for row in reversed(shown) if not row.is_settled]
    place = {(row.part, occurrence_id(row, review.offender)): row for row in ordered}
    flagged: dict[int, list[Flag]] = {}
    loose: list[Flag] = []
    for flag in review.flags:
        row = place.get((flag.part, flag.key))
        (loose if row is None else flagged.setdefault(id(row), [])).append(flag)
    for row in shown:
        rule = duties[row.part]
        data = obligation_data(row)
        named = {"entry": _DUTY, "duty_of": rule.duty_of.value, "duty": rule.duty}
        yield {**data, **_flagged(flagged.get(id(row), [])), **named}
    for flag in loose:
        yield {**_flagged([flag]), "rule": flag.rule, "key": flag.key, "days_late": flag.days_over}
    for fault in review.set_aside:
        yield {"entry": _SET_ASIDE, "message": str(fault)}


def _flagged(flags: list[Flag] | list[GroupFlag]) -> dict[str, Any]:
    """Return what a row says of flags, the most severe first; nothing for none.

    Its severity is that of the worst that nothing sets aside, so that a list filtered by it holds what is pressing.
    """
    if not flags:
        return {}
    waived = tuple(flag.code for flag in flags if flag.waiver is not None)
    pressing: Sequence[Raised] = [flag for flag in flags if flag.waiver is None]
    worst = next(iter(pressing), flags[0])
    return {
        "entry": _FLAG,
        "severity": worst.severity.value if pressing else None,
        "flags": tuple(flag.code for flag in flags),
        "waived": waived,
        "message": worst.message,
        "raised": [flag_data(flag) for flag in flags],
    }


@lru_cache(maxsize=16)
def _duties(book: Rulebook) -> dict[str, Rule]:
    return {rule.id: rule for rule in book.rule}
