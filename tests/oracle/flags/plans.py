"""Flags on plans, their dates, reactive management, and who manages."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from tests.oracle.flags.case import AT_HOME, CRITICAL, DAY, HIGH, INFO, MEDIUM, Raised, later, since_when
from tests.oracle.flags.risk import level_fact

CODES = (
    "PL045",
    "PL047",
    "PL048",
    "PL050",
    "PL053",
    "WF057",
    "WF058",
    "WF059",
)


def flags(case):
    """Return all of them."""
    for find in (missing, older, laxer, ineligible, visited, orphaned, two, self_reviewed):
        yield from find(case)


def missing(case):
    """PL045: no plan."""
    rows = case.of("R-R1", status="overdue")
    plans = [p for p in case.offender.plans if p.approved_by and (p.interval or p.mode == "reactive")]
    if any(p.from_ is not None and p.from_ <= case.as_of for p in plans):
        return
    for row in sorted(rows, key=lambda row: row.due)[:1]:
        yield case.late("PL045", row, HIGH)


def older(case):
    """PL048: the plan is older than the level."""
    level = level_fact(case)
    plans, reviews = case.offender.plans, [r for r in case.offender.reviews if r.kind == "plan"]
    if not case.active or level is None or level.level is None or case.plan is None:
        return
    if any(p.from_ is None for p in plans) or any(r.on is None for r in reviews):
        return
    since = None
    for each in reversed(case.world.in_order(case.offender.levels)):
        if each.level != level.level:
            break
        since = each.from_
    days = [p.from_ for p in plans] + [p.reviewed_on for p in plans] + [r.on for r in reviews]
    if not any(day and since <= day <= case.as_of for day in days):
        yield Raised("PL048", "", case.plan.id, MEDIUM, max(since, case.active_since))


EVERY = {"very_high": 1, "high": 3, "medium": 6, "low": 12}


def laxer(case):
    """PL047: longer than the level's interval, and nobody said why."""
    if is_laxer(case, case.as_of):
        yield Raised("PL047", "", case.plan.id, HIGH, since_when(case, lambda day: is_laxer(case, day)))


def is_laxer(case, today):
    """Tell whether on a day the plan gives a later day than the level."""
    plan, level = case.world.plan(today), case.level(today)
    if plan is None or plan.mode == "reactive" or plan.interval is None or level not in EVERY:
        return False
    if plan.reason_code is not None and plan.approved_by is not None and plan.approved_by != plan.by:
        return False
    told = [n for n in case.given_until(case.offender.notifications) if n.on <= today and n.home_kind]
    places = [a.notified_on for a in case.offender.addresses if a.kind == "place_found" and a.notified_on]
    if (told and told[-1].home_kind == "place_found") or any(day <= today for day in places):
        return False
    visits = [each.day for each in case.world.named("qualifying-visit") if each.day <= today]
    entries = [each.day for each in case.world.named("entry") if each.day <= today]
    if not case.active_on(today) or not visits + entries:
        return False
    last = max(visits or entries)
    return later(last, plan.interval) > last + relativedelta(months=EVERY[level])


def ineligible(case):
    """PL050: reactive without meeting every test, on its first day or since."""
    plan = case.plan
    if not case.active or plan is None or plan.mode != "reactive":
        return
    since = [day for day in days_between(plan.from_, case.as_of) if fails(case, plan, day)]
    fails_now = fails(case, plan, case.as_of)
    fails_then = fails(case, plan, plan.from_)
    if fails_then:
        yield Raised("PL050", "", plan.id, HIGH, max(plan.from_, case.active_since))
    elif fails_now:
        day = case.as_of
        while day > plan.from_ and day - DAY in since:
            day -= DAY
        yield Raised("PL050", "", plan.id, HIGH, max(day, case.active_since))


def days_between(first, last):
    """Return each day."""
    return {first + n * DAY for n in range((last - first).days + 1)}


def fails(case, plan, day):
    """Tell whether a test fails on a day."""
    years = case.threshold("reactive-years")
    back = day - relativedelta(years=years)
    levels = [each for each in case.world.in_order(case.offender.levels) if each.from_ <= day]
    if levels:
        if levels[0].from_ > back and not case.in_doubt:
            return True
        held = [e for n, e in enumerate(levels) if n + 1 == len(levels) or levels[n + 1].from_ > back]
        if any(each.level and each.level not in case.threshold("reactive-levels") for each in held):
            return True
    # Nobody has been low so long who has not been subject so long.
    begun = [each.holds for each in case.world.extents("subject")]
    if begun and min(begun) > back and not case.in_doubt:
        return True
    for each in case.given_until(case.offender.events):
        if each.kind in case.threshold("reactive-barring-events") and back < each.on <= day:
            return True
    for kind in case.threshold("reactive-barring-orders"):
        if any(run.start <= day < run.until for run in case.world.runs(f"order.{kind}")):
            return True
    told = back if case.threshold("reactive-intelligence-years") == years else None
    for each in case.given_until(case.offender.events):
        if each.kind in case.threshold("reactive-intelligence-events") and told < each.on <= day:
            decided = [
                d
                for d in case.given_until(case.offender.decisions)
                if d.kind == "return_to_active" and d.outcome == "continue" and each.on <= d.on <= day
            ]
            if not [d for d in decided if d.for_ == each.id]:
                return True
    return plan.approved_by is None or plan.approved_by == plan.by


def visited(case):
    """PL053: a routine visit planned in reactive management."""
    if not case.reactive or not case.active:
        return
    if any(r.status.value in ("open", "overdue", "unknown") for r in case.of("R-V1", "R-V7", "R-V8", "R-V10")):
        return
    for visit in case.offender.visits:
        if visit.outcome not in (None, "planned") or visit.place not in AT_HOME or not visit.purposes:
            continue
        day = visit.on or visit.planned_on
        if day is None or day < case.as_of:
            continue
        plans = sorted((p for p in case.offender.plans if p.from_), key=lambda p: (p.from_, p.id))
        then = [p for p in plans if p.from_ <= day]
        if then[-1].mode == "reactive" and set(visit.purposes) <= set(case.threshold("routine-visit-purposes")):
            yield Raised("PL053", "", visit.id, INFO, None)


def orphaned(case):
    """WF058: nobody manages the case."""
    if not case.active:
        return
    if any(m.from_ is None and (m.until is None or m.until > case.as_of) for m in case.offender.managers):
        return
    leads = [m for m in case.offender.managers if m.role in (None, "lead") and m.from_]
    if not case.holds("manager.police"):
        ended = [
            m.until
            for m in leads
            if m.until and m.until > m.from_ and m.until <= case.as_of and (m.agency or "police") == "police"
        ]
        rows = [row for row in case.of("R-P1") if row.status.value in ("open", "overdue")]
        key = case.key(rows[-1]) if rows else case.offender.id
        yield Raised("WF058", "R-P1", key, CRITICAL, max([*ended, case.active_since]))


def two(case):
    """WF059: two lead."""
    if not case.active:
        return
    now = [
        m
        for m in case.offender.managers
        if m.role == "lead" and m.agency and m.officer_id and m.from_ and m.from_ <= case.as_of
        and (m.until is None or m.until > case.as_of)
    ]  # fmt: skip
    now.sort(key=lambda m: (m.from_, m.id))
    for agency in sorted({m.agency for m in now}):
        own = [m for m in now if m.agency == agency]
        others = [m for m in own if m.officer_id != own[0].officer_id]
        if others:
            yield Raised("WF059", "", others[0].id, MEDIUM, max(others[0].from_, case.active_since))


def self_reviewed(case):
    """WF057: reviewed by the own manager."""
    held = [r for r in case.offender.reviews if r.kind == "supervisor"]
    if any(r.on is None for r in held) or not case.of("R-R3"):
        return
    past = case.given_until(held)
    if not past:
        return
    last = [r for r in past if r.on == past[-1].on]
    if any(r.by is None for r in last):
        return

    def manages(review):
        return any(
            m.officer_id == review.by and m.from_ and m.from_ <= review.on < (m.until or dt.date.max)
            for m in case.offender.managers
        )

    rows = [r for r in case.of("R-R3") if r.status.value in ("open", "overdue", "unknown") and not r.projected]
    if all(manages(r) for r in last) and rows:
        since = None
        for review in reversed(past):
            if not manages(review):
                break
            since = review.on
        yield Raised("WF057", rows[-1].part, case.key(rows[-1]), HIGH, since)
