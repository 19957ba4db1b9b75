"""A rule made into functions, and what its occurrences share while it is judged for one offender."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from attrs import define

from supervise.engine.anchoring import Lacking
from supervise.engine.clock import FAR
from supervise.engine.conditions import Judgement
from supervise.engine.evidence import OwnDays, Seeker
from supervise.engine.happenings import Case, Event, Mark, SuspendedBy, has_array, mark_of, may_be
from supervise.engine.regimes import Choices, Chooser, Track, change_days, choices_at
from supervise.engine.sights import Needs
from supervise.rules.language import Rule

if TYPE_CHECKING:
    from supervise.engine.timeline import Timeline

__all__ = ["MOST_AHEAD", "Anchored", "CompiledRule", "DailyGate", "Finder", "Walk", "known_until"]

# Forty years of a weekly duty: nobody plans further, and a placeholder as `until` makes no endless list.
MOST_AHEAD = 2_080

Finder = Callable[["Timeline", Case], "Event | None"]


class DailyGate(NamedTuple):
    """The condition of an entitlement that is asked each day, and the tracks and states its answer changes with."""

    holds: Judgement
    names: tuple[str, ...]

    def days(self, tl: Timeline) -> Iterator[int]:
        """Yield the days on which what is permitted may be so no longer, or again."""
        return (day for name in self.names for day in change_days(tl, name))


@define(slots=True)
class CompiledRule:
    """A rule with every axis made into a function.

    ``plain`` says that what is met can be judged in one step: no opening, outer limit or hours. ``meets`` is the place
    of the only events that meet a chain or a block, if nothing but their day is asked of them, ``answers`` those of all
    that may, ``voids`` of what may make it void; ``suspensions`` is that of what its states do to a date. ``is_chain``
    says that whatever meets one occurrence begins the next, ``is_single`` that a case has one occurrence, of which
    nothing can be told any more but its dates once something met it; ``own_days`` reads the days it was met from the
    facts it hangs on, where nothing else can meet it. ``lacking`` names what is missing where a case has no anchor.
    ``closes`` says that its blocks are judged by their days and events alone, and met on no later day. Of each of
    ``needs`` a fact must be there for it to have a case.
    """

    rule: Rule
    cases: Callable[[Timeline], Sequence[Case]]
    anchor: Finder
    lacking: Lacking
    starts: Finder | None
    chooser: Chooser
    gate: Judgement | None
    daily_gate: DailyGate | None
    met_by: Seeker | None
    void_by: Seeker | None
    suspensions: int
    cautious_anchor: int | None
    rebased_at: str | None
    follows_changes: bool
    plain: bool
    meets: int | None
    answers: tuple[int, ...]
    voids: tuple[int, ...]
    is_chain: bool
    is_single: bool
    own_days: OwnDays | None
    may_be_never: bool
    closes_gap: bool
    closes: bool
    needs: tuple[Needs, ...]
    published_id: str
    id: str


@define(slots=True)
class Walk:
    """One rule being judged for one offender: what its occurrences share.

    ``are_apart`` says that no event can meet the occurrences of two cases.
    """

    tl: Timeline
    rule: CompiledRule
    suspended: list[SuspendedBy]
    track: Track | None
    used: set[Mark]
    until: int
    last_change: int
    are_apart: bool

    def choices_on(self, day: int, case: Case) -> Choices:
        """Return the regimes that hold, or may hold, on a day."""
        track = self.track
        return self.rule.chooser.at(self.tl, day, case) if track is None else choices_at(track, day)

    def answers(self) -> Iterator[Event]:
        """Yield the events of all that may meet the rule."""
        return (event for index in self.rule.answers for event in self.tl.events(index))

    def marks_of(self, began: Event) -> set[Mark]:
        """Return the marks of what began a chain or a series; where its array is not known, of all it may be."""
        if has_array(began):
            return {mark_of(began)}
        # Its time of day is not known then, either.
        return {mark_of(event) for event in self.answers() if event.day == began.day and may_be(event, began)}


@define(slots=True)
class Anchored:
    """One occurrence being judged: its case, and what it counts from.

    ``first_opens`` is the day on which the first lead of a countdown opens; 0 where there are no leads.
    """

    case: Case
    event: Event
    first_opens: int = 0


def known_until(met: Event | None) -> int:
    """Return the last day whose changes of regime move a date: the day it was met, or the end of what is known.

    Of what lies ahead nothing is known but the day on which a law comes into force.
    """
    return FAR if met is None else met.day
