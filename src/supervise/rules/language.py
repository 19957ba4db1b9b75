"""The axes of a rule, each a small closed choice; a rule picks one value per axis (design: "the rule language").

Nothing here computes a date. Each declaration refuses what the engine would ignore; what only shows when a rule
is seen whole is in :mod:`supervise.rules.choices`. The words and the declarations that are no duties have modules
of their own, and can be imported from here as well: this is the whole language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar

import attrs
from attrs import frozen

from supervise.rules.basis import Basis
from supervise.rules.choices import NOTHING_BOUNDS, choices_missing
from supervise.rules.conditions import Length, When
from supervise.rules.declared import Derive, EarlierBounds, OrderKind, Source, SpanLength, SpanRule
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.evidence import Evidence
from supervise.rules.fixed import DayOfMonth, Starts
from supervise.rules.places import Anchor, OnePer
from supervise.rules.quota import Quota
from supervise.rules.reading import key_of
from supervise.rules.tolling import Extended, Shortened, Toll
from supervise.rules.words import (
    AtEnd,
    Authority,
    Birth,
    Cadence,
    ChangePolicy,
    Clock,
    Confidence,
    Counting,
    DeriveKind,
    DutyOf,
    Effect,
    Fires,
    Governs,
    HoursFrom,
    Late,
    MaySet,
    Month,
    Outcome,
    Partial,
    Parts,
    PeriodEnd,
    ReadAt,
    Rebased,
    Roll,
    Rounded,
    Skips,
    StartsBy,
    Term,
    TollEffect,
    TooEarly,
    Weekday,
    Which,
)

__all__ = [
    "Anchor",
    "AtEnd",
    "Authority",
    "Basis",
    "Birth",
    "Cadence",
    "CautiousReading",
    "ChangePolicy",
    "Changes",
    "Clock",
    "Confidence",
    "Counting",
    "DayOfMonth",
    "Derive",
    "DeriveKind",
    "DutyOf",
    "EarlierBounds",
    "Effect",
    "Evidence",
    "Extended",
    "Fires",
    "Governs",
    "HoursFrom",
    "InForce",
    "Late",
    "Limit",
    "MaySet",
    "Month",
    "OnePer",
    "OrderKind",
    "Outcome",
    "Partial",
    "Parts",
    "PeriodEnd",
    "Quota",
    "ReadAt",
    "Rebased",
    "Regime",
    "Roll",
    "Rounded",
    "Rule",
    "Shortened",
    "Skips",
    "Source",
    "SpanLength",
    "SpanRule",
    "Starts",
    "StartsBy",
    "Suspension",
    "Term",
    "Toll",
    "TollEffect",
    "TooEarly",
    "Weekday",
    "Which",
    "While",
]


@frozen
class While:
    """The time in which a duty can fall due: one of these spans holds, if any is named, and no state of ``not_in``.

    With ``resumes`` what hangs on an extent or an event goes on when a state that ended it has ended. Where neither is
    named, the end of a run, or the next event, is the end that cuts what is pending.
    """

    at_end: AtEnd
    span: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    resumes: bool = False

    @property
    def is_bounded(self) -> bool:
        """Whether it bounds the time itself: what a duty hangs on may have an end of its own."""
        return bool(self.span or self.not_in)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a time that nothing bounds."""
        if not self.is_bounded and self.at_end is not AtEnd.CUT:
            yield "", NOTHING_BOUNDS
        if self.resumes and not self.not_in:
            yield "resumes", "goes with 'not_in'"


@frozen
class InForce:
    """The days on which a rule is law: it has the occurrences whose anchor is one of them, and no others."""

    from_: dt.date | None = None
    until: dt.date | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a time without a first and a last day, and one that ends before it begins."""
        if self.from_ is None and self.until is None:
            yield "", "give 'from', the first day, or 'until', the last"
        if self.from_ is not None and self.until is not None and self.until < self.from_:
            yield "until", "lies before 'from'"


@frozen
class Limit:
    """An opening or outer limit: so long after the anchor (``within``) or before it (``before``).

    ``less`` takes so many days off, ``after_end`` gives the day after the last day of the length; ``years_field``
    takes the length, in years, from the fact (``at_most`` caps it); ``not_before_last_day_of`` waits for the last day
    of any order of a kind, ``not_before`` for a day; ``roll`` moves a closed day to an open one, ``to_end_of`` any to
    the last day of its month (week, quarter, …); with ``from_end_of`` the length is counted from the last day of the
    anchor's; ``calendar`` names the closed days it counts with, if they are not those of its regime.
    """

    WRITTEN: ClassVar[str] = "a table with 'within' or 'before'"

    within: Duration | None = None
    less: Duration | None = None
    before: Duration | None = None
    counting: Counting | None = None
    from_: HoursFrom | None = None
    after_end: bool = False
    years_field: str | None = None
    at_most: Duration | None = None
    not_before_last_day_of: str | None = None
    not_before: dt.date | None = None
    roll: Roll | None = None
    to_end_of: PeriodEnd | None = None
    from_end_of: PeriodEnd | None = None
    calendar: str | None = None

    @property
    def length(self) -> Duration:
        """The length in words; years that only the fact gives count as one, for what depends on the unit alone."""
        return self.within or self.before or Duration(months=12)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a limit of no length or of two, and what its way of giving one would ignore."""
        if sum(each is not None for each in (self.within, self.before, self.years_field)) != 1:
            yield "", "give exactly one of 'within', 'before' and 'years_field'"
        if self.before is not None:
            for key in ("after_end", "not_before_last_day_of", "not_before"):
                if getattr(self, key):
                    yield key, "does not go with 'before'"
        if self.less is not None:
            if self.within is None or self.within.hours is not None:
                yield "less", "goes with 'within' only, and not with hours"
            if not self.less.is_calendar or self.less.months or not self.less.days:
                yield "less", "write it in days"
        if self.at_most is not None:
            if self.years_field is None:
                yield "at_most", "goes with 'years_field' only"
            if not self.at_most.is_calendar or self.at_most.days:
                yield "at_most", "write it in years or months"


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
    named: tuple[Month, ...] = ()
    days: tuple[DayOfMonth, ...] = ()
    weekday: Weekday | None = None
    at: str | None = None
    quota: tuple[Quota, ...] = ()
    times: int | None = None
    roll: Roll | None = None
    to_end_of: PeriodEnd | None = None
    from_end_of: PeriodEnd | None = None
    skips: Skips | None = None
    calendar: str | None = None
    authority: Authority | None = None
    source: str | None = None
    confidence: Confidence | None = None

    @classmethod
    def elsewhere(cls, key: str) -> str | None:
        """Say where a key belongs that is the rule's or a quota's: in TOML, what stands after a regime is the regime's.

        >>> Regime.elsewhere("met_by"), Regime.elsewhere("evry")
        ('it is a key of the rule: write it before the first [[rule.regime]]', None)
        >>> Regime.elsewhere("at_least")
        'it is a key of a quota: write it under [[rule.regime.quota]]'
        """
        return _place_of(key, Rule, Quota)

    @property
    def length(self) -> Length | None:
        """The length, whichever way it is written."""
        return self.every or self.within or self.before

    @property
    def limit(self) -> Length | None:
        """How long after or before a day of its series a fixed occurrence falls due, if it does not on its last day."""
        return self.within or self.before if self.every is not None or self.names_days else None

    @property
    def names_days(self) -> bool:
        """Whether it names the months or the day of the week of its series, in place of a length."""
        return bool(self.named) or self.weekday is not None

    @property
    def changes_by_day(self) -> bool:
        """Whether what it gives may differ from day to day: by level, by the plan, or by its ``when``."""
        length = self.length
        by_length = length is not None and (length.by_level is not None or length.fact is not None)
        return by_length or (self.when is not None and self.when.changes_by_day)

    @property
    def asks_for_fact(self) -> bool:
        """Whether it reads the fact the duty hangs on."""
        limits = (self.opens, self.latest)
        by_limit = any(limit is not None and limit.years_field is not None for limit in limits)
        return by_limit or (self.when is not None and self.when.asks_for_fact)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a regime that gives no length or two; a fixed cadence alone has a limit beside 'every'."""
        given = [each for each in (self.every, self.within, self.before) if each is not None]
        nothing = not given and self.opens is None and not self.names_days
        if nothing or (self.within is not None and self.before is not None):
            yield "", "a regime gives exactly one of 'every', 'within' and 'before' (or only 'opens')"
        if self.length is not None and self.length.never:
            for key in ("within", "before", "opens", "latest"):
                if getattr(self, key) not in (None, self.length):
                    yield key, "where nothing is asked ('never') nothing opens or falls due; leave one of them out"
        if self.by not in (None, "level"):
            yield "by", "unknown word; known: 'level'"
        elif (self.by == "level") != any(each.by_level is not None for each in given):
            yield "by", "write by = 'level' with a table of lengths by level, and only with one"


@frozen
class Suspension:
    """What a state does to a pending date, and until when the date then runs.

    With ``percent`` so many in a hundred of the days of an occurrence, or more, lie inside where it is skipped.
    """

    WRITTEN: ClassVar[str] = "a table with 'in' and 'effect'"

    in_: tuple[str, ...]
    effect: Effect | None = None
    if_: str | None = None
    due: EndDuration | None = None
    percent: int | None = None

    @property
    def moves_once(self) -> bool:
        """Whether it leaves a date that the end of a state gave where it is."""
        return self.if_ == _FIRST_INSIDE

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a suspension that does not say what it does, or whose words do not fit together."""
        known = _IFS[self.effect is Effect.SKIP]
        if self.if_ not in (None, *known):
            yield "if", f"unknown word; known: {', '.join(map(repr, known))}"
        if self.if_ is None and self.effect is Effect.SKIP:
            yield "if", f"missing; write {' or '.join(map(repr, known))}"
        if self.effect is None and self.if_ is None:
            yield "effect", f"missing; it has no default: write {' or '.join(repr(each.value) for each in Effect)}"
        if self.effect not in (None, Effect.RUNS_ON, Effect.SKIP) and self.if_ is not None:
            yield "effect", "leave it out; 'if' says what is done: only a date inside the state is moved, to 'due'"
        waits = self.effect in (Effect.LATER_OF_DUE_AND, Effect.DUE_AFTER_END)
        moves = waits or (self.if_ is not None and self.effect is not Effect.SKIP)
        if moves and self.due is None:
            yield "due", "missing; write for example '10 working days after end'"
        if not moves and self.due is not None:
            takes_due = f"'{Effect.LATER_OF_DUE_AND.value}' or '{Effect.DUE_AFTER_END.value}'"
            yield "due", f"goes with 'if' or with effect = {takes_due} only"
        if (self.percent is None) == (self.if_ == _PART_INSIDE):
            yield "percent", f"goes with if = '{_PART_INSIDE}', and says how many in a hundred of its days"
        elif self.percent is not None and not 1 <= self.percent <= 99:
            yield "percent", "write a whole number from 1 to 99; of all its days 'the whole window lies inside'"


# What may be asked of a date in a state: of one that is moved, and of an occurrence that is skipped.
_INSIDE, _FIRST_INSIDE = "due day ends inside", "due day first ends inside"
_PART_INSIDE = "part of the window lies inside"
_IFS = ((_INSIDE, _FIRST_INSIDE), (_INSIDE, "the whole window lies inside", _PART_INSIDE))


@frozen
class Changes:
    """What a change of regime does: one policy for stricter and laxer, or ``any`` for both."""

    stricter: ChangePolicy | None = None
    laxer: ChangePolicy | None = None
    any_: ChangePolicy | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a missing half, two answers, and a policy for both directions that is given for one."""
        halves = (self.stricter, self.laxer)
        if (None in halves) if self.any_ is None else (halves != (None, None)):
            yield "", "give both 'stricter' and 'laxer', or 'any' alone"
        if ChangePolicy.NEXT_ANCHOR in halves:
            yield "", "'at the next anchor' reads the regime once; write { any = 'at the next anchor' }"


@frozen
class CautiousReading:
    """A second reading that law or prudence allows: its date is shown beside the due, never instead of it."""

    counting: Counting | None = None
    anchor: Anchor | None = None


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
    starts: Starts | None = None
    late: Late | None = None
    partial: Partial | None = None
    may_set: MaySet | None = None
    roll: Roll | None = None
    calendar: str | None = None
    in_force: InForce | None = None
    rests_on: dict[str, Basis] = attrs.field(factory=dict, hash=False)
    off: bool = False
    waivable: bool = False

    @classmethod
    def elsewhere(cls, key: str) -> str | None:
        """Say where a key belongs that is a regime's.

        >>> Rule.elsewhere("every"), Rule.elsewhere("cadense")
        ('it is a key of a regime: write it under [[rule.regime]]', None)
        """
        return _place_of(key, Regime, Quota)

    @property
    def confidences(self) -> tuple[Confidence, ...]:
        """How sure the rule is, and each regime and each part of it that says so for itself."""
        own = [each.confidence for each in self.regime] + [each.confidence for each in self.rests_on.values()]
        return (self.confidence, *(each for each in own if each is not None))

    @property
    def published_id(self) -> str:
        """The id that outputs show: several rules may be parts of one duty."""
        return self.part_of or self.id

    @property
    def may_be_waived(self) -> bool:
        """Whether a force may set aside what is flagged of it: nothing the law asks for, unless the rule says so."""
        return self.waivable or not self.is_law

    @property
    def is_law(self) -> bool:
        """Whether the law asks for it, if only in one of its regimes."""
        return Authority.LAW in (self.authority, *(regime.authority for regime in self.regime))

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield every choice that is missing, none having a silent default, and what would be ignored."""
        if self.waivable and not self.is_law:
            yield "waivable", "goes with authority = 'LAW' only; what is flagged of any other duty can be waived anyway"
        yield from choices_missing(self)


_PLACES: Mapping[type, str] = {
    Rule: "it is a key of the rule: write it before the first [[rule.regime]]",
    Regime: "it is a key of a regime: write it under [[rule.regime]]",
    Quota: "it is a key of a quota: write it under [[rule.regime.quota]]",
}


def _place_of(key: str, *kinds: type) -> str | None:
    """Return where a key belongs by the first of some tables that has it; None if none has."""
    return next((_PLACES[kind] for kind in kinds if _is_key(kind, key)), None)


def _is_key(kind: type, key: str) -> bool:
    return key in {key_of(field.name) for field in attrs.fields(kind)}
