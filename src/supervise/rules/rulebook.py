"""The rulebook: one frozen, versioned, sourced set of rules, ready to be judged with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs
from attrs import frozen

from supervise.dates import Calendar
from supervise.dates.corresponding import Corresponding, MissingDay
from supervise.dates.hours import zone_named
from supervise.errors import UnknownZoneError
from supervise.model.forms import WORD
from supervise.rules.conditions import Select
from supervise.rules.group import Group
from supervise.rules.language import Confidence, Derive, OrderKind, Rule, Source, SpanRule
from supervise.rules.reading import kind_of
from supervise.rules.state import StateRule
from supervise.rules.thresholds import NEGATIVE, is_negative
from supervise.rules.words import Weekday
from supervise.showing import shown

__all__ = ["Amendment", "Applied", "Conventions", "Levels", "Rulebook", "Threshold"]


class MonthEnd(Enum):
    """What a month without the anchor's day number gives (corresponding date rule, Dodds v Walker)."""

    LAST_DAY = "the last day of the month"
    LAST_DAY_CORRESPONDS = "the last day of the month is the corresponding day"
    NEXT_DAY = "the first day of the next month"


class LeapDay(Enum):
    """What 29 February gives in a common year when years are added.

    ``FEB_28`` ends the period on that day whichever way it is counted; with the other two the day named is the
    corresponding day, and a period beginning with 29 February ends the day before it.
    """

    FEB_28 = "28 February"
    FEB_28_CORRESPONDS = "28 February is the anniversary"
    MAR_1 = "1 March"


_MISSING = {
    MonthEnd.LAST_DAY: MissingDay.ENDS,
    MonthEnd.LAST_DAY_CORRESPONDS: MissingDay.LAST,
    MonthEnd.NEXT_DAY: MissingDay.NEXT,
    LeapDay.FEB_28: MissingDay.ENDS,
    LeapDay.FEB_28_CORRESPONDS: MissingDay.LAST,
    LeapDay.MAR_1: MissingDay.NEXT,
}


class LeapBirthday(Enum):
    """The common-year birthday of someone born on 29 February."""

    FEB_28 = "28 February"
    MAR_1 = "1 March"


class EndDay(Enum):
    """Whether the day a state ended (release, return) is still in it."""

    FREE = "no longer in the state"
    HELD = "still in the state"


@frozen
class Conventions:
    """Choices made once for the book, never by the library."""

    month_end: MonthEnd
    leap_day: LeapDay
    leap_birthday: LeapBirthday
    end_day: EndDay
    zone: str
    week_begins: Weekday | None = None

    @property
    def corresponding(self) -> Corresponding:
        """The sums in months and days by these choices."""
        return Corresponding(month_end=_MISSING[self.month_end], leap_day=_MISSING[self.leap_day])

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a time zone that the time zone database does not have."""
        try:
            zone_named(self.zone)
        except UnknownZoneError:
            yield "zone", "not in the time zone database; write an IANA name (Area/City)"


@frozen
class Levels:
    """The ordered scale of risk, laxest first."""

    scale: tuple[str, ...]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a level that stands in the scale twice, and one that no fact can have."""
        if len(set(self.scale)) < len(self.scale):
            yield "scale", "a level stands in it twice"
        for place, level in enumerate(self.scale):
            if not WORD.fits(level):
                yield f"scale[{place}]", f"no fact has this level; {WORD.advice}"


@frozen
class Threshold:
    """A value that checks read, with its source; what it means is for the check to say."""

    value: Any = attrs.field(hash=False)
    source: str
    confidence: Confidence

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a value of a kind that no check reads, and a number below nought."""
        if kind_of(self.value) not in THRESHOLD_KINDS:
            yield "value", f"expected {', '.join(THRESHOLD_KINDS)}, found {kind_of(self.value)}"
        if is_negative(self.value):
            yield "value", NEGATIVE


THRESHOLD_KINDS = ("text", "a whole number", "a number", "true or false", "a list", "a table")


@frozen
class Amendment:
    """One change an overlay made: where, from what to what, why and by whom."""

    overlay: str
    path: str
    before: str
    after: str
    reason: str
    approved_by: str


@frozen
class Applied:
    """An overlay that amended a book, named so that anyone can see whether theirs is the same."""

    id: str
    version: str
    sha256: str


@frozen(eq=False)
class Rulebook:
    """A frozen set of rules: ``england-wales@2026.1``.

    ``sha256`` is that of the bytes it was read from, with those of the books it extends and its overlays; two
    rulebooks with the same hash and calendars judge alike. Instances are compared by identity.
    """

    __repr__ = shown("ref")

    id: str
    version: str
    title: str
    jurisdiction: str
    conventions: Conventions
    levels: Levels
    sources: dict[str, Source]
    states: dict[str, StateRule]
    define: dict[str, Select]
    derive: tuple[Derive, ...]
    span: tuple[SpanRule, ...]
    order: tuple[OrderKind, ...]
    rule: tuple[Rule, ...]
    thresholds: dict[str, Threshold]
    calendar: Calendar | None
    sha256: str
    extends: tuple[str, ...] = ()
    review_by: dt.date | None = None
    amendments: tuple[Amendment, ...] = ()
    group: tuple[Group, ...] = ()
    # Rules that are off: an overlay says from when they are law.
    dormant: tuple[Rule, ...] = ()
    overlays: tuple[Applied, ...] = ()
    # Those that rules name, by their references.
    calendars: dict[str, Calendar] = attrs.field(factory=dict)

    @property
    def ref(self) -> str:
        """Return ``id@version``, which names the book in every output."""
        return f"{self.id}@{self.version}"

    @property
    def assumed(self) -> int:
        """Return how many values are ``assumed``: defaults of the library that no text supports."""
        return sum(confidence is Confidence.ASSUMED for confidence in self._confidences())

    def _confidences(self) -> Iterator[Confidence]:
        for rule in self.rule:
            yield from rule.confidences
        yield from (each.confidence for each in self.derive)
        yield from (each.confidence for each in self.span)
        yield from (each.confidence for each in self.order)
        yield from (each.confidence for each in self.thresholds.values())

    def rules_named(self, published_id: str) -> tuple[Rule, ...]:
        """Return the rules that outputs show under one id; empty if there are none."""
        return tuple(rule for rule in self.rule if rule.published_id == published_id)

    def threshold(self, name: str) -> Any:
        """Return the value of a threshold; KeyError if the book has none of that name."""
        return self.thresholds[name].value
