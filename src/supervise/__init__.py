"""Supervision of registered offenders, computed: what is due, what is overdue, and which records cannot be true.

Facts and a rulebook go in, one value comes out: ``review(offender, rulebook, as_of=…)``. No clock, no network, no
global state. This package root holds the names most callers need; the rest is in the documented modules.
"""

from __future__ import annotations

from supervise.checks import CHECKS, Check, Flag, Severity
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
)
from supervise.model import Fault, Offender, Rejected
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
    "Workforce",
    "load_calendar",
    "load_rulebook",
    "review",
    "review_register",
    "schedule",
    "shipped_rulebooks",
]


def __getattr__(name: str) -> str:
    """Return the version when asked for it: reading the metadata costs more than the rest of the import."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 (see above)

        return version("supervise-schedules")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
