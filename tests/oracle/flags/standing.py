"""Flags on what suspends, who owns a case, how it ends, and orders."""

from dateutil.relativedelta import relativedelta

from tests.oracle.days import FOREVER
from tests.oracle.flags.case import AT_HOME, CRITICAL, DAY, HIGH, MADE, MEDIUM, Raised
from tests.oracle.lasting import order_life

CODES = (
    "NT085",
    "OR082",
    "OR083",
    "OR084",
    "RB101",
    "ST077",
    "ST078",
    "ST087",
    "ST088",
    "ST090",
    "ST092",
    "VD004",
)

DETAINED = ("custody", "hospital")


def flags(case):
    """Return all of them."""
    for find in (
        released,
        open_ended,
        national,
        marker,
        after_end,
        owners,
        ends,
        orders,
        conditions,
        others,
        long_without,
    ):
        yield from find(case)


def released(case):
    """ST077: released, not notified, and no visit in sight."""
    for row in case.of("R-N2", status="overdue"):
        if row.part != "R-N2-release":
            continue
        days = [v.on or v.planned_on for v in case.offender.visits if v.outcome in (None, "planned", *MADE)]
        if not any(day and day >= row.anchor for day in days):
            yield case.late("ST077", row, CRITICAL)


def open_ended(case):
    """ST078: suspended without an end, and nobody looked."""
    if not case.subject or not case.owned:
        return
    looked = [r.on for r in case.given_until(case.offender.reviews) if r.kind in ("plan", "supervisor")]
    held = [(s.from_, s) for s in case.offender.statuses if s.kind in case.threshold("suspension-states")]
    held = [(day, s) for day, s in held if s.until is None]
    held += [(t.departs_on, t) for t in case.offender.trips if not t.returned_on and not t.cancelled_on]
    for day, fact in held:
        if day is None or day > case.as_of:
            continue
        last = max([day, *(on for on in looked if on >= day)])
        since = last + (case.threshold("suspension-review-days") + 1) * DAY
        if since <= case.as_of:
            yield Raised("ST078", "", fact.id, MEDIUM, since)


def national(case):
    """ST088: no national record."""
    for row in sorted(case.of("R-P2", status="overdue"), key=lambda row: row.due)[:1]:
        yield case.late("ST088", row, HIGH)


def marker(case):
    """ST090: no marker, or not verified."""
    late = case.of("R-P3", status="overdue")
    for row in sorted(late, key=lambda row: row.due)[:1]:
        yield case.late("ST090", row, MEDIUM)
    held = case.given_until(case.offender.reviews)
    markers = [r.on for r in held if r.kind == "marker"]
    looked = [r for r in held if r.kind == "supervisor"]
    if case.active and markers and looked and max(markers) < looked[-1].on and case.of("R-P3"):
        after = [r.on for r in looked if r.on > max(markers)]
        yield Raised("ST090", "", max((r.on, r.id) for r in held if r.kind == "marker")[1], MEDIUM, min(after))


def leads(case, day=None):
    """Return the leads of the police on a day."""
    day = day or case.as_of
    return [
        m
        for m in case.offender.managers
        if m.role in (None, "lead") and (m.agency or "police") == "police"
        and m.from_ and m.from_ <= day < (m.until or FOREVER)
    ]  # fmt: skip


def after_end(case):
    """ST087: past every end, and still managed."""
    extents = case.world.extents("subject")
    if not extents or not case.owned:
        return
    led = [m for m in case.offender.managers if m.role in (None, "lead") and (m.agency or "police") == "police"]
    led = [m for m in led if (m.from_ or case.as_of) <= case.as_of < (m.until or FOREVER)]
    if not led:
        return
    last = max(each.last for each in extents)
    unclosed = [r for r in case.offender.registrations if r.ended_on is None]
    if last < case.as_of and unclosed:
        yield Raised("ST087", "", led[0].id, HIGH, last + DAY)


def owners(case):
    """ST092: two forces own the case, or none."""
    if not case.subject:
        return
    accepted = [t for t in case.given_until(case.offender.transfers, "accepted_on") if t.to]
    for status in case.offender.statuses:
        if status.kind == "transferred_out" and status.from_ and status.from_ <= case.as_of < (status.until or FOREVER):
            if status.evidence is None and (not accepted or accepted[-1].to == case.offender.force):
                yield Raised("ST092", "", status.id, HIGH, status.from_)
    if accepted and accepted[-1].to != case.offender.force:
        day = accepted[-1].accepted_on + DAY
        before = [m for m in leads(case, accepted[-1].accepted_on) if m in leads(case, day) and m in leads(case)]
        if before and day <= case.as_of:
            yield Raised("ST092", "", accepted[-1].id, HIGH, day)


def ends(case):
    """OR082, NT085: an end is near, and nothing decided."""
    for code, part in (("OR082", "R-O1"), ("NT085", "R-O1-period")):
        rows = [r for r in case.of("R-O1") if r.part == part and r.status.value in ("open", "overdue")]
        if part == "R-O1-period" and case.in_doubt:
            continue
        for key in sorted({r.key for r in rows}):
            last = max((r for r in rows if r.key == key), key=lambda r: r.due)
            yield Raised(code, part, case.key(last), HIGH, last.due)


def orders(case):
    """OR083: an order without an end, too short, too long, or that replaces what replaces it."""
    for order in case.offender.orders:
        rule = next((r for r in case.book.order if order.kind in r.kind), None)
        start, last = order_life(case.world, order)
        if rule is None or start is None or not start <= case.as_of <= last:
            continue
        items = order.items or ()
        further = order.until_further_order or any(i.until_further_order for i in items)
        longest = max((i.years or 0 for i in items if i.kind != "foreign_travel"), default=0)
        limit = order.ends_on or start + relativedelta(years=longest) - DAY
        if not order.ends_on and not longest:
            limit = FOREVER
        ended = order.ends_on or order.discharged_on or any(i.years for i in items)
        wrong = not further and not ended and not rule.ends_with
        if further and rule.until_further_order is False:
            wrong = True
        if limit != FOREVER and (order.ends_on or not further):
            if rule.minimum and limit < start + relativedelta(months=rule.minimum.months) - DAY:
                wrong = True
            if not further and rule.maximum and limit > start + relativedelta(months=rule.maximum.months) - DAY:
                wrong = True
        other = next((o for o in case.offender.orders if o.id == order.replaces != order.id), None)
        if other is not None and other.replaces == order.id:
            wrong = True
        if wrong:
            yield Raised("OR083", "", order.id, MEDIUM, start)


def conditions(case):
    """OR084: a condition that nobody checks."""
    if not case.active:
        return
    kinds, most = case.threshold("order-conditions-to-check"), case.threshold("order-check-visits")
    for order in case.offender.orders:
        start, last = order_life(case.world, order)
        if start is None or not start <= case.as_of <= last:
            continue
        if not any(item.kind in kinds for item in order.items or ()):
            continue
        checks = [e.on for e in case.given_until(case.offender.events) if e.kind == "device_check"]
        checks += [v.on for v in case.visits("seen") if "detect_offence" in (v.purposes or ())]
        begin = max([start, *(day for day in checks if day >= start)])
        checked = begin in checks
        seen = [v for v in case.visits("seen") if v.place in AT_HOME and (v.on > begin if checked else v.on >= begin)]
        if len(seen) >= most:
            yield Raised("OR084", "", order.id, HIGH, max(seen[most - 1].on, case.active_since))


def others(case):
    """RB101: late, and no other flag is about it."""
    named = {rule for check in case.checks for rule in (*check.rules, *check.also_rules)}
    for row in case.rows:
        if row.status.value != "overdue" or row.rule in named:
            continue
        if row.rule in (case.threshold("duties-told-where-recorded") or ()):
            if not any(r.kind == "level" for r in case.given_until(case.offender.reviews)):
                continue
        rule = next(r for r in case.book.rule if r.id == row.part)
        law = str(getattr(rule.authority, "value", rule.authority)) == "LAW"
        most = case.threshold("duty-overdue-high-days")
        yield case.late("RB101", row, HIGH if law or (most and row.days_late > most) else MEDIUM)


EVERY = {"very_high": 1, "high": 3, "medium": 6, "low": 12, None: 12}


def long_without(case):
    """VD004: tried and not succeeded for so many intervals."""
    for row in case.of("R-V2", "R-V9", status="overdue"):
        failed = [v.on for v in case.visits("no_reply", "refused", "not_seen") if v.place in (None, *AT_HOME)]
        failed = [day for day in failed if day >= row.anchor]
        since = interval_after(case, row, case.threshold("visit-no-success-intervals")) + DAY
        if failed and since <= case.as_of:
            yield case.late("VD004", row, CRITICAL, max(since, min(failed), row.due + DAY))


def interval_after(case, row, count):
    """Return the day so many intervals after the anchor."""
    plan = case.plan
    if row.regime == "plan" and plan is not None and plan.interval:
        number, unit = str(plan.interval).split()
        step = {"month": relativedelta(months=1), "week": 7 * DAY, "day": DAY, "year": relativedelta(years=1)}
        found = row.anchor + count * int(number) * step[unit.rstrip("s")]
        most = row.anchor + relativedelta(months=count)
        return min(found, most) if row.rule == "R-V9" else found
    months = 1 if row.rule == "R-V9" else EVERY[case.level()]
    return row.anchor + relativedelta(months=count * months)
