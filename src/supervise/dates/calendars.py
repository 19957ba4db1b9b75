"""Which days are open: working-day calendars, as data.

A calendar says only what it was told. Outside the days it covers the answer is ``None``, unknown, and never a
guess from the weekday. The days that are open are worked out once, when the calendar is made; every question
afterwards is a lookup.
"""

from __future__ import annotations

import enum
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import accumulate
from typing import Final, Self

import attrs

from supervise.dates.ordinals import from_iso, weekday
from supervise.errors import InvalidDateError, RulebookLoadError, UnknownRulebookError

__all__ = ["WEEKDAYS", "Calendar", "Roll", "load_calendar", "shipped_calendars"]

#: The names of the weekdays, Monday first, as calendars and rulebooks write them.
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_REQUIRED: Final = ("name", "closed_weekdays", "closed_days", "covers")
#: Texts that a data file may carry beside the days; they are kept by the file, not by the calendar.
_TEXTS: Final = ("version", "title", "source", "as_of")
_KEYS: Final = (*_REQUIRED, *_TEXTS)

_REFERENCE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*@[0-9]{4}\.[0-9]+", re.ASCII)
_POSITION: Final = re.compile(r"line ([0-9]+), column ([0-9]+)", re.ASCII)


class Roll(enum.Enum):
    """Where a last day goes that falls on a closed day.

    >>> Roll("previous") is Roll.PREVIOUS
    True
    """

    NONE = "none"
    """Nowhere. A visit is possible on a Sunday, and no general rule of law moves a last day."""
    NEXT = "next"
    """To the next open day: for acts that need an office to be open (Pritam Kaur v Russell [1973] QB 336)."""
    PREVIOUS = "previous"
    """To the open day before: the careful direction for a due day."""


def _open_days(calendar: Calendar) -> tuple[int, ...]:
    """Return every open day covered, in order."""
    covered = range(calendar.covers_from, calendar.covers_to + 1)
    return tuple(
        day for day in covered if weekday(day) not in calendar.closed_weekdays and day not in calendar.closed_days
    )


def _opened_before(calendar: Calendar) -> tuple[int, ...]:
    """Return, for every covered day and the day after the last, how many open days come before it."""
    open_days = frozenset(calendar.open_days)
    covered = range(calendar.covers_from, calendar.covers_to + 1)
    return tuple(accumulate((day in open_days for day in covered), initial=0))


@attrs.frozen(kw_only=True)
class Calendar:
    """Open and closed days between two covered days, both of them in.

    `closed_weekdays` counts Monday as 0; `closed_days`, `covers_from`, `covers_to` and `open_days` are days as
    ordinals; `sha256` is that of the file it was read from, or of its content where there was no file.

    >>> calendar = load_calendar("england-and-wales@2026.1")
    >>> calendar.is_open(from_iso("2026-12-24")), calendar.is_open(from_iso("2026-12-25"))
    (True, False)
    """

    name: str
    version: str
    closed_weekdays: frozenset[int]
    closed_days: frozenset[int] = attrs.field(repr=False)
    covers_from: int
    covers_to: int
    sha256: str
    open_days: tuple[int, ...] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_open_days, takes_self=True)
    )
    _before: tuple[int, ...] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_opened_before, takes_self=True)
    )

    @property
    def reference(self) -> str:
        """Return ``name@version``, or the name alone where there is no version.

        >>> load_calendar("england-and-wales@2026.1").reference
        'england-and-wales@2026.1'
        """
        return f"{self.name}@{self.version}" if self.version else self.name

    def covers(self, day: int) -> bool:
        """Tell whether the calendar knows about this day.

        >>> load_calendar("england-and-wales@2026.1").covers(from_iso("1999-12-31"))
        False
        """
        return self.covers_from <= day <= self.covers_to

    def is_open(self, day: int) -> bool | None:
        """Tell whether this is an open day; None, unknown, outside the days covered.

        >>> load_calendar("england-and-wales@2026.1").is_open(from_iso("1999-12-31")) is None
        True
        """
        if not self.covers(day):
            return None
        place = day - self.covers_from
        return self._before[place + 1] > self._before[place]

    def next_open(self, day: int) -> int | None:
        """Return the first open day on or after `day`; None if it is not covered.

        >>> from supervise.dates.ordinals import to_iso
        >>> to_iso(load_calendar("england-and-wales@2026.1").next_open(from_iso("2026-12-25")))
        '2026-12-29'
        """
        return self._nth(self._before[day - self.covers_from]) if self.covers(day) else None

    def previous_open(self, day: int) -> int | None:
        """Return the last open day on or before `day`; None if it is not covered.

        >>> from supervise.dates.ordinals import to_iso
        >>> to_iso(load_calendar("england-and-wales@2026.1").previous_open(from_iso("2026-12-28")))
        '2026-12-24'
        """
        return self._nth(self._before[day - self.covers_from + 1] - 1) if self.covers(day) else None

    def add_working_days(self, day: int, count: int) -> int | None:
        """Return the `count`-th open day after `day`, or before it if `count` is negative.

        Whether `day` is open makes no difference: it is left out; a `count` of 0 returns it as it is. None if
        `day` or the answer is not covered.

        >>> from supervise.dates.ordinals import to_iso
        >>> calendar = load_calendar("england-and-wales@2026.1")
        >>> to_iso(calendar.add_working_days(from_iso("2026-12-24"), 2))
        '2026-12-30'
        >>> to_iso(calendar.add_working_days(from_iso("2026-12-29"), -1))
        '2026-12-24'
        """
        if count == 0:
            return day
        if not self.covers(day):
            return None
        place = day - self.covers_from
        return self._nth(self._before[place + 1] + count - 1 if count > 0 else self._before[place] + count)

    def working_days_between(self, start: int, until: int) -> int | None:
        """Return how many open days there are from `start` up to, but not on, `until`; None if not covered.

        >>> calendar = load_calendar("england-and-wales@2026.1")
        >>> calendar.working_days_between(from_iso("2026-12-24"), from_iso("2026-12-31"))
        3
        """
        if not (self.covers_from <= start <= until <= self.covers_to + 1):
            return None
        return self._before[until - self.covers_from] - self._before[start - self.covers_from]

    def roll(self, day: int, policy: Roll) -> int | None:
        """Return `day`, or the open day that the policy moves it to; None if the calendar does not reach.

        >>> from supervise.dates.ordinals import to_iso
        >>> to_iso(load_calendar("england-and-wales@2026.1").roll(from_iso("2024-06-30"), Roll.PREVIOUS))
        '2024-06-28'
        """
        if policy is Roll.NONE:
            return day
        return self.next_open(day) if policy is Roll.NEXT else self.previous_open(day)

    def _nth(self, place: int) -> int | None:
        """Return the open day at that place in order, counting from 0; None if there is none."""
        return self.open_days[place] if 0 <= place < len(self.open_days) else None

    @classmethod
    def from_dict(cls, data: Mapping[str, object], *, source: str = "calendar", sha256: str = "") -> Self:
        """Return the calendar that plain values describe.

        Keys: ``name``, ``closed_weekdays`` (lower-case English names), ``closed_days`` (a list of dates, or a
        table from date to the name of the day), ``covers`` (first and last day, both in), and the texts
        ``version``, ``title``, ``source`` and ``as_of``. Without `sha256` the hash is that of the content.

        Raises `RulebookLoadError` with every problem found, each under its path.

        >>> bank = {
        ...     "name": "weekends",
        ...     "closed_weekdays": ["saturday", "sunday"],
        ...     "closed_days": [],
        ...     "covers": ["2024-01-01", "2024-12-31"],
        ... }
        >>> Calendar.from_dict(bank).is_open(from_iso("2024-06-30"))
        False
        """
        problems: list[str] = []
        _check_keys(data, problems)
        texts = {key: _text(data[key], key, problems) for key in ("name", *_TEXTS) if key in data}
        weekdays = _weekdays(data.get("closed_weekdays", []), problems)
        covers = _covers(data.get("covers"), problems) if "covers" in data else None
        days = _closed_days(data.get("closed_days", []), covers, problems)
        if problems or covers is None:
            raise RulebookLoadError(source, problems)
        first, last = covers
        content = [texts["name"], texts.get("version", ""), sorted(weekdays), sorted(days), first, last]
        return cls(
            name=texts["name"],
            version=texts.get("version", ""),
            closed_weekdays=weekdays,
            closed_days=days,
            covers_from=first,
            covers_to=last,
            sha256=sha256 or hashlib.sha256(json.dumps(content).encode()).hexdigest(),
        )

    @classmethod
    def from_toml(cls, content: bytes, *, source: str = "calendar") -> Self:
        """Return the calendar in the bytes of a TOML file; `source` is what an error calls the file.

        Raises `RulebookLoadError` with every problem found, or with the place where it stops being TOML.

        >>> Calendar.from_toml(b"name = 1 2", source="own.toml")
        Traceback (most recent call last):
        supervise.errors.RulebookLoadError: own.toml: 1 problem
          line 1, column 10: not valid TOML
        """
        try:
            data = tomllib.loads(content.decode("utf-8"))
        except UnicodeDecodeError:
            raise RulebookLoadError(source, ["the file: not UTF-8 text"]) from None
        except tomllib.TOMLDecodeError as error:
            found = _POSITION.search(str(error))
            place = f"line {found[1]}, column {found[2]}" if found else "the end of the file"
            raise RulebookLoadError(source, [f"{place}: not valid TOML"]) from None
        except (ValueError, RecursionError):
            # A number with more digits than Python reads, or brackets without end.
            raise RulebookLoadError(source, ["the file: not valid TOML"]) from None
        return cls.from_dict(data, source=source, sha256=hashlib.sha256(content).hexdigest())


def _check_keys(data: Mapping[str, object], problems: list[str]) -> None:
    """Note the keys that are missing and those that nobody knows, with the nearest known one."""
    problems.extend(f"{key}: missing" for key in _REQUIRED if key not in data)
    for key in data:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1)
            problems.append(f"{key}: unknown key" + (f"; did you mean {near[0]}?" if near else ""))


def _text(value: object, path: str, problems: list[str]) -> str:
    if isinstance(value, str) and value.strip():
        return value
    problems.append(f"{path}: a text is needed, not {_kind(value)}")
    return ""


def _weekdays(value: object, problems: list[str]) -> frozenset[int]:
    """Read the names of the closed weekdays."""
    closed: set[int] = set()
    for path, name in _items(value, "closed_weekdays", problems):
        if isinstance(name, str) and name in WEEKDAYS:
            closed.add(WEEKDAYS.index(name))
        else:
            problems.append(f"{path}: the name of a weekday is needed, in lower case, such as saturday")
    if len(closed) == len(WEEKDAYS):
        problems.append("closed_weekdays: one weekday at least must stay open")
    return frozenset(closed)


def _covers(value: object, problems: list[str]) -> tuple[int, int] | None:
    """Read the first and the last day covered; note a problem and return None if they are not in order."""
    days = [_day(item, path, problems) for path, item in _items(value, "covers", problems)]
    match days:
        case [int(first), int(last)] if first <= last:
            return (first, last)
        case [int(), int()]:
            problems.append("covers: the last day comes before the first")
        case [_, _]:
            pass  # what is wrong with either day has been noted already
        case _:
            problems.append("covers: two dates are needed, the first and the last day covered")
    return None


def _closed_days(value: object, covers: tuple[int, int] | None, problems: list[str]) -> frozenset[int]:
    """Read the closed days from a list of dates, or from a table of dates and what each is called."""
    if isinstance(value, Mapping):
        for key, label in value.items():
            _text(label, f"closed_days.{key}", problems)
        items = [(f"closed_days.{key}", key) for key in value]
    else:
        items = _items(value, "closed_days", problems)
    closed: set[int] = set()
    for path, item in items:
        day = _day(item, path, problems)
        if day is None:
            continue
        if day in closed:
            problems.append(f"{path}: this day is listed already")
        if covers is not None and not covers[0] <= day <= covers[1]:
            problems.append(f"{path}: outside the days covered")
        closed.add(day)
    return frozenset(closed)


def _items(value: object, path: str, problems: list[str]) -> list[tuple[str, object]]:
    """Return the members of a list with their paths; note a problem if it is no list."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [(f"{path}[{place}]", item) for place, item in enumerate(value)]
    problems.append(f"{path}: a list is needed, not {_kind(value)}")
    return []


def _day(value: object, path: str, problems: list[str]) -> int | None:
    """Read one date in a text; note a problem and return None if it is none."""
    if not isinstance(value, str):
        problems.append(f"{path}: a date in quotes is needed, not {_kind(value)}")
        return None
    try:
        return from_iso(value)
    except InvalidDateError as error:
        problems.append(f"{path}: {error.message}")
        return None


def _kind(value: object) -> str:
    """Name the kind of a value, never the value."""
    if isinstance(value, str):
        return "a text" if value.strip() else "an empty text"
    return type(value).__name__


@lru_cache(maxsize=16)
def load_calendar(ref: str) -> Calendar:
    """Return a calendar shipped with the library, by ``name@version``.

    Raises `UnknownRulebookError` listing the calendars there are.

    >>> load_calendar("england-and-wales@2026.1").covers(from_iso("2028-12-31"))
    True
    """
    shipped = shipped_calendars()
    if _REFERENCE.fullmatch(ref) is None or ref not in shipped:
        raise UnknownRulebookError(f"no such calendar is shipped; there is: {', '.join(shipped)}")
    return Calendar.from_toml((_folder() / f"{ref}.toml").read_bytes(), source=f"{ref}.toml")


def shipped_calendars() -> tuple[str, ...]:
    """Return the references of the calendars that come with the library, sorted.

    >>> "england-and-wales@2026.1" in shipped_calendars()
    True
    """
    names = (entry.name for entry in _folder().iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names))


def _folder() -> Traversable:
    return files("supervise") / "rulebooks" / "calendars"
