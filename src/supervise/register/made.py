"""What an output was made with, in words: one way for every page, out of what outputs for programs say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from supervise.rules.reading import counted

__all__ = ["calendar_in_words", "made_in_words"]

# Enough of a hash to tell two apart on a page; outputs for programs give the whole.
_ON_A_PAGE: Final = 12
_WHOLE: Final = 64


def made_in_words(made: Mapping[str, Any], *, whole: bool = False) -> Iterator[str]:
    """Yield each thing an output was made with: the rulebook, its amendments, the calendar, and what else was given.

    ``made`` is what `made_data` or, where no more is known, `book_data` gives; what it does not name is not told. A
    page shows how a hash begins; what is put by shows the ``whole`` of it.

    >>> from supervise import load_rulebook
    >>> from supervise.register.writing import book_data
    >>> list(made_in_words(book_data(load_rulebook("contacts-days@2026.1"))))[0]
    'rulebook contacts-days@2026.1, sha256 ..., 11 values in it assumed'
    """
    letters = _WHOLE if whole else _ON_A_PAGE
    yield f"rulebook {_named(made['rulebook'], letters)}, {counted(made['assumed'], 'value')} in it assumed"
    yield from (f"overlay {_named(each, letters)}" for each in made["overlays"])
    yield calendar_in_words(made["calendar"], letters)
    yield from (f"named by rules: {calendar_in_words(each, letters)}" for each in made.get("calendars", ()))
    if made.get("profile") is not None:
        yield f"profile {made['profile']}, some of the checks"
    for plugin in made.get("plugins", ()):
        yield " ".join(part for part in ("plugin", plugin["name"], plugin["version"]) if part)
    for name in ("workforce", "waivers"):
        if made.get(name) is not None:
            yield f"{name} {_named(made[name], letters)}"
    if "register" in made:
        yield f"register {_hash(made['register'], letters)}"


def calendar_in_words(calendar: Mapping[str, Any] | None, letters: int = _ON_A_PAGE) -> str:
    """Return which closed days were counted with: name and version, the days covered, and how its SHA-256 begins.

    >>> from supervise.dates import load_calendar
    >>> from supervise.register.writing import calendar_data
    >>> calendar_in_words(calendar_data(load_calendar("sundays@2026.1")))
    'calendar sundays@2026.1, 1990-01-01 to 2049-12-31, sha256 386cc704fce2'
    >>> calendar_in_words(None)
    'no calendar'
    """
    if calendar is None:
        return "no calendar"
    return f"calendar {_reference(calendar)}, {' to '.join(calendar['covers'])}, {_hash(calendar, letters)}"


def _named(given: Mapping[str, Any], letters: int) -> str:
    return f"{_reference(given)}, {_hash(given, letters)}"


def _reference(given: Mapping[str, Any]) -> str:
    return given["id"] if given["version"] is None else f"{given['id']}@{given['version']}"


def _hash(given: Mapping[str, Any], letters: int) -> str:
    return f"sha256 {given['sha256'][:letters]}"
