"""Checks of a third party: a module that was named, and the checks it declares.

Nothing is looked for: what happens to be installed changes no review. A process started for a part of a register
imports the same module by its name, so that a check need not be copied from one to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from attrs import field, frozen

from supervise.checks import CHECKS, Check
from supervise.errors import PluginError

__all__ = ["Plugin", "checks_with", "load_plugin", "load_plugins"]

_CODE: Final = re.compile(r"[A-Z]{2}[0-9]{3}", re.ASCII)
_SLUG: Final = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)
_NOT_THERE: Final = (
    "no module of this name can be imported; one in the folder you are in is found by `python -m supervise`, "
    "not by `supervise`"
)
# Families of the library: those in use, and those that its formats set apart.
_TAKEN: Final = frozenset({check.family for check in CHECKS} | {"RB"})
_SOMETHING: Final = re.compile(r"(?s).*\S.*")
_TEXTS: Final = ("what", "why", "example", "what_to_do", "clears", "source")


@frozen
class Plugin:
    """A module with checks of its own."""

    name: str
    version: str | None = field(metadata={"doc": "Its `__version__`; None: it says none."})
    checks: tuple[Check, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process by name."""
        return load_plugin, (self.name,)


def checks_with(plugins: Sequence[Plugin], own: Sequence[Check] = CHECKS) -> tuple[Check, ...]:
    """Return the library's checks, or some of them, and after them those of modules of one's own.

    >>> checks_with([]) == CHECKS
    True
    """
    return (*own, *(check for plugin in plugins for check in plugin.checks))


def load_plugins(names: Sequence[str]) -> tuple[Plugin, ...]:
    """Return the modules named, in their order; PluginError, with everything that is wrong with the first bad one.

    Two of them may not share a family either.
    """
    plugins: list[Plugin] = []
    for name in names:
        plugin = load_plugin(name)
        for other in plugins:
            shared = {check.family for check in plugin.checks} & {check.family for check in other.checks}
            if shared:
                raise PluginError(f"{name}: family {min(shared)} is that of {other.name} already")
        plugins.append(plugin)
    return tuple(plugins)


def load_plugin(name: str) -> Plugin:
    """Return the module of this name as a plugin; PluginError if there is none, or it is no plugin.

    It is imported, which runs it: name only what you trust.

    >>> load_plugin("own checks")
    Traceback (most recent call last):
    supervise.errors.PluginError: a plugin is the name of a module, such as own_checks or force.checks
    """
    module = _imported(name)
    checks = getattr(module, "CHECKS", None)
    faults = list(_faults(checks))
    if faults:
        raise PluginError(f"{name}: {'; '.join(faults)}")
    version = getattr(module, "__version__", None)
    return Plugin(name, version if isinstance(version, str) else None, checks or ())


def _imported(name: str) -> ModuleType:
    if not _NAME.fullmatch(name):
        raise PluginError("a plugin is the name of a module, such as own_checks or force.checks")
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        own = error.name is not None and (name == error.name or name.startswith(f"{error.name}."))
        what = _NOT_THERE if own else "it imports a module that is not installed"
        raise PluginError(f"{name}: {what}") from None
    except Exception as error:  # noqa: BLE001 - whatever a module does when it is imported
        raise PluginError(f"{name}: importing it ends with an error, {type(error).__name__}") from None


def _faults(checks: Any) -> Iterator[str]:
    if not isinstance(checks, tuple) or not checks or not all(isinstance(each, Check) for each in checks):
        yield "CHECKS is no tuple of checks; write CHECKS = (XY001, …), each a supervise.Check"
        return
    codes, slugs = {check.code for check in CHECKS}, {check.slug for check in CHECKS}
    for place, check in enumerate(checks):
        yield from (f"CHECKS[{place}]: {fault}" for fault in _check_faults(check))
        for what, seen, value in (("code", codes, check.code), ("slug", slugs, check.slug)):
            if value in seen:
                yield f"CHECKS[{place}]: its {what} is that of another check"
            seen.add(value)


def _check_faults(check: Check) -> Iterator[str]:
    if not _is(_CODE, check.code):
        yield "its code is not two capital letters and three digits"
    elif check.family in _TAKEN:
        yield f"family {check.family} is the library's; choose two other letters"
    if not _is(_SLUG, check.slug):
        yield "its slug is not words in small letters, joined by '_'"
    for name in _TEXTS:
        if not _is(_SOMETHING, getattr(check, name)):
            yield f"'{name}' is empty"
    if not callable(check.flags) and check.group is None:
        yield "it has neither 'flags' nor 'group', and would never flag anything"
    if check.waiver is not None:
        yield "'waiver' is for the library's checks of waivers"


def _is(form: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None
