"""What a run is given by name, found: closed days; and the version of the library, which its outputs name."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from supervise.dates import Calendar, load_calendar
from supervise.public_holidays import PREFIX, holiday_calendar
from supervise.rules.intake import bytes_of

__all__ = ["library_version", "load_closed_days"]


def load_closed_days(name: str) -> Calendar:
    """Return the calendar in a TOML file, the shipped one of that name, or one of the `holidays` library."""
    if name.startswith(PREFIX):
        return holiday_calendar(name)
    if "@" in name and not Path(name).exists():
        return load_calendar(name)
    return Calendar.from_toml(bytes_of(name, "calendar"), source=Path(name).name)


def library_version() -> str:
    """Return the version installed; ``unknown`` where the library is used without being installed."""
    try:
        return metadata.version("supervise-schedules")
    except metadata.PackageNotFoundError:
        return "unknown"
