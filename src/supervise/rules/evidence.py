"""What meets a duty, or makes it void."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

import attrs
from attrs import frozen

from supervise.rules.conditions import Select, Where, days_faults
from supervise.rules.words import TooEarly

__all__ = ["Evidence", "Near"]

SINCE = ("anchor", "after anchor", "opens", "first opens", "the fact", "ever")


@frozen
class Near:
    """Asks that the anchor lies within ``before`` days before and ``after`` days after a date of the event.

    ``of`` says, for people, what the anchor is; the event is known, and nothing reads it.
    """

    field: str | None = None
    before: int = 0
    after: int = 0
    of: Select | None = None

    @classmethod
    def elsewhere(cls, key: str) -> str | None:
        """Say where a key belongs that a test on other events has.

        >>> Near.elsewhere("match")
        "is not read here; write 'match' beside 'around'"
        """
        return f"is not read here; write '{key}' beside 'around'" if key == "match" else None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield days without a date to count them from, and a stretch of days that ends before it begins."""
        if self.field is None:
            yield "field", "missing; name the date of the event near which the anchor must lie"
        yield from days_faults(self.before, self.after)


@frozen
class Evidence:
    """One way a duty is met: which events, with which tests against the fact the duty hangs on.

    ``match`` names fields of the event that must agree with the anchor fact's where both are given;
    ``window`` bounds the event to days around the anchor; ``around`` asks that the anchor lies near a date of the
    event (an advance notice); ``own`` reads a date of the anchor fact itself; ``since`` is where the search starts.
    """

    WRITTEN: ClassVar[str] = "the name of an event, or a table"

    any_: Select | None = None
    define: str | None = None
    where: Where | None = None
    match: dict[str, str] = attrs.field(factory=dict, hash=False)
    window: tuple[int, ...] | None = None
    around: Near | None = None
    own: tuple[str, ...] | None = None
    state: str | None = None
    since: str = "anchor"
    shared: bool = False
    if_: Where | None = None
    too_early: TooEarly = TooEarly.COUNTS

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read the name of an event.

        >>> Evidence.from_text("visit").select.of
        ('visit',)
        """
        return cls(any_=Select(of=(text,)))

    @classmethod
    def from_names(cls, names: tuple[str, ...]) -> Self:
        """Read a list of names of events.

        >>> Evidence.from_names(("visit", "review")).select.of
        ('visit', 'review')
        """
        return cls(any_=Select(of=names))

    @property
    def select(self) -> Select | None:
        """The events, whichever way they are named."""
        return Select(of=(self.define,)) if self.define is not None else self.any_

    @property
    def is_bare(self) -> bool:
        """Whether it names events and says nothing more.

        >>> Evidence(define="qualifying-visit").is_bare, Evidence(define="visit", since="ever").is_bare
        (True, False)
        """
        return self in (Evidence(any_=self.any_), Evidence(define=self.define))

    @property
    def asks_for_fact(self) -> bool:
        """Whether it reads the fact the duty hangs on: an offender, a run or a gap has none."""
        return self.own is not None or self.if_ is not None or bool(self.match) or self.since == "the fact"

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield evidence that names nothing or two things, words without meaning, and what would be ignored."""
        ways = (self.any_, self.define, self.own, self.state)
        if sum(way is not None for way in ways) != 1:
            yield "", "name exactly one of 'any', 'define', 'own' and 'state'"
        if self.since not in SINCE:
            yield "since", f"unknown word; known: {', '.join(map(repr, SINCE))}"
        if self.window is not None and (len(self.window) != 2 or self.window[0] > self.window[-1]):
            yield "window", "give the first and the last day, counted from the anchor"
        if self.select is None:
            yield from self._ignored()

    def _ignored(self) -> Iterator[tuple[str, str]]:
        """Yield what goes with events only, where the evidence is a date of the fact or a state."""
        plain = Evidence()
        for key in ("match", "window", "around", "since", "shared"):
            if getattr(self, key) != getattr(plain, key):
                yield key, "goes with 'any' or 'define' only"
        if self.where is not None and self.own is None:
            yield "where", "goes with 'any', 'define' or 'own' only"
