"""RK 39-42: what the tools of assessment say, and whether the level of risk agrees with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.checks.levels import unexplained_since
from supervise.checks.thresholds import thresholds_of
from supervise.dates.ordinals import from_iso, ordinal_of, to_iso
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.model.facts import Assessment, Registration
from supervise.rules.rulebook import Rulebook

__all__ = ["FAMILY", "SCORING"]

FAMILY = "RK"

_STATIC = ("R-A1",)


def _day_of(each: Assessment) -> int:
    """Return the day on which an assessment was completed, or approved where only that is given; 0: neither is."""
    return ordinal_of(each.on or each.approved_on)


def _may_be_static(inquiry: Inquiry) -> tuple[tuple[int, str, Assessment], ...]:
    """Return the assessments up to now that are, or may be, made with a static tool, in order; without a day first."""
    tools = (None, *inquiry.words("static-tools"))
    found = [(_day_of(each), each.id, each) for each in inquiry.schedule.offender.assessments if each.tool in tools]
    return inquiry.until_now(tuple(sorted(found)))


def _order(made: tuple[int, Assessment]) -> tuple[int, str]:
    return made[0], made[1].id


# ── RK039 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _static_missing(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    first = [row for row, case in inquiry.cases(check.rules, Status.OVERDUE) if not isinstance(case.fact, Registration)]
    # One without a tool may be static, and one without a day may have been made in time.
    if not first or _may_be_static(inquiry):
        return
    row = min(first, key=attrgetter("due_day"))
    yield check.flag(
        inquiry,
        row,
        since=row.due_day + 1,
        message=f"No static assessment is recorded, nor why none applies, and its last day, {to_iso(row.due_day)}, has"
        " passed by this reckoning: score now, or record why the tool is out of scope.",
        evidence=(("due", row.due), ("entry", row.anchor), ("level", inquiry.level)),
    )


RK039 = Check(
    code="RK039",
    slug="static_missing",
    severity=Severity.MEDIUM,
    what="The last day for the first static assessment (15 working days from entry) has passed, and there is neither a"
    " score with a static tool nor a reason why none applies. An assessment without a tool, or a static one without a"
    " day, counts.",
    why="Inspectors found assessments late by hundreds, and wrong ones. Dynamic tools are read together with a static"
    " score; without it nobody can say what the level rests on.",
    example="First notification on Monday 1 June 2026: to be scored by 22 June, flagged from 23 June.",
    what_to_do="Score with the tool in use; for those it is not made for, record the tool and why it is out of scope.",
    clears="A recorded static assessment, or a reason why the tool is out of scope.",
    source="HMICFRS: Avon and Somerset 2023, Northamptonshire 2018; days by default of this library",
    rules=_STATIC,
    statuses=(Status.OVERDUE,),
    thresholds=("static-tools",),
    needs=("static-tools",),
    stability="preview",
    flags=_static_missing,
)


# ── RK040 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _static_stale(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    made = _may_be_static(inquiry)
    # Which is the last nobody knows where one has no day; and it stands, whatever came before.
    if not made or not made[0][0]:
        return
    day = made[-1][0]
    last = [each for when, _, each in made if when == day]
    if any(each.tool is None or each.out_of_scope is not None for each in last):
        return
    sanctions = [
        row
        for row, case in inquiry.cases(check.rules, Status.OVERDUE)
        if isinstance(case.fact, Registration) and day < row.anchor_day
    ]
    for row in sanctions:
        yield _after_sanction(check, inquiry, row, day, last)
    if not sanctions:
        yield from _after_change_of_tool(check, inquiry, day, last)


def _after_sanction(check: Check, inquiry: Inquiry, row: Obligation, day: int, last: list[Assessment]) -> Flag:
    return check.flag(
        inquiry,
        row,
        since=row.due_day + 1,
        message=f"The static assessment of {to_iso(day)} is older than the sanction of {to_iso(row.anchor_day)}, and"
        f" the last day for scoring again, {to_iso(row.due_day)}, has passed by this reckoning: score again.",
        evidence=(
            ("registration", inquiry.id_of(row)),
            ("sanction_on", row.anchor),
            ("due", row.due),
            ("scored_on", date_of(day)),
            ("assessments", tuple(each.id for each in last)),
        ),
    )


def _after_change_of_tool(check: Check, inquiry: Inquiry, day: int, last: list[Assessment]) -> Iterator[Flag]:
    days = _days_retired(inquiry.schedule.book)
    retired = [days.get(each.tool, 0) for each in last]
    if min(retired) <= day or not inquiry.active_since:
        return
    due = inquiry.last_day(_STATIC[0], max(retired))
    if not due or not inquiry.reached(due + 1):
        return
    tools = ", ".join(sorted({each.tool for each in last if each.tool is not None}))
    yield check.flag(
        inquiry,
        last[-1].id,
        since=max(due + 1, inquiry.active_since),
        message=f"The static assessment of {to_iso(day)} was made with a tool no longer in use ({tools}), and the last"
        f" day for scoring with the one that replaced it, {to_iso(due)}, has passed by this reckoning: score again.",
        evidence=(
            ("retired_on", date_of(max(retired))),
            ("due", date_of(due)),
            ("scored_on", date_of(day)),
            ("assessments", tuple(each.id for each in last)),
        ),
    )


@lru_cache(maxsize=16)
def _days_retired(book: Rulebook) -> dict[str | None, int]:
    """Return the first day on which each tool was no longer in use, of those of which the book says it."""
    days = thresholds_of(book).values.get("tools-retired")
    return {tool: _from_text(text) for tool, text in days.items()} if isinstance(days, dict) else {}


def _from_text(text: object) -> int:
    """Return a day given as text; 0 if it is none."""
    try:
        return from_iso(text) if isinstance(text, str) else 0
    except ValueError:
        return 0


RK040 = Check(
    code="RK040",
    slug="static_stale",
    severity=Severity.MEDIUM,
    what="After the last static assessment, and after entry, there was a new conviction, finding or caution, or, of"
    " someone active, the tool it was made with was replaced, and the 15 working days for scoring again have passed."
    " Nothing is said where an assessment has no tool or no day and may be the last, or where the last says that no"
    " tool applies.",
    why="A static score is made of past convictions: after a new one it is wrong, and wrong towards too low. Tools are"
    " replaced because they predicted worse. Inspectors found assessments that were wrong.",
    example="Scored in 2024, convicted again on Monday 1 June 2026: to be scored again by 22 June, flagged from 23"
    " June.",
    what_to_do="Score again with the tool in use, and see whether level and plan still fit.",
    clears="A static assessment made on or after that day, or a reason why the tool is out of scope.",
    source="Ministry of Justice on actuarial prediction, 1 February 2024; HMICFRS: Northamptonshire 2018; days by"
    " default of this library",
    rules=_STATIC,
    thresholds=("static-tools", "tools-retired"),
    stability="preview",
    flags=_static_stale,
)


# ── RK041 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _tool_mismatch(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    bands, retirements = inquiry.threshold("tool-bands"), _days_retired(inquiry.schedule.book)
    for each in inquiry.schedule.offender.assessments:
        if each.tool is None or each.out_of_scope is not None:
            continue
        known = bands.get(each.tool) if isinstance(bands, dict) else None
        wrong = each.band is not None and isinstance(known, list) and each.band not in known
        retired = retirements.get(each.tool, 0)
        # Approved after the change of tool it may have been made before; only the day of completion tells.
        late = retired > 0 and each.on is not None and retired <= each.on.toordinal()
        if (wrong or late) and inquiry.reached(day := _day_of(each)):
            yield _mismatched(check, inquiry, each, day, wrong=wrong, retired=retired if late else 0)


def _mismatched(check: Check, inquiry: Inquiry, each: Assessment, day: int, *, wrong: bool, retired: int) -> Flag:
    said = [f"a band that {each.tool} does not have ({each.band})"] if wrong else []
    if retired:
        said.append(f"a tool that had been replaced by {to_iso(retired)} ({each.tool})")
    return check.flag(
        inquiry,
        each.id,
        since=day,
        message=f"The assessment is recorded with {' and '.join(said)}: correct tool, band or day, or assess again with"
        " the tool in use.",
        evidence=(
            ("assessment", each.id),
            ("tool", each.tool),
            ("band", each.band),
            ("on", each.on),
            ("retired_on", date_of(retired)),
        ),
    )


RK041 = Check(
    code="RK041",
    slug="tool_mismatch",
    severity=Severity.MEDIUM,
    what="An assessment has a band that its tool does not give (very high with a tool for images), or was completed on"
    " or after the day from which the book says that its tool had been replaced. What says that the tool is out of"
    " scope is no assessment.",
    why="Inspectors found assessments that were wrong. A band the tool cannot give was typed, or came from another"
    " tool; one from a tool that was replaced because it predicted worse is not comparable with the others.",
    example="Scored with rm2000 on 1 March 2021, the day the next tool replaced it: flagged from that day, and not if"
    " it was scored on 28 February.",
    what_to_do="Compare with the assessment itself and correct the record; if the record is right, assess again.",
    clears="A corrected tool, band or day; a waiver for an old assessment that a later one has replaced.",
    source="Ministry of Justice on actuarial prediction, 1 February 2024; HMICFRS: Northamptonshire 2018; bands and"
    " days as the book gives them",
    thresholds=("tool-bands", "tools-retired"),
    stability="preview",
    flags=_tool_mismatch,
)


# ── RK042 ───────────────────────────────────────────────────────────────────────────────────────────────────

_Line = list[tuple[int, Assessment]]


def _level_below_tools(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    bands = inquiry.words("bands-in-order")
    if inquiry.level not in bands or not inquiry.active_since:
        return
    above = bands[bands.index(inquiry.level) + 1 :]
    if not any(each.band in above for each in inquiry.schedule.offender.assessments):
        return
    first = unexplained_since(inquiry)
    lines = _lines(inquiry, bands) if first else []
    since = inquiry.timeline.clock.as_of
    higher = _higher(lines, above, since)
    if not higher:
        return
    for day in sorted({first, *(when for line in lines for when, _ in line if when > first)}, reverse=True):
        if not _higher(lines, above, day):
            break
        since = day
    highest = max((each.band or "" for each in higher), key=bands.index)
    yield check.flag(
        inquiry,
        inquiry.schedule.offender.id,
        since=max(since, inquiry.active_since),
        message=f"The level of risk, {inquiry.level}, is below the highest band of the last assessments, {highest}, and"
        " no reason is recorded: record why, or set the level that the assessments give.",
        evidence=(
            ("level", inquiry.level),
            ("level_without_reason_since", date_of(first)),
            ("highest_band", highest),
            ("assessments", tuple(each.id for each in higher)),
            ("tools", tuple(each.tool or "" for each in higher)),
        ),
    )


def _lines(inquiry: Inquiry, bands: tuple[str, ...]) -> list[_Line]:
    """Return for each line of tools, of which the last used stands, what was found up to now and when it counted.

    A line of which a band has no day says nothing: that one may be the last.
    """
    lines = inquiry.threshold("tools-in-succession")
    approved_first = inquiry.words("assessments-to-approve")
    found = []
    for tools in lines if isinstance(lines, list) else ():
        line = [
            (_counts_from(each, after_approval=each.tool in approved_first), each)
            for each in inquiry.schedule.offender.assessments
            if isinstance(tools, list) and each.tool in tools and each.band in bands and each.out_of_scope is None
            if each.tool not in approved_first or each.approved_on is not None or each.approved_by is not None
        ]
        if all(day for day, _ in line):
            found.append(sorted((made for made in line if inquiry.reached(made[0])), key=_order))
    return found


def _counts_from(each: Assessment, *, after_approval: bool) -> int:
    """Return the day from which an assessment counts; 0 if it has none. An approval without a day is one."""
    approved = each.approved_on
    return approved.toordinal() if after_approval and approved is not None else _day_of(each)


def _higher(lines: list[_Line], above: tuple[str, ...], day: int) -> list[Assessment]:
    """Return, of the last assessments of each line up to a day, those with one of the bands above the level."""
    found = []
    for line in lines:
        last = max((when for when, _ in line if when <= day), default=0)
        found += [each for when, each in line if when == last and each.band in above]
    return found


RK042 = Check(
    code="RK042",
    slug="level_below_tools",
    severity=Severity.HIGH,
    what="The offender is active, and the level in force is lower than the band of the last assessment of some line of"
    " tools that the book names (one that follows another replaces it), and the level carries no reason. A dynamic"
    " assessment counts from its approval. A line with an assessment that has no day is left out.",
    why="Inspectors found levels that the assessments did not bear out. A level may depart from a tool, which informs"
    " judgement and does not replace it; then somebody says why. Every interval of visits hangs on it.",
    example="Level medium without a reason, static assessment of 29 February 2024 with the band high: flagged from that"
    " day.",
    what_to_do="Look at the assessments with a supervisor; set the level they give, or record the reason.",
    clears="A level no lower than the highest band, a reason for it, or a later assessment with a lower band.",
    source="HMICFRS: Northamptonshire 2018, Devon and Cornwall 2023; lines of tools by default of this library",
    thresholds=("bands-in-order", "tools-in-succession", "assessments-to-approve"),
    stability="preview",
    flags=_level_below_tools,
)

SCORING = (RK039, RK040, RK041, RK042)
