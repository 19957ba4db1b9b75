"""One night: a register read, reviewed, compared with the ledger and recorded, in one transaction.

Outputs are made from what the ledger then says and take their names after it is written. So a job that ends in
between, however it ends, leaves a ledger from which the same night, run again, places the same outputs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import Any, Final

import attrs
from attrs import define, field, frozen

from supervise.checks.completeness import ST104
from supervise.checks.groups import Gathered, GroupReview, in_order, judge_groups
from supervise.checks.nights import Night as NightOfRegister
from supervise.checks.waivers import waive_groups
from supervise.checks.waiving import Use
from supervise.errors import ConfigError, LedgerError
from supervise.model import Offender, Rejected
from supervise.model.faults import unknown_keys
from supervise.model.forms import normal_id
from supervise.nightly import comparing
from supervise.nightly.book import Book, Known, Night, Presence
from supervise.nightly.comparing import Change, DutyChange, FlagChange, Settled, Why
from supervise.nightly.config import OUTPUTS, Config
from supervise.nightly.given import Given, load
from supervise.nightly.held import Adding, Held, Sighting, adding, digest, newest, sightings
from supervise.nightly.inputs import differing, inputs_of
from supervise.nightly.judging import Judge, Judged, Unjudged
from supervise.nightly.ledger import opened
from supervise.nightly.placing import Outputs
from supervise.nightly.reporting import report_of
from supervise.nightly.summary import summary_of
from supervise.register.choosing import Found, read_register, survey_register
from supervise.register.interrupts import interrupts_held
from supervise.register.jsonl import SetAside
from supervise.register.quarantine import Quarantine
from supervise.register.spreading import spread
from supervise.register.survey import Survey
from supervise.register.writing import line
from supervise.rules.reading import counted
from supervise.showing import shown

__all__ = ["Outcome", "run_nightly"]

_log: Final = logging.getLogger("supervise.nightly")

# A register this much smaller than the last night's, in percent, has lost more than those who left it.
_MOST_PERCENT: Final = 2

_HERE: Final = ("arrived", "returned")

# So many offenders go to another process at once; judging them takes about a tenth of a second.
_BATCH: Final = 32

#: Shows how many of so many records are done: called with their number, it gives what is told of each that is.
Progress = Callable[[int], AbstractContextManager[Callable[[int], object]]]


def _unseen(_records: int) -> AbstractContextManager[Callable[[int], object]]:
    return nullcontext(_tell_nobody)


def _tell_nobody(_done: int) -> None:
    """Take how many records are done, where nobody watches."""


@frozen(kw_only=True)
class Outcome:
    """What became of one night."""

    __repr__ = shown("repeated", "judged")

    report: dict[str, Any] = field(metadata={"doc": "What report.json says."})
    summary: str = field(metadata={"doc": "What summary.txt says: one screen."})
    repeated: bool = field(metadata={"doc": "Whether the ledger had this very night already."})
    judged: int = field(metadata={"doc": "Offenders judged; the others were unchanged."})

    @property
    def is_whole(self) -> bool:
        """Whether nothing was set aside, neither a record nor a fact."""
        register = self.report["register"]
        return not (register["set_aside"] or register["facts_set_aside"])


def run_nightly(
    config: Config,
    *,
    as_of: dt.date,
    accept_smaller: bool = False,
    judge_all: bool = False,
    progress: Progress = _unseen,
) -> Outcome:
    """Run one night and return what became of it.

    The same night with the same inputs changes nothing but outputs that are not as they should be.

    Args:
        config: from :func:`supervise.nightly.read_config`.
        as_of: the day judged, at its end.
        accept_smaller: take a register that is smaller than the last night's by more than 2 percent.
        judge_all: judge those too whose record is unchanged; the result is the same.
        progress: called with the number of records, it gives a `with` block whose value is called with the number of
            records done since it was last called.

    Raises LedgerError if the ledger cannot be used, if another job is writing to it, if it holds a later day, or if
    the register is smaller by more than 2 percent; and the errors of what the settings name: RegisterError,
    RulebookLoadError, UnknownRulebookError, WaiverError, MappingError, PluginError, and MissingExtraError where a
    library is not installed. ConfigError names all the files at once where several are not there, and what is written
    into and is no folder. Nothing is recorded then, and the outputs stay as they were.
    """
    _refuse_misplaced(config)
    given = load(config)
    declared = config.declared()
    found = survey_register(config.register, declared=declared, limits=config.within)
    found = found.on_scale(given.book.levels.scale)
    inputs = inputs_of(config, declared, given, found)
    with Outputs(Path(config.outputs)) as outputs, ExitStack() as uninterrupted, ExitStack() as aside:
        with opened(config.ledger, is_url=config.url) as connection:
            quarantine = None if config.quarantine is None else aside.enter_context(Quarantine(config.quarantine))
            keep = None if quarantine is None else quarantine.keep
            book = Book(connection)
            last = _last_night(book, outputs, as_of)
            judged = 0
            repeated = last is not None and (last.as_of, last.inputs) == (as_of, inputs)
            if repeated:
                _keep_again(config, found, keep)
            else:
                work = _Work(config, given, found, as_of, book, last, judge_all=judge_all, keep=keep)
                with progress(found.records) as work.passed:
                    work.judge()
                _refuse_smaller(last, work.read, accept_smaller=accept_smaller)
                work.record(inputs)
                judged = work.judged
                # It knows everybody, and the report is made from what is written.
                del work
            report = report_of(book)
            summary = summary_of(report)
            outputs.stage(dict(zip(OUTPUTS, (line(report), summary.encode()), strict=True)))
            if quarantine is not None:
                quarantine.flush()
            # Whoever interrupts from here on finds the night recorded and its outputs placed.
            uninterrupted.enter_context(interrupts_held())
        # The ledger is written. Should this process end here, the same night run again places the outputs.
        outputs.place()
    _tell(report, judged=judged, repeated=repeated)
    return Outcome(report=report, summary=summary, repeated=repeated, judged=judged)


def _last_night(book: Book, outputs: Outputs, as_of: dt.date) -> Night | None:
    """Return the night recorded last; LedgerError if this one cannot follow it, or the outputs are of another."""
    nights = book.nights()
    last = nights[-1] if nights else None
    _refuse_earlier(last, as_of)
    if last is None:
        _refuse_another(outputs.held(OUTPUTS[0]))
    return last


def _refuse_misplaced(config: Config) -> None:
    missing, no_folder = list(config.not_there()), list(config.no_folder())
    # Of files one alone is told by who reads it; what is no folder only whoever writes would find, when all is judged.
    if no_folder or len(missing) > 1:
        raise ConfigError("settings", [f"{key}: {message}" for key, message in (*missing, *no_folder)])


def _keep_again(config: Config, found: Found, keep: SetAside | None) -> None:
    """Keep what was set aside of a register that was recorded already; it may be that it was not kept then."""
    if keep is not None:
        for _ in read_register(config.register, found=found, on_set_aside=keep):
            pass


def _refuse_earlier(last: Night | None, as_of: dt.date) -> None:
    if last is not None and as_of < last.as_of:
        raise LedgerError(
            f"the ledger holds {last.as_of} already, and {as_of} is before it: is the clock right? Nothing is recorded"
        )


def _refuse_another(report: bytes | None) -> None:
    """Raise LedgerError if a ledger without a night has the outputs of one: whoever is missing would be forgotten."""
    try:
        night = json.loads(report or b"null")
    except ValueError:
        return  # no report of ours
    if isinstance(night, dict) and type(night.get("run")) is int:
        raise LedgerError(
            f"the ledger holds no night, and {OUTPUTS[0]} is of night {night['run']}: is it another ledger, or was it"
            " lost? Put the one of the backup in its place; to begin anew, take the outputs away. Nothing is recorded"
        )


def _refuse_smaller(last: Night | None, read: int, *, accept_smaller: bool) -> None:
    before = 0 if last is None else last.counts["reviewed"]
    if read * 100 < before * (100 - _MOST_PERCENT) and not accept_smaller:
        raise LedgerError(
            f"the register has {counted(read, 'offender')}, and had {before} on the last night: smaller by more than"
            f" {_MOST_PERCENT}%. Nothing is recorded or cleared; --accept-smaller takes it as it is"
        )


def _tell(report: dict[str, Any], *, judged: int, repeated: bool) -> None:
    counts = {name: len(report["flags"][name]) for name in ("new", "reopened", "worsened", "eased", "cleared")}
    told = {
        "run": report["run"],
        "as_of": report["as_of"],
        "repeated": repeated,
        "reviewed": report["register"]["reviewed"],
        "set_aside": report["register"]["set_aside"],
        "judged": judged,
        "missing": len(report["completeness"]["missing"]),
        "overdue": sum(each["now"] for each in report["backlog"].values()),
        **counts,
    }
    text = ", ".join(f"{name} {value}" for name, value in told.items())
    _log.info("night recorded: %s", text, extra={"supervise": {"event": "night", **told}})


# ── the work of a night ─────────────────────────────────────────────────────────────────────────────────────────


@define
class _Work:
    """Everything that one night adds to the ledger, gathered before any of it is written."""

    config: Config
    given: Given
    found: Found
    as_of: dt.date
    book: Book
    last: Night | None
    judge_all: bool = field(kw_only=True)
    keep: SetAside | None = field(kw_only=True)
    basis: str = field(init=False, metadata={"doc": "The hash of what offenders are judged with."})
    within: Any = field(init=False, metadata={"doc": "What the hash of every record begins with."})
    passed: Callable[[int], object] = bool
    presence: dict[str, Presence] = field(factory=dict)
    known: dict[str, Known] = field(factory=dict)
    records: dict[str, tuple[str, Known]] = field(
        factory=dict, metadata={"doc": "By the hash of their bytes, those whose review may still hold."}
    )
    written: dict[str, str] | None = field(
        default=None, metadata={"doc": "For ids in their normal form, how the ledger writes them; None: nobody is new."}
    )
    hashed: str | None = field(default=None, metadata={"doc": "The hash of the bytes of the record that is read."})
    seen: set[str] = field(factory=set)
    aliases: set[str] = field(factory=set)
    read: int = 0
    judged: int = 0
    set_aside: int = 0
    incomplete: int = 0
    facts_set_aside: int = 0
    unread: int = field(default=0, metadata={"doc": "Keys of records that no field has."})
    newest: dt.date | None = None
    gathered: Gathered = field(factory=Gathered)
    uses: Counter[Use] = field(factory=Counter)
    helds: list[tuple[str, Known]] = field(factory=list)
    flags: list[FlagChange] = field(factory=list)
    duties: list[tuple[str, DutyChange]] = field(factory=list)
    persons: list[tuple[str, str]] = field(factory=list)

    @within.default
    def _within(self) -> Any:
        # What a record may hold at most says, too, what is read from its bytes.
        return hashlib.sha256(line(attrs.asdict(self.config.within)))

    @basis.default
    def _basis(self) -> str:
        return self.given.basis

    @property
    def run(self) -> int:
        """The number of this night."""
        return 1 if self.last is None else self.last.run + 1

    def judge(self) -> None:
        """Read the register, and compare each offender with the last night."""
        self.presence = self.book.presence()
        # Who left and comes back begins anew: what was held of them was cleared when they left.
        here = {id_ for id_, each in self.presence.items() if each.change != "left"}
        self.known = {id_: each for id_, each in self.book.known().items() if id_ in here}
        self.records = {} if self.judge_all else dict(self._may_hold())
        judge = Judge(
            reviewing=self.given.reviewing(self.as_of),
            basis=self.basis,
            run=self.run,
            last=None if self.last is None else self.last.as_of,
            same_rules=self._same_rules,
        )
        with spread(judge, self._unjudged(), jobs=self.config.jobs) as batches:
            for batch in batches:
                for each in batch:
                    self._take(each)

    def _may_hold(self) -> Iterator[tuple[str, tuple[str, Known]]]:
        for id_, each in self.known.items():
            if each.record is not None and each.basis == self.basis and not self._occurs_twice(id_):
                yield each.record, (id_, each)

    def _occurs_twice(self, id_: str) -> bool:
        """Whether a record is not what its own bytes say: of several with an id one is marked, and others set aside."""
        return isinstance(self.found, Survey) and normal_id(id_) in self.found.keepers

    def _unjudged(self) -> Iterator[list[Unjudged]]:
        """Read the register; yield, a few at a time, those whose review of an earlier night holds no longer."""
        batch: list[Unjudged] = []
        reading = read_register(self.config.register, found=self.found, on_set_aside=self.keep, is_known=self._is_known)
        for item in reading:
            self.passed(1)
            if isinstance(item, Rejected):
                self.set_aside += 1
                continue
            task = self._task(self._as_known(item))
            if task is not None:
                batch.append(task)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _is_known(self, raw: bytes) -> bool:
        """Whether a record is, byte for byte, one whose review still holds; if so, take that."""
        hashed = self.within.copy()
        hashed.update(raw.strip())
        self.hashed = hashed.hexdigest()
        found = self.records.get(self.hashed)
        adds = None if found is None else adding(found[1].held, self.as_of)
        if found is None or adds is None:
            return False
        self._note(found[0], adds.aliases, adds.newest, adds.unread)
        self._add(adds)
        self.passed(1)
        return True

    def _as_known(self, offender: Offender) -> Offender:
        """Return an offender under the id by which the ledger has it: blanks around it, or its accents, may differ."""
        if offender.id in self.presence:
            return offender
        if self.written is None:
            # Those alone that are not written so themselves: nearly all are.
            self.written = {normal: id_ for id_ in self.presence if (normal := normal_id(id_)) != id_}
        normal = normal_id(offender.id)
        known = normal if normal in self.presence else self.written.get(normal)
        return offender if known is None else attrs.evolve(offender, id=known)

    def _task(self, offender: Offender) -> Unjudged | None:
        """Note that an offender was read; return what is to be judged, or None if an earlier review still holds."""
        self._note(offender.id, offender.same_as, newest(offender, self.as_of), unknown_keys(offender.notes))
        record, before = digest(offender), self.known.get(offender.id)
        if before is not None and (before.digest, before.basis) == (record, self.basis) and not self.judge_all:
            was = Held.from_json(before.held)
            if was.stable_until is None or self.as_of < was.stable_until:
                self._add(was)
                return None
        return Unjudged(offender, record, None if self._occurs_twice(offender.id) else self.hashed, before)

    def _note(self, id_: str, aliases: Iterable[str], recorded: dt.date | None, unread: int) -> None:
        self.read += 1
        self.unread += unread
        self.seen.add(id_)
        self.aliases.update(map(normal_id, aliases))
        if recorded is not None and (self.newest is None or recorded > self.newest):
            self.newest = recorded

    def _take(self, made: Judged) -> None:
        self.judged += 1
        self.helds.append((made.offender, made.known))
        self.flags += made.flags
        self.duties += [(made.offender, each) for each in made.duties]
        self._add(made.held)

    def _add(self, held: Held | Adding) -> None:
        self.incomplete += bool(held.faults)
        self.facts_set_aside += held.faults
        self.gathered.add(held.parts)
        self.uses.update(held.uses)

    @property
    def _same_rules(self) -> bool:
        return self.last is not None and not differing(self.last.inputs, self.given.rules)

    # ── who is there ────────────────────────────────────────────────────────────────────────────────────────

    def _missing(self) -> dict[str, dt.date]:
        """Return those who are lost, each with the last night on which they were read; note who comes and goes."""
        days = {night.run: night.as_of for night in self.book.nights()}
        missing: dict[str, dt.date] = {}
        for id_ in sorted(self.seen):
            known = self.presence.get(id_)
            if known is None or known.change not in _HERE:
                self.persons.append((id_, "arrived" if known is None else "returned"))
        for id_, (change, run) in sorted(self.presence.items()):
            if id_ in self.seen or change == "left":
                continue
            was = Held.from_json(self.known[id_].held)
            if was.ended_on is not None or normal_id(id_) in self.aliases:
                self._leaves(id_, was)
                continue
            missing[id_] = days[run - 1] if change == "missing" else days[self.run - 1]
            if change != "missing":
                self.persons.append((id_, "missing"))
        return missing

    def _leaves(self, id_: str, was: Held) -> None:
        self.persons.append((id_, "left"))
        for identity, seen in was.flags.items():
            if not seen.waived:
                self.flags.append(FlagChange(identity, Change.CLEARED, Why.PERSON_GONE, seen))
        for duty, late in was.overdue.items():
            if not late.waived:
                self.duties.append((id_, DutyChange(duty, Settled.LAPSED, late.due, late.owed_by)))

    # ── the register as a whole ─────────────────────────────────────────────────────────────────────────────

    def _groups(self, missing: dict[str, dt.date]) -> GroupReview:
        """Return what is said of officers, teams and the register, its completeness included."""
        given = self.given
        found = judge_groups(
            given.checks,
            self.gathered,
            book=given.book,
            as_of=self.as_of,
            workforce=given.workforce,
            per_officer=given.per_officer,
        )
        night = NightOfRegister(book=given.book, as_of=self.as_of, missing=missing, newest=self.newest)
        own = [flag for check in given.checks if check.night is not None for flag in check.night(check, night)]
        whole = attrs.evolve(found, flags=in_order([*found.flags, *own]))
        if given.waivers is None:
            return whole
        return waive_groups(
            whole, given.waivers, self.uses, given.checks, book=given.book, as_of=self.as_of, known_at=None
        )

    def _group_changes(self, now: dict[str, Sighting]) -> Iterator[FlagChange]:
        before = {each.identity: each.seen for each in self.book.open_flags() if each.seen.scope != "offender"}
        for identity, change, seen in comparing.flag_changes(before, now):
            reason = None
            if change is Change.CLEARED:
                reason = self._why_of_group(identity, seen, now)
            yield FlagChange(identity, change, reason, seen)

    def _why_of_group(self, identity: str, seen: Sighting, now: dict[str, Sighting]) -> Why:
        if identity in now:
            return Why.WAIVED
        if seen.offender is not None and seen.offender not in self.seen:
            return Why.PERSON_GONE
        # No rule says who is lost, or how old a register may be.
        ruled = seen.code not in {check.code for check in self.given.checks if check.night is not None}
        return Why.RULE_CHANGED if ruled and not self._same_rules else Why.FACT_CHANGED

    # ── and written ─────────────────────────────────────────────────────────────────────────────────────────

    def record(self, inputs: dict[str, Any]) -> None:
        """Write everything down."""
        missing = self._missing()
        groups = self._groups(missing)
        self.flags += self._group_changes(_of_persons(sightings(groups.flags), missing))
        ever = self.book.flags_known(each.identity for each in self.flags if each.change is Change.NEW)
        counts = {
            "reviewed": self.read,
            "set_aside": self.set_aside,
            "incomplete": self.incomplete,
            "facts_set_aside": self.facts_set_aside,
            "unknown_keys": self.unread,
            "notes": len(self.found.notes),
            "newest": None if self.newest is None else self.newest.isoformat(),
            "not_evaluated": list(groups.not_evaluated),
        }
        book, run = self.book, self.run
        book.add_night(Night(run, self.as_of, inputs, counts))
        book.add_held(run, self.helds)
        book.add_persons(run, self.persons)
        book.add_flags(run, comparing.reopened(self.flags, ever))
        book.add_duties(run, self.duties)
        book.add_waivers(run, () if self.given.waivers is None else self.given.waivers.all)


def _of_persons(flags: dict[str, Sighting], missing: Iterable[str]) -> dict[str, Sighting]:
    """Return flags on the register with the offender named whom each is about, so that retention finds them."""
    ids = set(missing)
    return {
        identity: attrs.evolve(seen, offender=seen.key) if seen.code == ST104.code and seen.key in ids else seen
        for identity, seen in flags.items()
    }
