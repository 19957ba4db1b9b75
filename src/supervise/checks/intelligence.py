"""RK 49, 54-55: what happened, or may be known elsewhere, and nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from supervise.checks.base import Check, Flag, Severity, reckoned
from supervise.checks.inquiry import Inquiry, between
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.model.facts import Visit

__all__ = ["FAMILY", "INTELLIGENCE"]

FAMILY = "RK"


# ── RK049 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _trigger_unreviewed(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.cases(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"Something that calls for another assessment is recorded for {to_iso(row.anchor_day)}, and the"
            f" last day for it, {to_iso(row.due_day)}, has passed by this reckoning: assess and have it approved, or"
            " record that the level was reconsidered.",
            evidence=(
                ("trigger", inquiry.id_of(row)),
                ("kind", getattr(case.fact, "kind", None) or getattr(case.fact, "about", None)),
                ("on", row.anchor),
                ("due", row.due),
                ("level", inquiry.level),
            ),
        )


RK049 = Check(
    code="RK049",
    slug="trigger_unreviewed",
    severity=Severity.HIGH,
    what="Something happened that calls for another assessment (an offence, an arrest, intelligence, an established"
    " breach, a move, a child at risk or in the household, a release), and 10 working days later, 2 where a child may"
    " be at risk, no approved dynamic assessment and no review of the level is recorded since.",
    why="Inspectors found assessments late by hundreds. One made before the event describes somebody else, and the days"
    " after it are those in which visits matter.",
    example="Intelligence of Thursday 16 April 2026: to be assessed by 30 April, flagged from 1 May.",
    what_to_do="Read what happened today; assess and have it approved, or record a review of the level with no change.",
    clears="A dynamic assessment approved since, or a recorded review of the level.",
    source="HMICFRS: Avon and Somerset 2023, Metropolitan Police 2024; days by default of this library",
    rules=("R-A5",),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_trigger_unreviewed,
)


# ── RK054 ───────────────────────────────────────────────────────────────────────────────────────────────────

_CHECKED = ("R-R4",)
_KIND = "intelligence"


class _Unchecked(NamedTuple):
    """A visit without a check near it, and the last day for one."""

    visit: Visit
    day: int
    last: int


def _intel_check_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row, case in inquiry.pending(check.rules):
        unchecked = _unchecked(inquiry, case.start)
        if row.status is Status.OVERDUE or unchecked is not None:
            yield _not_checked(check, inquiry, row, unchecked)


def _unchecked(inquiry: Inquiry, start: int) -> _Unchecked | None:
    """Return the first visit since the last check for which the last day has passed; none where visits are not routine.

    A check without a day may be any.
    """
    days, plan = inquiry.number("intelligence-check-visit-working-days"), inquiry.plan
    if days is None or not inquiry.active_since or (plan is not None and plan.mode == "reactive"):
        return None
    told = [ordinal_of(each.on) for each in inquiry.reviews(_KIND)]
    if 0 in told:
        return None
    checked = inquiry.latest(told)
    for day, visit in between(inquiry.seen_at_home, max(start, checked + 1), FAR):
        first, last = inquiry.working_days_after(day, -days), inquiry.working_days_after(day, days)
        if first > checked and last:
            return _Unchecked(visit, day, last) if inquiry.reached(last + 1) else None
    return None


def _not_checked(check: Check, inquiry: Inquiry, row: Obligation, unchecked: _Unchecked | None) -> Flag:
    late = row.status is Status.OVERDUE
    since = [row.due_day + 1] if late else []
    if unchecked is not None:
        since.append(max(unchecked.last + 1, inquiry.active_since))
    if unchecked is None or late:
        what = f"The check of intelligence systems due by {to_iso(row.due_day)} is past its last day by this reckoning"
    else:
        what = (
            f"No check of intelligence systems is recorded around the visit of {to_iso(unchecked.day)} or since, and"
            f" the last day for it, {to_iso(unchecked.last)}, has passed"
        )
    return check.flag(
        inquiry,
        row,
        since=min(since),
        message=f"{what}: search the systems, those of other agencies and open sources too, and record which.",
        evidence=(
            *reckoned(row),
            ("visit", None if unchecked is None else unchecked.visit.id),
            ("visit_on", None if unchecked is None else unchecked.visit.on),
            ("level", inquiry.level),
        ),
    )


RK054 = Check(
    code="RK054",
    slug="intel_check_overdue",
    severity=Severity.MEDIUM,
    what="The yearly check of intelligence systems is overdue; or someone visited routinely was seen at home, and there"
    " is no check from 5 working days before that visit on, although the 5 working days after it have passed.",
    why="What others know about someone is found only by asking. A visitor who has not looked asks the wrong questions,"
    " and one force looked at its own systems alone.",
    example="Last check on 2 January 2026, seen at home on Thursday 16 April: to be checked by 23 April, flagged from"
    " 24 April.",
    what_to_do="Search all systems, record the day and what was searched; if it was done, record it.",
    clears="A recorded check of intelligence systems.",
    source="College of Policing APP, managing public protection information; HMICFRS: Cambridgeshire 2024; days by"
    " default of this library",
    rules=_CHECKED,
    tells=_CHECKED,
    thresholds=("intelligence-check-visit-working-days",),
    stability="preview",
    flags=_intel_check_overdue,
)


# ── RK055 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _intel_check_narrow(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    systems = inquiry.words("police-systems")
    for row, _ in inquiry.pending(check.rules):
        day = row.anchor
        last = [each for each in inquiry.reviews(_KIND) if each.on is not None and each.on == day]
        searched = {source for each in last for source in each.sources}
        # A check that does not say what was searched says nothing of how narrow it was.
        if len(searched) != 1 or not searched <= set(systems) or not all(each.sources for each in last):
            continue
        (system,) = searched
        yield check.flag(
            inquiry,
            last[-1].id,
            since=row.anchor_day,
            message=f"The last check of intelligence systems, of {to_iso(row.anchor_day)}, lists one police system and"
            " nothing else: search the others, those of other agencies and open sources too, or record what was"
            " searched.",
            evidence=(("review", last[-1].id), ("on", row.anchor), ("sources", (system,))),
        )


RK055 = Check(
    code="RK055",
    slug="intel_check_narrow",
    severity=Severity.MEDIUM,
    what="The last check of intelligence systems lists one source only, and that is one of the systems of the police"
    " that the book names. Checks of one day are one; a check that lists nothing is passed.",
    why="Inspectors found a force that looked at police systems only. National records, partners and open sources know"
    " what the local system does not.",
    example="Check of 1 May 2026 with `local` as its only source: flagged from that day, and not with `local` and"
    " `open_source`.",
    what_to_do="Search the other systems and open sources; if that was done, record them.",
    clears="A check that lists more than one system, or a corrected record.",
    source="HMICFRS: Cambridgeshire 2024; list of systems by default of this library",
    rules=_CHECKED,
    thresholds=("police-systems",),
    stability="preview",
    flags=_intel_check_narrow,
)

INTELLIGENCE = (RK049, RK054, RK055)
