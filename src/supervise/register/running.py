"""A register read, judged and written, by one process or by several: the same bytes either way.

Several processes take ranges of the register and hand back what is to be written, which is put in order. A plain file
with one record a line and a folder of CSV files can be divided; any other is read by one. Memory holds a few ranges
at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Generic, Protocol, Self, TypeVar

from attrs import field, frozen

from supervise.checks import CHECKS, Check, Waivers
from supervise.checks.profiles import Profile
from supervise.engine.schedule import Schedule
from supervise.engine.timeline import Workforce
from supervise.model import Offender, Rejected
from supervise.model.faults import Remark
from supervise.register.choosing import Found, Place, read_register
from supervise.register.plugins import Plugin, checks_with
from supervise.register.records import Part
from supervise.register.spreading import spread
from supervise.register.tally import Tally
from supervise.reviewing import Review, review, review_groups, schedule
from supervise.rules import Rulebook

__all__ = ["Fold", "Job", "Reviewing", "Scheduling", "run"]

# About as much of the register as one process judges before it hands over what it has.
_RANGE: Final = 1 << 21

SetAside = Callable[[bytes, Sequence[Remark]], None]
_Kept = list[tuple[bytes, tuple[Remark, ...]]]
# What became of a part: what is to be written, what adds up, what was set aside, how many records it had.
_Done = tuple[bytes, Any, _Kept, int]


class Fold(Protocol):
    """What an output makes of the results: bytes to write at once, and something it adds up."""

    def add(self, result: Any) -> bytes:
        """Take one result, in the order of the register; return what is to be written for it."""
        ...

    def merge(self, later: Self) -> None:
        """Take in what another made of the part of the register that follows."""
        ...


F = TypeVar("F", bound=Fold)


@frozen(kw_only=True)
class Reviewing:
    """Makes reviews."""

    book: Rulebook
    as_of: dt.date
    known_at: dt.date | None = None
    workforce: Workforce | None = None
    waivers: Waivers | None = None
    profile: Profile | None = field(default=None, metadata={"doc": "The checks to run; None: all."})
    per_officer: bool = field(default=False, metadata={"doc": "Judge each officer, too, where teams are judged."})
    plugins: tuple[Plugin, ...] = field(default=(), metadata={"doc": "Whose checks are run beside them."})

    @property
    def _checks(self) -> tuple[Check, ...]:
        # Put together anew: a field would be copied to other processes, and the checks of a plugin cannot be.
        return checks_with(self.plugins, CHECKS if self.profile is None else self.profile.checks)

    def __call__(self, offender: Offender) -> Review:
        """Return the review of one offender."""
        return review(
            offender,
            self.book,
            as_of=self.as_of,
            known_at=self.known_at,
            workforce=self.workforce,
            checks=self._checks,
            waivers=self.waivers,
        )

    def conclude(self, tally: Tally) -> None:
        """Judge officers, teams and the register from what all offenders added."""
        tally.conclude(
            review_groups(
                tally.summary,
                self.book,
                as_of=self.as_of,
                known_at=self.known_at,
                workforce=self.workforce,
                checks=self._checks,
                waivers=self.waivers,
                per_officer=self.per_officer,
            )
        )


@frozen(kw_only=True)
class Scheduling:
    """Makes schedules up to a day."""

    book: Rulebook
    as_of: dt.date
    until: dt.date
    known_at: dt.date | None = None

    def __call__(self, offender: Offender) -> Schedule:
        """Return the schedule of one offender."""
        return schedule(offender, self.book, as_of=self.as_of, until=self.until, known_at=self.known_at)


@frozen(kw_only=True)
class Job(Generic[F]):
    """What is done to a register: how it is judged, and what is made of the results."""

    path: Place
    found: Found
    judge: Callable[[Offender], object]
    fold: Callable[[], F]


def run(
    job: Job[F],
    *,
    jobs: int = 1,
    write: Callable[[bytes], object],
    keep: SetAside | None = None,
    passed: Callable[[int], object] = bool,
) -> F:
    """Judge a register and write what comes out; return what was added up.

    Args:
        job: the register and what is done to it; its parts go to other processes and must be picklable.
        jobs: how many processes.
        write: called with the bytes to be written, in order.
        keep: called with each record of which something was set aside, in order, and the reasons.
        passed: called with the number of records done since it was last called.

    Raises RegisterError if the register as a whole cannot be read, or if a process is ended from outside.
    """
    parts = job.found.split(max(jobs, job.found.size // _RANGE)) if jobs > 1 else ()
    fold = job.fold()
    if len(parts) > 1:
        with spread(_Doing(job, keep is not None), parts, jobs=min(jobs, len(parts))) as done:
            for body, part, kept, records in done:
                write(body)
                passed(records)
                fold.merge(part)
                if keep is not None:
                    for raw, reasons in kept:
                        keep(raw, reasons)
        return fold
    for each in _written(job, Part(), fold, keep):
        write(each)
        passed(1)
    return fold


def _written(job: Job[F], part: Part, fold: F, keep: SetAside | None) -> Iterator[bytes]:
    for item in read_register(job.path, found=job.found, part=part, on_set_aside=keep):
        yield fold.add(item if isinstance(item, Rejected) else job.judge(item))


@frozen
class _Doing:
    """What is done to one part of a register, wherever it is done."""

    job: Job[Any]
    keeps: bool

    def __call__(self, part: Part) -> _Done:
        fold = self.job.fold()
        kept: _Kept = []

        def keep(raw: bytes, reasons: Sequence[Remark]) -> None:
            kept.append((raw, tuple(reasons)))

        bodies = list(_written(self.job, part, fold, keep if self.keeps else None))
        return b"".join(bodies), fold, kept, len(bodies)
