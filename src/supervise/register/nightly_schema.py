"""The JSON Schema of the report of a nightly job: what is new, what is gone and why, and how the backlog came about.

The job stands above this and writes it; the words of its changes are said here once more, which a test holds together.
"""

from __future__ import annotations

from typing import Final

from supervise.checks import Severity
from supervise.register.schema_parts import (
    COUNT,
    DATE,
    DATE_OR_NULL,
    OF_A_NIGHT,
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
from supervise.rules.language import DutyOf

__all__ = ["NIGHTLY", "NIGHTLY_PARTS"]

_NIGHT: Final[Schema] = {"type": "integer", "minimum": 1, "description": "The number of a night, from 1."}
_CHANGES: Final = ("new", "reopened", "worsened", "eased")
_WHYS: Final = (
    "done",
    "fact added late",
    "fact changed",
    "rule changed",
    "waived",
    "span ended",
    "person gone",
)
_SEEN: Final[Schema] = {
    "identity": {"type": "string", "description": "The same as long as it is the same flag."},
    "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"},
    "severity": {"enum": [each.value for each in Severity]},
    "scope": {"enum": ["offender", "officer", "team", "register"]},
    "offender": TEXT_OR_NULL,
    "rule": TEXT_OR_NULL,
    "key": TEXT,
    "since": {**DATE_OR_NULL, "description": "The first day on which it was so, by the facts. Null: they do not say."},
    "days": {"type": ["integer", "null"], "description": "Calendar days from `since` to the day of the night."},
    "first_seen": {**DATE, "description": "The day of the night that first saw it."},
}
_FOLLOWED: Final[Schema] = {**TEXTS, "description": "Codes of flags raised on the same duty that night."}
_INPUTS: Final = whole(
    {
        **OF_A_NIGHT,
        "per_officer": YES,
        "mapping": {
            "anyOf": [whole({"id": TEXT, "version": TEXT, "sha256": SHA256}), {"type": "null"}],
            "description": "What says how the register calls its tables, columns and words. Null: nothing does.",
        },
        "cells": whole({"dates": TEXT_OR_NULL, "serials": {"type": ["integer", "null"]}, "encoding": TEXT}),
        "limits": whole(
            {
                "size": {**COUNT, "description": "Bytes of the register, unpacked."},
                "ratio": {**COUNT, "description": "How many times as large an archive may unpack."},
                "line": {**COUNT, "description": "Bytes of one record."},
                "depth": {**COUNT, "description": "Lists and objects inside one another."},
                "field": {**COUNT, "description": "Characters of one text."},
            }
        ),
    },
    may_lack=OF_FEW_BOOKS,
)
_REGISTER: Final = whole(
    {
        "reviewed": {**COUNT, "description": "Offenders."},
        "set_aside": {**COUNT, "description": "Records."},
        "incomplete": {**COUNT, "description": "Offenders of whom facts were set aside."},
        "facts_set_aside": COUNT,
        "unknown_keys": {**COUNT, "description": "Keys of records that no field has: they are not read."},
        "notes": {**COUNT, "description": "What was noted of the register as a whole: files and columns not read."},
        "newest": {**DATE_OR_NULL, "description": "The newest day on which anything was recorded."},
        "not_evaluated": {**TEXTS, "description": "Codes of checks that want the workforce."},
        "reviewed_last": {"type": ["integer", "null"], "description": "Offenders of the last night. Null: the first."},
    }
)
_COMPLETENESS: Final = whole(
    {
        "missing": {"type": "array", "items": whole({"offender": TEXT, "last_seen": DATE})},
        "arrived": COUNT,
        "returned": {**TEXTS, "description": "Ids of offenders."},
        "left": {**TEXTS, "description": "Ids of offenders."},
    }
)
_FLAGS: Final = whole(
    {
        "open": whole({each.value: COUNT for each in Severity}),
        **{change: listed("night_flag") for change in _CHANGES},
        "cleared": listed("night_cleared"),
        "persisting": listed("night_flag"),
    }
)
_BACKLOG: Final = whole(
    {
        "last": {**COUNT, "description": "Duties overdue on the last night."},
        **dict.fromkeys(("new", "met", "suspended", "waived", "lapsed"), COUNT),
        "now": {**COUNT, "description": "`last` and `new`, less those met, suspended, waived and lapsed."},
        "oldest_due": DATE_OR_NULL,
        "oldest_days": {"type": ["integer", "null"], "description": "Calendar days past `oldest_due`."},
    }
)

#: The whole of `report.json`.
NIGHTLY: Final = whole(
    {
        "type": {"const": "nightly"},
        "run": _NIGHT,
        "as_of": DATE,
        "last": {"anyOf": [whole({"run": _NIGHT, "as_of": DATE}), {"type": "null"}], "description": "Null: the first."},
        "missed_days": {**COUNT, "description": "Days between the last night and this one that had none."},
        "inputs": _INPUTS,
        "changed": {
            **TEXTS,
            "description": "Names of the `inputs`, `register` and `assumed` aside, that the last night had otherwise.",
        },
        "register": _REGISTER,
        "completeness": _COMPLETENESS,
        "flags": _FLAGS,
        "backlog": {
            **whole({each.value: {"$ref": "#/$defs/night_backlog"} for each in DutyOf}),
            "description": "By who owes the duties.",
        },
    }
)
NIGHTLY_PARTS: Final[Schema] = {
    "night_flag": whole(_SEEN),
    "night_cleared": whole({**_SEEN, "why": {"enum": list(_WHYS)}, "followed_by": _FOLLOWED}),
    "night_backlog": _BACKLOG,
}
