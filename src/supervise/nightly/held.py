"""What a ledger holds of one offender: enough to compare the next night with, and to pass over an unchanged record.

No day depends on the day judged: what is held on one night is the same on every day before ``stable_until``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, wraps
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

import attrs
from attrs import field, frozen

from supervise.checks import Inquiry
from supervise.checks.flag import Flag, GroupFlag, Raised, Severity, joined
from supervise.checks.groups import Part
from supervise.checks.inquiry import occurrence_id
from supervise.checks.practice import PR104
from supervise.checks.waiving import Use
from supervise.dates.spans import merge, subtract
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status, date_of
from supervise.errors import LedgerError
from supervise.model import Offender
from supervise.model.faults import unknown_keys
from supervise.model.offender import ARRAYS
from supervise.register.decoding import msgspec
from supervise.reviewing import Review

__all__ = ["Adding", "Held", "Late", "Sighting", "adding", "digest", "duties", "newest", "of_rows", "sightings"]

_P = ParamSpec("_P")
_T = TypeVar("_T")

# States in which nobody here visits any more.
_OVER: Final = ("deceased", "transferred_out")


def of_rows(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """Let what reads rows of a ledger raise LedgerError for one that no night wrote; nothing of it is repeated.

    >>> of_rows(int)("5")
    5
    """

    @wraps(read)
    def reading(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return read(*args, **kwargs)
        except (ValueError, LookupError, TypeError, AttributeError, msgspec().MsgspecError):
            raise LedgerError("a row of the ledger is damaged, or was changed; restore a backup") from None

    return reading


@frozen(kw_only=True)
class Sighting:
    """One flag as a ledger knows it."""

    code: str
    severity: Severity
    scope: str = field(metadata={"doc": "`offender`, `officer`, `team` or `register`."})
    offender: str | None
    rule: str | None
    key: str
    since: dt.date | None
    waived: bool


def sightings(flags: Iterable[Raised]) -> dict[str, Sighting]:
    """Return flags by identity; of several with one identity the most severe, and one that is not waived first."""
    found: dict[str, Sighting] = {}
    for flag in flags:
        seen = _sighting(flag)
        before = found.get(flag.identity)
        if before is None or (seen.waived, seen.severity.rank) < (before.waived, before.severity.rank):
            found[flag.identity] = seen
    return found


def _sighting(flag: Raised) -> Sighting:
    return Sighting(
        code=flag.code,
        severity=flag.severity,
        scope=flag.scope.value if isinstance(flag, GroupFlag) else "offender",
        offender=flag.offender if isinstance(flag, Flag) else None,
        rule=flag.rule,
        key=flag.key,
        since=flag.since,
        waived=flag.waiver is not None,
    )


@frozen(kw_only=True)
class Late:
    """An overdue duty: its last lawful day, who owes it, and whether every flag on its lateness is waived."""

    due: dt.date
    owed_by: str
    waived: bool


@frozen(kw_only=True)
class Held:
    """What one judging of an offender gave."""

    stable_until: dt.date | None
    ended_on: dt.date | None = field(metadata={"doc": "The end of being subject, alive and owned here; None: none."})
    faults: int = field(metadata={"doc": "Facts that were set aside."})
    unread: int | None = field(metadata={"doc": "Keys that no field has; None: the ledger does not say."})
    newest: dt.date | None = field(metadata={"doc": "The newest day on which something was recorded; None: unknown."})
    aliases: tuple[str, ...] = field(metadata={"doc": "Other ids of the same person."})
    flags: Mapping[str, Sighting]
    overdue: Mapping[str, Late]
    parts: tuple[Part, ...]
    uses: tuple[Use, ...]

    @classmethod
    def of(cls, review: Review) -> Held:
        """Return what is held of a review."""
        inquiry = Inquiry(review.schedule)
        ended = _ended_on(inquiry)
        offender = review.schedule.timeline.original
        # Asked for last: the end of being subject moves the day on which something changes, too.
        return cls(
            stable_until=_sooner(review.stable_until, review.schedule.stable_until),
            ended_on=ended,
            faults=len(review.set_aside),
            unread=unknown_keys(offender.notes),
            newest=newest(offender, dt.date.max),
            aliases=offender.same_as,
            flags=sightings(review.flags),
            overdue=_overdue(review),
            parts=review.parts,
            uses=review.uses,
        )

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps(
            {
                "stable_until": _text(self.stable_until),
                "ended_on": _text(self.ended_on),
                "faults": self.faults,
                "unread": self.unread,
                "newest": _text(self.newest),
                "aliases": list(self.aliases),
                "flags": {identity: _written(each) for identity, each in self.flags.items()},
                "overdue": {duty: [_text(late.due), late.owed_by, late.waived] for duty, late in self.overdue.items()},
                "parts": [[code, group, list(row), count] for (code, group, row), count in Counter(self.parts).items()],
                "uses": list(self.uses),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    @of_rows
    def from_json(cls, text: str) -> Held:
        """Return what :meth:`to_json` wrote."""
        data = json.loads(text)
        return cls(
            stable_until=_day(data["stable_until"]),
            ended_on=_day(data["ended_on"]),
            faults=data["faults"],
            # A ledger of the first version had none of these.
            unread=data.get("unread"),
            newest=_day(data.get("newest")),
            aliases=tuple(data.get("aliases", ())),
            flags={identity: _read(values) for identity, values in data["flags"].items()},
            overdue={
                duty: Late(due=dt.date.fromisoformat(due), owed_by=owed_by, waived=waived)
                for duty, (due, owed_by, waived) in data["overdue"].items()
            },
            parts=_parts(data["parts"]),
            uses=_uses(data["uses"]),
        )


class Adding(NamedTuple):
    """What an offender who is not judged anew adds to a night."""

    faults: int
    unread: int
    newest: dt.date | None
    aliases: tuple[str, ...]
    parts: tuple[Part, ...]
    uses: tuple[Use, ...]


@of_rows
def adding(text: str, as_of: dt.date) -> Adding | None:
    """Return what :meth:`Held.to_json` wrote adds to a night; None unless the review still reads so on that day.

    None is returned, too, where the record itself has to be read: facts of it were set aside, which are named every
    night, something in it was recorded after the day, or an older ledger does not say how many keys nobody read.
    """
    held = _decode()(text)
    over = held.stable_until is not None and as_of >= held.stable_until
    if over or held.faults or held.unread is None or (held.newest is not None and held.newest > as_of):
        return None
    return Adding(held.faults, held.unread, held.newest, held.aliases, _parts(held.parts), _uses(held.uses))


@cache
def _decode() -> Callable[[str], Any]:
    # On a quiet night this is done for everybody: flags and duties, most of the text, are passed over.
    day, texts = dt.date | None, tuple[str, ...]
    fields = {"stable_until": day, "faults": int, "newest": day, "aliases": texts, "parts": list, "uses": list}
    kind = msgspec().defstruct("HeldInPart", [*fields.items(), ("unread", int | None, None)], gc=False)
    decode: Callable[[str], Any] = msgspec().json.Decoder(kind).decode
    return decode


def _parts(rows: Iterable[list[Any]]) -> tuple[Part, ...]:
    return tuple(Part(code, group, tuple(row)) for code, group, row, count in rows for _ in range(count))


def _uses(rows: Iterable[list[Any]]) -> tuple[Use, ...]:
    return tuple(Use(*each) for each in rows)


def _ended_on(inquiry: Inquiry) -> dt.date | None:
    """Return the end of being subject, alive and owned here; None if it has not come, or may lie further off."""
    barred = merge(run for state in _OVER for run in inquiry.runs(state))
    ends = [FAR if end is None else end for _, end in subtract(inquiry.subject, barred)]
    if not ends or inquiry.subject_in_doubt or not inquiry.reached(max(ends)):
        return None
    return date_of(max(ends))


def _sooner(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _written(seen: Sighting) -> list[Any]:
    return [*attrs.astuple(seen)[:-2], _text(seen.since), seen.waived]


def _read(values: list[Any]) -> Sighting:
    code, severity, scope, offender, rule, key, since, waived = values
    return Sighting(
        code=code,
        severity=Severity(severity),
        scope=scope,
        offender=offender,
        rule=rule,
        key=key,
        since=_day(since),
        waived=waived,
    )


def _text(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


# ── duties ──────────────────────────────────────────────────────────────────────────────────────────────────────


def duties(review: Review) -> Iterator[tuple[str, Obligation]]:
    """Yield every occurrence with the name a ledger has for it.

    The due day is a part of the name: a duty may come again for the same thing, and once late its day stays.
    """
    for row in review.schedule.all_obligations:
        yield _named(row, review.offender), row


def _named(row: Obligation, offender: str) -> str:
    return joined(row.part, occurrence_id(row, offender), _text(row.due) or "")


def _overdue(review: Review) -> dict[str, Late]:
    """Return the overdue duties by name."""
    flagged: dict[tuple[str, str], list[bool]] = {}
    # One flag under the oldest tells all of these: whoever sets it aside has set aside all.
    for_all: list[bool] = []
    for flag in review.flags:
        if flag.days_over is not None:
            flagged.setdefault((flag.part, flag.key), []).append(flag.waiver is not None)
        if flag.code == PR104.code:
            for_all.append(flag.waiver is not None)
    owed = {rule.id: rule.duty_of.value for rule in review.schedule.book.rule}
    found: dict[str, Late] = {}
    for row in review.schedule.standing:
        if row.status is Status.OVERDUE:
            due = dt.date.fromordinal(row.due_day)
            told = flagged.get((row.part, occurrence_id(row, review.offender)), [])
            told = [*told, *for_all] if row.rule in PR104.tells else told
            waived = bool(told) and all(told)
            found[_named(row, review.offender)] = Late(due=due, owed_by=owed[row.part], waived=waived)
    return found


# ── a record ────────────────────────────────────────────────────────────────────────────────────────────────────


def digest(offender: Offender) -> str:
    """Return a hash of everything in a record that a review depends on, wherever in a file the record stands.

    >>> one, other = Offender.from_dict({"id": "x1"}), Offender.from_dict({"id": "x1", "sex": "male"})
    >>> digest(one) == digest(other)
    False
    """
    # What can still be read of a fact that was set aside decides on which duties it leaves open.
    faults = [(each.path, each.kind, each.lost) for each in offender.faults]
    remarks = [*faults, *((each.path, each.kind) for each in offender.notes)]
    facts = attrs.evolve(offender, faults=(), notes=()) if remarks else offender
    return hashlib.sha256(_encode()((facts, remarks))).hexdigest()


@cache
def _encode() -> Callable[[Any], bytes]:
    # A fifth of what `repr` takes, and on a quiet night nothing but reading costs more.
    encode: Callable[[Any], bytes] = msgspec().json.Encoder(enc_hook=repr).encode
    return encode


def newest(offender: Offender, as_of: dt.date) -> dt.date | None:
    """Return the newest day up to ``as_of`` on which something was recorded; None if no fact says when it was."""
    days = (fact.recorded_on for name in ARRAYS for fact in getattr(offender, name))
    return max((day for day in days if day is not None and day <= as_of), default=None)
