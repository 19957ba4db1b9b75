"""Supervision of registered offenders, computed: what is due, what is overdue, and which records cannot be true.

Facts and a rulebook go in, one value comes out: ``review(offender, rulebook, as_of=…)``. No clock, no network, no
global state. This package root holds the names most callers need; the rest is in the documented modules. They are
imported on first use, so that importing the package costs next to nothing. What may not live here: anything but names.
"""

from __future__ import annotations

from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supervise.checks import CHECKS, Check, Flag, Severity, Waiver, Waivers
    from supervise.dates import Calendar, Period, load_calendar
    from supervise.engine.obligation import Obligation, Status
    from supervise.engine.schedule import Schedule
    from supervise.engine.timeline import Workforce
    from supervise.errors import (
        MissingExtraError,
        RegisterError,
        RulebookError,
        RulebookLoadError,
        SuperviseError,
        UnknownRulebookError,
        WaiverError,
    )
    from supervise.model import Fault, Offender, Rejected
    from supervise.public_holidays import holiday_calendar
    from supervise.report.explaining import explain
    from supervise.reviewing import Review, review, review_register, schedule
    from supervise.rules import Rulebook, load_rulebook, shipped_rulebooks

__all__ = [
    "CHECKS",
    "Calendar",
    "Check",
    "Fault",
    "Flag",
    "MissingExtraError",
    "Obligation",
    "Offender",
    "Period",
    "RegisterError",
    "Rejected",
    "Review",
    "Rulebook",
    "RulebookError",
    "RulebookLoadError",
    "Schedule",
    "Severity",
    "Status",
    "SuperviseError",
    "UnknownRulebookError",
    "Waiver",
    "WaiverError",
    "Waivers",
    "Workforce",
    "explain",
    "holiday_calendar",
    "load_calendar",
    "load_rulebook",
    "review",
    "review_register",
    "schedule",
    "shipped_rulebooks",
]

_HOMES = {
    "supervise.checks": ("CHECKS", "Check", "Flag", "Severity", "Waiver", "Waivers"),
    "supervise.dates": ("Calendar", "Period", "load_calendar"),
    "supervise.engine.obligation": ("Obligation", "Status"),
    "supervise.engine.schedule": ("Schedule",),
    "supervise.engine.timeline": ("Workforce",),
    "supervise.errors": (
        "MissingExtraError",
        "RegisterError",
        "RulebookError",
        "RulebookLoadError",
        "SuperviseError",
        "UnknownRulebookError",
        "WaiverError",
    ),
    "supervise.model": ("Fault", "Offender", "Rejected"),
    "supervise.public_holidays": ("holiday_calendar",),
    "supervise.report.explaining": ("explain",),
    "supervise.reviewing": ("Review", "review", "review_register", "schedule"),
    "supervise.rules": ("Rulebook", "load_rulebook", "shipped_rulebooks"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
# Names that still work, and warn: `supervise.deprecating.Old` by name.
_OLD: dict[str, Any] = {}
# Where two threads begin to import one package at different ends, Python shows one of them a module that is half done.
_LOADING = RLock()


def __getattr__(name: str) -> Any:
    """Return a public name from the module it lives in, or the version from the installed metadata."""
    if name == "__version__":
        return import_module("importlib.metadata").version("supervise-schedules")
    if name not in _HOME_OF:
        return import_module("supervise.deprecating").old_name(__name__, name, _OLD)
    with _LOADING:
        value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
