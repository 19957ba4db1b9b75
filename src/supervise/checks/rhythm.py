"""PR 33-34: visits at hours and at intervals that can be foreseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.habits import MOST_COUNTED, days_back, days_back_to
from supervise.checks.inquiry import Inquiry, Made
from supervise.dates.hours import local_minute
from supervise.dates.ordinals import weekday
from supervise.engine.happenings import minute_of
from supervise.engine.obligation import date_of
from supervise.errors import InvalidDateError
from supervise.model.facts import Visit

__all__ = ["FAMILY", "RHYTHM", "hours_of", "in_office_hours"]

FAMILY = "PR"

_SATURDAY = 5
_WEEK = 7


# ── PR033 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _office_hours_only(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    least, many = inquiry.number("office-hours-visits"), inquiry.number("office-hours-many-visits")
    if least is None or len(inquiry.perhaps_at_home) < least:
        return
    office, visiting = (hours_of(inquiry.words(name)) for name in ("office-hours", "visiting-hours"))
    if not office or not visiting:
        return
    days = days_back_to(inquiry, lambda made: in_office_hours(*made, office))
    if len(days) < max(least, 1):
        return
    counted = min(len(days), MOST_COUNTED)
    yield check.flag(
        inquiry,
        inquiry.schedule.offender.id,
        since=days[max(least, 1) - 1],
        severity=_of_many(check, len(days), many),
        message=f"The last {len(days)} days with a visit at home were all working days within office hours: make the"
        " next visit in the evening or at a weekend.",
        evidence=(
            ("visits", len(days)),
            ("first", date_of(days[0])),
            ("last", date_of(days[-1])),
            ("office_hours", inquiry.words("office-hours")),
            ("visiting_hours", inquiry.words("visiting-hours")),
            ("chance_one_in", (_WEEK * len(visiting)) ** counted // (_SATURDAY * len(office)) ** counted),
        ),
    )


@lru_cache(maxsize=64)
def hours_of(times: tuple[str, ...]) -> range:
    """Return the minutes of a day from the first of two times to before the second; empty if they are none.

    >>> hours_of(("08:00", "18:00")), hours_of(("noon",))
    (range(480, 1080), range(0, 0))
    """
    try:
        first, last = (local_minute(0, word) for word in times)
    except (ValueError, InvalidDateError):
        return range(0)
    return range(first, last)


def in_office_hours(day: int, visit: Visit, office: range) -> bool:
    """Whether a visit was on a working day of the week within office hours; without a time nobody knows."""
    return weekday(day) < _SATURDAY and minute_of(visit.at) in office


def _of_many(check: Check, days: int, many: int | None) -> Severity:
    return Severity.LOW if many is not None and days >= many else check.severity


PR033 = Check(
    code="PR033",
    slug="office_hours_only",
    severity=Severity.INFO,
    what="The last visits and attempts at home or the place found, on at least 5 different days, were all on Mondays to"
    " Fridays within office hours (08:00 to before 18:00). Information only; low from 20 days. One without a time ends"
    " the row. The evidence gives the chance: if each of n visits fell on any day of the week and any minute of the"
    " hours in which visits are made (08:00 to 21:00) alike, all n would be within office hours once in (7 times those"
    " minutes) to the power of n, over (5 times the minutes of office hours) to the power of n, cases; n is at most"
    " 20.",
    why="Current guidance asks to vary days and times, evenings included. Who works or hides something has the evening"
    " to himself if nobody ever comes then. By chance alone one row of 5 in 20 looks like this: it is a note.",
    example="Visits on 6 January, 3 February, 3 March, 7 April and 5 May 2026, all Tuesdays, each at 10:30: flagged"
    " from 5 May; by chance once in 19 cases.",
    what_to_do="Make the next visit in the evening or at a weekend.",
    clears="A visit at home before or after office hours, or on a Saturday or Sunday.",
    source="College of Policing APP, home visits; hours and numbers by default of this library",
    thresholds=("office-hours-visits", "office-hours-many-visits", "office-hours", "visiting-hours"),
    stability="preview",
    flags=_office_hours_only,
)


# ── PR034 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _regular_interval(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    least, many, days = (inquiry.number(name) for name in check.thresholds)
    if least is None or days is None or len(inquiry.perhaps_at_home) < least:
        return
    # Two visits have one interval, which is always like itself.
    least = max(least, _FEWEST)
    row = _regular(days_back(inquiry, _has_place), 2 * days)
    if len(row) < least:
        return
    if (chance := _chance(row, 2 * days)) > 1:
        since = _since(days_back_to(inquiry, _has_place), least, 2 * days)
        yield _foreseen(check, inquiry, row, since, chance, many)


def _has_place(made: Made) -> bool:
    return made[1].place is not None


_FEWEST = 3


def _regular(days: Iterable[int], spread: int) -> list[int]:
    """Return the last days as far back as the longest and the shortest interval differ by no more than a spread.

    They are given from the last one back, and none is looked at beyond the first that breaks the row.
    """
    row: list[int] = []
    shortest = longest = 0
    for day in days:
        if row:
            gap = row[-1] - day
            shortest, longest = min(gap, shortest or gap), max(gap, longest)
            if longest - shortest > spread:
                break
        row.append(day)
    return row[::-1]


def _since(days: list[int], least: int, spread: int) -> int:
    """Return the day from which on each visit has made a row long enough, and one that chance does not explain."""
    count = len(days)
    while count > least:
        row = _regular(reversed(days[: count - 1]), spread)
        if len(row) < least or _chance(row, spread) == 1:
            break
        count -= 1
    return days[count - 1]


def _mean(row: list[int]) -> int:
    return (row[-1] - row[0]) // (len(row) - 1)


def _chance(row: list[int], spread: int) -> int:
    return _one_in(min(len(row), MOST_COUNTED) - 1, _mean(row), spread)


def _one_in(gaps: int, mean: int, spread: int) -> int:
    """Return in how many cases once so many intervals lie within a spread, each any of as many days as the mean.

    >>> _one_in(4, 90, 6), _one_in(4, 7, 6)
    (697, 1)
    """
    if mean <= spread + 1:
        return 1
    # Those within one of the runs of spread + 1 days, less those counted twice, within two runs that follow.
    within = (mean - spread) * (spread + 1) ** gaps - (mean - spread - 1) * spread**gaps
    return int(mean**gaps // within)


def _foreseen(check: Check, inquiry: Inquiry, row: list[int], since: int, chance: int, many: int | None) -> Flag:
    gaps = sorted(after - before for before, after in pairwise(row))
    return check.flag(
        inquiry,
        inquiry.schedule.offender.id,
        since=since,
        severity=_of_many(check, len(row), many),
        message=f"The last {len(row)} days with a visit at home came at intervals of {gaps[0]} to {gaps[-1]} days: make"
        " the next visit when nobody expects it.",
        evidence=(
            ("visits", len(row)),
            ("first", date_of(row[0])),
            ("last", date_of(row[-1])),
            ("shortest_days", gaps[0]),
            ("longest_days", gaps[-1]),
            ("mean_days", _mean(row)),
            ("chance_one_in", chance),
        ),
    )


PR034 = Check(
    code="PR034",
    slug="regular_interval",
    severity=Severity.INFO,
    what="The intervals between the last days with a visit or attempt at home or the place found, at least 5 days,"
    " differ by no more than 6 days (3 to either side). Information only; low from 20 days. One without a place ends"
    " the row. The evidence gives the chance: if each interval were any of as many days as the mean has, around it,"
    " alike, all would lie so close once in so many cases; 20 days are counted at most. Nothing is said where that is"
    " in more than half of the cases, as of visits a week apart.",
    why="Current guidance asks to vary days and times. Whoever is visited every 90 days, just before the visit is due,"
    " knows when to be ready. In a large register some rows of 5 come by chance alone.",
    example="Visits on 2 January, 2 April, 1 July, 30 September and 29 December 2025, each 90 or 91 days after the one"
    " before: flagged from 29 December; by chance once in 697 cases.",
    what_to_do="Make the next visit earlier than the rhythm says.",
    clears="A visit at home at least 4 days off the rhythm.",
    source="College of Policing APP, home visits; numbers by default of this library",
    thresholds=("regular-interval-visits", "regular-interval-many-visits", "regular-interval-days"),
    stability="preview",
    flags=_regular_interval,
)

RHYTHM = (PR033, PR034)
