"""The closed choices of the rule language, each a small set of words.

A word has its place here only when the engine knows it: a book can never ask for a word that would be ignored.
"""

from __future__ import annotations

from enum import Enum

__all__ = [
    "AtEnd",
    "Authority",
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
    "Outcome",
    "ReadAt",
    "Rebased",
    "Term",
    "TooEarly",
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


class Cadence(Enum):
    """How occurrences follow each other."""

    ONCE = "once"
    ROLLING = "rolling"
    COUNTDOWN = "countdown"


class Counting(Enum):
    """The words of the law for counting days."""

    BEGINNING_WITH = "beginning with"
    AFTER = "after"
    CLEAR_DAYS = "clear days"


class Clock(Enum):
    """How hours run where the clocks change."""

    ELAPSED = "elapsed"
    WALL = "wall"


class HoursFrom(Enum):
    """What hours are counted from: the moment of the event, or 00:00 of its date."""

    MOMENT = "moment"
    DATE = "date"


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

    @property
    def needs_date(self) -> bool:
        """Whether the rule must name that date (``rebased_at``)."""
        return self is Rebased.FIELD


class ChangePolicy(Enum):
    """What a change of regime does to a pending date."""

    FROM_LAST = "from the last, not before the change"
    FROM_CHANGE = "from the change"
    EARLIER = "earlier of both"
    KEEP = "keep the pending"
    NEXT_ANCHOR = "at the next anchor"


class Effect(Enum):
    """What a suspending state does to the date."""

    LATER_OF_DUE_AND = "later of due and"
    DAYS_DO_NOT_COUNT = "days do not count"
    RUNS_ON = "runs on"


class AtEnd(Enum):
    """What the end of the span does to what is not yet due."""

    LAPSE = "lapse"


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


class Term(Enum):
    """How long a span lasts when it is no plain period."""

    LIFE = "for life"
    NONE = "not at all"
    ORDER = "while the order lasts"
