"""DC 95: facts that could not be read, and facts that do not say when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import attrs

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.flag import Raised
from supervise.checks.inquiry import Inquiry
from supervise.dates.hours import LocalTimeKind, clocks_go_forward, local_time_kind
from supervise.engine.clock import FAR
from supervise.engine.happenings import Extent
from supervise.engine.lost_versions import Rival
from supervise.engine.obligation import Obligation, Status
from supervise.engine.timeline import TIMES
from supervise.engine.unread import unread_in
from supervise.model.facts import Decision, Fact, Visit
from supervise.model.offender import ARRAYS
from supervise.model.versions import DATED_BY, rivals
from supervise.model.words import OUTCOMES
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOTIFICATION_KINDS
from supervise.rules.wholeness import names_of_events, parts_of

__all__ = ["DC095", "FAMILY", "GAPS", "not_judged"]

FAMILY = "DC"

_ARRAYS = attrgetter(*ARRAYS)
# How to read the first date of the facts of each array, and what their others are called. A visit that is only planned
# has no other day than that.
_DATES = [
    (name, attrgetter(DATED_BY[kind][0]), (*DATED_BY[kind][1:], *(("planned_on",) if kind is Visit else ())))
    for name, kind in ARRAYS.items()
]


_NOTICE = "notification."

# How to read the days of facts that may say at what time, with the time and the id.
_TIMED = [
    (name, attrgetter(day, time, "id"))
    for name, kind in ARRAYS.items()
    for day, time in (*TIMES.items(), ("until", "until_at"))
    if {day, time} <= attrs.fields_dict(kind).keys()
]

# Twice a day for a century are fewer.
MOST_OF_A_KIND = 100_000

# ── DC095 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reference_data_gap(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    faults = inquiry.schedule.offender.faults
    found = [(gap, tuple(gap.find(inquiry))) for gap in _GAPS]
    gaps = [*([_SET_ASIDE] if faults else []), *(gap.said for gap, there in found if there)]
    if not gaps:
        return
    named: dict[str, tuple[str, ...]] = {}
    for gap, there in found:
        named[gap.evidence] = (*named.get(gap.evidence, ()), *there)
    late = [row.rule for row in inquiry.rows_of_all(Status.UNKNOWN) if _is_past(inquiry, row)] if faults else []
    undecided = tuple(sorted(set(late)))
    said = f"; {', '.join(undecided)} would be overdue, and may not be" if undecided else ""
    brought = "".join(f"; {each}" for each in _of_what_brings_duties(inquiry)) if faults else ""
    yield check.flag(
        inquiry,
        inquiry.schedule.offender.id,
        since=0,
        severity=Severity.HIGH if undecided or brought else None,
        message=f"In this record {' and '.join(gaps)}: what depends on them may be wrong or unknown{said}{brought}.",
        evidence=(
            *named.items(),
            ("set_aside", len(faults)),
            ("kinds", tuple(sorted({fault.kind for fault in faults}))),
            (_UNDECIDED, undecided),
        ),
    )


_SET_ASIDE = "parts could not be read (`supervise validate` names them)"
_UNDECIDED = "undecided"


def not_judged(flag: Raised) -> str:
    """Return in short which duties, past their last day, nobody can judge by what a flag says; empty if none."""
    named = (each.value for each in flag.evidence if each.name == _UNDECIDED)
    return "".join(f"not judged: {' and '.join(value)}" for value in named if isinstance(value, tuple) and value)


def _of_what_brings_duties(inquiry: Inquiry) -> Iterator[str]:
    """Yield what a registration or an order that was set aside means for duties: no other fact brings them about."""
    schedule = inquiry.schedule
    held = {f"{array} {each.id}" for array in _BRING_DUTIES for each in getattr(schedule.offender, array)}
    lost = [fault.lost for fault in schedule.offender.faults if fault.path.startswith(_BRING_DUTIES)]
    if any(each is None or f"{each.array} {each.id}" not in held for each in lost):
        yield "duties that a registration or an order brings are not there"
    if lost and any(isinstance(each, Rival) for each in unread_in(schedule.offender, schedule.book, schedule.known_at)):
        yield "duties that rest on a registration or an order may be others, as a version of it is not there"


# The arrays of facts without which nothing that could be late is there to be told.
_BRING_DUTIES = ("registrations", "orders")


def _is_past(inquiry: Inquiry, row: Obligation) -> bool:
    """Whether a duty is past its last day, and only a fact that is not there leaves open whether it is overdue."""
    return row.due_day > 0 and inquiry.reached(row.due_day + 1)


# ── what may be wanting ─────────────────────────────────────────────────────────────────────────────────────


def _contradicting(inquiry: Inquiry) -> list[str]:
    """Return the array and id of each fact of which two entries contradict each other, in their order."""
    original, known = inquiry.timeline.original, inquiry.timeline.offender
    # The very same entries: each of them is a fact, and there is nothing to be looked for.
    if original is known:
        return []
    arrays = [name for name in ARRAYS if getattr(original, name) is not getattr(known, name)]
    return sorted(f"{name} {each[0].id}" for name in arrays for each in inquiry.history(name).values() if rivals(each))


def _too_many(inquiry: Inquiry) -> list[str]:
    """Return the arrays with more entries than anybody has."""
    arrays: tuple[tuple[Fact, ...], ...] = _ARRAYS(inquiry.schedule.offender)
    return [name for name, facts in zip(ARRAYS, arrays, strict=True) if len(facts) > MOST_OF_A_KIND]


def _of_no_level(inquiry: Inquiry) -> list[str]:
    """Return the array and id of each level that the scale of the book does not have."""
    words = (None, *inquiry.schedule.book.levels.scale)
    return [f"levels {each.id}" for each in inquiry.schedule.offender.levels if each.level not in words]


def _mixed(inquiry: Inquiry) -> list[str]:
    """Return the array and id of each decision with an outcome of another kind of decision."""
    return sorted([f"decisions {each.id}" for each in inquiry.schedule.offender.decisions if _is_mixed(each)])


def _is_mixed(decision: Decision) -> bool:
    """Whether the outcome of a decision belongs to another kind of decision, so that it decides nothing."""
    kind, outcome = decision.kind, decision.outcome
    return kind is not None and outcome is not None and outcome not in OUTCOMES[kind]


def _of_unknown_notices(inquiry: Inquiry) -> list[str]:
    """Return the array and id of each notification of a kind that neither the formats nor the book name."""
    kinds = _kinds_of_notices(inquiry.schedule.book)
    notices = inquiry.schedule.offender.notifications if kinds else ()
    return sorted([f"notifications {each.id}" for each in notices if each.kind not in kinds])


@lru_cache(maxsize=64)
def _kinds_of_notices(book: Rulebook) -> frozenset[str | None]:
    """Return the kinds of notifications that a book or the formats name, and none given; nothing where any will do."""
    declared = (book.define, book.states, book.derive, book.span, book.rule)
    named = {name for part in parts_of(declared) for name in names_of_events(part)}
    kinds = {name.removeprefix(_NOTICE) for name in named if name.startswith(_NOTICE)}
    return frozenset({*kinds, *NOTIFICATION_KINDS, None}) if kinds and "notification" not in named else frozenset()


def _of_unknown_jurisdiction(inquiry: Inquiry) -> list[str]:
    """Return the array and id of each registration by what no jurisdiction of the book is called, if it lists any.

    A conviction elsewhere may be of any.
    """
    listed, schedule = inquiry.words(_JURISDICTIONS), inquiry.schedule
    known = (None, schedule.book.jurisdiction, *listed)
    home = [each for each in schedule.offender.registrations if each.basis != "foreign"] if listed else []
    return sorted(f"registrations {each.id}" for each in home if each.jurisdiction not in known)


_JURISDICTIONS = "registration-jurisdictions"


def _undated(inquiry: Inquiry) -> Iterator[str]:
    """Yield the array and id of each fact without the day it happened."""
    offender = inquiry.schedule.offender
    arrays: tuple[tuple[Fact, ...], ...] = _ARRAYS(offender)
    # Nearly every fact has its first date: by `map`, because this looks at all of them.
    wanting = [
        (dates, facts) for dates, facts in zip(_DATES, arrays, strict=True) if facts and not all(map(dates[1], facts))
    ]
    for (array, first, others), facts in wanting:
        undated = [fact for fact in facts if first(fact) is None]
        missing = [fact.id for fact in undated if all(getattr(fact, name) is None for name in others)]
        if array == "visits":
            missing += [visit.id for visit in offender.visits if _happened_sometime(visit)]
        yield from (f"{array} {each}" for each in sorted(missing))


def _without_kind(inquiry: Inquiry) -> Iterator[str]:
    """Yield the array and id of each status and order that may be of any kind, and suspend what is due or bring it."""
    offender = inquiry.schedule.offender
    for array, facts in (("statuses", offender.statuses), ("orders", offender.orders)):
        yield from sorted(f"{array} {each.id}" for each in facts if each.kind is None)


def _endless(inquiry: Inquiry) -> list[str]:
    """Return the array and id of each registration that no fact gives an end."""
    return sorted([f"registrations {each.key}" for each in inquiry.periods if _has_no_length(each)])


def _has_no_length(extent: Extent) -> bool:
    """Whether a registration has no known end only because a fact that gives its length is missing."""
    return extent.last == FAR and bool(extent.lacking)


def _never_shown(inquiry: Inquiry) -> Iterator[str]:
    """Yield the array and id of each fact whose time the clocks passed over when they went forward."""
    schedule = inquiry.schedule
    zone = schedule.offender.zone or schedule.book.conventions.zone
    for array, read in _TIMED:
        for on, at, id_ in map(read, getattr(schedule.offender, array)):
            # On all but one day of a year every reading happens.
            changes = at is not None and on is not None and on in clocks_go_forward(zone, on.year)
            if changes and local_time_kind(on.toordinal(), at, zone) is LocalTimeKind.NONEXISTENT:
                yield f"{array} {id_}"


def _happened_sometime(visit: Visit) -> bool:
    """Whether a visit was planned for a day and has a result, and does not say on which day it was."""
    return visit.on is None and visit.planned_on is not None and visit.outcome not in (None, "planned", "cancelled")


class _Gap(NamedTuple):
    """Something that may be wanting: the evidence that names it, what is said of it, and how it is found."""

    evidence: str
    said: str
    find: Callable[[Inquiry], Iterable[str]]


# In the order in which it is said.
_GAPS = (
    _Gap("without_date", "facts do not say when they happened", _undated),
    _Gap("without_kind", "statuses or orders do not say of what kind they are", _without_kind),
    _Gap(
        "without_period",
        "registrations give no disposal that the rulebook's table has, or no length that it asks for, so no end",
        _endless,
    ),
    _Gap("unknown_word", "levels are no words of the rulebook's scale", _of_no_level),
    _Gap("unknown_word", "notifications are of kinds that the rulebook does not know", _of_unknown_notices),
    _Gap(
        "unknown_word",
        "registrations name jurisdictions that the rulebook does not know",
        _of_unknown_jurisdiction,
    ),
    _Gap("unknown_word", "decisions have outcomes that are none of their kind", _mixed),
    _Gap("no_such_time", "times are none that a clock showed", _never_shown),
    _Gap(
        "contradicting",
        "entries of one fact contradict each other, and none says which came later",
        _contradicting,
    ),
    _Gap(
        "too_many",
        f"there are more than {MOST_OF_A_KIND:,} entries of one kind, as if an export had multiplied them",
        _too_many,
    ),
)

DC095 = Check(
    code="DC095",
    slug="reference_data_gap",
    severity=Severity.LOW,
    what="A fact or a field of the record was set aside when it was read (an unknown word, an impossible date, a wrong"
    " type), or a fact does not say on which day it happened or began, or a visit with a result on which day it"
    " was; or a status or an order does not say of what kind it is, or a registration gives no disposal that the"
    " rulebook's table has, or no length that it asks for, so that nothing says when it ends; or a level of risk"
    " is a word that the rulebook's scale does not have, a notification is of a kind that neither the formats nor"
    " the rulebook name, a registration is of a jurisdiction that the rulebook does not list, or a decision has"
    " an outcome of another kind of decision; or a fact gives a time that the clocks of the place passed over, or"
    " two entries of one fact, known on the same day, contradict each other, or there are more than 100,000"
    " entries of one kind. High where a duty is past its last day and a fact that was set aside may have met it,"
    " moved it or ended it, and where a registration or an order was set aside, so that duties which hang on it"
    " are not there, or a version of one that may change them.",
    why="What is not there is in no count and in no date: cases fall out of lists without anybody deciding it. No"
    " inspection finding; sound practice with data.",
    example="A visit with outcome seen and no day: flagged. A visit that is only planned, for 1 July 2026: not.",
    what_to_do="`supervise validate` names the lines and fields of what was set aside; the others stand in the evidence"
    " by their ids. Put them right in the system the register comes from, or give its words by a mapping. First of all"
    " where duties are named as undecided: they are overdue unless the fact that was set aside says otherwise.",
    clears="A record that can be read whole, every fact with its day.",
    source="Sound practice with data",
    thresholds=(_JURISDICTIONS,),
    stability="preview",
    flags=_reference_data_gap,
)

GAPS = (DC095,)
