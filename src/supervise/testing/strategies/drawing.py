"""What all strategies are made of: days that crowd, facts with some of their fields, lists that are mostly short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from hypothesis import strategies as st

from supervise.dates.ordinals import add_months

__all__ = ["Draw", "Fields", "days", "ends", "facts", "given", "maybe", "one_of", "sampled", "some", "table"]

T = TypeVar("T")
Draw: TypeAlias = st.DrawFn
#: Plain data of one fact, or the strategies of its fields.
Fields: TypeAlias = dict[str, Any]

# A day is a base, whole months and a few days: due days, ends of states and month ends meet often.
_MONTHS: Final = st.sampled_from((0, 0, 0, 1, 3, 6, 12, 12, 24))
_DAYS: Final = st.integers(-3, 16)


@st.composite
def days(draw: Draw, base: dt.date, last: dt.date) -> str:
    """A day near a base, as text: whole months later, give or take some days, and not after the last."""
    day = dt.date.fromordinal(add_months(base.toordinal(), draw(_MONTHS))) + dt.timedelta(days=draw(_DAYS))
    return min(day, last).isoformat()


def ends(day: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    """The end of something: open, or a day."""
    return st.none() | day


def some(of: st.SearchStrategy[T], most: int) -> st.SearchStrategy[list[T]]:
    """A few, mostly few."""
    return st.lists(of, max_size=most)


def facts(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Fields]:
    """Facts with the fields given, `from_` and `for_` under their plain names; what is None is left out later.

    Drawn one after the other: `fixed_dictionaries` also draws their order, which costs as much again and means nothing.
    """
    return _facts({name.removesuffix("_"): value for name, value in fields.items()})


@st.composite
def _facts(draw: Draw, fields: Mapping[str, st.SearchStrategy[Any]]) -> Fields:
    return {name: draw(value) for name, value in fields.items()}


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    """One of some plain values; the first is what a failure shrinks to."""
    return st.sampled_from(values)


def sampled(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One of some plain values of several kinds, whose types say nothing."""
    return st.sampled_from(values)


def maybe(draw: Draw, of: st.SearchStrategy[T], odds: int = 2) -> T | None:
    """Return something drawn, or None: one time in `odds`, something."""
    return draw(of) if draw(st.integers(1, odds)) == odds else None


def table(**keys: Any) -> dict[str, Any]:
    """Return a table without what is not given."""
    return {key: value for key, value in keys.items() if value not in (None, ())}


def given(fact: Mapping[str, Any]) -> Fields:
    """Return a fact without what is not given."""
    return {key: value for key, value in fact.items() if value not in (None, [])}
