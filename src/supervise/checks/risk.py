"""RK 35-38: levels of risk and the assessments behind them."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity, reckoned
from supervise.checks.inquiry import Inquiry
from supervise.checks.levels import any_level_since, no_level_since
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.model.facts import Assessment

__all__ = ["FAMILY", "RISK"]

FAMILY = "RK"

_FIRST = ("R-A2",)
_REVIEW = ("R-A4",)
# Which assessments these rules are about: in a book without it they are others, under the same ids.
_DYNAMIC = "assessments-to-approve"


# ── RK035 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _risk_without_assessment(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    tools = inquiry.words("level-rests-on")
    if not tools or inquiry.level is None or not inquiry.active_since or _assessed(inquiry, tools):
        return
    offender, level_since = inquiry.schedule.offender, any_level_since(inquiry)
    yield check.flag(
        inquiry,
        offender.id,
        since=max(level_since, inquiry.active_since),
        message="A level of risk is recorded and no assessment: assess, or record the assessment it rests on.",
        evidence=(
            ("level", inquiry.level),
            ("level_since", date_of(level_since)),
            ("out_of_scope", tuple(each.id for each in offender.assessments if each.out_of_scope is not None)),
        ),
    )


def _assessed(inquiry: Inquiry, tools: tuple[str, ...]) -> bool:
    """Whether an assessment up to now may stand behind the level: one without a tool or a day may."""
    for each in inquiry.schedule.offender.assessments:
        day = each.on or each.approved_on
        may = each.out_of_scope is None and (each.tool is None or each.tool in tools)
        if may and (day is None or inquiry.reached(day.toordinal())):
            return True
    return False


RK035 = Check(
    code="RK035",
    slug="risk_without_assessment",
    severity=Severity.HIGH,
    what="The offender is active (subject, in the community, owned here) and has a level of risk, and no assessment"
    " with any tool is recorded up to the day judged. An entry that says why a tool is out of scope is no assessment.",
    why="Inspectors found assessments late by hundreds, and wrong ones. A level without an assessment is somebody's"
    " guess, and every interval of visits hangs on it.",
    example="Level medium from 10 January 2020, first assessment on 2 June 2026: flagged from 10 January 2020 to 1 June"
    " 2026.",
    what_to_do="Assess now; if it was done, record tool, band and day.",
    clears="A recorded assessment, with whichever tool.",
    source="HMICFRS: Avon and Somerset 2023, Northamptonshire 2018, Devon and Cornwall 2023",
    thresholds=("level-rests-on",),
    flags=_risk_without_assessment,
)


# ── RK036 ───────────────────────────────────────────────────────────────────────────────────────────────────

# Where the first assessment is not asked for (another agency leads) or can never fall due, nothing is late.
_NOT_DUE = frozenset({Status.NOT_REQUIRED, Status.LAPSED})


def _no_risk_level(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    if inquiry.level is not None or not inquiry.active_since:
        return
    row = _first_due(check, inquiry)
    if row is None or not inquiry.reached(row.due_day + 1):
        return
    yield check.flag(
        inquiry,
        row,
        since=max(row.due_day + 1, no_level_since(inquiry), inquiry.active_since),
        message="No level of risk is recorded although the day for the first assessment has passed: assess and set it.",
        counts_days=False,
        evidence=(("due", row.due), ("entry", row.anchor), ("assessed_by", row.met_by)),
    )


def _first_due(check: Check, inquiry: Inquiry) -> Obligation | None:
    """Return the first assessment, earliest due, of the time on the register that runs now.

    Who came back from another force without an arrival has none in it: then that before counts, if subject since then.
    """
    since = inquiry.subject_since
    rows = [
        (row, inquiry.reached(case.end))
        for rule in check.rules
        for row, case in inquiry.occurrences.get(rule, ())
        if 0 < row.due_day < FAR and row.status not in _NOT_DUE
    ]
    now = [row for row, over in rows if not over] or [row for row, _ in rows if row.anchor_day >= since]
    return min(now, key=lambda row: (row.due_day, row.key), default=None)


RK036 = Check(
    code="RK036",
    slug="no_risk_level",
    severity=Severity.CRITICAL,
    what="The offender is active (subject, in the community, owned here), the first dynamic assessment's"
    " last day has passed, and no level of risk holds.",
    why="Every interval hangs on the level. Inspections found hundreds of assessments late; without a level"
    " nobody can say how late the visits are.",
    example="First notification on 1 June 2026, first assessment due by 22 June: flagged from 23 June while"
    " no level is recorded.",
    what_to_do="Assess, have it approved, and record the level. Until then visits are judged by the longest interval.",
    clears="A recorded level.",
    source="HMICFRS: Avon and Somerset 2023, Metropolitan Police 2024, Cambridgeshire 2024",
    rules=_FIRST,
    thresholds=(_DYNAMIC,),
    needs=(_DYNAMIC,),
    flags=_no_risk_level,
)


# ── RK037 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _arms_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        which = "first dynamic assessment" if row.rule in _FIRST else "review of the dynamic assessment"
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"The {which} due by {to_iso(row.due_day)} is past its last day by this reckoning: assess and have"
            " it approved.",
            evidence=(
                *reckoned(row),
                ("level", inquiry.level),
                ("not_approved", _waiting(inquiry, row.anchor_day)),
            ),
        )


def _waiting(inquiry: Inquiry, start: int) -> tuple[str, ...]:
    """Return the assessments completed since a day that wait for their approval: they meet nothing until then."""
    return tuple(
        each.id
        for day, each in _to_approve(inquiry)
        if day >= start and inquiry.reached(day) and not _approved(inquiry, each)
    )


RK037 = Check(
    code="RK037",
    slug="arms_overdue",
    severity=Severity.HIGH,
    what="The first dynamic assessment after entry, or its yearly review, is overdue: the day judged is past its last"
    " day and nothing suspends it. It is met by approval, not by completion.",
    why="One force had 151 assessments overdue, the oldest by eight months; inspectors of three others found deadlines"
    " missed. Plans and visits rest on what is then no longer so.",
    example="Last assessment completed on 28 February 2025, next by 28 February 2026: flagged from 1 March 2026.",
    what_to_do="Assess and have it approved; where one is complete and waits, approve it.",
    clears="An approved dynamic assessment.",
    source="HMICFRS: Avon and Somerset 2023, Metropolitan Police 2024, Cambridgeshire 2024; first deadline by default"
    " of this library",
    rules=(*_FIRST, *_REVIEW),
    statuses=(Status.OVERDUE,),
    thresholds=(_DYNAMIC,),
    needs=(_DYNAMIC,),
    flags=_arms_overdue,
)


# ── RK038 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _arms_unapproved(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, each in _to_approve(inquiry):
        if not _approved(inquiry, each):
            last = _last_for_approval(inquiry, day)
            if last and inquiry.reached(last + 1) and not _gone_by(inquiry, day, last):
                yield _unapproved(check, inquiry, day, each, last + 1, f"has no approval, due by {to_iso(last)}")
        elif each.approved_by is not None and each.approved_by == each.by and inquiry.reached(day):
            last = _last_for_approval(inquiry, day)
            approved = day if each.approved_on is None else each.approved_on.toordinal()
            since = min(approved, last + 1) if last else approved
            yield _unapproved(check, inquiry, day, each, since, "was approved by its own assessor")


def _to_approve(inquiry: Inquiry) -> Iterator[tuple[int, Assessment]]:
    """Yield the assessments that need an approval and the day on which each was completed."""
    tools = inquiry.words(_DYNAMIC)
    for each in inquiry.schedule.offender.assessments:
        if each.tool in tools and each.on is not None and each.out_of_scope is None:
            yield each.on.toordinal(), each


def _approved(inquiry: Inquiry, each: Assessment) -> bool:
    """Whether an assessment is approved by now: by its day, or, where that is missing, by somebody."""
    if each.approved_on is None:
        return each.approved_by is not None
    return inquiry.reached(each.approved_on.toordinal())


def _gone_by(inquiry: Inquiry, day: int, last: int) -> bool:
    """Whether someone died, or passed to another force, between two days: nobody here approves anything then."""
    starts = (start for state in ("deceased", "transferred_out") for start, _ in inquiry.runs(state))
    return any(day <= start <= last for start in starts)


def _last_for_approval(inquiry: Inquiry, day: int) -> int:
    days = inquiry.number("assessment-approval-working-days")
    return 0 if days is None else inquiry.working_days_after(day, days)


def _unapproved(check: Check, inquiry: Inquiry, day: int, each: Assessment, since: int, how: str) -> Flag:
    return check.flag(
        inquiry,
        each.id,
        since=since,
        message=f"The dynamic assessment of {to_iso(day)} {how}: have a supervisor look at it and approve it.",
        evidence=(
            ("assessment", each.id),
            ("on", each.on),
            ("approved_on", each.approved_on),
            ("by", each.by),
            ("approved_by", each.approved_by),
        ),
    )


RK038 = Check(
    code="RK038",
    slug="arms_unapproved",
    severity=Severity.MEDIUM,
    what="A dynamic assessment was completed and nobody had approved it after 10 working days, or who approved it is"
    " its assessor. An approval without a day, or without a name, is an approval; that of someone who died, or passed"
    " to another force, from its day to the last day for approving it needs none.",
    why="Inspectors found the review by supervisors poor, inconsistent or absent. Until somebody else has looked at it,"
    " an assessment is one officer's opinion, and it meets no duty.",
    example="Completed on Friday 24 April 2026: to be approved by 11 May, the bank holiday of 4 May left out; flagged"
    " from 12 May.",
    what_to_do="Have a supervisor who did not make it read and approve it, or send it back.",
    clears="An approval by somebody other than the assessor.",
    source="HMICFRS: Cambridgeshire 2024; days by default of this library",
    thresholds=(_DYNAMIC, "assessment-approval-working-days"),
    flags=_arms_unapproved,
)

RISK = (RK035, RK036, RK037, RK038)
