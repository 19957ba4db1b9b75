"""The entry points: one offender or a whole register, facts and rulebook in, one value out; nothing read or written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from os import PathLike
from typing import Any

import attrs
from attrs import frozen

from supervise.checks import CHECKS, Check, Flag, GroupReview, Inquiry, Waivers
from supervise.checks.base import run
from supervise.checks.groups import Gathered, Part, gather, judge_groups
from supervise.checks.telling import told_by
from supervise.checks.waivers import waive, waive_groups
from supervise.checks.waiving import Use
from supervise.dates.parsing import refuse_other_than_date
from supervise.engine.obligation import STANDING, Obligation
from supervise.engine.schedule import Schedule, evaluate
from supervise.engine.timeline import Workforce
from supervise.model import Fault, Offender, Rejected, undated
from supervise.rules import Rulebook
from supervise.showing import shown

__all__ = ["RegisterReview", "Review", "Summary", "review", "review_groups", "review_register", "schedule"]


@frozen(eq=False)
class Review:
    """One offender as of one day: schedule, flags, spans, and how long all that stays true.

    ``stable_until`` is the first later day on which, with the same facts, it reads differently (days over aside);
    None if no such day lies ahead. ``incomplete`` says that facts were set aside. ``parts`` is what the offender adds
    to the checks of officers, teams and the register, ``uses`` what became of waivers here.
    Several threads may read one.
    """

    __repr__ = shown("offender", "rulebook", "as_of", flags="flags")

    schedule: Schedule
    flags: tuple[Flag, ...]
    not_evaluated: tuple[str, ...]
    stable_until: dt.date | None
    parts: tuple[Part, ...] = ()
    uses: tuple[Use, ...] = ()

    @property
    def offender(self) -> str:
        """The opaque id."""
        return self.schedule.offender.id

    @property
    def as_of(self) -> dt.date:
        """The day judged, at its end."""
        return self.schedule.as_of

    @property
    def known_at(self) -> dt.date | None:
        """The day up to which records were used; None for all."""
        return self.schedule.known_at

    @property
    def rulebook(self) -> str:
        """The reference of the rulebook."""
        return self.schedule.book.ref

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """All that is open, overdue, suspended or unknown, the last met and the next of each rule."""
        return self.schedule.obligations

    @property
    def set_aside(self) -> tuple[Fault, ...]:
        """The facts that could not be read."""
        return self.schedule.offender.faults

    @property
    def incomplete(self) -> bool:
        """Whether facts were set aside."""
        return bool(self.schedule.offender.faults)


def review(
    offender: Offender,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    known_at: dt.date | None = None,
    workforce: Workforce | None = None,
    checks: Sequence[Check] = CHECKS,
    waivers: Waivers | None = None,
) -> Review:
    """Return the review of one offender as of the end of a day.

    Args:
        offender: the facts.
        rulebook: from :func:`supervise.load_rulebook`.
        as_of: the day judged; facts dated later never meet a duty.
        known_at: only what was recorded by then is used; everything if None.
        workforce: the officers; without it tests that need it pass and are named in ``not_evaluated``, and nothing
            is gathered for the checks of officers and teams.
        checks: the checks to run.
        waivers: what sets flags aside; such a flag is raised all the same and names its waiver.

    Nothing is raised for facts, however odd. TypeError for what is no Offender or no Rulebook, for officers and waivers
    that are plain data, and for a day that is no `date`, a `datetime` too: which day that is depends on a zone.

    >>> from supervise import Offender, load_rulebook
    >>> book = load_rulebook("england-wales@2026.1")
    >>> found = review(Offender.from_dict({"id": "x1"}), book, as_of=dt.date(2026, 6, 30))
    >>> found.obligations, found.flags
    ((), ())
    """
    _refuse_others(workforce, waivers)
    judged = evaluate(offender, rulebook, as_of=as_of, known_at=known_at, workforce=workforce)
    inquiry = Inquiry(judged, partial(told_by, tuple(checks), rulebook))
    flags = sorted(run(checks, inquiry), key=_flag_order)
    uses: tuple[Use, ...] = ()
    if waivers is not None:
        flags, uses = waive(flags, waivers, inquiry, checks)
        flags.sort(key=_flag_order)
    parts = () if workforce is None else tuple(gather(checks, inquiry))
    # Read last: the checks, too, compare days with `as_of` and move the day on which something changes.
    return Review(judged, tuple(flags), tuple(sorted(judged.timeline.notes)), judged.stable_until, parts, uses)


def schedule(
    offender: Offender,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    until: dt.date,
    known_at: dt.date | None = None,
    workforce: Workforce | None = None,
) -> Schedule:
    """Return the obligations of one offender, with those ahead up to ``until``.

    Occurrences ahead assume that each earlier one is met on its due day, and are marked ``projected``.

    Args:
        offender: the facts.
        rulebook: from :func:`supervise.load_rulebook`.
        as_of: the day judged, at its end.
        until: the last due day that is looked for.
        known_at: only what was recorded by then is used; everything if None.
        workforce: the officers, as `review` takes them; without it whoever made a visit counts as trained.

    Nothing is raised for facts, however odd. TypeError for what is no Offender or no Rulebook, and for a day that is no
    `date`, a `datetime` too.

    >>> from supervise import Offender, load_rulebook
    >>> offender = Offender.from_dict({"id": "x1", "registrations": [{"id": "r1", "relevant_on": "2026-06-01"}]})
    >>> book = load_rulebook("england-wales-law@2026.1")
    >>> ahead = schedule(offender, book, as_of=dt.date(2026, 6, 1), until=dt.date(2026, 12, 31))
    >>> [(row.rule, str(row.due), row.status.value) for row in ahead.obligations if row.rule == "R-N1"]
    [('R-N1', '2026-06-03', 'open')]
    """
    _refuse_others(workforce, None)
    return evaluate(offender, rulebook, as_of=as_of, known_at=known_at, until=until, workforce=workforce)


def _refuse_others(workforce: object, waivers: object) -> None:
    """Raise TypeError for plain data in place of officers, and for a list of waivers in place of all of them."""
    if workforce is not None and not isinstance(workforce, Workforce):
        raise TypeError(f"workforce is a Workforce, as read_workforce gives it, found {type(workforce).__name__}")
    if waivers is not None and not isinstance(waivers, Waivers):
        raise TypeError(f"waivers are Waivers, as read_waivers gives them, found {type(waivers).__name__}")


def _refuse_none_of(offenders: object) -> None:
    """Raise TypeError for the path of a register, the letters of which are no offenders, and for one offender alone."""
    if isinstance(offenders, str | PathLike | Offender):
        raise TypeError(
            f"offenders are those of a register, as read_register gives them, found {type(offenders).__name__}"
        )


@attrs.define
class Summary:
    """Counts over a register; partial ones merge in any order to the same.

    ``read`` = ``reviewed`` + ``set_aside``, always: how many records. ``incomplete`` is how many offenders have facts
    that were set aside, and ``facts_set_aside`` how many facts these are. Among the ``flags`` are those that are
    ``waived``. ``without_recorded_on`` is how many entries do not say when they became known: each was taken as known
    on the day it happened.
    """

    read: int = 0
    reviewed: int = 0
    set_aside: int = 0
    incomplete: int = 0
    facts_set_aside: int = 0
    statuses: Counter[str] = attrs.field(factory=Counter)
    flags: Counter[str] = attrs.field(factory=Counter)
    gathered: Gathered = attrs.field(factory=Gathered)
    waived: Counter[str] = attrs.field(factory=Counter)
    uses: Counter[Use] = attrs.field(factory=Counter)
    without_recorded_on: int = 0

    def add(self, result: Review | Rejected) -> None:
        """Count one result."""
        self.read += 1
        if isinstance(result, Rejected):
            self.set_aside += 1
            return
        self.reviewed += 1
        self.incomplete += result.incomplete
        self.facts_set_aside += len(result.set_aside)
        self.without_recorded_on += undated(result.schedule.timeline.original)
        for row in result.schedule.standing:
            if row.status in STANDING:
                self.statuses[row.status.value] += 1
        for flag in result.flags:
            self.flags[flag.code] += 1
            if flag.waiver is not None:
                self.waived[flag.code] += 1
        self.gathered.add(result.parts)
        self.uses.update(result.uses)

    def merge(self, other: Summary) -> Summary:
        """Return the sum of two partial summaries."""
        return Summary(
            self.read + other.read,
            self.reviewed + other.reviewed,
            self.set_aside + other.set_aside,
            self.incomplete + other.incomplete,
            self.facts_set_aside + other.facts_set_aside,
            self.statuses + other.statuses,
            self.flags + other.flags,
            self.gathered.merge(other.gathered),
            self.waived + other.waived,
            self.uses + other.uses,
            self.without_recorded_on + other.without_recorded_on,
        )


class RegisterReview:
    """A lazy, ordered iterator of ``Review | Rejected`` with a running ``summary``.

    ``groups()`` says what the offenders read so far add up to for officers, teams and the register.
    """

    def __init__(self, results: Iterator[Review | Rejected], conclude: Callable[[Summary], GroupReview]) -> None:
        self._results = results
        self._conclude = conclude
        #: Counts of the results taken so far.
        self.summary = Summary()

    def __iter__(self) -> Iterator[Review | Rejected]:
        return self

    def __next__(self) -> Review | Rejected:
        result = next(self._results)
        self.summary.add(result)
        return result

    def groups(self) -> GroupReview:
        """Return the flags on officers, teams and the register; ask when all offenders are read."""
        return self._conclude(self.summary)


def review_register(
    offenders: Iterable[Offender | Rejected],
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    known_at: dt.date | None = None,
    workforce: Workforce | None = None,
    checks: Sequence[Check] = CHECKS,
    per_officer: bool = False,
    waivers: Waivers | None = None,
) -> RegisterReview:
    """Return the reviews of a register, one at a time, in its order; what was set aside stays in its place.

    What looks at how officers work is judged of their teams; with ``per_officer`` of each officer, too.

    Nothing is raised for a record: one that cannot be read is a `Rejected` in its place. TypeError for a day that is
    no `date`, a `datetime` too, for officers and waivers that are plain data, for the path of a register, and in its
    place for what is neither an Offender nor a Rejected.

    >>> from supervise import Offender, load_rulebook
    >>> book = load_rulebook("england-wales@2026.1")
    >>> results = review_register([Offender.from_dict({"id": "x1"})], book, as_of=dt.date(2026, 6, 30))
    >>> [result.offender for result in results], results.summary.read, results.groups().flags
    (['x1'], 1, ())
    """
    # Now, and not when the first offender is taken.
    refuse_other_than_date("as_of", as_of)
    _refuse_others(workforce, waivers)
    _refuse_none_of(offenders)
    given: dict[str, Any] = {
        "as_of": as_of,
        "known_at": known_at,
        "workforce": workforce,
        "checks": checks,
        "waivers": waivers,
    }
    return RegisterReview(
        (each if isinstance(each, Rejected) else review(each, rulebook, **given) for each in offenders),
        lambda summary: review_groups(summary, rulebook, **given, per_officer=per_officer),
    )


def review_groups(
    summary: Summary,
    rulebook: Rulebook,
    *,
    as_of: dt.date,
    known_at: dt.date | None = None,
    workforce: Workforce | None = None,
    checks: Sequence[Check] = CHECKS,
    waivers: Waivers | None = None,
    per_officer: bool = False,
) -> GroupReview:
    """Return the flags on officers, teams and the register, from what all offenders of a register add up to.

    `review_register` does it by itself (`groups()`); this is for partial summaries that were merged. The arguments are
    those of `review_register`, and must be the same. Nothing is raised.

    >>> from supervise import load_rulebook
    >>> found = review_groups(Summary(), load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 6, 30))
    >>> found.flags
    ()
    """
    found = judge_groups(
        checks, summary.gathered, book=rulebook, as_of=as_of, workforce=workforce, per_officer=per_officer
    )
    if waivers is None:
        return found
    return waive_groups(found, waivers, summary.uses, checks, book=rulebook, as_of=as_of, known_at=known_at)


def _flag_order(flag: Flag) -> tuple[int, str, str, str]:
    return flag.severity.rank, flag.code, flag.rule or "", flag.key or ""
