"""Flags on levels of risk, assessments, checks of intelligence and meetings."""

import datetime as dt

from tests.oracle.flags.case import AT_HOME, CRITICAL, DAY, HIGH, MEDIUM, Raised, since_when

CODES = (
    "RK035",
    "RK036",
    "RK038",
    "RK039",
    "RK040",
    "RK041",
    "RK042",
    "RK054",
    "RK055",
    "RK094",
)

STATIC = ("osp_c", "osp_i", "osp_dc", "osp_iic", "rm2000")


def flags(case):
    """Return all of them."""
    for find in (
        no_assessment,
        no_level,
        unapproved,
        no_static,
        stale,
        mismatch,
        below_tools,
        intelligence,
        narrow,
        odd,
    ):
        yield from find(case)


def level_fact(case, day=None):
    """Return the fact that gives the level of a day."""
    return case.world.latest(case.offender.levels, day or case.as_of)


def no_assessment(case):
    """RK035: a level that rests on no assessment."""
    level = level_fact(case)
    if not case.active or level is None or level.level is None:
        return
    tools = case.threshold("level-rests-on")
    for each in case.offender.assessments:
        if each.out_of_scope is None and (each.tool is None or each.tool in tools):
            if each.on is None or each.on <= case.as_of:
                return
    yield Raised("RK035", "", case.offender.id, HIGH, max(level_since(case, level), case.active_since))


def level_since(case, level):
    """Return the day since which there has been a level without a break: none ends but by another."""
    return min(each.from_ for each in case.world.in_order(case.offender.levels))


def no_level(case):
    """RK036: none recorded."""
    if not case.active or case.level() is not None:
        return
    rows = [row for row in case.of("R-A2") if row.due and row.status.value not in ("not_required", "lapsed")]
    begun = max(each.holds for each in case.world.extents("subject") if each.holds <= case.as_of)
    away = [run.until for run in case.world.runs("deceased", "transferred_out") if run.until <= case.as_of]
    now = [row for row in rows if row.anchor >= max([dt.date.min, *away])] or [r for r in rows if r.anchor >= begun]
    for row in sorted(now, key=lambda row: (row.due, row.key))[:1]:
        if row.due < case.as_of:
            since = max(row.due + DAY, case.active_since)
            yield Raised("RK036", row.part or row.rule, case.key(row), CRITICAL, since)


def unapproved(case):
    """RK038: nobody else has approved it."""
    for each in case.given_until(case.offender.assessments):
        if each.tool not in case.threshold("assessments-to-approve") or each.out_of_scope is not None:
            continue
        limit = case.working_days(each.on, case.threshold("assessment-approval-working-days"))
        if each.approved_by is not None and each.approved_by == each.by:
            yield Raised("RK038", "", each.id, MEDIUM, min(limit + DAY, each.approved_on or each.on))
            continue
        done = each.approved_on <= case.as_of if each.approved_on else each.approved_by is not None
        if done or limit >= case.as_of + 0 * DAY:
            continue
        away = case.world.runs("deceased", "transferred_out")
        gone = [run for run in away if each.on <= run.start <= limit]
        if not gone:
            yield Raised("RK038", "", each.id, MEDIUM, limit + DAY)


def no_static(case):
    """RK039: neither a score nor a reason."""
    for each in case.offender.assessments:
        known = each.tool is None or each.tool in STATIC or each.out_of_scope is not None
        if known and (each.on is None or each.on <= case.as_of):
            return
    rows = [row for row in case.of("R-A1", status="overdue") if row.part in ("", "R-A1")]
    for row in sorted(rows, key=lambda row: row.due)[:1]:
        yield case.late("RK039", row, MEDIUM)


def stale(case):
    """RK040: a new sanction or another tool since the last score."""
    held = [a for a in case.offender.assessments if a.tool is None or a.tool in STATIC]
    if any(a.tool is None or a.on is None for a in held):
        return
    scored = [a for a in held if a.on <= case.as_of]
    if not scored:
        return
    last = max(scored, key=lambda a: (a.on, a.id))
    if last.out_of_scope is not None:
        return
    rows = [row for row in case.of("R-A1", status="overdue") if row.part == "R-A1-sanction" and row.anchor > last.on]
    for row in sorted(rows, key=lambda row: row.due)[:1]:
        yield case.late("RK040", row, MEDIUM)
    retired = case.threshold("tools-retired").get(last.tool)
    if rows or not retired or dt.date.fromisoformat(retired) <= last.on or not case.active:
        return
    since = max(case.working_days(dt.date.fromisoformat(retired), 15) + DAY, case.active_since)
    if since <= case.as_of:
        yield Raised("RK040", "", last.id, MEDIUM, since)


def mismatch(case):
    """RK041: a band the tool does not give, or a tool no longer in use."""
    for each in case.given_until(case.offender.assessments):
        if each.out_of_scope is not None:
            continue
        bands = case.threshold("tool-bands").get(each.tool)
        retired = case.threshold("tools-retired").get(each.tool)
        wrong = bands is not None and each.band is not None and each.band not in bands
        if wrong or (retired is not None and each.on >= dt.date.fromisoformat(retired)):
            yield Raised("RK041", "", each.id, MEDIUM, each.on)


def below_tools(case):
    """RK042: the level is lower than the tools give."""
    if is_below(case, case.as_of):
        yield Raised("RK042", "", case.offender.id, HIGH, since_when(case, lambda day: is_below(case, day)))


def is_below(case, today):
    """Tell whether on a day the level is lower than the tools give."""
    level = level_fact(case, today)
    bands = case.threshold("bands-in-order")
    if not case.active_on(today) or level is None or level.level not in bands or level.reason_code is not None:
        return False
    for line in case.threshold("tools-in-succession"):
        own = [a for a in case.offender.assessments if a.tool in line and a.out_of_scope is None]
        if any(a.on is None and a.approved_on is None for a in own):
            continue
        stands = []
        for a in own:
            day = a.on or a.approved_on
            if a.tool in case.threshold("assessments-to-approve"):
                day = None if a.approved_on is None else max(day, a.approved_on)
            if day is not None and day <= today:
                stands.append((a.on or a.approved_on, a.id, a.band))
        if stands:
            band = max(stands)[2]
            if band in bands and bands.index(band) > bands.index(level.level):
                return True
    return False


def intelligence(case):
    """RK054: the check of intelligence is late, by the year or by a visit."""
    pending = ("open", "overdue", "unknown", "lapsed")
    rows = [row for row in case.of("R-R4") if row.status.value in pending and not row.projected]
    for row in rows[-1:]:
        since = [row.due + DAY] if row.status.value == "overdue" else []
        undated = any(r.kind == "intelligence" and r.on is None for r in case.offender.reviews)
        if case.active and not case.reactive and not undated:
            days = case.threshold("intelligence-check-visit-working-days")
            seen = [v for v in case.visits("seen") if v.place in AT_HOME]
            checks = [r.on for r in case.given_until(case.offender.reviews) if r.kind == "intelligence"]
            for visit in seen:
                begun = min(each.holds for each in case.world.extents("subject"))
                if visit.on < begun or case.holds("deceased", "transferred_out", day=visit.on):
                    continue
                begin, end = case.working_days(visit.on, -days), case.working_days(visit.on, days)
                if end < case.as_of and not any(day >= begin for day in checks):
                    since.append(max(end + DAY, case.active_since))
        if since:
            yield Raised("RK054", row.part or row.rule, case.key(row), MEDIUM, min(since))


def narrow(case):
    """RK055: one system of the police only."""
    checks = [r for r in case.given_until(case.offender.reviews) if r.kind == "intelligence"]
    if not checks or not case.of("R-R4"):
        return
    day = checks[-1].on
    last = [r for r in checks if r.on == day]
    sources = {source for r in last for source in r.sources or ()}
    if len(sources) == 1 and sources <= set(case.threshold("police-systems")):
        yield Raised("RK055", "", last[-1].id, MEDIUM, day)


def odd(case):
    """RK094: the two levels do not go together."""
    level = level_fact(case)
    held = [m for m in case.offender.mappa if m.from_ and m.from_ <= case.as_of < (m.until or dt.date.max)]
    if not case.active or level is None or not held or level.reason_code is not None:
        return
    mappa = max(held, key=lambda m: (m.from_, m.id))
    if [mappa.level, level.level] in [list(pair) for pair in case.threshold("mappa-levels-odd")]:
        yield Raised("RK094", "", mappa.id, MEDIUM, max(mappa.from_, level.from_, case.active_since))
