"""The kinds of step that lead to a date, as data: what an officer needs to redo the sum by hand.

Days are ordinals, FAR where there is no known end; minutes count from midnight, UNTIMED where there is no time. Words
are the business of whoever shows the steps.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from attrs import frozen

from supervise.engine.happenings import Extent, Run
from supervise.engine.obligation import Obligation
from supervise.engine.proportion import Share
from supervise.engine.quotas import Filled, Standard
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.field_tests import FieldTest
from supervise.rules.language import (
    Cadence,
    ChangePolicy,
    Clock,
    Counting,
    Effect,
    HoursFrom,
    Limit,
    PeriodEnd,
    Roll,
    Skips,
)
from supervise.rules.rulebook import Amendment
from supervise.rules.words import Governs

__all__ = [
    "Anchored", "Changed", "Counted", "Counts", "CutShort", "Duty", "Failure", "Gate", "Governed", "Held", "Lasting",
    "LeftOut", "Limited", "NotCounted", "OrderLife", "Origin", "Placed", "Rolled", "SetDate", "Skipped", "Standing",
    "Step", "Suspended", "Together", "Tried", "Voided", "Window",
]  # fmt: skip


@frozen(kw_only=True)
class Origin:
    """Where a value comes from. ``of`` is what it backs: the rule, the value of one regime, or a span."""

    of: str
    authority: str
    source: str
    title: str
    where: str | None
    confidence: str


@frozen(kw_only=True)
class Duty:
    """What is to be done, by whom, and the occurrence meant; days as ordinals, ``until`` FAR if open.

    It can fall due while one of ``spans`` holds, if there are any, and none of ``states``; ``ended_by`` are those that
    begin on the day ``until``. With ``own_end`` it is what the duty hangs on that ends then, and the spans go on.
    """

    rule: str
    part: str
    key: str
    duty: str
    duty_of: str
    must: bool
    number: int
    spans: tuple[str, ...]
    states: tuple[str, ...]
    ended_by: tuple[str, ...]
    own_end: bool
    since: int
    until: int
    amendments: tuple[Amendment, ...]


@frozen(kw_only=True)
class Anchored:
    """The day the sum starts from and why that one. ``way`` is a word of the rule language, ``names`` its events.

    Ways besides those of the language: ``met`` (what met the occurrence before), ``assumed`` (its due day) and
    ``none``. ``field`` is the date of the fact that is meant, ``instead`` the events it stands in for. ``derived``
    names the kind and the sources of an event made out of others, ``parts`` the facts it was made of,
    ``moved_from`` the day of the fact if it counts later. Of so many occurrences missed ``within`` a time, ``parts``
    are the days on which they fell due.
    """

    day: int
    id: str
    way: str
    names: tuple[str, ...] = ()
    field: str = ""
    instead: tuple[str, ...] = ()
    moved_from: int = 0
    derived: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    within: str = ""


@frozen(kw_only=True)
class Held:
    """A value in force on a day that chooses a regime: since when, and the id of the fact that says so.

    It is not ``followed`` where a fact of its kind was set aside: that one may be the one that held. With an id but no
    value, the fact says a level that the scale of the book does not have.
    """

    name: str
    day: int
    value: str | None
    since: int = 0
    id: str = ""
    followed: bool = True


@frozen(kw_only=True)
class Tried:
    """A regime in the order of the rule, and whether it held; None: a missing fact would decide.

    ``condition`` is as written in the book, ``read`` the fields of the fact it asks for.
    """

    regime: str
    condition: Any
    holds: bool | None
    read: tuple[tuple[str, str], ...]
    chosen: bool


@frozen(kw_only=True)
class Counted:
    """One sum: a length from a day in the words of the law, and the day (and minute) it gave; FAR: none.

    ``closed`` are the closed days passed over, ``left_out`` the runs whose days do not count. ``of`` says what it
    is the sum of: ``due``, ``cautious``, ``from the end``. ``levels`` names whose length it is if none is known.
    ``to_end_of`` is the period at whose end it falls due, ``from_end_of`` that at whose end, the day ``begins``, it is
    counted from, ``skips`` what hours pass over, ``source`` where the length
    comes from. ``calendar`` names the closed days where they are not the book's own.
    """

    of: str
    regime: str
    day: int
    minute: int
    length: Duration | None
    before: bool
    counting: Counting | None
    hours_from: HoursFrom | None
    clock: Clock | None
    zone: str
    gives: int
    gives_minute: int
    levels: tuple[str, ...] = ()
    counted: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    left_out: tuple[Run, ...] = ()
    states: tuple[str, ...] = ()
    to_end_of: PeriodEnd | None = None
    from_end_of: PeriodEnd | None = None
    begins: int = 0
    skips: Skips | None = None
    calendar: str | None = None
    source: Origin | None = None


@frozen(kw_only=True)
class Placed:
    """Where a slot lies: the ``number``-th of its series from ``origin`` (0: from the birth), and the days it lasts.

    ``day`` is what limits are counted from. ``weekday`` is that of a week, or those by which a month's days are named:
    ``the first monday``, ``day 1 to the last friday``. ``levels`` names whose length it is if none is known, ``offset``
    is how long after a birthday the day lies, ``source`` where the length comes from.
    """

    cadence: Cadence
    regime: str
    number: int
    length: Duration | None
    origin: int
    day: int
    first: int
    last: int
    minute: int
    partial: bool
    named: tuple[str, ...] = ()
    weekday: str = ""
    levels: tuple[str, ...] = ()
    offset: Duration | None = None
    source: Origin | None = None


@frozen(kw_only=True)
class CutShort:
    """The last day of the time in which a duty can fall due, where a slot would have lasted longer."""

    last: int


@frozen(kw_only=True)
class LeftOut:
    """Why nothing is asked in a slot: a change of regime cut it on a day, or (0) it is no whole calendar block."""

    changed: int


@frozen(kw_only=True)
class SetDate:
    """The day the authority named in place of the last day of a slot."""

    id: str
    day: int
    before: int


@frozen(kw_only=True)
class Skipped:
    """The run of a state that a slot fell into, so that nothing is asked; ``whole``: from its opening on.

    Where part of a slot is enough, ``days`` of its ``of_days`` lie in the run, and ``percent`` of them in all.
    """

    id: str
    start: int
    end: int
    states: tuple[str, ...]
    whole: bool
    days: int
    of_days: int
    percent: int


@frozen(kw_only=True)
class Counts:
    """What a block with quotas asks for, and what was counted in it."""

    standard: Standard
    filled: tuple[Filled, ...]


@frozen(kw_only=True)
class Window:
    """Which event of how many in any window is asked for; ``left`` says that the window begins after another event."""

    number: int
    times: int
    length: Duration | None
    left: bool


@frozen(kw_only=True)
class Changed:
    """A change of regime on a day: ``what`` is stops, kept, changed or shared; ``sum`` gives ``new``, from the anchor.

    ``share`` is what was left of the old length where the new one is taken in proportion.
    """

    what: str
    day: int
    regime: str
    sum: Counted | None
    held: tuple[Held, ...]
    old: int
    new: int
    after: int
    policy: ChangePolicy | None
    share: Share | None = None


@frozen(kw_only=True)
class Suspended:
    """A suspension that moved a pending date, by ``effect``: from ``before`` to ``after``, with what its end gives.

    Where the length restarts the sum that follows is the new one. ``also`` are further facts that the run is made of;
    ``moves_once`` says that no other state moves the date again.
    """

    id: str
    kind: str
    states: tuple[str, ...]
    start: int
    end: int
    only_if_inside: bool
    effect: Effect | None
    rule: EndDuration
    sum: Counted | None
    before: int
    after: int
    also: tuple[str, ...] = ()
    moves_once: bool = False


@frozen(kw_only=True)
class Rolled:
    """A last day that was closed: where it went, and the closed days passed over; ``after`` 0 if nobody knows.

    ``is_opening``: the open day before would be too early, so it stays at the day on which the duty opens.
    ``calendar`` names the closed days where they are not the book's own.
    """

    how: Roll
    before: int
    after: int
    closed: tuple[int, ...]
    is_opening: bool
    calendar: str | None = None


@frozen(kw_only=True)
class Limited:
    """An opening or outer limit, as declared, the day it gave, and where it comes from."""

    of: str
    limit: Limit
    day: int
    anchor_minute: int
    years: int | None
    counting: Counting | None
    hours_from: HoursFrom | None
    gives: int
    gives_minute: int
    source: Origin


@frozen(kw_only=True)
class Gate:
    """A condition the duty hangs on, tested on a day: ``every`` day for what is permitted."""

    condition: Any
    day: int
    daily: bool
    holds: bool | None


@frozen(kw_only=True)
class Governed:
    """The occurrence of another rule of a group that is left to be met in place of this one."""

    group: str
    by: str
    due: int
    governs: Governs


@frozen(kw_only=True)
class Voided:
    """The event that made the duty void."""

    id: str
    day: int


@frozen(kw_only=True)
class Standing:
    """Where the occurrence stands, as judged."""

    row: Obligation
    as_of: int
    frozen: tuple[Run, ...]


@frozen(kw_only=True)
class Failure:
    """The first test on a fact that fails. ``given``: whether the field has a value at all.

    ``alternatives`` holds what failed in each branch of an ``any``; ``condition`` a test that is no field's.
    """

    field: str
    test: FieldTest | None = None
    given: bool = True
    alternatives: tuple[Failure, ...] = ()
    condition: Any = None


@frozen(kw_only=True)
class NotCounted:
    """An event that did not meet the duty, with the first reason.

    ``why`` is one of: withdrawn, not known, no date, kind, failed, window, ended, future, early, used, around, closed,
    second
    (it would have, but another came first). ``names`` are the words or fields it is about, ``on`` the day (recorded,
    opened or ended) it turns on.
    """

    id: str
    day: int
    word: str
    why: str
    names: tuple[str, ...] = ()
    failure: Failure | None = None
    on: int = 0


@frozen(kw_only=True)
class Lasting:
    """How long a span lasts for one registration or order; ``terms`` are the sentences in the order added.

    ``bounds`` are what the row asks of their sum, each in words and with its length; ``lasts`` is the row's length as
    declared, ``young`` that for someone under 18, ``order`` the id it rests on;
    ``sum`` is None where the length is no period, was cut short, or has not begun; ``ends_after`` how long it went on
    after the event that ended it.
    """

    extent: Extent
    field: str
    counting: Counting
    terms: tuple[Any, ...]
    bounds: tuple[tuple[str, Duration], ...]
    lasts: Any
    young: Duration | None
    order: str
    sum: Counted | None
    ends_after: Duration | None
    origin: Origin


@frozen(kw_only=True)
class OrderLife:
    """The first and last day of an order and what the last day is read from; ``years`` those of its longest item.

    ``replaced_by`` is the id of the order whose first day ends it; empty where that is not what does.
    """

    id: str
    kind: str
    start: int | None
    last: int
    by: str
    years: int
    replaced_by: str = ""


@frozen(kw_only=True)
class Together:
    """What several spans give together: the last day of all and the key of the one that lasts longest."""

    span: str
    extents: tuple[Extent, ...]
    last: int
    key: str
    indefinite: bool


Step: TypeAlias = (
    Duty
    | Origin
    | Anchored
    | Held
    | Tried
    | Counted
    | Counts
    | Placed
    | CutShort
    | LeftOut
    | SetDate
    | Skipped
    | Window
    | Changed
    | Suspended
    | Rolled
    | Limited
    | Gate
    | Governed
    | Voided
    | Standing
    | NotCounted
    | Lasting
    | OrderLife
    | Together
)
