"""Flags on a row of visits that can be foreseen: announced, one weekday, office hours, one rhythm."""

from fractions import Fraction
from itertools import pairwise

from tests.oracle.flags.case import AT_HOME, HIGH, INFO, LOW, MADE, MEDIUM, Raised, since_when

CODES = (
    "PR031",
    "PR032",
    "PR033",
    "PR034",
)


def flags(case):
    """Return all of them."""
    yield from announced(case)
    yield from weekday(case)
    yield from office_hours(case)
    yield from rhythm(case)


def at_home(case, *, or_unknown=False):
    """Return visits and attempts at home or the place found, in order."""
    return [v for v in case.visits(*MADE) if v.place in AT_HOME or (or_unknown and v.place is None)]


def announced(case):
    """PR031: too many announced."""
    if too_often(case, case.as_of):
        yield Raised("PR031", "", case.offender.id, HIGH, since_when(case, lambda day: too_often(case, day)))


def too_often(case, day):
    """Tell whether by a day more than the share were announced."""
    past = [visit for visit in at_home(case, or_unknown=True) if visit.on <= day]
    last = past[-case.threshold("announced-share-last-visits") :]
    told = [visit for visit in last if visit.announced]
    if len(last) < case.threshold("announced-share-least-visits"):
        return False
    return Fraction(100 * len(told), len(last)) > case.threshold("announced-share")


def longest_row(visits, fits):
    """Return the longest row of the last visits that fit together, oldest first."""
    row = []
    for visit in reversed(visits):
        if not fits([visit, *row]):
            break
        row = [visit, *row]
    return row


def days_of(row):
    """Return the different days of some visits, in order."""
    return sorted({visit.on for visit in row})


def weekday(case):
    """PR032: all on one weekday."""
    row = longest_row(at_home(case), lambda row: len({visit.on.weekday() for visit in row}) == 1)
    days = days_of(row)
    least, many = case.threshold("same-weekday-visits"), case.threshold("same-weekday-many-visits")
    if len(days) >= least:
        yield Raised("PR032", "", case.offender.id, MEDIUM if len(days) >= many else INFO, days[least - 1])


def office_hours(case):
    """PR033: all within office hours."""
    begin, end = case.threshold("office-hours")
    least, many = case.threshold("office-hours-visits"), case.threshold("office-hours-many-visits")

    def fits(row):
        return all(v.at is not None and v.on.weekday() < 5 and begin <= str(v.at)[:5] < end for v in row)

    days = days_of(longest_row(at_home(case, or_unknown=True), fits))
    if len(days) >= least:
        yield Raised("PR033", "", case.offender.id, LOW if len(days) >= many else INFO, days[least - 1])


def rhythm(case):
    """PR034: all so many days apart."""
    days = even(case, case.as_of)
    if days:
        since = since_when(case, lambda day: bool(even(case, day)))
        severity = LOW if len(days) >= case.threshold("regular-interval-many-visits") else INFO
        yield Raised("PR034", "", case.offender.id, severity, since)


def even(case, today):
    """Return the days up to a day that have one rhythm; none if that is nothing out of the ordinary."""
    spread = 2 * case.threshold("regular-interval-days")

    def fits(row):
        between = [(after - before).days for before, after in pairwise(days_of(row))]
        return all(v.place is not None for v in row) and (not between or max(between) - min(between) <= spread)

    visits = [visit for visit in at_home(case, or_unknown=True) if visit.on <= today]
    days = days_of(longest_row(visits, fits))
    if len(days) < case.threshold("regular-interval-visits"):
        return []
    return days if rare(days[-case.threshold("regular-interval-many-visits") :], spread) else []


def rare(days, spread):
    """Tell whether so close intervals are so in at most half of the cases."""
    between = [(after - before).days for before, after in pairwise(days)]
    width, count = spread + 1, len(between)
    mean = Fraction(sum(between), count)
    # Of any of as many days as the mean has, all within a width: the lowest is anywhere, none beyond.
    ways = int(mean)
    inside = 0
    for low in range(ways):
        top = min(low + width, ways)
        inside += (top - low) ** count - (top - low - 1) ** count
    return Fraction(inside, ways**count) * 2 <= 1
