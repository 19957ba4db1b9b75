"""The JSON Schema of one case, generated from what the case format says it may hold."""

from __future__ import annotations

from typing import Any, Final

from supervise.cases.case import CASE
from supervise.model import register_schema

__all__ = ["case_schema"]

_SAID: Final[dict[str, dict[str, Any]]] = {
    "expect": {"description": "Only what is named is compared.", "minProperties": 1},
    **{name: {"description": "For readers; not compared."} for name in ("source", "why")},
}


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one case of a case file.

    >>> case_schema()["properties"]["expect"]["properties"]["subject"]["properties"].keys()
    dict_keys(['first_free_day', 'indefinite', 'last_day'])
    """
    register = register_schema()
    defs, dialect = register.pop("$defs"), register.pop("$schema")
    case = CASE.schema
    properties = case["properties"]
    said = {name: {**properties[name], **more} for name, more in _SAID.items()}
    # What one offender may hold, the schema of the register says.
    case["properties"] = {**properties, **said, "offender": {"$ref": "#/$defs/Offender"}}
    return {"$schema": dialect, "title": "Case", **case, "$defs": {**defs, "Offender": register}}
