"""The steps that lead to a date as plain values for programs: ISO dates, lengths in words, and null for the unknown.

A key means the same in every step: `from` is what a step starts from and `to` what it gives; `first_day` and `last_day`
are both inside. A day is null where there is none, none is known, or there is no known end; the words of the step say
which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from supervise.engine.happenings import UNTIMED, Extent, Run
from supervise.engine.obligation import moment_of
from supervise.engine.quotas import Filled
from supervise.engine.steps import (
    Anchored,
    Changed,
    Counted,
    Counts,
    CutShort,
    Duty,
    Gate,
    Governed,
    Held,
    Lasting,
    LeftOut,
    Limited,
    NotCounted,
    OrderLife,
    Origin,
    Placed,
    Rolled,
    SetDate,
    Skipped,
    Standing,
    Suspended,
    Together,
    Tried,
    Voided,
    Window,
)
from supervise.report.wording import condition_in_words, counted_from, rounding_in_words
from supervise.rules.duration import Duration
from supervise.rules.language import Shortened, Term
from supervise.rules.quota import Percentage

__all__ = ["PARTS", "Parts"]

#: What a step is made of, by name, in plain values.
Parts: TypeAlias = dict[str, Any]


def _day(day: int) -> str | None:
    return moment_of(day, UNTIMED)


def _days(days: Iterable[int]) -> list[str | None]:
    return [_day(day) for day in days]


def _run(run: Run) -> Parts:
    return {"id": run.id, "first_day": _day(run.start), "last_day": _day(run.end - 1)}


def _words(value: object) -> str | None:
    """Return a length, or a word of the rule language, as written; None if there is none."""
    return None if value is None else str(getattr(value, "value", value))


def _condition(condition: Any) -> str | None:
    return None if condition is None else condition_in_words(condition)


# ── what it is and where it comes from ──────────────────────────────────────────────────────────────────────────


def _duty(step: Duty) -> Parts:
    amendments = [
        {"overlay": each.overlay, "path": each.path, "before": each.before, "after": each.after}
        | {"approved_by": each.approved_by}
        for each in step.amendments
    ]
    return {
        "rule": step.rule,
        "part": step.part,
        "key": step.key,
        "duty": step.duty,
        "duty_of": step.duty_of,
        "must": step.must,
        "number": step.number,
        "spans": list(step.spans),
        "states": list(step.states),
        "last_day": _day(step.until - 1),
        "amendments": amendments,
    }


def _origin(step: Origin) -> Parts:
    return {
        "of": step.of,
        "authority": step.authority,
        "source": step.source,
        "title": step.title,
        "where": step.where,
        "confidence": step.confidence,
        "assumed": step.confidence == "assumed",
    }


def _source(step: Origin | None) -> Parts | None:
    return None if step is None else _origin(step)


def _anchored(step: Anchored) -> Parts:
    return {
        # The day of a birth is shown nowhere: what is counted from it shows the day, and nothing the year.
        "on": None if step.way == "birth" else _day(step.day),
        "id": step.id or None,
        "way": step.way,
        "names": list(step.names),
        "field": step.field or None,
        "instead": list(step.instead),
        "derived": list(step.derived),
        "made_of": list(step.parts),
        "moved_from": _day(step.moved_from),
        **_given(within=step.within or None),
    }


# ── the regime ──────────────────────────────────────────────────────────────────────────────────────────────────


def _held(step: Held) -> Parts:
    return {
        "name": step.name,
        "on": _day(step.day),
        "value": step.value,
        "since": _day(step.since),
        "id": step.id or None,
        "followed": step.followed,
    }


def _tried(step: Tried) -> Parts:
    return {
        "regime": step.regime,
        "condition": _condition(step.condition),
        "holds": step.holds,
        "chosen": step.chosen,
        "read": [{"name": name, "value": value} for name, value in step.read],
    }


def _gate(step: Gate) -> Parts:
    return {
        "on": _day(step.day),
        "condition": _condition(step.condition),
        "each_day": step.daily,
        "holds": step.holds,
    }


# ── the sum and what moved it ───────────────────────────────────────────────────────────────────────────────────


def _counted(step: Counted) -> Parts:
    length = step.length or Duration()
    return {
        "of": step.of,
        "regime": step.regime,
        "levels": list(step.levels),
        "from": counted_from(step),
        "length": _words(step.length),
        "months": length.months,
        "days": length.days,
        "working_days": length.working_days,
        "hours": length.hours,
        "counting": _words(step.counting),
        "before": step.before,
        "to": moment_of(step.gives, step.gives_minute),
        "rounding": rounding_in_words(step) or None,
        "counted": _days(step.counted),
        "closed": _days(step.closed),
        "left_out": [_run(run) for run in step.left_out],
        "states": list(step.states),
        "to_end_of": _words(step.to_end_of),
        **_given(from_end_of=_words(step.from_end_of)),
        "skips": _words(step.skips),
        "clock": _words(step.clock),
        "zone": step.zone or None,
        **_given(calendar=step.calendar),
        "source": _source(step.source),
    }


def _given(**parts: Any) -> Parts:
    """Return what only few steps have: a key that is not given is left out."""
    return {key: each for key, each in parts.items() if each is not None}


def _sum(step: Counted | None) -> Parts | None:
    return None if step is None else _counted(step)


def _placed(step: Placed) -> Parts:
    return {
        "cadence": step.cadence.value,
        "regime": step.regime,
        "levels": list(step.levels),
        "from": _day(step.origin),
        "number": step.number,
        "length": _words(step.length),
        "on": _day(step.day),
        "first_day": _day(step.first),
        "last_day": _day(step.last),
        "to": moment_of(step.last, step.minute),
        "partial": step.partial,
        "months_named": list(step.named),
        "weekday": step.weekday or None,
        "source": _source(step.source),
    }


def _cut_short(step: CutShort) -> Parts:
    return {"to": _day(step.last)}


def _left_out(step: LeftOut) -> Parts:
    return {"changed_on": _day(step.changed)}


def _set_date(step: SetDate) -> Parts:
    return {"id": step.id, "from": _day(step.before), "to": _day(step.day)}


def _skipped(step: Skipped) -> Parts:
    return {
        "id": step.id,
        "states": list(step.states),
        "first_day": _day(step.start),
        "last_day": _day(step.end - 1),
        "whole": step.whole,
        **_given(days_inside=step.days or None, days_in_all=step.of_days or None, percent=step.percent or None),
    }


def _counts(step: Counts) -> Parts:
    standard = step.standard
    return {
        "first_day": _day(standard.first),
        "last_day": _day(standard.last),
        "shared": standard.shared,
        "regimes": [
            {"regime": regime.name, "first_day": _day(first), "last_day": _day(last)}
            for first, last, regime in standard.regimes
        ],
        "closed_runs": [{"first_day": _day(start), "last_day": _day(end - 1)} for start, end in standard.closed],
        "quotas": [_filled(each) for each in step.filled],
    }


def _filled(filled: Filled) -> Parts:
    share, left = isinstance(filled.quota.at_least, Percentage), [each.id for each in filled.before]
    return {
        "id": filled.quota.id,
        "at_least": sum(part.need for part in filled.parts),
        "counted": filled.counted,
        "counted_ids": list(filled.ids),
        "short": filled.short,
        "over": filled.over,
        "filled_on": None if share else _day(filled.met_day),
        **_given(percentage_of=filled.base if share else None, left_over_ids=left or None),
    }


def _window(step: Window) -> Parts:
    return {"number": step.number, "times": step.times, "length": _words(step.length), "left": step.left}


def _changed(step: Changed) -> Parts:
    share = step.share
    return {
        "change": step.what,
        "on": _day(step.day),
        "regime": step.regime,
        "from": _day(step.old),
        "gives": _day(step.new),
        "to": _day(step.after),
        "policy": _words(step.policy),
        "held": [_held(each) for each in step.held],
        "sum": _sum(step.sum),
        "share": None
        if share is None
        else {"left": share.left, "whole": share.whole, "part": str(share.part)}
        | {"length_days": share.length, "days": share.days},
    }


def _suspended(step: Suspended) -> Parts:
    return {
        "id": step.id,
        "state": step.kind,
        "states": list(step.states),
        "first_day": _day(step.start),
        "ended_on": _day(step.end),
        "only_if_inside": step.only_if_inside,
        "effect": _words(step.effect),
        "from": _day(step.before),
        "to": _day(step.after),
        "sum": _sum(step.sum),
    }


def _rolled(step: Rolled) -> Parts:
    return {
        "how": step.how.value,
        "from": _day(step.before),
        "to": _day(step.after),
        "closed": _days(step.closed),
        "kept_at_opening": step.is_opening,
        **_given(calendar=step.calendar),
    }


def _limited(step: Limited) -> Parts:
    limit = step.limit
    return {
        "of": step.of,
        "from": _day(step.day),
        "length": _words(limit.within or limit.before),
        **_given(less=_words(limit.less)),
        "years_field": limit.years_field,
        "years": step.years,
        "at_most": _words(limit.at_most),
        "counting": _words(step.counting),
        "before": limit.before is not None,
        "after_end": limit.after_end,
        "to_end_of": _words(limit.to_end_of),
        **_given(from_end_of=_words(limit.from_end_of)),
        "not_before_last_day_of": limit.not_before_last_day_of,
        "roll": _words(limit.roll),
        **_given(calendar=limit.calendar, not_before=limit.not_before and limit.not_before.isoformat()),
        "to": moment_of(step.gives, step.gives_minute),
        "source": _origin(step.source),
    }


# ── what it came to ─────────────────────────────────────────────────────────────────────────────────────────────


def _governed(step: Governed) -> Parts:
    return {"group": step.group, "governs": step.governs.value, "by": step.by, "to": _day(step.due)}


def _voided(step: Voided) -> Parts:
    return {"by": step.id, "on": _day(step.day)}


def _standing(step: Standing) -> Parts:
    row = step.row
    return {
        "status": row.status.value,
        "as_of": _day(step.as_of),
        "opens": _day(row.opens_day),
        "due": _day(row.due_day),
        "due_at": row.due_at,
        "cautious_due": _day(row.cautious_day),
        "latest": row.latest,
        "may_from": _day(row.earliest_day),
        "met_by": list(row.met_by),
        "met_on": _day(row.met_day),
        "days_late": row.days_late,
        "days_frozen": row.days_frozen,
        "frozen": [_run(run) for run in step.frozen],
        "projected": row.projected,
        "truncated": row.truncated,
        "lacking": list(row.lacking),
    }


def _not_counted(step: NotCounted) -> Parts:
    return {
        "id": step.id,
        "on": _day(step.day),
        "word": step.word or None,
        "why": step.why,
        "names": list(step.names),
        "turns_on": _day(step.on),
    }


# ── spans ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _lasting(step: Lasting) -> Parts:
    extent = step.extent
    by, last = extent.cut or (None, 0)
    return {
        "span": extent.span,
        "key": extent.key,
        "first_day": _day(extent.first),
        "holds_from": _day(extent.holds),
        "last_day": None if extent.indefinite else _day(extent.last),
        "indefinite": extent.indefinite,
        "row": extent.row,
        "lasts": step.lasts.value if isinstance(step.lasts, Term) else _words(step.lasts),
        "halved": extent.halved,
        "order": step.order or None,
        "sum": _sum(step.sum),
        "excluded_days": extent.excluded,
        "changes": [_CHANGES[what](*change) for what, *change in extent.changes],
        "lacking": list(extent.lacking),
        "cautious_last_day": _day(extent.doubtful_last) if extent.lacking else None,
        "cut_by": by,
        "cut_to": _day(last),
        "source": _origin(step.origin),
    }


def _moved(change: str, first: int, end: int = 0, *, id: str | None = None, length: object = None) -> Parts:
    """Return what happened to a period: on a day, or over the days before ``end``."""
    return {
        "change": change,
        "id": id,
        "first_day": _day(first),
        "last_day": _day(end - 1),
        "length": _words(length),
    }


def _shortened(day: int, rule: Shortened) -> Parts:
    by = rule.to is None
    return _moved("shortened by" if by else "shortened to", day, length=rule.by if by else rule.to)


_CHANGES: Mapping[str, Callable[..., Parts]] = {
    "starts": lambda run: _moved("held up", run.start, run.end, id=run.id),
    "reset": lambda id_, day: _moved("starts again", day, id=id_),
    "extended": lambda id_, day, by: _moved("extended by", day, id=id_, length=by),
    "shortened": _shortened,
    "tolled": lambda run: _moved("not counted", run.start, run.end, id=run.id),
}


def _order(step: OrderLife) -> Parts:
    return {
        "id": step.id,
        "order_kind": step.kind,
        "first_day": _day(step.start or 0),
        "last_day": _day(step.last),
        "by": step.by,
        "years": step.years,
        "replaced_by": step.replaced_by or None,
    }


def _together(step: Together) -> Parts:
    return {
        "span": step.span,
        "extents": [_extent(each) for each in step.extents],
        "last_day": None if step.indefinite else _day(step.last),
        "indefinite": step.indefinite,
        "by": step.key,
    }


def _extent(extent: Extent) -> Parts:
    last = None if extent.indefinite else _day(extent.last)
    return {"key": extent.key, "first_day": _day(extent.first), "last_day": last, "indefinite": extent.indefinite}


#: The parts of each kind of step.
PARTS: Mapping[type, Callable[[Any], Parts]] = {
    Duty: _duty,
    Origin: _origin,
    Anchored: _anchored,
    Held: _held,
    Tried: _tried,
    Gate: _gate,
    Counted: _counted,
    Placed: _placed,
    CutShort: _cut_short,
    LeftOut: _left_out,
    SetDate: _set_date,
    Skipped: _skipped,
    Counts: _counts,
    Window: _window,
    Changed: _changed,
    Suspended: _suspended,
    Rolled: _rolled,
    Limited: _limited,
    Governed: _governed,
    Voided: _voided,
    Standing: _standing,
    NotCounted: _not_counted,
    Lasting: _lasting,
    OrderLife: _order,
    Together: _together,
}
