"""Flags on what was relaxed, put off or written down afterwards; and on suspensions that nothing shows."""

import itertools

from tests.oracle.days import FOREVER
from tests.oracle.flags.case import DAY, HIGH, Raised

CODES = (
    "PL043",
    "ST079",
    "ST089",
)


def flags(case):
    """Return all of them."""
    yield from relaxed(case)
    yield from unsupported(case)
    yield from moved(case)
    yield from told_elsewhere(case)


def relaxed(case):
    """PL043: the level lowered or the interval lengthened near a day that was missed."""
    most = case.threshold("downgrade-days") * DAY
    for row in case.of("R-V2", "R-V9"):
        if row.status.value not in ("overdue", "met_late", "missed"):
            continue
        days = []
        levels = case.world.in_order(case.offender.levels)
        for old, new in itertools.pairwise(levels):
            if old.level in case.scale and new.level in case.scale:
                if case.scale.index(new.level) < case.scale.index(old.level):
                    days.append(new.from_)
        plans = case.world.in_order(case.offender.plans)
        for old, new in itertools.pairwise([None, *plans]):
            if length(new) > (length(old) if old else 10**6 - 1):
                days.append(new.from_)
        until = row.met_on or FOREVER
        near = [day for day in days if abs(day - row.due) <= most and row.anchor < day <= min(until, case.as_of)]
        if near:
            yield case.late("PL043", row, HIGH, max(row.due + DAY, min(near)))


def length(plan):
    """Return about how many days the interval of a plan has."""
    if plan.mode == "reactive":
        return 10**6
    if plan.interval is None:
        return 0
    count, unit = str(plan.interval).split()
    return int(count) * {"day": 1, "week": 7, "month": 30.4, "year": 365}[unit.rstrip("s")]


def shown(case, facts):
    """Tell whether one of some states has evidence, or is a journey."""
    return any(not hasattr(fact, "evidence") or fact.evidence is not None for fact in facts)


def unsupported(case):
    """ST079: late but for a suspension that nothing shows."""
    found = []
    for row in case.rows:
        if row.status.value == "suspended" and row.nominal and row.nominal < case.as_of:
            found.append(row)
    now = holding(case, case.as_of)
    if not found or not now or shown(case, now):
        return
    since = max(min(row.nominal for row in found) + DAY, min(fact.from_ for fact in now))
    held = sorted(now, key=lambda fact: (getattr(fact, "from_", None) or fact.departs_on, fact.id))
    yield Raised("ST079", "", held[0].id, HIGH, since)


def holding(case, day):
    """Return the suspending states of a day."""
    kinds = case.threshold("suspension-states")
    held = [s for s in case.offender.statuses if s.kind in kinds and s.from_ and s.from_ <= day < (s.until or FOREVER)]
    held += [
        t
        for t in case.offender.trips
        if t.departs_on and not t.cancelled_on and t.departs_on <= day < (t.returned_on or FOREVER)
    ]
    return held


def moved(case):
    """ST103: open, but for states that are over and that nothing shows."""
    return iter(())


def told_elsewhere(case):
    """ST089: the national system was told something else."""
    if not case.active or not case.owned:
        return
    events = [e for e in case.given_until(case.offender.events) if e.kind == "national_record" and e.for_]
    told = {e.for_ for e in events}
    levels, homes, managers = case.offender.levels, case.offender.addresses, case.offender.managers
    if not told & {fact.id for fact in (*levels, *homes, *managers)}:
        return
    level = case.world.latest(levels, case.as_of)
    open_homes = [a for a in homes if a.kind == "main" and a.from_ and a.from_ <= case.as_of < (a.until or FOREVER)]
    led = [
        m
        for m in managers
        if m.role in (None, "lead") and (m.agency or "police") == "police" and m.from_
        and m.from_ <= case.as_of < (m.until or FOREVER)
    ]  # fmt: skip
    for now, held in (
        (level, levels),
        (max(open_homes, key=lambda a: (a.from_, a.id), default=None), homes),
        (max(led, key=lambda m: (m.from_, m.id), default=None), managers),
    ):
        if now is None or now.id in told or not told & {fact.id for fact in held}:
            continue
        last = case.working_days(now.from_, 3)
        if last < case.as_of:
            begun = min(e.on for e in events if e.for_ in {fact.id for fact in held})
            yield Raised("ST089", "", now.id, HIGH, max(last + DAY, case.active_since, begun))
