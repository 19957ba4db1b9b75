"""The JSON Schema of an explanation: each kind of step with its keys, and what a key means wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from supervise.checks import Severity
from supervise.engine.obligation import Status
from supervise.register.schema_parts import (
    COUNT,
    DATE_OR_NULL,
    MADE,
    MOMENT,
    OF_A_BOOK,
    OF_FEW_BOOKS,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    YES,
    Schema,
    listed,
    whole,
)

__all__ = ["EXPLANATION", "EXPLANATION_PARTS"]

_MAYBE: Final[Schema] = {"type": ["boolean", "null"], "description": "Null: a missing fact would decide."}
_NUMBER: Final[Schema] = {"type": "integer"}
_COUNT_OR_NULL: Final[Schema] = {"type": ["integer", "null"], "minimum": 0}


def _named(schema: Schema, names: str) -> Schema:
    return dict.fromkeys(names.split(), schema)


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _of(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(name: str) -> Schema:
    return {"anyOf": [_of(name), {"type": "null"}]}


# What a key of a step means; the same in every step.
_KEYS: Final[Schema] = {
    **_named(TEXT, "authority cadence clears code confidence duty duty_of governs group how message name"),
    **_named(TEXT, "order_kind part rule span state title way"),
    **_named(
        TEXT_OR_NULL, "by clock condition counting field lasts length not_before_last_day_of replaced_by roll skips"
    ),
    **_named(TEXT_OR_NULL, "to_end_of where word years_field zone at_most effect policy weekday order"),
    **_named(TEXTS, "counted_ids derived instead made_of met_by months_named names spans states"),
    **_named(YES, "chosen each_day indefinite kept_at_opening must only_if_inside partial shared truncated whole"),
    **_named(COUNT, "days months number over short times"),
    **_named(_COUNT_OR_NULL, "hours working_days years"),
    **_named(DATE_OR_NULL, "changed_on cautious_due cut_to due ended_on holds_from may_from met_on moved_from"),
    **_named(DATE_OR_NULL, "on opens since"),
    "after_end": _said(YES, "The day after the last day of the length."),
    "amendments": listed("amendment"),
    "as_of": DATE_OR_NULL,
    "assumed": _said(YES, "A default of the library that no text supports."),
    "at_least": COUNT,
    "before": _said(YES, "The length is counted back."),
    "calendar": _said(TEXT, "The closed days that a rule names. Left out: those of the rulebook."),
    "cautious_last_day": _said(DATE_OR_NULL, "The earliest last day while a fact that decides is missing."),
    "change": TEXT,
    "changes": listed("change_of_length"),
    "closed": _said({"type": "array", "items": DATE_OR_NULL}, "Closed days passed over."),
    "closed_runs": listed("days"),
    "counted": _said({"type": "array", "items": DATE_OR_NULL}, "The working days counted."),
    "cut_by": TEXT_OR_NULL,
    "days_frozen": _said(COUNT, "Suspended days after the due day; not among `days_late`."),
    "days_late": COUNT,
    "days_over": {"type": ["integer", "null"]},
    "due_at": _said(MOMENT, "The last minute, local, of a duty in hours."),
    "evidence": {
        "type": "array",
        "items": whole({"name": TEXT, "value": {"type": ["string", "integer", "array", "null"]}}),
    },
    "excluded_days": COUNT,
    "extents": listed("extent"),
    "first_day": DATE_OR_NULL,
    "followed": _said(YES, "False: another of its kind was set aside, and may be the one that held."),
    "from": _said(MOMENT, "What the step starts from: a day, a minute of hours, or the date that was pending."),
    "frozen": listed("run_of_days"),
    "days_inside": _said(COUNT, "How many of `days_in_all` lie in this run; left out where no part is enough."),
    "days_in_all": COUNT,
    "percent": _said(COUNT, "How many in a hundred of `days_in_all`, in all runs, are enough for it to be skipped."),
    "within": _said(TEXT, "The time in which those of `made_of`, by their due days, were missed. Left out: any."),
    "from_end_of": _said(TEXT, "The period of the calendar from whose end it is counted. Left out: from its day."),
    "gives": _said(DATE_OR_NULL, "What the new regime gives."),
    "less": _said(TEXT, "The days taken off what the length gives. Left out: none."),
    "halved": {"type": ["boolean", "null"]},
    "held": {"type": "array", "items": _of("held")},
    "holds": _MAYBE,
    "id": _said(TEXT_OR_NULL, "Of the fact. Null: none is meant."),
    "identity": TEXT,
    "key": _said(TEXT, "Id of what it hangs on."),
    "lacking": _said(TEXTS, "Missing facts that would decide, or the `calendar`."),
    "last_day": _said(DATE_OR_NULL, "Inside. Null: no known end."),
    "latest": MOMENT,
    "left": _said(YES, "The window begins after an event that it holds no more."),
    "left_out": _said(listed("run_of_days"), "Days that are not counted."),
    "levels": _said(TEXTS, "Whose length it is, where no level is known."),
    "not_before": _said(DATE_OR_NULL, "The day from which the law permits it. Left out: any."),
    "of": _said(TEXT, "What it is the sum, the limit or the source of."),
    "projected": _said(YES, "Assumes that each earlier one is met on its due day."),
    "quotas": listed("quota"),
    "read": {"type": "array", "items": whole({"name": TEXT, "value": TEXT})},
    "regime": _said(TEXT, "Empty: it has no name."),
    "regimes": listed("share_of_block"),
    "rounding": _said(TEXT_OR_NULL, "Which day the month reached lacks. Null: nothing was rounded."),
    "row": _said(TEXT, "Of the table of lengths."),
    "severity": {"enum": [each.value for each in Severity]},
    "share": _or_null("share"),
    "source": _or_null("source"),
    "status": {"enum": [each.value for each in Status]},
    "sum": _or_null("sum"),
    "to": _said(MOMENT, "What the step gives. Null: nothing, nothing known, or no known end."),
    "turns_on": _said(DATE_OR_NULL, "The day the reason turns on: recorded, opened or ended."),
    "value": _said(TEXT_OR_NULL, "In the words of the register."),
    "waiver": _or_null("waived_by"),
    "why": {
        "enum": [
            "withdrawn", "not known", "no date", "kind", "failed", "window", "ended", "future", "early", "used",
            "around", "closed", "second",
        ],
    },
}  # fmt: skip

# What a flag may lack, and a step may not.
_OF_FLAGS: Final[Schema] = {"rule": TEXT_OR_NULL}


# What a step has only where a rule names closed days of its own, counts from the end of a period, takes days off, waits
# for a law, asks for so many that were missed, or skips what lies in a state in part.
_WHERE_NAMED: Final = (
    "calendar",
    "from_end_of",
    "less",
    "not_before",
    "within",
    "days_inside",
    "days_in_all",
    "percent",
)


def _keys(names: str, **other: Schema) -> Schema:
    return {name: other.get(name) or _KEYS[name] for name in names.split()}


_SUM: Final = (
    "of regime levels from length months days working_days hours counting before to rounding counted closed left_out "
    "states to_end_of from_end_of skips clock zone calendar source"
)
_HELD: Final = "name on value since id followed"
_SOURCE: Final = "of authority source title where confidence assumed"

# The keys of each kind of step beside its kind and its words, in the order in which they are written.
_STEPS: Final[dict[str, Schema]] = {
    "occurrence": _keys("rule part key duty duty_of must number spans states last_day amendments"),
    "source": _keys(_SOURCE, source=_said(TEXT, "Its id in the rulebook.")),
    "anchor": _keys("on id way names field instead derived made_of moved_from within"),
    "in_force": _keys(_HELD),
    "regime": _keys("regime condition holds chosen read"),
    "sum": _keys(_SUM),
    "placed": _keys(
        "cadence regime levels from number length on first_day last_day to partial months_named weekday source"
    ),
    "cut_short": _keys("to"),
    "left_out": _keys("changed_on"),
    "set_date": _keys("id from to"),
    "skipped": _keys("id states first_day last_day whole days_inside days_in_all percent"),
    "quotas": _keys("first_day last_day shared regimes closed_runs quotas"),
    "window": _keys("number times length left"),
    "changed": _keys("change on regime from gives to policy held sum share"),
    "suspended": _keys("id state states first_day ended_on only_if_inside effect from to sum"),
    "moved": _keys("how from to closed kept_at_opening calendar"),
    "limit": _keys(
        "of from length less years_field years at_most counting before after_end to_end_of from_end_of "
        "not_before_last_day_of roll calendar not_before to source"
    ),
    "condition": _keys("on condition each_day holds"),
    "void": _keys("by on"),
    "governed": _keys("group governs by to"),
    "standing": _keys(
        "status as_of opens due due_at cautious_due latest may_from met_by met_on days_late days_frozen frozen "
        "projected truncated lacking"
    ),
    "did_not_count": _keys("id on word why names turns_on"),
    "lasting": _keys(
        "span key first_day holds_from last_day indefinite row lasts halved order sum excluded_days changes lacking "
        "cautious_last_day cut_by cut_to source"
    ),
    "order": _keys("id order_kind first_day last_day by years replaced_by"),
    "together": _keys("span extents last_day indefinite by"),
    "flag": _keys("code severity rule key message since days_over evidence clears identity waiver", **_OF_FLAGS),
    "nothing": {},
}


def _step(kind: str, keys: Schema) -> Schema:
    return whole({"kind": {"const": kind}, "words": TEXTS, **keys}, may_lack=_WHERE_NAMED)


def _one_of(names: Iterable[str]) -> Schema:
    return {"oneOf": [_of(name) for name in names]}


#: An explanation, the only entry of its output.
EXPLANATION: Final = whole(
    {
        "type": {"const": "explanation"},
        "says": _said(TEXT, "What it is, and what it is not."),
        "offender": TEXT,
        "as_of": {"type": "string", "format": "date"},
        "known_at": DATE_OR_NULL,
        **MADE,
        "set_aside": _said(COUNT, "Facts that could not be read."),
        "another_record": _said(
            YES, "Another record of this id was set aside: facts may be lacking, or those of two people mixed."
        ),
        "passages": listed("passage"),
    },
    # Whoever calls `explain` knows it; the function itself does not.
    may_lack=(*OF_FEW_BOOKS, *(name for name in MADE if name not in OF_A_BOOK)),
)

#: What it is made of.
EXPLANATION_PARTS: Final[dict[str, Schema]] = {
    "passage": whole(
        {
            "kind": {"enum": ["occurrence", "span", "flag", "nothing"]},
            "about": _said(TEXT, "The rule, the span, the code of the flag; without a duty, the offender."),
            "key": _said(TEXT_OR_NULL, "Id of what it hangs on."),
            "title": TEXT,
            "steps": listed("step"),
            "under": _said(listed("passage"), "Of a flag: the occurrences it hangs on."),
        }
    ),
    "step": _one_of(f"step_{kind}" for kind in _STEPS),
    **{f"step_{kind}": _step(kind, keys) for kind, keys in _STEPS.items()},
    "sum": whole(_STEPS["sum"], may_lack=_WHERE_NAMED),
    "held": whole(_STEPS["in_force"]),
    "source": whole(_STEPS["source"]),
    "days": whole({"first_day": DATE_OR_NULL, "last_day": DATE_OR_NULL}),
    "run_of_days": whole(_keys("id first_day last_day")),
    "change_of_length": whole(_keys("change id first_day last_day length")),
    "extent": whole(_keys("key first_day last_day indefinite")),
    "amendment": whole(_named(TEXT, "overlay path before after approved_by")),
    "quota": whole(
        _keys(
            "id at_least counted counted_ids short over filled_on percentage_of left_over_ids",
            counted=COUNT,
            filled_on=DATE_OR_NULL,
            percentage_of=_said(COUNT, "The events of which a percentage is asked for. Left out: a number is."),
            left_over_ids=_said(TEXTS, "What the block before had beyond what it asked for. Left out: nothing."),
        ),
        may_lack=("percentage_of", "left_over_ids"),
    ),
    "share_of_block": whole(_keys("regime first_day last_day")),
    "share": whole(
        {
            "left": COUNT,
            "whole": COUNT,
            "part": _said(TEXT, "A fraction, as 1/2, of an interval."),
            "length_days": COUNT,
            "days": COUNT,
        }
    ),
    "waived_by": whole({**_named(TEXT, "id made_by approved_by"), **_named(DATE_OR_NULL, "made_on expires_on")}),
}
