"""One record while it is written: facts as plain data, ids given in turn."""

from typing import Any, Final

from supervise.dates.ordinals import to_iso
from supervise.model.facts import json_name
from supervise.model.offender import ARRAYS

__all__ = ["Record", "next_id"]

_PREFIX: Final = {
    "registrations": "reg",
    "levels": "lev",
    "assessments": "as",
    "plans": "pl",
    "visits": "v",
    "notifications": "n",
    "changes": "ch",
    "statuses": "st",
    "addresses": "ad",
    "stays": "sy",
    "trips": "t",
    "orders": "or",
    "managers": "m",
    "mappa": "ma",
    "reviews": "re",
    "meetings": "me",
    "decisions": "de",
    "transfers": "tr",
    "set_dates": "sd",
    "events": "e",
}


def next_id(array: str, facts: list[dict[str, Any]]) -> str:
    """Return an id for a further fact of an array, of which every id was given by a record.

    >>> next_id("visits", [{"id": "v1"}, {"id": "v1"}, {"id": "v3"}])
    'v4'
    """
    prefix = _PREFIX[array]
    return f"{prefix}{max((int(fact['id'].removeprefix(prefix)) for fact in facts), default=0) + 1}"


class Record:
    """Plain data of one offender, growing; days are day numbers, facts after `as_of` are not known yet.

    >>> record = Record({"id": "synthetic-1"}, as_of=730_000)
    >>> record.add("levels", level="low", from_=record.past(729_990), by=record.past(730_001))
    'lev1'
    >>> record.plain()
    {'id': 'synthetic-1', 'levels': [{'id': 'lev1', 'level': 'low', 'from': '1999-08-24'}]}
    """

    def __init__(self, head: dict[str, Any], as_of: int) -> None:
        self.as_of = as_of
        self._head = head
        self._arrays: dict[str, list[dict[str, Any]]] = {}
        self._counts: dict[str, int] = {}

    def past(self, day: int | None) -> str | None:
        """Return a day as ISO text, or None if it is None or lies after `as_of`."""
        return None if day is None or day > self.as_of else to_iso(day)

    def add(self, array: str, **fields: Any) -> str:
        """Add a fact to an array, less the fields that are None, and return its id."""
        count = self._counts[array] = self._counts.get(array, 0) + 1
        return self.add_version(array, f"{_PREFIX[array]}{count}", **fields)

    def add_version(self, array: str, fact_id: str, **fields: Any) -> str:
        """Add a version of the fact with an id, less the fields that are None, and return the id."""
        given = {json_name(name): value for name, value in fields.items() if value is not None}
        self._arrays.setdefault(array, []).append({"id": fact_id, **given})
        return fact_id

    def plain(self) -> dict[str, Any]:
        """Return the record with its arrays in the order of the format."""
        return {**self._head, **{name: self._arrays[name] for name in ARRAYS if name in self._arrays}}
