"""The states a book names itself: of others together, between two events, or facts of a kind that are narrowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar, Self

from attrs import frozen

from supervise.rules.conditions import Select, Where
from supervise.rules.everyday import key_meant
from supervise.rules.reading import Problems, kind_of, plain, read, read_keys, step

__all__ = ["StateRule"]

_KINDS: dict[str, Any] = {"from": Select, "until": Select, "of": tuple[str, ...], "where": Where}


@frozen
class StateRule:
    """A state of the book's own: any of other states, the time between two events, or facts with a first day.

    The short form is the name of a state or a list of them, which it holds with. ``from`` and ``until`` are the events
    it begins and ends with; ``of`` names facts that have a ``from`` and an ``until``, and ``where`` narrows them.
    """

    WRITTEN: ClassVar[str] = "the name of a state, a list of them, or a table with 'from' and 'until', or with 'of'"

    any_: tuple[str, ...] = ()
    from_: Select | None = None
    until: Select | None = None
    of: tuple[str, ...] = ()
    where: Where | None = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Self | None:
        """Read one name, a list of names, or a table."""
        if isinstance(value, str | list):
            return cls(any_=read(tuple[str, ...], value, path, problems) or ())
        if not isinstance(value, Mapping):
            problems.add(path, f"expected {cls.WRITTEN}, found {kind_of(value)}")
            return None
        before = len(problems.found)
        given = read_keys(_KINDS, value, path, problems, partial(key_meant, cls.__name__))
        if len(problems.found) > before:
            return None
        state = cls(from_=given.get("from"), **{key: each for key, each in given.items() if key != "from"})
        for key, message in state.faults():
            problems.add(step(path, key) if key else path, message)
        return state

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a table that says neither of both, or both, and tests that nothing is put to."""
        if bool(self.of) == (self.from_ is not None):
            yield "", "give 'from' and 'until', the events it lies between, or 'of', the facts it is made of"
        elif (self.from_ is None) != (self.until is None):
            yield "until", "goes with 'from': name the event it ends with"
        if self.where is not None and not self.of:
            yield "where", "goes with 'of' only; narrow an event where it is named"

    def plain(self) -> Any:
        """Return the list, or the table as written."""
        if not self.of and self.from_ is None:
            return list(self.any_)
        return {key: plain(value) for key in _KINDS if (value := self._value(key)) not in (None, ())}

    def _value(self, key: str) -> Any:
        return self.from_ if key == "from" else getattr(self, key)
