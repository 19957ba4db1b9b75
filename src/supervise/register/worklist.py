"""A review as CSV for whoever opens it in a spreadsheet: what is to be done, by whom it is owed, and every flag.

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
from supervise.register.tabular import lines
from supervise.register.writing import obligation_data
from supervise.reviewing import Review
from supervise.rules import Rulebook
from supervise.rules.language import Rule

__all__ = ["group_rows", "header", "rejected_row", "review_rows"]

# What a person reads comes first, what a program joins on last.
_COLUMNS: Final = (
    "entry", "offender", "group", "level", "severity", "flags", "waived", "duty_of", "duty", "status", "due",
    "days_late", "message", "incomplete", "rule", "key", "regime", "anchor", "opens", "due_at", "cautious_due",
    "latest", "met_by", "days_frozen", "projected", "truncated", "lacking",
)  # fmt: skip

_DUTY: Final = "duty"
_FLAG: Final = "flag"
_SET_ASIDE: Final = "set_aside"


def header() -> bytes:
    """Return the first line.

    >>> header().decode().split(",")[:6]
    ['entry', 'offender', 'group', 'level', 'severity', 'flags']
    """
    return lines([_COLUMNS])


def review_rows(review: Review, *, history: bool = False) -> bytes:
    """Return the lines of one offender: duties with their flags, further flags, and facts that were set aside."""
    schedule = review.schedule
    shown = schedule.all_obligations if history else review.obligations
    level = schedule.timeline.level_at(review.as_of.toordinal())
    own = {"offender": review.offender, "level": level, "incomplete": review.incomplete}
    return _lines({**own, **row} for row in _rows(review, shown))


def group_rows(flags: Iterable[GroupFlag]) -> bytes:
    """Return the lines of the flags on officers, teams and the register."""
    return _lines({"group": f"{flag.scope.value} {flag.group or ''}".strip(), **_flagged([flag])} for flag in flags)


def rejected_row(rejected: Rejected) -> bytes:
    """Return the line of a record that was set aside: where, what kind, a hint; never a value."""
    return _lines([{"entry": _SET_ASIDE, "message": str(rejected)}])


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return lines([row.get(name) for name in _COLUMNS] for row in rows)


def _rows(review: Review, shown: Iterable[Obligation]) -> Iterator[dict[str, Any]]:
    duties = _duties(review.schedule.book)
    # What is settled is not what a flag asks for, unless nothing else has its rule and id.
    ordered = sorted(shown, key=lambda row: not row.is_settled)
    place = {(row.rule, occurrence_id(row, review.offender)): row for row in ordered}
    flagged: dict[int, list[Flag]] = {}
    loose: list[Flag] = []
    for flag in review.flags:
        row = place.get((flag.rule or "", flag.key))
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
    }


@lru_cache(maxsize=16)
def _duties(book: Rulebook) -> dict[str, Rule]:
    return {rule.id: rule for rule in book.rule}
