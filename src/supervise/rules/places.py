"""What a duty hangs on, and the day its limits are counted from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

import attrs
from attrs import frozen

from supervise.rules.conditions import Select, narrows, stretch_faults
from supervise.rules.duration import Duration
from supervise.rules.words import Birth, Month, Outcome, Which

__all__ = ["Anchor", "OnePer"]


_LAST_INSIDE = (
    "goes with a rolling cadence, and not inside another anchor; write 'first', or let the newest govern:"
    " one_per = { each = …, until_next = true }"
)


@frozen
class Anchor:
    """The day a limit is counted from; exactly one way of finding it, with an ``else`` where there is none.

    The short form is the name of an event. ``start`` is the first day of the state or gap that a duty hangs on. With
    ``across_gaps`` a chain goes on, after a time in a state that ended it, from the ``last`` event before it ended.
    """

    WRITTEN: ClassVar[str] = "the name of an event, 'start', or a table"

    last: Select | None = None
    first: Select | None = None
    on_or_after: Anchor | None = None
    field: str | None = None
    first_given: tuple[str, ...] | None = None
    birthday: int | None = None
    birth: Birth | None = None
    unknown: Month | None = None
    next_birthday: Anchor | None = None
    span_end: str | None = None
    due_of: str | None = None
    met_of: str | None = None
    which: Which | None = None
    match: dict[str, str] = attrs.field(factory=dict, hash=False)
    later_of: tuple[Anchor, ...] = ()
    earlier_of: tuple[Anchor, ...] = ()
    start: bool = False
    release_after: tuple[str, ...] | None = None
    offset: Duration | None = None
    else_: Anchor | None = None
    across_gaps: bool = False

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read the name of an event, or ``start``.

        >>> Anchor.from_text("start").start, Anchor.from_text("entry").first.of
        (True, ('entry',))
        """
        return cls(start=True) if text == "start" else cls(first=Select(of=(text,)))

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what makes the anchor say two things or nothing, and what its way of finding a day would ignore."""
        ways = [
            self.last,
            self.first,
            self.field,
            self.first_given,
            self.birthday,
            self.birth,
            self.next_birthday,
            self.span_end,
            self.due_of,
            self.met_of,
            self.later_of or None,
            self.earlier_of or None,
            self.start or None,
            self.release_after,
        ]
        if sum(way is not None for way in ways) != 1:
            yield "", "an anchor names exactly one way of finding its day"
        if self.on_or_after is not None and self.first is None:
            yield "on_or_after", "goes with 'first' only"
        relates = self.due_of is not None or self.met_of is not None
        if self.match and self.first is None and not relates:
            yield "match", "goes with 'first', 'due_of' or 'met_of' only"
        if self.which is not None and not relates:
            yield "which", "goes with 'due_of' or 'met_of' only"
        if self.birthday is not None and self.birthday < 1:
            yield "birthday", "write the age that is reached, in years"
        if self.unknown is not None and self.birth is not Birth.MONTH:
            yield "unknown", "goes with birth = 'month' only"
        if self.release_after is not None and not any(name.startswith("in ") for name in self.release_after):
            yield "release_after", "names no state; write for example 'in custody' after the fields"
        if self.offset is not None and not self.offset.is_calendar:
            yield "offset", "write it in months or days"
        if self.across_gaps and (self.last is None or self.else_ is not None or self.offset is not None):
            yield (
                "across_gaps",
                "goes with 'last', without 'else' or 'offset'; name what begins the chain in 'last', too",
            )
        for key, inside in self._placed_parts():
            if inside.last is not None:
                yield f"{key}.last", _LAST_INSIDE

    def _placed_parts(self) -> Iterator[tuple[str, Anchor]]:
        """Yield the anchors inside this one, each with its place."""
        for key in ("later_of", "earlier_of"):
            for place, each in enumerate(getattr(self, key)):
                yield f"{key}[{place}]", each
        for key in ("on_or_after", "next_birthday", "else_"):
            if (each := getattr(self, key)) is not None:
                yield key.rstrip("_"), each

    @property
    def parts(self) -> tuple[Anchor, ...]:
        """The anchors inside this one: of a choice, a floor or an ``else``."""
        return tuple(each for _, each in self._placed_parts())

    @property
    def after_birthdays(self) -> Duration | None:
        """How long after each birthday the days of a grid lie, where they do not lie on it.

        >>> str(Anchor(birth=Birth.DAY, offset=Duration(months=6)).after_birthdays)
        '6 months'
        """
        return self.offset if self.birth is Birth.DAY else None

    @property
    def of_series(self) -> Anchor:
        """What a series is counted from: of days that lie so long after birthdays the birth itself.

        Each birthday is moved for itself, so that years and offset are one sum.

        >>> Anchor(birth=Birth.DAY, offset=Duration(months=6)).of_series == Anchor(birth=Birth.DAY)
        True
        """
        return self if self.after_birthdays is None else attrs.evolve(self, offset=None)

    @property
    def asks_for_fact(self) -> bool:
        """Whether it reads the fact the duty hangs on: an offender, a run or a gap has none.

        >>> Anchor(field="departs_on").asks_for_fact, Anchor(start=True).asks_for_fact
        (True, False)
        """
        own = bool(self.field or self.first_given or self.release_after or self.match)
        return own or any(each.asks_for_fact for each in self.parts)


@frozen
class OnePer:
    """What a duty hangs on: the offender, each fact or event of a kind, each run or gap of a state, each span.

    The short form is ``offender`` or a noun. ``key`` names the field of the fact that identifies the case, in place
    of the fact's own id (an address is known by its ``address_id``). With ``until_next`` each event governs only
    until the next; ``occurrence_of`` is each occurrence of another rule with that ``outcome``, ``in_a_row`` the one
    with which so many have been missed one after the other, ``reach`` the one with which so many were missed in the
    length (or the unit of the calendar) ``within`` that ends with its day.
    """

    WRITTEN: ClassVar[str] = "'offender', the name of an event, or a table"

    offender: bool = False
    each: Select | None = None
    run_of: str | None = None
    end_of: str | None = None
    gap_of: str | None = None
    span: str | None = None
    longer_than: Duration | None = None
    key: str | None = None
    until_next: bool = False
    occurrence_of: str | None = None
    outcome: Outcome | None = None
    in_a_row: int | None = None
    reach: int | None = None
    within: Duration | None = None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read ``offender`` or the name of an event.

        >>> OnePer.from_text("offender").offender, OnePer.from_text("trip").each.of
        (True, ('trip',))
        """
        return cls(offender=True) if text == "offender" else cls(each=Select(of=(text,)))

    @classmethod
    def elsewhere(cls, key: str) -> str | None:
        """Say where a key belongs that narrows the events.

        >>> OnePer.elsewhere("where"), OnePer.elsewhere("eech")
        ('it narrows the events: write each = { of = …, where = … }', None)
        """
        return narrows(key, "each")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what hangs on nothing or on two things, and a length that could not be compared in days."""
        ways = (self.offender or None, self.each, self.run_of, self.end_of, self.gap_of, self.span, self.occurrence_of)
        if sum(way is not None for way in ways) != 1:
            yield "", "name exactly one of 'offender', 'each', 'run_of', 'end_of', 'gap_of', 'span' and 'occurrence_of'"
        for key in ("key", "until_next"):
            if getattr(self, key) and self.each is None:
                yield key, "goes with 'each' only"
        if (self.occurrence_of is None) != (self.outcome is None):
            yield "outcome", "goes with 'occurrence_of', and says which occurrences: 'missed', 'met' or 'due'"
        yield from self._number_faults()
        if self.longer_than is not None:
            if self.end_of is None:
                yield "longer_than", "goes with 'end_of' only"
            if not self.longer_than.is_calendar or self.longer_than.months:
                yield "longer_than", "write it in days"

    def _number_faults(self) -> Iterator[tuple[str, str]]:
        for key in ("in_a_row", "reach"):
            number = getattr(self, key)
            if number is not None and self.outcome is not Outcome.MISSED:
                yield key, "goes with outcome 'missed' only"
            if number is not None and number < 2:
                yield key, "write 2 or more; without it each counts by itself"
        if None not in (self.in_a_row, self.reach):
            yield "reach", "give 'in_a_row', or 'reach' and 'within': they are two ways of counting"
        if (self.reach is None) != (self.within is None):
            yield "within", "goes with 'reach': so many within such a time, as in reach = 2, within = '12 months'"
        yield from stretch_faults(None, self.within)

    @property
    def is_cut(self) -> bool:
        """Whether it hangs on no event: then there is a case for each stretch of days in which it can fall due.

        >>> OnePer.from_text("offender").is_cut, OnePer.from_text("trip").is_cut
        (True, False)
        """
        return self.offender or self.run_of is not None or self.gap_of is not None

    @property
    def has_fact(self) -> bool:
        """Whether there is a fact to read fields from.

        >>> OnePer.from_text("trip").has_fact, OnePer.from_text("offender").has_fact
        (True, False)
        """
        # Whether an occurrence has one is for the rule it is of to say.
        return bool(self.each or self.end_of or self.span or self.occurrence_of)
