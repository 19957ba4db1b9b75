"""Rows in memory as records: each becomes the JSON it stands for, and goes the way of every record from there.

So a row has the same faults as the same line of a file, and there is one place that knows what an offender is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, Protocol

from attrs import field, frozen

from supervise.model.forms import MisfitError, found
from supervise.model.structure import Path
from supervise.register.counts import Counts
from supervise.register.limits import Limits
from supervise.register.records import Part, Record

__all__ = ["Keys", "Rows", "Unreadable", "Wording", "keys_of", "plain", "records_of"]


@frozen
class Unreadable:
    """Stands for a row that no value could be made of."""

    misfit: MisfitError


class Wording(Protocol):
    """What gives rows the names and words of the format; see `supervise.register.mapped`."""

    @property
    def told(self) -> str:
        """Return what it does, in lines for a hash."""
        ...

    def __call__(self, row: Mapping[Any, Any]) -> tuple[dict[Any, Any], dict[Path, MisfitError]]:
        """Return a row in the words of the format, and what could not be read of it by its path."""
        ...


#: The keys that rows have, each with the keys of the facts in its list; None: those are not known.
Keys = Mapping[str, tuple[str, ...] | None]


def keys_of(rows: Iterable[Any]) -> Keys:
    """Return the keys that are in one row at least, in the order in which they are met.

    >>> keys_of([{"id": "A1", "visits": [{"id": "v1"}]}, {"levels": [], "visits": [{"on": None}]}])
    {'id': None, 'visits': ('id', 'on'), 'levels': None}
    """
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for key, value in row.items() if isinstance(row, Mapping) else ():
            if isinstance(key, str):
                inner = found.setdefault(key, {})
                facts = value if isinstance(value, list | tuple) else ()
                for fact in facts:
                    inner |= dict.fromkeys(filter(_is_text, fact)) if isinstance(fact, Mapping) else {}
    return {key: tuple(inner) or None for key, inner in found.items()}


def _is_text(key: object) -> bool:
    return isinstance(key, str)


@frozen
class Rows:
    """Rows that can be gone through again and again; nothing about them changes meanwhile."""

    name: str = field(metadata={"doc": "What stands for a file name in messages."})
    passed: Callable[[], Iterable[Any]] = field(metadata={"doc": "Goes through the rows from the first."})
    wording: Wording | None = field(default=None, metadata={"doc": "What is said of their names and words."})
    keys: Keys = field(factory=dict, metadata={"doc": "The keys that they have; none: nobody asked."})

    @property
    def stamp(self) -> tuple[int, ...]:
        """Always the same: there is no file that could be changed."""
        return 0, 0

    @property
    def is_divisible(self) -> bool:
        """Never: workers would have to be sent the rows."""
        return False

    def sha256(self) -> str:
        """Return the hash of the rows as JSON Lines."""
        digest = hashlib.sha256()
        for record in records_of(self.passed(), Limits()):
            digest.update(record.raw + b"\n")
        return digest.hexdigest()

    def records(self, part: Part, limits: Limits, counts: Counts) -> Iterator[Record]:  # noqa: ARG002 - it has no parts
        """Yield every row; rows have no parts and none is blank."""
        return records_of(self.passed(), limits, self.wording)


def records_of(rows: Iterable[Any], limits: Limits, wording: Wording | None = None) -> Iterator[Record]:
    """Yield rows as records: their line is their number from 1.

    >>> [record.raw for record in records_of([{"id": "A1", "born_on": dt.date(1980, 2, 1)}], Limits())]
    [b'{"id": "A1", "born_on": "1980-02-01"}']
    """
    for number, row in enumerate(rows):
        raw, fault = b"", None
        misfits: dict[Path, MisfitError] = {}
        try:
            said = row
            if wording is not None and isinstance(row, Mapping):
                said, misfits = wording(row)
            raw = _raw(said)
        except MisfitError as misfit:
            fault = misfit
        if len(raw) > limits.line:
            raw, fault = b"", limits.too_long()
        yield Record(number + 1, number, raw, fault, misfits)


def _raw(row: Any) -> bytes:
    if isinstance(row, Unreadable):
        raise row.misfit
    if not isinstance(row, Mapping):
        raise MisfitError("not an object", found(row), "one offender is one mapping")
    try:
        # NaN is written as such, and refused as in a file.
        return json.dumps(row, default=plain).encode("ascii")
    except (TypeError, ValueError, RecursionError):
        raise MisfitError("not an object", "object", "names are texts, and nothing holds itself") from None


_MIDNIGHT: Final = dt.time()


def plain(value: Any) -> Any:
    """Return what JSON would hold for a value that it has no form for.

    A time of day that is midnight is a date: tables often have no other. What is never in a register becomes an
    object, which no field of a fact takes.
    """
    if value != value:  # noqa: PLR0124 - what is not a number or no time differs from itself, whatever its class
        return float("nan")
    if isinstance(value, dt.datetime):
        # The zone is asked for: a time of day of a named one has no offset, and equals that of none.
        is_day = value.tzinfo is None and value.time() == _MIDNIGHT
        return (value.date() if is_day else value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return dict(value)
    # Numbers and lists of numerical libraries have this method in common.
    tolist = getattr(value, "tolist", None)
    return {} if tolist is None else tolist()
