"""Checks of waivers (WV), and waivers applied: to one offender, then to what a register adds up to.

What is flagged of a waiver is told where the waiver belongs: on the offender it names, otherwise on the register.
That a manager approved a waiver in a case of his own is told in the case.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import evolve

from supervise.checks.base import Check
from supervise.checks.flag import Evidence, Flag, GroupFlag, Scope, Severity, joined
from supervise.checks.groups import GroupReview, in_order
from supervise.checks.inquiry import Inquiry
from supervise.checks.waiver import Waiver, Waivers
from supervise.checks.waiving import REFUSED, SEEN, USED, Finding, Trial, Use, set_aside
from supervise.engine.clock import Clock
from supervise.engine.obligation import date_of
from supervise.model.facts import Manager
from supervise.model.forms import normal_id
from supervise.rules import Rulebook

__all__ = ["WAIVERS", "waive", "waive_groups"]

FAMILY = "WV"

_MOST_DAYS = "waiver-most-days"
_SOURCE = "Default of this library"


def _expired(trial: Trial) -> Finding | None:
    if not trial.expired:
        return None
    return Finding(
        "A waiver has expired, and what it set aside counts again.",
        trial.last_day + 1,
        (("expires_on", date_of(trial.last_day)),),
    )


WV101 = Check(
    code="WV101",
    slug="waiver_expired",
    severity=Severity.MEDIUM,
    what="The last day of a waiver has passed and the waiver is still among those given.",
    why="A flag set aside until a day comes back on the next; somebody must know that it did.",
    example="A waiver that expires on 31 July 2026: flagged from 1 August.",
    what_to_do="Look at what it set aside; decide anew, with a new end, or take the waiver out of the file.",
    clears="The waiver taken out, or a new one in its place.",
    source=_SOURCE,
    waiver=_expired,
)


def _unused(trial: Trial) -> Finding | None:
    # One for all flags of an offender is never about the law's: to meet only those is to do nothing.
    refused = trial.refused and trial.waiver.of_code is not None
    if trial.expired or not trial.tested or trial.used or refused:
        return None
    return Finding("A waiver sets nothing aside: no flag that it is about is raised.")


WV102 = Check(
    code="WV102",
    slug="waiver_unused",
    severity=Severity.LOW,
    what="A waiver is in force and no flag that it is about is raised. One of a code that the run does not look for is"
    " passed.",
    why="A waiver left behind sets aside the next flag of its kind, which nobody has looked at.",
    example="A waiver of an overdue visit that was made yesterday.",
    what_to_do="Take the waiver out, or correct what it names.",
    clears="The waiver taken out.",
    source=_SOURCE,
    waiver=_unused,
)


def _self_approved(trial: Trial) -> Finding | None:
    waiver = trial.waiver
    if trial.expired or not (trial.manages or waiver.approved_by == waiver.made_by):
        return None
    return Finding(
        f"A waiver was approved by {'a manager of the case' if trial.manages else 'who made it'}.",
        waiver.made_on.toordinal(),
        (("approved_by", waiver.approved_by),),
        in_case=trial.manages,
    )


WV103 = Check(
    code="WV103",
    slug="waiver_self_approved",
    severity=Severity.HIGH,
    what="A waiver in force was approved by the person who made it, or by an officer who manages the case: on the day"
    " it was made, or now. One for the whole register is looked at in each case in which it sets something aside.",
    why="Somebody else must see what is set aside; inspectors found decisions confirmed by those who took them.",
    example="The manager of the case approves the waiver of its overdue visit.",
    what_to_do="Let a supervisor who does not manage the case approve the waiver, or take it out.",
    clears="Another approver, or the waiver taken out.",
    source=_SOURCE,
    waiver=_self_approved,
)


def _too_broad(trial: Trial) -> Finding | None:
    waiver, most = trial.waiver, trial.most_days
    if trial.expired:
        return None
    if waiver.expires_on is None:
        if waiver.scope is None and most is None:
            return None
        whole = "" if waiver.scope is None else " of a code for the whole register"
        return Finding(f"A waiver{whole} has no end.", waiver.made_on.toordinal(), (("most_days", most),))
    days = (waiver.expires_on - waiver.made_on).days + 1
    if most is None or days <= most:
        return None
    return Finding(
        "A waiver lasts longer than the rulebook allows.",
        waiver.made_on.toordinal(),
        (("days", days), ("most_days", most)),
    )


WV104 = Check(
    code="WV104",
    slug="waiver_too_broad",
    severity=Severity.MEDIUM,
    what="A waiver in force sets aside a code for the whole register without an end; or it lasts for more days than"
    " the book names, its first and last counted, or has no end where the book names a number.",
    why="What is set aside for good is no longer looked at; a broad waiver does to a check what switching it off does.",
    example="The book allows 92 days; a waiver from 1 June to 31 October 2026 lasts 153.",
    what_to_do="Name what is meant, and a nearer day on which it is looked at again.",
    clears="A waiver with an end as near as the book asks for.",
    source=_SOURCE,
    waiver=_too_broad,
    thresholds=(_MOST_DAYS,),
)


def _of_law(trial: Trial) -> Finding | None:
    if not trial.refused or trial.waiver.of_code is None:
        return None
    return Finding("A waiver is about a duty that the law sets, which cannot be waived: it has no effect.")


WV105 = Check(
    code="WV105",
    slug="waiver_of_law",
    severity=Severity.HIGH,
    what="A waiver in force names, by code or identity, a flag on a duty whose authority is LAW, and the rule does not"
    " say that it may be waived. The flag stays as it is.",
    why="No force can excuse anyone from what an Act asks for, and nobody should think that one has.",
    example="A waiver of an overdue yearly notification.",
    what_to_do="Take the waiver out; deal with the flag.",
    clears="The waiver taken out.",
    source="Authority of the rules in the rulebook",
    waiver=_of_law,
)

WAIVERS = (WV101, WV102, WV103, WV104, WV105)


# ── on one offender ─────────────────────────────────────────────────────────────────────────────────────────────


def waive(
    flags: Sequence[Flag], waivers: Waivers, inquiry: Inquiry, checks: Sequence[Check]
) -> tuple[list[Flag], tuple[Use, ...]]:
    """Return the flags on one offender with what sets them aside and those on waivers, and what became of each waiver.

    A waiver of the whole register that is about nothing raised here is not looked at: its days change nothing here.
    """
    schedule = inquiry.schedule
    codes = {None, *(check.code for check in checks)}
    trials = [
        Trial(
            waiver=each,
            reached=inquiry.reached,
            most_days=inquiry.number(_MOST_DAYS),
            tested=each.of_code in codes,
        )
        for each in waivers.of(schedule.offender.id)
        if _known(each, schedule.known_at)
    ]
    found = set_aside(flags, trials, schedule.book)
    uses: list[Use] = []
    for trial in trials:
        uses += trial.uses()
        named = trial.waiver.of_offender is not None
        if named:
            uses.append(Use(trial.waiver.id, SEEN))
        if (named and trial.begun) or trial.used:
            trial.manages = _manages(inquiry, trial.waiver)
            found += [
                check.flag(inquiry, trial.waiver.id, since=each.since, message=each.message, evidence=each.evidence)
                for check, each in _findings(trial, checks)
                if named or each.in_case
            ]
    return found, tuple(uses)


def _known(waiver: Waiver, known_at: dt.date | None) -> bool:
    return known_at is None or waiver.made_on <= known_at


def _findings(trial: Trial, checks: Iterable[Check]) -> Iterator[tuple[Check, Finding]]:
    for check in checks:
        found = None if check.waiver is None else check.waiver(trial)
        if found is not None:
            yield check, evolve(found, evidence=(("waiver", trial.waiver.id), *found.evidence))


def _manages(inquiry: Inquiry, waiver: Waiver) -> bool:
    """Whether who approved a waiver managed the case when it was made, or manages it now; in whatever role."""
    made = waiver.made_on.toordinal()
    mine = [
        each for each in inquiry.schedule.offender.managers if normal_id(each.officer_id or "") == waiver.approved_by
    ]
    return any(_runs(each, lambda day: day <= made) or _runs(each, inquiry.reached) for each in mine)


def _runs(fact: Manager, reached: Callable[[int], bool]) -> bool:
    if fact.from_ is not None and not reached(fact.from_.toordinal()):
        return False
    return fact.until is None or not reached(fact.until.toordinal())


# ── over the register ───────────────────────────────────────────────────────────────────────────────────────────


def waive_groups(
    groups: GroupReview,
    waivers: Waivers,
    uses: Counter[Use],
    checks: Sequence[Check],
    *,
    book: Rulebook,
    as_of: dt.date,
    known_at: dt.date | None,
) -> GroupReview:
    """Return the flags on officers, teams and the register with what sets them aside, and those on the waivers.

    ``uses`` is what became of the waivers on all offenders. One that names an offender who was read is told there.
    """
    most = book.thresholds.get(_MOST_DAYS)
    # What only a job that keeps a ledger looks for is not found wanting anywhere else.
    codes = {None, *(check.code for check in checks if check.night is None)} - set(groups.not_evaluated)
    trials = [
        Trial(
            waiver=each,
            reached=Clock(as_of.toordinal()).reached,
            most_days=most.value if most is not None and type(most.value) is int else None,
            tested=each.of_code in codes,
        )
        for each in waivers.all
        if _known(each, known_at)
    ]
    found = set_aside(groups.flags, trials, book)
    for trial in trials:
        trial.used += uses[Use(trial.waiver.id, USED)]
        trial.refused += uses[Use(trial.waiver.id, REFUSED)]
        if trial.begun and not uses[Use(trial.waiver.id, SEEN)]:
            found += [_on_register(*each, trial.waiver, book, as_of) for each in _findings(trial, checks)]
    return evolve(groups, flags=in_order(found))


def _on_register(check: Check, found: Finding, waiver: Waiver, book: Rulebook, as_of: dt.date) -> GroupFlag:
    return GroupFlag(
        code=check.code,
        severity=check.severity,
        scope=Scope.REGISTER,
        as_of=as_of,
        rule=None,
        rulebook=book.ref,
        key=waiver.id,
        since=date_of(found.since),
        days_over=None,
        evidence=tuple(Evidence(name, value) for name, value in found.evidence),
        message=found.message,
        clears=check.clears,
        identity=joined(check.code, waiver.id),
    )
