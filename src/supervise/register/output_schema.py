"""The JSON Schema of what the commands write: of each entry, or line."""

from __future__ import annotations

from typing import Any, Final

from supervise.checks import Severity
from supervise.engine.obligation import Status
from supervise.model import register_schema
from supervise.register.comparing import Kind
from supervise.register.explained_schema import EXPLANATION, EXPLANATION_PARTS
from supervise.register.figures import What
from supervise.register.reconciling import Side, Why

__all__ = ["output_schema"]

_Schema = dict[str, Any]

_TEXT: Final[_Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[_Schema] = {"type": ["string", "null"]}
_YES: Final[_Schema] = {"type": "boolean"}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
_DATE: Final[_Schema] = {"type": "string", "format": "date"}
_DATE_OR_NULL: Final[_Schema] = {"type": ["string", "null"], "format": "date"}
_MOMENT: Final[_Schema] = {
    "type": ["string", "null"],
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$",
}
_SHA256: Final[_Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TEXTS: Final[_Schema] = {"type": "array", "items": _TEXT}
_COUNTS: Final[_Schema] = {"type": "object", "additionalProperties": _COUNT}


def _object(properties: _Schema, *, may_lack: tuple[str, ...] = ()) -> _Schema:
    """Return the schema of an object with all of these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in may_lack],
        "additionalProperties": False,
    }


def _list(name: str) -> _Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


_INPUT: Final = _object({"id": _TEXT, "version": _TEXT_OR_NULL, "sha256": _SHA256})
_CALENDAR: Final = _object(
    {
        "id": _TEXT,
        "version": _TEXT_OR_NULL,
        "sha256": _SHA256,
        "covers": {
            "type": "array",
            "items": _DATE,
            "minItems": 2,
            "maxItems": 2,
            "description": "The first and the last day it says anything about.",
        },
    }
)
_REMARK: Final[_Schema] = {
    "file": _TEXT_OR_NULL,
    "line": {"type": ["integer", "null"]},
    "path": {"type": "string", "description": "Empty: the record as a whole."},
    "kind": _TEXT,
    "found": {"type": ["string", "null"], "description": "The kind of the value found, never the value."},
    "hint": _TEXT_OR_NULL,
}
_OBLIGATION: Final = _object(
    {
        "rule": _TEXT,
        "key": {"type": "string", "description": "Id of what it hangs on: the offender, an order, a visit…"},
        "regime": _TEXT_OR_NULL,
        "anchor": _DATE_OR_NULL,
        "opens": _DATE_OR_NULL,
        "due": {**_DATE_OR_NULL, "description": "The last lawful day. Null: there is none, or it is not known."},
        "due_at": {**_MOMENT, "description": "The last minute, local, of a duty in hours."},
        "cautious_due": _DATE_OR_NULL,
        "latest": _MOMENT,
        "status": {"enum": [each.value for each in Status]},
        "met_by": _TEXTS,
        "days_late": _COUNT,
        "days_frozen": {**_COUNT, "description": "Suspended days after the due day; not among `days_late`."},
        "projected": {**_YES, "description": "Assumes that each earlier one is met on its due day."},
        "truncated": {**_YES, "description": "Cut short by a change; held against nobody."},
        "lacking": {**_TEXTS, "description": "Missing facts that would decide."},
        "quotas": {
            "type": "array",
            "items": _object({"id": _TEXT, "counted": _COUNT, "short": _COUNT, "over": _COUNT}),
            "description": "How many events were counted for each quota of a block; of a duty with quotas only.",
        },
    },
    may_lack=("quotas",),
)
_SPAN: Final = _object(
    {
        "span": _TEXT,
        "key": _TEXT,
        "first_day": _DATE_OR_NULL,
        "holds_from": _DATE_OR_NULL,
        "last_day": {**_DATE_OR_NULL, "description": "Null: no known end."},
        "cautious_last_day": _DATE_OR_NULL,
        "indefinite": _YES,
        "lacking": _TEXTS,
    }
)
_WAIVER: Final = _object({"id": _TEXT, "approved_by": _TEXT, "expires_on": _DATE_OR_NULL})
_FLAG: Final = _object(
    {
        "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"},
        "severity": {"enum": [each.value for each in Severity]},
        "rule": _TEXT_OR_NULL,
        "key": _TEXT,
        "since": _DATE_OR_NULL,
        "days_over": {"type": ["integer", "null"]},
        "message": _TEXT,
        "evidence": {
            "type": "array",
            "items": _object({"name": _TEXT, "value": {"type": ["string", "integer", "array", "null"]}}),
        },
        "clears": _TEXT,
        "identity": {"type": "string", "description": "The same as long as it is the same flag."},
        "waiver": {"anyOf": [_WAIVER, {"type": "null"}], "description": "What sets it aside. Null: nothing does."},
    }
)
_ENDED: Final = _object({"met": _COUNT, "met_late": _COUNT, "missed": _COUNT, "truncated": _COUNT})

_BOOK: Final = _object(
    {
        "rulebook": {"$ref": "#/$defs/input"},
        "overlays": _list("input"),
        "calendar": {"anyOf": [{"$ref": "#/$defs/calendar"}, {"type": "null"}]},
        "assumed": {**_COUNT, "description": "Values of the rulebook that no text supports."},
    }
)
_KINDS: Final[_Schema] = {"enum": [each.value for each in Kind]}
_SIDE: Final[_Schema] = {
    "anyOf": [_object({"due": _MOMENT, "status": {"enum": [each.value for each in Status]}}), {"type": "null"}],
    "description": "Null: this book asks for nothing.",
}
_SUM: Final = _object({"due": {**_MOMENT, "type": "string"}, "sum": _TEXTS})
_DAYS_OR_NULL: Final[_Schema] = {"type": ["integer", "null"], "minimum": 0}
_HOURS: Final = {"type": "number", "minimum": 0}

# Of a comparison: the books, each change, and the sums.
_COMPARED: Final[dict[str, _Schema]] = {
    "books": _object(
        {
            "type": {"const": "books"},
            "version": {"type": "string", "description": "Of the library."},
            "a": _BOOK,
            "b": _BOOK,
            "register": _object({"sha256": _SHA256}),
            "as_of": _DATE,
            "known_at": _DATE_OR_NULL,
            "until": {**_DATE, "description": "The last day of the year ahead."},
        }
    ),
    "change": _object(
        {
            "type": {"const": "change"},
            "offender": _TEXT,
            "rule": _TEXT,
            "key": _TEXT,
            "level": _TEXT_OR_NULL,
            "change": _KINDS,
            "days": {"type": ["integer", "null"], "description": "Less than 0: earlier. Null: a side has no date."},
            "overdue": {"enum": ["newly", "no longer", None]},
            "a": _SIDE,
            "b": _SIDE,
        }
    ),
    "comparison": _object(
        {
            "type": {"const": "comparison"},
            "read": _COUNT,
            "reviewed": _COUNT,
            "set_aside": {**_COUNT, "description": "Records; `read` is `reviewed` and these."},
            "incomplete": _COUNT,
            "facts_set_aside": _COUNT,
            "year": {
                "type": "array",
                "items": _object({"rule": _TEXT, "level": _TEXT_OR_NULL, "visit": _YES, "a": _COUNT, "b": _COUNT}),
                "description": "Duties of the police that fall due in the year ahead.",
            },
            "visits": _object({"a": _COUNT, "b": _COUNT}),
            "officer_hours": {"anyOf": [_object({"per_visit": _HOURS, "a": _HOURS, "b": _HOURS}), {"type": "null"}]},
            "changes": {
                "type": "array",
                "items": _object(
                    {
                        "rule": _TEXT,
                        "change": _KINDS,
                        "count": _COUNT,
                        "median_days": _DAYS_OR_NULL,
                        "most_days": _DAYS_OR_NULL,
                    }
                ),
            },
            "newly_overdue": {**_COUNTS, "description": "By rule."},
            "no_longer_overdue": {**_COUNTS, "description": "By rule."},
            "largest": {
                "type": "array",
                "items": _object(
                    {"offender": _TEXT, "rule": _TEXT, "key": _TEXT, "days": {"type": "integer"}, "a": _SUM, "b": _SUM}
                ),
            },
        }
    ),
}

_RECORD: Final = _object(
    {
        "array": _TEXT,
        "id": _TEXT,
        "on": {**_DATE_OR_NULL, "description": "The day it happened or began."},
        "known_on": _DATE,
        "supposed": {**_YES, "description": "It does not say when it was recorded."},
        "days_late": _COUNT,
        "changed": {**_TEXTS, "description": "Names of the fields in which another version differs."},
        "withdrawn": _YES,
    }
)
_STOOD: Final = _object(
    {
        "status": {"enum": [each.value for each in Status]},
        "opens": _DATE_OR_NULL,
        "due": _DATE_OR_NULL,
        "due_at": _MOMENT,
        "cautious_due": _DATE_OR_NULL,
        "latest": _MOMENT,
        "met_by": _TEXTS,
        "lacking": _TEXTS,
        "truncated": _YES,
    }
)
_STRETCH: Final = _object(
    {
        "first_day": _DATE_OR_NULL,
        "holds_from": _DATE_OR_NULL,
        "last_day": {**_DATE_OR_NULL, "description": "Null: no known end."},
    }
)
_RAISED: Final = _object(
    {
        "code": _FLAG["properties"]["code"],
        "severity": _FLAG["properties"]["severity"],
        "rule": _TEXT_OR_NULL,
        "key": _TEXT,
        "since": _DATE_OR_NULL,
        "message": _TEXT,
        "identity": _TEXT,
        "waiver": {**_TEXT_OR_NULL, "description": "The id of the waiver that sets it aside."},
    }
)


def _sides(side: _Schema) -> _Schema:
    """Return the keys of what changed: before, null if there was nothing, and from the day on, null if it is gone."""
    either = {"anyOf": [side, {"type": "null"}]}
    return {"before": either, "after": either}


# Of one offender in hindsight: the head, and each day from which on something reads differently.
_HINDSIGHT: Final[dict[str, _Schema]] = {
    "hindsight": _object(
        {
            "type": {"const": "hindsight"},
            "offender": _TEXT,
            "rulebook": {"$ref": "#/$defs/input"},
            "from": _DATE,
            "until": _DATE,
            "known_at": _DATE_OR_NULL,
            "as_known": {**_YES, "description": "Each day is judged by what had been recorded by then."},
            "incomplete": _YES,
            "records": {"type": "array", "items": _RECORD, "description": "All that was recorded in these days."},
        }
    ),
    "point": _object(
        {
            "type": {"const": "point"},
            "on": _DATE,
            "level": _TEXT_OR_NULL,
            "known": {"type": "array", "items": _RECORD},
            "spans": {"type": "array", "items": _object({"span": _TEXT, "key": _TEXT, **_sides(_STRETCH)})},
            "obligations": {"type": "array", "items": _object({"rule": _TEXT, "key": _TEXT, **_sides(_STOOD)})},
            "flags": {"type": "array", "items": _object(_sides(_RAISED))},
        }
    ),
}

# Of two extracts reconciled: as one object, or line by line.
_SIDES: Final[_Schema] = {"enum": [each.value for each in Side]}
_SIDE_OR_NULL: Final[_Schema] = {"enum": [*(each.value for each in Side), None]}
_WHATS: Final[_Schema] = {"enum": [each.value for each in What]}
_EXTRACT: Final = _object(
    {
        "file": _TEXT,
        "sha256": _SHA256,
        "read": _COUNT,
        "compared": _COUNT,
        "set_aside": {**_COUNT, "description": "Records; `read` is `compared` and these."},
        "incomplete": _COUNT,
        "facts_set_aside": _COUNT,
    }
)
_EXTRACTS: Final[_Schema] = {
    "version": {"type": "string", "description": "Of the library."},
    "as_of": _DATE,
    "a": _EXTRACT,
    "b": _EXTRACT,
    "without": {"type": "array", "items": _WHATS, "description": "What was not compared."},
}
_SUMS: Final[_Schema] = {
    "matched": {**_object({"by_id": _COUNT, "by_same_as": _COUNT}), "description": "People in both."},
    "alone": {
        **_object({each.value: _object({"only_a": _COUNT, "only_b": _COUNT}) for each in Why}),
        "description": "Records in one extract only, by why.",
    },
    "differing": {
        "type": "object",
        "propertyNames": _WHATS,
        "additionalProperties": _object({"both": _COUNT, "only_a": _COUNT, "only_b": _COUNT}),
        "description": "By what: where both say something, A alone, B alone.",
    },
    "people_differing": _COUNT,
}
_PERSON: Final[_Schema] = {
    "id": _TEXT,
    "only_in": _SIDES,
    "why": {"enum": [each.value for each in Why]},
    "level": _TEXT_OR_NULL,
    "ended": {"enum": ["deceased", "transferred_out", None]},
    "since": {**_DATE_OR_NULL, "description": "Since when it has ended."},
    "same_as": {**_TEXTS, "description": "Ids of the other extract that share an id with this one."},
    "linked": {**_TEXTS, "description": "Ids in the other extract only that are linked with this one."},
}
_DIFFERENCE: Final[_Schema] = {
    "a": {"type": "string", "description": "Id of the person in A."},
    "b": {"type": "string", "description": "Id of the person in B."},
    "what": _WHATS,
    "only_in": {**_SIDE_OR_NULL, "description": "Where the other extract says nothing."},
    "value_a": _TEXT_OR_NULL,
    "value_b": _TEXT_OR_NULL,
    "facts_a": _TEXTS,
    "facts_b": _TEXTS,
    "since": {**_DATE_OR_NULL, "description": "The later of the first days of both."},
    "level": {**_TEXT_OR_NULL, "description": "The higher of both."},
    "doubtful": {**_YES, "description": "Facts it is read from were set aside on either side."},
}
_LEFT: Final[_Schema] = {"in": _SIDES, "whole": {**_YES, "description": "The record, not a fact of it."}, **_REMARK}
_RECONCILED: Final[dict[str, _Schema]] = {
    "reconciliation": _object(
        {
            "type": {"const": "reconciliation"},
            **_EXTRACTS,
            **_SUMS,
            "people": {"type": "array", "items": _object(_PERSON)},
            "differences": {"type": "array", "items": _object(_DIFFERENCE)},
            "set_aside": {"type": "array", "items": _object(_LEFT)},
        }
    ),
    "extracts": _object({"type": {"const": "extracts"}, **_EXTRACTS}),
    "person": _object({"type": {"const": "person"}, **_PERSON}),
    "difference": _object({"type": {"const": "difference"}, **_DIFFERENCE}),
    "set_aside": _object({"type": {"const": "set_aside"}, **_LEFT}),
    "sums": _object({"type": {"const": "sums"}, **_SUMS}),
}

_LINES: Final[dict[str, _Schema]] = {
    "run": _object(
        {
            "type": {"const": "run"},
            "version": {"type": "string", "description": "Of the library."},
            "rulebook": {"$ref": "#/$defs/input"},
            "overlays": _list("input"),
            "calendar": {"anyOf": [{"$ref": "#/$defs/calendar"}, {"type": "null"}]},
            "workforce": {"anyOf": [{"$ref": "#/$defs/input"}, {"type": "null"}]},
            "waivers": {"anyOf": [{"$ref": "#/$defs/input"}, {"type": "null"}]},
            "profile": {**_TEXT_OR_NULL, "description": "The part of the checks that was run. Null: all."},
            "plugins": {
                "type": "array",
                "items": _object({"name": _TEXT, "version": _TEXT_OR_NULL}),
                "description": "Modules whose own checks were run beside the library's.",
            },
            "register": _object({"sha256": _SHA256}),
            "as_of": _DATE,
            "known_at": _DATE_OR_NULL,
            "until": {**_DATE, "description": "Of a schedule only."},
            "assumed": {**_COUNT, "description": "Values of the rulebook that no text supports."},
        },
        may_lack=("until",),
    ),
    "review": _object(
        {
            "type": {"const": "review"},
            "offender": _TEXT,
            "incomplete": {**_YES, "description": "Facts were set aside."},
            "stable_until": {**_DATE_OR_NULL, "description": "The first later day on which it reads differently."},
            "obligations": _list("obligation"),
            "counts": {"type": "object", "additionalProperties": _ENDED, "description": "Per rule."},
            "spans": _list("span"),
            "flags": _list("flag"),
            "set_aside": {"type": "array", "items": _object(_REMARK)},
        }
    ),
    "schedule": _object(
        {
            "type": {"const": "schedule"},
            "offender": _TEXT,
            "incomplete": _YES,
            "obligations": _list("obligation"),
            "set_aside": {"type": "array", "items": _object(_REMARK)},
        }
    ),
    "rejected": _object({"type": {"const": "rejected"}, **_REMARK}),
    "flags": _object(
        {
            "type": {"const": "flags"},
            "scope": {"enum": ["officer", "team", "register"]},
            "id": _TEXT_OR_NULL,
            "flags": _list("flag"),
        }
    ),
    "summary": _object(
        {
            "type": {"const": "summary"},
            "read": _COUNT,
            "reviewed": _COUNT,
            "set_aside": {**_COUNT, "description": "Records; `read` is `reviewed` and these."},
            "incomplete": _COUNT,
            "facts_set_aside": _COUNT,
            "statuses": _COUNTS,
            "flags": {**_COUNTS, "description": "By code."},
            "severities": {**_COUNTS, "description": "Flags, those waived too."},
            "waived": {**_COUNTS, "description": "Flags set aside by a waiver, by code; `flags` counts them too."},
            "not_evaluated": {**_COUNTS, "description": "Offenders by the test that could not be made."},
            "checks_not_evaluated": {**_TEXTS, "description": "Codes of checks that want the workforce."},
        }
    ),
}


def output_schema() -> _Schema:
    """Return the JSON Schema (2020-12) that each line of an output satisfies.

    >>> [each["$ref"] for each in output_schema()["oneOf"]][:2]
    ['#/$defs/run', '#/$defs/review']
    """
    entries = {**_LINES, **_COMPARED, **_HINDSIGHT, **_RECONCILED, "explanation": EXPLANATION}
    parts = {"input": _INPUT, "calendar": _CALENDAR, "obligation": _OBLIGATION, "span": _SPAN, "flag": _FLAG}
    return {
        "$schema": register_schema()["$schema"],
        "title": "Line",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in entries],
        "$defs": {**entries, **parts, **EXPLANATION_PARTS},
    }
