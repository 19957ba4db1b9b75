"""What a book says of days and times, as people say it: what is counted from, what a duty hangs on, how long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from supervise.report.wording import condition_in_words, listed
from supervise.rules.language import Limit, SpanLength, Suspension
from supervise.rules.places import Anchor, OnePer
from supervise.rules.reading import plain
from supervise.rules.tolling import Extended, Shortened, Toll
from supervise.rules.words import Effect

__all__ = [
    "anchor_in_words",
    "case_in_words",
    "course_in_words",
    "limit_in_words",
    "row_in_words",
    "suspension_in_words",
]

_IN = "in "


def anchor_in_words(anchor: Anchor) -> str:
    """Return the day that a book counts from.

    >>> anchor_in_words(Anchor.from_text("start")), anchor_in_words(Anchor(span_end="minimum"))
    ('the start', 'the end of minimum')
    >>> anchor_in_words(Anchor(release_after=("sentenced_on", "in custody")))
    'the end of custody in which sentenced_on of the fact lies, or the start'
    """
    return _anchor(plain(anchor))


def _anchor(data: Mapping[str, Any]) -> str:
    parts = [_anchor_part(key, value) for key, value in data.items() if key not in ("offset", "else")]
    offset = f" plus {data['offset']}" if "offset" in data else ""
    other = f", else {_anchor(data['else'])}" if "else" in data else ""
    return f"{', '.join(parts)}{offset}{other}"


def _anchor_part(key: str, value: Any) -> str:
    words = _ANCHORS.get(key)
    return condition_in_words({key: value}) if words is None else words(value)


def _release(names: list[str]) -> str:
    states = [name.removeprefix(_IN) for name in names if name.startswith(_IN)]
    dates = [name for name in names if not name.startswith(_IN)]
    return f"the end of {listed(states)} in which {listed(dates)} of the fact lies, or the start"


def _several(which: str) -> Callable[[Any], str]:
    return lambda parts: f"the {which} of ({'; '.join(_anchor(each) for each in parts)})"


_ANCHORS: dict[str, Callable[[Any], str]] = {
    "last": lambda events: f"the last {_events(events)}",
    "first": lambda events: f"the first {_events(events)}",
    "on_or_after": lambda day: f"on or after {_anchor(day)}",
    "field": lambda name: f"{name} of the fact",
    "first_given": lambda names: f"the first given of {listed(names)}",
    "birthday": lambda age: f"the birthday at {age}",
    "birth": lambda part: "the birthday" if part == "day" else f"the {part} of birth",
    "unknown": lambda month: f"{month} if it is not known",
    "next_birthday": lambda day: f"the next birthday after {_anchor(day)}",
    "span_end": lambda span: f"the end of {span}",
    "due_of": lambda rule: f"the due day of {rule}",
    "met_of": lambda rule: f"the day {rule} was met",
    "later_of": _several("later"),
    "earlier_of": _several("earlier"),
    "start": lambda _: "the start",
    "release_after": _release,
}


def case_in_words(one_per: OnePer) -> str:
    """Return what a duty, or a span, hangs on.

    >>> case_in_words(OnePer.from_text("trip")), case_in_words(OnePer(run_of="custody"))
    ('trip', 'run of custody')
    """
    data = plain(one_per)
    return ", ".join(_case_part(key, value) for key, value in data.items())


def _case_part(key: str, value: Any) -> str:
    if key == "each":
        return _events(value)
    return key.replace("_", " ") if value is True else condition_in_words({key: value}).replace(": ", " ", 1)


def _events(events: Any) -> str:
    """Return the names first, and after them what narrows them."""
    if not isinstance(events, Mapping):
        return condition_in_words(events)
    rest = condition_in_words({key: value for key, value in events.items() if key != "of"})
    return f"{condition_in_words(events['of'])} ({rest})"


def course_in_words(part: Toll | Shortened | Extended) -> str:
    """Return what changes how long a span lasts.

    >>> from supervise.rules.duration import Duration
    >>> from supervise.rules.words import TollEffect
    >>> course_in_words(Toll(in_=("custody",), effect=TollEffect.ADD, longer_than=Duration(days=28)))
    'in custody: add the days, longer than: 28 days'
    """
    data = plain(part)
    if isinstance(part, Toll):
        return ", ".join([f"in {listed(data.pop('in'))}: {data.pop('effect')}", *_rest(data)])
    if isinstance(part, Extended):
        events = _events(data.pop("of"))
        return ", ".join([f"{data.pop('by')} for each {events}", *_rest(data)])
    length = f"by {part.by}" if part.by is not None else f"to {part.to}"
    without = [f"without {_events(data['without'])}"] if part.without is not None else []
    needs = [f"with {_events(data['needs'])}"] if part.needs is not None else []
    return " ".join([f"{length} after {part.after}", " and ".join(without + needs)])


def _rest(data: Mapping[str, Any]) -> list[str]:
    return [condition_in_words(data)] if data else []


def row_in_words(row: SpanLength) -> str:
    """Return when a row of a span's lengths is used; nothing if it always is.

    >>> from supervise.rules.duration import Duration
    >>> row_in_words(SpanLength(lasts=Duration(months=120), term_more_than=Duration(months=6)))
    'term more than: 6 months'
    """
    data = row.plain()
    tests = data.pop("when", {})
    return condition_in_words(tests | {key: data[key] for key in data if key not in _OF_THE_ROW})


_OF_THE_ROW = ("name", "lasts", "under_18")


def suspension_in_words(suspended: Suspension) -> str:
    """Return what states do to a pending date.

    >>> from supervise.rules.duration import EndDuration
    >>> due = EndDuration.from_text("10 working days after end")
    >>> suspension_in_words(Suspension(in_=("custody",), effect=Effect.LATER_OF_DUE_AND, due=due))
    'custody, later of due and 10 working days after end'
    """
    part = "the " if suspended.percent is None else f"{suspended.percent} % or more "
    inside = [f"if {part}{suspended.if_.removeprefix('the ').removeprefix('part ')}"] if suspended.if_ else []
    effect = "" if suspended.effect is None else suspended.effect.value
    if suspended.due is not None:
        effect = f"{effect} {suspended.due}" if suspended.effect is Effect.LATER_OF_DUE_AND else f"due {suspended.due}"
    return ", ".join([listed(suspended.in_), *inside, *([effect] if effect else [])])


def limit_in_words(limit: Limit) -> str:
    """Return the day on which something opens, or is at the latest, from the day that is counted from.

    >>> from supervise.rules.duration import Duration
    >>> limit_in_words(Limit(within=Duration(months=300))), limit_in_words(Limit(before=Duration(days=0)))
    ('25 years after', 'on that day')
    """
    data = plain(limit)
    end = f" the end of the {data.pop('from_end_of')}" if limit.from_end_of is not None else ""
    key, side = ("before", "before") if limit.before is not None else ("within", "after")
    length = data.pop(key, "") or f"{data.pop('years_field')} of the fact, in years,"
    day = "on that day" if length == _THAT_DAY and not end else f"{length} {side}{end}"
    if data.pop("after_end", False):
        day = f"the day after the last of {length.removesuffix(',')}{f' from{end}' if end else ''}"
    return ", ".join([day, *_rest(data)])


_THAT_DAY = "0 days"
