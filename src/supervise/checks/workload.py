"""WF 60-62: what an officer and a team have to carry. Each looks at many offenders and wants the workforce."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from supervise.checks.base import Check, Group, GroupFlag, Grouping, Inquiry, Scope, Severity, Value
from supervise.checks.groups import Row
from supervise.engine.obligation import Status
from supervise.model.forms import normal_id
from supervise.rules import Rulebook
from supervise.rules.language import DutyOf
from supervise.rules.reading import counted

__all__ = ["FAMILY", "WORKLOAD", "led_cases", "supervised_cases"]

FAMILY = "WF"

_NO_LEVEL = "no level"


# ── WF060 ───────────────────────────────────────────────────────────────────────────────────────────────────


def led_cases(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    """Yield the officer who leads, with the level, if the case is active."""
    lead = inquiry.lead
    if lead is not None and lead.officer_id is not None and inquiry.active_since:
        yield normal_id(lead.officer_id), (inquiry.level or _NO_LEVEL,)


def _over_caseload(check: Check, group: Group) -> Iterator[GroupFlag]:
    limit, high = (group.number(name) for name in check.thresholds)
    if limit is None:
        return
    officer = group.workforce.officer(group.id)
    allowed = limit * (Decimal(1) if officer.fte is None else officer.fte)
    cases = group.count()
    if cases <= allowed:
        return
    much = high is not None and 100 * cases > allowed * high
    yield check.group_flag(
        group,
        severity=Severity.HIGH if much else None,
        message=f"Looks like more active cases than one officer can carry: {cases}, and the limit is {int(allowed)}.",
        evidence=(
            ("active_cases", cases),
            ("limit", limit),
            ("fte", None if officer.fte is None else str(officer.fte)),
            ("limit_for_fte", int(allowed)),
            ("team", officer.team),
            ("supervisor", officer.supervisor),
            *((level.replace(" ", "_"), group.count(level)) for level in _levels(group)),
        ),
    )


def _levels(group: Group) -> list[str]:
    """Return the levels of the book, the most severe first, of which the group has a row."""
    return [level for level in (*reversed(group.book.levels.scale), _NO_LEVEL) if group.count(level)]


WF060 = Check(
    code="WF060",
    slug="over_caseload",
    severity=Severity.MEDIUM,
    what="An officer leads more active cases (subject, in the community, owned here, whatever the mode) than the limit"
    " that the book names times the officer's share of full time; one without a share counts as full time. High from"
    " the share of the limit that the book names.",
    why="Seven inspections found caseloads of 50 to 100 and more, and said that they harm the management of risk.",
    example="Limit 50, the officer works 0.6 of full time, 31 active cases: more than 30, flagged. With 46, more than"
    " one and a half times 30, it is high.",
    what_to_do="Look at the cases with the officer's supervisor, the risk first: what can be passed on, and to whom.",
    clears="Fewer cases led by the officer, or a corrected share of full time.",
    source="HMICFRS: Merseyside 2018, thematic report 2022, Cambridgeshire 2024; the limit is configurable",
    thresholds=("caseload-limit", "caseload-high-percent"),
    group=Grouping(scope=Scope.OFFICER, gather=led_cases, judge=_over_caseload),
)


# ── WF061 ───────────────────────────────────────────────────────────────────────────────────────────────────


def supervised_cases(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    """Yield the supervisor, by the list of officers, of the officer who leads, with that officer, if it is active."""
    lead, workforce = inquiry.lead, inquiry.timeline.workforce
    if lead is None or lead.officer_id is None or workforce is None or not inquiry.active_since:
        return
    supervisor = workforce.officer(lead.officer_id).supervisor
    if supervisor is not None:
        yield supervisor, (normal_id(lead.officer_id),)


def _supervisor_ratio(check: Check, group: Group) -> Iterator[GroupFlag]:
    staff_limit, case_limit = (group.number(name) for name in check.thresholds)
    if staff_limit is None or case_limit is None:
        return
    supervisor = group.workforce.officer(group.id)
    share = Decimal(1) if supervisor.fte is None else supervisor.fte
    # Who has left may still be on the list of officers: those count who lead a case.
    officers, cases = len(group.rows), group.count()
    over = []
    if officers > staff_limit * share:
        over.append(f"{counted(officers, 'officer')} who lead cases, and the limit is {int(staff_limit * share)}")
    if cases > case_limit * share:
        over.append(f"{counted(cases, 'active case')}, and the limit is {int(case_limit * share)}")
    if over:
        yield check.group_flag(
            group,
            message=f"Looks like more than one supervisor can look after: {'; '.join(over)}.",
            evidence=(
                ("officers", officers),
                ("officers_limit", staff_limit),
                ("active_cases", cases),
                ("cases_limit", case_limit),
                ("fte", None if supervisor.fte is None else str(supervisor.fte)),
                ("team", supervisor.team),
            ),
        )


WF061 = Check(
    code="WF061",
    slug="supervisor_ratio",
    severity=Severity.MEDIUM,
    what="A supervisor, by the list of officers, has more officers who lead an active case, or more active cases led by"
    " them, than the limits that the book names times the supervisor's share of full time; one without a share counts"
    " as full time. An officer who leads no active case is not counted.",
    why="Seven inspections found excess caseloads, and three the review by supervisors poor, inconsistent or absent:"
    " a review that is due for each of hundreds of cases is not made, or not meant.",
    example="Limit 8 officers, the supervisor works full time, 9 officers lead cases: flagged.",
    what_to_do="Look with the supervisor's own line at which reviews are late; pass on officers, or find a second one.",
    clears="Fewer officers or cases under the supervisor, or a corrected list of officers.",
    source="HMICFRS: Cambridgeshire 2024, Wiltshire 2023, thematic report 2022; limits by default of this library",
    thresholds=("supervisor-officers-limit", "supervisor-cases-limit"),
    stability="preview",
    group=Grouping(scope=Scope.OFFICER, gather=supervised_cases, judge=_supervisor_ratio),
)


# ── WF062 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _backlog(inquiry: Inquiry) -> Iterator[tuple[str, Row]]:
    team = inquiry.team
    weeks = inquiry.number("team-backlog-weeks")
    if team is None or weeks is None:
        return
    schedule = inquiry.schedule
    police = _police(schedule.book)
    level = inquiry.level or _NO_LEVEL
    first = inquiry.timeline.clock.as_of - 7 * weeks
    for row in schedule.standing:
        if row.part not in police:
            continue
        if row.status is Status.OVERDUE:
            # Suspended days taken out, as where the days of one offender are counted.
            yield team, ("overdue", level, row.due_day + row.days_frozen, schedule.offender.id, row.rule, row.due_day)
        elif row.status in _COUNTED:
            yield team, (row.status.value,)
    for row in inquiry.met_late(tuple(schedule.outcomes)):
        if row.part in police and row.met_day > first:
            yield team, ("met_late", row.due_day, row.met_day)


_COUNTED = (Status.OPEN, Status.SUSPENDED, Status.UNKNOWN)


@lru_cache(maxsize=16)
def _police(book: Rulebook) -> frozenset[str]:
    return frozenset(rule.id for rule in book.rule if rule.must and rule.duty_of is DutyOf.POLICE)


def _team_backlog(check: Check, group: Group) -> Iterator[GroupFlag]:
    share, weeks = group.number("team-backlog-percent"), group.number("team-backlog-weeks")
    if share is None or weeks is None:
        return
    overdue = group.count("overdue")
    duties = overdue + group.count("open")
    series = [_overdue_on(group, group.as_of.toordinal() - 7 * ago) for ago in range(weeks, -1, -1)]
    rising = weeks > 0 and all(later > earlier for earlier, later in pairwise(series))
    large = 100 * overdue > share * duties
    if not large and not rising:
        return
    if large:
        said = f"Looks like a backlog: {overdue} of {duties} duties of the police in this team's cases are overdue."
    else:
        each = counted(weeks, "week")
        said = f"Looks like a growing backlog: the overdue duties in this team's cases rose in each of {each}."
    yield check.group_flag(
        group,
        message=said,
        evidence=(
            ("duties", duties),
            ("overdue", overdue),
            ("per_cent", 100 * overdue // duties),
            ("limit_per_cent", share),
            ("overdue_by_week", tuple(map(str, series))),
            ("suspended", group.count("suspended")),
            ("unknown", group.count("unknown")),
            *_ageing(group),
        ),
    )


def _overdue_on(group: Group, day: int) -> int:
    """Return how many duties were past due and not met at the end of a day, by the facts now known."""
    return sum(
        count
        for row, count in group.rows.items()
        if (row[0] == "overdue" and int(row[5]) < day) or (row[0] == "met_late" and int(row[1]) < day < int(row[2]))
    )


def _ageing(group: Group) -> Iterator[tuple[str, Value]]:
    """Yield for each level how many are overdue, for how long, and the oldest: a total alone hides all of it."""
    now = group.as_of.toordinal()
    for level in (*reversed(group.book.levels.scale), _NO_LEVEL):
        late = sorted((int(row[2]), str(row[3]), str(row[4])) for row in group.rows if row[:2] == ("overdue", level))
        if not late:
            continue
        day, offender, rule = late[0]
        older = {bound: sum(now - each[0] > bound for each in late) for bound in group.numbers("team-backlog-ages")}
        yield (
            level.replace(" ", "_"),
            (
                f"overdue {len(late)}",
                *(f"over {counted(bound, 'day')} {count}" for bound, count in older.items() if count),
                f"oldest {counted(now - day, 'day')}",
                f"{offender} {rule}",
            ),
        )


WF062 = Check(
    code="WF062",
    slug="team_backlog",
    severity=Severity.HIGH,
    what="Of the duties of the police that are open or overdue in the cases a team has now, more than the share that"
    " the book names is overdue; or the number overdue rose in each of the last weeks, as many as the book names."
    " For an earlier week those count that, by the facts now known, were past due and not yet met at the end of its"
    " last day; one that was missed for good or lapsed since is left out, and so are cases that the team had then.",
    why="Backlogs of overdue visits are the commonest finding of inspections, and managers saw totals: neither how"
    " late the cases were nor how dangerous.",
    example="A team's cases have 40 duties open and 4 overdue: 4 of 44 are 9 per cent, more than 5, flagged.",
    what_to_do="Take the oldest of the highest level first; agree with the team what is done this week, and by whom.",
    clears="Duties done or corrected, until the share is no longer above the limit and the number no longer rises.",
    source="HMICFRS: Avon and Somerset 2023, Cambridgeshire 2024; share and weeks by default of this library",
    thresholds=("team-backlog-percent", "team-backlog-weeks", "team-backlog-ages"),
    stability="preview",
    group=Grouping(scope=Scope.TEAM, gather=_backlog, judge=_team_backlog),
)

WORKLOAD = (WF060, WF061, WF062)
