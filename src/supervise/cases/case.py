"""The case format: what a case file may say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import frozen

from supervise.dates import parse_iso_date
from supervise.errors import InvalidDateError, RegisterError
from supervise.keeping import kept
from supervise.showing import shown

__all__ = ["EXPECTATIONS", "Case", "read_cases"]

KEYS = frozenset(
    {
        "as_of",
        "calendar",
        "expect",
        "id",
        "known_at",
        "offender",
        "rulebook",
        "source",
        "until",
        "why",
        "workforce",
    }
)
REQUIRED = ("id", "rulebook", "offender", "as_of", "expect")

# What may be expected, with the fields each entry may name; only what is named is compared.
EXPECTATIONS: Mapping[str, frozenset[str]] = {
    "obligations": frozenset(
        {
            "rule",
            "key",
            "anchor",
            "opens",
            "due",
            "due_at",
            "cautious_due",
            "latest",
            "nominal",
            "status",
            "met_by",
            "days_late",
            "days_frozen",
            "counted",
            "short",
        }
    ),
    "derived": frozenset({"id", "on"}),
    "registrations": frozenset(
        {
            "id",
            "relevant_on",
            "period",
            "effective_term",
            "halved",
            "subject_from",
            "last_day",
            "first_free_day",
            "indefinite",
            "excluded_days",
        }
    ),
    "orders": frozenset({"id", "valid", "why", "last_day"}),
    "subject": frozenset({"last_day", "first_free_day", "indefinite"}),
    "next_due": frozenset(),
    "earliest": frozenset(),
    "flags": frozenset(),
    "no_flags": frozenset(),
}


@kept
@frozen
class Case:
    """One case: facts, a book and a day, and what must come out of them."""

    __repr__ = shown("id")

    id: str
    rulebook: str | Mapping[str, Any]
    offender: Mapping[str, Any]
    as_of: dt.date
    expect: Mapping[str, Any]
    calendar: Mapping[str, Any] | None = None
    workforce: tuple[Mapping[str, Any], ...] | None = None
    known_at: dt.date | None = None
    until: dt.date | None = None
    source: str | None = None
    why: str | None = None


def read_cases(path: str | Path | Traversable) -> list[Case]:
    """Return the cases of a file: a JSON list, or JSON Lines; RegisterError naming the case and key otherwise.

    >>> import tempfile
    >>> text = '[{"id": "c1", "rulebook": "england-wales@2026.1", "offender": {"id": "x1"}, "as_of": "2026-06-30",'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.cases.json")
    ...     _ = path.write_text(text + '"expect": {"no_flags": ["VD001"]}}]')
    ...     [case.id for case in read_cases(path)]
    ['c1']
    """
    file = Path(path) if isinstance(path, str) else path
    name = file.name
    try:
        text = file.read_text(encoding="utf-8")
        rows = json.loads(text) if text.lstrip().startswith("[") else _lines(text)
    except json.JSONDecodeError as error:
        message = f"{name}: no JSON at line {error.lineno}"
        raise RegisterError(message) from None
    except (ValueError, RecursionError):
        raise RegisterError(f"{name}: not UTF-8, or too deep, or a number of too many digits") from None
    return [_case(row, f"{name}[{index}]") for index, row in enumerate(rows)]


def _lines(text: str) -> Iterable[Any]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _case(row: Any, path: str) -> Case:
    if not isinstance(row, Mapping):
        message = f"{path}: a case is an object"
        raise RegisterError(message)
    faults = [f"unknown key '{key}'" for key in sorted(set(row) - KEYS)]
    faults += [f"'{key}' is missing" for key in REQUIRED if key not in row]
    if not faults:
        faults += _expectation_faults(row["expect"])
    if faults:
        message = f"{path}: {'; '.join(faults)}"
        raise RegisterError(message)
    workforce = row.get("workforce")
    return Case(
        id=str(row["id"]),
        rulebook=row["rulebook"],
        offender=row["offender"],
        as_of=_date(row["as_of"], f"{path}.as_of"),
        expect=row["expect"],
        calendar=row.get("calendar"),
        workforce=None if workforce is None else tuple(workforce),
        known_at=_date(row["known_at"], f"{path}.known_at") if row.get("known_at") else None,
        until=_date(row["until"], f"{path}.until") if row.get("until") else None,
        source=row.get("source"),
        why=row.get("why"),
    )


def _expectation_faults(expect: Any) -> list[str]:
    if not isinstance(expect, Mapping):
        return ["'expect' is an object"]
    if not any(expect.values()):
        return ["'expect' names nothing: such a case would always pass"]
    faults = []
    for key, value in expect.items():
        if key not in EXPECTATIONS:
            faults.append(f"unknown expectation '{key}'")
            continue
        fields = EXPECTATIONS[key]
        entries = value if isinstance(value, list) else [value]
        if fields:
            unknown = {name for entry in entries for name in entry} - fields
            faults += [f"expect.{key}: unknown field '{name}'" for name in sorted(unknown)]
    return faults


def _date(text: Any, path: str) -> dt.date:
    try:
        return parse_iso_date(text)
    except (InvalidDateError, TypeError):
        message = f"{path}: expected a date YYYY-MM-DD"
        raise RegisterError(message) from None
