"""What can be read as it stands and is probably wrong: noted, and read all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from supervise.model.facts import json_name
from supervise.model.forms import MisfitError

__all__ = ["CUT_OFF", "doubts_of", "may_hold_doubts"]

Path = tuple[str | int, ...]

# What systems write where no date is known: the first and the last day that there is, and the days that spreadsheets,
# databases and Unix count from.
_PLACEHOLDERS: Final = frozenset({"0001-01-01", "1753-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "9999-12-31"})
#: A number as a spreadsheet shows it when it has too many digits; no system gives such an id.
CUT_OFF: Final = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]{2,}", re.ASCII)

_PLACEHOLDER: Final = MisfitError(
    "placeholder date", "text", "systems write this day where none is known; if so, leave it out"
)
_DAMAGED_ID: Final = MisfitError(
    "damaged id", "text", "a spreadsheet may have taken the id for a number and cut it off; export it as text"
)


# Most records are ruled out by the rare byte of a cut id, and by the two texts of which every placeholder has one: to
# look for one more takes as long as a fourth of the decoding.
_SIGNS: Final = (
    (b"E", (b"E+",)),
    *(
        (shared.encode(), tuple(date.encode() for date in sorted(_PLACEHOLDERS) if shared in date))
        for shared in ("-01-01", "-12-3")
    ),
)


def may_hold_doubts(raw: bytes) -> bool:
    """Return whether the text of a record holds anything that may be doubted; looking is faster than walking.

    >>> may_hold_doubts(b'{"id": "A1", "born_on": "1900-01-01"}'), may_hold_doubts(b'{"id": "A1"}')
    (True, False)
    """
    # From the end: Python looks for a text so three times as fast as from the beginning.
    return any(raw.rfind(shared) >= 0 and any(sign in raw for sign in signs) for shared, signs in _SIGNS)


def doubts_of(data: dict[str, Any]) -> list[tuple[Path, MisfitError]]:
    """Return what is doubtful in plain data, each with its path.

    >>> [(path, doubt.kind) for path, doubt in doubts_of({"id": "1.2E+05", "visits": [{"on": "9999-12-31"}]})]
    [(('id',), 'damaged id'), (('visits', 0, 'on'), 'placeholder date')]
    """
    id_ = data.get("id")
    damaged = [(("id",), _DAMAGED_ID)] if isinstance(id_, str) and CUT_OFF.fullmatch(id_) else []
    return [*damaged, *((path, _PLACEHOLDER) for path in _placeholders(data))]


def _placeholders(data: dict[str, Any]) -> Iterator[Path]:
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        place, holder = waiting.pop()
        # The last goes first, so that what is put in the other way round comes in the order of the data.
        inner = []
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            path = (*place, json_name(key) if isinstance(key, str) else key)
            if isinstance(value, (dict, list)):
                inner.append((path, value))
            elif isinstance(value, str) and value in _PLACEHOLDERS:
                yield path
        waiting.extend(reversed(inner))
