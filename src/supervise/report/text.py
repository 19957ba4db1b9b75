"""A review or schedule of a register in plain text: for a terminal, and for a log that somebody reads tomorrow.

What must be done comes before what is known, the worst first. Everyone is named by id alone.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from attrs import define, field, frozen

from supervise.checks import Severity, check_named
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.engine.schedule import Schedule
from supervise.model import Rejected
from supervise.register.tally import Tally
from supervise.register.writing import Run, ahead
from supervise.report.printable import printable
from supervise.reviewing import Review
from supervise.rules import Rulebook
from supervise.rules.language import DutyOf

__all__ = ["Agenda", "Line", "Overview", "Roles", "agenda_lines", "overview_lines", "wrapped"]

#: Falling due within so many days counts as soon.
SOON: Final = 14

# How many ids, duties or flags are named before the rest is only counted.
_MOST_IDS: Final = 12
_MOST_ROWS: Final = 20

_URGENT: Final = (Severity.CRITICAL, Severity.HIGH)
_STANDING: Final = frozenset({Status.OPEN, Status.OVERDUE, Status.SUSPENDED, Status.UNKNOWN})
_NO_LEVEL: Final = "no level"


class Line(NamedTuple):
    """One line with what it is: ``heading``, ``alarm``, ``hint``, or nothing in particular."""

    text: str
    style: str = ""


@frozen
class Roles:
    """Whose duty each rule of a book is, and what it asks; entitlements are nobody's duty and left out."""

    duty_of: Mapping[str, DutyOf]
    duty: Mapping[str, str]
    levels: tuple[str, ...] = field(metadata={"doc": "The most severe first."})

    @classmethod
    def of(cls, book: Rulebook) -> Roles:
        """Return the roles of a book.

        >>> from supervise import load_rulebook
        >>> Roles.of(load_rulebook("england-wales@2026.1")).duty_of["R-V2"].value
        'police'
        """
        rules = [rule for rule in book.rule if rule.must]
        return cls(
            {rule.id: rule.duty_of for rule in rules},
            {rule.published_id: rule.duty for rule in reversed(rules)},
            (*reversed(book.levels.scale), _NO_LEVEL),
        )


# ── what is gathered ────────────────────────────────────────────────────────────────────────────────────────────


class _Late(NamedTuple):
    days: int
    offender: str
    rule: str
    level: str


class _Due(NamedTuple):
    day: int
    offender: str
    rule: str


class _Raised(NamedTuple):
    code: str
    severity: Severity
    days: int
    offender: str
    about: str


@define
class _Duties:
    """What one side has to do."""

    standing: Counter[str] = field(factory=Counter)
    overdue: list[_Late] = field(factory=list)
    soon: list[_Due] = field(factory=list)
    lacking: Counter[str] = field(factory=Counter)

    def merge(self, other: _Duties) -> None:
        self.standing += other.standing
        self.overdue += other.overdue
        self.soon += other.soon
        self.lacking += other.lacking


@define
class Overview:
    """Everything a page about a register needs, gathered while it is reviewed; that of parts can be merged."""

    roles: Roles
    as_of: int = field(metadata={"doc": "An ordinal."})
    tally: Tally = field(factory=Tally)
    duties: dict[DutyOf, _Duties] = field(factory=lambda: {each: _Duties() for each in DutyOf})
    raised: list[_Raised] = field(factory=list)
    set_aside: list[str] = field(factory=list)

    def add(self, result: Review | Rejected) -> bytes:
        """Take one result; nothing is written before all are in."""
        self.tally.add(result)
        if isinstance(result, Rejected):
            self._note(str(result))
            return b""
        for fault in result.set_aside:
            self._note(str(fault))
        level = result.schedule.timeline.level_at(self.as_of) or _NO_LEVEL
        for row in result.schedule.standing:
            if row.status in _STANDING and row.part in self.roles.duty_of:
                self._stand(self.duties[self.roles.duty_of[row.part]], row, result.offender, level)
        self.raised += (
            _Raised(
                flag.code,
                flag.severity,
                flag.days_over or 0,
                result.offender,
                " ".join(part for part in (flag.rule, flag.key) if part and part != result.offender),
            )
            for flag in result.flags
            if flag.severity in _URGENT
        )
        return b""

    def _stand(self, duties: _Duties, row: Obligation, offender: str, level: str) -> None:
        duties.standing[row.status.value] += 1
        if row.status is Status.OVERDUE:
            duties.overdue.append(_Late(row.days_late, offender, row.rule, level))
        elif row.status is Status.UNKNOWN:
            duties.lacking.update(row.lacking)
        elif row.status is Status.OPEN and 0 < row.due_day <= self.as_of + SOON:
            duties.soon.append(_Due(row.due_day, offender, row.rule))

    def _note(self, text: str) -> None:
        if len(self.set_aside) < _MOST_ROWS:
            self.set_aside.append(text)

    def merge(self, later: Overview) -> None:
        """Add what was gathered from the part of the register that follows."""
        self.tally.merge(later.tally)
        for side, duties in self.duties.items():
            duties.merge(later.duties[side])
        self.raised += later.raised
        for text in later.set_aside:
            self._note(text)


# ── a review, written ───────────────────────────────────────────────────────────────────────────────────────────

_SIDES: Final = {
    DutyOf.POLICE: "Duties of the police",
    DutyOf.OFFENDER: "Duties of offenders",
    DutyOf.BODY: "Duties of others",
}


def overview_lines(run: Run, overview: Overview, width: int = 100) -> Iterator[Line]:
    """Yield the page on a reviewed register, in lines of at most ``width`` columns where words allow it."""
    for line in _overview(run, overview, width):
        yield Line(printable(line.text), line.style)


def _overview(run: Run, overview: Overview, width: int) -> Iterator[Line]:
    yield from _head("review", run, overview.tally, width)
    yield from _urgent(overview, width)
    for side, title in _SIDES.items():
        duties = overview.duties[side]
        if duties.standing:
            yield from _duties(title, duties, overview.roles, width)
    yield from _aside(overview)


def _head(what: str, run: Run, tally: Tally, width: int) -> Iterator[Line]:
    known = "everything recorded" if run.known_at is None else f"what was recorded by {run.known_at}"
    until = "" if run.until is None else f" until {run.until}"
    yield Line(f"supervise {run.version}: {what} as of {run.as_of}{until}, known: {known}", "heading")
    yield from wrapped(_made_with(run), width)
    counts = tally.summary
    text = f"{_count(counts.read, 'record')} read: {counts.reviewed} reviewed, {counts.set_aside} set aside"
    if counts.facts_set_aside:
        more = f"{_count(counts.facts_set_aside, 'fact')} set aside in {_count(counts.incomplete, 'offender')}"
        text = f"{text}; {more}"
    yield Line(text, "" if tally.is_whole else "alarm")
    for note, offenders in sorted(tally.not_evaluated.items()):
        yield Line(f"{note}, in {_count(offenders, 'offender')}", "hint")


def _made_with(run: Run) -> str:
    book = run.book
    parts = [f"rulebook {book.ref}, {_count(book.assumed, 'value')} in it assumed"]
    parts += [f"overlay {each.id}@{each.version}" for each in run.overlays]
    parts.append("no calendar" if book.calendar is None else f"calendar {book.calendar.reference}")
    if run.workforce is not None:
        parts.append(f"workforce {run.workforce.id}")
    return "; ".join(parts)


# ── the most serious first ──────────────────────────────────────────────────────────────────────────────────────


def _urgent(overview: Overview, width: int) -> Iterator[Line]:
    yield Line("")
    yield Line("The most serious first", "heading")
    if not overview.raised:
        yield Line("no critical and no high flag")
    for severity in _URGENT:
        raised = [each for each in overview.raised if each.severity is severity]
        for code in sorted({each.code for each in raised}):
            found = sorted([each for each in raised if each.code == code], key=_longest_first)
            yield from _flag(code, severity, found, width)
    rest = [each for each in Severity if each not in _URGENT and overview.tally.severities[each]]
    if rest:
        counts = ", ".join(f"{overview.tally.severities[each]} {each}" for each in rest)
        yield Line(f"further flags: {counts}", "hint")


def _longest_first(each: _Raised) -> tuple[int, str, str]:
    return -each.days, each.offender, each.about


def _flag(code: str, severity: Severity, found: Sequence[_Raised], width: int) -> Iterator[Line]:
    check = check_named(code)
    yield Line(f"{severity}  {code} {check.slug.replace('_', ' ')}: {len(found)}", "alarm")
    yield from wrapped(f"next: {check.what_to_do}", width, indent="  ")
    for each in found[:_MOST_ROWS]:
        days = f"{_count(each.days, 'day')} over" if each.days else ""
        yield Line(f"  {days:>14}  {each.offender}  {each.about}".rstrip())
    yield from _more(len(found) - _MOST_ROWS)


# ── duties ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _duties(title: str, duties: _Duties, roles: Roles, width: int) -> Iterator[Line]:
    standing, soon = duties.standing, len(duties.soon)
    yield Line("")
    yield Line(title, "heading")
    yield Line(
        f"overdue {standing['overdue']}, due within {SOON} days {soon}, open later {standing['open'] - soon}, "
        f"suspended {standing['suspended']}, unknown {standing['unknown']}"
    )
    yield from _overdue(duties.overdue, roles, width)
    yield from _soon(duties.soon, roles, width)
    if duties.lacking:
        named = ", ".join(f"{name} {count}" for name, count in sorted(duties.lacking.items()))
        yield from wrapped(f"unknown because not recorded: {named}", width)


def _overdue(overdue: Sequence[_Late], roles: Roles, width: int) -> Iterator[Line]:
    if not overdue:
        return
    yield Line("  level       overdue   oldest  offenders, days over", "hint")
    for level in roles.levels:
        found = sorted([each for each in overdue if each.level == level], key=lambda each: (-each.days, *each[1:]))
        if found:
            head = f"  {level:<12}{len(found):>7}{found[0].days:>9}  "
            yield from wrapped(f"{_offenders(found)}", width, first=head, indent=" " * len(head), style="alarm")
    counts = Counter(each.rule for each in overdue)
    for rule, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        yield from wrapped(f"{rule}  {roles.duty[rule]}", width, first=f"  {count:>5} of ", indent=" " * 11)


def _offenders(found: Iterable[_Late]) -> str:
    """Return ids with the days of their oldest duty, as many as can be read."""
    oldest: dict[str, int] = {}
    for each in found:
        oldest.setdefault(each.offender, each.days)
    shown = [f"{offender} {days}" for offender, days in list(oldest.items())[:_MOST_IDS]]
    rest = len(oldest) - len(shown)
    return ", ".join(shown) + (f" and {_count(rest, 'more offender')}" if rest else "")


def _soon(soon: Sequence[_Due], roles: Roles, width: int) -> Iterator[Line]:
    if not soon:
        return
    yield Line(f"  due within {SOON} days", "hint")
    for each in sorted(soon)[:_MOST_ROWS]:
        yield from wrapped(
            f"{each.offender}  {each.rule} {roles.duty[each.rule]}",
            width,
            first=f"  {to_iso(each.day)}  ",
            indent=" " * 14,
        )
    yield from _more(len(soon) - _MOST_ROWS)


def _aside(overview: Overview) -> Iterator[Line]:
    if overview.tally.is_whole:
        return
    counts = overview.tally.summary
    total = counts.set_aside + counts.facts_set_aside
    yield Line("")
    yield Line("Set aside, and not judged", "heading")
    for text in overview.set_aside:
        yield Line(f"  {text}")
    yield from _more(total - len(overview.set_aside), "supervise validate names them all")


# ── a schedule, written ─────────────────────────────────────────────────────────────────────────────────────────


class _Task(NamedTuple):
    day: int
    rule: str
    offender: str
    status: str
    assumed: bool
    short: str = ""


@define
class Agenda:
    """What is left to do up to a day, gathered offender by offender."""

    until: dt.date
    tally: Tally = field(factory=Tally)
    tasks: list[_Task] = field(factory=list)

    def add(self, result: Schedule | Rejected) -> bytes:
        """Take one result; nothing is written before all are in."""
        self.tally.add(result)
        if isinstance(result, Rejected):
            return b""
        self.tasks += (
            _Task(row.due_day or FAR, row.rule, result.offender.id, row.status.value, row.projected, _short(row))
            for row in ahead(result, self.until)
        )
        return b""

    def merge(self, later: Agenda) -> None:
        """Add what was gathered from the part of the register that follows."""
        self.tally.merge(later.tally)
        self.tasks += later.tasks


def _short(row: Obligation) -> str:
    """Return what the quotas of a block still ask for."""
    short = ", ".join(f"{id_} {number}" for id_, number in row.short.items() if number)
    return f" (still to do: {short})" if short else ""


def agenda_lines(run: Run, agenda: Agenda, width: int = 100) -> Iterator[Line]:
    """Yield what is left to do by day, what is overdue first and what has no known day last."""
    duty = {rule.published_id: rule.duty for rule in reversed(run.book.rule)}
    lines = [*_head("schedule", run, agenda.tally, width), Line("")]
    for task in sorted(agenda.tasks):
        day = to_iso(task.day) if task.day < FAR else "no day yet"
        status = "if in time" if task.assumed else task.status
        text = f"{task.offender}  {task.rule} {duty[task.rule]}{task.short}"
        style = "alarm" if task.status == Status.OVERDUE else ""
        lines += wrapped(text, width, first=f"{day}  {status:<10}  ", indent=" " * 24, style=style)
    if not agenda.tasks:
        lines.append(Line("nothing falls due"))
    yield from (Line(printable(line.text), line.style) for line in lines)


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────────


def wrapped(text: str, width: int, *, first: str | None = None, indent: str = "", style: str = "") -> Iterator[Line]:
    """Yield a text in lines of at most ``width`` columns; ``first`` stands before the first, ``indent`` before others.

    >>> [line.text for line in wrapped("one two", 9, first="a: ", indent="   ")]
    ['a: one', '   two']
    """
    for line in textwrap.wrap(
        # Escaped before it is wrapped, which would take a line end in an id for a space.
        printable(text),
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    ):
        yield Line(line, style)


def _more(count: int, where: str = "every one is in --format jsonl") -> Iterator[Line]:
    if count > 0:
        yield Line(f"  and {count} more; {where}", "hint")


def _count(number: int, what: str) -> str:
    """Return a number with its noun.

    >>> _count(1, "day"), _count(2, "day")
    ('1 day', '2 days')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
