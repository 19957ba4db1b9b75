"""How values show themselves in tracebacks, logs and the output of tests: by ids and counts, never by what they hold.

A record is shown by accident far more often than on purpose; an id may hold anything. What may not live here: pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from enum import Enum
from operator import attrgetter
from typing import Any

__all__ = ["printable", "shown"]


def shown(*names: str, **counted: str) -> Callable[[Any], str]:
    """Return a ``__repr__`` that shows these attributes alone, and how many there are of those that are counted.

    >>> class Visits:
    ...     id = "x1"
    ...     rows = ("seen", "no_reply")
    ...     __repr__ = shown("id", visits="rows")
    >>> Visits()
    Visits(id='x1', visits=2)
    """

    def show(self: Any) -> str:
        told = [f"{name.rpartition('.')[2]}={_plain(attrgetter(name)(self))}" for name in names]
        told += [f"{name}={_count(attrgetter(path)(self))}" for name, path in counted.items()]
        return f"{type(self).__name__}({', '.join(told)})"

    return show


def printable(text: str) -> str:
    r"""Return a text with everything that does not print escaped: an id may hold anything.

    >>> printable("x1\x1b[31m")
    'x1\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)


def _plain(value: Any) -> str:
    return repr(str(value.value)) if isinstance(value, Enum) else repr(value)


def _count(value: Sized | None) -> int:
    return 0 if value is None else len(value)
