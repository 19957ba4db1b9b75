"""NT 71-73: details that changed and were not notified: where someone stays, a name, a household with a child."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity, Value
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.happenings import Case
from supervise.engine.obligation import Obligation, Status
from supervise.model.facts import Change, Stay

__all__ = ["DETAILS", "FAMILY"]

FAMILY = "NT"


# ── NT071 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _stay(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        if isinstance(case.fact, Stay):
            yield check.flag(
                inquiry,
                row,
                since=row.due_day + 1,
                message=f"The days at one address reached the number that must be notified on"
                f" {to_iso(row.anchor_day)} and no notice of them is recorded: find out who lives there, and look into"
                " it.",
                evidence=(*_counted(row), ("address_id", case.fact.address_id), ("stays", _stays(case))),
            )


def _counted(row: Obligation) -> tuple[tuple[str, Value], ...]:
    return ("changed_on", row.anchor), ("due", row.due)


def _stays(case: Case) -> tuple[str, ...]:
    parts = () if case.event is None else case.event.parts
    return tuple(sorted(stay.id for stay in parts))


NT071 = Check(
    code="NT071",
    slug="qualifying_stay_unnotified",
    severity=Severity.HIGH,
    what="Stays at one address, not notified, add up to 7 days within 12 months, and the last day for notifying it is"
    " past.",
    why="Where someone really lives is what the register is for; an address that nobody knows is nobody's to visit.",
    example="A stay from 1 to 7 March 2026: the seventh day is 7 March, to be notified by 9 March, flagged from"
    " 10 March.",
    what_to_do="Find out who lives there, children above all. Visit. Record the notice if one was given.",
    clears="A notification of the stay, a corrected day, or a stay marked as notified.",
    source="Sexual Offences Act 2003 s.84(1)(c), s.84(6)",
    rules=("R-N2",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_stay,
)


# ── NT072 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _alias(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        if isinstance(case.fact, Change) and case.fact.about == "name":
            yield check.flag(
                inquiry,
                row,
                since=row.due_day + 1,
                message=f"A name in use since {to_iso(row.anchor_day)} is on record and no notice of it: check the"
                " record, search for the name, and look into it.",
                evidence=(*_counted(row), ("change", case.fact.id)),
            )


NT072 = Check(
    code="NT072",
    slug="alias_unnotified",
    severity=Severity.HIGH,
    what="A change of name is on record (a `changes` fact about name, from whatever source) and the last day for"
    " notifying it is past. Names themselves are no part of a register.",
    why="More than 700 offenders went missing or were wanted over three years; changes of name were blamed.",
    example="Another name used from 2 March 2026: to be notified by 4 March, flagged from 5 March.",
    what_to_do="Record the notice if one was given. Else search under the name: travel, accounts, other forces.",
    clears="A notification of the name, or a change withdrawn from the record.",
    source="BBC freedom of information survey 2023; Sexual Offences Act 2003 s.84(1)(a)",
    rules=("R-N2",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_alias,
)


# ── NT073 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _child(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"A household with a child is on record since {to_iso(row.anchor_day)} and no notice of it: make"
            " sure today that the child is safe, refer, and look into it.",
            evidence=(*_counted(row), ("child_risk", _referrals(inquiry, row.anchor_day))),
        )


def _referrals(inquiry: Inquiry, day: int) -> tuple[str, ...]:
    """Return the events on a child at risk since a day, by id."""
    events = inquiry.schedule.offender.events
    told = ((each.on.toordinal(), each.id) for each in events if each.kind == "child_risk" and each.on is not None)
    return tuple(sorted(id_ for on, id_ in told if day <= on and inquiry.reached(on)))


NT073 = Check(
    code="NT073",
    slug="child_in_household",
    severity=Severity.CRITICAL,
    what="Someone lives in a household with a child, or stayed 12 hours in one, and the last day for notifying it is"
    " past. An address of that kind alone is evidence and no event.",
    why="A child may be at risk now. The duty was made because offenders moved in with families that nobody knew of.",
    example="A household with a child from 2 March 2026: to be notified by 4 March, flagged from 5 March.",
    what_to_do="Today: find out who the child is, refer to children's services, assess the risk again.",
    clears="A notification of the household. A referral is shown and does not clear it: the duty stays unmet.",
    source="Sexual Offences Act 2003 s.84; SI 2012/1876 reg. 13",
    rules=("R-N8",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_child,
)

DETAILS = (NT071, NT072, NT073)
