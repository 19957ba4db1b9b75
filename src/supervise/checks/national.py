"""ST 88-90: the national record and the marker on the local intelligence system, and whether they are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Status, date_of
from supervise.model.facts import Address, CaseReview, Level, Manager

__all__ = ["FAMILY", "NATIONAL"]

FAMILY = "ST"

_RECORD = "R-P2"


# ── ST088 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _no_record(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # One record answers every entry, so it is missing once.
    row = inquiry.first_overdue(check.rules)
    if row is not None:
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"No national record is known of someone entered on {to_iso(row.anchor_day)}, and its last day,"
            f" {to_iso(row.due_day)}, is past by this reckoning: make one, or record that there is.",
            evidence=(("entered_on", row.anchor), ("due", row.due)),
        )


ST088 = Check(
    code="ST088",
    slug="no_national_id",
    severity=Severity.HIGH,
    what="The last day for making the national record (3 working days from entry) is past and none is recorded.",
    why="Who is on no national system is a stranger to every other force; case records that were not joined to it were"
    " found by a thematic inspection.",
    example="First notification on 1 June 2026, no national record: due by 4 June, flagged from 5 June.",
    what_to_do="Make the record, or record that it exists.",
    clears="An event national_record.",
    source="Joint thematic inspection 2005; days from memory of practice, not confirmed",
    rules=(_RECORD,),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_no_record,
)


# ── ST089 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _mismatch(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # A book without the duty gives no days for an entry: under it there is nothing to evaluate.
    if not inquiry.active_since or not inquiry.timeline.program.by_published_id.get(_RECORD):
        return
    first_told, told = _told(inquiry)
    said = [(what, now, _by_id(facts, name) if told else {}) for what, now, facts, name in _compared(inquiry)]
    pairs = [(what, now, facts) for what, now, facts in said if facts.keys() & told.keys()]
    if not pairs:
        inquiry.timeline.notes.add("national system: not evaluated")
    for what, now, facts in pairs:
        last = max(facts.keys() & told.keys(), key=lambda id_: (told[id_], id_))
        if now is None or now.from_ is None or now.id in told or facts[last] == facts[now.id]:
            continue
        first = now.from_.toordinal()
        begun = min(first_told[id_] for id_ in facts.keys() & told.keys())
        due = inquiry.last_day(_RECORD, first)
        if due and inquiry.reached(due + 1):
            yield check.flag(
                inquiry,
                now.id,
                since=max(due + 1, inquiry.active_since, begun),
                message=f"The {what} on record since {to_iso(first)} is another than the one that the national system"
                " was last told: put it on the national system, and record that.",
                evidence=(("national", last), ("here", now.id), ("here_from", now.from_), ("due", date_of(due))),
            )


def _told(inquiry: Inquiry) -> tuple[dict[str, int], dict[str, int]]:
    """Return the facts of which an entry on the national record is known, by id, with their first and last day.

    An id that names facts of several arrays is left out: nobody can tell which of them was meant.
    """
    offender = inquiry.schedule.offender
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for each in offender.events:
        if each.kind == "national_record" and each.for_ is not None and each.on is not None:
            day = each.on.toordinal()
            if inquiry.reached(day):
                first[each.for_] = min(day, first.get(each.for_, FAR))
                last[each.for_] = max(day, last.get(each.for_, 0))
    if not last:
        return first, last
    arrays = (offender.levels, offender.addresses, offender.managers, offender.events)
    names = Counter(each.id for facts in arrays for each in facts)
    return first, {id_: day for id_, day in last.items() if names[id_] == 1}


def _by_id(facts: Sequence[Level | Address | Manager], name: str) -> dict[str, object]:
    return {each.id: getattr(each, name) for each in facts}


def _compared(inquiry: Inquiry) -> Iterator[tuple[str, _Now, Sequence[Level | Address | Manager], str]]:
    """Yield what is compared: its name, the fact that holds now, all facts of its array, and which of their fields."""
    offender = inquiry.schedule.offender
    homes = [each for each in offender.addresses if each.kind == "main"]
    held = [each for each in homes if each.until is None or not inquiry.reached(each.until.toordinal())]
    yield "level", _latest(inquiry, offender.levels), offender.levels, "level"
    yield "home", _latest(inquiry, held), homes, "address_id"
    yield "manager", inquiry.lead, offender.managers, "officer_id"


_Held = TypeVar("_Held", Level, Address)
_Now: TypeAlias = Level | Address | Manager | None


def _latest(inquiry: Inquiry, facts: Iterable[_Held]) -> _Held | None:
    """Return the fact that began last by now; None if none has."""
    begun = [(each.from_, each.id, each) for each in facts if each.from_ and inquiry.reached(each.from_.toordinal())]
    return max(begun)[2] if begun else None


ST089 = Check(
    code="ST089",
    slug="national_mismatch",
    severity=Severity.HIGH,
    what="The level, the main home or the lead manager is another than the one that the national system was last told,"
    " and the days for an entry (3 working days) are past. What it was told is known from events national_record that"
    " name the level, address or assignment; of someone active of whom there is none it says: not evaluated.",
    why="Other forces act on the national record. Minutes and case records that were not joined to it were found by a"
    " thematic inspection.",
    example="An entry names the level of 2020; another level holds since 2 March 2026 and no entry names it: due by"
    " 5 March, flagged from 6 March.",
    what_to_do="Compare the two; put right whichever is wrong, and record an entry that names the fact.",
    clears="An event national_record that names the level, address or assignment that holds now.",
    source="Joint thematic inspection 2005; days from memory of practice, not confirmed",
    also_rules=(_RECORD,),
    stability="preview",
    flags=_mismatch,
)


# ── ST090 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _marker(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # As of the national record: one marker answers every entry.
    row = inquiry.first_overdue(check.rules)
    if row is not None:
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"No marker on the local intelligence system is recorded, and its last day, {to_iso(row.due_day)},"
            " is past by this reckoning: set it, with its alerts, and record it.",
            evidence=(("entered_on", row.anchor), ("due", row.due), ("marker", None)),
        )
    if not inquiry.owned_since:
        return
    markers = _made(inquiry, "marker")
    if not markers:
        return
    verified, marker = markers[-1]
    unverified = [(day, each) for day, each in _made(inquiry, "supervisor") if day > verified]
    if unverified:
        since, (_, review) = unverified[0][0], unverified[-1]
        yield check.flag(
            inquiry,
            marker.id,
            since=since,
            message=f"The marker on the local intelligence system was last verified on {marker.on}, before"
            f" the supervisor's review of {review.on}: verify it, with its alerts, and record it.",
            evidence=(
                ("marker", marker.id),
                ("verified_on", marker.on),
                ("review", review.id),
                ("reviewed_on", review.on),
            ),
        )


def _made(inquiry: Inquiry, kind: str) -> list[tuple[int, CaseReview]]:
    """Return the reviews of a kind up to the day judged, in order."""
    dated = inquiry.timeline.of_kind(("reviews", "on"), "kind", kind)
    return [(event.day, event.fact) for event in inquiry.until_now(tuple(dated))]


ST090 = Check(
    code="ST090",
    slug="intel_marker_missing",
    severity=Severity.MEDIUM,
    what="No marker on the local intelligence system is recorded and the last day for it (3 working days from entry) is"
    " past; or the last one recorded is older than the last review by the supervisor, who verifies it then.",
    why="Without the marker and its alerts a colleague who meets the offender tells nobody; neighbourhood officers did"
    " not know who lived on their beat.",
    example="Marker verified on 5 January 2026, the supervisor's review on 2 March: flagged from 2 March.",
    what_to_do="Set or verify the marker and its alerts; record a review of kind marker.",
    clears="A review of kind marker on or after the day of the last supervisor's review.",
    source="College of Policing APP, managing public protection information; HMICFRS: Merseyside 2018",
    rules=("R-P3",),
    tells=("R-P3",),
    stability="preview",
    flags=_marker,
)

NATIONAL = (ST088, ST089, ST090)
