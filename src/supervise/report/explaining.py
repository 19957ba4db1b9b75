"""What an explanation tells: which occurrences, spans and flags of a review, each step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from supervise.checks import CHECKS, Check, Flag
from supervise.engine.lasting import extents_of, spans_of
from supervise.engine.obligation import Obligation
from supervise.engine.schedule import Schedule
from supervise.engine.steps import Anchored, Lasting, OrderLife, Step, Together
from supervise.engine.trace import has_no_day_yet, steps_of
from supervise.engine.uncounted import not_hung_on
from supervise.errors import UnknownNameError
from supervise.model import Offender
from supervise.model.facts import json_name
from supervise.model.faults import of_another_record
from supervise.register.writing import book_data
from supervise.report.explanation import Explanation, Heading, Passage, Told
from supervise.report.printable import printable
from supervise.report.telling import OF_THE_SUM, lines_of, told, told_flag, told_nothing
from supervise.reviewing import Review
from supervise.rules.language import Rule
from supervise.rules.reading import hint_of
from supervise.rules.vocabulary import NOUNS

__all__ = ["explain", "sums_in_words"]


def explain(
    review: Review,
    *,
    rule: str | None = None,
    flag: str | None = None,
    key: str | None = None,
    checks: Iterable[Check] = CHECKS,
) -> Explanation:
    """Return why every date of a review is what it is, to be read as text, JSON or Markdown.

    Every step is one that the engine took: days are dates, lengths in the words of the rulebook, each sum with what it
    counts from, what it gives, its rounding and its source.

    Args:
        review: from :func:`supervise.review`.
        rule: the id of a rule or span; only its occurrences (those the review shows, else the last) or extents.
        flag: the code or the name of a flag; why it was raised, and the occurrences it hangs on. Goes before ``rule``.
        key: the id of a fact; only what hangs on it, and of a ``rule`` every such occurrence there ever was.
        checks: those that the review ran; a flag of any other does not exist.

    Raises UnknownNameError for a rule or span the book does not have, for a flag that does not exist, and where nothing
    that was asked for hangs on ``key``.

    >>> import datetime as dt
    >>> from supervise import Offender, load_rulebook, review
    >>> facts = {"id": "x1", "events": [{"id": "e1", "kind": "breach_suspected", "on": "2026-05-01"}]}
    >>> found = review(Offender.from_dict(facts), load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 5, 3))
    >>> why = explain(found, rule="R-B2")
    >>> print(why.text().splitlines()[4])
    R-B2  decide on a suspected breach
    >>> [(step.kind, step.lines[-1][1]) for step in why.passages[0].steps]
    [('nothing', 'no occurrence: nothing it hangs on has happened')]
    >>> print(why.markdown().splitlines()[0])
    # Explanation: x1 as of 2026-05-03
    """
    with review.schedule.timeline.lock:
        if flag is not None:
            passages = tuple(_flags(review, flag, key, tuple(checks)))
        elif rule is not None:
            passages = tuple(_named(review.schedule, rule, key))
        else:
            passages = tuple(_whole(review, key))
            if not passages and key is None:
                passages = (_no_duty(review.schedule),)
    if key is not None and not passages:
        raise UnknownNameError("nothing that was asked for hangs on a fact of that id")
    return Explanation(heading=_heading(review), passages=passages)


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
    with schedule.timeline.lock:
        lines = [line for step in steps_of(schedule, row) if isinstance(step, OF_THE_SUM) for line in lines_of(step)]
    return tuple(f"{label}: {text}" for label, text in lines if label != "cautious")


def _heading(review: Review) -> Heading:
    return Heading(
        offender=review.offender,
        as_of=review.as_of,
        known_at=review.known_at,
        made=book_data(review.schedule.book),
        set_aside=len(review.set_aside),
        another_record=of_another_record(review.schedule.offender.notes) is not None,
    )


# ── which of them ───────────────────────────────────────────────────────────────────────────────────────────────


def _whole(review: Review, key: str | None) -> Iterator[Passage]:
    for span in spans_of(review.schedule):
        yield from _span(review.schedule, span, key)
    for row in review.obligations:
        if _is_asked(_keys(row), key):
            yield _occurrence(review.schedule, row)


def _no_duty(schedule: Schedule) -> Passage:
    offender = schedule.offender
    return _nothing(offender.id, offender.id, f"no duty{_as_read(offender)}: nothing that one hangs on has happened")


def _as_read(offender: Offender) -> str:
    """Return a caveat where something was set aside: it may be what a duty hangs on."""
    is_whole = not offender.faults and of_another_record(offender.notes) is None
    return "" if is_whole else " by what could be read"


def _named(schedule: Schedule, name: str, key: str | None) -> Iterator[Passage]:
    rows = [row for row in schedule.all_obligations if name in (row.rule, row.part)]
    if rows:
        asked = [row for row in rows if _is_asked(_keys(row), key)]
        for row in asked if key is not None else _shown(schedule, name, rows):
            yield _occurrence(schedule, row)
        # A date before the end of a span is explained by that end.
        for span in dict.fromkeys(_ends(schedule, row) for row in asked):
            yield from _span(schedule, span) if span else ()
    elif name in schedule.timeline.program.spans:
        yield from _span(schedule, name, key)
    elif declared := [rule for rule in schedule.book.rule if name in (rule.published_id, rule.id)]:
        # What is there and does not count is told below, each with the reason.
        what = f"nothing it hangs on has happened{_undated(schedule.offender, declared)}"
        if has_no_day_yet(schedule, name):
            # As of someone in custody without a known end, of whom a duty is asked from the release on.
            what = "what it hangs on has happened, and there is no day yet that it is counted from"
        why = f"no occurrence{_as_read(schedule.offender)}: {what}"
        passage = _nothing(name, f"{name}  {declared[0].duty}", why)
        others = _told(schedule, not_hung_on(schedule, declared))
        yield attrs.evolve(passage, steps=(*passage.steps, *others))
    else:
        rules = {id_ for rule in schedule.book.rule for id_ in (rule.published_id, rule.id)}
        hint = hint_of(name, rules | set(schedule.timeline.program.spans), "rules show")
        raise UnknownNameError(f"no rule or span '{printable(name)}' in {schedule.book.ref}; {hint}")


def _undated(offender: Offender, rules: Sequence[Rule]) -> str:
    """Return which facts that rules hang on are no events, as they do not give the date that would make them one."""
    selects = [each for rule in rules if (each := rule.one_per.each) is not None and each.at is None]
    nouns = {name.partition(".")[0] for select in selects for name in select.of}
    counts = {
        noun: sum(getattr(fact, noun.at) is None for fact in getattr(offender, noun.array))
        for noun in (NOUNS[name] for name in sorted(nouns & NOUNS.keys()))
    }
    told = [f"{count} of {noun.array} without '{json_name(noun.at)}'" for noun, count in counts.items() if count]
    return f" ({', '.join(told)})" if told else ""


def _shown(schedule: Schedule, name: str, rows: list[Obligation]) -> list[Obligation]:
    """Return those of a rule that a review shows, else the first that is left to do, else the last."""
    shown = [row for row in schedule.obligations if name in (row.rule, row.part)]
    return shown or [row for row in rows if not row.is_settled][:1] or rows[-1:]


def _ends(schedule: Schedule, row: Obligation) -> str:
    """Return the span whose last day an occurrence counts from; nothing for any other anchor."""
    anchor = next(step for step in steps_of(schedule, row) if isinstance(step, Anchored))
    return anchor.names[0] if anchor.way == "span_end" else ""


def _flags(review: Review, name: str, key: str | None, checks: Collection[Check]) -> Iterator[Passage]:
    codes = {each.casefold(): check.code for check in checks for each in (check.code, check.slug)}
    code = codes.get(name.casefold(), name)
    found = [flag for flag in review.flags if flag.code == code]
    if not found and name.casefold() not in codes:
        raise UnknownNameError(f"no flag '{printable(name)}'; see `supervise flags list`")
    if not found:
        yield _nothing(code, code, "not raised as of that day")
    for flag in (each for each in found if _is_asked((each.key,), key)):
        rows = _meant(flag, review.schedule.all_obligations)
        yield Passage(
            kind="flag",
            about=flag.code,
            keys=(flag.key,),
            steps=(told_flag(flag),),
            under=tuple(_occurrence(review.schedule, row) for row in rows),
        )


def _meant(flag: Flag, rows: Iterable[Obligation]) -> list[Obligation]:
    """Return the occurrences that a flag hangs on: of a long series what is left, and those whose day it names."""
    named = [row for row in rows if row.rule == flag.rule and flag.key in _keys(row)]
    own = [row for row in named if flag.part in ("", row.part)]
    days = {each.value for each in flag.evidence}
    return [row for row in own if not row.is_settled or row.due in days] or own


# ── what is told of each ────────────────────────────────────────────────────────────────────────────────────────


def _is_asked(keys: tuple[str, ...], key: str | None) -> bool:
    return key is None or key in keys


def _keys(row: Obligation) -> tuple[str, str]:
    """Return the ids of what an occurrence hangs on."""
    return row.key, row.anchor_id


def _occurrence(schedule: Schedule, row: Obligation) -> Passage:
    steps = _told(schedule, steps_of(schedule, row))
    return Passage(kind="occurrence", about=row.rule, keys=_keys(row), steps=steps)


def _span(schedule: Schedule, span: str, key: str | None = None) -> Iterator[Passage]:
    """Yield a passage for each registration or order with the orders it rests on, and one for all together."""
    passages: list[Passage] = []
    for step in extents_of(schedule, span):
        steps = _told(schedule, [step])
        if isinstance(step, OrderLife):
            passages[-1] = attrs.evolve(passages[-1], steps=(*passages[-1].steps, *steps))
        else:
            passages.append(Passage(kind="span", about=span, keys=_keys_of(step), steps=steps))
    if not passages:
        # A span that holds for nothing has one passage, and nothing in it.
        passages.append(Passage(kind="span", about=span, steps=()))
    yield from (each for each in passages if _is_asked(each.keys, key))


def _keys_of(step: Lasting | Together) -> tuple[str, ...]:
    return (step.extent.key,) if isinstance(step, Lasting) else tuple(each.key for each in step.extents)


def _told(schedule: Schedule, steps: Iterable[Step]) -> tuple[Told, ...]:
    return tuple(told(step, schedule.book.states) for step in steps)


def _nothing(about: str, title: str, why: str) -> Passage:
    return Passage(kind="nothing", about=about, steps=(told_nothing(title, why),))
