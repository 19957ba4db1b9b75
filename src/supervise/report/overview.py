"""A reviewed register in plain text: for a terminal, and for a log that somebody reads tomorrow.

People come first, each once, under the worst that is flagged of them and what to do about it; then duties, the
overdue beside what is suspended or not known. Everyone is named by id alone, and the page is never long: what does
not fit is counted.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from attrs import define, field, frozen

from supervise.checks import Check, Severity
from supervise.checks.duties import MISSED_IN_A_ROW, RB102
from supervise.checks.flag import Flag, GroupFlag, Raised
from supervise.checks.gaps import DC095, not_judged
from supervise.checks.inquiry import occurrence_id
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import STANDING, Obligation, Status
from supervise.model import Rejected
from supervise.register.plugins import checks_with
from supervise.register.tally import Tally
from supervise.register.writing import Run
from supervise.report.heading import heading
from supervise.report.lines import Line, counted, listed, more, wrapped
from supervise.report.printable import printable
from supervise.reviewing import Review
from supervise.rules import Rulebook
from supervise.rules.language import DutyOf

__all__ = ["Overview", "Roles", "overview_lines", "waived_duties"]

#: Falling due within so many days counts as soon.
SOON: Final = 14

# What is named before the rest is only counted: people in all and, where there are more, under each flag;
# ids of a level; duties; officers and teams; places of faults.
_MOST_PEOPLE: Final = 40
_MOST_OF_MANY: Final = 5
_MOST_IDS: Final = 6
_MOST_ROWS: Final = 10
_MOST_FAULTS: Final = 20

_URGENT: Final = (Severity.CRITICAL, Severity.HIGH)
_NO_LEVEL: Final = "no level"


@frozen
class Roles:
    """Whose duty each rule of a book is, and what it asks; entitlements are nobody's duty and left out."""

    duty_of: Mapping[str, DutyOf]
    duty: Mapping[str, str] = field(metadata={"doc": "By the id that outputs show; of several parts the first."})
    part: Mapping[str, str] = field(metadata={"doc": "By the id in the book."})
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
            {rule.id: rule.duty for rule in rules},
            (*reversed(book.levels.scale), _NO_LEVEL),
        )


# ── what is gathered ────────────────────────────────────────────────────────────────────────────────────────────


# By code.
_Checks: TypeAlias = Mapping[str, Check]
# The rule and the id that flags name an occurrence by.
_Duty: TypeAlias = "tuple[str | None, str]"


class _Late(NamedTuple):
    days: int
    offender: str
    rule: str
    level: str
    waived: bool


class _Waived(NamedTuple):
    until: str
    about: str
    flag: str
    by: str


class _Due(NamedTuple):
    day: int
    offender: str
    rule: str
    part: str


class _Missed(NamedTuple):
    rule: str
    part: str
    times: int
    offender: str


class _Unknown(NamedTuple):
    day: int
    offender: str
    lacking: tuple[str, ...]


class _Raised(NamedTuple):
    code: str
    severity: Severity
    days: int
    offender: str
    level: str
    about: str


@define
class _Duties:
    """What one side has to do."""

    standing: Counter[str] = field(factory=Counter)
    overdue: list[_Late] = field(factory=list)
    missed: list[_Missed] = field(factory=list)
    soon: list[_Due] = field(factory=list)
    unknown: list[_Unknown] = field(factory=list)

    def merge(self, other: _Duties) -> None:
        self.standing += other.standing
        self.overdue += other.overdue
        self.missed += other.missed
        self.soon += other.soon
        self.unknown += other.unknown


@define
class Overview:
    """Everything a page about a register needs, gathered while it is reviewed; that of parts can be merged."""

    roles: Roles
    as_of: int = field(metadata={"doc": "An ordinal."})
    tally: Tally = field(factory=Tally)
    duties: dict[DutyOf, _Duties] = field(factory=lambda: {each: _Duties() for each in DutyOf})
    raised: list[_Raised] = field(factory=list)
    waived: list[_Waived] = field(factory=list)
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
        waived = waived_duties(result)
        for row in result.schedule.standing:
            if row.status in STANDING and row.part in self.roles.duty_of:
                self._stand(self.duties[self.roles.duty_of[row.part]], row, result.offender, level, waived)
        self.raised += (
            _Raised(
                flag.code,
                flag.severity,
                flag.days_over or 0,
                result.offender,
                level,
                _about(flag, result.offender),
            )
            for flag in result.flags
            if flag.severity in _URGENT and flag.waiver is None
        )
        for flag in result.flags:
            if flag.code == RB102.code and flag.waiver is None:
                missed = _missed_of(flag)
                self.duties[self.roles.duty_of[missed.part]].missed.append(missed)
        self.waived += (_set_aside(flag, result.offender) for flag in result.flags if flag.waiver is not None)
        return b""

    def _stand(self, duties: _Duties, row: Obligation, offender: str, level: str, waived: Container[_Duty]) -> None:
        duties.standing[row.status.value] += 1
        if row.status is Status.OVERDUE:
            aside = (row.rule, occurrence_id(row, offender)) in waived
            duties.overdue.append(_Late(row.days_late, offender, row.rule, level, aside))
        elif row.status is Status.UNKNOWN:
            duties.unknown.append(_Unknown(row.cautious_day, offender, row.lacking))
        elif row.status is Status.OPEN and 0 < row.due_day <= self.as_of + SOON:
            duties.soon.append(_Due(row.due_day, offender, row.rule, row.part))

    def _note(self, text: str) -> None:
        if len(self.set_aside) < _MOST_FAULTS:
            self.set_aside.append(text)

    def merge(self, later: Overview) -> None:
        """Add what was gathered from the part of the register that follows."""
        self.tally.merge(later.tally)
        for side, duties in self.duties.items():
            duties.merge(later.duties[side])
        self.raised += later.raised
        self.waived += later.waived
        for text in later.set_aside:
            self._note(text)


def _missed_of(flag: Flag) -> _Missed:
    """Return what a flag says of a duty that closed unmet: which, and how often in a row."""
    named = (each.value for each in flag.evidence if each.name == MISSED_IN_A_ROW)
    times = next(value for value in named if isinstance(value, int))
    return _Missed(flag.rule or "", flag.part, times, flag.offender)


def _about(flag: Raised, subject: str) -> str:
    return " ".join(part for part in (flag.rule, flag.key, not_judged(flag)) if part and part != subject)


def waived_duties(review: Review) -> Container[_Duty]:
    """Return the occurrences of which everything that is flagged is set aside."""
    if not any(flag.waiver for flag in review.flags):
        return ()
    pressing = {(flag.rule, flag.key) for flag in review.flags if flag.waiver is None}
    return {(flag.rule, flag.key) for flag in review.flags} - pressing


def _set_aside(flag: Raised, subject: str) -> _Waived:
    waiver = flag.waiver
    assert waiver is not None  # noqa: S101 - asked for by whoever calls
    until = "no end" if waiver.expires_on is None else f"{waiver.expires_on}"
    named = f"{flag.code} {_about(flag, subject)}".rstrip()
    return _Waived(until, subject, named, f"{waiver.id}, approved by {waiver.approved_by}")


# ── written ─────────────────────────────────────────────────────────────────────────────────────────────────────

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
    yield from heading("review", run, overview.tally, width)
    checks = {check.code: check for check in checks_with(run.plugins)}
    yield from _people(overview, checks, width)
    groups = overview.tally.groups.flags
    yield from _groups([flag for flag in groups if flag.waiver is None], checks, width)
    for side, title in _SIDES.items():
        duties = overview.duties[side]
        if duties.standing or duties.missed:
            yield from _duties(title, duties, overview.roles, width)
    yield from _waivers(overview, width)
    yield from _aside(overview)


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _people(overview: Overview, checks: _Checks, width: int) -> Iterator[Line]:
    yield Line("")
    people = _by_person(overview.raised, overview.roles.levels)
    counts = Counter(flags[0].severity for flags in people)
    named = " and ".join(f"{_persons(counts[each])} with a {each} flag" for each in _URGENT if counts[each])
    yield Line(f"Who first: {named or 'nobody has a critical or high flag'}", "heading")
    if named:
        yield from wrapped(
            "each once, under the worst flag; the highest level first, then the longest late", width, style="hint"
        )
    most = _MOST_PEOPLE if len(people) <= _MOST_PEOPLE else _MOST_OF_MANY
    for found in _by_worst(people):
        yield from _action(found, most, checks, width)
    flags = overview.tally.summary.flags
    if flags:
        codes = ", ".join(f"{code} {flags[code]}" for code in checks if flags[code])
        yield from wrapped(codes, width, first="all flags: ", indent=" " * 11, style="hint")


def _persons(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _by_person(raised: Iterable[_Raised], levels: Sequence[str]) -> list[list[_Raised]]:
    """Return the flags of each person, the worst first; people by severity, then level, then days over."""
    found: dict[str, list[_Raised]] = {}
    # What nobody can judge may be the worst of its severity.
    for each in sorted(raised, key=lambda each: (each.severity.rank, each.code != DC095.code, -each.days, each)):
        found.setdefault(each.offender, []).append(each)
    ranks = {level: rank for rank, level in enumerate(levels)}
    # The sort keeps the order of days and codes within a level.
    return sorted(found.values(), key=lambda flags: (flags[0].severity.rank, ranks.get(flags[0].level, len(ranks))))


def _by_worst(people: Iterable[list[_Raised]]) -> Iterable[list[list[_Raised]]]:
    """Return people in their order, put together by the code and severity of the worst of each."""
    found: dict[tuple[Severity, str], list[list[_Raised]]] = {}
    for flags in people:
        found.setdefault((flags[0].severity, flags[0].code), []).append(flags)
    return found.values()


def _action(people: Sequence[list[_Raised]], most: int, checks: _Checks, width: int) -> Iterator[Line]:
    """Yield what is to be done, and of whom: one line each."""
    worst = people[0][0]
    yield from _called(worst.severity, checks[worst.code], len(people), width)
    for flags in people[:most]:
        first = flags[0]
        days = counted(first.days, "day") if first.days else ""
        head = f"  {days:>9}  {first.level:<9}  {first.offender}"
        told = "; ".join(part for part in (first.about, _others(flags)) if part)
        # A flag on the person as a whole may have nothing to add: the person is named all the same.
        yield from wrapped(told, width, first=f"{head}  ", indent=" " * 24) if told else [Line(head)]
    yield from more(len(people) - most)


def _others(flags: Sequence[_Raised]) -> str:
    """Return the other flags of a person by code, each with the days of its longest, or what nobody can judge."""
    told = {each.code: each.about if each.code == DC095.code else each.days for each in reversed(flags)}
    told.pop(flags[0].code)
    named = ", ".join(f"{code} {what}" if what else code for code, what in reversed(told.items()))
    return f"also {named}" if named else ""


# ── officers and teams ──────────────────────────────────────────────────────────────────────────────────────────


def _groups(flags: Sequence[GroupFlag], checks: _Checks, width: int) -> Iterator[Line]:
    if not flags:
        return
    yield Line("")
    yield Line("Officers and teams", "heading")
    ordered = sorted(flags, key=lambda flag: (flag.severity.rank, flag.code))
    for (severity, code), group in itertools.groupby(ordered, key=lambda flag: (flag.severity, flag.code)):
        found = list(group)
        yield from _called(severity, checks[code], len(found), width)
        for flag in found[:_MOST_OF_MANY]:
            yield from wrapped(flag.message, width, first=f"  {_subject(flag)}  ", indent="    ")
            yield from _evidence(flag, width)
        yield from more(len(found) - _MOST_OF_MANY)


def _subject(flag: GroupFlag) -> str:
    return f"{flag.scope} {flag.group}" if flag.group else str(flag.scope)


def _called(severity: Severity, check: Check, count: int, width: int) -> Iterator[Line]:
    """Yield what a flag is called, how often it was raised, and what is to be done."""
    style = "alarm" if severity in _URGENT else ""
    yield Line(f"{severity}  {check.code} {check.slug.replace('_', ' ')}: {count}", style)
    yield from wrapped(f"next: {check.what_to_do}", width, indent="  ")


def _evidence(flag: GroupFlag, width: int) -> Iterator[Line]:
    """Yield what is behind a flag: single values in one line, each list in its own."""
    given = [(each.name.replace("_", " "), each.value) for each in flag.evidence if each.value]
    single = ", ".join(f"{name} {value}" for name, value in given if not isinstance(value, tuple))
    yield from wrapped(single, width, indent="    ", style="hint")
    for name, value in given:
        if isinstance(value, tuple):
            yield from wrapped(f"{name}: {', '.join(value)}", width, indent="    ", style="hint")


# ── duties ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _duties(title: str, duties: _Duties, roles: Roles, width: int) -> Iterator[Line]:
    standing, soon = duties.standing, len(duties.soon)
    yield Line("")
    yield Line(title, "heading")
    waived = sum(each.waived for each in duties.overdue)
    aside = f" (waived {waived})" if waived else ""
    yield Line(
        f"overdue {standing['overdue']}{aside}, due within {SOON} days {soon}, open later {standing['open'] - soon}, "
        f"suspended {standing['suspended']}, unknown {standing['unknown']}"
    )
    yield from _overdue(duties.overdue, roles, width)
    yield from _missed(duties.missed, roles, width)
    yield from _undecided(duties.unknown, width)
    yield from _soon(duties.soon, roles, width)


def _overdue(overdue: Sequence[_Late], roles: Roles, width: int) -> Iterator[Line]:
    if not overdue:
        return
    yield Line("  level      overdue  oldest  offenders, days over", "hint")
    ordered = sorted(overdue, key=lambda each: (-each.days, *each[1:]))
    # A level that is not on the book's scale is still somebody's.
    for level in (*roles.levels, *sorted({each.level for each in overdue} - set(roles.levels))):
        found = [each for each in ordered if each.level == level]
        if found:
            head = f"  {level:<9}{len(found):>9}{found[0].days:>8}  "
            yield from listed(_offenders(found), width, first=head, indent=" " * len(head), style="alarm")
    counts = Counter(each.rule for each in overdue)
    oldest = {each.rule: each.days for each in reversed(ordered)}
    yield Line("  duty       overdue  oldest", "hint")
    rules = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    for rule, count in rules[:_MOST_ROWS]:
        head = f"  {rule:<9}{count:>9}{oldest[rule]:>8}  "
        yield from wrapped(roles.duty[rule], width, first=head, indent=" " * len(head))
    yield from more(len(rules) - _MOST_ROWS)


def _missed(missed: Sequence[_Missed], roles: Roles, width: int) -> Iterator[Line]:
    """Yield the duties that closed unmet and were not met since: none of these is overdue."""
    if not missed:
        return
    yield Line("  duty        missed  offenders, times in a row up to now", "hint")
    found: dict[tuple[str, str], list[_Missed]] = {}
    for each in sorted(missed, key=lambda each: (-each.times, each.offender)):
        found.setdefault((each.rule, each.part), []).append(each)
    for (rule, part), people in sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))[:_MOST_ROWS]:
        head = f"  {rule:<9}{len(people):>9}  "
        yield from wrapped(roles.part[part], width, first=head, indent=" " * len(head))
        named = _first_ids([f"{each.offender} {each.times}" for each in people])
        yield from listed(named, width, first=" " * len(head), indent=" " * len(head), style="alarm")
    yield from more(len(found) - _MOST_ROWS)


def _offenders(found: Iterable[_Late]) -> list[str]:
    """Return ids with the days of their oldest duty, as many as can be read."""
    oldest: dict[str, int] = {}
    for each in found:
        oldest.setdefault(each.offender, each.days)
    return _first_ids([f"{offender} {days}" for offender, days in oldest.items()])


def _first_ids(named: Sequence[str]) -> list[str]:
    rest = len(named) - _MOST_IDS
    return [*named[:_MOST_IDS], f"and {rest} more"] if rest > 0 else [*named]


def _undecided(unknown: Sequence[_Unknown], width: int) -> Iterator[Line]:
    """Yield by what would decide it whose duties nobody can judge, those first that may have been due the longest."""
    if not unknown:
        return
    yield Line("  what would decide the unknown, and for whom", "hint")
    ordered = sorted(unknown)
    for fact in sorted({fact for each in unknown for fact in each.lacking}):
        found = [each for each in ordered if fact in each.lacking]
        ids = list(dict.fromkeys(each.offender for each in found))
        yield from listed(_first_ids(ids), width, first=f"  {fact} {len(found)}: ", indent="    ")


def _soon(soon: Sequence[_Due], roles: Roles, width: int) -> Iterator[Line]:
    if not soon:
        return
    yield Line(f"  due within {SOON} days", "hint")
    for each in sorted(soon)[:_MOST_ROWS]:
        yield from wrapped(
            f"{each.offender}  {each.rule} {roles.part[each.part]}",
            width,
            first=f"  {to_iso(each.day)}  ",
            indent=" " * 14,
        )
    yield from more(len(soon) - _MOST_ROWS, "supervise schedule lists them by day")


def _waivers(overview: Overview, width: int) -> Iterator[Line]:
    """Yield what is set aside by waivers, those first that end first: counted above all the same."""
    groups = [_set_aside(flag, _subject(flag)) for flag in overview.tally.groups.flags if flag.waiver is not None]
    found = sorted([*overview.waived, *groups])
    if not found:
        return
    yield Line("")
    yield Line(f"Set aside by waivers: {counted(len(found), 'flag')}", "heading")
    for each in found[:_MOST_ROWS]:
        yield from wrapped(
            f"{each.about}  {each.flag}; {each.by}", width, first=f"  {each.until:<10}  ", indent=" " * 14
        )
    yield from more(len(found) - _MOST_ROWS)


def _aside(overview: Overview) -> Iterator[Line]:
    if overview.tally.is_whole:
        return
    counts = overview.tally.summary
    total = counts.set_aside + counts.facts_set_aside
    yield Line("")
    yield Line("Set aside, and not judged", "heading")
    for text in overview.set_aside:
        yield Line(f"  {text}")
    yield from more(total - len(overview.set_aside), "supervise validate names them all")
