"""Shapes of plain data: what a value must look like, what is said of one that does not, and its JSON Schema.

What may not live here: what a case is made of (`case`, `expecting`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from attrs import field, frozen

from supervise.model.forms import found
from supervise.model.structure import shown
from supervise.rules.reading import near_to

__all__ = ["ByName", "Kind", "Listed", "Record", "Shape"]


class Shape(Protocol):
    """What a value must look like."""

    def faults(self, value: Any, path: str) -> Iterator[str]:
        """Yield what is wrong with a value, each fault by its path and with kinds of values alone."""

    @property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""


@frozen
class Kind:
    """A single value.

    >>> list(Kind("a text", lambda value: isinstance(value, str), {"type": "string"}).faults(5, "id"))
    ['id: a text is needed, not number']
    >>> list(Kind("a day", lambda value: value in ("Mon", "Tue"), {"type": "string"}).faults("Mo", "on"))
    ['on: a day is needed, and this text is none']
    """

    advice: str
    fits: Callable[[Any], bool]
    schema: dict[str, Any]

    def faults(self, value: Any, path: str) -> Iterator[str]:
        """Yield that another kind of value stands here."""
        if self.fits(value):
            return
        if isinstance(value, str) and "string" in self.schema.get("type", ()):
            yield f"{path}: {self.advice} is needed, and this text is none"
        else:
            yield _needed(self.advice, value, path)


@frozen
class Listed:
    """A list of values of one shape."""

    of: Shape
    advice: str = "a list"

    def faults(self, value: Any, path: str) -> Iterator[str]:
        """Yield that it is no list, or what is wrong with each entry."""
        if not isinstance(value, list | tuple):
            yield _needed(self.advice, value, path)
            return
        for index, each in enumerate(value):
            yield from self.of.faults(each, f"{path}[{index}]")

    @property
    def schema(self) -> dict[str, Any]:
        """An array."""
        return {"type": "array", "items": self.of.schema}


@frozen
class ByName:
    """An object with names of one's own, and a value of one shape for each."""

    of: Shape

    def faults(self, value: Any, path: str) -> Iterator[str]:
        """Yield that it is no object, or what is wrong with each value."""
        if not isinstance(value, Mapping):
            yield _needed("an object", value, path)
            return
        for name, each in value.items():
            yield from self.of.faults(each, f"{path}.{name}")

    @property
    def schema(self) -> dict[str, Any]:
        """An object."""
        return {"type": "object", "additionalProperties": self.of.schema}


@frozen
class Record:
    """An object with fields that are known, some of which it must have.

    >>> text = Kind("a text", lambda value: isinstance(value, str), {"type": "string"})
    >>> list(Record({"id": text}, needs=("id",)).faults({"name": 1}, "expect.orders[0]"))
    ["expect.orders[0]: unknown key 'name' (known: 'id')", "expect.orders[0]: 'id' is missing"]

    ``meant`` names, for what people write first, the field that says it.
    """

    fields: Mapping[str, Shape] = field(eq=False)
    needs: tuple[str, ...] = ()
    meant: Mapping[str, str] = field(factory=dict, eq=False)

    def faults(self, value: Any, path: str) -> Iterator[str]:
        """Yield that it is no object, its unknown and missing keys, and what is wrong with each field."""
        if not isinstance(value, Mapping):
            yield _needed("an object", value, path)
            return
        here = f"{path}: " if path else ""
        # It may be a register by mistake, and names of people are keys now and then.
        unknown = {shown(name) for name in value.keys() - self.fields.keys()}
        yield from (f"{here}{message}" for message in self._unknown(sorted(unknown)))
        yield from (f"{here}'{name}' is missing" for name in self.needs if name not in value)
        for name, shape in self.fields.items():
            if name in value:
                yield from shape.faults(value[name], f"{path}.{name}" if path else name)

    def _unknown(self, names: list[str]) -> Iterator[str]:
        """Yield each unknown key with the one that is meant or most like it, and the others with all that are known."""
        near = {name: self.meant.get(name) or near_to(name, self.fields) for name in names}
        yield from (f"unknown key '{name}' (did you mean '{meant}'?)" for name, meant in near.items() if meant)
        strange = ", ".join(f"'{name}'" for name, meant in near.items() if not meant)
        if strange:
            yield f"unknown key {strange} (known: {', '.join(map(repr, sorted(self.fields)))})"

    @property
    def schema(self) -> dict[str, Any]:
        """An object without other keys."""
        properties = {name: self.fields[name].schema for name in sorted(self.fields)}
        required = {"required": list(self.needs)} if self.needs else {}
        return {"type": "object", "properties": properties, **required, "additionalProperties": False}


def _needed(advice: str, value: Any, path: str) -> str:
    return f"{path}: {advice} is needed, not {found(value)}"
