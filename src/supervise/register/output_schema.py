"""The JSON Schema of what the commands write: of each entry, or line."""

from __future__ import annotations

from typing import Final

from supervise.checks import Severity
from supervise.engine.obligation import Status
from supervise.model import register_schema
from supervise.register.comparing import Kind
from supervise.register.explained_schema import EXPLANATION, EXPLANATION_PARTS
from supervise.register.figures import What
from supervise.register.nightly_schema import NIGHTLY, NIGHTLY_PARTS
from supervise.register.reconciling import Side, Why
from supervise.register.schema_parts import (
    COUNT,
    COUNTS,
    DATE,
    DATE_OR_NULL,
    MADE,
    MOMENT,
    OF_A_BOOK,
    OF_FEW_BOOKS,
    SHA256,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    YES,
    Schema,
    listed,
    whole,
)

__all__ = ["output_schema"]

_INPUT: Final = whole({"id": TEXT, "version": TEXT_OR_NULL, "sha256": SHA256})
_CALENDAR: Final = whole(
    {
        "id": TEXT,
        "version": TEXT_OR_NULL,
        "sha256": SHA256,
        "covers": {
            "type": "array",
            "items": DATE,
            "minItems": 2,
            "maxItems": 2,
            "description": "The first and the last day it says anything about.",
        },
    }
)
_REMARK: Final[Schema] = {
    "file": TEXT_OR_NULL,
    "line": {"type": ["integer", "null"]},
    "path": {"type": "string", "description": "Empty: the record as a whole."},
    "kind": TEXT,
    "found": {"type": ["string", "null"], "description": "The kind of the value found, never the value."},
    "hint": TEXT_OR_NULL,
}
_OBLIGATION: Final = whole(
    {
        "rule": TEXT,
        "key": {"type": "string", "description": "Id of what it hangs on: the offender, an order, a visit…"},
        "regime": TEXT_OR_NULL,
        "anchor": DATE_OR_NULL,
        "opens": DATE_OR_NULL,
        "due": {**DATE_OR_NULL, "description": "The last lawful day. Null: there is none, or it is not known."},
        "due_at": {**MOMENT, "description": "The last minute, local, of a duty in hours."},
        "cautious_due": DATE_OR_NULL,
        "latest": MOMENT,
        "status": {"enum": [each.value for each in Status]},
        "met_by": TEXTS,
        "days_late": COUNT,
        "days_frozen": {**COUNT, "description": "Suspended days after the due day; not among `days_late`."},
        "projected": {**YES, "description": "Assumes that each earlier one is met on its due day."},
        "truncated": {**YES, "description": "Cut short by a change; held against nobody."},
        "lacking": {**TEXTS, "description": "Missing facts that would decide, or the `calendar`."},
        "quotas": {
            "type": "array",
            "items": whole({"id": TEXT, "counted": COUNT, "short": COUNT, "over": COUNT}),
            "description": "How many events were counted for each quota of a block; of a duty with quotas only.",
        },
    },
    may_lack=("quotas",),
)
_SPAN: Final = whole(
    {
        "span": TEXT,
        "key": TEXT,
        "first_day": DATE_OR_NULL,
        "holds_from": DATE_OR_NULL,
        "last_day": {**DATE_OR_NULL, "description": "Null: no known end."},
        "cautious_last_day": DATE_OR_NULL,
        "indefinite": YES,
        "lacking": TEXTS,
    }
)
_WAIVER: Final = whole({"id": TEXT, "approved_by": TEXT, "expires_on": DATE_OR_NULL})
_FLAG: Final = whole(
    {
        "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"},
        "severity": {"enum": [each.value for each in Severity]},
        "rule": TEXT_OR_NULL,
        "key": TEXT,
        "since": DATE_OR_NULL,
        "days_over": {"type": ["integer", "null"]},
        "message": TEXT,
        "evidence": {
            "type": "array",
            "items": whole({"name": TEXT, "value": {"type": ["string", "integer", "array", "null"]}}),
        },
        "clears": TEXT,
        "identity": {"type": "string", "description": "The same as long as it is the same flag."},
        "waiver": {"anyOf": [_WAIVER, {"type": "null"}], "description": "What sets it aside. Null: nothing does."},
    }
)
_ENDED: Final = whole({"met": COUNT, "met_late": COUNT, "missed": COUNT, "truncated": COUNT})

_BOOK: Final = whole(OF_A_BOOK, may_lack=OF_FEW_BOOKS)
_KINDS: Final[Schema] = {"enum": [each.value for each in Kind]}
_SIDE: Final[Schema] = {
    "anyOf": [whole({"due": MOMENT, "status": {"enum": [each.value for each in Status]}}), {"type": "null"}],
    "description": "Null: this book asks for nothing.",
}
_SUM: Final = whole({"due": {**MOMENT, "type": "string"}, "sum": TEXTS})
_DAYS_OR_NULL: Final[Schema] = {"type": ["integer", "null"], "minimum": 0}
_HOURS: Final = {"type": "number", "minimum": 0}

# Of a comparison: the books, each change, and the sums.
_COMPARED: Final[dict[str, Schema]] = {
    "books": whole(
        {
            "type": {"const": "books"},
            "version": {"type": "string", "description": "Of the library."},
            "a": _BOOK,
            "b": _BOOK,
            "register": whole({"sha256": SHA256}),
            "as_of": DATE,
            "known_at": DATE_OR_NULL,
            "until": {**DATE, "description": "The last day of the year ahead."},
        }
    ),
    "change": whole(
        {
            "type": {"const": "change"},
            "offender": TEXT,
            "rule": TEXT,
            "key": TEXT,
            "level": TEXT_OR_NULL,
            "change": _KINDS,
            "days": {"type": ["integer", "null"], "description": "Less than 0: earlier. Null: a side has no date."},
            "overdue": {"enum": ["newly", "no longer", None]},
            "a": _SIDE,
            "b": _SIDE,
        }
    ),
    "comparison": whole(
        {
            "type": {"const": "comparison"},
            "read": COUNT,
            "reviewed": COUNT,
            "set_aside": {**COUNT, "description": "Records; `read` is `reviewed` and these."},
            "incomplete": COUNT,
            "facts_set_aside": COUNT,
            "year": {
                "type": "array",
                "items": whole({"rule": TEXT, "level": TEXT_OR_NULL, "visit": YES, "a": COUNT, "b": COUNT}),
                "description": "Duties of the police, or else of another body, that fall due in the year ahead.",
            },
            "visits": whole({"a": COUNT, "b": COUNT}),
            "officer_hours": {"anyOf": [whole({"per_visit": _HOURS, "a": _HOURS, "b": _HOURS}), {"type": "null"}]},
            "changes": {
                "type": "array",
                "items": whole(
                    {
                        "rule": TEXT,
                        "change": _KINDS,
                        "count": COUNT,
                        "median_days": _DAYS_OR_NULL,
                        "most_days": _DAYS_OR_NULL,
                    }
                ),
            },
            "newly_overdue": {**COUNTS, "description": "By rule."},
            "no_longer_overdue": {**COUNTS, "description": "By rule."},
            "largest": {
                "type": "array",
                "items": whole(
                    {"offender": TEXT, "rule": TEXT, "key": TEXT, "days": {"type": "integer"}, "a": _SUM, "b": _SUM}
                ),
            },
        }
    ),
}

_RECORD: Final = whole(
    {
        "array": TEXT,
        "id": TEXT,
        "on": {**DATE_OR_NULL, "description": "The day it happened or began."},
        "known_on": DATE,
        "supposed": {**YES, "description": "It does not say when it was recorded."},
        "days_late": COUNT,
        "changed": {**TEXTS, "description": "Names of the fields in which another version differs."},
        "withdrawn": YES,
    }
)
_STOOD: Final = whole(
    {
        "status": {"enum": [each.value for each in Status]},
        "opens": DATE_OR_NULL,
        "due": DATE_OR_NULL,
        "due_at": MOMENT,
        "cautious_due": DATE_OR_NULL,
        "latest": MOMENT,
        "met_by": TEXTS,
        "lacking": TEXTS,
        "truncated": YES,
    }
)
_STRETCH: Final = whole(
    {
        "first_day": DATE_OR_NULL,
        "holds_from": DATE_OR_NULL,
        "last_day": {**DATE_OR_NULL, "description": "Null: no known end."},
    }
)
_RAISED: Final = whole(
    {
        "code": _FLAG["properties"]["code"],
        "severity": _FLAG["properties"]["severity"],
        "rule": TEXT_OR_NULL,
        "key": TEXT,
        "since": DATE_OR_NULL,
        "message": TEXT,
        "identity": TEXT,
        "waiver": {**TEXT_OR_NULL, "description": "The id of the waiver that sets it aside."},
    }
)


def _sides(side: Schema) -> Schema:
    """Return the keys of what changed: before, null if there was nothing, and from the day on, null if it is gone."""
    either = {"anyOf": [side, {"type": "null"}]}
    return {"before": either, "after": either}


# Of one offender in hindsight: the head, and each day from which on something reads differently.
_HINDSIGHT: Final[dict[str, Schema]] = {
    "hindsight": whole(
        {
            "type": {"const": "hindsight"},
            "offender": TEXT,
            **MADE,
            "from": DATE,
            "until": DATE,
            "known_at": DATE_OR_NULL,
            "as_known": {**YES, "description": "Each day is judged by what had been recorded by then."},
            "incomplete": YES,
            "records": {"type": "array", "items": _RECORD, "description": "All that was recorded in these days."},
        },
        may_lack=OF_FEW_BOOKS,
    ),
    "point": whole(
        {
            "type": {"const": "point"},
            "on": DATE,
            "level": TEXT_OR_NULL,
            "known": {"type": "array", "items": _RECORD},
            "spans": {"type": "array", "items": whole({"span": TEXT, "key": TEXT, **_sides(_STRETCH)})},
            "obligations": {"type": "array", "items": whole({"rule": TEXT, "key": TEXT, **_sides(_STOOD)})},
            "flags": {"type": "array", "items": whole(_sides(_RAISED))},
        }
    ),
}

# Of two extracts reconciled: as one object, or line by line.
_SIDES: Final[Schema] = {"enum": [each.value for each in Side]}
_SIDE_OR_NULL: Final[Schema] = {"enum": [*(each.value for each in Side), None]}
_WHATS: Final[Schema] = {"enum": [each.value for each in What]}
_EXTRACT: Final = whole(
    {
        "file": TEXT,
        "sha256": SHA256,
        "read": COUNT,
        "compared": COUNT,
        "set_aside": {**COUNT, "description": "Records; `read` is `compared` and these."},
        "incomplete": COUNT,
        "facts_set_aside": COUNT,
    }
)
_EXTRACTS: Final[Schema] = {
    "version": {"type": "string", "description": "Of the library."},
    "as_of": DATE,
    "a": _EXTRACT,
    "b": _EXTRACT,
    "without": {"type": "array", "items": _WHATS, "description": "What was not compared."},
}
_SUMS: Final[Schema] = {
    "matched": {**whole({"by_id": COUNT, "by_same_as": COUNT}), "description": "People in both."},
    "alone": {
        **whole({each.value: whole({"only_a": COUNT, "only_b": COUNT}) for each in Why}),
        "description": "Records in one extract only, by why.",
    },
    "differing": {
        "type": "object",
        "propertyNames": _WHATS,
        "additionalProperties": whole({"both": COUNT, "only_a": COUNT, "only_b": COUNT}),
        "description": "By what: where both say something, A alone, B alone.",
    },
    "people_differing": COUNT,
}
_PERSON: Final[Schema] = {
    "id": TEXT,
    "only_in": _SIDES,
    "why": {"enum": [each.value for each in Why]},
    "level": TEXT_OR_NULL,
    "ended": {"enum": ["deceased", "transferred_out", None]},
    "since": {**DATE_OR_NULL, "description": "Since when it has ended."},
    "same_as": {**TEXTS, "description": "Ids of the other extract that share an id with this one."},
    "linked": {**TEXTS, "description": "Ids in the other extract only that are linked with this one."},
}
_DIFFERENCE: Final[Schema] = {
    "a": {"type": "string", "description": "Id of the person in A."},
    "b": {"type": "string", "description": "Id of the person in B."},
    "what": _WHATS,
    "only_in": {**_SIDE_OR_NULL, "description": "Where the other extract says nothing."},
    "value_a": TEXT_OR_NULL,
    "value_b": TEXT_OR_NULL,
    "facts_a": TEXTS,
    "facts_b": TEXTS,
    "since": {**DATE_OR_NULL, "description": "The later of the first days of both."},
    "level": {**TEXT_OR_NULL, "description": "The higher of both."},
    "doubtful": {**YES, "description": "Facts it is read from were set aside on either side."},
}
_LEFT: Final[Schema] = {"in": _SIDES, "whole": {**YES, "description": "The record, not a fact of it."}, **_REMARK}
_RECONCILED: Final[dict[str, Schema]] = {
    "reconciliation": whole(
        {
            "type": {"const": "reconciliation"},
            **_EXTRACTS,
            **_SUMS,
            "people": {"type": "array", "items": whole(_PERSON)},
            "differences": {"type": "array", "items": whole(_DIFFERENCE)},
            "set_aside": {"type": "array", "items": whole(_LEFT)},
        }
    ),
    "extracts": whole({"type": {"const": "extracts"}, **_EXTRACTS}),
    "person": whole({"type": {"const": "person"}, **_PERSON}),
    "difference": whole({"type": {"const": "difference"}, **_DIFFERENCE}),
    "set_aside": whole({"type": {"const": "set_aside"}, **_LEFT}),
    "sums": whole({"type": {"const": "sums"}, **_SUMS}),
}

_LINES: Final[dict[str, Schema]] = {
    "run": whole(
        {
            "type": {"const": "run"},
            **MADE,
            "as_of": DATE,
            "known_at": DATE_OR_NULL,
            "until": {**DATE, "description": "Of a schedule only."},
        },
        may_lack=(*OF_FEW_BOOKS, "until"),
    ),
    "review": whole(
        {
            "type": {"const": "review"},
            "offender": TEXT,
            "incomplete": {**YES, "description": "Facts were set aside."},
            "stable_until": {**DATE_OR_NULL, "description": "The first later day on which it reads differently."},
            "obligations": listed("obligation"),
            "counts": {"type": "object", "additionalProperties": _ENDED, "description": "Per rule."},
            "spans": listed("span"),
            "flags": listed("flag"),
            "set_aside": {"type": "array", "items": whole(_REMARK)},
        }
    ),
    "schedule": whole(
        {
            "type": {"const": "schedule"},
            "offender": TEXT,
            "incomplete": YES,
            "obligations": listed("obligation"),
            "set_aside": {"type": "array", "items": whole(_REMARK)},
        }
    ),
    "rejected": whole({"type": {"const": "rejected"}, **_REMARK}),
    "flags": whole(
        {
            "type": {"const": "flags"},
            "scope": {"enum": ["officer", "team", "register"]},
            "id": TEXT_OR_NULL,
            "flags": listed("flag"),
        }
    ),
    "summary": whole(
        {
            "type": {"const": "summary"},
            "read": COUNT,
            "reviewed": COUNT,
            "set_aside": {**COUNT, "description": "Records; `read` is `reviewed` and these."},
            "incomplete": COUNT,
            "facts_set_aside": COUNT,
            "unknown_keys": {**COUNT, "description": "Keys of records that no field has: they are not read."},
            "without_recorded_on": {
                **COUNT,
                "description": "Entries that do not say when they became known: taken as known when they happened.",
            },
            "statuses": COUNTS,
            "flags": {**COUNTS, "description": "By code."},
            "severities": {**COUNTS, "description": "Flags, those waived too."},
            "waived": {**COUNTS, "description": "Flags set aside by a waiver, by code; `flags` counts them too."},
            "not_evaluated": {**COUNTS, "description": "Offenders by the test that could not be made."},
            "checks_not_evaluated": {**TEXTS, "description": "Codes of checks that want the workforce."},
        }
    ),
}


def output_schema() -> Schema:
    """Return the JSON Schema (2020-12) that each line of an output satisfies.

    >>> [each["$ref"] for each in output_schema()["oneOf"]][:2]
    ['#/$defs/run', '#/$defs/review']
    """
    entries = {**_LINES, **_COMPARED, **_HINDSIGHT, **_RECONCILED, "explanation": EXPLANATION, "nightly": NIGHTLY}
    parts = {"input": _INPUT, "calendar": _CALENDAR, "obligation": _OBLIGATION, "span": _SPAN, "flag": _FLAG}
    return {
        "$schema": register_schema()["$schema"],
        "title": "Line",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in entries],
        "$defs": {**entries, **parts, **EXPLANATION_PARTS, **NIGHTLY_PARTS},
    }
