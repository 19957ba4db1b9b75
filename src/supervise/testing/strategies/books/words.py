"""The words that drawn rulebooks are made of, and that the facts of the people they speak of use."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

__all__ = ["CADENCES", "FIXED", "HEADED", "MONTHS", "SCALE", "WEEKDAYS", "Case", "Plain"]

#: A value as a TOML file gives it: a text, a list or a table.
Plain: TypeAlias = Any
#: What a rule hangs on: the kind of fact, the name of its events, whether it has a first day, and whether it rolls on.
Case: TypeAlias = dict[str, Any]

SCALE: Final = ("low", "high")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
FIXED: Final = ("grid", "block", "month", "weekday")
#: The cadences of the rule language.
CADENCES: Final = ("once", "rolling", "countdown", "any window", *FIXED)
HEADED: Final = {"authority": "LAW", "source": "s"}
