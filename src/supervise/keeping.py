"""Values that are put by and read by a later release: a field that came in between has its default then.

An attrs class with slots leaves a field unset that a pickle does not give: whoever asks for it gets an error, long
after the value was read. What may not live here: anything that reads or writes a pickle.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import attrs

__all__ = ["kept"]

T = TypeVar("T")


def kept(cls: type[T]) -> type[T]:
    """Return an attrs class whose pickles of an earlier release are whole: fields they lack have their default.

    >>> @kept
    ... @attrs.frozen
    ... class Visit:
    ...     id: str
    ...     place: str | None = None
    >>> made_before_places_were_known = Visit.__new__(Visit)
    >>> made_before_places_were_known.__setstate__({"id": "v1"})
    >>> made_before_places_were_known
    Visit(id='v1', place=None)

    TypeError is raised for a class with a default that is made anew for each value: it would stand there unmade.
    """
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", cls))
    defaults = {each.name: each.default for each in fields if each.default is not attrs.NOTHING}
    names = {each.name for each in fields}
    if made := [name for name, default in defaults.items() if hasattr(default, "factory")]:
        raise TypeError(f"{cls.__name__}.{made[0]}: give a default that is a value, not a factory")
    given = cls.__setstate__  # type: ignore[attr-defined] # attrs makes one for every class with slots

    def setstate(self: Any, state: dict[str, Any]) -> None:
        # Processes of one version send each other thousands of these, and nothing is missing.
        given(self, state if state.keys() == names else {**defaults, **state})

    cls.__setstate__ = setstate  # type: ignore[attr-defined] # what a class decorator is for
    return cls
