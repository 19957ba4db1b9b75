"""Flags on notification, journeys and the period."""

import datetime as dt

from tests.oracle.days import FOREVER
from tests.oracle.flags.case import DAY, HIGH, MEDIUM, Raised

CODES = (
    "NT065",
    "NT068",
    "NT069",
    "NT070",
    "NT071",
    "NT072",
    "NT074",
    "NT075",
    "NT086",
)


def flags(case):
    """Return all of them."""
    for find in (not_recorded, off_site, mismatch, homes, named, travel, away, wrong):
        yield from find(case)


def breaches(case):
    """Return what is recorded of breaches: the day, what it is for."""
    events = [e for e in case.given_until(case.offender.events) if e.kind in ("breach_suspected", "breach_established")]
    decisions = [d for d in case.given_until(case.offender.decisions) if d.kind == "breach"]
    return [(each.on, each.for_) for each in (*events, *decisions)]


def answered(case, row, ids, given):
    """Tell whether a breach is recorded for a notification that was late."""
    most = case.threshold("late-notification-record-days")
    told = [(day, named) for day, named in breaches(case) if day > row.due]
    return any(named in ids or (named is None and day <= given + most * DAY) for day, named in told)


def not_recorded(case):
    """NT065: late, and nothing says what was made of it."""
    for row in case.of("R-N1", "R-N2", "R-N3", "R-N4", "R-N7", "R-N8", status="met_late"):
        if not answered(case, row, {*row.met_by, row.key, case.key(row)}, row.met_on):
            yield Raised("NT065", row.part or row.rule, case.key(row), HIGH, row.met_on)


def off_site(case):
    """NT068: given elsewhere than at a station."""
    methods = case.threshold("notification-methods")
    held = case.given_until(case.offender.notifications)
    for each in held:
        if each.method is None or each.method in methods:
            continue
        whole = (each.kind, "s83", "s85")
        if not any(n.method in methods and n.on >= each.on and n.kind in whole for n in held):
            yield Raised("NT068", "", each.id, MEDIUM, each.on)


def mismatch(case):
    """NT069: a home that nobody notified."""
    if not case.subject or not case.owned:
        return
    for home in case.offender.addresses:
        if (
            home.kind != "main"
            or (home.notified_on and home.notified_on <= case.as_of)
            or home.from_ is None
            or home.from_ > case.as_of
        ):
            continue
        if home.until is not None and home.until <= case.as_of:
            continue
        if any(
            a.notified_on and a.notified_on <= case.as_of and a.address_id == home.address_id
            for a in case.offender.addresses
        ):
            continue
        if any(n.on >= home.from_ for n in case.given_until(case.offender.notifications)):
            continue
        if home.address_id is None or not any(
            a.notified_on and a.notified_on <= case.as_of for a in case.offender.addresses if a.kind == "main"
        ):
            continue
        last = home.from_
        left = 2
        while left and last <= case.as_of:
            last += DAY
            left -= not case.holds("custody", "hospital", "abroad", day=last)
        if case.as_of > last and not left:
            yield Raised("NT069", "", home.id, HIGH, last + DAY)


def homes(case):
    """NT070: more than one main home."""
    now = {}
    for a in sorted(case.offender.addresses, key=lambda a: (a.from_ or dt.date.max, a.id)):
        if a.kind == "main" and a.from_ and a.from_ <= case.as_of < (a.until or FOREVER):
            now.setdefault(a.address_id or a.id, a)
    held = list(now.values())
    if len(held) > 1:
        yield Raised("NT070", "", held[-1].id, MEDIUM, held[1].from_)


def named(case):
    """NT071, NT072: a stay, a name."""
    for row in case.of("R-N2", status="overdue"):
        if row.part == "R-N2-stay":
            yield case.late("NT071", row, HIGH)
        if any(c.id == row.key and c.about == "name" for c in case.offender.changes):
            yield case.late("NT072", row, HIGH)


def travel(case):
    """NT074: a journey or a return not notified, or late."""
    for row in case.of("R-N6", "R-N7", status="overdue"):
        yield case.late("NT074", row, HIGH)
    for row in case.of("R-N6", status="met_late"):
        trip = next(t for t in case.offender.trips if t.id == row.key)
        if trip.excuse is None and not answered(case, row, {*row.met_by, row.key}, row.met_on):
            yield Raised("NT074", row.part or row.rule, case.key(row), HIGH, row.met_on)


def away(case):
    """NT075: not returned."""
    if not case.active:
        return
    for trip in case.offender.trips:
        if trip.cancelled_on or (trip.returned_on and trip.returned_on <= case.as_of) or not trip.departs_on:
            continue
        if trip.departs_on > case.as_of or trip.due_back_on is None or trip.due_back_on >= case.as_of:
            continue
        inside = [run for run in case.world.runs("custody", "hospital") if run.until > trip.departs_on]
        if not inside:
            yield Raised("NT075", "", trip.id, HIGH, trip.due_back_on + DAY)


def wrong(case):
    """NT086: the stored end is not the one that the rulebook gives."""
    extents = case.world.extents("subject")
    registered = {each.key: each for each in extents if each.span.id == "registered"}
    ordered = [each for each in extents if each.span.id != "registered"]
    if any(r.id not in registered for r in case.offender.registrations):
        return
    for fact in case.offender.registrations:
        own = registered.get(fact.id)
        if fact.stored_end_on is None or own is None:
            continue
        ends = {own.last, max(each.last for each in extents), max(each.last for each in registered.values())}
        ends |= {max(own.last, each.last) for each in ordered}
        if fact.stored_end_on not in ends:
            yield Raised("NT086", "", fact.id, HIGH, own.first)
