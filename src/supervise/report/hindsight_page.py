"""Hindsight as text for people and as plain data: change points only, everything by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from supervise.checks import Flag, Severity
from supervise.checks.catalogue import slug_of
from supervise.engine.obligation import MET
from supervise.register.writing import Run, made_data
from supervise.report.heading import made_with
from supervise.report.hindsight import DutyChange, FlagChange, Hindsight, Point, Record, Side, SpanChange, Stretch
from supervise.report.lines import Line, counted, wrapped
from supervise.report.printable import printable

__all__ = ["hindsight_data", "hindsight_lines"]

_LABEL: Final = 13
_ALARM: Final = (Severity.CRITICAL, Severity.HIGH)
# What of an occurrence is lacking that is no fact.
_CALENDAR: Final = "calendar"


# ── text ────────────────────────────────────────────────────────────────────────────────────────────────────────


def hindsight_lines(told: Hindsight, run: Run, width: int = 100) -> Iterator[Line]:
    """Yield a stretch of days in hindsight, in lines of at most ``width`` columns where words allow it."""
    for line in _lines(told, run, width):
        yield Line(printable(line.text), line.style)


def _lines(told: Hindsight, run: Run, width: int) -> Iterator[Line]:
    head = f"supervise {run.version}: hindsight of {told.offender} from {told.since} to {told.until}"
    yield from wrapped(head, width, style="heading")
    yield from wrapped(made_with(run), width)
    yield Line(f"each day judged by {_by_what(told)}")
    if told.incomplete:
        yield Line("facts were set aside; supervise validate names them", "alarm")
    if not told.as_known:
        yield from _recorded([each for each in told.records if not each.is_plain], width)
    level: str | None = None
    for place, point in enumerate(told.points):
        below = [] if place and point.level == level else list(_entry("level", point.level or "none", width))
        below += _point(point, first=place == 0, width=width)
        level = point.level
        # What changes ahead and asks nothing of anyone yet is told in the data alone.
        if below:
            yield Line("")
            yield Line(f"{point.on}{'' if place else '  as it stood'}", "heading")
            yield from below


def _by_what(told: Hindsight) -> str:
    if told.as_known:
        return "what was recorded by then"
    return "everything recorded" if told.known_at is None else f"what was recorded by {told.known_at}"


def _recorded(known: Iterable[Record], width: int) -> Iterator[Line]:
    found = list(known)
    if found:
        yield Line("")
        yield Line("Recorded late, changed or withdrawn in these days", "heading")
        for each in found:
            yield from _entry(f"{each.known_on}", _record(each), width)


def _point(point: Point, *, first: bool, width: int) -> Iterator[Line]:
    for known in point.known:
        yield from _entry("known", _record(known), width, "" if known.is_plain else "alarm")
    for span in point.spans:
        yield from _entry("span", _span(span, first=first), width)
    for duty in point.duties:
        if not duty.is_quiet:
            label, text = _duty(duty, first=first)
            yield from _entry(label, text, width, "alarm" if label == "overdue" else "")
    for flag in point.flags:
        yield from _flag(flag, width, first=first)


def _entry(label: str, text: str, width: int, style: str = "") -> Iterator[Line]:
    yield from wrapped(text, width, first=f"  {label} ".ljust(_LABEL), indent=" " * _LABEL, style=style)


def _record(known: Record) -> str:
    day = "" if known.on is None else f" of {known.on}"
    parts = [f"{known.array} {known.id}{day}"]
    if known.withdrawn:
        parts.append("withdrawn")
    elif known.edited:
        parts.append(f"changed: {', '.join(known.edited)}")
    elif known.days_late:
        parts.append(f"recorded {counted(known.days_late, 'day')} late")
    if known.supposed:
        parts.append("the day it became known is supposed")
    return "; ".join(parts)


def _span(change: SpanChange, *, first: bool) -> str:
    was = "" if first else f"; was {_stretch(change.before)}"
    return f"{change.span} {change.key}: {_stretch(change.after)}{was}"


def _stretch(stretch: Stretch | None) -> str:
    if stretch is None:
        return "none"
    start = stretch.holds_from or stretch.first_day
    return (
        f"{'' if start is None else f'from {start} '}{f'to {stretch.last_day}' if stretch.last_day else 'without end'}"
    )


def _duty(duty: DutyChange, *, first: bool) -> tuple[str, str]:
    """Return a label, the status it has now, and what is told of an occurrence."""
    named = f"{duty.rule} {duty.key}  {duty.duty}"
    before, after = duty.before, duty.after
    if after is None:
        return "gone", f"{named}: was {_status(before)}{_due(before)}; there is no such occurrence by these facts"
    met = f" by {', '.join(after.met_by)}" if after.status in MET and after.met_by else ""
    told = [part for part in (f"{_due(after)}{met}".strip(), _undecided(after.lacking)) if part]
    text = f"{named}: {', '.join(told)}" if told else named
    if not first and before is not None:
        moved = _due(before) if _due(before) != _due(after) else ""
        same = not moved and before.status is after.status
        text += "".join(_differs(before, after)) if same else f"; was {_status(before)}{moved}"
    return _status(after), text


def _undecided(lacking: tuple[str, ...]) -> str:
    facts = [each for each in lacking if each != _CALENDAR]
    told = [f"not recorded: {', '.join(facts)}"] if facts else []
    if _CALENDAR in lacking:
        told.append("the calendar does not reach so far")
    return "; ".join(told)


def _differs(before: Side, after: Side) -> Iterator[str]:
    """Yield what is another of an occurrence whose status and due day are what they were."""
    for name, words in _BESIDE.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"; {words} {_value(new)}, was {_value(old)}"
    if before.lacking != after.lacking:
        # What is lacking now has been said.
        yield f"; before: {_undecided(before.lacking) or 'nothing lacking'}"


_BESIDE: Final = {
    "opens": "opens",
    "cautious_due": "due on the strictest reading",
    "latest": "at the latest",
    "met_by": "met by",
    "truncated": "cut short:",
}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) if isinstance(value, tuple) else str(value or "")) or "none"


def _status(side: Side | None) -> str:
    return "new" if side is None else side.status.value.replace("_", " ")


def _due(side: Side | None) -> str:
    if side is None or side.due is None:
        return "" if side is None or side.cautious_due is None else f" due from {side.cautious_due}"
    return f" due {side.due_at or side.due}"


def _flag(change: FlagChange, width: int, *, first: bool) -> Iterator[Line]:
    flag = change.flag
    what = "raised" if change.before is None else "cleared" if change.after is None else "changed"
    told = flag.message if change.after is not None else slug_of(flag.code).replace("_", " ")
    if change.after is not None and change.after.waiver is not None:
        told += f"; waived by {change.after.waiver.id}"
    about = " ".join(part for part in (flag.rule, flag.key) if part and part != flag.offender)
    head = f"{'' if first else f'{what} '}{flag.severity} {flag.code} {about}".rstrip()
    style = "alarm" if flag.severity in _ALARM and change.after is not None else ""
    yield from _entry("flag", f"{head}: {told}", width, style)


# ── data ────────────────────────────────────────────────────────────────────────────────────────────────────────


def hindsight_data(told: Hindsight, run: Run) -> Iterator[dict[str, Any]]:
    """Yield the head and then each change point as plain data; days are ISO, what is missing is null."""
    yield {
        "type": "hindsight",
        "offender": told.offender,
        **made_data(run),
        "from": told.since.isoformat(),
        "until": told.until.isoformat(),
        "known_at": None if told.known_at is None else told.known_at.isoformat(),
        "as_known": told.as_known,
        "incomplete": told.incomplete,
        "records": [_record_data(each) for each in told.records],
    }
    for point in told.points:
        yield {
            "type": "point",
            "on": point.on.isoformat(),
            "level": point.level,
            "known": [_record_data(each) for each in point.known],
            "spans": [_span_data(each) for each in point.spans],
            "obligations": [_duty_data(each) for each in point.duties],
            "flags": [_flag_data(each) for each in point.flags],
        }


def _record_data(known: Record) -> dict[str, Any]:
    return {
        "array": known.array,
        "id": known.id,
        "on": _date(known.on),
        "known_on": known.known_on.isoformat(),
        "supposed": known.supposed,
        "days_late": known.days_late,
        "changed": list(known.edited),
        "withdrawn": known.withdrawn,
    }


def _span_data(change: SpanChange) -> dict[str, Any]:
    return {
        "span": change.span,
        "key": change.key,
        "before": _stretch_data(change.before),
        "after": _stretch_data(change.after),
    }


def _stretch_data(stretch: Stretch | None) -> dict[str, Any] | None:
    if stretch is None:
        return None
    return {
        "first_day": _date(stretch.first_day),
        "holds_from": _date(stretch.holds_from),
        "last_day": _date(stretch.last_day),
    }


def _duty_data(duty: DutyChange) -> dict[str, Any]:
    return {"rule": duty.rule, "key": duty.key, "before": _side_data(duty.before), "after": _side_data(duty.after)}


def _side_data(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "status": side.status.value,
        "opens": _date(side.opens),
        "due": _date(side.due),
        "due_at": side.due_at,
        "cautious_due": _date(side.cautious_due),
        "latest": side.latest,
        "met_by": list(side.met_by),
        "lacking": list(side.lacking),
        "truncated": side.truncated,
    }


def _flag_data(change: FlagChange) -> dict[str, Any]:
    return {"before": _raised(change.before), "after": _raised(change.after)}


def _raised(flag: Flag | None) -> dict[str, Any] | None:
    if flag is None:
        return None
    return {
        "code": flag.code,
        "severity": flag.severity.value,
        "rule": flag.rule,
        "key": flag.key,
        "since": _date(flag.since),
        "message": flag.message,
        "identity": flag.identity,
        "waiver": None if flag.waiver is None else flag.waiver.id,
    }


def _date(day: Any) -> str | None:
    return None if day is None else day.isoformat()
