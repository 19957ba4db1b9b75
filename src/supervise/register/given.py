"""What a run is given by name, found: closed days, workforce, waivers, plugins; and the version of the library."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from attrs import field, frozen

from supervise.checks import Check, Waivers
from supervise.dates import Calendar, load_calendar
from supervise.engine.timeline import Workforce
from supervise.public_holidays import PREFIX, holiday_calendar
from supervise.register.plugins import Plugin, checks_with, load_plugins
from supervise.register.waivers import read_waivers
from supervise.register.workforce import read_workforce
from supervise.register.writing import Input
from supervise.rules.intake import bytes_of, is_there

__all__ = ["Beside", "library_version", "load_beside", "load_closed_days"]


@frozen(kw_only=True)
class Beside:
    """What a review is given beside facts, rulebook and day."""

    workforce: Workforce | None = None
    workforce_file: Input | None = field(default=None, metadata={"doc": "Names the workforce in outputs."})
    waivers: Waivers | None = None
    waivers_file: Input | None = field(default=None, metadata={"doc": "Names the waivers in outputs."})
    plugins: tuple[Plugin, ...] = ()

    @property
    def own(self) -> tuple[Check, ...]:
        """The checks of the plugins."""
        return checks_with(self.plugins, ())

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks: the library's, then those of the plugins."""
        return checks_with(self.plugins)

    @property
    def asked(self) -> dict[str, Any]:
        """What one offender is judged with, by the names that `review` and `hindsight` have for it."""
        return {"workforce": self.workforce, "checks": self.checks, "waivers": self.waivers}


def load_beside(
    *, workforce: str | Path | None = None, waivers: str | Path | None = None, plugins: Sequence[str] = ()
) -> Beside:
    """Return what was named; errors of `read_workforce`, `load_plugins` and `read_waivers`.

    A waiver may name the flag of a plugin.

    >>> load_beside().workforce is None
    True
    """
    officers, officers_file = (None, None) if workforce is None else read_workforce(workforce)
    own = load_plugins(plugins)
    codes = {check.code for check in Beside(plugins=own).checks}
    aside, waivers_file = (None, None) if waivers is None else read_waivers(waivers, codes=codes)
    return Beside(
        workforce=officers, workforce_file=officers_file, waivers=aside, waivers_file=waivers_file, plugins=own
    )


def load_closed_days(name: str) -> Calendar:
    """Return the calendar in a TOML file, the shipped one of that name, or one of the `holidays` library."""
    if name.startswith(PREFIX):
        return holiday_calendar(name)
    if not (name.endswith(".toml") or is_there(name)):
        return load_calendar(name)
    return Calendar.from_toml(bytes_of(name, "calendar"), source=Path(name).name)


def library_version() -> str:
    """Return the version installed; ``unknown`` where the library is used without being installed."""
    try:
        return metadata.version("supervise-schedules")
    except metadata.PackageNotFoundError:
        return "unknown"
