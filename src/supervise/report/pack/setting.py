"""What the figures of a pack are counted by: the duties and thresholds of a book, and the days looked at."""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import field, frozen

from supervise.checks.rhythm import hours_of
from supervise.checks.thresholds import thresholds_of
from supervise.dates.ordinals import add_months
from supervise.errors import DateRangeError
from supervise.register.comparing import Duties
from supervise.report.overview import Roles
from supervise.rules import Rulebook
from supervise.showing import shown

__all__ = ["PERIOD_MONTHS", "Setting"]

#: What has been done is looked at over so many months up to the day judged: a year holds every season and every level.
PERIOD_MONTHS: Final = 12


@frozen(kw_only=True)
class Setting:
    """Everything the figures depend on besides the facts; small, as each process is given one."""

    __repr__ = shown("as_of", "since")

    as_of: int = field(metadata={"doc": "An ordinal."})
    since: int = field(metadata={"doc": "The day before the first of the period, an ordinal."})
    has_officers: bool = field(metadata={"doc": "Whether a workforce is given: without it no officer is named."})
    roles: Roles
    visits: frozenset[str] = field(metadata={"doc": "The duties that a visit meets, by their own ids."})
    rules: frozenset[str] = field(metadata={"doc": "The published ids of the book."})
    ages: tuple[int, ...] = field(metadata={"doc": "Days late at which a backlog is divided; empty: not divided."})
    intervals: int | None = field(metadata={"doc": "Intervals without success that are long; None: not said."})
    window: int | None = field(metadata={"doc": "Days that the checks of a team's practice look at; None: not said."})
    staff: int | None = field(metadata={"doc": "Officers that a visit needs; None: not said."})
    office: range = field(metadata={"doc": "Minutes of a day within office hours; empty: not said."})

    @classmethod
    def of(cls, book: Rulebook, as_of: dt.date, *, has_officers: bool = False) -> Setting:
        """Return the setting of a book on a day.

        >>> from supervise import load_rulebook
        >>> found = Setting.of(load_rulebook("england-wales@2026.1"), dt.date(2026, 6, 30))
        >>> found.ages, found.window, dt.date.fromordinal(found.since).isoformat()
        ((30, 90, 180, 365), 90, '2025-06-30')
        """
        day, thresholds = as_of.toordinal(), thresholds_of(book)
        return cls(
            as_of=day,
            since=_a_period_before(day),
            has_officers=has_officers,
            roles=Roles.of(book),
            visits=Duties.of(book).visits,
            rules=frozenset(rule.published_id for rule in book.rule),
            ages=thresholds.numbers.get("visit-ladder-days", ()),
            intervals=thresholds.number.get("visit-no-success-intervals"),
            window=thresholds.number.get("team-window-days"),
            staff=thresholds.number.get("visit-staff-minimum"),
            office=hours_of(thresholds.words.get("office-hours", ())),
        )


def _a_period_before(day: int) -> int:
    try:
        return add_months(day, -PERIOD_MONTHS)
    except DateRangeError:
        return 0
