"""Old names that still work, and warn: the one way in which a public name goes (`docs/project/stability.md`).

A module with such names says which in a table and asks :func:`old_name` from its ``__getattr__``. What may not live
here: anything that stays.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from supervise.errors import SuperviseDeprecationWarning

__all__ = ["Old", "old_name", "warn_old"]


class Old(NamedTuple):
    """What becomes of an old name.

    ``new`` is the full name of what takes its place, ``since`` the version that first warned and ``gone`` the one in
    which the old name will be gone: twelve months and a minor release later, or more.
    """

    new: str
    since: str
    gone: str


def warn_old(what: str, old: Old, *, stacklevel: int = 2) -> None:
    """Warn that a name, argument or option is to go; the warning points at the caller's caller.

    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     warn_old("supervise.check", Old("supervise.review", "1.1", "1.4"))
    >>> print(caught[0].message)
    supervise.check is now supervise.review; the old name warns since 1.1 and will be gone in 1.4
    """
    message = f"{what} is now {old.new}; the old name warns since {old.since} and will be gone in {old.gone}"
    warnings.warn(message, SuperviseDeprecationWarning, stacklevel=stacklevel + 1)


def old_name(module: str, name: str, table: Mapping[str, Old]) -> Any:
    """Return what an old name of a module stands for, and warn; for use in the module's ``__getattr__``.

    AttributeError is raised for a name that is no old one.

    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     old_name("supervise.old", "Duration", {"Duration": Old("supervise.dates.Period", "1.1", "1.4")})
    <class 'supervise.dates.arithmetic.Period'>
    """
    if name not in table:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    old = table[name]
    warn_old(f"{module}.{name}", old, stacklevel=3)
    home, _, attribute = old.new.rpartition(".")
    return getattr(import_module(home), attribute)
