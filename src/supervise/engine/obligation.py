"""The result of judging: one occurrence of one rule for one key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from supervise.dates.ordinals import MAX_DAY

__all__ = ["MET", "SETTLED", "STANDING", "Obligation", "Status", "date_of", "moment_of", "new_obligation"]


class Status(StrEnum):
    """Where an occurrence stands at the end of ``as_of``."""

    UPCOMING = "upcoming"
    OPEN = "open"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    MISSED = "missed"
    SUSPENDED = "suspended"
    NOT_REQUIRED = "not_required"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


#: It was done, in time or not.
MET = frozenset({Status.MET, Status.MET_LATE})
#: Nothing is left to do: what `next_due` passes over.
SETTLED = MET | {Status.MISSED, Status.LAPSED, Status.NOT_REQUIRED}
#: It has begun and is not settled: what people are shown as the duties of today.
STANDING = frozenset({Status.OPEN, Status.OVERDUE, Status.SUSPENDED, Status.UNKNOWN})


class Obligation(NamedTuple):
    """One occurrence of a rule for one key: what is due, when, where it stands, and the steps of the sum.

    Days are proleptic ordinals and stay so until asked for (``due``, ``opens``, … are dates; ``due_at`` is local
    ``YYYY-MM-DDTHH:MM``). A named tuple and not an attrs class for a measured reason: a register of 100,000 makes some
    twenty million of these, and a frozen attrs object costs three times as much to make.
    """

    #: The published id of the rule, such as ``R-V2``.
    rule: str
    #: Id of the fact it belongs to; of the offender, where a rule has one occurrence for each.
    key: str
    #: Name of the variant of the rule that holds; empty if it has none.
    regime: str
    #: Where it stands at the end of ``as_of``.
    status: Status
    #: As ``anchor``, an ordinal; 0 for none, as in all days here.
    anchor_day: int
    #: Id of the fact the sum starts from; empty if it is none.
    anchor_id: str
    #: As ``opens``, an ordinal.
    opens_day: int
    #: As ``due``, an ordinal.
    due_day: int
    #: Minute of that day, local, for duties in hours; -1 otherwise.
    due_minute: int
    #: As ``cautious_due``, an ordinal.
    cautious_day: int
    #: As ``latest``, an ordinal.
    latest_day: int
    #: Minute of that day; -1 without one.
    latest_minute: int
    #: As ``nominal``, an ordinal.
    nominal_day: int
    #: As ``earliest``, an ordinal.
    earliest_day: int
    #: Ids of the facts that met it.
    met_by: tuple[str, ...]
    #: As ``met_on``, an ordinal.
    met_day: int
    #: Days past the last lawful day, suspended ones taken out; 0 if it is not late.
    days_late: int
    #: Days past that day on which it was suspended.
    days_frozen: int
    #: It lies ahead, and assumes that each earlier one is met on its due day.
    projected: bool
    #: Cut short by a change or an end, and held against nobody.
    truncated: bool
    #: Names of what is not recorded and would decide; not empty if the status is *unknown*.
    lacking: tuple[str, ...]
    #: Id of the rule in the book, where several are shown under one published id.
    part: str
    #: What the engine did; ``supervise.explain`` tells it.
    steps: tuple[tuple[Any, ...], ...]
    #: Of a block: for each quota its id, how many events were counted, how many it lacks, how many are beyond its most.
    quota: tuple[tuple[str, int, int, int], ...] = ()

    def __repr__(self) -> str:
        return f"Obligation(rule={self.rule!r}, key={self.key!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return it without its steps, which hold parts of the engine: they are asked of a review, by `explain`."""
        return Obligation, tuple(self._replace(steps=()))

    @property
    def counted(self) -> dict[str, int]:
        """How many events were counted for each quota, by its id; empty for a duty without quotas."""
        return {id_: counted for id_, counted, _, _ in self.quota}

    @property
    def short(self) -> dict[str, int]:
        """How many events each quota still lacks, by its id."""
        return {id_: short for id_, _, short, _ in self.quota}

    @property
    def over(self) -> dict[str, int]:
        """How many events each quota has beyond its most, by its id."""
        return {id_: over for id_, _, _, over in self.quota}

    @property
    def due(self) -> dt.date | None:
        """The last lawful day; None if there is none or it is not known."""
        return date_of(self.due_day)

    @property
    def cautious_due(self) -> dt.date | None:
        """The earliest due over every reading and every value a missing fact may have."""
        return date_of(self.cautious_day)

    @property
    def opens(self) -> dt.date | None:
        """The first day on which it can be met."""
        return date_of(self.opens_day)

    @property
    def latest(self) -> str | None:
        """The outer limit where the law allows an excuse, with its time where it has one."""
        return moment_of(self.latest_day, self.latest_minute)

    @property
    def due_at(self) -> str | None:
        """The last minute, local, for duties in hours; None otherwise."""
        return moment_of(self.due_day, self.due_minute) if self.due_minute >= 0 else None

    @property
    def nominal(self) -> dt.date | None:
        """The date before it was rolled or a suspension moved it."""
        return date_of(self.nominal_day)

    @property
    def earliest(self) -> dt.date | None:
        """For what is permitted: the first day on which it may be done."""
        return date_of(self.earliest_day)

    @property
    def anchor(self) -> dt.date | None:
        """The day the sum starts from."""
        return date_of(self.anchor_day)

    @property
    def met_on(self) -> dt.date | None:
        """The day it was met."""
        return date_of(self.met_day)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in SETTLED


# By `tuple.__new__`: the constructor of a named tuple costs three times as much.
new_obligation: Callable[[type[Obligation], tuple[object, ...]], Obligation] = tuple.__new__


def date_of(day: int) -> dt.date | None:
    """Return the date of an ordinal; None for 'none' (0) and 'no known end'.

    >>> date_of(0) is None, date_of(738000)
    (True, datetime.date(2021, 7, 29))
    """
    return dt.date.fromordinal(day) if 0 < day <= MAX_DAY else None


def moment_of(day: int, minute: int) -> str | None:
    """Return ``YYYY-MM-DDTHH:MM``, or the date alone without a minute; None for no day.

    >>> moment_of(738000, 1290), moment_of(738000, -1)
    ('2021-07-29T21:30', '2021-07-29')
    """
    date = date_of(day)
    if date is None:
        return None
    if minute < 0:
        return date.isoformat()
    return f"{date.isoformat()}T{minute // 60:02d}:{minute % 60:02d}"
