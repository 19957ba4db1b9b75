"""One record put together from rows of several tables, and what could not be read of it with its place.

Folders of CSV files and databases gather their rows here; from here on they go the way of every record.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import attrs
from attrs import Factory, define, field, frozen

from supervise.model import Offender
from supervise.model.doubts import doubts_of
from supervise.model.faults import UNKNOWN_KEY, Fault, Note
from supervise.model.forms import MisfitError
from supervise.model.structure import Path as FieldPath, Shape, Tidy, lost_at, path_text, shape, tidy
from supervise.register.reading import filled, off_scale, remark

__all__ = ["Gathered", "Unread", "as_json", "structured"]

_SHAPE: Final = shape(Offender)


@frozen
class Unread:
    """Stands in plain data for what could not be read, and knows why."""

    misfit: MisfitError
    text: str = field(repr=False, metadata={"doc": "As it came, for those who put it right."})


@define
class Gathered:
    """The plain data of one record, where each part of it stands, and what could not be read."""

    data: dict[str, Any] = Factory(dict)
    places: dict[FieldPath, tuple[str, int]] = Factory(dict)
    misfits: dict[FieldPath, MisfitError] = Factory(dict)


def as_json(found: Gathered) -> bytes:
    """Return a record as JSON, as it was before keys were tidied; what could not be read is in it as text.

    >>> as_json(Gathered({"id": "A1", "born_on": Unread(MisfitError("wrong form", "text", None), "5/1/80")}))
    b'{"id": "A1", "born_on": "5/1/80"}'
    """
    if () in found.misfits:
        return b""  # too long to be kept
    text = json.dumps(found.data, ensure_ascii=False, default=lambda unread: unread.text)
    return text.encode("utf-8", "replace")


def structured(found: Gathered, levels: tuple[str, ...] = ()) -> Offender:
    """Return the offender in gathered data, with faults and notes in their places; MisfitError if there is none.

    ``levels`` are the words that a level of risk may be; without any, any word is one.

    >>> structured(Gathered({"id": "A1", "team": "north"}, {(): ("offenders.csv", 2)})).team
    'north'
    """
    if ("id",) in found.misfits:
        raise found.misfits["id",]
    state = Tidy()
    tidy(_SHAPE, found.data, state)
    for path, level, misfit in off_scale(found.data, levels):
        level["level"], found.misfits[path] = Unread(misfit, level["level"]), misfit
    doubts = [*_left_out(state, found), *doubts_of(found.data), *_several_in_one(found.data)]
    offender, wrong = filled(found.data, sound=state.sound and not found.misfits)
    if not (wrong or state.notes or doubts):
        return offender

    def place(path: FieldPath) -> tuple[str, int]:
        return found.places.get(path[:2]) or found.places[()]

    faults = []
    for path, misfit in wrong:
        file, line = place(path)
        fault = remark(Fault, found.misfits.get(path, misfit), file, line, path_text(path))
        faults.append(attrs.evolve(fault, lost=lost_at(Offender, found.data, path)))
    notes = []
    for path, near in state.notes:
        file, line = place(path)
        misfit = MisfitError(UNKNOWN_KEY, "", f"nearest known name: {near}" if near else None)
        notes.append(attrs.evolve(remark(Note, misfit, file, line, path_text(path)), found=None))
    notes += [remark(Note, misfit, *place(path), path_text(path)) for path, misfit in doubts]
    return attrs.evolve(offender, faults=tuple(faults), notes=tuple(notes))


# What people put between the items of a list that they type into a cell, where a bar should be.
_BETWEEN: Final = re.compile(r"[,;\n\r]")
_SEVERAL: Final = MisfitError(
    "several in one", "text", "a comma, semicolon or line end stands in one item; a list is written o1|o2"
)


def _several_in_one(data: dict[str, Any]) -> Iterator[tuple[FieldPath, MisfitError]]:
    """Yield each item of a list of texts that may well be several, with its path."""
    yield from _joined(data, _SHAPE, ())
    for name, inner in _SHAPE.nested:
        for at, fact in enumerate(data.get(name, ()) if inner.texts else ()):
            yield from _joined(fact, inner, (name, at))


def _joined(fact: Any, of: Shape, path: FieldPath) -> Iterator[tuple[FieldPath, MisfitError]]:
    for name in of.texts if isinstance(fact, dict) else ():
        items = fact.get(name)
        for at, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, str) and _BETWEEN.search(item):
                yield (*path, name, at), _SEVERAL


def _left_out(state: Tidy, found: Gathered) -> Iterator[tuple[FieldPath, MisfitError]]:
    """Yield what was left out of facts and what is said of it; what could not be read is called what it came as."""
    for path, misfit in state.left_out:
        unread = found.misfits.get(path)
        yield path, misfit if unread is None else MisfitError(misfit.kind, unread.found, misfit.hint)
