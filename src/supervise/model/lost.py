"""What can still be read of a fact that was set aside: enough to say which duties may hang on it.

Dates and words are kept, never a text of anybody's, and nothing of it is shown: a fault names a place and a kind.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

import attrs
from attrs import field, frozen

from supervise.keeping import kept
from supervise.model.forms import WORD, MisfitError, Word, date_from_text, without_none

__all__ = ["Lost", "lost_in"]


@kept
@frozen(kw_only=True)
class Lost:
    """A fact that was set aside, as far as it can be read."""

    array: str = field(metadata={"doc": "The array of the register it stood in."})
    id: str | None = field(default=None, repr=False, metadata={"doc": "Its id. None: it cannot be read."})
    dates: tuple[tuple[str, dt.date], ...] = field(default=(), repr=False, metadata={"doc": "By attribute."})
    words: tuple[tuple[str, str], ...] = field(default=(), repr=False, metadata={"doc": "By attribute."})
    is_dated: bool = field(default=True, metadata={"doc": "Whether every date that it gives can be read."})


def lost_in(array: str, kind: type[Any], item: object) -> Lost | None:
    """Return what can be read of a fact of a class; None for an entry that only takes another away.

    >>> from supervise.model import Visit
    >>> lost = lost_in("visits", Visit, {"id": "v1", "on": "2026-02-30", "recorded_on": "2026-03-02", "place": "home"})
    >>> lost.dates, lost.words, lost.is_dated
    ((('recorded_on', datetime.date(2026, 3, 2)),), (('place', 'home'),), False)
    """
    if not isinstance(item, Mapping):
        return Lost(array=array, is_dated=False)
    if item.get("withdrawn") is True:
        return None
    dates = dict(_dates(kind, item))
    id_ = item.get("id")
    return Lost(
        array=array,
        id=id_ if isinstance(id_, str) else None,
        dates=tuple((name, date) for name, date in dates.items() if date is not None),
        words=tuple(_words(kind, item)),
        is_dated=None not in dates.values(),
    )


def _dates(kind: type[Any], item: Mapping[str, Any]) -> Iterator[tuple[str, dt.date | None]]:
    """Yield each date that is given; None in the place of one that cannot be read."""
    for part in attrs.fields(kind):
        value = item.get(part.name)
        if value is not None and without_none(part.type)[0] is dt.date:
            try:
                yield part.name, date_from_text(value)
            except MisfitError:
                yield part.name, None


def _words(kind: type[Any], item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in attrs.fields(kind):
        words, value = without_none(part.type)[0], item.get(part.name)
        if isinstance(value, str) and (WORD.fits(value) if words == Word else value in _closed(words)):
            yield part.name, value


def _closed(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) is Literal else ()
