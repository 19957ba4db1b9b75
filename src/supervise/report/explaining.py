"""Explanations in plain text: for every date the anchor, the regime, the sum, its source and what did not count.

Only ids and words of the formats are shown, never a name or free text; what cannot be printed is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from supervise.checks import CHECKS, Flag
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.engine.schedule import Schedule
from supervise.engine.steps import (
    Anchored,
    Changed,
    Counted,
    Counts,
    Duty,
    Gate,
    Governed,
    Held,
    Lasting,
    Limited,
    NotCounted,
    OrderLife,
    Origin,
    Rolled,
    Standing,
    Suspended,
    Together,
    Tried,
    Voided,
    Window,
)
from supervise.engine.trace import extents_of, spans_of, steps_of
from supervise.errors import UnknownNameError
from supervise.report.explaining_moves import changed_in_words, suspended_in_words, value_in_words
from supervise.report.explaining_quotas import quotas_in_words, window_in_words
from supervise.report.explaining_slots import SLOTS
from supervise.report.explaining_spans import lasting_lines, order_lines, origin_lines, together_lines
from supervise.report.spelling import spelled_out
from supervise.report.wording import (
    Line,
    calendar_in_words,
    condition_in_words,
    date,
    days_in_words,
    failure_in_words,
    listed,
    named,
    printable,
    run_in_words,
    sum_in_words,
    wrapped,
)
from supervise.reviewing import Review
from supervise.rules.language import Counting

__all__ = ["explain", "sums_in_words"]


def explain(review: Review, rule: str | None = None, flag: str | None = None) -> str:
    """Return why every date of a review is what it is, wrapped at 100 columns.

    Args:
        review: from :func:`supervise.review`.
        rule: the id of a rule or span; only its occurrences (those the review shows, else the last) or extents.
        flag: the code of a flag; why it was raised, and the occurrences it hangs on.

    Raises UnknownNameError for a rule or span the book does not have, and for a flag that does not exist.

    >>> import datetime as dt
    >>> from supervise import Offender, load_rulebook, review
    >>> facts = {"id": "x1", "events": [{"id": "e1", "kind": "breach_suspected", "on": "2026-05-01"}]}
    >>> found = review(Offender.from_dict(facts), load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 5, 3))
    >>> print(explain(found, rule="R-B2").splitlines()[4])
    R-B2  decide on a suspected breach
    """
    blocks = [_head(review)]
    if flag is not None:
        blocks += _flags(review, flag)
    elif rule is not None:
        blocks += _named(review.schedule, rule)
    else:
        blocks += [block for span in spans_of(review.schedule) for block in _span(review.schedule, span)]
        blocks += [_occurrence(review.schedule, row) for row in review.obligations]
    return "\n".join("\n".join(wrapped(block)) for block in blocks) + "\n"


def sums_in_words(schedule: Schedule, row: Obligation) -> tuple[str, ...]:
    """Return how an occurrence of a schedule comes to its due: what it counts from, the sum, and what moved it.

    >>> import datetime as dt
    >>> from supervise import Offender, load_rulebook
    >>> from supervise.reviewing import schedule
    >>> registration = {"id": "r1", "convicted_on": "2025-01-10", "disposal": "community_order"}
    >>> event = {"id": "e1", "kind": "breach_suspected", "on": "2026-05-01"}
    >>> facts = {"id": "x1", "registrations": [registration], "events": [event]}
    >>> day, book = dt.date(2026, 5, 3), load_rulebook("england-wales@2026.1")
    >>> found = schedule(Offender.from_dict(facts), book, as_of=day, until=day)
    >>> sums_in_words(found, next(found.of_rule("R-B2")))[0]
    'anchor: 2026-05-01: e1, the event breach_suspected it hangs on'
    """
    steps = [step for step in steps_of(schedule, row) if isinstance(step, _OF_THE_SUM)]
    lines = [line for step in steps for line in _WRITERS[type(step)](step)]
    return tuple(f"{label}: {text}" for label, text in lines if label != "cautious")


def _head(review: Review) -> list[Line]:
    known = "everything recorded" if review.known_at is None else f"what was recorded by {review.known_at}"
    lines = [
        ("", f"{review.offender}  as of {review.as_of}, known: {known}"),
        ("", f"rulebook {review.rulebook}"),
        ("", calendar_in_words(review.schedule.book.calendar)),
    ]
    aside = len(review.set_aside)
    if aside:
        lines.append(("", f"{aside} fact{' was' if aside == 1 else 's were'} set aside: not as the format asks"))
    return lines


def _named(schedule: Schedule, name: str) -> Iterator[list[Line]]:
    rows = [row for row in schedule.all_obligations if name in (row.rule, row.part)]
    if rows:
        shown = [row for row in schedule.obligations if name in (row.rule, row.part)]
        ahead = [row for row in rows if not row.is_settled] or rows[-1:]
        for row in shown or ahead[:1]:
            yield _occurrence(schedule, row)
        # A date before the end of a span is explained by that end.
        for span in dict.fromkeys(_ends(schedule, row) for row in rows):
            yield from _span(schedule, span) if span else ()
    elif name in schedule.timeline.program.spans:
        yield from _span(schedule, name)
    elif declared := [rule for rule in schedule.book.rule if name in (rule.published_id, rule.id)]:
        yield [("title", f"{name}  {declared[0].duty}"), ("", "no occurrence: nothing it hangs on has happened")]
    else:
        raise UnknownNameError(
            f"no rule or span '{printable(name)}' in {schedule.book.ref}; see `supervise rules show`"
        )


def _ends(schedule: Schedule, row: Obligation) -> str:
    """Return the span whose last day an occurrence counts from; nothing for any other anchor."""
    anchor = next(step for step in steps_of(schedule, row) if isinstance(step, Anchored))
    return anchor.names[0] if anchor.way == "span_end" else ""


def _flags(review: Review, code: str) -> Iterator[list[Line]]:
    found = [flag for flag in review.flags if flag.code == code]
    if not found and code not in {check.code for check in CHECKS}:
        raise UnknownNameError(f"no flag '{printable(code)}'; see `supervise flags list`")
    if not found:
        yield [("title", code), ("", "not raised as of that day")]
    for flag in found:
        yield list(_flag(flag))
        rows = [row for row in review.schedule.all_obligations if _hangs_on(flag, row)]
        yield from (_occurrence(review.schedule, row) for row in rows)


def _hangs_on(flag: Flag, row: Obligation) -> bool:
    return row.rule == flag.rule and flag.key in (row.key, row.anchor_id)


def _flag(flag: Flag) -> Iterator[Line]:
    yield "title", f"{flag.code}  {flag.severity.value}"
    yield "says", flag.message
    yield "since", "the facts do not say" if flag.since is None else flag.since.isoformat()
    for each in flag.evidence:
        value = ", ".join(each.value) if isinstance(each.value, tuple) else each.value
        yield "evidence", f"{each.name}: {'not known' if value is None else value}"
    yield "clears when", flag.clears


def _occurrence(schedule: Schedule, row: Obligation) -> list[Line]:
    return _written(schedule, steps_of(schedule, row))


def _span(schedule: Schedule, span: str) -> Iterator[list[Line]]:
    yield _written(schedule, extents_of(schedule, span))


def _written(schedule: Schedule, steps: Iterable[Any]) -> list[Line]:
    states = schedule.book.states
    return [line for step in steps for line in _WRITERS[type(step)](spelled_out(step, states))]


# ── what it is and where it comes from ──────────────────────────────────────────────────────────────────────────


def _duty(step: Duty) -> Iterator[Line]:
    yield "title", f"{step.rule}  {step.duty}"
    part = "" if step.part == step.rule else f", part {step.part}"
    what = "must" if step.must else "may"
    yield "occurrence", f"no. {step.number} for {step.key}{part}: {what}, {step.duty_of}"
    if step.spans:
        until = ", no known end" if step.until >= FAR else f" to {date(step.until - 1)}"
        yield "while", f"{named(step.spans)} holds{until}"
    for each in step.amendments:
        yield (
            "amended",
            f"{each.path} from {each.before} to {each.after} by {each.overlay}, approved by {each.approved_by}",
        )


_WAYS: Mapping[str, str] = {
    "last": "the first {names} in the period; the chain starts with it",
    "first": "the first {names}",
    "window": "which the window that begins on this day holds no more",
    "met": "the last {names}; it met the occurrence before",
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
    "release_after": "the release from the state in which its date lies, or its first day",
    "run_of": "the start of {names}",
    "end_of": "the end of {names}",
    "gap_of": "the first day without {names}",
    "span": "the first day of {names}",
    "start": "the first day on which it can fall due",
}


def _anchored(step: Anchored) -> Iterator[Line]:
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
    if step.derived:
        kind, *names = step.derived
        parts = f" ({', '.join(step.parts)})" if step.parts else ""
        yield "anchor", f"the book derives {named(step.names)}: {kind} of {named(names)}{parts}"
    if step.moved_from:
        yield "anchor", f"it happened on {date(step.moved_from)}, inside a state that had to end first"


# ── the regime ──────────────────────────────────────────────────────────────────────────────────────────────────


def _held(step: Held) -> Iterator[Line]:
    yield "in force", f"{step.name} on {date(step.day)}: {value_in_words(step)}"


def _tried(step: Tried) -> Iterator[Line]:
    condition = f" ({condition_in_words(step.condition)})" if step.condition is not None else ""
    verdict = {True: "holds", False: "does not hold", None: "cannot be decided: a fact is missing"}[step.holds]
    if step.chosen:
        verdict = "applies" if step.holds else f"{verdict}; it may apply"
    elif step.holds:
        verdict = "gives no period here"
    read = f"; {', '.join(f'{name}: {value}' for name, value in step.read)}" if step.read else ""
    yield "regime", f"{step.regime or 'the only one'}{condition}: {verdict}{read}"


def _gate(step: Gate) -> Iterator[Line]:
    verdict = {True: "holds", False: "does not hold, so nothing is asked", None: "cannot be decided: a fact is missing"}
    if step.daily:
        verdict[False] = "does not hold, so it may not be done on that day"
    yield "condition", f"on {date(step.day)}, {condition_in_words(step.condition)}: {verdict[step.holds]}"


# ── the sum and what moved it ───────────────────────────────────────────────────────────────────────────────────

_SUMS = {"due": "sum", "cautious": "cautious"}


def _counted(step: Counted) -> Iterator[Line]:
    levels = f"{listed(step.levels)}: " if step.levels else ""
    regime = f"{step.regime}: " if step.regime and not step.levels else ""
    yield _SUMS[step.of], f"{levels or regime}{sum_in_words(step)}"


def _rolled(step: Rolled) -> Iterator[Line]:
    if not step.after:
        yield "moved", f"{date(step.before)}: the calendar of closed days does not reach so far"
        return
    closed = ", ".join(date(day) for day in step.closed)
    how = "not before it opens" if step.is_opening else step.how.value
    yield "moved", f"{date(step.before)} is closed; {how} = {date(step.after)}; passed over: {closed}"


def _limited(step: Limited) -> Iterator[Line]:
    limit = step.limit
    length = limit.within or limit.before
    words = f"{length}" if limit.years_field is None else f"{limit.years_field} of the fact, {step.years or 0} years"
    most = "" if limit.at_most is None else f", at most {limit.at_most}"
    if limit.before is not None:
        at = date(step.day, _from_minute(step) if limit.before.hours is not None else -1)
        text = f"{words}{most} before {at}"
    else:
        counting = "beginning with" if step.counting is Counting.BEGINNING_WITH else "after"
        statutory = " (statutory days)" if step.counting is Counting.STATUTORY else ""
        text = f"{words}{most} {counting} {date(step.day)}{statutory}"
    if limit.to_end_of is not None:
        text += f", to the end of the {limit.to_end_of.value}"
    if limit.after_end:
        text += ", from the day after the last"
    kind = limit.not_before_last_day_of
    wait = "" if kind is None else f", not before the last day of any {kind.replace('_', ' ')}"
    closed = "" if limit.roll is None else f", if closed the {limit.roll.value}"
    yield step.of, f"{text}{wait}{closed}: {date(step.gives, step.gives_minute)}"


def _from_minute(step: Limited) -> int:
    """Return the minute hours are counted from: of the event, or 00:00 where the date counts or no time is known."""
    from_date = step.hours_from is not None and step.hours_from.value == "date"
    return 0 if from_date or step.anchor_minute < 0 else step.anchor_minute


# ── what it came to ─────────────────────────────────────────────────────────────────────────────────────────────


def _voided(step: Voided) -> Iterator[Line]:
    yield "void", f"by {step.id} on {date(step.day)}: nothing is asked any more"


def _standing(step: Standing) -> Iterator[Line]:
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


def _overdue(step: Standing) -> str:
    row = step.row
    return f"{row.status.value} from {date(row.due_day + 1)}: {days_in_words(row.days_late)} late on {date(step.as_of)}"


def _unknown(step: Standing) -> str:
    lacking = step.row.lacking
    return f"unknown: {listed(lacking, 'and')} would decide" if lacking else "unknown: the date cannot be reckoned"


def _suspended_now(step: Standing) -> str:
    row = step.row
    return f"suspended, {days_in_words(row.days_late)} late" if row.days_late else "suspended: the date waits"


_STATUS: Mapping[Status, Callable[[Standing], str]] = {
    Status.UPCOMING: lambda step: (
        "upcoming: " + ("assumes that each earlier one is met" if step.row.projected else "ahead")
    ),
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
    "window": lambda step: f"not within {step.names[0]} to {step.names[1]} days of the anchor",
    "ended": lambda step: f"the time for it ended before {date(step.on)}",
    "future": lambda step: f"after {date(step.on)}, the day judged",
    "early": lambda step: f"before it could be met, from {date(step.on)}",
    "used": lambda step: "it met another occurrence",
    "around": lambda step: f"its {step.names[0]} is not near the anchor",
    "closed": lambda step: "it came when the occurrence was closed",
    "second": lambda step: "another came first",
}


def _not_counted(step: NotCounted) -> Iterator[Line]:
    on = f" on {date(step.day)}" if step.day else ""
    word = f" ({step.word})" if step.word else ""
    yield "did not count", f"{step.id}{on}{word}: {_REASONS[step.why](step)}"


# What leads from the anchor to the due; not why a regime holds, nor what it came to.
_OF_THE_SUM = (Anchored, Counted, *SLOTS, Changed, Suspended, Rolled)

_WRITERS: Mapping[type, Callable[[Any], Iterator[Line]]] = {
    Duty: _duty,
    Origin: origin_lines,
    Anchored: _anchored,
    Held: _held,
    Tried: _tried,
    Counted: _counted,
    **SLOTS,
    Counts: quotas_in_words,
    Window: window_in_words,
    Changed: changed_in_words,
    Suspended: suspended_in_words,
    Rolled: _rolled,
    Limited: _limited,
    Gate: _gate,
    Voided: _voided,
    Governed: lambda step: iter([("set aside", f"{step.governs.value} of {step.group}: {step.by}, {date(step.due)}")]),
    Standing: _standing,
    NotCounted: _not_counted,
    Lasting: lasting_lines,
    OrderLife: order_lines,
    Together: together_lines,
}
