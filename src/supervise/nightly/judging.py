"""One offender judged and compared with what was last held of them, in this process or in another."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from attrs import field, frozen

from supervise.model import Offender
from supervise.nightly import comparing
from supervise.nightly.book import Known
from supervise.nightly.comparing import Change, DutyChange, FlagChange, Tonight, Why
from supervise.nightly.held import Held, Sighting
from supervise.register.running import Reviewing

__all__ = ["Judge", "Judged", "Unjudged"]


class Unjudged(NamedTuple):
    """An offender who is to be judged, and what was last held of them, if anything."""

    offender: Offender
    digest: str
    record: str | None
    before: Known | None


class Judged(NamedTuple):
    """What the judging gave, and what became of flags and duties since the last night."""

    offender: str
    held: Held
    known: Known
    flags: tuple[FlagChange, ...]
    duties: tuple[DutyChange, ...]


@frozen(kw_only=True)
class Judge:
    """Judges offenders, and compares; goes to other processes whole."""

    reviewing: Reviewing
    basis: str = field(metadata={"doc": "The hash of what they are judged with."})
    run: int = field(metadata={"doc": "The number of this night."})
    last: dt.date | None = field(metadata={"doc": "The day that the last night judged; None: there was none."})
    same_rules: bool

    def __call__(self, some: list[Unjudged]) -> list[Judged]:
        """Return what became of each, in order."""
        return [self._judged(each) for each in some]

    def _judged(self, task: Unjudged) -> Judged:
        made = self.reviewing(task.offender)
        held = Held.of(made)
        was = None if task.before is None else Held.from_json(task.before.held)
        tonight = None
        if self.last is not None and task.before is not None and was is not None:
            tonight = Tonight(
                review=made,
                held=held,
                last=self.last,
                was_ended=was.ended_on is not None,
                same_record=task.before.digest == task.digest,
                same_rules=self.same_rules,
                same_basis=task.before.basis == self.basis,
            )
        changes = comparing.flag_changes({} if was is None else was.flags, held.flags)
        return Judged(
            task.offender.id,
            held,
            Known(task.digest, self.basis, held.to_json(), self.run, task.record),
            tuple(FlagChange(name, change, _why(name, change, seen, tonight), seen) for name, change, seen in changes),
            tuple(comparing.duty_changes(was, held, made)),
        )


def _why(identity: str, change: Change, seen: Sighting, tonight: Tonight | None) -> Why | None:
    if tonight is None or change is not Change.CLEARED:
        return None
    return comparing.why(identity, seen, tonight)
