"""The axes of a rule, each a small closed choice; a rule picks one value per axis (design: "the rule language").

Nothing here computes. A value that no shipped book uses yet has its place in the enum only when the engine
knows it: a book can never ask for a word that would be ignored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Self

import attrs
from attrs import frozen

from supervise.rules.conditions import Around, Length, Select, When, Where
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.reading import Problems, plain, read

__all__ = [
    "Anchor",
    "AtEnd",
    "Authority",
    "Cadence",
    "CautiousReading",
    "ChangePolicy",
    "Changes",
    "Clock",
    "Confidence",
    "Counting",
    "Derive",
    "DeriveKind",
    "DutyOf",
    "Effect",
    "Evidence",
    "HoursFrom",
    "Limit",
    "OnePer",
    "OrderKind",
    "ReadAt",
    "Rebased",
    "Regime",
    "Rule",
    "Source",
    "SpanLength",
    "SpanRule",
    "Suspension",
    "Term",
    "TooEarly",
    "While",
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
    """Whether an event before the duty opens meets it."""

    COUNTS = "counts"
    DOES_NOT_COUNT = "does not count"


class Rebased(Enum):
    """Where the next period starts."""

    MEETS = "what meets it"
    FIELD = "a date of what meets it"


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


class Boundary(Enum):
    """Whether the day a state ends counts: the day of release is a free day (formats: States)."""

    END_DAY_COUNTS = "the end day counts"


class AtEnd(Enum):
    """What the end of the span does to what is not yet due."""

    LAPSE = "lapse"


class DeriveKind(Enum):
    """How an event is made out of others."""

    FIRST = "first"
    SERIES = "series"
    PRESENCE_DAYS = "presence in days"
    PRESENCE_HOURS = "presence in hours"


@frozen
class Source:
    """Where a value comes from: title, place, and when it was last read."""

    title: str
    where: str | None = None
    seen: str | None = None


@frozen
class Anchor:
    """The day a limit is counted from; exactly one way of finding it, with an ``else`` where there is none.

    The short form is the name of an event. ``start`` is the first day of the state or gap that a duty hangs on.
    """

    last: Select | None = None
    first: Select | None = None
    on_or_after: Anchor | None = None
    field: str | None = None
    first_given: tuple[str, ...] | None = None
    birthday: int | None = None
    span_end: str | None = None
    due_of: str | None = None
    match: dict[str, str] = attrs.field(factory=dict, hash=False)
    later_of: tuple[Anchor, ...] = ()
    earlier_of: tuple[Anchor, ...] = ()
    start: bool = False
    release_after: tuple[str, ...] | None = None
    offset: Duration | None = None
    else_: Anchor | None = None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read the name of an event, or ``start``."""
        return cls(start=True) if text == "start" else cls(first=Select(of=(text,)))

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what makes the anchor say two things or nothing."""
        ways = [
            self.last,
            self.first,
            self.field,
            self.first_given,
            self.birthday,
            self.span_end,
            self.due_of,
            self.later_of or None,
            self.earlier_of or None,
            self.start or None,
            self.release_after,
        ]
        if sum(way is not None for way in ways) != 1:
            yield "", "an anchor names exactly one way of finding its day"


@frozen
class OnePer:
    """What a duty hangs on: the offender, each fact or event of a kind, each run or gap of a state, each span.

    The short form is ``offender`` or a noun.
    """

    offender: bool = False
    each: Select | None = None
    run_of: str | None = None
    end_of: str | None = None
    gap_of: str | None = None
    span: str | None = None
    longer_than: Duration | None = None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read ``offender`` or the name of an event."""
        return cls(offender=True) if text == "offender" else cls(each=Select(of=(text,)))


@frozen
class While:
    """The time in which a duty can fall due: one of these spans holds and no state of ``not_in`` does."""

    span: tuple[str, ...]
    at_end: AtEnd
    not_in: tuple[str, ...] = ()


@frozen
class Limit:
    """An opening or outer limit: so long after the anchor (``within``) or before it (``before``).

    ``after_end`` gives the day after the last day of the length; ``years_field`` takes the length, in years, from the
    fact (``at_most`` caps it); ``not_before_last_day_of`` waits for the last day of any order of a kind.
    """

    within: Duration | None = None
    before: Duration | None = None
    counting: Counting | None = None
    from_: HoursFrom | None = None
    after_end: bool = False
    years_field: str | None = None
    at_most: Duration | None = None
    not_before_last_day_of: str | None = None


@frozen
class Regime:
    """One variant of a rule: when it holds and how long it gives. The first that holds is used."""

    name: str | None = None
    when: When | None = None
    by: str | None = None
    every: Length | None = None
    within: Length | None = None
    before: Length | None = None
    from_: HoursFrom | None = None
    clock: Clock | None = None
    read_at: ReadAt | None = None
    counting: Counting | None = None
    opens: Limit | None = None
    latest: Limit | None = None
    authority: Authority | None = None
    source: str | None = None
    confidence: Confidence | None = None

    @property
    def length(self) -> Length | None:
        """The length, whichever way it is written."""
        return self.every or self.within or self.before

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a regime that gives no length or two."""
        given = [each for each in (self.every, self.within, self.before) if each is not None]
        if len(given) > 1 or (not given and self.opens is None):
            yield "", "a regime gives exactly one of 'every', 'within' and 'before' (or only 'opens')"
        if self.by not in (None, "level"):
            yield "by", "unknown; known: 'level'"
        if (self.by == "level") != any(each.by_level is not None for each in given):
            yield "by", "goes with a table of lengths by level, and only with one"


@frozen
class Evidence:
    """One way a duty is met: which events, with which tests against the fact the duty hangs on.

    ``match`` names fields of the event that must agree with the anchor fact's where both are given;
    ``window`` bounds the event to days around the anchor; ``around`` asks that the anchor lies near a date of the
    event (an advance notice); ``own`` reads a date of the anchor fact itself; ``since`` is where the search starts.
    """

    any_: Select | None = None
    define: str | None = None
    where: Where | None = None
    match: dict[str, str] = attrs.field(factory=dict, hash=False)
    window: tuple[int, ...] | None = None
    around: Around | None = None
    own: tuple[str, ...] | None = None
    state: str | None = None
    since: str = "anchor"
    shared: bool = False
    if_: Where | None = None
    too_early: TooEarly = TooEarly.COUNTS

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read the name of an event."""
        return cls(any_=Select(of=(text,)))

    @property
    def select(self) -> Select | None:
        """The events, whichever way they are named."""
        return Select(of=(self.define,)) if self.define is not None else self.any_

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield evidence that names nothing, or a start that means nothing."""
        ways = (self.any_, self.define, self.own, self.state)
        if sum(way is not None for way in ways) != 1:
            yield "", "name exactly one of 'any', 'define', 'own' and 'state'"
        if self.since not in ("anchor", "after anchor", "ever", "opens", "first opens"):
            yield "since", "known: 'anchor', 'after anchor', 'opens', 'first opens', 'ever'"
        if self.window is not None and len(self.window) != 2:
            yield "window", "give the first and the last day, counted from the anchor"


@frozen
class Suspension:
    """What a state does to a pending date, and until when the date then runs."""

    in_: tuple[str, ...]
    effect: Effect = Effect.RUNS_ON
    if_: str | None = None
    due: EndDuration | None = None
    boundary: Boundary | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a suspension whose words do not fit together."""
        if self.if_ not in (None, "due day ends inside"):
            yield "if", "known: 'due day ends inside'"
        if (self.effect is Effect.LATER_OF_DUE_AND or self.if_) and self.due is None:
            yield "due", "missing; write for example '10 working days after end'"


@frozen
class Changes:
    """What a change of regime does: one policy for stricter and laxer, or ``any`` for both."""

    stricter: ChangePolicy | None = None
    laxer: ChangePolicy | None = None
    any_: ChangePolicy | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a missing half."""
        if self.any_ is None and (self.stricter is None or self.laxer is None):
            yield "", "give both 'stricter' and 'laxer', or 'any'"


@frozen
class CautiousReading:
    """A second reading that law or prudence allows: its date is shown beside the due, never instead of it."""

    counting: Counting | None = None
    anchor: Anchor | None = None
    field: str | None = None


@frozen
class Rule:
    """A duty (must) or an entitlement (may), whole: one value per axis."""

    id: str
    duty: str
    duty_of: DutyOf
    authority: Authority
    source: str
    one_per: OnePer
    anchor: Anchor
    cadence: Cadence
    confidence: Confidence = Confidence.SEEN
    part_of: str | None = None
    must: bool = True
    waivable: bool = False
    while_: While | None = None
    gate: When | None = None
    gate_each_day: When | None = None
    counting: Counting | None = None
    cautious: CautiousReading | None = None
    met_by: tuple[Evidence, ...] = ()
    rebased_by: Rebased | None = None
    rebased_at: str | None = None
    void_by: tuple[Evidence, ...] = ()
    suspended: tuple[Suspension, ...] = ()
    change: Changes | None = None
    regime: tuple[Regime, ...] = ()
    leads: tuple[Duration, ...] = ()
    in_force_from: dt.date | None = None
    in_force_until: dt.date | None = None
    off: bool = False

    @property
    def published_id(self) -> str:
        """The id that outputs show: several rules may be parts of one duty."""
        return self.part_of or self.id

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield every choice that is missing: none has a silent default."""
        if self.cadence is Cadence.ROLLING:
            if self.rebased_by is None:
                yield "rebased_by", "missing; a rolling duty says where its next period starts"
            if self.met_by == ():
                yield "met_by", "missing; a rolling duty says what meets it"
        if self.cadence is Cadence.COUNTDOWN and not self.leads:
            yield "leads", "missing; a countdown says how long before its end it speaks"
        if self.cadence is not Cadence.COUNTDOWN and not self.regime:
            yield "regime", "missing; give at least one [[rule.regime]]"
        if any(regime.by == "level" for regime in self.regime) and self.change is None:
            yield "change", "missing; say what a change of level does to a pending date"


class Term(Enum):
    """How long a span lasts when it is no plain period."""

    LIFE = "for life"
    NONE = "not at all"
    ORDER = "while the order lasts"


@frozen
class SpanLength:
    """A row of the table that gives a span its length; the first that holds is used.

    ``term`` bounds are compared with the sum of the sentences that count; ``under_18`` replaces the length for
    someone who had not reached 18 on the first day.
    """

    lasts: Duration | Term | str
    when: Where | None = None
    term_more_than: Duration | None = None
    term_at_least: Duration | None = None
    term_less_than: Duration | None = None
    term_at_most: Duration | None = None
    under_18: Duration | None = None
    name: str | None = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read a row: ``lasts`` is a period, a term in words, or ``{field = "discharge_months"}``."""
        if not isinstance(value, Mapping) or "lasts" not in value:
            problems.add(path, "expected a table with 'lasts'")
            return None
        kinds: dict[str, Any] = {
            "when": Where,
            "term_more_than": Duration,
            "term_at_least": Duration,
            "term_less_than": Duration,
            "term_at_most": Duration,
            "under_18": Duration,
            "name": str,
        }
        for key in value:
            if key not in kinds and key != "lasts":
                problems.add(f"{path}.{key}", f"unknown key; known: lasts, {', '.join(kinds)}")
        given = {
            key: read(kind, value[key], f"{path}.{key}", problems)
            for key, kind in kinds.items()
            if key in value
        }
        return cls(lasts=_read_lasts(value["lasts"], f"{path}.lasts", problems), **given)

    def plain(self) -> dict[str, Any]:
        """Return the row as written."""
        lasts = {"field": self.lasts} if isinstance(self.lasts, str) else plain(self.lasts)
        names = (
            "when",
            "term_more_than",
            "term_at_least",
            "term_less_than",
            "term_at_most",
            "under_18",
            "name",
        )
        rest = {name: plain(getattr(self, name)) for name in names if getattr(self, name) is not None}
        return {"lasts": lasts} | rest


def _read_lasts(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, Mapping):
        return read(str, value.get("field"), f"{path}.field", problems)
    if value in {term.value for term in Term}:
        return Term(value)
    return read(Duration, value, path, problems)


@frozen
class SpanRule:
    """How long a state of law lasts for each registration or order, from facts alone.

    ``start`` is the day the length begins with, ``holds_from`` the first day it has effect (a notice about an older
    foreign conviction), ``cut_by`` fields and events end it early.
    """

    id: str
    one_per: OnePer
    start: Anchor
    counting: Counting
    source: str
    length: tuple[SpanLength, ...]
    part_of: str | None = None
    authority: Authority = Authority.LAW
    confidence: Confidence = Confidence.SEEN
    holds_from: Anchor | None = None
    sums_terms: bool = False
    cut_by: tuple[str, ...] = ()
    ended_by: Select | None = None


@frozen
class OrderKind:
    """A kind of court order: how long it may last, and what makes it invalid."""

    kind: tuple[str, ...]
    source: str
    until_further_order: bool
    authority: Authority = Authority.LAW
    confidence: Confidence = Confidence.SEEN
    minimum: Duration | None = None
    maximum: Duration | None = None
    travel_maximum: Duration | None = None
    start: tuple[str, ...] = ("made_on",)
    ends_with: tuple[str, ...] = ()


@frozen
class Derive:
    """An event made out of others; its id can be used wherever an event is named."""

    id: str
    kind: DeriveKind
    of: Select
    source: str
    authority: Authority = Authority.LAW
    confidence: Confidence = Confidence.SEEN
    where: Where | None = None
    per: str | None = None
    also: Select | None = None
    reach: int | None = None
    reset_by: Evidence | None = None
    group: str | None = None
    within: Duration | None = None
    clear_of: tuple[str, ...] = ()
    unless: Select | None = None
