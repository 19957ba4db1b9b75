"""Flags on visits and other records that cannot be true, or were made or written up as they should not be."""

import datetime as dt
from itertools import combinations

from tests.oracle.flags.case import AT_HOME, CRITICAL, DAY, FAILED, HIGH, IN_PERSON, MADE, MEDIUM, Raised

CODES = (
    "DC009",
    "DC011",
    "DC012",
    "DC013",
    "DC014",
    "DC015",
    "DC016",
    "DC017",
    "DC018",
    "DC022",
    "DC076",
    "DC101",
    "DC102",
    "DC103",
    "DC104",
    "PR019",
    "PR020",
    "PR025",
    "PR028",
    "PR030",
    "PR101",
    "PR103",
    "PR104",
    "ST081",
    "VD007",
)


def flags(case):
    """Return all of them."""
    for find in (
        counted,
        not_at_home,
        before,
        inside,
        after_death,
        after_exit,
        ahead,
        twice,
        overlapping,
        recorded_before,
        backwards,
        from_one_day,
        before_birth,
        warrants,
        written_up,
        edited,
        unsigned,
        alone,
        wanted,
    ):
        yield from find(case)


def counted(case):
    """DC009: no contact, counted as a visit."""
    history = case.versions("visits")
    for visit in case.visits(*FAILED):
        if visit.signed_off_on and visit.signed_off_on <= case.as_of:
            yield Raised("DC009", "", visit.id, HIGH, max(visit.signed_off_on, visit.on))
    for visit in case.visits("seen"):
        told = [each for each in history[visit.id] if each.outcome in MADE]
        if told[0].outcome in FAILED:
            since = None
            for each in reversed(told):
                if each.outcome != "seen":
                    break
                since = each.recorded_on or each.on
            if since is None or since <= case.as_of:
                yield Raised("DC009", "", visit.id, HIGH, since)


def not_at_home(case):
    """DC011: a contact elsewhere, entered as a visit."""
    if not case.of("R-V1", "R-V2", "R-V9"):
        return
    for visit in case.visits("seen"):
        if visit.place in ("station", "office", "phone", "video"):
            yield Raised("DC011", "", visit.id, MEDIUM, visit.on)


def before(case):
    """DC012: before the person was registered."""
    begun = [each.day for each in case.world.named("subject-since")]
    begin = min(begun, default=None)
    told = [n.on for n in case.offender.notifications if n.kind == "s83" and n.on and n.on <= case.as_of]
    for visit in case.visits(*MADE):
        if begin is not None and visit.on < begin:
            yield Raised("DC012", "", visit.id, MEDIUM, visit.on)
        elif begin and told and visit.on < min(told) and not case.holds("custody", "hospital", day=visit.on):
            yield Raised("DC012", "", visit.id, MEDIUM, min(told))


def inside(case):
    """DC013 to DC015: seen at home while in custody, in hospital, abroad."""
    for visit in case.visits("seen"):
        if visit.place not in AT_HOME:
            continue
        for code, kind in (("DC013", "custody"), ("DC014", "hospital")):
            if case.holds(kind, day=visit.on):
                yield Raised(code, "", visit.id, HIGH, visit.on)
        away = False
        for status in case.offender.statuses:
            if status.kind == "abroad" and status.from_:
                away |= status.from_ < visit.on < (status.until or dt.date.max)
        for trip in case.offender.trips:
            if trip.departs_on and not trip.cancelled_on:
                back = trip.returned_on or dt.date.max
                away |= trip.departs_on < visit.on < back
                if trip.departs_on == visit.on < back and trip.departs_at and visit.at:
                    away |= visit.at >= trip.departs_at
        if away:
            yield Raised("DC015", "", visit.id, HIGH, visit.on)


def after_death(case):
    """DC016: seen after death."""
    deaths = [s.from_ for s in case.offender.statuses if s.kind == "deceased" and s.from_ and s.from_ <= case.as_of]
    for visit in case.visits("seen"):
        if deaths and visit.on > min(deaths):
            yield Raised("DC016", "", visit.id, CRITICAL, visit.on)


def after_exit(case):
    """DC017: after the end of the requirements, or after the case passed to another force."""
    extents = case.world.extents("subject")
    known = not case.in_doubt
    for visit in case.visits(*MADE):
        gone = [run for run in case.world.runs("transferred_out") if run.start < visit.on < run.until]
        gone += [run for run in case.world.runs("not_subject") if run.start <= visit.on < run.until]
        ended = any(each.last < visit.on for each in extents)
        if gone or (known and ended and not any(each.holds <= visit.on <= each.last for each in extents)):
            yield Raised("DC017", "", visit.id, MEDIUM, visit.on)


def ahead(case):
    """DC018: an outcome of a day that has not come."""
    for visit in case.visits(*MADE, ahead=True):
        if visit.on > case.as_of:
            told = visit.recorded_on
            yield Raised("DC018", "", visit.id, HIGH, told if told and told <= case.as_of else None)


def minutes(visit):
    """Return the minute at which a visit was made, counted from no day; None if not known."""
    if visit.at is None:
        return None
    hour, minute = str(visit.at).split(":")[:2]
    return visit.on.toordinal() * 1440 + int(hour) * 60 + int(minute)


def twice(case):
    """DC022: one visit entered twice."""
    least = case.threshold("duplicate-visit-minutes")
    for first, second in combinations(case.visits(*MADE), 2):
        same = first.outcome == second.outcome
        same &= None in (first.place, second.place) or first.place == second.place
        same &= None in (first.address_id, second.address_id) or first.address_id == second.address_id
        if not same:
            continue
        if first.at is not None and second.at is not None and abs(minutes(first) - minutes(second)) <= least:
            yield Raised("DC022", "", second.id, MEDIUM, second.on)
        elif first.on == second.on and set(first.officers or ()) & set(second.officers or ()):
            if first.outcome in FAILED and first.at is not None and second.at is not None:
                continue
            yield Raised("DC022", "", second.id, MEDIUM, second.on)


def overlapping(case):
    """DC076: two periods of custody or hospital at once."""
    held = [s for s in case.offender.statuses if s.kind in ("custody", "hospital") and s.from_]
    held = sorted((s for s in held if s.until is None or s.until > s.from_), key=lambda s: (s.from_, s.id))
    for first, second in combinations(held, 2):
        if second.from_ < (first.until or dt.date.max) and second.from_ <= case.as_of:
            yield Raised("DC076", "", second.id, MEDIUM, second.from_)


def recorded_before(case):
    """DC101: written down before it was done."""
    for fact in case.visits(*MADE):
        if fact.recorded_on and fact.recorded_on < fact.on:
            yield Raised("DC101", "", fact.id, HIGH, fact.on)
    for fact in case.given_until(case.offender.assessments):
        early = [day for day in (fact.recorded_on, fact.approved_on) if day and day < fact.on]
        if early:
            yield Raised("DC101", "", fact.id, HIGH, fact.on)
    for fact in case.given_until(case.offender.decisions):
        if fact.recorded_on and fact.recorded_on < fact.on:
            yield Raised("DC101", "", fact.id, HIGH, fact.on)


def backwards(case):
    """DC102: an end before the beginning; each id once, the arrays and their ends in the order of the check's text."""
    found = {}
    for array, begins, *ends in (
        ("registrations", "convicted_on", "sentenced_on", "ended_on"),
        ("visits", "on", "signed_off_on"),
        *((name, "from_", "until") for name in ("statuses", "addresses", "stays")),
        ("trips", "departs_on", "due_back_on", "returned_on"),
        ("orders", "made_on", "ends_on", "discharged_on"),
        *((name, "from_", "until") for name in ("managers", "mappa")),
        ("decisions", "received_on", "on"),
        ("transfers", "asked_on", "accepted_on", "refused_on"),
    ):
        for fact in getattr(case.offender, array):
            days = [getattr(fact, end) for end in ends]
            begun = getattr(fact, begins)
            wrong = [day for day in days if begun and day and day < begun and day <= case.as_of]
            if wrong:
                found.setdefault(fact.id, wrong[0])
    for key, day in found.items():
        yield Raised("DC102", "", key, MEDIUM, day)


def from_one_day(case):
    """DC103: of the levels, or plans, that began last, one says something else than the one with the last id."""
    levels = [fact for fact in case.offender.levels if fact.level is not None]
    said = (
        (levels, lambda fact: fact.level),
        (case.offender.plans, lambda fact: (fact.interval, fact.mode or "active")),
    )
    for facts, says in said:
        begun = case.given_until(facts, "from_")
        if any(fact.from_ == begun[-1].from_ and says(fact) != says(begun[-1]) for fact in begun):
            yield Raised("DC103", "", begun[-1].id, HIGH, begun[-1].from_)


def before_birth(case):
    """DC104: a registration from before birth, or with an age that the date of birth does not give on its day."""
    born = case.offender.born_on
    for fact in case.offender.registrations if born else ():
        day = fact.relevant_on or fact.convicted_on
        if day is None or day > case.as_of:
            continue
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        eve = (born.month, born.day, day.month, day.day) == (2, 29, 2, 28) and day + DAY == dt.date(day.year, 3, 1)
        ages = {years, years + 1} if eve else {years}
        stated = fact.age_on_relevant_date if fact.relevant_on else None
        if day < born or (stated is not None and stated not in ages):
            yield Raised("DC104", "", fact.id, HIGH, day)


def warrants(case):
    """VD007: a warrant while it was not to be had."""
    for fact in case.given_until(case.offender.decisions):
        if fact.kind == "warrant" and fact.outcome == "granted":
            runs = [run for state in ("custody", "hospital", "abroad") for run in case.world.runs(state)]
            if any(run.start < fact.on < run.until for run in runs):
                yield Raised("VD007", "", fact.id, MEDIUM, fact.on)


def last_day(case, day):
    """Return the last day for writing up a visit of a day."""
    return case.working_days(day, 1 if case.level(day) in ("high", "very_high") else 3)


def written_up(case):
    """PR019, PR020: written up late, or not at all."""
    history = case.versions("visits")
    for row in case.of("R-V15"):
        if row.part == "R-V15-planned":
            if row.status.value == "overdue":
                yield case.late("PR020", row, HIGH)
            continue
        first = next(each for each in history[row.key] if each.outcome in MADE)
        if first.recorded_on and first.recorded_on > row.due and first.recorded_on <= case.as_of:
            yield case.late("PR019", row, MEDIUM, first.recorded_on)


def edited(case):
    """PR101, PR103: changed after the last day for writing it up."""
    for id_, told in case.versions("visits").items():
        first = next((n for n, each in enumerate(told) if each.outcome in MADE and not each.withdrawn), None)
        if first is None or told[first].on is None:
            continue
        limit = last_day(case, told[first].on)
        now = told[first]
        for code, names in (
            ("PR101", ("on", "outcome", "place", "address_id")),
            ("PR103", ("entry", "purposes", "officers", "exception_id")),
        ):
            now = told[first]
            for each in told[first + 1 :]:
                if each.withdrawn:
                    if code == "PR103" and late(case, each, limit) and told[-1].withdrawn and not doubled(case, now):
                        yield Raised(code, "", id_, MEDIUM, each.recorded_on)
                        break
                    continue
                changed = any(getattr(each, name) != getattr(now, name) for name in names)
                now = each
                if changed and late(case, each, limit):
                    yield Raised(code, "", id_, MEDIUM, each.recorded_on)
                    break


def doubled(case, visit):
    """Tell whether another entry of that day has the outcome of a visit."""
    return any(v.on == visit.on and v.outcome == visit.outcome and v.id != visit.id for v in case.offender.visits)


def late(case, version, limit):
    """Tell whether a version was recorded after a day."""
    return version.recorded_on is not None and limit < version.recorded_on <= case.as_of


def unsigned(case):
    """PR104: not checked by a supervisor."""
    if not any(v.signed_off_on and v.signed_off_on <= case.as_of and v.signed_off_by for v in case.offender.visits):
        return
    rows = sorted(case.of("R-V16", status="overdue"), key=lambda row: (row.due, row.anchor))
    for row in rows[:1]:
        yield case.late("PR104", row, MEDIUM)


def alone(case):
    """PR025, PR028, PR030: alone, with somebody not vetted, announced."""
    for visit in case.visits(*MADE):
        staff = len(set(visit.officers or ()))
        if visit.place in IN_PERSON and 0 < staff < case.threshold("visit-staff-minimum") and not visit.exception_id:
            yield Raised("PR025", "", visit.id, HIGH, visit.on)
        for other in visit.others or ():
            if other.vetted is False or (other.vetted is None and other.role is None):
                yield Raised("PR028", "", visit.id, CRITICAL, visit.on)
                break
        if visit.place in AT_HOME and visit.announced and not visit.announced_reason:
            yield Raised("PR030", "", visit.id, MEDIUM, visit.on)


def wanted(case):
    """ST081: seen while missing."""
    for visit in case.visits("seen"):
        if visit.place in (*IN_PERSON, "station", "office"):
            for status in case.offender.statuses:
                if (
                    status.kind == "missing"
                    and status.from_
                    and status.from_ < visit.on < (status.until or dt.date.max)
                ):
                    yield Raised("ST081", "", visit.id, HIGH, visit.on)
                    break
