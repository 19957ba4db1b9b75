"""Properties that are found once for all who ask."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self, TypeVar, overload

__all__ = ["found_once"]

_T = TypeVar("_T")


class found_once(cached_property[_T]):  # noqa: N801 (a decorator, named as the one it stands for)
    """A property found once. An inquiry is asked by one thread: it needs no lock, which Python 3.11 takes each time."""

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> _T: ...

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        """Return what is found, and keep it in the place where Python looks first."""
        if instance is None:
            return self
        found = instance.__dict__[self.attrname] = self.func(instance)
        return found
