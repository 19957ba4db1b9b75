"""The steps of one occurrence in words: what it is, its anchor, its regime, its sums, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from supervise.engine.clock import FAR
from supervise.engine.obligation import Status
from supervise.engine.steps import (
    Anchored,
    Counted,
    Duty,
    Gate,
    Governed,
    Held,
    Limited,
    NotCounted,
    Rolled,
    Standing,
    Tried,
    Voided,
)
from supervise.report.explaining_moves import value_in_words
from supervise.report.wording import (
    Line,
    condition_in_words,
    date,
    days_in_words,
    failure_in_words,
    listed,
    named,
    run_in_words,
    sum_in_words,
    window_in_words,
)
from supervise.rules.language import Counting
from supervise.rules.reading import counted

__all__ = [
    "anchor_in_words",
    "counted_in_words",
    "duty_in_words",
    "gate_in_words",
    "governed_in_words",
    "held_in_words",
    "limit_in_words",
    "regime_in_words",
    "rolled_in_words",
    "standing_in_words",
    "uncounted_in_words",
    "void_in_words",
]


# ── what it is and where it comes from ──────────────────────────────────────────────────────────────────────────


def duty_in_words(step: Duty) -> Iterator[Line]:
    """Yield what is to be done, by whom, and which occurrence is meant."""
    yield "title", f"{step.rule}  {step.duty}"
    part = "" if step.part == step.rule else f", part {step.part}"
    what = "must" if step.must else "may"
    yield "occurrence", f"no. {step.number} for {step.key}{part}: {what}, {step.duty_of}"
    held = f"{named(step.spans)} holds" if step.spans else f"not in {named(step.states)}" if step.states else ""
    if step.own_end:
        # Where nothing else bounds it, its own end is all there is to tell.
        yield "while", f"{held}{held and '; '}what the duty hangs on lasts to {date(step.until - 1)}"
    elif held:
        until = ", no known end" if step.until >= FAR else f" to {date(step.until - 1)}"
        why = f": {named(step.ended_by)} from {date(step.until)}" if step.spans and step.ended_by else ""
        yield "while", f"{held}{until}{why}"
    for each in step.amendments:
        yield (
            "amended",
            f"{each.path} from {each.before} to {each.after} by {each.overlay}, approved by {each.approved_by}",
        )


_WAYS: Mapping[str, str] = {
    "last": "the first {names} in the period; the chain starts with it",
    "across_gaps": "the last {names} before a state ended it; the chain goes on from it",
    "first": "the first {names}",
    "window": "which the window that begins on this day holds no more",
    "met": "the last {names}; it met the occurrence before",
    "due_or_met": "the later of the due day of the occurrence before (the day after it, if counted 'beginning with') "
    "and the day on which it was met",
    "field": "its {field}",
    "each": "the {names} it hangs on",
    "later_of": "the later of the dates it may count from",
    "earlier_of": "the earlier of the dates it may count from",
    "birthday": "the birthday at {names}",
    "span_end": "the last day of {names}",
    "birth": "the {names} of birth",
    "due_of": "the latest due day of {names}",
    "first_due_of": "the earliest due day of {names}",
    "met_of": "the day on which {names} was last met",
    "first_met_of": "the day on which {names} was first met",
    "next_birthday": "the first birthday after the day of {names}",
    "each_until_next": "the {names} it hangs on, until the next",
    "occurrence_due": "the due day of {names}, which it hangs on",
    "occurrence_met": "the day on which {names} was met, which it hangs on",
    "occurrence_missed": "the due day of {names}, which was not met by then",
    "occurrence_in_a_row": "the due day of {names}, with which so many in a row had not been met by then",
    "occurrence_reach": "the due day of {names}, with which so many had not been met by then",
    "release_after": "the release from the state in which its date lies, or its first day",
    "run_of": "the start of {names}",
    "end_of": "the end of {names}",
    "gap_of": "the first day without {names}",
    "span": "the first day of {names}",
    "start": "the first day on which it can fall due",
}


def anchor_in_words(step: Anchored) -> Iterator[Line]:
    """Yield the day the sum starts from, and why that one."""
    if step.way == "none":
        yield "anchor", f"none: {listed(step.names, 'and')} missing" if step.names else "none is needed"
        return
    if step.way == "assumed":
        yield "anchor", f"{date(step.day)}: the due day of the occurrence before, assumed to be met on it"
        return
    why = _WAYS[step.way].format(names=named(step.names or (step.field or "event",)), field=step.field)
    if step.way == "birth":
        # The series shows the day, and nothing the year.
        yield "anchor", why
        return
    id_ = f"{step.id}, " if step.id else ""
    field = f", counted from its {step.field}" if step.way == "met" and step.field else ""
    instead = f", as there is no earlier {named(step.instead)}" if step.instead else ""
    yield "anchor", f"{date(step.day)}: {id_}{why}{field}{instead}"
    if step.within:
        yield "anchor", f"not met in time in the {step.within} up to that day: {listed(step.parts, 'and')}"
    if step.derived:
        kind, *names = step.derived
        parts = f" ({', '.join(step.parts)})" if step.parts else ""
        yield "anchor", f"the book derives {named(step.names)}: {kind} of {named(names)}{parts}"
    if step.moved_from:
        yield "anchor", f"it happened on {date(step.moved_from)}, inside a state that had to end first"


# ── the regime ──────────────────────────────────────────────────────────────────────────────────────────────────


def held_in_words(step: Held) -> Iterator[Line]:
    """Yield a value that chooses the regime, as it stood on a day."""
    yield "in force", f"{step.name} on {date(step.day)}: {value_in_words(step)}"


def regime_in_words(step: Tried) -> Iterator[Line]:
    """Yield a regime that was tried, and whether it holds."""
    condition = f" ({condition_in_words(step.condition)})" if step.condition is not None else ""
    verdict = {True: "holds", False: "does not hold", None: "cannot be decided: a fact is missing"}[step.holds]
    if step.chosen:
        verdict = "applies" if step.holds else f"{verdict}; it may apply"
    elif step.holds:
        verdict = "gives no period here"
    read = f"; {', '.join(f'{name}: {value}' for name, value in step.read)}" if step.read else ""
    yield "regime", f"{step.regime or 'the only one'}{condition}: {verdict}{read}"


def gate_in_words(step: Gate) -> Iterator[Line]:
    """Yield a condition the duty hangs on, and whether it holds."""
    verdict = {True: "holds", False: "does not hold, so nothing is asked", None: "cannot be decided: a fact is missing"}
    if step.daily:
        verdict[False] = "does not hold, so it may not be done on that day"
    yield "condition", f"on {date(step.day)}, {condition_in_words(step.condition)}: {verdict[step.holds]}"


# ── the sum and what moved it ───────────────────────────────────────────────────────────────────────────────────

_SUMS = {"due": "sum", "cautious": "cautious"}


def counted_in_words(step: Counted) -> Iterator[Line]:
    """Yield one sum."""
    levels = f"{listed(step.levels)}: " if step.levels else ""
    regime = f"{step.regime}: " if step.regime and not step.levels else ""
    yield _SUMS[step.of], f"{levels or regime}{sum_in_words(step)}"


def rolled_in_words(step: Rolled) -> Iterator[Line]:
    """Yield where a closed last day went."""
    named = "" if step.calendar is None else f" ({step.calendar})"
    if not step.after:
        yield "moved", f"{date(step.before)}: the calendar of closed days{named} does not reach so far"
        return
    closed = ", ".join(date(day) for day in step.closed)
    how = "not before it opens" if step.is_opening else step.how.value
    yield "moved", f"{date(step.before)} is closed{named}; {how} = {date(step.after)}; passed over: {closed}"


def limit_in_words(step: Limited) -> Iterator[Line]:
    """Yield an opening or outer limit, and the day it gave."""
    limit = step.limit
    length = limit.within or limit.before
    years = f"{limit.years_field} of the fact, {counted(step.years or 0, 'year')}"
    words = f"{length}" if limit.years_field is None else years
    most = "" if limit.at_most is None else f", at most {limit.at_most}"
    most += "" if limit.less is None else f" less {limit.less}"
    if limit.before is not None:
        at = date(step.day, _from_minute(step) if limit.before.hours is not None else -1)
        text = f"{words}{most} before {at}"
    else:
        counting = "beginning with" if step.counting is Counting.BEGINNING_WITH else "after"
        statutory = " (statutory days)" if step.counting is Counting.STATUTORY else ""
        text = f"{words}{most} {counting} {date(step.day)}{statutory}"
    if limit.from_end_of is not None:
        text += f", counted from the end of its {limit.from_end_of.value}"
    if limit.to_end_of is not None:
        text += f", to the end of the {limit.to_end_of.value}"
    if limit.after_end:
        text += ", from the day after the last"
    kind = limit.not_before_last_day_of
    wait = "" if kind is None else f", not before the last day of any {kind.replace('_', ' ')}"
    wait += "" if limit.not_before is None else f", not before {date(limit.not_before.toordinal())}"
    closed = "" if limit.roll is None else f", if closed the {limit.roll.value}"
    closed += "" if limit.calendar is None else f", closed days of {limit.calendar}"
    yield step.of, f"{text}{wait}{closed}: {date(step.gives, step.gives_minute)}"


def _from_minute(step: Limited) -> int:
    """Return the minute hours are counted from: of the event, or 00:00 where the date counts or no time is known."""
    from_date = step.hours_from is not None and step.hours_from.value == "date"
    return 0 if from_date or step.anchor_minute < 0 else step.anchor_minute


# ── what it came to ─────────────────────────────────────────────────────────────────────────────────────────────


def governed_in_words(step: Governed) -> Iterator[Line]:
    """Yield the occurrence that is to be met in place of this one."""
    yield "set aside", f"{step.governs.value} of {step.group}: {step.by}, {date(step.due)}"


def void_in_words(step: Voided) -> Iterator[Line]:
    """Yield what made a duty void."""
    yield "void", f"by {step.id} on {date(step.day)}: nothing is asked any more"


def standing_in_words(step: Standing) -> Iterator[Line]:
    """Yield the due day, the status, and what met the duty."""
    row = step.row
    if row.due_day:
        yield "due", row.due_at or date(row.due_day)
    if row.cautious_day not in (0, row.due_day):
        yield "cautious due", date(row.cautious_day)
    if row.earliest is not None:
        yield "may from", row.earliest.isoformat()
    yield "status", _STATUS[row.status](step)
    if row.met_by:
        late = "" if row.status is Status.MET else f", {days_in_words(row.days_late)} late"
        yield "met by", f"{', '.join(row.met_by)} on {date(row.met_day)}{late}"
    if step.frozen:
        runs = "; ".join(run_in_words(run) for run in step.frozen)
        yield "status", f"{days_in_words(row.days_frozen)} of these are suspended and not counted as late: {runs}"


def _ahead(step: Standing) -> str:
    """Return what an occurrence waits for: that earlier ones are met, the day it opens, or its anchor."""
    if step.row.projected:
        return "assumes that each earlier one is met"
    return f"opens on {date(step.row.opens_day)}" if step.row.opens_day > step.as_of else "ahead"


def _overdue(step: Standing) -> str:
    row = step.row
    return f"{row.status.value} from {date(row.due_day + 1)}: {days_in_words(row.days_late)} late on {date(step.as_of)}"


def _unknown(step: Standing) -> str:
    lacking = step.row.lacking
    if lacking == ("calendar",):
        return "unknown: the calendar does not reach so far"
    return f"unknown: {listed(lacking, 'and')} would decide"


def _suspended_now(step: Standing) -> str:
    row = step.row
    return f"suspended, {days_in_words(row.days_late)} late" if row.days_late else "suspended: the date waits"


_STATUS: Mapping[Status, Callable[[Standing], str]] = {
    Status.UPCOMING: lambda step: f"upcoming: {_ahead(step)}",
    Status.OPEN: lambda step: "open: not past its last day" if step.row.due_day else "open",
    Status.MET: lambda step: "met in time",
    Status.MET_LATE: lambda step: "met late",
    Status.OVERDUE: _overdue,
    Status.MISSED: lambda step: f"missed: the time for it has ended, {days_in_words(step.row.days_late)} late",
    Status.SUSPENDED: _suspended_now,
    Status.NOT_REQUIRED: lambda step: "not required",
    Status.LAPSED: lambda step: "lapsed: its time ended before it fell due",
    Status.UNKNOWN: _unknown,
}

_REASONS: Mapping[str, Callable[[NotCounted], str]] = {
    "withdrawn": lambda step: "the entry was withdrawn",
    "not known": lambda step: f"not known then: recorded on {date(step.on)}",
    "no date": lambda step: f"{listed(step.names)} is not given",
    "kind": lambda step: f"{step.names[0]} is not {listed(step.names[1:])}",
    "failed": lambda step: "" if step.failure is None else failure_in_words(step.failure),
    "window": lambda step: f"not in the time around the anchor: {window_in_words(*map(int, step.names))}",
    "ended": lambda step: f"the time for it ended before {date(step.on)}",
    "future": lambda step: f"after {date(step.on)}, the day judged",
    "early": lambda step: f"before it could be met, from {date(step.on)}",
    "used": lambda step: "it met another occurrence",
    "around": lambda step: f"its {step.names[0]} is not near the anchor",
    "closed": lambda step: "it came when the occurrence was closed",
    "second": lambda step: "another came first",
}


def uncounted_in_words(step: NotCounted) -> Iterator[Line]:
    """Yield an event that did not count, and the reason."""
    on = f" on {date(step.day)}" if step.day else ""
    word = f" ({step.word})" if step.word else ""
    yield "did not count", f"{step.id}{on}{word}: {_REASONS[step.why](step)}"
