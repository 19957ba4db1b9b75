"""RB 101-102: duties of any rule that no other check is about, such as those of a book or an overlay of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from supervise.checks.base import Check, Flag, Severity, Value, reckoned
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import MET, Obligation, Status
from supervise.rules.language import DutyOf, Rule
from supervise.rules.rulebook import Rulebook

__all__ = ["DUTIES", "FAMILY", "MISSED_IN_A_ROW", "RB102"]

FAMILY = "RB"

_HIGH_DAYS = "duty-overdue-high-days"
_HIGH_TIMES = "duty-missed-high-times"
#: The evidence of RB102 that says how often.
MISSED_IN_A_ROW = "missed_in_a_row"


def _title(rule: Rule) -> str:
    """Return what is to be done, as the book says it, to end a sentence with."""
    return rule.duty.rstrip(". ")


def _evidence(row: Obligation, rule: Rule) -> tuple[tuple[str, Value], ...]:
    short = tuple(f"{id_} {number}" for id_, number in row.short.items() if number)
    return (
        ("duty_of", rule.duty_of.value),
        *reckoned(row),
        *((("short", short),) if short else ()),
    )


# ── RB101 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _duty_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    seen: set[tuple[str, str]] = set()
    recorded = inquiry.words(_WHERE_RECORDED)
    for row in inquiry.rows_of_all(Status.OVERDUE):
        name = row.part, inquiry.id_of(row)
        # A force that records it nowhere would get one flag for nearly everyone; the list of duties counts them.
        if row.rule in recorded and not _was_ever_done(inquiry, row):
            continue
        # Of several that are late one after the other, each by the one before, the first is the flag. Each other
        # occasion is one of its own: told under the oldest, a new one would be no news, and waived with it unseen.
        if row.rule not in inquiry.told and name not in seen:
            seen.add(name)
            rule = inquiry.rule_of(row)
            yield check.flag(
                inquiry,
                row,
                since=row.due_day + 1,
                severity=_by_days_late(check, inquiry, row, rule),
                message=f"Past its last day, {to_iso(row.due_day)}, by this reckoning; {_ADVICE[rule.duty_of]}:"
                f" {_title(rule)}.",
                evidence=_evidence(row, rule),
            )


def _by_days_late(check: Check, inquiry: Inquiry, row: Obligation, rule: Rule) -> Severity:
    """Return high for what the law asks for, and for the rest from the days late that the book names."""
    is_high = rule.is_law or inquiry.is_late_beyond(row, inquiry.number(_HIGH_DAYS))
    return Severity.HIGH if is_high else check.severity


def _was_ever_done(inquiry: Inquiry, row: Obligation) -> bool:
    """Whether anything that meets such a duty has ever happened: an event, or what a field of a fact itself says."""
    timeline, outcomes = inquiry.timeline, inquiry.schedule.outcomes
    happened = any(map(timeline.events, timeline.program.by_id[row.part].answers))
    return happened or any(each.status in MET for each, _ in outcomes[row.rule])


_WHERE_RECORDED = "duties-told-where-recorded"
_OWN = "do it, or record that it was done"
_ADVICE = {
    DutyOf.OFFENDER: "check the record, then look into it",
    DutyOf.POLICE: _OWN,
    DutyOf.BODY: _OWN,
}

RB101 = Check(
    code="RB101",
    slug="duty_overdue",
    severity=Severity.MEDIUM,
    what="A duty is overdue of which no other check tells: of a rule that no check names, as in a book for contacts or"
    " in one of one's own. High where the law asks for it, and after the days late that the book names. Of a duty that"
    " the book lists (reconsidering the MAPPA level) nothing is said of someone for whom it was never recorded as done:"
    " then the register is not where that is recorded. It is overdue all the same, and counted among the duties.",
    why="A duty that is late and that nobody is told of is the backlog that inspections find. A rulebook may ask for"
    " what no check was written for.",
    example="MAPPA level last considered on 28 February 2025, again within 12 months: due by 28 February 2026, flagged"
    " from 1 March.",
    what_to_do="Do what the rule says, or record that it was done; `supervise explain` says how its day was found.",
    clears="What meets the duty; the rulebook says what does.",
    source="Practice of this library on backlogs (see VD001)",
    thresholds=(_HIGH_DAYS, _WHERE_RECORDED),
    stability="preview",
    flags=_duty_overdue,
)


# ── RB102 ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Missed(NamedTuple):
    """What a series missed last, one after the other, the last first, and which of its occurrences is the next."""

    rows: list[Obligation]
    following: Obligation


def _duty_missed(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    outcomes = inquiry.schedule.outcomes
    for name in _fixed_in(inquiry.schedule.book):
        for found in filter(None, (_missed(inquiry, series) for series in outcomes.series(name))):
            row = found.rows[0]
            rule = inquiry.rule_of(row)
            yield check.flag(
                inquiry,
                row,
                since=found.rows[-1].due_day + 1,
                severity=_by_times_missed(check, inquiry, len(found.rows), rule),
                message=f"Not done in full in the time that ended on {to_iso(row.due_day)}, nor since; see that it is"
                f" done this time: {_title(rule)}.",
                evidence=(
                    *_evidence(row, rule),
                    (MISSED_IN_A_ROW, len(found.rows)),
                    ("next_due", found.following.due),
                ),
            )


def _by_times_missed(check: Check, inquiry: Inquiry, times: int, rule: Rule) -> Severity:
    """Return high for what the law asks for, and for the rest from the times in a row that the book names."""
    many = inquiry.number(_HIGH_TIMES)
    return Severity.HIGH if rule.is_law or (many is not None and times >= many) else check.severity


@lru_cache(maxsize=16)
def _fixed_in(book: Rulebook) -> tuple[str, ...]:
    """Return the published ids of the duties whose occurrences are fixed in advance: only these close unmet."""
    return tuple(dict.fromkeys(rule.published_id for rule in book.rule if rule.cadence.is_fixed))


_STILL_ASKED = frozenset({Status.OPEN, Status.UPCOMING, Status.UNKNOWN})
_ANSWERED = frozenset({Status.MET, Status.MET_LATE, Status.OVERDUE})


def _missed(inquiry: Inquiry, series: Iterable[Obligation]) -> _Missed | None:
    """Return what a series, told from its end, missed last; None where it was met since, is overdue, or is over."""
    following: Obligation | None = None
    missed: list[Obligation] = []
    for row in series:
        if row.status in _ANSWERED or _may_be_met(inquiry, row):
            break
        if row.status is Status.MISSED:
            missed.append(row)
        elif not missed:
            following = _next(row, following)
    return _Missed(missed, following) if missed and following else None


def _may_be_met(inquiry: Inquiry, row: Obligation) -> bool:
    """Whether an occurrence is over of which a missing fact leaves open whether it was met."""
    return row.status is Status.UNKNOWN and row.due is not None and inquiry.reached(row.due_day + 1)


def _next(row: Obligation, following: Obligation | None) -> Obligation | None:
    """Return what is asked for next, from an occurrence on and with what is after it; None while it is suspended.

    Nor is what lies ahead, where an occurrence comes before it of which nothing is asked.
    """
    if row.status in _STILL_ASKED:
        return row
    is_open = following is not None and following.status is not Status.UPCOMING
    return following if is_open and row.status is not Status.SUSPENDED else None


RB102 = Check(
    code="RB102",
    slug="duty_missed",
    severity=Severity.MEDIUM,
    what="A duty that comes again at fixed times (so many contacts in each month, a report in a named month) was not"
    " met the last time, that time is over, and nothing has met it since. It is said while the next one is asked for:"
    " not while it is suspended, nor when the series has ended, as with a death, a transfer or the end of supervision;"
    " nor of one that is overdue now, or while a missing fact leaves open whether one was met since. High where the law"
    " asks for it, and from the times in a row that the book names.",
    why="What closes unmet is never overdue: it can no longer be done, and so stands in no list of what is late. A"
    " person seen too seldom month after month is what such a list hides.",
    example="Four contacts asked for in February 2026 and three made: flagged from 1 March, until four are made in a"
    " later month.",
    what_to_do="Plan the next one, or remind whoever owes it; if the last one was done after all, record it.",
    clears="The next one that is met; or a record of what met the last.",
    source="Practice of this library on backlogs (see VD001)",
    thresholds=(_HIGH_TIMES,),
    stability="preview",
    flags=_duty_missed,
)

DUTIES = (RB101, RB102)
