"""Sums, conditions and names in words, so that every date can be redone with a pencil and a calendar."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from supervise.dates import Period
from supervise.dates.ordinals import add_months, day_of_month, month_index, to_iso
from supervise.engine.clock import FAR
from supervise.engine.happenings import UNTIMED, Run
from supervise.engine.steps import Counted, Failure
from supervise.rules.duration import Duration
from supervise.rules.field_tests import FieldTest
from supervise.rules.fixed import DayOfMonth
from supervise.rules.language import Counting, HoursFrom
from supervise.rules.reading import counted, plain
from supervise.rules.state import StateRule

__all__ = [
    "Line",
    "by_scale",
    "condition_in_words",
    "counted_from",
    "date",
    "days_in_words",
    "days_of_month_in_words",
    "failure_in_words",
    "listed",
    "months_and_days",
    "named",
    "printable",
    "rounding_in_words",
    "run_in_words",
    "state_in_words",
    "sum_in_words",
    "threshold_in_words",
    "window_in_words",
    "wrapped",
]

WIDTH = 100
_INDENT = 16

# A line: what it is about, and what it says. `title` begins a part.
Line: TypeAlias = tuple[str, str]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def date(day: int, minute: int = UNTIMED) -> str:
    """Return a day, and its minute if there is one; in words where there is none.

    >>> date(738_945, 570), date(738_945), date(10**9), date(0)
    ('2024-02-29T09:30', '2024-02-29', 'no known end', 'not known')
    """
    if not day:
        return "not known"
    if day >= FAR:
        return "no known end"
    return to_iso(day) if minute == UNTIMED else f"{to_iso(day)}T{minute // 60:02}:{minute % 60:02}"


def days_in_words(days: int) -> str:
    """Return a number of days.

    >>> days_in_words(1), days_in_words(2)
    ('1 day', '2 days')
    """
    return counted(days, "day")


def days_of_month_in_words(days: Sequence[DayOfMonth]) -> str:
    """Return which days of a month are meant: one alone, or from one to another.

    >>> days_of_month_in_words([DayOfMonth(1), DayOfMonth(15)]), days_of_month_in_words([DayOfMonth(15)])
    ('from day 1 to 15', 'day 15')
    """
    first, *rest = days
    if not rest:
        return str(first)
    (last,) = rest
    return f"from {first} to {last if first.weekday or last.weekday else last.number}"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Return words as a list in a sentence.

    >>> listed(["home", "station", "phone"]), listed(["home"])
    ('home, station or phone', 'home')
    """
    *head, tail = words
    return f"{', '.join(head)} {last} {tail}" if head else tail


def named(names: Iterable[str]) -> str:
    """Return the names of events as people say them.

    >>> named(["qualifying-visit", "notification.s83", "end.custody"])
    'qualifying visit, notification s83 or end of custody'
    """
    return listed(_event(name) for name in names)


def _event(name: str) -> str:
    head, _, kind = name.partition(".")
    text = f"{head} of {kind}" if head in ("end", "start") and kind else f"{head} {kind}".strip()
    return text.replace("-", " ")


def run_in_words(run: Run) -> str:
    """Return a stretch of days and the fact it comes from; the day it ended is named where it is no longer in it.

    >>> run_in_words(Run(738_945, 738_950, "s1", None)), run_in_words(Run(738_945, 10**9, "s1", None))
    ('s1 from 2024-02-29 to 2024-03-04 (ended 2024-03-05)', 's1 from 2024-02-29, no known end')
    """
    ids = listed([run.id, *run.also], "and")
    if run.end >= FAR:
        return f"{ids} from {to_iso(run.start)}, no known end"
    dates = (getattr(run.fact, name, None) for name in ("until", "returned_on"))
    ended = next((each.toordinal() for each in dates if each is not None), run.end)
    free = f" (ended {to_iso(run.end)})" if ended != run.end - 1 else ""
    return f"{ids} from {to_iso(run.start)} to {to_iso(run.end - 1)}{free}"


# ── sums ────────────────────────────────────────────────────────────────────────────────────────────────────────


def sum_in_words(step: Counted) -> str:
    """Return one sum, with its rounding and every day passed over.

    >>> from supervise.dates.ordinals import from_iso
    >>> day = from_iso("2024-01-31")
    >>> step = Counted(
    ...     of="due",
    ...     regime="",
    ...     day=day,
    ...     minute=-1,
    ...     length=Duration(months=3),
    ...     before=False,
    ...     counting=Counting.AFTER,
    ...     hours_from=None,
    ...     clock=None,
    ...     zone="",
    ...     gives=from_iso("2024-04-30"),
    ...     gives_minute=-1,
    ... )
    >>> sum_in_words(step)
    '2024-01-31 + 3 months = 2024-04-30: April has no 31st, so its last day'
    """
    if step.length is None:
        return "no period: in this regime nothing falls due"
    text = _hours(step) if step.length.hours is not None else _from_end(step)
    if step.calendar is not None:
        text += f"; closed days of {step.calendar}"
    if step.skips is not None and step.closed:
        text += f"; closed days are passed over: {', '.join(date(day) for day in step.closed)}"
    if step.left_out:
        runs = "; ".join(run_in_words(run) for run in step.left_out)
        text += f"; days in {listed(step.states)} are not counted: {runs}"
    return text


def counted_from(step: Counted) -> str:
    """Return what a sum counts from: a day, or of hours a minute: 00:00 where a date counts or no time is known.

    >>> start = {"regime": "", "day": 738_945, "minute": 570, "before": False, "counting": None, "clock": None}
    >>> length = {"hours_from": HoursFrom.MOMENT, "zone": "", "gives": 738_946, "gives_minute": 570}
    >>> counted_from(Counted(of="due", length=Duration(hours=24), **start, **length))
    '2024-02-29T09:30'
    """
    if step.length is None or step.length.hours is None:
        return date(step.day)
    timed = step.minute != UNTIMED and step.hours_from is not HoursFrom.DATE
    return date(step.day, step.minute if timed else 0)


def rounding_in_words(step: Counted) -> str:
    """Return which day the month reached lacks, where a sum of months met such a month; nothing for any other sum.

    >>> start = {"regime": "", "day": 738_945, "minute": -1, "before": False, "counting": None, "clock": None}
    >>> length = {"hours_from": None, "zone": "", "gives": 739_310, "gives_minute": -1}
    >>> rounding_in_words(Counted(of="due", length=Duration(months=12), **start, **length))
    'February 2025 has no 29th'
    """
    if step.length is None or not step.length.months or not 0 < step.gives < FAR or step.left_out:
        return ""
    months = -step.length.months if step.before else step.length.months
    return _rounding(step.day, add_months(step.day, months))


def _hours(step: Counted) -> str:
    start = counted_from(step)
    clock = "" if step.clock is None else f", {step.clock.value} hours"
    side = "before" if step.before else "after"
    unknown = "; no time of day is recorded" if step.minute == UNTIMED and step.hours_from is HoursFrom.MOMENT else ""
    return f"{step.length} {side} {start} = {date(step.gives, step.gives_minute)} ({step.zone}{clock}{unknown})"


def _from_end(step: Counted) -> str:
    """Return a sum of days; one from the end of a period says first which day that is."""
    if step.from_end_of is None:
        return _days(step)
    end = f"{date(step.day)} lies in the {step.from_end_of.value} to {date(step.begins)}"
    return f"{end}: {_days(attrs.evolve(step, day=step.begins))}"


def _days(step: Counted) -> str:
    length = step.length or Duration()
    if step.gives >= FAR:
        return f"{length} {_from(step)}: past the last day of the calendar"
    if step.to_end_of is not None:
        start = f"before {date(step.day)}" if step.before else _from(step)
        return f"{length} {start}, to the end of the {step.to_end_of.value} = {date(step.gives)}"
    if length.working_days is not None:
        return _working_days(step)
    if step.counting is Counting.STATUTORY:
        days = str(length).replace("day", "statutory day")
        return f"{days} {_from(step)} = {date(step.gives)}: 29 February is no day of its own"
    if step.before:
        return _before(step, length)
    if step.left_out or not (length.months or length.days):
        # Days left out shift the end: the sum is told by what was left out, not by the days alone.
        return f"{length} {_from(step)} = {date(step.gives)}"
    if step.counting is Counting.BEGINNING_WITH:
        return _beginning(step, length)
    reached = add_months(step.day, length.months)
    rounding = _rounding(step.day, reached)
    day = "its last day" if step.gives == reached + length.days else "the first of the next month"
    return f"{date(step.day)} + {length} = {date(step.gives)}" + (f": {rounding}, so {day}" if rounding else "")


def _from(step: Counted) -> str:
    word = "beginning with" if step.counting is Counting.BEGINNING_WITH else "after"
    return f"{word} {date(step.day)}"


def _before(step: Counted, length: Duration) -> str:
    if step.counting is Counting.CLEAR_DAYS:
        return (
            f"{length} clear before {date(step.day)} = {date(step.gives)}: "
            f"{date(step.day)} - {days_in_words(length.days)} - 1 day, so that {length} lie between"
        )
    return f"{date(step.day)} - {length} = {date(step.gives)}"


def _beginning(step: Counted, length: Duration) -> str:
    start = f"{length} beginning with {date(step.day)}"
    if not length.months:
        return f"{start}: day 1 is {date(step.day)}, last day {date(step.gives)}"
    # Where the month lacks the day, a book says whether its last day or the one after it corresponds.
    rounding = _rounding(step.day, add_months(step.day, length.months))
    reached = step.gives - length.days + 1
    more = f" and {Duration(days=length.days)} more" if length.days else ""
    if rounding and day_of_month(reached) != 1:
        return f"{start} = {date(step.gives)}: {rounding}, so its last day corresponds; the day before that{more}"
    if rounding and not length.days:
        return f"{start} = {date(step.gives)}: {rounding}, so its last day"
    return f"{start} = {date(step.gives)}: the day before the corresponding day {date(reached)}{more}"


def _rounding(day: int, reached: int) -> str:
    """Return which day a month lacks; nothing if it has it."""
    wanted = day_of_month(day)
    if day_of_month(reached) == wanted:
        return ""
    index = month_index(reached)
    month = _MONTHS[index % 12]
    year = f" {index // 12 + 1}" if index % 12 == 1 else ""
    return f"{month}{year} has no {wanted}{'st' if wanted == 31 else 'th'}"


def _working_days(step: Counted) -> str:
    start = f"{step.length} {'before ' + date(step.day) if step.before else _from(step)} = {date(step.gives)}"
    if not step.counted:
        return f"{start}: the calendar of closed days does not reach so far" if not step.gives else start
    text = f"{start}: {', '.join(date(day) for day in step.counted)}"
    return text + (f"; passed over: {', '.join(date(day) for day in step.closed)}" if step.closed else "")


# ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────────


def by_scale(value: Any, scale: Sequence[str]) -> Any:
    """Return a table by level in the order of the scale, the strictest first; any other value as it is.

    >>> by_scale({"high": "3 months", "low": "1 year", "very_high": "1 month"}, ("low", "high", "very_high"))
    {'very_high': '1 month', 'high': '3 months', 'low': '1 year'}
    """
    if not isinstance(value, Mapping):
        return value
    levels = [level for level in reversed(scale) if level in value]
    return {key: value[key] for key in dict.fromkeys((*levels, *value))}


def condition_in_words(condition: Any) -> str:
    """Return a condition of a book as one line, key by key in the words of the book.

    >>> condition_in_words({"not": {"last_notified_home": "place_found"}, "level": ["high", "very_high"]})
    'not (last notified home: place_found), level: high or very_high'
    """
    if isinstance(condition, Mapping):
        return ", ".join(_clause(key, value) for key, value in condition.items())
    if isinstance(condition, list):
        return listed(condition_in_words(each) for each in condition)
    return str(condition).lower() if isinstance(condition, bool) else str(condition)


def threshold_in_words(value: Any) -> str:
    """Return what a threshold holds: of several values all.

    >>> threshold_in_words([30, 90]), threshold_in_words(14)
    ('30 and 90', '14')
    """
    return listed(map(str, value), "and") if isinstance(value, list) else condition_in_words(value)


def state_in_words(state: StateRule) -> str:
    """Return what a state of a book's own is made of.

    >>> state_in_words(StateRule(any_=("custody", "hospital")))
    'in custody or hospital'
    """
    return f"in {listed(state.any_)}" if state.any_ else condition_in_words(state.plain())


def _clause(key: str, value: Any) -> str:
    word = key.replace("_", " ")
    if key == "around":
        return _around(**value)
    if key == "match":
        return f"{word} ({', '.join(f'{mine} = {other}' for mine, other in value.items())})"
    if isinstance(value, dt.date) or (key in _SWITCHES and value is True):
        return f"{word} {value}" if isinstance(value, dt.date) else word
    if isinstance(value, Mapping):
        return f"{word} ({condition_in_words(value)})"
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return f"{word.removesuffix(' of')} of ({'; '.join(condition_in_words(each) for each in value)})"
    if key == "window":
        return f"{word}: {window_in_words(*value)}"
    return f"{word}: {condition_in_words(value)}"


def window_in_words(first: int, last: int) -> str:
    """Return the days around an anchor; a bound a century away is none.

    >>> window_in_words(-180, 36500), window_in_words(-30, 30)
    ('from 180 days before on', '-30 to 30 days')
    """
    if last >= _A_CENTURY:
        return f"from {_side(first)} on"
    if first <= -_A_CENTURY:
        return f"up to {_side(last)}"
    return f"{first} to {last} days"


def _side(days: int) -> str:
    return f"{days_in_words(abs(days))} {'before' if days < 0 else 'after'}"


_A_CENTURY = 36500

# A yes alone: the word says it.
_SWITCHES = {"shared", "strict", "consecutive", "across_gaps", "until_next"}


def _around(of: Any, field: str = "", before: int = 0, after: int = 0, **more: Any) -> str:
    """Return that there is such an event near: on the day of a field, so many days from it, or on any day."""
    events = condition_in_words(of)
    near = f" on the day {field}" if field else ""
    if before or after:
        near = f" {_near(before, after)} {field}"
    return f"there is {events}{near}{f' ({condition_in_words(more)})' if more else ''}"


def _near(before: int, after: int) -> str:
    if before >= _A_CENTURY:
        return f"at the latest {_side(after) if after else 'on'}"
    if after >= _A_CENTURY:
        return f"at the earliest {_side(-before) if before else 'on'}"
    return f"from {_side(-before) if before else '0 days before'} to {_side(after)}"


def failure_in_words(failure: Failure) -> str:
    """Return the first test an event failed; never the value it has.

    >>> failure_in_words(Failure(field="place", test=FieldTest(words=("home", "place_found"))))
    'place is not home or place_found'
    """
    if failure.alternatives:
        return "; and ".join(failure_in_words(each) for each in failure.alternatives)
    if failure.field == "on_the_day" and list(failure.condition) == ["not_in"]:
        return f"on its day in {condition_in_words(failure.condition['not_in'])}"
    if failure.test is None:
        return f"{_OTHER_TESTS[failure.field]} ({condition_in_words(failure.condition)})"
    field = failure.field.removesuffix("_")
    if field == "for" and failure.test.given is False:
        return "it says what it is for"
    if not failure.given and failure.test.given is not False:
        return f"{field} is not given"
    return f"{field} {_test(failure.test)}"


_OTHER_TESTS = {
    "not": "it is of those that do not count",
    "on_the_day": "not so on its day",
    "around": "no such event near",
}


def _test(test: FieldTest) -> str:
    if test.words is not None:
        return f"is not {condition_in_words(list(test.words))}"
    if test.not_ is not None:
        return f"is {condition_in_words(list(test.not_))}"
    if test.given is not None:
        return "is given"
    if test.is_ is not None:
        return "is after the day judged" if test.is_ == "reached" else f"is not {test.is_}"
    if test.other_than is not None:
        return f"is {listed(test.other_than)}"
    return f"does not pass: {condition_in_words(plain(test))}"


def months_and_days(months: int, days: int) -> str:
    """Return a sentence as a period in words.

    >>> months_and_days(30, 0), months_and_days(0, 0)
    ('2 years 6 months', '0 days')
    """
    return str(Period(months=months, days=days))


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────


def wrapped(lines: Iterable[Line]) -> Iterator[str]:
    """Yield lines of at most 100 columns; a label stands once before the lines that share it.

    >>> list(wrapped([("title", "R-V2  visit"), ("due", "2024-02-29"), ("due", "2024-03-01")]))
    ['', 'R-V2  visit', '  due           2024-02-29', '                2024-03-01']
    """
    before = None
    for label, text in lines:
        clean = printable(text)
        if label == "title":
            yield ""
            first, rest = "", "      "
        elif not label:
            first, rest = "", "  "
        else:
            first = f"  {'' if label == before else label}".ljust(_INDENT)
            rest = " " * _INDENT
        yield from textwrap.wrap(
            clean, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, drop_whitespace=True
        )
        before = label


def printable(text: str) -> str:
    r"""Return a text with everything that does not print escaped: an id may hold anything.

    >>> printable("x1\x1b[31m")
    'x1\\x1b[31m'
    """
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)
