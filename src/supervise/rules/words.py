"""The closed choices of the rule language, each a small set of words.

A word has its place here only when the engine knows it: a book can never ask for a word that would be ignored.
"""

from __future__ import annotations

from enum import Enum

__all__ = [
    "AtEnd",
    "Authority",
    "Birth",
    "Cadence",
    "ChangePolicy",
    "Clock",
    "Confidence",
    "Counting",
    "DeriveKind",
    "DutyOf",
    "Effect",
    "Fires",
    "Governs",
    "HoursFrom",
    "Late",
    "MaySet",
    "Month",
    "Outcome",
    "Partial",
    "Parts",
    "PeriodEnd",
    "ReadAt",
    "Rebased",
    "Roll",
    "Rounded",
    "Skips",
    "StartsBy",
    "Term",
    "TollEffect",
    "TooEarly",
    "Weekday",
    "Which",
]


class Authority(Enum):
    """Who set a value: an Act or instrument, national guidance, or the force."""

    LAW = "LAW"
    NATIONAL = "NATIONAL"
    LOCAL = "LOCAL"


class Confidence(Enum):
    """How well a value is known; ``assumed`` is a default of the library that no text supports."""

    SEEN = "seen"
    SECONDARY = "secondary"
    HISTORIC = "historic"
    MEMORY = "memory"
    INFERRED = "inferred"
    ASSUMED = "assumed"


class DutyOf(Enum):
    """Who must act."""

    OFFENDER = "offender"
    POLICE = "police"
    BODY = "another body"


class Birth(Enum):
    """Which part of the date of birth a series is counted from."""

    DAY = "day"
    MONTH = "month"


class Cadence(Enum):
    """How occurrences follow each other."""

    ONCE = "once"
    ROLLING = "rolling"
    COUNTDOWN = "countdown"
    GRID = "grid"
    BLOCK = "block"
    MONTH = "month"
    WEEKDAY = "weekday"
    ANY_WINDOW = "any window"

    @property
    def is_fixed(self) -> bool:
        """Whether its occurrences are fixed in advance, so that nothing that happens moves the next.

        >>> Cadence.GRID.is_fixed, Cadence.ROLLING.is_fixed
        (True, False)
        """
        return self in (Cadence.GRID, Cadence.BLOCK, Cadence.MONTH, Cadence.WEEKDAY)

    @property
    def follows(self) -> bool:
        """Whether one occurrence follows from those before, so that one event moves the next.

        >>> Cadence.ANY_WINDOW.follows, Cadence.BLOCK.follows
        (True, False)
        """
        return self in (Cadence.ROLLING, Cadence.ANY_WINDOW)


class Counting(Enum):
    """The words of the law for counting days."""

    BEGINNING_WITH = "beginning with"
    AFTER = "after"
    CLEAR_DAYS = "clear days"
    STATUTORY = "statutory days"


class Clock(Enum):
    """How hours run where the clocks change."""

    ELAPSED = "elapsed"
    WALL = "wall"


class Skips(Enum):
    """What hours pass over."""

    CLOSED = "closed days"


class HoursFrom(Enum):
    """What hours are counted from: the moment of the event, or 00:00 of its date."""

    MOMENT = "moment"
    DATE = "date"


class Late(Enum):
    """What an event after the last day of a fixed occurrence does."""

    NOT = "does not count"
    OLDEST = "fills the oldest"
    CURRENT = "fills the current"
    ALL = "fills all"


class MaySet(Enum):
    """Which days the authority may name for an occurrence in place of its last."""

    INSIDE = "inside the window"


class Month(Enum):
    """A month of the year."""

    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "october"
    NOVEMBER = "november"
    DECEMBER = "december"

    @property
    def place(self) -> int:
        """0 for January to 11 for December."""
        return list(Month).index(self)


class Partial(Enum):
    """What is asked in a calendar block that begins before the duty does, or ends after it."""

    NONE = "not required"
    WHOLE = "whole standard"
    IN_PROPORTION = "in proportion"


class Rounded(Enum):
    """Where part of an event goes, where a percentage of some is asked for."""

    UP = "up"
    DOWN = "down"


class Parts(Enum):
    """Which parts of the calendar belong to a block, where they do not fill it without a rest."""

    WHOLLY = "wholly inside"
    BEGINS = "begins inside"
    ENDS = "ends inside"


class ReadAt(Enum):
    """When the regime is read: once at the anchor, or on each day while the duty is pending."""

    ANCHOR = "anchor"
    EACH_DAY = "each day"


class TooEarly(Enum):
    """Whether an event before the duty opens meets it; one that does not is found with ``since = "opens"``."""

    COUNTS = "counts"


class Rebased(Enum):
    """Where the next period starts."""

    MEETS = "what meets it"
    FIELD = "a date of what meets it"
    DUE = "its due day, or what meets it later"

    @property
    def needs_date(self) -> bool:
        """Whether the rule must name that date (``rebased_at``)."""
        return self is Rebased.FIELD


class StartsBy(Enum):
    """Which day of a fixed occurrence must come after the day a series starts from."""

    DAY = "its day"
    OPENS = "opens"
    LAST = "last day"


class PeriodEnd(Enum):
    """The period of the calendar on whose last day something falls due, or from whose last day it is counted."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it has; 0 for a week.

        >>> PeriodEnd.QUARTER.months, PeriodEnd.WEEK.months
        (3, 0)
        """
        return {PeriodEnd.MONTH: 1, PeriodEnd.QUARTER: 3, PeriodEnd.HALF_YEAR: 6, PeriodEnd.YEAR: 12}.get(self, 0)


class Roll(Enum):
    """Where a last day goes that falls on a closed day."""

    NEXT = "next open day"
    PREVIOUS = "previous open day"
    NEAREST = "nearest open day"


class ChangePolicy(Enum):
    """What a change of regime does to a pending date."""

    FROM_LAST = "from the last, not before the change"
    FROM_CHANGE = "from the change"
    EARLIER = "earlier of both"
    KEEP = "keep the pending"
    NEXT_MONTH = "from the next calendar month"
    IN_PROPORTION = "in proportion"
    NEXT_ANCHOR = "at the next anchor"


class Effect(Enum):
    """What a suspending state does to the date."""

    LATER_OF_DUE_AND = "later of due and"
    DAYS_DO_NOT_COUNT = "days do not count"
    DUE_AFTER_END = "due after end"
    IN_PROPORTION = "in proportion"
    RESTARTS = "restarts"
    RUNS_ON = "runs on"
    SKIP = "skip"


class AtEnd(Enum):
    """What the end of the span does to what is not yet due."""

    LAPSE = "lapse"
    CUT = "cut"


class DeriveKind(Enum):
    """How an event is made out of others."""

    AGE = "age"
    COUNT = "count"
    FIRST = "first"
    GAP = "gap"
    SERIES = "series"
    PRESENCE_DAYS = "presence in days"
    PRESENCE_HOURS = "presence in hours"
    PRESENCE_NIGHTS = "presence in nights"


class Fires(Enum):
    """How often presence that adds up makes an event for one place."""

    ONCE = "once"
    EACH_BLOCK = "once in each block"
    AFTER_BREAK = "again after a break"


class Governs(Enum):
    """Which occurrence of a group is left to be met."""

    ALL = "all apply"
    EARLIEST = "the earliest due"
    LAXEST = "the laxest due"


class Outcome(Enum):
    """What became of an occurrence that another duty hangs on."""

    DUE = "due"
    MET = "met"
    MISSED = "missed"


class Which(Enum):
    """Which of several days counts."""

    FIRST = "first"
    LAST = "last"


class TollEffect(Enum):
    """What days in a state do to a span: they are added at its end, or it begins when the state ends."""

    ADD = "add the days"
    START = "starts at the end"


class Term(Enum):
    """How long a span lasts when it is no plain period."""

    LIFE = "for life"
    NONE = "not at all"
    ORDER = "while the order lasts"


class Weekday(Enum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def place(self) -> int:
        """0 for Monday to 6 for Sunday."""
        return list(Weekday).index(self)
