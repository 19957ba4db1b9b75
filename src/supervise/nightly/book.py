"""What a ledger says, read and written with SQLAlchemy Core. What is the case now is the last that was said."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from supervise.checks import Severity, Waiver
from supervise.nightly.comparing import Change, DutyChange, FlagChange, Settled, Why
from supervise.nightly.held import Sighting, of_rows
from supervise.nightly.tables import tables
from supervise.register.sql.database import sqlalchemy

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select, Table

__all__ = ["Book", "Known", "Night", "OpenFlag", "Presence"]


class Night(NamedTuple):
    """One night as it was recorded."""

    run: int
    as_of: dt.date
    inputs: dict[str, Any]
    counts: dict[str, Any]


class Known(NamedTuple):
    """What was last held of an offender, and from which inputs; ``held`` is text until somebody wants it."""

    digest: str
    basis: str
    held: str
    run: int
    record: str | None


class Presence(NamedTuple):
    """Whether an offender is in the register, missing or gone, and since which night."""

    change: str
    run: int


class OpenFlag(NamedTuple):
    """A flag that is raised, and the last night that had news of it."""

    identity: str
    run: int
    seen: Sighting


class Book:
    """The ledger in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sa = sqlalchemy()
        self._tables = tables()

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    @of_rows
    def nights(self) -> list[Night]:
        """Return all nights in their order."""
        run = self._tables.run
        rows = self._connection.execute(self._sa.select(run).order_by(run.c.run))
        return [Night(row.run, row.as_of, json.loads(row.inputs), json.loads(row.counts)) for row in rows]

    @of_rows
    def known(self) -> dict[str, Known]:
        """Return what was last held of each offender."""
        held = self._tables.held
        # There is one for each offender, and few inputs: these are kept once.
        return {
            row.offender: Known(row.digest, intern(row.basis), row.held, row.run, row.record)
            for row in self._last_of(held, held.c.offender)
        }

    def presence(self) -> dict[str, Presence]:
        """Return what was last said of each offender's being in the register."""
        person = self._tables.person
        # Most came on the same night, and one object says so.
        same: dict[tuple[str, int], Presence] = {}
        return {
            row.offender: same.setdefault((row.change, row.run), Presence(row.change, row.run))
            for row in self._last_of(person, person.c.offender)
        }

    def flags_known(self, identities: Iterable[str]) -> set[str]:
        """Return which of these identities are those of flags that there ever were."""
        flag, sa = self._tables.flag, self._sa
        known: set[str] = set()
        for some in _batches(list(identities)):
            known.update(
                self._connection.scalars(sa.select(flag.c.identity).where(flag.c.identity.in_(some)).distinct())
            )
        return known

    @of_rows
    def first_seen(self) -> dict[str, dt.date]:
        """Return, by identity, the day of the first night that saw each flag there ever was."""
        flag, run, sa = self._tables.flag, self._tables.run, self._sa
        days = sa.select(flag.c.identity, sa.func.min(run.c.as_of).label("day")).join(run, run.c.run == flag.c.run)
        return {row.identity: row.day for row in self._connection.execute(days.group_by(flag.c.identity))}

    @of_rows
    def open_flags(self) -> list[OpenFlag]:
        """Return the flags that are raised now, by identity."""
        flag = self._tables.flag
        return [
            OpenFlag(row.identity, row.run, _sighting(row))
            for row in self._last_of(flag, flag.c.identity)
            if row.change != Change.CLEARED.value
        ]

    @of_rows
    def flag_changes(self, run: int) -> list[FlagChange]:
        """Return what became of flags on one night."""
        flag = self._tables.flag
        return [
            FlagChange(row.identity, Change(row.change), None if row.why is None else Why(row.why), _sighting(row))
            for row in self._rows(flag, run)
        ]

    @of_rows
    def duty_changes(self, run: int) -> list[DutyChange]:
        """Return what became of overdue duties on one night."""
        return [
            DutyChange(row.duty, Settled(row.change), row.due, row.owed_by)
            for row in self._rows(self._tables.duty, run)
        ]

    @of_rows
    def backlog(self, upto: int) -> list[tuple[str, dt.date]]:
        """Return who owes every duty overdue after a night, and its last lawful day, the oldest first."""
        duty = self._tables.duty
        rows = self._last_of(duty, duty.c.offender, duty.c.duty, upto=upto)
        stands = (Settled.NEW.value, Settled.MOVED_HERE.value)
        return sorted(((row.owed_by, row.due) for row in rows if row.change in stands), key=lambda each: each[1])

    def person_changes(self, run: int) -> list[tuple[str, str]]:
        """Return who came, went missing, came back or left on one night."""
        return [(row.offender, row.change) for row in self._rows(self._tables.person, run)]

    def waivers(self) -> dict[str, str]:
        """Return what was last said of each waiver that is still given, as text."""
        waiver = self._tables.waiver
        return {row.waiver: row.given for row in self._last_of(waiver, waiver.c.waiver) if row.change == "given"}

    def _rows(self, table: Table, run: int) -> Iterator[Any]:
        return iter(
            self._connection.execute(self._sa.select(table).where(table.c.run == run).order_by(table.c.row)).all()
        )

    def _last_of(self, table: Table, *columns: Any, upto: int | None = None) -> Iterable[Any]:
        """Return the last row about each thing that columns name."""
        sa = self._sa
        # A night says no more than one thing about each: its number tells the last.
        last = sa.select(*columns, sa.func.max(table.c.run).label("run")).group_by(*columns)
        if upto is not None:
            last = last.where(table.c.run <= upto)
        newest = last.subquery()
        same = [table.c.run == newest.c.run, *(each == newest.c[each.name] for each in columns)]
        chosen: Select[Any] = sa.select(table).join(newest, sa.and_(*same)).order_by(table.c.run, table.c.row)
        return self._connection.execute(chosen)

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────

    def add_night(self, night: Night) -> None:
        """Write down a night."""
        self._connection.execute(
            self._sa.insert(self._tables.run).values(
                run=night.run, as_of=night.as_of, inputs=_json(night.inputs), counts=_json(night.counts)
            )
        )

    def add_held(self, run: int, rows: Iterable[tuple[str, Known]]) -> None:
        """Write down what the judging of some offenders gave."""
        self._add(
            self._tables.held,
            run,
            (
                {
                    "offender": id_,
                    "digest": each.digest,
                    "basis": each.basis,
                    "held": each.held,
                    "record": each.record,
                }
                for id_, each in rows
            ),
        )

    def add_persons(self, run: int, changes: Iterable[tuple[str, str]]) -> None:
        """Write down who came, went missing, came back or left."""
        self._add(self._tables.person, run, ({"offender": id_, "change": change} for id_, change in changes))

    def add_flags(self, run: int, changes: Iterable[FlagChange]) -> None:
        """Write down what became of flags."""
        self._add(self._tables.flag, run, map(_flag_row, changes))

    def add_duties(self, run: int, changes: Iterable[tuple[str, DutyChange]]) -> None:
        """Write down what became of overdue duties of offenders."""
        rows = (
            {"offender": id_, "duty": each.duty, "change": each.change.value, "due": each.due, "owed_by": each.owed_by}
            for id_, each in changes
        )
        self._add(self._tables.duty, run, rows)

    def add_waivers(self, run: int, waivers: Iterable[Waiver]) -> None:
        """Write down each waiver that is new, changed or no longer given."""
        before = self.waivers()
        now = {each.id: _json(_waiver(each)) for each in waivers}
        given = [(id_, "given", text) for id_, text in sorted(now.items()) if before.get(id_) != text]
        gone = [(id_, "gone", text) for id_, text in sorted(before.items()) if id_ not in now]
        self._add(
            self._tables.waiver,
            run,
            ({"waiver": id_, "change": change, "given": text} for id_, change, text in (*given, *gone)),
        )

    def _add(self, table: Table, run: int, rows: Iterable[dict[str, Any]]) -> None:
        numbered = ({"run": run, "row": number, **row} for number, row in enumerate(rows))
        # A night may write something of everybody.
        while some := list(islice(numbered, 1000)):
            self._connection.execute(self._sa.insert(table), some)

    # ── retention ───────────────────────────────────────────────────────────────────────────────────────────

    def forget(self, offenders: Sequence[str]) -> None:
        """Take away every row about some offenders."""
        of_person = (self._tables.person, self._tables.held, self._tables.flag, self._tables.duty)
        for some in _batches(offenders):
            for table in of_person:
                self._connection.execute(self._sa.delete(table).where(table.c.offender.in_(some)))


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield names, so many at a time as any database takes in one statement."""
    return (names[start : start + 500] for start in range(0, len(names), 500))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _flag_row(change: FlagChange) -> dict[str, Any]:
    seen = change.seen
    return {
        "identity": change.identity,
        "scope": seen.scope,
        "offender": seen.offender,
        "change": change.change.value,
        "why": None if change.why is None else change.why.value,
        "code": seen.code,
        "severity": seen.severity.value,
        "rule": seen.rule,
        "key": seen.key,
        "since": seen.since,
    }


def _sighting(row: Any) -> Sighting:
    return Sighting(
        code=row.code,
        severity=Severity(row.severity),
        scope=row.scope,
        offender=row.offender,
        rule=row.rule,
        key=row.key,
        since=row.since,
        waived=False,
    )


def _waiver(waiver: Waiver) -> dict[str, Any]:
    # What no waiver had once is left out where there is none: else each would be a new one.
    rule = {} if waiver.rule is None else {"rule": waiver.rule}
    return {
        **rule,
        "reason_code": waiver.reason_code,
        "made_by": waiver.made_by,
        "approved_by": waiver.approved_by,
        "made_on": waiver.made_on.isoformat(),
        "expires_on": None if waiver.expires_on is None else waiver.expires_on.isoformat(),
        "flag": waiver.flag,
        "code": waiver.code,
        "offender": waiver.offender,
        "officer": waiver.officer,
        "team": waiver.team,
        "scope": None if waiver.scope is None else waiver.scope.value,
    }
