"""What arrays and fields the format has, and what is said of a name that it does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

import attrs

from supervise.model import ARRAYS, Offender
from supervise.model.facts import json_name
from supervise.model.words import nearest

__all__ = ["OWN", "fields_of", "refuse_unknown"]

#: What is said of an offender that is no fact, the id aside.
OWN: Final = tuple(
    json_name(one.name) for one in attrs.fields(Offender) if one.name not in {*ARRAYS, "id", "faults", "notes"}
)


def fields_of(array: str) -> tuple[str, ...]:
    """Return the fields of an array's facts, by the names of the format.

    >>> fields_of("levels")[:5]
    ('id', 'recorded_on', 'recorded_by', 'withdrawn', 'level')
    """
    return tuple(json_name(one.name) for one in attrs.fields(ARRAYS[array]))


def refuse_unknown(given: Iterable[str], known: Collection[str], whose: str) -> None:
    """Raise TypeError for the first name that is not known, with the nearest that is.

    >>> refuse_unknown(["plce"], fields_of("visits"), "visits have")
    Traceback (most recent call last):
    TypeError: visits have no 'plce'; did you mean 'place'?
    """
    for name in given:
        if name not in known:
            near = nearest(name, known)
            raise TypeError(f"{whose} no '{name}'" + (f"; did you mean '{near}'?" if near else ""))
