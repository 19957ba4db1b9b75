"""The JSON Schema of an explanation: each kind of step with its keys, and what a key means wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from supervise.checks import Severity
from supervise.engine.obligation import Status

__all__ = ["EXPLANATION", "EXPLANATION_PARTS"]

_Schema = dict[str, Any]

_TEXT: Final[_Schema] = {"type": "string"}
_WORD: Final[_Schema] = {"type": ["string", "null"]}
_TEXTS: Final[_Schema] = {"type": "array", "items": _TEXT}
_YES: Final[_Schema] = {"type": "boolean"}
_MAYBE: Final[_Schema] = {"type": ["boolean", "null"], "description": "Null: a missing fact would decide."}
_NUMBER: Final[_Schema] = {"type": "integer"}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL: Final[_Schema] = {"type": ["integer", "null"], "minimum": 0}
_DAY: Final[_Schema] = {"type": ["string", "null"], "format": "date"}
_MOMENT: Final[_Schema] = {
    "type": ["string", "null"],
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$",
}
_SHA256: Final[_Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _object(properties: _Schema) -> _Schema:
    """Return the schema of an object with all of these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _named(schema: _Schema, names: str) -> _Schema:
    return dict.fromkeys(names.split(), schema)


def _said(schema: _Schema, description: str) -> _Schema:
    return {**schema, "description": description}


def _of(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(name: str) -> _Schema:
    return {"type": "array", "items": _of(name)}


def _or_null(name: str) -> _Schema:
    return {"anyOf": [_of(name), {"type": "null"}]}


# What a key of a step means; the same in every step.
_KEYS: Final[_Schema] = {
    **_named(_TEXT, "authority cadence clears code confidence duty duty_of governs group how message name"),
    **_named(_TEXT, "order_kind part rule span state title way"),
    **_named(_WORD, "by clock condition counting field lasts length not_before_last_day_of roll skips to_end_of"),
    **_named(_WORD, "where word years_field zone at_most effect policy weekday order"),
    **_named(_TEXTS, "counted_ids derived instead made_of met_by months_named names spans states"),
    **_named(_YES, "chosen each_day indefinite kept_at_opening must only_if_inside partial shared truncated whole"),
    **_named(_COUNT, "days months number over short times"),
    **_named(_COUNT_OR_NULL, "hours working_days years"),
    **_named(_DAY, "changed_on cautious_due cut_to due ended_on holds_from may_from met_on moved_from on opens since"),
    "after_end": _said(_YES, "The day after the last day of the length."),
    "amendments": _list("amendment"),
    "as_of": _DAY,
    "assumed": _said(_YES, "A default of the library that no text supports."),
    "at_least": _COUNT,
    "before": _said(_YES, "The length is counted back."),
    "cautious_last_day": _said(_DAY, "The earliest last day while a fact that decides is missing."),
    "change": _TEXT,
    "changes": _list("change_of_length"),
    "closed": _said({"type": "array", "items": _DAY}, "Closed days passed over."),
    "closed_runs": _list("days"),
    "counted": _said({"type": "array", "items": _DAY}, "The working days counted."),
    "cut_by": _WORD,
    "days_frozen": _said(_COUNT, "Suspended days after the due day; not among `days_late`."),
    "days_late": _COUNT,
    "days_over": {"type": ["integer", "null"]},
    "due_at": _said(_MOMENT, "The last minute, local, of a duty in hours."),
    "evidence": {
        "type": "array",
        "items": _object({"name": _TEXT, "value": {"type": ["string", "integer", "array", "null"]}}),
    },
    "excluded_days": _COUNT,
    "extents": _list("extent"),
    "first_day": _DAY,
    "from": _said(_MOMENT, "What the step starts from: a day, a minute of hours, or the date that was pending."),
    "frozen": _list("run_of_days"),
    "gives": _said(_DAY, "What the new regime gives."),
    "halved": {"type": ["boolean", "null"]},
    "held": {"type": "array", "items": _of("held")},
    "holds": _MAYBE,
    "id": _said(_WORD, "Of the fact. Null: none is meant."),
    "identity": _TEXT,
    "key": _said(_TEXT, "Id of what it hangs on."),
    "lacking": _said(_TEXTS, "Missing facts that would decide."),
    "last_day": _said(_DAY, "Inside. Null: no known end."),
    "latest": _MOMENT,
    "left": _said(_YES, "The window begins after an event that it holds no more."),
    "left_out": _said(_list("run_of_days"), "Days that are not counted."),
    "levels": _said(_TEXTS, "Whose length it is, where no level is known."),
    "of": _said(_TEXT, "What it is the sum, the limit or the source of."),
    "projected": _said(_YES, "Assumes that each earlier one is met on its due day."),
    "quotas": _list("quota"),
    "read": {"type": "array", "items": _object({"name": _TEXT, "value": _TEXT})},
    "regime": _said(_TEXT, "Empty: it has no name."),
    "regimes": _list("share_of_block"),
    "rounding": _said(_WORD, "Which day the month reached lacks. Null: nothing was rounded."),
    "row": _said(_TEXT, "Of the table of lengths."),
    "severity": {"enum": [each.value for each in Severity]},
    "share": _or_null("share"),
    "source": _or_null("source"),
    "status": {"enum": [each.value for each in Status]},
    "sum": _or_null("sum"),
    "to": _said(_MOMENT, "What the step gives. Null: nothing, nothing known, or no known end."),
    "turns_on": _said(_DAY, "The day the reason turns on: recorded, opened or ended."),
    "value": _said(_WORD, "In the words of the register."),
    "waiver": _or_null("waived_by"),
    "why": {
        "enum": [
            "withdrawn", "not known", "no date", "kind", "failed", "window", "ended", "future", "early", "used",
            "around", "closed", "second",
        ],
    },
}  # fmt: skip

# What a flag may lack, and a step may not.
_OF_FLAGS: Final[_Schema] = {"rule": _WORD}


def _keys(names: str, **other: _Schema) -> _Schema:
    return {name: other.get(name) or _KEYS[name] for name in names.split()}


_SUM: Final = (
    "of regime levels from length months days working_days hours counting before to rounding counted closed left_out "
    "states to_end_of skips clock zone source"
)
_HELD: Final = "name on value since id"
_SOURCE: Final = "of authority source title where confidence assumed"

# The keys of each kind of step beside its kind and its words, in the order in which they are written.
_STEPS: Final[dict[str, _Schema]] = {
    "occurrence": _keys("rule part key duty duty_of must number spans last_day amendments"),
    "source": _keys(_SOURCE, source=_said(_TEXT, "Its id in the rulebook.")),
    "anchor": _keys("on id way names field instead derived made_of moved_from"),
    "in_force": _keys(_HELD),
    "regime": _keys("regime condition holds chosen read"),
    "sum": _keys(_SUM),
    "placed": _keys(
        "cadence regime levels from number length on first_day last_day to partial months_named weekday source"
    ),
    "cut_short": _keys("to"),
    "left_out": _keys("changed_on"),
    "set_date": _keys("id from to"),
    "skipped": _keys("id states first_day last_day whole"),
    "quotas": _keys("first_day last_day shared regimes closed_runs quotas"),
    "window": _keys("number times length left"),
    "changed": _keys("change on regime from gives to policy held sum share"),
    "suspended": _keys("id state states first_day ended_on only_if_inside effect from to sum"),
    "moved": _keys("how from to closed kept_at_opening"),
    "limit": _keys(
        "of from length years_field years at_most counting before after_end to_end_of not_before_last_day_of "
        "roll to source"
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
    "order": _keys("id order_kind first_day last_day by years"),
    "together": _keys("span extents last_day indefinite by"),
    "flag": _keys("code severity rule key message since days_over evidence clears identity waiver", **_OF_FLAGS),
    "nothing": {},
}


def _step(kind: str, keys: _Schema) -> _Schema:
    return _object({"kind": {"const": kind}, "words": _TEXTS, **keys})


def _one_of(names: Iterable[str]) -> _Schema:
    return {"oneOf": [_of(name) for name in names]}


#: An explanation, the only entry of its output.
EXPLANATION: Final = _object(
    {
        "type": {"const": "explanation"},
        "says": _said(_TEXT, "What it is, and what it is not."),
        "offender": _TEXT,
        "as_of": {"type": "string", "format": "date"},
        "known_at": _DAY,
        "rulebook": _of("input"),
        "overlays": _said(_TEXTS, "Ids of those that amended the rulebook; its hash covers them."),
        "calendar": _or_null("calendar"),
        "assumed": _said(_COUNT, "Values of the rulebook that no text supports."),
        "set_aside": _said(_COUNT, "Facts that could not be read."),
        "passages": _list("passage"),
    }
)

#: What it is made of.
EXPLANATION_PARTS: Final[dict[str, _Schema]] = {
    "passage": _object(
        {
            "kind": {"enum": ["occurrence", "span", "flag", "nothing"]},
            "about": _said(_TEXT, "The rule, the span, or the code of the flag."),
            "key": _said(_WORD, "Id of what it hangs on."),
            "title": _TEXT,
            "steps": _list("step"),
            "under": _said(_list("passage"), "Of a flag: the occurrences it hangs on."),
        }
    ),
    "step": _one_of(f"step_{kind}" for kind in _STEPS),
    **{f"step_{kind}": _step(kind, keys) for kind, keys in _STEPS.items()},
    "sum": _object(_STEPS["sum"]),
    "held": _object(_STEPS["in_force"]),
    "source": _object(_STEPS["source"]),
    "days": _object({"first_day": _DAY, "last_day": _DAY}),
    "run_of_days": _object(_keys("id first_day last_day")),
    "change_of_length": _object(_keys("change id first_day last_day length")),
    "extent": _object(_keys("key first_day last_day indefinite")),
    "amendment": _object(_named(_TEXT, "overlay path before after approved_by")),
    "quota": _object(_keys("id at_least counted counted_ids short over filled_on", counted=_COUNT, filled_on=_DAY)),
    "share_of_block": _object(_keys("regime first_day last_day")),
    "share": _object(
        {
            "left": _COUNT,
            "whole": _COUNT,
            "part": _said(_TEXT, "A fraction, as 1/2, of an interval."),
            "length_days": _COUNT,
            "days": _COUNT,
        }
    ),
    "waived_by": _object({**_named(_TEXT, "id made_by approved_by"), **_named(_DAY, "made_on expires_on")}),
}
